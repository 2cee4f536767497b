"""What can be said of enterprises and audits by sums over the workspace, without looking at single bills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

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
    table_of,
)
from score_desktop.services.audits import MONTHS_WITHOUT_DATES

Period = tuple[dt.date, dt.date]

# The window reads this before anything else. Tables instead of mapped classes: the first query of a mapped class makes
# the mappers of all of them, which takes longer than all of these sums.
_ACTIVITY = table_of(ActivityValue)
_AUDITS = table_of(Audit)
_BILLS = table_of(Bill)
_CONTACTS = table_of(Contact)
_ENTERPRISES = table_of(Enterprise)
_FACTORS = table_of(AuditFactor)
_FLOWS = table_of(ResourceFlow)
_METERS = table_of(Meter)
_SITES = table_of(Site)


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
        _ENTERPRISES.c.id,
        _ENTERPRISES.c.uid,
        _ENTERPRISES.c.name,
        _ENTERPRISES.c.city,
        _ENTERPRISES.c.sector,
        _ENTERPRISES.c.country,
        _ENTERPRISES.c.currency,
        _ENTERPRISES.c.updated_at,
    )
    query = select(*columns).order_by(_ENTERPRISES.c.name_key, _ENTERPRISES.c.id)
    return (EnterpriseFacts(*row) for row in session.execute(query))


def audits_of(session: Session, only: int | None = None) -> Iterator[AuditFacts]:
    """All audits, newest first, or one by its id."""
    columns = (
        _AUDITS.c.id,
        _AUDITS.c.uid,
        _AUDITS.c.name,
        _AUDITS.c.kind,
        _AUDITS.c.period_start,
        _AUDITS.c.period_end,
        _AUDITS.c.period_fixed,
        _AUDITS.c.updated_at,
        _AUDITS.c.enterprise_id,
    )
    query = select(*columns).order_by(_AUDITS.c.period_start.desc(), _AUDITS.c.id)
    if only is not None:
        query = query.where(_AUDITS.c.id == only)
    return (AuditFacts(*row) for row in session.execute(query))


def reported_audits(session: Session, only: int | None = None) -> frozenset[int]:
    """Audits whose factors were kept, which writing their report does."""
    query = select(_FACTORS.c.audit_id).where(_FACTORS.c.chosen.is_(False)).distinct()
    if only is not None:
        query = query.where(_FACTORS.c.audit_id == only)
    return frozenset(session.scalars(query))


def drawn_audits(session: Session, only: int | None = None) -> frozenset[int]:
    """Audits whose process has flows."""
    query = select(_FLOWS.c.audit_id).distinct()
    if only is not None:
        query = query.where(_FLOWS.c.audit_id == only)
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
            _BILLS.c.meter_id.label("meter_id"),
            func.count().label("bills"),
            func.min(_BILLS.c.period_start).label("first"),
            func.max(_BILLS.c.period_end).label("last"),
            func.count(_BILLS.c.cost).label("costs"),
        )
        .group_by(_BILLS.c.meter_id)
        .subquery()
    )
    query = (
        select(
            _SITES.c.enterprise_id,
            _METERS.c.name,
            _METERS.c.resource,
            _METERS.c.kind,
            func.coalesce(sums.c.bills, 0),
            sums.c.first,
            sums.c.last,
            func.coalesce(sums.c.costs, 0),
        )
        .join(_SITES, _SITES.c.id == _METERS.c.site_id)
        .join(sums, sums.c.meter_id == _METERS.c.id, isouter=True)
        .order_by(_METERS.c.id)
    )
    if only is not None:
        query = query.where(_SITES.c.enterprise_id == only)
    return (MeterFacts(*row) for row in session.execute(query))


def _activity(session: Session, only: int | None) -> tuple[dict[int, Period], dict[int, Period], set[int]]:
    """Spans of all activity and of production by enterprise, and the enterprises whose people are known."""
    query = (
        select(
            _SITES.c.enterprise_id,
            _ACTIVITY.c.kind,
            func.min(_ACTIVITY.c.period_start),
            func.max(_ACTIVITY.c.period_end),
        )
        .join(_SITES, _SITES.c.id == _ACTIVITY.c.site_id)
        .group_by(_SITES.c.enterprise_id, _ACTIVITY.c.kind)
    )
    if only is not None:
        query = query.where(_SITES.c.enterprise_id == only)
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
    query = select(_CONTACTS.c.enterprise_id, func.count()).group_by(_CONTACTS.c.enterprise_id)
    if only is not None:
        query = query.where(_CONTACTS.c.enterprise_id == only)
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
