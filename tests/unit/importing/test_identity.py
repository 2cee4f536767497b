"""Which records are known already."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from score_desktop.enums import RecordVerdict as V
from score_desktop.importing.identity import (
    ActivityKey,
    BillKey,
    classify,
    classify_activity,
    classify_columns,
    equal_purchases,
)

JAN, FEB, MAR = dt.date(2025, 1, 1), dt.date(2025, 2, 1), dt.date(2025, 3, 1)


def bill(number="", quantity=100, cost=50, start=JAN, end=FEB, meter="m", cuf="", purchase=False):
    return BillKey(meter, number, cuf, start, end, quantity, cost, purchase)


def verdicts(new, stored=()):
    return [decision.verdict for decision in classify(new, list(stored))]


def test_number_makes_a_duplicate_or_a_conflict():
    stored = [bill("1"), bill("2", quantity=-10, cost=-5)]
    assert verdicts([bill("1")], stored) == [V.DUPLICATE]
    assert verdicts([bill("1", quantity=101)], stored) == [V.CONFLICT]
    assert verdicts([bill("2", quantity=-10, cost=-5)], stored) == [V.DUPLICATE]
    assert classify([bill("1", cost=51)], stored)[0].stored == 0


def test_same_number_at_another_meter_is_new():
    assert verdicts([bill("1", meter="other")], [bill("1")]) == [V.NEW]


def test_second_invoice_number_in_a_period_is_another_bill_and_told():
    decision = classify([bill("2", quantity=-10, cost=-5)], [bill("1")])[0]
    assert (decision.verdict, decision.second_invoice) == (V.NEW, True)


def test_without_number_the_period_decides_also_against_numbered_bills():
    stored = [bill("1")]
    assert verdicts([bill()], stored) == [V.DUPLICATE]
    assert verdicts([bill(quantity=7)], stored) == [V.CONFLICT]
    assert verdicts([bill(start=FEB, end=MAR)], stored) == [V.NEW]


def test_numbered_bill_meets_the_stored_one_without_number():
    assert verdicts([bill("1")], [bill()]) == [V.DUPLICATE]
    assert verdicts([bill("9", quantity=-1, cost=-1)], [bill()]) == [V.NEW]


def test_rows_above_in_the_same_file_are_known():
    decisions = classify([bill("1"), bill("1"), bill(), bill("1", cost=9)], [])
    assert [decision.verdict for decision in decisions] == [V.NEW, V.DUPLICATE, V.DUPLICATE, V.CONFLICT]
    assert [decision.new for decision in decisions] == [None, 0, 0, 0]


def test_cuf_goes_before_number():
    stored = [bill("1", cuf="A")]
    assert verdicts([bill("1", cuf="A")], stored) == [V.DUPLICATE]
    assert verdicts([bill("", cuf="A", cost=9)], stored) == [V.CONFLICT]


def test_purchases_of_one_file_are_all_kept_and_equal_ones_found():
    bought = [bill(purchase=True), bill(purchase=True), bill(quantity=5, purchase=True)]
    assert verdicts(bought) == [V.NEW] * 3
    assert equal_purchases(bought) == [1]


def test_purchases_across_imports_are_compared_as_multisets():
    one = bill(purchase=True)
    decisions = classify([one, one, one], [one, bill("7", purchase=True), one])
    assert [decision.verdict for decision in decisions] == [V.DUPLICATE, V.DUPLICATE, V.NEW]
    assert [decision.stored for decision in decisions] == [0, 2, None]


def test_activity_is_known_by_kind_name_and_month():
    one = ActivityKey("production", "pan", JAN, FEB, 5)
    decisions = classify_activity([one, one._replace(value=6), one._replace(name="torta")], [one])
    assert [decision.verdict for decision in decisions] == [V.DUPLICATE, V.CONFLICT, V.NEW]
    assert classify_activity([one, one], [])[1].new == 0


bills = st.builds(
    BillKey,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "X"]),
    st.sampled_from([JAN, FEB]),
    st.sampled_from([FEB, MAR]),
    st.sampled_from([None, -1, 0, 1]),
    st.sampled_from([None, -1, 2]),
    st.booleans(),
)


@given(st.lists(bills, max_size=4), st.lists(bills, max_size=4))
def test_by_column_the_verdicts_are_the_same(new, stored):
    columns = list(zip(*new, strict=True)) or [()] * len(BillKey._fields)
    known = list(zip(*stored, strict=True)) or [()] * len(BillKey._fields)
    assert classify_columns(columns, known) == classify(new, stored)


@given(st.lists(bills, max_size=12))
def test_the_same_file_again_stores_nothing(new):
    first = classify(new, [])
    kept = [record for record, decision in zip(new, first, strict=True) if decision.verdict is V.NEW]
    again = verdicts(new, kept)
    assert V.NEW not in again
    if V.CONFLICT not in [decision.verdict for decision in first]:
        assert set(verdicts(kept, kept)) <= {V.DUPLICATE}


loose = st.builds(
    BillKey,
    st.sampled_from(["a", "b"]),
    st.just(""),
    st.just(""),
    st.sampled_from([JAN, FEB]),
    st.just(MAR),
    st.sampled_from([None, 1, -1]),
    st.sampled_from([None, 2]),
    st.just(True),
)


@given(st.lists(loose, max_size=12), st.randoms(use_true_random=False))
def test_multisets_do_not_depend_on_the_order(stored, random):
    new = list(stored)
    random.shuffle(new)
    new = new[: len(new) // 2] + new
    counts = Counter(verdicts(new, stored))
    shuffled = list(new)
    random.shuffle(shuffled)
    assert Counter(verdicts(shuffled, stored)) == counts
    assert counts[V.DUPLICATE] == len(stored)


@given(st.lists(bills, max_size=12), st.lists(bills, max_size=12))
def test_decisions_point_at_records_of_the_same_meter(new, stored):
    for record, decision in zip(new, classify(new, stored), strict=True):
        assert (decision.verdict is V.NEW) == (decision.stored is None and decision.new is None)
        if decision.stored is not None:
            assert stored[decision.stored].meter == record.meter
        if decision.new is not None:
            assert new[decision.new].meter == record.meter


def test_many_invoices_of_one_period_are_decided_fast():
    new = [bill(str(n), quantity=n) for n in range(20_000)]
    begin = time.perf_counter()
    assert set(verdicts(new)) == {V.NEW}
    assert time.perf_counter() - begin < 5


def test_many_bills_are_decided_fast():
    day = dt.timedelta(days=1)
    stored = [bill(str(n), meter=n % 50, start=JAN + day * (n // 50), end=FEB + day * (n // 50)) for n in range(50_000)]
    new = [record._replace(number="") for record in stored[:5_000]]
    begin = time.perf_counter()
    assert set(verdicts(new, stored)) == {V.DUPLICATE}
    assert time.perf_counter() - begin < 5
