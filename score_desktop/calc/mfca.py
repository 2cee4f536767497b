"""Material flow cost accounting: what the product costs, and what is lost costs.

Each step is a quantity centre. Materials go the way of their mass (`material_paths`), energy and system costs are
divided at each step by the allocation key and travel on, waste management is borne by the loss alone. Loops are solved
as one linear system. What goes in comes out: product + loss + stock + what is not assigned = all costs.

Source: ISO 14051:2011; method.md 2.5; oracle O09.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from score_desktop.calc.allocation import Allocation
from score_desktop.calc.cost_flow import divided, ends_of, passing
from score_desktop.calc.figures import Explanation, Input, Missing
from score_desktop.calc.flow_rules import Applied, applied_of
from score_desktop.calc.material_paths import STOCK, UNEXPLAINED, Outlet, outlets_of, shares_of
from score_desktop.calc.network import ENERGY, MASS, Chart, Explained, Flow, Network, Step, content, stock_increase
from score_desktop.enums import AllocationKey
from score_desktop.msgid import N_

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MATERIAL = N_("Material")
ENERGY_COST = N_("Energy")
SYSTEM = N_("Labour, machines and other")
WASTE = N_("Handling and disposal of waste")
SUM_OF_COSTS = N_("Sum of the cost classes")
SUM_OF_LOSSES = N_("Sum of what the losses cost")
COST_TIMES_SHARE = N_("Cost at the step × share that leaves with it")
COST_AT_STEP = N_("Cost at the step")
SHARE_LEAVING = N_("Share that leaves with it")
LOSS_OF_ALL = N_("Cost of the losses / cost of product and losses")
COST_OF_LOSS = N_("Cost of the losses")
COST_OF_BOTH = N_("Cost of product and losses")
NOT_ASSIGNED = "unassigned"
HANDLING = "handling"


@dataclass(frozen=True, slots=True)
class Costs:
    """Money per year by class."""

    material: float = 0.0
    energy: float = 0.0
    system: float = 0.0
    waste: float = 0.0

    @property
    def total(self) -> float:
        """All classes."""
        return math.fsum((self.material, self.energy, self.system, self.waste))


def add(costs: Iterable[Costs]) -> Costs:
    """Sum, class by class."""
    rows = list(costs)
    return Costs(*(math.fsum(getattr(row, field.name) for row in rows) for field in fields(Costs)))


class Exit(StrEnum):
    """How cost leaves the process.

    UNEXPLAINED: with what came in and left no trace; counts as loss. UNASSIGNED: spent at a step that nothing leaves.
    """

    PRODUCT = "product"
    LOSS = "loss"
    UNEXPLAINED = "unexplained"
    STOCK = "stock"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True)
class ExitRow:
    """One way in which cost leaves the process.

    Attributes:
        flow: Key of the flow; "" for stock, the unexplained and what is not assigned.
        step: Where it leaves.
        kg: Mass that leaves; zero for energy.
        total: All classes, explained down to the cost at the step.
    """

    flow: str
    step: str
    name: str
    exit: Exit
    kg: float
    costs: Costs
    total: Explained


@dataclass(frozen=True, slots=True)
class Centre:
    """A quantity centre.

    Attributes:
        new: Costs that arise here; carried: that came with flows from other steps.
        product: Costs that leave with product, go on to other steps, or into stock; loss: that are lost here.
    """

    step: str
    name: str
    new: Costs
    carried: Costs
    product: Costs
    loss: Costs

    @property
    def loss_share(self) -> float | None:
        """Loss / product and loss; None where there is no cost."""
        total = self.product.total + self.loss.total
        return self.loss.total / total if total else None


@dataclass(frozen=True, slots=True)
class Mfca:
    """Costs of a process.

    Attributes:
        total: All costs that arise.
        product, loss, stock, unassigned: Where they go; loss holds the unexplained.
        loss_total, loss_share: Cost of all losses, and its part of product and loss; share None without costs.
        carried: Costs that travel with each flow, inside the process too (for the Sankey in money).
        unpriced: Flows from outside without a price; unknown: flows without a quantity. Costs are at least these.
    """

    key: AllocationKey
    currency: str
    centres: tuple[Centre, ...]
    exits: tuple[ExitRow, ...]
    total: Costs
    product: Costs
    loss: Costs
    stock: Costs
    unassigned: Costs
    loss_total: Explained
    loss_share: Explained | None
    carried: Mapping[str, Costs]
    unpriced: tuple[str, ...]
    unknown: tuple[str, ...]
    problems: tuple[Missing, ...]


def mfca(source: Network | Applied, key: AllocationKey = AllocationKey.MASS) -> Mfca:
    """Costs of product and loss.

    Args:
        source: For reconciled quantities see `network.with_quantities`.
        key: How energy and system costs are divided at each step. MASS: by mass of the outlets; DRY_MASS: without
            flows of water; VALUE: by price × quantity (income, for losses); GIVEN: `Step.product_share`. Where a key
            says nothing about a step, by mass.
    """
    return _Account(applied_of(source), key).result()


class _Account:
    """The costs of one network."""

    def __init__(self, applied: Applied, key: AllocationKey) -> None:
        self.key = key
        self.network = applied.network
        self.chart = Chart(applied.network)
        self.quantities = {one: made.value for one, made in applied.quantities.items()}
        self.outlets = outlets_of(self.chart, self.quantities)
        self.steps = tuple(self.chart.steps.values())
        self.place = {step.key: index for index, step in enumerate(self.steps)}
        self.new: list[list[float]] = [[0.0] * 4 for _ in self.steps]
        self.at: list[list[float]] = [[0.0] * 4 for _ in self.steps]
        self.left: dict[tuple[int, str], list[float]] = {}
        self.kept: list[list[float]] = [[0.0] * 4 for _ in self.steps]
        self.problems: list[Missing] = []
        self._material()
        self._energy_and_system()
        self._waste()

    # -- the classes ---------------------------------------------------------------------------------------------------

    def _material(self) -> None:
        import numpy as np

        costs: dict[str, list[float]] = {}
        for flow in self.network.flows:
            index = self.place.get(flow.target)
            price = flow.price
            if index is None or flow.source in self.place or price is None or not content(flow, MASS):
                continue
            amount = max(self.quantities.get(flow.key, 0.0), 0.0) * price
            costs.setdefault(flow.substance, [0.0] * len(self.steps))[index] += amount
        for index, step in enumerate(self.steps):
            taken = -stock_increase(step, MASS)
            if taken > 0 and step.stock_price is not None:
                costs.setdefault("", [0.0] * len(self.steps))[index] += taken * step.stock_price
        alike: dict[tuple[tuple[float, ...], ...], list[list[float]]] = {}
        for material, amounts in costs.items():
            alike.setdefault(shares_of(material, self.outlets), []).append(amounts)
        for shares, rows in alike.items():
            amounts = [math.fsum(values) for values in zip(*rows, strict=True)]
            self._send(shares, self.outlets.of, np.array(amounts)[:, None], (0,))

    def _energy_and_system(self) -> None:
        """Bought energy through the energy flows to where it is used; from there with the mass, by the key."""
        import numpy as np

        arriving = np.zeros((len(self.steps), 2))
        for flow in self.network.flows:
            index = self.place.get(flow.target)
            if index is None or flow.source in self.place or content(flow, MASS) or flow.price is None:
                continue
            arriving[index, 0] += max(self.quantities.get(flow.key, 0.0), 0.0) * flow.price
        used = np.zeros((len(self.steps), 2))
        for index, step in enumerate(self.steps):
            own = used if self.outlets.of[index] else arriving
            own[index] += (step.energy_cost, step.system_cost)
        ways, shares = self._energy_ways()
        self._count_new(used, (1, 2))
        used += self._send(shares, ways, arriving, (1, 2), used=True)
        divide = Allocation(self.key, self.chart, self.quantities)
        keyed = tuple(tuple(divide.shares(step, ways)) for step, ways in zip(self.steps, self.outlets.of, strict=True))
        self._send(keyed, self.outlets.of, used, (1, 2), new=False)

    def _energy_ways(self) -> tuple[tuple[tuple[Outlet, ...], ...], tuple[tuple[float, ...], ...]]:
        """Outlets of energy and their shares; what is left of the shares is used at the step."""
        every, parts = [], []
        for index, step in enumerate(self.steps):
            into = math.fsum(self._energy(flow) for flow in self.chart.into[step.key])
            ways = tuple(
                Outlet(flow.key, flow, self.place.get(flow.target, -1), self._energy(flow))
                for flow in self.chart.out_of[step.key]
                if self._energy(flow) > 0
            )
            out = math.fsum(way.kg for way in ways)
            whole = max(into, out) if self.outlets.of[index] else out
            every.append(ways)
            parts.append(tuple(way.kg / whole for way in ways))
        return tuple(every), tuple(parts)

    def _energy(self, flow: Flow) -> float:
        """Energy of a flow of energy; what material holds of it travels with the material."""
        if content(flow, MASS):
            return 0.0
        return max(self.quantities.get(flow.key, 0.0) * content(flow, ENERGY), 0.0)

    def _waste(self) -> None:
        """Disposal of each flow, and handling at each step over its losses by mass: borne by the loss alone."""
        for index, step in enumerate(self.steps):
            for flow in self.chart.out_of[step.key]:
                amount = self.quantities.get(flow.key)
                if flow.disposal_cost is not None and amount is not None:
                    self._bear(index, flow.key, max(amount, 0.0) * flow.disposal_cost)
            if step.waste_cost:
                lost = [way for way in self.outlets.of[index] if way.flow is not None and self.chart.is_loss(way.flow)]
                if not lost:
                    self._bear(index, HANDLING, step.waste_cost)
                for way, part in zip(lost, divided([way.kg for way in lost]), strict=True):
                    self._bear(index, way.key, step.waste_cost * part)

    def _bear(self, index: int, outlet: str, cost: float) -> None:
        self.new[index][3] += cost
        self.at[index][3] += cost
        self.left.setdefault((index, outlet), [0.0] * 4)[3] += cost

    # -- on the way ----------------------------------------------------------------------------------------------------

    def _send(
        self,
        shares: Sequence[Sequence[float]],
        ways: Sequence[Sequence[Outlet]],
        arriving: Array,
        classes: tuple[int, ...],
        *,
        used: bool = False,
        new: bool = True,
    ) -> Array:
        """Send costs along; returns what is used at each step (`used`: the rest of the shares stays there)."""
        import numpy as np

        size = len(self.steps)
        weights, leaving, stays = np.zeros((size, size)), np.zeros(size), np.zeros(size)
        for index in range(size):
            for way, part in zip(ways[index], shares[index], strict=True):
                if way.to >= 0:
                    weights[index, way.to] += part
                else:
                    leaving[index] += part
            if used and self.outlets.of[index]:
                stays[index] = max(1.0 - math.fsum(shares[index]), 0.0)
        ends = np.array(ends_of(weights, leaving + stays), dtype=bool)
        weights[~ends] = 0.0
        gone = np.where(ends, leaving + stays, 1.0)
        passed = passing(weights, gone, arriving)
        if new:
            self._count_new(arriving, classes)
        sums = weights.sum(axis=1) + gone
        kept = np.zeros_like(passed)
        for index in range(size):
            here = [float(one) for one in passed[index]]
            staying = float(stays[index] / sums[index]) if ends[index] else 0.0
            kept[index] = [amount * staying for amount in here]
            for column, cost in zip(classes, here, strict=True):
                self.at[index][column] += cost * (1.0 - staying)
            if not ends[index]:
                for column, cost in zip(classes, here, strict=True):
                    self.kept[index][column] += cost
                continue
            for way, part in zip(ways[index], shares[index], strict=True):
                row = self.left.setdefault((index, way.key), [0.0] * 4)
                for column, cost in zip(classes, here, strict=True):
                    row[column] += cost * part / float(sums[index])
        return kept

    def _count_new(self, arriving: Array, classes: tuple[int, ...]) -> None:
        for index in range(len(self.steps)):
            for column, cost in zip(classes, arriving[index], strict=True):
                self.new[index][column] += float(cost)

    # -- the account ---------------------------------------------------------------------------------------------------

    def result(self) -> Mfca:
        """Everything, by step and by way out."""
        exits: list[ExitRow] = []
        carried: dict[str, Costs] = {}
        onward: list[list[Costs]] = [[] for _ in self.steps]
        lost: list[list[Costs]] = [[] for _ in self.steps]
        for (index, key), amounts in self.left.items():
            costs = Costs(*amounts)
            flow = self.chart.flows.get(key)
            if flow is not None:
                carried[key] = costs
            if flow is not None and flow.target in self.place:
                # Waste management is borne where it is spent: it does not travel on.
                onward[index].append(Costs(costs.material, costs.energy, costs.system))
                if not costs.waste:
                    continue
                costs = Costs(waste=costs.waste)
            row = self._exit(index, key, flow, costs)
            exits.append(row)
            (lost if row.exit in (Exit.LOSS, Exit.UNEXPLAINED) else onward)[index].append(costs)
        for index, amounts in enumerate(self.kept):
            if any(amounts):
                exits.append(self._exit(index, NOT_ASSIGNED, None, Costs(*amounts)))
                step = self.steps[index]
                self.problems.append(Missing(f"step.{step.key}", "flows.cost_unassigned", {"step": step.name}))
        by_exit = {one: add(row.costs for row in exits if row.exit is one) for one in Exit}
        loss = add((by_exit[Exit.LOSS], by_exit[Exit.UNEXPLAINED]))
        centres = tuple(
            Centre(step.key, step.name, Costs(*self.new[index]), self._arrived(step, carried), add(on), add(off))
            for index, (step, on, off) in enumerate(zip(self.steps, onward, lost, strict=True))
        )
        loss_total = self._loss_total([row for row in exits if row.exit in (Exit.LOSS, Exit.UNEXPLAINED)])
        product = by_exit[Exit.PRODUCT]
        return Mfca(
            key=self.key,
            currency=self.network.currency,
            centres=centres,
            exits=tuple(exits),
            total=add(Costs(*amounts) for amounts in self.new),
            product=product,
            loss=loss,
            stock=by_exit[Exit.STOCK],
            unassigned=by_exit[Exit.UNASSIGNED],
            loss_total=loss_total,
            loss_share=self._loss_share(loss_total, product.total + loss.total),
            carried=carried,
            unpriced=tuple(flow.key for flow in self._bought() if flow.price is None),
            unknown=tuple(flow.key for flow in self.network.flows if flow.key not in self.quantities),
            problems=tuple(self.problems),
        )

    def _bought(self) -> list[Flow]:
        return [flow for step in self.steps for flow in self.chart.into[step.key] if flow.source not in self.place]

    def _arrived(self, step: Step, carried: Mapping[str, Costs]) -> Costs:
        flows = [flow for flow in self.chart.into[step.key] if flow.key in carried and flow.source in self.place]
        rows = [carried[flow.key] for flow in flows]
        return add(Costs(row.material, row.energy, row.system) for row in rows)

    def _exit(self, index: int, key: str, flow: Flow | None, costs: Costs) -> ExitRow:
        step = self.steps[index]
        if flow is not None:
            lost = self.chart.is_loss(flow) or flow.target in self.place
            kind, name = (Exit.LOSS if lost else Exit.PRODUCT), flow.label
        else:
            kinds = {STOCK: Exit.STOCK, UNEXPLAINED: Exit.UNEXPLAINED, NOT_ASSIGNED: Exit.UNASSIGNED}
            kind, name = kinds.get(key, Exit.LOSS), step.name
        kg = next((way.kg for way in self.outlets.of[index] if way.key == key), 0.0)
        total = Explained(costs.total, self.network.currency, Explanation(SUM_OF_COSTS, self._classes(index, costs)))
        return ExitRow("" if flow is None else key, step.key, name, kind, kg, costs, total)

    def _classes(self, index: int, costs: Costs) -> tuple[Input, ...]:
        rows = []
        values = (costs.material, costs.energy, costs.system, costs.waste)
        for name, value, whole in zip((MATERIAL, ENERGY_COST, SYSTEM, WASTE), values, self.at[index], strict=True):
            if value:
                parts = (Input(COST_AT_STEP, whole, self.network.currency), Input(SHARE_LEAVING, value / whole, ""))
                rows.append(Input(name, value, self.network.currency, Explanation(COST_TIMES_SHARE, parts)))
        return tuple(rows)

    def _loss_total(self, rows: Sequence[ExitRow]) -> Explained:
        currency = self.network.currency
        inputs = tuple(Input(row.name, row.costs.total, currency, row.total.explanation) for row in rows)
        total = math.fsum(row.costs.total for row in rows)
        return Explained(total, currency, Explanation(SUM_OF_LOSSES, inputs))

    def _loss_share(self, loss: Explained, both: float) -> Explained | None:
        if not both:
            return None
        inputs = (Input(COST_OF_LOSS, loss.value, loss.unit, loss.explanation), Input(COST_OF_BOTH, both, loss.unit))
        return Explained(loss.value / both, "", Explanation(LOSS_OF_ALL, inputs))
