"""What charts are drawn from: frozen, with raw numbers; builders format them with `Texts`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from score_desktop.calc.comparison import change
from score_desktop.enums import Resource


@dataclass(frozen=True, slots=True)
class MonthlySeries:
    """One meter's (or product's) value for each month of the chart.

    Attributes:
        label: Name shown beside the bars.
        values: One number a month in the chart's unit; None where a bill is missing (drawn as a gap, never as zero).
        key: What tells it apart from others of the same name, such as a portable id; "" for its label.
        whole: Value of all months, for series whose months do not add up to it (use per product); None: their sum.
    """

    label: str
    values: tuple[float | None, ...]
    key: str = ""
    whole: float | None = None

    @property
    def name(self) -> str:
        """What the window switches it by."""
        return self.key or self.label


@dataclass(frozen=True, slots=True)
class MonthlyUse:
    """Monthly use of one resource by meter, with production in a strip above.

    Attributes:
        months: First day of each month, consecutive.
        meters: Largest first; stacked.
        unit: Symbol of the meters' unit.
        production: None if the product is not known; its unit stands in `production_unit`.
        previous_total: Total use of the same months a year before, None if not known.
        even: Whether both periods are covered the same, so that a change in per cent may be told.
        production_change: Relative change of production against the year before (-0.038), None if not known.
        measure: "quantity"; "cost": `unit` is a currency; "per_product": `unit` is one over another, and months do not
            add up.
        whole: Value of all months where they do not add up to it; None: their sum.
    """

    resource: Resource
    unit: str
    months: tuple[dt.date, ...]
    meters: tuple[MonthlySeries, ...]
    production: MonthlySeries | None = None
    production_unit: str = ""
    previous_total: float | None = None
    production_change: float | None = None
    measure: Literal["quantity", "cost", "per_product"] = "quantity"
    whole: float | None = None
    even: bool = True

    @property
    def change(self) -> float | None:
        """Against the year before; None as `calc.comparison.change` says."""
        known = [value for meter in self.meters for value in meter.values if value is not None]
        now = self.whole if self.measure == "per_product" else sum(known) if known else None
        return change(now, self.previous_total, even=self.even)


@dataclass(frozen=True, slots=True)
class CostItem:
    """What one resource cost in the period, in the chart's currency."""

    resource: Resource
    amount: float


@dataclass(frozen=True, slots=True)
class CostByResource:
    """Costs of the period by resource, any order; the chart sorts (Pareto)."""

    currency: str
    items: tuple[CostItem, ...]


@dataclass(frozen=True, slots=True)
class EmissionItem:
    """Emissions of one source.

    Attributes:
        label: The person's name of the source; "" to use the resource's name.
        kg_co2e: Kilograms CO2 equivalent in the period.
        status: A `FactorStatus` value: the mark of the factor behind it.
    """

    resource: Resource
    scope: int
    kg_co2e: float
    label: str = ""
    status: str = "verified"


@dataclass(frozen=True, slots=True)
class EmissionsBySource:
    """Emissions of the period, any order."""

    items: tuple[EmissionItem, ...]


@dataclass(frozen=True, slots=True)
class CostAndClimate:
    """What is paid and what is emitted, side by side; None where nothing is known of it."""

    cost: CostByResource | None
    emissions: EmissionsBySource | None


@dataclass(frozen=True, slots=True)
class LossItem:
    """What one loss costs in a year; `income` from selling it is set against the other parts.

    Attributes:
        key: What tells it apart: portable id of the flow, or of the step where nothing explains it.
        share, cumulated: Of all losses, in falling order.
        class_a: In the fewest that make up 80 %.
        unexplained: Nobody knows where it goes.
    """

    key: str
    name: str
    step: str
    purchase: float
    processing: float
    disposal: float
    income: float
    share: float
    cumulated: float
    class_a: bool
    unexplained: bool = False

    @property
    def total(self) -> float:
        """What it costs in the end."""
        return self.purchase + self.processing + self.disposal - self.income


@dataclass(frozen=True, slots=True)
class LossCosts:
    """Losses in falling order of their cost."""

    currency: str
    items: tuple[LossItem, ...]


@dataclass(frozen=True, slots=True)
class SankeyNode:
    """A place that flows join.

    Attributes:
        key: Unique in the graph.
        label: Shown name.
        kind: "resource", "meter", "use", "step", "cost", "product", "stock", "loss", "unexplained".
        resource: Decides the colour, with kind; None for neutral.
        column: 0 at the left; the layout keeps it. None: derived from the flows.
        height: Where a person placed the middle of its bar, as `NodePlace`; None: where it crosses least.
        is_place: Its label names a place outside, such as customers, and not what comes or goes.
    """

    key: str
    label: str
    kind: str
    resource: Resource | None = None
    column: int | None = None
    height: float | None = None
    is_place: bool = False


@dataclass(frozen=True, slots=True)
class SankeyFlow:
    """A flow between two nodes, by key; `value` ≥ 0 in the graph's unit.

    Attributes:
        substance: What flows, as it is called.
        kind: "flow", "loss" (hatched), "unexplained" (grey dashed), "reuse" (loop).
        note: Second line of its label, such as the money it costs; "" for none.
        uid: What tells it apart where several flows join the same nodes; "" if none does.
        origin: Where the figure comes from, in words for the pointer; "" if not told.
        category: A `FlowKind` value, for colours by kind; "" if not told.
        of: The substance that it is of, where it is not called so ("Harina" of "Harina pesada"); else "".
    """

    source: str
    target: str
    value: float
    substance: str
    resource: Resource | None = None
    kind: str = "flow"
    note: str = ""
    uid: str = ""
    origin: str = ""
    category: str = ""
    of: str = ""

    @property
    def stuff(self) -> str:
        """The substance: flows of one have one colour where colours follow substances."""
        return self.of or self.substance

    @property
    def key(self) -> str:
        """What tells it apart in its graph: by it the window finds its ribbon and its row."""
        return self.uid or f"{self.source} → {self.target}"


@dataclass(frozen=True, slots=True)
class NodePlace:
    """Where a person placed a node of a flow diagram.

    Attributes:
        column: 0 at the left; None: derived from the flows.
        height: Middle of its bar as a share of the picture's height, 0 at the top; None: where it crosses least.
    """

    column: int | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class SankeyGraph:
    """A diagram in one unit.

    Attributes:
        money: `unit` is a currency code.
        lost: What is lost according to an account that knows more than the flows that are drawn as losses, such as
            what is unexplained and what was earned with a loss; None: the sum of those flows.
        note: What is told beside it, such as what stands in another diagram; "" for nothing.
    """

    unit: str
    nodes: tuple[SankeyNode, ...]
    flows: tuple[SankeyFlow, ...]
    money: bool = False
    lost: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SankeyComparison:
    """Two diagrams of one unit.

    Attributes:
        periods: What the earlier and the later are called, such as "2024" and "2025".
        per_cent: Whether a change may be told in per cent: not between periods of different length.
        note: What is told with it, such as why no change is in per cent, and what is left out; "" for nothing.
    """

    before: SankeyGraph
    after: SankeyGraph
    periods: tuple[str, str]
    per_cent: bool = True
    note: str = ""
