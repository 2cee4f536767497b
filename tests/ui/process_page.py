"""The parts of the page Flows that are about the process, by real keys and clicks: what their tests share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop.services import audits
from score_desktop.services.process import Process, ProcessView
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_editor import ProcessEditor
from score_desktop.ui.pages.process_rows import RowsView
from score_desktop.ui.widgets.chart_view import ChartView
from tests.ui.conftest import open_audit, settle

SLOW = 60_000


def flows_page(window: MainWindow) -> FlowsPage:
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    return page


def open_process(window: MainWindow, qtbot: QtBot, part: str = "process", enterprise: str = "Panadería") -> FlowsPage:
    """A part of the page over an audit, calculated."""
    open_audit(window, qtbot, enterprise, "flows")
    page = flows_page(window)
    page.parts.show_part(part)
    qtbot.waitUntil(lambda: page.parts.source.view is not None, timeout=SLOW)
    calm(window, qtbot)
    return page


def open_empty(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    """The same over an audit that has no process yet."""
    made = window.desk.context.write(audits.new_audit, audits.NewAudit("Taller Sur", "BO"), window.desk.today())
    window.go(Place("flows", made.audit, {"part": "process"}))
    calm(window, qtbot)
    return flows_page(window)


def editor(page: FlowsPage) -> ProcessEditor:
    assert page.parts.editor is not None
    return page.parts.editor


def calm(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until what was stored is read and calculated."""
    source = flows_page(window).parts.source
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.desk.idle and not source.is_behind, timeout=SLOW)
    settle(window, qtbot)


def view_of(page: FlowsPage) -> ProcessView:
    assert page.parts.source.view is not None
    return page.parts.source.view


def process_of(page: FlowsPage) -> Process:
    assert page.parts.source.process is not None
    return page.parts.source.process


def row_named(rows: RowsView, name: str) -> int:
    """The row whose name is so."""
    return next(n for n, row in enumerate(rows.model.rows) if row.name == name)


def place(rows: RowsView, row: int, key: str) -> QModelIndex:
    return rows.model.index(row, rows.model.column_index(key))


def text(rows: RowsView, row: int, key: str) -> str:
    return str(place(rows, row, key).data() or "")


def go(rows: RowsView, row: int, key: str) -> None:
    rows.grid.setFocus()
    rows.grid.setCurrentIndex(place(rows, row, key))


def select(rows: RowsView, top: int, left: str, bottom: int, right: str) -> None:
    go(rows, top, left)
    block = QItemSelection(place(rows, top, left), place(rows, bottom, right))
    rows.grid.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def type_text(rows: RowsView, qtbot: QtBot, words: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into the cell of the cursor as a person does: the first letter opens the editor."""
    grid = rows.grid
    qtbot.keyClick(grid, words[0])
    (line,) = (one for one in grid.viewport().findChildren(QLineEdit) if one.isVisible())
    qtbot.keyClicks(line, words[1:])
    qtbot.keyClick(line, end)
    qtbot.waitUntil(lambda: grid.state() != QAbstractItemView.State.EditingState)


def paste(rows: RowsView, qtbot: QtBot, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    qtbot.keyClick(rows.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def point_on(chart: ChartView, series: str) -> QPoint:
    """A point of a chart where a series lies on top."""
    assert chart.chart is not None
    (box,) = [one.polygon for one in chart.chart.regions if one.series == series][:1]
    xs, ys = [x for x, _ in box], [y for _, y in box]
    for right in range(1, 20):
        for up in range(1, 40):
            x = min(xs) + (max(xs) - min(xs)) * right / 20
            y = min(ys) + (max(ys) - min(ys)) * up / 40
            point = QPoint(round(x * chart.picture_size.width()), round((1 - y) * chart.picture_size.height()))
            region = chart.region_at(QPointF(point))
            if region is not None and region.series == series:
                return point
    raise AssertionError(f"{series} is nowhere on top")


def until(qtbot: QtBot, what: Callable[[], bool]) -> None:
    qtbot.waitUntil(what, timeout=SLOW)
