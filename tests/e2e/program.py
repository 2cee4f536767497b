"""Runs the real command line in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.peak import measured

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
TIMEOUT_S = 120


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """The command line on one workspace."""

    data: Path
    lang: str = "en"

    def __call__(self, *arguments: object, check: bool = True, peak: Path | None = None, **environment: str) -> Outcome:
        """Run a command; `peak` is a file that gets its largest memory (`tests.peak`)."""
        words = [sys.executable, "-m", "score_desktop.cli", "--data", str(self.data), "--lang", self.lang]
        words += map(str, arguments)
        run = subprocess.run(
            measured(words, peak) if peak else words,
            capture_output=True,
            timeout=TIMEOUT_S,
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            check=False,
        )
        outcome = Outcome(run.returncode, run.stdout.decode(), run.stderr.decode())
        assert "Traceback" not in outcome.err, outcome.err
        if check:
            assert outcome.code == 0, outcome.err
        return outcome

    def audit(self, name: str, country: str = "BO", *dates: str) -> str:
        arguments = ["audit", "new", "--enterprise", name, "--country", country, "--json"]
        if dates:
            arguments += ["--from", dates[0], "--to", dates[1]]
        return str(self(*arguments).json["audit"])

    def bakery(self) -> str:
        """The sample bakery with workbooks 01, 02, 03 and 05; returns the audit of 2025."""
        audit = self.audit("Panadería Illimani S.R.L.", "BO", "2025-01-01", "2026-01-01")
        for number in ("01", "02", "03", "05"):
            self("import", sample(number), "--audit", audit, "--json")
        return audit


def sample(number: str) -> Path:
    """Path of a sample workbook by its number."""
    return next(SAMPLES.glob(f"{number}_*.xlsx"))
