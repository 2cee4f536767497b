from __future__ import annotations

import sys
from pathlib import Path

import pytest

from score_desktop.services import newer

NAME = "score-desktop-{}-setup.exe" if sys.platform == "win32" else "score-desktop_{}_amd64.deb"


def put(folder: Path, *versions: str) -> None:
    for version in versions:
        (folder / NAME.format(version)).touch()


def test_finds_the_newest_of_several_folders(tmp_path: Path) -> None:
    one, two = tmp_path / "descargas", tmp_path / "memoria"
    one.mkdir()
    two.mkdir()
    put(one, "0.9.1", "0.2.0")
    put(two, "0.10.0")
    found = newer.find([one, tmp_path / "not there", two], "0.2.0")
    assert found == newer.Installer(two / NAME.format("0.10.0"), "0.10.0")


def test_the_same_and_older_are_no_news(tmp_path: Path) -> None:
    put(tmp_path, "0.2.0", "0.1.9")
    assert newer.find([tmp_path], "0.2.0") is None


@pytest.mark.parametrize(
    "name", ["score-desktop-setup.exe", "score-desktop_9.9_amd64.deb", "xscore-desktop_9.9.9_amd64.deb"]
)
def test_other_names_are_no_installers(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert newer.find([tmp_path], "0.1.0") is None


def test_usual_folders_can_be_searched() -> None:
    assert newer.find(newer.usual_folders(), "99.0.0") is None
