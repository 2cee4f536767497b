"""How the dates of a meter follow one another: day by day, week by week, or as deliveries come."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from score_desktop.importing import periods
from score_desktop.importing.workbook import Cell

WEEK = 7
_FEWEST, _EVEN = 2, 0.8
_SHORTEST_MONTH = 20
_MANY_DAYS = 4
"""Days in one month, for one meter, that make a log of days or weeks and no list of bills."""

Days = Sequence[dt.date | None]


def may_be_day(cell: Cell) -> bool:
    """Whether a cell is a day, with its month and year."""
    return isinstance(cell, dt.date) or (isinstance(cell, str) and periods.read_date(cell) is not None)


def are_daily(days: Days, meters: Sequence[str]) -> bool:
    """Whether dates are those of a log: many days in a month or one day after another, each once for each meter."""
    seen: dict[tuple[str, int, int], set[dt.date]] = defaultdict(set)
    count = 0
    for day, meter in zip(days, meters, strict=True):
        if day is not None:
            seen[meter, day.year, day.month].add(day)
            count += 1
    if sum(map(len, seen.values())) != count:
        return False
    return any(len(found) >= _MANY_DAYS for found in seen.values()) or _steps_are(1, _by_meter(days, meters))


def are_consecutive(days: Days, meters: Sequence[str]) -> bool:
    """Whether nearly all dates of a meter stand one day after the one before."""
    return _steps_are(1, _by_meter(days, meters))


def are_weekly(days: Days, meters: Sequence[str]) -> bool:
    """Whether days are the first days of weeks, each ending where the next begins."""
    found = _by_meter(days, meters)
    count = sum(day is not None for day in days)
    if sum(map(len, found)) != count or any(step % WEEK for step in _steps(found)):
        return False
    return _steps_are(WEEK, found)


def are_events(days: Days, meters: Sequence[str]) -> bool:
    """Whether days are those of deliveries or collections: two and more in a month, mostly less than 20 days apart."""
    found = _by_meter(days, meters)
    steps = sorted(_steps(found))
    months = Counter((number, day.year, day.month) for number, one in enumerate(found) for day in one)
    return bool(steps) and steps[len(steps) // 2] < _SHORTEST_MONTH and max(months.values()) > 1


def usual_of_readings(days: Iterable[dt.date]) -> int:
    """Days from one reading to the next where a meter is read more often than bills come; 0 where it is not."""
    steps = sorted((b - a).days for a, b in pairwise(sorted(days)))
    usual = steps[len(steps) // 2] if steps else 0
    is_often = len(steps) >= _MANY_DAYS or (len(steps) >= _FEWEST and usual == 1)
    return usual if is_often and usual < _SHORTEST_MONTH else 0


def _by_meter(days: Days, meters: Sequence[str]) -> list[set[dt.date]]:
    found: dict[str, set[dt.date]] = defaultdict(set)
    for day, meter in zip(days, meters, strict=True):
        if day is not None:
            found[meter].add(day)
    return list(found.values())


def _steps(found: Iterable[set[dt.date]]) -> list[int]:
    return [(b - a).days for one in found for a, b in pairwise(sorted(one))]


def _steps_are(size: int, found: Iterable[set[dt.date]]) -> bool:
    """Whether nearly all dates of a meter stand so many days after the one before."""
    steps = _steps(found)
    return len(steps) >= _FEWEST and steps.count(size) >= _EVEN * len(steps)
