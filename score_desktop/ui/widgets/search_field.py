"""A line to search in, with a cross that empties it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from score_desktop.ui import icons

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_CROSS_PX, _TARGET_PX, _EDGE_PX = 14, 26, 2


class SearchField(QLineEdit):
    """Qt's own cross has 16 pixels at any size of text.

    Args:
        name: What is searched: stands in the empty field and is told to screen readers.
    """

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.cross = QToolButton(self)
        self.cross.setIcon(icons.icon("x", desk.mode))
        self.cross.setIconSize(QSize(desk.px(_CROSS_PX), desk.px(_CROSS_PX)))
        self.cross.setFixedSize(desk.px(_TARGET_PX), desk.px(_TARGET_PX))
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        self.cross.setAccessibleName(desk.texts.t("Empty the field"))
        self.cross.setToolTip(desk.texts.t("Empty the field"))
        self.cross.clicked.connect(self._empty)
        self.cross.hide()
        self._edge = desk.px(_EDGE_PX)
        self._beside = self.cross.width() - desk.px(8)
        self.textChanged.connect(self._show_cross)

    def _show_cross(self, text: str) -> None:
        self.cross.setVisible(bool(text))
        self.setTextMargins(0, 0, self._beside if text else 0, 0)

    def _empty(self) -> None:
        """As if the person had deleted all letters."""
        self.selectAll()
        self.del_()
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cross stands at the end, in the middle."""
        super().resizeEvent(event)
        left = self.width() - self.cross.width() - self._edge
        self.cross.move(left, (self.height() - self.cross.height()) // 2)
