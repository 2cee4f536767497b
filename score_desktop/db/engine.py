"""The open database: one connection that writes beside some that read. Begin and commit belong to services.context."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from score_desktop.db.storage import told
from score_desktop.errors import UnreadableFile
from score_desktop.jobs import is_unwanted, stop_point

_log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5000
READ_CONNECTIONS = 4
_WRITE_CACHE_KB = 16_000
"""Pages of one large import, so that none is written to the log twice. Taken only while so many are changed."""
# A torn copy of a file that somebody is writing: try again before calling it damaged.
COPY_ATTEMPTS = 3
# What SQLite says where a log or its shared memory cannot be opened.
_NO_LOG = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PROTOCOL", "SQLITE_READONLY")


@dataclass(slots=True)
class Database:
    """Engines of one open file.

    Attributes:
        path: What the person opened.
        file: What is read: `path`, or a temporary copy of it.
        writer: One connection, BEGIN IMMEDIATE; None when the file is only read.
        reader: Connections that cannot write.
        journal: "wal", or "delete" where the folder does not allow WAL.
    """

    path: Path
    file: Path
    reader: Engine
    writer: Engine | None
    journal: str
    _copy: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False)

    @property
    def is_copy(self) -> bool:
        """True when a temporary copy is read because the place is read only."""
        return self._copy is not None

    def close(self) -> None:
        """Close all connections; a temporary copy is removed."""
        self.reader.dispose()
        if self.writer is not None:
            self.writer.dispose()
        if self._copy is not None:
            self._copy.cleanup()


def is_read_only_place(path: Path) -> bool:
    """True if the file or its folder does not let us write: SQLite needs both for its journal."""
    probe = path.with_name(f".{path.name}.{os.getpid()}.probe")
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return True
    return not os.access(path, os.W_OK)


def open_database(path: Path, *, writable: bool) -> Database:
    """Open a file whose schema is up to date.

    Args:
        path: An existing workspace.
        writable: The caller holds the lock and means to write.

    Raises:
        UnreadableFile: "workspace.damaged".
        StorageTrouble: As `storage.told`.
    """
    with told(path):
        journal = _journal(path) if writable else _current_journal(path)
    writer = _engine(path, path, writes=True) if writable else None
    return Database(path, path, _engine(path, path, writes=False), writer, journal)


def copy_to_read(path: Path) -> tuple[Path, tempfile.TemporaryDirectory[str]]:
    """A temporary copy of a file in a read-only place, with what its write-ahead log holds.

    Raises:
        UnreadableFile: "workspace.damaged".
    """
    folder = tempfile.TemporaryDirectory(prefix="score-", ignore_cleanup_errors=True)
    target = Path(folder.name) / path.name
    for _ in range(COPY_ATTEMPTS):
        with told(path):
            for ending in ("", "-wal"):
                source = Path(f"{path}{ending}")
                if ending and not source.exists():
                    continue
                shutil.copyfile(source, f"{target}{ending}")
        if is_sound(target):
            return target, folder
    folder.cleanup()
    raise UnreadableFile("workspace.damaged", file=str(path), reason="quick_check")


@contextlib.contextmanager
def readable(path: Path) -> Iterator[Path]:
    """The file, or a temporary copy of it where the place is read only (a log file does not open there).

    Raises:
        UnreadableFile: "workspace.damaged".
    """
    if not is_read_only_place(path):
        yield path
        return
    copy, folder = copy_to_read(path)
    try:
        yield copy
    finally:
        folder.cleanup()


def open_copy(path: Path, target: Path, folder: tempfile.TemporaryDirectory[str]) -> Database:
    """Open what `copy_to_read` made: for reading alone."""
    return Database(path, target, _engine(path, target, writes=False), None, "delete", folder)


_INSTRUCTIONS = 20_000
"""Of SQLite's machine between two looks whether the work is still wanted: some milliseconds."""


@contextlib.contextmanager
def stoppable(connection: sqlite3.Connection) -> Iterator[None]:
    """Let Cancel end long statements of a connection, inside `Progress.heeded`.

    Raises:
        Cancelled: When it did.
    """
    connection.set_progress_handler(lambda: int(is_unwanted()), _INSTRUCTIONS)
    try:
        yield
    except sqlite3.OperationalError:
        stop_point()
        raise
    finally:
        connection.set_progress_handler(None, 0)


def is_sound(path: Path) -> bool:
    """True if SQLite finds the structure of a file whole."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection, stoppable(connection):
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A plain connection without hidden transactions, for migration, backup and check."""
    if read_only and Path(f"{path}-journal").exists():
        _roll_back(path)
    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)


def _roll_back(path: Path) -> None:
    """Take back what a killed program left half written: a connection that may write does so by its first read."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        # Whoever reads next is told what is wrong with the file; here it only could not be mended.
        _log.info("a journal was left beside %s: %s", path.name, error)


def _journal(path: Path) -> str:
    """Write-ahead logging where the folder allows it, else a rollback journal.

    Tried on a scratch file: one that is half switched could not be opened again.
    """
    if not _is_wal(path):
        mode = "WAL" if _folder_allows_wal(path) else "DELETE"
    else:
        mode = "WAL" if _opens(path) else "DELETE"
    with contextlib.closing(connect(path)) as connection:
        if mode == "DELETE":  # without shared memory a log can only be emptied by a program that is alone
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        return str(connection.execute(f"PRAGMA journal_mode={mode}").fetchone()[0])


def _is_wal(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(20)[18:] == b"\x02\x02"


def _folder_allows_wal(path: Path) -> bool:
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with contextlib.closing(sqlite3.connect(scratch, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("CREATE TABLE probe (a)")
            connection.execute("PRAGMA journal_mode=WAL")
        return _opens(scratch)
    except sqlite3.OperationalError:
        return False
    finally:
        for leftover in (scratch, *(Path(f"{scratch}-{end}") for end in ("wal", "shm", "journal"))):
            with contextlib.suppress(OSError):  # what stands in the way of a log may be anything
                leftover.unlink()


def _opens(path: Path) -> bool:
    """True if the log and its shared memory can be used."""
    with contextlib.closing(connect(path)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(_NO_LOG):
                return False
            raise
    return True


def _current_journal(path: Path) -> str:
    with contextlib.closing(connect(path, read_only=True)) as connection:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def _engine(path: Path, file: Path, *, writes: bool) -> Engine:
    def make() -> sqlite3.Connection:
        # check_same_thread: the pool hands a connection to one thread at a time.
        address = f"{file.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=ON",
            "synchronous=FULL",
            "query_only=OFF" if writes else "query_only=ON",
            *((f"cache_size=-{_WRITE_CACHE_KB}",) if writes else ()),
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=make,
        poolclass=QueuePool,
        pool_size=1 if writes else READ_CONNECTIONS,
        max_overflow=0 if writes else READ_CONNECTIONS,
    )

    # The driver's own BEGIN is off (isolation_level None): it would begin too late and not IMMEDIATE.
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        with told(path):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
