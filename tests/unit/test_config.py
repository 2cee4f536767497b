"""Settings survive everything that a small file can suffer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from score_desktop.config import Config, Settings


def test_nothing_stored_gives_the_usual(tmp_path: Path) -> None:
    assert Config(tmp_path / "none" / "settings.json").settings == Settings()


def test_changes_come_back(tmp_path: Path) -> None:
    path = tmp_path / "ajustes ñ" / "settings.json"
    Config(path).change(language="es", scale=150, place={"year": 2025}, theme="dark")
    again = Config(path).settings
    assert (again.language, again.scale, again.place, again.theme) == ("es", 150, {"year": 2025}, "dark")


@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00\xff", '"es"'])
def test_unreadable_file_is_put_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="latin-1")
    assert Config(path).settings == Settings()
    assert not path.exists()
    assert path.with_suffix(".unreadable").read_text(encoding="latin-1") == content


def test_values_that_do_not_fit_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    given = {"language": "xx", "scale": 7000, "theme": "pink", "audit": 5, "page": "flows", "unknown": 1, "place": []}
    path.write_text(json.dumps(given), encoding="utf-8")
    settings = Config(path).settings
    assert settings == Settings(page="flows")


def test_disk_that_refuses_costs_only_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    config = Config(blocked / "settings.json")
    config.change(language="en")
    assert config.settings.language == "en"
