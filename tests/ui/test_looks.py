"""What stands in one line stands in one line: heads above their cells, links and switches at the margin, titles of all
pages at one height; long words of a table are seen whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QStyle, QStyleOptionButton, QTableView
from pytestqt.qtbot import QtBot

from score_desktop import tokens
from score_desktop.enums import Resource
from score_desktop.importing.textfile import send_table
from score_desktop.services.process_lines import Line
from score_desktop.ui import theme
from score_desktop.ui.desk import Desk, Place
from score_desktop.ui.dialogs.edited_records import EditedModel
from score_desktop.ui.itemmodels.told_lines import LinesModel
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.page import Page
from score_desktop.ui.widgets.buttons import Segmented, button, label, on_one_line
from score_desktop.ui.widgets.heads import Heads, in_two, pad
from score_desktop.ui.widgets.plain_table import PlainTable
from score_desktop.ui.widgets.search_field import SearchField
from tests.ui.conftest import open_audit, settle
from tests.ui.layout_checks import clipped, sideways

HEADS = ("What is lost", "Cost of processing", "Income (Bs)")
LONG = "Whole loaves that were rejected, sold as food for pigs"


def _table(desk: Desk, qtbot: QtBot, width: int) -> PlainTable:
    made = PlainTable(desk, "Losses")
    model = LinesModel(desk, HEADS, frozenset({0}), parent=made)
    model.show_lines([Line("a", ("Flour", "1.00", "2")), Line("b", (LONG, "2.00", "3"))])
    made.setModel(model)
    qtbot.addWidget(made)
    made.resize(width, 200)
    made.show()
    made.fit_columns(0, wraps=(0,))
    QApplication.processEvents()
    return made


def _first_ink(picture: QImage) -> int:
    """The column of pixels where the letters begin."""
    columns = range(picture.width())
    return next(x for x in columns if any(picture.pixelColor(x, y).lightness() < 150 for y in range(picture.height())))


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_heads_stand_above_their_cells(desk: Desk, qtbot: QtBot, qapp: QApplication, scale: int) -> None:
    """The style sheet gives heads a padding of their own: cells have Qt's frame besides."""
    desk.config.change(scale=scale)
    theme.apply(qapp, "light", scale)
    table = _table(desk, qtbot, 900)
    cell = table.visualRect(table.model().index(1, 0)).translated(table.viewport().pos())
    shown = [table.grab(place).toImage() for place in (QRect(0, 0, cell.width(), table.heads.height() - 2), cell)]
    at_head, at_cell = (_first_ink(picture) for picture in shown)
    assert abs(at_head - at_cell) <= 2  # what single letters keep free at their left
    assert table.heads.needed_width(0) >= 2 * pad(desk)


def test_heads_break_before_the_table_is_scrolled(desk: Desk, qtbot: QtBot) -> None:
    wide = _table(desk, qtbot, 900)
    assert [wide.heads.shown(column) for column in range(3)] == list(HEADS)
    low = wide.heads.height()
    wide.resize(470, 200)
    QApplication.processEvents()
    assert wide.heads.shown(1) == "Cost of\nprocessing" and wide.heads.height() > low
    assert wide.horizontalScrollBar().maximum() == 0
    wide.resize(900, 200)
    QApplication.processEvents()
    assert wide.heads.shown(1) == HEADS[1] and wide.heads.height() == low


def test_words_are_wrapped_where_even_that_is_not_enough(desk: Desk, qtbot: QtBot) -> None:
    table = _table(desk, qtbot, 360)
    assert table.horizontalScrollBar().maximum() == 0 and list(clipped(table)) == [] and list(sideways(table)) == []
    usual = table.verticalHeader().defaultSectionSize()
    assert table.rowHeight(0) == usual < table.rowHeight(1)
    table.resize(900, 200)
    QApplication.processEvents()
    assert table.rowHeight(1) == usual


def test_widths_that_a_person_gave_stay_when_the_window_is_resized(desk: Desk, qtbot: QtBot) -> None:
    table = _table(desk, qtbot, 900)
    table.setColumnWidth(1, 333)
    table.resize(700, 200)
    QApplication.processEvents()
    assert table.columnWidth(1) == 333


def test_a_unit_in_brackets_is_not_broken(desk: Desk, qtbot: QtBot) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    metrics = Heads(desk, table)._metrics()
    assert in_two("Per t (Pan producido)", metrics) == "Per t\n(Pan producido)"
    assert in_two("Use", metrics) == "Use"


@pytest.mark.parametrize("scale", [100, 150])
def test_links_and_switches_stand_at_the_margin(desk: Desk, qtbot: QtBot, qapp: QApplication, scale: int) -> None:
    theme.apply(qapp, "light", scale)
    link = button(desk, "See bills", lambda: None, role="link")
    switch = Segmented("Show", [("a", "First"), ("b", "Second")])
    for part in (link, switch):
        qtbot.addWidget(part)
        part.show()
    option = QStyleOptionButton()
    link.initStyleOption(option)
    inside = link.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, link)
    assert inside.left() == 0 and inside.right() == link.width() - 1
    assert link.height() >= round(tokens.TARGET_HEIGHT * scale / 100)
    assert switch.button_of("a").x() == 0
    assert switch.grab().toImage().pixelColor(0, 8).name() != tokens.palette("light").background.lower()


def test_titles_of_all_pages_stand_at_one_height(bakery: MainWindow, qtbot: QtBot) -> None:
    middles = {}
    for key in ("overview", "enterprise", "consumption", "flows", "footprint", "report", "changes", "settings"):
        bakery.go(Place(key))
        settle(bakery, qtbot)
        page = bakery.pages[key]
        assert isinstance(page, Page)
        middles[key] = page.title.mapTo(bakery, QPoint(0, page.title.height() // 2)).y()
    assert max(middles.values()) - min(middles.values()) <= 1, middles


def test_a_unit_is_written_on_the_line_of_its_number(desk: Desk, qtbot: QtBot) -> None:
    number, unit = label("149", "number"), label("tCO₂e", "muted")
    for one in (number, unit):
        qtbot.addWidget(one)
    on_one_line(number, unit)
    assert number.fontMetrics().descent() == unit.fontMetrics().descent() + unit.contentsMargins().bottom()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_cross_of_a_search_grows_with_the_text(desk: Desk, qtbot: QtBot, qapp: QApplication, scale: int) -> None:
    desk.config.change(scale=scale)
    theme.apply(qapp, "light", scale)
    field = SearchField(desk, "Find in bills")
    qtbot.addWidget(field)
    field.show()
    assert not field.cross.isVisible()
    qtbot.keyClicks(field, "agua")
    edited: list[str] = []
    field.textEdited.connect(edited.append)
    assert field.cross.isVisible() and field.cross.iconSize().width() == desk.px(14)
    assert field.rect().contains(field.cross.geometry())
    qtbot.mouseClick(field.cross, Qt.MouseButton.LeftButton)
    assert field.text() == "" and edited == [""] and not field.cross.isVisible() and field.focusWidget() is field


def test_no_field_has_the_cross_of_qt(bakery: MainWindow, qtbot: QtBot) -> None:
    open_audit(bakery, qtbot, "Panadería", "consumption")
    assert not any(field.isClearButtonEnabled() for field in bakery.findChildren(QLineEdit))


def test_values_of_different_fields_stand_at_one_side(desk: Desk) -> None:
    model = EditedModel([], desk.texts)
    model.lines = [("2-114590 · 100302", "cost", "1,096.18", "8,123.00"), ("", "note", "–", "corrected")]
    sides = {model.index(row, 2).data(Qt.ItemDataRole.TextAlignmentRole) for row in range(2)}
    assert sides <= {None}, "numbers stood at the right, words at the left of one column"


def test_the_encoding_of_a_text_file_is_named_as_people_write_it() -> None:
    told: list[tuple[object, ...]] = []
    for data in ("a;b\ná;1\n".encode(), "a;b\ná;1\n".encode("cp1252"), "a;b\ná;1\n".encode("utf-16")):
        send_table(data, "x", 100, lambda *parts: told.append(parts))
    said = [parts[2]["encoding"] for parts in told if parts[:2] == ("note", "import.note_text_file")]  # type: ignore[index]
    assert said == ["UTF-8", "Windows-1252", "UTF-16"]


def test_the_resource_that_used_the_same_says_so(bakery: MainWindow, qtbot: QtBot) -> None:
    """Beside "same as 2024" on the consumption page, "0 %" read like a figure of another kind."""
    page = bakery.pages["overview"]
    words = {one.text() for one in page.findChildren(QLabel)}
    assert "sin cambio" in words and "0 %" not in words
    heads = [one for one in page.findChildren(QLabel) if one.text() == "Recurso"]
    links = [one for one in page.findChildren(QPushButton) if one.text() == "Electricidad"]
    assert heads[0].x() == links[0].x()


def test_money_is_in_sight_in_the_table_of_all_bills(bakery: MainWindow, qtbot: QtBot) -> None:
    open_audit(bakery, qtbot, "Panadería", "consumption")
    page = bakery.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    for resource in (None, Resource.ELECTRICITY):
        page.choose(resource)
        settle(bakery, qtbot)
        grid, column = page.bills.grid, page.bills.model.column_index("cost")
        right = grid.columnViewportPosition(column) + grid.columnWidth(column)
        assert not grid.isColumnHidden(column) and right <= grid.viewport().width()
    assert grid.horizontalScrollBar().maximum() == 0, "the bills of one resource are seen whole"
