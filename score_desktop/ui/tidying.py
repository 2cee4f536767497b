"""Frees what only cycles hold, in steps that nobody notices.

Python's own collector walks whatever it has not frozen, on whichever thread happens to make the next object, and holds
all threads meanwhile: a tenth of a second beside the bills of a large enterprise, two with everything that was loaded.
It stays off in the window. What came since the last look is looked through here when nothing is read or drawn, on the
GUI thread, where alone Qt's objects may go; what has become too much for that is frozen unseen. Among what is frozen,
garbage is looked for when the person has gone to another program.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

LOOK_MS = 1_000
FEW = 2_000
"""New objects that are not worth a look."""
MOST = 25_000
"""Objects that are looked through beside the person's work: some 15 ms."""
KEPT = 10_000
"""Objects that outlived a look, and are not walked again and again."""
AWAY_LOOKS = 5
"""So many looks after the person went to another program they are believed to be away."""
AWAY_KEPT = 10_000
"""Objects frozen since, that are worth a look among all that is frozen."""


class Tidying(QObject):
    """Looks once a second; the collector looks no more by itself.

    Args:
        is_idle: True while nothing is read, written or drawn.
    """

    def __init__(self, is_idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_idle = is_idle
        self._kept = gc.get_freeze_count()
        self._away = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def close(self) -> None:
        """Look no more: the window closes."""
        self._timer.stop()

    def look(self) -> None:
        """Look through what is new; through everything if nobody is there."""
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        self._away = 0 if active else self._away + 1
        new = gc.get_count()[0]  # made since the last look, less what went since
        if new > MOST:
            gc.freeze()
        if not self._is_idle():
            return
        if self._away >= AWAY_LOOKS and gc.get_freeze_count() - self._kept > AWAY_KEPT:
            self.look_at_all()
        elif FEW < new <= MOST:
            self._look_at_new()

    def _look_at_new(self) -> None:
        new = len(gc.get_objects())  # counted one by one: what went since may have been frozen long before
        if new <= MOST:
            gc.collect()
            new = len(gc.get_objects())
        if new > KEPT:
            gc.freeze()

    def look_at_all(self) -> None:
        """Free what nothing but cycles holds, frozen or not; the rest is frozen."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._kept = gc.get_freeze_count()
