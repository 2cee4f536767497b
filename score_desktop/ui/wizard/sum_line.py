"""What one meter or series gets, in two lines. Drawn, not put together: there may be many, made anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from score_desktop import tokens
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Pair = tuple[str, str]
"""Words at the left, which wrap, and a number at the right."""


class SumLine(QWidget):
    """A dot in the colour of a resource; name and amount; below them, smaller, records and cost.

    Args:
        resource: A `Resource` value; anything else is activity.
    """

    def __init__(self, desk: Desk, resource: str, first: Pair, second: Pair) -> None:
        super().__init__()
        self._desk, self._lines = desk, (first, second)
        known = resource in frozenset(Resource)
        self._colours = tokens.palette(desk.mode)
        self._dot = tokens.resource_colour(Resource(resource), desk.mode) if known else self._colours.product
        named = resource_name(desk.texts, Resource(resource)) if known else ""
        self.setToolTip(named)
        self.setAccessibleName(", ".join(filter(None, (first[0], named, first[1], *second))))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Room for both lines without a break."""
        return QSize(self._desk.px(220), self.heightForWidth(self._desk.px(220)))

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of both lines."""
        return sum(height for _, height in self._heights(width)) + self._desk.px(6)

    def _fonts(self) -> tuple[QFont, QFont, QFont]:
        strong, small = QFont(self.font()), QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(small.pointSizeF() * 0.9)
        return strong, QFont(self.font()), small

    def _heights(self, width: int) -> list[tuple[QRect, int]]:
        """Room of the words at the left, and height, of each line."""
        strong, plain, small = self._fonts()
        found, top = [], self._desk.px(3)
        for (left, right), font, other in ((self._lines[0], strong, plain), (self._lines[1], small, small)):
            taken = QFontMetrics(other).horizontalAdvance(right) + self._desk.px(10) if right else 0
            room = max(width - self._desk.px(18) - taken, self._desk.px(40))
            metrics = QFontMetrics(font)
            bounds = metrics.boundingRect(QRect(0, 0, room, 10_000), _wrapping(metrics, left, room), left)
            height = max(bounds.height() if left else 0, metrics.height() if left or right else 0)
            found.append((QRect(self._desk.px(18), top, room, height), height))
            top += height
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dot and both lines."""
        painter = QPainter(self)
        strong, plain, small = self._fonts()
        size = self._desk.px(10)
        painter.fillRect(
            QRect(0, self._desk.px(3) + (QFontMetrics(strong).height() - size) // 2, size, size), QColor(self._dot)
        )
        texts = ((self._lines[0], strong, plain), (self._lines[1], small, small))
        for number, ((room, height), ((left, right), font, other)) in enumerate(
            zip(self._heights(self.width()), texts, strict=True)
        ):
            painter.setPen(QColor(self._colours.muted if number else self._colours.text))
            painter.setFont(font)
            painter.drawText(room, _wrapping(QFontMetrics(font), left, room.width()), left)
            painter.setFont(other)
            painter.drawText(QRect(0, room.top(), self.width(), height), Qt.AlignmentFlag.AlignRight, right)
        painter.end()


def _wrapping(metrics: QFontMetrics, text: str, room: int) -> Qt.TextFlag:
    """Between words; anywhere if one word alone finds no room."""
    longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
    return Qt.TextFlag.TextWordWrap if longest <= room else Qt.TextFlag.TextWrapAnywhere
