"""Programs killed at random moments (SIGKILL, TerminateProcess): afterwards each operation is whole or absent.

`OPERATIONS` names what is tried. Each is three functions of a folder: `prepare` makes its files once, `work` repeats
the operation until it is killed, `verify` looks at what is left and fails if something is half done. The folder is the
same from kill to kill, so that each round also recovers from the one before.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlmodel import Session, select

from score_desktop.db import backup as backups
from score_desktop.db import schema
from score_desktop.db.engine import is_sound
from score_desktop.db.lock import WorkspaceLock
from score_desktop.db.migrate import migrate
from score_desktop.db.storage import clear_drafts
from score_desktop.jobs import Progress
from score_desktop.models import Bill, BillIn, assign
from score_desktop.paths import resources
from score_desktop.services import workspace as workspaces
from score_desktop.services.audit_file import read_file
from score_desktop.services.audits import NewAudit, list_audits, new_audit
from score_desktop.services.context import Context
from score_desktop.services.import_undo import undo_import
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.services.pack import pack, unpack
from tests.unit.db.build import NEXT, firm, next_scripts
from tests.unit.db.build import workspace as build

START_S = 60
BILLS = 400
FILES = 12


@dataclass(frozen=True)
class Operation:
    """What is repeated and killed. `longest_s`: kills fall between the start and this moment."""

    prepare: Callable[[Path], None]
    work: Callable[[Path], None]
    verify: Callable[[Path], None]
    longest_s: float = 0.6


def run_kill_campaign(operation: str, times: int, seed: int, folder: Path) -> None:
    """Kill an operation some times; fails (AssertionError) when something is half done or lost.

    Args:
        operation: Key of `OPERATIONS`.
        seed: The moments follow from it.
        folder: Empty; files stay for whoever looks into a failure.
    """
    subject = OPERATIONS[operation]
    lottery = random.Random(f"{operation} {seed}")
    subject.prepare(folder)
    # A server that has imported everything forks workers at once; Windows starts each anew.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([__name__])
    for _ in range(times):
        started = context.Event()
        worker = context.Process(target=_worker, args=(operation, str(folder), started))
        worker.start()
        assert started.wait(START_S), "the worker did not start"
        time.sleep(lottery.uniform(0, subject.longest_s))
        assert worker.exitcode is None, f"{operation} ended by itself: {worker.exitcode}"
        worker.kill()
        worker.join()
        worker.close()
        subject.verify(folder)


def _worker(operation: str, folder: str, started: Event) -> None:
    started.set()
    OPERATIONS[operation].work(Path(folder))


def _database(folder: Path) -> Path:
    return folder / "w.sqlite"


def _prepare(folder: Path) -> None:
    build(folder, "w.sqlite", bills=BILLS)


def require_whole(path: Path) -> dict[str, int]:
    """`check` finds nothing wrong; returns the numbers of rows."""
    result = workspaces.check(path)
    assert result.problems == (), result.problems
    return dict(result.rows)


# -- write: each transaction adds a firm with everything ---------------------------------------------------------------


def _write(folder: Path) -> None:
    with Context.open(_database(folder), read_only=False) as context, (folder / "done").open("ab", buffering=0) as done:
        while True:
            context.write(firm, "Otra", bills=20)
            done.write(b".")  # told to the person: from here on it must survive


def _verify_write(folder: Path) -> None:
    rows = require_whole(_database(folder))
    firms = rows["enterprise"]
    whole = dict.fromkeys(("audit", "site", "contact", "attachment", "brand", "product", "meter"), firms)
    assert {name: rows[name] for name in whole} == whole
    assert rows["bill"] == 1 + BILLS + 21 * (firms - 1) and rows["change_log"] == firms
    told = (folder / "done").stat().st_size if (folder / "done").exists() else 0
    assert firms - 1 >= told, "a committed change was lost"


# -- undo --------------------------------------------------------------------------------------------------------------


def _edit(session: Session, number: int) -> None:
    for bill in session.exec(select(Bill).limit(30)):
        assign(bill, BillIn.from_row(bill, quantity=Decimal(number), note=f"{number}"))


def _undo(folder: Path) -> None:
    number = 0
    with Context.open(_database(folder), read_only=False) as context:
        while True:
            number += 1
            context.write(_edit, number)
            context.undo_last()
            context.redo_last()
            context.undo_last()


def _verify_undo(folder: Path) -> None:
    require_whole(_database(folder))
    with contextlib.closing(sqlite3.connect(_database(folder))) as connection:
        values = {row[0] for row in connection.execute("SELECT note FROM (SELECT note FROM bill ORDER BY id LIMIT 30)")}
        last = connection.execute("SELECT undone FROM change_log ORDER BY id DESC LIMIT 1").fetchone()
        count = connection.execute("SELECT count(*) FROM change_log").fetchone()[0]
    assert len(values) == 1, f"a change is half undone: {values}"
    # The firm itself is the first change: with nothing else, or with the last one undone, the notes are empty.
    edited = count > 1 and not last[0]
    assert (values != {""}) is edited, (values, last)
    with Context.open(_database(folder), read_only=False) as context:
        if edited:
            context.undo_last()


# -- migration ---------------------------------------------------------------------------------------------------------


def _prepare_migration(folder: Path) -> None:
    _prepare(folder)
    shutil.copy(_database(folder), folder / "old.sqlite")
    next_scripts(folder / "migrations", "whole")


def _migrate(folder: Path) -> None:
    path = _database(folder)
    while True:
        with WorkspaceLock(path, "kill"):
            clear_drafts(path)
            if _revision(path) == schema.REVISIONS[-1]:
                migrate(path, folder / "migrations", NEXT)
        backups.copy_database(folder / "old.sqlite", path)


def _revision(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _verify_migration(folder: Path) -> None:
    path = _database(folder)
    _require_kept(path)
    assert is_sound(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(enterprise)")]
        assert ("staff" in columns) == (_revision(path) == NEXT)
        assert connection.execute("SELECT count(*) FROM bill").fetchone()[0] == BILLS + 1
        assert connection.execute("SELECT count(*) FROM enterprise").fetchone()[0] == 1
        assert connection.execute("PRAGMA foreign_key_check").fetchone() is None


def _require_kept(path: Path) -> None:
    """Every backup that stands in the folder is whole."""
    place = backups.folder(path)
    for kept in sorted(place.glob("*.sqlite")) if place.exists() else ():
        if not kept.name.startswith("."):
            assert is_sound(kept), kept
            kept.unlink()


# -- backup and restore ------------------------------------------------------------------------------------------------


def _backup(folder: Path) -> None:
    with Context.open(_database(folder), read_only=False) as context:
        while True:
            context.write(_edit, 1)
            workspaces.backup(_database(folder), folder / "copy.sqlite")


def _verify_backup(folder: Path) -> None:
    require_whole(_database(folder))
    if (folder / "copy.sqlite").exists():
        assert require_whole(folder / "copy.sqlite")["bill"] == BILLS + 1


def _prepare_restore(folder: Path) -> None:
    _prepare(folder)
    workspaces.backup(_database(folder), folder / "one.sqlite")
    with Context.open(_database(folder)) as context:
        context.write(firm, "Segunda")
    workspaces.backup(_database(folder), folder / "two.sqlite")


def _restore(folder: Path) -> None:
    while True:
        for name in ("one", "two"):
            workspaces.restore(_database(folder), folder / f"{name}.sqlite")


def _verify_restore(folder: Path) -> None:
    path = _database(folder)
    _require_kept(path)
    rows = require_whole(path)
    assert (rows["enterprise"], rows["bill"]) in {(1, BILLS + 1), (2, BILLS + 2)}
    with Context.open(path, read_only=False):
        assert not [file for file in folder.iterdir() if ".part" in file.name]


# -- audit files -------------------------------------------------------------------------------------------------------


def _prepare_pack(folder: Path) -> None:
    _prepare(folder)
    with Context.open(folder / "source.sqlite", create=True) as context:
        for number in range(FILES):
            audit = context.write(firm, f"Firma {number}", bills=BILLS)
            context.read(pack, audit, folder / f"{number}.score")


def _pack(folder: Path) -> None:
    with Context.open(folder / "source.sqlite", read_only=True) as source:
        audits = [read_file(folder / f"{number}.score").audit for number in range(FILES)]
        while True:
            with Context.open(_database(folder), read_only=False) as context:
                for number, audit in enumerate(audits):
                    unpack(context, folder / f"{number}.score")
                    source.read(pack, audit, folder / "out.score")
            _start_again(folder)


def _start_again(folder: Path) -> None:
    """A whole workspace without the firms of the files takes the place of the full one."""
    build(folder, "fresh.sqlite", bills=BILLS)
    backups.put_in_place(folder / "fresh.sqlite", _database(folder))


def _verify_pack(folder: Path) -> None:
    rows = require_whole(_database(folder))
    assert rows["bill"] == (BILLS + 1) * rows["enterprise"]
    assert rows["meter"] == rows["activity_value"] == rows["attachment_content"] == rows["enterprise"]
    if (folder / "out.score").exists():
        packed = read_file(folder / "out.score")
        assert len(packed.tables["bill"][1]) == BILLS + 1


# -- imports and their undo --------------------------------------------------------------------------------------------


def _prepare_import(folder: Path) -> None:
    wanted = NewAudit("Panadería", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    with Context.open(_database(folder), create=True) as context:
        context.write(new_audit, wanted, dt.date(2026, 3, 18))


def _import(folder: Path) -> None:
    options, day = ImportOptions(), dt.date(2026, 3, 18)
    files = sorted((resources() / "samples").glob("0[1235]_*.xlsx"))
    with Context.open(_database(folder), read_only=False) as context:
        audit = context.read(list_audits, day)[0].audits[0].uid
        while True:
            batches = [import_file(context, file, audit, options, Progress(), day).batch for file in files]
            for batch in batches:
                undo_import(context, str(batch))


def _verify_import(folder: Path) -> None:
    require_whole(_database(folder))
    with contextlib.closing(sqlite3.connect(_database(folder))) as connection:
        rows = connection.execute(
            "SELECT uid, status, json_extract(counts, '$.imported'),"
            " (SELECT count(*) FROM bill WHERE batch_id = b.id)"
            " + (SELECT count(*) FROM activity_value WHERE batch_id = b.id) FROM import_batch b"
        ).fetchall()
        orphans = connection.execute("SELECT count(*) FROM bill WHERE batch_id IS NULL").fetchone()[0]
    assert orphans == 0
    for _, status, imported, stored in rows:
        assert stored == (imported if status == "done" else 0), rows
    with Context.open(_database(folder), read_only=False) as context:
        for uid, status, _, _ in rows:
            if status == "done":
                undo_import(context, uid)


OPERATIONS: dict[str, Operation] = {
    "import": Operation(_prepare_import, _import, _verify_import, longest_s=3.0),
    "write": Operation(_prepare, _write, _verify_write),
    "undo": Operation(_prepare, _undo, _verify_undo),
    "migration": Operation(_prepare_migration, _migrate, _verify_migration, longest_s=1.2),
    "backup": Operation(_prepare, _backup, _verify_backup),
    "restore": Operation(_prepare_restore, _restore, _verify_restore),
    "pack": Operation(_prepare_pack, _pack, _verify_pack, longest_s=1.2),
}
"""What `run_kill_campaign` knows, by name."""


def kills() -> int:
    """How often each operation is killed, so that all of them make twenty, or SCORE_KILLS."""
    return max(1, -(-int(os.environ.get("SCORE_KILLS", "20")) // len(OPERATIONS)))
