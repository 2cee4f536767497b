"""Findings that a person has looked at: accepted or not, with a note, who and when.

A review never changes a figure. It holds for a finding as long as the bills that it is about say the same
(`calc.fingerprints`); when they change, the finding is another one and stands open.
"""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.enums import FindingKind
from score_desktop.errors import Refused
from score_desktop.models import FindingReview, FindingReviewIn, Meter, Site, assign, make, utc_now
from score_desktop.services.audits import find_audit

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class FindingKey:
    """Names one finding; `meter` is a portable id."""

    meter: str
    kind: FindingKind
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was said about a finding; `by` is "" where no name was known."""

    accepted: bool
    note: str
    by: str
    at: dt.datetime


Reviews = Mapping[tuple[str, str], Review]
"""(portable id of the meter, fingerprint) → review."""


def reviews_of_enterprise(session: Session, enterprise_id: int) -> Reviews:
    """All reviews at the meters of an enterprise; those of findings that are no more among them."""
    query = _REVIEWS.join(Site, col(Site.id) == col(Meter.site_id)).where(col(Site.enterprise_id) == enterprise_id)
    return {(meter, row.fingerprint): _review(row) for row, meter in session.execute(query)}


def reviews_of_meters(session: Session, uids: Iterable[str]) -> Reviews:
    """The reviews at some meters."""
    wanted, found = sorted(set(uids)), {}
    for start in range(0, len(wanted), _CHUNK):
        query = _REVIEWS.where(col(Meter.uid).in_(wanted[start : start + _CHUNK]))
        found.update({(meter, row.fingerprint): _review(row) for row, meter in session.execute(query)})
    return found


_REVIEWS = select(FindingReview, col(Meter.uid)).join(Meter, col(Meter.id) == col(FindingReview.meter_id))


def _review(row: FindingReview) -> Review:
    return Review(row.accepted, row.note, row.reviewed_by, dt.datetime.fromisoformat(row.reviewed_at))


def review_findings(
    session: Session,
    audit_uid: str,
    keys: Sequence[FindingKey],
    *,
    accepted: bool | None = None,
    note: str | None = None,
    user: str = "",
) -> int:
    """Accept findings, take that back, or write a note; what is None stays as it was.

    Args:
        audit_uid: The audit in which they are looked at; its trainer is who says so.
        user: Who says so where the audit names no trainer.

    Returns:
        Reviews that differ from before. One that says nothing any more is removed.

    Raises:
        Refused: "audit.unknown", "meter.unknown".
        InvalidInput: "input.text_long".
    """
    audit, enterprise = find_audit(session, audit_uid)
    by = audit.trainer or user
    stored = {
        (meter, row.fingerprint): row
        for row, meter in session.execute(
            _REVIEWS.join(Site, col(Site.id) == col(Meter.site_id)).where(col(Site.enterprise_id) == enterprise.key)
        )
    }
    meters = _meters(session, enterprise.key, {key.meter for key in keys})
    changed = 0
    for key in keys:
        row = stored.get((key.meter, key.fingerprint))
        data = FindingReviewIn(
            kind=key.kind,
            fingerprint=key.fingerprint,
            accepted=(row is not None and row.accepted) if accepted is None else accepted,
            note=("" if row is None else row.note) if note is None else note,
            reviewed_by=by,
            reviewed_at=utc_now(),
        )
        before = (False, "") if row is None else (row.accepted, row.note)
        if (data.accepted, data.note) == before:
            continue
        changed += 1
        if row is None:
            session.add(make(FindingReview, data, meter_id=meters[key.meter]))
        elif data.accepted or data.note:
            assign(row, data)
        else:
            session.delete(row)
    session.flush()
    return changed


def _meters(session: Session, enterprise_id: int, uids: set[str]) -> dict[str, int]:
    query = (
        select(col(Meter.uid), col(Meter.id))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(col(Site.enterprise_id) == enterprise_id, col(Meter.uid).in_(sorted(uids)))
    )
    found = {uid: key for uid, key in session.execute(query) if key is not None}
    if len(found) < len(uids):
        raise Refused("meter.unknown")
    return found


def forget_reviews(session: Session, meter_ids: Sequence[int]) -> None:
    """Remove what was said about findings of meters that are about to be removed."""
    for start in range(0, len(meter_ids), _CHUNK):
        part = list(meter_ids[start : start + _CHUNK])
        for row in session.scalars(select(FindingReview).where(col(FindingReview.meter_id).in_(part))):
            session.delete(row)
    session.flush()


def user_name() -> str:
    """Name of the person at this computer as its system knows it; "" if it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
