"""Oddities in the bills of the meters that an import touches, their earlier bills included."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import Session

from score_desktop.calc.findings import Finding, findings
from score_desktop.calc.inputs import BillData, MeterData
from score_desktop.jobs import Progress
from score_desktop.services import inventory
from score_desktop.services.finding_reviews import Review, reviews_of_meters
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_outcome import FindingRow

FindingRows = tuple[FindingRow, ...]


@contextlib.contextmanager
def findings_beside(
    session: Session, store: BillStore, today: dt.date, progress: Progress
) -> Iterator[Callable[[], FindingRows]]:
    """What is odd once the bills of an import are stored, looked for while they are being stored.

    SQLite lets go of the interpreter while it stores rows, and the arithmetic needs no database: bills that were read
    and made on the way are not read again. Where the import replaces stored ones, all are read once that is done.

    Args:
        store: Its meters are stored by now.
        progress: Cancel ends the looking too.

    Yields:
        What gives the findings, with what was said about them before; to be called once the bills are stored.
    """
    ids = store.touched()
    meters = inventory.meters_by_uid(session, ids.values())

    def look(bills: Callable[[], Iterable[BillData]]) -> Sequence[Finding]:
        with progress.heeded():
            return findings(meters, bills(), today)

    if store.sorted.replace:
        yield lambda: _rows(session, meters, look(lambda: inventory.bills_for_findings(session, list(ids))))
        return
    with ThreadPoolExecutor(1, "import-findings") as beside:
        found = beside.submit(look, store.for_findings)
        yield lambda: _rows(session, meters, found.result())


def _rows(session: Session, meters: Sequence[MeterData], found: Sequence[Finding]) -> FindingRows:
    names = {meter.uid: meter.name for meter in meters}
    reviews = reviews_of_meters(session, {one.meter_uid for one in found})
    return tuple(_row(one, names[one.meter_uid], reviews.get((one.meter_uid, one.fingerprint))) for one in found)


def _row(found: Finding, meter: str, review: Review | None) -> FindingRow:
    said = (review.accepted, review.note) if review is not None else (False, "")
    return FindingRow(str(found.kind), meter, found.start, found.end, dict(found.params), *said)
