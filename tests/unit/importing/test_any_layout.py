"""Any table of bills, in any layout, language and notation, reads back to the same bills, or is asked about."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings

from score_desktop.importing import ImportContext, understand
from score_desktop.importing.result import Understanding
from score_desktop.importing.workbook import Workbook
from tests.unit.importing.any_layout import SYMBOLS, Bill, Case, cases
from tests.unit.importing.more_layouts import more_cases

BO = ImportContext("BO", "BOB")


def told(bill: Bill) -> tuple[object, ...]:
    micro = None if bill.cost is None else int(bill.cost * 1_000_000)
    unit = SYMBOLS.get(bill.unit, bill.unit)
    quantity = int(bill.quantity * 1_000_000)
    return (
        bill.resource,
        bill.start,
        bill.end,
        quantity,
        unit,
        micro,
        "BOB" if micro is not None else "",
        bill.invoice,
    )


def stored(found: Understanding) -> Counter[tuple[object, ...]]:
    bills = found.bills
    numbers = bills.get("invoice_number", [""] * found.bill_count)
    names = ("period_start", "period_end", "quantity", "unit", "cost", "currency")
    rows = zip(bills["meter"], *(bills[name] for name in names), numbers, strict=True)
    return Counter((found.meters[meter].name, found.meters[meter].resource.value, *rest) for meter, *rest in rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=more_cases())
def test_more_layouts_read_back_or_are_asked_about(case: Case) -> None:
    found = understand(Workbook("libro.xlsx", "xlsx", case.sheets), BO)

    assert sum(found.rows.values()) == sum(len(sheet.rows) for sheet in case.sheets)
    if found.questions:
        return
    assert not found.problems, found.problems[0]
    got = stored(found)
    assert Counter(row[1:] for row in got.elements()) == Counter(map(told, case.bills))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=cases())
def test_bills_in_any_layout_read_back_or_are_asked_about(case: Case) -> None:
    found = understand(Workbook("libro.xlsx", "xlsx", case.sheets), BO)

    assert sum(found.rows.values()) == sum(len(sheet.rows) for sheet in case.sheets)
    if found.questions:
        return
    assert not found.problems
    got = stored(found)
    assert Counter(row[1:] for row in got.elements()) == Counter(map(told, case.bills))
    names = {bill.meter for bill in case.bills}
    for row in got:
        assert any(name in str(row[0]) for name in names), f"{row[0]} is none of {names}"
    for bill in case.bills:
        assert any(bill.meter in str(row[0]) and row[1:] == told(bill) for row in got)
