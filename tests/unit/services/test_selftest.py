from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from score_desktop.services import selftest

HANGS = (
    "import sys, time; from score_desktop.services import selftest; selftest.LIMIT_S = 1;"
    "sys.exit(selftest.run_self_test(sys.argv[1:], first=[('a step that hangs', lambda folder: time.sleep(60))]))"
)


def test_names_the_step_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_folder: Path) -> None:
        raise FileNotFoundError("default_en.txt")

    monkeypatch.setattr(selftest, "STEPS", (("translations", selftest._translations), ("units", broken)))
    target = tmp_path / "resultado ñ.json"
    assert selftest.run_self_test([str(target)]) == 1
    told = json.loads(target.read_text(encoding="utf-8"))
    assert not told["ok"]
    assert told["steps"] == ["translations"]
    assert told["trouble"] == "units: FileNotFoundError: default_en.txt"
    assert list(tmp_path.iterdir()) == [target]


def test_tells_without_a_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "STEPS", (("units", selftest._units),))
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    target = tmp_path / "result.json"
    assert selftest.run_self_test([str(target)]) == 0
    told = json.loads(target.read_text(encoding="utf-8"))
    assert (told["ok"], told["console"]) == (True, False)


def test_what_hangs_ends_by_itself_and_says_where(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    done = subprocess.run([sys.executable, "-c", HANGS, str(target)], timeout=50, check=False)
    assert done.returncode == 1
    assert not target.exists()
    assert "lambda" in selftest.stacks_file(target).read_text(encoding="utf-8")
