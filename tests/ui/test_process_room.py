"""The room that diagram and tables of a process share: nothing reaches out of it, and a border that is drawn stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from score_desktop.ui.pages.flows import FlowsPage
from tests.ui.conftest import MakeWindow
from tests.ui.layout_checks import faults
from tests.ui.process_page import calm, editor, open_process


@pytest.mark.parametrize("part", ["process", "balances", "costs"])
def test_nothing_reaches_out_where_text_is_large(part: str, make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(scale=200)
    open_process(window, qtbot, part)
    assert [fault for fault in faults(window, "es") if "FlowsPage" in fault] == []


def test_a_usual_window_gives_the_diagram_the_larger_part(make_window: MakeWindow, qtbot: QtBot) -> None:
    page = open_process(make_window(), qtbot)
    above, below = editor(page).split.sizes()
    assert above > below and editor(page).chart.height() >= 290


def drag(split: QSplitter, by: QPoint, qtbot: QtBot) -> None:
    handle = split.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle + by)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)


@pytest.mark.parametrize(
    ("part", "name"), [("process", "process"), ("process", "process_above"), ("costs", "process_costs")]
)
def test_a_border_stays_where_it_was_drawn(part: str, name: str, make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    page = open_process(window, qtbot, part)
    split = page.findChild(QSplitter, name)
    assert isinstance(split, QSplitter)
    usual = split.sizes()
    drag(split, QPoint(40, 0) if split.orientation() == Qt.Orientation.Horizontal else QPoint(0, -40), qtbot)
    drawn = split.sizes()
    assert abs(drawn[0] - usual[0]) > 20
    window.desk.set_looks("dark")
    calm(window, qtbot)
    again = window.pages["flows"]
    assert isinstance(again, FlowsPage) and again is not page
    remade = again.findChild(QSplitter, name)
    assert isinstance(remade, QSplitter)
    assert remade.sizes() == pytest.approx(drawn, abs=4)


def test_a_note_takes_one_line_until_all_of_it_is_wanted(make_window: MakeWindow, qtbot: QtBot) -> None:
    note = editor(open_process(make_window(), qtbot)).note
    assert "Limpieza" in note.words.text() and note.head.accessibleDescription() == note.words.text()
    assert note.head.isVisible() and not note.words.isVisible()
    note.head.click()
    assert note.words.isVisible()
    note.head.click()
    assert not note.words.isVisible()
