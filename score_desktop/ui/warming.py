"""Imports beside the window what a person opens next, so that the first click need not wait for it."""

from __future__ import annotations

import gc
import importlib
from typing import TYPE_CHECKING

from score_desktop.jobs import Progress

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow

MODULES = ("score_desktop.ui.pages.overview", "score_desktop.ui.pages.consumption")
"""The pages of most starts; the others are small beside what these bring. All would cost memory that few ever use."""


def warm_up(window: MainWindow) -> None:
    """Import the modules, on the lane of drawings: what is drawn first needs them anyway."""
    window.desk.drawings.run(window, "warm up", _import, lambda _done: None, window.desk.trouble)


def _import(progress: Progress) -> None:
    for name in MODULES:
        progress.check_cancelled()
        importlib.import_module(name)
    gc.freeze()  # modules stay to the end: no look for garbage need walk them
