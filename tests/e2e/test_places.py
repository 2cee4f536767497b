"""Full disks and read-only folders end in a message, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.program import ROOT, Program, sample

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and users are POSIX")

_LIMITED = """
import resource, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from score_desktop.cli import main
sys.exit(main(sys.argv[2:]))
"""
# Root that may no longer pass over permissions: what an ordinary person is to a folder that is not hers.
_UNPRIVILEGED = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
    if libc.prctl(24, capability, 0, 0, 0):
        sys.exit("the capability could not be dropped")
os.execv(sys.executable, [sys.executable, "-m", "score_desktop.cli", *sys.argv[1:]])
"""


def _run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


@pytest.mark.parametrize("command", ["import", "report", "export", "flows", "backup", "pack"])
def test_full_disk_ends_in_a_message_and_loses_nothing(
    electricity: tuple[Program, str], tmp_path: Path, command: str
) -> None:
    program, audit = electricity
    before = program("calc", audit, "--json").json
    out = tmp_path / {"report": "r.pdf", "export": "x.xlsx", "flows": "f.png", "backup": "b.sqlite"}.get(
        command, "p.score"
    )
    words: dict[str, list[object]] = {
        "import": ["import", sample("03"), "--audit", audit],
        "report": ["report", audit, "--out", out],
        "export": ["export", audit, "--out", out],
        "flows": ["flows", audit, "--out", out],
        "backup": ["backup", "--out", out],
        "pack": ["pack", audit, "--out", out],
    }
    outcome = _run(_LIMITED, 4096, "--data", program.data, "--lang", "en", *words[command])
    assert outcome.returncode == 1, outcome.stdout
    assert "Traceback" not in outcome.stderr
    assert outcome.stderr.strip()
    assert "unexpected error" not in outcome.stderr
    assert not out.exists()
    assert program("check").code == 0
    assert program("calc", audit, "--json").json == before
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to give rights away")
def test_read_only_folder_can_be_read_and_says_so(electricity: tuple[Program, str]) -> None:
    program, audit = electricity
    figures = program("calc", audit, "--json").out
    # A folder that nobody may enter (pytest's own is private to root) would test the wrong thing.
    place = Path("/var/tmp") / f"score-readonly-{os.getpid()}"
    place.mkdir()
    try:
        shutil.copy(program.data, place / "w.sqlite")
        os.chmod(place / "w.sqlite", 0o444)  # noqa: PTH101
        os.chmod(place, 0o555)  # noqa: PTH101
        data = place / "w.sqlite"
        read = _run(_UNPRIVILEGED, "--data", data, "--lang", "en", "calc", audit, "--json")
        assert read.returncode == 0, read.stderr
        assert read.stdout == figures
        refused = _run(_UNPRIVILEGED, "--data", data, "--lang", "en", "import", sample("03"), "--audit", audit)
        assert refused.returncode == 1
        assert "read-only" in refused.stderr
        unwritten = _run(_UNPRIVILEGED, "--data", data, "--lang", "en", "report", audit, "--out", place / "r.pdf")
        assert unwritten.returncode == 1
        assert "Traceback" not in unwritten.stderr
        assert sorted(path.name for path in place.iterdir()) == ["w.sqlite"]
    finally:
        os.chmod(place, 0o755)  # noqa: PTH101
        shutil.rmtree(place)
