"""Brings what has the keyboard into sight on a page that scrolls: at a large size of text, in a small window.

Who opened the page with the mouse looks at its top and is left there.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from score_desktop.ui.widgets.reveal import reveal_focus

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow

_MOUSE = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel})
_CLICK_S, _LOOK_MS, _PATIENCE_S = 0.5, 50, 5.0


class Sight(QObject):
    """Follows a page until it stands: what is read late moves what is below it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held: QWidget | None = None
        self._mouse_at = self._since = 0.0
        self._watches = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def follow(self, held: QWidget) -> None:
        """A page was opened, and this has the keyboard."""
        if time.monotonic() - self._mouse_at > _CLICK_S:
            self._held, self._since = held, time.monotonic()
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the mouse was used last."""
        if event.type() in _MOUSE:
            self._mouse_at = time.monotonic()
            self._timer.stop()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None and not self._watches:
            self._watches = True
            handle.installEventFilter(self)
        held = self._window.focusWidget()
        if held is None or held is not self._held or time.monotonic() - self._since > _PATIENCE_S:
            self._timer.stop()
            return
        if self._window.desk.idle:
            self._timer.stop()
            reveal_focus(held)
