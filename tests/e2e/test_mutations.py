"""Files changed at random: no crash, no hang, bounded memory, a message for each that is refused, nothing half stored.

The tests try 200 files, `dev.py soak` thousands; each with a child process that reads it, as in the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.mutations import MUTATIONS, mutated

MUTANTS = int(os.environ.get("SCORE_MUTANTS", "200"))
LIMIT_MB = 500
ROOT = Path(__file__).resolve().parent.parent.parent
_SHARES = max(8, MUTANTS // 50)
"""Parts into which the files are shared out, so that a report names the one that failed."""


@pytest.mark.parametrize("share", range(_SHARES))
def test_mutated_files_end_in_a_message_or_are_read(tmp_path: Path, share: int) -> None:
    words = [sys.executable, "-m", "tests.e2e.mutations_run", str(tmp_path), str(share), str(MUTANTS), str(_SHARES)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    seen = json.loads(done.stdout)
    assert seen["files"] == len(range(share, MUTANTS, _SHARES))
    assert (seen["slow"], seen["bad"], seen["left"], seen["sound"]) == ([], [], {}, True)
    assert seen["child_mb"] is None or 20 < seen["child_mb"] < LIMIT_MB


def test_every_kind_of_change_is_made_and_always_the_same(tmp_path: Path) -> None:
    made = [mutated(tmp_path, seed) for seed in range(len(MUTATIONS))]
    assert len({path.stem for path in made}) == len(MUTATIONS) and all(path.stat().st_size for path in made)
    other = tmp_path / "again"
    other.mkdir()
    for path, again in zip(made, (mutated(other, seed) for seed in range(len(MUTATIONS))), strict=True):
        if "locked" not in path.stem and path.suffix == again.suffix:
            assert path.name == again.name
