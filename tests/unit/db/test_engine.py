from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from score_desktop.db import schema
from score_desktop.db.engine import connect, copy_to_read, open_copy, open_database
from score_desktop.db.storage import appears_whole, database_trouble, disk_trouble, told
from score_desktop.errors import Refused, ScoreError, StorageTrouble, UnreadableFile
from score_desktop.services.workspace import check
from tests.unit.db.build import workspace


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "w ñ.sqlite"
    schema.create_file(path)
    return path


def test_promises_of_every_connection(file: Path) -> None:
    database = open_database(file, writable=True)
    assert database.writer is not None
    for engine, query_only in ((database.writer, 0), (database.reader, 1)):
        with engine.connect() as connection:
            told_by = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
            }
        expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
        assert told_by == {**expected, "query_only": query_only}
    assert database.journal == "wal"
    database.close()


def test_writing_takes_the_lock_at_once(file: Path) -> None:
    database = open_database(file, writable=True)
    assert database.writer is not None
    with Session(database.writer) as session:
        session.connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite3.connect(file, timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
    database.close()


def test_a_transaction_rolls_back_whole(file: Path) -> None:
    """The driver's own transactions would commit before DDL and begin too late."""
    database = open_database(file, writable=True)
    assert database.writer is not None
    with database.writer.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE extra (a INTEGER)")
        connection.exec_driver_sql("INSERT INTO extra VALUES (1)")
        connection.rollback()
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").scalar() == 0
    database.close()


def test_readers_see_the_last_commit_while_somebody_writes(file: Path) -> None:
    database = open_database(file, writable=True)
    assert database.writer is not None
    with database.writer.connect() as writing, database.reader.connect() as reading:
        writing.exec_driver_sql("UPDATE alembic_version SET version_num = 'x'")
        assert reading.execute(text("SELECT version_num FROM alembic_version")).scalar() == schema.REVISIONS[-1]
    database.close()


@pytest.mark.parametrize("was_wal", [False, True])
def test_where_wal_cannot_work_the_old_journal_serves(file: Path, was_wal: bool) -> None:
    """A folder in the place of the shared memory: SQLite cannot open it, as on some network drives."""
    if was_wal:
        open_database(file, writable=True).close()
        assert file.read_bytes()[18] == 2
    Path(f"{file}-shm").mkdir()
    Path(f"{file.with_name(f'.{file.name}.{os.getpid()}.part')}-shm").mkdir()
    database = open_database(file, writable=True)
    assert (database.journal, database.writer is not None) == ("delete", True)
    assert database.writer is not None
    with database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE extra (a INTEGER)")
    database.close()


def test_a_copy_has_what_the_log_holds(file: Path) -> None:
    writing = sqlite3.connect(file, isolation_level=None)
    writing.execute("PRAGMA journal_mode=WAL")
    writing.execute("CREATE TABLE extra AS SELECT 7 AS a")
    copy, folder = copy_to_read(file)
    database = open_copy(file, copy, folder)
    with database.reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT a FROM extra").scalar() == 7
    database.close()
    writing.close()
    assert not copy.exists()


def test_a_damaged_file_is_told_as_such(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(UnreadableFile) as damaged:
        copy_to_read(file)
    assert damaged.value.message_id == "workspace.damaged"
    with pytest.raises(UnreadableFile) as damaged:
        open_database(file, writable=True)
    assert damaged.value.message_id == "workspace.damaged"


@pytest.mark.parametrize("make", ["empty", "other"])
def test_a_database_of_another_program_is_not_taken(tmp_path: Path, make: str) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        if make == "other":
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
            connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.close()
    with connect(path) as open_file, pytest.raises(UnreadableFile) as foreign:
        schema.stored_revision(open_file, path)
    open_file.close()
    assert foreign.value.message_id == "workspace.foreign"


def test_a_newer_file_is_refused(file: Path) -> None:
    assert schema.require_known(schema.REVISIONS[-1], file) is False
    with pytest.raises(Refused) as newer:
        schema.require_known("9999", file)
    assert newer.value.message_id == "workspace.newer"


@pytest.mark.parametrize(
    ("number", "message_id"),
    [(28, "storage.full"), (30, "storage.readonly"), (13, "storage.readonly"), (5, "storage.failed")],
)
def test_what_disks_say(number: int, message_id: str, tmp_path: Path) -> None:
    assert disk_trouble(OSError(number, "said"), tmp_path).message_id == message_id


def test_broken_constraints_are_bugs_and_stay_so(tmp_path: Path) -> None:
    error = sqlite3.IntegrityError("UNIQUE")
    assert database_trouble(error, tmp_path) is error


def test_known_trouble_passes_through_untouched(tmp_path: Path) -> None:
    inner = Refused("workspace.busy", file="x")
    with pytest.raises(ScoreError) as refused, told(tmp_path):
        raise inner
    assert refused.value is inner


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")

    def fail() -> None:
        with appears_whole(target) as draft:
            draft.write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert target.read_text(encoding="utf-8") == "old"
    with appears_whole(target) as draft:
        draft.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble) as missing, appears_whole(tmp_path / "no" / "a") as draft:
        draft.write_text("", encoding="utf-8")
    assert missing.value.message_id == "storage.missing"


HALF_WRITTEN = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=DELETE")
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE bill SET note = note || hex(randomblob(2000))")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_what_a_killed_program_left_half_written_is_taken_back_by_who_reads(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path, "w.sqlite", bills=400)
    subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(path)], check=False)
    assert path.with_name("w.sqlite-journal").exists()
    result = check(path)
    assert result.ok, result.problems
    assert result.rows["bill"] == 401
