"""Messages to the person: what was done, what went wrong, what to do. Never blocks: a box opens beside the work."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from score_desktop.errors import ScoreError

if TYPE_CHECKING:
    from score_desktop.i18n import Texts

_log = logging.getLogger(__name__)


class Notify(QObject):
    """Message boxes of one window.

    Args:
        window: Whose boxes they are.
        texts: Language of the window.
    """

    def __init__(self, window: QWidget, texts: Texts) -> None:
        super().__init__(window)
        self._window = window
        self._texts = texts

    def tell(self, text: str, details: str = "") -> QMessageBox:
        """Say what was done."""
        return self._box(QMessageBox.Icon.Information, text, details)

    def trouble(self, error: Exception) -> QMessageBox:
        """Say what went wrong: known trouble in its own words; anything else is a bug and goes to the log."""
        if isinstance(error, ScoreError):
            return self._box(QMessageBox.Icon.Warning, self._texts.error(error), "")
        return self._box(QMessageBox.Icon.Critical, crash_text(error, self._texts), "")

    def _box(self, icon: QMessageBox.Icon, text: str, details: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(icon)
        box.setWindowTitle(self._window.windowTitle())
        # Names of files and firms are the person's own words and not markup.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        if details:
            box.setDetailedText(details)
        box.open()
        return box


def crash_text(error: BaseException, texts: Texts) -> str:
    """Write a bug to the log; returns the sentence that says where it was written."""
    from score_desktop import log

    path = log.record_crash(error)
    return texts.t(
        "An unexpected error stopped the work. Nothing of it was stored. The details are in {path}.", path=path
    )
