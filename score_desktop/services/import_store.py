"""The short write at the end of an import: known or new, into which meter, and how to take it back.

Runs inside one transaction; everything slow (reading, understanding) was done before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.importing.result import Problem, Understanding
from score_desktop.jobs import Progress
from score_desktop.models import ActivityValue, ImportBatch, ImportBatchIn
from score_desktop.models.base import make
from score_desktop.services.import_activity import ActivityStore
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_findings import AfterImport
from score_desktop.services.import_known import KnownBills
from score_desktop.services.import_outcome import (
    ActivitySums,
    ConflictRow,
    ImportOptions,
    RecordCounts,
)
from score_desktop.services.import_profiles import Memory, remember
from score_desktop.services.import_records import ImportTarget
from score_desktop.services.import_report import report_of
from score_desktop.services.import_source import SourceFile, keep_source

_MOST_BESIDE = 60_000
"""Bills that may be looked at while the disk writes, when it is too late for Cancel; more are looked at before."""


@dataclass(frozen=True, slots=True)
class StoredImport:
    """What the transaction did, and what to look at for oddities: the bills of the meters that it touched."""

    batch: str
    records: RecordCounts
    activity: tuple[ActivitySums, ...]
    conflicts: tuple[ConflictRow, ...]
    problems: tuple[Problem, ...]
    after: AfterImport
    kept: bool = False


def decide(
    session: Session,
    target: ImportTarget,
    found: Understanding,
    options: ImportOptions,
    batch_id: int = 0,
    check: Callable[[], None] = lambda: None,
    *,
    whole: bool = False,
    ahead: KnownBills | None = None,
) -> tuple[BillStore, ActivityStore]:
    """What becomes of every record; reads only.

    Args:
        check: Called again and again; raises to stop.
        whole, ahead: As `BillStore.decide`.
    """
    bills = BillStore(session, target, found, options, batch_id)
    bills.decide(check, whole=whole, ahead=ahead)
    activity = ActivityStore(session, target, found, options, batch_id)
    activity.decide()
    check()
    return bills, activity


def counts(found: Understanding, bills: BillStore, activity: ActivityStore) -> RecordCounts:
    """Records by what becomes of them."""
    return RecordCounts(
        imported=len(bills.sorted.take) + len(activity.sorted.take) - bills.both - activity.both,
        duplicates=bills.sorted.duplicates + activity.sorted.duplicates,
        conflicts=len(bills.sorted.conflicts) + len(activity.sorted.conflicts),
        problems=len(found.problems) + len(bills.problems),
    )


def store(
    session: Session,
    target: ImportTarget,
    found: Understanding,
    options: ImportOptions,
    sha256: str,
    today: dt.date,
    progress: Progress,
    uid: str | None = None,
    memory: Memory | None = None,
    source: SourceFile | None = None,
    ahead: KnownBills | None = None,
) -> StoredImport:
    """Store what is new of an understood file as one batch.

    Args:
        today: For the findings.
        progress: Asked for Cancel again and again; nothing is stored then.
        uid: Portable id of the batch; None: a new one.
        memory: What to remember about the file's layouts.
        source: The file itself; kept if it comes with its bytes.
        ahead: As `BillStore.decide`.

    Raises:
        InvalidInput: A meter or product of the file cannot be stored.
        Cancelled: When Cancel was asked for.
    """
    check = progress.check_cancelled
    batch = _new_batch(session, target, found.file, sha256, uid)
    bills, activity = decide(session, target, found, options, batch.key, check, whole=True, ahead=ahead)
    bills.write(check)
    activity.write()
    check()
    records = counts(found, bills, activity)
    conflicts = (*bills.conflict_rows(), *activity.conflict_rows())
    problems = (*found.problems, *bills.problems)
    after = AfterImport(session, bills, today)
    if after.size > _MOST_BESIDE:
        with progress.heeded():
            after.look()
    batch.counts = records.as_json()
    batch.report = report_of(found, options, conflicts, problems)
    batch.inverse = {
        "made": [*bills.made, *activity.made],
        "replaced": [*bills.replaced, *activity.replaced],
        "stamps": _stamps(session, batch.key, bills),
    }
    check()
    session.flush()
    if memory is not None:
        remember(session, memory)
    kept = source is not None and keep_source(session, target.enterprise_id, found.file, source)
    check()
    return StoredImport(
        batch.uid,
        records,
        activity.sums(),
        conflicts,
        problems,
        after,
        kept,
    )


def _new_batch(session: Session, target: ImportTarget, file: str, sha256: str, uid: str | None) -> ImportBatch:
    batch = make(
        ImportBatch,
        ImportBatchIn(file_name=file[:255], sha256=sha256),
        enterprise_id=target.enterprise_id,
        audit_id=target.audit_id,
    )
    batch.uid = uid or batch.uid
    session.add(batch)
    session.flush()
    return batch


def _stamps(session: Session, batch_id: int, bills: BillStore) -> list[str]:
    """Stamps of the rows as the import left them: another stamp means that somebody changed the row since."""
    activity = select(col(ActivityValue.updated_at)).distinct().where(col(ActivityValue.batch_id) == batch_id)
    return sorted(bills.stamps | set(session.scalars(activity)))
