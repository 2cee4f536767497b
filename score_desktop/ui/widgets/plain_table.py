"""A table that is only read: rows are selected and copied, never typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from score_desktop import tokens
from score_desktop.ui.widgets.cell_delegate import CellDelegate
from score_desktop.ui.widgets.grid import text_of_rows
from score_desktop.ui.widgets.grid_widths import SAMPLED_ROWS, WIDEST_PX
from score_desktop.ui.widgets.reveal import CursorTable, reveal

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_PAD, _LEAST_PAD = 30, 24  # beside a cell's text, and where a table would else be a little too wide


class PlainTable(CursorTable):
    """Shows any table model.

    Args:
        name: For screen readers.

    Signals:
        opened: The `QModelIndex` on which Enter was pressed.
    """

    opened = Signal(QModelIndex)

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(desk, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(desk.px(tokens.ROW_HEIGHT))
        rows.setDefaultSectionSize(desk.px(tokens.ROW_HEIGHT))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(desk.px(20))
        header.setHighlightSections(False)
        self._copy = QAction(desk.texts.t("Copy"), self)
        self._copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy)
        self.addAction(self._copy)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Keep the row of the cursor in sight."""
        super().currentChanged(current, previous)
        # The lines of the cursor's row.
        self.viewport().update()
        reveal(self)

    def fit_columns(self, stretched: int, share: int = WIDEST_PX, *, whole: bool = False) -> None:
        """Give columns the width of their heads and of what a sample of rows holds; one takes what is left.

        Args:
            stretched: The column that grows with the table.
            share: Widest that another column gets, in pixels at 100 %.
            whole: Where there is no room for all, the table is scrolled sideways instead of cutting the one column.
        """
        model, header = self.model(), self.horizontalHeader()
        if model is None:
            return
        room, widths = self.viewport().width(), self._needed(share, _PAD)
        if sum(widths) > room and sum(close := self._needed(share, _LEAST_PAD)) <= room:
            widths = close
        for column, width in enumerate(widths):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, width)
        if not whole or sum(widths) <= room:
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)

    def _needed(self, share: int, pad: int) -> list[int]:
        """What each column needs, with so much beside its text at 100 %."""
        model, header, bold = self.model(), self.horizontalHeader(), QFont(self.font())
        bold.setBold(True)
        light, strong = self.fontMetrics(), QFontMetrics(bold)
        widths = []
        for column in range(model.columnCount()):
            width = header.sectionSizeHint(column)
            for row in range(min(model.rowCount(), SAMPLED_ROWS)):
                index = model.index(row, column)
                icon = self.desk.px(20) if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0
                metrics = light if index.data(Qt.ItemDataRole.FontRole) is None else strong
                width = max(width, metrics.horizontalAdvance(str(index.data() or "")) + self.desk.px(pad) + icon)
            widths.append(min(width, self.desk.px(share)))
        return widths

    def copy(self) -> None:
        """Put the selected rows on the clipboard with their heads, as spreadsheets take them."""
        model = self.model()
        if model is None or self.selectionModel() is None:
            return
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        columns = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        heads = [str(model.headerData(c, Qt.Orientation.Horizontal) or "") for c in columns]
        lines = [[str(model.index(row, c).data() or "") for c in columns] for row in rows]
        if lines:
            QGuiApplication.clipboard().setText(text_of_rows([heads, *lines]))

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy)
        menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)
