"""Files that were made to hurt end in a message within 10 s and 500 MB; nothing is stored; the program goes on."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.hostile import HOSTILE, flipped_xls
from tests.e2e.program import Program

STORED = ("bill", "activity_value", "meter", "product", "import_batch")
FLIPS = int(os.environ.get("SCORE_FLIPS", "6"))
LIMIT_S = 10.0
LIMIT_MB = 500


@pytest.mark.skipif(sys.platform == "win32", reason="memory of children is measured with getrusage")
@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_file_ends_in_a_message(empty: tuple[Program, str], tmp_path: Path, name: str) -> None:
    ending, make = HOSTILE[name]
    path = tmp_path / f"{name}{ending}"
    make(path)
    program, audit = empty
    peak = tmp_path / "peak"
    started = time.monotonic()
    outcome = program("import", path, "--audit", audit, "--json", check=False, peak=peak)
    assert time.monotonic() - started < LIMIT_S
    assert int(peak.read_text()) / 1024 < LIMIT_MB
    assert outcome.code == 1, outcome.out
    assert path.name in outcome.err
    assert len(outcome.err) < 1000
    rows = program("check", "--json").json["rows"]
    assert {name: count for name, count in rows.items() if name in STORED and count} == {}


@pytest.mark.parametrize("seed", range(FLIPS))
def test_flipped_xls_never_ends_in_a_traceback(empty: tuple[Program, str], tmp_path: Path, seed: int) -> None:
    path = tmp_path / f"flipped{seed}.xls"
    flipped_xls(path, seed)
    program, audit = empty
    started = time.monotonic()
    outcome = program("import", path, "--audit", audit, "--json", check=False)
    assert time.monotonic() - started < LIMIT_S
    assert outcome.code in (0, 1)
    if outcome.code == 1:
        assert outcome.err.strip()
        assert '"batch": "' not in outcome.out
    assert program("check").code == 0
