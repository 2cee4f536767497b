from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import reproducible


def two(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "inside").mkdir(parents=True)
        (folder / "inside" / "ñ.txt").write_text("same", encoding="utf-8")
    return one, other


def compare(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> int:
    monkeypatch.setattr(sys, "argv", ["reproducible", *map(str, paths)])
    return reproducible.main()


def test_equal_folders_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = two(tmp_path)
    assert compare(monkeypatch, one, other) == 0
    assert compare(monkeypatch, one / "inside" / "ñ.txt", other / "inside" / "ñ.txt") == 0


def test_what_differs_is_named_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = two(tmp_path)
    (one / "inside" / "ñ.txt").write_text("changed", encoding="utf-8")
    (other / "more.txt").touch()
    assert compare(monkeypatch, one, other) == 1
    told = capsys.readouterr().out
    assert "inside/ñ.txt: DIFFERS" in told and "more.txt: DIFFERS" in told
    monkeypatch.setattr(reproducible, "EXCEPTIONS", {"inside/ñ.txt": "why", "more.txt": "why too"})
    assert compare(monkeypatch, one, other) == 0
    assert "why too" in capsys.readouterr().out


def test_nothing_to_compare_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compare(monkeypatch, tmp_path / "no", tmp_path / "nothing") == 1
