"""A note of which one line says what it is about; a click shows the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class FoldedNote(QWidget):
    """Takes one line of a crowded page until a person wants to read all of it; hidden while there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.head = button(desk, "", self._turn, icon="info", role="link")
        self.words = label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)
        self.words.hide()
        self.hide()

    def say(self, about: str, words: str) -> None:
        """The line that stands there, and the note; "" for none."""
        self.head.setText(about)
        self.words.setText(words)
        self.head.setToolTip(words)
        self.head.setAccessibleDescription(words)
        self.setVisible(bool(words))

    def _turn(self) -> None:
        self.words.setVisible(self.words.isHidden())
