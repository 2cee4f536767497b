"""The whole first audit of a person, by mouse and keyboard, in the real program on a real screen (in memory)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from score_desktop import paths
from score_desktop.services import first_start
from score_desktop.ui.first_start import LANGUAGES as LANGUAGE_NAMES
from tests.e2e.program import Program, sample
from tests.e2e.screen import Screen, can_drive, program_on_screen
from tests.ui.scenes import changed_copy

BAKERY, DINER = "Panadería Illimani S.R.L.", "Maple Street Diner LLC"
LANGUAGES = os.environ.get("SCORE_LANGUAGES", "es").split(",")
"""In which the audit is played; `dev.py soak` does so in both."""

pytestmark = pytest.mark.skipif(not can_drive(), reason="needs Linux with Xvfb and xdotool")


def workspace_of(home: Path) -> Path:
    """Where the program keeps its data in a home of its own."""
    return home / paths.APP_NAME / paths.WORKSPACE_NAME


def country(screen: Screen, code: str) -> str:
    """What the window calls a country."""
    return dict(first_start.country_choices(screen.texts.language))[code]


def press(screen: Screen, english: str, kind: str = "QPushButton") -> None:
    """Press the button with these words."""
    screen.click(kind=kind, text=screen.t(english))


def go(screen: Screen, english: str) -> None:
    """Go to a page by the navigation."""
    screen.click(kind="NavButton", text=screen.t(english))
    screen.settle()


def choose(screen: Screen, box: str, words: str) -> None:
    """Choose in a list by typing its first letters, as people do."""
    screen.click(kind="QComboBox", name=box)
    screen.wait(kind="QListView")
    screen.type(words)
    screen.key("Return")
    screen.wait(kind="QComboBox", text=words)


def new_audit(screen: Screen, name: str, country: str, year: int) -> None:
    """Fill in the open dialog."""
    screen.wait(kind="NewAuditDialog")
    screen.click(kind="QLineEdit", name=screen.t("Name of the enterprise"))
    screen.type(name)
    if not screen.find(kind="QComboBox", text=country):
        choose(screen, screen.t("Country"), country)
    if not screen.find(kind="QComboBox", name=screen.t("Period"), text=str(year)):
        choose(screen, screen.t("Period"), str(year))
    press(screen, "Create audit")
    screen.until(lambda: not screen.find(kind="NewAuditDialog"), "the dialog stays open")
    screen.wait(kind="QLabel", text=name)
    screen.settle()


def import_file(screen: Screen, path: Path) -> None:
    """Ctrl+I, the file's path, look at the rows, import."""
    screen.key("ctrl+i")
    screen.choose_file(path)
    screen.wait(kind="RowsStep")
    screen.settle()
    finish(screen)


def finish(screen: Screen) -> None:
    """Press what goes on until the import is stored, and go back to the figures."""
    screen.click(object="wizard_next")
    screen.wait(kind="DoneStep")
    screen.settle()
    screen.key("Escape")
    screen.until(lambda: not screen.find(kind="ImportWizard"), "the wizard stays open")
    screen.settle()


def figures(home: Path, what: str, enterprise: str) -> dict[str, float]:
    """Figures of an enterprise's audit as the command line gives them, while the window is open."""
    cli = Program(workspace_of(home))
    listed = cli("audit", "list", "--json").json
    rows = listed["enterprises"] if isinstance(listed, dict) else listed
    audit = next(row["audits"][0]["audit"] for row in rows if row["name"] == enterprise)
    found = cli("calc", audit, "--what", what, "--json").json["figures"]
    return {figure["key"]: figure["value"] for figure in found if not figure["dims"]}


def electricity(home: Path) -> float:
    return figures(home, "use.electricity", BAKERY)["use.electricity"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_audit(language: str, tmp_path: Path) -> None:
    home, out = tmp_path / "hogar de prueba", tmp_path / "salida"
    home.mkdir()
    out.mkdir()
    with program_on_screen(home, language=language) as screen:
        begin(screen)
        new_audit(screen, BAKERY, country(screen, "BO"), 2025)
        for number in ("01", "02", "03", "05"):
            import_file(screen, sample(number))
        assert electricity(home) == 85461
        decide_a_conflict(screen, home, tmp_path)
        edit_a_bill(screen, home)
        save_a_chart(screen, out / "grafico.png")
        export_the_report(screen, out / "informe.pdf")
        second_enterprise(screen, home)
        assert screen.end() == 0
    compare_with_the_command_line(home, out)
    opens_where_it_was(home, language)


def begin(screen: Screen) -> None:
    """The system speaks English; the person chooses the language."""
    screen.wait(kind="FirstStart")
    screen.click(kind="QComboBox", name="Language")
    screen.wait(kind="QListView")
    screen.key("Up", "Up", "Up")
    screen.type(dict(LANGUAGE_NAMES)[screen.texts.language][:3])
    screen.key("Return")
    screen.wait(kind="QLabel", text=screen.t("Where do you begin?"))
    screen.settle()
    screen.click(kind="Door", name=screen.t("New audit"))


def decide_a_conflict(screen: Screen, home: Path, folder: Path) -> None:
    """Four bills come again with another value; the first one is replaced by key, the others stay."""
    screen.key("ctrl+i")
    screen.choose_file(changed_copy(folder))
    screen.wait(kind="RowsStep")
    screen.settle()
    screen.click(object="wizard_next")
    screen.wait(kind="ConflictStep")
    screen.cell(screen.t("Conflicts"), 2, 0)
    screen.key("r")
    screen.wait(kind="QPushButton", part=" 1 ")
    finish(screen)
    assert electricity(home) == 85461 + 100


def edit_a_bill(screen: Screen, home: Path) -> None:
    """Type another amount, take it back, do it again."""
    go(screen, "Consumption")
    bills, thousands = screen.t("Bills"), screen.texts.number(5000)
    heads = screen.table(bills)["heads"]
    column = heads.index(next(head for head in heads if "kWh)" in head))
    before = screen.table(bills)["cells"][1][column]
    screen.cell(bills, 1, column)
    screen.type("5000")
    screen.key("Return")
    screen.settle()
    assert screen.table(bills)["cells"][1][column] == thousands
    changed = electricity(home)
    screen.key("ctrl+z")
    screen.until(lambda: screen.table(bills)["cells"][1][column] == before, "undo did not bring the amount back")
    screen.settle()
    assert electricity(home) == 85561
    screen.key("ctrl+y")
    screen.until(lambda: screen.table(bills)["cells"][1][column] == thousands, "redo did not store it again")
    screen.settle()
    assert electricity(home) == changed != 85561


def save_a_chart(screen: Screen, path: Path) -> None:
    """By the chart's own menu."""
    screen.click(kind="QToolButton", name=screen.t("Copy or save the chart"))
    screen.menu(screen.t("Save as PNG…"))
    screen.choose_file(path)
    screen.settle()
    assert path.read_bytes().startswith(b"\x89PNG")


def export_the_report(screen: Screen, path: Path) -> None:
    """From its page, after the preview has shown it."""
    go(screen, "Report")
    screen.wait(kind="QLabel", part=screen.t("Page {page} of {pages}", page=1, pages=""))
    screen.key("ctrl+p")
    screen.choose_file(path)
    screen.settle()
    assert path.read_bytes().startswith(b"%PDF")


def second_enterprise(screen: Screen, home: Path) -> None:
    """A firm in another country, with its own currency and units."""
    screen.key("ctrl+n")
    new_audit(screen, DINER, country(screen, "US"), 2025)
    import_file(screen, sample("04"))
    found = figures(home, "use.,cost.total", DINER)
    assert found["cost.total"] > 0 and "use.electricity" in found


def compare_with_the_command_line(home: Path, out: Path) -> None:
    """The same audit, language and day give the same bytes."""
    cli = Program(workspace_of(home))
    listed = cli("audit", "list", "--json").json
    rows = listed["enterprises"] if isinstance(listed, dict) else listed
    audit = next(row["audits"][0]["audit"] for row in rows if row["name"] == BAKERY)
    cli("report", audit, "--out", out / "cli.pdf")
    assert (out / "cli.pdf").read_bytes() == (out / "informe.pdf").read_bytes()
    assert cli("check", "--json").json["ok"]


def opens_where_it_was(home: Path, language: str) -> None:
    """The next start shows the same audit on the same page, in the same language."""
    with program_on_screen(home, language=language) as screen:
        screen.wait(kind="QLabel", text=DINER)
        screen.settle()
        assert next(part for part in screen.find(kind="NavButton") if part.checked).text == screen.t("Overview")
        assert screen.end() == 0
    assert json.loads((home / paths.APP_NAME / "settings.json").read_text(encoding="utf-8"))["language"] == language
