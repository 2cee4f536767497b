"""The disk is full in the middle: a message, and nothing lost. The limit is one on the size of files of a process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from score_desktop.services.context import Context
from score_desktop.services.pack import pack
from score_desktop.services.workspace import check
from tests.unit.db.build import next_scripts, workspace

pytest.importorskip("resource", reason="limits of POSIX")

CODE = """
import resource, sys
from pathlib import Path
from score_desktop.db.migrate import migrate
from score_desktop.errors import ScoreError
from score_desktop.services import workspace
from score_desktop.services.context import Context
from score_desktop.services.pack import pack, unpack
from tests.unit.db.build import firm

operation, folder = sys.argv[1], Path(sys.argv[2])
path = folder / "w.sqlite"

def write(): context.write(firm, "Otra", bills=2000)
def take(): unpack(context, folder / "a.score")
def give(): context.read(pack, sys.argv[3], folder / "out.score")
def keep(): workspace.backup(path, folder / "copy.sqlite")
def back(): workspace.restore(path, folder / "one.sqlite")
def upgrade(): migrate(path, folder / "migrations", "next")
def create(): Context.open(folder / "new.sqlite", create=True)

needs_context = operation in ("write", "take", "give")
context = Context.open(path, read_only=False) if needs_context else None
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
try:
    globals()[operation]()
    print("done")
except ScoreError as error:
    print(error.message_id, Path(error.params["file"]).name)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
if context is not None:
    context.write(firm, "Nach", bills=0)
    context.close()
"""


LIMITS = (3_000, 40_000)


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("operation", ["write", "take", "give", "keep", "back", "upgrade", "create"])
def test_nothing_is_lost(tmp_path: Path, operation: str, limit: int) -> None:
    path, audit = workspace(tmp_path, "w.sqlite", bills=2000)
    _others(tmp_path)
    before = {file.name for file in tmp_path.iterdir()}
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", CODE, operation, str(tmp_path), audit, str(limit)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert run.returncode == 0, run.stderr
    message_id, named = run.stdout.split()
    assert message_id in ("storage.failed", "storage.full")
    if operation == "keep" and limit == LIMITS[-1]:  # the smaller one leaves no room for the index of the source's log
        assert named == "copy.sqlite", "a copy may go to another disk than that of the data"
    result = check(path)
    assert result.ok, result.problems
    assert result.rows["bill"] == 2001 + (operation in ("write", "take", "give"))  # the one written afterwards
    left = {file.name for file in tmp_path.iterdir()} - before
    assert not [name for name in left if "part" in name or name.endswith((".score", "copy.sqlite", "new.sqlite"))]


def _others(folder: Path) -> None:
    """An audit file, and migrations to run."""
    next_scripts(folder / "migrations", "whole")
    one, audit = workspace(folder, "one.sqlite", bills=2000)
    with Context.open(one, read_only=True) as context:
        context.read(pack, audit, folder / "a.score")


REPORT = """
import datetime, resource, sys
from pathlib import Path
from score_desktop.errors import ScoreError
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services.context import Context
from score_desktop.services.report import new_factors, write_report

folder, audit = Path(sys.argv[1]), sys.argv[2]
with Context.open(folder / "w.sqlite", read_only=False) as context:
    assert context.read(new_factors, audit, datetime.date(2026, 1, 15))
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, resource.RLIM_INFINITY))
    try:
        write_report(context, audit, "es", folder / "report.pdf", Progress(), datetime.date(2026, 1, 15))
    except ScoreError as error:
        print(error.message_id, Texts("es").error(error), Texts("en").error(error), sep="\\n")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def test_a_report_without_room_for_its_factors_says_what_to_do(tmp_path: Path) -> None:
    """The report may go to another disk: what is full is that of the data."""
    path, audit = workspace(tmp_path, "w.sqlite", bills=200)
    run = subprocess.run(
        [sys.executable, "-c", REPORT, str(tmp_path), audit],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
    )
    assert run.returncode == 0, run.stderr
    message_id, spanish, english = run.stdout.splitlines()
    assert message_id == "report.factors_full", run.stdout
    assert f"con sus datos en {path}" in spanish and "Libere espacio" in spanish
    assert re.search(r"[(](disco lleno|error .*)[)]", spanish), spanish
    assert "Free some space on the disk of your data" in english
    assert not (tmp_path / "report.pdf").exists()
    assert check(path).ok
