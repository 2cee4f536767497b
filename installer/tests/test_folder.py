"""What the folder that ships holds; the checks themselves are tried on files that are wrong."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from tools import shipped, windows
from tools.pe import PE

FOLDER = windows.FOLDER


def test_every_check_passes() -> None:
    assert shipped.troubles(FOLDER) == []


def test_nothing_inside_depends_on_where_it_was_built() -> None:
    assert not list(FOLDER.rglob("RECORD"))
    library = (FOLDER / "_internal" / "python3.dll").read_bytes()
    header = int.from_bytes(library[0x3C:0x40], "little")
    assert int.from_bytes(library[header + 48 : header + 56], "little") == 0x180000000, "the linker chose the address"


def test_checks_find_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(FOLDER, folder)
    inside = folder / "_internal"
    (inside / "sqlite3.dll").unlink()
    shutil.copy(inside / "python3.dll", inside / "lonely.dll")
    shutil.copy(inside / "vcruntime140.dll", inside / "PySide6" / "vcruntime140.dll")
    (inside / "pytest").mkdir()
    (inside / "pytest" / "__init__.py").touch()
    (inside / "icuuc.dll").write_bytes((inside / "python3.dll").read_bytes())
    told = "\n".join(shipped.troubles(folder))
    for words in (
        "needs sqlite3.dll",
        "lonely.dll: nothing",
        "2 copies",
        "pytest/__init__.py: must",
        "icuuc.dll: a stand",
    ):
        assert words in told


def test_programs_say_their_version_and_kind() -> None:
    number = tuple(int(part) for part in windows.version().split("."))
    window, console = PE(FOLDER / "score-desktop.exe"), PE(FOLDER / "score-desktop-cli.exe")
    assert window.version[:3] == console.version[:3] == number
    assert (window.subsystem, console.subsystem) == (2, 3)


def test_licence_texts_of_everything_inside() -> None:
    told = json.loads(windows.CONTENTS.read_text(encoding="utf-8"))
    for one in told:
        texts = [path for path in (FOLDER / "licences" / one["name"]).iterdir() if path.stat().st_size > 50]
        assert texts, one["name"]
        assert one["licence"] or one["kind"] == "generic", one["name"]
    listed = FOLDER / "_internal" / "resources" / "licences" / "libraries.csv"
    with listed.open(encoding="utf-8", newline="") as file:
        known = {row["name"] for row in csv.DictReader(file)}
    # "About" names every library that is inside.
    inside = {one["name"] for one in told if one["kind"] == "pypi"}
    assert inside - known - {"pyinstaller", "pyinstaller-hooks-contrib", "msvc-runtime", "setuptools"} == set()


def test_list_of_materials_names_every_file() -> None:
    number = windows.version()
    bom = json.loads((windows.DIST / f"score-desktop-{number}-windows.cdx.json").read_text(encoding="utf-8"))
    assert bom["bomFormat"] == "CycloneDX"
    files = {one["name"]: one["hashes"][0]["content"] for one in bom["components"] if one["type"] == "file"}
    assert set(files) == set(shipped.names(FOLDER))
    assert files["score-desktop.exe"] == windows.sha256(FOLDER / "score-desktop.exe")
    assert all(one["licenses"] for one in bom["components"] if one["type"] == "library")


def test_digests_fit() -> None:
    lines = (
        (windows.DIST / f"score-desktop-{windows.version()}-windows.sha256").read_text(encoding="ascii").splitlines()
    )
    assert len(lines) == 3
    for line in lines:
        digest, name = line.split("  ")
        assert windows.sha256(windows.DIST / name) == digest
