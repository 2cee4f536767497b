"""A file as it stands, before anything is understood: sheets of raw values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
"""What a cell can hold; None is an empty cell. Whole numbers arrive as float or int, as the format stores them."""

FileKind = Literal["xlsx", "xlsb", "xls", "ods", "csv", "siat", "espi"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading a file of others; beyond them stands a message, never a stuck program.

    Attributes:
        file_bytes: Largest file that is opened.
        unpacked_bytes: Largest sum of the parts of a zipped workbook, as declared.
        cells: Largest used range of one sheet, rows × columns, and of all sheets together.
        memory_bytes: Address space of the child process.
        seconds: Wall-clock time of the child once it has started, plus `seconds_per_megabyte` of the file.
        answer_bytes: Most that the child may send back.
    """

    file_bytes: int = 80_000_000
    unpacked_bytes: int = 500_000_000
    cells: int = 3_000_000
    memory_bytes: int = 460_000_000
    seconds: float = 8.0
    seconds_per_megabyte: float = 2.0
    answer_bytes: int = 300_000_000


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a rectangle of values.

    Attributes:
        visible: False for a sheet that the spreadsheet program hides.
        first_row: Row number (from 1) of `rows[0]`.
        first_col: Column number (from 0) of `rows[…][0]`.
        rows: Rows of equal length; blank rows may be one shared list, so never change them.
        merged: Merged ranges as (top, left, bottom, right), rows and columns counted from 0 on the sheet.
        formats: Column number (from 0 on the sheet) → number format of its cells, where known and telling.
        hidden_rows: How many rows of the used range are hidden; None if the format does not let us see.
        hidden_cols: Numbers (from 0) of hidden columns.
        valueless: Cells that hold a formula without a stored value ("C7"), the first few.
        counts_from_1904: Whether serial numbers of days count from 1904 instead of 1900.
    """

    name: str
    rows: list[list[Cell]]
    visible: bool = True
    first_row: int = 1
    first_col: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formats: Mapping[int, str] = field(default_factory=dict)
    hidden_rows: int | None = None
    hidden_cols: tuple[int, ...] = ()
    valueless: tuple[str, ...] = ()
    counts_from_1904: bool = False
    _columns: list[tuple[Cell, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    def columns(self) -> Sequence[tuple[Cell, ...]]:
        """The same cells by column. They are kept: ask only once all rows are there."""
        if not self._columns:
            self._columns.extend(zip(*self.rows, strict=True))
        return self._columns

    @property
    def width(self) -> int:
        """Number of columns of the used range."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as read.

    Attributes:
        file: Name of the file, without folder.
        kind: What it was recognised as, by content and not by its name.
        sheets: Worksheets in order; chart sheets are left out.
        chart_sheets: Names of sheets that hold only a chart.
        notes: What a person should know (message id, params).
    """

    file: str
    kind: FileKind
    sheets: tuple[Sheet, ...]
    chart_sheets: tuple[str, ...] = ()
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()


def column_letters(index: int) -> str:
    """Letters of a column counted from 0: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Column counted from 0 of letters: "A" → 0, "AA" → 26."""
    value = 0
    for letter in letters.upper():
        value = value * 26 + ord(letter) - 64
    return value - 1
