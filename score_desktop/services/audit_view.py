"""What the pages of an audit show, from one calculation: overview, consumption, flows, footprint."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session

from score_desktop.calc.comparison import Cover
from score_desktop.calc.figures import Figure, Period
from score_desktop.calc.inputs import MeterData
from score_desktop.charts.data import CostByResource, EmissionsBySource, MonthlyUse, SankeyGraph
from score_desktop.enums import FindingKind, Resource
from score_desktop.i18n import Texts
from score_desktop.jobs import collector_paused
from score_desktop.reporting.content import (
    EmissionRow,
    FactorRow,
    GridAlternative,
    Money,
    ProductRow,
    QualityRow,
    ReportContent,
    ResourceRow,
)
from score_desktop.reporting.sections.footprint import total_range
from score_desktop.services.audits import period_of
from score_desktop.services.finding_reviews import FindingKey, Review
from score_desktop.services.flows import MOST_METERS, graph_from, units_there
from score_desktop.services.measures import Measure, all_measures, measure_of
from score_desktop.services.places import Gap, gaps_of
from score_desktop.services.process_periods import years_with_data
from score_desktop.services.report_content import Opened, content_of, open_audit


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period that the pages can look at: the audit's own, or a calendar year that has data."""

    start: dt.date
    end: dt.date
    of_audit: bool

    @property
    def period(self) -> Period:
        """First day and first day outside."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class People:
    """Mean number of people in the period; None: not known."""

    women: float | None
    men: float | None

    @property
    def total(self) -> float | None:
        """Women and men; None if neither is known."""
        known = [number for number in (self.women, self.men) if number is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Tile:
    """One resource in the period.

    Attributes:
        quantity, previous: Use, and that of the year before; None if not known or not complete.
        change: Relative change of the use; None without a year to compare with, or where `cover` is not even.
        cost_share: Share of the whole cost in the enterprise's currency; None without a cost.
        documents: Bills with a day in the period.
        gaps: Months (or other things) that are missing; findings: oddities in the bills that nobody accepted.
    """

    resource: Resource
    unit: str
    quantity: float | None
    previous: float | None
    change: float | None
    cost: Money
    cost_share: float | None
    unit_cost: float | None
    per_product: float | None
    quality: str
    documents: int
    gaps: int
    findings: int
    cover: Cover


@dataclass(frozen=True, slots=True)
class FindingView:
    """An oddity in the bills of a meter, with the days it is about (the last one outside).

    Attributes:
        fingerprint: Names it until its bills say something else.
        review: What was said about it; None: nothing.
    """

    meter: str
    meter_name: str
    resource: Resource
    start: dt.date
    end: dt.date
    message_id: str
    params: tuple[tuple[str, object], ...]
    kind: FindingKind
    fingerprint: str
    review: Review | None = None

    @property
    def is_open(self) -> bool:
        """True if nobody has accepted it."""
        return self.review is None or not self.review.accepted

    @property
    def key(self) -> FindingKey:
        """Names it for `finding_reviews`."""
        return FindingKey(self.meter, self.kind, self.fingerprint)


@dataclass(frozen=True, slots=True)
class AuditView:
    """Everything that the pages of an audit show of a period.

    Attributes:
        kind: "baseline" or "follow_up".
        period: First day and first day outside; `is_audit_period` is false for another year.
        periods: What can be looked at: the audit's own period first, then years with data, newest first.
        tiles: Resources, dearest first.
        cost_change, kg_change: Relative change against the year before; None if either is not complete.
        cost_cover, kg_cover: What both lack.
        kg_biogenic: Kilograms of CO2 outside the scopes.
        grid_range: Least and most kilograms over the published grid factors; None without a choice.
        figures: All figures; their explanations end at sums (`services.explain` gives the whole tree of one).
        flow_units: Units in which the flow diagram has something to show.
        months: Months of each resource in each measure; `monthly` finds one.
        meters: For the flow diagram, in the order they were made.
    """

    audit: str
    audit_name: str
    kind: str
    period: Period
    is_audit_period: bool
    periods: tuple[PeriodChoice, ...]
    enterprise: str
    enterprise_name: str
    city: str
    country: str
    sector: str
    currency: str
    people: People
    products: tuple[ProductRow, ...]
    main_product: ProductRow | None
    tiles: tuple[Tile, ...]
    cost_total: Money
    cost_previous: Money | None
    cost_change: float | None
    cost_cover: Cover
    cost_chart: CostByResource | None
    emissions: tuple[EmissionRow, ...]
    emissions_chart: EmissionsBySource | None
    kg_scope1: float | None
    kg_scope2: float | None
    kg_total: float | None
    kg_previous: float | None
    kg_change: float | None
    kg_cover: Cover
    kg_per_product: float | None
    kg_biogenic: float | None
    grid_alternatives: tuple[GridAlternative, ...]
    grid_range: tuple[float, float] | None
    factors: tuple[FactorRow, ...]
    findings: tuple[FindingView, ...]
    gaps: tuple[Gap, ...]
    quality: tuple[QualityRow, ...]
    figures: tuple[Figure, ...]
    flow_units: tuple[str, ...]
    months: tuple[MonthlyUse, ...]
    meters: tuple[MeterData, ...]


def audit_view(
    session: Session, audit_uid: str, texts: Texts, today: dt.date, period: int | Period | None = None
) -> AuditView:
    """Calculate an audit for its pages.

    Args:
        texts: For names that a diagram makes.
        period: A calendar year, or another period; None: the audit's own.

    Raises:
        Refused: "audit.unknown".
    """
    if isinstance(period, int):
        period = (dt.date(period, 1, 1), dt.date(period + 1, 1, 1))
    with collector_paused():
        opened = open_audit(session, audit_uid, today, period)
        content = content_of(session, opened, texts, today)
        own = period_of(session, opened.audit, today)
        return _view(opened, content, own, years_with_data(session, opened.enterprise.key))


def _view(opened: Opened, content: ReportContent, own: Period, years: list[int]) -> AuditView:
    book, audit, enterprise = opened.book, opened.audit, opened.enterprise
    inputs = opened.ledger.inputs
    gaps = gaps_of(opened.missing, inputs.meters)
    return AuditView(
        audit=audit.uid,
        audit_name=audit.name,
        kind=str(audit.kind),
        period=opened.period,
        is_audit_period=opened.period == own,
        periods=_choices(own, years),
        enterprise=enterprise.uid,
        enterprise_name=enterprise.name,
        city=enterprise.city,
        country=enterprise.country,
        sector=enterprise.sector,
        currency=enterprise.currency,
        people=People(book.value("activity.workers_f"), book.value("activity.workers_m")),
        products=content.products,
        main_product=content.main_product,
        tiles=_tiles(content, gaps),
        cost_total=content.cost_total,
        cost_previous=content.cost_previous,
        cost_change=content.cost_change,
        cost_cover=content.cost_cover,
        cost_chart=content.cost_chart,
        emissions=content.emissions,
        emissions_chart=content.emissions_chart,
        kg_scope1=content.kg_co2e_scope1,
        kg_scope2=content.kg_co2e_scope2,
        kg_total=content.kg_co2e_total,
        kg_previous=content.kg_co2e_previous,
        kg_change=content.kg_change,
        kg_cover=content.kg_cover,
        kg_per_product=content.kg_co2e_per_product,
        kg_biogenic=book.value("ghg.biogenic"),
        grid_alternatives=content.grid_alternatives,
        grid_range=total_range(content),
        factors=content.factors,
        findings=_findings(opened),
        gaps=gaps,
        quality=content.quality,
        figures=opened.figures,
        flow_units=units_there(inputs.meters, inputs.country, opened.figures, enterprise.currency),
        months=all_measures(book, enterprise.currency),
        meters=inputs.meters,
    )


def _findings(opened: Opened) -> tuple[FindingView, ...]:
    meters = opened.ledger.meters
    return tuple(
        FindingView(
            found.meter_uid,
            meters[found.meter_uid].name,
            meters[found.meter_uid].resource,
            found.start,
            found.end,
            found.message_id,
            tuple(found.params.items()),
            found.kind,
            found.fingerprint,
            opened.review(found),
        )
        for found in opened.oddities
    )


def _tiles(content: ReportContent, gaps: tuple[Gap, ...]) -> tuple[Tile, ...]:
    quality = {row.resource: row for row in content.quality}
    holes = Counter[Resource | None]()
    for gap in gaps:
        if gap.key.startswith("use."):
            holes[gap.place.resource] += gap.holes
    whole = dict(content.cost_total).get(content.currency, 0.0)
    return tuple(_tile(row, quality[row.resource], holes[row.resource], whole, content) for row in content.resources)


def _tile(row: ResourceRow, quality: QualityRow, gaps: int, whole: float, content: ReportContent) -> Tile:
    own = dict(row.cost).get(content.currency)
    return Tile(
        resource=row.resource,
        unit=row.unit,
        quantity=row.quantity,
        previous=row.previous,
        change=row.change,
        cost=row.cost,
        cost_share=own / whole if own is not None and whole > 0 else None,
        unit_cost=row.unit_cost,
        per_product=row.per_product,
        quality=quality.quality,
        documents=quality.documents,
        gaps=gaps,
        findings=len(quality.open_findings),
        cover=row.cover,
    )


def _choices(own: Period, years: list[int]) -> tuple[PeriodChoice, ...]:
    found = [PeriodChoice(*own, of_audit=True)]
    for year in sorted(years, reverse=True):
        period = (dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
        if period != own:
            found.append(PeriodChoice(*period, of_audit=False))
    return tuple(found)


# -- parts of a view -------------------------------------------------------------------------------------------------


def figure_of(view: AuditView, key: str, meter: str = "", product: str = "") -> Figure | None:
    """A figure by key, of the whole audit or of one meter or product; None if it cannot be given."""
    for figure in view.figures:
        fits = figure.key == key and figure.dims.get("meter", "") == meter
        if fits and (not product or figure.dims.get("product") == product):
            return figure
    return None


def measures(view: AuditView, resource: Resource) -> tuple[Measure, ...]:
    """What the months of a resource can be looked at in."""
    return tuple(measure_of(data) for data in view.months if data.resource is resource)


def monthly(view: AuditView, resource: Resource, measure: str = "quantity") -> MonthlyUse | None:
    """The months of a resource; None if they are not known in that measure."""
    found = (data for data in view.months if data.resource is resource and data.measure == measure)
    return next(found, None)


def emission_key(row: EmissionRow) -> str:
    """Key of the figure that a row of the footprint shows."""
    return f"ghg.scope1.{row.resource}" if row.scope == 1 else "ghg.scope2.location"


# -- flows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One flow of the diagram as a line of a table; `key` is that of its ribbon, `share` is of all that enters."""

    key: str
    source: str
    target: str
    resource: Resource | None
    substance: str
    value: float
    unit: str
    share: float | None


def flow_of(view: AuditView, unit: str, texts: Texts, most: int = MOST_METERS) -> SankeyGraph:
    """The flow diagram in one of `AuditView.flow_units`.

    Raises:
        Refused: "flows.nothing", "flows.negative".
    """
    return graph_from(view.meters, view.country, view.figures, unit, view.currency, texts, most)


def flow_rows(graph: SankeyGraph) -> tuple[FlowRow, ...]:
    """The flows of a diagram, largest first."""
    names = {node.key: node.label for node in graph.nodes}
    targets = {flow.target for flow in graph.flows}
    total = sum(flow.value for flow in graph.flows if flow.source not in targets)
    rows = (
        FlowRow(
            flow.key,
            names[flow.source],
            names[flow.target],
            flow.resource,
            flow.substance,
            flow.value,
            graph.unit,
            flow.value / total if total > 0 else None,
        )
        for flow in graph.flows
    )
    return tuple(sorted(rows, key=lambda row: -row.value))
