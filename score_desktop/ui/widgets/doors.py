"""Large buttons to begin with: an icon, what it does, and a sentence about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui import icons
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Way = tuple[str, str, str, Callable[[], object]]
"""Icon, title, text, and what it does."""


class Door(QPushButton):
    """One of the ways in; Enter works as Space does."""

    def __init__(self, desk: Desk, icon: str, title: str, text: str, does: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        set_role(self, "door")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        mark = label()
        colour = tokens.palette(desk.mode).accent
        mark.setPixmap(icons.pixmap(icon, colour, desk.px(26), self.devicePixelRatioF()))
        self._head, self._said = label(title, "heading", wrap=True), label(text, "muted", wrap=True)
        column = QVBoxLayout(self)
        margin = desk.px(20)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(desk.px(4))
        column.addWidget(mark)
        column.addSpacing(desk.px(8))
        for part in (self._head, self._said):
            column.addWidget(part)
        column.addStretch(1)
        for part in (mark, self._head, self._said):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _on=False: does())

    def sizeHint(self) -> QSize:
        """As high as the words need."""
        width = self._desk.px(270)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Never so narrow that a word is cut."""
        width = self._desk.px(190)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def hasHeightForWidth(self) -> bool:
        """Words are wrapped."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height for the words at a width."""
        layout = self.layout()
        return max(layout.heightForWidth(width) if layout is not None else 0, self._desk.px(140))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()


def doors(desk: Desk, parts: list[Way]) -> tuple[QWidget, list[Door]]:
    """Doors side by side."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(desk.px(20))
    made = [Door(desk, *part) for part in parts]
    for door in made:
        line.addWidget(door, 1)
    return row, made
