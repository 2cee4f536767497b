"""The Sankey of a flow chart in one unit at a time; what enters a step and does not leave it is never left out."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from score_desktop.calc.balances import Light
from score_desktop.calc.flow_rules import Applied, apply_rules
from score_desktop.calc.mfca import Exit, Mfca, mfca
from score_desktop.calc.network import ENERGY, MASS, WATER, Balance, Chart, Flow, content, stock_increase
from score_desktop.calc.nonproduct import non_product
from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.enums import FlowKind, Place, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.msgid import N_
from score_desktop.services.process import ProcessView
from score_desktop.services.process_network import resource_of
from score_desktop.services.process_origin import flow_label, origin_words
from score_desktop.services.process_rows import FlowRow
from score_desktop.services.process_substances import substance_words
from score_desktop.services.process_told import closing, unpriced_words
from score_desktop.services.process_water import is_water, left_to_water, wet_steps
from score_desktop.services.process_words import UNNAMED

UNITS = ("kg", "kWh", "m3", "kgCO2e", "money")
"""In the order of the switch."""
_BALANCES: dict[str, Balance] = {"kg": MASS, "kWh": ENERGY, "m3": WATER}
_LOST = frozenset({Place.SEWER, Place.LANDFILL, Place.AIR})
_LEAST = 1e-9

UNEXPLAINED = N_("Not explained")
USED = N_("Used here")
STOCK = N_("Stock")
LABOUR = N_("Labour and machines")
OTHER_ENERGY = N_("Energy without a flow of its own")
HANDLING = N_("Handling of waste")
DISPOSAL = N_("Disposal")
NO_TRACE = N_("Spent where nothing leaves")
NET_WATER = N_("Water, net")
EXCUSED = N_("Need not close here")


@dataclass(frozen=True, slots=True)
class _Amount:
    """What a diagram shows of each flow, and what else enters and leaves a step.

    Attributes:
        flows: Value by portable id; flows without one are not drawn.
        into, out: By step: further entries and exits (label, value, kind of the end).
        apart: Steps that stand at the edge of the diagram, with what they give to the others alone, or not in it.
        net: Steps of whose water only the difference is drawn.
    """

    flows: Mapping[str, float]
    into: Mapping[str, Sequence[tuple[str, float, str]]]
    out: Mapping[str, Sequence[tuple[str, float, str]]]
    apart: frozenset[str] = frozenset()
    net: frozenset[str] = frozenset()


def process_graph(
    view: ProcessView,
    unit: str,
    texts: Texts,
    *,
    reconciled: bool = False,
    wet: frozenset[str] | None = None,
) -> SankeyGraph:
    """The diagram of a flow chart; `note` says what of it stands in the diagram of water instead.

    Args:
        unit: "kg" (water at 1,000 kg/m3), "kWh", "m3" (water alone), "kgCO2e" or "money".
        reconciled: Quantities as the balances make them, instead of as entered.
        wet: Steps whose water is left to the diagram of water in that of mass; None: `wet_steps`.

    Raises:
        Refused: "flows.nothing" if nothing in the chart has that unit.
    """
    applied = _reconciled(view) if reconciled else view.complete
    amount = _amounts(view, applied, unit, reconciled=reconciled)
    currency = view.process.facts.currency
    if not any(value > 0 for value in amount.flows.values()):
        raise Refused("flows.nothing", unit=currency if unit == "money" else unit)
    if unit == "kg":
        amount = _without_water(amount, view.chart, wet_steps(view) if wet is None else wet, _closing(view))
    graph = _Drawing(view, amount, unit, texts).graph(currency if unit == "money" else unit)
    return dataclasses.replace(graph, lost=_lost(view, applied, reconciled=reconciled)) if graph.money else graph


def _lost(view: ProcessView, applied: Applied, *, reconciled: bool) -> float:
    """What the losses cost in a year, as the part about costs says it: with the unexplained, less what is earned."""
    losses = non_product(applied, mfca(applied, view.process.settings.allocation)) if reconciled else view.losses
    return losses.cost.total


def wet_in_both(one: ProcessView, other: ProcessView) -> tuple[frozenset[str], frozenset[str]]:
    """`wet_steps` of two charts that are compared: a step of both is drawn in the same way, whatever its water."""
    views = (one, other)
    wet = [wet_steps(view) for view in views]
    dry = {
        view.step_name(step) for view, found in zip(views, wet, strict=True) for step in view.chart.steps.keys() - found
    }
    first, second = (
        frozenset(step for step in found if view.step_name(step) not in dry)
        for view, found in zip(views, wet, strict=True)
    )
    return first, second


def _closing(view: ProcessView) -> frozenset[str]:
    """Steps whose balance of mass, with all water, closes."""
    rows = (row for row in view.balances if row.step and row.balance == MASS and row.must_close)
    return frozenset(row.step for row in rows if row.light is Light.GREEN)


def _without_water(amount: _Amount, chart: Chart, wet: frozenset[str], closing: frozenset[str]) -> _Amount:
    """Water that only runs through wet steps is left out; where they carry something else, what it adds is one band.

    Hides go into the water and pelts come out of it: both are drawn, with the water that they took up. A step of which
    nothing but water is left stands at the edge with what it gives to the others, or not at all. A gap that is small
    beside all the water, so that the balance of the step closes, is the water's: it is no unexplained part of the rest.
    """
    kept = chart.steps.keys() - wet
    hidden = left_to_water(amount.flows, chart, wet)
    wet = wet & {end for key in hidden for end in (chart.flows[key].source, chart.flows[key].target)}
    kept = chart.steps.keys() - wet
    drawn = {key: value for key, value in amount.flows.items() if key not in hidden}
    if not hidden or not any(value > 0 for value in drawn.values()):
        return amount
    others = [chart.flows[key] for key, value in drawn.items() if value > 0 and not is_water(chart.flows[key])]
    mixed = wet & {end for flow in others for end in (flow.source, flow.target)}
    shown = kept | mixed
    into, out = ({key: list(ends) for key, ends in side.items() if key in shown} for side in (amount.into, amount.out))
    for key in mixed:
        arriving = math.fsum(amount.flows[flow.key] for flow in chart.into[key] if flow.key in hidden)
        leaving = math.fsum(amount.flows[flow.key] for flow in chart.out_of[key] if flow.key in hidden)
        net = arriving - leaving
        if key in closing:
            net += _take_gap(into, key) - _take_gap(out, key)
        if abs(net) > _LEAST * max(arriving, leaving):
            side = into if net > 0 else out
            side.setdefault(key, []).append((NET_WATER, abs(net), "use"))
    return _Amount(drawn, into, out, wet - mixed, mixed)


def _take_gap(side: _Ends, key: str) -> float:
    """Take what is unexplained on one side of a step out of it; 0 for none."""
    gap = math.fsum(value for _, value, kind in side.get(key, ()) if kind == "unexplained")
    side[key] = [end for end in side.get(key, ()) if end[2] != "unexplained"]
    return gap


def units_of(view: ProcessView) -> tuple[str, ...]:
    """Units in which the chart shows something."""
    network = view.complete.network
    known = view.complete.quantities
    flows = [flow for flow in network.flows if flow.key in known and known[flow.key].value > 0]
    found = [unit for unit, balance in _BALANCES.items() if any(content(flow, balance) for flow in flows)]
    if any(flow.kg_co2e for flow in flows):
        found.append("kgCO2e")
    if view.costs.total.total:
        found.append("money")
    return tuple(unit for unit in UNITS if unit in found)


def _reconciled(view: ProcessView) -> Applied:
    quantities = {key: max(value, 0.0) for key, value in view.reconciliation.quantities().items()}
    flows = (
        dataclasses.replace(flow, quantity=quantities.get(flow.key), rule=None) for flow in view.applied.network.flows
    )
    return apply_rules(dataclasses.replace(view.applied.network, flows=tuple(flows)))


# -- amounts -----------------------------------------------------------------------------------------------------------


def _amounts(view: ProcessView, applied: Applied, unit: str, *, reconciled: bool) -> _Amount:
    if unit in _BALANCES:
        return _of_balance(applied, _BALANCES[unit])
    if unit == "money":
        account = mfca(applied, view.process.settings.allocation) if reconciled else view.costs
        return _of_account(account, applied, currency=True)
    emissions = _emissions(applied)
    return _of_account(mfca(emissions), emissions, currency=False)


def _of_balance(applied: Applied, balance: Balance) -> _Amount:
    chart = Chart(applied.network)
    flows = {
        flow.key: applied.quantities[flow.key].value * content(flow, balance)
        for flow in applied.network.flows
        if flow.key in applied.quantities and content(flow, balance)
    }
    into: _Ends = {}
    out: _Ends = {}
    for key, step in chart.steps.items():
        arriving = math.fsum(flows.get(flow.key, 0.0) for flow in chart.into[key])
        leaving = math.fsum(flows.get(flow.key, 0.0) for flow in chart.out_of[key])
        stock = stock_increase(step, balance)
        if stock:
            target = out if stock > 0 else into
            target.setdefault(key, []).append((STOCK, abs(stock), "stock"))
        gap = arriving - leaving - stock
        if abs(gap) <= _LEAST * max(arriving, leaving):
            continue
        # What ends in a step, like energy, is used there; mass never is.
        ends = balance != MASS and not leaving and gap > 0
        name, kind = (USED, "use") if ends else (UNEXPLAINED, "unexplained")
        if step.excuses(balance) and not ends:
            name, kind = EXCUSED, "use"
        side = out if gap > 0 else into
        side.setdefault(key, []).append((name, abs(gap), kind))
    return _Amount(flows, into, out)


def _emissions(applied: Applied) -> Applied:
    """Emissions travel like cost: what came in with them goes where the mass goes."""
    flows = tuple(
        dataclasses.replace(flow, price=flow.kg_co2e, disposal_cost=None, income=None, processing_cost=None)
        for flow in applied.network.flows
    )
    steps = tuple(
        dataclasses.replace(step, energy_cost=0.0, system_cost=0.0, waste_cost=0.0, stock_price=None)
        for step in applied.network.steps
    )
    network = dataclasses.replace(applied.network, flows=flows, steps=steps)
    return dataclasses.replace(applied, network=network)


_Ends = dict[str, list[tuple[str, float, str]]]
_EXITS = {
    Exit.STOCK: (STOCK, "stock"),
    Exit.UNEXPLAINED: (UNEXPLAINED, "unexplained"),
    Exit.UNASSIGNED: (NO_TRACE, "unexplained"),
    Exit.LOSS: (HANDLING, "loss"),
    Exit.PRODUCT: (STOCK, "product"),
}


def _of_account(account: Mfca, applied: Applied, *, currency: bool) -> _Amount:
    """Cost (or emissions) that each flow carries, what arises at the steps, and what leaves without a flow."""
    chart = Chart(applied.network)
    flows: dict[str, float] = {}
    for key, costs in account.carried.items():
        # Waste management is borne where it is spent: it does not travel on inside.
        inside = chart.flows[key].target in chart.steps
        flows[key] = costs.total - (costs.waste if inside else 0.0)
    into: _Ends = {}
    out: _Ends = {}
    for centre in account.centres:
        step = chart.steps[centre.step]
        bought = 0.0
        for flow in chart.into[centre.step]:
            if flow.source not in chart.steps and flow.price is not None and flow.key in applied.quantities:
                flows[flow.key] = max(applied.quantities[flow.key].value, 0.0) * flow.price
                bought += flows[flow.key]
        energy, labour = (step.energy_cost, step.system_cost) if currency else (0.0, 0.0)
        stock = centre.new.material + centre.new.energy - bought - energy
        new = ((STOCK, stock), (OTHER_ENERGY, energy), (LABOUR, labour), (DISPOSAL, centre.new.waste))
        into[centre.step] = [(name, value, "cost") for name, value in new if value > _LEAST * centre.new.total]
    for row in account.exits:
        flow_there = chart.flows.get(row.flow)
        if flow_there is None or flow_there.target in chart.steps:
            out.setdefault(row.step, []).append((_EXITS[row.exit][0], row.costs.total, _EXITS[row.exit][1]))
    return _Amount(flows, into, out)


class _Drawing:
    """Nodes and flows of one diagram."""

    def __init__(self, view: ProcessView, amount: _Amount, unit: str, texts: Texts) -> None:
        self.view = view
        self.amount = amount
        self.unit = unit
        self.texts = texts
        self.rows = {row.uid: row for row in view.process.flows}
        self.names = {row.uid: flow_label(row, texts) for row in view.process.flows}
        self.steps = {row.uid: row for row in view.process.steps}
        self.nodes: dict[str, SankeyNode] = {}
        self.flows: list[SankeyFlow] = []
        self.costs = view.loss_costs
        self.ends = amount.apart

    def graph(self, unit: str) -> SankeyGraph:
        """All of it, in the person's order of steps."""
        chart = self.view.chart
        drawn = [flow for flow in chart.network.flows if self.amount.flows.get(flow.key, 0.0) > 0]
        inward = {flow.source for flow in drawn if flow.target in chart.steps}
        for flow in drawn:
            source = self._end(flow.source, flow, leaving=False)
            both = flow.source in chart.steps and flow.target in inward
            target = self._end(flow.target, flow, leaving=both)
            self.flows.append(self._flow(flow, source, target))
        for key in self.steps:
            for side, entering in ((self.amount.into, True), (self.amount.out, False)):
                for name, value, kind in side.get(key, ()):
                    self._spill(key, name, value, kind, entering=entering)
        order = {key: place for place, key in enumerate(self.steps)}
        ends = len(order)
        nodes = sorted(self.nodes.values(), key=lambda node: order.get(node.key.split(_PART)[0], ends))
        return SankeyGraph(unit, tuple(nodes), tuple(self.flows), self.unit == "money", note=self._note())

    def _note(self) -> str:
        """What stands in the diagram of water instead of here; what has no price and is missing in that of money."""
        if self.unit == "money":
            return unpriced_words(self.view, self.texts)
        given = self.amount.apart & self.nodes.keys()
        told = []
        for keys, words in (
            (self.amount.apart - given, N_("In the diagram of water alone: {steps}.")),
            (given, N_("Only the water that it gives to other steps: {steps}.")),
            (self.amount.net, N_("Of water only what it adds or takes away: {steps}.")),
        ):
            names = [step.name for key, step in self.steps.items() if key in keys]
            if names:
                told.append(self.texts.t(words, steps="; ".join(names)))
        return " ".join([*told, *self._with_all_water()])

    def _with_all_water(self) -> list[str]:
        """How the steps close of whose water only the difference is drawn: a small gap beside all of it looks large."""
        return [
            self.texts.t("With all water, {step}: {closing}.", step=row.name, closing=closing(row, self.texts))
            for row in self.view.balances
            if row.step in self.amount.net and row.balance == MASS and row.must_close
        ]

    def _end(self, key: str, flow: Flow, *, leaving: bool) -> str:
        """The node of a step or place; a place that gives and takes is drawn at both ends."""
        step = self.steps.get(key)
        if step is None:
            outside = f"outside{_PART}{'in' if flow.target in self.view.chart.steps else 'out'}"
            self.nodes.setdefault(outside, SankeyNode(outside, self.texts.t(UNNAMED), "use"))
            return outside
        kind = "use" if key in self.ends else _node_kind(step.outside)
        node = f"{key}{_PART}out" if leaving and step.outside is not None else key
        by_hand = step if node == key else None  # what stands at both ends is moved where it gives
        column = by_hand.diagram_x if by_hand is not None else None
        self.nodes.setdefault(
            node,
            SankeyNode(
                node,
                step.name,
                kind,
                column=None if column is None else round(column),
                height=by_hand.diagram_y if by_hand is not None else None,
                is_place=step.outside is not None,
            ),
        )
        return node

    def _flow(self, flow: Flow, source: str, target: str) -> SankeyFlow:
        row = self.rows[flow.key]
        lost = self.view.chart.is_loss(flow)
        cost = self.costs.get(flow.key)
        currency = self.view.process.facts.currency
        note = self.texts.money(cost, currency, 0) if cost and lost and self.unit != "money" else ""
        kind = "loss" if lost else "reuse" if flow.kind is FlowKind.REUSE else "flow"
        name = self.names[flow.key]
        value = self.amount.flows[flow.key]
        origin = origin_words(row, self.view.process, self.names, self.texts)
        of = substance_words(row.substance, self.texts.language)
        return SankeyFlow(
            source,
            target,
            value,
            name,
            _colour(row),
            kind,
            note,
            flow.key,
            origin,
            str(flow.kind),
            of if of != name else "",
        )

    def _spill(self, step: str, name: str, value: float, kind: str, *, entering: bool) -> None:
        if value <= 0:
            return
        key = f"{step}{_PART}{'in' if entering else 'out'}{_PART}{name}"
        label = self.texts.t(name)
        self.nodes[key] = SankeyNode(key, label, kind)
        ends = (key, step) if entering else (step, key)
        flow_kind = kind if kind in ("loss", "unexplained") else "flow"
        self.flows.append(SankeyFlow(*ends, value, label, None, flow_kind))


_PART = "\N{INFORMATION SEPARATOR ONE}"


def _node_kind(outside: Place | None) -> str:
    if outside is None:
        return "step"
    if outside in _LOST:
        return "loss"
    return "product" if outside in (Place.CUSTOMER, Place.BUYER) else "use"


def _colour(row: FlowRow) -> Resource | None:
    """What a flow's colour follows: the resource, else waste and materials."""
    known = resource_of(row)
    if known is not None:
        return known
    return Resource.WASTE if row.kind in (FlowKind.WASTE, FlowKind.EMISSION) else Resource.MATERIAL
