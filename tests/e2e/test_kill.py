from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.kill import OPERATIONS, kills, run_kill_campaign


@pytest.mark.parametrize("operation", list(OPERATIONS))
def test_killed_operations_are_whole_or_absent(operation: str, tmp_path: Path) -> None:
    run_kill_campaign(operation, kills(), seed=2026, folder=tmp_path)
