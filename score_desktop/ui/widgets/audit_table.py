"""The list of audits: rows of two lines, opened by Enter or a double click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from score_desktop import tokens
from score_desktop.ui import icons, marks
from score_desktop.ui.itemmodels import portfolio as model
from score_desktop.ui.widgets.heads import pad

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 48
LEVELS = {
    "problem": ("circle-x", "wrong"),
    "warning": ("triangle-alert", "look"),
    "idle": ("minus", "muted"),
    "ok": ("check", "muted"),
    "unknown": ("circle-dashed", "muted"),
}
_LEAST = {model.NAME: 160, model.AUDIT: 150, model.STEP: 116, model.COST: 100, model.CLIMATE: 64, model.ATTENTION: 180}
_WANTED = {model.NAME: 10, model.AUDIT: 7, model.ATTENTION: 9}
_SMALLER = 0.9
_MEASURED = 200
"""Names that are measured for the width of their column."""


class AuditDelegate(QStyledItemDelegate):
    """Draws a cell in two lines, the marks of the steps, and what needs attention."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        palette = tokens.palette(desk.mode)
        self._palette = palette
        self._half = QColor(tokens.row_ground(desk.mode))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        painter.save()
        rect = option.rect
        view = option.widget
        focused = isinstance(view, QWidget) and view.hasFocus()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(self._palette.selected) if focused else self._half)
            if index.column() == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(self._palette.accent))
        is_current = isinstance(view, AuditTable) and view.currentIndex().row() == index.row()
        painter.setPen(QColor(self._palette.accent if is_current else self._palette.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_current:
            painter.drawLine(rect.topLeft(), rect.topRight())
        inside = rect.adjusted(pad(self._desk), 0, -pad(self._desk), 0)
        if index.column() == model.STEP:
            self._paint_marks(painter, inside, index)
        elif index.column() == model.ATTENTION:
            self._paint_attention(painter, inside, option.font, index)
        else:
            self._paint_words(painter, inside, option.font, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, font: QFont, index: Index) -> None:
        first, second = str(index.data() or ""), str(index.data(model.SECOND) or "")
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        side = align & Qt.AlignmentFlag.AlignHorizontal_Mask
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * _SMALLER)
        upper, lower = QFontMetrics(font), QFontMetrics(small)
        height = upper.height() + (lower.height() + 2 if second else 0)
        top = rect.top() + (rect.height() - height) // 2
        painter.setFont(font)
        painter.setPen(QColor(self._palette.text))
        box = QRect(rect.left(), top, rect.width(), upper.height())
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, _elided(upper, first, rect.width()))
        if second:
            painter.setFont(small)
            painter.setPen(QColor(self._palette.muted))
            box = QRect(rect.left(), top + upper.height() + 2, rect.width(), lower.height())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, _elided(lower, second, rect.width()))

    def _paint_marks(self, painter: QPainter, rect: QRect, index: Index) -> None:
        size = self._desk.px(14)
        x, y = rect.left(), rect.center().y() - size // 2 + 1
        ratio, muted, ground = painter.device().devicePixelRatio(), self._palette.muted, self._palette.background
        for mark in index.data(model.MARKS) or ():
            painter.drawPixmap(QPoint(x, y), marks.pixmap(mark, muted, ground, size, ratio))
            x += self._desk.px(20)

    def _paint_attention(self, painter: QPainter, rect: QRect, font: QFont, index: Index) -> None:
        name, role = LEVELS[str(index.data(model.LEVEL))]
        size = self._desk.px(16)
        place = QPoint(rect.left(), rect.center().y() - size // 2 + 1)
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(place, icons.pixmap(name, getattr(self._palette, role), size, ratio))
        left = rect.left() + size + self._desk.px(8)
        box = QRect(left, rect.top() + 2, rect.right() - left, rect.height() - 4)
        painter.setFont(font)
        painter.setPen(QColor(self._palette.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        words = str(index.data() or "")
        if QFontMetrics(font).boundingRect(box, flags, words).height() > box.height():
            small = QFont(font)
            small.setPointSizeF(font.pointSizeF() * _SMALLER)
            painter.setFont(small)
        painter.drawText(box, flags, words)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """A line of text for a name."""
        editor = QLineEdit(parent)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(heading))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """In the middle of the row."""
        height = editor.sizeHint().height()
        rect = option.rect
        editor.setGeometry(rect.left(), rect.top() + (rect.height() - height) // 2, rect.width(), height)


def _elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class AuditTable(QTableView):
    """Shows a `PortfolioModel`.

    Signals:
        opened: The current row was asked for.
        menu_asked: Place for a menu about the current row, global.
        delete_asked: Delete was pressed.
    """

    opened = Signal()
    menu_asked = Signal(QPoint)
    delete_asked = Signal()

    def __init__(self, desk: Desk, shown: model.PortfolioModel) -> None:
        super().__init__()
        self._desk = desk
        self.setModel(shown)
        self.setItemDelegate(AuditDelegate(desk, self))
        self.setAccessibleName(desk.texts.t("Enterprises and audits"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(desk.px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        shown.modelReset.connect(self._share_width)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width; where it is not enough, the table moves sideways."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Names first, as far as there is room; the others share what is left."""
        least = {column: self._desk.px(width) for column, width in _LEAST.items()}
        least[model.AUDIT] = min(least[model.AUDIT], self._needed(model.AUDIT))
        spare = max(self.viewport().width() - sum(least.values()), 0)
        more = min(max(self._needed(model.NAME) - least[model.NAME], 0), spare)
        least[model.NAME] += more
        spare -= more
        whole = sum(_WANTED.values())
        for column, width in least.items():
            self.setColumnWidth(column, width + spare * _WANTED.get(column, 0) // whole)

    def _needed(self, column: int) -> int:
        """What the head of a column and the longest words of its first rows need, in pixels."""
        shown, metrics = self.model(), self.fontMetrics()
        cells = [shown.index(row, column) for row in range(min(shown.rowCount(), _MEASURED))]
        words = [str(cell.data() or "") for cell in cells]
        lower = [str(cell.data(model.SECOND) or "") for cell in cells]
        widths = [metrics.horizontalAdvance(one) for one in words]
        widths += [round(metrics.horizontalAdvance(one) * _SMALLER) for one in lower]
        return max(self.horizontalHeader().sectionSizeHint(column), max(widths, default=0) + 2 * pad(self._desk) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete deletes; the rest as in any list."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and not editing:
            self.delete_asked.emit()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu for the row under the pointer, or the current one for the menu key."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            self.setCurrentIndex(index)
            self.menu_asked.emit(event.globalPos())
        elif self.currentIndex().isValid():
            rect = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(rect.bottomLeft()))
