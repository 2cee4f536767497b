"""The workspace as a file: made, opened, checked, backed up, restored."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from score_desktop.db import backup as backups
from score_desktop.db import check as checks
from score_desktop.db.engine import readable
from score_desktop.db.storage import told
from score_desktop.errors import Refused, StorageTrouble
from score_desktop.i18n import Texts
from score_desktop.services.context import Context

KEPT_COPIES = 10
COPY_ENDING = ".sqlite"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d{6}")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        problems: Message ids with parameters; none means that the workspace is whole.
        revision: Of its schema; "" if it could not be read.
        rows: Number of rows by table.
    """

    file: str
    problems: tuple[tuple[str, Mapping[str, object]], ...]
    revision: str
    rows: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """True if nothing is wrong; a schema that waits for its update is not wrong."""
        return all(message_id == "check.behind" for message_id, _ in self.problems)

    def as_json(self, texts: Texts) -> dict[str, Any]:
        """As `check --json` prints it."""
        return {
            "file": self.file,
            "ok": self.ok,
            "schema": self.revision,
            "rows": dict(self.rows),
            "problems": [{"id": name, "message": texts.message(name, params)} for name, params in self.problems],
        }

    def sentences(self, texts: Texts) -> list[str]:
        """What a person reads."""
        told = [texts.message(name, params) for name, params in self.problems]
        if self.ok:
            told.append(texts.t("{file} is whole: nothing is wrong.", file=self.file))
        return told


def create_workspace(path: Path, actor: str = "cli") -> Context:
    """Make a workspace if there is none, and open it for writing.

    Raises:
        ScoreError: As `Context.open`.
    """
    return Context.open(path, create=True, actor=actor, read_only=False)


def open_workspace(path: Path, actor: str = "cli", *, read_only: bool | None = None) -> Context:
    """Open a workspace that exists.

    Raises:
        ScoreError: As `Context.open`.
    """
    return Context.open(path, actor=actor, read_only=read_only)


def check(path: Path) -> CheckResult:
    """Look for anything that is wrong, while other programs may have the file open; nothing is changed.

    Raises:
        Refused: "workspace.missing".
        StorageTrouble: As `db.storage.told`.
    """
    file = _existing(path)
    with readable(file) as source:
        problems, rows = checks.find_trouble(source)
        return CheckResult(str(file), tuple(problems), checks.revision_of(source), rows)


def backup(path: Path, out: Path) -> None:
    """Write a consistent copy, while other programs may have the file open; it appears whole or not at all.

    Raises:
        Refused: "workspace.missing", "workspace.newer", "backup.same"; "workspace.held", "workspace.in_use" when `out`
            is a workspace that is open.
        UnreadableFile: "workspace.damaged", "workspace.foreign", "restore.damaged".
        StorageTrouble: As `db.storage.told`.
    """
    file, target = _existing(path), Path(out).expanduser().absolute()
    with told(target):
        is_folder, is_itself = target.is_dir(), target.exists() and target.samefile(file)
    if is_folder:
        raise StorageTrouble("storage.folder", file=str(target), reason="")
    if is_itself:
        raise Refused("backup.same", file=str(target))
    with readable(file) as source:
        backups.require_whole(source, file)
        backups.copy_database(source, target)


def keep_copy(path: Path, folder: Path, now: dt.datetime) -> Path:
    """Write a further copy into a folder the person chose, and let go of the oldest: the newest ten are kept.

    Only copies that were made here are ever deleted: of the same workspace, with a moment in their names.

    Raises:
        ScoreError: As `backup`; nothing was deleted.
    """
    file = Path(path).expanduser().absolute()
    prefix = f"{file.stem} "
    target = Path(folder).expanduser().absolute() / f"{prefix}{now:%Y-%m-%d %H%M%S}{COPY_ENDING}"
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    backup(file, target)
    # One that cannot be deleted now, because something else reads it, goes the next time.
    with contextlib.suppress(OSError):
        named = (one for one in target.parent.iterdir() if one.name.startswith(prefix) and one.suffix == COPY_ENDING)
        copies = sorted(one for one in named if _MOMENT.fullmatch(one.name[len(prefix) : -len(COPY_ENDING)]))
        for old in copies[:-KEPT_COPIES]:
            old.unlink()
    return target


def keep_before_version(path: Path, version: str) -> Path | None:
    """Copy a workspace among its backups before a new version of the program opens it; None if there is none yet.

    Beside the copy before a migration: a new version may spoil data without changing their form.

    Raises:
        StorageTrouble: As `db.storage.told`.
        UnreadableFile: "workspace.damaged".
    """
    return backups.keep(path, f"before-version-{version}") if path.is_file() else None


def restore(path: Path, file: Path) -> Path | None:
    """Let a backup take the place of a workspace (made if there is none).

    The backup is checked first; what it replaces is kept in the folder of backups beside the workspace. A backup of
    an older program is brought up to date when the workspace is opened.

    Returns:
        The replaced workspace as kept; None if there was none.

    Raises:
        Refused: "restore.held" while another program holds the workspace, "workspace.in_use", "workspace.newer",
            "restore.same".
        UnreadableFile: "restore.missing", "restore.damaged", "workspace.damaged", "workspace.foreign".
        StorageTrouble: As `db.storage.told`.
    """
    return backups.restore(Path(path).expanduser().absolute(), Path(file).expanduser().absolute())


def folder_of_copies(path: Path) -> Path:
    """Where the backups of a workspace are kept; it need not be there."""
    return backups.folder(Path(path).expanduser().absolute())


def newest_copy(path: Path) -> tuple[Path, dt.datetime] | None:
    """The newest backup beside a workspace with the moment it was written; None if there is none that can be seen."""
    found: list[tuple[dt.datetime, Path]] = []
    with contextlib.suppress(OSError):
        for copy in folder_of_copies(path).glob(f"*{COPY_ENDING}"):
            if not copy.stem.endswith((backups.REPLACED, backups.DAMAGED)):
                found.append((dt.datetime.fromtimestamp(copy.stat().st_mtime).astimezone(), copy))
    return (max(found)[1], max(found)[0]) if found else None


def put_aside(path: Path) -> Path:
    """Put a workspace that cannot be opened among its backups, so that an empty one can take its place.

    Returns:
        Where it is kept.

    Raises:
        Refused: "restore.held" while another program holds the workspace.
        StorageTrouble: As `db.storage.told`.
    """
    return backups.put_aside(_existing(path))


def _existing(path: Path) -> Path:
    file = Path(path).expanduser().absolute()
    with told(file):
        there = file.is_file()
    if not there:
        raise Refused("workspace.missing", file=str(file))
    return file
