"""Workbooks whose days count from 1904 (old ones of a Mac): bare serial numbers stand 1,462 days later."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from score_desktop.importing import periods
from score_desktop.importing.columns import PERIOD_LIKE, Layout
from score_desktop.importing.workbook import Cell, Sheet

_LATER = 1_462
_STEPS = frozenset({1, 7, *range(28, 32)})
_FEWEST = 3
_DATES = frozenset(PERIOD_LIKE) - {"month", "year", "period"}


def with_days_across(sheet: Sheet) -> Sheet:
    """The sheet with days instead of serial numbers where they run across in steps of days, weeks or months."""
    rows = [_as_days(row) if _are_days(row) else row for row in sheet.rows]
    return dataclasses.replace(sheet, rows=rows)


def shift_serials(layout: Layout) -> None:
    """Days instead of the serial numbers in columns of dates."""
    for column in layout.columns:
        if column.meaning in _DATES and any(type(cell) in (float, int) for cell in column.cells):
            column.cells = _as_days(column.cells)


def _are_days(row: Sequence[Cell]) -> bool:
    numbers = [cell for cell in row if type(cell) is float or type(cell) is int]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= _FEWEST and all(step in _STEPS for step in steps) and _day(numbers[0]) is not None


def _as_days(cells: Sequence[Cell]) -> list[Cell]:
    return [_day(cell) or cell for cell in cells]


def _day(cell: Cell) -> dt.date | None:
    if not (type(cell) is float or type(cell) is int):
        return None
    return periods.serial_date(float(cell) + _LATER)
