"""Figures of the sample firms, and what is missing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator

import pytest

from score_desktop.calc import calendar, ledger
from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.cost import cost_in
from score_desktop.calc.figures import BillRef, Explanation, FactorRef, Figure, Input, Missing
from score_desktop.calc.footprint import footprint, grid_alternatives
from score_desktop.calc.inputs import AuditInputs, BillData, MeterData
from score_desktop.calc.use import coverage, monthly_cost, monthly_use, use_in
from score_desktop.enums import ActivityKind, GwpSet, MeterKind, Resource
from score_desktop.i18n import Texts
from tests.unit.calc.samples import BREAD, DATA, YEAR_2025, bakery, us_firm

EXPECTED = json.loads((DATA / "samples" / "expected.json").read_text(encoding="utf-8"))["footprint_2025_bakery"]


def whole(inputs: AuditInputs) -> dict[tuple[str, str], Figure]:
    return {(f.key, f.unit): f for f in audit_figures(inputs)[0] if "meter" not in f.dims}


def values(inputs: AuditInputs) -> dict[str, float]:
    return {key: figure.value for (key, _), figure in whole(inputs).items()}


def leaves(explanation: Explanation) -> Iterator[Input]:
    for one in explanation.inputs:
        if isinstance(one.origin, Explanation):
            yield from leaves(one.origin)
        else:
            yield one


def nodes(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for one in explanation.inputs:
        if isinstance(one.origin, Explanation):
            yield from nodes(one.origin)


def missing(inputs: AuditInputs) -> dict[tuple[str, str], Missing]:
    return {(one.key, one.why): one for one in audit_figures(inputs)[1]}


# -- the bakery ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", sorted(EXPECTED["sources"]))
def test_bakery_source(source: str) -> None:
    want = EXPECTED["sources"][source]
    figures = whole(bakery())
    key = "ghg.scope2.location" if want["scope"] == 2 else f"ghg.scope1.{source}"
    assert figures[f"use.{source}", want["unit"]].value == pytest.approx(want["quantity"], rel=1e-12)
    assert figures[f"cost.{source}", "BOB"].value == pytest.approx(want["cost_bob"], rel=1e-12)
    emitted = figures[key, "kg CO2e"]
    assert emitted.value == pytest.approx(want["kg_co2e"], rel=1e-6)
    factors = {one.origin.factor for one in leaves(emitted.explanation) if isinstance(one.origin, FactorRef)}
    assert factors == {want["factor"]}


def test_bakery_totals() -> None:
    got = values(bakery())
    assert got["ghg.scope1"] == pytest.approx(EXPECTED["scope_1_kg"], rel=1e-6)
    assert got["ghg.scope2.location"] == pytest.approx(EXPECTED["scope_2_kg"], rel=1e-6)
    assert got["ghg.total"] == pytest.approx(EXPECTED["scope_1_kg"] + EXPECTED["scope_2_kg"], rel=1e-6)
    assert got[f"production.{BREAD.uid}"] == EXPECTED["production_t"]
    assert got[f"intensity.ghg.{BREAD.uid}"] == pytest.approx(EXPECTED["intensity_kg_per_t"], rel=1e-6)
    assert got[f"intensity.electricity.{BREAD.uid}"] == pytest.approx(85461 / 490.85)
    assert (got["activity.hours"], got["activity.workers_f"], got["activity.workers_m"]) == (27160, 11, 15)
    assert got["use.water"] == 2541.9
    assert not any(key.startswith("ghg") and "water" in key for key in got)


def test_meters_follow_the_whole_and_add_up_exactly() -> None:
    figures = audit_figures(bakery())[0]
    for key in ("use.electricity", "cost.electricity", "use.water", "ghg.scope2.location"):
        rows = [figure for figure in figures if figure.key == key]
        assert rows[0].dims == {}
        assert len(rows) == 3
        assert sum(row.value for row in rows[1:]) == pytest.approx(rows[0].value, rel=1e-14)
        for row in rows[1:]:
            assert set(row.dims) == {"site", "site_name", "meter", "meter_name"}


def test_every_figure_goes_down_to_bills_and_factors() -> None:
    inputs = bakery()
    bills = {bill.uid for bill in inputs.bills} | {row.uid for row in inputs.activity}
    for figure in audit_figures(inputs)[0]:
        refs = [one.origin for one in leaves(figure.explanation)]
        seen = [ref for ref in refs if isinstance(ref, BillRef)]
        assert seen, figure.key
        assert all(ref.uid in bills and ref.file and ref.sheet and ref.row for ref in seen)
        if figure.key.startswith(("ghg.", "intensity.ghg")):
            assert any(isinstance(ref, FactorRef) and ref.source and ref.status for ref in refs)


def test_explanations_can_be_done_again_by_hand() -> None:
    for figure in audit_figures(bakery())[0]:
        for node in nodes(figure.explanation):
            sub = [(one.value, one.origin.inputs) for one in node.inputs if isinstance(one.origin, Explanation)]
            for value, inputs in sub:
                assert value is not None
                assert inputs
        top = figure.explanation
        numbers = [one.value or 0.0 for one in top.inputs]
        if top.formula in (ledger.SUM_OF_BILLS, ledger.SUM_OF_METERS):
            assert sum(numbers) == pytest.approx(figure.value)
        if top.formula == "Quantity × emission factor":
            product = 1.0
            for number in numbers:
                product *= number
            assert product == pytest.approx(figure.value)
        if top.formula == "Amount / production":
            assert numbers[0] / numbers[1] == pytest.approx(figure.value)


def test_the_marked_factor_of_the_gas_shows_its_mark() -> None:
    gas = whole(bakery())["ghg.scope1.natural_gas", "kg CO2e"]
    ref = next(one.origin for one in leaves(gas.explanation) if isinstance(one.origin, FactorRef))
    assert ref.status == "expert_estimate"
    assert ref.basis == "NCV 35.3 MJ/m3, AR5"
    assert ref.year == 2024


def test_the_missing_month_is_named_and_not_filled() -> None:
    found = missing(bakery())["use.water", "calc.months_missing"]
    assert found.params == {"name": "Oficina A-9931", "months": (dt.date(2025, 8, 1),)}
    months = monthly_use(bakery(), Resource.WATER)
    assert months is not None
    office = next(row for row in months.meters if row.meter.name == "Oficina A-9931")
    assert office.quantity.values[7] is None
    assert months.totals[7] == 192_000_000
    assert months.complete == (True,) * 7 + (False,) + (True,) * 4


def test_ar6() -> None:
    got = values(bakery(gwp_set=GwpSet.AR6))
    assert got["ghg.scope1.diesel"] == pytest.approx(1703.5 * 2.68834034)


def test_all_messages_have_a_text() -> None:
    texts = Texts("en")
    empty = dataclasses.replace(bakery(), meters=(), bills=(), activity=())
    for inputs in (bakery(), us_firm(), empty, bakery(period=(dt.date(2030, 1, 1), dt.date(2031, 1, 1)))):
        for one in audit_figures(inputs)[1]:
            assert texts.message(one.why, one.params)


# -- periods ---------------------------------------------------------------------------------------------------------


def test_years_use_the_factor_of_the_year_of_use() -> None:
    period = (dt.date(2024, 7, 1), dt.date(2025, 7, 1))
    inputs = bakery(period=period)
    kwh = [
        sum(
            bill.quantity or 0
            for bill in inputs.bills
            if bill.meter_uid.startswith("meter 2-") and start <= bill.period_start < end
        )
        / 1e6
        for start, end in calendar.years_of(period)
    ]
    figure = whole(inputs)["ghg.scope2.location", "kg CO2e"]
    assert figure.value == pytest.approx(kwh[0] * 0.4952 + kwh[1] * 0.48129)
    factors = {one.origin.factor for one in leaves(figure.explanation) if isinstance(one.origin, FactorRef)}
    assert factors == {"grid_bo_2024_life_cycle", "grid_bo_2025_life_cycle"}


def test_bills_across_the_border_count_by_days_and_say_so() -> None:
    inputs = us_firm()
    last = max((bill for bill in inputs.bills if bill.unit == "kWh"), key=lambda bill: bill.period_end)
    figure = whole(inputs)["use.electricity", "kWh"]
    part = next(one for one in figure.explanation.inputs if isinstance(one.origin, Explanation))
    assert isinstance(part.origin, Explanation)
    assert part.origin.formula == ledger.SHARE_OF_DAYS
    billed, inside, days = part.origin.inputs
    assert (inside.value, days.value) == (29.0, 31.0)
    assert billed.value == (last.quantity or 0) / 1e6
    assert part.value == pytest.approx(billed.value * 29 / 31, abs=1e-6)
    assert missing(inputs)["use.electricity", "calc.days_missing"].params["days"] == 2


def test_two_halves_make_the_year() -> None:
    cut = dt.date(2025, 5, 17)
    for resource in ("electricity", "natural_gas", "diesel", "water"):
        parts = [
            values(us_firm(period=period) if resource == "x" else bakery(period=period)).get(f"use.{resource}", 0.0)
            for period in ((YEAR_2025[0], cut), (cut, YEAR_2025[1]))
        ]
        assert sum(parts) == pytest.approx(values(bakery())[f"use.{resource}"], abs=2e-6)


def test_the_months_add_up_to_the_year() -> None:
    inputs = us_firm()
    for resource, unit in ((Resource.ELECTRICITY, "kWh"), (Resource.NATURAL_GAS, "thm"), (Resource.WATER, "CCF")):
        months = monthly_use(inputs, resource)
        assert months is not None
        assert months.unit == unit
        total = sum(value for value in months.totals if value is not None)
        assert total / 1e6 == whole(inputs)[f"use.{resource.value}", unit].value
        assert months.complete == (False,) + (True,) * 11


@pytest.mark.parametrize("first", [dt.date(2024, 7, 10), dt.date(2024, 2, 29), dt.date(2025, 1, 31)])
@pytest.mark.parametrize("last", [dt.date(2025, 3, 20), dt.date(2025, 12, 31), dt.date(2026, 1, 1)])
def test_the_months_of_an_audit_that_begins_in_the_middle_of_one_add_up_too(first: dt.date, last: dt.date) -> None:
    inputs = bakery(period=(first, last))
    figures = whole(inputs)
    for resource in (Resource.ELECTRICITY, Resource.NATURAL_GAS, Resource.WATER, Resource.DIESEL):
        months = monthly_use(inputs, resource)
        assert months is not None
        total = sum(value or 0 for value in months.totals)
        assert total / 1e6 == figures[f"use.{resource}", months.unit].value
        costs = [monthly_cost(inputs, row.meter, "BOB").values for row in months.meters]
        assert sum(v or 0 for row in costs for v in row) / 1e6 == pytest.approx(
            figures[f"cost.{resource}", "BOB"].value
        )
    power = monthly_use(inputs, Resource.ELECTRICITY)
    assert power is not None and all(power.complete)


def test_therms_become_net_energy() -> None:
    figure = whole(us_firm())["ghg.scope1.natural_gas", "kg CO2e"]
    therms = values(us_firm())["use.natural_gas"]
    # EPA publishes 5.3 kg CO2 per therm (gross); with CH4 and N2O a little more.
    assert figure.value / therms == pytest.approx(5.3, rel=0.02)
    assert "defra_natural_gas_100_mineral_blend" in {
        one.origin.factor for one in leaves(figure.explanation) if isinstance(one.origin, FactorRef)
    }


def test_the_year_before() -> None:
    now, before = (
        use_in(bakery(), Resource.ELECTRICITY, YEAR_2025),
        use_in(bakery(), Resource.ELECTRICITY, calendar.previous_period(YEAR_2025)),
    )
    assert now is not None
    assert before is not None
    assert (now.value, now.complete) == (85461, True)
    assert before.complete
    assert before.value == values(bakery(period=calendar.previous_period(YEAR_2025)))["use.electricity"]
    assert cost_in(bakery(), Resource.ELECTRICITY, YEAR_2025) == {"BOB": 100101.53}
    water = use_in(bakery(), Resource.WATER, YEAR_2025)
    assert water is not None
    assert not water.complete
    assert use_in(bakery(), Resource.WATER, (dt.date(2010, 1, 1), dt.date(2011, 1, 1))) is None
    early = use_in(bakery(), Resource.WATER, (dt.date(2023, 7, 1), dt.date(2024, 7, 1)))
    assert early is not None
    assert not early.complete


def test_a_unit_that_does_not_convert_is_no_comparison() -> None:
    assert use_in(bakery(), Resource.WATER, YEAR_2025, "kWh") is None
    assert monthly_use(bakery(), Resource.WATER, unit="kWh") is None
    litres = use_in(bakery(), Resource.WATER, YEAR_2025, "l")
    assert litres is not None
    assert litres.value == 2_541_900


def test_coverage() -> None:
    water = coverage(bakery(), Resource.WATER)
    assert (water.months, water.months_expected, water.documents, water.metered) == (23, 24, 23, True)
    assert water.files == ("02_agua_gas_ancho.xlsx",)
    assert not coverage(bakery(), Resource.DIESEL).metered


# -- edges -----------------------------------------------------------------------------------------------------------


METER = MeterData("m", "Medidor 1", "s", "Planta", Resource.ELECTRICITY, MeterKind.METERED, "kWh", "kWh")


def bill(uid: str, month: int, quantity: float | None, cost: float | None = None, **more: object) -> BillData:
    start = dt.date(2025, month, 1)
    micro = None if quantity is None else round(quantity * 1e6)
    base = {
        "uid": uid,
        "meter_uid": "m",
        "period_start": start,
        "period_end": calendar.next_month(start),
        "quantity": micro,
        "unit": "kWh",
        "quantity_base": None,
        "cost": None if cost is None else round(cost * 1e6),
        "currency": "BOB",
    }
    return BillData(**{**base, **more})  # type: ignore[arg-type]


def firm(*bills: BillData, meters: tuple[MeterData, ...] = (METER,), **more: object) -> AuditInputs:
    base = dataclasses.replace(bakery(), meters=meters, bills=bills, activity=(), products=())
    return dataclasses.replace(base, **more)  # type: ignore[arg-type]


def test_zero_is_a_value() -> None:
    year = [bill(f"b{month}", month, 0, 0) for month in range(1, 13)]
    got = values(firm(*year))
    assert got["use.electricity"] == 0
    assert got["cost.electricity"] == 0
    assert got["ghg.scope2.location"] == 0
    assert ("use.electricity", "calc.months_missing") not in missing(firm(*year))


def test_no_bill_is_missing_and_not_zero() -> None:
    got, lacking = values(firm()), missing(firm())
    assert got == {}
    assert ("use.electricity", "calc.no_bills") in lacking
    assert ("ghg.total", "calc.no_emissions") in lacking
    assert ("cost.total", "calc.no_costs") in lacking


def test_a_bill_without_quantity_or_cost_is_said() -> None:
    lacking = missing(firm(bill("a", 1, None, 10.0), bill("b", 2, 5.0, None)))
    assert lacking["use.electricity", "calc.quantity_missing"].params["n"] == 1
    assert lacking["cost.electricity", "calc.cost_missing"].params["n"] == 1
    assert len(lacking["use.electricity", "calc.months_missing"].params["months"]) == 11  # type: ignore[arg-type]


def test_currencies_are_never_added() -> None:
    figures = whole(firm(bill("a", 1, 1.0, 10.0), bill("b", 2, 1.0, 3.0, currency="USD")))
    assert figures["cost.total", "BOB"].value == 10
    assert figures["cost.total", "USD"].value == 3


def test_mixed_units_are_given_in_the_base_unit() -> None:
    figures = whole(firm(bill("a", 1, 1.5, unit="MWh"), bill("b", 2, 100.0)))
    assert figures["use.electricity", "kWh"].value == 1600
    assert figures["ghg.scope2.location", "kg CO2e"].value == pytest.approx(1600 * 0.48129)


def test_units_that_cannot_be_added_leave_the_meters() -> None:
    gas = dataclasses.replace(METER, resource=Resource.NATURAL_GAS, unit="m3", unit_base="m3")
    other = dataclasses.replace(gas, uid="n", name="Medidor 2", unit="thm", unit_base="kWh")
    inputs = firm(bill("a", 1, 2.0, unit="m3"), bill("b", 1, 3.0, unit="thm", meter_uid="n"), meters=(gas, other))
    figures = audit_figures(inputs)[0]
    assert [(f.value, f.unit) for f in figures if f.key == "use.natural_gas"] == [(2.0, "m3"), (3.0, "thm")]
    assert ("use.natural_gas", "calc.units_differ") in missing(inputs)
    assert values(inputs)["ghg.scope1.natural_gas"] > 0


def test_production_of_zero_gives_no_intensity() -> None:
    none = tuple(row._replace(value=0) for row in bakery().activity)
    inputs = bakery(activity=none)
    assert not any(key.startswith("intensity") for key in values(inputs))
    assert (f"intensity.ghg.{BREAD.uid}", "calc.production_zero") in missing(inputs)


def test_missing_months_of_production_are_said() -> None:
    rows = tuple(row for row in bakery().activity if row.period_start != dt.date(2025, 3, 1))
    found = missing(bakery(activity=rows))[f"production.{BREAD.uid}", "calc.months_missing"]
    assert found.params["months"] == (dt.date(2025, 3, 1),)


def test_production_of_some_months_divides_nothing() -> None:
    rows = tuple(row for row in bakery().activity if row.period_start != dt.date(2025, 3, 1))
    inputs = bakery(activity=rows)
    assert f"production.{BREAD.uid}" in values(inputs)
    assert not any(key.startswith("intensity") for key in values(inputs))
    assert (f"intensity.ghg.{BREAD.uid}", "calc.production_partly") in missing(inputs)
    without = tuple(row for row in bakery().activity if row.kind is not ActivityKind.PRODUCTION)
    assert ("intensity.ghg", "calc.no_production") in missing(bakery(activity=without))


def test_a_chosen_factor_is_used_by_meter_before_resource() -> None:
    choice = {"electricity": "grid_bo_2024_combustion_est", "meter 2-114590": "grid_bo_2017_combustion"}
    figures = [f for f in audit_figures(bakery(chosen=choice))[0] if f.key == "ghg.scope2.location"]
    assert figures[1].value == pytest.approx(74893 * 0.337044441)
    assert figures[2].value == pytest.approx(10568 * 0.423)
    gone = missing(bakery(chosen={"electricity": "nothing"}))
    assert ("ghg.scope2.location", "calc.no_electricity") in gone
    assert ("ghg.scope2.electricity", "calc.factor_unknown") in gone
    assert ("ghg.scope2.electricity", "calc.factor_unit") in missing(bakery(chosen={"electricity": "bo_gnv_m3"}))


def test_biogenic_carbon_stands_outside_the_scopes() -> None:
    wood = dataclasses.replace(METER, resource=Resource.FIREWOOD, kind=MeterKind.PURCHASE, unit="kg", unit_base="kg")
    got = values(firm(bill("a", 1, 1000.0, unit="kg"), meters=(wood,)))
    assert got["ghg.total"] == pytest.approx(147.576)
    assert got["ghg.biogenic"] == pytest.approx(1747.2)


def test_grid_alternatives() -> None:
    rows = grid_alternatives(bakery())
    assert [row.factor.basis for row in rows if row.in_use] == ["life_cycle"]
    assert [row.kg for row in rows] == sorted(row.kg for row in rows)
    by_basis = {row.factor.basis: row.factor.id for row in rows}
    assert by_basis["combustion"] == "grid_bo_2024_combustion_est"
    assert len(by_basis) == len(rows) == 6
    assert grid_alternatives(firm()) == ()
    early = {row.factor.id for row in grid_alternatives(bakery(period=(dt.date(2023, 1, 1), dt.date(2024, 1, 1))))}
    assert "grid_bo_2023_life_cycle" in early
    assert "grid_bo_2025_life_cycle" not in early


def test_footprint_of_another_period() -> None:
    before = footprint(bakery(), calendar.previous_period(YEAR_2025))
    want = values(bakery(period=calendar.previous_period(YEAR_2025)))
    assert before.total() == pytest.approx(want["ghg.total"])
    assert before.total(1) == pytest.approx(want["ghg.scope1"])
    assert len(before.factors()) == 5


def test_many_bills_are_linear() -> None:
    import time

    many = tuple(
        one._replace(uid=f"{one.uid}-{copy}") for copy in range(55) for one in bakery().bills if one.currency == "BOB"
    )
    start = time.process_time()
    audit_figures(bakery(bills=many))
    # The budget is 0.5 s for 20,000 bills; this guards against the pathological only.
    assert time.process_time() - start < 5
