"""Traps of the built program in the Windows folder, under Wine, for a person whose name has spaces and accents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from installer.tests.desk import Desk
from installer.tests.drivers import ALONE, NEWER, READ, SPAWN
from score_desktop.importing.read import read_file
from tools import windows, windows_python
from tools.processes import ROOT

PYTHON = str(windows_python.HOME / "python.exe")
WINDOW, CONSOLE = windows.FOLDER / "score-desktop.exe", windows.FOLDER / "score-desktop-cli.exe"
WORKBOOK = ROOT / "resources" / "samples" / "01_electricidad_larga.xlsx"
BOTH = pytest.mark.parametrize("program", [WINDOW, CONSOLE], ids=["window", "console"])


@pytest.fixture(scope="module")
def tested(desk: Desk) -> dict[str, Any]:
    """The self-test of the windowed program, started as Explorer does."""
    result = desk.wine.drive / "resultado ñ.json"
    words = [desk.wine.windows_path(WINDOW), "--self-test", desk.wine.windows_path(result)]
    code, told = desk.wine.run([PYTHON, "-c", ALONE, *words], timeout=420)
    assert result.exists(), told
    answer: dict[str, Any] = {"code": code, **json.loads(result.read_text(encoding="utf-8"))}
    result.unlink()
    return answer


def test_works_where_there_is_no_standard_output(tested: dict[str, Any]) -> None:
    assert not tested["console"]
    assert (tested["code"], tested["trouble"]) == (0, "")


def test_a_wrong_option_without_standard_output_ends_the_program(desk: Desk) -> None:
    words = [desk.wine.windows_path(WINDOW), "--no-such-option"]
    assert desk.wine.run([PYTHON, "-c", ALONE, *words], timeout=120)[0] == 2


@pytest.mark.parametrize(
    "step", ["translations", "dates and numbers", "units", "time zones", "older workspace", "report beside the window"]
)
def test_has_its_data(tested: dict[str, Any], step: str) -> None:
    assert step in tested["steps"]


def test_fonts_are_searched_once_in_a_profile_with_accents(desk: Desk, tested: dict[str, Any]) -> None:
    assert tested["code"] == 0
    first = _font_lists(desk)
    (found,) = first
    assert found.is_relative_to(desk.data / "cache") and "José Ñandú Pérez" in found.parts
    assert "DejaVuSans" in found.read_text(encoding="utf-8")
    assert desk.self_test(windows.FOLDER, CONSOLE.name)["ok"]
    assert _font_lists(desk) == first


def _font_lists(desk: Desk) -> dict[Path, float]:
    return {path: path.stat().st_mtime for path in desk.wine.user.rglob("fontlist*.json")}


@BOTH
def test_reads_files_of_others_in_a_child_of_itself(desk: Desk, program: Path) -> None:
    words = [desk.wine.windows_path(path) for path in (ROOT, program, WORKBOOK)]
    code, told = desk.wine.run([PYTHON, "-c", READ, *words], timeout=180)
    assert code == 0, told
    assert int(told) == sum(len(sheet.rows) for sheet in read_file(WORKBOOK).sheets) > 0
    assert not desk.windows("SCORE Desktop")


@BOTH
def test_python_starts_it_as_a_second_process(desk: Desk, program: Path) -> None:
    made = desk.wine.drive / f"made by {program.stem}"
    words = [desk.wine.windows_path(path) for path in (program, made)]
    code, told = desk.wine.run([PYTHON, "-c", SPAWN, *words], timeout=180)
    assert code == 0, told
    assert made.is_dir()
    made.rmdir()
    assert not desk.windows("SCORE Desktop")


def test_finds_a_newer_installer_on_a_stick(desk: Desk, tmp_path: Path) -> None:
    desk.wine.run(["reg", "add", r"HKLM\Software\Wine\Drives", "/v", "e:", "/d", "floppy", "/f"])
    (desk.wine.folder / "prefix" / "dosdevices" / "e:").symlink_to(tmp_path)
    desk.wine.wait()
    root = desk.wine.windows_path(ROOT)
    assert desk.wine.run([PYTHON, "-c", NEWER, root])[1].strip() == "None"
    (tmp_path / windows.installer_name("99.1.0")).touch()
    found = desk.wine.run([PYTHON, "-c", NEWER, root])[1]
    assert "99.1.0" in found and "E:" in found.upper()
