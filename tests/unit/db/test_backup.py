from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from score_desktop.db import backup, schema
from score_desktop.db.lock import WorkspaceLock
from score_desktop.errors import Refused, ScoreError, UnreadableFile
from score_desktop.models import Enterprise
from score_desktop.services.context import Context
from tests.unit.db.build import firm, workspace

ROOT = Path(__file__).resolve().parents[3]


def count(path: Path, table: str = "enterprise") -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    finally:
        connection.close()


def test_a_copy_is_one_consistent_file_while_somebody_writes(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    with Context.open(path) as context:
        context.write(firm, "Segunda")
        backup.copy_database(path, tmp_path / "copy.sqlite")
        context.write(firm, "Tercera")
    assert count(tmp_path / "copy.sqlite") == 2
    assert not Path(f"{tmp_path / 'copy.sqlite'}-wal").exists()


def test_daily_backups_come_and_go(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    place = backup.folder(path)
    with Context.open(path) as context:
        context.write(firm, "Segunda")
    assert len(list(place.iterdir())) == 1  # closing after the first write made it
    assert backup.rotate(path) is None
    for day in range(10, 25):
        (place / f"{path.stem}-202001{day}-000000-000000-day.sqlite").write_bytes(b"")
    kept_forever = place / f"{path.stem}-20200101-000000-000000-before-restore.sqlite"
    kept_forever.write_bytes(b"")
    for today in place.glob(f"{path.stem}-2*-day.sqlite"):
        if today.stat().st_size:
            today.unlink()
    made = backup.rotate(path, days=5)
    assert made is not None and count(made) == 2
    assert len(list(place.glob("*-day.sqlite"))) == 5 and made.exists() and kept_forever.exists()


def test_restore_keeps_what_it_replaces(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    backup.copy_database(path, tmp_path / "copy.sqlite")
    with Context.open(path) as context:
        context.write(firm, "Segunda")
    kept = backup.restore(path, tmp_path / "copy.sqlite")
    assert kept is not None and count(kept) == 2 and count(path) == 1


def test_restore_into_an_empty_place(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    target = tmp_path / "new" / "w.sqlite"
    assert backup.restore(target, path) is None
    assert count(target) == 1


def test_restore_is_refused_while_another_program_holds_or_reads(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    backup.copy_database(path, tmp_path / "copy.sqlite")
    with WorkspaceLock(path, "window"), pytest.raises(Refused) as held:
        backup.restore(path, tmp_path / "copy.sqlite")
    assert held.value.message_id == "restore.held" and "window" in str(held.value.params["holder"])
    with Context.open(path, read_only=True) as reader:
        reader.read(lambda session: session.connection())
        with pytest.raises(Refused) as read:
            backup.restore(path, tmp_path / "copy.sqlite")
        assert read.value.message_id == "workspace.in_use"
    assert count(path) == 1


@pytest.mark.parametrize(
    ("kind", "message_id"),
    [
        ("missing", "restore.missing"),
        ("text", "workspace.damaged"),
        ("cut", "workspace.damaged"),
        ("foreign", "workspace.foreign"),
        ("newer", "workspace.newer"),
        ("orphans", "restore.damaged"),
        ("same", "restore.same"),
    ],
)
def test_a_bad_backup_changes_nothing(tmp_path: Path, kind: str, message_id: str) -> None:
    path, _ = workspace(tmp_path)
    bad = tmp_path / "bad.sqlite"
    backup.copy_database(path, bad)
    if kind == "missing":
        bad.unlink()
    elif kind == "text":
        bad.write_text("Bs 1.234,50\n" * 500, encoding="utf-8")
    elif kind == "cut":
        bad.write_bytes(bad.read_bytes()[:20_000])
    elif kind == "same":
        bad = path
    else:
        statement = {
            "foreign": "PRAGMA application_id = 1",
            "newer": "UPDATE alembic_version SET version_num = '9999'",
            "orphans": "UPDATE site SET enterprise_id = 77",
        }[kind]
        connection = sqlite3.connect(bad)
        connection.execute(statement)
        connection.commit()
        connection.close()
    before = path.read_bytes()
    with pytest.raises(ScoreError) as refused:
        backup.restore(path, bad)
    assert refused.value.message_id == message_id
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*part*"))


def test_a_damaged_workspace_can_be_replaced_and_is_kept(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    backup.copy_database(path, tmp_path / "copy.sqlite")
    path.write_bytes(b"ruined" * 1000)
    Path(f"{path}-wal").write_bytes(b"old log")
    kept = backup.restore(path, tmp_path / "copy.sqlite")
    assert kept is not None and kept.read_bytes() == b"ruined" * 1000
    assert count(path) == 1 and not Path(f"{path}-wal").exists()


def test_a_damaged_source_is_told(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    schema.create_file(path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UnreadableFile) as damaged:
        backup.copy_database(path, tmp_path / "copy.sqlite")
    assert damaged.value.message_id == "workspace.damaged"
    assert not (tmp_path / "copy.sqlite").exists()


# -- logs that a killed program left ---------------------------------------------------------------------------------

_KILLED = """
import os, sys
from pathlib import Path
from score_desktop.services.context import Context
from tests.unit.db.build import firm
context = Context.open(Path(sys.argv[1]))
for number in range(3):
    context.write(firm, f"Killed {number}")
os._exit(1)
"""


def killed_while_open(path: Path) -> None:
    """Leave a write-ahead log beside the file, as a killed program does."""
    subprocess.run([sys.executable, "-c", _KILLED, str(path)], cwd=ROOT, check=False, timeout=60)
    assert Path(f"{path}-wal").stat().st_size > 0


def names(path: Path) -> list[str]:
    with Context.open(path) as context:
        return context.read(lambda session: sorted(row.name for row in session.exec(select(Enterprise))))


def test_a_log_without_its_file_is_not_read_into_a_restored_one(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    backup.copy_database(path, tmp_path / "copy.sqlite")
    was = names(path)
    killed_while_open(path)
    path.unlink()
    assert backup.restore(path, tmp_path / "copy.sqlite") is None
    assert names(path) == was


def test_a_log_without_its_file_is_not_read_into_a_new_one(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    killed_while_open(path)
    path.unlink()
    with Context.open(path, create=True):
        pass
    assert names(path) == []


def test_a_copy_over_another_workspace_does_not_get_its_log(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    other, _ = workspace(tmp_path, "other.sqlite")
    killed_while_open(other)
    backup.copy_database(path, other)
    assert names(other) == names(path)


def test_a_copy_over_a_workspace_that_is_open_is_refused(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    other, _ = workspace(tmp_path, "other.sqlite")
    with Context.open(other, actor="window") as window:
        window.write(firm, "Segunda")
        with pytest.raises(Refused) as held:
            backup.copy_database(path, other)
        window.write(firm, "Tercera")
    assert held.value.message_id == "workspace.held" and count(other) == 3
    assert [file.name for file in tmp_path.glob(".*")] == []


def test_a_copy_takes_the_place_of_any_other_file(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    for content in (b"", b"words", b"SQLite format 3\0 and then nothing of the kind"):
        (tmp_path / "copy.sqlite").write_bytes(content)
        backup.copy_database(path, tmp_path / "copy.sqlite")
        assert count(tmp_path / "copy.sqlite") == 1


def test_names_with_brackets_are_rotated_too(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path, "firma [1].sqlite")
    assert backup.rotate(path) is not None
    assert backup.rotate(path) is None
