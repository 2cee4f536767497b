"""Enterprises and their audits: made, listed, found by portable id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from score_desktop.calc.calendar import next_month
from score_desktop.enums import AuditKind
from score_desktop.errors import InvalidInput, Refused
from score_desktop.i18n import Texts, region_for
from score_desktop.models import ActivityValue, Audit, AuditIn, Bill, Enterprise, EnterpriseIn, Meter, Site, SiteIn
from score_desktop.models.base import make

MONTHS_WITHOUT_DATES = 12
READING_DAYS = 7
"""A month is full when fewer of its last days are not billed: meters are read on the 25th, the 28th, a Friday."""
LEAST_READING = 20
"""Days from which a bill tells how far meters were read; shorter ones are purchases, which cover nothing."""


@dataclass(frozen=True, slots=True)
class NewAudit:
    """What a person says to begin an audit.

    Attributes:
        currency: ISO code; None for the country's.
        name: None: made from the kind and the year, in `language`; without dates from the kind alone.
        start: First day, and `end` the first day outside; both or neither. Neither: the last twelve full months that
            have data, which move on as data come in.
        language: "es" or "en": of the enterprise's documents, if the enterprise is new.
    """

    enterprise: str
    country: str
    currency: str | None = None
    name: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    language: str = "es"


@dataclass(frozen=True, slots=True)
class AuditMade:
    """Portable ids of a new audit and its enterprise."""

    audit: str
    enterprise: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An audit in a list. `fixed` is false when the period follows the data."""

    uid: str
    name: str
    kind: str
    start: dt.date
    end: dt.date
    fixed: bool


@dataclass(frozen=True, slots=True)
class AuditPlace:
    """Where a person is who works on an audit; `audits` are all of the enterprise (portable id, name), newest first."""

    enterprise: str
    enterprise_name: str
    country: str
    audit_name: str
    audits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditScope:
    """What an audit looks at: its enterprise (portable id), and its first day and first day outside."""

    enterprise: str
    period: tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """An enterprise in a list, with its audits, newest first."""

    uid: str
    name: str
    country: str
    currency: str
    bills: int
    audits: tuple[AuditRow, ...]

    def as_json(self) -> dict[str, Any]:
        """As `audit list --json` prints it."""
        return {
            "enterprise": self.uid,
            "name": self.name,
            "country": self.country,
            "currency": self.currency,
            "bills": self.bills,
            "audits": [
                {
                    "audit": audit.uid,
                    "name": audit.name,
                    "kind": audit.kind,
                    "period": [audit.start.isoformat(), audit.end.isoformat()],
                    "period_fixed": audit.fixed,
                }
                for audit in self.audits
            ],
        }


def new_audit(session: Session, wanted: NewAudit, today: dt.date) -> AuditMade:
    """A further audit of the enterprise of that name and country, which is made with one site if it is new.

    Raises:
        InvalidInput: "audit.country_unknown", "input.currency", "audit.dates_both", and those of the records.
    """
    # Not above: the tables are not needed to list audits, which the window does first.
    from score_desktop import reference

    countries = reference.countries()
    country = countries.get(wanted.country.strip().upper())
    if country is None:
        raise InvalidInput("audit.country_unknown", field="country", value=wanted.country)
    if wanted.currency is not None and wanted.currency.strip().upper() not in {
        known.currency for known in countries.values()
    }:
        raise InvalidInput("input.currency", field="currency", value=wanted.currency)
    if (wanted.start is None) != (wanted.end is None):
        raise InvalidInput("audit.dates_both", field="period")
    enterprise = _enterprise(session, wanted, country.alpha2, wanted.currency or country.currency)
    is_first = session.scalar(select(func.count(col(Audit.id))).where(col(Audit.enterprise_id) == enterprise.key)) == 0
    kind = AuditKind.BASELINE if is_first else AuditKind.FOLLOW_UP
    fixed = wanted.start is not None and wanted.end is not None
    start, end = (wanted.start, wanted.end) if fixed else last_full_months(session, enterprise.key, today)
    assert start is not None and end is not None
    data = AuditIn(
        name=wanted.name or _audit_name(wanted.language, country.alpha2, kind, (start, end) if fixed else None),
        kind=kind,
        period_start=start,
        period_end=end,
        period_fixed=fixed,
        factor_set=reference.FACTOR_SET,
        report_date=today,
    )
    audit = make(Audit, data, enterprise_id=enterprise.key)
    session.add(audit)
    session.flush()
    return AuditMade(audit.uid, enterprise.uid)


def _enterprise(session: Session, wanted: NewAudit, country: str, currency: str) -> Enterprise:
    data = EnterpriseIn(
        name=wanted.enterprise, country=country, currency=currency.strip().upper(), language=wanted.language
    )
    known = session.scalars(
        select(Enterprise)
        .where(col(Enterprise.name_key) == data.name_key, col(Enterprise.country) == country)
        .order_by(col(Enterprise.id))
    ).first()
    if known is not None:
        return known
    enterprise = make(Enterprise, data)
    session.add(enterprise)
    session.flush()
    texts = Texts(wanted.language, region_for(wanted.language, country))
    session.add(make(Site, SiteIn(name=texts.t("Main site")), enterprise_id=enterprise.key))
    session.flush()
    return enterprise


def _audit_name(language: str, country: str, kind: AuditKind, period: tuple[dt.date, dt.date] | None) -> str:
    """Kind and year; without a year where the period moves on with the data, because the name would stay behind."""
    texts = Texts(language, region_for(language, country))
    if period is None:
        return texts.t("Baseline") if kind is AuditKind.BASELINE else texts.t("Follow-up")
    start, end = period
    year = str(start.year) if (start.year, 1) == ((end - dt.timedelta(days=1)).year, start.month) else ""
    words = texts.t("Baseline") if kind is AuditKind.BASELINE else texts.t("Follow-up")
    return f"{words} {year or texts.period(start, end)}"


def last_full_months(session: Session, enterprise_id: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """The last twelve full months up to the newest bill or activity value; without data, up to today.

    A month is full when something reaches beyond it, or when it was read up to a usual day of reading
    (`READING_DAYS`): who is billed on the 28th has a December. The days that lack are told as days without data.
    """
    newest = [session.scalar(query) for query in _of_enterprise(enterprise_id, func.max)]
    last = max((day for day in newest if day is not None), default=None)
    end = (last or today).replace(day=1)
    if last is not None and _is_read(session, enterprise_id, last):
        end = next_month(last)
    month = end.year * 12 + end.month - 1 - MONTHS_WITHOUT_DATES
    return dt.date(month // 12, month % 12 + 1, 1), end


def _of_enterprise(enterprise_id: int, column: Callable[[Any], Any]) -> tuple[Select[Any], Select[Any]]:
    """What `column` makes of the ends of an enterprise's bills, and of its activity values."""
    bills = (
        select(column(col(Bill.period_end)))
        .join(Meter, col(Meter.id) == col(Bill.meter_id))
        .join(Site, col(Site.id) == col(Meter.site_id))
    )
    values = select(column(col(ActivityValue.period_end))).join(Site, col(Site.id) == col(ActivityValue.site_id))
    return (
        bills.where(col(Site.enterprise_id) == enterprise_id),
        values.where(col(Site.enterprise_id) == enterprise_id),
    )


def _is_read(session: Session, enterprise_id: int, last: dt.date) -> bool:
    """Whether what reaches to the newest day (the first one outside) tells that its month was read to its end."""
    lacking = (next_month(last) - last).days
    if last.day == 1 or lacking >= READING_DAYS:
        return False
    of_bills, of_values = _of_enterprise(enterprise_id, lambda end: end)
    usual = next_month(last) - dt.timedelta(days=READING_DAYS)
    for query, start, end in (
        (of_bills, col(Bill.period_start), col(Bill.period_end)),
        (of_values, col(ActivityValue.period_start), col(ActivityValue.period_end)),
    ):
        rows = session.execute(query.add_columns(start).where(end > usual).distinct())
        if any((row[0] - row[1]).days >= LEAST_READING for row in rows):
            return True
    return False


def period_of(session: Session, audit: Audit, today: dt.date) -> tuple[dt.date, dt.date]:
    """Period of an audit: its own if it is fixed, else the last twelve full months that have data."""
    if audit.period_fixed:
        return audit.period_start, audit.period_end
    return last_full_months(session, audit.enterprise_id, today)


def find_audit(session: Session, uid: str) -> tuple[Audit, Enterprise]:
    """An audit and its enterprise by portable id.

    Raises:
        Refused: "audit.unknown".
    """
    audit = session.scalars(select(Audit).where(col(Audit.uid) == uid)).first()
    if audit is None:
        raise Refused("audit.unknown", audit=uid)
    enterprise = session.get_one(Enterprise, audit.enterprise_id)
    return audit, enterprise


def audit_scope(session: Session, uid: str, today: dt.date) -> AuditScope:
    """Whose data of which time an audit looks at: known long before its figures are.

    Raises:
        Refused: "audit.unknown".
    """
    audit, enterprise = find_audit(session, uid)
    return AuditScope(enterprise.uid, period_of(session, audit, today))


def audit_place(session: Session, uid: str) -> AuditPlace | None:
    """Names around an audit; None if it is not there (any more)."""
    row = session.execute(
        select(col(Audit.name), col(Enterprise.id), col(Enterprise.uid), col(Enterprise.name), col(Enterprise.country))
        .join(Enterprise, col(Enterprise.id) == col(Audit.enterprise_id))
        .where(col(Audit.uid) == uid)
    ).first()
    if row is None:
        return None
    others = session.execute(
        select(col(Audit.uid), col(Audit.name))
        .where(col(Audit.enterprise_id) == row[1])
        .order_by(col(Audit.period_start).desc(), col(Audit.id))
    )
    return AuditPlace(row[2], row[3], row[4], row[0], tuple((other[0], other[1]) for other in others))


def list_audits(session: Session, today: dt.date) -> tuple[EnterpriseRow, ...]:
    """All enterprises by name, each with its audits, newest first."""
    counts: dict[int, int] = dict(
        session.execute(
            select(col(Site.enterprise_id), func.count(col(Bill.id)))
            .join(Meter, col(Meter.site_id) == col(Site.id))
            .join(Bill, col(Bill.meter_id) == col(Meter.id))
            .group_by(col(Site.enterprise_id))
        ).all()  # type: ignore[arg-type]
    )
    audits: dict[int, list[AuditRow]] = {}
    for audit in session.scalars(select(Audit).order_by(col(Audit.period_start).desc(), col(Audit.id))):
        start, end = period_of(session, audit, today)
        row = AuditRow(audit.uid, audit.name, str(audit.kind), start, end, audit.period_fixed)
        audits.setdefault(audit.enterprise_id, []).append(row)
    return tuple(
        EnterpriseRow(
            enterprise.uid,
            enterprise.name,
            enterprise.country,
            enterprise.currency,
            counts.get(enterprise.key, 0),
            tuple(audits.get(enterprise.key, ())),
        )
        for enterprise in session.scalars(select(Enterprise).order_by(col(Enterprise.name_key), col(Enterprise.id)))
    )
