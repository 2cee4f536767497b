"""Logs of hours or parts of hours: the rows of a day, or its columns, become one record of that day.

A meter that is read by the hour gives 8,760 rows a year; as bills they would all fall into the same month. Only a log
that says the hour is added up: a column of hours, or a time beside the day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from score_desktop.importing import cells, wordbook
from score_desktop.importing.columns import Column, Layout
from score_desktop.importing.heads import Head, head_of
from score_desktop.importing.rows import Rows
from score_desktop.importing.spans import Spans
from score_desktop.importing.workbook import Cell

_MANY = 12
"""Rows of one day, for one meter, that make a log of hours."""
_DAY = dt.timedelta(days=1)
_HOURS = 24
_SAMPLE = 400
_POWERS = frozenset({"w", "kw", "mw", "va", "kva"})
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?(?:[+Z].*)?$")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_SUNDAY = 6
_PARTS_OF_HOUR = 12
_TURNED = (3, 4, 10, 11)
"""Months in which clocks are turned back, north and south of the equator."""


def are_across(heads: Iterable[str]) -> bool:
    """Whether headers are the times of a day, such as 00:30 and 01:00, or H1 and H2."""
    return len({head for head in heads if wordbook.is_time_of_day(head)}) >= _MANY


def mark_across(layout: Layout) -> None:
    """Columns of the times of a day hold what was used then."""
    if layout.has("quantity") or not are_across(column.title for column in layout.columns):
        return
    for column in layout.columns:
        if not column.told and wordbook.is_time_of_day(column.title):
            column.meaning, column.confidence = "quantity", 0.8
            column.head = Head("quantity", 0.8)


def tells_power(layout: Layout) -> bool:
    """Whether a table is a load curve: the power of a connection from moment to moment."""
    day = next((one for name in ("date", "date_current", "period_start") if (one := layout.one(name))), None)
    if day is None or day.told:
        return False
    unit = layout.one("unit")
    told = {wordbook.fold(text) for text in cells.texts_of(unit.cells[:_SAMPLE])} if unit else set()
    if unit is not None and unit.told:
        return False
    quantities = layout.all("quantity", "demand_kw")
    heads = [head_of(column.title) for column in quantities if not column.told and column.title]
    of_power = bool(heads) and all(head is not None and head.meaning == "demand_kw" for head in heads)
    beside = bool(told) and told <= _POWERS
    if not (of_power and len(heads) == len(quantities)) and not (beside and quantities):
        return False
    return any(map(_has_time, day.cells[:_MANY])) or any(
        _holds_times(column.cells[:_MANY]) for column in layout.columns if column is not day
    )


def join_across(rows: Rows) -> list[Column]:
    """Make the times of each day one: the first column holds their sum, the others are set aside and returned.

    A day of 23 hours has no values for one; where more are missing, a sum would be wrong.
    """
    times = [column for column in rows.layout.all("quantity") if wordbook.is_time_of_day(column.title)]
    if len(times) < _MANY:
        return []
    spared = len(times) // _HOURS
    sums: list[int | None] = []
    for place, row in enumerate(zip(*(rows.values[column.index] for column in times), strict=True)):
        known = [value for value in row if value is not None]
        is_whole = len(row) - len(known) <= spared and place not in rows.bad
        sums.append(sum(known) if known and is_whole else None)
        if known and not is_whole:
            rows.bad.setdefault(place, (times[0].letters, "import.hours_missing"))
    rows.values[times[0].index] = sums
    rows.are_days = True
    for column in times[1:]:
        column.meaning = "other"
    return times[1:]


def by_days(
    rows: Rows, names: Sequence[str], amounts: Sequence[list[int | None]], when: Spans
) -> list[list[int | None]]:
    """Amounts with those of one day in its first row, whose period becomes that day; others are left as they are.

    A day with a value that cannot be read has none: a sum of the rest would be wrong.
    """
    column = _day_column(rows)
    if rows.are_days and column is not None:
        when.start = cells.dates(column.cells, rows.orders.get(column.index, "dmy"))[0]
        when.end = [day + _DAY if day is not None else None for day in when.start]
        return list(amounts)
    groups = _days(rows, names)
    if groups is None:
        return list(amounts)
    results = [list(values) for values in amounts]
    kept = {place for places in groups.values() for place in places}
    for result in results:  # sums of days among their parts
        result[:] = [value if place in kept else None for place, value in enumerate(result)]
    for (_, day), places in groups.items():
        first, *others = places
        is_whole = not any(place in rows.bad for place in places)
        for values, result in zip(amounts, results, strict=True):
            known = [value for place in places if (value := values[place]) is not None]
            result[first] = sum(known) if known and is_whole else None
            for place in others:
                result[place] = None
        when.start[first], when.end[first] = day, day + _DAY
    when.how = "hours"
    return results


def _day_column(rows: Rows) -> Column | None:
    return rows.layout.one("date") or rows.layout.one("date_current") or rows.layout.one("period_start")


def _days(rows: Rows, names: Sequence[str]) -> dict[tuple[str, dt.date], list[int]] | None:
    """The rows of each meter and day of a log of hours; None of any other table."""
    column = _day_column(rows)
    if column is None:
        return None
    hours = _hours_of(rows, column)
    if hours is None:
        return None
    days, _ = cells.dates(column.cells, rows.orders.get(column.index, "dmy"))
    if hours is column.cells and _are_ends(hours, days):
        days = [day - _DAY if day and _is_midnight(cell) else day for cell, day in zip(hours, days, strict=True)]
    wholes = _whole_days(rows, column)
    groups: dict[tuple[str, dt.date], list[int]] = {}
    seen: set[tuple[str, dt.date, Cell]] = set()
    twice: Counter[tuple[str, dt.date]] = Counter()
    for place, (name, day, hour) in enumerate(zip(names, days, hours, strict=True)):
        if day is None or hour is None:
            return None
        if place in wholes:
            continue
        if (name, day, hour) in seen:
            twice[name, day] += 1
        seen.add((name, day, hour))
        groups.setdefault((name, day), []).append(place)
    if twice and not _are_turned_back(twice):
        return None
    if max(map(len, groups.values()), default=0) < _MANY:
        return None
    if wholes:  # each stands with its parts, and counts where there are none
        for place in sorted(wholes):
            groups.setdefault((names[place], days[place]), [place])  # type: ignore[arg-type]
    return groups


def _whole_days(rows: Rows, start: Column) -> set[int]:
    """Rows that run from midnight to midnight among those of parts of the day."""
    end = rows.layout.one("period_end")
    if end is None or start.meaning != "period_start" or not any(map(_has_time, start.cells[:_MANY])):
        return set()
    pairs = zip(start.cells, end.cells, strict=True)
    return {place for place, (a, b) in enumerate(pairs) if a != b and _is_midnight(a) and _is_midnight(b)}


def _are_ends(stamps: Sequence[Cell], days: Sequence[dt.date | None]) -> bool:
    """Whether times are those at which each part of the day ended: the log begins after midnight and ends with one."""
    dated = [(day, _minutes(stamp)) for day, stamp in zip(days, stamps, strict=True) if day is not None]
    if len(dated) < _MANY or min(dated)[1] == 0 or max(dated)[1] != 0:
        return False
    first = min(dated)[0]
    early = sorted({minutes for day, minutes in dated if day == first})
    return len(early) > 1 and early[0] == early[1] - early[0]


def _minutes(stamp: Cell) -> int:
    if isinstance(stamp, dt.datetime):
        return stamp.hour * 60 + stamp.minute
    found = _CLOCK.search(stamp) if isinstance(stamp, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else 0


def _is_midnight(cell: Cell) -> bool:
    if isinstance(cell, dt.date):
        return not isinstance(cell, dt.datetime) or cell.time() == dt.time()
    return isinstance(cell, str) and _MIDNIGHT.search(cell) is not None


def _hours_of(rows: Rows, day: Column) -> Sequence[Cell] | None:
    """The cells that say the hour of each row: of a column headed so, of one that holds times, or of the day's own."""
    columns = [column for column in rows.layout.columns if column is not day]
    found = next((one.cells for one in columns if one.title and wordbook.is_hour_head(one.title)), None)
    if found is None and any(map(_has_time, day.cells[:_MANY])):
        return day.cells
    return found or next((one.cells for one in columns if _holds_times(one.cells[:_MANY])), None)


def _holds_times(values: Sequence[Cell]) -> bool:
    """Whether cells are times of the day, one after another."""
    times = [wordbook.is_time_of_day(cell) if isinstance(cell, str) else isinstance(cell, dt.time) for cell in values]
    return len(times) == _MANY and all(times) and len(set(values)) > 1


def _are_turned_back(twice: Mapping[tuple[str, dt.date], int]) -> bool:
    """Whether what comes twice is the hour in which clocks are turned back, one Sunday a year."""
    years = [(name, day.year) for name, day in twice]
    sundays = all(day.weekday() == _SUNDAY and day.month in _TURNED for _, day in twice)
    return sundays and len(set(years)) == len(years) and max(twice.values()) <= _PARTS_OF_HOUR


def _has_time(cell: Cell) -> bool:
    """Whether a cell names a time of its day."""
    if isinstance(cell, dt.datetime):
        return cell.time() != dt.time()
    return isinstance(cell, str) and ":" in cell
