"""Logs of hours or quarters of an hour: the rows of a day become one record of that day.

A meter that is read by the hour gives 8,760 rows a year; as bills they would all fall into the same month. Only a log
that says the hour is added up: a column of hours, or a time beside the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from score_desktop.importing import cells, wordbook
from score_desktop.importing.rows import Rows
from score_desktop.importing.spans import Spans
from score_desktop.importing.workbook import Cell

_MANY = 12
"""Rows of one day, for one meter, that make a log of hours."""
_DAY = dt.timedelta(days=1)


def by_days(
    rows: Rows, names: Sequence[str], amounts: Sequence[list[int | None]], when: Spans
) -> list[list[int | None]]:
    """Amounts with those of one day in its first row, whose period becomes that day; others are left as they are.

    A day with a value that cannot be read has none: a sum of the rest would be wrong.
    """
    groups = _days(rows, names)
    if groups is None:
        return list(amounts)
    results = [list(values) for values in amounts]
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


def _days(rows: Rows, names: Sequence[str]) -> dict[tuple[str, dt.date], list[int]] | None:
    """The rows of each meter and day of a log of hours; None of any other table."""
    column = rows.layout.one("date") or rows.layout.one("date_current") or rows.layout.one("period_start")
    if column is None:
        return None
    hours = next((one.cells for one in rows.layout.columns if one.title and wordbook.is_hour_head(one.title)), None)
    if hours is None:
        if not any(map(_has_time, column.cells[:_MANY])):
            return None
        hours = column.cells
    days, _ = cells.dates(column.cells, rows.orders.get(column.index, "dmy"))
    groups: dict[tuple[str, dt.date], list[int]] = {}
    seen: set[tuple[str, dt.date, Cell]] = set()
    for place, (name, day, hour) in enumerate(zip(names, days, hours, strict=True)):
        if day is None or hour is None or (name, day, hour) in seen:
            return None
        seen.add((name, day, hour))
        groups.setdefault((name, day), []).append(place)
    return groups if max(map(len, groups.values()), default=0) >= _MANY else None


def _has_time(cell: Cell) -> bool:
    """Whether a cell names a time of its day."""
    if isinstance(cell, dt.datetime):
        return cell.time() != dt.time()
    return isinstance(cell, str) and ":" in cell
