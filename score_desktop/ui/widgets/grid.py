"""A table that behaves like a spreadsheet, for any `CellModel`.

Keys: arrows, Tab, Enter (down), Shift with both (back), F2 or typing to edit, Delete to empty, Ctrl+C, Ctrl+X, Ctrl+V
(blocks, to and from Excel), Ctrl+D (fill down), Ctrl+A, Ctrl+arrows (to the edge), Ctrl+Home, Ctrl+End, Esc.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QMenu, QWidget

from score_desktop import tokens
from score_desktop.ui.itemmodels.cells import CellModel, How, Index, TypedCell
from score_desktop.ui.itemmodels.month_block import PastedBlock
from score_desktop.ui.widgets.cell_delegate import CellDelegate
from score_desktop.ui.widgets.cell_reason import CellReason
from score_desktop.ui.widgets.grid_clipboard import block_data, by_columns, copied_columns, rows_of_text, text_of_rows
from score_desktop.ui.widgets.grid_header import GridHeader
from score_desktop.ui.widgets.grid_widths import fitted
from score_desktop.ui.widgets.reveal import CursorTable, reveal

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

COPIED_AT_ONCE = 2_000
"""Rows that are copied on the spot; more are read in the background (`copy_asked`)."""
PASTED_AT_MOST = 5_000
"""Rows of one block that are typed, filled or emptied at once."""
Block = tuple[int, int, int, int]
"""Top, left, bottom, right; all inside."""


class GridView(CursorTable):
    """Shows a `CellModel`.

    Args:
        name: For screen readers. Widths of columns are remembered under the object's name.

    Signals:
        copy_asked: A `Block` too large to copy on the spot was asked for.
        delete_rows_asked: Numbers of the rows (as shown) that the person wants to delete, as ranges (first, last).
    """

    copy_asked = Signal(object)
    delete_rows_asked = Signal(object)

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._sized = False
        self._measured: dict[int, int] = {}
        self.copied_at_once = COPIED_AT_ONCE
        self.menu_extra: Callable[[QMenu], None] | None = None
        self.name_of: Callable[[int], str] = str
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(desk, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        heads = GridHeader(desk, self)
        heads.dragged.connect(self._remember_widths)
        self.setHorizontalHeader(heads)
        self._tabbed_from: int | None = None
        self._is_stepping = False
        self.reason = CellReason(desk, self)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _value: self.reason.follow())
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(desk.px(tokens.ROW_HEIGHT))
        rows.setDefaultSectionSize(desk.px(tokens.ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(desk.px(44))
        header.sortIndicatorChanged.connect(lambda column, _order: self._make_room(column))
        self._build_actions()

    # -- model ---------------------------------------------------------------------------------------------------

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model."""
        super().setModel(model)
        if model is not None:
            # A header asks of each column whether all its cells are selected: 200,000 rows would take it seconds.
            self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self.horizontalHeader()))
            for signal in (model.dataChanged, model.modelReset, model.rowsInserted, model.rowsRemoved):
                signal.connect(lambda *_: self.reason.follow())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Painted in one go: between two cells no calculation on another thread gets its turn."""
        super().paintEvent(event)

    def cells(self) -> CellModel:
        """The model."""
        model = self.model()
        assert isinstance(model, CellModel)
        return model

    def fit_columns(
        self,
        *,
        again: bool = False,
        anew: bool = True,
        least: Mapping[int, int] | None = None,
        last: int | None = None,
    ) -> None:
        """Give columns the width of their heads and of what a sample of rows holds; once, unless `again`.

        Args:
            anew: Measure the texts again; else only the room is another.
            least, last: As `grid_widths.fitted` takes them.
        """
        model, heads = self.model(), self.horizontalHeader()
        if model is None or not isinstance(heads, GridHeader) or (not again and (self._sized or not model.rowCount())):
            return
        self._sized = True
        kept = self.desk.config.settings.columns.get(self.objectName(), {})
        known = {column: kept.get(self.name_of(column)) for column in range(model.columnCount())}
        chosen = {n: width for n, width in known.items() if isinstance(width, (int, float))}
        if anew:
            self._measured.clear()
        widths = fitted(self.desk, self, heads, chosen=chosen, least=least, last=last, measured=self._measured)
        for column in filter(widths.__getitem__, range(len(widths))):
            self.setColumnWidth(column, widths[column])

    def _remember_widths(self, changed: Mapping[int, int]) -> None:
        """Widths that the person chose hold at the next start too."""
        config, name = self.desk.config, self.objectName()
        if name:
            chosen = {self.name_of(column): round(width / self.desk.scale) for column, width in changed.items()}
            kept = config.settings.columns
            config.change(columns={**kept, name: {**kept.get(name, {}), **chosen}})

    def _make_room(self, column: int) -> None:
        """The arrow of the order has moved to another column."""
        model, heads = self.model(), self.horizontalHeader()
        if model is None or not isinstance(heads, GridHeader) or not 0 <= column < model.columnCount():
            return
        if not self.isColumnHidden(column):
            self.setColumnWidth(column, max(self.columnWidth(column), heads.needed_width(column)))

    # -- blocks --------------------------------------------------------------------------------------------------

    def block(self) -> Block | None:
        """The selected block; None if nothing is selected."""
        selection = self.selectionModel().selection() if self.selectionModel() else QItemSelection()
        if selection.isEmpty():
            current = self.currentIndex()
            return (current.row(), current.column(), current.row(), current.column()) if current.isValid() else None
        parts = [selection.at(number) for number in range(selection.count())]
        return (
            min(part.top() for part in parts),
            min(part.left() for part in parts),
            max(part.bottom() for part in parts),
            max(part.right() for part in parts),
        )

    def copy(self) -> None:
        """Put the selected block on the clipboard, as spreadsheets take it."""
        block = self.block()
        if block is None:
            return
        if block[2] - block[0] >= self.copied_at_once:
            self.copy_asked.emit(block)
            return
        self.cells().when_ready(block[0], block[2], lambda: self._put(block))

    def _put(self, block: Block) -> None:
        model, columns = self.cells(), self._seen_columns(block)
        rows = ([model.text_at(row, c, editing=True) for c in columns] for row in range(block[0], block[2] + 1))
        data = block_data(text_of_rows(rows), self.objectName(), [model.columns[column] for column in columns])
        QGuiApplication.clipboard().setMimeData(data)

    def paste(self) -> None:
        """Take the clipboard's block from the current cell on; one value fills the whole selection."""
        block = self.block()
        rows = rows_of_text(QGuiApplication.clipboard().text())
        if block is None or not rows:
            return
        if self._is_refused(len(rows)):
            return
        top, left, bottom, right = block
        single = len(rows) == 1 and len(rows[0]) == 1
        if single and (bottom > top or right > left):
            self._fill_with(rows[0][0], block)
            return
        arranged = self._by_columns(rows, top, left) or self.cells().arranged(rows, top, left)
        self.cells().take(self._placed(arranged), How.PASTED)
        self._tell_outside(arranged)

    def _by_columns(self, rows: list[list[str]], top: int, left: int) -> PastedBlock | None:
        """A block of a table of this kind that has other columns; None for any other."""
        columns = self.cells().columns
        shown = [number for number in range(len(columns)) if not self.isColumnHidden(number)]
        copied = copied_columns(QGuiApplication.clipboard().mimeData(), self.objectName())
        return by_columns(rows, copied, columns, shown, top, left)

    def _tell_outside(self, block: PastedBlock) -> None:
        """What does not fit below or beside the cells is said, never lost in silence."""
        model, texts = self.cells(), self.desk.texts
        room = len(self._columns_of(block))
        below = 0 if model.appendable else sum(1 for row, _ in block.lines if row >= model.rowCount())
        beside = max(max((len(cells) for _, cells in block.lines), default=0) - room, 0)
        told = []
        if block.outside:
            words = texts.tn(
                "{n} row names a month that is not shown.", "{n} rows name months that are not shown.", block.outside
            )
            told.append(words)
        if below:
            told.append(texts.tn("{n} row lies below the table.", "{n} rows lie below the table.", below))
        if beside:
            told.append(texts.tn("{n} column lies beside the table.", "{n} columns lie beside the table.", beside))
        if block.left_out:
            names = "; ".join(texts.t(title) for title in block.left_out)
            told.append(texts.t("The table does not show: {columns}.", columns=names))
        if told:
            words = texts.t("Not everything was pasted: {what}", what=" ".join(told))
            self.desk.tell(words, kind="look")

    def _columns_of(self, block: PastedBlock) -> Sequence[int | None]:
        """Where the cells of each line of a block go."""
        if block.columns is not None:
            return block.columns
        return [c for c in range(block.left, self.cells().columnCount()) if not self.isColumnHidden(c)]

    def _placed(self, block: PastedBlock) -> list[TypedCell]:
        model, columns = self.cells(), self._columns_of(block)
        last = model.rowCount() if not model.appendable else model.rowCount() + len(block.lines)
        return [
            TypedCell(row, column, text)
            for row, cells in block.lines
            for column, text in zip(columns, cells, strict=False)
            if column is not None and row < last
        ]

    def _is_refused(self, rows: int) -> bool:
        """More rows than can be typed, filled or emptied in one go, or none can be; the person is told."""
        t = self.desk.texts.t
        if self.desk.context.read_only:
            words = t("This workspace can only be read: nothing can be changed.")
        elif rows > PASTED_AT_MOST:
            most = self.desk.texts.number(PASTED_AT_MOST)
            words = t("That is more than {n} rows. Import the file instead: it is checked.", n=most)
        else:
            return False
        self.desk.tell(words, kind="look")
        return True

    def keyboardSearch(self, search: str) -> None:
        """What is typed where nothing can be stored is no search: the cursor would run away from its cell."""
        self._is_refused(0)

    def _seen_columns(self, block: Block) -> list[int]:
        """Columns of a block; what is hidden is never written to."""
        return [column for column in range(block[1], block[3] + 1) if not self.isColumnHidden(column)]

    def _fill_with(self, text: str, block: Block) -> None:
        top, bottom = block[0], block[2]
        if self._is_refused(bottom - top + 1):
            return
        columns = self._seen_columns(block)
        cells = [TypedCell(r, c, text) for r in range(top, bottom + 1) for c in columns]
        self.cells().take(cells, How.PASTED)

    def fill_down(self) -> None:
        """Repeat the top row of the selection below it."""
        block = self.block()
        if block is None or block[0] == block[2] or self._is_refused(block[2] - block[0] + 1):
            return
        model, columns = self.cells(), self._seen_columns(block)
        top, bottom = block[0], block[2]

        def fill() -> None:
            texts = {column: model.text_at(top, column, editing=True) for column in columns}
            model.take([TypedCell(r, c, t) for r in range(top + 1, bottom + 1) for c, t in texts.items()], How.FILLED)

        model.when_ready(top, top, fill)

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        block = self.block()
        if block is None or self._is_refused(block[2] - block[0] + 1):
            return
        columns = self._seen_columns(block)
        cells = [TypedCell(r, c, "") for r in range(block[0], block[2] + 1) for c in columns]
        self.cells().take([cell for cell in cells if self._can_type(cell)], How.CLEARED)

    def _can_type(self, cell: TypedCell) -> bool:
        model = self.cells()
        return bool(model.flags(model.index(cell.row, cell.column)) & Qt.ItemFlag.ItemIsEditable)

    def cut(self) -> None:
        """Copy, then empty."""
        self.copy()
        self.clear_cells()

    def ask_delete_rows(self) -> None:
        """Ask the page to delete the rows of the selection."""
        block = self.block()
        if block is not None:
            self.delete_rows_asked.emit((block[0], block[2]))

    # -- keys ----------------------------------------------------------------------------------------------------

    def _build_actions(self) -> None:
        t = self.desk.texts.t
        self._actions = (
            self._action(t("Cut"), self.cut, QKeySequence.StandardKey.Cut),
            self._action(t("Copy"), self.copy, QKeySequence.StandardKey.Copy),
            self._action(t("Paste"), self.paste, QKeySequence.StandardKey.Paste),
            self._action(t("Fill down"), self.fill_down, "Ctrl+D"),
            self._action(t("Empty the cells"), self.clear_cells, QKeySequence.StandardKey.Delete),
            self._action(t("Delete rows"), self.ask_delete_rows, "Ctrl+-"),
        )

    def _action(self, text: str, slot: Callable[[], None], keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.menu_extra is not None:
            self.menu_extra(menu)
        menu.addActions(self._actions)
        menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Tab and Ctrl+arrows as in a spreadsheet; the rest is Qt's."""
        # Enter in an editor comes on to the view, before the editor has handed over its text.
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        key, ctrl = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not ctrl:
            self._step(-1 if shift else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not ctrl:
            if not self._step(0, -1 if shift or key == Qt.Key.Key_Backtab else 1):
                event.ignore()
                return
        elif ctrl and key in _EDGES:
            self._to_edge(*_EDGES[Qt.Key(key)], extend=shift)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab moves between cells until the edge of the table, and on from there."""
        if self._step(0, 1 if forward else -1):
            return True
        return super().focusNextPrevChild(forward)

    def _step(self, down: int, right: int) -> bool:
        """Go to the next cell; along rows it goes on in the next row. False at the edge of the table.

        Down after Tab means down to the column where Tab began, as in a spreadsheet: the next record begins there.
        """
        model = self.model()
        if model is None or not model.rowCount():
            return False
        current = self.currentIndex()
        row, column = (current.row() + down, current.column()) if current.isValid() else (0, 0)
        columns = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        if right and current.isValid():
            place = columns.index(column) + right
            row += place // len(columns)
            column = columns[place % len(columns)]
        elif down > 0 and self._tabbed_from in columns:
            column = self._tabbed_from or 0
        if not 0 <= row < model.rowCount():
            return False
        began = self._tabbed_from if self._tabbed_from is not None else current.column()
        self._is_stepping = True
        self.setCurrentIndex(model.index(row, column))
        self._is_stepping = False
        self._tabbed_from = began if right > 0 and current.isValid() else None
        return True

    def _to_edge(self, down: int, right: int, *, extend: bool) -> None:
        model, current = self.model(), self.currentIndex()
        if model is None or not current.isValid():
            return
        last = model.rowCount() - 1
        row = current.row() if not down else (last if down > 0 else 0)
        column = current.column() if not right else (model.columnCount() - 1 if right > 0 else 0)
        target = model.index(row, column)
        if extend:
            span = QItemSelection(current, target)
            self.selectionModel().select(span, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(target)
        else:
            self.setCurrentIndex(target)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cell below is next, after Tab the one beside; the editor is not opened there."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._step(1, 0)
        elif hint == QAbstractItemDelegate.EndEditHint.EditNextItem:
            self._step(0, 1)
        elif hint == QAbstractItemDelegate.EndEditHint.EditPreviousItem:
            self._step(0, -1)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Repaint the rows of the cursor: its row is tinted."""
        super().currentChanged(current, previous)
        if not self._is_stepping:
            self._tabbed_from = None
        self.reason.follow()
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        reveal(self)


_EDGES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Home: (-1, -1),
    Qt.Key.Key_End: (1, 1),
}
