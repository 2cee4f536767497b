"""Oddities in the bills of the meters that an import touches, their earlier bills included."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from sqlmodel import Session

from score_desktop.calc.findings import Finding, findings, findings_by_column
from score_desktop.errors import ScoreError
from score_desktop.jobs import stop_point
from score_desktop.services import inventory
from score_desktop.services.finding_reviews import Review, reviews_of_meters
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_outcome import FindingRow, MeterSums

_log = logging.getLogger(__name__)


class AfterImport:
    """What is told about the bills of an import: what was stored at each meter, and what is odd at these meters.

    Bills that were read and made on the way are not read again, unless the import replaced stored ones.

    Attributes:
        size: Bills to look at for oddities.
        sums: What was stored, by meter; once `look` was called.
    """

    def __init__(self, session: Session, store: BillStore, today: dt.date) -> None:
        ids = store.touched()
        self._meters = inventory.meters_by_uid(session, ids.values())
        self._store, self._today = store, today
        self._reviews = reviews_of_meters(session, ids.values())
        self._bills = inventory.bills_for_findings(session, list(ids)) if store.sorted.replace else None
        self.size = len(store.known.ids) + len(store.sorted.take)
        self.sums: tuple[MeterSums, ...] = ()
        self._found: Sequence[Finding] | None = None

    def look(self) -> Sequence[Finding]:
        """Look at all bills, once; on any thread, and without the session."""
        if self._found is None:
            self.sums = self._store.sums(stop_point)
            self._found = self._look()
        return self._found

    def _look(self) -> Sequence[Finding]:
        try:
            if self._bills is not None:
                return findings(self._meters, self._bills, self._today)
            return findings_by_column(self._meters, self._store.for_findings(), self._today)
        except ScoreError:
            raise
        except Exception:  # noqa: BLE001 - by now all may be stored, and must not look as if it were not
            _log.exception("what is odd about imported bills could not be found out")
            return ()

    def findings(self) -> tuple[FindingRow, ...]:
        """What is odd, with what was said about it before."""
        found = self.look()
        names = {meter.uid: meter.name for meter in self._meters}
        reviews = self._reviews
        return tuple(_row(one, names[one.meter_uid], reviews.get((one.meter_uid, one.fingerprint))) for one in found)


def _row(found: Finding, meter: str, review: Review | None) -> FindingRow:
    said = (review.accepted, review.note) if review is not None else (False, "")
    return FindingRow(str(found.kind), meter, found.start, found.end, dict(found.params), *said)
