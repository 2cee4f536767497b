"""Processes of our own find what we found, in the order in which we found it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from score_desktop import paths


def run(module: str) -> subprocess.CompletedProcess[str]:
    command = paths.child_command("--none", module)
    env = paths.child_environment()
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_a_package_that_came_by_another_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere.py").write_text("def main() -> int:\n    print('here')\n    return 7\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    done = run("elsewhere")
    assert (done.stdout.strip(), done.returncode) == ("here", 7), done.stderr


def test_an_old_package_does_not_take_the_place_of_the_standard_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "site-packages"
    place.mkdir()
    (place / "enum.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    (place / "asks.py").write_text("import enum\ndef main() -> int:\n    return 0\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(place)])
    assert run("asks").returncode == 0


def test_nothing_is_taken_from_the_work_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.py").write_text("def main() -> int:\n    return 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    assert "No module named 'here'" in run("here").stderr
