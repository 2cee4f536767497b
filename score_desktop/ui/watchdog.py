"""Notices when the GUI thread is held: in debug mode and in tests. Names what held it.

Started with the environment variable SCORE_WATCHDOG (milliseconds); a hold is written to the log as a warning with the
lines that were running.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

BEAT_MS = 10
DEFAULT_LIMIT_MS = 100
INNERMOST, BESIDE = 12, 4
"""Functions that are named: of the GUI thread, and of each other thread."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hold:
    """The GUI thread did not answer for some time."""

    milliseconds: float
    where: str


class Watchdog(QObject):
    """Beats on the GUI thread and is watched from another one.

    Args:
        limit_ms: Longer holds are noted.
    """

    def __init__(self, limit_ms: float = DEFAULT_LIMIT_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.limit_s = limit_ms / 1000
        self.holds: list[Hold] = []
        self._gui = threading.get_ident()
        self._last = time.perf_counter()
        self._where = ""
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._thread = threading.Thread(target=self._watch, name="score-watchdog", daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        held, self._last = now - self._last, now
        where, self._where = self._where, ""
        if held > self.limit_s:
            self.holds.append(Hold(held * 1000, where))
            _log.warning("the window was held for %.0f ms\n%s", held * 1000, where)

    def _watch(self) -> None:
        while not self._stop.wait(self.limit_s / 4):
            if time.perf_counter() - self._last > self.limit_s * 0.75 and not self._where:
                self._where = _stack_of(self._gui) + self._beside()

    def _beside(self) -> str:
        """What other threads were running: one of them may have held the interpreter."""
        own = threading.get_ident()
        others = [one for one in threading.enumerate() if one.ident not in (None, own, self._gui)]
        return "".join(f"beside it, {one.name}:\n{_stack_of(one.ident or 0, BESIDE)}" for one in others)

    @property
    def longest_ms(self) -> float:
        """The longest hold so far; 0 if there was none."""
        return max((hold.milliseconds for hold in self.holds), default=0.0)

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._stop.set()
        self._thread.join(timeout=2)


def _stack_of(thread: int, most: int = INNERMOST) -> str:
    """The lines that a thread is running."""
    return "".join(traceback.StackSummary.from_list(_places(thread, most)).format())


def _places(thread: int, most: int) -> list[tuple[str, int, str, None]]:
    """Files, lines and functions, taken in microseconds; the sources are read when no frame is held any more.

    A frame that is held while its function ends keeps the painter of a widget alive, which crashes Qt.
    """
    frame = sys._current_frames().get(thread)
    places: list[tuple[str, int, str, None]] = []
    while frame is not None and len(places) < most:
        places.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None))
        frame = frame.f_back
    return places[::-1]
