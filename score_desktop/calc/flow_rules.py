"""Quantities that follow from other flows, from production or from a volume.

What a rule cannot give is told (`Applied.problems`) and stays unknown; the rest of the network is filled all the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from score_desktop.calc.figures import Explanation, Input, Missing
from score_desktop.calc.network import (
    COVERAGE_95,
    MASS,
    Balance,
    Chart,
    DensityVolume,
    Explained,
    Flow,
    Network,
    PerProduct,
    Remainder,
    ShareOf,
    content,
    standard_deviation,
    stock_increase,
)
from score_desktop.enums import FlowDimension
from score_desktop.msgid import N_

ENTERED = N_("Value entered")
SHARE_OF_FLOWS = N_("Share × sum of the flows it refers to")
SHARE_OF_MASS = N_("Share × mass of the flows it refers to / mass of a unit")
PER_UNIT_MADE = N_("Amount per unit of product × production")
VOLUME_TIMES_DENSITY = N_("Volume × density")
LEFT_OVER = N_("What comes in − what else leaves − increase of stock, per content of a unit")
SHARE = N_("Share")
AMOUNT_PER_UNIT = N_("Amount per unit of product")
PRODUCTION = N_("Production")
VOLUME = N_("Volume")
DENSITY = N_("Density")
STOCK_INCREASE = N_("Increase of stock")
CONTENT = N_("Content of a unit")
QUANTITY_TIMES_CONTENT = N_("Quantity × content of a unit")


@dataclass(frozen=True, slots=True)
class Applied:
    """A network whose rules have been applied.

    Attributes:
        network: The same flows; `quantity` of those with a rule is what the rule gives, or None.
        quantities: How each known quantity was made, by flow.
        deviations: Standard deviation of each known quantity, those of its sources included.
        problems: Keys "flow.<key>": cycles, references to nothing, what cannot be converted.
        cycles: Flows whose rules refer to each other in a circle.
    """

    network: Network
    quantities: Mapping[str, Explained]
    deviations: Mapping[str, float]
    problems: tuple[Missing, ...]
    cycles: frozenset[str]


def applied_of(source: Network | Applied) -> Applied:
    """What was applied already as it is, or a network with its rules applied."""
    return source if isinstance(source, Applied) else apply_rules(source)


def apply_rules(network: Network) -> Applied:
    """Fill in the quantities that follow from rules.

    Problems: "flows.rule_cycle", "flows.rule_no_flow", "flows.rule_unknown", "flows.rule_dimension",
    "flows.rule_no_production", "flows.rule_negative", "flows.rule_no_balance".
    """
    return _Rules(network).run()


class _Rules:
    """One pass through the rules in the order of what they refer to."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.chart = Chart(network)
        self.flows = dict(self.chart.flows)
        self.made: dict[str, Explained] = {}
        self.deviations: dict[str, float] = {}
        self.problems: dict[str, Missing] = {}

    def run(self) -> Applied:
        sources = {flow.key: self._sources(flow) for flow in self.network.flows if flow.rule is not None}
        for flow in self.network.flows:
            deviation = standard_deviation(flow)
            if flow.rule is None and flow.quantity is not None and deviation is not None:
                self.deviations[flow.key] = deviation
                origin = Input(flow.label, flow.quantity, flow.unit, flow.origin)
                self.made[flow.key] = Explained(flow.quantity, flow.unit, Explanation(ENTERED, (origin,)))
        order, circles = in_order(sources)
        for key in order:
            self._apply(self.flows[key])
        for circle in circles:
            for key in circle:
                names = " → ".join(self.flows[other].label for other in circle)
                self._tell(self.flows[key], "flows.rule_cycle", others=names)
        for key in sources:  # behind a circle: refers to something that has no quantity
            if key not in self.made and key not in self.problems:
                self._apply(self.flows[key])
        flows = tuple(self._filled(flow) for flow in self.network.flows)
        problems = tuple(self.problems[flow.key] for flow in flows if flow.key in self.problems)
        cycles = frozenset(key for circle in circles for key in circle)
        return Applied(replace(self.network, flows=flows), self.made, self.deviations, problems, cycles)

    def _filled(self, flow: Flow) -> Flow:
        if flow.rule is None:
            return flow
        made = self.made.get(flow.key)
        return replace(flow, quantity=None if made is None else made.value)

    def _sources(self, flow: Flow) -> tuple[str, ...]:
        """Keys of the flows that a rule needs, those with a rule of their own only."""
        if isinstance(flow.rule, ShareOf):
            keys: Iterable[str] = flow.rule.flows
        elif isinstance(flow.rule, Remainder):
            keys = (other.key for other in self._others(flow, flow.rule))
        else:
            keys = ()
        return tuple(key for key in keys if key in self.flows and self.flows[key].rule is not None)

    def _end(self, flow: Flow, rule: Remainder) -> str:
        ends = (rule.step,) if rule.step else (flow.source, flow.target)
        return next((end for end in ends if end in self.chart.steps and end in (flow.source, flow.target)), "")

    def _others(self, flow: Flow, rule: Remainder) -> list[Flow]:
        end = self._end(flow, rule)
        if not end:
            return []
        beside = (*self.chart.into[end], *self.chart.out_of[end])
        return [other for other in beside if other.key != flow.key and content(other, rule.balance)]

    def _tell(self, flow: Flow, why: str, **params: object) -> None:
        self.problems[flow.key] = Missing(f"flow.{flow.key}", why, {"flow": flow.label, **params})

    def _apply(self, flow: Flow) -> None:
        rule = flow.rule
        if isinstance(rule, ShareOf):
            self._share(flow, rule)
        elif isinstance(rule, PerProduct):
            if rule.production is None:
                self._tell(flow, "flows.rule_no_production", product=rule.product)
                return
            made = Input(rule.product or PRODUCTION, rule.production, rule.unit, rule.origin)
            per_unit = f"{flow.unit}/{rule.unit}" if rule.unit else flow.unit
            inputs = (Input(AMOUNT_PER_UNIT, rule.amount, per_unit), made)
            self._keep(flow, rule.amount * rule.production, Explanation(PER_UNIT_MADE, inputs), 0.0)
        elif isinstance(rule, DensityVolume):
            if flow.dimension is not FlowDimension.MASS:
                self._tell(flow, "flows.rule_dimension", other="m3")
                return
            inputs = (Input(VOLUME, rule.volume_m3, "m3"), Input(DENSITY, rule.kg_per_m3, "kg/m3"))
            self._keep(flow, rule.volume_m3 * rule.kg_per_m3, Explanation(VOLUME_TIMES_DENSITY, inputs), 0.0)
        elif isinstance(rule, Remainder):
            self._remainder(flow, rule)

    def _known(self, flow: Flow, others: Iterable[Flow]) -> bool:
        """False, and told, if one of the flows that a rule refers to has no quantity."""
        for other in others:
            if other.key not in self.made:
                self._tell(flow, "flows.rule_unknown", other=other.label)
                return False
        return True

    def _input(self, flow: Flow) -> Input:
        made = self.made[flow.key]
        origin = flow.origin if flow.rule is None else made.explanation
        return Input(flow.label, made.value, made.unit, origin)

    def _share(self, flow: Flow, rule: ShareOf) -> None:
        missing = [key for key in rule.flows if key not in self.flows]
        if missing or not rule.flows:
            self._tell(flow, "flows.rule_no_flow")
            return
        others = [self.flows[key] for key in rule.flows]
        if not self._known(flow, others):
            return
        weights = share_weights(flow, others)
        if weights is None:
            self._tell(flow, "flows.rule_dimension", other=others[0].label)
            return
        amounts = [weight * self.made[other.key].value for weight, other in zip(weights, others, strict=True)]
        spreads = [weight * self.deviations[other.key] for weight, other in zip(weights, others, strict=True)]
        if all(weight == 1.0 for weight in weights):
            inputs = (Input(SHARE, rule.share, ""), *(self._input(other) for other in others))
            explanation = Explanation(SHARE_OF_FLOWS, inputs)
        else:
            parts = (self.part(other, content(other, MASS), MASS) for other in others)
            unit = Input(CONTENT, content(flow, MASS), f"kg/{flow.unit}")
            explanation = Explanation(SHARE_OF_MASS, (Input(SHARE, rule.share, ""), unit, *parts))
        self._keep(flow, rule.share * math.fsum(amounts), explanation, rule.share * math.hypot(*spreads))

    def _remainder(self, flow: Flow, rule: Remainder) -> None:
        end = self._end(flow, rule)
        per_unit = content(flow, rule.balance)
        if not end or not per_unit:
            self._tell(flow, "flows.rule_no_balance")
            return
        others = self._others(flow, rule)
        if not self._known(flow, others):
            return
        sign = 1.0 if flow.source == end else -1.0
        step = self.chart.steps[end]
        stock = stock_increase(step, rule.balance)
        terms = [(1.0 if other.target == end else -1.0) * content(other, rule.balance) for other in others]
        amounts = [term * self.made[other.key].value for term, other in zip(terms, others, strict=True)]
        value = sign * (math.fsum(amounts) - stock) / per_unit
        size = math.fsum(abs(amount) for amount in amounts) / per_unit
        if value < -1e-12 * size:
            self._tell(flow, "flows.rule_negative", step=step.name)
            return
        spread = math.hypot(
            *(term * self.deviations[other.key] for term, other in zip(terms, others, strict=True)),
            stock * step.stock_uncertainty / COVERAGE_95,
        )
        parts = [self.part(other, term, rule.balance) for other, term in zip(others, terms, strict=True)]
        if stock:
            parts.append(Input(STOCK_INCREASE, -stock, rule.balance.unit))
        divisor = Input(CONTENT, sign * per_unit, f"{rule.balance.unit}/{flow.unit}")
        self._keep(flow, max(value, 0.0), Explanation(LEFT_OVER, (divisor, *parts)), spread / abs(per_unit), own=0.0)

    def part(self, flow: Flow, per_unit: float, balance: Balance) -> Input:
        """What a flow brings into a balance (negative: takes out), from its quantity."""
        return part(self._input(flow), per_unit, balance)

    def _keep(
        self, flow: Flow, value: float, explanation: Explanation, spread: float, own: float | None = None
    ) -> None:
        """Keep a quantity; `spread`: standard deviation from its sources, `own`: relative half-width of the rule."""
        relative = flow.uncertainty if own is None else own
        self.made[flow.key] = Explained(value, flow.unit, explanation)
        self.deviations[flow.key] = math.hypot(spread, abs(value) * relative / COVERAGE_95)


def part(quantity: Input, per_unit: float, balance: Balance) -> Input:
    """What a quantity brings into a balance (negative: takes out of it), with the content that makes it so."""
    if per_unit == 1.0 or quantity.value is None:
        return Input(quantity.name, quantity.value, balance.unit, quantity.origin)
    unit = Input(CONTENT, per_unit, f"{balance.unit}/{quantity.unit}")
    return Input(
        quantity.name, quantity.value * per_unit, balance.unit, Explanation(QUANTITY_TIMES_CONTENT, (quantity, unit))
    )


def share_weights(flow: Flow, others: Sequence[Flow]) -> list[float] | None:
    """Units of `flow` that a unit of each other flow stands for; None if they have no mass in common.

    Where all are of one dimension they count by their unit, else by mass.
    """
    if all(other.dimension is flow.dimension for other in others):
        return [1.0 for _ in others]
    kilograms = [content(other, MASS) for other in others]
    per_unit = content(flow, MASS)
    return [one / per_unit for one in kilograms] if per_unit and all(kilograms) else None


def in_order(sources: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Keys so that each comes after its sources, and the circles; what lies behind a circle is in neither."""
    waiting = {key: len(set(needs)) for key, needs in sources.items()}
    users: dict[str, list[str]] = {key: [] for key in sources}
    for key, needs in sources.items():
        for need in set(needs):
            users[need].append(key)
    ready = [key for key, count in waiting.items() if count == 0]
    order: list[str] = []
    while ready:
        key = ready.pop(0)
        order.append(key)
        for user in users[key]:
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    done = set(order)
    circles: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in sources:
        if start in done or start in seen:
            continue
        path: list[str] = []
        key = start
        while key not in seen:
            seen.add(key)
            path.append(key)
            key = next(need for need in sources[key] if need not in done)
        if key in path:
            circles.append(tuple(path[path.index(key) :]))
    return order, circles
