"""Where the window stands on the screen, and how large: as it was left, or what the screen has room for."""

from __future__ import annotations

import base64
import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow

_WHOLE = "|whole"
"""Follows the kept geometry of a window that took the whole screen: Qt forgets that on a screen of another size."""
_ROOMY = (1440, 860)
"""Smallest screen on which the window at its usual size has room around it, taskbar and title bar counted."""


def restore_geometry(window: MainWindow) -> None:
    """Put the window where it was at the last start."""
    stored = window.desk.config.settings.geometry
    if stored:
        known = False
        with contextlib.suppress(ValueError):  # damaged settings: the window stands where the system puts it
            known = window.restoreGeometry(QByteArray(base64.b64decode(stored.removesuffix(_WHOLE), validate=False)))
        if not known and stored.endswith(_WHOLE):  # a projector, another monitor
            window.setWindowState(Qt.WindowState.WindowMaximized)


def kept_geometry(window: MainWindow) -> str:
    """Place and state of the window as settings keep them."""
    geometry = base64.b64encode(window.saveGeometry().data()).decode("ascii")
    return geometry + (_WHOLE if window.isMaximized() else "")


def fit_screen(window: MainWindow) -> None:
    """At the very first start: the whole of a small screen, where the window would hang over its edge."""
    room = window.screen().availableGeometry()
    if not window.desk.config.settings.geometry and (room.width() < _ROOMY[0] or room.height() < _ROOMY[1]):
        window.setWindowState(Qt.WindowState.WindowMaximized)
