"""A document appears at its place whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from score_desktop.errors import StorageTrouble

_FULL, _FULL_ON_WINDOWS = (errno.ENOSPC, errno.EDQUOT), (112, 39)
Note = tuple[str, dict[str, object]]
"""Message id and parameters of something to tell the person about a document that was written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written.

    Attributes:
        count: Pages of a report, sheets of a workbook.
        notes: To be told to the person; the document is whole nevertheless.
    """

    path: Path
    count: int
    notes: tuple[Note, ...] = ()


def draft_prefix(pid: int) -> str:
    """How drafts of a process begin: who ends a process can remove what it has left."""
    return f".score-{pid}-"


def write_whole(out: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file beside `out` and put it in its place when it is complete.

    Args:
        out: Where the document is wanted; a document already there stays until the new one is whole.
        write: Writes the document into the open file.

    Raises:
        StorageTrouble: "storage.full"; "report.cannot_write": read-only folder, or a file that a viewer holds open.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=draft_prefix(os.getpid()), suffix=out.suffix, dir=out.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _open_to_others(temporary)
        temporary.replace(out)
        temporary = None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        is_full = error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS
        raise StorageTrouble(
            "storage.full" if is_full else "report.cannot_write", file=str(out), reason=reason
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _open_to_others(path: Path) -> None:
    """Temporary files are private; a document gets the rights that a new file usually has."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
