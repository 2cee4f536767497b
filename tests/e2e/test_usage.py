"""Wrong usage of the command line, and its help in Spanish."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_desktop.cli_parser import build_parser
from score_desktop.i18n import Texts
from tests.e2e.program import Program, sample

ENGLISH = ("FILE", "FOLDER", "AUDIT", "BATCH", "CHOICE", "COMMAND", "show ", "exit")


@pytest.mark.parametrize("command", ["", "import", "calc", "flows", "report", "unpack", "restore", "demo"])
def test_help_in_spanish_has_no_english_words(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser(Texts("es")).parse_args([command, "--help"] if command else ["--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert [word for word in ENGLISH if word in shown.replace("AUDITORÍA", "")] == []


def test_an_output_is_refused_before_any_work(tmp_path: Path) -> None:
    program = Program(tmp_path / "w.sqlite")
    audit = program.audit("Alba", "BO", "2025-01-01", "2026-01-01")
    own = tmp_path / "bills.xlsx"
    own.write_bytes(b"mine")
    for arguments in (
        ("backup", "--out", own),
        ("report", audit, "--out", tmp_path / "nowhere" / "r.pdf"),
        ("export", audit, "--out", tmp_path),
        ("pack", audit, "--out", own),
    ):
        outcome = program(*arguments, check=False)
        assert (outcome.code, outcome.out) == (1, ""), arguments
        assert str(arguments[-1]) in outcome.err
    assert own.read_bytes() == b"mine"


def test_an_open_question_and_a_wrong_answer_name_the_choices(tmp_path: Path) -> None:
    program = Program(tmp_path / "w.sqlite")
    audit = program.audit("Alba", "BO", "2025-01-01", "2026-01-01")
    asked = program("import", sample("04"), "--audit", audit, check=False)
    assert asked.code == 1
    assert "Utility Data!G=…" in asked.err
    assert "  USD" in asked.out.splitlines()
    wrong = program("import", sample("04"), "--audit", audit, "--answer", "Utility Data!G=dollars", check=False)
    assert wrong.code == 1
    assert "“dollars” is not one of the choices for Utility Data!G" in wrong.err
    right = program("import", sample("04"), "--audit", audit, "--answer", "Utility Data!G=USD", "--dry-run")
    assert "only a trial" in right.out
    assert "--undo" not in right.out


def test_a_diagram_says_which_currencies_it_leaves_out(electricity: tuple[Program, str], tmp_path: Path) -> None:
    program, audit = electricity
    out = tmp_path / "compared.svg"
    silent = program("flows", audit, "--out", tmp_path / "bs.csv")
    assert silent.err == ""
    bill = tmp_path / "usd.csv"
    bill.write_text("Medidor;Periodo;Consumo (kWh);Importe (USD)\nE-9;Enero 2025;1200;130,50\n", encoding="utf-8")
    program("import", bill, "--audit", audit)
    told = program("flows", audit, "--out", tmp_path / "both.csv")
    assert "USD" in told.err
    assert "E-9" not in (tmp_path / "both.csv").read_text(encoding="utf-8")
    for year in ("2024", "2025"):
        told = program("flows", audit, "--compare-from", f"{year}-01-01", "--compare-to", f"{year}-07-01", "--out", out)
        assert "USD" in told.err and "2025" in told.err
