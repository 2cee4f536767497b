"""The history of imports: what came in, what was told then, and which imports can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop.enums import BatchStatus, RowVerdict
from score_desktop.errors import Refused
from score_desktop.importing.result import Problem
from score_desktop.models import ActivityValue, Bill, ChangeLog, Enterprise, ImportBatch
from score_desktop.services.import_outcome import ImportOptions, RecordCounts
from score_desktop.services.import_report import options_in, problems_in


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import in the history.

    Attributes:
        at: When, UTC.
        actor: Who ("window", "cli"); "" if it came in with an audit file.
        standing: Records of it that are stored now.
        undoable: False when it was taken back already, or when nobody could say what to take back: it stores nothing
            and replaced nothing. That others changed its records since is found when it is taken back.
    """

    batch: str
    file: str
    at: dt.datetime
    actor: str
    status: BatchStatus
    records: RecordCounts
    standing: int
    sha256: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class ImportDetails:
    """What an import told; empty where it was made by an older program.

    Attributes:
        tables: As `import --json` prints them.
        conflicts: The first ones, both sides and the "decision" of each; `row.records` has the number of all.
        problems: The first records that could not be stored.
        options: How the person wanted the file read, to repeat the import.
        replaced: Stored records whose values it replaced.
    """

    row: ImportRow
    tables: tuple[Mapping[str, Any], ...]
    rows: Mapping[RowVerdict, int]
    conflicts: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    notes: tuple[tuple[str, Mapping[str, object]], ...]
    options: ImportOptions
    replaced: int


def list_imports(session: Session, enterprise_uid: str) -> tuple[ImportRow, ...]:
    """The imports into an enterprise, the latest first."""
    batches = session.scalars(
        select(ImportBatch)
        .join(Enterprise, col(Enterprise.id) == col(ImportBatch.enterprise_id))
        .where(col(Enterprise.uid) == enterprise_uid)
        .order_by(col(ImportBatch.imported_at).desc(), col(ImportBatch.id).desc())
    ).all()
    return tuple(_rows(session, batches))


def import_details(session: Session, batch_uid: str) -> ImportDetails:
    """What one import told.

    Raises:
        Refused: "import.batch_unknown".
    """
    batch = session.scalars(select(ImportBatch).where(col(ImportBatch.uid) == batch_uid)).first()
    if batch is None:
        raise Refused("import.batch_unknown", batch=batch_uid)
    report = batch.report
    return ImportDetails(
        _rows(session, [batch])[0],
        tuple(report.get("tables", ())),
        {RowVerdict(verdict): count for verdict, count in report.get("rows", {}).items()},
        tuple(report.get("conflicts", ())),
        problems_in(report),
        tuple((message_id, params) for message_id, params in report.get("notes", ())),
        options_in(report),
        len(batch.inverse.get("replaced", ())),
    )


def _rows(session: Session, batches: Any) -> list[ImportRow]:
    keys = [batch.key for batch in batches]
    bills, activity = _stored(session, Bill, keys), _stored(session, ActivityValue, keys)
    actors = _actors(session)
    rows = []
    for batch in batches:
        standing = bills.get(batch.key, 0) + activity.get(batch.key, 0)
        is_done = batch.status is BatchStatus.DONE
        numbers = {name: batch.counts.get(name, 0) for name in ("imported", "duplicates", "conflicts", "problems")}
        rows.append(
            ImportRow(
                batch=batch.uid,
                file=batch.file_name,
                at=dt.datetime.fromisoformat(batch.imported_at),
                actor=actors.get(batch.uid, ""),
                status=batch.status,
                records=RecordCounts(**numbers),
                standing=standing,
                sha256=batch.sha256,
                undoable=is_done and bool(standing or batch.inverse.get("replaced")),
            )
        )
    return rows


def _stored(session: Session, table: type[Bill] | type[ActivityValue], batches: list[int]) -> dict[int, int]:
    """Number of stored records by batch."""
    query = (
        select(col(table.batch_id), func.count()).where(col(table.batch_id).in_(batches)).group_by(col(table.batch_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _actors(session: Session) -> dict[str, str]:
    """Who made each import, by its portable id, as the audit trail says."""
    logs = session.execute(
        select(col(ChangeLog.actor), col(ChangeLog.params)).where(col(ChangeLog.label) == "change.imported")
    )
    return {params["batch"]: actor for actor, params in logs if "batch" in params}
