"""The bills of an audit, by meter, and the parts of them that fall into a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.figures import MICRO, BillRef, Explanation, Input, Missing, Period
from score_desktop.calc.inputs import ActivityData, AuditInputs, BillData, MeterData
from score_desktop.enums import MeterKind, Resource
from score_desktop.errors import ScoreError
from score_desktop.jobs import stop_point
from score_desktop.msgid import N_

SUM_OF_BILLS = N_("Sum of the bills in the period")
SUM_OF_METERS = N_("Sum of the meters")
SHARE_OF_DAYS = N_("Amount billed × days inside the period / days of the bill")
CONVERTED = N_("Quantity billed, converted")
BILLED = N_("Amount billed")
DAYS_INSIDE = N_("Days inside the period")
DAYS_OF_BILL = N_("Days of the bill")
CONVERSION = N_("Conversion of units")

RESOURCE_NAMES: dict[Resource, str] = {
    Resource.ELECTRICITY: N_("Electricity"),
    Resource.NATURAL_GAS: N_("Natural gas"),
    Resource.LPG: N_("LPG"),
    Resource.DIESEL: N_("Diesel"),
    Resource.GASOLINE: N_("Gasoline"),
    Resource.CNG: N_("Vehicle gas (CNG)"),
    Resource.FIREWOOD: N_("Firewood"),
    Resource.COAL: N_("Coal"),
    Resource.CHARCOAL: N_("Charcoal"),
    Resource.BIOGAS: N_("Biogas"),
    Resource.STEAM: N_("Steam"),
    Resource.WATER: N_("Water"),
    Resource.WASTEWATER: N_("Waste water"),
    Resource.WASTE: N_("Waste"),
    Resource.MATERIAL: N_("Materials"),
    Resource.OTHER: N_("Other"),
}
"""English message ids of the resources."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum over bills or meters.

    Attributes:
        micro: Millionths of `unit`.
        count: Bills (or values) in it; lacking: bills of the period that do not say this amount.
    """

    micro: int
    unit: str
    explanation: Explanation
    count: int
    lacking: int = 0

    @property
    def value(self) -> float:
        """The sum as a number."""
        return self.micro / MICRO


class Ledger:
    """Bills by meter in order of time, each with at least one day; made once for all figures of an audit.

    Args:
        inputs: Everything of the audit.
        trees: False: explanations end at the sum of the bills, without the bills: many bills would take much memory.
    """

    def __init__(self, inputs: AuditInputs, *, trees: bool = True) -> None:
        self.inputs = inputs
        self._trees = trees
        self.meters = {meter.uid: meter for meter in inputs.meters}
        grouped: dict[str, list[BillData]] = {meter.uid: [] for meter in inputs.meters}
        for bill in inputs.bills:
            rows = grouped.get(bill.meter_uid)
            if rows is not None:
                one_day = bill.period_end <= bill.period_start
                end = calendar.last_day_out(bill.period_start, bill.period_end)
                rows.append(bill._replace(period_end=end) if one_day else bill)
        for rows in grouped.values():
            rows.sort(key=_by_time)
        self.bills = grouped
        self._refs: dict[str, BillRef] = {}
        # The same sums serve use, emissions and intensities: one tree for all of them.
        self._quantities: dict[tuple[str, Period, str], Amount] = {}
        self._inside: dict[tuple[str, Period], list[BillData]] = {}

    def of_resource(self, resource: Resource) -> tuple[MeterData, ...]:
        """The meters of a resource, in the order given."""
        return tuple(meter for meter in self.inputs.meters if meter.resource is resource)

    def resources(self) -> tuple[Resource, ...]:
        """Resources that have a meter, in the order of the vocabulary."""
        there = {meter.resource for meter in self.inputs.meters}
        return tuple(resource for resource in Resource if resource in there)

    def inside(self, meter: MeterData, period: Period) -> list[BillData]:
        """Bills of a meter with a day in the period, in order of time; the list is shared, not to be changed."""
        stop_point()
        found = self._inside.get((meter.uid, period))
        if found is None:
            first, last = period
            found = self._inside[meter.uid, period] = [
                bill for bill in self.bills[meter.uid] if bill.period_start < last and bill.period_end > first
            ]
        return found

    def ref(self, bill: BillData) -> BillRef:
        """The reference of a bill, one object for all figures."""
        found = self._refs.get(bill.uid)
        if found is None:
            found = self._refs[bill.uid] = bill.ref()
        return found

    def sum_quantity(self, meter: MeterData, period: Period, unit: str) -> Amount:
        """Use of a meter in a period.

        Raises:
            ScoreError: "unit.dimension" or "unit.unknown" when a bill's unit does not convert to `unit`.
        """
        known = self._quantities.get((meter.uid, period, unit))
        if known is None:
            bills = self.inside(meter, period)
            known = self._sum(bills, [quantity_in(bill, meter, unit) for bill in bills], meter, period, unit)
            self._quantities[meter.uid, period, unit] = known
        return known

    def sum_cost(self, meter: MeterData, period: Period, currency: str) -> Amount:
        """Cost of a meter in a period, of the bills in one currency."""
        bills = [bill for bill in self.inside(meter, period) if bill.currency == currency]
        return self._sum(bills, [bill.cost for bill in bills], None, period, currency)

    def _sum(
        self, bills: list[BillData], amounts: list[int | None], meter: MeterData | None, period: Period, unit: str
    ) -> Amount:
        """Sum of amounts (millionths of `unit`), each by its days inside the period; `meter` for quantities only."""
        first, last = period
        total, lacking = 0, 0
        if not self._trees:
            known = [(bill, amount) for bill, amount in zip(bills, amounts, strict=True) if amount is not None]
            total = sum(
                calendar.share_inside(amount, bill.period_start, bill.period_end, period) for bill, amount in known
            )
            return Amount(total, unit, Explanation(SUM_OF_BILLS, ()), len(known), len(bills) - len(known))
        parts: list[Input] = []
        for bill, amount in zip(bills, amounts, strict=True):
            if amount is None:
                lacking += 1
                continue
            name = bill.invoice_number or bill.period_start.isoformat()
            billed_in = unit if meter is None else bill.unit or meter.unit
            origin: BillRef | Explanation
            if bill.period_start >= first and bill.period_end <= last:
                share = amount
                origin = self._billed(bill, amount, unit, billed_in)
            else:
                share = calendar.share_inside(amount, bill.period_start, bill.period_end, period)
                origin = self._share(bill, amount, unit, billed_in, period)
            total += share
            parts.append(Input(name, share / MICRO, unit, origin))
        return Amount(total, unit, Explanation(SUM_OF_BILLS, tuple(parts)), len(parts), lacking)

    def _billed(self, bill: BillData, amount: int, unit: str, billed_in: str) -> BillRef | Explanation:
        """The bill itself, or its quantity as printed with the rate that makes it the amount."""
        if billed_in == unit or bill.quantity is None:
            return self.ref(bill)
        rate = amount / bill.quantity if bill.quantity else units.convert(1.0, billed_in, unit)
        billed = Input(BILLED, bill.quantity / MICRO, billed_in, self.ref(bill))
        return Explanation(CONVERTED, (billed, Input(CONVERSION, rate, f"{unit}/{billed_in}")))

    def _share(self, bill: BillData, amount: int, unit: str, billed_in: str, period: Period) -> Explanation:
        start, end = bill.period_start, bill.period_end
        return Explanation(
            SHARE_OF_DAYS,
            (
                Input(BILLED, amount / MICRO, unit, self._billed(bill, amount, unit, billed_in)),
                Input(DAYS_INSIDE, float(calendar.days_inside(start, end, period)), "d"),
                Input(DAYS_OF_BILL, float((end - start).days), "d"),
            ),
        )


def ledger_of(source: Ledger | AuditInputs) -> Ledger:
    """A ledger as it is, or made from the inputs."""
    return source if isinstance(source, Ledger) else Ledger(source)


def _by_time(bill: BillData) -> tuple[dt.date, dt.date]:
    return bill.period_start, bill.period_end


def unit_of(bill: BillData, meter: MeterData) -> str:
    """Symbol in which a bill's quantity stands."""
    return bill.unit or meter.unit


def quantity_in(bill: BillData, meter: MeterData, unit: str) -> int | None:
    """A bill's quantity in millionths of `unit`; None if the bill has none.

    Raises:
        ScoreError: "unit.dimension" or "unit.unknown".
    """
    billed_in = bill.unit or meter.unit
    if billed_in == unit and bill.quantity is not None:
        return bill.quantity
    if unit == meter.unit_base and bill.quantity_base is not None:
        return bill.quantity_base
    return None if bill.quantity is None else units.convert_micro(bill.quantity, billed_in, unit)


def common_unit(ledger: Ledger, meters: Iterable[MeterData], period: Period) -> str | None:
    """The bills' unit when all of the period share one, else their base unit; None if they measure different things.

    Bills without a quantity have no say. Without any other in the period, the unit of the first meter ("" without
    meters).
    """
    found: dict[str, Resource] = {}
    first = ""
    for meter in meters:
        first = first or meter.unit
        bills = ledger.inside(meter, period)
        found.update((unit_of(bill, meter), meter.resource) for bill in bills if has_quantity(bill))
    if len(found) <= 1:
        return next(iter(found), first)
    try:
        bases = {units.base_symbol_for(resource, unit) for unit, resource in found.items()}
    except ScoreError:
        return None
    return bases.pop() if len(bases) == 1 else None


def add_up(formula: str, parts: Iterable[tuple[str, Amount]], unit: str) -> Amount:
    """Sum of named amounts in one unit; a single part keeps its own explanation."""
    rows = list(parts)
    total = sum(amount.micro for _, amount in rows)
    explanation = (
        rows[0][1].explanation
        if len(rows) == 1
        else Explanation(formula, tuple(Input(name, amount.value, unit, amount.explanation) for name, amount in rows))
    )
    count = sum(amount.count for _, amount in rows)
    return Amount(total, unit, explanation, count, sum(amount.lacking for _, amount in rows))


def meter_dims(meter: MeterData) -> dict[str, str]:
    """What narrows a figure to one meter."""
    return {
        "site": meter.site_uid,
        "site_name": meter.site_name,
        "meter": meter.uid,
        "meter_name": meter.name,
    }


def missing_days(key: str, name: str, periods: Iterable[Period], period: Period) -> Missing | None:
    """What to say about days of the period that no bill (or value) covers; None if all are covered."""
    holes = calendar.uncovered(periods, period)
    if not holes:
        return None
    empty = []
    for month in calendar.months_between(*period):
        frame = (max(month, period[0]), min(calendar.next_month(month), period[1]))
        if any(hole[0] <= frame[0] and hole[1] >= frame[1] for hole in holes):
            empty.append(month)
    days = sum((end - start).days for start, end in holes)
    if empty:
        return Missing(key, "calc.months_missing", {"name": name, "months": tuple(empty)})
    return Missing(key, "calc.days_missing", {"name": name, "days": days, "first": holes[0][0]})


def missing_bills(ledger: Ledger, meter: MeterData, key: str, period: Period) -> Missing | None:
    """Days of the period that no bill with a quantity covers; purchases have no such days."""
    if meter.kind is MeterKind.PURCHASE:
        return None
    covered = ((bill.period_start, bill.period_end) for bill in ledger.inside(meter, period) if has_quantity(bill))
    return missing_days(key, meter.name, covered, period)


def has_quantity(bill: BillData) -> bool:
    """True if the bill says how much; zero is a quantity."""
    return bill.quantity is not None or bill.quantity_base is not None


def activity_inside(rows: Iterable[ActivityData], period: Period) -> list[ActivityData]:
    """Values with a day in the period, in order of time."""
    found = [row for row in rows if calendar.days_inside(*_span(row), period) > 0]
    return sorted(found, key=lambda row: (row.period_start, row.period_end))


def _span(row: ActivityData) -> Period:
    return row.period_start, calendar.last_day_out(row.period_start, row.period_end)
