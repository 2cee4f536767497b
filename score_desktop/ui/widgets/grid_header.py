"""Heads of the columns of a spreadsheet-like table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QTableView

from score_desktop import tokens
from score_desktop.ui.widgets.heads import Heads

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class GridHeader(Heads):
    """Heads of the columns; that of the cursor's column is underlined.

    Signals:
        dragged: Column → width, of those whose width the person has just changed.
    """

    dragged = Signal(object)

    def __init__(self, desk: Desk, table: QTableView) -> None:
        super().__init__(desk, table)
        self._table = table
        self._before: list[int] = []
        self._colour = QColor(tokens.palette(desk.mode).accent)
        self.setSectionsClickable(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The edge of a column may be taken."""
        self._before = [self.sectionSize(section) for section in range(self.count())]
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The edge of a column is let go; the last one only fills what is left."""
        super().mouseReleaseEvent(event)
        seen = [section for section in range(self.count()) if not self.isSectionHidden(section)]
        sizes = {section: self.sectionSize(section) for section in seen[:-1]}
        changed = {section: size for section, size in sizes.items() if [size] != self._before[section : section + 1]}
        if self._before and changed:
            self.dragged.emit(changed)
        self._before = []

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One head."""
        super().paintSection(painter, rect, section)
        if self._table.currentIndex().isValid() and self._table.currentIndex().column() == section:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, self._colour)
