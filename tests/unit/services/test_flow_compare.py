"""Two periods of what was bought: what may be set against each other in per cent, and what is said where it may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.charts.titles import comparison_title
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.services.audits import NewAudit, find_audit, new_audit
from score_desktop.services.bill_edits import NewBill, add_bills
from score_desktop.services.context import Context
from score_desktop.services.flow_compare import (
    bought_compared,
    in_time,
    others_to_compare,
    processes_compared,
    side_of,
)

TODAY = dt.date(2026, 11, 22)
EN = Texts("en", "en_US")


def period(start: str, end: str) -> tuple[dt.date, dt.date]:
    return dt.date.fromisoformat(start), dt.date.fromisoformat(end)


OLD, LEAP = period("2023-01-01", "2024-01-01"), period("2024-01-01", "2025-01-01")
NEW, HALF = period("2025-01-01", "2026-01-01"), period("2025-01-01", "2025-07-01")


def bill(month: dt.date, meter: str = "M-1", currency: str = "BOB") -> NewBill:
    last = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return NewBill(
        {
            **{"meter": meter, "resource": "electricity", "period_start": month, "period_end": last},
            **{"quantity": Decimal(100), "unit": "kWh", "cost": Decimal(80), "currency": currency},
        }
    )


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def audit(context: Context) -> str:
    """Three years with a bill for each month but March 2023."""
    made = context.write(new_audit, NewAudit("Alba", "BO", start=NEW[0], end=NEW[1]), TODAY)
    months = [dt.date(year, month, 1) for year in (2023, 2024, 2025) for month in range(1, 13)]
    bills = [bill(month) for month in months if month != dt.date(2023, 3, 1)]
    assert context.write(add_bills, made.enterprise, bills).stored == 35
    return made.audit


def compared(context: Context, audit: str, before: tuple[dt.date, dt.date], after: tuple[dt.date, dt.date], unit: str):
    sides = [context.read(side_of, audit, each, TODAY, EN) for each in (before, after)]
    return context.read(bought_compared, *sides, unit, EN)


def test_years_are_compared_in_per_cent_also_with_a_leap_day(context: Context, audit: str) -> None:
    both = compared(context, audit, LEAP, NEW, "kWh")
    assert (both.per_cent, both.note) == (True, "")
    assert comparison_title(both, EN) == "2025: as much enters as in 2024"


def test_half_a_year_is_not_told_as_a_saving(context: Context, audit: str) -> None:
    both = compared(context, audit, LEAP, HALF, "kWh")
    title = comparison_title(both, EN)
    assert "%" not in title and "2024" in title
    assert "2024 (366 days)" in both.note and "(181 days)" in both.note


def test_a_year_without_all_its_months_is_not_told_as_a_rise(context: Context, audit: str) -> None:
    both = compared(context, audit, OLD, NEW, "money")
    assert not both.per_cent and "Months without bills in 2023" in both.note
    assert "%" not in comparison_title(both, EN)


@pytest.mark.parametrize("year", [2024, 2025])
def test_money_of_other_currencies_on_either_side_is_told(context: Context, audit: str, year: int) -> None:
    firm = context.read(lambda session: find_audit(session, audit)[1].uid)
    context.write(add_bills, firm, [bill(dt.date(year, 5, 1), "Fuel", "USD")])
    both = compared(context, audit, LEAP, NEW, "money")
    assert both.note.startswith("Bills in USD are not in the diagram") == both.per_cent
    assert "Bills in USD are not in the diagram" in both.note
    assert "USD" not in compared(context, audit, LEAP, NEW, "kWh").note


def test_what_was_before_stands_first_and_comes_first_in_the_list(context: Context, audit: str) -> None:
    old, leap, new = (context.read(side_of, audit, each, TODAY, EN) for each in (OLD, LEAP, NEW))
    assert in_time(new, old) == (old, new) == in_time(old, new)
    offered = context.read(others_to_compare, leap, [NEW, LEAP, OLD], TODAY, EN)
    assert [side.name for side in offered] == ["2023", "2025"]


def test_nothing_is_compared_with_itself(context: Context, audit: str) -> None:
    side = context.read(side_of, audit, NEW, TODAY, EN)
    with pytest.raises(Refused, match=r"flows\.compare_same"):
        context.read(bought_compared, side, side, "kWh", EN)
    with pytest.raises(Refused, match=r"flows\.compare_same"):
        context.read(processes_compared, side, side, "kg", TODAY, EN)


def test_emissions_are_emitted_and_money_is_paid(context: Context, audit: str) -> None:
    assert comparison_title(compared(context, audit, LEAP, NEW, "money"), EN) == "2025: as much is paid as in 2024"
    assert "emit" in comparison_title(compared(context, audit, LEAP, NEW, "kgCO2e"), EN)
