from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.program import Program, sample


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "workspace.sqlite")


@pytest.fixture(scope="session")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, str]:
    """The bakery's workspace, made once; for tests that only read."""
    program = Program(tmp_path_factory.mktemp("bakery") / "workspace.sqlite")
    return program, program.bakery()


@pytest.fixture(scope="session")
def _electricity_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    program = Program(tmp_path_factory.mktemp("electricity") / "workspace.sqlite")
    audit = program.audit("Empresa de prueba", "BO", "2025-01-01", "2026-01-01")
    program("import", sample("01"), "--audit", audit, "--json")
    return program.data, audit


@pytest.fixture
def electricity(_electricity_made: tuple[Path, str], tmp_path: Path) -> tuple[Program, str]:
    """A copy of its own of a workspace with the bills of workbook 01."""
    made, audit = _electricity_made
    place = tmp_path / "workspace.sqlite"
    shutil.copy(made, place)
    return Program(place), audit


@pytest.fixture(scope="session")
def _empty_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    program = Program(tmp_path_factory.mktemp("empty") / "workspace.sqlite")
    return program.data, program.audit("Empresa de prueba", "BO", "2025-01-01", "2026-01-01")


@pytest.fixture
def empty(_empty_made: tuple[Path, str], tmp_path: Path) -> tuple[Program, str]:
    """A copy of its own of a workspace with one audit and nothing in it."""
    made, audit = _empty_made
    place = tmp_path / "workspace.sqlite"
    shutil.copy(made, place)
    return Program(place), audit
