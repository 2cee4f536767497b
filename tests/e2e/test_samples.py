"""The five sample workbooks through the real command line, held against what a person counted."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.e2e.program import ROOT, Program, sample

DATA = ROOT / "tests" / "data" / "samples"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
COUNTRY = {"04": "US"}


def _comparer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare_expected", DATA / "compare_expected.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "05"])
def test_sample_is_understood_as_expected_and_only_once(program: Program, number: str) -> None:
    audit = program.audit("Empresa de prueba", COUNTRY.get(number, "BO"), "2025-01-01", "2026-01-01")
    path = sample(number)
    dry = program("import", path, "--audit", audit, "--json", "--dry-run").json
    first = program("import", path, "--audit", audit, "--json").json
    assert _comparer().differences(first, EXPECTED[path.name]) == []
    assert dry["dry_run"] and dry["batch"] is None
    assert {key: dry[key] for key in ("meters", "activity", "records", "rows")} == {
        key: first[key] for key in ("meters", "activity", "records", "rows")
    }
    again = program("import", path, "--audit", audit, "--json").json
    assert again["records"]["imported"] == 0
    assert again["records"]["duplicates"] == first["records"]["read"]
    assert again["meters"] == []


def test_gap_of_the_office_meter_is_found_and_not_filled(empty: tuple[Program, str]) -> None:
    program, audit = empty
    findings = program("import", sample("02"), "--audit", audit, "--json").json["findings"]
    gaps = [finding for finding in findings if finding["kind"] == "gap"]
    assert [(gap["meter"], gap["from"], gap["to"]) for gap in gaps] == [("Oficina A-9931", "2025-08-01", "2025-09-01")]


def test_notes_that_say_estimated_are_findings(empty: tuple[Program, str]) -> None:
    program, audit = empty
    findings = program("import", sample("01"), "--audit", audit, "--json").json["findings"]
    estimated = [finding for finding in findings if finding["kind"] == "estimated"]
    assert {(one["meter"], one["from"]) for one in estimated} == {
        ("2-114583", "2024-04-01"),
        ("2-114590", "2024-04-01"),
    }


def test_undo_takes_the_whole_import_back(empty: tuple[Program, str]) -> None:
    program, audit = empty
    before = program("calc", audit, "--json").json
    batch = program("import", sample("01"), "--audit", audit, "--json").json["batch"]
    assert program("calc", audit, "--json").json != before
    undone = program("import", "--undo", batch, "--json").json
    assert undone["removed"] == 73
    assert program("calc", audit, "--json").json == before
    assert program("import", "--undo", batch, check=False).code == 1
    assert program("import", sample("01"), "--audit", audit, "--json").json["records"]["imported"] == 73


@pytest.mark.parametrize(("decision", "cost"), [("keep", 7677.25), ("replace", 9999.0), ("both", 7677.25 + 9999.0)])
def test_conflict_is_listed_and_decided(
    electricity: tuple[Program, str], tmp_path: Path, decision: str, cost: float
) -> None:
    import openpyxl

    program, audit = electricity
    book = openpyxl.load_workbook(sample("01"))
    sheet = book.active
    assert sheet is not None
    sheet["L81"] = 9999.0
    changed = tmp_path / "corregido.xlsx"
    book.save(changed)
    answer = program("import", changed, "--audit", audit, "--json", "--on-conflict", decision).json
    assert answer["records"] == {"read": 74, "imported": 0, "duplicates": 73, "conflicts": 1, "problems": 0}
    (conflict,) = answer["conflicts"]
    assert (conflict["row"], conflict["meter"]) == (81, "2-114583")
    assert (conflict["stored"]["cost"], conflict["file"]["cost"]) == (7677.25, 9999.0)
    figures = program("calc", audit, "--json", "--what", "cost.electricity").json["figures"]
    (total,) = [figure["value"] for figure in figures if not figure["dims"]]
    assert total == pytest.approx(100101.53 - 7677.25 + cost, abs=0.001)
    program("import", "--undo", answer["batch"], "--json")
    figures = program("calc", audit, "--json", "--what", "cost.electricity").json["figures"]
    assert [figure["value"] for figure in figures if not figure["dims"]] == [100101.53]


def test_dollar_sign_in_bolivia_is_asked_and_answered(empty: tuple[Program, str]) -> None:
    program, audit = empty
    refused = program("import", sample("04"), "--audit", audit, "--json", check=False)
    assert refused.code == 1
    assert refused.json["batch"] is None
    (question,) = refused.json["questions"]
    assert question["question"] == "currency"
    place = f"{question['sheet']}!{question['column']}"
    assert program("calc", audit, "--json").json["figures"] == []
    answered = program("import", sample("04"), "--audit", audit, "--json", "--answer", f"{place}=USD").json
    assert answered["records"]["imported"] == 36
    assert {meter["currency"] for meter in answered["meters"]} == {"USD"}
