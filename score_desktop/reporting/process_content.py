"""What a report says of the flow chart: raw numbers and names, made once by `services.process_report`."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop.calc.balances import Light, MeasureReason
from score_desktop.charts.data import SankeyGraph


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One balance at one step; `step` "" for the whole process.

    Attributes:
        balance: Name in the report's language; unit: of inputs, outputs and gap, per year.
        error: Gap by what comes in; None where it cannot be said.
        money: Worth of the gap; None where nothing has a price.
        counts: False where more is known not to be entered: a gap there is no mistake.
    """

    step: str
    balance: str
    unit: str
    inputs: float
    outputs: float
    gap: float
    error: float | None
    light: Light
    money: float | None
    counts: bool


@dataclass(frozen=True, slots=True)
class LossLine:
    """One loss, in falling order of cost; `name` "" for what is not explained at `step`."""

    name: str
    step: str
    quantity: float | None
    unit: str
    cost: float
    share: float
    cumulated: float


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """All that goes to one place: "the bin costs so much, of which disposal is so many per cent"."""

    name: str
    cost: float
    disposal_share: float | None


@dataclass(frozen=True, slots=True)
class EcoLine:
    """A line of the eco-balance sheet; `kind` in words, "" for stock."""

    is_input: bool
    name: str
    kind: str
    place: str
    quantity: float | None
    unit: str
    per_product: float | None
    money: float | None
    is_estimate: bool
    substance: str


@dataclass(frozen=True, slots=True)
class EcoSum:
    """Sum of one side in one unit."""

    is_input: bool
    unit: str
    quantity: float
    per_product: float | None


@dataclass(frozen=True, slots=True)
class NextLine:
    """One thing to measure: a flow by name, or "" for one that nobody drew."""

    reason: MeasureReason
    flow: str
    step: str
    balance: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """The measurement that agrees least with the rest, where chance does not explain it."""

    name: str
    entered: float
    expected: float
    unit: str


@dataclass(frozen=True, slots=True)
class ProcessContent:
    """The part about the process.

    Attributes:
        graph: In kg; its `note` says what of the water stands in the next one alone.
        water: The water alone; None where there is none.
        cost, loss: Of the process per year, and of its losses; None without prices. `income` from them is taken off.
        unpriced: Which purchases have no price, in words of the report's language; "" if all have one.
        flows, estimates: How many flows there are, and how many of them are estimates still.
        input_cost, output_cost: Sums of the sheet: what inputs cost, and losses that leave; None without prices.
        chosen: Steps at which a person said which balances must close.
        product, product_unit: What `per_product` refers to; "" where production is not known.
    """

    currency: str
    graph: SankeyGraph | None
    water: SankeyGraph | None
    balances: tuple[BalanceLine, ...]
    losses: tuple[LossLine, ...]
    places: tuple[PlaceLine, ...]
    sheet: tuple[EcoLine, ...]
    sums: tuple[EcoSum, ...]
    next: tuple[NextLine, ...]
    doubted: Doubted | None
    cost: float | None
    loss: float | None
    flows: int
    estimates: int
    unpriced: str = ""
    chosen: tuple[str, ...] = ()
    product: str = ""
    product_unit: str = ""
    input_cost: float | None = None
    output_cost: float | None = None
    income: float = 0.0
