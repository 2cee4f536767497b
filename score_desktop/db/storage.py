"""What databases and disks say when something is wrong, in our words; and files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from score_desktop.errors import Refused, ScoreError, StorageTrouble, UnreadableFile

_BY_ERRNO = {
    errno.ENOSPC: "storage.full",
    errno.EDQUOT: "storage.full",
    errno.EFBIG: "storage.full",
    errno.EROFS: "storage.readonly",
    errno.EACCES: "storage.readonly",
    errno.EPERM: "storage.readonly",
    errno.ENOENT: "storage.missing",
    errno.ENOTDIR: "storage.missing",
    errno.EISDIR: "storage.folder",
}


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn trouble of the database or the disk inside the block into known trouble that names the file.

    Raises:
        StorageTrouble: "storage.full", "storage.readonly", "storage.missing", "storage.folder", "storage.failed".
        UnreadableFile: "workspace.damaged".
        Refused: "workspace.busy".
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        raise database_trouble(error, path) from error
    except OSError as error:
        raise disk_trouble(error, path) from error


def disk_trouble(error: OSError, path: Path) -> StorageTrouble:
    """Known trouble of an operating-system error."""
    # Windows: 112 disk full, 32 and 33 held by another program, 19 write-protected.
    windows = {112: "storage.full", 39: "storage.full", 19: "storage.readonly"}.get(
        getattr(error, "winerror", None) or 0
    )
    message_id = windows or _BY_ERRNO.get(error.errno or 0, "storage.failed")
    return StorageTrouble(message_id, file=str(path), reason=error.strerror or str(error))


def database_trouble(error: Exception, path: Path) -> Exception:
    """Known trouble of a database error; the error itself if it is a bug (a broken constraint, wrong SQL)."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, sqlite3.Error) or isinstance(cause, sqlite3.IntegrityError):
        return error
    name = str(getattr(cause, "sqlite_errorname", ""))
    known: dict[str, ScoreError] = {
        "SQLITE_FULL": StorageTrouble("storage.full", file=str(path), reason=str(cause)),
        "SQLITE_READONLY": StorageTrouble("storage.readonly", file=str(path), reason=str(cause)),
        "SQLITE_PERM": StorageTrouble("storage.readonly", file=str(path), reason=str(cause)),
        "SQLITE_CANTOPEN": StorageTrouble("storage.missing", file=str(path), reason=str(cause)),
        "SQLITE_IOERR": StorageTrouble("storage.failed", file=str(path), reason=str(cause)),
        "SQLITE_NOTADB": UnreadableFile("workspace.damaged", file=str(path), reason=str(cause)),
        "SQLITE_CORRUPT": UnreadableFile("workspace.damaged", file=str(path), reason=str(cause)),
        "SQLITE_BUSY": Refused("workspace.busy", file=str(path)),
        "SQLITE_LOCKED": Refused("workspace.busy", file=str(path)),
    }
    # Extended names: SQLITE_IOERR_WRITE, SQLITE_READONLY_DIRECTORY …
    return next((trouble for start, trouble in known.items() if name.startswith(start)), error)


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until names in the folder are on the disk; Windows has no such call and does it itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """An empty file beside `target` for a new version of it; what is left of it when the block ends is removed.

    Raises:
        StorageTrouble: As `told`.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    with told(target):
        draft.write_bytes(b"")  # says better than a database what is wrong with the place
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)
            clear_logs(draft)


@contextlib.contextmanager
def appears_whole(target: Path) -> Iterator[Path]:
    """A new file beside `target` that takes its place, synced, if the block ends well; else nothing is left.

    Raises:
        StorageTrouble: As `told`.
    """
    with drafted(target) as draft:
        yield draft
        sync_file(draft)
        draft.replace(target)
        sync_folder(target.parent)


def clear_logs(database: Path) -> None:
    """Remove the logs beside a database that is about to be made or replaced.

    SQLite would read a log that a killed program left as if it belonged to the new file of that name.
    """
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{database}{ending}").unlink(missing_ok=True)


def clear_drafts(target: Path) -> None:
    """Remove drafts that killed programs left beside `target`; the caller holds the target's lock."""
    for leftover in target.parent.glob(f".{glob.escape(target.name)}.*.part*"):
        with contextlib.suppress(OSError):  # someone else's, or still open elsewhere: it only takes space
            leftover.unlink()
