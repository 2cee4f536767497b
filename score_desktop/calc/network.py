"""Steps of a process and the flows between them: what balances, reconciliation and the cost of losses are made from.

A flow has one quantity per year in the base unit of its dimension (kg, m3 or kWh); what it holds of a balance (mass,
water, energy, a followed substance) follows from that quantity by a content per unit. So a flow of water takes part
in the balance of mass too, with 1,000 kg/m3, and energy takes part in none but its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from score_desktop.calc.figures import BillRef, Explanation
from score_desktop.enums import BalanceKind, DataQuality, FlowDimension, FlowKind, Place
from score_desktop.msgid import N_

UNITS: dict[FlowDimension, str] = {
    FlowDimension.MASS: "kg",
    FlowDimension.WATER: "m3",
    FlowDimension.ENERGY: "kWh",
}
"""Base unit of a flow's quantity, per year."""

KG_PER_M3_WATER = 1000.0

KIND_NAMES: dict[FlowKind, str] = {
    FlowKind.RAW: N_("raw material"),
    FlowKind.AUXILIARY: N_("auxiliary"),
    FlowKind.PACKAGING: N_("packaging"),
    FlowKind.ENERGY: N_("energy"),
    FlowKind.WATER: N_("water"),
    FlowKind.PRODUCT: N_("product or semi-finished"),
    FlowKind.BY_PRODUCT: N_("by-product"),
    FlowKind.WASTE: N_("waste"),
    FlowKind.EMISSION: N_("emission to air"),
    FlowKind.REUSE: N_("reuse"),
}
"""Message ids."""

RELATIVE_UNCERTAINTY: dict[DataQuality, float] = {
    DataQuality.A: 0.03,
    DataQuality.B: 0.10,
    DataQuality.C: 0.25,
    DataQuality.D: 0.50,
}
"""Half-width of the interval that holds the true value 95 times of 100, over the value. Source: expert estimate."""

COVERAGE_95 = 1.959963984540054
"""Standard deviations in that half-width. Source: IPCC 2006 Guidelines, vol. 1, ch. 3 (half the 95 % interval)."""

_LOSING = frozenset({FlowKind.WASTE, FlowKind.EMISSION})
_LOST_AT = frozenset({Place.SEWER, Place.LANDFILL, Place.AIR})


@dataclass(frozen=True, slots=True, order=True)
class Balance:
    """What is balanced: mass, water, energy, or one substance that is followed.

    Attributes:
        substance: Key of the followed substance; "" for the other kinds.
    """

    kind: BalanceKind
    substance: str = ""

    @property
    def unit(self) -> str:
        """Unit of its amounts, per year."""
        return _BALANCE_UNITS[self.kind]

    @property
    def key(self) -> str:
        """Part of a figure's key: "mass", "water", "energy", "substance.chrome"."""
        return f"{self.kind}.{self.substance}" if self.substance else str(self.kind)


_BALANCE_UNITS = {
    BalanceKind.MASS: "kg",
    BalanceKind.WATER: "m3",
    BalanceKind.ENERGY: "kWh",
    BalanceKind.SUBSTANCE: "kg",
}
MASS = Balance(BalanceKind.MASS)
WATER = Balance(BalanceKind.WATER)
ENERGY = Balance(BalanceKind.ENERGY)


def substance(key: str) -> Balance:
    """The balance of a followed substance."""
    return Balance(BalanceKind.SUBSTANCE, key)


@dataclass(frozen=True, slots=True)
class Explained:
    """An amount and how it was made; `unit` is a symbol of a unit, an ISO code of money, or "" for a ratio."""

    value: float
    unit: str
    explanation: Explanation


# -- rules: quantities that follow from others -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A share of other flows: 0.05 of the flour that goes in.

    Attributes:
        share: 0.05 for 5 %; of flows of the same dimension by their unit, else by mass (water 1,000 kg/m3).
        flows: Keys of the flows it is a share of; several are added.
    """

    share: float
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PerProduct:
    """So much per unit of product.

    Attributes:
        amount: Base units of the flow per unit of product.
        production: Units of product made in the year; None if not known.
        product: Name and unit of the product, for the explanation.
    """

    amount: float
    production: float | None
    product: str = ""
    unit: str = ""
    origin: BillRef | Explanation | None = None


@dataclass(frozen=True, slots=True)
class DensityVolume:
    """Mass from a volume: containers × fill × density. For flows of mass.

    Attributes:
        volume_m3: Per year; kg_per_m3: bulk density of what fills it.
    """

    volume_m3: float
    kg_per_m3: float


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left over at one end of the flow when everything else there is known.

    Such a flow says nothing that was measured: reconciliation takes it as unknown.

    Attributes:
        step: The step whose balance it closes; "" for the source if that is a step, else the target.
    """

    step: str = ""
    balance: Balance = MASS


Rule = ShareOf | PerProduct | DensityVolume | Remainder


# -- steps and flows ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A unit operation, or a place outside.

    Attributes:
        order: Place in the order that a person gave; ties keep the order of `Network.steps`.
        outside: None for a step; else what kind of place this is. Places are not balanced.
        stock_change: Increase of what is stored there during the year, in the unit of the balance; negative when the
            stock was used up. Water counts for mass as well unless mass is given too.
        stock_uncertainty: Relative half-width (95 %) of the increase; 0: known exactly.
        balances: Balances that must close here, as a person chose, and no other; None: mass, and each followed
            substance, where both sides have some.
            Energy and water close only where they are named: what an oven burns leaves as heat that nobody enters,
            and waste water holds more than water. They are shown wherever both sides have some all the same.
        energy_cost, system_cost: Money per year that the flows do not carry: energy not drawn as a flow; labour,
            machines, rent (`mfca`).
        waste_cost: Money per year for handling waste beside the disposal cost of the flows.
        product_share: Share of the energy and system cost that goes to product when the allocation key is
            `AllocationKey.GIVEN` (hours on good output / hours); None: by mass.
        stock_price: Value of a unit of mass (kg) taken from stock; None: not known, counts as zero.
    """

    key: str
    name: str
    order: int = 0
    outside: Place | None = None
    stock_change: Mapping[Balance, float] = field(default_factory=dict)
    stock_uncertainty: float = 0.0
    balances: tuple[Balance, ...] | None = None
    energy_cost: float = 0.0
    system_cost: float = 0.0
    waste_cost: float = 0.0
    product_share: float | None = None
    stock_price: float | None = None

    def excuses(self, balance: Balance) -> bool:
        """True if a person chose that the balance need not close here: what is missing is no mistake, and no loss."""
        return self.balances is not None and balance not in self.balances


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that moves from one step (or place) to another during a year.

    Money and emissions are per unit of the quantity (kg, m3, kWh); None: not known, which is not zero.

    Attributes:
        source, target: Keys of steps or places; "": outside without a name.
        name: As a person wrote it ("Harina para la masa").
        substance: Key of what it is ("flour"); flows of one substance share colour and purchase price.
        quantity: Per year; None: not known. Zero is a quantity. Filled by `flow_rules.apply_rules` where `rule` is set.
        uncertainty: Relative half-width of the 95 % interval (`RELATIVE_UNCERTAINTY`, or what a person wrote as ± %);
            0: known exactly. With a `rule`: how far the rule holds.
        price: What a unit costs to buy, or brings when it is sold; for a loss: purchase value of what it holds, when
            a person gave it.
        disposal_cost: What it costs to get rid of a unit; income: what a unit brings (sold scrap).
        processing_cost: Energy and labour spent on a unit before it was lost, when a person gave it.
        kg_co2e: Emissions that a unit stands for.
        shares: Share of its mass that each followed substance makes up; a substance that is not listed is not in it.
        share_uncertainty: Relative half-width (95 %) of shares that are neither 0 nor 1.
        contents: Content per unit where the default of `content` is wrong: {WATER: 0.001} for steam in kg,
            {ENERGY: 4.3} for firewood in kg, {MASS: 1100} for brine in m3.
        loss: True or False where the default of `is_loss` is wrong.
        origin: Where the quantity was read.
    """

    key: str
    source: str
    target: str
    kind: FlowKind
    dimension: FlowDimension = FlowDimension.MASS
    quantity: float | None = None
    name: str = ""
    substance: str = ""
    uncertainty: float = RELATIVE_UNCERTAINTY[DataQuality.C]
    price: float | None = None
    disposal_cost: float | None = None
    income: float | None = None
    processing_cost: float | None = None
    kg_co2e: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    share_uncertainty: float = 0.1
    contents: Mapping[Balance, float] = field(default_factory=dict)
    rule: Rule | None = None
    loss: bool | None = None
    origin: BillRef | Explanation | None = None

    @property
    def unit(self) -> str:
        """Base unit of the quantity."""
        return UNITS[self.dimension]

    @property
    def label(self) -> str:
        """What to call it."""
        return self.name or self.substance or self.key


@dataclass(frozen=True, slots=True)
class Network:
    """The flow chart of an audit (W18), per year.

    Attributes:
        steps: Unit operations and places outside; keys are unique.
        flows: Keys are unique; ends that no step has count as outside.
        followed: Keys of the substances with a balance of their own, in the order to show.
        names: What to call the followed substances.
        currency: ISO code of all money.
        by_products_are_losses: By-products that leave are no product: their income is set against what they cost.
    """

    steps: tuple[Step, ...]
    flows: tuple[Flow, ...]
    followed: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    by_products_are_losses: bool = True

    def balances(self) -> tuple[Balance, ...]:
        """Mass, water, energy and the followed substances, as far as any flow holds some."""
        every = (MASS, WATER, ENERGY, *(substance(key) for key in self.followed))
        return tuple(one for one in every if any(content(flow, one) for flow in self.flows))

    def inside(self) -> tuple[Step, ...]:
        """The steps, without the places outside, in the order of the process."""
        return tuple(sorted((step for step in self.steps if step.outside is None), key=lambda step: step.order))


def content(flow: Flow, balance: Balance) -> float:
    """What a unit of a flow holds, in the unit of the balance.

    A kilogram of kind "water" is a litre. Energy has no mass, fuel in kg of kind "energy" neither: what it becomes goes
    up the chimney, and nobody enters the air that it takes.
    """
    if balance in flow.contents:
        return flow.contents[balance]
    if balance.kind is BalanceKind.MASS:
        return 0.0 if flow.kind is FlowKind.ENERGY else _KG_PER_UNIT[flow.dimension]
    if balance.kind is BalanceKind.WATER:
        litre = flow.dimension is FlowDimension.MASS and flow.kind is FlowKind.WATER
        return 1.0 if flow.dimension is FlowDimension.WATER else litre / KG_PER_M3_WATER
    if balance.kind is BalanceKind.ENERGY:
        return float(flow.dimension is FlowDimension.ENERGY)
    return flow.shares.get(balance.substance, 0.0) * content(flow, MASS)


_KG_PER_UNIT = {FlowDimension.MASS: 1.0, FlowDimension.WATER: KG_PER_M3_WATER, FlowDimension.ENERGY: 0.0}


def stock_increase(step: Step, balance: Balance) -> float:
    """Increase of what a step stores, in the unit of the balance."""
    if balance == MASS and MASS not in step.stock_change:
        return step.stock_change.get(WATER, 0.0) * KG_PER_M3_WATER
    return step.stock_change.get(balance, 0.0)


def standard_deviation(flow: Flow) -> float | None:
    """Of the quantity as entered, in its unit; None if there is no quantity."""
    return None if flow.quantity is None else abs(flow.quantity) * flow.uncertainty / COVERAGE_95


def with_quantities(network: Network, quantities: Mapping[str, float]) -> Network:
    """The network with these quantities in place of what was entered or ruled, such as the reconciled ones."""
    flows = (
        replace(flow, quantity=quantities[flow.key], rule=None) if flow.key in quantities else flow
        for flow in network.flows
    )
    return replace(network, flows=tuple(flows))


class Chart:
    """A network with its flows at hand by step; made once for all that is calculated from it."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.steps = {step.key: step for step in network.inside()}
        self.places = {step.key: step for step in network.steps if step.outside is not None}
        self.flows = {flow.key: flow for flow in network.flows}
        self.into: dict[str, list[Flow]] = {key: [] for key in self.steps}
        self.out_of: dict[str, list[Flow]] = {key: [] for key in self.steps}
        for flow in network.flows:
            if flow.source == flow.target:
                continue  # a loop at one step changes nothing there
            if flow.target in self.into:
                self.into[flow.target].append(flow)
            if flow.source in self.out_of:
                self.out_of[flow.source].append(flow)

    def is_loss(self, flow: Flow) -> bool:
        """True if what leaves with the flow is no product: waste, emissions, what goes to sewer, landfill or air."""
        if flow.target in self.steps or flow.source not in self.steps:
            return False
        if flow.loss is not None:
            return flow.loss
        place = self.places.get(flow.target)
        if flow.kind in _LOSING or (place is not None and place.outside in _LOST_AT):
            return True
        return flow.kind is FlowKind.BY_PRODUCT and self.network.by_products_are_losses

    def applies(self, step: Step, balance: Balance) -> bool:
        """True if the balance must close at the step (`Step.balances`)."""
        if step.balances is not None:
            return balance in step.balances and self._has(step, balance, both=False)
        closes = balance.kind in (BalanceKind.MASS, BalanceKind.SUBSTANCE)
        return closes and self._has(step, balance, both=True)

    def shown(self, step: Step, balance: Balance) -> bool:
        """True if the balance says something at the step: it must close, or both sides have some."""
        return self.applies(step, balance) or self._has(step, balance, both=True)

    def _has(self, step: Step, balance: Balance, *, both: bool) -> bool:
        stock = stock_increase(step, balance)
        inward = _any(self.into[step.key], balance) or stock < 0
        outward = _any(self.out_of[step.key], balance) or stock > 0
        return (inward and outward) if both else (inward or outward)


def _any(flows: Iterable[Flow], balance: Balance) -> bool:
    return any(content(flow, balance) for flow in flows)
