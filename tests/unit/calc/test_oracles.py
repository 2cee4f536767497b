"""Worked numbers of the method, by id (tests/data/oracles.csv)."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.factors import Factor, FactorTable
from score_desktop.calc.inputs import ActivityData, AuditInputs, BillData, MeterData, ProductData
from score_desktop.calc.pareto import pareto
from score_desktop.enums import ActivityKind, FactorStatus, FuelUse, GwpSet, MeterKind, Resource
from tests.unit.calc.samples import YEAR_2025, bakery, oracle

GWP = {GwpSet.AR5: (28.0, 265.0), GwpSet.AR6: (27.9, 273.0)}
_UNIT_IDS = {"m3": "meter ** 3", "l": "liter", "kWh": "kilowatt_hour", "kg": "kilogram"}


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


def burnt(unit: str, mj: float, co2: float, ch4: float, n2o: float) -> Factor:
    """A factor per unit of fuel from its heating value (MJ per unit) and kilograms of gas per terajoule."""
    ar5, ar6 = (mj / 1e6 * (co2 + ch4 * GWP[gwp][0] + n2o * GWP[gwp][1]) for gwp in (GwpSet.AR5, GwpSet.AR6))
    return per_unit(unit, ar5, ar6)


def per_unit(unit: str, ar5: float, ar6: float | None = None) -> Factor:
    values = {field.name: "" for field in dataclasses.fields(Factor)}
    numbers = {"kg_co2": None, "kg_ch4": None, "kg_n2o": None, "biogenic": 0.0, "year": 2025, "scope": None}
    rest = {"id": f"{unit} {ar5}", "unit": _UNIT_IDS[unit], "status": FactorStatus.VERIFIED, "uncertainty": None}
    return Factor(**{**values, **numbers, **rest, "kg_co2e_ar5": ar5, "kg_co2e_ar6": ar5 if ar6 is None else ar6})  # type: ignore[arg-type]


def audit(
    *uses: tuple[Resource, str, float, Factor | None], tonnes: float = 0.0, gwp: GwpSet = GwpSet.AR5
) -> dict[str, float]:
    """Figures of the whole audit by key, from one meter with one bill for each use, with the oracle's own factors."""
    meters, bills, chosen = [], [], {}
    for number, (resource, unit, quantity, factor) in enumerate(uses):
        uid = f"m{number}"
        meters.append(
            MeterData(
                uid, uid, "s", "P", resource, MeterKind.METERED, unit, unit, fuel_use=FuelUse.VEHICLE, product="x"
            )
        )
        micro = round(quantity * 1e6)
        bills.append(BillData(f"b{number}", uid, *YEAR_2025, micro, unit, micro, None, ""))
        if factor is not None:
            chosen[uid] = factor.id
    made = ActivityData("a", ActivityKind.PRODUCTION, "P", "p", "t", *YEAR_2025, round(tonnes * 1e6))
    inputs: AuditInputs = dataclasses.replace(
        bakery(),
        gwp_set=gwp,
        meters=tuple(meters),
        bills=tuple(bills),
        activity=(made,),
        products=(ProductData("p", "P", "t"),),
        factors=FactorTable(factor for *_, factor in uses if factor is not None),
        chosen=chosen,
    )
    return {figure.key: figure.value for figure in audit_figures(inputs)[0] if "meter" not in figure.dims}


NATURAL_GAS = burnt("m3", 34.7, 56_100, 1, 0.1)
GAS_ROAD = burnt("m3", 34.7, 56_100, 92, 3)
DIESEL = burnt("l", 0.84 * 43.0, 74_100, 3, 0.6)
DIESEL_ROAD = burnt("l", 0.84 * 43.0, 74_100, 3.9, 3.9)
GASOLINE_ROAD = burnt("l", 0.74 * 44.3, 69_300, 25, 8)


def test_o11_specific_use() -> None:
    assert "245 t" in oracle("O11")["input"]
    uses = (
        (Resource.ELECTRICITY, "kWh", 61_250, None),
        (Resource.WATER, "m3", 1_830, None),
        (Resource.WASTE, "kg", 41_200, None),
    )
    got = audit(*uses, tonnes=245)
    assert got["intensity.electricity.p"] == 250
    assert got["intensity.water.p"] == close(7.469388)
    assert got["intensity.waste.p"] == close(168.1633)
    assert not any(key.startswith("intensity") for key in audit(*uses, tonnes=0))


def test_o22_natural_gas() -> None:
    assert "56 100/1/0.1" in oracle("O22")["input"]
    assert audit((Resource.NATURAL_GAS, "m3", 18_500, NATURAL_GAS))["ghg.scope1"] == close(36_048.381)
    assert NATURAL_GAS.kg_co2e_ar5 == close(1.94856115)


def test_o23_diesel() -> None:
    assert "74 100/3/0.6" in oracle("O23")["input"]
    assert audit((Resource.DIESEL, "l", 3_200, DIESEL))["ghg.scope1.diesel"] == close(8_592.861)
    assert audit((Resource.DIESEL, "l", 3_200, DIESEL_ROAD))["ghg.scope1.diesel"] == close(8_696.852)
    assert DIESEL_ROAD.kg_co2e_ar5 == close(2.717766)


def test_o25_gasoline_and_vehicle_gas() -> None:
    assert "2 600 L" in oracle("O25")["input"]
    got = audit((Resource.GASOLINE, "l", 2_600, GASOLINE_ROAD), (Resource.CNG, "m3", 5_400, GAS_ROAD))
    assert got["ghg.scope1.gasoline"] == close(6_147.018)
    assert got["ghg.scope1.cng"] == close(11_143.676)
    assert (GASOLINE_ROAD.kg_co2e_ar5, GAS_ROAD.kg_co2e_ar5) == (close(2.364238), close(2.063644))


@pytest.mark.parametrize(("factor", "tonnes"), [(0.393, 33.9552), (0.604, 52.1856), (0.468, 40.4352), (0.327, 28.2528)])
def test_o27_scope_2(factor: float, tonnes: float) -> None:
    assert str(tonnes) in oracle("O27")["expected"]
    got = audit((Resource.ELECTRICITY, "kWh", 86_400, per_unit("kWh", factor)))
    assert got["ghg.scope2.location"] == close(tonnes * 1000)


def test_o31_footprint_of_scopes_1_and_2() -> None:
    """Without fugitive gases and scope 3, which have no meter yet: the LPG stands for both."""
    assert "104.887333" in oracle("O31")["expected"]
    got = audit(
        (Resource.NATURAL_GAS, "m3", 18_500, NATURAL_GAS),
        (Resource.DIESEL, "l", 3_200, DIESEL_ROAD),
        (Resource.LPG, "kg", 1, per_unit("kg", 4_512.260)),
        (Resource.ELECTRICITY, "kWh", 86_400, per_unit("kWh", 0.393)),
        tonnes=245,
    )
    assert got["ghg.scope1"] == close(49_257.493)
    assert got["ghg.total"] == close(49_257.493 + 33_955.2)
    assert got["intensity.ghg.p"] == close(339.643646)


def test_o47_pareto() -> None:
    assert "A = first 3" in oracle("O47")["expected"]
    rows = pareto([24500, 61000, 38000, 9800, 1400, 5200, 3100])
    assert [row.value for row in rows] == [61000, 38000, 24500, 9800, 5200, 3100, 1400]
    assert [row.index for row in rows] == [1, 2, 0, 3, 5, 6, 4]
    assert [round(row.cumulated * 100, 2) for row in rows] == [42.66, 69.23, 86.36, 93.22, 96.85, 99.02, 100]
    assert [row.in_class_a for row in rows] == [True] * 3 + [False] * 4


def test_pareto_of_nothing() -> None:
    assert pareto([]) == ()
    assert [row.in_class_a for row in pareto([0.0, 0.0])] == [False, False]
    assert [row.share for row in pareto([-5.0, 10.0])] == [1.0, 0.0]


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=30))
def test_pareto_is_a_falling_order_of_the_same_values(values: list[float]) -> None:
    rows = pareto(values)
    assert sorted(row.index for row in rows) == list(range(len(values)))
    assert [row.value for row in rows] == sorted(values, reverse=True)
    if sum(values) > 0:
        assert rows[-1].cumulated == pytest.approx(1)
        chosen = [row for row in rows if row.in_class_a]
        assert chosen[-1].cumulated >= 0.8
        assert len(chosen) == 1 or chosen[-2].cumulated < 0.8


def test_ar6_potentials() -> None:
    got = audit((Resource.NATURAL_GAS, "m3", 1e6 / 34.7, NATURAL_GAS), gwp=GwpSet.AR6)
    assert got["ghg.scope1"] == close(56_100 + 27.9 + 27.3)


def test_the_shipped_totals_are_made_with_these_potentials() -> None:
    """Where the table gives the gases, its totals are CO2 + the potentials times the rest (data/README.md)."""
    checked = 0
    for factor in bakery().factors.factors:
        if factor.category in ("stationary_fuel", "mobile_fuel") and None not in (
            factor.kg_co2,
            factor.kg_ch4,
            factor.kg_n2o,
        ):
            for gwp, (ch4, n2o) in GWP.items():
                made = (factor.kg_co2 or 0) + (factor.kg_ch4 or 0) * ch4 + (factor.kg_n2o or 0) * n2o
                assert factor.kg_co2e(gwp) == pytest.approx(made, rel=2e-3), factor.id
            checked += 1
    assert checked > 50
