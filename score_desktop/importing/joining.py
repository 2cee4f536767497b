"""Two columns under one word ("Fecha", "Lectura" twice): what their values say together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise, permutations

from score_desktop.importing import amounts, cells, evidence, periods
from score_desktop.importing.columns import Column, Layout
from score_desktop.importing.workbook import Cell

_DATES = frozenset({"date", "date_invoice", "date_current", "period_start", "period_end"})
_PERIODIC = ("period_start", "period_end", "period", "month", "date_previous")
_CLOSER = (*_PERIODIC, "period_end", "date", "date_current")
_SAMPLE = 1_500
_SHARE = 0.8
_FEWEST = 3


def pair_columns(layout: Layout) -> None:
    """Give parts of years, dates whose periods join, and readings that follow one another, the meaning they have."""
    _settle_part(layout)
    meters = _meters(layout)
    _pair_dates(layout, meters)
    _pair_readings(layout, meters)


def _settle_part(layout: Layout) -> None:
    """A column of quarters or halves is the period where nothing tells one more closely.

    A column of periods that holds years alone is one of years beside months or parts of years.
    """
    period = layout.one("period")
    if period is not None and not period.told and not layout.has("year") and _are_years(period.cells):
        months = [column for column in layout.columns if column.head and column.head.meaning == "month"]
        if months or layout.has("part"):
            period.meaning = "year"
        for column in months[:1]:
            column.meaning = "month"
    for column in layout.all("part"):
        column.meaning = "other" if layout.has(*_CLOSER) else "period"


def _are_years(values: Sequence[Cell]) -> bool:
    filled = dict.fromkeys(cell for cell in values[:_SAMPLE] if cell is not None)
    return bool(filled) and all(map(cells.year_of, filled))


def _meters(layout: Layout) -> list[str]:
    column = layout.one("meter")
    if column is None:
        return [""] * max((len(column.cells) for column in layout.columns), default=0)
    return cells.words(cells.filled_down(column.cells))


def _named(layout: Layout, meanings: frozenset[str]) -> list[Column]:
    """Columns whose header has one of some meanings, also those that lost it to another of the same name."""
    return [
        column
        for column in layout.columns
        if not column.told
        and column.meaning in (*meanings, "other")
        and column.head
        and column.head.meaning in meanings
    ]


def _pair_dates(layout: Layout, meters: Sequence[str]) -> None:
    """Two dates of each bill are its start and its end when the periods between them join."""
    dated = _named(layout, _DATES)
    whole = layout.has("period_start") and layout.has("period_end")
    if len(dated) < 2 or whole or layout.has(*(name for name in _PERIODIC if name not in _DATES)):
        return
    days = {column.index: _days(column) for column in dated}
    for first, last in permutations(dated, 2):
        if _join(days[first.index], days[last.index], meters):
            for column in dated:
                if column.meaning in ("period_start", "period_end"):
                    column.meaning = "other"
            first.meaning, last.meaning = "period_start", "period_end"
            first.confidence = last.confidence = 0.8
            return


def _days(column: Column) -> list[dt.date | None]:
    values = column.cells[:_SAMPLE]
    order, undecided = evidence.own_order(values)
    for choice in (order,) if order or not undecided else periods.ORDERS[:2]:
        found, _ = cells.dates(values, choice or "dmy")
        known = [day for day in found if day is not None]
        steps = [abs((b - a).days) for a, b in pairwise(known)]
        if not undecided or order or (steps and sum(step in range(20, 101) for step in steps) >= _SHARE * len(steps)):
            return found
    return [None] * len(values)


def _join(first: Sequence[dt.date | None], last: Sequence[dt.date | None], meters: Sequence[str]) -> bool:
    """Whether nearly all periods last as long as bills do, and begin where the one before of the meter ends."""
    pairs = sorted((m, a, b) for m, a, b in zip(meters, first, last, strict=False) if a is not None and b is not None)
    if len(pairs) < _FEWEST or sum(5 <= (b - a).days <= 100 for _, a, b in pairs) < _SHARE * len(pairs):
        return False
    gaps = [(c - b).days for (m, _, b), (n, c, _) in pairwise(pairs) if m == n]
    return len(gaps) >= _FEWEST - 1 and sum(gap in (0, 1) for gap in gaps) >= _SHARE * len(gaps)


def _pair_readings(layout: Layout, meters: Sequence[str]) -> None:
    """Of two columns of readings the one that each bill takes over from the bill before is the previous one."""
    found = _named(layout, frozenset({"reading"}))
    if len(found) != 2 or layout.has("reading_previous", "reading_current"):
        return
    values = {column.index: _numbers(column) for column in found}
    for first, last in permutations(found, 2):
        pairs = list(zip(meters, values[first.index], values[last.index], strict=False))
        links = [(b, c) for (m, _, b), (n, c, _) in pairwise(pairs) if m == n and b is not None and c is not None]
        back = [(a, d) for (m, a, _), (n, _, d) in pairwise(pairs) if m == n and a is not None and d is not None]
        taken_over = max(sum(b == c for b, c in links), sum(a == d for a, d in back))
        if len(links) >= _FEWEST - 1 and taken_over >= _SHARE * len(links):
            first.meaning, last.meaning = "reading_previous", "reading_current"
            first.confidence = last.confidence = 0.8
            return


def _numbers(column: Column) -> list[int | None]:
    values = column.cells[:_SAMPLE]
    notation = amounts.notation_of(cells.texts_of(values))
    return cells.numbers(values, notation.decimal or "comma")[0]
