"""Reconciliation against an independent dense solution, planted errors, and what cannot be known."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest

from score_desktop.calc import least_squares
from score_desktop.calc.figures import Explanation, Input
from score_desktop.calc.network import (
    COVERAGE_95,
    ENERGY,
    MASS,
    WATER,
    Flow,
    Network,
    Remainder,
    ShareOf,
    Step,
    substance,
)
from score_desktop.calc.reconcile import Doubt, Standing, reconcile
from score_desktop.enums import FlowDimension, FlowKind
from tests.unit.calc.networks import measured, true_network

NETWORKS = 500


# -- an independent solution -------------------------------------------------------------------------------------------


def incidence(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Mass conditions written down again, from the flows alone: rows are the steps that have both sides."""
    rows, right = [], []
    for step in network.steps:
        if step.outside is not None:
            continue
        row = np.array([(flow.target == step.key) - float(flow.source == step.key) for flow in network.flows])
        if (row > 0).any() and (row < 0).any():
            rows.append(row)
            right.append(step.stock_change.get(MASS, 0.0))
    return np.array(rows).reshape(-1, len(network.flows)), np.array(right)


def dense(network: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Least squares on all states that balance (a point and the null space) by numpy's lstsq.

    Values, their standard deviations, and which of them are determined.

    Flows are counted in units of their own size, so that lstsq is asked a question in numbers near one.
    """
    matrix, right = incidence(network)
    size = np.array([abs(flow.quantity) if flow.quantity else 1.0 for flow in network.flows])
    usual = np.median([abs(flow.quantity) for flow in network.flows if flow.quantity] or [1.0])
    size = np.where([flow.quantity is None for flow in network.flows], usual, size)
    scaled = matrix * size
    lengths = np.abs(scaled).max(axis=1, initial=0.0)[:, None]
    scaled, point_right = scaled / lengths, right / lengths[:, 0]
    point = np.linalg.lstsq(scaled, point_right, rcond=None)[0]
    _, singular, vt = np.linalg.svd(scaled)
    free = vt[int((singular > 1e-10).sum()) :].T
    known = [index for index, flow in enumerate(network.flows) if flow.quantity is not None]
    weights = np.array([COVERAGE_95 / network.flows[index].uncertainty for index in known])
    measured_at = np.array([network.flows[index].quantity for index in known]) / size[known]
    system = free[known] * weights[:, None]
    move, *_ = np.linalg.lstsq(system, (measured_at - point[known]) * weights, rcond=1e-11)
    # What a move that no measurement sees can change is not determined.
    _, seen, rotation = np.linalg.svd(system, full_matrices=True)
    unseen = free @ rotation[int((seen > 1e-11 * max(seen, default=1.0)).sum()) :].T
    spread = free @ np.linalg.pinv(system, rcond=1e-11)
    deviations = np.sqrt((spread**2).sum(axis=1)) * size
    return (point + free @ move) * size, deviations, np.sqrt((unseen**2).sum(axis=1)) < 1e-8


def test_agrees_with_an_independent_dense_solution() -> None:
    random = np.random.default_rng(20250101)
    compared = 0
    for number in range(NETWORKS):
        steps = int(random.integers(1, 13)) if number % 100 else int(random.integers(40, 60))
        truth = true_network(random, steps, loops=int(random.integers(0, 4)))
        network = measured(truth, random, unknown=float(random.uniform(0.0, 0.5)))
        result = reconcile(network)
        expected, deviations, determined = dense(network)
        assert [flow.value is not None for flow in result.flows] == determined.tolist(), number
        got = np.array([flow.value.value if flow.value else math.nan for flow in result.flows])
        # An adjusted flow may come out near zero: relative to what was entered then.
        size = np.maximum(np.abs(expected), [abs(flow.entered or 0.0) for flow in result.flows])
        assert (np.abs(got - expected) <= 1e-8 * size)[determined].all(), number
        told = np.array([math.nan if flow.deviation is None else flow.deviation for flow in result.flows])
        assert (np.abs(told - deviations) <= 1e-6 * deviations + 1e-9 * size)[determined].all(), number
        compared += int(determined.sum())
    assert compared > 6_000


def test_deviations_are_those_of_repeated_measurements() -> None:
    """The standard deviations that are told are those seen when the same process is measured again and again."""
    random = np.random.default_rng(7)
    truth = true_network(random, 6, wide=1.0)
    hidden = {flow.key for flow in truth.flows[::4]}
    flows = tuple(dataclasses.replace(flow, uncertainty=0.1) for flow in truth.flows)
    seen = []
    for _ in range(400):
        noisy = tuple(
            dataclasses.replace(
                flow,
                quantity=None
                if flow.key in hidden
                else (flow.quantity or 0) * (1 + 0.1 / COVERAGE_95 * random.standard_normal()),
            )
            for flow in flows
        )
        seen.append([flow.value.value if flow.value else math.nan for flow in reconcile(_with(truth, noisy)).flows])
    exact = tuple(dataclasses.replace(flow, quantity=None if flow.key in hidden else flow.quantity) for flow in flows)
    told = [flow.deviation if flow.deviation is not None else math.nan for flow in reconcile(_with(truth, exact)).flows]
    spread = np.std(np.array(seen), axis=0, ddof=1)
    ratio = (spread / np.array(told))[~np.isnan(told)]
    assert len(ratio) > len(truth.flows) / 2
    assert ratio == pytest.approx(1.0, abs=0.2)
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.05)


def _with(network: Network, flows: tuple[Flow, ...]) -> Network:
    return dataclasses.replace(network, flows=flows)


# -- gross errors ------------------------------------------------------------------------------------------------------


def test_a_planted_error_is_found() -> None:
    """In at least 95 % of the networks where it can be found at all.

    It can be where a measurement is redundant, the error moves its normalised residual by 6 standard deviations
    (noncentrality: error × √leverage / standard deviation), and no other residual goes nearly the same way (their
    correlation is at most 0.7).
    """
    random = np.random.default_rng(99)
    tried = found = 0
    for _ in range(NETWORKS):
        truth = true_network(random, int(random.integers(2, 12)), loops=int(random.integers(0, 3)), wide=1.0)
        network = measured(truth, random, unknown=0.1, uncertainty=lambda: float(random.uniform(0.03, 0.15)))
        planted = _plant(network, random)
        if planted is None:
            continue
        tried += 1
        wrong, index = planted
        result = reconcile(wrong)
        suspect = result.suspects[0]
        found += suspect.key == network.flows[index].key and suspect.significant and suspect.doubt is Doubt.VALUE
    assert tried > 250
    assert found >= 0.95 * tried, (found, tried)


def _plant(network: Network, random: np.random.Generator) -> tuple[Network, int] | None:
    """The network with one measurement spoilt so that it can just be found, or None; by projections of its own."""
    known = [index for index, flow in enumerate(network.flows) if flow.quantity is not None]
    matrix, _ = incidence(network)
    deviations = np.array([(network.flows[index].quantity or 0) * network.flows[index].uncertainty for index in known])
    deviations /= COVERAGE_95
    unknown = [index for index in range(len(network.flows)) if index not in known]
    rank = np.linalg.matrix_rank(matrix[:, unknown]) if unknown else 0
    u, _, _ = np.linalg.svd(matrix[:, unknown], full_matrices=True) if unknown else (np.eye(len(matrix)), 0, 0)
    reduced = u[:, rank:].T @ matrix[:, known] * deviations
    if not reduced.size:
        return None
    hat = np.linalg.pinv(reduced, rcond=1e-9) @ reduced
    leverage = np.diag(hat)
    good = [place for place in range(len(known)) if leverage[place] > 0.02]
    random.shuffle(good)
    for place in good:
        others = [other for other in range(len(known)) if other != place and leverage[other] > 1e-8]
        alike = [abs(hat[place, other]) / math.sqrt(leverage[place] * leverage[other]) for other in others]
        if max(alike, default=0.0) > 0.7:
            continue
        error = 6.0 * deviations[place] / math.sqrt(leverage[place])
        flow = network.flows[known[place]]
        sign = 1.0 if random.random() < 0.5 or (flow.quantity or 0) < 2 * error else -1.0
        spoilt = dataclasses.replace(
            flow,
            quantity=(flow.quantity or 0) + sign * error,
            uncertainty=deviations[place] * COVERAGE_95 / ((flow.quantity or 0) + sign * error),
        )
        flows = (*network.flows[: known[place]], spoilt, *network.flows[known[place] + 1 :])
        return _with(network, flows), known[place]
    return None


def chain(*quantities: float | None, uncertainty: float = 0.1) -> Network:
    """Flows in a row: every one must be the same."""
    steps = tuple(Step(f"s{number}", f"Paso {number}") for number in range(len(quantities) - 1))
    ends = ["", *(step.key for step in steps), ""]
    flows = tuple(
        Flow(f"f{number}", ends[number], ends[number + 1], FlowKind.PRODUCT, quantity=value, uncertainty=uncertainty)
        for number, value in enumerate(quantities)
    )
    return Network(steps, flows)


def test_errors_are_left_out_one_after_the_other() -> None:
    network = chain(100, 100, 100, 100, 100, 1000, 100, 300, uncertainty=0.03)
    result = reconcile(network)
    assert not result.believable
    assert [one.key for one in result.suspects] == ["f5", "f7"]
    assert result.suspects[0].entered == 1000
    assert result.suspects[-1].expected == pytest.approx(100)
    cleaned = reconcile(network, leave_out=[one.key for one in result.suspects])
    assert cleaned.believable
    assert cleaned.statistic == pytest.approx(0, abs=1e-12)
    flow = cleaned.flows[5]
    assert (flow.standing, flow.entered) == (Standing.COMPUTED, None)
    assert flow.value is not None and flow.value.value == pytest.approx(100)


def test_what_is_left_after_elimination_is_what_solving_again_gives() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        network = measured(true_network(random, 8), random, unknown=0.1)
        network = _with(network, (dataclasses.replace(network.flows[0], quantity=1e6), *network.flows[1:]))
        suspects = reconcile(network).suspects
        for count, suspect in enumerate(suspects):
            again = reconcile(network, leave_out=[one.key for one in suspects[:count]])
            best = max(again.flows, key=lambda flow: abs(flow.normalised or 0.0))
            assert abs(best.normalised or 0.0) == pytest.approx(abs(suspect.normalised), rel=1e-6)
            without = reconcile(network, leave_out=[one.key for one in suspects[: count + 1]])
            value = next(flow.value for flow in without.flows if flow.key == suspect.key)
            assert value is not None and value.value == pytest.approx(suspect.expected, rel=1e-6, abs=1e-6)


def test_two_that_cannot_be_told_apart_are_both_named() -> None:
    result = reconcile(chain(100, 200, uncertainty=0.05))
    (suspect,) = result.suspects
    assert {suspect.key, *suspect.like} == {"f0", "f1"}
    assert suspect.significant


def test_without_disagreement_nobody_is_blamed() -> None:
    result = reconcile(chain(100, 101, 99, 100, 102))
    assert result.believable
    assert [one.significant for one in result.suspects] == [False]


# -- what can be known -------------------------------------------------------------------------------------------------


def test_each_flow_is_told_what_is_known_of_it() -> None:
    """In → A → B → out with a loop back B → A: the loop and A → B hide behind each other."""
    steps = (Step("a", "A"), Step("b", "B"), Step("c", "C"))
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100),
        Flow("ab", "a", "b", FlowKind.PRODUCT),
        Flow("back", "b", "a", FlowKind.REUSE),
        Flow("bc", "b", "c", FlowKind.PRODUCT),
        Flow("out", "c", "", FlowKind.PRODUCT, quantity=95),
        Flow("exact", "", "c", FlowKind.PACKAGING, quantity=5, uncertainty=0),
        Flow("beside", "", "", FlowKind.RAW, quantity=7),
    )
    result = reconcile(Network(steps, flows))
    standing = {flow.key: flow.standing for flow in result.flows}
    assert standing == {
        "in": Standing.ADJUSTED,
        "ab": Standing.UNKNOWABLE,
        "back": Standing.UNKNOWABLE,
        "bc": Standing.COMPUTED,
        "out": Standing.ADJUSTED,
        "exact": Standing.EXACT,
        "beside": Standing.ENTERED,
    }
    values = result.quantities()
    assert values["bc"] == pytest.approx(values["in"])
    assert values["out"] == pytest.approx(values["in"] + 5)
    assert "ab" not in values
    assert [(one.key, one.why) for one in result.problems] == [
        ("flow.ab", "flows.unknowable"),
        ("flow.back", "flows.unknowable"),
    ]
    assert [(group.flows, group.needed) for group in result.groups] == [(("ab", "back"), 1)]


def test_what_can_be_known_is_what_exact_arithmetic_says() -> None:
    """Rank decisions against fractions: quantities over twelve orders of magnitude, water, and a followed substance."""
    random = np.random.default_rng(11)
    for _ in range(60):
        truth = true_network(random, int(random.integers(2, 9)), loops=2, wide=12.0)
        network = measured(truth, random, unknown=0.5)
        flows = tuple(
            dataclasses.replace(
                flow,
                dimension=FlowDimension.WATER if random.random() < 0.4 else FlowDimension.MASS,
                shares={"salt": float(random.choice([0.25, 0.5, 0.125]))} if random.random() < 0.6 else {},
                share_uncertainty=0.0,
            )
            for flow in network.flows
        )
        network = dataclasses.replace(network, flows=flows, followed=("salt",))
        result = reconcile(network)
        rows = _exact(network)
        unknown = [index for index, flow in enumerate(network.flows) if flow.quantity is None]
        rank = _rank(rows, unknown)
        for index, flow in enumerate(result.flows):
            if index in unknown:
                known = _rank(rows, [other for other in unknown if other != index]) < rank
                assert (flow.value is not None) == known
            else:
                checked = _rank(rows, [*unknown, index]) > rank
                assert (flow.standing is Standing.ADJUSTED) == checked


def _exact(network: Network) -> list[list[Fraction]]:
    """Conditions of mass and of salt in fractions."""
    rows = []
    for salt in (False, True):
        for step in network.steps:
            row = []
            for flow in network.flows:
                held = Fraction(1000 if flow.dimension is FlowDimension.WATER else 1)
                held *= Fraction(flow.shares.get("salt", 0.0)) if salt else 1
                row.append(held * ((flow.target == step.key) - (flow.source == step.key)))
            if step.outside is None and any(one > 0 for one in row) and any(one < 0 for one in row):
                rows.append(row)
    return rows


def _rank(every: list[list[Fraction]], columns: list[int]) -> int:
    rows = [[row[column] for column in columns] for row in every]
    rank = 0
    for column in range(len(columns)):
        pivot = next((row for row in range(rank, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for row in range(rank + 1, len(rows)):
            if rows[row][column]:
                factor = rows[row][column] / rows[rank][column]
                rows[row] = [one - factor * two for one, two in zip(rows[row], rows[rank], strict=True)]
        rank += 1
    return rank


def test_a_long_way_round_cannot_be_known_either() -> None:
    """A circle of 60 steps with nothing measured in it, fed and drained at every step."""
    steps = tuple(Step(f"s{number}", f"Paso {number}") for number in range(60))
    flows = []
    for number in range(60):
        flows.append(Flow(f"c{number}", f"s{number}", f"s{(number + 1) % 60}", FlowKind.REUSE))
        flows.append(Flow(f"i{number}", "", f"s{number}", FlowKind.RAW, quantity=10.0 + number))
        flows.append(Flow(f"o{number}", f"s{number}", "", FlowKind.PRODUCT, quantity=10.0 + number))
    result = reconcile(Network(steps, tuple(flows)))
    assert {flow.key for flow in result.flows if flow.value is None} == {f"c{number}" for number in range(60)}
    assert [(len(group.flows), group.needed) for group in result.groups] == [(60, 1)]
    assert result.degrees == 1


def test_exact_values_that_contradict_are_told() -> None:
    result = reconcile(chain(100, 90, uncertainty=0.0))
    assert [(one.key, one.why) for one in result.problems] == [("balance.s0.mass", "flows.contradiction")]
    assert not result.believable


def test_an_exact_rule_that_contradicts_is_told_by_its_flow() -> None:
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100, uncertainty=0),
        Flow("out", "a", "", FlowKind.PRODUCT, quantity=90, uncertainty=0),
        Flow("waste", "a", "", FlowKind.WASTE, rule=ShareOf(0.2, ("in",)), uncertainty=0),
    )
    result = reconcile(Network((Step("a", "A"),), flows))
    assert {one.key for one in result.problems} == {"flow.waste", "balance.a.mass"}


def test_a_flow_that_comes_out_the_wrong_way_round_is_told() -> None:
    steps = (Step("a", "A"),)
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100),
        Flow("out", "a", "", FlowKind.PRODUCT, quantity=130),
        Flow("waste", "a", "", FlowKind.WASTE),
    )
    result = reconcile(Network(steps, flows))
    assert result.quantities()["waste"] == pytest.approx(-30)
    assert [one.why for one in result.problems] == ["flows.wrong_way"]


# -- balances of several kinds -----------------------------------------------------------------------------------------


def test_water_counts_for_mass() -> None:
    steps = (Step("mix", "Amasado", balances=(MASS,)),)
    flows = (
        Flow("flour", "", "mix", FlowKind.RAW, quantity=600, uncertainty=0),
        Flow("water", "", "mix", FlowKind.WATER, FlowDimension.WATER),
        Flow("dough", "mix", "", FlowKind.PRODUCT, quantity=1000, uncertainty=0),
    )
    assert reconcile(Network(steps, flows)).quantities()["water"] == pytest.approx(0.4)


def test_energy_and_water_close_where_they_are_named_only() -> None:
    flows = (
        Flow("gas", "", "boiler", FlowKind.ENERGY, FlowDimension.ENERGY, quantity=1000),
        Flow("steam", "boiler", "", FlowKind.ENERGY, FlowDimension.ENERGY),
    )
    shown = reconcile(Network((Step("boiler", "Caldera"),), flows))
    assert shown.flows[1].standing is Standing.UNKNOWABLE
    closed = reconcile(Network((Step("boiler", "Caldera", balances=(ENERGY,)),), flows))
    assert closed.quantities()["steam"] == pytest.approx(1000)


def test_a_followed_substance_says_what_mass_cannot() -> None:
    """Two unknown outlets of a bath: the chrome that each holds divides them."""
    steps = (Step("bath", "Curtido"),)
    flows = (
        Flow("salt", "", "bath", FlowKind.RAW, quantity=100, shares={"chrome": 0.17}, share_uncertainty=0),
        Flow("water", "", "bath", FlowKind.WATER, FlowDimension.WATER, quantity=0.9),
        Flow("hide", "bath", "", FlowKind.PRODUCT, shares={"chrome": 0.03}, share_uncertainty=0),
        Flow("spent", "bath", "", FlowKind.WASTE, shares={"chrome": 0.01}, share_uncertainty=0),
    )
    network = Network(steps, flows, followed=("chrome",))
    values = reconcile(network).quantities()
    assert values["hide"] == pytest.approx(350)
    assert values["spent"] == pytest.approx(650)
    assert "hide" not in reconcile(dataclasses.replace(network, followed=())).quantities()


def test_shares_that_may_be_off_take_their_part_of_the_disagreement() -> None:
    """Chrome does not close by 10 %; the shares are uncertain, so the masses, well measured, hardly move."""
    steps = (Step("bath", "Curtido"),)

    def network(share_uncertainty: float) -> Network:
        flows = (
            Flow("a", "", "bath", FlowKind.RAW, quantity=1000, uncertainty=0.01, shares={"chrome": 0.011}),
            Flow("b", "bath", "", FlowKind.PRODUCT, quantity=1000, uncertainty=0.01, shares={"chrome": 0.01}),
        )
        flows = tuple(dataclasses.replace(flow, share_uncertainty=share_uncertainty) for flow in flows)
        return Network(steps, flows, followed=("chrome",))

    soft = reconcile(network(0.2))
    assert soft.believable
    assert [flow.adjustment for flow in soft.flows] == pytest.approx([0, 0], abs=1.0)
    assert soft.suspects[0].balance == substance("chrome")
    assert soft.suspects[0].doubt is Doubt.SHARE
    assert not reconcile(network(0.0)).believable


def test_rules_are_no_second_measurement() -> None:
    """Waste entered as 5 % of the input follows the input, known or not."""
    steps = (Step("a", "A"),)
    flows = (
        Flow("in", "", "a", FlowKind.RAW),
        Flow("waste", "a", "", FlowKind.WASTE, rule=ShareOf(0.05, ("in",)), uncertainty=0.0),
        Flow("out", "a", "", FlowKind.PRODUCT, quantity=950),
    )
    result = reconcile(Network(steps, flows))
    assert result.quantities() == pytest.approx({"in": 1000, "waste": 50, "out": 950})
    assert result.flows[0].standing is Standing.COMPUTED
    soft = (flows[0], dataclasses.replace(flows[1], uncertainty=0.5), flows[2])
    result = reconcile(Network(steps, soft))
    assert result.quantities() == pytest.approx({"in": 1000, "waste": 50, "out": 950})
    own, from_out = 50 * 0.5 / COVERAGE_95, 0.05 * 950 * 0.25 / COVERAGE_95
    assert result.flows[1].deviation == pytest.approx(math.hypot(own, from_out) / 0.95)


def test_a_rule_that_the_balances_refute_is_named() -> None:
    steps = (Step("a", "A"), Step("b", "B"))
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=1000, uncertainty=0.02),
        Flow("in2", "", "b", FlowKind.RAW, quantity=0, uncertainty=0.02),
        Flow("waste", "a", "", FlowKind.WASTE, rule=ShareOf(0.30, ("in",)), uncertainty=0.1),
        Flow("mid", "a", "b", FlowKind.PRODUCT, quantity=950, uncertainty=0.02),
        Flow("out", "b", "", FlowKind.PRODUCT, quantity=951, uncertainty=0.02),
    )
    suspect = reconcile(Network(steps, flows)).suspects[0]
    assert (suspect.key, suspect.doubt, suspect.significant) == ("waste", Doubt.RULE, True)


def test_a_remainder_counts_as_unknown() -> None:
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100),
        Flow("out", "a", "", FlowKind.PRODUCT, quantity=80),
        Flow("rest", "a", "", FlowKind.EMISSION, rule=Remainder()),
    )
    result = reconcile(Network((Step("a", "A"),), flows))
    assert result.degrees == 0
    assert (result.flows[2].standing, result.flows[2].entered) == (Standing.COMPUTED, None)
    assert result.quantities()["rest"] == pytest.approx(20)


def test_stock_is_part_of_the_balance_and_may_be_the_culprit() -> None:
    flows = (
        Flow("in", "", "a", FlowKind.RAW, quantity=100, uncertainty=0.01),
        Flow("out", "a", "", FlowKind.PRODUCT, uncertainty=0.01),
    )
    assert reconcile(Network((Step("a", "A", stock_change={MASS: 10.0}),), flows)).quantities()["out"] == 90
    tank = Step("a", "A", stock_change={WATER: 0.01})
    assert reconcile(Network((tank,), flows)).quantities()["out"] == 90
    entered = (flows[0], dataclasses.replace(flows[1], quantity=100))
    doubtful = Step("a", "A", stock_change={MASS: 50.0}, stock_uncertainty=0.5)
    suspect = reconcile(Network((doubtful,), entered)).suspects[0]
    assert (suspect.key, suspect.doubt, suspect.like) == ("a", Doubt.STOCK, ("in", "out"))
    assert (suspect.entered, suspect.expected) == (50, pytest.approx(0))


# -- how it is told ----------------------------------------------------------------------------------------------------


def test_explanations_done_again_give_the_values() -> None:
    random = np.random.default_rng(5)
    network = measured(true_network(random, 12), random, unknown=0.3)
    computed = 0
    for flow in reconcile(network).flows:
        if flow.value is None:
            continue
        inputs = flow.value.explanation.inputs
        if flow.standing is Standing.COMPUTED:
            computed += 1
            if flow.value.explanation.formula.startswith("What comes in"):
                divisor, *parts = inputs
                again = math.fsum(_value(one) for one in parts) / _value(divisor)
                assert again == pytest.approx(flow.value.value, rel=1e-7, abs=1e-6)
        else:
            assert math.fsum(_value(one) for one in inputs) == pytest.approx(flow.value.value)
            assert inputs[0].value == flow.entered
    assert computed > 2


def _value(one: Input) -> float:
    assert one.value is not None
    if isinstance(one.origin, Explanation):
        assert one.value == pytest.approx(math.prod(part.value or 0.0 for part in one.origin.inputs))
    return one.value


@pytest.mark.parametrize(
    ("statistic", "degrees", "chance"),
    [(3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (7.814727903251179, 3, 0.05), (124.342113, 100, 0.05)],
)
def test_chance_of_a_sum_of_squares(statistic: float, degrees: int, chance: float) -> None:
    """Tables of chi-squared (Abramowitz and Stegun, table 26.8)."""
    assert least_squares.chance_of(statistic, degrees) == pytest.approx(chance, rel=1e-6)
    assert least_squares.chance_of(0.0, degrees) == 1.0


def test_nothing_is_reconciled_to_nothing() -> None:
    result = reconcile(Network((), ()))
    assert (result.flows, result.suspects, result.degrees, result.believable) == ((), (), 0, True)
