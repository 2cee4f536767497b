"""Heads of the columns of a table, which go on in a second line where there is no room for them in one."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPixmap
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from score_desktop import tokens

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_MARK_PX, _ARROW_PX, _ABOVE_PX, _SMALLER = 20, 16, 6, 0.9


def pad(desk: Desk) -> int:
    """Pixels left of a text in a cell and in the head above it, and right of it."""
    return desk.px(tokens.CELL_PAD) + tokens.CELL_FRAME


def mark_width(desk: Desk, mark: object) -> int:
    """Pixels that an icon before a text takes (the `DecorationRole` of its cell), with what stands around it."""
    if isinstance(mark, QPixmap):
        return round(mark.deviceIndependentSize().width()) + 2 * tokens.CELL_FRAME
    return 0 if mark is None else desk.px(_MARK_PX)


class Heads(QHeaderView):
    """Heads of columns, of which some stand in two lines."""

    def __init__(self, desk: Desk, table: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._desk = desk
        self._broken: frozenset[int] = frozenset()
        self._measured: tuple[QFont, QFontMetrics] | None = None

    def break_heads(self, columns: Collection[int]) -> None:
        """Let the heads of these columns stand in two lines where that makes them narrower, the others in one."""
        if self._broken != frozenset(columns):
            self._broken = frozenset(columns)
            self.headerDataChanged(Qt.Orientation.Horizontal, 0, max(self.count() - 1, 0))
            self.geometriesChanged.emit()

    def shown(self, column: int) -> str:
        """What a head says; a line feed before its second line."""
        return self._text(column, broken=column in self._broken)

    def needed_width(self, column: int, *, broken: bool | None = None) -> int:
        """Pixels that a head needs, as it stands or in two lines or one; the arrow of the order only where it is."""
        is_sorted = self.isSortIndicatorShown() and self.sortIndicatorSection() == column
        text = self.shown(column) if broken is None else self._text(column, broken=broken)
        words = max(map(self._metrics().horizontalAdvance, text.split("\n")))
        return words + 2 * pad(self._desk) + 2 + (self._desk.px(_ARROW_PX) if is_sorted else 0)

    def _metrics(self) -> QFontMetrics:
        if self._measured is None or self._measured[0] != self.font():
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * _SMALLER)
            font.setWeight(QFont.Weight.DemiBold)
            self._measured = QFont(self.font()), QFontMetrics(font)
        return self._measured[1]

    def _text(self, column: int, *, broken: bool) -> str:
        model = self.model()
        words = str(model.headerData(column, Qt.Orientation.Horizontal) or "") if model is not None else ""
        return in_two(words, self._metrics()) if broken else words

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803 - Qt's own
        """What Qt draws: with the second line."""
        super().initStyleOptionForIndex(option, logicalIndex)
        if logicalIndex in self._broken:
            option.text = self.shown(logicalIndex)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - Qt's own
        """As high as its lines."""
        size = super().sectionSizeFromContents(logicalIndex)
        if "\n" not in self.shown(logicalIndex):
            return size
        high = 2 * self._metrics().height() + self._desk.px(_ABOVE_PX)
        return QSize(self.needed_width(logicalIndex), max(size.height(), high))


def in_two(words: str, metrics: QFontMetrics) -> str:
    """Words in the two lines of which the wider one is narrowest; a unit in brackets stays whole."""
    best, least = words, metrics.horizontalAdvance(words)
    for place, letter in enumerate(words):
        if letter == " " and words.count("(", 0, place) == words.count(")", 0, place):
            lines = words[:place], words[place + 1 :]
            width = max(map(metrics.horizontalAdvance, lines))
            if width < least:
                best, least = "\n".join(lines), width
    return best
