"""Cells of one column → numbers, dates, words; each distinct text is read once.

Numbers are whole millionths. What cannot be read is returned by its place, so that the caller can tell the record.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import cast

from score_desktop.importing import amounts, periods, wordbook
from score_desktop.importing.workbook import Cell

_ERROR = re.compile(r"#[A-ZÁÉÍÓÚ0-9/¡!?]{2,20}[!?]?")
"""What a spreadsheet shows where a formula failed: "#N/A", "#DIV/0!", "#¡REF!"."""

Bad = dict[int, str]
"""Place in the column → message id."""


class Cells(tuple[Cell, ...]):
    """A column that stays as it is: many rules ask what stands in it, and it is looked through once."""

    @cached_property
    def kinds(self) -> frozenset[type]:
        """Types of its cells."""
        return frozenset(map(type, self))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Its distinct texts, in order."""
        return _texts(self) if str in self.kinds else ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Text of each cell, as `words` gives it."""
        return tuple(_words(self, self.kinds))


def kinds_of(cells: Sequence[Cell]) -> Set[type]:
    """Types of the cells of a column."""
    return cells.kinds if isinstance(cells, Cells) else set(map(type, cells))


def texts_of(cells: Sequence[Cell]) -> Sequence[str]:
    """The distinct texts of a column, in order."""
    if isinstance(cells, Cells):
        return cells.texts
    return _texts(cells) if str in kinds_of(cells) else ()


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell for cell in dict.fromkeys(cells) if type(cell) is str)


def numbers(cells: Sequence[Cell], decimal: str, *, hours: bool = False) -> tuple[list[int | None], Bad]:
    """Millionths of each cell; empty cells and words for "no value" are None.

    Args:
        cells: The column.
        decimal: "comma" or "point" for texts with two readings.
        hours: Durations are hours.
    """
    kinds = kinds_of(cells)
    if kinds == {float}:
        plain = cast("Sequence[float]", cells)
        if math.isfinite(sum(plain)) and min(plain) >= -amounts.LARGEST_CELL and max(plain) <= amounts.LARGEST_CELL:
            return list(map(round, map(float(amounts.MICRO).__mul__, plain))), {}
    bad: Bad = {}
    texts = texts_of(cells) if str in kinds else []
    read = {text: amounts.reading(text, decimal) for text in texts}
    found: list[int | None] = []
    for place, cell in enumerate(cells):
        value: int | None = None
        if cell is None:
            pass
        elif type(cell) is float or type(cell) is int:
            value = amounts.from_float(cell)
            if value is None:
                bad[place] = "import.number_too_large"
        elif type(cell) is str:
            value = read[cell]
            if value is None and not wordbook.is_empty_word(cell):
                bad[place] = "import.error_cell" if _ERROR.fullmatch(cell) else "import.not_a_number"
        elif hours and isinstance(cell, dt.timedelta):
            value = round(cell.total_seconds() * amounts.MICRO / 3600)
        else:
            bad[place] = "import.date_for_number" if isinstance(cell, dt.date) else "import.not_a_number"
        found.append(value)
    return found, bad


def dates(cells: Sequence[Cell], order: str) -> tuple[list[dt.date | None], Bad]:
    """Day of each cell; `order` decides texts with two readings, serial numbers are taken as spreadsheets count."""
    if kinds_of(cells) <= {dt.date, type(None)}:
        return list(cast("Sequence[dt.date | None]", cells)), {}
    read: dict[object, dt.date | None] = {}
    bad: Bad = {}
    found: list[dt.date | None] = []
    for place, cell in enumerate(cells):
        if cell is None or type(cell) is dt.date:
            found.append(cell)
            continue
        if cell not in read:
            read[cell] = one_date(cell, order)
        value = read[cell]
        if value is None and not (isinstance(cell, str) and wordbook.is_empty_word(cell)):
            bad[place] = "import.not_a_date"
        found.append(value)
    return found, bad


def one_date(cell: Cell, order: str) -> dt.date | None:
    """Day of one cell, or None."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if type(cell) is float or type(cell) is int:
        return periods.serial_date(cell)
    if isinstance(cell, str):
        text = periods.read_date(cell)
        if text is not None:
            return text.by(order)
        number = amounts.read_number(cell)
        if number is not None and number.comma == number.point and number.comma is not None and not number.words:
            return periods.serial_date(number.comma / amounts.MICRO)
    return None


def words(cells: Sequence[Cell]) -> list[str]:
    """Text of each cell as a person would write it: 1001.0 is "1001"; empty cells are ""."""
    return list(cells.words) if isinstance(cells, Cells) else _words(cells, kinds_of(cells))


def _words(cells: Sequence[Cell], kinds: Set[type]) -> list[str]:
    if kinds == {str}:
        return list(map(str.strip, cast("Sequence[str]", cells)))
    if kinds <= {str, type(None)}:
        return [cell.strip() if cell else "" for cell in cells]  # type: ignore[union-attr]
    return [word(cell) for cell in cells]


def word(cell: Cell) -> str:
    """Text of one cell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def filled_down(values: Sequence[Cell]) -> list[Cell]:
    """Empty cells take the value above them: labels that are written once for several rows."""
    if None not in values:
        return list(values)
    last: Cell = None
    result: list[Cell] = []
    for value in values:
        if value is not None:
            last = value
        result.append(last)
    return result


def yes(cells: Sequence[Cell]) -> list[bool]:
    """Whether each cell says yes."""
    known: Mapping[Cell, bool] = {
        cell: bool(cell) if not isinstance(cell, str) else wordbook.is_yes(cell) for cell in dict.fromkeys(cells)
    }
    return [known[cell] for cell in cells]


def year_of(cell: Cell) -> int:
    """The year of a cell that names a year and nothing else, or 0."""
    if isinstance(cell, str):
        return periods.year_only(cell)
    if type(cell) is float or type(cell) is int:
        return int(cell) if 1990 <= cell <= 2100 and cell == int(cell) else 0
    return 0


def month_number(cell: Cell) -> int:
    """Number of a month that is written without its year, else 0."""
    if isinstance(cell, str):
        period = periods.read_period(cell)
        if period is not None and period.first and period.first[0] == 0:
            return period.first[1]
        return int(cell) if cell.isdecimal() and len(cell) <= 2 and 1 <= int(cell) <= 12 else 0
    if type(cell) is float or type(cell) is int:
        return int(cell) if cell in range(1, 13) else 0
    return 0


def is_blank(row: Iterable[Cell]) -> bool:
    """Whether a row holds nothing, or only spaces."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)
