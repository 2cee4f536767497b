"""Balances: oracle O05, limits of the traffic light, what a gap is worth, what to measure next."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.calc.balances import (
    BalanceRow,
    Light,
    MeasureReason,
    balance_sheet,
    closure,
    light,
    measure_next,
)
from score_desktop.calc.figures import Explanation
from score_desktop.calc.flow_values import unit_values
from score_desktop.calc.network import (
    COVERAGE_95,
    ENERGY,
    MASS,
    WATER,
    Chart,
    Flow,
    Network,
    Remainder,
    Step,
    substance,
)
from score_desktop.enums import BalanceKind, FlowDimension, FlowKind, Place
from tests.unit.calc.networks import measured, true_network
from tests.unit.calc.samples import oracle


def close(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


def sheet(network: Network) -> dict[tuple[str, str], BalanceRow]:
    return {(row.balance.key, row.step): row for row in balance_sheet(network)}


def water(key: str, source: str, target: str, quantity: float | None, **more: object) -> Flow:
    return Flow(key, source, target, FlowKind.WATER, FlowDimension.WATER, quantity, **more)  # type: ignore[arg-type]


def test_o05_water() -> None:
    row = oracle("O05")
    assert "45 m³ unaccounted, 10.7142857 %" in row["expected"]
    assert "intake 420; uses 180+95+60+40" in row["input"]
    plain = closure([420], [180, 95, 60, 40], kind=BalanceKind.WATER)
    assert (plain.gap, plain.light) == (45, Light.AMBER)
    assert plain.error is not None and plain.error * 100 == close(10.7142857)
    uses = {"process": 180, "sanitary": 95, "cooling": 60, "cleaning": 40}
    flows = [water("intake", "", "tank", 420), *(water(key, "tank", key, value) for key, value in uses.items())]
    steps = [Step(key, key) for key in ("tank", *uses)]
    found = sheet(Network(tuple(steps), tuple(flows)))
    for step in ("tank", ""):
        balance = found["water", step]
        assert balance.gap.value == 45
        assert balance.error is not None and balance.error.value * 100 == close(10.7142857)
        assert balance.light is Light.AMBER
    assert found["water", ""].used == 375
    assert ("water", "process") not in found  # only comes in there: used up


@pytest.mark.parametrize(
    ("error", "kind", "expected"),
    [
        (0.05, BalanceKind.MASS, Light.GREEN),
        (-0.05, BalanceKind.MASS, Light.GREEN),
        (0.0501, BalanceKind.MASS, Light.AMBER),
        (0.15, BalanceKind.WATER, Light.AMBER),
        (-0.151, BalanceKind.SUBSTANCE, Light.RED),
        (0.10, BalanceKind.ENERGY, Light.GREEN),
        (-0.10, BalanceKind.ENERGY, Light.GREEN),
        (0.11, BalanceKind.ENERGY, Light.AMBER),
    ],
)
def test_lights(error: float, kind: BalanceKind, expected: Light) -> None:
    assert light(error, kind) is expected


def test_limits_are_not_missed_by_rounding() -> None:
    assert closure([0.3], [0.285]).light is Light.GREEN
    assert closure([1000], [150, 700]).light is Light.AMBER
    assert closure([0.1, 0.2], [0.3]).gap == 0


def test_nothing_coming_in() -> None:
    assert (closure([], [5]).error, closure([], [5]).light) == (None, Light.RED)
    assert (closure([], []).light, closure([0.0], []).light) == (Light.GREY, Light.GREY)


def test_stock_is_no_gap() -> None:
    found = closure([100], [80], 15)
    assert (found.gap, found.error, found.coverage) == (5, close(0.05), close(0.95))


def bakery(**changes: object) -> Network:
    """Flour and water into dough, dough into bread and vapour; 40 kg leave no trace at the oven."""
    flows = (
        Flow("flour", "", "mix", FlowKind.RAW, quantity=600, price=5, kg_co2e=0.6, uncertainty=0.03),
        water("water", "", "mix", 0.4, price=10),
        Flow("dough", "mix", "oven", FlowKind.PRODUCT, quantity=1000, uncertainty=0.03),
        Flow("bread", "oven", "", FlowKind.PRODUCT, quantity=860, uncertainty=0.03),
        Flow("vapour", "oven", "", FlowKind.EMISSION, quantity=40, uncertainty=0.5),
        Flow("gas", "", "oven", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=900, price=0.2),
    )
    steps = (Step("oven", "Horno", 2), Step("mix", "Amasado", 1), Step("shop", "Tienda", outside=Place.CUSTOMER))
    return dataclasses.replace(Network(steps, flows, currency="BOB"), **changes)  # type: ignore[arg-type]


def test_each_step_and_the_whole() -> None:
    rows = balance_sheet(bakery())
    assert [(row.balance, row.step) for row in rows] == [
        (MASS, ""),
        (MASS, "mix"),
        (MASS, "oven"),
        (WATER, ""),
        (ENERGY, ""),
    ]
    found = sheet(bakery())
    oven = found["mass", "oven"]
    assert (oven.inputs, oven.outputs, oven.gap.value, oven.light) == (1000, 900, 100, Light.AMBER)
    assert (found["mass", "mix"].gap.value, found["mass", "mix"].light) == (0, Light.GREEN)
    whole = found["mass", ""]
    assert (whole.inputs, whole.outputs, whole.gap.value) == (1000, 900, close(100))
    energy = found["energy", ""]
    assert (energy.used, energy.gap.value, energy.light) == (900, 0, Light.GREEN)


def test_what_a_gap_is_worth() -> None:
    """A kilogram of dough costs (600 × 5 + 0.4 × 10) / 1,000, and stands for 0.36 kg CO2e of what has a factor."""
    oven = sheet(bakery())["mass", "oven"]
    assert oven.money is not None and oven.kg_co2e is not None
    assert oven.money.value == close(100 * 3.004)
    assert oven.kg_co2e.value == close(36)
    assert (oven.money_known, oven.co2_known) == (close(1), close(0.6))
    assert oven.money.unit == "BOB"
    whole = sheet(bakery())["mass", ""]
    assert whole.money is not None and whole.money.value == close(300.4)
    bare = tuple(dataclasses.replace(flow, price=None) for flow in bakery().flows)
    assert sheet(bakery(flows=bare))["mass", "oven"].money is None


def test_worth_in_a_loop_is_that_of_what_came_in() -> None:
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=10, price=6),
        Flow("ab", "a", "b", FlowKind.PRODUCT, quantity=1010),
        Flow("ba", "b", "a", FlowKind.REUSE, quantity=1000),
        Flow("out", "b", "", FlowKind.PRODUCT, quantity=10),
        Flow("cd", "c", "d", FlowKind.REUSE, quantity=10),
        Flow("dc", "d", "c", FlowKind.REUSE, quantity=10),
    )
    chart = Chart(Network(tuple(Step(key, key) for key in "abcd"), flows))
    values = unit_values(chart, {flow.key: flow.quantity or 0.0 for flow in flows}, MASS)
    assert {key: one.value for key, one in values.items()} == {"a": close(6), "b": close(6)}


def test_substances_are_worth_what_their_carriers_cost() -> None:
    flows = (
        Flow("salt", "", "bath", FlowKind.RAW, quantity=100, price=20, shares={"chrome": 0.2}),
        Flow("hide", "bath", "", FlowKind.PRODUCT, quantity=50, shares={"chrome": 0.2}),
    )
    network = Network((Step("bath", "Curtido"),), flows, followed=("chrome",))
    row = sheet(network)["substance.chrome", "bath"]
    assert (row.gap.value, row.balance) == (close(10), substance("chrome"))
    assert row.money is not None and row.money.value == close(200)


def test_unknown_quantities_leave_the_light_grey() -> None:
    flows = tuple(dataclasses.replace(one, quantity=None) if one.key == "vapour" else one for one in bakery().flows)
    oven = sheet(bakery(flows=flows))["mass", "oven"]
    assert (oven.light, oven.error, oven.unknown, oven.gap.value) == (Light.GREY, None, ("vapour",), close(140))
    assert sheet(bakery(flows=flows))["mass", ""].light is Light.GREY


def test_a_remainder_closes_its_balance_and_says_so() -> None:
    flows = tuple(
        dataclasses.replace(one, quantity=None, rule=Remainder()) if one.key == "vapour" else one
        for one in bakery().flows
    )
    oven = sheet(bakery(flows=flows))["mass", "oven"]
    assert (oven.gap.value, oven.light, oven.remainders) == (close(0), Light.GREEN, ("vapour",))
    assert sheet(bakery(flows=flows))["mass", "mix"].remainders == ()


def test_a_gap_that_uncertainty_explains_is_not_significant() -> None:
    oven = sheet(bakery())["mass", "oven"]
    assert oven.gap_deviation == close(math.hypot(30, 25.8, 20) / COVERAGE_95)
    assert oven.significant
    wide = tuple(dataclasses.replace(flow, uncertainty=0.25) for flow in bakery().flows)
    assert not sheet(bakery(flows=wide))["mass", "oven"].significant


def test_what_to_measure_next() -> None:
    network = bakery()
    found = measure_next(network, balance_sheet(network))
    assert [(one.flow, one.reason) for one in found] == [
        ("", MeasureReason.MISSING),
        ("dough", MeasureReason.UNCERTAIN),
        ("bread", MeasureReason.UNCERTAIN),
        ("vapour", MeasureReason.UNCERTAIN),
    ]
    assert {one.step for one in found} == {"oven"}
    assert math.fsum(one.share for one in found) == close(1)
    assert found[1].share == close(900 / (900 + 25.8**2 + 400))
    flows = tuple(dataclasses.replace(one, quantity=None) if one.key == "bread" else one for one in network.flows)
    unknown = bakery(flows=flows)
    first = measure_next(unknown, balance_sheet(unknown), limit=1)
    assert [(one.flow, one.reason, one.gap) for one in first] == [("bread", MeasureReason.UNKNOWN, close(960))]


def test_the_gap_that_costs_most_comes_first() -> None:
    flows = (
        Flow("cheap", "", "a", FlowKind.RAW, quantity=1000, price=0.1, uncertainty=0.5),
        Flow("cheap_out", "a", "", FlowKind.PRODUCT, quantity=500),
        Flow("dear", "", "b", FlowKind.RAW, quantity=10, price=1000, uncertainty=0.5),
        Flow("dear_out", "b", "", FlowKind.PRODUCT, quantity=8),
    )
    network = Network((Step("a", "A"), Step("b", "B")), flows)
    found = measure_next(network, balance_sheet(network))
    assert [one.flow for one in found] == ["dear", "dear_out", "cheap", "cheap_out"]


def test_balanced_processes_ask_for_nothing() -> None:
    network = true_network(np.random.default_rng(1), 10)
    rows = balance_sheet(network)
    assert {row.light for row in rows} == {Light.GREEN}
    assert measure_next(network, rows) == ()


def test_explanations_add_up_to_the_gap() -> None:
    random = np.random.default_rng(2)
    network = measured(true_network(random, 8), random, unknown=0.0)
    for row in (*balance_sheet(network), *balance_sheet(bakery())):
        total = 0.0
        for one in row.gap.explanation.inputs:
            assert one.unit == row.balance.unit
            if isinstance(one.origin, Explanation):
                assert math.prod(part.value or 0.0 for part in one.origin.inputs) == close(one.value or 0.0)
            total += one.value or 0.0
        assert total == pytest.approx(row.gap.value, abs=1e-9 * row.inputs)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.floats(0.0, 0.5))
def test_gaps_of_the_steps_are_the_gap_of_the_whole(seed: int, steps: int, unknown: float) -> None:
    random = np.random.default_rng(seed)
    network = measured(true_network(random, steps), random, unknown=unknown)
    whole, *rows = balance_sheet(network, (MASS,))
    size = math.fsum(row.inputs + row.outputs for row in (whole, *rows))
    assert math.fsum(row.gap.value for row in rows) == pytest.approx(whole.gap.value, abs=1e-9 * size)
    assert (whole.light is Light.GREY) == any(flow.quantity is None for flow in network.flows)
