"""One process in two periods: what follows bills and production changes, what was typed does not, holes are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.charts.data import SankeyComparison
from score_desktop.charts.titles import comparison_title
from score_desktop.enums import FlowOrigin
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.services import flow_compare, process_edit
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.bill_edits import NewBill, add_bills
from score_desktop.services.context import Context
from score_desktop.services.process import read_view
from score_desktop.services.process_periods import other_periods

TODAY = dt.date(2026, 11, 22)
ES, EN = Texts("es"), Texts("en", "en_US")
OLD, NEW = ((dt.date(year, 1, 1), dt.date(year + 1, 1, 1)) for year in (2024, 2025))


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


def bill(year: int, month: int, kwh: int, meter: str = "M-1") -> NewBill:
    first = dt.date(year, month, 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return NewBill(
        {
            **{"meter": meter, "resource": "electricity", "period_start": first, "period_end": last},
            **{"quantity": Decimal(kwh), "unit": "kWh", "cost": Decimal(80), "currency": "BOB"},
        }
    )


def workshop(context: Context, months: dict[int, range], *more: NewBill) -> str:
    """An audit of 2025 with bills of 100 kWh a month in 2024, 120 in 2025, and an oven that follows them."""
    made = context.write(new_audit, NewAudit("Alba", "BO", start=NEW[0], end=NEW[1]), TODAY)
    bills = [bill(year, month, 100 if year == 2024 else 120) for year, held in months.items() for month in held]
    assert not context.write(add_bills, made.enterprise, [*bills, *more]).refused
    rows = [
        {"source": "Red", "target": "Horno", "name": "Electricidad", "kind": "energy", "unit": "kWh"},
        {"source": "Proveedores", "target": "Horno", "name": "Leña", "kind": "energy", "quantity": Decimal(500)},
    ]
    outcome = context.write(process_edit.add_flows, made.audit, rows)
    context.write(process_edit.set_origin, outcome.made[0], FlowOrigin.BILLS, "electricity", {"share": 1.0})
    return made.audit


FULL = range(1, 13)


def sides(context: Context, audit: str) -> tuple[flow_compare.Side, flow_compare.Side]:
    old, new = (context.read(flow_compare.side_of, audit, period, TODAY, EN) for period in (OLD, NEW))
    return old, new


def compared(context: Context, audit: str) -> SankeyComparison:
    return context.read(flow_compare.processes_compared, *sides(context, audit), "kWh", TODAY, EN)


def values(comparison: SankeyComparison) -> dict[str, tuple[float, float]]:
    was, now = ({flow.substance: flow.value for flow in one.flows} for one in (comparison.before, comparison.after))
    return {name: (was[name], now[name]) for name in was}


def test_bills_change_and_what_was_typed_does_not(context: Context) -> None:
    both = compared(context, workshop(context, {2024: FULL, 2025: FULL}))
    assert (both.periods, both.per_cent) == (("2024", "2025"), True)
    assert values(both)["Electricidad"] == pytest.approx((1200, 1440))
    assert values(both)["Leña"] == (500, 500)
    assert "(1 of 2)" in both.note and "what was typed is the same in both periods" in both.note
    assert comparison_title(both, EN) == "2025: 14% more enters than in 2024"


def test_months_without_bills_are_no_saving(context: Context) -> None:
    both = compared(context, workshop(context, {2024: range(1, 9), 2025: FULL}))
    assert not both.per_cent and "%" not in comparison_title(both, EN)
    assert "Months without bills or monthly values in 2024" in both.note


def test_another_audits_months_without_bills_are_told_too(context: Context) -> None:
    audit = workshop(context, {2024: range(1, 9), 2025: FULL})
    wanted = NewAudit("Alba", "BO", name="Antes", start=OLD[0], end=OLD[1])
    other = context.write(new_audit, wanted, TODAY).audit
    rows = [{"source": "Red", "target": "Horno", "name": "Electricidad", "kind": "energy", "unit": "kWh"}]
    made = context.write(process_edit.add_flows, other, rows).made
    context.write(process_edit.set_origin, made[0], FlowOrigin.BILLS, "electricity", {"share": 1.0})
    before, after = (context.read(flow_compare.process_side, one, TODAY, EN) for one in (other, audit))
    both = context.read(flow_compare.processes_compared, before, after, "kWh", TODAY, EN)
    assert not both.per_cent and "Months without bills or monthly values in Antes, 2024" in both.note
    assert "typed" not in both.note


def test_a_period_without_any_bills_of_a_flow_is_refused(context: Context) -> None:
    audit = workshop(context, {2025: FULL})
    with pytest.raises(Refused, match=r"process\.compare_nothing") as caught:
        compared(context, audit)
    assert caught.value.params == {"period": "2024", "flows": "Electricidad"}


def test_a_process_that_was_typed_is_the_same_in_every_period(context: Context) -> None:
    audit = workshop(context, {2024: FULL, 2025: FULL})
    view = context.read(read_view, audit, TODAY)
    (electricity,) = (row for row in view.process.flows if row.name == "Electricidad")
    context.write(process_edit.delete_flows, [electricity.uid])
    with pytest.raises(Refused, match=r"process\.compare_typed"):
        compared(context, audit)


def test_a_period_is_not_compared_with_itself(context: Context) -> None:
    audit = workshop(context, {2025: FULL})
    side = sides(context, audit)[1]
    with pytest.raises(Refused, match=r"flows\.compare_same"):
        context.read(flow_compare.processes_compared, side, side, "kWh", TODAY, EN)


def test_periods_are_offered_where_a_flow_follows_something(context: Context) -> None:
    audit = workshop(context, {2024: FULL, 2025: FULL})
    offered = context.read(flow_compare.processes_to_compare, audit, TODAY, EN, follows=True)
    assert [side.name for side in offered] == ["2024"]
    assert context.read(flow_compare.processes_to_compare, audit, TODAY, EN, follows=False) == ()


def test_periods_of_twelve_months_with_data_begin_like_the_audits_own() -> None:
    day = dt.date
    july = (day(2024, 7, 1), day(2025, 7, 1))
    assert other_periods(july, [2022, 2023, 2024, 2025]) == (
        (day(2023, 7, 1), day(2024, 7, 1)),
        (day(2022, 7, 1), day(2023, 7, 1)),
    )
    half = (day(2025, 1, 1), day(2025, 7, 1))
    assert other_periods(half, [2024, 2025]) == (NEW, OLD)
    assert other_periods(NEW, [2025]) == () == other_periods(NEW, [])
