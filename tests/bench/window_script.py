"""Works the window from inside, step by step: a script yields what it waits for, and goes on when it has come."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow

Wait = Callable[[], bool]
Steps = Iterator[Wait]
LOOK_EVERY_MS = 15
PATIENCE_S = 300.0
CALM_S = 0.25


class Script(QObject):
    """Runs a script on the GUI thread and ends the program after it."""

    def __init__(self, window: MainWindow, steps: Steps) -> None:
        super().__init__(window)
        self._window, self._steps = window, steps
        self._wait: Wait | None = None
        self._since = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        try:
            if self._wait is not None and not self._wait():
                if time.monotonic() - self._since > PATIENCE_S:
                    raise TimeoutError("what the script waits for does not come")
                return
            self._wait, self._since = next(self._steps), time.monotonic()
        except StopIteration:
            self._end()
        except Exception:  # noqa: BLE001 - the bench that started the program shows it
            traceback.print_exc()
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        sys.stdout.flush()
        self._window.close()


def idle(window: MainWindow) -> Wait:
    """Nothing is read, written, drawn or worked on, and it stays so for a moment."""
    since: list[float] = []

    def look() -> bool:
        if not window.desk.idle:
            since.clear()
            return False
        if not since:
            since.append(time.monotonic())
        return time.monotonic() - since[0] > CALM_S

    return look


def pause(seconds: float) -> Wait:
    """So much time has passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def memory_mb() -> tuple[float, float]:
    """Resident memory of this process now and at most, in MB of 10^6 bytes; Linux tells it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    told = {name: text for name, _, text in (line.partition(":") for line in lines)}
    return tuple(int(told[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]
