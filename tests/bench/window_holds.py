"""How long the window does not answer while a person works with 200,000 bills, and how soon Cancel is done."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.harness import Amount
from tests.bench.window_data import CASES, LANGUAGE, LARGE, Case, large_workspace, own_home
from tests.bench.workbooks import write_workbook

HOLD_MS, CANCEL_MS = 100.0, 200.0
IMPORTED = 20_000


def measure(*, large: bool) -> list[Amount]:
    """The case with most meters; with `large` the other one too."""
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        return [amount for case in (CASES if large else CASES[-1:]) for amount in _one(Path(name), case)]


def _one(folder: Path, case: Case) -> list[Amount]:
    workspace, workbook = folder / f"{case.name}.sqlite", folder / f"{case.name} more.xlsx"
    stored = large_workspace(workspace, LARGE, months=case.months, first_year=case.first_year)
    more = IMPORTED // case.months * case.months
    write_workbook(workbook, more, months=case.months, first_year=case.first_year, first_bill=2 * stored)
    written = folder / case.name
    written.mkdir()
    words = [sys.executable, "-m", "tests.bench.window_run", "holds", str(workbook), str(written)]
    command = [*words, "--data", str(workspace), "--lang", LANGUAGE]
    done = subprocess.run(command, env=own_home(folder), capture_output=True, text=True, encoding="utf-8", check=False)
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not told or told[-1].get("rows") != stored + more:
        raise RuntimeError(f"exit code {done.returncode}, {told[-1:]} {done.stderr[-3000:]}")
    return [*_amounts(case, told[:-1]), Amount(f"{case.name}: memory at the end", told[-1]["now"], "MB", None)]


def _amounts(case: Case, steps: list[dict[str, object]]) -> list[Amount]:
    found: list[Amount] = []
    for step in steps:
        name = f"{case.name}: {step['name']}"
        found.append(Amount(name, _number(step["longest_ms"]), "ms", HOLD_MS))
        if found[-1].value > HOLD_MS:
            print(f"{name} was held by:\n{step['where']}", file=sys.stderr)
        if step["cancel_ms"] is not None:
            found.append(Amount(f"{name}: Cancel", _number(step["cancel_ms"]), "ms", CANCEL_MS))
    return found


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)
