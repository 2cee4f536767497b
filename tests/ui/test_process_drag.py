"""Steps placed by hand in the diagram of the process, by a real pointer and real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from score_desktop.services import process_graph
from score_desktop.services.process_rows import StepRow
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_editor import ProcessEditor
from tests.ui.conftest import MakeWindow, settle
from tests.ui.process_page import (
    SLOW,
    calm,
    editor,
    flows_page,
    go,
    open_process,
    place,
    process_of,
    row_named,
    text,
    type_text,
    view_of,
)

NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


def opened(window: MainWindow, qtbot: QtBot) -> tuple[FlowsPage, ProcessEditor]:
    page = open_process(window, qtbot)
    part = editor(page)
    qtbot.waitUntil(lambda: part.chart.diagram is not None, timeout=SLOW)
    return page, part


def step(page: FlowsPage, name: str) -> StepRow:
    return next(one for one in process_of(page).steps if one.name == name)


def middle(part: ProcessEditor, uid: str) -> QPoint:
    box = part.chart.box(uid)
    assert box is not None
    return box.center().toPoint()


def upper_in_column(part: ProcessEditor) -> tuple[str, str]:
    """A step, and the bar right above it in its column."""
    diagram = part.chart.diagram
    assert diagram is not None and diagram.layout is not None
    for node in diagram.layout.nodes:
        there = sorted((n.y, n.node.key) for n in diagram.layout.nodes if n.column == node.column and not n.drain)
        place = there.index((node.y, node.node.key)) if not node.drain else 0
        if place and node.node.key in part.chart.movable:
            return node.node.key, there[place - 1][1]
    raise AssertionError("no column has two bars")


def press_and_pull(
    part: ProcessEditor, qtbot: QtBot, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NO_KEY
) -> None:
    qtbot.mousePress(part.chart, LEFT, keys, pos=start)
    for share in (0.25, 0.5, 1.0):
        qtbot.mouseMove(part.chart, start + (end - start) * share)


def redrawn(window: MainWindow, part: ProcessEditor, qtbot: QtBot, before: object) -> None:
    calm(window, qtbot)
    qtbot.waitUntil(lambda: part.chart.chart is not before, timeout=SLOW)
    settle(window, qtbot)


def entry(part: ProcessEditor, qtbot: QtBot, words: str) -> QAction:
    qtbot.mouseClick(part.head.more, LEFT)
    menu = part.chart.findChild(QMenu)
    assert isinstance(menu, QMenu)
    found = next(action for action in menu.actions() if action.text() == words)
    menu.close()
    return found


def test_a_step_is_dragged_and_stays_there(window: MainWindow, qtbot: QtBot) -> None:
    page, part = opened(window, qtbot)
    before = part.chart.chart
    uid, above = upper_in_column(part)
    name = next(one.name for one in process_of(page).steps if one.uid == uid)
    start, end = middle(part, uid), QPoint(middle(part, uid).x(), 2)
    assert middle(part, above).y() < start.y()
    press_and_pull(part, qtbot, start, end)
    pulled = part.chart.grab().toImage()
    qtbot.mouseRelease(part.chart, LEFT, pos=end)
    assert part.chart.grab().toImage() != pulled  # the outline went
    redrawn(window, part, qtbot, before)
    kept = step(page, name)
    assert kept.diagram_x is None and kept.diagram_y is not None and kept.diagram_y < 0.2
    assert middle(part, uid).y() < middle(part, above).y()
    texts = window.desk.texts
    graph = process_graph.process_graph(view_of(page), part.units.current(), texts)
    assert next(node for node in graph.nodes if node.key == uid).height == kept.diagram_y
    assert window.desk.undo.undo_words() == f"Paso {name} movido en el diagrama"
    before = part.chart.chart
    window.desk.undo.undo()
    redrawn(window, part, qtbot, before)
    assert not step(page, name).is_placed
    assert middle(part, above).y() < middle(part, uid).y()


def test_a_step_goes_to_another_column_and_all_are_arranged_again(window: MainWindow, qtbot: QtBot) -> None:
    page, part = opened(window, qtbot)
    assert not entry(part, qtbot, "Ordenar automáticamente").isEnabled()
    before = part.chart.chart
    uid, _ = upper_in_column(part)
    diagram = part.chart.diagram
    assert diagram is not None and diagram.layout is not None
    bar = diagram.bar(uid)
    assert bar is not None
    other = bar.column - 1 if bar.column else 1
    x = round(diagram.layout.column_xs[other] / diagram.layout.width * part.chart.width())
    start = middle(part, uid)
    end = QPoint(x + 4, start.y() + 6)
    press_and_pull(part, qtbot, start, end)
    qtbot.mouseRelease(part.chart, LEFT, pos=end)
    redrawn(window, part, qtbot, before)
    placed = [one for one in process_of(page).steps if one.is_placed]
    assert [one.uid for one in placed] == [uid] and placed[0].diagram_x == other
    before = part.chart.chart
    entry(part, qtbot, "Ordenar automáticamente").trigger()
    redrawn(window, part, qtbot, before)
    assert not any(one.is_placed for one in process_of(page).steps)
    window.desk.undo.undo()
    calm(window, qtbot)
    assert [one.uid for one in process_of(page).steps if one.is_placed] == [uid]


def test_escape_leaves_the_step_and_a_click_moves_nothing(window: MainWindow, qtbot: QtBot) -> None:
    page, part = opened(window, qtbot)
    uid, _ = upper_in_column(part)
    start = middle(part, uid)
    settle(window, qtbot)
    part.chart.setFocus()
    plain = part.chart.grab().toImage()
    press_and_pull(part, qtbot, start, QPoint(start.x(), 2))
    assert part.chart.grab().toImage() != plain
    qtbot.keyClick(part.chart, Qt.Key.Key_Escape)
    assert part.chart.grab().toImage() == plain
    qtbot.mouseRelease(part.chart, LEFT, pos=QPoint(start.x(), 2))
    qtbot.mouseClick(part.chart, LEFT, pos=start)
    assert part.chart.node_at(QPointF(1, 1)) == ""
    calm(window, qtbot)
    assert not any(one.is_placed for one in process_of(page).steps)


def test_keys_in_the_table_of_steps_move_a_step_in_the_diagram(window: MainWindow, qtbot: QtBot) -> None:
    page, part = opened(window, qtbot)
    before = part.chart.chart
    uid, above = upper_in_column(part)
    name = next(one.name for one in process_of(page).steps if one.uid == uid)
    order = [one.uid for one in process_of(page).steps]
    go(part.steps, row_named(part.steps, name), "name")
    qtbot.keyClick(part.steps.grid, Qt.Key.Key_Up, ALT_SHIFT)
    redrawn(window, part, qtbot, before)
    assert step(page, name).is_placed
    assert middle(part, uid).y() < middle(part, above).y()
    assert [one.uid for one in process_of(page).steps] == order  # the table keeps its own order
    before = part.chart.chart
    qtbot.keyClick(part.steps.grid, Qt.Key.Key_Down, ALT_SHIFT)
    redrawn(window, part, qtbot, before)
    assert middle(part, above).y() < middle(part, uid).y()
    assert flows_page(window) is page


@pytest.mark.parametrize("how", ["ctrl", "pencil"])
def test_a_flow_is_drawn_from_step_to_step(window: MainWindow, qtbot: QtBot, how: str) -> None:
    page, part = opened(window, qtbot)
    oven, bread = step(page, "Horno"), step(page, "Red de agua")
    count = len(process_of(page).flows)
    if how == "pencil":
        part.draws.setFocus()
        qtbot.keyClick(part.draws, Qt.Key.Key_Space)
        assert part.draws.isChecked()
    keys = Qt.KeyboardModifier.ControlModifier if how == "ctrl" else NO_KEY
    press_and_pull(part, qtbot, middle(part, oven.uid), middle(part, bread.uid), keys)
    qtbot.mouseRelease(part.chart, LEFT, keys, pos=middle(part, bread.uid))
    row = part.flows.grid.currentIndex().row()
    assert part.flows.grid.hasFocus() and part.flows.grid.currentIndex() == place(part.flows, row, "name")
    assert (text(part.flows, row, "source"), text(part.flows, row, "target")) == ("Horno", "Red de agua")
    calm(window, qtbot)
    assert len(process_of(page).flows) == count  # nothing is stored before something is typed
    type_text(part.flows, qtbot, "Condensado", Qt.Key.Key_Tab)
    go(part.flows, 0, "name")
    calm(window, qtbot)
    made = process_of(page).flows[-1]
    assert len(process_of(page).flows) == count + 1
    assert (made.name, made.source, made.target) == ("Condensado", oven.uid, bread.uid)
    assert not any(one.is_placed for one in process_of(page).steps)


def test_a_flow_that_ends_nowhere_is_not_drawn(window: MainWindow, qtbot: QtBot) -> None:
    page, part = opened(window, qtbot)
    rows = part.flow_model.rowCount()
    start = middle(part, step(page, "Horno").uid)
    for end in (QPoint(3, 3), start + QPoint(0, 15)):
        press_and_pull(part, qtbot, start, end, Qt.KeyboardModifier.ControlModifier)
        qtbot.mouseRelease(part.chart, LEFT, Qt.KeyboardModifier.ControlModifier, pos=end)
    assert part.flow_model.rowCount() == rows
    calm(window, qtbot)
    assert not any(one.is_placed for one in process_of(page).steps)
