from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "workspace.sqlite")


@pytest.fixture(scope="session")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, str]:
    """The bakery's workspace, made once; for tests that only read."""
    program = Program(tmp_path_factory.mktemp("bakery") / "workspace.sqlite")
    return program, program.bakery()
