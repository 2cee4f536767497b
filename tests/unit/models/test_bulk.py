"""One bill or a column of bills: the same rules, the same words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.errors import InvalidInput
from score_desktop.models import BillIn
from score_desktop.models.bulk import check_bill_columns
from score_desktop.models.rules import BILL_AMOUNTS, BILL_TEXTS, MOST_MICRO
from score_desktop.models.types import from_micro

DAYS = st.dates(dt.date(1979, 6, 1), dt.date(2100, 6, 1))
NEAR = st.dates(dt.date(2024, 12, 1), dt.date(2026, 4, 1))
AMOUNTS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.sampled_from([MOST_MICRO, -MOST_MICRO, MOST_MICRO + 1, -MOST_MICRO - 1, 0]),
)
WRONG = st.sampled_from(["x", "", 1.5j, (1,)])

RECORD = st.fixed_dictionaries(
    {
        "period_start": st.one_of(NEAR, NEAR, DAYS, st.none()),
        "period_end": st.one_of(NEAR, NEAR, DAYS, WRONG.filter(bool)),
        "date_previous": st.one_of(st.none(), DAYS),
        "date_current": st.one_of(st.none(), DAYS),
        **{name: st.one_of(AMOUNTS, AMOUNTS, AMOUNTS, WRONG) for name in ("quantity", "cost", "power_factor")},
        "reading_current": AMOUNTS,
        "unit": st.sampled_from(["kWh", "m3", "", "kilovatio", "garrafa", "KWH", "k" * 33]),
        "currency": st.sampled_from(["BOB", "USD", "", "Bs", "bob", "BOBS", "\u0420UB"]),
        "invoice_number": st.sampled_from(["", "F-1", "x" * BILL_TEXTS["invoice_number"], "x" * 201]),
        "source_row": st.sampled_from([None, 1, 0, -3]),
        "estimated": st.booleans(),
    }
)


LENGTHS = st.sampled_from([None, None, 0, 1, 31, 399, 400, 401])


def with_length(record: dict[str, Any], length: int | None) -> dict[str, Any]:
    """Periods at the edges of what is allowed are rare among random days."""
    start = record["period_start"]
    if length is None or start is None:
        return record
    return {**record, "period_end": start + dt.timedelta(days=length)}


def by_row(record: dict[str, Any]) -> tuple[str, str] | None:
    values = {
        name: from_micro(value) if name in BILL_AMOUNTS and isinstance(value, int) else value
        for name, value in record.items()
    }
    try:
        BillIn(**values)
    except InvalidInput as error:
        return str(error.params["field"]), error.message_id
    return None


@given(st.lists(st.builds(with_length, RECORD, LENGTHS), min_size=1, max_size=8))
def test_both_ways_agree(records: list[dict[str, Any]]) -> None:
    columns = {name: [record[name] for record in records] for name in records[0]}
    found: dict[int, list[tuple[str, str]]] = {}
    for row, field, message_id in check_bill_columns(columns):
        found.setdefault(row, []).append((field, message_id))
    for row, record in enumerate(records):
        one = by_row(record)
        assert (one is None) == (row not in found), (record, one, found.get(row))
        if (one is not None and not one[1].startswith("input.")) or one == ("currency", "input.currency"):
            assert found[row] == [one]
        elif one is not None:
            assert one[0] in {field for field, _ in found[row]}


def good(count: int = 3) -> dict[str, list[Any]]:
    return {
        "period_start": [dt.date(2025, 1, 1)] * count,
        "period_end": [dt.date(2025, 2, 1)] * count,
        "quantity": [1] * count,
        "unit": ["kWh"] * count,
    }


def test_good_columns_pass() -> None:
    assert check_bill_columns(good()) == []
    assert check_bill_columns({name: [] for name in good()}) == []


@pytest.mark.parametrize(
    ("name", "value", "message_id"),
    [
        ("quantity", True, "input.type"),
        ("quantity", 1.0, "input.type"),
        ("quantity", Decimal(1), "input.type"),
        ("period_start", dt.datetime(2025, 1, 1), "input.type"),  # noqa: DTZ001
        ("unit", None, "input.required"),
        ("estimated", 1, "input.type"),
    ],
)
def test_types_are_exact(name: str, value: object, message_id: str) -> None:
    columns = good()
    columns.setdefault(name, [False] * 3)[1] = value
    assert check_bill_columns(columns) == [(1, name, message_id)]


def test_a_missing_period_is_told_for_each_row() -> None:
    columns = good(2)
    del columns["period_end"]
    assert check_bill_columns(columns) == [(0, "period_end", "input.required"), (1, "period_end", "input.required")]


def test_columns_of_different_length_are_a_bug() -> None:
    with pytest.raises(ValueError, match="unit has 2 values"):
        check_bill_columns({**good(), "unit": ["kWh"] * 2})
