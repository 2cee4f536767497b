"""Tables that are edited like a spreadsheet: what is typed is shown at once, stored behind it, never thrown away.

A cell is shown from one of three places: what was refused (marked, with the reason), what is being stored, what is
stored. Rows that are not stored yet are drafts: they keep what was typed until everything needed is there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from score_desktop import tokens
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.services.edits import CellEdit, CellValue, EditOutcome, TableColumn
from score_desktop.ui.itemmodels.month_block import PastedBlock
from score_desktop.ui.itemmodels.refused import RefusedCells, Wrong

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
WRONG_ROLE = Qt.ItemDataRole.UserRole + 1
"""The reason why a cell was refused; "" where nothing is wrong."""
DRAFT_ROLE = Qt.ItemDataRole.UserRole + 2
"""True in rows that are not stored yet."""


class How(StrEnum):
    """What a person did to cells: decides the words of Undo."""

    TYPED = "typed"
    PASTED = "pasted"
    FILLED = "filled"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What should stand in a cell of the table as it is shown."""

    row: int
    column: int
    text: str


# Joined once: each `|` of Qt's flags takes Python a microsecond, for every cell that is painted.
_CAN_BE_SELECTED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TAKES_TYPING = _CAN_BE_SELECTED | Qt.ItemFlag.ItemIsEditable
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellModel(QAbstractTableModel):
    """Rows of frozen data with columns of `TableColumn`.

    A table implements `stored_count`, `key_of`, `shown`, `edited`, `parse`, `write_edits`, and, if rows can be added in
    it, `add_rows`.

    Attributes:
        columns: What is shown.
        appendable: A blank row waits for the next record.
        drafts_on_top: New rows stand above the stored ones instead of below.

    Signals:
        written: Number of rows stored and of cells refused by one action.
    """

    written = Signal(int, int)

    def __init__(self, desk: Desk, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.columns = tuple(columns)
        self.appendable = False
        self.drafts_on_top = False
        self._headings = tuple(desk.texts.t(column.title) if column.title else "" for column in self.columns)
        self._wrong: dict[tuple[Hashable, str], Wrong] = {}
        self._pending: dict[tuple[Hashable, str], str] = {}
        self._drafts: list[dict[str, str]] = []
        self._draft_wrong: dict[tuple[int, str], Wrong] = {}
        self._adding = False
        self._refused = RefusedCells(self, self._wrong, self._pending, self._refresh_all)

    # -- for tables to say ---------------------------------------------------------------------------------------

    def stored_count(self) -> int:
        """Number of stored rows."""
        raise NotImplementedError

    def key_of(self, row: int) -> Hashable | None:
        """What services call a stored row (0 is the first); None while it is not read yet."""
        raise NotImplementedError

    def shown(self, row: int, column: TableColumn) -> str:
        """Text of a stored cell."""
        raise NotImplementedError

    def edited(self, row: int, column: TableColumn) -> str:
        """Text of a stored cell in an editor and on the clipboard: all digits."""
        return self.shown(row, column)

    def parse(self, column: TableColumn, text: str) -> CellValue:
        """What a typed text means.

        Raises:
            InvalidInput: It means nothing; the reason is shown in the cell.
        """
        raise NotImplementedError

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """Store edits in the background, then call `edits_written` (or `edits_failed`)."""
        raise NotImplementedError

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        """Store new rows in the background, then call `rows_added` with the same numbers."""
        raise NotImplementedError

    def can_edit(self, row: int, column: TableColumn) -> bool:
        """Whether a stored cell takes typing."""
        return column.editable and self.key_of(row) is not None

    def decoration(self, row: int, column: TableColumn) -> Any:
        """An icon or colour before a stored cell's text; None for none."""
        return None

    def choices(self, row: int, column: TableColumn) -> Sequence[tuple[str, str]]:
        """Words that a cell can take, each with what is stored for it, for a list in its editor; empty: free text."""
        return ()

    def arranged(self, rows: Sequence[Sequence[str]], top: int, left: int) -> PastedBlock:
        """Where the rows of a block belong that is pasted at a cell: from there downwards."""
        return PastedBlock([(top + down, row) for down, row in enumerate(rows)], left)

    def when_ready(self, first: int, last: int, then: Callable[[], object]) -> None:
        """Call `then` when the texts of some rows (as shown) are known: at once, unless rows are read by and by."""
        then()

    # -- rows ----------------------------------------------------------------------------------------------------

    def draft_count(self) -> int:
        """Rows that are not stored yet, the waiting blank one included."""
        return len(self._drafts) + (1 if self.appendable else 0)

    def draft_of(self, row: int) -> int | None:
        """Number of the draft in a row of the table; None for a stored row."""
        number = row - (0 if self.drafts_on_top else self.stored_count())
        return number if 0 <= number < self.draft_count() else None

    def stored_of(self, row: int) -> int:
        """Number of the stored row in a row of the table."""
        return row - self.draft_count() if self.drafts_on_top else row

    def row_of_stored(self, number: int) -> int:
        """The row of the table in which a stored row is shown."""
        return number + self.draft_count() if self.drafts_on_top else number

    def set_appendable(self, wanted: bool) -> None:
        """Let a blank row wait for a record, or not."""
        if wanted == self.appendable:
            return
        row = 0 if self.drafts_on_top else self.stored_count()
        row += len(self._drafts)
        if wanted:
            self.beginInsertRows(QModelIndex(), row, row)
            self.appendable = True
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), row, row)
            self.appendable = False
            self.endRemoveRows()

    def drop_draft(self, number: int) -> None:
        """Forget a row that is not stored yet."""
        if not 0 <= number < len(self._drafts):
            return
        row = number + (0 if self.drafts_on_top else self.stored_count())
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._drafts[number]
        self._draft_wrong = {
            (n - 1 if n > number else n, key): wrong for (n, key), wrong in self._draft_wrong.items() if n != number
        }
        self.endRemoveRows()

    def column_index(self, key: str) -> int:
        """Where a column stands."""
        return next(number for number, column in enumerate(self.columns) if column.key == key)

    def wrong_count(self) -> int:
        """Cells whose typed text is not stored."""
        return len(self._wrong) + len(self._draft_wrong)

    # -- what is left of what was typed ------------------------------------------------------------------------------

    def wrong_cells(self) -> list[tuple[tuple[Hashable, str], Wrong]]:
        """Cells of stored rows whose typed text was refused, by key of the row and of the column."""
        return list(self._wrong.items())

    def put_wrong(self, cells: Mapping[tuple[Hashable, str], Wrong]) -> None:
        """Mark cells of stored rows again."""
        self._wrong.update(cells)
        self._refused.overlook()
        self._refresh_all()

    def drafts_left(self) -> list[dict[str, str]]:
        """What was typed into rows that are not stored yet."""
        return [dict(row) for row in self._drafts]

    def put_drafts(self, rows: Sequence[dict[str, str]]) -> None:
        """Let rows stand as new ones, after those that are there, marked where they are wrong."""
        if not rows:
            return
        first = len(self._drafts) + (0 if self.drafts_on_top else self.stored_count())
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._drafts += [dict(row) for row in rows]
        self.endInsertRows()
        for number in range(len(self._drafts) - len(rows), len(self._drafts)):
            self._draft_values(number)

    # -- typing --------------------------------------------------------------------------------------------------

    def take(self, cells: Sequence[TypedCell], how: How) -> None:
        """Take what was typed, pasted, filled down or cleared: stored in one transaction, refused cells marked."""
        edits: list[CellEdit] = []
        touched_drafts: set[int] = set()
        for cell in cells:
            column = self.columns[cell.column]
            number = self.draft_of(cell.row)
            if number is not None:
                if column.editable:
                    self._type_draft(number, column, cell.text)
                    touched_drafts.add(min(number, len(self._drafts) - 1))
                continue
            edit = self._edit_of(self.stored_of(cell.row), column, cell.text)
            if edit is not None:
                edits.append(edit)
        edits += self._refused.tried_again(edits)
        if edits:
            self.write_edits(edits, how)
        if touched_drafts:
            self._try_drafts(sorted(touched_drafts), how)
        self._refresh_all()
        if not edits and not touched_drafts:
            self.written.emit(0, self.wrong_count())

    def _edit_of(self, row: int, column: TableColumn, text: str) -> CellEdit | None:
        if (key := self.key_of(row)) is None or not self.can_edit(row, column):
            return None
        place = (key, column.key)
        was_wrong = self._wrong.pop(place, None)
        if was_wrong is None and text == self.edited(row, column):
            return None
        try:
            value = self.parse(column, text)
        except InvalidInput as error:
            self._wrong[place] = Wrong(text, self.desk.texts.error(error))
            return None
        self._pending[place] = text
        return CellEdit(key, column.key, value)  # type: ignore[arg-type]

    def edits_written(self, edits: Sequence[CellEdit], outcome: EditOutcome) -> None:
        """What became of edits: refused rows keep what was typed, with the reason."""
        refused_rows = {refusal.row for refusal in outcome.refused}
        reasons = {
            (refusal.row, refusal.column): self.desk.texts.message(refusal.message_id, refusal.params)
            for refusal in outcome.refused
        }
        for edit in edits:
            text = self._pending.pop((edit.row, edit.column), "")
            reason = reasons.pop((edit.row, edit.column), None)
            waits = reason is None and edit.row in refused_rows
            if waits:
                reason = self.desk.texts.t("Not stored: another cell of this row needs a look first.")
            if reason is not None:
                self._wrong[(edit.row, edit.column)] = Wrong(text, reason, waits)
        for place, reason in reasons.items():
            self._wrong[place] = Wrong("", reason)
        self._refresh_all()
        self.written.emit(outcome.stored, len(outcome.refused))

    def edits_failed(self, edits: Sequence[CellEdit], error: Exception) -> None:
        """Nothing of the edits was stored: they stay, marked, and the trouble is told."""
        reason = self.desk.texts.error(error) if isinstance(error, ScoreError) else self.desk.texts.t("Not stored.")
        for edit in edits:
            text = self._pending.pop((edit.row, edit.column), "")
            self._wrong[(edit.row, edit.column)] = Wrong(text, reason)
        self._refused.overlook()
        self._refresh_all()
        self.desk.trouble(error)

    def _type_draft(self, number: int, column: TableColumn, text: str) -> None:
        if number >= len(self._drafts):
            row = len(self._drafts) + (0 if self.drafts_on_top else self.stored_count()) + 1
            self.beginInsertRows(QModelIndex(), row, row)
            self._drafts.append({})
            self.endInsertRows()
            number = len(self._drafts) - 1
        self._draft_wrong.pop((number, column.key), None)
        self._drafts[number][column.key] = text

    def _try_drafts(self, numbers: Iterable[int], how: How) -> None:
        """Store the drafts that have all they need; mark what means nothing."""
        rows: list[dict[str, CellValue]] = []
        ready: list[int] = []
        for number in numbers:
            values = self._draft_values(number)
            if values is not None:
                rows.append(values)
                ready.append(number)
        if rows:
            self.add_rows(rows, ready, how)

    def _draft_values(self, number: int) -> dict[str, CellValue] | None:
        typed = {key: text for key, text in self._drafts[number].items() if text.strip()}
        values: dict[str, CellValue] = {}
        for column in self.columns:
            if column.key not in typed:
                continue
            try:
                values[column.key] = self.parse(column, typed[column.key])
            except InvalidInput as error:
                self._draft_wrong[(number, column.key)] = Wrong(typed[column.key], self.desk.texts.error(error))
        if any(place[0] == number for place in self._draft_wrong):
            return None
        needed = [column.key for column in self.columns if column.required]
        return values if values and all(key in values for key in needed) else None

    def rows_added(self, numbers: Sequence[int | None], outcome: EditOutcome) -> None:
        """What became of new rows (None: it is a draft no more): refused ones stay as drafts, with the reason."""
        refused: dict[int, list[tuple[str, str]]] = {}
        for refusal in outcome.refused:
            reason = self.desk.texts.message(refusal.message_id, refusal.params)
            refused.setdefault(int(refusal.row), []).append((refusal.column, reason))
        for place, number in reversed(list(enumerate(numbers))):
            if number is None:
                continue
            if place not in refused:
                self.drop_draft(number)
                continue
            for key, reason in refused[place]:
                text = self._drafts[number].get(key, "")
                self._draft_wrong[(number, key)] = Wrong(text, reason)
        self._refresh_all()
        self.written.emit(outcome.stored, len(outcome.refused))

    # -- overrides of Qt -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Stored rows and drafts; none below a row."""
        return 0 if parent.isValid() else self.stored_count() + self.draft_count()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def text_at(self, row: int, column: int, *, editing: bool = False) -> str:
        """What stands in a cell; as an editor holds it with `editing`."""
        spec = self.columns[column]
        number = self.draft_of(row)
        if number is not None:
            return self._drafts[number].get(spec.key, "") if number < len(self._drafts) else ""
        stored = self.stored_of(row)
        place = (self.key_of(stored), spec.key)
        wrong = self._wrong.get(place)
        if wrong is not None and (wrong.text or editing):
            return wrong.text
        if place in self._pending:
            return self._pending[place]
        return self.edited(stored, spec) if editing else self.shown(stored, spec)

    def wrong_at(self, row: int, column: int) -> str:
        """Why a cell was refused; "" where nothing is wrong."""
        key = self.columns[column].key
        if (number := self.draft_of(row)) is not None:
            wrong = self._draft_wrong.get((number, key))
        else:
            wrong = self._wrong.get((self.key_of(self.stored_of(row)), key)) if self._wrong else None
        return wrong.reason if wrong is not None else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment, marks and the words for screen readers."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        spec = self.columns[column]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text_at(row, column, editing=role == Qt.ItemDataRole.EditRole)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(spec)
        if role == WRONG_ROLE:
            return self.wrong_at(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.wrong_at(row, column) or None
        return self._looks(row, column, spec, role)

    def _looks(self, row: int, column: int, spec: TableColumn, role: int) -> Any:
        if role == DRAFT_ROLE:
            return self.draft_of(row) is not None
        palette = tokens.palette(self.desk.mode)
        if role == Qt.ItemDataRole.ForegroundRole:
            if self.wrong_at(row, column):
                return QBrush(QColor(palette.wrong))
            return None if spec.editable or self.draft_of(row) is not None else QBrush(QColor(palette.muted))
        if role == Qt.ItemDataRole.DecorationRole and self.draft_of(row) is None:
            return self.decoration(self.stored_of(row), spec)
        if role == Qt.ItemDataRole.FontRole and self.draft_of(row) is not None:
            font = QFont()
            font.setItalic(True)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title, on the side of its cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return _side(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be selected; those that take typing can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row, spec = index.row(), self.columns[index.column()]
        draft = self.draft_of(row) is not None
        takes = spec.editable if draft else self.can_edit(self.stored_of(row), spec)
        return _TAKES_TYPING if takes else _CAN_BE_SELECTED

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """What an editor hands over."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.take([TypedCell(index.row(), index.column(), str(value))], How.TYPED)
        return True

    def _refresh_all(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))


def _side(column: TableColumn) -> Qt.AlignmentFlag:
    return _RIGHT if column.right else _LEFT
