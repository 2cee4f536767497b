"""The overview of an audit: figures, what is missing, the audit's own fields."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from score_desktop.services import audits, begin
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.overview import OverviewPage
from tests.ui.conftest import WAIT_MS, MakeWindow, open_audit, press_in_chart, settle

YEAR_2024 = (dt.date(2024, 1, 1), dt.date(2025, 1, 1))


def _page(window: MainWindow) -> OverviewPage:
    page = window.pages["overview"]
    assert isinstance(page, OverviewPage)
    return page


@pytest.fixture
def asked(bakery: MainWindow) -> list[Place]:
    """Where the page wants to go; it stays where it is."""
    places: list[Place] = []
    bakery.desk.asked.disconnect(bakery.go)
    bakery.desk.asked.connect(places.append)
    return places


def test_headlines_lead_to_why(bakery: MainWindow, qtbot: QtBot, asked: list[Place]) -> None:
    page = _page(bakery)
    keys = [button.key for button in page.headlines.buttons]
    assert keys == ["cost", "footprint", "largest", "per_product", "data"]
    assert page.headlines.buttons[0].accessibleName().endswith("Bs\N{NO-BREAK SPACE}145.172")
    qtbot.mouseClick(page.headlines.buttons[1], Qt.MouseButton.LeftButton)
    assert (asked[-1].page, asked[-1].details["why"]) == ("footprint", "ghg.total")
    qtbot.mouseClick(page.headlines.buttons[4], Qt.MouseButton.LeftButton)
    assert asked[-1].page == "consumption"


def test_every_headline_is_explained(bakery: MainWindow, qtbot: QtBot) -> None:
    page = _page(bakery)
    for number in range(4):
        qtbot.mouseClick(page.headlines.buttons[number], Qt.MouseButton.LeftButton)
        settle(bakery, qtbot)
        panel = bakery.pages["footprint"].panel  # type: ignore[attr-defined]
        assert panel.title.text().startswith("¿Por qué"), page.headlines.buttons[number].key
        bakery.go(Place("overview", bakery.desk.audit))
        settle(bakery, qtbot)


def test_what_is_missing_leads_to_its_place(bakery: MainWindow, qtbot: QtBot, asked: list[Place]) -> None:
    page = _page(bakery)
    verb = next(found for found in page.side.findChildren(QPushButton) if found.text() == "Completar")
    assert "Oficina A-9931" in verb.accessibleName()
    qtbot.mouseClick(verb, Qt.MouseButton.LeftButton)
    assert asked[-1].page == "consumption"
    assert asked[-1].details["what"] == "bills" and asked[-1].details["resource"] == "water"
    qtbot.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    assert asked[-1].page == "report"


def test_chart_and_table_say_the_same(bakery: MainWindow, qtbot: QtBot) -> None:
    page = _page(bakery)
    qtbot.waitUntil(lambda: page.chart.chart is not None, timeout=WAIT_MS)
    assert page.chart.chart is not None
    said = "\n".join(region.text for region in page.chart.chart.regions)
    assert "Electricidad" in said and "CO₂e" in said
    words = [found.text() for found in page.findChildren(QLabel) if found.isVisible()]
    assert "85.461\N{NO-BREAK SPACE}kWh" in words


def test_the_chart_follows_to_another_audit(bakery: MainWindow, qtbot: QtBot) -> None:
    page, desk = _page(bakery), bakery.desk
    qtbot.waitUntil(lambda: page.chart.chart is not None, timeout=WAIT_MS)
    wanted = begin.Beginning(audits.NewAudit("Panadería Illimani S.R.L.", "BO", start=YEAR_2024[0], end=YEAR_2024[1]))
    made = desk.context.write(begin.begin_audit, wanted, desk.today())
    bakery.go(Place("overview", made.audit))
    settle(bakery, qtbot)

    def said() -> str:
        return "" if page.chart.chart is None else "".join(region.text for region in page.chart.chart.regions)

    qtbot.waitUntil(lambda: "103.384,55" in said(), timeout=10_000)
    assert "100.101,53" not in said()


def test_names_in_the_chart_switch_and_its_parts_lead_to_their_resource(
    bakery: MainWindow, qtbot: QtBot, asked: list[Place]
) -> None:
    chart = _page(bakery).chart
    qtbot.waitUntil(lambda: chart.chart is not None, timeout=WAIT_MS)

    press_in_chart(bakery, qtbot, chart, "electricity", legend=True)
    assert chart.chart is not None
    assert not [one for one in chart.chart.regions if one.series == "electricity" and not one.legend]
    assert not asked
    press_in_chart(bakery, qtbot, chart, "natural_gas", legend=False)
    assert asked[-1].page == "consumption" and asked[-1].details["resource"] == "natural_gas"


def test_the_audit_is_edited_and_undone(bakery: MainWindow, qtbot: QtBot) -> None:
    page = _page(bakery)
    qtbot.mouseClick(page.edit_button, Qt.MouseButton.LeftButton)
    settle(bakery, qtbot)
    panel = page.panel
    assert panel.isVisible() and panel.name.text() == "Línea base 2025"
    panel.name.clear()
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    assert "nombre" in panel.errors["name"].text()
    qtbot.keyClicks(panel.name, "Visita uno")
    panel.end.clear()
    qtbot.keyClicks(panel.end, "sin fecha")
    qtbot.keyClick(panel.end, Qt.Key.Key_Return)
    assert panel.errors["period_end"].text() and panel.isVisible()
    panel.end.clear()
    qtbot.keyClicks(panel.end, "jun 2025")
    qtbot.keyClicks(panel.trainer, "Carmen Flores")
    qtbot.keyClick(panel.trainer, Qt.Key.Key_Return)
    settle(bakery, qtbot)
    assert not panel.isVisible()
    stored = bakery.desk.context.read(begin.audit_details, bakery.desk.audit)
    assert (stored.name, stored.end.isoformat(), stored.trainer) == ("Visita uno", "2025-07-01", "Carmen Flores")
    assert bakery.top_bar.audit.text() == "Visita uno"
    bakery.desk.undo.undo()
    settle(bakery, qtbot)
    assert bakery.desk.context.read(begin.audit_details, bakery.desk.audit).name == "Línea base 2025"


def test_without_bills_it_offers_the_import(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(sample=False)
    wanted = begin.Beginning(audits.NewAudit("Quinua Salinas", "BO"))
    window.desk.context.write(begin.begin_audit, wanted, window.desk.today())
    open_audit(window, qtbot, "Quinua")
    page = _page(window)
    assert page.empty.isVisible()
    asked: list[object] = []
    window.desk.import_asked.disconnect(window.commands.import_files)
    window.desk.import_asked.connect(asked.append)
    first = next(found for found in page.empty.findChildren(QPushButton))
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert asked == [[]]


@pytest.mark.parametrize("scale", [100, 200])
def test_nothing_is_cut(make_window: MakeWindow, qtbot: QtBot, scale: int) -> None:
    window = make_window(scale=scale)
    open_audit(window, qtbot, "Panadería")
    page = _page(window)
    room = page.area.viewport().width()
    inside = page.area.widget()
    assert inside.width() <= room
    for button in page.headlines.buttons:
        assert button.width() >= button.least_width()
        assert button.mapTo(inside, button.rect().topRight()).x() <= room


@pytest.mark.parametrize(("scale", "width"), [(100, 1366), (150, 1920)])
def test_the_name_of_the_enterprise_stands_in_line_with_the_title(
    make_window: MakeWindow, qtbot: QtBot, scale: int, width: int
) -> None:
    window = make_window(scale=scale, size=(width, 768))
    open_audit(window, qtbot, "Panadería")
    name, title = window.top_bar.enterprise, _page(window).title
    assert name.mapTo(window, name.rect().topLeft()).x() == title.mapTo(window, title.rect().topLeft()).x()
