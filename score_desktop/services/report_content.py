"""What the documents of an audit say, from the figures: nothing is calculated here that `calc` has calculated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.comparison import cover_of
from score_desktop.calc.factors import Factor
from score_desktop.calc.figures import Figure, Missing, Period
from score_desktop.calc.findings import Finding, findings
from score_desktop.calc.footprint import Footprint, footprint, grid_alternatives
from score_desktop.calc.ledger import Ledger
from score_desktop.calc.use import coverage
from score_desktop.charts.data import SankeyGraph
from score_desktop.enums import AuditKind, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import collector_paused, stop_point
from score_desktop.models import Attachment, AttachmentContent, Audit, Bill, Contact, Enterprise, Meter, Site
from score_desktop.models import Brand as BrandTable
from score_desktop.msgid import N_
from score_desktop.reference import sources
from score_desktop.reporting.content import (
    Brand,
    FactorRow,
    FindingRow,
    GridAlternative,
    Party,
    QualityRow,
    ReportContent,
    ResourceRow,
)
from score_desktop.services import report_rows
from score_desktop.services.audit_book import Book, emissions_chart
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.finding_reviews import Review, Reviews, reviews_of_enterprise
from score_desktop.services.flows import MOST_METERS, graph_of
from score_desktop.services.inventory import audit_inputs, bills_for_findings, meter_groups
from score_desktop.services.report_options import options_of


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
    opened = open_audit(session, audit_uid, today, rows=rows)
    content = content_of(session, opened, texts, today, rows=rows)
    # Half of the arithmetic is loaded with it, which only a report and the costs of a process need.
    from score_desktop.services.process_report import process_content

    process = process_content(session, opened.audit, opened.ledger, opened.figures, content.currency, texts)
    return replace(content, process=process)


@dataclass(frozen=True, slots=True)
class Opened:
    """An audit with everything calculated once; between services only, because it holds rows.

    Attributes:
        period: First day and first day outside: the audit's own, or the one that was asked for.
        oddities: Findings that touch the period.
        reviews: What was said about findings.
    """

    audit: Audit
    enterprise: Enterprise
    period: Period
    ledger: Ledger
    figures: tuple[Figure, ...]
    missing: tuple[Missing, ...]
    emitted: Footprint
    book: Book
    oddities: tuple[Finding, ...]
    reviews: Reviews

    def review(self, finding: Finding) -> Review | None:
        """What was said about a finding; None: nothing."""
        return self.reviews.get((finding.meter_uid, finding.fingerprint))


def open_audit(
    session: Session, audit_uid: str, today: dt.date, period: Period | None = None, *, rows: bool = False
) -> Opened:
    """Load and calculate an audit, without the trees of its bills: `services.explain` makes those one by one.

    Args:
        period: Another period than the audit's own.
        rows: Load where each bill was read too.

    Raises:
        Refused: "audit.unknown".
    """
    audit, enterprise = find_audit(session, audit_uid)
    period = period or period_of(session, audit, today)
    before = calendar.previous_period(period)
    inputs = audit_inputs(session, audit, enterprise, period, since=before[0], sources=rows)
    ledger = Ledger(inputs, trees=False)
    figures, missing = audit_figures(ledger)
    book = Book(ledger, figures, before, _qualities(session, enterprise.key, period))
    oddities = _oddities(session, enterprise.key, ledger, today)
    reviews = reviews_of_enterprise(session, enterprise.key)
    return Opened(audit, enterprise, period, ledger, figures, missing, footprint(ledger), book, oddities, reviews)


def content_of(session: Session, opened: Opened, texts: Texts, today: dt.date, *, rows: bool = False) -> ReportContent:
    """What documents say, from an audit that is calculated already; arguments as `report_content`."""
    audit, enterprise, ledger, book = opened.audit, opened.enterprise, opened.ledger, opened.book
    emitted = opened.emitted
    return ReportContent(
        audit_uid=audit.uid,
        audit_name=audit.name,
        is_baseline=audit.kind is AuditKind.BASELINE,
        enterprise=_party(session, enterprise),
        brand=_brand(session, enterprise, audit.trainer),
        period=opened.period,
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
        emissions_chart=emissions_chart(book.emissions(emitted)),
        kg_co2e_scope1=book.value("ghg.scope1"),
        kg_co2e_scope2=book.value("ghg.scope2.location"),
        kg_co2e_total=book.value("ghg.total"),
        kg_co2e_previous=_emitted_before(book, emitted),
        cost_cover=book.cost_cover(),
        kg_cover=cover_of(*(row.cover for row in _emitting(book, emitted))),
        kg_co2e_per_product=book.intensity("ghg"),
        flows=_flows(ledger, opened.figures, enterprise.currency, texts),
        factors=_factors(emitted, str(audit.gwp_set), ledger),
        grid_alternatives=_grid(ledger),
        quality=tuple(_quality(opened, resource) for resource in ledger.resources()),
        gaps=_gaps(opened.missing),
        hidden=options_of(audit).hidden,
        bills=report_rows.bills_of(ledger) if rows else (),
        months=report_rows.months_of(ledger) if rows else (),
        activity=report_rows.activity_of(ledger) if rows else (),
        figures=report_rows.figures_of(opened.figures) if rows else (),
    )


def _emitted_before(book: Book, now: Footprint) -> float | None:
    """Emissions of the year before, if every source of today has a complete year there."""
    rows = _emitting(book, now)
    if not rows or any(row.previous is None for row in rows):
        return None
    return footprint(book.ledger, book.before).total()


def _emitting(book: Book, emitted: Footprint) -> list[ResourceRow]:
    resources = {emission.meter.resource for emission in emitted.emissions}
    return [row for row in book.resources() if row.resource in resources]


def _flows(ledger: Ledger, figures: tuple[Figure, ...], currency: str, texts: Texts) -> SankeyGraph | None:
    try:
        return graph_of(ledger.inputs, figures, "money", currency, texts, MOST_METERS)
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


def _oddities(session: Session, enterprise_id: int, ledger: Ledger, today: dt.date) -> tuple[Finding, ...]:
    """Findings that touch the audit's period, of a few meters at a time: all bills at once would take much memory."""
    start, end = ledger.inputs.period
    found: list[Finding] = []
    for meters, ids in meter_groups(session, enterprise_id, ledger.inputs.meters):
        stop_point()
        told = findings(meters, bills_for_findings(session, ids), today)
        found += [finding for finding in told if finding.start < end and finding.end > start]
    return tuple(found)


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


def _quality(opened: Opened, resource: Resource) -> QualityRow:
    covered = coverage(opened.ledger, resource)
    names = {meter.uid: meter.name for meter in opened.ledger.of_resource(resource)}
    return QualityRow(
        resource=resource,
        months=covered.months,
        months_expected=covered.months_expected,
        documents=covered.documents,
        quality=opened.book.qualities.get(resource, ""),
        findings=tuple(
            _finding(resource, names[f.meter_uid], f, opened.review(f)) for f in opened.oddities if f.meter_uid in names
        ),
        files=covered.files,
        metered=covered.metered,
    )


def _finding(resource: Resource, meter: str, finding: Finding, review: Review | None) -> FindingRow:
    told = FindingRow(resource, meter, finding.message_id, tuple(finding.params.items()))
    if review is None:
        return told
    on = review.at.astimezone().date()
    return replace(told, accepted=review.accepted, note=review.note, by=review.by, on=on)


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
