"""One program writes: an operating-system lock on a file beside the database, which names its holder.

The lock dies with its process, so a crash never locks anybody out; the words in the file are only for the message.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from score_desktop.db.storage import told
from score_desktop.errors import Refused
from score_desktop.models.base import utc_now

# Windows locks bytes against reading too: far behind the text that says who holds it.
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a workspace: program ("window", "cli"), person, computer, process, since when (UTC text)."""

    program: str = ""
    user: str = ""
    computer: str = ""
    process: int = 0
    since: str = ""

    def __str__(self) -> str:
        who = f"{self.user}@{self.computer}" if self.user else self.computer
        words = [word for word in (who, self.program, f"{self.process}" if self.process else "") if word]
        return ", ".join(words) or "?"


class WorkspaceLock:
    """The right to write one database. Not for sharing between threads.

    Args:
        database: The file that is guarded; its folder must exist.
        program: What is told to others while we hold it.
    """

    def __init__(self, database: Path, program: str) -> None:
        self.path = lock_path(database)
        self._database = database
        self._program = program
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        """True while this object holds the lock."""
        return self._file is not None

    def try_acquire(self) -> Holder | None:
        """Take the lock; None when it is ours now, else who holds it.

        Raises:
            StorageTrouble: "storage.readonly" where no lock file can be made, "storage.failed" where files cannot be
                locked (some network folders).
        """
        with told(self._database):
            file = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
            try:
                locked = _lock(file)
            except OSError:
                file.close()
                raise
        if not locked:
            file.close()
            return read_holder(self._database)
        me = {
            "program": self._program,
            "user": _user(),
            "computer": platform.node(),
            "process": os.getpid(),
            "since": utc_now(),
        }
        try:
            with told(self._database):
                file.truncate(0)
                file.write(json.dumps(me).encode("utf-8"))
                file.flush()
        except BaseException:
            with contextlib.suppress(OSError):
                file.close()
            raise
        self._file = file
        return None

    def acquire(self, message_id: str = "workspace.held") -> None:
        """Take the lock or refuse.

        Raises:
            Refused: `message_id`, naming the holder.
        """
        holder = self.try_acquire()
        if holder is not None:
            raise Refused(message_id, file=str(self._database), holder=str(holder))

    def release(self) -> None:
        """Let go; the file stays (removing it would race with whoever is opening it)."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with contextlib.suppress(OSError):  # the words are only for people; a full disk must not keep us from closing
            file.truncate(0)
        _unlock(file)
        file.close()

    def __enter__(self) -> WorkspaceLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def lock_path(database: Path) -> Path:
    """The lock file of a database."""
    return database.with_name(database.name + ".lock")


def read_holder(database: Path) -> Holder:
    """Who says that they hold the database; empty words if they have not said yet."""
    try:
        words = json.loads(lock_path(database).read_text(encoding="utf-8"))
        return Holder(**words)
    except (OSError, ValueError, TypeError):
        return Holder()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name known to the system; ImportError on Windows (no pwd module)
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
