from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from score_desktop.db import schema
from score_desktop.db.recorder import ChangeSet
from score_desktop.errors import Cancelled, Refused, ScoreError, StorageTrouble, UnreadableFile
from score_desktop.models import ChangeLog, Enterprise, EnterpriseIn, make
from score_desktop.services.context import Context
from tests.unit.db.build import firm, workspace


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        yield context


def add(session: Session, name: str = "Uno") -> int:
    row = make(Enterprise, EnterpriseIn(name=name, country="BO", currency="BOB"))
    session.add(row)
    session.flush()
    return row.key


def names(session: Session) -> list[str]:
    return [row.name for row in session.exec(select(Enterprise).order_by(Enterprise.name_key))]


def test_only_create_makes_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "no" / "such" / "w.sqlite"
    with pytest.raises(Refused) as missing:
        Context.open(path)
    assert missing.value.message_id == "workspace.missing" and not path.parent.exists()
    Context.open(path, create=True).close()
    assert path.exists()


def test_all_or_nothing(context: Context) -> None:
    def fails(session: Session) -> None:
        add(session, "Half")
        raise Cancelled

    with pytest.raises(Cancelled):
        context.write(fails)
    assert context.read(names) == []
    assert context.write(add) == 1  # the lane is free again


def test_a_read_cannot_write(context: Context) -> None:
    with pytest.raises(RuntimeError, match="only reads"):
        context.read(lambda session: session.add(Enterprise(name="x", country="BO", currency="BOB")))
    with pytest.raises(StorageTrouble):
        context.read(add)
    assert context.read(names) == []


def test_a_write_inside_a_write_is_a_bug(context: Context) -> None:
    with pytest.raises(RuntimeError, match="inside a write"):
        context.write(lambda session: context.write(add))
    assert context.write(add) == 1


def test_listeners_hear_after_the_commit_and_may_read_and_write(context: Context) -> None:
    heard: list[tuple[str, list[str]]] = []

    def listener(change: ChangeSet) -> None:
        heard.append((change.label, context.read(names)))
        if len(heard) == 1:
            context.write(add, "Dos", label=("b", {}))

    stop = context.listen(listener)
    context.write(add, label=("a", {}))
    stop()
    context.write(add, "Tres")
    assert heard == [("a", ["Uno"]), ("b", ["Dos", "Uno"])]


def test_work_beside_the_commit_is_waited_for(context: Context) -> None:
    told: list[str] = []

    def meanwhile() -> None:
        time.sleep(0.05)
        told.append(threading.current_thread().name)

    context.write(add, "Uno", meanwhile=meanwhile)
    assert told and told != [threading.current_thread().name]
    assert context.read(names) == ["Uno"]


def test_what_fails_beside_the_commit_is_told_when_all_is_stored(context: Context) -> None:
    def meanwhile() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        context.write(add, "Uno", meanwhile=meanwhile)
    assert context.read(names) == ["Uno"]
    assert context.writes == 1
    context.write(add, "Dos")
    assert context.read(names) == ["Dos", "Uno"]


def test_nobody_waits_for_work_beside_a_commit_to_write(context: Context) -> None:
    go_on = threading.Event()
    thread = threading.Thread(target=context.write, args=(add, "Uno"), kwargs={"meanwhile": lambda: go_on.wait(20)})
    thread.start()
    while context.read(names) != ["Uno"]:
        time.sleep(0.01)
    context.write(add, "Dos")
    assert thread.is_alive()
    assert context.writes == 2
    go_on.set()
    thread.join()


def test_nothing_is_done_beside_a_commit_that_does_not_come(context: Context) -> None:
    def fails(session: Session) -> None:
        add(session)
        raise Cancelled

    told: list[int] = []
    with pytest.raises(Cancelled):
        context.write(fails, meanwhile=lambda: told.append(1))
    assert not told


def test_threads_write_one_after_the_other(context: Context) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(5):
                context.write(add, f"{number}-{step}")
                context.read(names)
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(context.read(names)) == 20
    assert len(context.read(lambda session: session.exec(select(ChangeLog)).all())) == 20


OTHER = """
import sys
from score_desktop.services.context import Context
context = Context.open(sys.argv[1], actor="window")
print("open", flush=True)
sys.stdin.read()
context.close()
"""


def test_a_second_program_reads(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    command = [sys.executable, "-c", OTHER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with Context.open(path) as second:
            assert second.read_only and second.notices[0][0] == "workspace.held_notice"
            assert second.read(names) == ["Panadería Ñandú"]
            with pytest.raises(Refused) as held:
                second.write(add)
            assert held.value.message_id == "workspace.held"
            assert f"window, {other.pid}" in str(held.value.params["holder"])
        with pytest.raises(Refused):
            Context.open(path, read_only=False)
        other.communicate("")
    with Context.open(path, read_only=False) as free:
        assert free.write(add, "Dos")


def test_bad_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("no database " * 400, encoding="utf-8")
    (tmp_path / "empty.sqlite").touch()
    for name, message_id in (("text", "workspace.damaged"), ("empty", "workspace.foreign")):
        with pytest.raises(UnreadableFile) as unreadable:
            Context.open(tmp_path / f"{name}.sqlite")
        assert unreadable.value.message_id == message_id
    with pytest.raises(StorageTrouble) as folder:
        Context.open(tmp_path)
    assert folder.value.message_id == "storage.folder"


def test_a_newer_workspace_is_refused_and_stays_free(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(Refused) as newer:
        Context.open(path)
    assert newer.value.message_id == "workspace.newer"
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{schema.REVISIONS[-1]}'")
    connection.close()
    with Context.open(path) as context:
        assert not context.read_only


def test_drafts_of_killed_programs_are_removed(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    leftover = path.with_name(f".{path.name}.1.part-journal")
    leftover.touch()
    with Context.open(path):
        assert not leftover.exists()


def test_a_failed_backup_is_logged_and_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "w.sqlite"
    (tmp_path / "w backups").touch()  # a file where the folder of backups should be
    with Context.open(path, create=True) as context:
        context.write(add)
    assert "no backup was made" in caplog.text
    caplog.clear()
    with Context.open(path) as context:
        assert context.read(names) == ["Uno"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX rights")
def test_a_read_only_place_is_read_from_a_copy(tmp_path: Path) -> None:
    """As an unprivileged user: root may write everywhere."""
    with tempfile.TemporaryDirectory(prefix="score-test-") as folder:
        path, _ = workspace(Path(folder))
        path.chmod(0o644)
        Path(folder).chmod(0o555)
        try:
            told = _as_nobody(path, tmp_path / "root.sqlite")
        finally:
            Path(folder).chmod(0o755)
    assert told == [
        "['workspace.read_only_copy'] True",
        "BO",
        "workspace.read_only",
        "storage.readonly",
        "True",
        "storage.readonly",
        "restore.same",
        "None True",
    ]


def _as_nobody(path: Path, ours: Path) -> list[str]:
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from score_desktop.services.context import Context; from score_desktop.services import workspace\n"
        "from score_desktop.errors import ScoreError; from pathlib import Path; import sqlmodel\n"
        "from score_desktop.models import Enterprise\n"
        # What is imported when it is first used: nobody may not be allowed to read the folder of the source.
        "with Context.open(sys.argv[3], create=True): pass\n"
        "workspace.check(Path(sys.argv[3])); workspace.backup(Path(sys.argv[3]), Path(sys.argv[3] + '.copy'))\n"
        "os.setuid(65534) if os.geteuid() == 0 else None\n"
        "with Context.open(sys.argv[1]) as context:\n"
        "    print([name for name, _ in context.notices], context.read_only)\n"
        "    print(context.read(lambda s: s.exec(sqlmodel.select(Enterprise)).one().country))\n"
        "    try: context.write(lambda s: None)\n"
        "    except ScoreError as error: print(error.message_id)\n"
        "try: Context.open(sys.argv[1], read_only=False)\n"
        "except ScoreError as error: print(error.message_id)\n"
        "print(workspace.check(Path(sys.argv[1])).ok)\n"
        "try: workspace.backup(Path(sys.argv[1]), Path(sys.argv[1]).with_name('b.sqlite'))\n"
        "except ScoreError as error: print(error.message_id)\n"
        "try: workspace.restore(Path(sys.argv[1]), Path(sys.argv[1]))\n"
        "except ScoreError as error: print(error.message_id)\n"
        "import tempfile; folder = tempfile.TemporaryDirectory(); new = Path(folder.name) / 'w.sqlite'\n"
        "print(workspace.restore(new, Path(sys.argv[1])), workspace.check(new).ok)\n"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/"}
    command = [sys.executable, "-c", code, str(path), str(Path(__file__).parents[3]), str(ours)]
    outcome = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd="/")
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.splitlines()


def test_labels_with_dates_are_stored(context: Context) -> None:
    import datetime as dt

    context.write(firm, label=("x", {"day": dt.date(2025, 1, 1), "n": 3}))
    assert context.read(lambda session: session.exec(select(ChangeLog)).one().params) == {"day": "2025-01-01", "n": 3}


def test_known_trouble_keeps_its_kind(context: Context) -> None:
    def refuse(session: Session) -> None:
        raise Refused("audit.unknown", audit="x")

    for lane in (context.read, context.write):
        with pytest.raises(ScoreError) as refused:
            lane(refuse)
        assert refused.value.message_id == "audit.unknown"


def test_closing_waits_for_what_is_written_and_refuses_what_comes_later(tmp_path: Path) -> None:
    path = tmp_path / "w.sqlite"
    context = Context.open(path, create=True)
    began, may_end, closed = threading.Event(), threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        add(session, "Late")
        began.set()
        assert may_end.wait(10)
        assert context.read(names) == []  # who is inside may still look

    def close() -> None:
        context.close()
        closed.set()

    writing = threading.Thread(target=lambda: context.write(slow))
    writing.start()
    assert began.wait(10)
    closing = threading.Thread(target=close)
    closing.start()
    while not context._is_closed:
        assert closing.is_alive()
    assert not closed.is_set()
    for refused in (lambda: context.read(names), lambda: context.write(add)):
        with pytest.raises(Refused) as told:
            refused()
        assert told.value.message_id == "workspace.closed"
    may_end.set()
    writing.join(10)
    assert closed.wait(10)
    context.close()  # a second time does nothing
    with Context.open(path, read_only=False) as again:
        assert again.read(names) == ["Late"]
