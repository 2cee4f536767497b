"""One choice of a period holds on all pages of an audit, for each audit its own, while the program runs."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.footprint import FootprintPage
from score_desktop.ui.pages.overview import OverviewPage
from score_desktop.ui.widgets.headlines import HeadlineButton
from score_desktop.ui.widgets.period_combo import PeriodCombo
from tests.ui.conftest import open_audit, settle

EARLIER = (dt.date(2024, 1, 1), dt.date(2025, 1, 1))


def choose(combo: PeriodCombo, words: str) -> None:
    """By keyboard, as a person does: the list opens, letters find, Enter takes."""
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Space)
    view = combo.view()
    QTest.keyClicks(view, words)
    QTest.keyClick(view, Qt.Key.Key_Return)


def on_page(window: MainWindow, qtbot: QtBot, key: str) -> ConsumptionPage | FlowsPage | FootprintPage:
    window.desk.go(key)
    settle(window, qtbot)
    page = window.pages[key]
    assert isinstance(page, ConsumptionPage | FlowsPage | FootprintPage)
    return page


def test_a_year_that_is_chosen_on_one_page_holds_on_the_others(bakery: MainWindow, qtbot: QtBot) -> None:
    for key in ("flows", "footprint", "consumption"):  # all stand already, and one was never seen with the choice
        assert on_page(bakery, qtbot, key).period.currentText() == "2025"
    page = on_page(bakery, qtbot, "footprint")
    assert isinstance(page, FootprintPage)
    now = page.total.accessibleName()
    choose(page.period, "2024")
    settle(bakery, qtbot)
    assert page.total.accessibleName() != now
    for key in ("flows", "consumption", "footprint"):
        assert on_page(bakery, qtbot, key).period.currentText() == "2024"
    consumption = on_page(bakery, qtbot, "consumption")
    assert isinstance(consumption, ConsumptionPage) and consumption.bills.wanted is not None
    assert consumption.bills.wanted.start == EARLIER[0]
    assert consumption.view is not None and consumption.view.period == EARLIER


def test_each_audit_has_its_own_choice(bakery: MainWindow, qtbot: QtBot) -> None:
    first = bakery.desk.audit
    on_page(bakery, qtbot, "flows")
    bakery.desk.choose_period(EARLIER)
    open_audit(bakery, qtbot, "Maple", "flows")
    assert bakery.desk.period is None
    bakery.go(Place("flows", first))
    settle(bakery, qtbot)
    assert on_page(bakery, qtbot, "flows").period.currentText() == "2024"


def test_it_outlives_another_language_and_an_older_place_does_not_win(bakery: MainWindow, qtbot: QtBot) -> None:
    on_page(bakery, qtbot, "consumption")
    on_page(bakery, qtbot, "flows")
    bakery.desk.choose_period(EARLIER)
    bakery.desk.set_looks("light", language="en")
    settle(bakery, qtbot)
    assert on_page(bakery, qtbot, "flows").period.currentText() == "2024"
    bakery.desk.choose_period(None)
    assert on_page(bakery, qtbot, "consumption").period.currentText() == "2025"


def test_figures_of_the_overview_lead_to_the_period_they_are_of(bakery: MainWindow, qtbot: QtBot) -> None:
    bakery.desk.choose_period(EARLIER)
    bakery.desk.go("overview")
    settle(bakery, qtbot)
    overview = bakery.pages["overview"]
    assert isinstance(overview, OverviewPage)
    qtbot.mouseClick(overview.findChildren(HeadlineButton)[0], Qt.MouseButton.LeftButton)
    settle(bakery, qtbot)
    assert bakery.desk.period is None


def test_a_year_without_data_gives_way_to_the_audits_own(bakery: MainWindow, qtbot: QtBot) -> None:
    bakery.desk.choose_period((dt.date(1999, 1, 1), dt.date(2000, 1, 1)))
    page = on_page(bakery, qtbot, "flows")
    qtbot.waitUntil(lambda: page.period.currentText() == "2025", timeout=20_000)
    assert bakery.desk.period is None
    assert isinstance(page, FlowsPage) and "69" in page.finding.text()
