"""Audits and enterprises deleted with all that is theirs: written out, parents last, undoable as one change."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlmodel import Session, col

from score_desktop.db.recorder import remove_packed
from score_desktop.models import (
    ActivityValue,
    Attachment,
    AttachmentContent,
    Audit,
    AuditFactor,
    Bill,
    BillAttachment,
    Brand,
    Contact,
    FindingReview,
    ImportBatch,
    Meter,
    ProcessSettings,
    ProcessStep,
    Product,
    ResourceFlow,
    Row,
    Site,
)
from score_desktop.services.audits import find_audit
from score_desktop.services.enterprises import find_enterprise


def delete_audit(session: Session, audit_uid: str) -> str:
    """Delete an audit with its flow chart, factors and files; bills and imports belong to the enterprise and stay.

    Returns:
        Its name.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    _detach_batches(session, audit)
    _delete_attachments(session, select(col(Attachment.id)).where(col(Attachment.audit_id) == audit.key))
    _delete(session, AuditFactor, select(col(AuditFactor.id)).where(col(AuditFactor.audit_id) == audit.key))
    _delete_processes(session, select(col(Audit.id)).where(col(Audit.id) == audit.key))
    session.delete(audit)
    session.flush()
    return audit.name


def _detach_batches(session: Session, audit: Audit) -> None:
    for batch in session.scalars(select(ImportBatch).where(col(ImportBatch.audit_id) == audit.key)).all():
        batch.audit_id = None
    session.flush()


def delete_enterprise(session: Session, enterprise_uid: str) -> str:
    """Delete an enterprise with its audits, sites, meters, bills, activity data, imports, people and files.

    Returns:
        Its name.

    Raises:
        Refused: "enterprise.unknown".
    """
    enterprise = find_enterprise(session, enterprise_uid)
    own = enterprise.key
    sites = select(col(Site.id)).where(col(Site.enterprise_id) == own)
    meters = select(col(Meter.id)).where(col(Meter.site_id).in_(sites))
    audits = select(col(Audit.id)).where(col(Audit.enterprise_id) == own)
    bills = select(col(Bill.id)).where(col(Bill.meter_id).in_(meters))
    _delete(session, BillAttachment, select(col(BillAttachment.id)).where(col(BillAttachment.bill_id).in_(bills)))
    _delete(session, Bill, select(col(Bill.id)).where(col(Bill.meter_id).in_(meters)))
    _delete(session, ActivityValue, select(col(ActivityValue.id)).where(col(ActivityValue.site_id).in_(sites)))
    _delete(session, FindingReview, select(col(FindingReview.id)).where(col(FindingReview.meter_id).in_(meters)))
    _delete(session, Meter, meters)
    _delete(session, Product, select(col(Product.id)).where(col(Product.site_id).in_(sites)))
    _delete(session, ImportBatch, select(col(ImportBatch.id)).where(col(ImportBatch.enterprise_id) == own))
    _delete(session, AuditFactor, select(col(AuditFactor.id)).where(col(AuditFactor.audit_id).in_(audits)))
    _delete_processes(session, audits)
    _delete(session, Brand, select(col(Brand.id)).where(col(Brand.enterprise_id) == own))
    _delete_attachments(session, select(col(Attachment.id)).where(col(Attachment.enterprise_id) == own))
    _delete(session, Contact, select(col(Contact.id)).where(col(Contact.enterprise_id) == own))
    _delete(session, Audit, audits)
    _delete(session, Site, sites)
    session.delete(enterprise)
    session.flush()
    return enterprise.name


def _delete_processes(session: Session, audits: Select[tuple[int | None]]) -> None:
    for table in (ResourceFlow, ProcessStep, ProcessSettings):
        _delete(session, table, select(col(table.id)).where(col(table.audit_id).in_(audits)))


def _delete_attachments(session: Session, wanted: Select[tuple[int | None]]) -> None:
    content = select(col(AttachmentContent.id)).where(col(AttachmentContent.attachment_id).in_(wanted))
    _delete(session, AttachmentContent, content)
    _delete(session, Attachment, wanted)


def _delete(session: Session, table: type[Row], wanted: Select[tuple[int | None]]) -> None:
    """Delete rows packed: nobody looks at them one by one, and there may be many."""
    ids = [row for row in session.scalars(wanted) if row is not None]
    if ids:
        remove_packed(session, str(table.__tablename__), ids)
