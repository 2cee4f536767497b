"""What is opened next is imported beside the window."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from score_desktop.ui import warming
from score_desktop.ui.pages import PAGES
from tests.ui.conftest import MakeWindow, settle


def test_modules_are_imported_on_another_thread(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "opened_next.py").write_text("import threading\nthread = threading.get_ident()\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(warming, "MODULES", ("opened_next",))
    window = make_window()
    warming.warm_up(window)
    settle(window, qtbot)
    assert sys.modules.pop("opened_next").thread not in (None, threading.get_ident())


def test_what_is_imported_are_pages() -> None:
    pages = {f"score_desktop.ui.pages.{page.key}" for page in PAGES}
    assert set(warming.MODULES) < pages
