"""Drawing up a process by keyboard, clipboard and pointer: what is typed is stored or stays marked, and is undone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.calc.balances import Light
from score_desktop.enums import FlowOrigin, FlowPeriod, Place
from score_desktop.ui.dialogs.start_sector import StartSectorDialog
from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.itemmodels.process_flows import LOSSES
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_rows import RowsView
from score_desktop.ui.widgets.panels import EmptyState
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    go,
    open_empty,
    open_process,
    paste,
    place,
    point_on,
    process_of,
    row_named,
    select,
    text,
    type_text,
    until,
    view_of,
)

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_process(window, qtbot)


@pytest.fixture
def empty(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_empty(window, qtbot)


def flows(page: FlowsPage) -> RowsView:
    return editor(page).flows


def steps(page: FlowsPage) -> RowsView:
    return editor(page).steps


def test_models_keep_the_rules_of_qt(page: FlowsPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(flows(page).model)
    qtmodeltester.check(steps(page).model)


def test_it_shows_flows_steps_and_how_they_close(page: FlowsPage) -> None:
    row = row_named(flows(page), "Harina de trigo")
    shown = [text(flows(page), row, key) for key in ("source", "target", "quantity", "unit", "period", "per_year")]
    assert shown == ["Proveedores", "Almacén", "376.000", "kg", "año", "376.000 kg"]
    assert text(flows(page), row, "reconciled") == "364.468 kg"
    assert "Anotado 376.000 kg" in place(flows(page), row, "reconciled").data(Qt.ItemDataRole.ToolTipRole)
    assert text(flows(page), row_named(flows(page), "Gas natural"), "origin").startswith("facturas: Gas natural")
    store = place(steps(page), row_named(steps(page), "Almacén"), "name")
    assert "sin explicar" in store.data(Qt.ItemDataRole.ToolTipRole)
    assert store.data(Qt.ItemDataRole.DecorationRole) is not None
    assert editor(page).closing.text().startswith("Masa, con toda el agua: ")
    assert editor(page).head.finding.text()


def test_a_typed_quantity_brings_unit_and_period_and_the_sums_follow(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    row = row_named(flows(page), "Harina de trigo")
    go(flows(page), row, "quantity")
    type_text(flows(page), qtbot, "30 t/mes")
    calm(window, qtbot)
    stored = flows(page).model.rows[row]
    assert (stored.quantity, stored.unit, stored.period) == (Decimal(30), "t", FlowPeriod.MONTH)
    assert [text(flows(page), row, key) for key in ("quantity", "unit", "period", "per_year")] == [
        *("30", "t", "mes", "360.000 kg"),
    ]
    whole = next(one for one in view_of(page).balances if not one.step)
    assert f"{whole.inputs:,.0f}".replace(",", ".") in editor(page).inputs.text()
    assert window.desk.undo.undo_words() == "Un flujo editado"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert text(flows(page), row, "per_year") == "376.000 kg"


def test_a_wrong_cell_stays_with_its_reason_until_it_is_mended(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    go(flows(page), 1, "quantity")
    paste(flows(page), qtbot, "100\tkg\n12 pulgas\n300\tkg\n")
    calm(window, qtbot)
    assert [text(flows(page), row, "quantity") for row in (1, 2, 3)] == ["100", "12 pulgas", "300"]
    wrong = place(flows(page), 2, "quantity")
    assert "pulgas" in wrong.data(WRONG_ROLE)
    go(flows(page), 2, "quantity")
    type_text(flows(page), qtbot, "12")
    calm(window, qtbot)
    assert not place(flows(page), 2, "quantity").data(WRONG_ROLE)
    assert flows(page).model.rows[2].quantity == 12


def test_a_pasted_block_of_stored_and_new_rows_is_one_step_back(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    before = process_of(page).flows
    last = len(before) - 1
    go(flows(page), last, "source")
    paste(flows(page), qtbot, "Proveedores\tHorno\tA\t1\tkg\nHorno\tAire\tB\t2\tkg\nHorno\tPatio\tC\t3\tkg\n")
    calm(window, qtbot)
    now = process_of(page).flows
    assert [row.name for row in now[last:]] == ["A", "B", "C"]
    assert flows(page).model.drafts_left() == []
    assert any(step.name == "Patio" for step in process_of(page).steps)
    assert window.desk.undo.undo_words() == "3 flujos pegados"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert process_of(page).flows == before


def test_tab_and_enter_draw_up_a_process_and_rows_wait_until_they_are_left(
    empty: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert isinstance(editor(empty).pages.currentWidget(), EmptyState)
    editor(empty).draw_up()
    go(flows(empty), 0, "source")
    for words in ("Proveedores", "Amasado", "Harina"):
        type_text(flows(empty), qtbot, words, Qt.Key.Key_Tab)
    type_text(flows(empty), qtbot, "100 kg/dia", Qt.Key.Key_Tab)
    assert process_of(empty).is_empty
    type_text(flows(empty), qtbot, "kg", Qt.Key.Key_Return)
    calm(window, qtbot)
    (flow,) = process_of(empty).flows
    assert (flow.name, flow.quantity, flow.period) == ("Harina", 100, FlowPeriod.DAY)
    assert [(step.name, step.outside) for step in process_of(empty).steps] == [
        *[("Proveedores", Place.SUPPLIER), ("Amasado", None)],
    ]
    assert flows(empty).grid.currentIndex() == place(flows(empty), 1, "source")
    type_text(flows(empty), qtbot, "Amasado", Qt.Key.Key_Tab)
    type_text(flows(empty), qtbot, "Clientes", Qt.Key.Key_Return)
    calm(window, qtbot)
    assert len(process_of(empty).flows) == 2
    assert view_of(empty).balances[0].light is Light.GREY
    assert text(flows(empty), 0, "per_year") == "36.500 kg"


def test_rows_are_deleted_and_come_back(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    before = process_of(page).flows
    select(flows(page), 3, "source", 4, "name")
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_Minus, CTRL)
    calm(window, qtbot)
    assert process_of(page).flows == before[:3] + before[5:]
    assert window.message.isVisible()
    window.desk.undo.undo()
    calm(window, qtbot)
    assert process_of(page).flows == before
    row = row_named(steps(page), "Horno")
    select(steps(page), row, "name", row, "name")
    qtbot.keyClick(steps(page).grid, Qt.Key.Key_Minus, CTRL)
    calm(window, qtbot)
    assert len(process_of(page).flows) < len(before)
    assert window.desk.undo.undo_words() == "Un paso eliminado con sus flujos"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert process_of(page).flows == before


def test_steps_are_put_into_another_order_with_words_that_say_so(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    row = row_named(steps(page), "Horno")
    go(steps(page), row, "name")
    qtbot.keyClick(steps(page).grid, Qt.Key.Key_Up, ALT)
    calm(window, qtbot)
    assert row_named(steps(page), "Horno") == row - 1
    assert steps(page).grid.currentIndex().row() == row - 1
    assert window.desk.undo.undo_words() == "Orden de los pasos cambiado"
    qtbot.keyClick(steps(page).grid, Qt.Key.Key_Down, ALT)
    calm(window, qtbot)
    assert row_named(steps(page), "Horno") == row


def test_a_row_is_inserted_above_and_filled(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    go(flows(page), 3, "name")
    flows(page).insert_row()
    calm(window, qtbot)
    assert len(flows(page).model.rows) == 52 and flows(page).grid.currentIndex() == place(flows(page), 3, "name")
    type_text(flows(page), qtbot, "Huevos")
    calm(window, qtbot)
    assert process_of(page).flows[3].name == "Huevos"


def test_fill_down_copy_and_emptying_cells(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    go(flows(page), 0, "note")  # a hidden column is reached by nothing
    select(flows(page), 0, "quality", 2, "quality")
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines() == ["± 1\xa0%", "± 1\xa0%", "B"]
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_D, CTRL)
    calm(window, qtbot)
    assert [text(flows(page), row, "quality") for row in range(3)] == ["± 1\xa0%"] * 3
    select(flows(page), 2, "quality", 2, "quality")
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_Delete)
    calm(window, qtbot)
    assert text(flows(page), 2, "quality") == "B"


def test_only_losses_are_shown(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(editor(page).part.button_of(LOSSES), Qt.MouseButton.LeftButton)
    lost = [row.name for row in flows(page).model.rows]
    assert "Pan quemado" in lost and "Harina de trigo" not in lost
    assert len(lost) == sum(state.is_loss for state in view_of(page).flows)
    go(flows(page), 0, "name")
    type_text(flows(page), qtbot, "Otra")
    calm(window, qtbot)
    assert text(flows(page), 0, "name") == "Otra"
    assert len(flows(page).model.rows) == len(lost)


def test_a_band_of_the_diagram_selects_its_row_and_follows_edits(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    chart = editor(page).chart
    until(qtbot, lambda: chart.chart is not None)
    assert chart.chart is not None
    flow = next(row for row in process_of(page).flows if row.name == "Masa")
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=point_on(chart, flow.uid))
    assert flows(page).grid.currentIndex().row() == row_named(flows(page), "Masa")
    before, title = chart.chart, editor(page).head.finding.text()
    go(flows(page), row_named(flows(page), "Pan vendido"), "quantity")
    type_text(flows(page), qtbot, "300000")
    calm(window, qtbot)
    until(qtbot, lambda: chart.chart is not before)
    assert editor(page).head.finding.text() != title


def test_the_sums_are_those_of_the_diagram(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(editor(page).units.button_of("m3"), Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert editor(page).closing.text().startswith("Agua: ")
    assert page.place()["process"] == {"unit": "m3"}


def test_a_process_begins_from_a_sector(empty: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    button = editor(empty).empty.first_button
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(StartSectorDialog)
    assert dialog is not None
    dialog.list.setCurrentRow(2)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert not dialog.wrong.isHidden()  # how much is made is not said yet
    qtbot.keyClicks(dialog.amount, "1.500")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert all(row.is_estimate for row in process_of(empty).flows)
    assert window.focusWidget() is flows(empty).grid  # where the first estimate is put right
    assert flows(empty).grid.currentIndex() == place(flows(empty), 0, "quantity")
    assert text(flows(empty), 0, "origin") == "estimación hasta medir"
    assert "estimaciones" in editor(empty).count.text()
    assert window.desk.undo.undo_words().startswith("Flujos iniciados desde el rubro")
    editor(empty).show_panel()
    calm(window, qtbot)
    assert editor(empty).panel.how.text()  # the sector knows how a flow is measured
    editor(empty).panel.close_panel()
    go(flows(empty), 0, "quantity")
    type_text(flows(empty), qtbot, "12")
    calm(window, qtbot)
    assert text(flows(empty), 0, "origin") == "registrada"
    assert process_of(empty).flows[0].origin is FlowOrigin.ENTERED


def test_a_sector_that_counts_what_goes_in_is_not_offered_what_is_made(page: FlowsPage, window: MainWindow) -> None:
    dialog = StartSectorDialog(window.desk, process_of(page), window)
    rows = {choice.id: row for row, choice in enumerate(dialog.choices)}
    dialog.list.setCurrentRow(rows["bakery"])
    made = dialog.amount.text()
    assert made and dialog.unit.text() == "t de pan vendido por año"
    dialog.list.setCurrentRow(rows["tannery"])
    assert (dialog.amount.text(), dialog.unit.text()) == ("", "t de cuero crudo salado por año")
    dialog.amount.setText("180")
    dialog.list.setCurrentRow(rows["bakery"])
    assert dialog.amount.text() == "180"  # what was typed stays
    dialog.close()


def test_what_was_typed_outlives_another_language(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    go(flows(page), 0, "quantity")
    type_text(flows(page), qtbot, "muchos")
    row = len(flows(page).model.rows)
    go(flows(page), row, "source")
    type_text(flows(page), qtbot, "Proveedores", Qt.Key.Key_Tab)
    window.desk.set_looks("dark", language="en")
    calm(window, qtbot)
    again = window.pages["flows"]
    assert isinstance(again, FlowsPage) and again is not page
    assert not again.parts.is_diagram
    until(qtbot, lambda: again.parts.source.view is not None)
    assert text(flows(again), 0, "quantity") == "muchos"
    assert place(flows(again), 0, "quantity").data(WRONG_ROLE)
    assert text(flows(again), row, "source") == "Proveedores"


def test_more_columns_are_shown_on_demand(page: FlowsPage, qtbot: QtBot) -> None:
    grid, model = flows(page).grid, flows(page).model
    assert grid.isColumnHidden(model.column_index("price"))
    qtbot.mouseClick(flows(page).all_columns, Qt.MouseButton.LeftButton)
    assert not grid.isColumnHidden(model.column_index("price"))
    assert text(flows(page), row_named(flows(page), "Pan quemado"), "loss_cost") == "14.220"
    qtbot.mouseClick(flows(page).all_columns, Qt.MouseButton.LeftButton)
    assert grid.isColumnHidden(model.column_index("price"))
