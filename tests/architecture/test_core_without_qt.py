"""The core lives without Qt: the whole command line runs where importing it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

BLOCKED = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is blocked in this test")

sys.meta_path.insert(0, Block())
from score_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _without_qt(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BLOCKED, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["--lang", "es", "import", "--help"]])
def test_command_line_starts(arguments: list[str]) -> None:
    outcome = _without_qt(*arguments)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout


def test_demonstration_is_made(tmp_path: Path) -> None:
    outcome = _without_qt("demo", "--out", str(tmp_path / "demo"))
    assert outcome.returncode == 0, outcome.stderr
    assert {path.suffix for path in (tmp_path / "demo").iterdir()} >= {".pdf", ".xlsx", ".svg", ".png", ".sqlite"}


def test_version_loads_nothing_heavy() -> None:
    code = (
        "import sys; from score_desktop.cli import main; main(['--version']);"
        "heavy = {'argparse', 'babel', 'matplotlib', 'numpy', 'sqlalchemy', 'pydantic', 'openpyxl', 'reportlab'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
