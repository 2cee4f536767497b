"""What the tables of a flow chart share: rows in a person's order that follow the source, new rows below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from score_desktop import units
from score_desktop.errors import InvalidInput
from score_desktop.services.edits import CellEdit, CellRefusal, CellValue, ColumnKind, EditOutcome, TableColumn
from score_desktop.services.process import Process, ProcessView
from score_desktop.services.process_rows import FlowRow, StepRow
from score_desktop.ui.itemmodels.cells import How, Index
from score_desktop.ui.itemmodels.left import Leftovers
from score_desktop.ui.itemmodels.refused import Wrong
from score_desktop.ui.itemmodels.typed_rows import TypedRows, runs, without

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.process_source import ProcessSource

R = TypeVar("R", FlowRow, StepRow)


@dataclass(frozen=True, slots=True)
class Sent:
    """New rows that are being stored.

    Attributes:
        audit: Whose rows they are; another may be shown when the answer comes.
        generation: Of the drafts among which they stand; in another one they are not.
        texts: What was typed into them.
        rows: The drafts themselves: what is typed into them meanwhile is there too.
    """

    audit: str
    generation: int
    texts: tuple[dict[str, str], ...]
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowUses:
    """How rows of one kind are stored.

    Attributes:
        edit: Stores cells of an audit's rows.
        add: Stores new rows of an audit.
        edited, added: What the change is called, by how the cells came; as typed where nothing else is said.
    """

    edit: Callable[..., EditOutcome]
    add: Callable[..., EditOutcome]
    edited: Mapping[How, Any]
    added: Mapping[How, Any]


class ProcessCells(TypedRows, Generic[R]):
    """Rows of a flow chart; what is typed into the last row is stored when the cursor leaves it.

    Signals:
        relisted: Rows have come, gone or moved.
    """

    relisted = Signal()

    def __init__(
        self,
        desk: Desk,
        source: ProcessSource,
        columns: Sequence[TableColumn],
        uses: RowUses,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(desk, columns, parent)
        self.source, self._uses = source, uses
        self.audit = ""
        self.rows: tuple[R, ...] = ()
        self.process: Process | None = None
        self.view: ProcessView | None = None
        self.leftovers = Leftovers(self, self._drafts_to_keep)
        self._waiting: set[int] = set()
        self._generation = 0
        self._arrived: tuple[Sent, EditOutcome] | None = None
        self._held: tuple[Process, Sequence[R]] | None = None
        self._late: list[CellEdit] = []
        self.appendable = not desk.context.read_only

    # -- for tables to say ---------------------------------------------------------------------------------------

    def read_text(self, key: str, text: str) -> Mapping[str, CellValue]:
        """What a typed text means: often more than one cell.

        Raises:
            InvalidInput: It means nothing.
        """
        raise NotImplementedError

    # -- rows ----------------------------------------------------------------------------------------------------

    def edit_rows(self, edits: Sequence[CellEdit], then: Callable[[EditOutcome], object], how: How) -> None:
        """Store edits as one change."""
        label = self._uses.edited.get(how, self._uses.edited[How.TYPED])
        failed = partial(self.edits_failed, list(edits))
        self.desk.write(self, self._uses.edit, self.audit, list(edits), label=label, then=then, failed=failed)

    def make_rows(
        self,
        rows: Sequence[dict[str, CellValue]],
        then: Callable[[EditOutcome], object],
        failed: Callable[[Exception], object],
        how: How,
    ) -> None:
        """Store new rows as one change; refusals name places in `rows`. Calls `failed` if nothing came of it."""
        label = self._uses.added.get(how, self._uses.added[How.TYPED])
        self.desk.write(self, self._uses.add, self.audit, list(rows), label=label, then=then, failed=failed)

    def show_rows(self, process: Process, rows: Sequence[R]) -> None:
        """Show rows as they are stored now; editors and the cursor stay where they are."""
        self.process, self._held = process, None
        if process.audit != self.audit:
            self._show_other(process.audit, rows)
            return
        if self._adding and self._arrived is None and {row.uid for row in rows} - {row.uid for row in self.rows}:
            self._held = process, rows  # which of the new rows are theirs is known in a moment
            return
        is_relisted = self._take_in(rows)
        old, new = [row.uid for row in self.rows], [row.uid for row in rows]
        if old == new:
            self.rows = tuple(rows)
            self._refresh_all()
            if is_relisted:
                self.relisted.emit()
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
        self._generation += 1
        self._adding, self._being_stored = False, frozenset()
        self._arrived, self._late = None, []
        self.endResetModel()
        self._take_leftovers()
        self.relisted.emit()

    def _take_leftovers(self) -> None:
        first = len(self._drafts)
        self.leftovers.enter(self.audit)
        self._typed.update(range(first, len(self._drafts)))

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

    def width_name(self, column: int) -> str:
        """What the width of a column is remembered by."""
        return str(column)

    # -- cells ---------------------------------------------------------------------------------------------------

    def _drafts_to_keep(self) -> list[dict[str, str]]:
        """Without those that are being stored: they would be stored again when they come back."""
        return [row for number, row in enumerate(self.drafts_left()) if number not in self._being_stored]

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

    def _store_new(self, numbers: Sequence[int], how: How) -> None:
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
        super()._store_new(numbers, how)

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
        self.make_rows(rows, partial(self.rows_stored, sent), partial(self.not_made, sent), how)

    def sending(self, numbers: Sequence[int]) -> Sent:
        """New rows are about to be stored."""
        self._adding, self._being_stored = True, frozenset(numbers)
        rows = tuple(self._drafts[number] for number in numbers)
        return Sent(self.audit, self._generation, tuple(dict(row) for row in rows), rows)

    def rows_stored(self, sent: Sent, outcome: EditOutcome) -> None:
        """Let new rows take the place of what was typed, once they are read."""
        if sent.generation == self._generation:
            self._arrived = sent, outcome
        self.source.when_read(lambda: self._take_over(sent, outcome))

    def _take_in(self, rows: Sequence[R]) -> bool:
        """Let drafts become the records that were made of them, where they stand; True if some did.

        No cell goes, so that an editor that is open in one stays open with what is in it.
        """
        if self._arrived is None:
            return False
        sent, outcome = self._arrived
        shown, there = {row.uid for row in self.rows}, {row.uid: row for row in rows}
        accepted = [row for place, row in enumerate(sent.rows) if place not in outcome.refused_rows]
        made = [
            (str(uid), number)
            for uid, number in zip(outcome.made, self._places_of(accepted), strict=True)
            if str(uid) in there and str(uid) not in shown
        ]
        if not made:
            return False
        self._arrived, self._late = None, self._edits_of(_typed_since(sent, outcome))
        count = self._put_first([number for _, number in made])
        del self._drafts[:count]
        self._renumber(lambda number: number - count if number >= count else None)
        self.rows += tuple(there[uid] for uid, _ in made)
        return True

    def _put_first(self, numbers: Sequence[int]) -> int:
        """Move drafts above the others, in their order; how many there are."""
        done = 0
        for first, last in runs(numbers):
            count, top = last + 1 - first, self.stored_count()
            if first > done:
                self.beginMoveRows(QModelIndex(), top + first, top + last, QModelIndex(), top + done)
                moved = self._drafts[first : last + 1]
                del self._drafts[first : last + 1]
                self._drafts[done:done] = moved
                self._renumber(partial(_moved, first=first, last=last, to=done))
                self.endMoveRows()
            done += count
        return done

    def _renumber(self, new: Callable[[int], int | None]) -> None:
        """Let all that is known of drafts follow them to their new numbers; None: it is none any more."""
        self._draft_wrong = {
            (number, key): wrong for (old, key), wrong in self._draft_wrong.items() if (number := new(old)) is not None
        }
        self._typed, self._waiting, stored = (
            {number for old in numbers if (number := new(old)) is not None}
            for numbers in (self._typed, self._waiting, self._being_stored)
        )
        self._being_stored = frozenset(stored)

    def _take_over(self, sent: Sent, outcome: EditOutcome) -> None:
        if self._held is not None:
            self.show_rows(*self._held)
        if sent.generation != self._generation:
            self._give_back(sent, outcome)
            return
        late = self._late if self._arrived is None else self._edits_of(_typed_since(sent, outcome))
        left = {id(row): number for number, row in enumerate(self._drafts)}
        numbers = [left.get(id(row)) for row in sent.rows]
        gone = {number for place, number in enumerate(numbers) if place not in outcome.refused_rows}
        self._typed -= gone  # the cursor may stand on one of them
        self._waiting -= gone
        self._being_stored = frozenset()
        self.rows_added(numbers, outcome)
        self._adding, self._arrived, self._late = False, None, []
        if late:
            self.write_edits(late, How.TYPED)
        self._store_waiting(How.TYPED)

    def _edits_of(self, typed: Iterable[tuple[str, str, str]]) -> list[CellEdit]:
        """What was typed into rows that are stored by now, as edits of them; what means nothing is marked."""
        edits: list[CellEdit] = []
        for uid, key, text in typed:
            try:
                self.read_text(key, text)
            except InvalidInput as error:
                self._wrong[(uid, key)] = Wrong(text, self.desk.texts.error(error))
            else:
                self._pending[(uid, key)] = text
                edits.append(CellEdit(uid, key, None))
        return edits

    def _give_back(self, sent: Sent, outcome: EditOutcome) -> None:
        """The table has shown another audit since: what is not stored waits there, or here if this is it again."""
        rows = [dict(row) for place, row in enumerate(sent.rows) if place in outcome.refused_rows]
        reason = self.desk.texts.t("Not stored.")
        cells = [[uid, key, text, reason] for uid, key, text in _typed_since(sent, outcome)]
        self.leftovers.add(sent.audit, rows, cells)
        if sent.audit == self.audit:
            self._take_leftovers()

    def not_made(self, sent: Sent, error: object) -> None:
        """New rows could not be stored at all: they stay as they were typed, and the trouble is told."""
        self.unmade(sent)
        self.desk.trouble(error)

    def unmade(self, sent: Sent) -> None:
        """New rows are not being stored any more: they stay as they were typed."""
        if sent.generation == self._generation:
            self._adding, self._being_stored = False, frozenset()
            if self._held is not None:
                self.show_rows(*self._held)
            return
        self.leftovers.add(sent.audit, [dict(row) for row in sent.rows], [])
        if sent.audit == self.audit:
            self._take_leftovers()

    def drop_draft(self, number: int) -> None:
        """The base's, with those that wait to be stored."""
        self._waiting.discard(number)
        super().drop_draft(number)
        self._waiting = without(self._waiting, number)


def _moved(number: int, *, first: int, last: int, to: int) -> int:
    """The number of a draft after those from `first` to `last` went up to `to`."""
    if first <= number <= last:
        return number - first + to
    return number + last + 1 - first if to <= number < first else number


def _typed_since(sent: Sent, outcome: EditOutcome) -> list[tuple[str, str, str]]:
    """What was typed into new rows while they were being stored: portable id, column, text."""
    accepted = [place for place in range(len(sent.rows)) if place not in outcome.refused_rows]
    return [
        (str(uid), key, text)
        for uid, place in zip(outcome.made, accepted, strict=True)
        for key, text in sent.rows[place].items()
        if text != sent.texts[place].get(key, "")
    ]


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are equal at the start, and how many of the others at the end."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end
