"""The substance of a flow in the window: a column among all columns, a field of its panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop import tokens
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_flow_panel import FlowPanel
from score_desktop.ui.pages.process_rows import RowsView
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    go,
    open_empty,
    open_process,
    paste,
    place,
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


def flows(page: FlowsPage) -> RowsView:
    return editor(page).flows


def stored(page: FlowsPage, name: str) -> str:
    return str(flows(page).model.rows[row_named(flows(page), name)].substance)


def panel_of(page: FlowsPage, window: MainWindow, qtbot: QtBot, name: str) -> FlowPanel:
    go(flows(page), row_named(flows(page), name), "quantity")
    editor(page).show_panel()
    calm(window, qtbot)
    return editor(page).panel


def test_all_columns_have_the_substance_and_it_is_typed_completed_and_undone(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    rows = flows(page)
    column = rows.model.column_index("substance")
    assert rows.grid.isColumnHidden(column)
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    assert not rows.grid.isColumnHidden(column)
    row = row_named(rows, "Pan quemado")
    assert text(rows, row, "substance") == "Pan"
    go(rows, row, "substance")
    qtbot.keyClick(rows.grid, "m")
    (line,) = (one for one in rows.grid.viewport().findChildren(QLineEdit) if one.isVisible())
    offered = line.completer().model()
    words = [offered.index(number, 0).data() for number in range(offered.rowCount())]
    assert {"Harina", "Masa", "Pan", "Azúcar y grasas"} <= set(words) and words == sorted(words, key=words.index)
    qtbot.keyClicks(line, "iga")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert (text(rows, row, "substance"), stored(page, "Pan quemado")) == ("miga", "miga")
    (flow,) = (one for one in view_of(page).applied.network.flows if one.name == "Pan quemado")
    assert flow.substance == "miga"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert (text(rows, row, "substance"), stored(page, "Pan quemado")) == ("Pan", "bread")


def test_where_nothing_is_said_the_name_stands_muted_and_is_not_copied(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    rows = flows(page)
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    row = row_named(rows, "Pan quemado")
    cell = place(rows, row, "substance")
    muted = tokens.palette(window.desk.mode).muted
    assert cell.data(Qt.ItemDataRole.ForegroundRole) is None
    go(rows, row, "substance")
    qtbot.keyClick(rows.grid, Qt.Key.Key_Delete)
    calm(window, qtbot)
    assert stored(page, "Pan quemado") == "" and cell.data() == "Pan quemado"
    assert cell.data(Qt.ItemDataRole.EditRole) == ""
    assert cell.data(Qt.ItemDataRole.ForegroundRole).color().name() == muted.lower()
    assert "como el flujo" in cell.data(Qt.ItemDataRole.ToolTipRole)
    qtbot.keyClick(rows.grid, Qt.Key.Key_F2)
    (line,) = (one for one in rows.grid.viewport().findChildren(QLineEdit) if one.isVisible())
    assert (line.text(), line.placeholderText()) == ("", "Pan quemado")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    go(rows, row, "quantity")
    qtbot.keyClick(rows.grid, Qt.Key.Key_F2)
    (line,) = (one for one in rows.grid.viewport().findChildren(QLineEdit) if one.isVisible())
    assert line.placeholderText() == ""
    qtbot.keyClick(line, Qt.Key.Key_Escape)


def test_a_pasted_block_brings_substances(window: MainWindow, qtbot: QtBot) -> None:
    page = open_empty(window, qtbot)
    editor(page).draw_up()
    rows = flows(page)
    paste_at = "Proveedores\tMolino\tSaco blanco\t100\tkg\taño\tmateria prima\n"
    go(rows, 0, "source")
    paste(rows, qtbot, paste_at)
    calm(window, qtbot)
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    go(rows, 0, "substance")
    paste(rows, qtbot, "Harina\nArena")
    calm(window, qtbot)
    assert stored(page, "Saco blanco") == "Harina"
    assert [row.substance for row in rows.model.rows] == ["Harina", "Arena"]
    window.desk.undo.undo()
    calm(window, qtbot)
    assert [row.substance for row in rows.model.rows] == [""]


def test_the_panel_has_the_substance_with_the_name_behind_it(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    field = panel_of(page, window, qtbot, "Pan quemado").substance
    assert (field.text(), field.placeholderText()) == ("Pan", "Pan quemado")
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert stored(page, "Pan quemado") == ""
    qtbot.keyClicks(field, "Miga")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert (stored(page, "Pan quemado"), field.text()) == ("Miga", "Miga")
    window.desk.undo.undo()
    window.desk.undo.undo()
    calm(window, qtbot)
    assert (stored(page, "Pan quemado"), field.text()) == ("bread", "Pan")


def test_a_substance_that_is_typed_stays_with_its_flow_when_another_is_shown(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    field = panel_of(page, window, qtbot, "Pan quemado").substance
    other = row_named(flows(page), "Harina de trigo")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Carbon")
    flows(page).grid.setCurrentIndex(place(flows(page), other, "quantity"))  # as the diagram does: the focus stays
    calm(window, qtbot)
    assert field.text() == "Harina" and stored(page, "Harina de trigo") == "flour"
    assert stored(page, "Pan quemado") == "Carbon"


def test_a_substance_that_is_too_long_is_marked_and_stays(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    field = panel_of(page, window, qtbot, "Pan quemado").substance
    field.setFocus()
    field.setText("x" * 201)
    field.setModified(True)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert field.property("wrong") and field.toolTip() and stored(page, "Pan quemado") == "bread"


def test_widths_that_were_chosen_before_the_column_was_there_stay(page: FlowsPage) -> None:
    model = flows(page).model
    kept = {key: model.width_name(model.column_index(key)) for key in ("loss_cost", "substance", "resource", "note")}
    assert kept == {"loss_cost": "17", "substance": "substance", "resource": "18", "note": "22"}


def test_typing_in_a_new_row_keeps_its_substance(window: MainWindow, qtbot: QtBot) -> None:
    page = open_empty(window, qtbot)
    editor(page).draw_up()
    rows = flows(page)
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    for key, words in (("source", "Proveedores"), ("target", "Molino"), ("name", "Saco"), ("substance", "Trigo")):
        go(rows, 0, key)
        type_text(rows, qtbot, words, Qt.Key.Key_Tab)
    go(rows, 1, "source")
    calm(window, qtbot)
    assert [(row.name, row.substance) for row in rows.model.rows] == [("Saco", "Trigo")]


def test_the_cursor_leaves_a_column_that_goes(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    rows = flows(page)
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    go(rows, 2, "substance")
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    current = rows.grid.currentIndex()
    assert current.row() == 2 and not rows.grid.isColumnHidden(current.column())
    assert rows.grid.viewport().rect().contains(rows.grid.visualRect(current).center())


def test_the_keyboard_goes_into_the_panel_that_its_button_opens(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    go(flows(page), 1, "name")
    button = editor(page).origin
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    calm(window, qtbot)
    assert window.focusWidget() is editor(page).panel.form.origin
