"""What understanding a file gives: frozen, column-wise records, every row with its verdict, problems as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from score_desktop.enums import MeterKind, Resource, RowVerdict

BILL_COLUMNS = (
    "meter",  # int: index into Understanding.meters
    "period_start",  # date: first day billed
    "period_end",  # date: first day not billed
    "quantity",  # int millionths of `unit` | None
    "unit",  # str symbol of units.csv | ""
    "quantity_base",  # int millionths of the meter's unit_base | None
    "cost",  # int millionths of `currency` | None
    "currency",  # str ISO code | ""
    "invoice_number",  # str | ""
    "cuf",  # str | ""
    "category",  # str | ""
    "period_label",  # str | ""
    "date_previous",  # date | None: reading dates as printed
    "date_current",  # date | None
    "reading_previous",  # int millionths | None
    "reading_current",  # int millionths | None
    "multiplier",  # int millionths | None
    "quantity_high",  # int millionths | None: energy by tariff block
    "quantity_medium",
    "quantity_low",
    "demand_kw",  # int millionths | None
    "contracted_kw",
    "reactive_kvarh",
    "power_factor",
    "unit_price",  # int millionths | None
    "cost_energy",  # int millionths | None: parts of the cost
    "cost_power",
    "cost_penalty",
    "cost_fixed",
    "cost_sewer",
    "tax_lighting",
    "tax_cleaning",
    "other_fees",
    "adjustments",
    "arrears",
    "tax_base",
    "estimated",  # bool
    "note",  # str | ""
    "source_sheet",  # str
    "source_row",  # int, from 1
    "source_column",  # str letters of the quantity's column when months run across, else ""
)
"""Columns of a bill record, in the names of `models.Bill`. Absent in `bills` means: the file has no such column."""

ACTIVITY_COLUMNS = (
    "kind",  # ActivityKind value
    "name",  # str as in the file, without the unit
    "unit",  # str symbol of units.csv
    "period_start",  # date
    "period_end",  # date, exclusive
    "value",  # int millionths
    "source_sheet",
    "source_row",
    "source_column",
)


@dataclass(frozen=True, slots=True)
class FoundMeter:
    """A meter (or kind of purchase) that the file speaks of.

    Attributes:
        name: As the file names it, or "product (use)" for purchases.
        unit: Symbol of the unit of its records; unit_entered the file's own words for it.
        unit_base: Symbol of the base unit in the same dimension (kWh, m3, l for diesel and gasoline, kg).
        currency: ISO code of its amounts; "" if it has none.
        fuel_use: What the words of the file say about it: a `FuelUse` value.
        product: Fuel as named ("Diésel oil", "GLP garrafa 10 kg"); "" for metered supplies.
        use: Vehicle or use as named ("Camión 2145-KLP"); "" if not named.
    """

    name: str
    resource: Resource
    kind: MeterKind
    unit: str
    unit_entered: tuple[str, ...]
    unit_base: str
    currency: str = ""
    supplier: str = ""
    account: str = ""
    product: str = ""
    use: str = ""
    fuel_use: str = "unknown"


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table in a sheet: where it stands and what its columns mean (letters → meaning, unknown columns left out).

    Attributes:
        titles: Letters → words over the column, of all columns that have some.
        hints: Letters → what the numbers or days of a column are in: symbol of a unit, currency, "dmy", "mdy", "ymd".
        across: True when periods run across the table.
    """

    sheet: str
    range: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, str]
    confidence: Mapping[str, float] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    across: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that cannot be stored: where, what stood there, why (message id with parameters)."""

    sheet: str
    row: int
    column: str
    value: str
    message_id: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What the file cannot decide: asked once per column. `question` is one of import.md's words; choices in order."""

    sheet: str
    column: str
    question: str
    choices: tuple[str, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of a file.

    Attributes:
        file: Name of the file, without folder.
        bills: Column name → values, one per record in file order (`BILL_COLUMNS`); all lists have one length.
        activity: The same for `ACTIVITY_COLUMNS`.
        rows: Number of rows of the used range by verdict; their sum is the rows read.
        verdicts: For each sheet the verdict of each row of its used range, in order.
        first_rows: For each sheet the number (from 1) of the first row of its used range.
        questions: Open questions; with any, nothing may be stored.
        notes: What a person should know (message id, params): hidden rows or sheets read, formats not looked at.
    """

    file: str
    tables: tuple[FoundTable, ...]
    meters: tuple[FoundMeter, ...]
    bills: Mapping[str, list[Any]]
    activity: Mapping[str, list[Any]]
    rows: Mapping[RowVerdict, int]
    verdicts: Mapping[str, tuple[RowVerdict, ...]]
    first_rows: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()

    @property
    def bill_count(self) -> int:
        """Number of bill records."""
        return len(self.bills["meter"]) if self.bills else 0

    @property
    def activity_count(self) -> int:
        """Number of activity records."""
        return len(self.activity["kind"]) if self.activity else 0
