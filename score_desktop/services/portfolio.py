"""All enterprises and audits with what needs attention: fast sums for the first page, figures later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.enums import MeterKind, Resource
from score_desktop.models import Audit
from score_desktop.services.audits import find_audit
from score_desktop.services.portfolio_facts import (
    NOTHING,
    AuditFacts,
    EnterpriseFacts,
    Facts,
    MeterFacts,
    audits_of,
    drawn_audits,
    enterprises_of,
    facts_of,
    period_of_facts,
    reported_audits,
)

if TYPE_CHECKING:
    from score_desktop.calc.figures import Missing
    from score_desktop.reporting.content import Money

Period = tuple[dt.date, dt.date]
Mark = Literal["done", "partly", "empty"]
Marks = Mapping[str, Mark]
Level = Literal["problem", "warning", "idle", "ok", "unknown"]

STEPS = ("enterprise", "consumption", "flows", "footprint", "report")
"""Steps of an audit that have a mark, in their order."""

_LEVELS: dict[Level, int] = {"problem": 0, "warning": 1, "idle": 2, "ok": 3, "unknown": 3}
_NO_EMISSIONS = frozenset({Resource.WATER, Resource.WASTEWATER, Resource.WASTE, Resource.MATERIAL, Resource.OTHER})


@dataclass(frozen=True, slots=True)
class Attention:
    """The one thing to say about an audit; `message_id` with `params` is a message of `score_desktop.messages`."""

    level: Level
    message_id: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """An audit in the list, or an enterprise without one (then `audit` is "").

    Attributes:
        changed_at: UTC, of the audit or its enterprise's profile.
        bills: Of the enterprise.
    """

    enterprise: str
    enterprise_name: str
    city: str
    sector: str
    country: str
    currency: str
    audit: str
    audit_name: str
    kind: str
    period: Period | None
    changed_at: dt.datetime
    steps: Marks
    attention: Attention
    bills: int


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All audits, those that need attention first; numbers of enterprises and audits."""

    rows: tuple[PortfolioRow, ...]
    enterprises: int
    audits: int


@dataclass(frozen=True, slots=True)
class PortfolioFigures:
    """What takes longer: cost and emissions of an audit's period, and attention that knows the missing months."""

    audit: str
    cost: Money
    kg_co2e: float | None
    attention: Attention


_FACTOR_GAPS = frozenset({"calc.no_factor", "calc.factor_unknown", "calc.factor_unit"})


def portfolio(session: Session, today: dt.date) -> Portfolio:
    """All enterprises with their audits: a few sums over the whole workspace, no figure is calculated."""
    enterprises = {row.id: row for row in enterprises_of(session)}
    audits: dict[int, list[AuditFacts]] = {}
    reported, drawn = reported_audits(session), drawn_audits(session)
    for audit in audits_of(session):
        audits.setdefault(audit.enterprise, []).append(audit)
    facts = facts_of(session)
    rows = []
    for key, enterprise in enterprises.items():
        known = facts.get(key, NOTHING)
        profile = all((enterprise.city, enterprise.sector))
        for audit in audits.get(key, []):
            done = {"reported": audit.id in reported, "drawn": audit.id in drawn}
            rows.append(_row(enterprise, audit, known, today, profile=profile, **done))
        if key not in audits:
            rows.append(_without_audit(enterprise, known, profile=profile))
    rows.sort(key=lambda row: (_LEVELS[row.attention.level], -row.changed_at.timestamp(), row.enterprise_name))
    return Portfolio(tuple(rows), len(enterprises), sum(map(len, audits.values())))


def step_marks(session: Session, audit_uid: str, today: dt.date) -> Marks:
    """How far each step of an audit is.

    Raises:
        Refused: "audit.unknown".
    """
    row, enterprise = find_audit(session, audit_uid)
    audit = next(audits_of(session, row.key))
    facts = facts_of(session, enterprise.key).get(enterprise.key, NOTHING)
    period = period_of_facts(audit, facts, today)
    reported = row.key in reported_audits(session, row.key)
    drawn = row.key in drawn_audits(session, row.key)
    return _marks(facts, period, profile=all((enterprise.city, enterprise.sector)), reported=reported, drawn=drawn)


def portfolio_figures(session: Session, audits: Sequence[str], today: dt.date) -> tuple[PortfolioFigures, ...]:
    """Cost, emissions and missing months of some audits: a calculation each, so ask for a few at a time, in a job.

    Audits that have been deleted since the list was read are left out.
    """
    there = set(session.scalars(select(col(Audit.uid)).where(col(Audit.uid).in_(audits))))
    return tuple(_figures(session, uid, today) for uid in audits if uid in there)


# -- rows ------------------------------------------------------------------------------------------------------------


def _row(
    enterprise: EnterpriseFacts,
    audit: AuditFacts,
    facts: Facts,
    today: dt.date,
    *,
    profile: bool,
    reported: bool,
    drawn: bool,
) -> PortfolioRow:
    period = period_of_facts(audit, facts, today)
    return PortfolioRow(
        enterprise=enterprise.uid,
        enterprise_name=enterprise.name,
        city=enterprise.city,
        sector=enterprise.sector,
        country=enterprise.country,
        currency=enterprise.currency,
        audit=audit.uid,
        audit_name=audit.name,
        kind=audit.kind,
        period=period,
        changed_at=_moment(max(audit.changed, enterprise.changed)),
        steps=_marks(facts, period, profile=profile, reported=reported, drawn=drawn),
        attention=_attention(facts, period, reported=reported, counted=False),
        bills=facts.bills,
    )


def _without_audit(enterprise: EnterpriseFacts, facts: Facts, *, profile: bool) -> PortfolioRow:
    marks: dict[str, Mark] = dict.fromkeys(STEPS, "empty")
    marks["enterprise"] = _enterprise_mark(facts, profile=profile)
    return PortfolioRow(
        enterprise=enterprise.uid,
        enterprise_name=enterprise.name,
        city=enterprise.city,
        sector=enterprise.sector,
        country=enterprise.country,
        currency=enterprise.currency,
        audit="",
        audit_name="",
        kind="",
        period=None,
        changed_at=_moment(enterprise.changed),
        steps=marks,
        attention=Attention("idle", "attention.no_audit"),
        bills=facts.bills,
    )


def _moment(stamp: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stamp)


def _touches(span: Period | None, period: Period) -> bool:
    return span is not None and span[0] < period[1] and span[1] > period[0]


def _marks(facts: Facts, period: Period, *, profile: bool, reported: bool, drawn: bool) -> Marks:
    there = [meter for meter in facts.meters if meter.touches(period)]
    emitting = [meter for meter in there if meter.resource not in _NO_EMISSIONS]
    consumption: Mark = "empty"
    if there:
        consumption = "partly" if _lacking(facts, period) or _late(facts, period) else "done"
    report: Mark = "empty"
    if there:
        report = "done" if reported else "partly"
    bought = any(meter.costs for meter in there) or bool(emitting)
    return {
        "enterprise": _enterprise_mark(facts, profile=profile),
        "consumption": consumption,
        "flows": "done" if bought and drawn else "partly" if bought or drawn else "empty",
        "footprint": "done" if emitting else "empty",
        "report": report,
    }


def _enterprise_mark(facts: Facts, *, profile: bool) -> Mark:
    known = (profile, facts.production is not None, facts.people, facts.contacts > 0)
    return "done" if all(known) else "partly" if any(known) else "empty"


def _lacking(facts: Facts, period: Period) -> list[MeterFacts]:
    """Metered supplies without any bill in the period."""
    return [meter for meter in facts.meters if meter.kind is MeterKind.METERED and not meter.touches(period)]


def _late(facts: Facts, period: Period) -> list[MeterFacts]:
    """Metered supplies whose bills begin after the period does or end before it."""
    return [
        meter
        for meter in facts.meters
        if meter.kind is MeterKind.METERED
        and meter.first is not None
        and meter.last is not None
        and meter.touches(period)
        and (meter.last < period[1] or meter.first > period[0])
    ]


def _attention(facts: Facts, period: Period, *, reported: bool, counted: bool) -> Attention:
    """By what is there, without its figures; "ok" needs them (`counted`): months inside may be missing."""
    if not facts.bills and facts.activity is None:
        return Attention("idle", "attention.not_begun")
    there = [meter for meter in facts.meters if meter.touches(period)]
    if not there:
        return Attention("problem", "attention.no_bills_in_period")
    lacking = _lacking(facts, period)
    if lacking:
        return _about_meters("attention.meter_without_bills", "attention.meters_without_bills", lacking)
    late = [meter for meter in _late(facts, period) if meter.last is not None and meter.last < period[1]]
    if late:
        first = min(late, key=lambda meter: meter.last or period[1])
        params = (("meter", first.name), ("last", (first.last or period[1]) - dt.timedelta(days=1)))
        return Attention("warning", "attention.bills_end", params)
    if not _touches(facts.production, period):
        return Attention("warning", "attention.no_production")
    return _nothing_to_do(reported=reported, counted=counted)


def _nothing_to_do(*, reported: bool, counted: bool) -> Attention:
    if reported:
        return Attention("ok", "attention.reported")
    return Attention("ok", "attention.ready") if counted else Attention("unknown", "attention.not_counted")


def _about_meters(one: str, many: str, meters: Sequence[MeterFacts]) -> Attention:
    if len(meters) == 1:
        return Attention("warning", one, (("meter", meters[0].name),))
    return Attention("warning", many, (("count", len(meters)),))


# -- figures ---------------------------------------------------------------------------------------------------------


def _figures(session: Session, uid: str, today: dt.date) -> PortfolioFigures:
    from score_desktop.calc.audit_figures import audit_figures
    from score_desktop.calc.ledger import Ledger
    from score_desktop.services.inventory import audit_inputs

    row, enterprise = find_audit(session, uid)
    facts = facts_of(session, enterprise.key).get(enterprise.key, NOTHING)
    period = period_of_facts(next(audits_of(session, row.key)), facts, today)
    figures, missing = audit_figures(Ledger(audit_inputs(session, row, enterprise, period, sources=False), trees=False))
    whole = [figure for figure in figures if not figure.dims]
    cost = sorted(((f.unit, f.value) for f in whole if f.key == "cost.total"), key=lambda pair: -pair[1])
    emitted = next((figure.value for figure in whole if figure.key == "ghg.total"), None)
    reported = row.key in reported_audits(session, row.key)
    attention = _attention(facts, period, reported=reported, counted=True)
    return PortfolioFigures(uid, tuple(cost), emitted, _with_months(attention, missing))


def _with_months(attention: Attention, missing: Iterable[Missing]) -> Attention:
    """What is missing inside of the period takes the place of what could be said without looking."""
    if attention.level in ("problem", "idle"):
        return attention
    factor = next((gap for gap in missing if gap.why in _FACTOR_GAPS), None)
    if factor is not None:
        return Attention("warning", "attention.no_factor", (("meter", factor.params["meter"]),))
    holes = [gap for gap in missing if gap.why == "calc.months_missing" and gap.key.startswith("use.")]
    if not holes:
        return attention
    most = max(holes, key=_months_of)
    months = _months_of(most)
    if len(holes) == 1 and months == 1:
        params: tuple[tuple[str, object], ...] = (("name", most.params["name"]), ("months", most.params["months"]))
        return Attention("warning", "attention.month_missing", params)
    total = sum(map(_months_of, holes))
    return Attention("warning", "attention.months_missing", (("name", most.params["name"]), ("count", total)))


def _months_of(gap: Missing) -> int:
    months = gap.params["months"]
    return len(months) if isinstance(months, tuple) else 0
