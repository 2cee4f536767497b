"""The consumption page: tiles, chart, findings, a new bill typed from paper, meters, history of imports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop import paths
from score_desktop.enums import BatchStatus, FindingKind, OnConflict, Resource
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.bill_edits import edit_cells
from score_desktop.services.bills import BillFilter, bill_ids, bill_page
from score_desktop.services.edits import CellEdit
from score_desktop.services.enterprises import AuditChanges, edit_audit
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.ui.desk import Place
from score_desktop.ui.dialogs.edited_records import EditedRecordsDialog
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import EMPTY, FIGURES, IMPORTS, METERS, SOURCE
from score_desktop.ui.pages.consumption_findings import FindingLine
from score_desktop.ui.pages.consumption_new_bill import NewBillForm
from score_desktop.ui.pages.consumption_origin import OriginView
from score_desktop.ui.pages.consumption_review import FindingsPanel, ReviewLine
from score_desktop.ui.pages.consumption_words import TITLES, finding_texts
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.panels import EmptyState
from tests.ui.conftest import MakeWindow, open_audit, press_in_chart, settle
from tests.ui.consumption_page import open_consumption, page, until
from tests.ui.layout_checks import clipped


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    return open_consumption(make_window(), qtbot)


def form(window: MainWindow) -> NewBillForm:
    return next(one for one in page(window).side.findChildren(NewBillForm) if one.isVisible())


def write(qtbot: QtBot, window: MainWindow, **fields: str) -> None:
    for key, words in fields.items():
        edit = form(window).fields[key].edit
        edit.selectAll()
        qtbot.keyClicks(edit, words)


def test_dearest_resource_stands_first_and_tiles_choose(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    assert [tile.key for tile in this.tiles.tiles][:2] == ["electricity", "natural_gas"]
    assert this.tiles.tiles[0].isChecked()
    assert "85.461 kWh" in this.tiles.tiles[0].accessibleName()
    assert this.bills.count.text() == "24 facturas"
    assert this.bills.cost.text() == "Bs\N{NO-BREAK SPACE}100.101,53"
    qtbot.mouseClick(this.tiles.tiles[2], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert this.resource is Resource.WATER
    assert this.chart.finding.text().startswith("Agua")
    assert this.bills.wanted is not None and this.bills.wanted.resource is Resource.WATER
    qtbot.mouseClick(this.tiles.tiles[2], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert this.resource is None
    assert this.bills.heading.text() == "Todas las facturas"
    assert not this.bills.grid.isColumnHidden(this.bills.model.column_index("resource"))


def test_a_tile_says_why_it_tells_no_change(window: MainWindow) -> None:
    tiles = {tile.key: tile.accessibleName() for tile in page(window).tiles.tiles}
    assert "falta 1 mes en 2025" in tiles["water"]
    assert "vs 2024" in tiles["electricity"].replace("\N{NO-BREAK SPACE}", " ")
    assert "vs 2024" not in tiles["water"].replace("\N{NO-BREAK SPACE}", " ")


def test_columns_without_content_are_not_shown(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)

    def hidden(key: str) -> bool:
        return this.bills.grid.isColumnHidden(this.bills.model.column_index(key))

    assert not hidden("reading_previous") and not hidden("demand_kw")
    assert hidden("resource") and hidden("unit") and hidden("currency") and hidden("note")
    this.choose(Resource.DIESEL)
    settle(window, qtbot)
    assert hidden("reading_previous") and hidden("demand_kw")


def test_money_is_seen_in_the_list_of_all_bills_before_it_is_scrolled(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window("en", scale=150, size=(1920, 1080))
    open_audit(window, qtbot, "Panadería", "consumption")
    page(window).choose(None)
    settle(window, qtbot)
    area = page(window).bills
    assert area.grid.horizontalScrollBar().maximum() > 0
    money = area.model.column_index("cost")
    assert area.grid.columnViewportPosition(money) + area.grid.columnWidth(money) <= area.grid.viewport().width()


def test_measures_and_series_of_the_chart(window: MainWindow, qtbot: QtBot) -> None:
    chart = page(window).chart
    until(qtbot, lambda: chart.chart.chart is not None)
    qtbot.mouseClick(chart.switch.button_of("cost"), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert "Bs" in chart.finding.text()
    first = chart.chart.chart
    series = next(region.series for region in first.regions if region.legend) if first is not None else ""
    with qtbot.waitSignal(chart.chart.drawn):
        chart.chart.series_clicked.emit(series)
    bars = [region for region in chart.chart.chart.regions if region.series == series] if chart.chart.chart else []
    assert all(region.legend for region in bars)


def middle(chart: ChartView, month: dt.date) -> QPoint:
    """A point in the chart's first part that shows a month."""
    assert chart.chart is not None
    corners = next(part.polygon for part in chart.chart.regions if part.month == month and part.series)
    x, y = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    return QPoint(round(x * chart.picture_size.width()), round((1 - y) * chart.picture_size.height()))


@pytest.mark.parametrize("place", [0, 5, -1])
def test_the_frame_of_a_month_is_whole(window: MainWindow, qtbot: QtBot, place: int) -> None:
    chart = page(window).chart.chart
    until(qtbot, lambda: chart.complete and window.desk.idle and chart.picture_size == chart.size())
    assert chart.chart is not None
    months = sorted({part.month for part in chart.chart.regions if part.month is not None})
    chart.mark()
    plain = chart.grab().toImage()
    chart.mark(month=months[place])
    framed = chart.grab().toImage()
    width, height = plain.width(), plain.height()
    other = {(x, y) for x in range(width) for y in range(height) if plain.pixel(x, y) != framed.pixel(x, y)}
    left, right = min(x for x, _ in other), max(x for x, _ in other)
    top, bottom = min(y for _, y in other), max(y for _, y in other)
    for row in (top + 1, bottom - 1):
        assert all((x, row) in other for x in range(left, right + 1))
    for column in (left + 1, right - 1):
        assert sum((column, y) in other for y in range(top, bottom + 1)) >= 0.95 * (bottom - top)
    assert len({x for x, y in other if y == (top + bottom) // 2}) <= 6  # nothing but the frame
    chart.mark()


def test_a_month_of_the_chart_shows_its_bills_until_the_chip_is_pressed(window: MainWindow, qtbot: QtBot) -> None:
    bills, chart = page(window).bills, page(window).chart.chart
    until(qtbot, lambda: chart.chart is not None)
    april = middle(chart, dt.date(2025, 4, 1))
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=april)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=april)  # who is in a hurry clicks twice: taken as once
    settle(window, qtbot)
    assert bills.wanted is not None
    assert (bills.wanted.start, bills.wanted.end) == (dt.date(2025, 4, 1), dt.date(2025, 5, 1))
    assert bills.count.text() == "2 facturas" and not bills.wanted.meters
    assert bills.dates.chip.isVisible() and bills.dates.chip.text() == "Solo abril de 2025"
    assert not bills.dates.isVisible()
    page(window).choose(Resource.WATER)
    settle(window, qtbot)
    assert bills.dates.chip.isVisible() and bills.wanted.start == dt.date(2025, 4, 1)
    qtbot.mouseClick(bills.dates.chip, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert not bills.dates.chip.isVisible() and bills.dates.isVisible()
    assert bills.wanted.end == dt.date(2026, 1, 1)
    assert bills.count.text() == "23 facturas"


def test_the_parts_of_a_chart_are_reached_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    bills, chart = page(window).bills, page(window).chart.chart
    until(qtbot, lambda: chart.chart is not None)
    chart.setFocus()
    usage = chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "ene 2025" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert "feb 2025" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert bills.wanted is not None and bills.wanted.start == dt.date(2025, 2, 1)
    qtbot.keyClick(chart, Qt.Key.Key_End)  # the names of the series were drawn last
    with qtbot.waitSignal(chart.series_clicked):
        qtbot.keyClick(chart, Qt.Key.Key_Space)
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.accessibleDescription() == usage


def test_names_above_the_bar_of_all_costs_switch_and_its_parts_lead_to_their_resource(
    window: MainWindow, qtbot: QtBot
) -> None:
    this = page(window)
    this.choose(None)
    settle(window, qtbot)
    chart = this.chart.chart
    assert chart.chart is not None

    press_in_chart(window, qtbot, chart, "electricity", legend=True)
    assert not [one for one in chart.chart.regions if one.series == "electricity" and not one.legend]
    assert this.resource is None
    press_in_chart(window, qtbot, chart, "natural_gas", legend=False)
    assert this.resource is Resource.NATURAL_GAS


def test_every_hole_says_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    """A second visit whose period has no bill yet: the meters first, then what is missing as a whole."""
    wanted = NewAudit("Panadería Illimani S.R.L.", "BO", start=dt.date(2026, 1, 1), end=dt.date(2027, 1, 1))
    made = window.desk.context.write(new_audit, wanted, window.desk.today())
    window.go(Place("consumption", made.audit))
    settle(window, qtbot)
    this = page(window)
    until(qtbot, lambda: this.view is not None and this.view.audit == made.audit)
    assert this.view is not None
    found, total = finding_texts(this.view, window.desk.texts, None, 99)
    assert len(found) == total > 8
    assert all(one.where for one in found)
    assert (found[0].title, found[0].where) == ("Sin facturas", "electricidad, 2-114583")
    assert all(one.meter for one in found[:8]) and not found[8].meter
    assert found[8].where == found[8].detail
    assert not [fault for fault in clipped(this.bills.grid) if "head of column" in fault]


def test_every_kind_of_finding_has_a_title() -> None:
    for language in ("es", "en"):
        for kind in FindingKind:
            assert TITLES[f"finding.{kind}"](Texts(language), 2)


def test_a_hole_is_completed_from_its_finding(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    (line, *_) = this.findings.findChildren(FindingLine)
    verb = line.findChild(QPushButton)
    assert isinstance(verb, QPushButton) and verb.text() == "Completar"
    qtbot.mouseClick(verb, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: form(window).fields["period_start"].edit.text() == "01/08/2025")
    assert form(window).fields["period_end"].edit.text() == "31/08/2025"
    assert form(window).meter.currentText().startswith("Oficina A-9931")
    assert this.resource is Resource.WATER
    write(qtbot, window, quantity="31,5", cost="180")
    qtbot.mouseClick(form(window).store_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: not this.side.isVisible())
    until(qtbot, lambda: not any(one.is_hole for one in this.findings.findings))  # the figures follow
    assert window.desk.undo.undo_words() == "Una factura agregada"


def test_findings_are_accepted_with_a_note_and_opened_again(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    open_before = len(this.findings.findings)
    this.show_findings()
    (panel,) = this.side.findChildren(FindingsPanel)
    line = panel.lines[0]
    told = line.finding.key
    qtbot.mouseClick(line.note_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(line.note, "cerrado por vacaciones")
    qtbot.mouseClick(line.accept_button, Qt.MouseButton.LeftButton)

    def accepted() -> list[ReviewLine]:
        return [one for one in panel.lines if one.finding.key == told and not one.finding.is_open]

    until(qtbot, lambda: bool(accepted()))
    assert window.desk.undo.undo_words() == "Una observación aceptada", "one step, its note with it"
    (line,) = accepted()
    assert line.finding.review is not None and line.finding.review.note == "cerrado por vacaciones"
    assert told not in {finding.key for one in this.findings.findings for finding in one.findings}
    assert not any(one.is_hole for one in this.findings.findings), "the hole was accepted"
    qtbot.mouseClick(line.accept_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: not accepted())
    until(qtbot, lambda: len(this.findings.findings) == open_before)
    assert window.desk.undo.undo_words() == "Una observación abierta de nuevo"
    window.desk.undo.undo()
    until(qtbot, lambda: bool(accepted()))


def test_a_note_is_stored_by_itself_and_not_lost_when_figures_follow(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    years = AuditChanges(start=dt.date(2023, 1, 1), end=dt.date(2026, 1, 1))
    window.desk.context.write(edit_audit, window.desk.audit, years)
    until(qtbot, lambda: this.view is not None and len(this.view.findings) > 3)
    this.show_findings()
    (panel,) = this.side.findChildren(FindingsPanel)
    first, last = panel.lines[0], panel.lines[-1]
    wanted = last.finding.key
    qtbot.mouseClick(first.note_button, Qt.MouseButton.LeftButton)
    until(qtbot, first.note.hasFocus)
    qtbot.keyClicks(first.note, "preguntar")
    last.note_button.setFocus()  # the keyboard leaves the first
    qtbot.mouseClick(last.note_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(last.note, "a medio escri")
    until(qtbot, lambda: panel.lines[0].finding.review is not None)
    review = panel.lines[0].finding.review
    assert review is not None and (review.note, review.accepted) == ("preguntar", False)
    (same,) = [line for line in panel.lines if line.finding.key == wanted]
    assert same is not last and same.note.text() == "a medio escri"
    qtbot.keyClick(same.note, Qt.Key.Key_Return)
    until(qtbot, lambda: any(n.finding.key == wanted and n.finding.review is not None for n in panel.lines))


@pytest.mark.parametrize("choice", ["keep", "remove", "cancel"])
def test_an_import_with_changed_bills_is_taken_back_as_the_person_decides(
    window: MainWindow, qtbot: QtBot, choice: str
) -> None:
    this, context = page(window), window.desk.context
    assert this.bills.wanted is not None
    wanted = BillFilter(this.bills.wanted.enterprise, Resource.ELECTRICITY)
    bills = context.read(bill_ids, wanted)
    context.write(edit_cells, [CellEdit(bills[2], "note", "corregido")])
    this.show_imports()
    until(qtbot, lambda: bool(this.imports.model.rows))
    row = next(row for row in this.imports.model.rows if row.file.startswith("01"))
    this.imports.choose(row.batch)
    until(qtbot, this.imports.undo_button.isEnabled)
    qtbot.mouseClick(this.imports.undo_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: window.findChild(EditedRecordsDialog) is not None)
    dialog = window.findChild(EditedRecordsDialog)
    assert dialog is not None
    ModelTester(qtbot).check(dialog.model)
    (bill,) = context.read(bill_page, [bills[2]])
    assert dialog.model.lines == [(f"{bill.meter} · {bill.invoice_number}", "nota", "–", "corregido")]
    buttons = {"keep": dialog.keep_button, "remove": dialog.remove_button, "cancel": dialog.cancel_button}
    qtbot.mouseClick(buttons[choice], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    left = {"keep": 1, "remove": 0, "cancel": len(bills)}[choice]
    until(qtbot, lambda: len(context.read(bill_ids, wanted)) == left)
    state = {"keep": "deshecho, 1 conservado", "remove": "deshecho", "cancel": "guardado"}[choice]
    until(qtbot, lambda: any(state in str(this.imports.model.index(n, 6).data()) for n in range(5)))


def import_sample(window: MainWindow, folder: Path, *, keep: bool) -> tuple[Path, int]:
    """Workbook 01 under another name with one bill of another number; returns the file and that bill."""
    file = folder / "01_otra.xlsx"
    book = openpyxl.load_workbook(next((paths.resources() / "samples").glob("01_*.xlsx")))
    sheet = book.worksheets[0]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if str(cell.value) == "100301"]
    cell.value = "999999"
    book.save(file)
    desk = window.desk
    options = ImportOptions(keep=keep, on_conflict=OnConflict.BOTH)
    outcome = import_file(desk.context, file, desk.audit, options, Progress(), desk.today())
    wanted = page(window).bills.wanted
    assert wanted is not None and outcome.batch
    ids = desk.context.read(bill_ids, BillFilter(wanted.enterprise, Resource.ELECTRICITY))
    rows = desk.context.read(bill_page, list(ids))
    return file, next(row.id for row in rows if row.source_file == file.name)


@pytest.mark.parametrize("keep", [True, False])
def test_a_bill_shows_the_row_it_was_read_from(window: MainWindow, qtbot: QtBot, tmp_path: Path, keep: bool) -> None:
    this = page(window)
    file, bill = import_sample(window, tmp_path, keep=keep)
    settle(window, qtbot)
    if keep:
        file.unlink()
    this.show_origin(bill)
    (origin,) = this.side.findChildren(OriginView)
    until(qtbot, lambda: hasattr(origin, "sheet_button"))
    qtbot.mouseClick(origin.sheet_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: this.pages.currentIndex() == SOURCE)
    source, (row,) = this.source, window.desk.context.read(bill_page, [bill])
    ModelTester(qtbot).check(source.model)
    assert f"fila {row.source_row}" in source.title.text() and file.name in source.title.text()
    assert ("se guardó" if keep else str(tmp_path)) in source.told.text()
    place = source.model.row_of(row.source_row or 0)
    sides = [source.model.sides(place, column) for column in range(source.model.columnCount())]
    assert {"T", "B"} <= set("".join(sides)) and sides[source.model.columns_framed()[0]].startswith("L")
    assert source.model.sides(place - 1, source.model.columns_framed()[0]) == ""
    until(qtbot, lambda: source.table.rect().contains(source.table.visualRect(source.table.currentIndex())))
    qtbot.mouseClick(source.back, Qt.MouseButton.LeftButton)
    assert this.pages.currentIndex() == FIGURES


def test_a_bill_whose_file_is_gone_says_where_it_was_read(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    this = page(window)
    file, bill = import_sample(window, tmp_path, keep=False)
    file.unlink()
    this.show_origin(bill)
    (origin,) = this.side.findChildren(OriginView)
    until(qtbot, lambda: hasattr(origin, "sheet_button"))
    qtbot.mouseClick(origin.sheet_button, Qt.MouseButton.LeftButton)
    until(qtbot, origin.missing.isVisible)
    assert file.name in origin.missing.text() and "no se guardó" in origin.missing.text()
    assert this.pages.currentIndex() == FIGURES


def test_new_bill_by_keyboard_with_next(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    qtbot.mouseClick(this.new_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: form(window).fields["period_start"].edit.text() == "01/01/2026")
    fields = form(window).fields
    assert fields["reading_previous"].edit.text() in ("277392", "42069")
    until(qtbot, fields["period_start"].edit.hasFocus)
    qtbot.keyClick(fields["period_start"].edit, Qt.Key.Key_Return)
    assert fields["period_end"].edit.hasFocus()
    write(qtbot, window, period_start="ene 26", reading_current="300000")
    assert fields["period_start"].understood.text() == "= 01/01/2026"
    assert fields["quantity"].edit.text() != ""  # what the readings give
    write(qtbot, window, cost="mucho")
    qtbot.keyClick(fields["cost"].edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "mucho" in fields["cost"].trouble.text()
    assert fields["cost"].edit.text() == "mucho"
    write(qtbot, window, cost="1234.5")
    assert fields["cost"].understood.text() == "= 1.234,5"
    qtbot.keyClick(fields["cost"].edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: form(window).fields["period_start"].edit.text() == "01/02/2026")
    assert form(window).fields["reading_previous"].edit.text() == "300000"
    assert this.side.isVisible()


def test_new_bill_of_a_new_meter(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    this.new_bill()
    made = form(window)
    made.meter.setCurrentIndex(made.meter.count() - 1)
    made.meter.activated.emit(made.meter.currentIndex())
    qtbot.keyClicks(made.name, "Horno de barro")
    made.resource.setCurrentIndex(made.resource.findData("firewood"))
    write(qtbot, window, period_start="3/3/2025", quantity="200", unit="furlong", cost="90")
    qtbot.mouseClick(made.store_button, Qt.MouseButton.LeftButton)
    assert "furlong" in made.fields["unit"].trouble.text()
    write(qtbot, window, unit="kg")
    qtbot.mouseClick(made.store_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: any(tile.key == "firewood" for tile in this.tiles.tiles))


def test_origin_of_a_bill_and_its_import(window: MainWindow, qtbot: QtBot) -> None:
    this = page(window)
    source = this.bills.model.index(1, this.bills.model.column_index("source"))
    this.bills.grid.setCurrentIndex(source)
    qtbot.keyClick(this.bills.grid, Qt.Key.Key_Return)
    settle(window, qtbot)
    (origin,) = this.side.findChildren(OriginView)
    words = [one.text() for one in origin.findChildren(type(this.summary))]
    assert "01_electricidad_larga.xlsx" in words
    others = (origin.sheet_button, origin.files_box.attach_button)
    (show,) = (one for one in origin.findChildren(QPushButton) if one not in others)
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert this.pages.currentIndex() == IMPORTS
    row = this.imports.row()
    assert row is not None and row.file == "01_electricidad_larga.xlsx"


def test_an_import_is_taken_back_from_the_history(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    this = page(window)
    this.show_imports()
    settle(window, qtbot)
    qtmodeltester.check(this.imports.model)
    number = next(n for n, row in enumerate(this.imports.model.rows) if row.file.startswith("01_"))
    this.imports.table.selectRow(number)
    qtbot.mouseClick(this.imports.undo_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: this.imports.model.rows[number].status is BatchStatus.UNDONE)
    settle(window, qtbot)
    assert "01_electricidad_larga.xlsx" in window.message.text.text()
    assert not this.imports.undo_button.isEnabled()
    qtbot.mouseClick(this.imports.back, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: all(tile.key != "electricity" for tile in this.tiles.tiles))
    assert this.pages.currentIndex() == FIGURES


def test_meters_are_edited_in_place(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    this = page(window)
    this.show_meters()
    settle(window, qtbot)
    assert this.pages.currentIndex() == METERS
    model = this.meters.model
    qtmodeltester.check(model)
    use = model.index(0, model.column_index("use"))
    assert model.setData(use, "Planta")
    settle(window, qtbot)
    assert use.data() == "Planta"
    assert window.desk.undo.undo_words()
    count = model.stored_count()
    last = model.rowCount() - 1
    model.setData(model.index(last, model.column_index("name")), "GLP cocina")
    assert model.stored_count() == count
    model.setData(model.index(model.rowCount() - 2, model.column_index("resource")), "glp")
    until(qtbot, lambda: model.stored_count() == count + 1)
    this.meters.grid.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(this.meters.grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert model.stored_count() == count + 1  # it has bills: told, not deleted
    assert window.message.isVisible()


def test_page_opens_at_a_bill_that_another_page_names(window: MainWindow, qtbot: QtBot) -> None:
    this, context = page(window), window.desk.context
    assert this.bills.wanted is not None
    ids = context.read(bill_ids, BillFilter(this.bills.wanted.enterprise, Resource.WATER))
    wanted = context.read(bill_page, ids[-1:])[0]  # the oldest: outside of the period
    window.desk.go("overview")
    window.desk.go("consumption", bill=wanted.uid)
    until(qtbot, lambda: this.bills.model.bill_at(this.bills.grid.currentIndex().row()) == wanted.id)
    assert this.resource is Resource.WATER


def test_another_language_keeps_the_place(window: MainWindow, qtbot: QtBot) -> None:
    page(window).choose(Resource.WATER)
    page(window).chart.measure = "cost"
    settle(window, qtbot)
    window.desk.set_looks("dark", language="en", theme="dark")
    until(qtbot, lambda: page(window).view is not None and bool(page(window).tiles.tiles))
    settle(window, qtbot)
    assert page(window).resource is Resource.WATER
    assert page(window).chart.switch.current() == "cost"
    assert page(window).bills.heading.text() == "Bills: water"


def test_without_bills_the_page_says_what_to_do(make_window: MakeWindow, qtbot: QtBot) -> None:
    from score_desktop.services.audits import NewAudit, new_audit

    window = make_window(sample=False)
    made = window.desk.context.write(new_audit, NewAudit("Taller Ñandú", "BO"), window.desk.today())
    window.desk.go("consumption", made.audit)
    until(qtbot, lambda: page(window).pages.currentIndex() == EMPTY)
    settle(window, qtbot)
    shown = page(window).pages.currentWidget()
    assert isinstance(shown, EmptyState)
    assert [one.text() for one in shown.findChildren(QPushButton)] == ["Importar facturas", "Nueva factura"]
    assert page(window).summary.text() == ""


def test_a_copied_chart_carries_its_finding_and_is_light(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(theme="dark")
    open_consumption(window, qtbot)
    view = page(window).chart.chart
    until(qtbot, lambda: view.chart is not None)
    QGuiApplication.clipboard().clear()
    view.copy()
    until(qtbot, lambda: not QGuiApplication.clipboard().image().isNull())
    image = QGuiApplication.clipboard().image()
    assert (image.width() - 2 * view.width(), image.height() - 2 * view.height() > 40) in ((0, True), (1, True))
    assert image.pixelColor(2, 2).lightness() > 240
    rows = range(0, image.height() - 2 * view.height())
    dark = sum(image.pixelColor(x, y).lightness() < 90 for y in rows for x in range(0, image.width() // 2))
    assert dark > 300, "no words above the chart"
