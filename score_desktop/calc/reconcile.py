"""Reconciliation: unknown flows from the balances, measurements that disagree brought together, and who is to blame.

The variables are the quantities of the flows, once each: a flow of water counts in the balances of mass and of water
alike. Followed substances are linear in them, because shares are given; how far a share may be off is a variable of
its own, and so is how far a rule or a stock may be off. Which balances close: `Step.balances`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from score_desktop.calc import least_squares
from score_desktop.calc.conditions import Doubt, Problem, Solved, Variable
from score_desktop.calc.figures import Explanation, Input, Missing
from score_desktop.calc.flow_rules import (
    CONTENT,
    LEFT_OVER,
    STOCK_INCREASE,
    Applied,
    applied_of,
    part,
)
from score_desktop.calc.network import (
    COVERAGE_95,
    MASS,
    Balance,
    Explained,
    Flow,
    Network,
    stock_increase,
)
from score_desktop.msgid import N_

if TYPE_CHECKING:
    from score_desktop.calc.least_squares import Array

ENTERED_ADJUSTED = N_("Value entered + adjustment")
FROM_BALANCES = N_("Follows from several balances together")
AS_ENTERED = N_("As entered: no balance says more")
VALUE_ENTERED = N_("Value entered")
ADJUSTMENT = N_("Adjustment")
DISTRUST = 0.05


class Standing(StrEnum):
    """What is known of a flow.

    ADJUSTED: entered, and the balances check it. ENTERED: entered, and nothing checks it. EXACT: entered as known
    exactly. COMPUTED: not entered, and the balances say it. UNKNOWABLE: not entered, and nothing says it.
    """

    ADJUSTED = "adjusted"
    ENTERED = "entered"
    EXACT = "exact"
    COMPUTED = "computed"
    UNKNOWABLE = "unknowable"


@dataclass(frozen=True, slots=True)
class ReconciledFlow:
    """A flow before and after.

    Attributes:
        entered: As entered or as its rule gives; None if neither. A remainder counts as not entered.
        value: After reconciliation; None if it cannot be known. Negative: the balances contradict the flow's direction.
        deviation: Standard deviation of `value`; None if it cannot be known.
        entered_deviation: Of `entered`.
        normalised: Adjustment over its standard deviation; None where nothing checks it.
    """

    key: str
    name: str
    unit: str
    standing: Standing
    entered: float | None
    entered_deviation: float | None
    value: Explained | None
    deviation: float | None
    normalised: float | None

    @property
    def half_width(self) -> float | None:
        """Half of the interval that holds the true value 95 times of 100."""
        return None if self.deviation is None else COVERAGE_95 * self.deviation

    @property
    def adjustment(self) -> float | None:
        """Reconciled less entered."""
        return None if self.entered is None or self.value is None else self.value.value - self.entered


@dataclass(frozen=True, slots=True)
class Suspect:
    """What agrees least with the rest.

    Attributes:
        key: Of the flow; of the step where `doubt` is STOCK.
        balance: For SHARE the substance, for STOCK what is stored; None else.
        normalised: Adjustment over its standard deviation, with the suspects before it left out.
        significant: False: chance explains it; it is merely the least believable.
        entered: As entered; expected: what all others make of it. In the flow's unit (SHARE, RULE: as an amount that
            is too much or too little, entered 0).
        like: Other flows (and steps, for their stock) that the balances cannot tell from it: the wrong one may be one
            of them. `key` is then the one that was known least well.
    """

    key: str
    name: str
    doubt: Doubt
    balance: Balance | None
    normalised: float
    significant: bool
    entered: float
    expected: float
    unit: str
    like: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Flows that cannot be known, but hang together: `needed` more values determine all of them."""

    flows: tuple[str, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All flows after reconciliation.

    Attributes:
        flows: In the order of the network.
        statistic, degrees: Sum of squared adjustments, and how many conditions check the measurements.
        chance: Probability of such a sum if nothing is wrong; below `DISTRUST` something is.
        suspects: The least believable first; those after the first only while they are significant.
        groups: What would have to be measured for what cannot be known.
        problems: "flows.unknowable" for each such flow, "flows.contradiction" for balances that exactly known values
            break, "flows.wrong_way" for flows that come out the wrong way round.
    """

    flows: tuple[ReconciledFlow, ...]
    statistic: float
    degrees: int
    chance: float
    suspects: tuple[Suspect, ...]
    groups: tuple[OpenGroup, ...]
    problems: tuple[Missing, ...]

    @property
    def believable(self) -> bool:
        """True if chance explains the disagreements (global test, 5 %) and no exact values contradict."""
        return self.chance >= DISTRUST and not any(one.why == "flows.contradiction" for one in self.problems)

    def quantities(self) -> dict[str, float]:
        """Reconciled quantities of the flows that are known."""
        return {flow.key: flow.value.value for flow in self.flows if flow.value is not None}


def reconcile(source: Network | Applied, *, leave_out: Collection[str] = ()) -> Reconciliation:
    """Reconcile a network.

    Args:
        source: With or without its rules applied.
        leave_out: Keys of flows to take as not entered (suspects).
    """
    applied = applied_of(source)
    problem = Problem(applied, frozenset(leave_out))
    solution = problem.solve()
    return _Reading(problem, solution).result()


class _Reading:
    """What a solution says, in words of flows."""

    def __init__(self, problem: Problem, solved: Solved) -> None:
        self.problem = problem
        self.solved = solved
        self.solution = solved.solution
        self.values = [float(value) for value in self.solution.values]
        self.normalised = self.solution.normalised
        self.of_flow: dict[str, list[int]] = {}
        for row, terms in enumerate(problem.conditions):
            for column in terms:
                variable = problem.variables[column]
                if variable.doubt is Doubt.VALUE:
                    self.of_flow.setdefault(variable.key, []).append(row)

    def result(self) -> Reconciliation:
        flows = tuple(self._flow(index, flow) for index, flow in enumerate(self.problem.applied.network.flows))
        problems = [
            Missing(f"flow.{flow.key}", "flows.unknowable", {"flow": flow.name})
            for flow in flows
            if flow.standing is Standing.UNKNOWABLE
        ]
        size = max((abs(flow.value.value) for flow in flows if flow.value is not None), default=0.0)
        problems += [
            Missing(f"flow.{flow.key}", "flows.wrong_way", {"flow": flow.name})
            for flow in flows
            if flow.value is not None and flow.value.value < -1e-9 * size
        ]
        problems += self._contradictions()
        statistic, degrees = self.solution.statistic, self.solution.degrees
        chance = least_squares.chance_of(statistic, degrees)
        return Reconciliation(flows, statistic, degrees, chance, self._suspects(), self._groups(), tuple(problems))

    def _contradictions(self) -> list[Missing]:
        ruled = {row: key for key, row in self.problem.ruled.items()}
        found = []
        for row in self.solution.contradictions:
            if row in ruled:
                flow = self.problem.chart.flows[ruled[row]]
                found.append(Missing(f"flow.{flow.key}", "flows.contradiction", {"name": flow.label}))
                continue
            step, balance = self.problem.of_condition[row]
            name = self.problem.chart.steps[step].name
            found.append(Missing(f"balance.{step}.{balance.key}", "flows.contradiction", {"name": name}))
        return found

    def _flow(self, index: int, flow: Flow) -> ReconciledFlow:
        problem, solution = self.problem, self.solution
        entered = problem.entered(flow)
        observable = bool(solution.observable[index])
        checked = self._measured_by(flow)
        redundant = checked is not None and bool(solution.redundant[checked])
        if not observable:
            standing = Standing.UNKNOWABLE
        elif redundant and entered is not None:
            standing = Standing.ADJUSTED
        elif entered is None:
            standing = Standing.COMPUTED
        elif checked is None or not self.solved.deviations[checked] > 0:
            standing = Standing.EXACT
        else:
            standing = Standing.ENTERED
        deviation = float(solution.deviations[index])
        return ReconciledFlow(
            key=flow.key,
            name=flow.label,
            unit=flow.unit,
            standing=standing,
            entered=entered,
            entered_deviation=None if entered is None else problem.applied.deviations[flow.key],
            value=self._value(index, flow, standing, entered) if observable else None,
            deviation=deviation if observable else None,
            normalised=float(self.normalised[checked]) if redundant and checked is not None else None,
        )

    def _measured_by(self, flow: Flow) -> int | None:
        """Column of the measurement of a flow: its value, or how far its rule is off."""
        if flow.key in self.problem.ruled:
            return self.problem.column.get(Variable(flow.key, Doubt.RULE))
        return self.problem.column[Variable(flow.key, Doubt.VALUE)]

    def _value(self, index: int, flow: Flow, standing: Standing, entered: float | None) -> Explained:
        value = self.values[index]
        if entered is not None:
            made = self.problem.applied.quantities[flow.key]
            origin = flow.origin if flow.rule is None else made.explanation
            first = Input(VALUE_ENTERED, entered, flow.unit, origin)
            if standing is not Standing.ADJUSTED and flow.key not in self.problem.ruled:
                return Explained(value, flow.unit, Explanation(AS_ENTERED, (first,)))
            adjustment = Input(ADJUSTMENT, value - entered, flow.unit)
            return Explained(value, flow.unit, Explanation(ENTERED_ADJUSTED, (first, adjustment)))
        return Explained(value, flow.unit, self._left_over(index, flow) or self._together(index, flow))

    def _left_over(self, index: int, flow: Flow) -> Explanation | None:
        """The balance of one step that gives the value, when all else in it is known."""
        for row in self.of_flow.get(flow.key, ()):
            terms = self.problem.conditions[row]
            step, balance = self.problem.of_condition[row]
            if not step or any(math.isnan(self.values[column]) for column in terms):
                continue
            parts = [self._part(column, factor, balance) for column, factor in terms.items() if column != index]
            stock = self.problem.right[row]
            if stock:
                parts.append(Input(STOCK_INCREASE, -stock, balance.unit))
            divisor = Input(CONTENT, -terms[index], f"{balance.unit}/{flow.unit}")
            return Explanation(LEFT_OVER, (divisor, *parts))
        return None

    def _part(self, column: int, factor: float, balance: Balance) -> Input:
        variable = self.problem.variables[column]
        if variable.doubt is not Doubt.VALUE:
            return Input(ADJUSTMENT, factor * self.values[column], balance.unit)
        flow = self.problem.chart.flows[variable.key]
        return part(Input(flow.label, self.values[column], flow.unit), factor, balance)

    def _together(self, index: int, flow: Flow) -> Explanation:
        names = [
            Input(self.problem.chart.flows[variable.key].label, self.values[column], "")
            for row in self.of_flow.get(flow.key, ())
            for column, variable in ((c, self.problem.variables[c]) for c in self.problem.conditions[row])
            if column != index and variable.doubt is Doubt.VALUE and not math.isnan(self.values[column])
        ]
        return Explanation(FROM_BALANCES, tuple(names))

    def _suspects(self) -> tuple[Suspect, ...]:
        elimination = least_squares.Elimination(self.solution, self.solved.measured, self.solved.deviations)
        found: list[Suspect] = []
        while True:
            worst = elimination.worst()
            if worst is None or (found and not worst.significant):
                return tuple(found)
            found.append(self._suspect(worst))
            if not worst.significant:
                return tuple(found)
            elimination.leave_out(worst.index)

    def _suspect(self, suspicion: least_squares.Suspicion) -> Suspect:
        variable = self.problem.variables[suspicion.index]
        chart = self.problem.chart
        entered = float(self.solved.measured[suspicion.index])
        if variable.doubt is Doubt.STOCK:
            balance = variable.balance or MASS
            stock = stock_increase(chart.steps[variable.key], balance)
            name, unit = chart.steps[variable.key].name, balance.unit
            entered, expected = stock, stock + suspicion.expected
        else:
            flow = chart.flows[variable.key]
            name, expected = flow.label, suspicion.expected
            unit = flow.unit if variable.balance is None else variable.balance.unit
        like = {self.problem.variables[index].key for index in suspicion.like} - {variable.key}
        return Suspect(
            key=variable.key,
            name=name,
            doubt=variable.doubt,
            balance=variable.balance,
            normalised=suspicion.normalised,
            significant=suspicion.significant,
            entered=entered,
            expected=expected,
            unit=unit,
            like=tuple(key for key in (*chart.flows, *chart.steps) if key in like),
        )

    def _groups(self) -> tuple[OpenGroup, ...]:
        """Unknowable flows that hang together, with how many values they lack."""
        flows = self.problem.applied.network.flows
        space = self.solution.open_space[: len(flows)]
        return tuple(OpenGroup(tuple(flows[index].key for index in group), needed) for group, needed in _blocks(space))


def _blocks(space: Array) -> Sequence[tuple[list[int], int]]:
    """Rows of a basis that belong together, and the rank of each block."""
    import numpy as np

    rows = [int(row) for row in np.flatnonzero(np.sqrt((space**2).sum(axis=1)) > 1e-7)]
    if not rows:
        return []
    part_of = space[rows]
    # The projection on the space does not depend on the basis; entries off the blocks are zero.
    linked = np.abs(part_of @ part_of.T) > 1e-9
    blocks: list[tuple[list[int], int]] = []
    left = set(range(len(rows)))
    while left:
        block = {min(left)}
        grown = block
        while grown:
            near = {int(other) for one in grown for other in np.flatnonzero(linked[one])}
            grown = near - block
            block = block | grown
        left -= block
        ordered = sorted(block)
        blocks.append(([rows[one] for one in ordered], int(np.linalg.matrix_rank(part_of[ordered], tol=1e-6))))
    return blocks
