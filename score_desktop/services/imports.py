"""A file into an enterprise: read in a child process, understand, store in one short transaction."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db.storage import told
from score_desktop.errors import Refused
from score_desktop.importing import ImportContext, Reader, Workbook, read_file, start_reader, understand
from score_desktop.importing.result import Understanding
from score_desktop.jobs import Progress, collector_paused
from score_desktop.models import Site, new_uid
from score_desktop.services import clock, import_profiles
from score_desktop.services.audits import find_audit
from score_desktop.services.context import Context
from score_desktop.services.import_findings import AfterImport
from score_desktop.services.import_known import KnownBills, ReadAhead, read_ahead
from score_desktop.services.import_outcome import ImportOptions, ImportOutcome, RecordCounts
from score_desktop.services.import_profiles import Memory, ProfileRow
from score_desktop.services.import_records import ImportTarget
from score_desktop.services.import_source import SourceFile, source_file
from score_desktop.services.import_store import StoredImport, store

__all__ = ["ImportOptions", "ImportOutcome", "import_file", "redo_import", "start_reader"]

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
        target = context.read(target_of, audit_uid)
        progress.report(0.0)
        ahead: list[ReadAhead | None] = []
        profiles: list[ProfileRow] = []

        def meanwhile() -> None:
            profiles.extend(context.read(import_profiles.list_profiles))
            ahead.append(_read_ahead(context, target, progress))

        read = [read_file(path, progress=progress, reader=child, meanwhile=meanwhile)]
    progress.report(0.5)
    found, recalled = import_profiles.understood(
        lambda said: understand(read[0], wanted(target, said, progress)),
        profiles,
        read[0],
        target.enterprise,
        options,
    )
    options = recalled.options
    progress.report(0.7)
    if found.questions:
        return _asked(found, options)
    memory = import_profiles.memory_of(found, read[0], recalled, target.enterprise)
    digest = sha256_of(path)
    progress.check_cancelled()
    if options.dry_run:
        outcome = _rehearse(context, target, found, options, digest, today, progress, ahead[0])
        progress.report(1.0)
        return outcome
    source = source_file(path, digest, keep=options.keep)
    return store_understood(context, target, found, options, digest, progress, today, memory, source, ahead, read)


def _read_ahead(context: Context, target: ImportTarget, progress: Progress) -> ReadAhead | None:
    return context.read(read_ahead, target.enterprise_id, context.writes, progress.check_cancelled)


def _still(ahead: ReadAhead | None, context: Context) -> KnownBills | None:
    """Bills that were read ahead, inside a transaction, unless something was stored since."""
    return ahead.bills if ahead is not None and ahead.writes == context.writes else None


def wanted(target: ImportTarget, options: ImportOptions, progress: Progress) -> ImportContext:
    """What understanding a file needs to know beside it."""
    return ImportContext(
        country=target.country,
        currency=target.currency,
        sheet=options.sheet,
        answers=dict(options.answers),
        meanings=dict(options.meanings),
        resources=dict(options.resources),
        latest_year=clock.today().year,
        check=progress.check_cancelled,
    )


def store_understood(
    context: Context,
    target: ImportTarget,
    found: Understanding,
    options: ImportOptions,
    sha256: str,
    progress: Progress,
    today: dt.date,
    memory: Memory | None = None,
    source: SourceFile | None = None,
    ahead: list[ReadAhead | None] | None = None,
    read: list[Workbook] | None = None,
) -> ImportOutcome:
    """Store an understood file in one transaction, and look for findings in what it touched.

    Args:
        memory: What to remember about its layouts.
        source: The file itself, to find it again, and its bytes if they are to be kept.
        ahead: Bills of the enterprise that were read while the file was.
        read: The file as it was read. Both lists are emptied beside the commit: clearing some hundred thousand values
            away takes as long as storing some thousand bills.

    Raises:
        Cancelled: Nothing was stored. Once it is stored, Cancel comes too late and is not heard.
    """
    uid = new_uid()
    where = {} if source is None else {"path": str(source.path)}
    label = ("change.imported", {"file": found.file, "batch": uid, **where})

    after: list[AfterImport] = []

    def work(session: Session) -> StoredImport:
        known = _still(ahead[0] if ahead else None, context)
        done = store(session, target, found, options, sha256, today, progress, uid, memory, source, known)
        after.append(done.after)
        return done

    def look() -> None:
        after[0].look()
        for used in (ahead, read):
            if used is not None:
                used.clear()

    done = context.write(work, label=label, meanwhile=look)
    progress.finish()
    return _outcome(found, done, sha256)


def redo_import(
    context: Context,
    path: Path,
    audit_uid: str,
    options: ImportOptions,
    sha256: str,
    progress: Progress,
    today: dt.date,
) -> ImportOutcome:
    """Import a file again whose import was taken back.

    Args:
        options: As in the first import (`ImportDetails.options`).
        sha256: Of the file as it was then.

    Raises:
        Refused: "import.redo_missing", "import.redo_changed"; and what `import_file` raises.
    """
    with told(path):
        is_there = path.exists()
    if not is_there:
        raise Refused("import.redo_missing", file=str(path))
    if sha256_of(path) != sha256:
        raise Refused("import.redo_changed", file=str(path))
    return import_file(context, path, audit_uid, dataclasses.replace(options, dry_run=False), progress, today)


class _Rehearsed(Exception):
    """Leaves the transaction with what a dry run would have done, so that it is rolled back; no error."""

    def __init__(self, outcome: ImportOutcome) -> None:
        super().__init__()
        self.outcome = outcome


def _rehearse(
    context: Context,
    target: ImportTarget,
    found: Understanding,
    options: ImportOptions,
    digest: str,
    today: dt.date,
    progress: Progress,
    ahead: ReadAhead | None,
) -> ImportOutcome:
    """Do the very same work and roll it back: a dry run cannot differ from the real one."""

    def work(session: Session) -> None:
        known = _still(ahead, context)
        done = store(session, target, found, options, digest, today, progress, ahead=known)
        outcome = _outcome(found, done, digest)
        raise _Rehearsed(dataclasses.replace(outcome, batch=None, dry_run=True))

    try:
        context.write(work)
    except _Rehearsed as rehearsed:
        return rehearsed.outcome
    raise AssertionError("a rehearsal always ends by its exception")


def target_of(session: Session, audit_uid: str) -> ImportTarget:
    """Where imports seen from an audit go."""
    audit, enterprise = find_audit(session, audit_uid)
    site = session.scalars(select(Site).where(col(Site.enterprise_id) == enterprise.key).order_by(col(Site.id))).first()
    if site is None:
        raise Refused("enterprise.no_site", enterprise=enterprise.name)
    return ImportTarget(audit.key, enterprise.key, site.key, enterprise.country, enterprise.currency, enterprise.uid)


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


def _outcome(found: Understanding, done: StoredImport, sha256: str) -> ImportOutcome:
    findings = done.after.findings()
    return ImportOutcome(
        file=found.file,
        batch=done.batch,
        dry_run=False,
        tables=found.tables,
        rows=found.rows,
        records=done.records,
        meters=done.after.sums,
        activity=done.activity,
        conflicts=done.conflicts,
        problems=done.problems,
        findings=findings,
        notes=found.notes,
        sha256=sha256,
        kept=done.kept,
    )


def sha256_of(path: Path) -> str:
    """Of the bytes of a file, hexadecimal; of a folder over the names and bytes of its XML files."""
    digest = hashlib.sha256()
    with told(path):
        if not path.is_dir():
            _digest(path, digest)
            return digest.hexdigest()
        for name in _xml_files(path):
            digest.update(name.encode() + b"\0")
            _digest(path / name, digest)
    return digest.hexdigest()


def _xml_files(folder: Path) -> list[str]:
    from score_desktop.importing.archive import folder_files
    from score_desktop.importing.wire import Told

    try:
        return folder_files(folder)[0]
    except Told:  # reading it tells why
        return []


def _digest(file: Path, digest: hashlib._Hash) -> None:
    with file.open("rb") as opened:
        while chunk := opened.read(_HASH_CHUNK):
            digest.update(chunk)
