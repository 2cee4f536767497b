"""The installer's life under Wine, in the order of these tests: each goes on where the one before has stopped.

Wine is no Windows: what cannot be shown here stands in docs/decisions/0010-installer.md.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from installer.tests.desk import (
    CLASS,
    EXTENSION,
    KEY,
    NAMED_KEYS,
    SURROUNDINGS,
    SYSTEM_SURROUNDINGS,
    UNINSTALL,
    Desk,
    current,
    earlier,
)
from score_desktop.db import migrate, schema
from score_desktop.jobs import Progress
from score_desktop.services import demo, selftest
from tools import shipped, windows

ODD_FOLDER = "C:\\Programas de la dueña\\SCORE año 1"
STEPS = len(selftest.STEPS)
DELETE_DATA = (216, 165)
"""Place of the box for deleting data in the uninstaller's window."""


@dataclass(frozen=True)
class Before:
    """What stood in this Windows before anything of ours was there."""

    files: set[str]
    user: dict[str, str]
    system: dict[str, str]


@pytest.fixture(scope="module")
def before(desk: Desk) -> Before:
    # A program that once was there had taken .score files.
    desk.wine.run(["reg", "add", f"HKCU\\{EXTENSION}", "/ve", "/d", "Foreign.Score", "/f"])
    return Before(desk.files(), desk.keys("user"), desk.keys("system"))


def odd(desk: Desk) -> Path:
    return desk.wine.drive / "Programas de la dueña" / "SCORE año 1"


def bakery(desk: Desk) -> Path:
    """A .score file with the sample audit, made by the installed command line."""
    folder = desk.wine.user / "Documents" / "auditoría de la panadería"
    file = folder / "Panadería Illimani 2025.score"
    if not file.exists():
        made = desk.cli(desk.usual, "demo", "--out", desk.wine.windows_path(folder))
        workspace = desk.wine.windows_path(folder / "demo.sqlite")
        code, told = desk.wine.run(
            [
                str(desk.usual / "score-desktop-cli.exe"),
                *("--data", workspace),
                *("pack", made["audit"], "--out", desk.wine.windows_path(file)),
            ]
        )
        assert code == 0, told
    return file


def test_installs_silently_for_one_person(desk: Desk, before: Before) -> None:
    assert desk.install(current(), "/LANG=es") == 0
    assert sorted(shipped.names(desk.usual)) == sorted([*shipped.names(windows.FOLDER), "uninstall.exe"])
    new = desk.files() - before.files
    home = desk.usual.relative_to(desk.wine.drive).as_posix()
    assert {name for name in new if not name.startswith(home)} == {f"users/{name}" for name in desk.shortcuts}
    assert len(desk.shortcuts) == 2


def test_says_who_it_is_in_the_list_of_programs(desk: Desk) -> None:
    assert desk.value(UNINSTALL, "DisplayName") == "SCORE Desktop"
    assert desk.value(UNINSTALL, "DisplayVersion") == windows.version()
    assert desk.value(UNINSTALL, "Publisher")
    size = int(desk.value(UNINSTALL, "EstimatedSize"), 16) * 1024
    assert size == pytest.approx(sum(path.stat().st_size for path in desk.usual.rglob("*") if path.is_file()), rel=0.02)
    assert "ambientales" in desk.value(UNINSTALL, "Comments")
    assert desk.value(UNINSTALL, "QuietUninstallString").endswith('uninstall.exe" /S')


def test_takes_score_files(desk: Desk) -> None:
    assert desk.value(EXTENSION) == "SCOREDesktop.Audit"
    assert desk.value(CLASS) == "Auditoría SCORE"
    program = desk.wine.windows_path(desk.usual / "score-desktop.exe")
    assert desk.value(f"{CLASS}\\shell\\open\\command") == f'"{program}" "%1"'
    assert desk.value(f"{CLASS}\\DefaultIcon") == f"{program},0"


def test_writes_only_the_named_keys(desk: Desk, before: Before) -> None:
    system = desk.keys("system")
    changed = {key for key, values in system.items() if before.system.get(key) != values}
    assert not {key for key in changed if not SYSTEM_SURROUNDINGS.match(key)}
    assert not {key for key in changed if "score" in f"{key}{system[key]}".lower()}
    user = desk.keys("user")
    new = {key for key, values in user.items() if before.user.get(key) != values and not SURROUNDINGS.match(key)}
    assert new and all(key.startswith(NAMED_KEYS) for key in new), new


@pytest.mark.parametrize("program", ["score-desktop.exe", "score-desktop-cli.exe"])
def test_program_tests_itself(desk: Desk, program: str) -> None:
    answer = desk.self_test(desk.usual, program)
    assert answer["code"] == 0 and answer["ok"], answer
    wanted = STEPS + (program == "score-desktop.exe")
    assert len(answer["steps"]) == wanted, answer
    if program == "score-desktop.exe":
        assert answer["steps"][0] == "window"


def test_self_test_leaves_nothing_outside(desk: Desk, before: Before) -> None:
    new = desk.files() - before.files
    ours = tuple(path.relative_to(desk.wine.drive).as_posix() for path in (desk.usual, desk.data))
    outside = {name for name in new if not name.startswith(ours)} - {f"users/{name}" for name in desk.shortcuts}
    assert not outside
    # The list of fonts, in a profile with spaces and accents, and found again by the next start.
    assert list((desk.data / "cache").rglob("fontlist*.json"))


def test_double_click_opens_an_audit_file(desk: Desk) -> None:
    file = bakery(desk)
    desk.double_click(file)
    desk.wait_window("SCORE Desktop", 90)
    desk.until((desk.data / "workspace.sqlite").exists, "no workspace was made")
    desk.until(lambda: "Illimani" in known(desk), "the audit has not arrived", 90)
    desk.until(lambda: chart_stands(desk), "the overview shows no chart", 90)
    desk.picture("running_with_audit")


def chart_stands(desk: Desk) -> bool:
    """Whether bars stand in the middle of the overview: large areas that are neither white nor text."""
    shades = desk.shades((290, 260, 990, 480))
    return sum(shades[60:220]) > 20_000


def known(desk: Desk) -> str:
    """What the workspace holds."""
    return json.dumps(desk.cli(desk.usual, "audit", "list"), ensure_ascii=False)


def test_second_start_shows_the_first_window(desk: Desk) -> None:
    first = desk.running("score-desktop.exe")
    code, _told = desk.wine.run([str(desk.usual / "score-desktop.exe")], timeout=60)
    assert code == 0
    assert desk.running("score-desktop.exe") == first and len(first) == 1


def test_refuses_while_the_program_runs(desk: Desk) -> None:
    assert desk.install(current()) == 3
    # Usually the uninstaller starts a copy of itself and ends at once; so its own code is seen.
    home = desk.wine.windows_path(desk.usual)
    assert desk.raw(f'"{home}\\uninstall.exe" /S _?={home}') == 3
    assert (desk.usual / "score-desktop.exe").exists() and desk.running("score-desktop.exe")


def test_asks_before_it_closes_the_program(desk: Desk) -> None:
    setup = desk.start(str(current()), "/LANG=es")
    desk.wait_window("Instalación de SCORE Desktop")
    desk.picture("asks_to_close_es")
    desk.key("Escape")
    assert setup.wait(30) == 1
    assert desk.running("score-desktop.exe")


def test_closes_the_program_when_told_and_installs_again(desk: Desk) -> None:
    assert desk.install(current(), "/CLOSE") == 0
    assert not desk.running("score-desktop.exe")
    assert "Illimani" in known(desk)


def test_works_in_spanish(desk: Desk) -> None:
    desk.start(str(desk.usual / "score-desktop.exe"), "--lang", "es")
    desk.wait_window("Panadería Illimani", 90)
    desk.until(lambda: chart_stands(desk), "the overview shows no chart", 90)
    desk.picture("running_es")
    desk.key("ctrl+k")
    desk.type("Informe")
    desk.steady()
    desk.key("Return")
    desk.until(lambda: settings(desk)["page"] == "report", "the page of the report does not open")
    desk.until(lambda: paper_stands(desk), "the report shows no page", 120)
    desk.picture("report_es")
    assert settings(desk)["language"] == "es"
    assert desk.wine.run([str(desk.usual / "score-desktop.exe"), "--close"])[0] == 0
    assert not desk.running("score-desktop.exe")


def paper_stands(desk: Desk) -> bool:
    """Whether a page is in the middle of the report's preview: white with things printed on it, on a grey desk."""
    box = (560, 250, 860, 650)
    shades = desk.shades(box)
    return (
        desk.shades((464, 300, 470, 600))[255] == 0
        and shades[255] > (box[2] - box[0]) * (box[3] - box[1]) / 2
        and sum(shades[:100]) > 100
    )


def settings(desk: Desk) -> Any:
    """What the program remembers of this person."""
    return json.loads((desk.data / "settings.json").read_text(encoding="utf-8"))


def test_uninstall_keeps_data(desk: Desk, before: Before) -> None:
    data = {path: path.read_bytes() for path in desk.data.rglob("*.sqlite")}
    assert data
    assert desk.uninstall(desk.usual) == 0
    assert not desk.usual.exists() and not desk.shortcuts
    assert {path: path.read_bytes() for path in desk.data.rglob("*.sqlite")} == data
    after = desk.keys("user")
    named = {key for key in after if key.startswith(NAMED_KEYS)}
    assert named == {EXTENSION}, "only what was there before"
    assert desk.value(EXTENSION) == "Foreign.Score"


def test_installs_an_earlier_version_into_an_odd_folder(desk: Desk) -> None:
    assert desk.install(earlier(), "/LANG=en", "/DESKTOP=0", folder=ODD_FOLDER) == 0
    assert desk.value(KEY, "Version") == "0.0.9"
    assert desk.value(CLASS) == "SCORE audit"
    assert len(desk.shortcuts) == 1
    assert list(odd(desk).rglob("old.txt"))


def old_workspace(desk: Desk) -> Path:
    return desk.data / "workspace.sqlite"


def make_old_workspace(target: Path) -> None:
    """A workspace with audits as the first schema of the program has it: made by its migration, with its rows."""
    migrate.upgrade(target, migrate.SCRIPTS, schema.REVISIONS[0])
    with tempfile.TemporaryDirectory() as name:
        demo.make_sample(Path(name), Progress())
        with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as database:
            database.execute("PRAGMA foreign_keys = OFF")
            database.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            database.execute("ATTACH ? AS sample", (str(Path(name) / demo.WORKSPACE),))
            for table in _names(database, "SELECT name FROM main.sqlite_master WHERE type = 'table'"):
                if table != "alembic_version":
                    columns = ", ".join(_names(database, f"SELECT name FROM pragma_table_info('{table}', 'main')"))
                    database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM sample.{table}")


def _names(database: sqlite3.Connection, question: str) -> list[str]:
    return [row[0] for row in database.execute(question)]


def test_upgrade_replaces_the_program_and_leaves_the_workspace(desk: Desk) -> None:
    shutil.rmtree(desk.data)
    desk.data.mkdir()
    make_old_workspace(old_workspace(desk))
    stored = old_workspace(desk).read_bytes()
    (odd(desk) / "mis notas.txt").write_text("mías", encoding="utf-8")
    assert desk.install(current()) == 0
    assert desk.value(KEY, "Version") == windows.version()
    assert desk.value(UNINSTALL, "DisplayVersion") == windows.version()
    assert not (odd(desk) / "_internal" / "only in 0.0.9").exists()
    assert not desk.usual.exists()
    assert len(desk.shortcuts) == 1, "no entry on the desktop appears by itself"
    assert desk.value(CLASS) == "SCORE audit" or desk.value(CLASS) == "Auditoría SCORE"
    assert old_workspace(desk).read_bytes() == stored


def test_new_version_backs_the_workspace_up_before_it_changes_it(desk: Desk) -> None:
    stored = old_workspace(desk).read_bytes()
    audits = _audits(old_workspace(desk))
    listed = desk.cli(odd(desk), "audit", "list")
    assert audits and audits == sum(len(one["audits"]) for one in listed["enterprises"])
    copies = [path for path in desk.data.rglob("*") if path.is_file() and path != old_workspace(desk)]
    assert any(path.read_bytes() == stored or _audits(path) == audits for path in copies), copies


def _audits(path: Path) -> int:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return int(database.execute("select count(*) from audit").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0


def test_refuses_an_older_version(desk: Desk) -> None:
    assert desk.install(earlier()) == 6
    assert desk.value(KEY, "Version") == windows.version()


def test_refuses_the_folder_of_the_data(desk: Desk) -> None:
    assert desk.install(current(), folder=desk.wine.windows_path(desk.data)) == 5
    assert old_workspace(desk).exists() and not (desk.data / "score-desktop.exe").exists()


def test_starts_from_the_odd_folder(desk: Desk) -> None:
    answer = desk.self_test(odd(desk), "score-desktop.exe")
    assert answer["code"] == 0 and answer["ok"], answer


def test_uninstall_deletes_data_when_asked_and_nothing_else(desk: Desk) -> None:
    assert desk.uninstall(odd(desk), "/DELETEDATA") == 0
    assert not desk.data.exists()
    assert [path.name for path in odd(desk).iterdir()] == ["mis notas.txt"]
    assert not desk.shortcuts
    assert desk.value(KEY, "InstallDir") == ""


def test_nothing_is_left(desk: Desk, before: Before) -> None:
    documents = desk.wine.user / "Documents" / "auditoría de la panadería"
    shutil.rmtree(documents)
    shutil.rmtree(odd(desk).parent)
    assert desk.files() - before.files == set()
    after, system = desk.keys("user"), desk.keys("system")
    assert {key for key in after if key not in before.user and not SURROUNDINGS.match(key)} == set()
    assert not [key for key, values in system.items() if "score desktop" in f"{key}{values}".lower()]


@pytest.mark.parametrize(
    ("language", "welcome"), [("es", "Instalación de SCORE Desktop"), ("en", "SCORE Desktop Setup")]
)
def test_wizard_speaks_the_language(desk: Desk, language: str, welcome: str) -> None:
    setup = desk.start(str(current()), f"/LANG={language}")
    desk.wait_window(welcome)
    desk.picture(f"wizard_1_{language}")
    for page in (2, 3):
        desk.key("Return")
        desk.picture(f"wizard_{page}_{language}")
    desk.key("Return")
    desk.until((desk.usual / "uninstall.exe").exists, "it does not install", 180)
    desk.steady(30)
    desk.picture(f"wizard_4_{language}")
    desk.wine.stop()
    setup.wait(30)
    assert desk.uninstall(desk.usual) == 0


def test_uninstaller_asks_before_it_deletes_audits(desk: Desk) -> None:
    assert desk.install(current(), "/LANG=es") == 0
    desk.data.mkdir(exist_ok=True)
    (desk.data / "workspace.sqlite").write_bytes(b"audits")
    title = "Desinstalación de SCORE Desktop"
    desk.start(str(desk.usual / "uninstall.exe"))
    wizard = desk.wait_window(title)
    desk.steady(10)
    desk.key("Return")
    desk.steady(10)
    for answer in ("Return", "Left"):
        desk.click(wizard, *DELETE_DATA)
        desk.until(lambda: len(desk.windows(title)) == 2, "it does not ask")
        desk.picture("uninstall_asks_es")
        # No is chosen at first.
        desk.key(answer)
        if answer == "Left":
            desk.key("Return")
        desk.until(lambda: len(desk.windows(title)) == 1, "the question stays")
        assert (desk.data / "workspace.sqlite").exists()
    desk.picture("uninstall_es")
    desk.key("Return")
    desk.until(lambda: not desk.usual.exists() and not desk.data.exists(), "it does not uninstall")
    desk.steady(10)
    desk.key("Return")
    desk.until(lambda: not desk.running("~nsu"), "the uninstaller does not end")
