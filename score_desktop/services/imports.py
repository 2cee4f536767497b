"""A file into an enterprise: read in a child process, understand, store in one short transaction."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.findings import findings
from score_desktop.db.storage import told
from score_desktop.errors import Refused
from score_desktop.importing import ImportContext, Reader, read_file, start_reader, understand
from score_desktop.importing.result import Understanding
from score_desktop.jobs import Progress, collector_paused
from score_desktop.models import Site
from score_desktop.services import inventory
from score_desktop.services.audits import find_audit
from score_desktop.services.context import Context
from score_desktop.services.import_outcome import FindingRow, ImportOptions, ImportOutcome, RecordCounts
from score_desktop.services.import_records import ImportTarget
from score_desktop.services.import_store import StoredImport, store

__all__ = ["ImportOptions", "ImportOutcome", "import_file", "start_reader"]

_HASH_CHUNK = 1 << 20


def import_file(
    context: Context,
    path: Path,
    audit_uid: str,
    options: ImportOptions,
    progress: Progress,
    today: dt.date,
    reader: Reader | None = None,
) -> ImportOutcome:
    """Read a file into the enterprise of an audit. With open questions nothing is stored and the outcome lists them.

    Args:
        reader: A child process started ahead by `start_reader`, so that its start runs beside other work.

    Raises:
        Refused: "audit.unknown", "enterprise.no_site".
        UnreadableFile: The file is damaged, protected, too large, or holds no bills.
        Cancelled: Nothing was stored.
    """
    with collector_paused():
        return _import_file(context, path, audit_uid, options, progress, today, reader)


def _import_file(
    context: Context,
    path: Path,
    audit_uid: str,
    options: ImportOptions,
    progress: Progress,
    today: dt.date,
    reader: Reader | None,
) -> ImportOutcome:
    with reader or start_reader() as child:
        target = context.read(_target, audit_uid)
        progress.report(0.0)
        workbook = read_file(path, progress=progress, reader=child)
    progress.report(0.5)
    wanted = ImportContext(
        country=target.country, currency=target.currency, sheet=options.sheet, answers=dict(options.answers)
    )
    found = understand(workbook, wanted)
    progress.report(0.7)
    if found.questions:
        return _asked(found, options)
    digest = _sha256(path)
    progress.check_cancelled()
    if options.dry_run:
        outcome = _rehearse(context, target, found, options, digest, today)
    else:
        label = ("change.imported", {"file": found.file})
        done = context.write(store, target, found, options, digest, label=label)
        outcome = _outcome(found, done, context.read(_findings, done, today))
    progress.report(1.0)
    return outcome


class _Rehearsed(Exception):
    """Leaves the transaction with what a dry run would have done, so that it is rolled back; no error."""

    def __init__(self, outcome: ImportOutcome) -> None:
        super().__init__()
        self.outcome = outcome


def _rehearse(
    context: Context, target: ImportTarget, found: Understanding, options: ImportOptions, digest: str, today: dt.date
) -> ImportOutcome:
    """Do the very same work and roll it back: a dry run cannot differ from the real one."""

    def work(session: Session) -> None:
        done = store(session, target, found, options, digest)
        outcome = _outcome(found, done, _findings(session, done, today))
        raise _Rehearsed(dataclasses.replace(outcome, batch=None, dry_run=True))

    try:
        context.write(work)
    except _Rehearsed as rehearsed:
        return rehearsed.outcome
    raise AssertionError("a rehearsal always ends by its exception")


def _target(session: Session, audit_uid: str) -> ImportTarget:
    audit, enterprise = find_audit(session, audit_uid)
    site = session.scalars(select(Site).where(col(Site.enterprise_id) == enterprise.key).order_by(col(Site.id))).first()
    if site is None:
        raise Refused("enterprise.no_site", enterprise=enterprise.name)
    return ImportTarget(audit.key, enterprise.key, site.key, enterprise.country, enterprise.currency)


def _asked(found: Understanding, options: ImportOptions) -> ImportOutcome:
    counts = RecordCounts(problems=len(found.problems))
    return ImportOutcome(
        file=found.file,
        batch=None,
        dry_run=options.dry_run,
        tables=found.tables,
        rows=found.rows,
        records=counts,
        problems=found.problems,
        questions=found.questions,
        notes=found.notes,
    )


def _outcome(found: Understanding, done: StoredImport, oddities: tuple[FindingRow, ...]) -> ImportOutcome:
    return ImportOutcome(
        file=found.file,
        batch=done.batch,
        dry_run=False,
        tables=found.tables,
        rows=found.rows,
        records=done.records,
        meters=done.meters,
        activity=done.activity,
        conflicts=done.conflicts,
        problems=done.problems,
        findings=oddities,
        notes=found.notes,
    )


def _findings(session: Session, done: StoredImport, today: dt.date) -> tuple[FindingRow, ...]:
    """Oddities of the meters that the import touched, their earlier bills included."""
    bills = list(done.bills_of_new_meters)
    if done.known_meters:
        bills += inventory.bills_for_findings(session, done.known_meters)
    meters = inventory.meters_by_uid(session, {bill.meter_uid for bill in bills})
    names = {meter.uid: meter.name for meter in meters}
    found = findings(meters, bills, today)
    return tuple(FindingRow(str(one.kind), names[one.meter_uid], one.start, one.end, dict(one.params)) for one in found)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with told(path), path.open("rb") as file:
        while chunk := file.read(_HASH_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
