from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

from score_desktop.db import backup, schema
from score_desktop.db.engine import connect
from score_desktop.db.migrate import SCRIPTS, migrate, upgrade
from score_desktop.errors import Refused, StorageTrouble
from score_desktop.models import ProcessStep, ProcessStepIn, make
from score_desktop.services.audits import find_audit
from score_desktop.services.context import Context
from score_desktop.services.report_options import ReportOptions, report_options, set_report_options
from score_desktop.services.workspace import check
from tests.unit.db.build import NEXT, attach_photo, firm, next_scripts, workspace

PROCESS = ("resource_flow", "process_step", "process_settings")
LATER = ("finding_review", "bill_attachment")
"""Tables of revisions 0005 and 0006."""


def scripts(folder: Path, name: str) -> Path:
    """The program's own migrations with one more of the tests."""
    return next_scripts(folder / f"migrations {name}", name)


def shape(path: Path) -> dict[str, list[str]]:
    """Each table's and index's parts; their order in the statement means nothing."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {
        name: sorted(part.strip() for part in re.split(r",(?= )|\n|[()]$", sql.replace('"', "")) if part.strip())
        for name, sql in rows
    }


def rows(path: Path, *, by_name: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """Rows of each table; `by_name` with columns sorted: later ones stand last in files of before."""
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for name in names:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        wanted = ", ".join(sorted(columns) if by_name else columns)
        found[name] = connection.execute(f"SELECT {wanted} FROM {name}").fetchall()
    connection.close()
    return found


def test_new_files_and_migrated_files_have_one_schema(tmp_path: Path) -> None:
    schema.create_file(tmp_path / "new.sqlite")
    upgrade(tmp_path / "old.sqlite", SCRIPTS, schema.REVISIONS[-1])
    new, old = shape(tmp_path / "new.sqlite"), shape(tmp_path / "old.sqlite")
    assert new.pop("alembic_version") and old.pop("alembic_version")
    strip = {name: [part.rstrip(",") for part in parts] for name, parts in new.items()}
    assert {name: sorted(parts) for name, parts in strip.items()} == {
        name: sorted(part.rstrip(",") for part in parts) for name, parts in old.items()
    }


def test_the_program_knows_its_revisions() -> None:
    from alembic.script import ScriptDirectory

    known = ScriptDirectory(str(SCRIPTS))
    assert tuple(script.revision for script in known.walk_revisions())[::-1] == schema.REVISIONS


def test_opening_does_not_import_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from score_desktop.services.context import Context\n"
        f"Context.open(Path({str(tmp_path / 'w.sqlite')!r}), create=True).close()\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('alembic', 'mako', 'pint', 'numpy')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_children_of_a_rebuilt_table_survive(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path, bills=20)
    with Context.open(path) as context:
        context.write(attach_photo)
    before = rows(path)
    kept = migrate(path, scripts(tmp_path, "whole"), NEXT)
    after = rows(path)
    assert rows(kept) == before
    assert after.pop("extra") == []
    assert after.pop("alembic_version") == [(NEXT,)] and before.pop("alembic_version") == [(schema.REVISIONS[-1],)]
    enterprises, old = after.pop("enterprise"), before.pop("enterprise")
    assert [row[:-1] for row in enterprises] == old and enterprises[0][-1] == 12
    assert after == before


@pytest.mark.parametrize(("name", "message"), [("loses", "bill 21→0"), ("orphans", "foreign_key_check finding_review")])
def test_a_wrong_migration_leaves_the_file(tmp_path: Path, name: str, message: str) -> None:
    path, _ = workspace(tmp_path, bills=20)
    with Context.open(path) as context:
        context.write(attach_photo)
    before = path.read_bytes()
    with pytest.raises(StorageTrouble) as failed:
        migrate(path, scripts(tmp_path, name), NEXT)
    assert failed.value.message_id == "migrate.failed" and message in str(failed.value.params["reason"])
    assert path.read_bytes() == before
    assert [file for file in tmp_path.iterdir() if "part" in file.name] == []


def test_a_failing_migration_leaves_the_file(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="half way"):
        migrate(path, scripts(tmp_path, "fails"), NEXT)
    assert path.read_bytes() == before


def test_refused_while_somebody_reads(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    with Context.open(path, read_only=True) as reader:
        reader.read(lambda session: session.connection())
        with pytest.raises(Refused) as refused:
            migrate(path, scripts(tmp_path, "whole"), NEXT)
    assert refused.value.message_id == "workspace.in_use"


def test_a_file_of_before_is_migrated_when_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = workspace(tmp_path)
    # The program of tomorrow: the same models, one revision more.
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, NEXT))
    monkeypatch.setattr("score_desktop.db.migrate.SCRIPTS", scripts(tmp_path, "whole"))
    assert [name for name, _ in check(path).problems] == ["check.behind"] and check(path).ok
    with Context.open(path) as context:
        assert [name for name, _ in context.notices] == ["workspace.migrated"]
        assert not context.read_only
    with connect(path) as connection:
        assert schema.stored_revision(connection, path) == NEXT
    connection.close()
    assert len(list(backup.folder(path).glob(f"*-before-{NEXT}.sqlite"))) == 1
    with Context.open(path, read_only=True) as context:
        assert context.notices == ()


def test_a_reader_may_migrate_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = workspace(tmp_path)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, NEXT))
    monkeypatch.setattr("score_desktop.db.migrate.SCRIPTS", scripts(tmp_path, "whole"))
    with Context.open(path, read_only=True) as context:
        assert context.read_only and [name for name, _ in context.notices] == ["workspace.migrated"]


def test_an_audit_of_before_prints_its_whole_report(tmp_path: Path) -> None:
    """Revision 0002: the new column, its value in old rows, and changes of before that are undone after it."""
    path = tmp_path / "old.sqlite"
    schema.create_file(path)
    with Context.open(path) as context:
        audit = context.write(firm)
        context.write(rename, audit, "renamed", label=("change.audit_added", {"name": "x"}))
    with sqlite3.connect(path) as connection:  # as the program of then had left it
        connection.execute("ALTER TABLE audit DROP COLUMN report")
        changes = connection.execute("SELECT id, changes FROM change_log").fetchall()
        for row, text in changes:
            connection.execute(
                "UPDATE change_log SET changes = ? WHERE id = ?", (text.replace('"report":"{}",', ""), row)
            )
        for table in ("import_profile", *PROCESS, *LATER):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    with Context.open(path) as context:
        assert [name for name, _ in context.notices] == ["workspace.migrated"]
        assert context.read(report_options, audit) == ReportOptions()
        context.write(set_report_options, audit, ReportOptions(frozenset({"flows"}), "en"))
        assert context.read(report_options, audit) == ReportOptions(frozenset({"flows"}), "en")
        context.undo_last()
        context.undo_last()
        assert context.read(lambda session: find_audit(session, audit)[0].name) == "2025"
        context.redo_last()
        assert context.read(lambda session: find_audit(session, audit)[0].name) == "renamed"
    assert check(path).ok and not check(path).problems


def test_a_workspace_of_before_gets_flow_charts(tmp_path: Path) -> None:
    """Revision 0004: three tables; what was there stays, and an audit can have a flow chart at once."""
    path, audit = workspace(tmp_path)
    with sqlite3.connect(path) as connection:  # as the program of then had left it
        for table in (*PROCESS, *LATER):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.close()
    before = rows(path)
    with Context.open(path) as context:
        assert [name for name, _ in context.notices] == ["workspace.migrated"]
    after = rows(path)
    assert {name: after.pop(name) for name in PROCESS} == {name: [] for name in PROCESS}
    assert {name: after.pop(name) for name in LATER} == {name: [] for name in LATER}
    assert after.pop("alembic_version") != before.pop("alembic_version")
    assert after == before
    with Context.open(path) as context:
        owner = context.read(lambda session: find_audit(session, audit)[0].key)
        context.write(lambda session: session.add(make(ProcessStep, ProcessStepIn(name="Horno"), audit_id=owner)))
    assert len(rows(path)["process_step"]) == 1
    assert check(path).ok and not check(path).problems


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_a_workspace_of_any_version_is_brought_up_after_a_copy(tmp_path: Path, revision: str) -> None:
    """Whatever it holds stays, a copy as it was lies among the backups, and bills can have photos at once."""
    now, _ = workspace(tmp_path, bills=20)
    path = tmp_path / "old.sqlite"
    upgrade(path, SCRIPTS, revision)
    connection = sqlite3.connect(path)
    connection.execute("ATTACH ? AS now", (str(now),))
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    filled = [name for name in rows(path) if name not in ("alembic_version", "change_log")]
    for name in filled:
        known = {row[1] for row in connection.execute(f"PRAGMA now.table_info({name})")}
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] in known)
        connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM now.{name}")
    connection.commit()
    connection.close()
    before, wanted = rows(path, by_name=True), rows(now, by_name=True)
    with Context.open(path) as context:
        assert [name for name, _ in context.notices] == ["workspace.migrated"]
        after = rows(path, by_name=True)
        assert {name: after[name] for name in filled if name != "audit"} == {
            name: wanted[name] for name in filled if name != "audit"
        }
        assert after["bill_attachment"] == []
        (copy,) = backup.folder(path).glob(f"*-before-{schema.REVISIONS[-1]}.sqlite")
        assert rows(copy, by_name=True) == before and before["alembic_version"] == [(revision,)]
        context.write(attach_photo)
    assert len(rows(path)["bill_attachment"]) == 1
    assert check(path).ok and not check(path).problems


def rename(session: Session, audit: str, name: str) -> None:
    find_audit(session, audit)[0].name = name
