"""What the tables of a flow chart share: rows in a person's order that follow the source, new rows below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from score_desktop import units
from score_desktop.errors import InvalidInput
from score_desktop.services.edits import CellEdit, CellRefusal, CellValue, ColumnKind, EditOutcome, TableColumn
from score_desktop.services.process import Process, ProcessView
from score_desktop.services.process_rows import FlowRow, StepRow
from score_desktop.ui.itemmodels.cells import CellModel, How, Index, Wrong
from score_desktop.ui.itemmodels.left import Leftovers

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.process_source import ProcessSource

R = TypeVar("R", FlowRow, StepRow)


@dataclass(frozen=True, slots=True)
class Sent:
    """New rows that are being stored: their places among the drafts, and what was typed into them."""

    numbers: tuple[int, ...]
    texts: tuple[dict[str, str], ...]


class ProcessCells(CellModel, Generic[R]):
    """Rows of a flow chart; what is typed into the last row is stored when the cursor leaves it.

    Signals:
        relisted: Rows have come, gone or moved.
    """

    relisted = Signal()

    def __init__(
        self, desk: Desk, source: ProcessSource, columns: Sequence[TableColumn], parent: QObject | None = None
    ) -> None:
        super().__init__(desk, columns, parent)
        self.source = source
        self.audit = ""
        self.rows: tuple[R, ...] = ()
        self.process: Process | None = None
        self.view: ProcessView | None = None
        self.leftovers = Leftovers(self)
        self._typed: set[int] = set()
        self._waiting: set[int] = set()
        self.appendable = not desk.context.read_only

    # -- for tables to say ---------------------------------------------------------------------------------------

    def read_text(self, key: str, text: str) -> Mapping[str, CellValue]:
        """What a typed text means: often more than one cell.

        Raises:
            InvalidInput: It means nothing.
        """
        raise NotImplementedError

    def edit_rows(self, edits: Sequence[CellEdit], then: Callable[[EditOutcome], object], how: How) -> None:
        """Store edits as one change."""
        raise NotImplementedError

    def make_rows(self, rows: Sequence[dict[str, CellValue]], then: Callable[[EditOutcome], object], how: How) -> None:
        """Store new rows as one change; refusals name places in `rows`. Calls `not_made` if nothing came of it."""
        raise NotImplementedError

    # -- rows ----------------------------------------------------------------------------------------------------

    def show_rows(self, process: Process, rows: Sequence[R]) -> None:
        """Show rows as they are stored now; editors and the cursor stay where they are."""
        self.process = process
        if process.audit != self.audit:
            self._show_other(process.audit, rows)
            return
        old, new = [row.uid for row in self.rows], [row.uid for row in rows]
        if old == new:
            self.rows = tuple(rows)
            self._refresh_all()
            return
        start, from_end = _common_ends(old, new)
        if len(old) - from_end > start:
            self.beginRemoveRows(QModelIndex(), start, len(old) - from_end - 1)
            self.rows = self.rows[:start] + self.rows[len(old) - from_end :]
            self.endRemoveRows()
        if len(new) - from_end > start:
            self.beginInsertRows(QModelIndex(), start, len(new) - from_end - 1)
            self.rows = tuple(rows)
            self.endInsertRows()
        self.rows = tuple(rows)
        self._refresh_all()
        self.relisted.emit()

    def _show_other(self, audit: str, rows: Sequence[R]) -> None:
        self.leftovers.leave(self.audit)
        self.beginResetModel()
        self.audit, self.rows, self.view = audit, tuple(rows), None
        for kept in (self._wrong, self._pending, self._drafts, self._draft_wrong, self._typed, self._waiting):
            kept.clear()
        self.endResetModel()
        self.leftovers.enter(audit)
        self._typed = set(range(len(self._drafts)))
        self.relisted.emit()

    def show_view(self, view: ProcessView) -> None:
        """Show what was calculated beside what is stored."""
        self.view = view
        self._refresh_all()

    def row_of(self, uid: str) -> int | None:
        """The row of the table in which a record is shown; None if it is not."""
        return next((number for number, row in enumerate(self.rows) if row.uid == uid), None)

    def uids(self, first: int, last: int) -> list[str]:
        """Portable ids of rows of the table, drafts left out."""
        return [row.uid for row in self.rows[max(first, 0) : last + 1]]

    # -- cells ---------------------------------------------------------------------------------------------------

    def stored_count(self) -> int:
        """Number of records."""
        return len(self.rows)

    def key_of(self, row: int) -> str | None:
        """Portable id."""
        return self.rows[row].uid if 0 <= row < len(self.rows) else None

    def parse(self, column: TableColumn, text: str) -> CellValue:
        """The cell itself; what else the text says is read again when it is stored."""
        return self.read_text(column.key, text).get(column.key)

    def can_edit(self, row: int, column: TableColumn) -> bool:
        """All but what is calculated, unless the workspace can only be read."""
        return super().can_edit(row, column) and not self.desk.context.read_only

    def choices(self, row: int, column: TableColumn) -> Sequence[tuple[str, str]]:
        """Words of a choice, or the symbols of units."""
        if column.kind is ColumnKind.UNIT:
            return [(unit.symbol, unit.symbol) for unit in units.known_units()]
        return [(self.desk.texts.t(words), key) for key, words in column.choices if words]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The base's, the words of screen readers, and an invitation in the row that waits."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            shown = self.data(index, Qt.ItemDataRole.DisplayRole) or ""
            return f"{self._headings[index.column()]}: {shown}"
        invites = role == Qt.ItemDataRole.DisplayRole and index.isValid() and index.column() == 0
        if invites and self.draft_of(index.row()) == len(self._drafts):
            return self.desk.texts.t("New…")
        return super().data(index, role)

    # -- writing -------------------------------------------------------------------------------------------------

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """Store all that the typed texts say."""
        self.edit_rows(self.whole_edits(edits), lambda outcome: self.edits_stored(edits, outcome), how)

    def whole_edits(self, edits: Sequence[CellEdit]) -> list[CellEdit]:
        """Each typed text with all the cells that it means."""
        whole: list[CellEdit] = []
        for edit in edits:
            text = self._pending[(edit.row, edit.column)]
            whole += [CellEdit(edit.row, key, value) for key, value in self.read_text(edit.column, text).items()]
        return whole

    def edits_stored(self, edits: Sequence[CellEdit], outcome: EditOutcome) -> None:
        """Say what became of edits once the rows are those that are stored."""
        typed: dict[object, list[str]] = {}
        for edit in edits:
            typed.setdefault(edit.row, []).append(edit.column)
        refused = tuple(
            CellRefusal(
                one.row,
                one.column if one.column in typed[one.row] else typed[one.row][0],
                one.message_id,
                one.params,
            )
            for one in outcome.refused
        )
        told = EditOutcome(outcome.stored, refused, outcome.made)
        self.source.when_read(lambda: self.edits_written(edits, told))

    def _try_drafts(self, numbers: Iterable[int], how: How) -> None:
        """Pasted rows are stored at once; a typed one when the cursor leaves it, else it would run away from it."""
        if how is How.TYPED:
            for number in numbers:
                self._draft_values(number)
                self._typed.add(number)
        else:
            self._typed.update(numbers)
            self._waiting.update(numbers)
            self._store_waiting(how)

    def leave_row(self, row: int) -> None:
        """The cursor has left a row: if it is new, store it."""
        number = self.draft_of(row)
        if number is not None and number in self._typed:
            self._waiting.add(number)
            self._store_waiting(How.TYPED)

    def _store_waiting(self, how: How) -> None:
        if self._adding or not self._waiting:
            return
        numbers, self._waiting = sorted(n for n in self._waiting if n < len(self._drafts)), set()
        super()._try_drafts(numbers, how)

    def _draft_values(self, number: int) -> dict[str, CellValue] | None:
        """Values of a draft; None if something in it means nothing. What is needed is for the service to say."""
        values: dict[str, CellValue] = {}
        self._draft_wrong = {place: wrong for place, wrong in self._draft_wrong.items() if place[0] != number}
        for column in self.columns:
            text = self._drafts[number].get(column.key, "").strip()
            if not text or not column.editable:
                continue
            try:
                values |= self.read_text(column.key, text)
            except InvalidInput as error:
                self._draft_wrong[(number, column.key)] = Wrong(text, self.desk.texts.error(error))
        is_wrong = any(place[0] == number for place in self._draft_wrong)
        return None if is_wrong or not values else values

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        """Store new rows as one change."""
        sent = self.sending(numbers)
        self.make_rows(rows, lambda outcome: self.rows_stored(sent, outcome), how)

    def sending(self, numbers: Sequence[int]) -> Sent:
        """New rows are about to be stored."""
        self._adding = True
        return Sent(tuple(numbers), tuple(dict(self._drafts[number]) for number in numbers))

    def rows_stored(self, sent: Sent, outcome: EditOutcome) -> None:
        """Let new rows take the place of what was typed, once they are read."""
        self.source.when_read(lambda: self._take_over(sent, outcome))

    def _take_over(self, sent: Sent, outcome: EditOutcome) -> None:
        self._adding = False
        late = self._typed_since(sent, outcome)
        gone = {number for place, number in enumerate(sent.numbers) if place not in outcome.refused_rows}
        self._typed = _shifted(self._typed, gone)
        self._waiting = _shifted(self._waiting, gone)
        self.rows_added(sent.numbers, outcome)
        if late:
            self.write_edits(late, How.TYPED)
        self._store_waiting(How.TYPED)

    def _typed_since(self, sent: Sent, outcome: EditOutcome) -> list[CellEdit]:
        """What was typed into new rows while they were being stored, as edits of them."""
        accepted = [place for place in range(len(sent.numbers)) if place not in outcome.refused_rows]
        edits: list[CellEdit] = []
        for uid, place in zip(outcome.made, accepted, strict=True):
            for key, text in self._drafts[sent.numbers[place]].items():
                if text == sent.texts[place].get(key, ""):
                    continue
                try:
                    self.read_text(key, text)
                except InvalidInput as error:
                    self._wrong[(uid, key)] = Wrong(text, self.desk.texts.error(error))
                else:
                    self._pending[(uid, key)] = text
                    edits.append(CellEdit(uid, key, None))
        return edits

    def not_made(self, error: object) -> None:
        """New rows could not be stored at all: they stay as they were typed."""
        self._adding = False
        self.desk.trouble(error)

    def forget_draft(self, number: int) -> None:
        """A person has deleted a row that is not stored yet; one that is just being stored stays."""
        if not self._adding and 0 <= number < len(self._drafts):
            self.drop_draft(number)
            self._typed, self._waiting = _shifted(self._typed, {number}), _shifted(self._waiting, {number})


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are equal at the start, and how many of the others at the end."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _shifted(numbers: set[int], gone: set[int]) -> set[int]:
    """Numbers of drafts after some have gone."""
    return {number - sum(one < number for one in gone) for number in numbers - gone}
