"""One table of a flow chart with what can be done to its rows: add, delete, move, show more columns."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services import change_labels, process_edit, process_steps
from score_desktop.services.edits import EditOutcome
from score_desktop.services.process_cells import SHARE
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.grid import GridView
from score_desktop.ui.widgets.row_heights import RowHeights
from score_desktop.ui.widgets.row_watch import RowWatch

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.itemmodels.process_cells import ProcessCells

_USES: dict[str, tuple[Any, Any, Any, Any]] = {
    "flow": (
        process_edit.delete_flows,
        change_labels.flows_deleted,
        process_edit.move_flows,
        change_labels.flows_moved,
    ),
    "step": (
        process_steps.delete_steps,
        change_labels.steps_deleted,
        process_steps.move_steps,
        change_labels.steps_moved,
    ),
}
_TOLD = frozenset({"origin", "reconciled", "per_year", "loss_cost"})
_LEAST = {
    "flow": {"source": 150, "target": 150, "kind": 120, "name": 180},
    "step": {"name": 260, "outside": 140},
}
"""What words get at least where the table would have to be scrolled to its figures, in pixels at 100 %: they wrap."""
_GIVES_WAY = {"source": 38, "target": 38, "name": 38}
"""By how much they are narrower for each share after the first."""
_LAST_FIGURE = {"flow": "per_year", "step": "outside"}
_ROOM_STEP = 48
USUAL_SHARES, LEAST_PX = 2, 124
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_IN_DIAGRAM = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}
_ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class RowsView(QWidget):
    """Steps or flows.

    Args:
        kind: "step" or "flow".
        usual: Keys of the columns that are shown unless the person wants all.

    Signals:
        opened: Enter or a double click on a cell that is told by the program and has more behind it.
        list_asked: A list of flows of a file is to be brought in.
        moved_in_diagram: Portable id of a step, columns to the right, bars down that it is to go in the diagram.
    """

    opened = Signal()
    list_asked = Signal()
    moved_in_diagram = Signal(str, int, int)

    def __init__(self, desk: Desk, model: ProcessCells[Any], kind: str, usual: frozenset[str]) -> None:
        super().__init__()
        self.desk, self.texts, self.model, self.kind = desk, desk.texts, model, kind
        t = self.texts.t
        title = t("Flows") if kind == "flow" else t("Steps and places")
        self._usual, self._shows_all = usual, False
        self._fitted: tuple[object, ...] | None = None
        self._follow = ""
        self.heading = label(title, "heading")
        self.grid = GridView(desk, title)
        self.grid.setObjectName(f"process_{kind}s")
        self.grid.setModel(model)
        self.grid.setMinimumHeight(desk.px(LEAST_PX))
        self.grid.menu_extra = self._add_to_menu
        self.grid.name_of = model.width_name
        self.all_columns = button(desk, t("All columns"), self._switch_columns, role="link")
        RowHeights(desk, self.grid, [model.column_index(key) for key in _LEAST[kind]])
        self.line = FlowBox(desk.px(tokens.SPACE_2), last_right=True)
        self.line.add(self.heading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        self._show_columns()
        self._connect()

    def finish_line(self) -> None:
        """The button of columns stands at the end of the line."""
        self.line.add(self.all_columns)

    def _connect(self) -> None:
        grid, model = self.grid, self.model
        grid.delete_rows_asked.connect(lambda rows: self.delete_rows(*rows))
        RowWatch(self.desk, grid, model)
        grid.installEventFilter(self)
        grid.doubleClicked.connect(self._on_double_click)
        model.relisted.connect(self._on_relisted)
        model.modelReset.connect(lambda: grid.horizontalScrollBar().setValue(0))
        for signal in (model.columnsInserted, model.columnsRemoved):
            signal.connect(self._on_columns)

    # -- columns -------------------------------------------------------------------------------------------------

    def _switch_columns(self) -> None:
        self._shows_all = not self._shows_all
        t = self.texts.t
        self.all_columns.setText(t("Fewer columns") if self._shows_all else t("All columns"))
        self._show_columns()
        self.fit()
        self._keep_cursor()

    def _keep_cursor(self) -> None:
        """The cursor does not stand in a column that went: it goes to what is shown left of it, and into sight."""
        current = self.grid.currentIndex()
        shown = [number for number in range(current.column() + 1) if not self.grid.isColumnHidden(number)]
        if current.isValid() and shown:
            self.grid.setCurrentIndex(current.siblingAtColumn(shown[-1]))
            self.grid.scrollTo(self.grid.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def _show_columns(self) -> None:
        for number, column in enumerate(self.model.columns):
            self.grid.setColumnHidden(number, not self._shows_all and not self._is_usual(column.key))

    def _is_usual(self, key: str) -> bool:
        """Shares of one or two substances are shown too: more would push the others out of the window."""
        return key in self._usual or key in self._shares()[:USUAL_SHARES]

    def _shares(self) -> list[str]:
        return [column.key for column in self.model.columns if column.key.startswith(SHARE)]

    def _on_columns(self) -> None:
        self._show_columns()
        self._fitted = None
        self.fit()

    def fit(self) -> None:
        """Give columns their widths once there are rows, and again with other columns or other room."""
        room = self.grid.viewport().width() // self.desk.px(_ROOM_STEP)
        known = self.model.view is not None, self.model.audit  # figures come later, and other ones with another audit
        shape = (self._shows_all, self.model.stored_count() > 0, room, *known)
        if shape != self._fitted:
            self._fitted = shape
            more = max(min(len(self._shares()), USUAL_SHARES) - 1, 0)
            least = {
                self.model.column_index(key): width - more * _GIVES_WAY.get(key, 0)
                for key, width in _LEAST[self.kind].items()
            }
            self.grid.fit_columns(again=True, least=least, last=self.model.column_index(_LAST_FIGURE[self.kind]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for whole names again."""
        super().resizeEvent(event)
        self.fit()

    # -- the cursor ----------------------------------------------------------------------------------------------

    def edit_cell(self, row: int, key: str) -> None:
        """Put the cursor into a cell and begin to type there."""
        self.go_to(row, key)
        index = self.grid.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.grid.edit(index)

    def go_to(self, row: int, key: str = "") -> None:
        """Put the cursor on a row and show it; into the column of a key, else where it was."""
        column = self.model.column_index(key) if key else self.grid.currentIndex().column()
        shown = [number for number in range(self.model.columnCount()) if not self.grid.isColumnHidden(number)]
        index = self.model.index(row, column if column in shown else shown[0])
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.grid.setFocus()

    def _on_relisted(self) -> None:
        row = self.model.row_of(self._follow) if self._follow else None
        self._follow = ""
        if row is not None:
            self.go_to(row)

    # -- what is done to rows ------------------------------------------------------------------------------------

    def delete_rows(self, first: int, last: int) -> None:
        """Delete what stands in some rows, and forget new rows among them. Can be undone."""
        model = self.model
        uids = model.uids(first, last)
        for row in range(min(last, model.rowCount() - 1), first - 1, -1):
            number = model.draft_of(row)
            if number is not None:
                model.forget_draft(number)
        if not uids or self.desk.context.read_only:
            return
        delete, labelled, _, _ = _USES[self.kind]

        def deleted(count: int) -> None:
            told = change_labels.change_text(self.texts, *labelled(count))
            self.desk.tell(told, action=(self.texts.t("Undo"), self.desk.undo.undo))

        self.desk.write(self, delete, uids, label=labelled, then=deleted)

    def move_row(self, by: int) -> None:
        """Move the row of the cursor up or down."""
        current, rows = self.grid.currentIndex(), self.model.rows
        row = current.row()
        if not current.isValid() or not 0 <= row < len(rows) or not 0 <= row + by < len(rows):
            return
        place = row + by if by < 0 else row + by + 1
        before = rows[place].uid if place < len(rows) else None
        _, _, move, labelled = _USES[self.kind]
        self._follow = rows[row].uid
        self.desk.write(self, move, self.model.audit, [rows[row].uid], before, label=labelled)

    def insert_row(self) -> None:
        """Put an empty flow above the row of the cursor."""
        rows, row = self.model.rows, self.grid.currentIndex().row()
        if not 0 <= row < len(rows):
            return
        blank = {"kind": rows[row].kind.value}

        def inserted(outcome: EditOutcome) -> None:
            self._follow = str(outcome.made[0]) if outcome.made else ""

        self.desk.write(
            self,
            process_edit.add_flows,
            self.model.audit,
            [blank],
            rows[row].uid,
            label=change_labels.flows_added,
            then=inserted,
        )

    def _add_to_menu(self, menu: QMenu) -> None:
        t, row = self.texts.t, self.grid.currentIndex().row()
        if 0 <= row < self.model.stored_count() and not self.desk.context.read_only:
            menu.addAction(t("Flow in detail") if self.kind == "flow" else t("Step in detail"), self.opened.emit)
            if self.kind == "flow":
                menu.addAction(t("Insert a row above"), self.insert_row)
                menu.addSeparator()
            menu.addAction(t("Move up"), lambda: self.move_row(-1)).setEnabled(row > 0)
            menu.addAction(t("Move down"), lambda: self.move_row(1)).setEnabled(row + 1 < self.model.stored_count())
            menu.addSeparator()
            if self.kind == "step":
                self._add_diagram(menu)
        if self.kind == "flow" and not self.desk.context.read_only:
            menu.addAction(t("Bring in a list of flows…"), self.list_asked.emit)
            menu.addSeparator()

    def _add_diagram(self, menu: QMenu) -> None:
        t = self.texts.t
        inside = menu.addMenu(t("Move in the diagram"))
        names = (t("Up"), t("Down"), t("To the left"), t("To the right"))
        for words, (key, by) in zip(names, _IN_DIAGRAM.items(), strict=True):
            action = inside.addAction(words, functools.partial(self.move_in_diagram, *by))
            action.setShortcut(QKeySequence(QKeyCombination(_ALT_SHIFT, key)))
        menu.addSeparator()

    def move_in_diagram(self, right: int, down: int) -> None:
        """Let the step of the cursor go to another place in the diagram."""
        row = self.grid.currentIndex().row()
        if 0 <= row < len(self.model.rows) and not self.desk.context.read_only:
            self.moved_in_diagram.emit(self.model.rows[row].uid, right, down)

    def _has_more(self, index: QModelIndex) -> bool:
        """True for origins and what the balances make of a flow, in rows that are stored."""
        return (
            index.isValid() and self.model.columns[index.column()].key in _TOLD and index.row() < len(self.model.rows)
        )

    def _on_double_click(self, index: QModelIndex) -> None:
        if self._has_more(index):
            self.opened.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with an arrow moves the row; Enter on what is told by the program opens it."""
        if watched is not self.grid or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._has_more(self.grid.currentIndex()):
            self.opened.emit()
            return True
        if self.kind == "step" and _plain(event.modifiers()) == _ALT_SHIFT and Qt.Key(event.key()) in _IN_DIAGRAM:
            self.move_in_diagram(*_IN_DIAGRAM[Qt.Key(event.key())])
            return True
        by = _MOVES.get(Qt.Key(event.key())) if event.modifiers() & Qt.KeyboardModifier.AltModifier else None
        if by is not None:
            self.move_row(by)
            return True
        return super().eventFilter(watched, event)


def _plain(modifiers: Qt.KeyboardModifier) -> Qt.KeyboardModifier:
    return modifiers & ~Qt.KeyboardModifier.KeypadModifier
