"""Dates and named months of a table's rows → periods: first day billed and first day not billed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from score_desktop.importing import cells, parts, periods, steps, wordbook
from score_desktop.importing.cells import Bad
from score_desktop.importing.columns import READINGS, Column, Layout
from score_desktop.importing.workbook import Cell

_DAY = dt.timedelta(days=1)
_USUAL_DAYS = range(20, 101)
_LONGEST_PERIOD, _LONGEST_NUMBER = 366, 3
_SAMPLE = 5_000
_FIRST = 3
_OFTEN = 3
"""Rows of one year, for one meter, that are no bills of that year."""

Start = list[dt.date | None]
Period = tuple[dt.date, dt.date]


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


def spans_of(
    layout: Layout, orders: dict[int, str], meters: Sequence[str], years: Sequence[int], *, carried: bool = False
) -> Spans:
    """Periods of the rows of a table of metered bills.

    A named period beats reading dates; two dates beat one.

    Args:
        layout: The columns, each with the cells of the rows.
        orders: Order of day and month by column index.
        meters: Name of the meter in each row.
        years: For each row the year that titles or headings name, for months without one; 0 if none.
        carried: Whether the rows are of things that are carried, not metered: each may be of its day.
    """
    start, end = layout.one("period_start"), layout.one("period_end")
    if start and end:
        return _from_two(start, end, orders, meters, inclusive_by_default=True)
    named = layout.one("period") or layout.one("month")
    spans = Spans([None] * len(meters), [None] * len(meters))
    log = named if named and named.meaning == "period" and _names_days(named, orders, meters) else None
    if named and not log:
        named.cells = parts.numbered(named.title, named.cells, months=named.meaning == "month")
        spans = _from_names(named, layout.one("year"), orders, meters, years)
        if any(date is not None for date in spans.start):
            return spans
    previous, current = layout.one("date_previous"), layout.one("date_current")
    if previous and current and not log:
        return _from_two(previous, current, orders, meters, inclusive_by_default=False)
    single = log or current or layout.one("date") or end or layout.one("date_invoice") or start or previous
    unread = not layout.has(*READINGS)
    carried = carried or not layout.has("invoice_number", "cuf", *READINGS)  # tankers, units bought beforehand
    if single is not None:
        return _from_one(single, orders, meters, _days_told(layout, len(meters)), carried=carried, unread=unread)
    year = layout.one("year")
    if named or year is None:
        return spans
    return _from_names(year, None, orders, meters, years)


def constant(period: tuple[dt.date, dt.date], count: int) -> Spans:
    """The same period for all rows: that of a title or of the sheet."""
    return Spans([period[0]] * count, [period[1]] * count, how="title")


def period_of_text(text: str) -> Period | None:
    """The period that a title names with its year ("Enero 2024"), or None."""
    found = periods.read_period(text)
    if found is None or not found.first or not found.last or not found.first[0]:
        return None
    return _whole_months(found.first, found.last, 0)


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
        spans.end = list(map({date: date and date + _DAY for date in set(end)}.__getitem__, end))
    return spans


def ends_are_inclusive(start: Start, end: Start, meters: Sequence[str], default: bool) -> bool:
    """Whether end dates are days that were still billed: the next period then starts a day later."""
    some = islice(zip(meters, start, end, strict=True), _SAMPLE)
    ordered = sorted((m, a, b) for m, a, b in some if a is not None and b is not None)
    joined = _join_inclusively(ordered)
    if joined is not None or not ordered:
        return default if joined is None else joined
    months = sum(1 for _, a, b in ordered if a.day == 1 and (b + _DAY).day == 1)
    same_day = sum(1 for _, a, b in ordered if a.day == b.day)
    if months or same_day:
        return months >= same_day
    return default


def _join_inclusively(ordered: Sequence[tuple[str, dt.date, dt.date]]) -> bool | None:
    """Whether most periods of a meter start a day after the one before ends; None where as many start on that day."""
    gaps = [(c - b).days for (m, _, b), (n, c, _) in pairwise(ordered) if m == n]
    inclusive, exclusive = gaps.count(1), gaps.count(0)
    return None if inclusive == exclusive else inclusive > exclusive


def _from_names(
    column: Column, years: Column | None, orders: dict[int, str], meters: Sequence[str], told: Sequence[int]
) -> Spans:
    order = orders.get(column.index, "dmy")
    texts = cells.texts_of(column.cells)
    size, is_open = parts.size_in(column.title, texts), parts.are_years_of_two(texts)
    year_cells: Sequence[Cell] = cells.filled_down(years.cells) if years else ()
    known: dict[tuple[Cell, int], Period | None] = {}
    bare: set[Cell] = set()
    count = len(column.cells)
    spans = Spans([None] * count, [None] * count, [""] * count, how="label")
    assert spans.labels is not None
    calendar = _Calendar(column.cells, meters, size)
    for place, cell in enumerate(column.cells):
        if cell is None:
            continue
        own_year = _year(year_cells[place]) if years else 0
        key = (cell, own_year or calendar.year_at(place, told[place]))
        if key not in known:
            own = _whole_year(cells.year_of(cell))
            if own:
                bare.add(cell)
            known[key] = None if is_open else own or _named(cell, key[1], order, size)
        found = known[key]
        spans.labels[place] = cells.word(cell) if isinstance(cell, str) else ""
        if found is None:
            if not (isinstance(cell, str) and wordbook.is_empty_word(cell)):
                lacks_year = calendar.names_no_year(cell) and not key[1]
                spans.bad[column.letters, place] = "import.no_year" if lacks_year else "import.not_a_period"
        else:
            spans.start[place], spans.end[place] = found
    _refute_years(column, bare, spans, meters)
    _refute_parts(column, spans)
    _join_ends(column, spans, order, meters)
    if not any(spans.labels):
        spans.labels = None
    return spans


def _refute_years(column: Column, years: set[Cell], spans: Spans, meters: Sequence[str]) -> None:
    """Take back bare years that stand beside many rows of one meter: those are of weeks or months told elsewhere."""
    if not years:
        return
    pairs = list(zip(meters, column.cells, strict=True))
    often = {pair for pair, count in Counter(pairs).items() if count >= _OFTEN and pair[1] in years}
    for place, pair in enumerate(pairs):
        if pair in often:
            spans.start[place] = spans.end[place] = None
            spans.bad[column.letters, place] = "import.not_a_period"


def _refute_parts(column: Column, spans: Spans) -> None:
    """Take back what was read as a part of a year where others in the column show that it is none."""
    failed = {cell for _, place in spans.bad if isinstance(cell := column.cells[place], str)}
    words = parts.refuted(failed)
    if not words:
        return
    for place, cell in enumerate(column.cells):
        shape = periods.shape_of_part(cell) if isinstance(cell, str) else None
        if shape is not None and shape.word in words:
            spans.start[place] = spans.end[place] = None
            spans.bad[column.letters, place] = "import.not_a_period"


def _join_ends(column: Column, spans: Spans, order: str, meters: Sequence[str]) -> None:
    """Ends of periods such as "12/02 - 11/04": where most join, they tell whether the last day was still billed."""
    ends: dict[Cell, dt.date | None] = {}
    for cell in cells.texts_of(column.cells):
        period = periods.read_period(cell)
        if period is not None and period.dates is not None:
            ends[cell] = period.dates[1].by(order)
    if not ends:
        return
    some = islice(zip(meters, spans.start, column.cells, strict=True), _SAMPLE)
    dated = ((m, a, ends.get(cell) if isinstance(cell, str) else None) for m, a, cell in some)
    inclusive = _join_inclusively(sorted((m, a, b) for m, a, b in dated if a is not None and b is not None))
    if inclusive is None:
        return
    after = {cell: day + _DAY if inclusive else day for cell, day in ends.items() if day is not None}
    if any(after.get(cell, end) != end for cell, end in set(zip(column.cells, spans.end, strict=True)) if end):
        spans.end = [after.get(cell, end) if end else None for cell, end in zip(column.cells, spans.end, strict=True)]


class _Calendar:
    """Years of months that name none: that of the month above, else the title's, and the next one after December."""

    def __init__(self, names: Sequence[Cell], meters: Sequence[str], size: int) -> None:
        self._names, self._meters, self._size = names, meters, size
        self._last: dict[str, tuple[int, int]] = {}
        self._told: dict[str, int] = {}
        memo = {name: self.names_no_year(name) for name in dict.fromkeys(names)}
        self._numbers = [memo[name] for name in names]
        steps = [(b - a) % 12 for a, b in pairwise(number for number in self._numbers if number)]
        step = max(size, 1)
        self._falls = steps.count(12 - step) > steps.count(step)

    def names_no_year(self, cell: Cell) -> int:
        """The (first) month of a cell that names it without its year, else 0."""
        return parts.first_month(cell, self._size) if self._size else cells.month_number(cell)

    def year_at(self, place: int, told: int) -> int:
        """Year of the month in a row; rows are asked from the first to the last."""
        number, meter = self._numbers[place], self._meters[place]
        if not number:
            if (own := _own_month(self._names[place])) is not None:
                self._last[meter] = own
            return told
        if self._told.get(meter, told) != told:  # a new heading names a new year
            self._last.pop(meter, None)
        self._told[meter] = told
        year, last = self._last.get(meter, (told, number))
        if year and self._falls and number > last + 6:
            year -= 1
        elif year and not self._falls and number < last - 6:
            year += 1
        self._last[meter] = year, number
        return year


def _own_month(cell: Cell) -> periods.Month | None:
    """Month of a cell that names its year too."""
    if isinstance(cell, dt.date):
        return cell.year, cell.month
    period = periods.read_period(cell) if isinstance(cell, str) else None
    return period.last if period is not None and period.last and period.last[0] else None


def _whole_year(year: int) -> Period | None:
    return (dt.date(year, 1, 1), dt.date(year + 1, 1, 1)) if year else None


def _names_days(column: Column, orders: dict[int, str], meters: Sequence[str]) -> bool:
    """Whether a column of periods holds the days of a log, and not days that stand for their months."""
    if not any(map(steps.may_be_day, column.cells[:_FIRST])):
        return False
    days, bad = cells.dates(column.cells, orders.get(column.index, "dmy"))
    if bad or all(day is None or day.day == 1 for day in set(days)):  # first days of months make no log
        return False
    return steps.are_daily(days, meters)


def _year(cell: Cell) -> int:
    if type(cell) is float or type(cell) is int:
        return int(cell) if 1980 <= cell <= 2100 else 0
    return periods.year_in(cell) if isinstance(cell, str) else 0


def _named(cell: Cell, year: int, order: str, size: int) -> Period | None:
    """Period of one cell: a month's name, number or date, a range of months, or two dates (the second inclusive).

    Args:
        size: Months of the part of a year that a column's header counts; 0 if it counts none.
    """
    if size:
        period = periods.read_period(cell) if isinstance(cell, str) else None
        return _named_text(cell, year, order) if period and period.dates else parts.span_of(cell, size, year)  # type: ignore[arg-type]
    if isinstance(cell, dt.date):
        return _whole_months((cell.year, cell.month), (cell.year, cell.month), 0)
    if type(cell) is float or type(cell) is int:
        return _numbered(float(cell), year)
    return _named_text(cell, year, order) if isinstance(cell, str) else None


def _named_text(text: str, year: int, order: str) -> Period | None:
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


def _between(first: dt.date | None, last: dt.date | None) -> Period | None:
    if first is None or last is None or last <= first:
        return None
    # Ends are days still billed, but "03/01 to 03/02" names the two reading days.
    return first, last if first.day == last.day and (last - first).days in _USUAL_DAYS else last + _DAY


def _whole_months(first: periods.Month, last: periods.Month, year: int) -> Period | None:
    """From the first day of a month to the last of another; `year` is taken where the months have none."""
    if first[0] == 0:
        if not year:
            return None
        first, last = (year, first[1]), (year, last[1])
    return periods.month_start(first), periods.month_end(last)


def _numbered(number: float, year: int) -> Period | None:
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


def _days_told(layout: Layout, count: int) -> list[int]:
    """The days of each row's period as a column of days says; 0 where none does."""
    column = layout.one("days")
    if column is None:
        return [0] * count
    return [_whole_days(cell) for cell in column.cells]


def _whole_days(cell: Cell) -> int:
    """A number of days up to a year; 0 for anything else."""
    text = cell.strip() if isinstance(cell, str) else ""
    found = int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else cell
    if not isinstance(found, (int, float)) or not 0 < found <= _LONGEST_PERIOD or found != int(found):
        return 0
    return int(found)


def _from_one(
    column: Column,
    orders: dict[int, str],
    meters: Sequence[str],
    told: Sequence[int],
    *,
    carried: bool,
    unread: bool,
) -> Spans:
    """Periods from one date a row.

    The last days of months are months. Reading dates run from one reading to the next, where those are 20 to 100 days
    apart; else as many days back as the row tells, or one month. Any other date stands for the month it falls in.

    Args:
        told: Days of each row's period, 0 where the file does not say.
        unread: Whether no reading stands beside: days one after another are then those on which something was used.
    """
    days, bad = cells.dates(column.cells, orders.get(column.index, "dmy"))
    spans = Spans([None] * len(days), [None] * len(days), bad=_bad(column, bad), how="date")
    known = [day for day in days if day is not None]
    month_ends = sum(1 for day in known if (day + _DAY).day == 1)
    is_reading = column.meaning in ("date_current", "date_previous", "period_end") or any(told)
    is_log = column.meaning == "period"  # `_names_days` has looked
    is_day = column.meaning == "date" and (
        steps.are_daily(days, meters) or (carried and steps.are_events(days, meters))
    )
    if is_log or is_day or (column.meaning == "date_current" and unread and steps.are_consecutive(days, meters)):
        spans.start, spans.end = days, [day + _DAY if day else None for day in days]
        return spans
    if column.meaning == "period_start" and steps.are_weekly(days, meters):
        spans.start, spans.end = days, [day + steps.WEEK * _DAY if day else None for day in days]
        return spans
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
        _from_readings(days, places, spans, told)
    return spans


def _from_readings(days: Start, places: list[int], spans: Spans, told: Sequence[int]) -> None:
    often = steps.usual_of_readings({day for place in places if (day := days[place]) is not None})
    previous: dt.date | None = None
    for place in sorted(places, key=lambda place: days[place] or dt.date.min):
        day = days[place]
        if day is None:
            continue
        if previous is not None and day == previous:  # a second bill of one reading: the same period
            spans.start[place], spans.end[place] = _same_end(spans, places, day), day
            continue
        near = previous is not None and (often > 0 or (day - previous).days in _USUAL_DAYS)
        if near and previous is not None and 0 < told[place] < (day - previous).days - 1:
            near = False  # a reading between the two is missing here
        back = told[place] or often
        start = previous if near else day - back * _DAY if back else periods.month_back(day)
        spans.start[place], spans.end[place] = start, day
        previous = day


def _same_end(spans: Spans, places: list[int], day: dt.date) -> dt.date | None:
    return next((spans.start[place] for place in places if spans.end[place] == day), periods.month_back(day))
