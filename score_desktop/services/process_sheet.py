"""The eco-balance sheet: everything that crosses the border of the process, per year and per unit of product."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from score_desktop.calc.flow_rules import Applied
from score_desktop.calc.network import COVERAGE_95, MASS, UNITS, Chart, Flow, content, stock_increase
from score_desktop.calc.nonproduct import NonProduct
from score_desktop.enums import FlowDimension, FlowKind
from score_desktop.services.process_facts import Facts, SeriesFact
from score_desktop.services.process_rows import FlowRow, ProcessRows


class Side(StrEnum):
    """Where a row of the sheet stands."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class EcoRow:
    """One flow over the border of the process.

    Attributes:
        flow: Portable id; "" for stock and what is not explained, whose `kind` is None.
        place: Name of the place outside, "" if none is named.
        quantity: Per year, in `unit` (kg, m3, kWh); None: not known.
        per_product: Of a unit of product; None where production is not known.
        half_width: ± (95 %) of the quantity.
        money: Cost of an input; for a loss what it costs in the end; None where there is no price.
        is_stock: The increase of stock (negative: used up).
    """

    side: Side
    flow: str
    name: str
    kind: FlowKind | None
    place: str
    quantity: float | None
    unit: str
    per_product: float | None
    half_width: float | None
    money: float | None
    is_loss: bool = False
    is_estimate: bool = False
    is_stock: bool = False


@dataclass(frozen=True, slots=True)
class EcoTotal:
    """Sum of one side in one unit; kg holds water at 1,000 kg/m3."""

    side: Side
    unit: str
    quantity: float
    per_product: float | None


@dataclass(frozen=True, slots=True)
class EcoSheet:
    """Inputs and outputs in one table.

    Attributes:
        product: What `per_product` refers to; None where nothing was made in the period.
        is_complete: False where a quantity is not known: totals are at least so much.
    """

    product: SeriesFact | None
    rows: tuple[EcoRow, ...]
    totals: tuple[EcoTotal, ...]
    is_complete: bool

    def side(self, side: Side) -> tuple[EcoRow, ...]:
        """Rows of one side."""
        return tuple(row for row in self.rows if row.side is side)

    def cost(self, side: Side) -> float | None:
        """Sum of the `money` of one side: what inputs cost, or losses that leave; None where nothing has a price."""
        known = [row.money for row in self.side(side) if row.money]
        return math.fsum(known) if known else None


_ORDER = {kind: place for place, kind in enumerate(FlowKind)}


def eco_sheet(rows: ProcessRows, facts: Facts, applied: Applied, losses: NonProduct) -> EcoSheet:
    """The sheet of a network whose rules are applied: inputs first, each side by kind and size."""
    chart = Chart(applied.network)
    stored = {row.uid: row for row in rows.flows}
    product = facts.product(rows.settings.product)
    made = None if product is None or not product.quantity else product.quantity
    cost = {loss.flow: loss.cost.total for loss in losses.losses if loss.flow}
    found = []
    for flow in applied.network.flows:
        side = _side(flow, chart)
        if side is not None:
            found.append(_row(flow, side, stored[flow.key], chart, applied, cost.get(flow.key), made))
    found.sort(key=lambda row: (row.side is Side.OUTPUT, _ORDER.get(row.kind or FlowKind.RAW, 0), -(row.quantity or 0)))
    stock = [
        EcoRow(Side.OUTPUT, "", step.name, None, "", increase, "kg", _per(increase, made), None, None, is_stock=True)
        for step in chart.steps.values()
        if (increase := stock_increase(step, MASS))
    ]
    totals = tuple(_totals(chart, applied, stock, made))
    return EcoSheet(product, (*found, *stock), totals, all(row.quantity is not None for row in found))


def _side(flow: Flow, chart: Chart) -> Side | None:
    """None for flows inside the process, and between places outside."""
    comes, goes = flow.target in chart.steps, flow.source in chart.steps
    if comes == goes:
        return None
    return Side.INPUT if comes else Side.OUTPUT


def _row(
    flow: Flow,
    side: Side,
    stored: FlowRow,
    chart: Chart,
    applied: Applied,
    loss: float | None,
    made: float | None,
) -> EcoRow:
    known = applied.quantities.get(flow.key)
    quantity = None if known is None else known.value
    deviation = applied.deviations.get(flow.key)
    place = chart.places.get(flow.source if side is Side.INPUT else flow.target)
    money = loss
    if side is Side.INPUT and quantity is not None and flow.price is not None:
        money = quantity * flow.price
    return EcoRow(
        side,
        flow.key,
        flow.label if stored.name else "",
        flow.kind,
        "" if place is None else place.name,
        quantity,
        flow.unit,
        _per(quantity, made),
        None if deviation is None else deviation * COVERAGE_95,
        money,
        chart.is_loss(flow),
        stored.is_estimate,
    )


def _per(quantity: float | None, made: float | None) -> float | None:
    return None if quantity is None or made is None else quantity / made


def _totals(chart: Chart, applied: Applied, stock: Iterable[EcoRow], made: float | None) -> Iterable[EcoTotal]:
    amounts: dict[tuple[Side, str], list[float]] = {}
    for flow in applied.network.flows:
        side, known = _side(flow, chart), applied.quantities.get(flow.key)
        if side is None or known is None:
            continue
        if flow.dimension is not FlowDimension.MASS:
            amounts.setdefault((side, UNITS[flow.dimension]), []).append(known.value)
        if content(flow, MASS):
            amounts.setdefault((side, "kg"), []).append(known.value * content(flow, MASS))
    for row in stock:
        amounts.setdefault((row.side, "kg"), []).append(row.quantity or 0.0)
    for (side, unit), values in sorted(amounts.items(), key=lambda one: (one[0][0] is Side.OUTPUT, one[0][1])):
        total = math.fsum(values)
        yield EcoTotal(side, unit, total, _per(total, made))
