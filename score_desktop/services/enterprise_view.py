"""What the page of the enterprise shows, in one read, and the use cases that its lists share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from score_desktop.errors import ScoreError
from score_desktop.services import profile
from score_desktop.services.activity import ActivityGrid, activity_grid, grid_span
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.edits import CellRefusal, CellValue, EditOutcome

_ADDERS: Mapping[str, Callable[[Session, str, Mapping[str, CellValue]], str]] = {
    "site": profile.add_site,
    "contact": profile.add_contact,
    "product": profile.add_product,
}


@dataclass(frozen=True, slots=True)
class EnterpriseView:
    """An enterprise with its monthly activity around the period of an audit.

    Attributes:
        start: First day of the audit's period; `end` the first day outside.
    """

    profile: profile.Profile
    grid: ActivityGrid
    start: dt.date
    end: dt.date


def enterprise_view(session: Session, audit_uid: str, today: dt.date, earlier: int = 0) -> EnterpriseView:
    """The enterprise of an audit, with the months of its period and the twelve before.

    Args:
        earlier: So many years more before those.

    Raises:
        Refused: "audit.unknown".
    """
    audit, enterprise = find_audit(session, audit_uid)
    start, end = period_of(session, audit, today)
    first, last = grid_span(start, end)
    grid = activity_grid(session, enterprise.uid, first.replace(year=first.year - earlier), last)
    return EnterpriseView(profile.read_profile(session, enterprise.uid), grid, start, end)


def add_records(
    session: Session, enterprise_uid: str, kind: str, rows: Sequence[Mapping[str, CellValue]]
) -> EditOutcome:
    """Add sites, people or products; those that cannot be stored are refused, all others stand.

    Args:
        kind: "site", "contact" or "product".
    """
    made: list[str] = []
    refused: list[CellRefusal] = []
    for number, values in enumerate(rows):
        try:
            made.append(_ADDERS[kind](session, enterprise_uid, values))
        except ScoreError as error:
            refused.append(CellRefusal.of(number, "name", error))
    return EditOutcome(len(made), tuple(refused), tuple(made))
