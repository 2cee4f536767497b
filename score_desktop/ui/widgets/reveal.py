"""Keeps the cell of the cursor in sight where a whole page scrolls: at a large size of text, in a small window."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QTableView, QWidget


class CursorTable(QTableView):
    """A table whose cursor, once in sight, stays there where the table gets lower, as beside a panel that opens."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll after the cursor, unless the person had scrolled away from it."""
        was_shown = self._shows_cursor(event.oldSize().height())
        super().resizeEvent(event)
        if was_shown and not self._shows_cursor(event.size().height()):
            self.scrollTo(self.currentIndex())

    def _shows_cursor(self, height: int) -> bool:
        cell = self.visualRect(self.currentIndex())
        return not cell.isEmpty() and cell.top() >= 0 and cell.bottom() < height


def reveal(view: QAbstractItemView) -> None:
    """Scroll what is around a table to the cell of its cursor; nothing moves under a mouse that is pressed."""
    if not view.hasFocus() or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
        return
    _scroll_to(view.viewport(), view.visualRect(view.currentIndex()))


def reveal_focus(widget: QWidget) -> None:
    """Scroll what is around a widget to it; to the cell of its cursor, else its first row, if it is a table."""
    if not isinstance(widget, QAbstractItemView):
        _scroll_to(widget, widget.rect())
        return
    cell = widget.visualRect(widget.currentIndex())
    if cell.isEmpty():
        cell = QRect(0, 0, widget.viewport().width(), widget.fontMetrics().height() * 2)
    _scroll_to(widget.viewport(), cell)


def _scroll_to(widget: QWidget, part: QRect) -> None:
    around = widget.parentWidget()
    while around is not None:
        inside = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and inside is not None and inside.isAncestorOf(widget):
            place = widget.mapTo(inside, part.center())
            around.ensureVisible(place.x(), place.y(), 0, part.height())
        around = around.parentWidget()
