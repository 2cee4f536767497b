"""Oddities in the bills of the meters that an import touches, their earlier bills included."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session

from score_desktop.calc.findings import Finding, findings
from score_desktop.services import inventory
from score_desktop.services.finding_reviews import Review, reviews_of_meters
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_outcome import FindingRow


def findings_after(session: Session, store: BillStore, today: dt.date) -> tuple[FindingRow, ...]:
    """What is odd once the bills of an import are stored, with what was said about it before.

    Bills that were read and made on the way are not read again, unless the import replaced stored ones.
    """
    ids = store.touched()
    meters = inventory.meters_by_uid(session, ids.values())
    replaced = bool(store.sorted.replace)
    bills = inventory.bills_for_findings(session, list(ids)) if replaced else store.for_findings()
    found = findings(meters, bills, today)
    names = {meter.uid: meter.name for meter in meters}
    reviews = reviews_of_meters(session, {one.meter_uid for one in found})
    return tuple(_row(one, names[one.meter_uid], reviews.get((one.meter_uid, one.fingerprint))) for one in found)


def _row(found: Finding, meter: str, review: Review | None) -> FindingRow:
    said = (review.accepted, review.note) if review is not None else (False, "")
    return FindingRow(str(found.kind), meter, found.start, found.end, dict(found.params), *said)
