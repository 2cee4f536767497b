"""The lists of an enterprise (sites, people, products) as spreadsheets whose last row waits for the next record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject

from score_desktop import typed, units
from score_desktop.errors import InvalidInput
from score_desktop.services import change_labels, profile
from score_desktop.services.edits import CellEdit, CellValue, ColumnKind, EditOutcome, TableColumn
from score_desktop.services.enterprise_view import add_records
from score_desktop.services.profile import ContactRow, ProductRow, SiteRow, parse_profile_cell
from score_desktop.ui.desk import Label, Labelled
from score_desktop.ui.itemmodels.cells import CellModel, How
from score_desktop.ui.itemmodels.left import Leftovers
from score_desktop.ui.itemmodels.refused import Wrong

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Record = SiteRow | ContactRow | ProductRow


@dataclass(frozen=True, slots=True)
class ListKind:
    """What differs between the lists.

    Attributes:
        added: Message id of one new record, with its name; `added_many` of several.
        blank: Values of a record of which only the name was typed.
    """

    key: str
    columns: tuple[TableColumn, ...]
    edit: Callable[..., EditOutcome]
    delete: Callable[..., int]
    added: str
    added_many: str
    edited: Labelled
    deleted: Labelled
    make: Callable[..., Record]
    blank: Mapping[str, Any]


SITES = ListKind(
    "site",
    profile.SITE_COLUMNS,
    profile.edit_sites,
    profile.delete_sites,
    "change.site_added",
    "change.sites_added",
    change_labels.sites_edited,
    change_labels.sites_deleted,
    SiteRow,
    {"address": "", "city": "", "area_m2": None, "altitude_m": None, "meters": 0, "products": 0},
)
CONTACTS = ListKind(
    "contact",
    tuple(dataclasses.replace(column, required=column.key == "name") for column in profile.CONTACT_COLUMNS),
    profile.edit_contacts,
    profile.delete_contacts,
    "change.contact_added",
    "change.contacts_added",
    change_labels.contacts_edited,
    change_labels.contacts_deleted,
    ContactRow,
    {"role": "", "email": "", "phone": "", "organisation": "", "kind": "client"},
)
PRODUCTS = ListKind(
    "product",
    profile.PRODUCT_COLUMNS,
    profile.edit_products,
    profile.delete_products,
    "change.product_added",
    "change.products_added",
    change_labels.products_edited,
    change_labels.products_deleted,
    ProductRow,
    {"unit": "", "site_uid": "", "site": "", "values": 0},
)


class RecordModel(CellModel):
    """One list of the profile; what is typed into the last row becomes a record as soon as it has a name."""

    def __init__(self, desk: Desk, kind: ListKind, parent: QObject | None = None) -> None:
        super().__init__(desk, kind.columns, parent)
        self.kind = kind
        self.enterprise = ""
        self.rows: tuple[Record, ...] = ()
        self.leftovers = Leftovers(self)
        self.appendable = not desk.context.read_only

    def show_rows(self, enterprise: str, rows: Sequence[Record]) -> None:
        """Show records as they are stored now; the cursor stays with its record."""
        if enterprise != self.enterprise:
            self.leftovers.leave(self.enterprise)
            self.beginResetModel()
            self.enterprise, self.rows = enterprise, tuple(rows)
            self._wrong.clear()
            self._refused.start_over()
            self._pending.clear()
            self._drafts.clear()
            self._draft_wrong.clear()
            self.endResetModel()
            self.leftovers.enter(enterprise)
            return
        wanted = {row.uid for row in rows}
        for number in range(len(self.rows) - 1, -1, -1):
            if self.rows[number].uid not in wanted:
                self.beginRemoveRows(QModelIndex(), number, number)
                self.rows = self.rows[:number] + self.rows[number + 1 :]
                self.endRemoveRows()
        for number, row in enumerate(rows):
            if number >= len(self.rows) or self.rows[number].uid != row.uid:
                self.beginInsertRows(QModelIndex(), number, number)
                self.rows = (*self.rows[:number], row, *self.rows[number:])
                self.endInsertRows()
        self.rows = tuple(rows)
        self._refresh_all()

    # -- cells ---------------------------------------------------------------------------------------------------

    def stored_count(self) -> int:
        """Number of records."""
        return len(self.rows)

    def key_of(self, row: int) -> str | None:
        """Portable id."""
        return self.rows[row].uid if 0 <= row < len(self.rows) else None

    def shown(self, row: int, column: TableColumn) -> str:
        """Text, figure, unit or the words of a choice."""
        value, texts = getattr(self.rows[row], column.key), self.desk.texts
        if column.kind is ColumnKind.NUMBER:
            return "" if value is None else texts.number(value, 2, trim=True)
        if column.kind is ColumnKind.CHOICE:
            return next((texts.t(words) for key, words in column.choices if key == value), str(value))
        if column.kind is ColumnKind.UNIT:
            return units.label(value, texts.language) if value else ""
        return str(value)

    def edited(self, row: int, column: TableColumn) -> str:
        """All digits of figures, the symbol of units."""
        value = getattr(self.rows[row], column.key)
        if column.kind is ColumnKind.NUMBER:
            return "" if value is None else typed.number_text(Decimal(repr(value)), self.desk.texts)
        return str(value) if column.kind is ColumnKind.UNIT else self.shown(row, column)

    def parse(self, column: TableColumn, text: str) -> CellValue:
        """By the rules of the column."""
        return parse_profile_cell(self.columns, column.key, text, self.desk.texts)

    def can_edit(self, row: int, column: TableColumn) -> bool:
        """All but what is only told, unless the workspace can only be read."""
        return super().can_edit(row, column) and not self.desk.context.read_only

    def choices(self, row: int, column: TableColumn) -> Sequence[tuple[str, str]]:
        """Words of a choice, or the symbols of common units."""
        if column.kind is ColumnKind.UNIT:
            return [(unit.symbol, unit.symbol) for unit in units.known_units()]
        return [(self.desk.texts.t(words), key) for key, words in column.choices]

    # -- writing -------------------------------------------------------------------------------------------------

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """Store cells of any number of records as one change."""
        self.desk.write(
            self,
            self.kind.edit,
            list(edits),
            label=self.kind.edited,
            then=lambda outcome: self._stored(edits, outcome),
            failed=lambda error: self.edits_failed(edits, error),
        )

    def _stored(self, edits: Sequence[CellEdit], outcome: EditOutcome) -> None:
        changed: dict[object, dict[str, Any]] = {}
        for edit in edits:
            if edit.row not in outcome.refused_rows:
                changed.setdefault(edit.row, {})[edit.column] = self._kept(edit.column, edit.value)
        self.rows = tuple(dataclasses.replace(row, **changed.get(row.uid, {})) for row in self.rows)
        self.edits_written(edits, outcome)

    def _kept(self, key: str, value: CellValue) -> object:
        if isinstance(value, Decimal):
            return float(value)
        number = self.columns[self.column_index(key)].kind is ColumnKind.NUMBER
        return value if value is not None or number else ""

    def _try_drafts(self, numbers: Iterable[int], how: How) -> None:
        """While new records are being stored, what is typed into them waits: it follows when they have their ids."""
        if not self._adding:
            super()._try_drafts(numbers, how)

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        """Store new records as one change."""
        self._adding = True
        sent = [dict(self._drafts[number]) for number in numbers]

        def label(outcome: EditOutcome) -> Label:
            if outcome.stored == 1 and len(rows) == 1:
                return change_labels.named(self.kind.added, str(rows[0]["name"]))
            return self.kind.added_many, {"n": outcome.stored}

        def failed(error: Exception) -> None:
            self._adding = False
            self.desk.trouble(error)

        def stored(outcome: EditOutcome) -> None:
            self._adding = False
            late = self._typed_since(numbers, sent, outcome)
            self._take_over(rows, numbers, outcome)
            if late:
                self.write_edits(late, How.TYPED)
            if self._drafts:
                self._try_drafts(range(len(self._drafts)), How.TYPED)

        self.desk.write(
            self, add_records, self.enterprise, self.kind.key, list(rows), label=label, then=stored, failed=failed
        )

    def _typed_since(
        self, numbers: Sequence[int], sent: Sequence[dict[str, str]], outcome: EditOutcome
    ) -> list[CellEdit]:
        """What was typed into new records while they were being stored, as edits of them."""
        refused = outcome.refused_rows
        accepted = [place for place in range(len(numbers)) if place not in refused]
        edits: list[CellEdit] = []
        for uid, place in zip(outcome.made, accepted, strict=True):
            for key, text in self._drafts[numbers[place]].items():
                if text == sent[place].get(key, ""):
                    continue
                try:
                    edits.append(CellEdit(uid, key, self.parse(self.columns[self.column_index(key)], text)))
                except InvalidInput as error:
                    self._wrong[(uid, key)] = Wrong(text, self.desk.texts.error(error))
                else:
                    self._pending[(uid, key)] = text
        return edits

    def _take_over(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], outcome: EditOutcome) -> None:
        """New records take the place of their drafts, so that the cursor stays where the person types on."""
        known = {row.uid for row in self.rows}
        plain = not outcome.refused and list(numbers) == list(range(len(numbers)))
        if not plain or not known.isdisjoint(map(str, outcome.made)):
            self.rows_added(numbers, outcome)
            return
        self.rows += tuple(
            self.kind.make(uid=uid, **{**self.kind.blank, **{key: self._kept(key, v) for key, v in values.items()}})
            for uid, values in zip(outcome.made, rows, strict=True)
        )
        del self._drafts[: len(numbers)]
        self._draft_wrong = {(n - len(numbers), key): wrong for (n, key), wrong in self._draft_wrong.items()}
        self._refresh_all()
        self.written.emit(outcome.stored, 0)
