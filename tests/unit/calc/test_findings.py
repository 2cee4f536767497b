"""Oddities in bills."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score_desktop.calc import calendar
from score_desktop.calc.findings import Finding, findings, sum_of_parts
from score_desktop.calc.inputs import BillData, MeterData
from score_desktop.enums import FindingKind, MeterKind, Resource
from score_desktop.errors import Cancelled
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from tests.unit.calc.samples import bakery, us_firm

TODAY = dt.date(2026, 11, 22)
METER = MeterData("m", "Medidor 1", "s", "Planta", Resource.ELECTRICITY, MeterKind.METERED, "kWh", "kWh")
PUMP = MeterData("m", "Diésel", "s", "Planta", Resource.DIESEL, MeterKind.PURCHASE, "l", "l")
FIRST = dt.date(2024, 1, 1)


def monthly(count: int = 12, quantity: int = 1000, price: float = 1.2, start: dt.date = FIRST) -> list[BillData]:
    made = []
    for number in range(count):
        end = calendar.next_month(start)
        micro = quantity * 10**6 * (end - start).days // 30
        cost = round(micro * price)
        made.append(
            BillData(f"b{number}", "m", start, end, micro, "kWh", micro, cost, "BOB", invoice_number=f"F{number}")
        )
        start = end
    return made


def found(bills: list[BillData], meter: MeterData = METER) -> list[Finding]:
    return list(findings([meter], bills, TODAY))


def kinds(bills: list[BillData], meter: MeterData = METER) -> list[FindingKind]:
    return [one.kind for one in found(bills, meter)]


def test_regular_bills_have_no_findings() -> None:
    assert kinds(monthly(36, start=dt.date(2023, 1, 1))) == []


def test_samples() -> None:
    inputs = bakery()
    rows = findings(inputs.meters, inputs.bills, TODAY)
    gaps = [row for row in rows if row.kind is FindingKind.GAP]
    assert [(row.meter_uid, row.start, row.end) for row in gaps] == [
        ("meter Oficina A-9931", dt.date(2025, 8, 1), dt.date(2025, 9, 1))
    ]
    second = [row for row in rows if row.kind is FindingKind.SECOND_INVOICE]
    assert [(row.meter_uid, row.start, row.params["number"]) for row in second] == [
        ("meter 2-114590", dt.date(2024, 9, 1), "NC-100273")
    ]
    assert Counter(row.kind for row in rows) == {
        FindingKind.GAP: 1,
        FindingKind.SECOND_INVOICE: 1,
        FindingKind.ESTIMATED: 2,
    }
    american = Counter(row.kind for row in findings(us_firm().meters, us_firm().bills, TODAY))
    assert american[FindingKind.ESTIMATED] == 3
    assert american[FindingKind.GAP] == american[FindingKind.OVERLAP] == american[FindingKind.PERIOD_LENGTH] == 0


def test_gap_and_overlap() -> None:
    bills = monthly()
    del bills[5]
    (gap,) = found(bills)
    assert (gap.kind, gap.start, gap.end) == (FindingKind.GAP, dt.date(2024, 6, 1), dt.date(2024, 7, 1))
    bills = monthly()
    bills[5] = bills[5]._replace(period_start=dt.date(2024, 5, 30))
    (overlap,) = found(bills)
    assert overlap.kind is FindingKind.OVERLAP
    assert (overlap.start, overlap.end, overlap.params["days"]) == (dt.date(2024, 5, 30), dt.date(2024, 6, 1), 2)


def test_a_credit_note_is_a_second_invoice_and_no_overlap() -> None:
    bills = monthly()
    note = bills[3]._replace(uid="n", quantity=-40, quantity_base=-40, cost=-50, invoice_number="NC-1")
    (one,) = found([*bills, note])
    assert one.kind is FindingKind.SECOND_INVOICE
    assert (one.params["number"], one.params["other"]) == ("NC-1", "F3")


def test_the_same_bill_without_number_twice_is_an_overlap() -> None:
    bills = [bill._replace(invoice_number="") for bill in monthly()]
    assert kinds([*bills, bills[3]._replace(uid="again")]) == [FindingKind.OVERLAP]


def test_estimated_future_and_parts() -> None:
    bills = monthly()
    bills[2] = bills[2]._replace(estimated=True)
    cost = bills[4].cost or 0
    bills[4] = bills[4]._replace(parts=cost - 60_000)
    bills[5] = bills[5]._replace(parts=(bills[5].cost or 0) - 50_000)
    assert kinds(bills) == [FindingKind.ESTIMATED, FindingKind.PARTS]
    assert [one.kind for one in findings([METER], monthly(2), dt.date(2024, 1, 15))] == [FindingKind.FUTURE]


def test_parts_of_a_bill() -> None:
    assert sum_of_parts((100, None), (5, None, 2), -7) == 100
    assert sum_of_parts((None, None), (5,), 1) is None


@pytest.mark.parametrize(
    ("previous", "current", "multiplier", "odd"),
    [
        (0, 1000, None, False),
        (0, 1009, None, False),
        (0, 1011, None, True),
        (0, 25, 40, False),
        (0, 25, 50, True),
        (99_850, 120, None, True),
    ],
)
def test_readings(previous: int, current: int, multiplier: int | None, odd: bool) -> None:
    bills = monthly()
    micro = 10**6
    bills[3] = bills[3]._replace(
        reading_previous=previous * micro,
        reading_current=current * micro,
        multiplier=None if multiplier is None else multiplier * micro,
    )
    assert bills[3].quantity == 1000 * micro
    assert kinds(bills) == ([FindingKind.READINGS] if odd else [])


def read(bill: BillData, previous: int, current: int) -> BillData:
    return bill._replace(reading_previous=previous * 10**6, reading_current=current * 10**6)


def test_a_counter_that_began_again_is_told() -> None:
    bills = monthly()
    bills[3] = read(bills[3], 99_850, 850)
    (one,) = found(bills)
    assert (one.kind, one.params["previous"], one.params["current"]) == (FindingKind.ROLLED_OVER, 99_850, 850)
    bills[3] = read(bills[3], 850, 1850)
    assert kinds(bills) == []


def test_one_bill_under_two_numbers_is_a_duplicate() -> None:
    bills = monthly()
    again = bills[3]._replace(uid="again", invoice_number="F99")
    (one,) = found([*bills, again])
    assert (one.kind, one.params["number"], one.params["other"]) == (FindingKind.DUPLICATE, "F99", "F3")
    third = again._replace(uid="third", invoice_number="F100")
    assert kinds([*bills, again, third]) == [FindingKind.DUPLICATE] * 2
    assert kinds([*bills, again._replace(cost=1)]) == [FindingKind.SECOND_INVOICE, FindingKind.UNIT_PRICE]
    without = [bill._replace(invoice_number="") for bill in bills]
    assert kinds([*without, again]) == [FindingKind.DUPLICATE]


def oddities() -> dict[FindingKind, tuple[MeterData, list[BillData]]]:
    """For each kind of finding the bills that show it and nothing else."""
    made: dict[FindingKind, tuple[MeterData, list[BillData]]] = {}

    def bills(kind: FindingKind, place: int = 3, **changes: object) -> None:
        rows = monthly()
        rows[place] = rows[place]._replace(**changes)
        made[kind] = (METER, rows)

    micro = 10**6
    made[FindingKind.GAP] = (METER, monthly()[:5] + monthly()[6:])
    bills(FindingKind.OVERLAP, 5, period_start=dt.date(2024, 5, 30))
    bills(FindingKind.ESTIMATED, estimated=True)
    rows = monthly(6)
    rows[5] = rows[5]._replace(period_end=dt.date(2024, 7, 20), quantity=None, quantity_base=None)
    made[FindingKind.PERIOD_LENGTH] = (METER, rows)
    bills(FindingKind.UNIT_PRICE, cost=10_000 * micro)
    bills(FindingKind.CONSUMPTION, quantity=9_000 * micro, quantity_base=9_000 * micro, cost=None)
    day = dt.date(2025, 3, 4)
    fill = BillData("a", "m", day, day, 50 * micro, "l", 50 * micro, 186 * micro, "BOB")
    made[FindingKind.EQUAL_PURCHASES] = (PUMP, [fill, fill._replace(uid="b")])
    twice = monthly()
    made[FindingKind.SECOND_INVOICE] = (METER, [*twice, twice[3]._replace(cost=None, invoice_number="F99")])
    made[FindingKind.DUPLICATE] = (METER, [*twice, twice[3]._replace(invoice_number="F99")])
    bills(FindingKind.PARTS, parts=1)
    bills(FindingKind.READINGS, reading_previous=0, reading_current=9)
    bills(FindingKind.ROLLED_OVER, reading_previous=99_850 * micro, reading_current=850 * micro)
    made[FindingKind.FUTURE] = (METER, monthly(1, start=dt.date(2027, 1, 1)))
    return made


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_kind_is_found_and_told(kind: FindingKind) -> None:
    meter, bills = oddities()[kind]
    (one,) = found(bills, meter)
    assert one.kind is kind
    for language in ("es", "en"):
        said = Texts(language).message(one.message_id, one.params)
        assert said.endswith((".", "?")) and "{" not in said


@pytest.mark.parametrize("kind", list(FindingKind))
def test_a_fingerprint_is_that_of_the_content(kind: FindingKind) -> None:
    """Not of ids, of other bills, or of where a bill was read: an acceptance holds until its own bills change."""
    meter, bills = oddities()[kind]
    (one,) = found(bills, meter)
    assert len(one.fingerprint) == 64
    elsewhere = [bill._replace(uid=f"x{n}", file="other.xlsx", row=n) for n, bill in enumerate(bills)]
    assert [row.fingerprint for row in found(elsewhere, meter)] == [one.fingerprint]
    if meter is METER and kind is not FindingKind.FUTURE:
        last = bills[-1].period_end if bills[-1].invoice_number != "F99" else bills[-2].period_end
        longer = [*bills, *(bill._replace(uid=f"n{n}") for n, bill in enumerate(monthly(3, start=last)))]
        assert one.fingerprint in {row.fingerprint for row in found(longer, meter)}
    if kind is not FindingKind.GAP:
        (about,) = [place for place, bill in enumerate(bills) if bill.period_start == one.start][-1:]
        changed = [*bills[:about], bills[about]._replace(multiplier=1_000_000), *bills[about + 1 :]]
        assert one.fingerprint not in {row.fingerprint for row in found(changed, meter)}
    else:
        assert one.fingerprint not in {row.fingerprint for row in found(bills[:4] + bills[5:], meter)}


def test_findings_that_are_equal_in_everything_have_their_own_fingerprints() -> None:
    bills = [bill._replace(invoice_number="") for bill in monthly()]
    one = [row.fingerprint for row in found([*bills, bills[3]._replace(uid="again")])]
    two = [row.fingerprint for row in found([*bills, bills[3]._replace(uid="b"), bills[3]._replace(uid="c")])]
    assert len(one) == 1 and len(set(two)) == 2 and one[0] in two


def test_period_length() -> None:
    bills = monthly(6)
    bills[5] = bills[5]._replace(period_end=dt.date(2024, 7, 20), quantity=None, quantity_base=None)
    (one,) = found(bills)
    assert (one.kind, one.params["days"]) == (FindingKind.PERIOD_LENGTH, 49)
    two = [b._replace(period_end=calendar.next_month(b.period_end)) for b in monthly(12)[::2]]
    assert kinds(two) == []


@pytest.mark.parametrize(("factor", "odd"), [(0.45, True), (0.55, False), (1.9, False), (2.1, True)])
def test_unit_price(factor: float, odd: bool) -> None:
    bills = monthly()
    bills[7] = bills[7]._replace(cost=round((bills[7].cost or 0) * factor))
    assert kinds(bills) == ([FindingKind.UNIT_PRICE] if odd else [])


@pytest.mark.parametrize(("factor", "odd"), [(0.2, True), (0.9, False), (1.25, False), (3.0, True)])
def test_consumption(factor: float, odd: bool) -> None:
    bills = monthly()
    quantity = round((bills[7].quantity or 0) * factor)
    bills[7] = bills[7]._replace(quantity=quantity, quantity_base=quantity, cost=None)
    assert kinds(bills) == ([FindingKind.CONSUMPTION] if odd else [])


def test_a_season_is_not_odd() -> None:
    def seasonal(bill: BillData) -> BillData:
        winter = bill.period_start.month in (6, 7, 8)
        return bill._replace(quantity_base=(bill.quantity_base or 0) * (3 if winter else 1), cost=None)

    assert kinds([seasonal(bill) for bill in monthly(36, start=dt.date(2023, 1, 1))]) == []


def test_equal_purchases_are_told_once() -> None:
    day = dt.date(2025, 3, 4)
    fill = BillData("a", "m", day, day, 50_000_000, "l", 50_000_000, 186_000_000, "BOB")
    (one,) = found([fill, fill._replace(uid="b"), fill._replace(uid="c", cost=1)], PUMP)[:1]
    assert (one.kind, one.params["count"]) == (FindingKind.EQUAL_PURCHASES, 2)
    assert FindingKind.GAP not in kinds([fill, fill._replace(uid="d", period_start=dt.date(2025, 9, 1))], PUMP)


def test_every_kind_has_a_text() -> None:
    texts = Texts("en")
    inputs = us_firm()
    for one in findings(inputs.meters, inputs.bills, TODAY):
        assert texts.message(one.message_id, one.params)


BILLS = st.builds(
    lambda start, days, quantity, cost, number: BillData(
        "u", "m", start, start + dt.timedelta(days=days), quantity, "kWh", quantity, cost, "BOB", invoice_number=number
    ),
    st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)),
    st.integers(0, 120),
    st.none() | st.integers(-(10**10), 10**10),
    st.none() | st.integers(-(10**10), 10**10),
    st.sampled_from(["", "1", "2"]),
)


@settings(max_examples=60)
@given(st.lists(BILLS, max_size=40))
def test_any_bills_can_be_looked_at(bills: list[BillData]) -> None:
    texts = Texts("en")
    for meter in (METER, PUMP):
        for one in findings([meter], bills, TODAY):
            assert one.start < one.end
            assert texts.message(one.message_id, one.params)


def test_cancel_is_heard_before_all_bills_are_made():
    inputs, progress, made = bakery(), Progress(), 0

    def bills():
        nonlocal made
        for bill in inputs.bills * 10_000:
            made += 1
            yield bill

    progress.cancel()
    with progress.heeded(), pytest.raises(Cancelled):
        findings(inputs.meters, bills(), TODAY)
    assert made < 5_000
