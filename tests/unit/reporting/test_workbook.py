from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.errors import Cancelled, Refused, StorageTrouble
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.reporting.workbook import write_workbook
from score_desktop.reporting.workbook.cells import LONGEST, safe_text
from tests.unit.reporting import fixture

FIRST = dt.datetime(2025, 1, 1)  # noqa: DTZ001 (days of a sheet have no zone)
KEYS = {
    "summary": ["key", "item", "value", "unit"],
    "consumption": [
        "resource", "name", "unit", "previous", "quantity", "change", "per_product", "currency", "cost_previous",
        "cost", "share", "unit_cost",
    ],
    "bills": [
        "site", "meter", "resource", "period_start", "period_end", "quantity", "unit", "cost", "currency",
        "invoice_number", "estimated", "file", "sheet", "row",
    ],
    "months": ["meter", "resource", "month", "quantity", "unit", "cost", "currency"],
    "production": ["kind", "name", "month", "value", "unit"],
    "footprint": [
        "scope", "resource", "source", "quantity", "unit", "kg_co2e", "share", "per_product", "quality",
        "factor_status", "mark",
    ],
    "flows": ["source", "target", "substance", "value", "unit", "kind"],
    "eco_balance": [
        "side", "name", "kind", "place", "quantity", "unit", "per_product", "cost", "currency", "estimate",
        "substance",
    ],
    "balances": [
        "step", "balance", "inputs", "outputs", "gap", "unit", "share", "cost", "currency", "result", "must_close",
    ],
    "losses": ["name", "step", "quantity", "unit", "cost", "currency", "share", "cumulated"],
    "figures": ["key", "dims", "value", "unit", "formula"],
    "factors": [
        "factor_id", "activity", "value", "unit", "basis", "source", "year", "uncertainty", "status", "mark", "used",
        "notes",
    ],
    "quality": [
        "resource", "meter", "months", "months_expected", "documents", "quality", "finding", "observation",
        "accepted", "accepted_on", "note", "files",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def book(folder, english):
    return openpyxl.load_workbook(write_workbook(fixture.bakery(), english, folder / "bakery.xlsx").path)


def _keyed(sheet):
    """Rows below the heads as dictionaries by key."""
    keys = [cell.value.split(".", 1)[1] for cell in sheet[1]]
    return [dict(zip(keys, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True)]


def test_keys_of_sheets_and_columns_are_stable_and_hidden(book):
    found = {}
    for sheet in book:
        names = [cell.value for cell in sheet[1]]
        key = names[0].split(".")[0]
        assert sheet.row_dimensions[1].hidden, key
        found[key] = [name.removeprefix(f"{key}.") for name in names][: len(KEYS[key])]
        assert sheet.freeze_panes == "A3"
        assert sheet.auto_filter.ref.startswith("A2:")
    assert found == KEYS
    assert list(found) == list(KEYS)


def test_numbers_and_dates_are_numbers_and_dates(book):
    bill = _keyed(book["Bills"])[0]
    assert bill["period_start"] == FIRST
    assert bill["period_end"] == FIRST.replace(month=2)
    assert bill["quantity"] == 6067
    assert bill["cost"] == 7068.98
    sheet = book["Bills"]
    assert sheet["D3"].number_format == "mm/dd/yyyy"
    assert sheet["F3"].number_format == "#,##0.00"
    assert len(_keyed(sheet)) == len(fixture.bakery().bills)


def test_the_region_decides_the_order_of_dates(folder):
    path = write_workbook(fixture.bakery(), Texts("en", "es_BO"), folder / "region.xlsx").path
    assert openpyxl.load_workbook(path)["Bills"]["D3"].number_format == "dd/mm/yyyy"


def test_no_internal_word_stands_where_people_read(book):
    columns = {"Figures": "dims", "Footprint": "factor_status", "Factors": "status", "Flows": "kind"}
    shown = {str(row[column]) for sheet, column in columns.items() for row in _keyed(book[sheet]) if row[column]}
    assert shown & {"expert_estimate", "derived", "recalled"} == set()
    assert [text for text in shown if "meter_name" in text or "site:" in text] == []
    assert "estimated" in shown


def test_totals_are_those_of_the_report(book):
    rows = _keyed(book["Consumption"])
    assert rows[-1]["cost"] == pytest.approx(145171.78)
    assert rows[-1]["cost"] == pytest.approx(sum(row["cost"] for row in rows[:-1]), abs=0.01)
    assert book["Consumption"].cell(book["Consumption"].max_row, 10).font.bold
    emissions = {row["resource"]: row for row in _keyed(book["Footprint"])}
    assert emissions["ghg.total"]["kg_co2e"] == pytest.approx(149094.085)
    assert emissions["ghg.scope1"]["kg_co2e"] == pytest.approx(107962.56)
    assert emissions["ghg.total"]["per_product"] == pytest.approx(303.747, abs=1e-3)


def test_a_missing_month_is_empty_and_never_zero(book):
    rows = [row for row in _keyed(book["Months"]) if row["meter"] == "Oficina A-9931"]
    assert [row["quantity"] for row in rows].count(None) == 1
    assert 0 not in [row["quantity"] for row in rows]
    august = _keyed(book["Months"])[7]
    assert august["sum.month"] == FIRST.replace(month=8)
    assert august["sum.water.m3"] == 192  # the plant alone


def test_charts_are_native_and_point_at_cells(book):
    assert len(book["Consumption"]._charts) == 1
    assert len(book["Footprint"]._charts) == 1
    assert len(book["Months"]._charts) == 6
    assert book["Consumption"]._charts[0].series[0].val.numRef.f == "'Consumption'!$J$3:$J$8"


def test_two_currencies_are_never_added(folder, english):
    book = openpyxl.load_workbook(write_workbook(fixture.nasty(), english, folder / "nasty.xlsx").path)
    rows = _keyed(book["Consumption"])
    assert [(row["currency"], row["cost"]) for row in rows[-2:]] == [("BOB", 145172.24), ("USD", -75.0)]
    assert [row["quantity"] for row in rows if row["resource"] == "water"] == [2541.9, None]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "#N/A", "TRUE"]
)
def test_what_looks_like_a_formula_stays_text(folder, english, typed):
    bills = (replace(fixture.bakery().bills[0], meter=typed, invoice_number=typed, file=typed),)
    path = write_workbook(replace(fixture.bakery(), bills=bills), english, folder / "formula.xlsx").path
    cell = openpyxl.load_workbook(path)["Bills"]["B3"]
    assert cell.data_type == "s"
    assert cell.value == typed.replace("\r", "\n")
    assert cell.quotePrefix == typed.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_can_stand_in_a_cell(text):
    safe = safe_text(text, Texts("en"))
    assert all(ord(c) >= 32 or c in "\t\n" for c in safe)
    safe.encode("utf-8")


def test_a_control_character_is_seen_and_an_escape_stays_letters(english):
    assert safe_text("a\x00b\x1fc", english) == "a\ufffdb\ufffdc"
    assert safe_text("_x0041_", english) == "_x005F_x0041_"


@pytest.mark.parametrize("letter", ["x", "ñ", "\N{GRINNING FACE}"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(english, letter):
    safe = safe_text(letter * 40_000, english)
    assert len(safe.encode("utf-16-le")) // 2 <= LONGEST
    assert safe.endswith("characters more]")


def test_the_same_audit_gives_the_same_bytes(folder, english):
    one = write_workbook(fixture.bakery(), english, folder / "one.xlsx").path.read_bytes()
    two = write_workbook(fixture.bakery(), english, folder / "two.xlsx").path.read_bytes()
    assert one == two
    with zipfile.ZipFile(folder / "one.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 3, 18, 0, 0, 0)}
        assert b"2026-03-18T00:00:00Z" in archive.read("docProps/core.xml")


def test_an_audit_just_begun_keeps_heads_for_whoever_reads_by_keys(folder, english):
    book = openpyxl.load_workbook(write_workbook(fixture.almost_empty(), english, folder / "empty.xlsx").path)
    assert [sheet["A1"].value.split(".")[0] for sheet in book] == list(KEYS)
    assert book["Bills"].max_row == 2


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path, english):
    bills = fixture.bakery().bills[:1] * 1_048_575
    with pytest.raises(Refused) as refused:
        write_workbook(replace(fixture.bakery(), bills=bills), english, tmp_path / "many.xlsx")
    assert refused.value.message_id == "report.too_many_rows"
    assert list(tmp_path.iterdir()) == []


def test_cancel_leaves_nothing_behind(tmp_path, english, monkeypatch):
    monkeypatch.setattr("score_desktop.jobs.MIN_INTERVAL_S", 0.0)
    bills = fixture.bakery().bills * 40
    progress = Progress(lambda share, message: progress.cancel() if share > 0.2 else None)
    with pytest.raises(Cancelled):
        write_workbook(replace(fixture.bakery(), bills=bills), english, tmp_path / "a.xlsx", progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_cannot_be_written_is_told(tmp_path, english):
    with pytest.raises(StorageTrouble):
        write_workbook(fixture.almost_empty(), english, tmp_path / "missing" / "a.xlsx")
