"""Which columns of dates are the two ends of a period, and which date is that of a reading: by their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from score_desktop.importing import against, cells, periods, steps, wordbook
from score_desktop.importing.workbook import Cell

if TYPE_CHECKING:
    from score_desktop.importing.columns import Column, Layout

_SAMPLE = 400
_NAMED = ("period", "month", "period_start")
_OTHERS = ("date", "date_current", "date_previous", "date_invoice", "period_end", "other", "")
_ENDS = ("date_current", "period_end")
"""Dates that no period begins with: a day beside them that joins is that of the next reading."""
_FEWEST = 2
_MOST = 0.7
_LENGTHS = range(5, 200)
_DAY_WORDS = frozenset(("dia", "day", "jour", "journee", "tag", "giorno"))
_THIRTEENTH = 13.0


def settle(layout: Layout) -> None:
    """Pair two columns of dates that join from row to row, and tell the day of a reading from a month."""
    _number_of_period(layout)
    _times_from_to(layout)
    if layout.has(*_NAMED) or (layout.has("date_previous") and layout.has("date_current")):
        return
    dated = [column for column in layout.columns if column.meaning in _OTHERS and not column.told]
    pair = _joined([(column, found) for column in dated if (found := _days(column.cells))])
    if pair is not None:
        first, last, inclusive = pair
        first.meaning, last.meaning = ("period_start", "period_end") if inclusive else ("date_previous", "date_current")
        first.confidence = last.confidence = 0.8
        for column in layout.all("date", "date_current", "date_previous"):
            if column not in (first, last):
                column.meaning = "other"
    else:
        reading_day(layout)


def _number_of_period(layout: Layout) -> None:
    """Numbers of fiscal periods beside months that name their year tell nothing more."""
    period = layout.one("period")
    if period is None or period.told:
        return
    others = [column for column in layout.columns if column is not period and not column.told]
    possible = (column for column in others if column.title and column.meaning in ("other", "month", "date"))
    named = next((column for column in possible if _names(column)), None)
    numbers = [cell for cell in period.cells[:_SAMPLE] if cell is not None]
    if named is not None and numbers and all(cells.month_number(cell) or cell == _THIRTEENTH for cell in numbers):
        period.meaning, named.meaning, named.confidence = "other", "period", 0.8
        year = layout.one("year")
        if year is not None and not year.told:
            year.meaning = "other"


def _times_from_to(layout: Layout) -> None:
    """Hours as periods ("2024-01-13 00:00:00 to 2024-01-13 01:00:00") are told by their beginning."""
    period = layout.one("period")
    first = next((cell for cell in period.cells if cell is not None), None) if period is not None else None
    if period is None or period.told or not isinstance(first, str) or first.count(":") < _FEWEST:
        return
    parts = [periods.split_range(cell) if isinstance(cell, str) else [] for cell in period.cells]
    if all(len(pair) == _FEWEST and periods.read_date(pair[0]) is not None for pair in parts if pair):
        period.cells = [pair[0] if pair else None for pair in parts]
        period.meaning = "date"


def _names(column: Column) -> bool:
    """Whether the cells of a column name months with their year."""
    filled = [cell for cell in column.cells[:_SAMPLE] if cell is not None]
    read = [periods.read_period(cell) if isinstance(cell, str) else None for cell in filled]
    return bool(read) and all(one is not None and one.first is not None and one.first[0] for one in read)


def _days(values: Sequence[Cell]) -> list[dt.date | None]:
    """Days of a column that holds nothing else, for any order of day and month; [] for another column."""
    sample = values[:_SAMPLE]
    filled = [cell for cell in sample if cell is not None]
    texts = [cell for cell in filled if isinstance(cell, str)]
    if not filled or not all(isinstance(cell, (str, dt.date)) for cell in filled):
        return []
    read = [periods.read_date(text) for text in dict.fromkeys(texts)]
    if any(date is None for date in read):
        return []
    order = "mdy" if any(date is not None and date.dmy is None for date in read) else "dmy"
    return [cells.one_date(cell, order) if cell is not None else None for cell in sample]


def _joined(
    dated: Sequence[tuple[Column, list[dt.date | None]]],
) -> tuple[Column, Column, bool] | None:
    """The two columns of which one tells where the other's row before ended, and whether a day later."""
    for first, starts in dated:
        for last, ends in dated:
            if first is last or first.meaning in _ENDS:
                continue
            rows = [(a, b) for a, b in zip(starts, ends, strict=True) if a is not None and b is not None]
            if len(rows) <= _FEWEST or sum((b - a).days in _LENGTHS for a, b in rows) < _MOST * len(rows):
                continue
            ordered = sorted(set(rows))
            gaps = [(start - end).days for (_, end), (start, _) in pairwise(ordered)]
            touching = gaps.count(0) + gaps.count(1)
            if touching >= max(_FEWEST, _MOST * len(gaps)):
                return first, last, gaps.count(1) > gaps.count(0)
    return None


def reading_day(layout: Layout) -> None:
    """Beside what a meter showed, the only date says when it was read, unless it can only stand for a month.

    First days of months stand for months, but where the first row shows the meter and no consumption yet.
    """
    date, reading = layout.one("date"), layout.one("reading") or layout.one("reading_current")
    if date is None or date.told or reading is None or layout.has("date_current", "period_end", "year"):
        return
    found = [day for day in _days(date.cells) if day is not None]
    quantity = layout.one("quantity")
    if quantity is not None and _is_day_of_use(date, layout, found):
        return
    begins = bool(quantity and quantity.cells and quantity.cells[0] is None and reading.cells[0] is not None)
    if found and (begins or not all(day.day == 1 for day in found)):
        date.meaning, date.confidence = "date_current", 0.7


def _is_day_of_use(date: Column, layout: Layout, found: Sequence[dt.date]) -> bool:
    """Whether a log tells what was used on its days, and not until them.

    Its header says so ("Journée gazière"), or what the meter showed and what was used make the next reading.
    """
    if not steps.are_daily(found, [""] * len(found)):
        return False
    if not _DAY_WORDS.isdisjoint(wordbook.fold(date.title).split()):
        return True
    readings = [one for one in layout.columns if one.head is not None and one.head.meaning == "reading"]
    pairs = ((reading, quantity) for reading in readings for quantity in layout.all("quantity"))
    return any(_makes_next(reading.cells[:_SAMPLE], quantity.cells[:_SAMPLE]) for reading, quantity in pairs)


def _makes_next(readings: Sequence[Cell], uses: Sequence[Cell]) -> bool:
    """Whether a reading and what was used make the next reading, rather than the one before and what was used."""
    rows = zip(map(against.number_of, readings), map(against.number_of, uses), strict=True)
    steps_of = [(b - a, use, now) for (a, use), (b, now) in pairwise(rows) if a is not None and b is not None]
    return sum(step == use for step, use, _ in steps_of) > sum(step == now for step, _, now in steps_of)
