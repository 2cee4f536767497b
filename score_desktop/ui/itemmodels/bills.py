"""Bills in a table of any length: all ids in order, rows read by id as they are seen, edited in place.

Rows are kept by id, so they outlive another order or filter. What was changed elsewhere stays in sight until it has
been read again: nothing flickers. New rows stand on top (`new_bills`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens
from score_desktop.services import bill_edits, bills, change_labels
from score_desktop.services.bill_table import BILL_COLUMNS, QUALITIES, BillRow, cell_text, edit_text, parse_cell
from score_desktop.services.bills import BillFilter, BillSort
from score_desktop.services.edits import CellEdit, CellValue, ColumnKind, EditOutcome, TableColumn
from score_desktop.ui import icons
from score_desktop.ui.doing import counted
from score_desktop.ui.itemmodels.bill_bulk import Taken, take_block
from score_desktop.ui.itemmodels.bill_pages import BillPages, common_ends
from score_desktop.ui.itemmodels.cells import How, Index, TypedCell
from score_desktop.ui.itemmodels.new_bills import NewBills

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.ui.desk import Desk, Labelled

AT_ONCE = 1_000
"""Cells that are read and stored on the spot; larger blocks are taken in the background."""
UNREAD = "…"
"""Stands in the cells of a row that is still being read."""
_LABELS: dict[How, Labelled] = {
    How.TYPED: change_labels.bills_edited,
    How.PASTED: change_labels.bills_pasted,
    How.FILLED: change_labels.bills_filled,
    How.CLEARED: change_labels.bills_cleared,
}


class BillsModel(NewBills):
    """The bills that a filter selects.

    Signals:
        relisting: Rows are about to come, go or move.
        listed: They did. True if filter or order are others than before.
    """

    relisting = Signal()
    listed = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, BILL_COLUMNS, parent)
        self.ids: array[int] = array("q")
        self.sorted_by = BillSort()
        self._listed: tuple[BillFilter, BillSort] | None = None
        self._clip_words = ", " + desk.texts.t("with a photo or PDF")
        self._clip = icons.icon("paperclip", desk.mode, "muted")
        self._off = QBrush(QColor(tokens.palette(desk.mode).muted))
        self.pages = BillPages(desk, self)
        self.pages.arrived.connect(self._refresh_all)

    # -- which bills ---------------------------------------------------------------------------------------------

    def show_bills(self, wanted: BillFilter) -> None:
        """Show what a filter selects; nothing is read if it does already."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._list()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows into another order."""
        before = self.sorted_by
        self.sorted_by = BillSort(self.columns[column].key, order == Qt.SortOrder.DescendingOrder)
        if before != self.sorted_by:
            self._list()

    def refresh(self, change: ChangeSet | None = None) -> None:
        """Read again what a change may have touched; None: everything."""
        if change is not None and change.tables <= {"bill"} and not change.bulk and not change.packed:
            self.pages.read_again(change.ids("bill"))
        else:
            self.pages.outdate()
        self._list()

    def _list(self) -> None:
        wanted, sort = self.wanted, self.sorted_by
        if wanted is None:
            return
        asked = (wanted, sort)

        def read(session: Any) -> tuple[array[int], tuple[BillRow, ...]]:
            ids = bills.bill_ids(session, wanted, sort)
            first = [] if asked == self._listed else ids[: BillPages.SIZE]
            return ids, bills.bill_page(session, first)

        self.desk.fetch(self, "ids", lambda found: self._on_ids(asked, *found), read)

    def _on_ids(self, asked: tuple[BillFilter, BillSort], ids: array[int], first: Sequence[BillRow]) -> None:
        self.pages.keep(first)
        fresh = asked != self._listed
        if fresh:
            self.relisting.emit()
            self.beginResetModel()
            self.ids, self._listed = ids, asked
            self.pages.use_ids(ids)
            self.endResetModel()
        elif ids != self.ids:
            self.relisting.emit()
            self._merge(ids)
        else:
            self._refresh_all()
        self.listed.emit(fresh)

    def _merge(self, ids: array[int]) -> None:
        """Take new ids over by exchanging the part that differs: editors and selection elsewhere stay."""
        old = self.ids
        start, from_end = common_ends(old, ids)
        if len(old) - from_end > start:
            first = self.row_of_stored(start)
            self.beginRemoveRows(QModelIndex(), first, self.row_of_stored(len(old) - from_end) - 1)
            self.ids = old[:start] + old[len(old) - from_end :]
            self.pages.use_ids(self.ids)
            self.endRemoveRows()
        if len(ids) - from_end > start:
            first = self.row_of_stored(start)
            self.beginInsertRows(QModelIndex(), first, self.row_of_stored(len(ids) - from_end) - 1)
            self.ids = ids
            self.pages.use_ids(ids)
            self.endInsertRows()

    def row_of(self, bill: int) -> int | None:
        """The row of the table in which a bill is shown; None if the filter leaves it out."""
        return self.row_of_stored(self.ids.index(bill)) if bill in self.ids else None

    def bill_at(self, row: int) -> int | None:
        """Id of the bill in a row of the table; None in a draft."""
        stored = self.stored_of(row)
        return self.ids[stored] if 0 <= stored < len(self.ids) and self.draft_of(row) is None else None

    # -- cells ---------------------------------------------------------------------------------------------------

    def stored_count(self) -> int:
        """Number of bills."""
        return len(self.ids)

    def key_of(self, row: int) -> Hashable | None:
        """Id of a bill; None beyond the last."""
        return self.ids[row] if 0 <= row < len(self.ids) else None

    def shown(self, row: int, column: TableColumn) -> str:
        """As the table shows it."""
        bill = self.pages.row(row)
        return UNREAD if bill is None else cell_text(bill, column.key, self.desk.texts)

    def edited(self, row: int, column: TableColumn) -> str:
        """All digits."""
        bill = self.pages.row(row)
        return UNREAD if bill is None else edit_text(bill, column.key, self.desk.texts)

    def parse(self, column: TableColumn, text: str) -> CellValue:
        """As `bill_table.parse_cell` reads it."""
        return parse_cell(column.key, text, self.desk.texts, today=self.desk.today())

    def can_edit(self, row: int, column: TableColumn) -> bool:
        """All but what is calculated, unless the workspace can only be read."""
        return super().can_edit(row, column) and not self.desk.context.read_only

    def decoration(self, row: int, column: TableColumn) -> Any:
        """A paperclip at the number of a bill whose photo or PDF is kept."""
        bill = self.pages.row(row) if column.key == "invoice_number" else None
        return self._clip if bill is not None and bill.has_file else None

    def choices(self, row: int, column: TableColumn) -> Sequence[tuple[str, str]]:
        """Names of meters, kinds of quality, yes."""
        t = self.desk.texts.t
        if column.kind is ColumnKind.METER:
            return [(meter.name, meter.name) for meter in self.meters]
        if column.kind is ColumnKind.FLAG:
            return [(t("yes"), "1")]
        return [(t(words), value) for value, words in QUALITIES] if column.key == "quality" else ()

    def when_ready(self, first: int, last: int, then: Callable[[], object]) -> None:
        """Read what is missing of some rows, then call `then`."""
        wanted = [bill for row in range(first, last + 1) if (bill := self.bill_at(row)) is not None]
        missing = self.pages.missing(wanted)
        if not missing:
            then()
            return

        def arrived(rows: tuple[BillRow, ...]) -> None:
            self.pages.keep(rows)
            then()

        self.desk.fetch(self, "", arrived, lambda session: bills.bill_page(session, missing))

    def set_titles(self, titles: dict[str, str]) -> None:
        """Give columns other heads, with the unit that all their figures have."""
        texts = self.desk.texts
        heads = tuple(titles.get(column.key) or texts.t(column.title) for column in self.columns)
        if heads != self._headings:
            self._headings = heads
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(heads) - 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The base's, the words of screen readers, and an invitation in the row that waits."""
        if index.isValid() and index.column() == 0 and self.draft_of(index.row()) == len(self._drafts):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.desk.texts.t("New…")
            if role == Qt.ItemDataRole.ForegroundRole:
                return self._off
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            shown = self.data(index, Qt.ItemDataRole.DisplayRole) or ""
            words = "" if self.data(index, Qt.ItemDataRole.DecorationRole) is None else self._clip_words
            return f"{self._headings[index.column()]}: {shown}{words}"
        return super().data(index, role)

    # -- writing -------------------------------------------------------------------------------------------------

    def take(self, cells: Sequence[TypedCell], how: How) -> None:
        """The base's; what was pasted beyond the last row becomes new rows."""
        if len(cells) > AT_ONCE:
            first = self.draft_of(cells[0].row)
            if first == len(self._drafts):
                self._add_many(cells, how)
                return
            if first is None:
                self._take_many(cells, how)
                return
        last = self.row_of_stored(len(self.ids))
        beyond = [cell for cell in cells if cell.row >= last]
        inside = [cell for cell in cells if cell.row < last]
        if inside or not beyond:
            super().take(inside, how)
        if beyond and self.appendable:
            shift = last - len(self._drafts)
            super().take([TypedCell(cell.row - shift, cell.column, cell.text) for cell in beyond], how)

    def _take_many(self, cells: Sequence[TypedCell], how: How) -> None:
        """A large block over stored bills, in the background; what lies beyond the last row becomes new bills."""
        count = len(self.ids)
        placed = [(self.stored_of(cell.row), self.columns[cell.column], cell) for cell in cells]
        typed = [
            (self.ids[row], column.key, cell.text) for row, column, cell in placed if row < count and column.editable
        ]
        beyond = [cell for row, _, cell in placed if row >= count]
        self._pending.update({(bill, key): text for bill, key, text in typed})
        for bill, key, _ in typed:
            self._wrong.pop((bill, key), None)
        self._refresh_all()
        desk, label = self.desk, _LABELS[how]
        context, texts, today = desk.context, desk.texts, desk.today()

        def forget() -> None:
            for bill, key, _ in typed:
                self._pending.pop((bill, key), None)
            self._refresh_all()

        def failed(error: Exception) -> None:
            self.edits_failed([CellEdit(bill, key, text) for bill, key, text in typed], error)

        def taken(found: Taken) -> None:
            self.pages.keep(found.rows)
            for bill, key in found.wrong:
                self._pending.pop((bill, key), None)
            self._wrong.update(found.wrong)
            self.edits_written(found.edits, found.outcome)
            if beyond and self.appendable:
                self.take(beyond, how)

        storing = counted("Storing {n} cell", "Storing {n} cells", len(typed))
        task = partial(take_block, context, typed, texts, today, label)
        desk.do(storing, task, taken, failed=failed, cancelled=forget, owner=self)

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """Store, then read what was stored before the typed texts give way to it."""
        self.desk.write(
            self,
            bill_edits.edit_cells,
            list(edits),
            label=_LABELS[how],
            then=lambda outcome: self._on_written(edits, outcome),
            failed=lambda error: self.edits_failed(edits, error),
        )

    def _on_written(self, edits: Sequence[CellEdit], outcome: EditOutcome) -> None:
        touched = list(dict.fromkeys(int(edit.row) for edit in edits))

        def arrived(rows: tuple[BillRow, ...]) -> None:
            self.pages.keep(rows)
            self.edits_written(edits, outcome)

        self.desk.fetch(
            self,
            "",
            arrived,
            lambda session: bills.bill_page(session, touched),
            lambda _error: self.edits_written(edits, outcome),
        )
