"""Search (Ctrl+K): names without accents, meters, pages and actions; keys alone."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.enums import Resource
from score_desktop.services import audits
from score_desktop.services.search import fold
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.search_box import SearchBox
from tests.ui.conftest import MakeWindow, open_audit, settle

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    made = make_window()
    with qtbot.waitActive(made):
        made.activateWindow()
    settle(made, qtbot)
    return made


def opened(window: MainWindow, qtbot: QtBot) -> SearchBox:
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    box = window.findChild(SearchBox)
    assert box is not None and box.isVisible()
    assert QApplication.focusWidget() is box.field
    return box


def titles(box: SearchBox) -> list[str]:
    return [line.title for line in box.model.lines if line.choose is not None]


def test_name_is_found_without_accents_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    made = window.desk.context.write(
        audits.new_audit, audits.NewAudit("Tejidos Ángel Ñusta", "BO"), window.desk.today()
    )
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "angel nu")
    qtbot.waitUntil(lambda: "Tejidos Ángel Ñusta" in titles(box))
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.desk.audit == made.audit
    assert window.page_key == "overview" and not box.isVisible()


def test_meter_opens_consumption(window: MainWindow, qtbot: QtBot) -> None:
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "114583")
    qtbot.waitUntil(lambda: any("114583" in title for title in titles(box)))
    assert box.model.lines[box.list.currentIndex().row()].can_choose, "headings are never chosen"
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.page_key == "consumption" and window.desk.audit


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_search_out_of_a_cell_that_is_being_typed(window: MainWindow, end: Qt.Key, qtbot: QtBot) -> None:
    """The editor goes when the search takes the keyboard; what was typed is stored, and the table has it back."""
    open_audit(window, qtbot, "Panadería", "consumption")
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    grid = page.bills.grid
    qtbot.waitUntil(lambda: grid.model().rowCount() > 2)
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(2, page.bills.model.column_index("note")))
    qtbot.keyClick(grid, "n")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "uevo")
    qtbot.keyClick(editor, Qt.Key.Key_K, CTRL)
    box = window.findChild(SearchBox)
    assert box is not None and box.isVisible()
    qtbot.waitUntil(lambda: not shiboken6.isValid(editor))
    qtbot.keyClicks(box.field, "Huella")
    settle(window, qtbot)
    qtbot.keyClick(box.field, end)
    settle(window, qtbot)
    if end == Qt.Key.Key_Return:
        assert window.page_key == "footprint"
    else:
        assert QApplication.focusWidget() is grid
    assert window.desk.undo.undo_words(), "what was typed is stored"


def test_a_resource_finds_its_meters(window: MainWindow, qtbot: QtBot) -> None:
    """What a person says is «agua», and not the number of a meter."""
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "agua")
    qtbot.waitUntil(lambda: any("A-2207" in title for title in titles(box)))
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    settle(window, qtbot)
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage) and page.resource is Resource.WATER


def test_arrows_pass_over_headings_and_escape_gives_the_keyboard_back(window: MainWindow, qtbot: QtBot) -> None:
    before = QApplication.focusWidget()
    box = opened(window, qtbot)
    settle(window, qtbot)
    seen = []
    for _ in range(len(box.model.lines)):
        seen.append(box.list.currentIndex().row())
        qtbot.keyClick(box.field, Qt.Key.Key_Down)
    assert all(box.model.lines[row].can_choose for row in seen)
    assert len(set(seen)) == sum(line.can_choose for line in box.model.lines)
    qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert QApplication.focusWidget() is before


def test_page_and_action_are_found_and_chosen(window: MainWindow, qtbot: QtBot) -> None:
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "ajus")
    settle(window, qtbot)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert window.page_key == "settings"
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "ayuda de esta")
    settle(window, qtbot)
    assert [line.keys for line in box.model.lines if line.choose is not None] == ["F1"]
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert window.commands._help is not None and window.commands._help.isVisible()


def test_a_part_of_the_flows_is_found_and_shown(window: MainWindow, qtbot: QtBot) -> None:
    open_audit(window, qtbot, "Panader")
    window.commands.search()
    box = window.findChild(SearchBox)
    assert box is not None
    qtbot.keyClicks(box.field, "ecobal")
    settle(window, qtbot)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.page_key == "flows"
    assert window.pages["flows"].place()["part"] == "sheet"


def test_what_cannot_be_done_says_why(window: MainWindow, qtbot: QtBot) -> None:
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "exportar")
    settle(window, qtbot)
    off = [line for line in box.model.lines if line.keys == "Ctrl+P"]
    assert off and off[0].needs and not off[0].can_choose


def test_nothing_found_is_said(window: MainWindow, qtbot: QtBot) -> None:
    box = opened(window, qtbot)
    qtbot.keyClicks(box.field, "zzzz")
    settle(window, qtbot)
    assert box.nothing.isVisible() and not box.list.isVisible()


def test_model(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    box = opened(window, qtbot)
    qtmodeltester.check(box.model)


def test_folding() -> None:
    assert fold("Ángel ÑUSTA") == "angel nusta"
