"""Bills on the calendar: days' shares, months, coverage. Exact in millionths.

A bill's amount belongs evenly to its days (first day billed to first day not billed). Months get whole millionths by
largest remainder, so that they add up to the bill; a part of a month is cut from that month's share. A period that
ends on month borders therefore holds exactly the sum of its months.

Source: method.md 2.3 and oracle O03 (end day exclusive).
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from score_desktop.calc.figures import Period

_DAY = dt.timedelta(days=1)


def month_start(day: dt.date) -> dt.date:
    """First day of the month of a day."""
    return day.replace(day=1)


@functools.lru_cache(maxsize=4096)
def next_month(day: dt.date) -> dt.date:
    """First day of the month after the month of a day."""
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_between(start: dt.date, end: dt.date) -> tuple[dt.date, ...]:
    """First day of every month that has a day in [start, end); empty if there is none."""
    months = []
    month = month_start(start)
    while month < end and start < end:
        months.append(month)
        month = next_month(month)
    return tuple(months)


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; 29 February becomes 1 March, so that periods still join."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return dt.date(day.year - 1, 3, 1)


def previous_period(period: Period) -> Period:
    """The same months a year before."""
    return a_year_before(period[0]), a_year_before(period[1])


def years_of(period: Period) -> tuple[Period, ...]:
    """A period cut at each New Year, in order."""
    start, end = period
    cuts = [start, *(dt.date(year, 1, 1) for year in range(start.year + 1, end.year + 1)), end]
    return tuple((one, other) for one, other in itertools.pairwise(cuts) if one < other)


def last_day_out(start: dt.date, end: dt.date) -> dt.date:
    """The end of a bill that has at least one day: a purchase of one day may name the same day twice."""
    return end if end > start else start + _DAY


def days_inside(start: dt.date, end: dt.date, period: Period) -> int:
    """Number of days that [start, end) and the period share."""
    return max((min(end, period[1]) - max(start, period[0])).days, 0)


def split_by_month(amount_micro: int, start: dt.date, end: dt.date) -> list[tuple[dt.date, int]]:
    """A bill's amount by month, by days, adding up to the millionth.

    Args:
        amount_micro: Whole millionths; may be negative (credit note), then each share is the mirrored one.
        start: First day billed.
        end: First day not billed; a day not after `start` counts as one day.

    Returns:
        (first day of the month, millionths), in order. Largest remainder; of equal remainders the earlier month.
    """
    end = last_day_out(start, end)
    month, following = month_start(start), next_month(start)
    if end <= following:
        return [(month, amount_micro)]
    months, days = [], []
    while month < end:
        months.append(month)
        days.append((min(end, following) - max(start, month)).days)
        month, following = following, next_month(following)
    return list(zip(months, _shares(amount_micro, days), strict=True))


def _shares(amount: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    size = abs(amount)
    shares = [size * weight // whole for weight in weights]
    left = size - sum(shares)
    if left:
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), i))
        for i in by_remainder[:left]:
            shares[i] += 1
    return shares if amount >= 0 else [-share for share in shares]


def share_inside(amount_micro: int, start: dt.date, end: dt.date, period: Period) -> int:
    """What of a bill's amount falls inside a period, by days; the months of `split_by_month` inside it add up to it.

    Adjoining periods add up to the bill, wherever they are cut.
    """
    end = last_day_out(start, end)
    if start >= period[0] and end <= period[1]:
        return amount_micro
    if end <= period[0] or start >= period[1]:
        return 0
    total = 0
    for month, amount in split_by_month(amount_micro, start, end):
        first, last = max(start, month), min(end, next_month(month))
        if first >= period[0] and last <= period[1]:
            total += amount
        elif last > period[0] and first < period[1]:
            total += _part_of_days(amount, first, last, period)
    return total


def _part_of_days(amount: int, first: dt.date, last: dt.date, period: Period) -> int:
    """Difference of two running sums, each rounded by itself: additive at every cut."""
    whole = (last - first).days
    before = max((period[0] - first).days, 0)
    until = min((period[1] - first).days, whole)
    size = abs(amount)
    share = (2 * size * until + whole) // (2 * whole) - (2 * size * before + whole) // (2 * whole)
    return share if amount >= 0 else -share


# -- coverage --------------------------------------------------------------------------------------------------------


def joined(periods: Iterable[Period]) -> list[Period]:
    """Periods in order, overlapping and adjoining ones merged."""
    merged: list[Period] = []
    for start, end in sorted((start, last_day_out(start, end)) for start, end in periods):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def days_by_month(periods: Iterable[Period], months: Sequence[dt.date]) -> list[int]:
    """Number of days of each month that the periods cover; a day covered twice counts once.

    Args:
        periods: In any order.
        months: First days of consecutive months.
    """
    covered = [0] * len(months)
    place = {month: index for index, month in enumerate(months)}
    if not months:
        return covered
    frame = (months[0], next_month(months[-1]))
    for start, end in joined(periods):
        for month in months_between(max(start, frame[0]), min(end, frame[1])):
            covered[place[month]] += days_inside(start, end, (month, next_month(month)))
    return covered


def uncovered(periods: Iterable[Period], period: Period) -> list[Period]:
    """Parts of the period that no given period covers, in order."""
    holes: list[Period] = []
    at = period[0]
    for start, end in joined(periods):
        if start > at and at < period[1]:
            holes.append((at, min(start, period[1])))
        at = max(at, end)
    if at < period[1]:
        holes.append((at, period[1]))
    return holes


@dataclass(frozen=True, slots=True)
class MonthlyAmounts:
    """One meter by month.

    Attributes:
        months: First days of the months.
        values: Millionths; None where no bill covers any day of the month.
        partial: True where bills cover a part of the month's days only.
    """

    months: tuple[dt.date, ...]
    values: tuple[int | None, ...]
    partial: tuple[bool, ...]


def monthly_table(
    bills: Iterable[tuple[dt.date, dt.date, int]],
    months: Sequence[dt.date],
    *,
    purchases: bool = False,
    period: Period | None = None,
) -> MonthlyAmounts:
    """Bills of one meter by month.

    Args:
        bills: (first day, first day outside, millionths), in any order, also from outside the months.
        months: First days of consecutive months.
        purchases: Bills have one day each; a month without any between the first and the last purchase is zero,
            not a gap, and no month is partial.
        period: Cuts the first and the last month; the months then add up to what `share_inside` gives for it.
    """
    rows = list(bills)
    sums: dict[dt.date, int] = dict.fromkeys(months, 0)
    frame = (months[0], next_month(months[-1])) if months else (dt.date.max, dt.date.min)
    frame = (max(frame[0], period[0]), min(frame[1], period[1])) if period else frame
    parts = {month: (max(month, frame[0]), min(next_month(month), frame[1])) for month in months}
    for start, end, amount in rows:
        if start < frame[1] and last_day_out(start, end) > frame[0]:
            for month, share in split_by_month(amount, start, end):
                if month in sums:
                    whole = parts[month] == (month, next_month(month))
                    sums[month] += share if whole else share_inside(amount, start, end, parts[month])
    if purchases:
        first = min((month_start(row[0]) for row in rows), default=dt.date.max)
        last = max((month_start(row[0]) for row in rows), default=dt.date.min)
        known = tuple(sums[month] if first <= month <= last else None for month in months)
        return MonthlyAmounts(tuple(months), known, (False,) * len(months))
    inside = (
        (max(start, frame[0]), min(end, frame[1])) for start, end, _ in rows if start < frame[1] and end > frame[0]
    )
    covered = days_by_month(inside, months)
    values = tuple(sums[month] if days else None for month, days in zip(months, covered, strict=True))
    partial = tuple(
        0 < days < (parts[month][1] - parts[month][0]).days for month, days in zip(months, covered, strict=True)
    )
    return MonthlyAmounts(tuple(months), values, partial)
