"""The import contracts hold, and each of them would notice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, pyproject

CONTRACTS = {contract["id"]: contract for contract in pyproject()["tool"]["importlinter"]["contracts"]}
# Contract → file of the package, line that breaks it.
PLANTS = {
    "layers": ("calc/figures.py", "import score_desktop.services"),
    "qt": ("services/clock.py", "import PySide6.QtCore"),
    "cli": ("cli_parser.py", "import score_desktop.ui"),
    "ui-data": ("ui/__init__.py", "import sqlmodel"),
    "calc": ("calc/figures.py", "import sqlite3"),
    "sql": ("importing/result.py", "import sqlalchemy"),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def _broken(outcome: subprocess.CompletedProcess[str]) -> set[str]:
    lines = outcome.stdout.splitlines()
    return {key for key, contract in CONTRACTS.items() if f"{contract['name']} BROKEN" in lines}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "score_desktop", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold() -> None:
    outcome = _lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_each_contract_has_a_plant() -> None:
    assert set(PLANTS) == set(CONTRACTS)


@pytest.mark.parametrize("contract", list(PLANTS))
def test_planted_violation_is_noticed(copy: Path, contract: str) -> None:
    name, line = PLANTS[contract]
    with (copy / "score_desktop" / name).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    outcome = _lint(copy)
    assert outcome.returncode == 1
    assert contract in _broken(outcome), outcome.stdout + outcome.stderr


def test_room_without_a_layer_is_noticed(copy: Path) -> None:
    (copy / "score_desktop" / "stray.py").write_text("", encoding="utf-8")
    outcome = _lint(copy)
    assert outcome.returncode == 1
    assert "layers" in _broken(outcome), outcome.stdout + outcome.stderr


def test_qt_contract_covers_every_other_room() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    expected = {f"score_desktop.{room}" for room in rooms - {"__init__", "__main__", "app", "ui"}}
    assert set(CONTRACTS["qt"]["source_modules"]) == expected
