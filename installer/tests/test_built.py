"""Traps of the built program, dist/score-desktop, for a person whose name has spaces and accents.

`python3 dev.py build` runs them. Each stands for something that works from the source and is lost in a build; those of
the Windows folder under Wine are in test_traps.py.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from installer.tests.drivers import ALONE, READ, SPAWN
from score_desktop.importing.read import read_file
from tools.processes import EXE, ROOT

FOLDER = ROOT / "dist" / "score-desktop"
WINDOW, CONSOLE = FOLDER / f"score-desktop{EXE}", FOLDER / f"score-desktop-cli{EXE}"
WORKBOOK = ROOT / "resources" / "samples" / "01_electricidad_larga.xlsx"
WITHOUT_STREAMS = ["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-'] if os.name == "posix" else [sys.executable, "-c", ALONE]
LIMIT_S = 300


@dataclass(frozen=True)
class Person:
    """Somebody with a home of their own, no time zones in the system, and no screen to open a window on."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA")
        folders = dict.fromkeys((*names, "TMPDIR", "TEMP", "TMP"), str(self.home))
        left = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "MPLCONFIGDIR")}
        return {**left, **folders, "PYTHONTZPATH": "", "QT_QPA_PLATFORM": "offscreen"}

    def run(self, command: Sequence[object], **more: str) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        env = {**self.environment, **more}
        return subprocess.run(
            words,
            env=env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
            check=False,
        )

    def self_test(self, program: Path, before: Sequence[str] = ()) -> dict[str, Any]:
        result = self.home / "resultado.json"
        result.unlink(missing_ok=True)
        done = self.run([*before, program, "--self-test", result])
        assert result.exists(), f"{done.returncode}: {done.stdout}{done.stderr}"
        return {"code": done.returncode, **json.loads(result.read_text(encoding="utf-8"))}

    @property
    def font_lists(self) -> dict[Path, float]:
        return {path: path.stat().st_mtime for path in self.home.rglob("fontlist*.json")}


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Person:
    home = tmp_path_factory.mktemp("perfil") / "José Ñandú Pérez"
    home.mkdir()
    return Person(home)


@pytest.fixture(scope="module")
def tested(person: Person) -> dict[str, Any]:
    """The self-test of the windowed program, without standard streams."""
    return person.self_test(WINDOW, WITHOUT_STREAMS)


def test_works_where_there_is_no_standard_output(tested: dict[str, Any]) -> None:
    assert not tested["console"]
    assert (tested["code"], tested["trouble"]) == (0, "")


def test_a_wrong_option_without_standard_output_ends_the_program(person: Person) -> None:
    assert person.run([*WITHOUT_STREAMS, WINDOW, "--no-such-option"]).returncode == 2


@pytest.mark.parametrize(
    "step", ["translations", "dates and numbers", "units", "time zones", "older workspace", "report beside the window"]
)
def test_has_its_data(tested: dict[str, Any], step: str) -> None:
    assert step in tested["steps"]


@pytest.mark.parametrize(
    ("lost", "step"),
    [
        ("resources/i18n/es/LC_MESSAGES/score.mo", "translations"),
        ("babel/locale-data/es_MX.dat", "dates and numbers"),
        ("pint/default_en.txt", "units"),
        ("tzdata/zoneinfo/America/La_Paz", "time zones"),
        ("score_desktop/db/migrations/versions/rev_0002.py", "older workspace"),
    ],
)
def test_a_lost_file_shows_in_the_self_test(person: Person, tmp_path: Path, lost: str, step: str) -> None:
    copy = tmp_path / "score"
    shutil.copytree(FOLDER, copy, symlinks=True, copy_function=os.link)
    (copy / "_internal" / lost).unlink()
    told = person.self_test(copy / CONSOLE.name)
    assert told["code"] == 1
    assert told["trouble"].startswith(f"{step}: ")


def test_fonts_are_searched_once_in_a_profile_with_accents(person: Person, tested: dict[str, Any]) -> None:
    assert tested["code"] == 0
    first = person.font_lists
    assert len(first) == 1, first
    (found,) = first
    assert found.is_relative_to(person.home / "SCORE Desktop" / "cache")
    assert "DejaVuSans" in found.read_text(encoding="utf-8")
    assert not [path for path in person.home.iterdir() if path.name.startswith(("matplotlib", "mpl-"))]
    done = person.run([CONSOLE, "demo", "--out", person.home / "demo", "--json"])
    assert done.returncode == 0, done.stderr
    assert person.font_lists == first


@pytest.mark.parametrize("program", [WINDOW, CONSOLE], ids=["window", "console"])
def test_reads_files_of_others_in_a_child_of_itself(person: Person, program: Path) -> None:
    # No platform is called so: a program that opened a window instead would end at once.
    done = person.run([sys.executable, "-c", READ, ROOT, program, WORKBOOK], QT_QPA_PLATFORM="none at all")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == sum(len(sheet.rows) for sheet in read_file(WORKBOOK).sheets) > 0


@pytest.mark.parametrize("program", [WINDOW, CONSOLE], ids=["window", "console"])
def test_python_starts_it_as_a_second_process(person: Person, tmp_path: Path, program: Path) -> None:
    made = tmp_path / "made by the child"
    done = person.run([sys.executable, "-c", SPAWN, program, made], QT_QPA_PLATFORM="none at all")
    assert done.returncode == 0, done.stderr
    assert made.is_dir()


def test_names_no_folder_of_the_build() -> None:
    wanted = str(ROOT).encode()
    assert [path for path in FOLDER.rglob("*") if path.is_file() and wanted in path.read_bytes()] == []
