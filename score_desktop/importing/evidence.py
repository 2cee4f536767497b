"""What the whole table says about a column that alone can be read two ways. Only what stays open is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product

from score_desktop.importing import amounts, cells, periods, wordbook
from score_desktop.importing.columns import Column, Layout
from score_desktop.importing.heads import COST_LIKE
from score_desktop.importing.records import Work
from score_desktop.importing.workbook import Cell

_SAMPLE = 1_500
_FITS = 0.8
_DECIMALS = ("comma", "point")
_RELATIONS = (
    ("quantity", "unit_price", "cost"),
    ("reading_current", "reading_previous", "quantity"),
)
_CLEAR_MAJORITY = 4
_MANY_TIMES = 12


def decimal_of_texts(texts: Iterable[str], work: Work, sheet: str, letters: str, elsewhere: str = "") -> str:
    """Decimal sign of one column; `elsewhere` is what the other columns of the table say. Asks if it stays open."""
    notation = amounts.notation_of(texts)
    told = work.context.answer(sheet, letters, "decimal") if notation.open and not notation.decimal else None
    if told in _DECIMALS:
        return str(told)
    if notation.decimal or not notation.open:
        return notation.decimal or elsewhere
    if elsewhere and not notation.mixed:
        return elsewhere
    return work.ask(sheet, letters, "decimal", _DECIMALS, notation.open) or "comma"


def decimals(layout: Layout, columns: Sequence[Column], work: Work, sheet: str) -> dict[int, str]:
    """Decimal sign for the texts of each numeric column of a table (column index → "comma" or "point")."""
    notations = {column.index: amounts.notation_of(cells.texts_of(column.cells)) for column in columns}
    decided = {index: notation.decimal for index, notation in notations.items() if notation.decimal}
    undecided = {index for index, notation in notations.items() if notation.open and not notation.decimal}
    decided |= _whole_money(columns, notations, undecided, work)
    undecided -= decided.keys()
    for index, decimal in _by_arithmetic(layout, decided, undecided).items():
        decided[index] = decimal
    found = set(decided.values())
    elsewhere = found.pop() if len(found) == 1 else ""
    for column in columns:
        if column.index not in decided:
            decided[column.index] = decimal_of_texts(
                cells.texts_of(column.cells), work, sheet, column.letters, elsewhere
            )
    return decided


def _whole_money(
    columns: Sequence[Column], notations: Mapping[int, amounts.Notation], undecided: set[int], work: Work
) -> dict[int, str]:
    """Amounts of a currency that has no cents: "$132.060" in Chile are thousands."""
    found: dict[int, str] = {}
    for column in columns:
        if column.index not in undecided or column.meaning not in COST_LIKE:
            continue
        texts = notations[column.index].open
        said = {amounts.currency_in(text) for text in texts} | {column.head.currency if column.head else ""}
        said = {work.context.currency if code in ("", "$") else code for code in said if code or len(said) == 1}
        read = [number for text in texts if (number := amounts.read_number(text)) is not None]
        if said and said <= wordbook.whole_currencies():
            readings = {"comma": [n.comma for n in read], "point": [n.point for n in read]}
            whole = [
                s for s, values in readings.items() if all(v is not None and not v % amounts.MICRO for v in values)
            ]
            if whole:  # "52.000" is whole either way, but nobody writes the noughts of cents that do not exist
                found[column.index] = max(whole, key=lambda sign: sum(abs(v or 0) for v in readings[sign]))
    return found


def _by_arithmetic(layout: Layout, decided: Mapping[int, str], undecided: set[int]) -> dict[int, str]:
    """Columns settled because quantity × price = amount, or the difference of readings = quantity."""
    settled: dict[int, str] = {}
    for names in _RELATIONS:
        members = [layout.one(name) for name in names]
        if None in members:
            continue
        three = [member for member in members if member is not None]
        unsettled = [member for member in three if member.index in undecided and member.index not in settled]
        if not unsettled:
            continue
        fitting = []
        for choice in product(_DECIMALS, repeat=len(unsettled)):
            trial = {**decided, **settled, **dict(zip((column.index for column in unsettled), choice, strict=True))}
            values = [cells.numbers(column.cells[:_SAMPLE], trial.get(column.index, "comma"))[0] for column in three]
            if _relation_holds(names[0], values):
                fitting.append(choice)
        if len(fitting) == 1:
            settled.update(zip((column.index for column in unsettled), fitting[0], strict=True))
    return settled


def _relation_holds(kind: str, values: Sequence[Sequence[int | None]]) -> bool:
    good = seen = 0
    for a, b, c in zip(*values, strict=True):
        if a is None or b is None or not c:
            continue
        seen += 1
        expected = a * b / amounts.MICRO if kind == "quantity" else float(a - b)
        good += abs(expected - c) <= 0.02 * abs(c)
    return seen > 0 and good >= _FITS * seen


# -- dates -------------------------------------------------------------------------------------------------------------


def own_order(values: Sequence[Cell]) -> tuple[str, tuple[str, ...]]:
    """Order of a column's dates by those with one reading only ("" if none tells), and its texts with two."""
    votes = dict.fromkeys(periods.ORDERS, 0)
    undecided = []
    for text in date_texts(values):
        date = periods.read_date(text)
        if date is None or (date.fixed is not None and date.dmy and date.mdy):
            continue
        possible = [
            order for order in periods.ORDERS if date.by(order) is not None and getattr(date, order) is not None
        ]
        if len(possible) == 1:
            votes[possible[0]] += 1
        elif date.fixed is None:
            undecided.append(text)
    ranked = sorted(periods.ORDERS, key=lambda order: -votes[order])
    first, second = votes[ranked[0]], votes[ranked[1]]
    return (ranked[0] if first and first >= _CLEAR_MAJORITY * second else ""), tuple(undecided)


def date_texts(values: Sequence[Cell]) -> list[str]:
    """The distinct texts of a column that are dates, those inside of period texts too."""
    texts = []
    for text in cells.texts_of(values):
        if periods.read_date(text) is not None:
            texts.append(text)
        elif (period := periods.read_period(text)) is not None and period.dates is not None:
            texts += [part for part in periods.split_range(text) if periods.read_date(part) is not None]
    return texts


def has_an_order(values: Sequence[Cell]) -> bool:
    """Whether dates of a column are texts whose day and month could stand the other way round (2025-01-31: no)."""
    dates = (periods.read_date(text) for text in date_texts(values))
    return any(date is not None and date.dmy != date.mdy for date in dates)


def orders(layout: Layout, columns: Sequence[Column], meters: Sequence[str], work: Work, sheet: str) -> dict[int, str]:
    """Order of day and month for each date column of a table (column index → "dmy", "mdy" or "ymd").

    Args:
        layout: The columns.
        columns: Those that hold dates.
        meters: Name of the meter in each row: periods of one meter follow one another.
        work: Takes the question when all evidence leaves a column open.
        sheet: Name of the sheet.
    """
    found = {column.index: own_order(column.cells) for column in columns}
    decided = {index: order for index, (order, _) in found.items() if order}
    undecided = [column for column in columns if column.index not in decided and found[column.index][1]]
    for column in undecided:
        told = work.context.answer(sheet, column.letters, "date_order")
        if told in periods.ORDERS:
            decided[column.index] = str(told)
    for names in (("period_start", "period_end"), ("date_previous", "date_current")):
        decided.update(_by_joining(layout, names, decided, undecided, meters))
    usual = periods.usual_order(work.context.country)
    for column in undecided:
        if column.index not in decided and column.meaning not in ("date_due",):
            decided.update(_by_following(column, meters, usual, of_hours=_is_log_of_hours(layout)))
        if column.index not in decided:
            decided.update(_by_length(column))
    seen = {decided[column.index] for column in columns if column.index in decided}
    for column in undecided:
        if column.index not in decided and len(seen) == 1:
            decided[column.index] = next(iter(seen))
        elif column.index not in decided:
            open_texts = found[column.index][1]
            choices = periods.ORDERS if _may_start_with_year(open_texts) else periods.ORDERS[:2]
            decided[column.index] = work.ask(sheet, column.letters, "date_order", choices, open_texts) or "dmy"
    return {column.index: decided.get(column.index, "dmy") for column in columns}


def _may_start_with_year(texts: Sequence[str]) -> bool:
    dates = [periods.read_date(text) for text in texts]
    return any(date is not None and date.ymd is not None for date in dates)


def _possible_orders(column: Column) -> tuple[str, ...]:
    """The orders in which a column's dates can be written: the year in front only where it is among the choices."""
    return periods.ORDERS if _may_start_with_year(date_texts(column.cells[:_SAMPLE])) else periods.ORDERS[:2]


def _by_joining(
    layout: Layout,
    names: tuple[str, str],
    decided: Mapping[int, str],
    undecided: Sequence[Column],
    meters: Sequence[str],
) -> dict[int, str]:
    """Orders of two date columns under which start stands before end, 20 to 100 days, and periods join."""
    start, end = layout.one(names[0]), layout.one(names[1])
    if start is None or end is None:
        return {}
    free = [column for column in (start, end) if column in undecided and column.index not in decided]
    if not free:
        return {}
    scores: dict[tuple[str, ...], float] = {}
    for choice in product(*(_possible_orders(column) for column in free)):
        trial = {**decided, **dict(zip((column.index for column in free), choice, strict=True))}
        first, _ = cells.dates(start.cells[:_SAMPLE], trial.get(start.index, "dmy"))
        last, _ = cells.dates(end.cells[:_SAMPLE], trial.get(end.index, "dmy"))
        scores[choice] = _joining(first, last, meters)
    return _clear_winner(scores, free)


def _joining(first: Sequence[dt.date | None], last: Sequence[dt.date | None], meters: Sequence[str]) -> float:
    """Share of periods of a sensible length, and of neighbours that touch, weighed alike."""
    pairs = [(m, a, b) for m, a, b in zip(meters, first, last, strict=False) if a is not None and b is not None]
    if not pairs:
        return 0.0
    sensible = sum(1 for _, a, b in pairs if 20 <= (b - a).days <= 100) / len(pairs)
    ordered = sorted(pairs)
    neighbours = [((c - b).days) for (m, _, b), (n, c, _) in pairwise(ordered) if m == n]
    touching = sum(1 for gap in neighbours if 0 <= gap <= 1) / len(neighbours) if neighbours else sensible
    return (sensible * 2 + touching) / 3


def _is_log_of_hours(layout: Layout) -> bool:
    """Whether the columns, or a column of hours, tell times of the day: then dates are those of days."""
    titles = [column.title for column in layout.columns if column.title]
    return any(map(wordbook.is_hour_head, titles)) or sum(map(wordbook.is_time_of_day, titles)) >= _MANY_TIMES


def _by_following(column: Column, meters: Sequence[str], usual: str, *, of_hours: bool) -> dict[int, str]:
    """Order of a single date column under which a meter's dates are 20 to 100 days apart, or day by day in a log.

    Where one order gives months and another days (01/05, 02/05, 03/05), months are taken in the country's order only.
    """
    scores: dict[tuple[str, ...], float] = {}
    daily: set[str] = set()
    for order in _possible_orders(column):
        found, _ = cells.dates(column.cells[:_SAMPLE], order)
        dated = sorted((meter, date) for meter, date in zip(meters, found, strict=False) if date is not None)
        steps = [(b - a).days for (m, a), (n, b) in pairwise(dated) if m == n]
        good = [step <= 1 if of_hours else 20 <= step <= 100 for step in steps]
        scores[(order,)] = sum(good) / len(steps) if len(steps) >= 2 else 0.0
        if len(steps) >= 2 and max(steps) <= 1:
            daily.add(order)
    chosen = _clear_winner(scores, [column])
    if of_hours or not daily or chosen.get(column.index, usual) == usual:
        return chosen
    return {}


def _by_length(column: Column) -> dict[int, str]:
    """Order under which the two dates of period texts lie 20 to 100 days apart."""
    texts = [found.dates for text in cells.texts_of(column.cells) if (found := periods.read_period(text))]
    pairs = [dates for dates in texts if dates is not None]
    if not pairs:
        return {}
    scores: dict[tuple[str, ...], float] = {}
    for order in _possible_orders(column):
        spans = [(first.by(order), last.by(order)) for first, last in pairs]
        good = sum(1 for first, last in spans if first and last and 20 <= (last - first).days <= 100)
        scores[(order,)] = good / len(pairs)
    return _clear_winner(scores, [column])


def _clear_winner(scores: Mapping[tuple[str, ...], float], free: Sequence[Column]) -> dict[int, str]:
    """The choice that fits well while no other does, unless both give the same dates."""
    ranked = sorted(scores, key=lambda choice: -scores[choice])
    best, second = ranked[0], ranked[1]
    if scores[best] >= _FITS and scores[second] <= 0.75 * scores[best]:
        return {column.index: order for column, order in zip(free, best, strict=True)}
    return {}
