"""What bills and monthly values say for a flow chart: use, cost and emissions of each meter and resource, production.

The figures are those of the audit (`calc.audit_figures`), so that a flow that follows bills equals them. A page keeps
the facts while it edits flows, and reads them anew when bills, meters, monthly values or factors change
(`FACT_TABLES`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.comparison import WHOLE, Lacks, lacks_of
from score_desktop.calc.factors import FactorRequest, FactorTable, propose
from score_desktop.calc.figures import MICRO, Explanation, Figure, Input, Missing
from score_desktop.calc.inputs import ActivityData, AuditInputs
from score_desktop.calc.intensity import SUM_OF_VALUES, Production, production
from score_desktop.calc.ledger import Ledger, activity_inside
from score_desktop.enums import ActivityKind, FuelUse, GwpSet, Resource
from score_desktop.errors import ScoreError
from score_desktop.models.text import search_key
from score_desktop.msgid import N_
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.inventory import audit_inputs

FACT_TABLES = frozenset(
    {"bill", "meter", "activity_value", "product", "audit", "audit_factor", "enterprise", "site", "import_batch"}
)
"""Tables whose changes make facts old."""
DAYS_IN_YEAR = 365
TO_A_YEAR = N_("Amount in the period × days of a year / days of the period")
IN_THE_PERIOD = N_("Amount in the period")
DAYS_OF_YEAR = N_("Days of a year")
DAYS_OF_PERIOD = N_("Days of the period")
Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class ResourceFact:
    """What the bills of a meter, or of all meters of a resource, say about the period.

    Attributes:
        key: Portable id of the meter, or the resource.
        quantity: Per year, in `unit`; None where units cannot be added.
        cost: Per year, of bills in the enterprise's currency; None without any.
        kg_co2e: Per year; None where there is no factor.
        explanation: Of the quantity.
    """

    key: str
    name: str
    resource: Resource
    unit: str
    quantity: float | None
    cost: float | None
    kg_co2e: float | None
    explanation: Explanation | None

    @property
    def price(self) -> float | None:
        """Mean cost of a unit."""
        return self.cost / self.quantity if self.cost is not None and self.quantity else None

    @property
    def kg_co2e_per_unit(self) -> float | None:
        """Mean emissions of a unit."""
        return self.kg_co2e / self.quantity if self.kg_co2e is not None and self.quantity else None


@dataclass(frozen=True, slots=True)
class SeriesFact:
    """Production of a product, or the sum of another monthly series, per year.

    Attributes:
        key: Portable id of the product, or "kind:name" (`series_key`).
        whole: False where days of the period have no value: it is a least.
    """

    key: str
    name: str
    unit: str
    quantity: float
    explanation: Explanation
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """All that flows can follow.

    Attributes:
        year_factor: What amounts of the period are multiplied with to be per year; 1 for twelve months.
        lacks: What the bills of a resource lack, where they lack something.
        resources: By portable id of a meter, and by resource.
        products: In the order that they were made; `series`: others.
    """

    period: Period
    year_factor: float
    country: str
    currency: str
    gwp_set: GwpSet
    sector: str
    factors: FactorTable
    resources: Mapping[str, ResourceFact] = field(default_factory=dict)
    products: Mapping[str, SeriesFact] = field(default_factory=dict)
    series: Mapping[str, SeriesFact] = field(default_factory=dict)
    lacks: Mapping[Resource, Lacks] = field(default_factory=dict)

    def product(self, uid: str) -> SeriesFact | None:
        """A product by portable id; "" is the first that has values."""
        return self.products.get(uid) if uid else next(iter(self.products.values()), None)

    def usual_kg_co2e(self, resource: Resource, unit: str) -> float | None:
        """Emissions of a unit of a resource that the audit has no bills of, by the factor that would be proposed."""
        request = FactorRequest(resource, unit, self.country, self.period[0].year, FuelUse.HEAT, "", self.sector)
        found = propose(request, self.factors)
        if found is None or found.heat is not None:
            return None
        return units.convert(1.0, unit, units.get(found.factor.unit).symbol) * found.factor.kg_co2e(self.gwp_set)


def series_key(kind: ActivityKind, name: str) -> str:
    """What a monthly series without a product is named by."""
    return f"{kind.value}:{search_key(name)}"


def year_factor(period: Period) -> float:
    """1 for twelve months from any day; else days of a year by days of the period."""
    start, end = period
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day and months == 12:
        return 1.0
    return DAYS_IN_YEAR / (end - start).days


def read_facts(session: Session, audit_uid: str, today: dt.date, period: Period | None = None) -> Facts:
    """Facts of an audit's period, or of another one.

    Raises:
        Refused: "audit.unknown".
    """
    audit, enterprise = find_audit(session, audit_uid)
    inputs = audit_inputs(session, audit, enterprise, period or period_of(session, audit, today), sources=False)
    book = Ledger(inputs, trees=False)
    return facts_of(book, *audit_figures(book), enterprise.currency)


def facts_of(book: Ledger, figures: Sequence[Figure], missing: Iterable[Missing], currency: str) -> Facts:
    """The same from figures that are calculated already, and what is missing in them."""
    inputs = book.inputs
    scale = _Scale(inputs.period)
    resources = dict(_resources(book, figures, currency, scale))
    made, _ = production(book)
    products = {row.key: scale.series(row) for row in made}
    return Facts(
        inputs.period,
        scale.factor,
        inputs.country,
        currency,
        inputs.gwp_set,
        inputs.sector,
        inputs.factors,
        resources,
        products,
        dict(_series(inputs, scale)),
        _holes(missing),
    )


def _holes(missing: Iterable[Missing]) -> dict[Resource, Lacks]:
    found: dict[Resource, Lacks] = {}
    for one in missing:
        if one.why == "calc.months_missing" and one.key.startswith("use."):
            resource = Resource(one.key.removeprefix("use."))
            found[resource] = found.get(resource, WHOLE) | lacks_of(one)
    return found


class _Scale:
    """From the period to a year."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.factor = year_factor(period)

    def yearly(self, amount: float, unit: str, explanation: Explanation) -> Explanation:
        """How an amount per year was made from that of the period."""
        if self.factor == 1.0:
            return explanation
        days = float((self.period[1] - self.period[0]).days)
        inputs = (
            Input(IN_THE_PERIOD, amount, unit, explanation),
            Input(DAYS_OF_YEAR, float(DAYS_IN_YEAR), "d"),
            Input(DAYS_OF_PERIOD, days, "d"),
        )
        return Explanation(TO_A_YEAR, inputs)

    def series(self, made: Production) -> SeriesFact:
        """Production per year."""
        explanation = self.yearly(made.value, made.unit, made.explanation)
        return SeriesFact(made.key, made.name, made.unit, made.value * self.factor, explanation, not made.lacks.any)


def _resources(
    book: Ledger, figures: Iterable[Figure], currency: str, scale: _Scale
) -> Iterable[tuple[str, ResourceFact]]:
    """Meters and resources in the order of the vocabulary."""
    rows = list(figures)
    uses = [figure for figure in rows if figure.key.startswith("use.")]
    costs = _sums(figure for figure in rows if figure.key.startswith("cost.") and figure.unit == currency)
    gases = _sums(figure for figure in rows if figure.key.startswith("ghg.scope"))
    meters = book.meters
    for figure in uses:
        resource = Resource(figure.key.removeprefix("use."))
        uid = figure.dims.get("meter", "")
        own = [uid] if uid else [meter.uid for meter in meters.values() if meter.resource is resource]
        cost = _added(costs, own, scale.factor)
        gas = _added(gases, own, scale.factor)
        name = meters[uid].use or meters[uid].name if uid else ""
        explanation = scale.yearly(figure.value, figure.unit, figure.explanation)
        key = uid or resource.value
        quantity = figure.value * scale.factor
        yield key, ResourceFact(key, name, resource, figure.unit, quantity, cost, gas, explanation)


def _sums(figures: Iterable[Figure]) -> dict[str, float]:
    """Values by meter; figures of the whole audit are left out."""
    found: dict[str, float] = {}
    for figure in figures:
        meter = figure.dims.get("meter", "")
        if meter:
            found[meter] = found.get(meter, 0.0) + figure.value
    return found


def _added(values: Mapping[str, float], meters: Iterable[str], factor: float) -> float | None:
    known = [values[meter] for meter in meters if meter in values]
    return sum(known) * factor if known else None


def _series(inputs: AuditInputs, scale: _Scale) -> Iterable[tuple[str, SeriesFact]]:
    """Hours and other series that are no production, summed by name."""
    grouped: dict[str, list[ActivityData]] = {}
    for row in inputs.activity:
        if row.kind in (ActivityKind.HOURS, ActivityKind.OTHER):
            grouped.setdefault(series_key(row.kind, row.name), []).append(row)
    for key, rows in grouped.items():
        inside = activity_inside(rows, inputs.period)
        unit = rows[0].unit
        try:
            total = sum(_share(row, unit, inputs.period) for row in inside) / MICRO
        except ScoreError:
            continue
        if inside:
            made = scale.yearly(total, unit, Explanation(SUM_OF_VALUES, ()))
            yield key, SeriesFact(key, rows[0].name, unit, total * scale.factor, made)


def _share(row: ActivityData, unit: str, period: Period) -> int:
    value = units.convert_micro(row.value, row.unit or unit, unit)
    end = calendar.last_day_out(row.period_start, row.period_end)
    return calendar.share_inside(value, row.period_start, end, period)
