"""The keyboard reaches everything, whatever had it before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from score_desktop.services.context import Context
from score_desktop.ui.desk import Place
from score_desktop.ui.dialogs.new_audit import NewAuditDialog
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.widgets.buttons import Segmented
from tests.ui.conftest import MakeWindow, open_audit, settle

MOST_STEPS = 80


def walk(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """Where Tab stops, once around."""
    stops: list[QWidget] = []
    for _ in range(MOST_STEPS):
        held = QApplication.focusWidget()
        assert held is not None
        if held in stops:
            break
        stops.append(held)
        qtbot.keyClick(held, Qt.Key.Key_Tab)
    return stops


def test_tab_and_f6_reach_the_navigation_after_it_was_clicked(bakery: MainWindow, qtbot: QtBot) -> None:
    """Clicked, and then another page is opened by other means: the entry that had the keyboard is hidden."""
    bakery.activateWindow()
    qtbot.mouseClick(bakery.navigation.buttons["footprint"], Qt.MouseButton.LeftButton)
    settle(bakery, qtbot)
    bakery.navigation.buttons["footprint"].setFocus()
    bakery.go(Place("portfolio", ""))
    settle(bakery, qtbot)
    entry = bakery.navigation.buttons["portfolio"]
    bakery.top_bar.search.setFocus()
    qtbot.keyClick(bakery, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is entry
    bakery.top_bar.search.setFocus()
    assert entry in walk(bakery, qtbot)


def test_tab_stops_at_the_choice_that_holds(qtbot: QtBot) -> None:
    choice = Segmented("Size", [("s", "small"), ("m", "medium"), ("l", "large")])
    qtbot.addWidget(choice)
    choice.button_of("l").setFocus()
    choice.set_current("m")
    stops = [key for key in "sml" if choice.button_of(key).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["m"]


def test_screen_readers_hear_the_words_that_a_choice_shows_now(qtbot: QtBot) -> None:
    choice = Segmented("Size", [("s", "small"), ("l", "large")])
    qtbot.addWidget(choice)
    choice.set_choices([("s", "kWh"), ("l", "kWh/t")])
    assert [choice.button_of(key).accessibleName() for key in "sl"] == ["Size: kWh", "Size: kWh/t"]


def test_typing_where_nothing_can_be_stored_is_answered(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window()
    settle(window, qtbot)
    window.desk.use_workspace(Context.open(window.desk.context.path, read_only=True))
    open_audit(window, qtbot, "Panadería", "consumption")
    area = window.pages["consumption"].bills  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: area.model.stored_count() == 24)
    cell = area.model.index(1, area.model.column_index("quantity"))
    area.grid.setCurrentIndex(cell)
    for key in (Qt.Key.Key_5, Qt.Key.Key_Delete):
        window.message.hide()
        qtbot.keyClick(area.grid, key)
        assert area.grid.currentIndex() == cell
        assert window.message.isVisible()
        assert window.message.text.text() == "Este espacio de trabajo es de solo lectura: no se puede cambiar nada."
    assert not area.hint.isVisible()


def test_the_cell_of_the_cursor_is_seen_in_a_page_that_scrolls(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(scale=200, theme="contrast")
    with qtbot.waitActive(window):
        window.activateWindow()
    open_audit(window, qtbot, "Panadería", "consumption")
    grid = window.pages["consumption"].bills.grid  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: grid.model().rowCount() == 25 and grid.hasFocus())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Tab):
        qtbot.keyClick(grid, key)
        settle(window, qtbot)
        cell = grid.visualRect(grid.currentIndex())
        assert grid.viewport().visibleRegion().contains(cell.center())


@pytest.mark.parametrize("by_mouse", [False, True])
def test_a_page_that_was_opened_by_keyboard_shows_what_has_the_keyboard(
    qtbot: QtBot, make_window: MakeWindow, by_mouse: bool
) -> None:
    window = make_window(scale=200)
    with qtbot.waitActive(window):
        window.activateWindow()
    open_audit(window, qtbot, "Panadería", "overview")
    button, handle = window.navigation.buttons["consumption"], window.windowHandle()
    if by_mouse:
        place = button.mapTo(window, button.rect().center())
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    else:
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
    page = window.pages["consumption"]
    grid = page.bills.grid  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: grid.model().rowCount() == 25 and window.focusWidget() is grid)
    settle(window, qtbot)
    qtbot.wait(200)
    settle(window, qtbot)
    first = grid.visualRect(grid.model().index(0, 0))
    assert grid.viewport().visibleRegion().contains(first.center()) is not by_mouse


def test_words_at_the_bottom_of_the_navigation_are_whole(qtbot: QtBot, make_window: MakeWindow) -> None:
    window = make_window(scale=200)
    open_audit(window, qtbot, "Panadería")
    saved, long = window.navigation.saved, "Ejemplo: pruebe lo que quiera, sus auditorías están aparte"
    window.navigation.say_saved(long, "Ejemplo")
    settle(window, qtbot)
    assert (saved.isVisible(), saved.text()) == (True, "Ejemplo")
    assert saved.heightForWidth(saved.width()) <= saved.height()
    window.resize(1920, 1080)
    settle(window, qtbot)
    assert saved.text() == long and saved.heightForWidth(saved.width()) <= saved.height()


def test_a_sample_that_can_only_be_read_says_so(
    qtbot: QtBot, make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("score_desktop.ui.commands.is_sample", lambda _path: True)
    window = make_window()
    assert window.navigation.saved.text().startswith("Ejemplo")
    window.desk.use_workspace(Context.open(window.desk.context.path, read_only=True))
    settle(window, qtbot)
    assert window.navigation.saved.text().startswith("Solo lectura")


def test_nobody_is_asked_what_cannot_be_stored(qtbot: QtBot, make_window: MakeWindow) -> None:
    """Ctrl+N where the workspace can only be read says so at once, not after the form was filled in."""
    window = make_window()
    settle(window, qtbot)
    window.desk.use_workspace(Context.open(window.desk.context.path, read_only=True))
    settle(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.findChild(NewAuditDialog) is None
    assert window.message.isVisible()
    said = "This workspace can only be read: no audit can be added."
    assert window.message.text.text() == window.desk.texts.t(said)
