"""Dates and named months of a table's rows → periods: first day billed and first day not billed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from score_desktop.importing import cells, periods, wordbook
from score_desktop.importing.cells import Bad
from score_desktop.importing.columns import Column, Layout
from score_desktop.importing.workbook import Cell

_DAY = dt.timedelta(days=1)
_USUAL_DAYS = range(20, 101)
_SAMPLE = 5_000

Start = list[dt.date | None]


@dataclass(slots=True)
class Spans:
    """Periods of rows.

    Attributes:
        start: First day billed; None if the row names no period.
        end: First day not billed.
        labels: The period's name as written, "" if it has none.
        bad: (column, place) → message id, for cells that cannot be read.
        how: Where the periods come from: "dates", "label", "readings", "reading_date", "date", "" (nowhere).
    """

    start: Start
    end: Start
    labels: list[str] | None = None
    bad: dict[tuple[str, int], str] = field(default_factory=dict)
    how: str = ""


def spans_of(layout: Layout, orders: dict[int, str], meters: Sequence[str], year: int) -> Spans:
    """Periods of the rows of a table of metered bills.

    A named period beats reading dates; two dates beat one.

    Args:
        layout: The columns, each with the cells of the rows.
        orders: Order of day and month by column index.
        meters: Name of the meter in each row.
        year: Year that titles name, for months without one; 0 if none.
    """
    start, end = layout.one("period_start"), layout.one("period_end")
    if start and end:
        return _from_two(start, end, orders, meters, inclusive_by_default=True)
    named = layout.one("period") or layout.one("month")
    if named:
        spans = _from_names(named, layout.one("year"), orders, year)
        if any(date is not None for date in spans.start):
            return spans
    previous, current = layout.one("date_previous"), layout.one("date_current")
    if previous and current:
        return _from_two(previous, current, orders, meters, inclusive_by_default=False)
    single = current or layout.one("date") or end or layout.one("date_invoice") or start or previous
    if single is None:
        return Spans([None] * len(meters), [None] * len(meters))
    return _from_one(single, orders, meters)


def _bad(column: Column, found: Bad) -> dict[tuple[str, int], str]:
    return {(column.letters, place): message_id for place, message_id in found.items()}


def _from_two(
    first: Column, last: Column, orders: dict[int, str], meters: Sequence[str], *, inclusive_by_default: bool
) -> Spans:
    start, bad_start = cells.dates(first.cells, orders.get(first.index, "dmy"))
    end, bad_end = cells.dates(last.cells, orders.get(last.index, "dmy"))
    spans = Spans(
        start,
        end,
        bad=_bad(first, bad_start) | _bad(last, bad_end),
        how="dates" if inclusive_by_default else "readings",
    )
    if ends_are_inclusive(start, end, meters, inclusive_by_default):
        spans.end = [date + _DAY if date is not None else None for date in end]
    return spans


def ends_are_inclusive(start: Start, end: Start, meters: Sequence[str], default: bool) -> bool:
    """Whether end dates are days that were still billed: the next period then starts a day later."""
    some = islice(zip(meters, start, end, strict=True), _SAMPLE)
    ordered = sorted((m, a, b) for m, a, b in some if a is not None and b is not None)
    gaps = [(c - b).days for (m, _, b), (n, c, _) in pairwise(ordered) if m == n]
    inclusive, exclusive = gaps.count(1), gaps.count(0)
    if inclusive != exclusive:
        return inclusive > exclusive
    if not ordered:
        return default
    months = sum(1 for _, a, b in ordered if a.day == 1 and (b + _DAY).day == 1)
    same_day = sum(1 for _, a, b in ordered if a.day == b.day)
    if months or same_day:
        return months >= same_day
    return default


def _from_names(column: Column, years: Column | None, orders: dict[int, str], year: int) -> Spans:
    order = orders.get(column.index, "dmy")
    year_cells: Sequence[Cell] = cells.filled_down(years.cells) if years else ()
    known: dict[tuple[Cell, Cell], tuple[dt.date, dt.date] | None] = {}
    count = len(column.cells)
    spans = Spans([None] * count, [None] * count, [""] * count, how="label")
    assert spans.labels is not None
    for place, cell in enumerate(column.cells):
        if cell is None:
            continue
        own_year = year_cells[place] if years else None
        key = (cell, own_year)
        if key not in known:
            known[key] = _named(cell, _year(own_year) or year, order)
        found = known[key]
        spans.labels[place] = cells.word(cell) if isinstance(cell, str) else ""
        if found is None:
            if not (isinstance(cell, str) and wordbook.is_empty_word(cell)):
                spans.bad[column.letters, place] = "import.not_a_period"
        else:
            spans.start[place], spans.end[place] = found
    if not any(spans.labels):
        spans.labels = None
    return spans


def _year(cell: Cell) -> int:
    if type(cell) is float or type(cell) is int:
        return int(cell) if 1980 <= cell <= 2100 else 0
    return periods.year_in(cell) if isinstance(cell, str) else 0


def _named(cell: Cell, year: int, order: str) -> tuple[dt.date, dt.date] | None:
    """Period of one cell: a month's name, number or date, a range of months, or two dates (the second inclusive)."""
    if isinstance(cell, dt.date):
        return _whole_months((cell.year, cell.month), (cell.year, cell.month), 0)
    if type(cell) is float or type(cell) is int:
        return _numbered(float(cell), year)
    return _named_text(cell, year, order) if isinstance(cell, str) else None


def _named_text(text: str, year: int, order: str) -> tuple[dt.date, dt.date] | None:
    period = periods.read_period(text)
    if period is not None and period.dates is not None:
        return _between(period.dates[0].by(order), period.dates[1].by(order))
    if period is not None and period.first and period.last:
        return _whole_months(period.first, period.last, year)
    date = periods.read_date(text)
    day = date.by(order) if date is not None else None
    if day is not None:
        return _whole_months((day.year, day.month), (day.year, day.month), 0)
    return _numbered(float(text), year) if text.isdecimal() and len(text) <= 2 else None


def _between(first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date] | None:
    if first is None or last is None or last <= first:
        return None
    # Ends are days still billed, but "03/01 to 03/02" names the two reading days.
    return first, last if first.day == last.day and (last - first).days in _USUAL_DAYS else last + _DAY


def _whole_months(first: periods.Month, last: periods.Month, year: int) -> tuple[dt.date, dt.date] | None:
    """From the first day of a month to the last of another; `year` is taken where the months have none."""
    if first[0] == 0:
        if not year:
            return None
        first, last = (year, first[1]), (year, last[1])
    return periods.month_start(first), periods.month_end(last)


def _numbered(number: float, year: int) -> tuple[dt.date, dt.date] | None:
    if not 1 <= number <= 210_012:
        return None
    if number == int(number) and number <= 12 and year:
        month = (year, int(number))
    elif number == int(number) and 198_001 <= number <= 210_012 and 1 <= number % 100 <= 12:
        month = (int(number) // 100, int(number) % 100)
    else:
        date = periods.serial_date(number)
        if date is None:
            return None
        month = (date.year, date.month)
    return periods.month_start(month), periods.month_end(month)


def _from_one(column: Column, orders: dict[int, str], meters: Sequence[str]) -> Spans:
    """Periods from one date a row.

    The last days of months are months. Reading dates run from one reading to the next, where those are 20 to 100 days
    apart; the first goes one month back. Any other date stands for the month it falls in.
    """
    days, bad = cells.dates(column.cells, orders.get(column.index, "dmy"))
    spans = Spans([None] * len(days), [None] * len(days), bad=_bad(column, bad), how="date")
    known = [day for day in days if day is not None]
    month_ends = sum(1 for day in known if (day + _DAY).day == 1)
    is_reading = column.meaning in ("date_current", "date_previous", "period_end")
    if not is_reading or month_ends >= 0.9 * len(known):
        for place, day in enumerate(days):
            if day is not None:
                spans.start[place] = periods.month_start((day.year, day.month))
                spans.end[place] = periods.month_end((day.year, day.month))
        return spans
    spans.how = "reading_date"
    by_meter: dict[str, list[int]] = defaultdict(list)
    for place, day in enumerate(days):
        if day is not None:
            by_meter[meters[place]].append(place)
    for places in by_meter.values():
        _from_readings(days, places, spans)
    return spans


def _from_readings(days: Start, places: list[int], spans: Spans) -> None:
    previous: dt.date | None = None
    for place in sorted(places, key=lambda place: days[place] or dt.date.min):
        day = days[place]
        if day is None:
            continue
        if previous is not None and day == previous:  # a second bill of one reading: the same period
            spans.start[place], spans.end[place] = _same_end(spans, places, day), day
            continue
        near = previous is not None and (day - previous).days in _USUAL_DAYS
        spans.start[place], spans.end[place] = previous if near else periods.month_back(day), day
        previous = day


def _same_end(spans: Spans, places: list[int], day: dt.date) -> dt.date | None:
    return next((spans.start[place] for place in places if spans.end[place] == day), periods.month_back(day))
