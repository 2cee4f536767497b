"""Balances, costs and the eco-balance sheet by clicks and keys: what they say follows what is entered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.enums import AllocationKey
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flow_parts import BALANCES, COSTS, DIAGRAM, SHEET
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_balances import BalancesPart
from score_desktop.ui.pages.process_costs import STEPS, CostsPart
from score_desktop.ui.pages.process_sheet import SheetPart
from score_desktop.ui.widgets.panels import EmptyState
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import calm, editor, go, open_empty, open_process, process_of, row_named, type_text, until


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


def balances(window: MainWindow, qtbot: QtBot) -> tuple[FlowsPage, BalancesPart]:
    page = open_process(window, qtbot, BALANCES)
    part = page.parts.currentWidget()
    assert isinstance(part, BalancesPart)
    until(qtbot, lambda: bool(part.model.lines) and bool(part.title.text()))
    return page, part


def costs(window: MainWindow, qtbot: QtBot) -> tuple[FlowsPage, CostsPart]:
    page = open_process(window, qtbot, COSTS)
    part = page.parts.currentWidget()
    assert isinstance(part, CostsPart)
    until(qtbot, lambda: bool(part.losses[0].lines) and part.chart.chart is not None)
    return page, part


def words_in(part: object) -> str:
    assert isinstance(part, BalancesPart)
    return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


def test_models_keep_the_rules_of_qt(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    page, part = balances(window, qtbot)
    qtmodeltester.check(part.model)
    page.parts.show_part(SHEET)
    sheet = page.parts.currentWidget()
    assert isinstance(sheet, SheetPart)
    until(qtbot, lambda: bool(sheet.model.lines))
    qtmodeltester.check(sheet.model)


def test_the_worst_balance_is_told_with_places_and_what_to_measure(window: MainWindow, qtbot: QtBot) -> None:
    _, part = balances(window, qtbot)
    assert part.title.text() == "Almacén · Masa"
    assert "20.878 kg sin explicar" in part.said.text()
    said = words_in(part)
    assert "Cómo verificar" in said and "Harina de trigo" in said and "Busque lo que todavía no está dibujado" in said
    assert part.fits.text().startswith("Las mediciones no cuadran")


def test_another_balance_by_the_arrows_and_another_kind_by_a_click(window: MainWindow, qtbot: QtBot) -> None:
    _, part = balances(window, qtbot)
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_Down)
    until(qtbot, lambda: part.title.text() == "Red de agua · Masa")
    qtbot.mouseClick(part.kinds.button_of("water"), Qt.MouseButton.LeftButton)
    until(qtbot, lambda: {line.cells[1] for line in part.model.lines} == {"Agua"})
    calm(window, qtbot)
    assert part.title.text().endswith("· Agua")


def test_what_to_measure_leads_to_the_flow(window: MainWindow, qtbot: QtBot) -> None:
    page, part = balances(window, qtbot)
    button = next(one for one in part.findChildren(QPushButton) if one.text() == "Ver el flujo" and one.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    flows = editor(page).flows
    assert flows.grid.currentIndex().row() == row_named(flows, "Harina de trigo")


def test_costs_say_what_the_bin_costs_and_follow_an_edit(window: MainWindow, qtbot: QtBot) -> None:
    page, part = costs(window, qtbot)
    assert "Bs\xa0210.267" in part.said.text()
    assert "Basura" in part.more_said.text() and "5" in part.more_said.text()
    assert part.losses[0].lines[0].cells[0] == "Sin explicar: Almacén"
    page.parts.show_part("process")
    calm(window, qtbot)
    flows = editor(page).flows
    go(flows, row_named(flows, "Pan quemado"), "quantity")
    type_text(flows, qtbot, "9000")
    page.parts.show_part(COSTS)
    calm(window, qtbot)
    until(qtbot, lambda: any(line.cells[2] == "9.000 kg" for line in part.losses[0].lines))


def test_a_bar_selects_its_loss_and_enter_goes_to_the_flow(window: MainWindow, qtbot: QtBot) -> None:
    page, part = costs(window, qtbot)
    assert part.chart.chart is not None
    region = part.chart.chart.regions[1]
    x, y = (sum(corner[axis] for corner in region.polygon) / len(region.polygon) for axis in (0, 1))
    point = QPoint(round(x * part.chart.picture_size.width()), round((1 - y) * part.chart.picture_size.height()))
    qtbot.mouseClick(part.chart, Qt.MouseButton.LeftButton, pos=point)
    assert part.losses[1].currentIndex().row() == 1
    part.losses[1].setFocus()
    qtbot.keyClick(part.losses[1], Qt.Key.Key_Return)
    calm(window, qtbot)
    flows = editor(page).flows
    name = next(row.name for row in process_of(page).flows if row.uid == region.series)
    assert flows.grid.currentIndex().row() == row_named(flows, name)


def test_costs_by_step_and_how_they_are_divided(window: MainWindow, qtbot: QtBot) -> None:
    page, part = costs(window, qtbot)
    qtbot.mouseClick(part.switch.button_of(STEPS), Qt.MouseButton.LeftButton)
    assert part.tables.currentWidget() is part.centres[1]
    before = part.centres[0].lines
    part.allocation.setCurrentIndex(part.allocation.findData("value"))
    part.allocation.activated.emit(part.allocation.currentIndex())
    calm(window, qtbot)
    assert process_of(page).settings.allocation is AllocationKey.VALUE
    until(qtbot, lambda: part.centres[0].lines != before)
    window.desk.undo.undo()
    calm(window, qtbot)
    until(qtbot, lambda: part.allocation.currentData() == "mass")


def test_the_sheet_is_copied_as_a_whole(window: MainWindow, qtbot: QtBot) -> None:
    page = open_process(window, qtbot, SHEET)
    part = page.parts.currentWidget()
    assert isinstance(part, SheetPart)
    until(qtbot, lambda: bool(part.model.lines))
    qtbot.mouseClick(part.copy, Qt.MouseButton.LeftButton)
    rows = QGuiApplication.clipboard().text().splitlines()
    assert rows[1].startswith("Entradas") and len(rows) == len(part.model.lines) + 1
    assert "Por t (Pan producido)" in rows[0]
    assert page.place()["part"] == SHEET


def test_without_a_process_each_part_leads_to_it(window: MainWindow, qtbot: QtBot) -> None:
    page = open_empty(window, qtbot)
    for key in (BALANCES, COSTS, SHEET):
        page.parts.show_part(key)
        calm(window, qtbot)
        part = page.parts.currentWidget()
        assert isinstance(part, BalancesPart | CostsPart | SheetPart)
        state = part.pages.currentWidget()
        assert isinstance(state, EmptyState) and state.first_button is not None
        assert page.first_focus() is state.first_button
        qtbot.mouseClick(state.first_button, Qt.MouseButton.LeftButton)
        assert page.parts.currentWidget() is editor(page)
    page.parts.show_part(DIAGRAM)
    assert page.parts.is_diagram
    page.parts.show_part("no such part")
    assert page.parts.is_diagram
