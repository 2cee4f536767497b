"""Keeps the cell of the cursor in sight where a whole page scrolls: at a large size of text, in a small window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QScrollArea


def reveal(view: QAbstractItemView) -> None:
    """Scroll what is around a table to the cell of its cursor; nothing moves under a mouse that is pressed."""
    if not view.hasFocus() or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
        return
    cell = view.visualRect(view.currentIndex())
    around = view.parentWidget()
    while around is not None:
        inside = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and inside is not None:
            place = view.viewport().mapTo(inside, cell.center())
            around.ensureVisible(place.x(), place.y(), 0, cell.height())
        around = around.parentWidget()
