"""Sheets of the workbook before they are written: columns with stable keys, rows of plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = str | float | int | bool | dt.date | None


class Kind(StrEnum):
    """What a column holds: decides number format and alignment."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    EXACT = "exact"
    RATE = "rate"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column.

    Attributes:
        key: Stable name, never translated; stands in the hidden first row as "sheet.key".
        title: Visible head with its unit.
        width: In characters.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: float = 14.0


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart of the spreadsheet program itself.

    Attributes:
        categories: Key of the column with the names of the bars.
        values: Key of the column with the numbers.
        rows: How many rows, from the first, are drawn.
        axis: What the numbers are, with unit.
        horizontal: Bars from left to right.
        colour: "#RRGGBB" of the bars.
    """

    title: str
    categories: str
    values: str
    rows: int
    axis: str
    horizontal: bool = False
    colour: str = "#0F766E"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet.

    Attributes:
        key: Stable name of the sheet.
        title: Visible name.
        rows: Values in the order of the columns; read once, may be made on the way.
        count: How many rows there are.
        totals: Rows below, bold.
        side: Index of the first column of a second table beside the first; None without one.
    """

    key: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Value]]
    count: int
    totals: tuple[tuple[Value, ...], ...] = ()
    charts: tuple[NativeChart, ...] = ()
    side: int | None = None
