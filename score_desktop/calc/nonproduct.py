"""Cost of non-product output: what each loss costs, most of it long before anybody pays for its disposal.

Source: method.md 2.5: purchase value of what is lost + energy and labour spent on it + handling and disposal − income.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from score_desktop.calc.figures import Explanation, Input
from score_desktop.calc.flow_rules import Applied, applied_of
from score_desktop.calc.flow_values import unit_values
from score_desktop.calc.mfca import Costs, Exit, ExitRow, Mfca, mfca
from score_desktop.calc.network import ENERGY, MASS, Chart, Explained, Flow, Network, content
from score_desktop.calc.pareto import pareto
from score_desktop.msgid import N_

COST_OF_OUTPUT = N_("Purchase value + processing + disposal − income")
SUM_OF_OUTPUTS = N_("Sum of what the losses cost")
PURCHASE = N_("Purchase value of what is lost")
PROCESSING = N_("Energy and labour spent on it")
DISPOSAL = N_("Handling and disposal")
INCOME = N_("Income from its sale")
QUANTITY_TIMES_PRICE = N_("Quantity × price of a unit")
QUANTITY = N_("Quantity")
PRICE = N_("Price of a unit")


class Basis(StrEnum):
    """Where the purchase value of a loss comes from.

    STATED: a person gave it. SAME: what is bought of the same substance. TRACED: material cost that came this far
    (`mfca`), for mixtures; for energy its mean price at the step. UNKNOWN: nothing has a price; it counts as zero.
    """

    STATED = "stated"
    SAME = "same"
    TRACED = "traced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OutputCost:
    """The plain arithmetic of one loss, or of several: money per year.

    Attributes:
        total: What it costs in the end; negative: its income is more than all it cost.
        disposal_share: disposal / total, if the total is larger than nothing and than disposal alone; else None.
        times_disposal: total / disposal; None without disposal cost.
    """

    purchase: float
    processing: float
    disposal: float
    income: float

    @property
    def total(self) -> float:
        """Purchase value + processing + disposal − income."""
        return math.fsum((self.purchase, self.processing, self.disposal, -self.income))

    @property
    def disposal_share(self) -> float | None:
        """Part of the total that firms usually count."""
        total = self.total
        return self.disposal / total if total > 0 and self.disposal <= total else None

    @property
    def times_disposal(self) -> float | None:
        """How many times the disposal cost it really costs."""
        return self.total / self.disposal if self.disposal else None


@dataclass(frozen=True, slots=True)
class LossCost:
    """One loss.

    Attributes:
        flow: Key of the flow; "" for the unexplained at a step and for handling that belongs to no flow.
        step: Where it is lost; place: key of the place it goes to, "" if none is named.
        quantity: In `unit`, of the flow; of the unexplained in kg; None for handling.
        share, cumulated: Of the sum of all losses that cost something, in falling order.
        in_class_a: In the smallest set that makes up 80 %.
    """

    flow: str
    step: str
    place: str
    name: str
    quantity: float | None
    unit: str
    basis: Basis
    cost: OutputCost
    total: Explained
    share: float
    cumulated: float
    in_class_a: bool


@dataclass(frozen=True, slots=True)
class PlaceCost:
    """All that goes to one place: "the bin costs so much a year, of which disposal is so many per cent"."""

    place: str
    name: str
    cost: OutputCost
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NonProduct:
    """Cost of non-product output.

    Attributes:
        losses: In falling order of cost.
        places: In falling order of cost; losses that go nowhere in particular are in none.
    """

    losses: tuple[LossCost, ...]
    places: tuple[PlaceCost, ...]
    cost: OutputCost
    total: Explained


def non_product(source: Network | Applied, account: Mfca | None = None) -> NonProduct:
    """What each loss costs.

    Args:
        source: For reconciled quantities see `network.with_quantities`.
        account: Of the same network, where it is at hand already.
    """
    applied = applied_of(source)
    account = account or mfca(applied)
    chart = Chart(applied.network)
    quantities = {key: made.value for key, made in applied.quantities.items()}
    prices = _purchase_prices(chart, quantities)
    energy = {key: one.value for key, one in unit_values(chart, quantities, ENERGY).items()}
    found = []
    for row in account.exits:
        if row.exit in (Exit.LOSS, Exit.UNEXPLAINED):
            flow = chart.flows.get(row.flow)
            found.append(_loss(row, flow, chart, applied, prices, energy))
    covered = {row.flow for row in account.exits}
    for flow in applied.network.flows:  # a loss that no cost reached may still bring income or have a price
        if chart.is_loss(flow) and flow.key in quantities and flow.key not in covered:
            nothing = Explained(0.0, applied.network.currency, Explanation(SUM_OF_OUTPUTS, ()))
            row = ExitRow(flow.key, flow.source, flow.label, Exit.LOSS, 0.0, Costs(), nothing)
            found.append(_loss(row, flow, chart, applied, prices, energy))
    ordered = tuple(
        _placed(found[row.index], row.share, row.cumulated, row.in_class_a)
        for row in pareto([one.cost.total for one in found])
    )
    cost = _sum([one.cost for one in ordered])
    inputs = tuple(Input(one.name, one.cost.total, one.total.unit, one.total.explanation) for one in ordered)
    total = Explained(cost.total, applied.network.currency, Explanation(SUM_OF_OUTPUTS, inputs))
    return NonProduct(ordered, _places(ordered, chart), cost, total)


def _purchase_prices(chart: Chart, quantities: dict[str, float]) -> dict[str, float]:
    """Mean price per kg (of energy per kWh, under its own name) of each named substance that comes from outside."""
    sums: dict[str, tuple[float, float]] = {}
    for step in chart.steps:
        for flow in chart.into[step]:
            if flow.source in chart.steps or flow.price is None or not flow.substance:
                continue
            amount = quantities.get(flow.key, 0.0)
            money, held = sums.get(flow.substance, (0.0, 0.0))
            sums[flow.substance] = (money + amount * flow.price, held + amount * _measure(flow))
    return {name: money / held for name, (money, held) in sums.items() if held > 0}


def _measure(flow: Flow) -> float:
    """Kilograms of a unit, or kWh where it has no mass."""
    return content(flow, MASS) or content(flow, ENERGY)


def _loss(
    row: ExitRow,
    flow: Flow | None,
    chart: Chart,
    applied: Applied,
    prices: dict[str, float],
    energy: dict[str, float],
) -> LossCost:
    currency = applied.network.currency
    if flow is None or flow.target in chart.steps:  # the unexplained, handling, or disposal inside
        quantity = row.kg if row.exit is Exit.UNEXPLAINED else None
        basis = Basis.TRACED if row.costs.material else Basis.UNKNOWN
        processing = row.costs.energy + row.costs.system
        cost = OutputCost(row.costs.material, processing, row.costs.waste, 0.0)
        return _told(row, "", quantity, "kg", basis, cost, row.total)
    made = applied.quantities[flow.key]
    amount = made.value
    basis, price = _price(flow, row, amount, prices, energy)
    stated = flow.processing_cost
    # Energy that is lost as energy is bought, not spent on something.
    spent = row.costs.system + (row.costs.energy if content(flow, MASS) else 0.0)
    cost = OutputCost(
        purchase=amount * price,
        processing=spent if stated is None else amount * stated,
        disposal=row.costs.waste,
        income=amount * (flow.income or 0.0),
    )
    origin = flow.origin if flow.rule is None else made.explanation
    measured = Input(QUANTITY, amount, flow.unit, origin)

    def priced(value: float) -> Explanation:
        return Explanation(QUANTITY_TIMES_PRICE, (measured, Input(PRICE, value, f"{currency}/{flow.unit}")))

    spent_on = None if stated is None else priced(stated)
    parts = (
        Input(PURCHASE, cost.purchase, currency, priced(price)),
        Input(PROCESSING, cost.processing, currency, spent_on),
        Input(DISPOSAL, cost.disposal, currency),
        Input(INCOME, -cost.income, currency, priced(-flow.income) if flow.income else None),
    )
    total = Explained(cost.total, currency, Explanation(COST_OF_OUTPUT, parts))
    place = flow.target if flow.target in chart.places else ""
    return _told(row, place, amount, flow.unit, basis, cost, total)


def _price(
    flow: Flow, row: ExitRow, amount: float, prices: dict[str, float], energy: dict[str, float]
) -> tuple[Basis, float]:
    """Purchase value of a unit of a loss."""
    if flow.price is not None:
        return Basis.STATED, flow.price
    if flow.substance in prices:
        return Basis.SAME, prices[flow.substance] * _measure(flow)
    if content(flow, MASS):
        return (Basis.TRACED, row.costs.material / amount) if row.costs.material and amount else (Basis.UNKNOWN, 0.0)
    return (Basis.TRACED, energy[row.step] * _measure(flow)) if row.step in energy else (Basis.UNKNOWN, 0.0)


def _told(
    row: ExitRow,
    place: str,
    quantity: float | None,
    unit: str,
    basis: Basis,
    cost: OutputCost,
    total: Explained,
) -> LossCost:
    return LossCost(row.flow, row.step, place, row.name, quantity, unit, basis, cost, total, 0.0, 0.0, False)


def _placed(loss: LossCost, share: float, cumulated: float, in_class_a: bool) -> LossCost:
    return replace(loss, share=share, cumulated=cumulated, in_class_a=in_class_a)


def _sum(costs: Sequence[OutputCost]) -> OutputCost:
    return OutputCost(
        purchase=math.fsum(one.purchase for one in costs),
        processing=math.fsum(one.processing for one in costs),
        disposal=math.fsum(one.disposal for one in costs),
        income=math.fsum(one.income for one in costs),
    )


def _places(losses: Sequence[LossCost], chart: Chart) -> tuple[PlaceCost, ...]:
    found = []
    for key, place in chart.places.items():
        there = [loss for loss in losses if loss.place == key]
        if there:
            cost = _sum([loss.cost for loss in there])
            found.append(PlaceCost(key, place.name, cost, tuple(loss.flow for loss in there)))
    return tuple(sorted(found, key=lambda one: -one.cost.total))
