"""A table that is only read: rows are selected and copied, never typed into."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QWidget

from score_desktop import tokens
from score_desktop.ui.widgets.cell_delegate import CellDelegate
from score_desktop.ui.widgets.grid_clipboard import text_of_rows
from score_desktop.ui.widgets.grid_widths import WIDEST_PX, fitted
from score_desktop.ui.widgets.heads import Heads
from score_desktop.ui.widgets.reveal import CursorTable, reveal
from score_desktop.ui.widgets.row_heights import RowHeights

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_LEAST_PX = 110
"""Of a column whose words are wrapped, at 100 %."""


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
        self._heights: RowHeights | None = None
        self._fit: tuple[int, int, Collection[int]] | None = None
        self._fitted: list[int] = []
        self.heads = Heads(desk, self)
        self.heads.setSectionsClickable(True)
        self.setHorizontalHeader(self.heads)
        rows, header = self.verticalHeader(), self.heads
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

    def fit_columns(self, stretched: int, share: int = WIDEST_PX, *, wraps: Collection[int] = ()) -> None:
        """Give columns the width of their heads and of what a sample of rows holds; one takes what is left.

        Args:
            stretched: The column that grows with the table.
            share: Widest that another column gets, in pixels at 100 %.
            wraps: Columns whose words go on in further lines where there is no room for all. With them the table is
                scrolled sideways where even that is not enough, instead of cutting the one column.
        """
        model, header, heads = self.model(), self.horizontalHeader(), self.heads
        if model is None:
            return
        if wraps and self._heights is None:
            self._heights = RowHeights(self.desk, self, wraps)
        self._fit = stretched, share, wraps
        widths = fitted(self.desk, self, heads, least=dict.fromkeys(wraps, _LEAST_PX), widest=share)
        for column, width in enumerate(widths):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            if width:
                self.setColumnWidth(column, width)
        if not wraps or sum(widths) <= self.viewport().width():
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        if self._heights is not None:
            self._heights.settle()
        self._fitted = [self.columnWidth(column) for column in range(model.columnCount()) if column != stretched]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other columns, unless the person has given them theirs."""
        super().resizeEvent(event)
        if self._fit is None or event.size().width() == event.oldSize().width():
            return
        stretched, share, wraps = self._fit
        count = self.model().columnCount() if self.model() is not None else 0
        if [self.columnWidth(column) for column in range(count) if column != stretched] == self._fitted:
            self.fit_columns(stretched, share, wraps=wraps)

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
