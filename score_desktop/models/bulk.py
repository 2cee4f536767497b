"""Bills checked by column: the rules of `BillIn` at the speed of large imports; a test holds that they agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        if set(map(type, values)) <= allowed:
            if name in BILL_TEXTS and max(map(len, values), default=0) > BILL_TEXTS[name]:
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
        for row, day in enumerate(columns.get(name, ())):
            if row not in broken and day is not None and not DATE_LOW <= day <= DATE_HIGH:
                yield row, name, "bill.date_range"
                broken.add(row)
    if any(name not in columns for name in BILL_DAYS):
        return
    for row, (start, end) in enumerate(zip(columns["period_start"], columns["period_end"], strict=True)):
        if row in broken:
            continue
        if end <= start:
            yield row, "period_end", "bill.period_order"
            broken.add(row)
        elif (end - start).days > LONGEST_BILL_DAYS:
            yield row, "period_end", "bill.period_long"
            broken.add(row)


def _amounts(columns: BillColumns, broken: set[int]) -> Iterator[Found]:
    for name in BILL_AMOUNTS:
        for row, amount in enumerate(columns.get(name, ())):
            if amount is not None and row not in broken and not -MOST_MICRO <= amount <= MOST_MICRO:
                yield row, name, "bill.amount_range"
                broken.add(row)
    for row, number in enumerate(columns.get("source_row", ())):
        if number is not None and row not in broken and number < 1:
            yield row, "source_row", "bill.source_row"
            broken.add(row)


def _meaning(columns: BillColumns, size: int, broken: set[int]) -> Iterator[Found]:
    nothing: Sequence[Any] = [None] * size
    empty: Sequence[Any] = [""] * size
    rows = zip(
        columns.get("quantity", nothing),
        columns.get("cost", nothing),
        columns.get("unit", empty),
        columns.get("currency", empty),
        strict=True,
    )
    for row, (quantity, cost, unit, currency) in enumerate(rows):
        if row in broken:
            continue
        if quantity is None and cost is None:
            yield row, "quantity", "bill.empty"
        elif unit and not is_unit(unit):
            yield row, "unit", "bill.unit_unknown"
        elif quantity is not None and not unit:
            yield row, "unit", "bill.unit_missing"
        elif currency and not CURRENCY.match(currency):
            yield row, "currency", "input.currency"
        elif cost is not None and not currency:
            yield row, "currency", "bill.currency_missing"
