"""Worked numbers of the method, by id (tests/data/oracles.csv)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.calc.combustion import (
    FuelGases,
    combustion_kg,
    energy_tj,
    kwh_to_mj,
    per_product,
    purchased_kg,
    total_kg,
)
from score_desktop.calc.pareto import pareto
from score_desktop.enums import GwpSet
from tests.unit.calc.samples import oracle

NATURAL_GAS = FuelGases(56_100, 1, 0.1)
GAS_ROAD = FuelGases(56_100, 92, 3)
DIESEL = FuelGases(74_100, 3, 0.6)
DIESEL_ROAD = FuelGases(74_100, 3.9, 3.9)
GASOLINE_ROAD = FuelGases(69_300, 25, 8)


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


def test_o11_specific_use() -> None:
    assert "245 t" in oracle("O11")["input"]
    per_tonne = per_product(61_250, 245)
    assert per_tonne == 250
    assert kwh_to_mj(per_tonne) == close(900)
    assert per_product(1_830, 245) == close(7.469388)
    assert per_product(41_200, 245) == close(168.1633)
    assert per_product(1.0, 0.0) is None


def test_o22_natural_gas() -> None:
    assert "56 100/1/0.1" in oracle("O22")["input"]
    assert energy_tj(18_500, 34.7) == close(0.64195)
    assert combustion_kg(18_500, 34.7, NATURAL_GAS) == close(36_048.381)
    assert combustion_kg(1, 34.7, NATURAL_GAS) == close(1.94856115)


def test_o23_diesel() -> None:
    assert "74 100/3/0.6" in oracle("O23")["input"]
    assert energy_tj(3_200, 43.0, 0.84) == close(0.115584)
    assert combustion_kg(3_200, 43.0, DIESEL, density=0.84) == close(8_592.861)
    assert combustion_kg(3_200, 43.0, DIESEL_ROAD, density=0.84) == pytest.approx(8_696.852, rel=1e-6)
    assert combustion_kg(1, 43.0, DIESEL_ROAD, density=0.84) == close(2.717766)


def test_o25_gasoline_and_vehicle_gas() -> None:
    assert "2 600 L" in oracle("O25")["input"]
    assert combustion_kg(2_600, 44.3, GASOLINE_ROAD, density=0.74) == close(6_147.018)
    assert combustion_kg(1, 44.3, GASOLINE_ROAD, density=0.74) == close(2.364238)
    assert combustion_kg(5_400, 34.7, GAS_ROAD) == close(11_143.676)
    assert combustion_kg(1, 34.7, GAS_ROAD) == close(2.063644)


@pytest.mark.parametrize(("factor", "tonnes"), [(0.393, 33.9552), (0.604, 52.1856), (0.468, 40.4352), (0.327, 28.2528)])
def test_o27_scope_2(factor: float, tonnes: float) -> None:
    assert str(tonnes) in oracle("O27")["expected"]
    assert purchased_kg(86_400, factor) == close(tonnes * 1000)


def test_o31_footprint() -> None:
    assert "104.887333" in oracle("O31")["expected"]
    gas = combustion_kg(18_500, 34.7, NATURAL_GAS)
    diesel = combustion_kg(3_200, 43.0, DIESEL_ROAD, density=0.84)
    scope_1 = total_kg([gas, diesel, 4_512.260])
    scope_2 = purchased_kg(86_400, 0.393)
    scope_3 = total_kg([9_215.64, 12_459.0])
    assert scope_1 == close(49_257.493)
    assert scope_3 == close(21_674.64)
    assert total_kg([scope_1, scope_2, scope_3]) == close(104_887.333)
    assert per_product(scope_1 + scope_2, 245) == close(339.643646)
    assert per_product(scope_1 + scope_2, 38) == close(2_189.808)


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
    assert NATURAL_GAS.kg_co2e(GwpSet.AR6) == pytest.approx(56_100 + 27.9 + 27.3)
