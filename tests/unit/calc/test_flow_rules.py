"""Quantities that follow from rules, and what a rule cannot give."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.calc.figures import BillRef, Explanation, Input
from score_desktop.calc.flow_rules import (
    PER_UNIT_MADE,
    SHARE_OF_FLOWS,
    SHARE_OF_MASS,
    VOLUME_TIMES_DENSITY,
    Applied,
    apply_rules,
    in_order,
)
from score_desktop.calc.network import (
    COVERAGE_95,
    ENERGY,
    MASS,
    WATER,
    DensityVolume,
    Explained,
    Flow,
    Network,
    PerProduct,
    Remainder,
    Rule,
    ShareOf,
    Step,
    content,
)
from score_desktop.enums import FlowDimension, FlowKind

STEP = Step("mix", "Amasado")


def raw(key: str, quantity: float | None, **more: object) -> Flow:
    return Flow(key, "", "mix", FlowKind.RAW, quantity=quantity, **more)  # type: ignore[arg-type]


def ruled(key: str, rule: Rule, kind: FlowKind = FlowKind.WASTE, **more: object) -> Flow:
    return Flow(key, "mix", "", kind, rule=rule, **more)  # type: ignore[arg-type]


def apply(*flows: Flow, step: Step = STEP) -> Applied:
    return apply_rules(Network((step,), flows))


def value(applied: Applied, key: str) -> float | None:
    filled = {flow.key: flow.quantity for flow in applied.network.flows}[key]
    made = applied.quantities.get(key)
    assert filled == (None if made is None else made.value)
    if made is not None:
        assert again(made.explanation) == pytest.approx(made.value)
    return filled


def again(explanation: Explanation) -> float:
    """The figure from the operands shown, down to the leaves."""
    values = []
    for one in explanation.inputs:
        assert one.value is not None
        if isinstance(one.origin, Explanation):
            assert again(one.origin) == pytest.approx(one.value), one.name
        values.append(one.value)
    if explanation.formula == SHARE_OF_FLOWS:
        return values[0] * math.fsum(values[1:])
    if explanation.formula == SHARE_OF_MASS:
        return values[0] * math.fsum(values[2:]) / values[1]
    if explanation.formula in (PER_UNIT_MADE, VOLUME_TIMES_DENSITY, "Quantity × content of a unit"):
        return math.prod(values)
    if explanation.formula == "Value entered":
        return values[0]
    assert explanation.formula.startswith("What comes in")
    return math.fsum(values[1:]) / values[0]


def why(applied: Applied) -> dict[str, str]:
    return {problem.key: problem.why for problem in applied.problems}


def test_a_share_of_several_inputs() -> None:
    applied = apply(raw("flour", 700), raw("fat", 300), ruled("lost", ShareOf(0.02, ("flour", "fat"))))
    assert value(applied, "lost") == pytest.approx(20)
    assert applied.problems == ()


def test_a_share_across_dimensions_goes_by_mass() -> None:
    water = Flow("water", "", "mix", FlowKind.WATER, FlowDimension.WATER, rule=ShareOf(0.6, ("flour",)))
    applied = apply(raw("flour", 700), water)
    assert value(applied, "water") == pytest.approx(0.42)
    back = ruled("vapour", ShareOf(0.1, ("water",)))
    assert value(apply(raw("flour", 700), water, back), "vapour") == pytest.approx(42)


def test_energy_has_no_share_of_mass() -> None:
    power = Flow("power", "", "mix", FlowKind.ENERGY, FlowDimension.ENERGY, rule=ShareOf(0.1, ("flour",)))
    applied = apply(raw("flour", 700), power)
    assert value(applied, "power") is None
    assert why(applied) == {"flow.power": "flows.rule_dimension"}
    lights = Flow("light", "", "mix", FlowKind.ENERGY, FlowDimension.ENERGY, rule=ShareOf(0.1, ("all",)))
    everything = Flow("all", "", "mix", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=50)
    assert value(apply(everything, lights), "light") == pytest.approx(5)


def test_per_unit_of_product() -> None:
    bags = PerProduct(0.012, 40_000, "Pan", "pieza", BillRef("activity", "uid"))
    applied = apply(ruled("bags", bags))
    assert value(applied, "bags") == pytest.approx(480)
    assert applied.quantities["bags"].explanation.inputs[1].origin == BillRef("activity", "uid")
    unknown = apply(ruled("bags", PerProduct(0.012, None, "Pan")))
    assert value(unknown, "bags") is None
    assert why(unknown) == {"flow.bags": "flows.rule_no_production"}


def test_mass_from_containers() -> None:
    applied = apply(ruled("rubbish", DensityVolume(120, 150)))
    assert value(applied, "rubbish") == 18_000
    wrong = apply(ruled("effluent", DensityVolume(120, 150), dimension=FlowDimension.WATER))
    assert why(wrong) == {"flow.effluent": "flows.rule_dimension"}


def test_what_is_left_over() -> None:
    """700 + 0.4 m3 of water − 20 lost − 30 into stock = 1,050."""
    step = Step("mix", "Amasado", stock_change={MASS: 30.0})
    water = Flow("water", "", "mix", FlowKind.WATER, FlowDimension.WATER, quantity=0.4)
    flows = (raw("flour", 700), water, ruled("lost", ShareOf(20 / 700, ("flour",))))
    applied = apply(*flows, ruled("dough", Remainder(), FlowKind.PRODUCT), step=step)
    assert value(applied, "dough") == pytest.approx(1050)
    effluent = ruled("effluent", Remainder(), dimension=FlowDimension.WATER)
    assert value(apply(*flows, effluent, step=step), "effluent") == pytest.approx(1.05)


def test_what_must_have_come_in() -> None:
    flows = (raw("flour", None, rule=Remainder("mix")), Flow("dough", "mix", "", FlowKind.PRODUCT, quantity=1000))
    assert value(apply(*flows), "flour") == pytest.approx(1000)


def test_a_remainder_of_another_balance() -> None:
    flows = (
        Flow("in", "", "mix", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=1000),
        Flow("steam", "mix", "", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=700),
        ruled("flue", Remainder(balance=ENERGY), FlowKind.EMISSION, dimension=FlowDimension.ENERGY),
        raw("flour", None),
    )
    applied = apply(*flows)
    assert value(applied, "flue") == pytest.approx(300)
    assert why(apply(ruled("flue", Remainder(balance=WATER)))) == {"flow.flue": "flows.rule_no_balance"}
    assert why(apply(ruled("flue", Remainder("elsewhere")))) == {"flow.flue": "flows.rule_no_balance"}


def test_a_remainder_needs_all_the_others_and_is_never_negative() -> None:
    open_ = apply(raw("flour", None), ruled("dough", Remainder()))
    assert why(open_) == {"flow.dough": "flows.rule_unknown"}
    negative = apply(raw("flour", 10), Flow("out", "mix", "", FlowKind.PRODUCT, quantity=20), ruled("x", Remainder()))
    assert value(negative, "x") is None
    assert why(negative) == {"flow.x": "flows.rule_negative"}
    nothing = apply(
        raw("flour", 0.3), *(Flow(k, "mix", "", FlowKind.WASTE, quantity=0.1) for k in "abc"), ruled("x", Remainder())
    )
    assert value(nothing, "x") == pytest.approx(0, abs=1e-12)
    assert nothing.problems == ()


def test_rules_in_a_circle_are_told_and_the_rest_is_filled() -> None:
    applied = apply(
        raw("flour", 100),
        ruled("a", ShareOf(0.5, ("b",))),
        ruled("b", ShareOf(0.5, ("a",))),
        ruled("behind", ShareOf(0.5, ("a",))),
        ruled("itself", ShareOf(0.5, ("itself",))),
        ruled("fine", ShareOf(0.5, ("flour",))),
        ruled("gone", ShareOf(0.5, ("nowhere",))),
    )
    assert why(applied) == {
        "flow.a": "flows.rule_cycle",
        "flow.b": "flows.rule_cycle",
        "flow.behind": "flows.rule_unknown",
        "flow.itself": "flows.rule_cycle",
        "flow.gone": "flows.rule_no_flow",
    }
    assert applied.cycles == {"a", "b", "itself"}
    assert value(applied, "fine") == 50
    assert set(applied.quantities) == {"flour", "fine"}


def test_two_remainders_at_one_step_are_a_circle() -> None:
    applied = apply(raw("flour", 100), ruled("a", Remainder()), ruled("b", Remainder()))
    assert set(why(applied).values()) == {"flows.rule_cycle"}


def test_a_long_row_of_rules() -> None:
    flows = [raw("f0", 1024.0)]
    flows += [ruled(f"f{number}", ShareOf(1.0, (f"f{number - 1}",))) for number in range(1, 2000)]
    applied = apply(*reversed(flows))
    assert applied.quantities["f1999"].value == 1024


def test_deviations_travel() -> None:
    applied = apply(raw("flour", 1000, uncertainty=0.1), ruled("lost", ShareOf(0.02, ("flour",)), uncertainty=0.5))
    assert applied.deviations["flour"] == pytest.approx(100 / COVERAGE_95)
    assert applied.deviations["lost"] == pytest.approx(math.hypot(2, 10) / COVERAGE_95)
    rest = apply(
        *applied.network.flows[:1], ruled("lost", DensityVolume(1, 100), uncertainty=0.5), ruled("x", Remainder())
    )
    assert rest.deviations["x"] == pytest.approx(math.hypot(100, 50) / COVERAGE_95)


def test_an_entered_value_keeps_its_origin() -> None:
    origin = BillRef("bill", "uid")
    applied = apply(raw("flour", 5, origin=origin, name="Harina"))
    assert applied.quantities["flour"] == Explained(
        5, "kg", Explanation("Value entered", (Input("Harina", 5, "kg", origin),))
    )


@given(st.lists(st.lists(st.integers(0, 11), max_size=3), min_size=12, max_size=12))
def test_the_order_of_rules(needs: list[list[int]]) -> None:
    sources = {str(key): tuple(str(one) for one in found) for key, found in enumerate(needs)}
    order, circles = in_order(sources)
    for place, key in enumerate(order):
        assert set(sources[key]) <= set(order[:place])
    for circle in circles:
        for one, two in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert two in sources[one]
    left = set(sources) - set(order)
    assert bool(left) == bool(circles)


def test_content() -> None:
    water = Flow("w", "", "", FlowKind.WATER, FlowDimension.WATER)
    assert [content(water, one) for one in (MASS, WATER, ENERGY)] == [1000, 1, 0]
    steam = Flow("s", "", "", FlowKind.WATER)
    assert [content(steam, one) for one in (MASS, WATER)] == [1, 0.001]
    gas = Flow("g", "", "", FlowKind.ENERGY)
    assert [content(gas, one) for one in (MASS, ENERGY)] == [0, 0]
    wood = Flow("g", "", "", FlowKind.ENERGY, contents={ENERGY: 4.3, MASS: 1.0})
    assert [content(wood, one) for one in (MASS, ENERGY)] == [1, 4.3]
