"""What a person does with very many bills, step by step, and how long each step held the window."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from score_desktop.services import audits, imports
from score_desktop.ui.doing import Doing
from score_desktop.ui.watchdog import Watchdog
from tests.bench.window_script import Steps, idle, memory_mb, pause

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.ui.main_window import MainWindow

NOTED_MS = 40.0
SCROLL_EVERY_MS = 15
SCREENS = 240
"""Steps in which a table is scrolled from end to end."""
CANCEL_AFTER_S = 0.2
WHEEL_TURNS = 200
CONTROL = Qt.KeyboardModifier.ControlModifier
ASCENDING = Qt.SortOrder.AscendingOrder


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done.

    Attributes:
        longest_ms: Longest time the window did not answer.
        where: What it was doing then.
        cancel_ms: From Cancel to the end of the work; None if nothing was cancelled.
    """

    name: str
    seconds: float
    longest_ms: float
    where: str
    cancel_ms: float | None = None


class Scroller(QObject):
    """Moves a table up and down as long as it lives."""

    def __init__(self, bar: Any) -> None:
        super().__init__(bar)
        self._bar, self._down = bar, 1
        self._timer = QTimer(self)
        self._timer.setInterval(SCROLL_EVERY_MS)
        self._timer.timeout.connect(self._move)
        self._timer.start()

    def _move(self) -> None:
        bar = self._bar
        place = bar.value() + self._down * max(bar.maximum() // SCREENS, 1)
        if not 0 <= place <= bar.maximum():
            self._down = -self._down
        bar.setValue(place)

    def end(self) -> None:
        self._timer.stop()
        self.deleteLater()


class Work:
    """The steps over one window; each is printed as JSON when it is done.

    Args:
        workbook: With bills that the workspace has not.
        folder: For files that are written.
    """

    def __init__(self, window: MainWindow, workbook: Path, folder: Path) -> None:
        self.window, self.workbook, self.folder = window, workbook, folder
        self.watchdog = Watchdog(NOTED_MS, window)
        self._began, self._first = 0.0, 0
        self._cancelled_at = self._ended_at = 0.0
        window.work.cancelled.connect(self._on_cancelled)
        logging.getLogger("score_desktop.ui.watchdog").setLevel(logging.ERROR)

    # -- noting --------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._began, self._first = time.perf_counter(), len(self.watchdog.holds)

    def _end(self, name: str, cancel_ms: float | None = None) -> None:
        holds = self.watchdog.holds[self._first :]
        worst = max(holds, key=lambda hold: hold.milliseconds, default=None)
        took = time.perf_counter() - self._began
        longest, where = (worst.milliseconds, worst.where) if worst is not None else (0.0, "")
        print(json.dumps(asdict(Step(name, took, longest, where, cancel_ms))), flush=True)

    def _on_cancelled(self) -> None:
        self._ended_at = time.perf_counter()

    def _do(self, name: str, action: Callable[[], object]) -> Steps:
        self._begin()
        action()
        yield idle(self.window)
        self._end(name)

    # -- the steps -----------------------------------------------------------------------------------------------

    def steps(self) -> Steps:
        """All of them."""
        window = self.window
        yield idle(window)
        desk = window.desk
        self.audit = desk.context.read(audits.list_audits, desk.today())[0].audits[0].uid
        yield idle(window)  # what was asked here is no work of the window's
        yield from self._do("open the consumption page", lambda: desk.go("consumption", self.audit))
        page: Any = window.pages["consumption"]
        self.bills, self.grid, self.model = page.bills, page.bills.grid, page.bills.model
        yield from self._do("show all dates", lambda: self.bills.show_only(all_dates=True))
        yield from self._table()
        yield from self._beside("import", self._import)
        files = window.commands.files
        for name, write, file in (
            ("report", files.export_pdf, self.folder / "report.pdf"),
            ("workbook", files.export_workbook, self.folder / "all.xlsx"),
            ("backup", files.back_up, self.folder / "backup.sqlite"),
        ):
            yield from self._beside(name, partial(write, file), file)
        self.watchdog.close()
        now, most = memory_mb()
        print(json.dumps({"rows": len(self.model.ids), "now": now, "most": most}), flush=True)

    def _table(self) -> Steps:
        grid, model, bills = self.grid, self.model, self.bills
        self._begin()
        bar = grid.verticalScrollBar()
        for place in range(SCREENS + 1):
            bar.setValue(bar.maximum() * place // SCREENS)
            yield pause(SCROLL_EVERY_MS / 1000)
        yield idle(self.window)
        self._end("scroll from end to end")
        for key in ("cost", "meter", "quantity"):
            yield from self._do(f"sort by {key}", partial(grid.sortByColumn, model.column_index(key), ASCENDING))
        yield from self._do("filter by a text", lambda: self._search("F0001"))
        yield from self._do("filter by a meter", lambda: bills.show_only(bills.meters[7].uid, all_dates=True))
        yield from self._do("show everything again", lambda: bills.show_only(all_dates=True))
        yield from self._by_hand()
        yield from self._do("Ctrl+A", lambda: self._press(Qt.Key.Key_A, CONTROL))
        yield from self._do("copy", lambda: self._press(Qt.Key.Key_C, CONTROL))
        self._require(QGuiApplication.clipboard().text().count("\n") >= len(model.ids), "the copy is not whole")
        yield from self._edit()

    def _by_hand(self) -> Steps:
        """Wheel and keys as they come from the system, for longer than the window waits to look for garbage."""
        self.grid.setFocus()
        self._require(QGuiApplication.focusWindow() is self.window.windowHandle(), "the window is not in front")
        viewport = self.grid.viewport()
        middle = QPointF(viewport.mapTo(self.window, viewport.rect().center()))
        self._begin()
        for turn in range(WHEEL_TURNS):
            QTest.wheelEvent(self.window.windowHandle(), middle, QPoint(0, -120 if turn % 8 else 360))
            self._press((Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left)[turn % 4])
            yield pause(SCROLL_EVERY_MS / 1000)
        yield idle(self.window)
        self._end("wheel and keys")

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key as the system sends it: through the window to whatever has the keyboard."""
        QTest.keyClick(self.window.windowHandle(), key, held)

    def _type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)
        self._press(Qt.Key.Key_Return)

    def _search(self, text: str) -> None:
        self.bills.search.setText(text)
        self.bills.search.returnPressed.emit()

    def _edit(self) -> Steps:
        window, model, grid = self.window, self.model, self.grid
        row, column = model.row_of_stored(1000), model.column_index("quantity")
        index = model.index(row, column)
        grid.setCurrentIndex(index)
        grid.setFocus()
        yield idle(window)
        before = model.text_at(row, column)
        yield from self._do("edit a cell", lambda: self._type("1234"))
        yield from self._do("figures after the edit", lambda: None)
        self._require(bool(window.desk.undo.undo_words()), "the edit cannot be undone")
        yield from self._do("undo", lambda: self._press(Qt.Key.Key_Z, CONTROL))
        self._require(model.text_at(row, column) == before, "the edit was not undone")

    def _import(self) -> None:
        desk, audit, workbook = self.window.desk, self.audit, self.workbook
        today, context = desk.today(), desk.context

        def task(progress: Progress) -> object:
            with imports.start_reader() as reader:
                return imports.import_file(context, workbook, audit, imports.ImportOptions(), progress, today, reader)

        desk.do(Doing("import"), task, lambda _outcome: None)

    def _beside(self, name: str, start: Callable[[], object], file: Path | None = None) -> Steps:
        """Long work while the table is scrolled: cancelled once, then to its end; `file` is what it writes."""
        window, count = self.window, len(self.model.ids)
        for cancels in (True, False):
            scroller = Scroller(self.grid.verticalScrollBar())
            self._begin()
            start()
            if cancels:
                self._ended_at = 0.0
                yield pause(CANCEL_AFTER_S)
                self._cancelled_at = time.perf_counter()
                was_busy = window.work.busy
                window.work.cancel()
                yield lambda: not window.work.busy
                ended = self._ended_at or time.perf_counter()
                took = (ended - self._cancelled_at) * 1000 if was_busy else None
            else:
                took = None
                yield lambda: not window.work.busy
            scroller.end()
            yield idle(window)
            self._end(f"{name}, cancelled" if cancels else f"{name} beside scrolling", took)
            if cancels and name == "import":
                self._require(len(self.model.ids) == count, "a cancelled import has left something")
            if file is not None:
                self._require(file.exists() != cancels, f"{file.name} is there after Cancel, or missing without it")

    def _require(self, holds: bool, why: str) -> None:
        if not holds:
            raise RuntimeError(why)
