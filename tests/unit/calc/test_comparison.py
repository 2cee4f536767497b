"""A change in per cent is told only where both periods are covered the same."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.calc.comparison import EVEN, Cover, Lacks, change, cover_of
from score_desktop.calc.ledger import Ledger
from score_desktop.calc.use import cover_in, has_cost
from score_desktop.enums import Resource
from tests.unit.calc import samples

BEFORE = (dt.date(2024, 1, 1), dt.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("now", "before", "even", "told"),
    [
        (96.2, 100.0, True, pytest.approx(-0.038)),
        (96.2, 100.0, False, None),
        (None, 1.0, True, None),
        (1.0, None, True, None),
        (1.0, 0.0, True, None),
        (1.0, -2.0, True, None),
    ],
)
def test_a_change_is_told_or_it_is_not(now: float | None, before: float | None, even: bool, told: object) -> None:
    assert change(now, before, even=even) == told


def test_a_month_is_one_however_many_meters_lack_it() -> None:
    may, june = dt.date(2024, 5, 1), dt.date(2024, 6, 1)
    one, other = Cover(before=Lacks(frozenset({may}))), Cover(before=Lacks(frozenset({may, june})))
    assert cover_of(one, other).before.months == {may, june}
    assert cover_of() is EVEN and EVEN.even and not one.even


def test_a_sum_is_nothing_only_where_all_of_it_is() -> None:
    months = frozenset({dt.date(2024, 5, 1)})
    both = cover_of(Cover(before=Lacks(months, everything=True)), EVEN)
    assert both.before == Lacks(months) and not both.even


def test_what_bills_lack_in_both_years() -> None:
    covers = {resource: cover_in(Ledger(samples.bakery()), resource, BEFORE) for resource in Resource}
    assert covers[Resource.ELECTRICITY].even
    assert covers[Resource.WATER].before == Lacks() and covers[Resource.WATER].now.months == {dt.date(2025, 8, 1)}


def test_a_bill_without_its_cost_is_missing_in_the_cost_alone() -> None:
    inputs = samples.bakery()
    meter = next(meter for meter in inputs.meters if meter.resource is Resource.ELECTRICITY)
    first = next(
        n for n, bill in enumerate(inputs.bills) if bill.meter_uid == meter.uid and bill.period_start.year == 2025
    )
    bills = [bill._replace(cost=None) if n == first else bill for n, bill in enumerate(inputs.bills)]
    ledger = Ledger(samples.bakery(bills=tuple(bills)))
    assert cover_in(ledger, Resource.ELECTRICITY, BEFORE).even
    assert cover_in(ledger, Resource.ELECTRICITY, BEFORE, has_cost).now.any


def test_purchases_are_recorded_from_their_first_month_on() -> None:
    inputs = samples.bakery()
    uids = {meter.uid for meter in inputs.meters if meter.resource is Resource.DIESEL}
    late = tuple(
        bill for bill in inputs.bills if bill.meter_uid not in uids or bill.period_start >= dt.date(2024, 3, 1)
    )
    cover = cover_in(Ledger(samples.bakery(bills=late)), Resource.DIESEL, BEFORE)
    assert cover.before.months == {dt.date(2024, 1, 1), dt.date(2024, 2, 1)} and not cover.now.any
    none = tuple(bill for bill in inputs.bills if bill.meter_uid not in uids or bill.period_start.year == 2025)
    assert cover_in(Ledger(samples.bakery(bills=none)), Resource.DIESEL, BEFORE).before.everything
