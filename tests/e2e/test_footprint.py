"""The bakery's footprint of 2025, and the same totals in workbook in, JSON, PDF and workbook out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.program import ROOT, Program, sample

EXPECTED = json.loads((ROOT / "tests" / "data" / "samples" / "expected.json").read_text(encoding="utf-8"))
FOOTPRINT = EXPECTED["footprint_2025_bakery"]


def _whole(figures: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {figure["key"]: figure for figure in figures if "meter" not in figure["dims"]}


def _leaves(explanation: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = []
    for given in explanation["inputs"]:
        origin = given.get("from") or {}
        if kind in origin:
            found.append({**origin, "value": given["value"]})
        if "explanation" in origin:
            found += _leaves(origin["explanation"], kind)
    return found


def test_footprint_and_its_explanations(bakery: tuple[Program, str]) -> None:
    program, audit = bakery
    figures = _whole(program("calc", audit, "--json").json["figures"])
    for source, want in FOOTPRINT["sources"].items():
        use, cost = figures[f"use.{source}"], figures[f"cost.{source}"]
        assert use["value"] == pytest.approx(want["quantity"], rel=1e-9)
        assert use["unit"] == want["unit"]
        assert cost["value"] == pytest.approx(want["cost_bob"], abs=0.001)
        key = "ghg.scope2.location" if want["scope"] == 2 else f"ghg.scope1.{source}"
        assert figures[key]["value"] == pytest.approx(want["kg_co2e"], rel=1e-6)
        (factor,) = {leaf["factor"] for leaf in _leaves(figures[key]["explanation"], "factor")}
        assert factor == want["factor"]
        bills = _leaves(figures[key]["explanation"], "bill")
        assert all(bill["file"].endswith(".xlsx") and bill["sheet"] and bill["row"] for bill in bills)
        assert sum(bill["value"] for bill in _leaves(use["explanation"], "bill")) == pytest.approx(want["quantity"])
    assert figures["ghg.scope1"]["value"] == pytest.approx(FOOTPRINT["scope_1_kg"], rel=1e-6)
    assert figures["ghg.total"]["value"] == pytest.approx(FOOTPRINT["scope_1_kg"] + FOOTPRINT["scope_2_kg"], rel=1e-6)
    (intensity,) = [value for key, value in figures.items() if key.startswith("intensity.ghg.")]
    assert intensity["value"] == pytest.approx(FOOTPRINT["intensity_kg_per_t"], rel=1e-5)
    (production,) = [value for key, value in figures.items() if key.startswith("production.")]
    assert production["value"] == pytest.approx(FOOTPRINT["production_t"], rel=1e-9)


def test_estimated_factor_carries_its_mark(bakery: tuple[Program, str]) -> None:
    program, audit = bakery
    (gas,) = _whole(program("calc", audit, "--json", "--what", "ghg.scope1.natural_gas").json["figures"]).values()
    assert {leaf["status"] for leaf in _leaves(gas["explanation"], "factor")} == {"expert_estimate"}


def _sum_of_workbook(number: str, sheet: str, row: int, column: str) -> float:
    cell = openpyxl.load_workbook(sample(number), data_only=True)[sheet][f"{column}{row}"]
    return float(cell.value)  # type: ignore[arg-type]


def _pdf_text(path: Path) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_totals_agree_between_workbook_json_pdf_and_workbook_out(bakery: tuple[Program, str], tmp_path: Path) -> None:
    """To the cent: the supplier's own subtotal, the figure, the report's text and the exported cell."""
    program, audit = bakery
    suppliers_use = _sum_of_workbook("01", "Facturas DELAPAZ", 83, "G")
    suppliers_cost = _sum_of_workbook("01", "Facturas DELAPAZ", 83, "L")
    figures = _whole(program("calc", audit, "--json").json["figures"])
    assert figures["use.electricity"]["value"] == suppliers_use
    assert figures["cost.electricity"]["value"] == suppliers_cost
    total = figures["cost.total"]["value"]
    report, workbook = tmp_path / "informe.pdf", tmp_path / "audit.xlsx"
    program("report", audit, "--out", report, "--report-lang", "es")
    program("export", audit, "--out", workbook)
    text = _pdf_text(report).replace("\N{NO-BREAK SPACE}", " ")
    for amount in (suppliers_cost, total):
        whole, cents = f"{amount:.2f}".split(".")
        assert f"{int(whole):,}".replace(",", ".") + "," + cents in text
    book = openpyxl.load_workbook(workbook, data_only=True)
    cells = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert suppliers_use in cells
    assert any(isinstance(cell, float) and abs(cell - suppliers_cost) < 0.005 for cell in cells)
    assert any(isinstance(cell, float) and abs(cell - total) < 0.005 for cell in cells)
    assert total == pytest.approx(145171.78, abs=0.01)
