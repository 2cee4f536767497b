"""What stopped a manager on the first day: keys, sizes, folders, tables that forget."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from score_desktop.services import audits
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.overview import OverviewPage
from tests.ui.conftest import MakeWindow, settle


@pytest.fixture
def empty(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """The window with an audit without bills."""
    window = make_window(sample=False)
    made = window.desk.context.write(
        audits.new_audit, audits.NewAudit(enterprise="Hotel Ñandú", country="BO"), window.desk.today()
    )
    window.go(Place("overview", made.audit))
    settle(window, qtbot)
    return window


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_keyboard(bakery: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    page = bakery.pages["overview"]
    assert isinstance(page, OverviewPage)
    page.report_button.setFocus()
    qtbot.keyClick(page.report_button, key)
    assert bakery.page_key == "report"
    settle(bakery, qtbot)


def test_the_first_window_takes_the_whole_of_a_small_screen(make_window: MakeWindow) -> None:
    window = make_window(sample=False)
    window.fit_screen()
    room = window.screen().availableGeometry()
    assert window.isMaximized() == (room.width() < 1440 or room.height() < 860)


def test_a_size_that_was_chosen_is_kept(make_window: MakeWindow) -> None:
    window = make_window(sample=False)
    window.desk.config.change(geometry="AdnQywAD")
    window.fit_screen()
    assert not window.isMaximized()


def test_files_are_looked_for_where_they_were_last(
    make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(sample=False)
    asked: list[str] = []

    def chosen(_parent: object, _title: str, folder: str, _kinds: str) -> tuple[list[str], str]:
        asked.append(folder)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", chosen)
    window.desk.config.change(folder=str(tmp_path))
    window.commands.files.ask_workbooks()
    window.desk.config.change(folder=str(tmp_path / "gone"))
    window.commands.files.ask_workbooks()
    assert asked[0] == str(tmp_path)
    assert Path(asked[1]).is_absolute() and asked[1] != str(tmp_path / "gone")


def test_an_empty_overview_shows_one_line_and_offers_the_import_first(empty: MainWindow) -> None:
    page = empty.pages["overview"]
    assert isinstance(page, OverviewPage)
    assert not page.below_headlines.isVisible()
    assert empty.focusWidget() is page.empty.first_button
