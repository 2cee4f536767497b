"""Lets modules be imported as Python does it, although PySide is loaded."""

from __future__ import annotations

import builtins
import importlib
import linecache


def import_plainly() -> None:
    """Load PySide and take its own function for imports out again.

    It reads the source of each module that is imported, in search of PySide's switch `snake_case`, and keeps it: 25 MB
    with matplotlib, for a switch that nobody here uses.
    """
    importlib.import_module("PySide6.QtCore")
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
        linecache.clearcache()  # read again where a traceback needs it
