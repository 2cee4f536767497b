"""What a second start of the program, or the installer, asks of the window that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow


class SecondStarts(QObject):
    """Answers in the window's thread.

    Signals:
        heard: A request of `score_desktop.instance`; emitted from its thread.
    """

    heard = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.heard.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def _answer(self, request: object) -> None:
        if not isinstance(request, dict):
            return
        if request.get("close") is True:
            self._window.close()
            return
        bring_forward(self._window)
        name = request.get("open")
        if isinstance(name, str):
            self._window.commands.take_files([Path(name)])


def bring_forward(window: MainWindow) -> None:
    """In front of all others, also when it was minimised."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
