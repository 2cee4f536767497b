"""Documents of an audit: PDF and workbook from one content."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.footprint import footprint
from score_desktop.calc.ledger import Ledger
from score_desktop.i18n import Texts, region_for
from score_desktop.jobs import Progress
from score_desktop.models import Audit, AuditFactor, AuditFactorIn
from score_desktop.models.base import make
from score_desktop.reporting.target import Note
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.context import Context
from score_desktop.services.inventory import audit_inputs
from score_desktop.services.report_content import report_content


def write_report(
    context: Context, audit_uid: str, language: str | None, out: Path, progress: Progress, today: dt.date
) -> tuple[Note, ...]:
    """Write the branded PDF; returns what the person should know about it (a logo that was left out).

    Args:
        language: "es" or "en"; None: the enterprise's own. Independent of everything else.

    Raises:
        Refused: "audit.unknown".
        StorageTrouble: The file cannot be written; then nothing is left of it.
    """
    copy_factors(context, audit_uid, today)
    texts = context.read(document_texts, audit_uid, language)
    content = context.read(report_content, audit_uid, texts, today)
    from score_desktop.reporting.pdf import write_pdf

    return write_pdf(content, texts, out, progress=progress).notes


def write_export(
    context: Context, audit_uid: str, language: str, out: Path, progress: Progress, today: dt.date
) -> tuple[Note, ...]:
    """Write the audit as a workbook; returns and raises as `write_report`."""
    texts = context.read(document_texts, audit_uid, language)
    content = context.read(report_content, audit_uid, texts, today, rows=True)
    from score_desktop.reporting.workbook import write_workbook

    return write_workbook(content, texts, out, progress=progress).notes


def document_texts(session: Session, audit_uid: str, language: str | None) -> Texts:
    """Texts of a document: its language, with the number region that goes with the enterprise's country."""
    _, enterprise = find_audit(session, audit_uid)
    chosen = language or enterprise.language or "es"
    return Texts(chosen, region_for(chosen, enterprise.country))


def copy_factors(context: Context, audit_uid: str, today: dt.date) -> None:
    """Copy the factors in use with the audit, so that what was handed over can be made again; not when we only read."""
    if not context.read_only and context.read(_new_factors, audit_uid, today):
        context.write(keep_factors, audit_uid, today, label=("change.factors_kept", {}))


def keep_factors(session: Session, audit_uid: str, today: dt.date) -> None:
    """Store a copy of each factor that the audit uses and has no copy of yet."""
    audit, _ = find_audit(session, audit_uid)
    for data in _new_factors(session, audit_uid, today):
        session.add(make(AuditFactor, data, audit_id=audit.key))
    session.flush()


def _new_factors(session: Session, audit_uid: str, today: dt.date) -> list[AuditFactorIn]:
    audit, enterprise = find_audit(session, audit_uid)
    inputs = audit_inputs(session, audit, enterprise, period_of(session, audit, today), sources=False)
    kept = _kept(session, audit)
    wanted = {
        (emission.meter.uid, proposal.factor.id): proposal.factor
        for emission in footprint(Ledger(inputs, trees=False)).emissions
        for proposal in emission.proposals
    }
    return [
        AuditFactorIn(subject=subject, factor_key=key, snapshot=dataclasses.asdict(factor))
        for (subject, key), factor in wanted.items()
        if (subject, key) not in kept
    ]


def _kept(session: Session, audit: Audit) -> set[tuple[str, str]]:
    rows = session.execute(
        select(col(AuditFactor.subject), col(AuditFactor.factor_key)).where(col(AuditFactor.audit_id) == audit.key)
    )
    return {(subject, key) for subject, key in rows}
