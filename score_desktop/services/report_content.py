"""What the documents of an audit say, from the figures: nothing is calculated here that `calc` has calculated."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.cost import cost_in
from score_desktop.calc.factors import Factor
from score_desktop.calc.figures import MICRO, Figure, Missing, Period
from score_desktop.calc.findings import Finding, findings
from score_desktop.calc.footprint import Emission, Footprint, footprint, grid_alternatives
from score_desktop.calc.intensity import Production, production
from score_desktop.calc.ledger import Ledger
from score_desktop.calc.use import MeterMonths, coverage, monthly_use, use_in
from score_desktop.charts.data import (
    CostByResource,
    CostItem,
    EmissionItem,
    EmissionsBySource,
    MonthlySeries,
    MonthlyUse,
    SankeyGraph,
)
from score_desktop.enums import ActivityKind, AuditKind, FactorStatus, MeterKind, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import collector_paused
from score_desktop.models import Attachment, AttachmentContent, Bill, Contact, Enterprise, Meter, Site
from score_desktop.models import Brand as BrandTable
from score_desktop.msgid import N_
from score_desktop.reference import sources
from score_desktop.reporting.content import (
    Brand,
    EmissionRow,
    FactorRow,
    FindingRow,
    GridAlternative,
    Money,
    Party,
    ProductRow,
    QualityRow,
    ReportContent,
    ResourceRow,
)
from score_desktop.services import report_rows
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.flows import graph_of
from score_desktop.services.inventory import audit_inputs, bills_for_findings

_WORST = (FactorStatus.VERIFIED, FactorStatus.DERIVED, FactorStatus.RECALLED, FactorStatus.EXPERT_ESTIMATE)


def report_content(
    session: Session, audit_uid: str, texts: Texts, today: dt.date, *, rows: bool = False
) -> ReportContent:
    """Everything that documents of an audit say.

    Args:
        texts: For names that the diagram makes (resources, totals).
        rows: Bills, months, activity and figures too, for the workbook.

    Raises:
        Refused: "audit.unknown".
    """
    with collector_paused():
        return _content(session, audit_uid, texts, today, rows=rows)


def _content(session: Session, audit_uid: str, texts: Texts, today: dt.date, *, rows: bool) -> ReportContent:
    audit, enterprise = find_audit(session, audit_uid)
    period = period_of(session, audit, today)
    before = calendar.previous_period(period)
    ledger = Ledger(audit_inputs(session, audit, enterprise, period, since=before[0]))
    figures, missing = audit_figures(ledger)
    qualities = _qualities(session, enterprise.key, period)
    book = _Book(ledger, figures, before, qualities)
    emitted = footprint(ledger)
    oddities = _oddities(session, ledger, today)
    return ReportContent(
        audit_uid=audit.uid,
        audit_name=audit.name,
        is_baseline=audit.kind is AuditKind.BASELINE,
        enterprise=_party(session, enterprise),
        brand=_brand(session, enterprise, audit.trainer),
        period=period,
        report_date=audit.report_date or today,
        gwp_set=str(audit.gwp_set),
        currency=enterprise.currency,
        products=book.products,
        main_product=book.main_product,
        resources=book.resources(),
        cost_total=book.money("cost.total"),
        cost_previous=book.cost_previous(),
        monthly=book.monthly(),
        cost_chart=book.cost_chart(enterprise.currency),
        emissions=book.emissions(emitted),
        emissions_chart=_emissions_chart(book.emissions(emitted)),
        kg_co2e_scope1=book.value("ghg.scope1"),
        kg_co2e_scope2=book.value("ghg.scope2.location"),
        kg_co2e_total=book.value("ghg.total"),
        kg_co2e_previous=_emitted_before(book, before, emitted),
        kg_co2e_per_product=book.intensity("ghg"),
        flows=_flows(ledger, figures, enterprise.currency, texts),
        factors=_factors(emitted, str(audit.gwp_set), ledger),
        grid_alternatives=_grid(ledger),
        quality=tuple(_quality(ledger, resource, oddities, qualities) for resource in ledger.resources()),
        gaps=_gaps(missing),
        bills=report_rows.bills_of(ledger) if rows else (),
        months=report_rows.months_of(ledger) if rows else (),
        activity=report_rows.activity_of(ledger) if rows else (),
        figures=report_rows.figures_of(figures) if rows else (),
    )


class _Book:
    """The figures of one audit by key, for one call of `report_content`."""

    def __init__(
        self, ledger: Ledger, figures: Sequence[Figure], before: Period, qualities: Mapping[Resource, str]
    ) -> None:
        self.ledger = ledger
        self.qualities = qualities
        self.before = before
        self.whole: dict[str, list[Figure]] = {}
        for figure in figures:
            if "meter" not in figure.dims:
                self.whole.setdefault(figure.key, []).append(figure)
        made, _ = production(ledger)
        earlier, _ = production(ledger, before)
        past = {row.key: row.value for row in earlier}
        self.products = tuple(ProductRow(row.name, row.unit, row.value, past.get(row.key)) for row in made)
        self._main: Production | None = next((row for row in made if row.micro > 0), None)
        position = next((i for i, row in enumerate(made) if row is self._main), None)
        self.main_product = None if position is None else self.products[position]

    def value(self, key: str) -> float | None:
        """Value of a figure of the whole audit; None if it cannot be given."""
        found = self.whole.get(key)
        return found[0].value if found else None

    def money(self, key: str) -> Money:
        """Amounts of a cost figure by currency, largest first."""
        return tuple(sorted(((f.unit, f.value) for f in self.whole.get(key, ())), key=lambda pair: -pair[1]))

    def intensity(self, of: str) -> float | None:
        """Amount per unit of the main product."""
        return None if self._main is None else self.value(f"intensity.{of}.{self._main.key}")

    def resources(self) -> tuple[ResourceRow, ...]:
        """Resources with use or cost in the period, dearest first."""
        there = [r for r in self.ledger.resources() if self.whole.get(f"use.{r}") or self.whole.get(f"cost.{r}")]
        found = [self._resource(resource) for resource in there]
        return tuple(sorted(found, key=lambda row: -(row.cost[0][1] if row.cost else 0.0)))

    def _resource(self, resource: Resource) -> ResourceRow:
        uses = self.whole.get(f"use.{resource}")
        quantity, unit = (uses[0].value, uses[0].unit) if uses else (None, "")
        cost = self.money(f"cost.{resource}")
        past = use_in(self.ledger, resource, self.before, unit) if unit else None
        complete = past is not None and past.complete
        past_cost = cost_in(self.ledger, resource, self.before)
        return ResourceRow(
            resource=resource,
            unit=unit,
            quantity=quantity,
            previous=past.value if past is not None and complete else None,
            per_product=self.intensity(str(resource)),
            cost=cost,
            cost_previous=tuple(sorted(past_cost.items(), key=lambda pair: -pair[1])) if complete else None,
            unit_cost=cost[0][1] / quantity if len(cost) == 1 and quantity is not None and quantity > 0 else None,
        )

    def cost_previous(self) -> Money | None:
        """Cost of the year before over all resources; None if any of them is not complete there."""
        rows = self.resources()
        if not rows or any(row.cost_previous is None for row in rows):
            return None
        sums: dict[str, int] = {}
        for row in rows:
            for currency, amount in row.cost_previous or ():
                sums[currency] = sums.get(currency, 0) + round(amount * MICRO)
        return tuple(sorted(((c, micro / MICRO) for c, micro in sums.items()), key=lambda pair: -pair[1]))

    def cost_chart(self, currency: str) -> CostByResource | None:
        """Costs in the enterprise's currency."""
        items = tuple(
            CostItem(row.resource, amount)
            for row in self.resources()
            for code, amount in row.cost
            if code == currency and amount > 0
        )
        return CostByResource(currency, items) if items else None

    def monthly(self) -> tuple[MonthlyUse, ...]:
        """Months of each resource, dearest first, with those of the main product."""
        months = calendar.months_between(*self.ledger.inputs.period)
        made, change = self._production(months)
        found = []
        for row in self.resources():
            table = monthly_use(self.ledger, row.resource, months)
            if table is None:
                continue
            meters = sorted(table.meters, key=lambda meter: -sum(value or 0 for value in meter.quantity.values))
            found.append(
                MonthlyUse(
                    resource=row.resource,
                    unit=table.unit,
                    months=months,
                    meters=tuple(
                        MonthlySeries(meter.meter.use or meter.meter.name, _charted(meter)) for meter in meters
                    ),
                    production=made,
                    production_unit=self._main.unit if self._main else "",
                    previous_total=row.previous,
                    production_change=change,
                )
            )
        return tuple(found)

    def _production(self, months: tuple[dt.date, ...]) -> tuple[MonthlySeries | None, float | None]:
        if self._main is None or self.main_product is None:
            return None, None
        rows = [
            (
                row.period_start,
                row.period_end,
                units.convert_micro(row.value, row.unit or self._main.unit, self._main.unit),
            )
            for row in self.ledger.inputs.activity
            if row.kind is ActivityKind.PRODUCTION and (row.product_uid or row.name) == self._main.key
        ]
        values = calendar.monthly_table(rows, months, period=self.ledger.inputs.period).values
        change = calendar.relative_change(self.main_product.quantity, self.main_product.previous)
        return MonthlySeries(self._main.name, report_rows.numbers(values)), change

    def emissions(self, emitted: Footprint) -> tuple[EmissionRow, ...]:
        """Emissions by resource, scope 1 first, largest first."""
        grouped: dict[tuple[int, Resource], list[Emission]] = {}
        for emission in emitted.emissions:
            grouped.setdefault((emission.scope, emission.meter.resource), []).append(emission)
        made = [self._emission(scope, resource, parts) for (scope, resource), parts in grouped.items()]
        return tuple(sorted(made, key=lambda row: (row.scope, -row.kg_co2e)))

    def _emission(self, scope: int, resource: Resource, parts: list[Emission]) -> EmissionRow:
        kg = math.fsum(part.kg for part in parts)
        uses = self.whole.get(f"use.{resource}")
        statuses = [proposal.factor.status for part in parts for proposal in part.proposals]
        product = self.main_product
        return EmissionRow(
            scope=scope,
            resource=resource,
            label=parts[0].meter.use if len(parts) == 1 else "",
            quantity=uses[0].value if uses else None,
            unit=uses[0].unit if uses else "",
            kg_co2e=kg,
            per_product=kg / product.quantity if product else None,
            quality=self.qualities[resource],
            factor_status=str(max(statuses, key=_WORST.index)),
        )


def _charted(meter: MeterMonths) -> tuple[float | None, ...]:
    """Months of a meter as charts show them: a month without a purchase is zero, a month without a bill is a gap."""
    values = report_rows.numbers(meter.quantity.values)
    bought = meter.meter.kind is MeterKind.PURCHASE
    return tuple(0.0 if bought and value is None else value for value in values)


def _emissions_chart(rows: tuple[EmissionRow, ...]) -> EmissionsBySource | None:
    """One bar for each resource, by its name; what it drives stands in the table."""
    items = tuple(EmissionItem(row.resource, row.scope, row.kg_co2e, status=row.factor_status) for row in rows)
    return EmissionsBySource(items) if items else None


def _emitted_before(book: _Book, before: Period, now: Footprint) -> float | None:
    """Emissions of the year before, if every source of today has a complete year there."""
    emitting = {emission.meter.resource for emission in now.emissions}
    rows = [row for row in book.resources() if row.resource in emitting]
    if not rows or any(row.previous is None for row in rows):
        return None
    return footprint(book.ledger, before).total()


def _flows(ledger: Ledger, figures: tuple[Figure, ...], currency: str, texts: Texts) -> SankeyGraph | None:
    try:
        return graph_of(ledger.inputs, figures, "money", currency, texts)
    except Refused:  # nothing to draw: the part does not appear
        return None


def _factors(emitted: Footprint, gwp_set: str, ledger: Ledger) -> tuple[FactorRow, ...]:
    return tuple(
        FactorRow(
            factor_id=proposal.factor.id,
            activity_en=proposal.factor.activity_en,
            activity_es=proposal.factor.activity_es,
            value=proposal.factor.kg_co2e(ledger.inputs.gwp_set),
            unit=units.get(proposal.factor.unit).symbol,
            basis=proposal.factor.basis,
            source=source_name(proposal.factor),
            year=proposal.factor.year,
            status=str(proposal.factor.status),
            uncertainty_percent=proposal.factor.uncertainty,
            notes=proposal.notes,
        )
        for proposal in emitted.factors()
    )


_OWN_SOURCES = {
    "EXPERT_BO": N_("Estimate for Bolivia made for this program; its formula stands in the data; to be replaced."),
}
"""Sources that are no publications: told in the reader's language."""


def source_name(factor: Factor) -> str:
    """Title, publisher and year of a factor's source, as a list of sources names it."""
    if factor.source_id in _OWN_SOURCES:
        return _OWN_SOURCES[factor.source_id]
    source = sources()[factor.source_id]
    return ". ".join(part for part in (source.title, f"{source.publisher}, {source.year}") if part)


def _grid(ledger: Ledger) -> tuple[GridAlternative, ...]:
    return tuple(
        GridAlternative(
            factor_id=row.factor.id,
            basis=row.factor.basis,
            source=source_name(row.factor),
            year=row.factor.year,
            value=row.factor.kg_co2e(ledger.inputs.gwp_set),
            kg_co2e=row.kg,
            in_use=row.in_use,
        )
        for row in grid_alternatives(ledger)
    )


# -- quality ---------------------------------------------------------------------------------------------------------


def _oddities(session: Session, ledger: Ledger, today: dt.date) -> list[Finding]:
    """Findings that touch the audit's period."""
    uids = [meter.uid for meter in ledger.inputs.meters]
    ids = [row for row in session.scalars(select(col(Meter.id)).where(col(Meter.uid).in_(uids))) if row is not None]
    start, end = ledger.inputs.period
    found = findings(ledger.inputs.meters, bills_for_findings(session, ids), today) if ids else ()
    return [finding for finding in found if finding.start < end and finding.end > start]


def _qualities(session: Session, enterprise_id: int, period: Period) -> dict[Resource, str]:
    """The worst quality, A to D, among the bills of each resource that touch the period."""
    rows = session.execute(
        select(col(Meter.resource), func.max(col(Bill.quality)))
        .join(Meter, col(Meter.id) == col(Bill.meter_id))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(
            col(Site.enterprise_id) == enterprise_id,
            col(Bill.period_start) < period[1],
            col(Bill.period_end) > period[0],
        )
        .group_by(col(Meter.resource))
    )
    return {resource: str(quality) for resource, quality in rows}


def _quality(
    ledger: Ledger, resource: Resource, oddities: list[Finding], qualities: Mapping[Resource, str]
) -> QualityRow:
    covered = coverage(ledger, resource)
    names = {meter.uid: meter.name for meter in ledger.of_resource(resource)}
    return QualityRow(
        resource=resource,
        months=covered.months,
        months_expected=covered.months_expected,
        documents=covered.documents,
        quality=qualities.get(resource, ""),
        findings=tuple(
            FindingRow(resource, names[f.meter_uid], f.message_id, tuple(f.params.items()))
            for f in oddities
            if f.meter_uid in names
        ),
        files=covered.files,
        metered=covered.metered,
    )


def _gaps(missing: Iterable[Missing]) -> tuple[tuple[str, tuple[tuple[str, object], ...]], ...]:
    return tuple(dict.fromkeys((gap.why, tuple(gap.params.items())) for gap in missing))


# -- people and looks ------------------------------------------------------------------------------------------------


def _party(session: Session, enterprise: Enterprise) -> Party:
    person = session.scalars(
        select(Contact)
        .where(col(Contact.enterprise_id) == enterprise.key, col(Contact.kind) == "client")
        .order_by(col(Contact.id))
    ).first()
    return Party(
        name=enterprise.name,
        tax_id=enterprise.tax_id,
        address=enterprise.address,
        city=enterprise.city,
        country=enterprise.country,
        contact_name=person.name if person else "",
        contact_role=person.role if person else "",
    )


def _brand(session: Session, enterprise: Enterprise, trainer: str) -> Brand:
    brand = session.scalars(select(BrandTable).where(col(BrandTable.enterprise_id) == enterprise.key)).first()
    if brand is None:
        return Brand(contact_name=trainer)
    return Brand(
        organisation=brand.organisation,
        contact_name=brand.contact_name or trainer,
        contact_role=brand.contact_role,
        contact_email=brand.contact_email,
        colour=brand.colour,
        client_logo=_file(session, brand.client_logo_id),
        organisation_logo=_file(session, brand.organisation_logo_id),
    )


def _file(session: Session, attachment_id: int | None) -> bytes | None:
    if attachment_id is None:
        return None
    query = select(col(AttachmentContent.content)).join(
        Attachment, col(Attachment.id) == col(AttachmentContent.attachment_id)
    )
    return session.scalars(query.where(col(Attachment.id) == attachment_id)).first()
