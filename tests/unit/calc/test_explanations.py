"""Every explanation, done again from its leaves, gives the figure: whatever units, periods, currencies and gaps."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score_desktop import units
from score_desktop.calc import footprint, intensity, ledger
from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.figures import Explanation, Figure, Input
from score_desktop.calc.inputs import ActivityData, AuditInputs, BillData, MeterData, ProductData
from score_desktop.enums import ActivityKind, FuelUse, GwpSet, MeterKind, Resource
from tests.unit.calc.samples import YEAR_2025, bakery, us_firm

_SUMS = {
    ledger.SUM_OF_BILLS,
    ledger.SUM_OF_METERS,
    "Sum of the resources",
    intensity.SUM_OF_VALUES,
    footprint.SUM_OF_YEARS,
    footprint.SUM_OF_SOURCES,
    footprint.SUM_OF_SCOPES,
}
_PRODUCTS = {footprint.QUANTITY_TIMES_FACTOR, footprint.BIOGENIC, ledger.CONVERTED}


def again(explanation: Explanation) -> float:
    """The figure from the operands shown; every operand that is explained is done again too."""
    values = []
    for one in explanation.inputs:
        assert one.value is not None, one
        if isinstance(one.origin, Explanation):
            assert again(one.origin) == pytest.approx(one.value, rel=1e-9, abs=3e-6), (explanation.formula, one.name)
        values.append(one.value)
    if explanation.formula in _SUMS:
        return math.fsum(values)
    if explanation.formula in _PRODUCTS:
        return math.prod(values)
    if explanation.formula == ledger.SHARE_OF_DAYS:
        return values[0] * values[1] / values[2]
    if explanation.formula == intensity.PER_PRODUCT:
        return values[0] / values[1]
    assert explanation.formula == intensity.MEAN_OF_MONTHS
    return math.fsum(values) / len({one.name for one in explanation.inputs})


def all_done_again(inputs: AuditInputs) -> tuple[Figure, ...]:
    figures, _ = audit_figures(inputs)
    for figure in figures:
        assert again(figure.explanation) == pytest.approx(figure.value, rel=1e-9, abs=3e-6), figure.key
        if not figure.key.startswith("intensity"):
            assert _unit(figure.explanation.inputs, figure.explanation.formula, figure.unit), figure.key
    return figures


def _unit(inputs: tuple[Input, ...], formula: str, unit: str) -> bool:
    """Sums add the figure's own unit."""
    return formula not in _SUMS or {one.unit for one in inputs} <= {unit}


PERIODS = {
    "the year": YEAR_2025,
    "two years": (dt.date(2024, 1, 1), dt.date(2026, 1, 1)),
    "across New Year, cutting bills": (dt.date(2024, 7, 10), dt.date(2025, 7, 20)),
    "a leap day": (dt.date(2024, 2, 29), dt.date(2024, 3, 1)),
    "before the data": (dt.date(2010, 1, 1), dt.date(2011, 1, 1)),
}


@pytest.mark.parametrize("gwp", list(GwpSet))
@pytest.mark.parametrize("period", PERIODS.values(), ids=list(PERIODS))
def test_the_samples(period: tuple[dt.date, dt.date], gwp: GwpSet) -> None:
    all_done_again(bakery(period, gwp_set=gwp))
    all_done_again(us_firm(period, gwp_set=gwp))


def meter(uid: str, resource: Resource, unit: str, **more: object) -> MeterData:
    base = units.base_symbol_for(resource, unit)
    made = MeterData(uid, f"Medidor {uid}", "s", "Planta", resource, MeterKind.METERED, unit, base)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


METERS = (
    meter("e", Resource.ELECTRICITY, "kWh"),
    meter("f", Resource.ELECTRICITY, "MWh"),
    meter("g", Resource.NATURAL_GAS, "thm"),
    meter("l", Resource.LPG, "garrafa", kind=MeterKind.PURCHASE, fuel_use=FuelUse.HEAT),
    meter("w", Resource.FIREWOOD, "qq", kind=MeterKind.PURCHASE),
    meter("d", Resource.DIESEL, "gal", kind=MeterKind.PURCHASE, fuel_use=FuelUse.GENERATOR),
)
_OTHER_UNIT = {"kWh": "MWh", "MWh": "kWh", "thm": "kWh", "garrafa": "kg", "qq": "kg", "gal": "l"}
_AMOUNTS = st.integers(-(10**9), 10**12)


@st.composite
def bills(draw: st.DrawFn) -> BillData:
    of = draw(st.sampled_from(METERS))
    start = draw(st.dates(dt.date(2023, 6, 1), dt.date(2026, 3, 1)))
    purchase = of.kind is MeterKind.PURCHASE
    unit = draw(st.sampled_from([of.unit, of.unit, _OTHER_UNIT[of.unit]]))
    quantity = draw(st.none() | _AMOUNTS)
    return BillData(
        uid=f"{of.uid}-{draw(st.integers(0, 10**9))}",
        meter_uid=of.uid,
        period_start=start,
        period_end=start + dt.timedelta(days=1 if purchase else draw(st.sampled_from([1, 28, 31, 61, 366]))),
        quantity=quantity,
        unit="" if quantity is None else unit,
        quantity_base=None if quantity is None else units.convert_micro(quantity, unit, of.unit_base),
        cost=draw(st.none() | _AMOUNTS),
        currency=draw(st.sampled_from(["BOB", "USD"])),
    )


@st.composite
def values(draw: st.DrawFn) -> ActivityData:
    start = draw(st.dates(dt.date(2024, 6, 1), dt.date(2025, 12, 1))).replace(day=1)
    kind = draw(st.sampled_from([ActivityKind.PRODUCTION, ActivityKind.HOURS, ActivityKind.WORKERS_F]))
    made = kind is ActivityKind.PRODUCTION
    end = (start + dt.timedelta(days=40)).replace(day=1)
    unit = draw(st.sampled_from(["t", "kg"])) if made else "h" if kind is ActivityKind.HOURS else "pers"
    value = draw(st.integers(0, 10**11))
    return ActivityData(f"a{start}{kind}", kind, "Pan", "p" if made else None, unit, start, end, value)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(bills(), max_size=12),
    st.lists(values(), max_size=6, unique_by=lambda row: row.uid),
    st.sampled_from(list(PERIODS.values())),
    st.sampled_from(["BO", "US", "PE"]),
    st.sampled_from(list(GwpSet)),
)
def test_any_audit(
    found: list[BillData],
    activity: list[ActivityData],
    period: tuple[dt.date, dt.date],
    country: str,
    gwp: GwpSet,
) -> None:
    inputs = dataclasses.replace(
        bakery(period),
        meters=METERS,
        bills=tuple(found),
        activity=tuple(activity),
        products=(ProductData("p", "Pan", "t"),),
        country=country,
        gwp_set=gwp,
    )
    figures = all_done_again(inputs)
    whole = {(figure.key, figure.unit): figure.value for figure in figures if not figure.dims}
    for (key, unit), value in whole.items():
        parts = [f.value for f in figures if f.key == key and f.unit == unit and "meter" in f.dims]
        if parts:
            assert math.fsum(parts) == pytest.approx(value, rel=1e-12, abs=1e-6), key


def test_a_meter_of_costs_alone_does_not_hide_the_use_of_the_others() -> None:
    """Its bills have no unit; that is no unit that cannot be added."""
    quiet = dataclasses.replace(METERS[0], uid="q", unit="", unit_base="")
    bill = BillData("1", "e", *PERIODS["the year"], 5_000_000, "kWh", 5_000_000, 1, "BOB")
    cost = bill._replace(uid="2", meter_uid="q", quantity=None, quantity_base=None, unit="")
    for meters in ((METERS[0], quiet), (quiet, METERS[0])):
        inputs = bakery(meters=meters, bills=(bill, cost), activity=(), products=())
        figures, missing = audit_figures(inputs)
        assert [f.value for f in figures if f.key == "use.electricity" and not f.dims] == [5.0]
        assert {gap.why for gap in missing if gap.key == "use.electricity"} == {"calc.quantity_missing"}


def test_the_unit_of_a_bill_without_quantity_does_not_decide() -> None:
    bill = BillData("1", "e", *PERIODS["the year"], 5_000_000, "MWh", 5_000_000_000, 1, "BOB")
    empty = bill._replace(uid="2", quantity=None, quantity_base=None, unit="kWh")
    figures, _ = audit_figures(bakery(meters=METERS[:1], bills=(bill, empty), activity=(), products=()))
    assert [(f.value, f.unit) for f in figures if f.key == "use.electricity" and not f.dims] == [(5.0, "MWh")]
