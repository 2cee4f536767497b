"""New bills in a table: rows on top, stored when the cursor leaves them, a pasted block at once.

What cannot be stored stays as it was typed; what a pasted block left goes and comes with that step of Undo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Signal

from score_desktop.errors import InvalidInput
from score_desktop.services import bill_edits, change_labels
from score_desktop.services.bill_edits import NewBill
from score_desktop.services.edits import CellValue, EditOutcome, TableColumn
from score_desktop.ui.doing import counted
from score_desktop.ui.itemmodels.bill_bulk import Added, Sent, add_block
from score_desktop.ui.itemmodels.cells import How, TypedCell
from score_desktop.ui.itemmodels.left_rows import LeftRow, LeftRows
from score_desktop.ui.itemmodels.refused import Wrong
from score_desktop.ui.itemmodels.typed_rows import TypedRows

if TYPE_CHECKING:
    from score_desktop.services.bills import BillFilter
    from score_desktop.services.meters import MeterRow
    from score_desktop.ui.desk import Desk


class NewBills(TypedRows):
    """The rows of a table of bills that are not stored yet.

    Signals:
        added: Ids of bills that were typed or pasted here, as a list.
        refused: An enterprise, and rows of it that could not be stored while the table came to show others.
    """

    added = Signal(object)
    refused = Signal(str, object)

    def __init__(self, desk: Desk, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(desk, columns, parent)
        self.drafts_on_top = True
        self.wanted: BillFilter | None = None
        self.meters: tuple[MeterRow, ...] = ()
        self._generation = 0
        self._block: list[dict[str, str]] = []
        self._left = LeftRows(self)

    def _add_many(self, cells: Sequence[TypedCell], how: How) -> None:
        """A large block of new bills, in the background; what cannot be stored stays as rows on top."""
        if self.wanted is None:
            return
        rows: dict[int, dict[str, str]] = {}
        for cell in cells:
            column = self.columns[cell.column]
            if column.editable:
                rows.setdefault(cell.row, {})[column.key] = cell.text
        desk, enterprise = self.desk, self.wanted.enterprise
        names = Counter(meter.name.casefold() for meter in self.meters)
        clear = {meter.name.casefold(): meter.uid for meter in self.meters if names[meter.name.casefold()] == 1}
        typed = list(rows.values())
        label = change_labels.bills_pasted
        task = partial(add_block, desk.context, enterprise, typed, clear, desk.texts, desk.today(), label)
        storing = counted("Storing {n} bill", "Storing {n} bills", len(rows))
        desk.do(storing, task, partial(self._on_many_added, enterprise), owner=self)

    def _on_many_added(self, enterprise: str, found: Added) -> None:
        if self.wanted is None or self.wanted.enterprise != enterprise:
            return  # the table shows another enterprise by now: rows that were left must not become its bills
        self.put_left(found.left)
        self.written.emit(found.outcome.stored, len(found.left))
        self._left.left_by(found.outcome.stored, enterprise, [row for row, _ in found.left])
        if found.outcome.made:
            self.added.emit([int(bill) for bill in found.outcome.made])

    def _store_new(self, numbers: Sequence[int], how: How) -> None:
        self._block = [self._drafts[number] for number in numbers]
        super()._store_new(numbers, how)
        self._block = []

    def leave_row(self, row: int) -> None:
        """The cursor has left a row: if it is a draft that was typed, store it."""
        number = self.draft_of(row)
        if number is not None and number in self._typed and not self._adding:
            self._typed.discard(number)
            super()._store_new([number], How.TYPED)

    def rows_left(self) -> list[dict[str, str]]:
        """What was typed into new rows and is neither stored nor being stored."""
        return [
            dict(row)
            for number, row in enumerate(self._drafts)
            if number not in self._being_stored and any(row.values())
        ]

    def hold_rows(self) -> None:
        """Store no typed row from now on, unless it is typed into again: somebody else has taken them over."""
        self._typed.clear()

    def put_rows_back(self, rows: Sequence[dict[str, str]]) -> None:
        """Let these be the new rows, marked where they were wrong."""
        self._generation += 1
        self._being_stored = frozenset()
        self._typed.clear()  # the cursor leaves rows that go
        while self._drafts:
            self.drop_draft(0)
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self._drafts = [dict(row) for row in rows]
            self.endInsertRows()
        self._typed = set(range(len(rows)))
        for number in self._typed:
            self._draft_values(number)

    def _draft_values(self, number: int) -> dict[str, CellValue] | None:
        """Values of a draft; None if something in it means nothing. What is needed is for the service to say."""
        values: dict[str, CellValue] = {}
        self._draft_wrong = {place: wrong for place, wrong in self._draft_wrong.items() if place[0] != number}
        for column in self.columns:
            text = self._drafts[number].get(column.key, "").strip()
            if not text:
                continue
            try:
                values[column.key] = self.parse(column, text)
            except InvalidInput as error:
                self._draft_wrong[(number, column.key)] = Wrong(text, self.desk.texts.error(error))
        return None if not values or any(place[0] == number for place in self._draft_wrong) else values

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        """Store new bills."""
        if self.wanted is None:
            return
        new = [NewBill(values, self._meter_uid(values)) for values in rows]
        label = change_labels.bills_pasted if how is How.PASTED else change_labels.bills_added
        self._adding, self._being_stored = True, self._being_stored.union(numbers)
        drafts = [self._drafts[number] for number in numbers]
        sent = Sent(self.wanted.enterprise, self._generation, [dict(row) for row in drafts], self._block)
        self.desk.write(
            self,
            bill_edits.add_bills,
            self.wanted.enterprise,
            new,
            label=label,
            then=lambda outcome: self._on_added(sent, drafts, outcome),
            failed=lambda error: self._on_not_added(sent, drafts, error),
        )

    def _on_added(self, sent: Sent, drafts: Sequence[dict[str, str]], outcome: EditOutcome) -> None:
        self._adding = False
        if sent.generation != self._generation:  # the table shows other new rows by now
            self.refused.emit(sent.enterprise, [sent.rows[int(place)] for place in sorted(outcome.refused_rows)])
            return
        numbers = self._places_of(drafts)
        self._being_stored -= set(numbers)
        self.rows_added(numbers, outcome)
        stand = {id(draft) for draft in self._drafts}
        self._left.left_by(outcome.stored, sent.enterprise, [row for row in sent.block if id(row) in stand])
        if outcome.made:
            self.added.emit([int(bill) for bill in outcome.made])

    def _on_not_added(self, sent: Sent, drafts: Sequence[dict[str, str]], error: Exception) -> None:
        self._adding = False
        if sent.generation == self._generation:
            self._being_stored -= set(self._places_of(drafts))
        else:
            self.refused.emit(sent.enterprise, sent.rows)
        self.desk.trouble(error)

    def _meter_uid(self, values: dict[str, CellValue]) -> str | None:
        """The meter of that name among those that are shown; None leaves it to the service."""
        name = str(values.get("meter") or "").strip().casefold()
        shown = [meter.uid for meter in self.meters if meter.name.casefold() == name]
        return shown[0] if len(shown) == 1 else None

    # -- what a block left -------------------------------------------------------------------------------------------

    def put_left(self, rows: Sequence[LeftRow]) -> None:
        """Let rows that could not be stored stand after the new ones, each with what is wrong in it."""
        if not rows:
            return
        first = len(self._drafts)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        for number, (row, wrong) in enumerate(rows, first):
            self._drafts.append(dict(row))
            self._draft_wrong.update({(number, key): one for key, one in wrong.items()})
        self.endInsertRows()

    def take_left(self, rows: Sequence[dict[str, str]]) -> list[LeftRow]:
        """Take away new rows that say the same as these, and tell what was wrong in them; what is stored now stays."""
        gone = Counter(_said(row) for row in rows)
        numbers: list[int] = []
        for number, draft in enumerate(self._drafts):
            said = _said(draft)
            if gone[said] and number not in self._being_stored:
                gone[said] -= 1
                numbers.append(number)
        wrong: dict[int, dict[str, Wrong]] = {}
        for (number, key), one in self._draft_wrong.items():
            wrong.setdefault(number, {})[key] = one
        taken: list[LeftRow] = [(self._drafts[number], wrong.get(number, {})) for number in numbers]
        self.drop_drafts(numbers)
        return taken


def _said(row: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((key, text) for key, text in row.items() if text.strip())
