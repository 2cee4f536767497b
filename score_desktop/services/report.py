"""Documents of an audit: PDF and workbook from one content."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.footprint import footprint
from score_desktop.calc.ledger import Ledger
from score_desktop.errors import StorageTrouble
from score_desktop.i18n import N_, Texts, region_for
from score_desktop.jobs import Progress
from score_desktop.models import Audit, AuditFactor, AuditFactorIn
from score_desktop.models.base import make
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.sections import SECTIONS, build_section
from score_desktop.reporting.sections.figures import FigureCounter
from score_desktop.reporting.target import Note
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.context import Context
from score_desktop.services.inventory import audit_inputs
from score_desktop.services.report_content import report_content
from score_desktop.services.report_options import options_of

_AT_ONCE, _BREATH_S = 20, 0.004
"""Factors made in one go, and the pause after them in which the window gets the interpreter: it takes it back for each
step of painting, and would wait a thousandth of a second each time while thousands are made."""


@dataclasses.dataclass(frozen=True, slots=True)
class SectionRow:
    """A section in the list beside the preview.

    Attributes:
        title: In the reader's language.
        shown: Chosen to be printed.
        reason: Why it has nothing to print, in words; "" if it has.
        page: Its first page; None if it is not printed.
    """

    key: str
    title: str
    shown: bool
    reason: str
    page: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class ReportPreview:
    """A report in memory: the very bytes that `write_report` writes."""

    data: bytes
    pages: int
    sections: tuple[SectionRow, ...]
    notes: tuple[Note, ...]


def write_report(
    context: Context, audit_uid: str, language: str | None, out: Path, progress: Progress, today: dt.date
) -> tuple[Note, ...]:
    """Write the branded PDF; returns what the person should know about it (a logo that was left out).

    Args:
        language: "es" or "en"; None: that of the report's options, else the enterprise's own. Independent of
            everything else.

    Raises:
        Refused: "audit.unknown".
        StorageTrouble: The file cannot be written; then nothing is left of it.
    """
    with progress.heeded():
        copy_factors(context, audit_uid, today)
        content, texts = _content(context, audit_uid, language, today)
    from score_desktop.reporting.pdf import write_pdf

    return write_pdf(content, texts, out, progress=progress).notes


def report_pdf(context: Context, audit_uid: str, language: str | None, progress: Progress, today: dt.date) -> bytes:
    """The bytes that `write_report` writes; nothing is stored. Arguments as there."""
    return report_preview(context, audit_uid, language, progress, today).data


def report_preview(
    context: Context,
    audit_uid: str,
    language: str | None,
    progress: Progress,
    today: dt.date,
    reader: Texts | None = None,
) -> ReportPreview:
    """The report for the window, with its sections and their pages. Other arguments as `write_report`.

    Args:
        reader: Language of the list of sections; None: that of the report.

    Raises:
        Refused: "audit.unknown".
        Cancelled: The person stopped it.
    """
    with progress.heeded():
        content, texts = _content(context, audit_uid, language, today)
    from score_desktop.reporting.pdf import draw_report, notes_of

    drawn = draw_report(content, texts, progress)
    rows = report_sections(content, reader or texts, drawn.places)
    return ReportPreview(drawn.data, drawn.pages, rows, notes_of(content, texts))


def report_sections(
    content: ReportContent, texts: Texts, places: Mapping[str, int] | None = None
) -> tuple[SectionRow, ...]:
    """The sections of a report, with the reason where one has nothing to say.

    Args:
        places: Page of each heading by its key, from a report that was laid out.
    """
    rows = []
    for section in SECTIONS:
        blocks = build_section(section.key, content, texts, FigureCounter(texts))
        reason = "" if blocks or section.key == "cover" else texts.t(_EMPTY[section.key])
        shown = section.key not in content.hidden
        page = (places or {}).get(section.heading) if section.heading else 1 if shown and places is not None else None
        rows.append(SectionRow(section.key, texts.t(section.title), shown, reason, page))
    return tuple(rows)


_EMPTY = {
    "summary": N_("nothing to say yet"),
    "consumption": N_("no bills in the period"),
    "footprint": N_("no fuel or electricity in the period"),
    "flows": N_("no costs in the period"),
    "process": N_("no flow chart yet"),
    "appendix": N_("no data in the period"),
}


def _content(context: Context, audit_uid: str, language: str | None, today: dt.date) -> tuple[ReportContent, Texts]:
    texts = context.read(document_texts, audit_uid, language)
    return context.read(report_content, audit_uid, texts, today), texts


def write_export(
    context: Context, audit_uid: str, language: str, out: Path, progress: Progress, today: dt.date
) -> tuple[Note, ...]:
    """Write the audit as a workbook; returns and raises as `write_report`."""
    texts = context.read(document_texts, audit_uid, language)
    with progress.heeded():
        content = context.read(report_content, audit_uid, texts, today, rows=True)
    from score_desktop.reporting.workbook import write_workbook

    return write_workbook(content, texts, out, progress=progress).notes


def document_texts(session: Session, audit_uid: str, language: str | None) -> Texts:
    """Texts of a document: its language, with the number region that goes with the enterprise's country."""
    audit, enterprise = find_audit(session, audit_uid)
    chosen = language or options_of(audit).language or enterprise.language or "es"
    return Texts(chosen, region_for(chosen, enterprise.country))


def copy_factors(context: Context, audit_uid: str, today: dt.date) -> None:
    """Copy the factors in use with the audit, so that what was handed over can be made again; not when we only read."""
    if not context.read_only:
        store_factors(context, audit_uid, context.read(new_factors, audit_uid, today))


def store_factors(context: Context, audit_uid: str, factors: Sequence[AuditFactorIn]) -> None:
    """Store what `new_factors` has found; those that were stored meanwhile stay as they are.

    Raises:
        StorageTrouble: "report.factors_full": the disk of the data has no room, whatever that of the document has.
    """
    if not factors or context.read_only:
        return
    try:
        context.write(_add_factors, audit_uid, factors, label=("change.factors_kept", {}))
    except StorageTrouble as error:
        if error.message_id not in ("storage.full", "storage.failed"):
            raise
        reason = str(error.params.get("reason", ""))
        raise StorageTrouble("report.factors_full", file=str(context.path), reason=reason) from error


def _add_factors(session: Session, audit_uid: str, factors: Sequence[AuditFactorIn]) -> None:
    audit, _ = find_audit(session, audit_uid)
    kept = _kept(session, audit)
    new = [data for data in factors if (data.subject, data.factor_key) not in kept]
    for start in range(0, len(new), _AT_ONCE):
        session.add_all(make(AuditFactor, data, audit_id=audit.key) for data in new[start : start + _AT_ONCE])
        session.flush()
        if start + _AT_ONCE < len(new):
            time.sleep(_BREATH_S)


def keep_factors(session: Session, audit_uid: str, today: dt.date) -> None:
    """Store a copy of each factor that the audit uses and has no copy of yet."""
    _add_factors(session, audit_uid, new_factors(session, audit_uid, today))


def new_factors(session: Session, audit_uid: str, today: dt.date) -> list[AuditFactorIn]:
    """The factors that the audit uses and has no copy of yet."""
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
