"""How much was used: figures `use.*`, months for charts, coverage, the year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from score_desktop.calc import calendar
from score_desktop.calc.comparison import Cover, Lacks, cover_of, lacks_of, nothing_in
from score_desktop.calc.figures import MICRO, Figure, Missing, Period
from score_desktop.calc.inputs import AuditInputs, BillData, MeterData
from score_desktop.calc.ledger import (
    SUM_OF_METERS,
    Amount,
    Ledger,
    add_up,
    common_unit,
    has_quantity,
    ledger_of,
    meter_dims,
    missing_bills,
    missing_days,
    quantity_in,
)
from score_desktop.enums import MeterKind, Resource
from score_desktop.errors import ScoreError


def use_amounts(ledger: Ledger, resource: Resource, period: Period, unit: str) -> list[tuple[MeterData, Amount]]:
    """Use of each meter of a resource that has a bill with a quantity in the period."""
    rows = ((meter, ledger.sum_quantity(meter, period, unit)) for meter in ledger.of_resource(resource))
    return [(meter, amount) for meter, amount in rows if amount.count]


def use_figures(ledger: Ledger) -> tuple[list[Figure], list[Missing]]:
    """`use.<resource>` of the whole audit, then per meter, with what is missing."""
    figures: list[Figure] = []
    missing: list[Missing] = []
    for resource in ledger.resources():
        _resource_use(ledger, resource, figures, missing)
    return figures, missing


def _resource_use(ledger: Ledger, resource: Resource, figures: list[Figure], missing: list[Missing]) -> None:
    key, period = f"use.{resource.value}", ledger.inputs.period
    meters = ledger.of_resource(resource)
    unit = common_unit(ledger, meters, period)
    per_meter: list[tuple[MeterData, Amount]] = []
    if unit is not None:
        per_meter = use_amounts(ledger, resource, period, unit)
    else:
        missing.append(Missing(key, "calc.units_differ", {"meters": ", ".join(meter.name for meter in meters)}))
        for meter in meters:
            own = common_unit(ledger, (meter,), period)
            if own is not None:
                per_meter.append((meter, ledger.sum_quantity(meter, period, own)))
            else:
                missing.append(Missing(key, "calc.units_differ_meter", {"meter": meter.name}))
        per_meter = [(meter, amount) for meter, amount in per_meter if amount.count]
    if per_meter and unit is not None:
        total = add_up(SUM_OF_METERS, ((meter.name, amount) for meter, amount in per_meter), unit)
        figures.append(Figure(key, total.value, unit, period, total.explanation))
    figures.extend(
        Figure(key, amount.value, amount.unit, period, amount.explanation, meter_dims(meter))
        for meter, amount in per_meter
    )
    for meter in meters:
        missing.extend(_lacking(ledger, meter, key))


def _lacking(ledger: Ledger, meter: MeterData, key: str) -> list[Missing]:
    bills = ledger.inside(meter, ledger.inputs.period)
    if not bills:
        return [Missing(key, "calc.no_bills", {"meter": meter.name})]
    found = []
    without = sum(not has_quantity(bill) for bill in bills)
    if without:
        found.append(Missing(key, "calc.quantity_missing", {"meter": meter.name, "n": without}))
    if without < len(bills):
        hole = missing_bills(ledger, meter, key, ledger.inputs.period)
        if hole is not None:
            found.append(hole)
    return found


# -- months ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeterMonths:
    """One meter by month, in the unit of the table."""

    meter: MeterData
    quantity: calendar.MonthlyAmounts


@dataclass(frozen=True, slots=True)
class MonthlyQuantities:
    """Monthly use of a resource; meters without any bill in the months are left out.

    Attributes:
        unit: Symbol of all quantities.
        months: First days.
        totals: Millionths over the meters; None where no meter has a bill.
        complete: True where every meter has all days of the month billed (purchases: always).
    """

    resource: Resource
    unit: str
    months: tuple[dt.date, ...]
    meters: tuple[MeterMonths, ...]
    totals: tuple[int | None, ...]
    complete: tuple[bool, ...]


def monthly_use(
    source: Ledger | AuditInputs, resource: Resource, months: Sequence[dt.date] | None = None, unit: str | None = None
) -> MonthlyQuantities | None:
    """Use of a resource by meter and month, exact in millionths.

    Args:
        source: The audit.
        resource: Which one.
        months: First days of consecutive months; None: those of the audit's period. These are cut at its borders, so
            that they add up to the figure.
        unit: Symbol wanted; None: that of the figure `use.<resource>`.

    Returns:
        None when no meter has a bill in the months, or the units measure different things.
    """
    ledger = ledger_of(source)
    months = tuple(months) if months is not None else calendar.months_between(*ledger.inputs.period)
    if not months:
        return None
    frame = _frame(months)
    meters = [meter for meter in ledger.of_resource(resource) if ledger.inside(meter, frame)]
    unit = unit or common_unit(ledger, meters, frame)
    if not meters or unit is None:
        return None
    try:
        rows = tuple(MeterMonths(meter, _meter_months(ledger, meter, months, unit)) for meter in meters)
    except ScoreError:  # a unit asked for, or of a bill outside the months, that does not convert
        return None
    totals, complete = [], []
    for index in range(len(months)):
        known = [value for row in rows if (value := row.quantity.values[index]) is not None]
        totals.append(sum(known) if known else None)
        complete.append(
            all(
                row.meter.kind is MeterKind.PURCHASE
                or (row.quantity.values[index] is not None and not row.quantity.partial[index])
                for row in rows
            )
        )
    return MonthlyQuantities(resource, unit, months, rows, tuple(totals), tuple(complete))


def _meter_months(ledger: Ledger, meter: MeterData, months: tuple[dt.date, ...], unit: str) -> calendar.MonthlyAmounts:
    # A purchase outside the months still says from when to when purchases were recorded.
    bills = ledger.bills[meter.uid] if meter.kind is MeterKind.PURCHASE else ledger.inside(meter, _frame(months))
    amounts = ((bill, quantity_in(bill, meter, unit)) for bill in bills)
    rows = [(bill.period_start, bill.period_end, amount) for bill, amount in amounts if amount is not None]
    return calendar.monthly_table(rows, months, purchases=_purchases(meter), period=_cut(ledger, months))


def _purchases(meter: MeterData) -> bool:
    return meter.kind is MeterKind.PURCHASE


def _cut(ledger: Ledger, months: tuple[dt.date, ...]) -> Period | None:
    """The audit's period if these are its months: an audit may begin in the middle of one."""
    period = ledger.inputs.period
    return period if months == calendar.months_between(*period) else None


def _frame(months: tuple[dt.date, ...]) -> Period:
    return months[0], calendar.next_month(months[-1])


def monthly_cost(
    source: Ledger | AuditInputs, meter: MeterData, currency: str, months: Sequence[dt.date] | None = None
) -> calendar.MonthlyAmounts:
    """Cost of one meter by month in one currency, exact in millionths; None in months without a bill.

    Months are as in `monthly_use`.
    """
    ledger = ledger_of(source)
    months = tuple(months) if months is not None else calendar.months_between(*ledger.inputs.period)
    rows = [
        (bill.period_start, bill.period_end, bill.cost)
        for bill in ledger.bills[meter.uid]
        if bill.cost is not None and bill.currency == currency
    ]
    return calendar.monthly_table(rows, months, purchases=_purchases(meter), period=_cut(ledger, months))


# -- coverage and the year before ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a period the bills of a resource cover.

    Attributes:
        months: Months (over the meters) with at least one day billed; months_expected: all of them.
        documents: Bills with a day in the period.
        files: Names of the files they came from, in order of first use.
        metered: False if all are purchases.
    """

    months: int
    months_expected: int
    documents: int
    files: tuple[str, ...]
    metered: bool


def coverage(source: Ledger | AuditInputs, resource: Resource, period: Period | None = None) -> Coverage:
    """Coverage of a resource in the audit's period, or in another."""
    ledger = ledger_of(source)
    period = period or ledger.inputs.period
    months = calendar.months_between(*period)
    there = expected = documents = 0
    files: dict[str, None] = {}
    meters = ledger.of_resource(resource)
    for meter in meters:
        bills = ledger.inside(meter, period)
        documents += len(bills)
        files.update((bill.file, None) for bill in bills if bill.file)
        clipped = [
            (max(bill.period_start, period[0]), min(bill.period_end, period[1])) for bill in bills if has_quantity(bill)
        ]
        there += sum(days > 0 for days in calendar.days_by_month(clipped, months))
        expected += len(months)
    return Coverage(there, expected, documents, tuple(files), any(m.kind is MeterKind.METERED for m in meters))


@dataclass(frozen=True, slots=True)
class PeriodUse:
    """Use in some period; `complete` is False if a day (or a bill's quantity) is missing."""

    value: float
    unit: str
    complete: bool


def use_in(
    source: Ledger | AuditInputs, resource: Resource, period: Period, unit: str | None = None
) -> PeriodUse | None:
    """Use of a resource in any period, such as `calendar.previous_period`.

    None without bills in it, or when their units do not convert to `unit`.

    Purchases are complete when the records of that meter begin before the end of the period's first month.
    """
    ledger = ledger_of(source)
    meters = ledger.of_resource(resource)
    unit = unit or common_unit(ledger, meters, period)
    if unit is None:
        return None
    try:
        rows = use_amounts(ledger, resource, period, unit)
    except ScoreError:  # the unit asked for does not convert: nothing to compare
        return None
    if not rows:
        return None
    total = sum(amount.micro for _, amount in rows)
    complete = len(rows) == len(meters) and all(
        amount.lacking == 0 and _covered(ledger, meter, period) for meter, amount in rows
    )
    return PeriodUse(total / MICRO, unit, complete)


def _covered(ledger: Ledger, meter: MeterData, period: Period) -> bool:
    return not _lacks(ledger, meter, period, has_quantity).any


def has_cost(bill: BillData) -> bool:
    """True if the bill says what was paid, and in which currency."""
    return bill.cost is not None and bool(bill.currency)


def cover_in(
    ledger: Ledger, resource: Resource, before: Period, says: Callable[[BillData], bool] = has_quantity
) -> Cover:
    """What the bills of a resource lack in the audit's period and in the one before; purchases as in `use_in`.

    Args:
        says: Whether a bill says what is compared (`has_quantity`, `has_cost`).
    """
    meters = ledger.of_resource(resource)
    now = ledger.inputs.period
    return cover_of(*(Cover(_lacks(ledger, m, now, says), _lacks(ledger, m, before, says)) for m in meters))


def _lacks(ledger: Ledger, meter: MeterData, period: Period, says: Callable[[BillData], bool]) -> Lacks:
    bills = ledger.inside(meter, period)
    known = [(bill.period_start, bill.period_end) for bill in bills if says(bill)]
    if not known:
        return nothing_in(period)
    some = Lacks(other=len(known) < len(bills))
    if meter.kind is not MeterKind.PURCHASE:
        return lacks_of(missing_days("", meter.name, known, period)) | some
    first = ledger.bills[meter.uid][0].period_start
    # Nobody buys on the first day: records that begin in the first month cover it.
    unrecorded = calendar.months_between(period[0], calendar.month_start(first))
    return Lacks(frozenset(unrecorded)) | some
