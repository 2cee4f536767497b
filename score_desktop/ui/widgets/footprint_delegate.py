"""How the footprint's table is drawn: bars in the line of their source, scopes in bold with what they are in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from score_desktop import tokens
from score_desktop.ui.itemmodels.footprint import COLOUR_ROLE, HEAD_ROLE, NOTE_ROLE, SHARE_ROLE
from score_desktop.ui.widgets.cell_delegate import CellDelegate

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class FootprintDelegate(CellDelegate):
    """Draws cells of a `FootprintModel`."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._px = desk.px
        self._muted = QColor(tokens.palette(desk.mode).muted)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Sources stand a little further in than their scope."""
        super().initStyleOption(option, index)
        if index.column() == 0 and not index.data(HEAD_ROLE):
            option.rect = option.rect.adjusted(self._px(10), 0, 0, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A cell, then its bar or the grey words after its name."""
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if isinstance(share, float):
            self._bar(painter, option.rect, share, QColor(str(index.data(COLOUR_ROLE))))
        note = str(index.data(NOTE_ROLE) or "")
        if note:
            self._note(painter, option, index, note)

    def _bar(self, painter: QPainter, rect: QRect, share: float, colour: QColor) -> None:
        pad, height = self._px(8), self._px(12)
        room = rect.width() - 2 * pad
        width = max(round(room * share), self._px(3) if share > 0 else 0)
        painter.fillRect(rect.left() + pad, rect.center().y() - height // 2, width, height, colour)

    def _note(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, note: str) -> None:
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        view = option.widget
        style = view.style() if view is not None else QApplication.style()
        words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, plain, view)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, plain, view) + 1
        left = words.left() + margin + QFontMetrics(plain.font).horizontalAdvance(plain.text)
        area = QRect(left, option.rect.top(), option.rect.right() - left - self._px(4), option.rect.height())
        painter.save()
        painter.setPen(self._muted)
        painter.setFont(option.font)
        shown = option.fontMetrics.elidedText(f", {note}", Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
