"""From stored rows to the network that everything is calculated from: units, periods, bills, rules, prices.

What cannot be said is a problem beside the flow, never an error: the rest of the chart is calculated all the same.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal

from score_desktop import units
from score_desktop.calc.energy import MJ_PER_KWH
from score_desktop.calc.figures import Explanation, Input, Missing
from score_desktop.calc.ledger import CONVERSION
from score_desktop.calc.network import (
    ENERGY,
    KG_PER_M3_WATER,
    MASS,
    RELATIVE_UNCERTAINTY,
    WATER,
    Balance,
    DensityVolume,
    Flow,
    Network,
    PerProduct,
    Remainder,
    Rule,
    ShareOf,
    Step,
    substance,
)
from score_desktop.enums import FlowDimension, FlowKind, FlowOrigin, FlowPeriod, Resource
from score_desktop.models.process import FLOW_PRICES, NONE_CLOSES
from score_desktop.models.text import search_key
from score_desktop.msgid import N_
from score_desktop.reference.fuels import heating
from score_desktop.services.process_facts import DAYS_IN_YEAR, Facts, ResourceFact, SeriesFact
from score_desktop.services.process_rows import FlowRow, ProcessRows, SettingsRow, StepRow
from score_desktop.services.process_substances import followed_keys, substance_of

ENTERED_TIMES_PERIODS = N_("Quantity entered × periods in a year × conversion of units")
SHARE_OF_BILLS = N_("Quantity billed × share of it × conversion of units")
SHARE_OF_SERIES = N_("Monthly values × share of them × conversion of units")
QUANTITY_ENTERED = N_("Quantity entered")
PERIODS = N_("Periods in a year")
BILLED = N_("Quantity billed")
VALUES = N_("Monthly values")
SHARE = N_("Share")
MONTHS, WEEKS = 12.0, 52.0

_WATERY = frozenset({FlowKind.WATER, FlowKind.WASTE, FlowKind.EMISSION, FlowKind.REUSE})


@dataclass(frozen=True, slots=True)
class Base:
    """How a unit of a flow becomes base units.

    Attributes:
        factor: Base units (kg, m3, kWh) of one `unit`.
        is_assumed: A density was assumed.
    """

    dimension: FlowDimension
    factor: float
    is_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """A network with what could not be said; problems have keys "flow.<uid>" or "step.<uid>"."""

    network: Network
    problems: tuple[Missing, ...]


def network_of(rows: ProcessRows, facts: Facts) -> Built:
    """The network of stored rows.

    Problems: "process.no_unit", "process.no_mass", "process.no_heat", "process.density_assumed",
    "process.no_batches", "process.no_bills", "process.no_series", "process.other_dimension",
    "process.volume_incomplete", "process.other_currency", "process.series_short", "process.price_unit",
    "process.stock_unit", "process.bills_dimension".
    """
    return _Builder(rows, facts).run()


def resource_of(flow: FlowRow) -> Resource | None:
    """What it is among resources of bills: as said, else water for flows of water."""
    if flow.resource is not None:
        return flow.resource
    return Resource.WATER if flow.kind is FlowKind.WATER else None


def base_of(flow: FlowRow, unit: str, country: str) -> Base | str:
    """How a unit of a flow becomes base units, or the message id of why not."""
    if not unit:
        return "process.no_unit"
    dimension = units.get(unit).dimension
    if dimension == "energy":
        return Base(FlowDimension.ENERGY, units.convert(1.0, unit, "kWh"))
    if flow.kind is FlowKind.ENERGY:
        return _heat(flow, unit, dimension, country)
    if dimension == "volume":
        return _volume(flow, units.convert(1.0, unit, "m3"))
    per_unit = units.convert(1.0, unit, "kg") if dimension == "mass" else flow.kg_per_unit
    return "process.no_mass" if per_unit is None else Base(FlowDimension.MASS, per_unit)


def _heat(flow: FlowRow, unit: str, dimension: str, country: str) -> Base | str:
    fuel = None if flow.resource is None else heating(flow.resource, country)
    per_base = None if fuel is None else {"mass": fuel.mj_per_kg, "volume": fuel.mj_per_m3}.get(dimension)
    if per_base is None:
        return "process.no_heat"
    base = units.convert(1.0, unit, "kg" if dimension == "mass" else "m3")
    return Base(FlowDimension.ENERGY, base * per_base / MJ_PER_KWH)


def _volume(flow: FlowRow, cubic_metres: float) -> Base:
    if flow.kind is FlowKind.WATER or (flow.kg_per_unit is None and flow.kind in _WATERY):
        return Base(FlowDimension.WATER, cubic_metres)
    if flow.kg_per_unit is not None:
        return Base(FlowDimension.MASS, cubic_metres * flow.kg_per_unit)
    return Base(FlowDimension.MASS, cubic_metres * KG_PER_M3_WATER, is_assumed=True)


_BY_KIND = {FlowKind.ENERGY: FlowDimension.ENERGY, FlowKind.WATER: FlowDimension.WATER}
_BASES = {"mass": MASS, "water": WATER, "energy": ENERGY}


def balance_named(name: str) -> Balance:
    """A balance by its key ("mass", "substance.chrome")."""
    return _BASES.get(name) or substance(name.removeprefix("substance."))


def closing_of(row: StepRow) -> tuple[Balance, ...] | None:
    """The balances of which a person said that they must close at a step, and no other; None: as usual."""
    if row.closes in ("", NONE_CLOSES):
        return () if row.closes else None
    return tuple(balance_named(name) for name in row.closes.split(","))


@dataclass(frozen=True, slots=True)
class _Prices:
    """Money per base unit, in the order of `FLOW_PRICES`."""

    price: float | None = None
    disposal_cost: float | None = None
    income: float | None = None
    processing_cost: float | None = None


class _Builder:
    """One pass over the rows."""

    def __init__(self, rows: ProcessRows, facts: Facts) -> None:
        self.rows = rows
        self.settings: SettingsRow = rows.settings
        self.facts = facts
        self.followed = followed_keys(self.settings.followed)
        self.problems: list[Missing] = []

    def run(self) -> Built:
        steps = tuple(self._step(row) for row in self.rows.steps)
        flows = tuple(self._flow(row) for row in self.rows.flows)
        names = {one.key: one.name for one in self.settings.followed}
        network = Network(
            steps,
            flows,
            tuple(names),
            names,
            self.facts.currency,
            self.settings.by_products_are_losses,
        )
        return Built(network, tuple(self.problems))

    # -- steps -----------------------------------------------------------------------------------------------------

    def _step(self, row: StepRow) -> Step:
        stock: dict[Balance, float] = {}
        if row.stock_change is not None:
            dimension = units.get(row.stock_unit).dimension
            found = {"mass": (MASS, "kg"), "volume": (WATER, "m3"), "energy": (ENERGY, "kWh")}.get(dimension)
            if found is None:
                self.problems.append(Missing(f"step.{row.uid}", "process.stock_unit", {"step": row.name}))
            else:
                stock[found[0]] = units.convert(float(row.stock_change), row.stock_unit, found[1])
                if found[0] == MASS:
                    stock |= self._stock_held(row, stock[MASS])
        return Step(
            row.uid,
            row.name,
            row.position,
            row.outside,
            stock,
            balances=closing_of(row),
            energy_cost=self._cost(row, row.energy_cost),
            system_cost=self._cost(row, row.system_cost),
            waste_cost=self._cost(row, row.waste_cost),
            product_share=row.product_share,
        )

    def _stock_held(self, row: StepRow, mass: float) -> dict[Balance, float]:
        """Followed substances in a stock, where all that passes through the step holds the same share of them."""
        passing = [
            flow
            for flow in self.rows.flows
            if row.uid in (flow.source, flow.target) and flow.kind is not FlowKind.ENERGY
        ]
        held: dict[Balance, float] = {}
        for one in self.settings.followed:
            shares = {float(flow.shares.get(one.key, 0.0)) for flow in passing}
            if len(shares) == 1 and (share := shares.pop()):
                held[substance(one.key)] = mass * share
        return held

    def _cost(self, row: StepRow, amount: Decimal | None) -> float:
        if amount is None:
            return 0.0
        if row.currency != self.facts.currency:
            params = {"name": row.name, "currency": row.currency, "own": self.facts.currency}
            self.problems.append(Missing(f"step.{row.uid}", "process.other_currency", params))
            return 0.0
        return float(amount)

    # -- flows -----------------------------------------------------------------------------------------------------

    def _flow(self, row: FlowRow) -> Flow:
        fact = self._followed(row)
        unit = row.unit or ("" if fact is None else fact.unit)
        base = base_of(row, unit, self.facts.country)
        if isinstance(base, str):
            if not (base == "process.no_unit" and row.quantity is None):
                self._tell(row, base, unit=unit)
            base = Base(_BY_KIND.get(row.kind, FlowDimension.MASS), 0.0)
        elif base.is_assumed and row.quantity is not None:
            self._tell(row, "process.density_assumed", unit=unit)
        quantity, origin, rule = self._quantity(row, base, fact)
        prices = self._prices(row, unit, base, fact)
        percent = row.uncertainty_percent
        return Flow(
            row.uid,
            row.source,
            row.target,
            row.kind,
            base.dimension,
            quantity,
            row.name,
            substance_of(row, self.followed),
            RELATIVE_UNCERTAINTY[row.quality] if percent is None else percent / 100.0,
            price=prices.price,
            disposal_cost=prices.disposal_cost,
            income=prices.income,
            processing_cost=prices.processing_cost,
            kg_co2e=self._emissions(row, unit, base, fact),
            shares={key: float(share) for key, share in row.shares.items()},
            contents={_BASES[key]: float(held) for key, held in row.contents.items()},
            rule=rule,
            loss=row.is_loss,
            origin=origin,
        )

    def _tell(self, row: FlowRow, why: str, **params: object) -> None:
        self.problems.append(Missing(f"flow.{row.uid}", why, {"flow": row.name, **params}))

    def _followed(self, row: FlowRow) -> ResourceFact | SeriesFact | None:
        """The bills or values that a flow follows; None, and told, where there are none."""
        if row.origin is FlowOrigin.BILLS:
            fact = self.facts.resources.get(row.origin_of)
            if fact is None or fact.quantity is None:
                self._tell(row, "process.no_bills")
            return fact
        if row.origin is FlowOrigin.SERIES:
            found = self.facts.products.get(row.origin_of) or self.facts.series.get(row.origin_of)
            if found is None:
                self._tell(row, "process.no_series")
            elif not found.whole:
                self._tell(row, "process.series_short", name=found.name)
            return found
        return None

    def _quantity(
        self, row: FlowRow, base: Base, fact: ResourceFact | SeriesFact | None
    ) -> tuple[float | None, Explanation | None, Rule | None]:
        if row.origin in (FlowOrigin.BILLS, FlowOrigin.SERIES):
            return (*self._of_fact(row, base, fact), None)
        if row.origin is FlowOrigin.SHARE_OF:
            return None, None, ShareOf(float(row.params["share"]), tuple(row.params["flows"]))
        if row.origin is FlowOrigin.REMAINDER:
            end = {"source": row.source, "target": row.target}.get(row.params.get("end", ""), "")
            return None, None, Remainder(end, balance_named(row.params.get("balance", "mass")))
        if row.origin is FlowOrigin.VOLUME:
            return None, None, self._containers(row)
        return self._entered(row, base)

    def _of_fact(
        self, row: FlowRow, base: Base, fact: ResourceFact | SeriesFact | None
    ) -> tuple[float | None, Explanation | None]:
        if fact is None or fact.quantity is None or fact.explanation is None:
            return None, None
        own = base_of(row, fact.unit, self.facts.country)
        if isinstance(own, str) or own.dimension is not base.dimension:
            if fact.name:
                self._tell(row, "process.other_dimension", unit=fact.unit, name=fact.name)
            else:  # all bills of a resource
                self._tell(row, "process.bills_dimension", unit=fact.unit)
            return None, None
        share = float(row.params.get("share", 1.0))
        billed = isinstance(fact, ResourceFact)
        inputs = (
            Input(BILLED if billed else VALUES, fact.quantity, fact.unit, fact.explanation),
            Input(SHARE, share, ""),
            Input(CONVERSION, own.factor, ""),
        )
        formula = SHARE_OF_BILLS if billed else SHARE_OF_SERIES
        return fact.quantity * share * own.factor, Explanation(formula, inputs)

    def _entered(self, row: FlowRow, base: Base) -> tuple[float | None, Explanation | None, Rule | None]:
        if row.quantity is None or not base.factor:
            return None, None, None
        amount = float(row.quantity)
        if row.period is FlowPeriod.PRODUCT:
            made = self.facts.product(self.settings.product)
            if made is not None and not made.whole:
                self._tell(row, "process.series_short", name=made.name)
            product = ("", "", None, None) if made is None else (made.name, made.unit, made.quantity, made.explanation)
            name, unit, quantity, explanation = product
            return None, None, PerProduct(amount * base.factor, quantity, name, unit, explanation)
        times = self._times(row)
        if times is None:
            return None, None, None
        inputs = (
            Input(QUANTITY_ENTERED, amount, row.unit),
            Input(PERIODS, times, ""),
            Input(CONVERSION, base.factor, ""),
        )
        return amount * times * base.factor, Explanation(ENTERED_TIMES_PERIODS, inputs), None

    def _times(self, row: FlowRow) -> float | None:
        """How often the quantity occurs in a year."""
        if row.period is FlowPeriod.DAY:
            return self.settings.days_per_year or float(DAYS_IN_YEAR)
        if row.period is FlowPeriod.BATCH:
            if self.settings.batches_per_year is None:
                self._tell(row, "process.no_batches")
            return self.settings.batches_per_year
        return {FlowPeriod.MONTH: MONTHS, FlowPeriod.WEEK: WEEKS}.get(row.period, 1.0)

    def _containers(self, row: FlowRow) -> Rule | None:
        volume = row.unit and units.get(row.unit).dimension == "volume"
        if row.quantity is None:
            return None
        if not volume or row.kg_per_unit is None or row.period is FlowPeriod.PRODUCT:
            self._tell(row, "process.volume_incomplete")
            return None
        times = self._times(row)
        if times is None:
            return None
        one = units.convert(float(row.quantity), row.unit, "m3")
        filled = one * float(row.params.get("count", 1)) * float(row.params.get("fill", 1.0))
        return DensityVolume(filled * times, row.kg_per_unit)

    # -- money and emissions, per base unit ------------------------------------------------------------------------

    def _prices(self, row: FlowRow, unit: str, base: Base, fact: ResourceFact | SeriesFact | None) -> _Prices:
        found = _Prices()
        entered = [getattr(row, name) for name in FLOW_PRICES]
        if any(amount is not None for amount in entered):
            if row.currency != self.facts.currency:
                params = {"currency": row.currency, "own": self.facts.currency}
                self._tell(row, "process.other_currency", name=row.name, **params)
            else:
                per = self._per_base(row, row.price_unit or unit, base)
                found = _Prices(*(None if one is None or per is None else float(one) * per for one in entered))
        if found.price is not None:
            return found
        return dataclasses.replace(found, price=self._usual(row, base, fact, "price"))

    def _per_base(self, row: FlowRow, unit: str, base: Base) -> float | None:
        """What an amount per `unit` is multiplied with to be per base unit."""
        own = base_of(row, unit, self.facts.country)
        if isinstance(own, str) or own.dimension is not base.dimension or not own.factor:
            if unit:
                self._tell(row, "process.price_unit", unit=unit)
            return None
        return 1.0 / own.factor

    def _emissions(self, row: FlowRow, unit: str, base: Base, fact: ResourceFact | SeriesFact | None) -> float | None:
        if row.kg_co2e is not None:
            per = self._per_base(row, row.price_unit or unit, base)
            return None if per is None else row.kg_co2e * per
        usual = self._usual(row, base, fact, "kg_co2e_per_unit")
        if usual is not None:
            return usual
        resource = resource_of(row)
        if resource is None or row.kind is not FlowKind.ENERGY or not base.factor:
            return None
        factor = self.facts.usual_kg_co2e(resource, unit)
        return None if factor is None else factor / base.factor

    def _usual(self, row: FlowRow, base: Base, fact: ResourceFact | SeriesFact | None, what: str) -> float | None:
        """Mean price or emissions by the bills: of what the flow follows, else of its resource; purchases only."""
        resource = resource_of(row)
        if isinstance(fact, ResourceFact):
            found: ResourceFact | None = fact
        elif resource is None or row.kind not in (FlowKind.ENERGY, FlowKind.WATER):
            return None
        else:
            found = self.facts.resources.get(resource.value)
        per_unit = None if found is None else getattr(found, what)
        if found is None or per_unit is None:
            return None
        own = base_of(row, found.unit, self.facts.country)
        if isinstance(own, str) or own.dimension is not base.dimension or not own.factor:
            return None
        return float(per_unit) / own.factor


def substance_key(name: str) -> str:
    """The key of a followed substance from its name ("Cromo (III)" → "cromo_iii")."""
    plain = "".join(one if one.isascii() and one.isalnum() else "_" for one in search_key(name).replace("\x7f", ""))
    return "_".join(part for part in plain.split("_") if part)[:40] or "s"
