"""What the window keeps in memory once the consumption page of an audit stands there with its chart. Linux only."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from score_desktop.jobs import Progress
from score_desktop.services import demo
from tests.bench.harness import Amount
from tests.bench.window_data import CASES, LANGUAGE, LARGE, large_workspace, own_home

SAMPLE_MB, LARGE_MB = 200.0, 300.0


def measure(*, large: bool) -> list[Amount]:  # noqa: ARG001 - has no larger size
    if not Path("/proc/self/status").exists():
        print("window-memory: this system does not tell the memory of a process the way Linux does; left out.")
        return []
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        folder = Path(name)
        demo.make_sample(folder, Progress())
        sample = folder / "sample.sqlite"
        shutil.copy(folder / demo.WORKSPACE, sample)
        found = _one(folder, sample, "window with the sample audit and a chart", SAMPLE_MB)
        for case in CASES:
            workspace = folder / f"{case.name}.sqlite"
            large_workspace(workspace, LARGE, months=case.months, first_year=case.first_year)
            found += _one(folder, workspace, f"the same, {LARGE:,} bills, {case.months} a meter", LARGE_MB)
        return found


def _one(folder: Path, workspace: Path, name: str, goal: float) -> list[Amount]:
    """Memory of a second start, when all modules are compiled."""
    command = [sys.executable, "-m", "tests.bench.window_run", "memory", "--data", str(workspace), "--lang", LANGUAGE]
    for _ in range(2):
        shutil.rmtree(folder / "home", ignore_errors=True)
        environment = own_home(folder)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode or not done.stdout.strip():
            raise RuntimeError(done.stderr[-3000:])
    told = json.loads(done.stdout.splitlines()[-1])
    return [Amount(name, told["now"], "MB", goal), Amount(f"{name}, at most until then", told["most"], "MB", None)]
