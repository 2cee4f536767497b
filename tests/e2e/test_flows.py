"""The flow chart on the command line: JSON with everything, edges, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.services.context import Context
from score_desktop.services.process_pack import start_from_pack
from tests.e2e.program import Program


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Program, str]:
    program = Program(tmp_path / "w.sqlite")
    audit = program.audit("Alba", "BO", "2025-01-01", "2026-01-01")
    with Context.open(tmp_path / "w.sqlite") as context:
        context.write(start_from_pack, audit, "bakery", Decimal(180), "es")
    return program, audit


def test_json_says_everything(begun: tuple[Program, str]) -> None:
    program, audit = begun
    told = program("flows", audit, "--json").json
    assert (told["audit"], told["currency"]) == (audit, "BOB")
    assert [dt.date.fromisoformat(day) for day in told["period"]] == [dt.date(2025, 1, 1), dt.date(2026, 1, 1)]
    assert len(told["flows"]) == 30 and len(told["steps"]) == 14
    flour = told["flows"][0]
    assert (flour["value"], flour["unit"], flour["estimate"]) == (720 * 180, "kg", True)
    assert flour["entered"] == {"value": 129600, "unit": "kg", "period": "year"}
    steps = {step["step"] for step in told["steps"]}
    assert {flour["from"], flour["to"]} <= steps
    mass = [row for row in told["balances"] if row["balance"] == "mass" and row["step"]]
    assert mass and all(row["light"] == "green" for row in mass)
    assert told["reconciliation"]["believable"] is True and told["costs"]["allocation"] == "mass"
    assert {row["side"] for row in told["sheet"]["rows"]} == {"input", "output"}


def test_edges_of_the_process(begun: tuple[Program, str], tmp_path: Path) -> None:
    program, audit = begun
    out = tmp_path / "kg.csv"
    for more in ((), ("--reconciled",)):
        done = program("flows", audit, "--process", "--unit", "kg", "--out", out, *more)
        told = "Of water only what it adds or takes away: Limpieza. With all water, Limpieza: closes."
        assert done.err.strip() == told
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
        assert list(rows[0]) == ["source", "target", "substance", "value", "unit", "flow name"]
        found = {row["flow name"]: float(row["value"]) for row in rows if row["unit"] == "kg"}
        assert found["Masa"] == pytest.approx(1196 * 180, rel=1e-6) and len(rows) == 27


def test_usage_and_empty_charts_are_told(tmp_path: Path) -> None:
    program = Program(tmp_path / "w.sqlite")
    audit = program.audit("Alba", "BO", "2025-01-01", "2026-01-01")
    for arguments, code, words in (
        (("flows", audit), 2, "either --out or --json"),
        (("flows", audit, "--json", "--out", tmp_path / "x.csv"), 2, "either --out or --json"),
        (("flows", audit, "--json"), 1, "no flow chart yet"),
        (("flows", audit, "--process", "--out", tmp_path / "x.csv"), 1, "no flow chart yet"),
    ):
        outcome = program(*arguments, check=False)
        assert (outcome.code, outcome.out) == (code, "") and words in outcome.err
    assert list(tmp_path.glob("x.csv")) == []


def test_two_processes_are_compared(begun: tuple[Program, str], tmp_path: Path) -> None:
    program, audit = begun
    later = program.audit("Alba", "BO", "2026-01-01", "2027-01-01")
    with Context.open(tmp_path / "w.sqlite") as context:
        context.write(start_from_pack, later, "bakery", Decimal(200), "es")
    compare = ("flows", later, "--compare", audit, "--process", "--unit", "kg", "--out")
    for name, start, more in (("a.svg", b"<?xml", ()), ("b.pdf", b"%PDF", ("--sides",)), ("c.png", b"\x89PNG", ())):
        program(*compare, tmp_path / name, *more)
        assert (tmp_path / name).read_bytes().startswith(start)
    program(*compare, tmp_path / "x.csv")
    rows = list(csv.reader((tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][3:6] == ["Substance", "2025", "2026"]
    dough = next(row for row in rows if row[2] == "Masa")
    assert float(dough[5]) / float(dough[4]) == pytest.approx(200 / 180, rel=1e-6)
    whole = [row for row in rows[1:] if row[4] and row[5]]
    assert len(whole) == len(rows) - 1  # every flow was found in both


def test_half_a_comparison_is_refused(begun: tuple[Program, str], tmp_path: Path) -> None:
    program, audit = begun
    out = tmp_path / "x.svg"
    day = ("--compare-from", "2024-01-01")
    for more in (day, ("--sides",), ("--compare", audit, *day), ("--process", *day)):
        done = program("flows", audit, "--out", out, *more, check=False)
        assert (done.code, "--compare-from" in done.err) == (1, True), more
    for more in ((), ("--process",)):
        done = program("flows", audit, "--out", out, "--compare", audit, *more, check=False)
        assert (done.code, "Both sides are the same" in done.err) == (1, True), more
    year = ("--process", *day, "--compare-to", "2025-01-01")
    done = program("flows", audit, "--out", out, *year, check=False)
    assert done.code == 1 and "No flow of this process follows bills" in done.err
    done = program("flows", audit, "--out", out, *day, "--compare-to", "2023-01-01", check=False)
    assert done.code == 1 and "must come later" in done.err
    assert not out.exists()
