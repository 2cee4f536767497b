"""Bills checked by column: the rules of `BillIn` at the speed of large imports; a test holds that they agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import is_
from typing import Any

from score_desktop.models.named import CURRENCY
from score_desktop.models.rules import (
    BILL_AMOUNTS,
    BILL_DAYS,
    BILL_OPTIONAL_DAYS,
    BILL_TEXTS,
    DATE_HIGH,
    DATE_LOW,
    LONGEST_BILL_DAYS,
    MOST_MICRO,
    is_unit,
)

BillColumns = Mapping[str, Sequence[Any]]
"""Column name (of `importing.result.BILL_COLUMNS`) → values, one for each bill; an absent column is empty or None."""

Found = tuple[int, str, str]
"""Index of the row from 0, field, message id."""

Complaint = tuple[str, str]
"""Field, message id."""

_KNOWN = frozenset((*BILL_AMOUNTS, *BILL_TEXTS, *BILL_DAYS, *BILL_OPTIONAL_DAYS, "estimated", "source_row", "quality"))


def check_bill_columns(columns: BillColumns, check: Callable[[], None] = lambda: None) -> list[Found]:
    """What cannot be stored, by row; an empty list means that all of it can.

    Args:
        columns: Amounts are whole millionths (int) or None, days are dates, texts are str. Columns that are not
            fields of a bill (`meter`, `meter_id`, `batch_id`) are left alone.
        check: Called between steps; raises to stop.

    Returns:
        At most one complaint for each row and rule, in the order of rows. Message ids as those of `BillIn`, and
        "input.type" where a value has another type than its column.
    """
    size = len(columns["period_start"])
    found = [*_types(columns, size, check)]
    broken = {row for row, _, _ in found}
    for complaints in (_period(columns, size, broken), _amounts(columns, broken), _meaning(columns, size, broken)):
        check()
        found += complaints
    return sorted(found)


def _types(columns: BillColumns, size: int, check: Callable[[], None]) -> Iterator[Found]:
    for name, values in columns.items():
        check()
        if len(values) != size:
            raise ValueError(f"column {name} has {len(values)} values, not {size}")
        if name not in _KNOWN:
            continue
        kinds, optional = _kinds(name)
        allowed = {*kinds, type(None)} if optional else kinds
        some = values[:1] if _are_one(values) else values
        if set(map(type, some)) <= allowed:
            if name in BILL_TEXTS and max(map(len, set(some)), default=0) > BILL_TEXTS[name]:
                yield from ((i, name, "input.text_long") for i, v in enumerate(values) if len(v) > BILL_TEXTS[name])
            continue
        for row, value in enumerate(values):
            if type(value) not in allowed:
                yield row, name, "input.required" if value is None else "input.type"
    for name in BILL_DAYS:
        if name not in columns:
            yield from ((row, name, "input.required") for row in range(size))


def _kinds(name: str) -> tuple[set[type], bool]:
    """Types of a column's values, exactly, and whether None is one of them."""
    if name in BILL_AMOUNTS or name == "source_row":
        return {int}, True
    if name in BILL_DAYS or name in BILL_OPTIONAL_DAYS:
        return {dt.date}, name in BILL_OPTIONAL_DAYS
    return ({bool}, False) if name == "estimated" else ({str}, False)


def _period(columns: BillColumns, size: int, broken: set[int]) -> Iterator[Found]:
    for name in (*BILL_DAYS, *BILL_OPTIONAL_DAYS):
        days = columns.get(name, ())
        if broken or not all(map(_is_possible, set(days))):
            for row, day in enumerate(days):
                if row not in broken and not _is_possible(day):
                    yield row, name, "bill.date_range"
                    broken.add(row)
    if all(name in columns for name in BILL_DAYS):
        yield from _complaints(_order, broken, columns["period_start"], columns["period_end"])


def _complaints(rule: Callable[..., Complaint | None], broken: set[int], *columns: Sequence[Any]) -> Iterator[Found]:
    """Rows whose values break a rule, which looks once at those that rows share; they are `broken` from then on."""
    some = [column[:1] for column in columns] if all(map(_are_one, columns)) else columns
    if not broken and not any(rule(*values) for values in set(zip(*some, strict=True))):
        return
    rows: list[Any] = list(zip(*columns, strict=True))
    for row in broken:
        rows[row] = None
    found = {values: rule(*values) for values in set(rows) if values is not None}
    for row, values in enumerate(rows):
        complaint = None if values is None else found[values]
        if complaint is not None:
            yield row, *complaint
            broken.add(row)


def _are_one(values: Sequence[Any]) -> bool:
    """Whether all values are the very same object, as in most columns of a bill: then one tells of all."""
    first = values[0] if values else None
    return all(map(is_, values, repeat(first)))


def _is_possible(day: dt.date | None) -> bool:
    return day is None or DATE_LOW <= day <= DATE_HIGH


def _order(start: dt.date, end: dt.date) -> Complaint | None:
    if end <= start:
        return "period_end", "bill.period_order"
    return ("period_end", "bill.period_long") if (end - start).days > LONGEST_BILL_DAYS else None


def _amounts(columns: BillColumns, broken: set[int]) -> Iterator[Found]:
    limits = [(name, -MOST_MICRO, MOST_MICRO, "bill.amount_range") for name in BILL_AMOUNTS]
    for name, least, most, message_id in (*limits, ("source_row", 1, None, "bill.source_row")):
        values = columns.get(name, ())
        if not broken and _are_within(values, least, most):
            continue
        for row, value in enumerate(values):
            if row not in broken and not _are_within((value,), least, most):
                yield row, name, message_id
                broken.add(row)


def _are_within(values: Sequence[int | None], least: int, most: int | None) -> bool:
    told = [value for value in values if value is not None] if None in values else values
    return not told or (min(told) >= least and (most is None or max(told) <= most))  # type: ignore[type-var,operator]


def _meaning(columns: BillColumns, size: int, broken: set[int]) -> Iterator[Found]:
    nothing: Sequence[Any] = [None] * size
    empty: Sequence[Any] = [""] * size
    yield from _complaints(
        _means_nothing,
        broken,
        _are_told(columns.get("quantity", nothing)),
        _are_told(columns.get("cost", nothing)),
        columns.get("unit", empty),
        columns.get("currency", empty),
    )


def _are_told(values: Sequence[Any]) -> list[bool]:
    return [value is not None for value in values] if None in values else [True] * len(values)


def _means_nothing(has_quantity: bool, has_cost: bool, unit: str, currency: str) -> Complaint | None:
    if not has_quantity and not has_cost:
        return "quantity", "bill.empty"
    if unit and not is_unit(unit):
        return "unit", "bill.unit_unknown"
    if has_quantity and not unit:
        return "unit", "bill.unit_missing"
    if currency and not CURRENCY.match(currency):
        return "currency", "input.currency"
    return ("currency", "bill.currency_missing") if has_cost and not currency else None
