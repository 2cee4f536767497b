"""Balances of each step and of the whole: what comes in, what leaves, what nobody can explain, and what it costs.

Source: method.md 2.4 (closure error, traffic light; expert estimate for the limits), oracle O05.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from score_desktop.calc.figures import Explanation, Input
from score_desktop.calc.flow_rules import STOCK_INCREASE, Applied, applied_of, part
from score_desktop.calc.flow_values import UnitValue, emissions_of, price_of, unit_values
from score_desktop.calc.network import (
    COVERAGE_95,
    MASS,
    Balance,
    Chart,
    Explained,
    Flow,
    Network,
    Remainder,
    Step,
    content,
    stock_increase,
)
from score_desktop.enums import BalanceKind
from score_desktop.msgid import N_

GAP = N_("What comes in − what leaves − increase of stock")
SUM_OF_GAPS = N_("Sum of what each step leaves unexplained")
ERROR = N_("Unexplained / what comes in")
GAP_TIMES_PRICE = N_("Unexplained × mean worth of a unit at this step")
UNEXPLAINED = N_("Unexplained")
COMES_IN = N_("What comes in")
PRICE_AT_STEP = N_("Mean worth of a unit at this step")
EMISSIONS_AT_STEP = N_("Mean emissions of a unit at this step")
USED_UP = N_("Used up in the steps")


class Light(StrEnum):
    """Traffic light of a balance; grey: it cannot be judged."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


LIMITS: dict[BalanceKind, tuple[float, float]] = {
    BalanceKind.MASS: (0.05, 0.15),
    BalanceKind.WATER: (0.05, 0.15),
    BalanceKind.SUBSTANCE: (0.05, 0.15),
    BalanceKind.ENERGY: (0.10, 0.15),
}
"""Closure error up to which a balance is green, and amber. Energy: 90 to 110 % of the bills are accepted."""


@dataclass(frozen=True, slots=True)
class Closure:
    """The arithmetic of one balance.

    Attributes:
        gap: inputs − outputs − stock; negative: more leaves than comes in.
        error: gap / inputs; None where nothing comes in.
        coverage: What is explained / inputs; None where nothing comes in.
    """

    inputs: float
    outputs: float
    stock: float
    gap: float
    error: float | None
    coverage: float | None
    light: Light


def closure(
    inputs: Sequence[float], outputs: Sequence[float], stock: float = 0.0, kind: BalanceKind = BalanceKind.MASS
) -> Closure:
    """Balance of what came in and what left.

    Source: method.md 2.4, e = (in − out − increase of stock) / in.
    """
    into, out = math.fsum(inputs), math.fsum(outputs)
    gap = math.fsum((*inputs, *(-one for one in outputs), -stock))
    size = math.fsum(abs(one) for one in (*inputs, *outputs, stock))
    if abs(gap) <= 1e-12 * size:
        gap = 0.0
    if into > 0:
        return Closure(into, out, stock, gap, gap / into, (into - gap) / into, light(gap / into, kind))
    return Closure(into, out, stock, gap, None, None, Light.RED if gap else Light.GREY)


def light(error: float, kind: BalanceKind = BalanceKind.MASS) -> Light:
    """Traffic light of a closure error; a limit itself still counts as the better colour."""
    green, amber = LIMITS[kind]
    size = abs(error) * (1 - 1e-12)
    return Light.GREEN if size <= green else Light.AMBER if size <= amber else Light.RED


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One balance at one step, or of the whole.

    Attributes:
        step: Key of the step; "" for the whole process.
        must_close: False where more is known not to be entered (the heat of an oven): a gap there is no mistake.
        inputs, outputs, stock: In `balance.unit`, of the flows whose quantity is known.
        used: Only for the whole, and not for mass: what ends in steps that nothing of it leaves (energy used up,
            water that became dough); counts as explained.
        gap: What is not explained; negative: more leaves than comes in.
        error: gap / inputs; None where nothing comes in or a quantity is not known.
        light: Grey while a quantity is not known.
        unknown: Keys of flows without a quantity, which the gap includes.
        remainders: Keys of flows that close this balance by rule: that it closes says nothing.
        gap_deviation: Standard deviation of the gap by what is said about the flows.
        money, kg_co2e: Worth of the gap; None where nothing at the step has a price (a factor).
        money_known, co2_known: Part of what came in that has a price (a factor), 0 to 1; below 1, `money` is a least.
    """

    step: str
    name: str
    balance: Balance
    must_close: bool
    inputs: float
    outputs: float
    stock: float
    used: float
    gap: Explained
    error: Explained | None
    light: Light
    unknown: tuple[str, ...]
    remainders: tuple[str, ...]
    gap_deviation: float
    money: Explained | None
    kg_co2e: Explained | None
    money_known: float
    co2_known: float

    @property
    def coverage(self) -> float | None:
        """What is explained / inputs: method.md asks for 90 to 110 % in energy."""
        return None if self.error is None else 1.0 - self.error.value

    @property
    def significant(self) -> bool:
        """True if what is said about the flows (95 %) cannot explain the gap: something is wrong or missing."""
        return abs(self.gap.value) > COVERAGE_95 * self.gap_deviation


def balance_sheet(source: Network | Applied, balances: Sequence[Balance] | None = None) -> tuple[BalanceRow, ...]:
    """Each balance of the whole (first) and of each step where it says something, in the order of the process."""
    applied = applied_of(source)
    chart = Chart(applied.network)
    rows: list[BalanceRow] = []
    for balance in balances if balances is not None else applied.network.balances():
        sheet = _Sheet(applied, chart, balance)
        of_steps = [sheet.row(step) for step in chart.steps.values() if chart.shown(step, balance)]
        rows.append(sheet.whole(of_steps))
        rows += of_steps
    return tuple(rows)


class _Sheet:
    """One balance of a network."""

    def __init__(self, applied: Applied, chart: Chart, balance: Balance) -> None:
        self.applied = applied
        self.chart = chart
        self.balance = balance
        self.currency = applied.network.currency
        quantities = {key: made.value for key, made in applied.quantities.items()}
        self.prices = unit_values(chart, quantities, balance, price_of)
        self.factors = unit_values(chart, quantities, balance, emissions_of, of_stock=lambda step: None)

    def row(self, step: Step) -> BalanceRow:
        """The balance at a step."""
        into, out = self._held(self.chart.into[step.key]), self._held(self.chart.out_of[step.key])
        stock = stock_increase(step, self.balance)
        closed = closure(self._known(into), self._known(out), stock, self.balance.kind)
        explanation = Explanation(GAP, (*self._parts(into, 1.0), *self._parts(out, -1.0), *self._stock(step)))
        gap = Explained(closed.gap, self.balance.unit, explanation)
        unknown = tuple(flow.key for flow in (*into, *out) if flow.key not in self.applied.quantities)
        spreads = (
            content(flow, self.balance) * self.applied.deviations.get(flow.key, 0.0)
            for flow in (*into, *out)
            if not isinstance(flow.rule, Remainder)
        )
        return BalanceRow(
            step=step.key,
            name=step.name,
            balance=self.balance,
            must_close=self.chart.applies(step, self.balance),
            inputs=closed.inputs,
            outputs=closed.outputs,
            stock=stock,
            used=0.0,
            gap=gap,
            error=None if unknown or closed.error is None else _error(gap, closed.inputs),
            light=Light.GREY if unknown else closed.light,
            unknown=unknown,
            remainders=self._remainders(step, (*into, *out)),
            gap_deviation=math.hypot(*spreads, stock * step.stock_uncertainty / COVERAGE_95),
            money=self._worth(gap, self.prices.get(step.key), PRICE_AT_STEP, self.currency),
            kg_co2e=self._worth(gap, self.factors.get(step.key), EMISSIONS_AT_STEP, "kg"),
            money_known=_known(self.prices.get(step.key)),
            co2_known=_known(self.factors.get(step.key)),
        )

    def whole(self, rows: Sequence[BalanceRow]) -> BalanceRow:
        """The balance of all steps together, from outside to outside."""
        steps = self.chart.steps
        flows = self._held(self.applied.network.flows)
        into = [flow for flow in flows if flow.target in steps and flow.source not in steps]
        out = [flow for flow in flows if flow.source in steps and flow.target not in steps]
        stock = math.fsum(stock_increase(step, self.balance) for step in steps.values())
        shown = {row.step for row in rows}
        within = [flow for flow in flows if flow.source in steps or flow.target in steps]
        unknown = tuple(flow.key for flow in within if flow.key not in self.applied.quantities)
        used = self._used([key for key in steps if key not in shown])
        closed = closure(self._known(into), (*self._known(out), *used), stock, self.balance.kind)
        parts = [*self._parts(into, 1.0), *self._parts(out, -1.0)]
        if used:
            parts.append(Input(USED_UP, -math.fsum(used), self.balance.unit))
        for step in steps.values():
            parts += self._stock(step, step.name)
        gap = Explained(closed.gap, self.balance.unit, Explanation(GAP, tuple(parts)))
        spreads = (content(f, self.balance) * self.applied.deviations.get(f.key, 0.0) for f in (*into, *out))
        stocks = (stock_increase(step, self.balance) * step.stock_uncertainty / COVERAGE_95 for step in steps.values())
        return BalanceRow(
            step="",
            name="",
            balance=self.balance,
            must_close=all(row.must_close for row in rows),
            inputs=closed.inputs,
            outputs=closed.outputs,
            stock=stock,
            used=math.fsum(used),
            gap=gap,
            error=None if unknown or closed.error is None else _error(gap, closed.inputs),
            light=Light.GREY if unknown else closed.light,
            unknown=unknown,
            remainders=tuple(key for row in rows for key in row.remainders),
            gap_deviation=math.hypot(*spreads, *stocks),
            money=_added(rows, [row.money for row in rows], self.currency),
            kg_co2e=_added(rows, [row.kg_co2e for row in rows], "kg"),
            money_known=_least(rows, [row.money_known for row in rows]),
            co2_known=_least(rows, [row.co2_known for row in rows]),
        )

    def _used(self, steps: Sequence[str]) -> list[float]:
        """What ends in steps of which nothing leaves again; mass never ends."""
        if self.balance == MASS:
            return []
        amounts = []
        for key in steps:
            into, out = self._held(self.chart.into[key]), self._held(self.chart.out_of[key])
            stock = stock_increase(self.chart.steps[key], self.balance)
            amounts += [self._amount(flow) for flow in into] + [-self._amount(flow) for flow in out] + [-stock]
        return [amount for amount in amounts if amount]

    def _held(self, flows: Sequence[Flow]) -> list[Flow]:
        return [flow for flow in flows if content(flow, self.balance)]

    def _known(self, flows: Sequence[Flow]) -> list[float]:
        return [self._amount(flow) for flow in flows if flow.key in self.applied.quantities]

    def _amount(self, flow: Flow) -> float:
        made = self.applied.quantities.get(flow.key)
        return 0.0 if made is None else made.value * content(flow, self.balance)

    def _parts(self, flows: Sequence[Flow], sign: float) -> list[Input]:
        parts = []
        for flow in flows:
            made = self.applied.quantities.get(flow.key)
            origin = None if made is None else flow.origin if flow.rule is None else made.explanation
            quantity = Input(flow.label, None if made is None else made.value, flow.unit, origin)
            parts.append(part(quantity, sign * content(flow, self.balance), self.balance))
        return parts

    def _stock(self, step: Step, name: str = STOCK_INCREASE) -> list[Input]:
        stock = stock_increase(step, self.balance)
        return [Input(name, -stock, self.balance.unit)] if stock else []

    def _remainders(self, step: Step, flows: Sequence[Flow]) -> tuple[str, ...]:
        found = []
        for flow in flows:
            rule = flow.rule
            if isinstance(rule, Remainder) and rule.balance == self.balance:
                end = rule.step or (flow.source if flow.source in self.chart.steps else flow.target)
                if end == step.key:
                    found.append(flow.key)
        return tuple(found)

    def _worth(self, gap: Explained, of_unit: UnitValue | None, name: str, unit: str) -> Explained | None:
        if of_unit is None:
            return None
        worth = Input(name, of_unit.value, f"{unit}/{gap.unit}")
        return Explained(
            gap.value * of_unit.value,
            unit,
            Explanation(GAP_TIMES_PRICE, (Input(UNEXPLAINED, gap.value, gap.unit, gap.explanation), worth)),
        )


def _error(gap: Explained, inputs: float) -> Explained:
    into = Input(COMES_IN, inputs, gap.unit)
    unexplained = Input(UNEXPLAINED, gap.value, gap.unit, gap.explanation)
    return Explained(gap.value / inputs, "", Explanation(ERROR, (unexplained, into)))


def _known(of_unit: UnitValue | None) -> float:
    return 0.0 if of_unit is None else of_unit.known_share


def _added(rows: Sequence[BalanceRow], amounts: Sequence[Explained | None], unit: str) -> Explained | None:
    """Sum over the steps; None where no step has an amount."""
    known = [(row.name, one) for row, one in zip(rows, amounts, strict=True) if one is not None]
    if not known:
        return None
    inputs = tuple(Input(name, one.value, unit, one.explanation) for name, one in known)
    return Explained(math.fsum(one.value for _, one in known), unit, Explanation(SUM_OF_GAPS, inputs))


def _least(rows: Sequence[BalanceRow], shares: Sequence[float]) -> float:
    """Share known over the gaps, each by its size."""
    sizes = [abs(row.gap.value) for row in rows]
    total = math.fsum(sizes)
    return math.fsum(size * share for size, share in zip(sizes, shares, strict=True)) / total if total else 0.0


# -- what to measure next ----------------------------------------------------------------------------------------------


class MeasureReason(StrEnum):
    """Why something is worth measuring."""

    UNKNOWN = "unknown"
    UNCERTAIN = "uncertain"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class MeasureNext:
    """One thing to measure, the most useful first.

    Attributes:
        flow: Key of the flow; "" when no flow that was entered explains the gap: look for one that is not drawn.
        step: Where the gap is; `balance` which.
        share: Part of the uncertainty of that balance that this flow brings (0 to 1); 1 for unknown flows.
    """

    flow: str
    step: str
    balance: Balance
    reason: MeasureReason
    share: float
    gap: float


_LEAST_SHARE = 0.05


def measure_next(source: Network | Applied, rows: Sequence[BalanceRow], limit: int = 5) -> tuple[MeasureNext, ...]:
    """What to measure next, by the gaps that cost most.

    In each balance that does not close: flows without a quantity, then a flow that nobody drew if the gap is larger
    than what is said about the flows can explain, then the flows that bring most of the uncertainty. Each flow is
    named once.

    Args:
        source: The network that the rows were made of.
        rows: Of `balance_sheet`.
        limit: How many to name.
    """
    applied = applied_of(source)
    chart = Chart(applied.network)
    found: list[MeasureNext] = []
    named: set[str] = set()
    open_rows = [row for row in rows if row.step and _is_open(row) and not chart.steps[row.step].excuses(row.balance)]
    for row in sorted(open_rows, key=_importance, reverse=True):
        for one in _of_row(row, chart, applied.deviations):
            if one.flow not in named or not one.flow:
                found.append(one)
                named.add(one.flow)
    return tuple(found[:limit])


def _is_open(row: BalanceRow) -> bool:
    return bool(row.unknown) or (row.must_close and row.light in (Light.AMBER, Light.RED))


def _importance(row: BalanceRow) -> tuple[float, float]:
    """Money first; gaps without a price by their share of what comes in."""
    size = abs(row.gap.value) / row.inputs if row.inputs > 0 else math.inf
    return (abs(row.money.value) if row.money is not None else 0.0, size)


def _of_row(row: BalanceRow, chart: Chart, deviations: Mapping[str, float]) -> list[MeasureNext]:
    gap = row.gap.value
    found = [MeasureNext(key, row.step, row.balance, MeasureReason.UNKNOWN, 1.0, gap) for key in row.unknown]
    if not row.unknown and row.significant:
        found.append(MeasureNext("", row.step, row.balance, MeasureReason.MISSING, 0.0, gap))
    variances = {
        flow.key: (content(flow, row.balance) * deviations.get(flow.key, 0.0)) ** 2
        for flow in (*chart.into[row.step], *chart.out_of[row.step])
        if not isinstance(flow.rule, Remainder)
    }
    total = math.fsum(variances.values())
    for key in sorted(variances, key=lambda key: -variances[key]):
        if total and variances[key] / total >= _LEAST_SHARE:
            share = variances[key] / total
            found.append(MeasureNext(key, row.step, row.balance, MeasureReason.UNCERTAIN, share, gap))
    return found
