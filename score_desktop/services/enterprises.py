"""Details of an enterprise: profile, contacts, and how its documents look."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.enums import AuditKind
from score_desktop.errors import InvalidInput, Refused
from score_desktop.models import (
    Attachment,
    AttachmentContent,
    AttachmentIn,
    Audit,
    AuditIn,
    Brand,
    BrandIn,
    Contact,
    ContactIn,
    Enterprise,
    EnterpriseIn,
    Site,
    SiteIn,
)
from score_desktop.models.base import assign, make

Logo = tuple[str, str, bytes]
"""File name, media type, content."""


@dataclass(frozen=True, slots=True)
class AuditChanges:
    """New values of an audit; None leaves a field as it is.

    Attributes:
        start: First day, and `end` the first day outside; both or neither. They fix the period.
        follow: True: the period follows the data again, without days of its own.
        trainer: Who makes the audit; "" for nobody.
    """

    name: str | None = None
    kind: AuditKind | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    follow: bool = False
    trainer: str | None = None


def edit_audit(session: Session, audit_uid: str, changes: AuditChanges) -> None:
    """Rename an audit, or give it another kind, period or trainer.

    Raises:
        Refused: "audit.unknown".
        InvalidInput: "audit.dates_both", and those of `AuditIn`.
    """
    audit = session.scalars(select(Audit).where(col(Audit.uid) == audit_uid)).first()
    if audit is None:
        raise Refused("audit.unknown", audit=audit_uid)
    if (changes.start is None) != (changes.end is None):
        raise InvalidInput("audit.dates_both", field="period")
    given = {"name": changes.name, "kind": changes.kind, "trainer": changes.trainer}
    values: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if changes.start is not None and changes.end is not None:
        values |= {"period_start": changes.start, "period_end": changes.end, "period_fixed": True}
    elif changes.follow:
        values["period_fixed"] = False
    assign(audit, AuditIn.from_row(audit, **values))
    session.flush()


def find_enterprise(session: Session, uid: str) -> Enterprise:
    """An enterprise by portable id.

    Raises:
        Refused: "enterprise.unknown".
    """
    enterprise = session.scalars(select(Enterprise).where(col(Enterprise.uid) == uid)).first()
    if enterprise is None:
        raise Refused("enterprise.unknown", enterprise=uid)
    return enterprise


def edit_enterprise(session: Session, uid: str, changes: dict[str, object]) -> None:
    """Take new values of some fields of the profile.

    Raises:
        Refused: "enterprise.unknown".
        InvalidInput: A value cannot be stored.
    """
    enterprise = find_enterprise(session, uid)
    assign(enterprise, EnterpriseIn.from_row(enterprise, **changes))


def rename_site(session: Session, uid: str, changes: dict[str, object]) -> None:
    """Take new values of some fields of the enterprise's first site."""
    site = session.scalars(
        select(Site).where(col(Site.enterprise_id) == find_enterprise(session, uid).key).order_by(col(Site.id))
    ).first()
    if site is None:
        raise Refused("enterprise.no_site", enterprise=uid)
    assign(site, SiteIn.from_row(site, **changes))


def add_contact(session: Session, uid: str, contact: ContactIn) -> str:
    """Add a person; returns the portable id."""
    row = make(Contact, contact, enterprise_id=find_enterprise(session, uid).key)
    session.add(row)
    session.flush()
    return row.uid


def set_brand(
    session: Session,
    uid: str,
    brand: BrandIn,
    *,
    client_logo: Logo | None = None,
    organisation_logo: Logo | None = None,
) -> None:
    """Give the enterprise's documents a look; a logo that is None stays as it is."""
    enterprise = find_enterprise(session, uid)
    row = session.scalars(select(Brand).where(col(Brand.enterprise_id) == enterprise.key)).first()
    if row is None:
        row = make(Brand, brand, enterprise_id=enterprise.key)
        session.add(row)
    else:
        assign(row, brand)
    if client_logo is not None:
        row.client_logo_id = attach(session, enterprise, "logo", client_logo)
    if organisation_logo is not None:
        row.organisation_logo_id = attach(session, enterprise, "logo", organisation_logo)
    session.flush()


def attach(session: Session, enterprise: Enterprise, kind: str, file: Logo) -> int:
    """Keep a file with the enterprise; returns its id."""
    name, media_type, content = file
    digest = hashlib.sha256(content).hexdigest()
    data = AttachmentIn(kind=kind, file_name=name, media_type=media_type, sha256=digest, size=len(content))
    row = make(Attachment, data, enterprise_id=enterprise.key)
    session.add(row)
    session.flush()
    session.add(AttachmentContent(attachment_id=row.key, content=content))
    session.flush()
    return row.key
