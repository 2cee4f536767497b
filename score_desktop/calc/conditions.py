"""The conditions that a network must fulfil, as a matrix, and what was measured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from score_desktop.calc import least_squares
from score_desktop.calc.flow_rules import Applied, share_weights
from score_desktop.calc.network import (
    COVERAGE_95,
    MASS,
    Balance,
    Chart,
    Flow,
    Remainder,
    ShareOf,
    content,
    stock_increase,
)
from score_desktop.enums import BalanceKind

if TYPE_CHECKING:
    from score_desktop.calc.least_squares import Array


class Doubt(StrEnum):
    """What of a flow (or step) does not fit: its value, its rule, its share of a substance, the change of stock."""

    VALUE = "value"
    RULE = "rule"
    SHARE = "share"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Variable:
    """A column: a flow, or how far a rule, share or stock is off (`doubt`)."""

    key: str
    doubt: Doubt
    balance: Balance | None = None


class Problem:
    """The conditions and measurements of a network."""

    def __init__(self, applied: Applied, leave_out: frozenset[str]) -> None:
        self.applied = applied
        self.chart = Chart(applied.network)
        self.leave_out = leave_out
        self.variables = [Variable(flow.key, Doubt.VALUE) for flow in applied.network.flows]
        self.column = {variable: index for index, variable in enumerate(self.variables)}
        self.conditions: list[dict[int, float]] = []
        self.right: list[float] = []
        self.of_condition: list[tuple[str, Balance]] = []
        self.ruled: dict[str, int] = {}
        self._balances()
        self._rules()

    def _variable(self, key: str, doubt: Doubt, balance: Balance | None = None) -> int:
        variable = Variable(key, doubt, balance)
        if variable not in self.column:
            self.column[variable] = len(self.variables)
            self.variables.append(variable)
        return self.column[variable]

    def _balances(self) -> None:
        for balance in self.applied.network.balances():
            for step in self.chart.steps.values():
                if not self.chart.applies(step, balance):
                    continue
                terms: dict[int, float] = {}
                for sign, flows in ((1.0, self.chart.into[step.key]), (-1.0, self.chart.out_of[step.key])):
                    for flow in flows:
                        held = content(flow, balance)
                        if held:
                            terms[self.column[Variable(flow.key, Doubt.VALUE)]] = sign * held
                            if _share_may_be_off(flow, balance):
                                terms[self._variable(flow.key, Doubt.SHARE, balance)] = sign
                stock = stock_increase(step, balance)
                if stock and step.stock_uncertainty:
                    terms[self._variable(step.key, Doubt.STOCK, balance)] = -1.0
                self.conditions.append(terms)
                self.right.append(stock)
                self.of_condition.append((step.key, balance))

    def _rules(self) -> None:
        """Shares of other flows are conditions: what a rule says of a flow is no second measurement of the others."""
        for flow in self.applied.network.flows:
            rule = flow.rule
            if not isinstance(rule, ShareOf) or flow.key in self.applied.cycles or flow.key in self.leave_out:
                continue
            others = [self.chart.flows[key] for key in rule.flows if key in self.chart.flows]
            weights = share_weights(flow, others)
            if not others or len(others) < len(rule.flows) or weights is None:
                continue
            terms = {self.column[Variable(flow.key, Doubt.VALUE)]: 1.0}
            for weight, other in zip(weights, others, strict=True):
                index = self.column[Variable(other.key, Doubt.VALUE)]
                terms[index] = terms.get(index, 0.0) - rule.share * weight
            if flow.uncertainty:
                terms[self._variable(flow.key, Doubt.RULE)] = -1.0
            self.ruled[flow.key] = len(self.conditions)
            self.conditions.append(terms)
            self.right.append(0.0)
            self.of_condition.append(("", MASS))

    def entered(self, flow: Flow) -> float | None:
        """The value that counts as measured, or as the rule's; remainders are not entered."""
        if flow.key in self.leave_out or isinstance(flow.rule, Remainder):
            return None
        made = self.applied.quantities.get(flow.key)
        return None if made is None else made.value

    def solve(self) -> Solved:
        """Solve, twice where a weight depends on a flow that is not known at first."""
        import numpy as np

        matrix = np.zeros((len(self.conditions), len(self.variables)))
        for row, terms in enumerate(self.conditions):
            for column, factor in terms.items():
                matrix[row, column] = factor
        right = np.array(self.right, dtype=np.float64)
        estimates = {flow.key: self.entered(flow) for flow in self.applied.network.flows}
        guessed = self._measure(estimates)
        structure = least_squares.structure_of(matrix, guessed.values, guessed.deviations)
        solution = least_squares.solve(matrix, right, guessed.values, guessed.deviations, structure)
        if guessed.lacking:
            flows = self.applied.network.flows
            for flow, value in zip(flows, solution.values[: len(flows)], strict=True):
                if estimates[flow.key] is None and not math.isnan(value):
                    estimates[flow.key] = float(value)
            guessed = self._measure(estimates)
            structure = least_squares.structure_of(matrix, guessed.values, guessed.deviations, structure)
            solution = least_squares.solve(matrix, right, guessed.values, guessed.deviations, structure)
        return Solved(solution, guessed.values, guessed.deviations)

    def _measure(self, estimates: Mapping[str, float | None]) -> Measured:
        """Measured values and standard deviations of all variables."""
        import numpy as np

        values = np.zeros(len(self.variables))
        deviations = np.zeros(len(self.variables))
        known = [abs(value) for value in estimates.values() if value]
        usual = math.exp(math.fsum(math.log(value) for value in known) / len(known)) if known else 1.0
        lacking = False
        for index, variable in enumerate(self.variables):
            if variable.doubt is Doubt.STOCK:
                step = self.chart.steps[variable.key]
                stock = stock_increase(step, variable.balance or MASS)
                deviations[index] = abs(stock) * step.stock_uncertainty / COVERAGE_95
                continue
            flow = self.chart.flows[variable.key]
            estimate = estimates[flow.key]
            if variable.doubt is Doubt.VALUE:
                entered = None if flow.key in self.ruled else self.entered(flow)
                values[index] = math.nan if entered is None else entered
                deviations[index] = 0.0 if entered is None else self.applied.deviations[flow.key]
                continue
            if estimate is None:
                lacking, estimate = True, usual
            if variable.doubt is Doubt.RULE:
                deviations[index] = abs(estimate) * flow.uncertainty / COVERAGE_95
            else:
                held = content(flow, variable.balance or MASS)
                deviations[index] = abs(estimate * held) * flow.share_uncertainty / COVERAGE_95
        return Measured(values, deviations, lacking)


@dataclass(frozen=True, slots=True)
class Measured:
    """`lacking`: a weight was guessed, because the flow it depends on is not known yet."""

    values: Array
    deviations: Array
    lacking: bool


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution with the measurements it was made from."""

    solution: least_squares.Solution
    measured: Array
    deviations: Array


def _share_may_be_off(flow: Flow, balance: Balance) -> bool:
    if balance.kind is not BalanceKind.SUBSTANCE or balance in flow.contents or not flow.share_uncertainty:
        return False
    return 0.0 < flow.shares.get(balance.substance, 0.0) < 1.0
