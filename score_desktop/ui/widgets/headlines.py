"""Large figures in one line; each can be asked why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_last, set_role
from score_desktop.ui.widgets.buttons import label, on_one_line

if TYPE_CHECKING:
    from score_desktop.services.overview import Headline
    from score_desktop.ui.desk import Desk

_LEAST = 150


class HeadlineButton(QPushButton):
    """One figure with what it is and what is worth knowing about it."""

    def __init__(self, desk: Desk, shown: Headline, does: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        set_role(self, "tile")
        self.key = shown.key
        value = f"{shown.value} {shown.unit}".strip()
        self.setAccessibleName(f"{shown.label}: {value}")
        self.setAccessibleDescription(shown.note)
        if shown.figure_key:
            self.setToolTip(desk.texts.t("Why {value}?", value=value))
        head, number = label(shown.label, "muted", wrap=True), label(shown.value, "number")
        unit, note = label(shown.unit, "muted"), label(shown.note, "small", wrap=True)
        line = self._line = QHBoxLayout()
        line.setSpacing(desk.px(4))
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        on_one_line(number, unit)
        column = QVBoxLayout(self)
        column.setContentsMargins(desk.px(12), desk.px(8), desk.px(8), desk.px(8))
        column.setSpacing(desk.px(2))
        column.addWidget(head)
        nest(column, line)
        column.addWidget(note)
        column.addStretch(1)
        for part in (head, number, unit, note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _on=False: does())

    def least_width(self) -> int:
        """So that the number and its unit are whole."""
        return max(self._line.minimumSize().width() + self._desk.px(20), self._desk.px(_LEAST))

    def sizeHint(self) -> QSize:
        """As high as the words need."""
        width = self.least_width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Never so narrow that a number is cut."""
        width = self.least_width()
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def hasHeightForWidth(self) -> bool:
        """Words are wrapped."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height for the words at a width."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0


class Headlines(QWidget):
    """The figures side by side, in further lines where the width is not enough."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.buttons: list[HeadlineButton] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._shown: tuple[int, int] = (0, 0)

    def show_headlines(self, shown: Sequence[Headline], does: Callable[[Headline], object]) -> None:
        """Show these figures; `does` gets the one that was clicked."""
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = [HeadlineButton(self._desk, one, partial(does, one)) for one in shown]
        self._shown = (0, 0)
        self.arrange(self.width())

    def minimumSizeHint(self) -> QSize:
        """One figure in a line is enough."""
        widest = max((button.least_width() for button in self.buttons), default=0)
        return QSize(widest, self._lines.totalMinimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self.arrange(self.width())

    def arrange(self, width: int) -> None:
        """Put as many into a line as fit."""
        if not self.buttons:
            return
        least = max(button.least_width() for button in self.buttons)
        across = max(min(width // max(least, 1), len(self.buttons)), 1)
        lines = -(-len(self.buttons) // across)
        across = -(-len(self.buttons) // lines)
        if self._shown == (len(self.buttons), across):
            return
        self._shown = (len(self.buttons), across)
        while self._lines.count():
            item = self._lines.takeAt(0)
            layout = item.layout() if item is not None else None
            while layout is not None and layout.count():
                layout.takeAt(0)
        for start in range(0, len(self.buttons), across):
            line = QHBoxLayout()
            line.setSpacing(0)
            nest(self._lines, line)  # first: what is shown without a parent is a window, which takes the keyboard
            for button in self.buttons[start : start + across]:
                line.addWidget(button, 1)
                set_last(button, last=button is self.buttons[min(start + across, len(self.buttons)) - 1])
                button.show()
