"""Small parts of the wizard: words that give way, lines that wrap, the steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_desktop import tokens
from score_desktop.ui import icons

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class Stepper(QWidget):
    """The steps of the wizard: done, current, to come. Where there is little room only the current one has words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._colours = tokens.palette(desk.mode)
        self._steps: tuple[str, ...] = ()
        self._current = 0
        self._circle, self._gap, self._bar = desk.px(20), desk.px(8), desk.px(30)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[str], current: int) -> None:
        """Show these steps, of which one is the current."""
        self._steps, self._current = tuple(steps), current
        t = self._desk.texts.t
        words = t("Step {number} of {count}: {step}", number=current + 1, count=len(steps), step=steps[current])
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All words."""
        return QSize(self._width(whole=True), self._circle + self._desk.px(8))

    def minimumSizeHint(self) -> QSize:
        """The current step's words alone."""
        return QSize(self._width(whole=False), self._circle + self._desk.px(8))

    def _fonts(self) -> tuple[QFont, QFont]:
        plain, strong = QFont(self.font()), QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        return plain, strong

    def _word_width(self, number: int) -> int:
        font = self._fonts()[number == self._current]
        return self._gap + QFontMetrics(font).horizontalAdvance(self._steps[number])

    def _width(self, *, whole: bool) -> int:
        words = sum(self._word_width(n) for n in range(len(self._steps)) if whole or n == self._current)
        bars = (len(self._steps) - 1) * (self._bar + 2 * self._gap)
        return words + self._circle * len(self._steps) + max(bars, 0) + 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circles, words and the lines between them, in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = self._width(whole=True) <= self.width()
        left = max((self.width() - self._width(whole=whole)) // 2, 0) + 1
        middle = self.height() // 2
        for number in range(len(self._steps)):
            if number:
                painter.setPen(QColor(self._colours.line))
                painter.drawLine(left + self._gap, middle, left + self._gap + self._bar, middle)
                left += self._bar + 2 * self._gap
            self._paint_circle(painter, number, QRect(QPoint(left, middle - self._circle // 2), self._square()))
            left += self._circle
            if whole or number == self._current:
                width = self._word_width(number)
                painter.setFont(self._fonts()[number == self._current])
                painter.setPen(QColor(self._colours.text if number <= self._current else self._colours.muted))
                room = QRect(left + self._gap, 0, width, self.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._steps[number])
                left += width
        painter.end()

    def _square(self) -> QSize:
        return QSize(self._circle, self._circle)

    def _paint_circle(self, painter: QPainter, number: int, room: QRect) -> None:
        reached = number <= self._current
        colour = QColor(self._colours.accent if reached else self._colours.line)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour if reached else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(room)
        if number < self._current:
            size = self._desk.px(13)
            mark = icons.pixmap("check", self._colours.on_accent, size, self.devicePixelRatioF())
            painter.drawPixmap(room.center() - QPoint(size // 2 - 1, size // 2 - 1), mark)
            return
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._colours.on_accent if reached else self._colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(number + 1))
