"""Tables of a process in a narrow window: figures are seen without scrolling, cut names are told, editors show all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from score_desktop.services import process_steps
from score_desktop.services.audits import list_audits
from score_desktop.services.edits import CellEdit
from score_desktop.services.process import read_view
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_rows import RowsView
from score_desktop.ui.widgets.cell_delegate import CellDelegate, CellEditor
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import editor, go, open_process, place

LONG = "Recepción de la leche, filtrado y enfriamiento antes de la pasteurización"


@pytest.fixture(params=[100, 150], ids=lambda scale: f"{scale} %")
def page(request: pytest.FixtureRequest, make_window: MakeWindow, qtbot: QtBot) -> FlowsPage:
    window = make_window(scale=request.param, size=(1366, 768) if request.param == 100 else (1920, 1080))
    context, day = window.desk.context, window.desk.today()
    audit = next(row for row in context.read(list_audits, day) if row.name.startswith("Panadería")).audits[0].uid
    steps = [step for step in context.read(read_view, audit, day).process.steps if step.outside is None]
    edits = [CellEdit(step.uid, "name", f"{step.name}: {LONG}") for step in steps]
    context.write(process_steps.edit_steps, audit, edits)
    return open_process(window, qtbot)


def tip(rows: RowsView, row: int, key: str) -> str:
    index, option = place(rows, row, key), QStyleOptionViewItem()
    rows.grid.initViewItemOption(option)
    option.rect = rows.grid.visualRect(index)
    delegate = rows.grid.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    return delegate.tip(option, index)


def test_figures_are_seen_without_scrolling_however_long_the_names(page: FlowsPage) -> None:
    rows, px = editor(page).flows, page.desk.px
    room = rows.grid.viewport().rect()
    for key in ("quantity", "unit", "period", "kind"):
        assert room.contains(rows.grid.visualRect(place(rows, 0, key))), key
    for key in ("source", "target"):
        assert rows.grid.columnWidth(rows.model.column_index(key)) <= px(190)
    steps = editor(page).steps
    assert steps.grid.columnWidth(steps.model.column_index("name")) <= px(260)


def test_a_name_that_is_cut_is_told_whole(page: FlowsPage) -> None:
    rows = editor(page).flows
    row = next(
        number for number, flow in enumerate(rows.model.rows) if LONG in rows.model.text_at(number, _source(rows))
    )
    assert tip(rows, row, "source") == rows.model.text_at(row, _source(rows))
    assert tip(rows, row, "unit") == ""


def _source(rows: RowsView) -> int:
    return rows.model.column_index("source")


def test_the_editor_of_a_quantity_shows_all_its_digits(page: FlowsPage, qtbot: QtBot) -> None:
    rows = editor(page).flows
    grid, column = rows.grid, rows.model.column_index("quantity")
    longest = max(range(len(rows.model.rows)), key=lambda row: len(rows.model.text_at(row, column, editing=True)))
    for width in (grid.columnWidth(column), page.desk.px(50)):
        grid.setColumnWidth(column, width)
        go(rows, longest, "quantity")
        grid.scrollTo(grid.currentIndex())
        qtbot.keyClick(grid, Qt.Key.Key_F2)
        (line,) = (one for one in grid.viewport().findChildren(CellEditor) if one.isVisible())
        assert line.text() == rows.model.text_at(longest, column, editing=True)
        for words in (line.text(), "1234567,891"):
            line.setText(words)
            _assert_whole(line)
            assert line.geometry().contains(grid.visualRect(grid.currentIndex()))
        qtbot.keyClick(line, Qt.Key.Key_Escape)


def _assert_whole(line: CellEditor) -> None:
    """The first and the last letter are inside the frame, whose padding is of the style sheet."""
    line.selectAll()
    line.home(False)
    first = line.cursorRect().center().x()
    line.end(False)
    last = line.cursorRect().center().x()
    wide = line.fontMetrics().horizontalAdvance(line.text())
    inner = QRect(QPoint(8, 0), QPoint(line.width() - 9, line.height()))
    assert last - first == pytest.approx(wide, abs=2) and inner.left() <= first and last <= inner.right() + 1
