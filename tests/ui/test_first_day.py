"""What stopped a manager on the first day: keys, sizes, folders, tables that forget."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from score_desktop import app
from score_desktop.config import Config
from score_desktop.services import audits, enterprises
from score_desktop.ui import notify
from score_desktop.ui.desk import Place
from score_desktop.ui.itemmodels.bills import BillsModel
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.consumption_bills import BillsArea
from score_desktop.ui.pages.footprint import FootprintPage
from score_desktop.ui.pages.overview import OverviewPage
from score_desktop.ui.window_size import fit_screen, kept_geometry, restore_geometry
from tests.ui.conftest import MakeWindow, open_audit, settle


@pytest.fixture
def empty(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """The window with an audit without bills."""
    window = make_window(sample=False)
    made = window.desk.context.write(
        audits.new_audit, audits.NewAudit(enterprise="Hotel Ñandú", country="BO"), window.desk.today()
    )
    window.go(Place("overview", made.audit))
    settle(window, qtbot)
    return window


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_keyboard(bakery: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    page = bakery.pages["overview"]
    assert isinstance(page, OverviewPage)
    page.report_button.setFocus()
    qtbot.keyClick(page.report_button, key)
    assert bakery.page_key == "report"
    settle(bakery, qtbot)


def test_the_first_window_takes_the_whole_of_a_small_screen(make_window: MakeWindow) -> None:
    window = make_window(sample=False)
    fit_screen(window)
    room = window.screen().availableGeometry()
    assert window.isMaximized() == (room.width() < 1440 or room.height() < 860)


def test_a_window_that_took_the_whole_screen_does_so_on_another_one(make_window: MakeWindow) -> None:
    """At the projector: Qt refuses a geometry of a screen of another size, and would show a small window."""
    window = make_window(sample=False)
    window.setWindowState(Qt.WindowState.WindowMaximized)
    kept = kept_geometry(window)
    data = bytearray(base64.b64decode(kept.partition("|")[0]))
    data[48:52] = (64).to_bytes(4, "big")  # the width of a screen that is not there
    other = make_window(sample=False)
    other.desk.config.change(geometry=base64.b64encode(bytes(data)).decode() + "|whole")
    restore_geometry(other)
    assert other.isMaximized()
    window.setWindowState(Qt.WindowState.WindowNoState)
    assert "|" not in kept_geometry(window)


def test_a_size_that_was_chosen_is_kept(make_window: MakeWindow) -> None:
    window = make_window(sample=False)
    window.desk.config.change(geometry="AdnQywAD")
    fit_screen(window)
    assert not window.isMaximized()


def test_files_are_looked_for_where_they_were_last(
    make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(sample=False)
    asked: list[str] = []

    def chosen(_parent: object, _title: str, folder: str, _kinds: str) -> tuple[list[str], str]:
        asked.append(folder)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", chosen)
    window.desk.config.change(folder=str(tmp_path))
    window.commands.files.ask_workbooks()
    window.desk.config.change(folder=str(tmp_path / "gone"))
    window.commands.files.ask_workbooks()
    assert asked[0] == str(tmp_path)
    assert Path(asked[1]).is_absolute() and asked[1] != str(tmp_path / "gone")


def test_an_empty_overview_shows_one_line_and_offers_the_import_first(empty: MainWindow) -> None:
    page = empty.pages["overview"]
    assert isinstance(page, OverviewPage)
    assert not page.below_headlines.isVisible()
    assert empty.focusWidget() is page.empty.first_button


# -- new rows of the table of bills ------------------------------------------------------------------------------------


def bills_of(window: MainWindow) -> BillsArea:
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    return page.bills


def begin_row(window: MainWindow, meter: str = "", **texts: str) -> None:
    """Type into the row on top, and stay in it."""
    model = bills_of(window).model
    for key, text in {"meter": meter, **texts}.items():
        if text:
            index = model.index(0, model.column_index(key))
            bills_of(window).grid.setCurrentIndex(index)
            model.setData(index, text)


def test_a_row_that_was_begun_is_there_again_after_the_end(
    bakery: MainWindow, qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    bakery.desk.go("consumption")
    settle(bakery, qtbot)
    before = bills_of(bakery).model.stored_count()
    begin_row(bakery, meter="2-114583", period_start="15/06/2025")
    file = bakery.desk.context.path
    bakery.close()
    config = Config(tmp_path / "settings0.json")
    window = app.make_window(qapp, config, file)
    assert window is not None
    qtbot.addWidget(window)
    app.open_at_start(window, first=False, file=None)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: bills_of(window).model.stored_count() == before)
    assert bills_of(window).model.rows_left() == [{"meter": "2-114583", "period_start": "15/06/2025"}]
    window.close()


def test_another_language_keeps_a_row_that_was_begun_and_stores_it_once(bakery: MainWindow, qtbot: QtBot) -> None:
    bakery.desk.go("consumption")
    settle(bakery, qtbot)
    before = bills_of(bakery).model.stored_count()
    begin_row(bakery, meter="2-114583", period_start="15/06/2025", quantity="12", cost="20")
    bakery.desk.set_looks("light", language="en")
    settle(bakery, qtbot)
    assert len(bills_of(bakery).model.rows_left()) == 1
    bills_of(bakery).model.leave_row(0)
    settle(bakery, qtbot)
    qtbot.waitUntil(lambda: bills_of(bakery).model.stored_count() == before + 1)
    assert bills_of(bakery).model.rows_left() == []


def test_rows_of_one_enterprise_are_not_offered_to_another(bakery: MainWindow, qtbot: QtBot) -> None:
    bakery.desk.go("consumption")
    settle(bakery, qtbot)
    audit = bakery.desk.audit
    begin_row(bakery, meter="no hay")
    open_audit(bakery, qtbot, "Maple", "consumption")
    assert bills_of(bakery).model.rows_left() == []
    bakery.go(Place("consumption", audit))
    settle(bakery, qtbot)
    assert bills_of(bakery).model.rows_left() == [{"meter": "no hay"}]


def test_a_meter_is_known_by_how_its_name_begins(bakery: MainWindow, qtbot: QtBot) -> None:
    bakery.desk.go("consumption")
    settle(bakery, qtbot)
    grid, model = bills_of(bakery).grid, bills_of(bakery).model
    name = bills_of(bakery).model.meters[0].name
    grid.setCurrentIndex(model.index(0, 0))
    for text, shown in ((name[:-1].lower(), name), ("no hay", "no hay")):
        qtbot.keyClicks(grid, text[0])
        editor = next(one for one in grid.findChildren(QLineEdit) if one.isVisible())
        qtbot.keyClicks(editor, text[1:])
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
        assert model.index(0, 0).data() == shown
        grid.setCurrentIndex(model.index(0, 0))


def test_a_bill_of_a_later_month_moves_a_period_that_goes_on_and_is_seen(bakery: MainWindow, qtbot: QtBot) -> None:
    bakery.desk.context.write(enterprises.edit_audit, bakery.desk.audit, enterprises.AuditChanges(follow=True))
    bakery.desk.go("consumption")
    settle(bakery, qtbot)
    model = bills_of(bakery).model
    begin_row(bakery, meter="2-114583", period_start="01/03/2026", period_end="31/03/2026", quantity="12", cost="20")
    model.leave_row(0)
    settle(bakery, qtbot)
    qtbot.waitUntil(lambda: any(model.data(model.index(row, column)) == "01/03/2026" for row, column in starts(model)))
    assert not bakery.message.isVisible()


def starts(model: BillsModel) -> list[tuple[int, int]]:
    return [(row, model.column_index("period_start")) for row in range(model.rowCount())]


def test_what_went_well_goes_by_itself_and_what_asks_for_a_look_stays(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "TOLD_MS", 50)
    window = make_window(sample=False)
    window.desk.tell("Guardado.")
    assert window.message.isVisible()
    qtbot.waitUntil(lambda: not window.message.isVisible())
    window.desk.tell("Guardado.")
    window.desk.tell("Revise esto.", kind="look")
    qtbot.wait(150)
    assert window.message.isVisible()


def test_footprint_says_the_same_figure_as_the_overview(bakery: MainWindow, qtbot: QtBot) -> None:
    overview = bakery.pages["overview"]
    assert isinstance(overview, OverviewPage)
    told = next(name for part in overview.headlines.findChildren(QWidget) if "tCO₂e" in (name := part.accessibleName()))
    bakery.desk.go("footprint")
    settle(bakery, qtbot)
    page = bakery.pages["footprint"]
    assert isinstance(page, FootprintPage)
    assert told.split(": ")[1].split()[0] in page.total.accessibleName().split(": ")[1].split()
