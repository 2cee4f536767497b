"""What can be said of enterprises and audits by sums over the workspace, without looking at single bills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop.enums import ActivityKind, MeterKind, Resource
from score_desktop.models import (
    ActivityValue,
    Audit,
    AuditFactor,
    Bill,
    Contact,
    Enterprise,
    Meter,
    ResourceFlow,
    Site,
)
from score_desktop.services.audits import MONTHS_WITHOUT_DATES

Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class MeterFacts:
    """A meter with its bills summed up; first and last day outside of them, and how many give a cost."""

    enterprise: int
    name: str
    resource: Resource
    kind: MeterKind
    bills: int
    first: dt.date | None
    last: dt.date | None
    costs: int

    def touches(self, period: Period) -> bool:
        """Whether its bills reach into a period; false only where none can."""
        return self.first is not None and self.last is not None and self.first < period[1] and self.last > period[0]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an enterprise without looking at its bills one by one."""

    meters: tuple[MeterFacts, ...]
    activity: Period | None
    production: Period | None
    people: bool
    contacts: int

    @property
    def bills(self) -> int:
        """Bills of all meters."""
        return sum(meter.bills for meter in self.meters)


NOTHING = Facts((), None, None, people=False, contacts=0)


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """An enterprise in a list; `changed` as `models.utc_now` writes it."""

    id: int
    uid: str
    name: str
    city: str
    sector: str
    country: str
    currency: str
    changed: str


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """An audit in a list; `changed` as `models.utc_now` writes it."""

    id: int
    uid: str
    name: str
    kind: str
    start: dt.date
    end: dt.date
    fixed: bool
    changed: str
    enterprise: int


def enterprises_of(session: Session) -> Iterator[EnterpriseFacts]:
    """All enterprises by name."""
    columns = (
        Enterprise.id,
        Enterprise.uid,
        Enterprise.name,
        Enterprise.city,
        Enterprise.sector,
        Enterprise.country,
        Enterprise.currency,
        Enterprise.updated_at,
    )
    query = select(*(col(column) for column in columns)).order_by(col(Enterprise.name_key), col(Enterprise.id))
    return (EnterpriseFacts(*row) for row in session.execute(query))


def audits_of(session: Session, only: int | None = None) -> Iterator[AuditFacts]:
    """All audits, newest first, or one by its id."""
    columns = (
        Audit.id,
        Audit.uid,
        Audit.name,
        Audit.kind,
        Audit.period_start,
        Audit.period_end,
        Audit.period_fixed,
        Audit.updated_at,
        Audit.enterprise_id,
    )
    query = select(*(col(column) for column in columns)).order_by(col(Audit.period_start).desc(), col(Audit.id))
    if only is not None:
        query = query.where(col(Audit.id) == only)
    return (AuditFacts(*row) for row in session.execute(query))


def reported_audits(session: Session, only: int | None = None) -> frozenset[int]:
    """Audits whose factors were kept, which writing their report does."""
    query = select(col(AuditFactor.audit_id)).where(col(AuditFactor.chosen).is_(False)).distinct()
    if only is not None:
        query = query.where(col(AuditFactor.audit_id) == only)
    return frozenset(session.scalars(query))


def drawn_audits(session: Session, only: int | None = None) -> frozenset[int]:
    """Audits whose process has flows."""
    query = select(col(ResourceFlow.audit_id)).distinct()
    if only is not None:
        query = query.where(col(ResourceFlow.audit_id) == only)
    return frozenset(session.scalars(query))


def facts_of(session: Session, only: int | None = None) -> dict[int, Facts]:
    """What is known of all enterprises, or of one, by id."""
    meters: dict[int, list[MeterFacts]] = {}
    for row in _meters(session, only):
        meters.setdefault(row.enterprise, []).append(row)
    activity, production, people = _activity(session, only)
    contacts = _contacts(session, only)
    keys = {*meters, *activity, *contacts}
    return {
        key: Facts(
            tuple(meters.get(key, ())),
            activity.get(key),
            production.get(key),
            key in people,
            contacts.get(key, 0),
        )
        for key in keys
    }


def _meters(session: Session, only: int | None) -> Iterator[MeterFacts]:
    sums = (
        select(
            col(Bill.meter_id).label("meter_id"),
            func.count().label("bills"),
            func.min(col(Bill.period_start)).label("first"),
            func.max(col(Bill.period_end)).label("last"),
            func.count(col(Bill.cost)).label("costs"),
        )
        .group_by(col(Bill.meter_id))
        .subquery()
    )
    query = (
        select(
            col(Site.enterprise_id),
            col(Meter.name),
            col(Meter.resource),
            col(Meter.kind),
            func.coalesce(sums.c.bills, 0),
            sums.c.first,
            sums.c.last,
            func.coalesce(sums.c.costs, 0),
        )
        .join(Site, col(Site.id) == col(Meter.site_id))
        .join(sums, sums.c.meter_id == col(Meter.id), isouter=True)
        .order_by(col(Meter.id))
    )
    if only is not None:
        query = query.where(col(Site.enterprise_id) == only)
    return (MeterFacts(*row) for row in session.execute(query))


def _activity(session: Session, only: int | None) -> tuple[dict[int, Period], dict[int, Period], set[int]]:
    """Spans of all activity and of production by enterprise, and the enterprises whose people are known."""
    query = (
        select(
            col(Site.enterprise_id),
            col(ActivityValue.kind),
            func.min(col(ActivityValue.period_start)),
            func.max(col(ActivityValue.period_end)),
        )
        .join(Site, col(Site.id) == col(ActivityValue.site_id))
        .group_by(col(Site.enterprise_id), col(ActivityValue.kind))
    )
    if only is not None:
        query = query.where(col(Site.enterprise_id) == only)
    spans: dict[int, Period] = {}
    production: dict[int, Period] = {}
    people: set[int] = set()
    for key, kind, first, last in session.execute(query):
        known = spans.get(key, (first, last))
        spans[key] = (min(first, known[0]), max(last, known[1]))
        if kind is ActivityKind.PRODUCTION:
            production[key] = (first, last)
        elif kind in (ActivityKind.WORKERS_F, ActivityKind.WORKERS_M):
            people.add(key)
    return spans, production, people


def _contacts(session: Session, only: int | None) -> dict[int, int]:
    query = select(col(Contact.enterprise_id), func.count()).group_by(col(Contact.enterprise_id))
    if only is not None:
        query = query.where(col(Contact.enterprise_id) == only)
    return {row[0]: row[1] for row in session.execute(query)}


def period_of_facts(audit: AuditFacts, facts: Facts, today: dt.date) -> Period:
    """As `audits.period_of`, from what is known already."""
    if audit.fixed:
        return audit.start, audit.end
    ends = [meter.last for meter in facts.meters if meter.last is not None]
    if facts.activity is not None:
        ends.append(facts.activity[1])
    end = max(ends, default=today).replace(day=1)
    month = end.year * 12 + end.month - 1 - MONTHS_WITHOUT_DATES
    return dt.date(month // 12, month % 12 + 1, 1), end
