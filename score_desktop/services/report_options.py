"""What the report of an audit prints and in which language: stored with the audit, so that every way gives the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from score_desktop.errors import InvalidInput
from score_desktop.i18n import LANGUAGES
from score_desktop.models import Audit, AuditIn
from score_desktop.models.base import assign
from score_desktop.reporting.sections import SECTIONS
from score_desktop.services.audits import find_audit

KEYS = tuple(section.key for section in SECTIONS)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Choices of a person.

    Attributes:
        hidden: Sections that are left out: one that comes with a later version is printed.
        language: "es" or "en"; "" for the enterprise's own.
    """

    hidden: frozenset[str] = frozenset()
    language: str = ""


def report_options(session: Session, audit_uid: str) -> ReportOptions:
    """The options of an audit's report.

    Raises:
        Refused: "audit.unknown".
    """
    return options_of(find_audit(session, audit_uid)[0])


def set_report_options(session: Session, audit_uid: str, options: ReportOptions) -> None:
    """Keep the options with the audit.

    Raises:
        Refused: "audit.unknown".
        InvalidInput: "input.choice" for a section or language that does not exist.
    """
    audit, _ = find_audit(session, audit_uid)
    unknown = sorted(options.hidden - set(KEYS))
    if unknown:
        raise InvalidInput("input.choice", field="section", value=unknown[0])
    if options.language and options.language not in LANGUAGES:
        raise InvalidInput("input.choice", field="language", value=options.language)
    kept: dict[str, object] = {}
    if options.hidden:
        kept["hidden"] = sorted(options.hidden)
    if options.language:
        kept["language"] = options.language
    assign(audit, AuditIn.from_row(audit, report=kept))


def options_label(audit_name: str) -> tuple[str, Mapping[str, object]]:
    """What the person did, for undo and the audit trail."""
    return "change.report_options", {"name": audit_name}


def options_of(audit: Audit) -> ReportOptions:
    """The options in a row; what this version does not know is left aside, an audit file may come from anywhere."""
    hidden = audit.report.get("hidden", [])
    language = audit.report.get("language", "")
    known = frozenset(key for key in KEYS if key in hidden) if isinstance(hidden, list) else frozenset()
    return ReportOptions(known, language if language in LANGUAGES else "")
