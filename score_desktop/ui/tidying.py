"""Frees what only cycles hold, when nobody waits for the window.

`jobs.collector_paused` freezes all that stands after a calculation, so that the collector never walks it: also the
cycles in it that were garbage already (figures, pages of the looks before). Left alone they would stay to the end.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

LOOK_MS = 30_000
AWAY = 10_000
"""Objects frozen since, that are worth a look while another program has the keyboard."""
MOST = 100_000
"""Objects frozen since, after which it is done beside the person's work: some ten megabytes, a tenth of a second."""


class Tidying(QObject):
    """Looks twice a minute, and whenever the person goes to another program.

    Args:
        is_idle: True while nothing is read, written or drawn.
    """

    def __init__(self, is_idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_idle = is_idle
        self._kept = gc.get_freeze_count()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._on_state)

    def _on_state(self, _state: Qt.ApplicationState) -> None:
        self.look()

    def look(self) -> None:
        """Tidy up if enough has come together and nobody is kept waiting."""
        away = QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive
        if self._is_idle() and gc.get_freeze_count() - self._kept > (AWAY if away else MOST):
            self.tidy()

    def tidy(self) -> None:
        """Free what nothing but cycles holds; the rest is frozen as before."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._kept = gc.get_freeze_count()
