"""Beginning an audit: what the window asks for, and storing it with the profile as one change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.errors import InvalidInput
from score_desktop.models import Audit, Enterprise, EnterpriseIn, assign
from score_desktop.msgid import N_
from score_desktop.services.audits import AuditMade, NewAudit, find_audit, new_audit
from score_desktop.services.enterprises import find_enterprise

SECTORS = (
    N_("Bakery"),
    N_("Food processing"),
    N_("Dairy"),
    N_("Beverages"),
    N_("Restaurant"),
    N_("Hotel"),
    N_("Textiles and clothing"),
    N_("Leather and footwear"),
    N_("Wood and furniture"),
    N_("Metalworking"),
    N_("Printing"),
    N_("Ceramics and bricks"),
    N_("Plastics"),
    N_("Chemicals"),
    N_("Laundry"),
    N_("Shop or trade"),
    N_("Transport and workshop"),
    N_("Offices"),
)
"""Sectors to offer, as message ids; a person may write another. `calc.sector` understands each in both languages."""

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new audit, and what is known of the enterprise.

    Attributes:
        city, sector: "" leaves what an enterprise that is known already has.
    """

    audit: NewAudit
    city: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    """An enterprise that a further audit may be about."""

    uid: str
    name: str
    country: str
    city: str
    sector: str
    audits: int


def begin_audit(session: Session, wanted: Beginning, today: dt.date) -> AuditMade:
    """Make an audit and, if it is new, its enterprise with city and sector.

    Raises:
        InvalidInput: "input.required" of the name, and those of `new_audit`.
    """
    if not wanted.audit.enterprise.strip():
        raise InvalidInput("input.required", field="name")
    made = new_audit(session, wanted.audit, today)
    given = {"city": wanted.city.strip(), "sector": wanted.sector.strip()}
    values: dict[str, object] = {name: value for name, value in given.items() if value}
    if values:
        enterprise = find_enterprise(session, made.enterprise)
        assign(enterprise, EnterpriseIn.from_row(enterprise, **values))
        session.flush()
    return made


def known_enterprises(session: Session) -> tuple[KnownEnterprise, ...]:
    """All enterprises by name."""
    counts: dict[int, int] = {}
    for enterprise_id in session.scalars(select(col(Audit.enterprise_id))):
        counts[enterprise_id] = counts.get(enterprise_id, 0) + 1
    columns = (Enterprise.id, Enterprise.uid, Enterprise.name, Enterprise.country, Enterprise.city, Enterprise.sector)
    rows = session.execute(select(*(col(column) for column in columns)).order_by(col(Enterprise.name_key)))
    return tuple(
        KnownEnterprise(uid, name, country, city, sector, counts.get(key, 0))
        for key, uid, name, country, city, sector in rows
    )


@dataclass(frozen=True, slots=True)
class AuditDetails:
    """An audit as its panel edits it; `end` is the first day outside; without `fixed` the days follow the data."""

    name: str
    kind: str
    start: dt.date
    end: dt.date
    fixed: bool
    trainer: str


def audit_details(session: Session, audit_uid: str) -> AuditDetails:
    """Fields of an audit.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    return AuditDetails(
        audit.name, str(audit.kind), audit.period_start, audit.period_end, audit.period_fixed, audit.trainer
    )


def year_choices(today: dt.date) -> tuple[int, ...]:
    """Years that an audit may be about, newest first."""
    return tuple(range(today.year, FIRST_YEAR - 1, -1))


def year_period(year: int) -> tuple[dt.date, dt.date]:
    """First day of a year, and the first day outside."""
    return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
