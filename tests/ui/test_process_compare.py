"""The process of an audit beside that of another one: the same differences as the command line draws, in the window."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from score_desktop.charts.data import SankeyComparison
from score_desktop.services import audits, process_edit
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import calm, editor, flows_page, open_process, until


def made_audit(window: MainWindow, year: int, bread: int) -> str:
    """An audit of one year, of an enterprise that makes bread of 100 kg of flour."""
    day = window.desk.today()
    wanted = audits.NewAudit(
        "Taller Sur", "BO", name=f"Año {year}", start=dt.date(year, 1, 1), end=dt.date(year + 1, 1, 1)
    )
    uid = window.desk.context.write(audits.new_audit, wanted, day).audit
    rows = [
        {"source": "Proveedores", "target": "Horno", "name": "Harina", "quantity": Decimal(100), "unit": "kg"},
        {"source": "Horno", "target": "Clientes", "name": "Pan", "kind": "product", "quantity": Decimal(bread)},
    ]
    window.desk.context.write(process_edit.add_flows, uid, rows)
    return uid


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window(size=(1366, 768))


def open_audit_process(window: MainWindow, qtbot: QtBot, uid: str) -> FlowsPage:
    window.go(Place("flows", uid, {"part": "process"}))
    calm(window, qtbot)
    page = flows_page(window)
    until(qtbot, lambda: editor(page).chart.chart is not None)
    return page


def choose(page: FlowsPage, window: MainWindow, qtbot: QtBot, words: str) -> None:
    """As a click on an entry of the list does."""
    compare = editor(page).compare
    number = next(n for n in range(compare.count()) if words in compare.itemText(n))
    compare.setCurrentIndex(number)
    compare.activated.emit(number)
    calm(window, qtbot)


def test_the_process_is_compared_with_that_of_another_audit(window: MainWindow, qtbot: QtBot) -> None:
    first, second = made_audit(window, 2024, 90), made_audit(window, 2025, 95)
    page = open_audit_process(window, qtbot, second)
    compare, chart = editor(page).compare, editor(page).chart
    assert [compare.itemText(n) for n in range(compare.count())] == ["Sin comparar", "Comparar con Año 2024"]
    assert chart.movable
    choose(page, window, qtbot, "Año 2024")
    shown = chart._data
    assert isinstance(shown, SankeyComparison) and shown.periods == ("Año 2024", "Año 2025")
    assert [flow.value for flow in shown.before.flows if flow.substance == "Pan"] == [90]
    assert [flow.value for flow in shown.after.flows if flow.substance == "Pan"] == [95]
    assert "Año 2024" in editor(page).head.finding.text()
    assert not chart.movable and not editor(page).draws.isEnabled()
    until(qtbot, lambda: chart.chart is not None)
    kept = page.place()
    assert str(kept["process"]["compare"]).startswith(first)
    choose(page, window, qtbot, "Sin comparar")
    assert not isinstance(chart._data, SankeyComparison) and chart.movable and editor(page).draws.isEnabled()


def test_where_nothing_follows_and_no_other_audit_has_a_process_nothing_is_offered(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = open_audit_process(window, qtbot, made_audit(window, 2025, 95))
    assert not editor(page).compare.isVisible()


def test_the_process_is_compared_with_itself_in_another_year(window: MainWindow, qtbot: QtBot) -> None:
    page = open_process(window, qtbot)
    compare, chart = editor(page).compare, editor(page).chart
    offered = [compare.itemText(n) for n in range(compare.count())]
    assert offered[:2] == ["Sin comparar", "Comparar con 2024"]
    choose(page, window, qtbot, "2024")
    shown = chart._data
    assert isinstance(shown, SankeyComparison) and shown.periods == ("2024", "2025")
    was, now = ({flow.uid: flow.value for flow in one.flows} for one in (shown.before, shown.after))
    typed = next(row.uid for row in editor(page).flow_model.rows if row.name == "Aceite para latas")
    assert was[typed] == now[typed] > 0
    assert "2024" in editor(page).head.finding.text()
    note = editor(page).note
    assert note.head.text() == "Lo que hay que saber de esta comparación"
    assert "lo anotado a mano es igual en ambos periodos" in note.words.text()
    editor(page).units.chosen.emit("kWh")
    calm(window, qtbot)
    energy = chart._data
    assert isinstance(energy, SankeyComparison)
    follows = next(row.uid for row in editor(page).flow_model.rows if row.name == "Diésel del camión")
    was, now = ({flow.uid: flow.value for flow in one.flows} for one in (energy.before, energy.after))
    assert 0 < was[follows] != now[follows] > 0
    editor(page).units.chosen.emit("kg")
    choose(page, window, qtbot, "Sin comparar")
    assert note.head.text() == "Aquí se dibuja solo una parte del agua"
