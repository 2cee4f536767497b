"""Bills as a table shows them, copies them and reads them back: columns, rows, texts of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from score_desktop import typed, units
from score_desktop.calc.ledger import RESOURCE_NAMES
from score_desktop.enums import DataQuality, Resource
from score_desktop.i18n import Texts
from score_desktop.msgid import N_
from score_desktop.services.edits import CellValue, ColumnKind, TableColumn, column_of, read_cell

QUALITIES = (
    (DataQuality.A.value, N_("A: measured or billed")),
    (DataQuality.B.value, N_("B: calculated from records")),
    (DataQuality.C.value, N_("C: estimated")),
    (DataQuality.D.value, N_("D: guessed")),
)
RESOURCES = tuple((resource.value, words) for resource, words in RESOURCE_NAMES.items())
_NUMBER, _MONEY = ColumnKind.NUMBER, ColumnKind.MONEY

BILL_COLUMNS = (
    TableColumn("meter", N_("Meter"), ColumnKind.METER, required=True),
    TableColumn("use", N_("Used for"), editable=False),
    TableColumn("resource", N_("Resource"), ColumnKind.CHOICE, editable=False, choices=RESOURCES),
    TableColumn("invoice_number", N_("Invoice")),
    TableColumn("period_start", N_("Billed from"), ColumnKind.DATE, required=True),
    TableColumn("period_end", N_("Until"), ColumnKind.LAST_DAY, required=True),
    TableColumn("reading_previous", N_("Previous reading"), _NUMBER, right=True),
    TableColumn("reading_current", N_("Current reading"), _NUMBER, right=True),
    TableColumn("quantity", N_("Quantity"), _NUMBER, right=True),
    TableColumn("unit", N_("Unit"), ColumnKind.UNIT),
    TableColumn("demand_kw", N_("Demand (kW)"), _NUMBER, right=True),
    TableColumn("cost", N_("Total"), _MONEY, right=True),
    TableColumn("currency", N_("Currency"), ColumnKind.CURRENCY),
    TableColumn("unit_price", N_("Unit price"), _NUMBER, editable=False, right=True),
    TableColumn("estimated", N_("Estimated"), ColumnKind.FLAG),
    TableColumn("quality", N_("Quality"), ColumnKind.CHOICE, required=True, choices=QUALITIES),
    TableColumn("note", N_("Note")),
    TableColumn("source", N_("Origin"), ColumnKind.SOURCE, editable=False),
)
"""In the order of the table; which of them are visible is the window's matter."""


@dataclass(frozen=True, slots=True)
class BillRow:
    """One bill in the table.

    Attributes:
        period_end: First day that is not billed; `last_day` is what people read.
        unit_price: Cost by quantity, to the millionth; None without both.
        source_row: Row of the sheet from 1; None if the bill was typed.
        batch: Id of the import that brought it; None if it was typed.
        has_file: A photo or PDF of it is kept.
    """

    id: int
    uid: str
    meter_uid: str
    meter: str
    use: str
    resource: Resource
    invoice_number: str
    period_start: dt.date
    period_end: dt.date
    reading_previous: Decimal | None
    reading_current: Decimal | None
    quantity: Decimal | None
    unit: str
    demand_kw: Decimal | None
    cost: Decimal | None
    currency: str
    unit_price: Decimal | None
    estimated: bool
    quality: DataQuality
    note: str
    source_file: str
    source_sheet: str
    source_row: int | None
    source_column: str
    batch: int | None
    has_file: bool

    @property
    def last_day(self) -> dt.date:
        """Last day billed."""
        return self.period_end - dt.timedelta(days=1)

    def value(self, column: str) -> CellValue:
        """The value behind a cell, as edits carry it (`period_end` is the first day outside)."""
        if column == "source":
            return self.source_file
        found: CellValue = getattr(self, column)
        return found


def cell_text(row: BillRow, column: str, texts: Texts) -> str:
    """What a cell shows."""
    shown = _SHOWN.get(column)
    if shown is not None:
        return shown(row, texts)
    value = row.value(column)
    if isinstance(value, Decimal):
        return _figure(value, column, texts)
    return typed.date_text(value, texts) if isinstance(value, dt.date) else str(value or "")


def _figure(value: Decimal, column: str, texts: Texts) -> str:
    if column == "cost":
        return texts.number(float(value), 2)
    if column == "unit_price":
        return texts.number(float(value), 3) if abs(value) >= Decimal("0.1") else texts.significant(float(value))
    return texts.number(float(value), 3, trim=True)


def _source(row: BillRow, texts: Texts) -> str:
    if not row.source_file:
        return texts.t("typed")
    name = PurePath(row.source_file).stem
    return name if row.source_row is None else texts.t("{file} · row {row}", file=name, row=row.source_row)


_SHOWN: Mapping[str, Callable[[BillRow, Texts], str]] = {
    "source": _source,
    "period_end": lambda row, texts: typed.date_text(row.last_day, texts),
    "resource": lambda row, texts: texts.t(RESOURCE_NAMES[row.resource]),
    "unit": lambda row, texts: units.label(row.unit, texts.language) if row.unit else "",
    "estimated": lambda row, texts: texts.t("yes") if row.estimated else "",
}


def edit_text(row: BillRow, column: str, texts: Texts) -> str:
    """What an editor and the clipboard hold: all digits; `parse_cell` reads it back to the same value."""
    value = row.value(column)
    if isinstance(value, Decimal):
        return typed.number_text(value, texts)
    return row.unit if column == "unit" else cell_text(row, column, texts)


def parse_cell(column: str, text: str, texts: Texts, *, today: dt.date | None = None) -> CellValue:
    """What a typed text means in a column of bills; an empty one is None, or "" where texts are kept.

    Args:
        column: Key of an editable column of `BILL_COLUMNS`, or "resource" for new bills.
        text: As typed or pasted; the last day of a period is typed as the last day that counts.
        today: Gives the year to dates without one; None: they are refused.

    Raises:
        InvalidInput: With `field`, ready to be shown at the cell.
    """
    return read_cell(column_of(BILL_COLUMNS, column), text, texts, today)
