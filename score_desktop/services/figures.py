"""Every figure of an audit with its explanation: the one calculation behind screen, PDF, workbook and command line."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlmodel import Session

from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.figures import BillRef, Explanation, FactorRef, Figure, Input, Missing
from score_desktop.i18n import Texts
from score_desktop.jobs import collector_paused
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.inventory import audit_inputs


@dataclasses.dataclass(frozen=True, slots=True)
class AuditAnswer:
    """All figures of an audit, and what cannot be given with the reason."""

    audit: str
    figures: tuple[Figure, ...]
    missing: tuple[Missing, ...]

    def only(self, prefixes: tuple[str, ...]) -> AuditAnswer:
        """Figures and gaps whose key begins with one of the prefixes; "" takes all."""
        return dataclasses.replace(
            self,
            figures=tuple(figure for figure in self.figures if figure.key.startswith(prefixes)),
            missing=tuple(gap for gap in self.missing if gap.key.startswith(prefixes)),
        )

    def as_json(self, texts: Texts) -> dict[str, Any]:
        """As `calc --json` prints it; formulas and reasons in the reader's language."""
        return {
            "audit": self.audit,
            "figures": [figure_json(figure, texts) for figure in self.figures],
            "missing": [{"key": gap.key, "why": texts.message(gap.why, gap.params)} for gap in self.missing],
        }


def calculate(session: Session, audit_uid: str, today: dt.date) -> AuditAnswer:
    """Every figure of an audit over its period.

    Raises:
        Refused: "audit.unknown".
    """
    audit, enterprise = find_audit(session, audit_uid)
    with collector_paused():
        figures, missing = audit_figures(audit_inputs(session, audit, enterprise, period_of(session, audit, today)))
    return AuditAnswer(audit.uid, figures, missing)


def figure_json(figure: Figure, texts: Texts) -> dict[str, Any]:
    """One figure as JSON (design/cli.md)."""
    return {
        "key": figure.key,
        "value": figure.value,
        "unit": figure.unit,
        "period": [day.isoformat() for day in figure.period],
        "dims": dict(figure.dims),
        "explanation": _explanation_json(figure.explanation, texts),
    }


def _explanation_json(explanation: Explanation, texts: Texts) -> dict[str, Any]:
    return {
        "formula": texts.t(explanation.formula),
        "inputs": [_input_json(given, texts) for given in explanation.inputs],
    }


def _input_json(given: Input, texts: Texts) -> dict[str, Any]:
    answer: dict[str, Any] = {"name": texts.t(given.name), "value": given.value, "unit": given.unit}
    origin = given.origin
    if isinstance(origin, BillRef):
        answer["from"] = {origin.kind: origin.uid, "file": origin.file, "sheet": origin.sheet, "row": origin.row}
    elif isinstance(origin, FactorRef):
        answer["from"] = {
            "factor": origin.factor,
            "source": origin.source,
            "year": origin.year,
            "basis": origin.basis,
            "status": origin.status,
            "notes": [texts.t(note) for note in origin.notes],
        }
    elif isinstance(origin, Explanation):
        answer["from"] = {"explanation": _explanation_json(origin, texts)}
    return answer
