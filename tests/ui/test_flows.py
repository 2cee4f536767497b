"""The Flows page by real clicks and keys: units, what the pointer is told, diagram and table, files, no data."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlmodel import Session

from score_desktop.services import audits
from score_desktop.services.bill_edits import NewBill, add_bills
from score_desktop.ui.desk import Place
from score_desktop.ui.itemmodels.flows import FROM, TO, UNIT, VALUE
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.widgets.panels import EmptyState
from tests.ui.conftest import MakeWindow, open_audit, settle
from tests.unit.reporting.pages import texts_of


def flows_page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    """The page over the bakery's audit, drawn."""
    open_audit(window, qtbot, "Panadería", "flows")
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    qtbot.waitUntil(lambda: page.chart.chart is not None, timeout=60_000)
    settle(window, qtbot)
    return page


@pytest.fixture
def page(make_window: MakeWindow, qtbot: QtBot) -> FlowsPage:
    """The page in Spanish."""
    return flows_page(make_window(), qtbot)


def firm_of(session: Session, audit: str) -> tuple[str, str]:
    """Portable id and name of the enterprise of an audit."""
    firm = audits.find_audit(session, audit)[1]
    return firm.uid, firm.name


def cell(page: FlowsPage, row: int, column: int) -> str:
    """Text of a cell."""
    return str(page.model.index(row, column).data())


def middle_of(page: FlowsPage, key: str) -> QPoint:
    """A point of the chart inside the ribbon of a flow."""
    assert page.chart.chart is not None
    region = next(region for region in page.chart.chart.regions if region.series == key)
    xs, ys = [x for x, _ in region.polygon], [y for _, y in region.polygon]
    x = (min(xs) + max(xs)) / 2
    inside = [y / 1000 for y in range(round(min(ys) * 1000), round(max(ys) * 1000)) if region.contains(x, y / 1000)]
    return QPoint(
        round(x * page.chart.picture_size.width()),
        round((1 - sum(inside) / len(inside)) * page.chart.picture_size.height()),
    )


def test_it_shows_what_was_paid_with_the_finding_above(page: FlowsPage) -> None:
    assert page.units.current() == "money"
    assert page.finding.text() == "Electricidad: 69\xa0% de lo que se paga"
    assert [cell(page, 0, column) for column in (FROM, VALUE, UNIT)] == ["Electricidad", "87.243,49", "Bs"]


def test_another_unit_draws_another_diagram(page: FlowsPage, qtbot: QtBot) -> None:
    before = page.chart.chart
    qtbot.mouseClick(page.units.button_of("kgCO2e"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.chart.chart is not before, timeout=60_000)
    assert page.finding.text() == "Gas natural: 67\xa0% del CO₂e"
    assert cell(page, 0, VALUE) == "100.211,71"
    assert page.place()["unit"] == "kgCO2e"


def test_only_units_with_something_to_show_are_offered(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window("en")
    open_audit(window, qtbot, "Maple", "flows")
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    qtbot.waitUntil(lambda: bool(page.units.current()), timeout=60_000)
    with pytest.raises(KeyError):
        page.units.button_of("kg")
    page.units.button_of("m3")


def test_the_pointer_is_told_the_figure(page: FlowsPage, qtbot: QtBot) -> None:
    row = next(r for r in range(page.model.rowCount()) if cell(page, r, FROM) == "Gas natural")
    qtbot.mouseMove(page.chart, middle_of(page, page.model.key_of(row)))
    qtbot.waitUntil(lambda: "Bs\xa022.172" in QToolTip.text())
    assert "Gas natural → Gas natural (30-448812)" in QToolTip.text()


def test_diagram_and_table_select_each_other(page: FlowsPage, qtbot: QtBot) -> None:
    row = next(r for r in range(page.model.rowCount()) if cell(page, r, TO) == "Costo total" and r > 2)
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=middle_of(page, page.model.key_of(row)))
    assert page.table.currentIndex().row() == row
    before = page.chart.grab().toImage()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == row + 1
    assert page.chart.grab().toImage() != before  # the frame stands around another ribbon


def test_rows_are_copied_with_their_heads(page: FlowsPage, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, row = QGuiApplication.clipboard().text().strip().splitlines()
    assert head.split("\t")[0] == "Desde"
    assert row.split("\t") == ["Electricidad", "2-114583", "Electricidad", "87.243,49", "Bs", "60\xa0%"]


@pytest.mark.parametrize(("ending", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF"), ("csv", b"")])
def test_the_menu_saves_the_diagram(
    page: FlowsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, begins: bytes
) -> None:
    file = tmp_path / f"diagrama.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    menu = page.chart.findChild(QMenu)
    assert isinstance(menu, QMenu)
    word = ending.upper()
    action = next(action for action in menu.actions() if word in action.text())
    menu.close()
    action.trigger()
    qtbot.waitUntil(file.exists, timeout=60_000)
    settle(page.window(), qtbot)  # type: ignore[arg-type]
    content = file.read_bytes()
    assert content.startswith(begins)
    if ending == "csv":
        assert "Electricidad" in content.decode("utf-8-sig") and "87243.49" in content.decode("utf-8-sig")
    if ending == "svg":
        assert page.finding.text() in content.decode("utf-8")
    if ending == "pdf":  # on its own it says what it shows, as the page does above the chart
        assert page.finding.text() in texts_of(file)[0]


def test_the_year_before_is_compared_and_the_choice_outlives_another_language(page: FlowsPage, qtbot: QtBot) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    number = page.compare.findText("Comparar con 2024")
    assert page.compare.itemText(0) == "Sin comparar" and number > 0
    before = page.chart.chart
    page.compare.setCurrentIndex(number)
    page.compare.activated.emit(number)
    # In per cent it would be the missing bill.
    qtbot.waitUntil(lambda: page.finding.text() == "2025 en comparación con 2024", timeout=60_000)
    qtbot.waitUntil(lambda: page.chart.chart is not before, timeout=60_000)
    settle(window, qtbot)
    assert page.finding.text() == "2025 en comparación con 2024"
    assert page.trouble.text().startswith("Hay meses sin facturas en 2025")
    told = [region.text for region in page.chart.chart.regions if "Gas natural → " in region.text]  # type: ignore[union-attr]
    assert any("2024: Bs" in text and "2025: Bs\xa022.172" in text for text in told)
    window.desk.set_looks("dark", language="en")
    settle(window, qtbot)
    again = window.pages["flows"]
    assert isinstance(again, FlowsPage)
    qtbot.waitUntil(lambda: "compared with" in again.finding.text(), timeout=60_000)
    assert again.compare.currentText() == "Compare with 2024"


def test_a_period_of_another_length_is_compared_without_per_cent_and_what_is_left_out_is_said(
    page: FlowsPage, qtbot: QtBot
) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    context, today = window.desk.context, window.desk.today()
    firm, name = context.read(lambda session: firm_of(session, window.desk.audit))
    bill = {"meter": "Diésel", "resource": "diesel", "period_start": dt.date(2025, 5, 1), "currency": "USD"}
    dollars = NewBill({**bill, "quantity": Decimal(40), "unit": "l", "cost": Decimal(38)})
    context.write(add_bills, firm, [dollars])
    half = {"name": "Primer semestre", "start": dt.date(2025, 1, 1), "end": dt.date(2025, 7, 1)}
    context.write(audits.new_audit, audits.NewAudit(name, "BO", **half), today)
    qtbot.waitUntil(lambda: "USD" in page.trouble.text(), timeout=60_000)
    qtbot.waitUntil(lambda: page.compare.findText("Comparar con Primer semestre") > 0, timeout=60_000)
    number = page.compare.findText("Comparar con Primer semestre")
    page.compare.setCurrentIndex(number)
    page.compare.activated.emit(number)
    qtbot.waitUntil(lambda: "en comparación" in page.finding.text(), timeout=60_000)
    assert "%" not in page.finding.text()
    assert "181 días" in page.trouble.text() and "365 días" in page.trouble.text() and "USD" in page.trouble.text()


def test_without_bills_it_says_what_to_do(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(sample=False)
    made = window.desk.context.write(audits.new_audit, audits.NewAudit("Taller Sur", "BO"), window.desk.today())
    window.go(Place("flows", made.audit))
    settle(window, qtbot)
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    assert isinstance(page.pages.currentWidget(), EmptyState)
    assert not page.units.isVisible()


def test_the_place_outlives_another_language(page: FlowsPage, qtbot: QtBot) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.mouseClick(page.units.button_of("kWh"), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    window.desk.set_looks("dark", language="en")
    settle(window, qtbot)
    again = window.pages["flows"]
    assert isinstance(again, FlowsPage)
    assert again.units.current() == "kWh"
    assert again.title.text() == "Flows"


def test_the_model_keeps_qts_rules(page: FlowsPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)


def test_the_page_gets_another_size_while_a_part_without_the_switch_is_shown(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    """The figures of the diagram had arrived, and their switch had no buttons yet: an exception in an event."""
    window = make_window()
    open_audit(window, qtbot, "Panadería")
    window.go(Place("flows", None, {"part": "process"}))
    settle(window, qtbot)
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    page.units.set_choices([])  # as where the figures come after the part was chosen
    window.desk.views.ask(page, page._show, page.period.period)
    settle(window, qtbot)
    window.resize(1200, 760)
    settle(window, qtbot)
    assert page.units.isHidden()
