from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from score_desktop.db.lock import Holder, WorkspaceLock, lock_path, read_holder
from score_desktop.errors import Refused, StorageTrouble
from score_desktop.i18n import Texts

HOLD = """
import sys, pathlib, time
from score_desktop.db.lock import WorkspaceLock
lock = WorkspaceLock(pathlib.Path(sys.argv[1]), "window")
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path):
    """Another process that holds the lock until its standard input ends."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "w.sqlite")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_holder_is_named(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    lock = WorkspaceLock(tmp_path / "w.sqlite", "cli")
    holder = lock.try_acquire()
    assert holder is not None and not lock.held
    assert (holder.program, holder.process) == ("window", other.pid)
    with pytest.raises(Refused) as refused:
        lock.acquire()
    assert refused.value.message_id == "workspace.held"
    assert "window" in str(refused.value.params["holder"]) and str(other.pid) in str(refused.value.params["holder"])


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        (Holder("window", "elena", "pc-2", 1234), "elena@pc-2, ventana de SCORE Desktop, proceso 1234"),
        (Holder("cli", "", "pc-2", 7), "pc-2, línea de comandos de SCORE Desktop, proceso 7"),
        (Holder("demo", process=7), "programa del ejemplo de SCORE Desktop, proceso 7"),
        (Holder("window", "window", "cli", 7), "window@cli, ventana de SCORE Desktop, proceso 7"),
        (Holder("otro", "elena", "pc-2", 7), "elena@pc-2, otro, 7"),
        (Holder(), "?"),
    ],
)
def test_a_holder_is_told_in_the_words_of_the_reader(holder: Holder, words: str) -> None:
    for message in ("workspace.held", "workspace.held_notice", "restore.held"):
        assert f"({words})" in Texts("es").message(message, {"file": "x.sqlite", "holder": str(holder)})


def test_a_killed_holder_locks_nobody_out(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    with WorkspaceLock(tmp_path / "w.sqlite", "cli") as lock:
        assert lock.held
        assert read_holder(tmp_path / "w.sqlite").program == "cli"
    assert not lock.held


def test_within_one_process_too(tmp_path: Path) -> None:
    with WorkspaceLock(tmp_path / "w.sqlite", "cli"):
        assert WorkspaceLock(tmp_path / "w.sqlite", "cli").try_acquire() is not None
    with WorkspaceLock(tmp_path / "w.sqlite", "cli") as lock:
        assert lock.held


def test_a_file_of_nonsense_names_nobody(tmp_path: Path) -> None:
    lock_path(tmp_path / "w.sqlite").write_text('{"program": 1, "x": []}', encoding="utf-8")
    assert str(read_holder(tmp_path / "w.sqlite")) == "?"
    with WorkspaceLock(tmp_path / "w.sqlite", "cli") as lock:
        assert lock.held


@pytest.mark.skipif(sys.platform == "win32", reason="flock is POSIX")
def test_a_folder_that_cannot_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network folders answer "no locks available"."""
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(StorageTrouble) as trouble:
        WorkspaceLock(tmp_path / "w.sqlite", "cli").try_acquire()
    assert trouble.value.message_id == "storage.failed"
