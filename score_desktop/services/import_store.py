"""The short write at the end of an import: known or new, into which meter, and how to take it back.

Runs inside one transaction; everything slow (reading, understanding) was done before.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.inputs import BillData
from score_desktop.importing.result import Problem, Understanding
from score_desktop.models import ActivityValue, Bill, ImportBatch, ImportBatchIn
from score_desktop.models.base import make
from score_desktop.services.import_activity import ActivityStore
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_outcome import ActivitySums, ConflictRow, ImportOptions, MeterSums, RecordCounts
from score_desktop.services.import_records import ImportTarget


@dataclass(frozen=True, slots=True)
class StoredImport:
    """What the transaction did: for the outcome, and to look for findings in the meters it touched."""

    batch: str
    records: RecordCounts
    meters: tuple[MeterSums, ...]
    activity: tuple[ActivitySums, ...]
    conflicts: tuple[ConflictRow, ...]
    problems: tuple[Problem, ...]
    known_meters: tuple[int, ...]
    bills_of_new_meters: tuple[BillData, ...]


def store(
    session: Session, target: ImportTarget, found: Understanding, options: ImportOptions, sha256: str
) -> StoredImport:
    """Store what is new of an understood file as one batch.

    Raises:
        InvalidInput: A meter or product of the file cannot be stored.
    """
    batch = make(
        ImportBatch,
        ImportBatchIn(file_name=found.file[:255], sha256=sha256),
        enterprise_id=target.enterprise_id,
        audit_id=target.audit_id,
    )
    session.add(batch)
    session.flush()
    bills = BillStore(session, target, found, options, batch.key)
    bills.run()
    activity = ActivityStore(session, target, found, options, batch.key)
    activity.run()
    records = RecordCounts(
        imported=len(bills.sorted.take) + len(activity.sorted.take) - bills.both - activity.both,
        duplicates=bills.sorted.duplicates + activity.sorted.duplicates,
        conflicts=len(bills.sorted.conflicts) + len(activity.sorted.conflicts),
        problems=len(found.problems) + len(bills.problems),
    )
    batch.counts = records.as_json()
    batch.inverse = {
        "made": [*bills.made, *activity.made],
        "replaced": [*bills.replaced, *activity.replaced],
        "stamps": _stamps(session, batch.key),
    }
    session.flush()
    return StoredImport(
        batch.uid,
        records,
        bills.sums(),
        activity.sums(),
        (*bills.conflict_rows(), *activity.conflict_rows()),
        (*found.problems, *bills.problems),
        bills.known_meters(),
        tuple(bills.bills_of_new_meters()),
    )


def _stamps(session: Session, batch_id: int) -> list[str]:
    """Stamps of the rows as the import left them: another stamp means that somebody changed the row since."""
    bills = select(col(Bill.updated_at)).distinct().where(col(Bill.batch_id) == batch_id)
    activity = select(col(ActivityValue.updated_at)).distinct().where(col(ActivityValue.batch_id) == batch_id)
    return sorted(set(session.scalars(bills)) | set(session.scalars(activity)))
