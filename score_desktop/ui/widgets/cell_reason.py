"""The words below a cell that was refused: a tooltip alone is seen by nobody who works with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView

from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

WIDTH = 320


class CellReason(QLabel):
    """Stands below the cell of the cursor, or above it where there is no room; hidden where nothing is wrong."""

    def __init__(self, desk: Desk, view: QTableView) -> None:
        super().__init__(view.viewport())
        self._desk, self._view = desk, view
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self, "reason")
        self.hide()

    def follow(self) -> None:
        """The cursor, the table or what is wrong may be another."""
        view, px = self._view, self._desk.px
        index = view.currentIndex()
        reason = index.data(WRONG_ROLE) if index.isValid() else ""
        cell, room = view.visualRect(index), view.viewport().rect()
        if not reason or not room.intersects(cell):
            self.hide()
            return
        self.setText(reason)
        self.ensurePolished()
        wanted = self.fontMetrics().horizontalAdvance(reason) + px(20)
        width = max(min(wanted, px(WIDTH), room.width() - px(8)), 1)
        height = self.heightForWidth(width)
        below = cell.bottom() + px(2)
        top = below if below + height <= room.height() else cell.top() - height - px(2)
        self.setGeometry(max(min(cell.left(), room.width() - width - px(4)), 0), top, width, height)
        self.raise_()
        self.show()
