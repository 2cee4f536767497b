"""Bills by column say what the same bills say one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score_desktop.calc.findings import findings, findings_by_column
from score_desktop.calc.inputs import BillData, MeterData
from score_desktop.calc.meter_bills import columns_by_meter, picker
from score_desktop.enums import MeterKind, Resource
from score_desktop.errors import Cancelled
from score_desktop.jobs import Progress

TODAY = dt.date(2026, 11, 22)
METERS = [
    MeterData("m1", "Medidor 1", "s", "Planta", Resource.ELECTRICITY, MeterKind.METERED, "kWh", "kWh"),
    MeterData("m2", "Medidor 2", "s", "Planta", Resource.ELECTRICITY, MeterKind.METERED, "MWh", "kWh"),
    MeterData("m3", "Diésel", "s", "Planta", Resource.DIESEL, MeterKind.PURCHASE, "l", "l"),
]
_amounts = st.one_of(st.none(), st.integers(-2, 40).map(lambda number: number * 10**8))


@st.composite
def _bill(draw: st.DrawFn) -> BillData:
    start = dt.date(2023, 1, 1) + dt.timedelta(days=30 * draw(st.integers(0, 50)) + draw(st.integers(0, 1)))
    quantity = draw(_amounts)
    return BillData(
        "",
        draw(st.sampled_from(["m1", "m2", "m3"])),
        start,
        start + dt.timedelta(days=draw(st.sampled_from([0, 1, 30, 30, 30, 62]))),
        quantity,
        draw(st.sampled_from(["", "kWh", "MWh"])),
        draw(st.sampled_from([quantity, quantity, None])),
        draw(_amounts),
        draw(st.sampled_from(["BOB", "BOB", "BOB", "USD", ""])),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.sampled_from(["", "F1", "F2", "F3"])),
        parts=draw(_amounts),
        reading_previous=draw(_amounts),
        reading_current=draw(_amounts),
    )


def _columns(bills: list[BillData]) -> dict[str, list[object]]:
    left_out = ("uid", "meter_uid", "file", "sheet", "row")
    return {name: [getattr(bill, name) for bill in bills] for name in BillData._fields if name not in left_out}


@settings(deadline=None, max_examples=150)
@given(st.lists(_bill(), max_size=40))
def test_columns_tell_the_same_findings(bills: list[BillData]) -> None:
    by_meter = columns_by_meter([bill.meter_uid for bill in bills], _columns(bills))
    assert findings_by_column(METERS, by_meter, TODAY) == findings(METERS, bills, TODAY)


def test_a_column_that_no_bill_tells_may_be_missing() -> None:
    start = [dt.date(2025, month, 1) for month in (1, 2, 4)]
    end = [dt.date(2025, month, 1) for month in (2, 3, 5)]
    amounts = [10**9, 10**9, 10**9]
    columns = {"period_start": start, "period_end": end, "quantity": amounts, "quantity_base": amounts, "cost": amounts}
    told = findings_by_column(METERS, {"m1": columns}, TODAY)
    assert [(one.kind.value, one.start, one.end) for one in told] == [("gap", dt.date(2025, 3, 1), dt.date(2025, 4, 1))]
    bills = [BillData("", "m1", a, b, c, "", c, c, "") for a, b, c in zip(start, end, amounts, strict=True)]
    assert told == findings(METERS, bills, TODAY)


def test_bills_of_no_meter_are_no_columns() -> None:
    assert columns_by_meter([], {"cost": []}) == {}


def test_mixed_meters_are_taken_apart_in_their_order() -> None:
    by_meter = columns_by_meter(["a", "b", "a", "a", "c"], {"cost": [1, 2, 3, 4, 5]})
    assert {meter: list(columns["cost"]) for meter, columns in by_meter.items()} == {"a": [1, 3, 4], "b": [2], "c": [5]}


@pytest.mark.parametrize("places", [[3], [2, 3, 4], [0, 4], [1, 2, 4]])
def test_picking_takes_the_places(places: list[int]) -> None:
    assert list(picker(places)("abcde")) == ["abcde"[place] for place in places]


def test_cancel_is_heard_between_meters() -> None:
    progress = Progress()
    progress.cancel()
    with progress.heeded(), pytest.raises(Cancelled):
        columns_by_meter(["a"], {"cost": [1]})
    day = [dt.date(2025, 1, 1)]
    columns = {"period_start": day, "period_end": day, "quantity": [1], "quantity_base": [1], "cost": [1]}
    with progress.heeded(), pytest.raises(Cancelled):
        findings_by_column(METERS, {"m1": columns}, TODAY)
