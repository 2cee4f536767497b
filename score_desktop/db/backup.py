"""Consistent copies of an open database, kept backups, and one file taking another's place."""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from score_desktop.db.engine import connect, is_sound, readable, stoppable
from score_desktop.db.lock import WorkspaceLock, lock_path
from score_desktop.db.schema import require_known, stored_revision
from score_desktop.db.storage import clear_logs, database_trouble, drafted, sync_file, sync_folder, told
from score_desktop.errors import Refused, UnreadableFile
from score_desktop.jobs import stop_point

KEPT_DAYS = 10
"""Backups of so many days are kept; those made before a migration or a restore stay until a person deletes them."""
DAILY = "day"
REPLACED, DAMAGED = "before-restore", "damaged"
"""Reasons of copies that hold what a person, or a bad disk, did away with."""
PAGES_AT_ONCE = 1_000
"""Copied between two looks whether the copy is still wanted: a few megabytes."""
_OF_WRITING = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC")
_MAGIC = b"SQLite format 3\0"
# Windows: an antivirus or the indexer may hold a file for a moment.
_REPLACE_ATTEMPTS = 10
_REPLACE_PAUSE_S = 0.2


def folder(path: Path) -> Path:
    """Folder beside a workspace where its backups are kept."""
    return path.with_name(f"{path.stem} backups")


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy by SQLite's own backup, while others read and write; it appears whole or not at all.

    Raises:
        Refused: "workspace.held", "workspace.in_use" when the copy would replace a database that is open.
        StorageTrouble: As `storage.told`.
        UnreadableFile: "workspace.damaged" when the source is.
    """
    with drafted(target) as draft:
        copy_into(source, draft, target)
        with _nobody_uses(target):
            put_in_place(draft, target)


@contextlib.contextmanager
def _nobody_uses(target: Path) -> Iterator[None]:
    """See that a file can be replaced: no program has it open as a database, none begins to write it meanwhile."""
    with told(target):
        there = target.is_file() and _begins(target) == _MAGIC
    if not there:
        yield
        return
    with contextlib.ExitStack() as held:
        if lock_path(target).exists():
            held.enter_context(WorkspaceLock(target, "backup"))
        with contextlib.suppress(UnreadableFile):  # a damaged one can go, and its log with it
            release_journal(target)
        yield


def _begins(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC))


@contextlib.contextmanager
def _written(copy: Path) -> Iterator[None]:
    """What cannot be written is the copy: the source is only read."""
    try:
        yield
    except sqlite3.Error as error:
        if str(getattr(error, "sqlite_errorname", "")).startswith(_OF_WRITING):
            raise database_trouble(error, copy) from error
        raise


def copy_into(source: Path, draft: Path, target: Path | None = None) -> None:
    """Copy into a file that nobody else sees yet; it has a rollback journal, so that it is one file.

    Args:
        target: What trouble of writing names; None: the source, beside which the draft lies.
    """
    with told(source), contextlib.closing(connect(source, read_only=True)) as reading:
        # One state of it from the first page to the last, whoever writes meanwhile; and names it if it is damaged.
        reading.execute("BEGIN")
        reading.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        copy = sqlite3.connect(draft, isolation_level=None)
        with _written(target or source), contextlib.closing(copy) as writing:
            reading.backup(writing, pages=PAGES_AT_ONCE, progress=lambda *_: stop_point())
            writing.execute("PRAGMA journal_mode=DELETE")
    if not is_sound(draft):
        raise UnreadableFile("workspace.damaged", file=str(source), reason="quick_check")


def keep(path: Path, why: str) -> Path:
    """Copy a workspace into its folder of backups, named by the moment and the reason; returns the copy."""
    place = folder(path)
    with told(path):
        place.mkdir(exist_ok=True)
    target = place / f"{path.stem}-{_moment()}-{why}{path.suffix}"
    copy_database(path, target)
    return target


def _moment() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")


def rotate(path: Path, days: int = KEPT_DAYS) -> Path | None:
    """Keep a backup of today if there is none, and let the oldest daily ones go; returns the new one.

    Raises:
        StorageTrouble: As `storage.told`.
    """
    place = folder(path)
    today = dt.datetime.now(dt.UTC).strftime("%Y%m%d")
    known = sorted(place.glob(f"{glob.escape(path.stem)}-*-{DAILY}{glob.escape(path.suffix)}"))
    if any(file.name.startswith(f"{path.stem}-{today}-") for file in known):
        return None
    made = keep(path, DAILY)
    with told(path):
        for old in [*known, made][:-days]:
            old.unlink(missing_ok=True)
    return made


def restore(path: Path, file: Path, actor: str = "cli") -> Path | None:
    """Let a backup take the place of a workspace; the replaced one is kept, and returned (None if there was none).

    Raises:
        Refused: "restore.held" while another program holds the workspace, "workspace.newer", "restore.same",
            "workspace.in_use".
        UnreadableFile: "restore.damaged", "workspace.foreign".
        StorageTrouble: As `storage.told`.
    """
    with told(file):
        there = file.is_file()
    if not there:
        raise UnreadableFile("restore.missing", file=str(file))
    with told(path):
        if path.exists() and path.samefile(file):
            raise Refused("restore.same", file=str(file))
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = WorkspaceLock(path, actor)
    lock.acquire("restore.held")
    try:
        return _restore(path, file)
    finally:
        lock.release()


def put_aside(path: Path, actor: str = "cli") -> Path:
    """Take a workspace that cannot be opened out of the way; it is kept, and returned.

    Raises:
        Refused: "restore.held" while another program holds the workspace.
        StorageTrouble: As `storage.told`.
    """
    lock = WorkspaceLock(path, actor)
    lock.acquire("restore.held")
    try:
        kept = _set_aside(path)
        with told(path):
            clear_logs(path)
            path.unlink()
        return kept
    finally:
        lock.release()


def _restore(path: Path, file: Path) -> Path | None:
    with drafted(path) as draft:
        with readable(file) as source:
            copy_into(source, draft)
        require_whole(draft, file)
        kept = _set_aside(path) if path.exists() else None
        put_in_place(draft, path)
    return kept


def _set_aside(path: Path) -> Path:
    """Keep what is replaced, even if it is damaged: then byte by byte, with its log."""
    try:
        kept = keep(path, REPLACED)
        release_journal(path)
    except UnreadableFile:
        place = folder(path)
        with told(path):
            place.mkdir(exist_ok=True)
            kept = place / f"{path.stem}-{_moment()}-{DAMAGED}{path.suffix}"
            for ending in ("", "-wal"):
                if Path(f"{path}{ending}").exists():
                    shutil.copyfile(f"{path}{ending}", f"{kept}{ending}")
            sync_file(kept)
            clear_logs(path)
    return kept


def require_whole(draft: Path, file: Path) -> None:
    """Refuse a copy that is not a whole workspace that this program can open.

    Raises:
        UnreadableFile: "restore.damaged", "workspace.foreign".
        Refused: "workspace.newer".
    """
    with told(file), contextlib.closing(connect(draft, read_only=True)) as connection, stoppable(connection):
        require_known(stored_revision(connection, file), file)
        broken = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok"
        if broken or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise UnreadableFile("restore.damaged", file=str(file))


def release_journal(path: Path) -> None:
    """Bring everything into the one file, and see that nobody else has it open, before another takes its place.

    A write-ahead log that stays beside a new file of the same name would be read as if it were its own.

    Raises:
        Refused: "workspace.in_use" when another program reads the file.
    """
    with told(path), contextlib.closing(connect(path)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError as error:
            if not str(error.sqlite_errorname).startswith("SQLITE_BUSY"):
                raise
            mode = "wal"
    if mode != "delete":
        raise Refused("workspace.in_use", file=str(path))


def put_in_place(draft: Path, path: Path) -> None:
    """Let a draft take a file's place, synced; on Windows tried again while something holds the file.

    The caller has seen that nobody uses the file; what is left of its logs goes.

    Raises:
        StorageTrouble: As `storage.told`.
    """
    with told(path):
        sync_file(draft)
        clear_logs(path)
        for attempt in range(_REPLACE_ATTEMPTS):
            try:
                draft.replace(path)
                break
            except PermissionError:
                if os.name != "nt" or attempt == _REPLACE_ATTEMPTS - 1:
                    raise
                time.sleep(_REPLACE_PAUSE_S)
        sync_folder(path.parent)
