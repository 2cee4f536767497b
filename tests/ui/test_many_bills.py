"""A table of very many bills: whatever a person does, the window's own thread is busy for less than 100 ms.

Counted is its processor time, by the pace of the machine: other work beside the tests makes no difference.
`dev.py bench` and the watchdog measure the same by the clock.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop import app
from score_desktop.config import Config
from score_desktop.services import audits
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from tests.unit.db.build import workspace

BILLS = 50_000
MOST_S = 0.1
CONTROL = Qt.KeyboardModifier.ControlModifier


PASSES = 3
QUIET_S = 0.014
"""Processor time of `_work` on the machine whose limit this is, while it does nothing else."""


def _work() -> float:
    start, total = time.thread_time(), 0
    for number in range(300_000):
        total += number * number
    return time.thread_time() - start


def pace() -> float:
    """How many times longer a piece of work takes now: two threads on one core share it, also in processor time."""
    return max(1.0, statistics.median(_work() for _ in range(5)) / QUIET_S)


def slow_steps(steps: Callable[[], Mapping[str, float]], limit: float = MOST_S) -> dict[str, float]:
    """Steps that are too long each time; other work on the same core makes them longer, never shorter.

    They count by the pace of the machine at that time.

    Args:
        steps: Makes a window of its own and tells the seconds of each step.
    """
    best: dict[str, float] = {}
    for _ in range(PASSES):
        before = pace()
        told = steps()
        slower = (before + pace()) / 2
        for name, seconds in told.items():
            best[name] = min(seconds / slower, best.get(name, seconds))
        if max(best.values()) <= limit:
            break
    return {name: round(seconds, 3) for name, seconds in best.items() if seconds > limit}


class Stopwatch:
    """The longest step of the GUI thread since it was asked last, in seconds of processor time."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.longest = 0.0

    def do(self, what: Callable[[], object]) -> None:
        start = time.thread_time()
        what()
        self.longest = max(self.longest, time.thread_time() - start)

    def settle(self) -> float:
        end = time.monotonic() + 0.2
        while time.monotonic() < end or not self.window.desk.idle:
            self.do(QApplication.processEvents)
        longest, self.longest = self.longest, 0.0
        return longest


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Iterator[Callable[[], MainWindow]]:
    path, _ = workspace(tmp_path, "many.sqlite", BILLS)
    made: list[MainWindow] = []

    def window() -> MainWindow:
        for before in made:
            before.close()
        config = Config(tmp_path / f"many{len(made)}.json")
        config.change(language="es", theme="light")
        shown = app.make_window(qapp, config, path)
        assert shown is not None
        shown.resize(1366, 768)
        qtbot.addWidget(shown)
        shown.show()
        made.append(shown)
        return shown

    yield window
    for shown in made:
        shown.close()


def test_no_step_is_long(make: Callable[[], MainWindow], qtbot: QtBot) -> None:
    assert slow_steps(lambda: _steps(make(), qtbot)) == {}


def _steps(window: MainWindow, qtbot: QtBot) -> dict[str, float]:
    steps: dict[str, float] = {}
    watch = Stopwatch(window)
    row = window.desk.context.read(audits.list_audits, window.desk.today())[0]
    window.desk.go("consumption", row.audits[0].uid)
    watch.settle()
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    bills, grid = page.bills, page.bills.grid
    watch.do(lambda: bills.show_only(all_dates=True))
    steps["listing"] = watch.settle()
    assert bills.model.stored_count() > BILLS
    bar = grid.verticalScrollBar()
    for part in range(20):
        watch.do(lambda part=part: bar.setValue(bar.maximum() * part // 20))  # type: ignore[misc]
        watch.do(QApplication.processEvents)
    steps["scrolling"] = watch.settle()
    watch.do(lambda: grid.sortByColumn(bills.model.column_index("quantity"), Qt.SortOrder.AscendingOrder))
    steps["sorting"] = watch.settle()
    watch.do(lambda: qtbot.keyClick(grid, Qt.Key.Key_A, CONTROL))
    steps["selecting all"] = watch.settle()
    watch.do(lambda: qtbot.keyClick(grid, Qt.Key.Key_C, CONTROL))
    watch.do(lambda: bar.setValue(bar.maximum() // 3))
    steps["copying all"] = watch.settle()
    grid.setCurrentIndex(bills.model.index(50, bills.model.column_index("quantity")))
    watch.settle()
    qtbot.keyClick(grid, Qt.Key.Key_7)
    (editor,) = (one for one in grid.viewport().findChildren(QLineEdit) if one.isVisible())
    watch.do(lambda: qtbot.keyClick(editor, Qt.Key.Key_Return))
    steps["editing"] = watch.settle()
    watch.do(window.desk.undo.undo)
    steps["undoing"] = watch.settle()
    return steps
