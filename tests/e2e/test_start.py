"""What the window loads until the list of enterprises stands there: nothing that only later work needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from score_desktop.jobs import Progress
from score_desktop.services import demo
from tests.bench.window_data import own_home

HEAVY = ("matplotlib", "numpy", "PIL", "reportlab", "openpyxl", "python_calamine", "pint", "alembic", "pypdfium2")
"""Packages that take a tenth of a second or megabytes each."""

_PROGRAM = """
import linecache
import sys
from tests.bench.window_run import run, when_painted

read = []
update = linecache.updatecache
linecache.updatecache = lambda name, *more: read.append(name) or update(name, *more)

def seen(window):
    print("SOURCES " + " ".join(sorted(name for name in read if "score_desktop" in name)), flush=True)
    print("LOADED " + " ".join(sorted({name.partition(".")[0] for name in sys.modules})), flush=True)
    window.close()

sys.exit(run(sys.argv[1:], lambda window: when_painted(window, lambda: seen(window))))
"""


def test_the_first_page_loads_nothing_heavy_and_reads_no_sources(tmp_path: Path) -> None:
    demo.make_sample(tmp_path, Progress())
    workspace = tmp_path / "work.sqlite"
    shutil.copy(tmp_path / demo.WORKSPACE, workspace)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "--data", str(workspace), "--lang", "es"],
        env={**own_home(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    loaded = set(done.stdout.partition("LOADED ")[2].split())
    assert "sqlmodel" in loaded, done
    assert "SOURCES \n" in done.stdout, "PySide reads, and keeps, the source of what is imported"
    assert loaded.isdisjoint(HEAVY), loaded & set(HEAVY)
