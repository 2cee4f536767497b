"""Which balances must close at a step: chosen by clicks in its panel, typed in the table, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_step_panel import StepPanel
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    go,
    open_process,
    place,
    process_of,
    row_named,
    text,
    type_text,
    view_of,
)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window(size=(1366, 768))


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_process(window, qtbot)


def open_step(page: FlowsPage, window: MainWindow, qtbot: QtBot, name: str) -> StepPanel:
    steps = editor(page).steps
    go(steps, row_named(steps, name), "name")
    steps.opened.emit()
    calm(window, qtbot)
    panel = editor(page).step_panel
    assert panel.isVisible() and panel.title.text() == name
    return panel


def click(box: QCheckBox, qtbot: QtBot) -> None:
    """On its square: beside its words there is nothing to click."""
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def told(panel: StepPanel) -> str:
    return "\n".join(one.text() for one in panel.findChildren(QLabel) if one.isVisible())


def closes(page: FlowsPage, name: str) -> str:
    return next(step.closes for step in process_of(page).steps if step.name == name)


def must_close(page: FlowsPage, name: str) -> set[str]:
    return {row.balance.key for row in view_of(page).balances if row.name == name and row.must_close}


def test_a_box_stays_as_it_was_clicked_until_it_is_stored(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_step(page, window, qtbot, "Almacén")
    seen: list[bool] = []
    panel.checks["water"].toggled.connect(seen.append)
    click(panel.checks["water"], qtbot)
    calm(window, qtbot)
    assert seen == [True], "a click on another box in the meantime would take it for what it was before"
    assert closes(page, "Almacén") == "mass,water,substance.flour"


def test_balances_are_chosen_by_clicks_and_undone(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_step(page, window, qtbot, "Almacén")
    assert {key: box.isChecked() for key, box in panel.checks.items()} == {
        "mass": True,
        "water": False,
        "energy": False,
        "substance.flour": True,
    }
    assert "Masa: 20.878 kg sin explicar" in told(panel) and not panel.usual.isVisible()
    before = view_of(page).losses.cost.total
    click(panel.checks["mass"], qtbot)
    calm(window, qtbot)
    assert closes(page, "Almacén") == "substance.flour" and must_close(page, "Almacén") == {"substance.flour"}
    assert "solo informativo" in told(panel) and panel.usual.isVisible()
    assert view_of(page).losses.cost.total < before
    assert window.desk.undo.undo_words() == "Balances que deben cuadrar en Almacén cambiados"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert closes(page, "Almacén") == "" and panel.checks["mass"].isChecked()
    assert view_of(page).losses.cost.total == before
    window.desk.undo.redo()
    calm(window, qtbot)
    assert not panel.checks["mass"].isChecked()
    qtbot.mouseClick(panel.usual, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert closes(page, "Almacén") == "" and not panel.usual.isVisible()


def test_nothing_need_close_and_a_place_is_not_asked(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_step(page, window, qtbot, "Horno")
    for box in panel.checks.values():
        if box.isChecked():
            click(box, qtbot)
    calm(window, qtbot)
    assert closes(page, "Horno") == "none" and must_close(page, "Horno") == set()
    steps = editor(page).steps
    row = row_named(steps, "Horno")
    assert place(steps, row, "name").data(Qt.ItemDataRole.DecorationRole) is None
    go(steps, row_named(steps, "Clientes"), "name")
    calm(window, qtbot)
    assert panel.title.text() == "Clientes" and not panel.choice.isVisible() and panel.outside.isVisible()


def test_balances_are_typed_in_the_table_of_steps(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    steps = editor(page).steps
    qtbot.mouseClick(steps.all_columns, Qt.MouseButton.LeftButton)
    row = row_named(steps, "Horno")
    go(steps, row, "closes")
    type_text(steps, qtbot, "masa y energia")
    calm(window, qtbot)
    assert closes(page, "Horno") == "mass,energy" and text(steps, row, "closes") == "Masa, Energía"
    assert must_close(page, "Horno") == {"mass", "energy"}
    go(steps, row, "closes")
    type_text(steps, qtbot, "vapor")
    calm(window, qtbot)
    assert "Masa, Agua, Energía, Harina" in place(steps, row, "closes").data(WRONG_ROLE)
    assert closes(page, "Horno") == "mass,energy"


def test_one_panel_at_a_time_stands_beside_the_page(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_step(page, window, qtbot, "Horno")
    assert editor(page).steps.isVisible()
    qtbot.mouseClick(editor(page).origin, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert editor(page).panel.isVisible() and not panel.isVisible()
    open_step(page, window, qtbot, "Horno")
    assert not editor(page).panel.isVisible()
    page.parts.show_part("balances")
    assert not panel.isVisible()
