"""Days' shares of bills, months, coverage."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from score_desktop.calc import calendar
from tests.unit.calc.samples import oracle

DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2029, 12, 31))
LENGTHS = st.integers(1, 900)
AMOUNTS = st.integers(-(10**13), 10**13)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_oracle_o03_calendarise() -> None:
    assert "29 d" in oracle("O03")["expected"]
    start, end = day("2025-01-12"), day("2025-02-10")
    split = calendar.split_by_month(2_900_000_000, start, end)
    assert (end - start).days == 29
    assert split == [(day("2025-01-01"), 2_000_000_000), (day("2025-02-01"), 900_000_000)]


@given(AMOUNTS, DAYS, LENGTHS)
def test_months_add_up_and_follow_the_days(amount: int, start: dt.date, length: int) -> None:
    end = start + dt.timedelta(days=length)
    split = calendar.split_by_month(amount, start, end)
    assert sum(share for _, share in split) == amount
    assert [month for month, _ in split] == list(calendar.months_between(start, end))
    for month, share in split:
        days = calendar.days_inside(start, end, (month, calendar.next_month(month)))
        assert abs(share - Fraction(amount * days, length)) < 1
    mirrored = calendar.split_by_month(-amount, start, end)
    assert mirrored == [(month, -share) for month, share in split]


@given(AMOUNTS, DAYS, LENGTHS, DAYS, DAYS, DAYS)
def test_adjoining_periods_add_up_wherever_they_are_cut(
    amount: int, start: dt.date, length: int, one: dt.date, two: dt.date, three: dt.date
) -> None:
    end = start + dt.timedelta(days=length)
    first, cut, last = sorted((one, two, three))
    parts = calendar.share_inside(amount, start, end, (first, cut)) + calendar.share_inside(
        amount, start, end, (cut, last)
    )
    assert parts == calendar.share_inside(amount, start, end, (first, last))
    whole = (min(first, start), max(last, end))
    assert calendar.share_inside(amount, start, end, whole) == amount


@given(AMOUNTS, DAYS, LENGTHS, DAYS, DAYS)
def test_a_period_of_whole_months_holds_the_sum_of_its_months(
    amount: int, start: dt.date, length: int, one: dt.date, two: dt.date
) -> None:
    end = start + dt.timedelta(days=length)
    period = tuple(sorted((calendar.month_start(one), calendar.month_start(two))))
    inside = sum(
        share for month, share in calendar.split_by_month(amount, start, end) if period[0] <= month < period[1]
    )
    assert calendar.share_inside(amount, start, end, period) == inside  # type: ignore[arg-type]


@given(AMOUNTS, DAYS, LENGTHS, DAYS, LENGTHS)
def test_a_share_is_near_its_days(amount: int, start: dt.date, length: int, first: dt.date, span: int) -> None:
    end = start + dt.timedelta(days=length)
    period = (first, first + dt.timedelta(days=span))
    days = calendar.days_inside(start, end, period)
    assert abs(calendar.share_inside(amount, start, end, period) - Fraction(amount * days, length)) <= 40


def test_leap_year_and_purchases_of_one_day() -> None:
    february = calendar.split_by_month(60_000_000, day("2024-02-01"), day("2024-04-01"))
    assert february == [(day("2024-02-01"), 29_000_000), (day("2024-03-01"), 31_000_000)]
    bought = day("2024-02-29")
    assert calendar.split_by_month(7, bought, bought) == [(day("2024-02-01"), 7)]
    assert calendar.share_inside(7, bought, bought, (bought, day("2024-03-01"))) == 7
    assert calendar.share_inside(7, bought, bought, (day("2024-03-01"), day("2024-04-01"))) == 0


def test_equal_remainders_go_to_the_earlier_month() -> None:
    split = calendar.split_by_month(1, day("2025-01-31"), day("2025-02-02"))
    assert split == [(day("2025-01-01"), 1), (day("2025-02-01"), 0)]


def test_months_and_years() -> None:
    assert calendar.months_between(day("2024-12-31"), day("2025-02-01")) == (day("2024-12-01"), day("2025-01-01"))
    assert calendar.months_between(day("2025-01-01"), day("2025-01-01")) == ()
    assert calendar.previous_period((day("2024-02-29"), day("2025-02-28"))) == (day("2023-03-01"), day("2024-02-28"))
    assert calendar.years_of((day("2023-11-15"), day("2025-01-01"))) == (
        (day("2023-11-15"), day("2024-01-01")),
        (day("2024-01-01"), day("2025-01-01")),
    )


def test_a_month_without_a_bill_is_none_and_zero_is_a_value() -> None:
    months = calendar.months_between(day("2025-01-01"), day("2025-06-01"))
    bills = [
        (day("2024-12-20"), day("2025-01-11"), 22_000_000),
        (day("2025-02-01"), day("2025-03-01"), 0),
        (day("2025-04-01"), day("2025-05-01"), 5),
        (day("2025-04-01"), day("2025-05-01"), -2),
    ]
    table = calendar.monthly_table(bills, months)
    assert table.values == (10_000_000, 0, None, 3, None)
    assert table.partial == (True, False, False, False, False)


def test_purchases_have_zero_months_between_them_and_nothing_outside() -> None:
    months = calendar.months_between(day("2025-01-01"), day("2025-06-01"))
    bills = [(day("2025-02-28"), day("2025-03-01"), 4), (day("2025-04-30"), day("2025-05-01"), 6)]
    table = calendar.monthly_table(bills, months, purchases=True)
    assert table.values == (None, 4, 0, 6, None)
    assert not any(table.partial)


@given(st.lists(st.tuples(DAYS, LENGTHS), max_size=12), DAYS, LENGTHS)
def test_covered_and_uncovered_days_make_the_period(
    bills: list[tuple[dt.date, int]], first: dt.date, span: int
) -> None:
    periods = [(start, start + dt.timedelta(days=length)) for start, length in bills]
    period = (first, first + dt.timedelta(days=span))
    holes = {
        one + dt.timedelta(days=n)
        for one, other in calendar.uncovered(periods, period)
        for n in range((other - one).days)
    }
    for n in range(span):
        at = first + dt.timedelta(days=n)
        assert (at in holes) != any(start <= at < end for start, end in periods)
    assert all(period[0] <= at < period[1] for at in holes)
    months = calendar.months_between(*period)
    clipped = [(max(one, first), min(other, period[1])) for one, other in periods if one < period[1] and other > first]
    assert sum(calendar.days_by_month(clipped, months)) == span - len(holes)
