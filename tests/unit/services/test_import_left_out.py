"""What an import did not take, with the reasons, and how far both sides of a conflict are apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from score_desktop.enums import OnConflict
from score_desktop.errors import Cancelled
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.paths import resources
from score_desktop.services import audits
from score_desktop.services.context import Context
from score_desktop.services.import_left_out import LEFT_OUT, left_out, rows_left_out, write_left_out
from score_desktop.services.import_lines import RowKind
from score_desktop.services.import_outcome import ImportOptions
from score_desktop.services.import_preview_words import conflict_difference
from score_desktop.services.import_session import ImportPreview, commit, prepare, read_workbook
from tests.unit.importing.books import xlsx

TODAY = dt.date(2026, 3, 18)
SAMPLE = resources() / "samples" / "01_electricidad_larga.xlsx"
ES = Texts("es")


def _go_on() -> None:
    """Nobody wants to stop."""


@pytest.fixture
def second(tmp_path: Path) -> ImportPreview:
    """The sample imported once; then a copy with one other value and one that is no date."""
    with Context.open(tmp_path / "a.sqlite", create=True, actor="test") as context:
        audit = context.write(audits.new_audit, audits.NewAudit("Panadería", "BO"), TODAY).audit
        first = prepare(context, read_workbook(SAMPLE, Progress()), audit, ImportOptions(), Progress())
        commit(context, first, {}, Progress(), TODAY)
        book = openpyxl.load_workbook(SAMPLE)
        sheet = book.worksheets[0]
        sheet.cell(38, 7).value = 6195
        sheet.cell(38, 12).value = 7217
        sheet.cell(40, 3).value = sheet.cell(40, 4).value = "sin fecha"
        book.save(tmp_path / "b.xlsx")
        return prepare(context, read_workbook(tmp_path / "b.xlsx", Progress()), audit, ImportOptions(), Progress())


def test_every_record_is_told_in_the_order_of_the_sheet(second: ImportPreview) -> None:
    rows = left_out(second, {}, ES, _go_on)
    assert [one.row for one in rows] == sorted(one.row for one in rows)
    by_row = {one.row: one for one in rows}
    assert by_row[38].reason == "Difiere de la auditoría: queda como estaba"
    assert by_row[38].about == "2-114583"
    assert by_row[31].reason == "Se omite: subtotal"
    assert [(one.column, one.value) for one in rows if one.value] == [("C", "sin fecha")]
    told = second.records.duplicates + second.records.conflicts + second.records.problems
    assert len(rows) == told + 4  # and three subtotals with the total


def test_what_was_replaced_was_taken(second: ImportPreview) -> None:
    key = second.conflicts[0].key
    kept = left_out(second, {key: OnConflict.KEEP}, ES, _go_on)
    taken = left_out(second, {key: OnConflict.REPLACE}, ES, _go_on)
    assert {one.row for one in kept} - {one.row for one in taken} == {38}


def test_one_number_before_and_after(second: ImportPreview) -> None:
    listed = left_out(second, {second.conflicts[0].key: OnConflict.REPLACE}, ES, _go_on)
    before = rows_left_out(second.sheets.values())
    assert before == rows_left_out(second.sheets.values(), listed) == len({(one.sheet, one.row) for one in listed})
    kept = left_out(second, {}, ES, _go_on)
    assert rows_left_out(second.sheets.values(), kept) == before + 1
    (lines,) = second.sheets.values()
    assert before == len(lines.rows(*LEFT_OUT)) and RowKind.TITLE not in LEFT_OUT


def test_it_can_be_stopped(second: ImportPreview) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        left_out(second, {}, ES, progress.check_cancelled)


@pytest.mark.parametrize(("language", "separator"), [("es", ";"), ("en", ",")])
def test_the_table_opens_in_spreadsheets_of_the_region(
    second: ImportPreview, tmp_path: Path, language: str, separator: str
) -> None:
    texts = Texts(language)
    write_left_out(tmp_path / "out.csv", left_out(second, {}, texts, _go_on), texts)
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines()[0].count(separator) == 4


def test_difference_of_a_conflict(second: ImportPreview) -> None:
    assert conflict_difference(second.conflicts[0], ES) == ("−40 kWh", "−Bs\N{NO-BREAK SPACE}46,25")


def test_a_repeated_value_beside_one_that_is_taken_counts_its_row(tmp_path: Path) -> None:
    path, months = tmp_path / "c.xlsx", ["Enero 2024", "Febrero 2024", "Marzo 2024"]
    rows = [
        ["Agua (m3)"],
        ["Medidor", *months],
        ["A1", 1.0, 2.0, None],
        ["A1", 1.0, None, 3.0],
        ["A1", 1.0, None, None],
    ]
    xlsx(path, rows)
    with Context.open(tmp_path / "a.sqlite", create=True, actor="test") as context:
        audit = context.write(audits.new_audit, audits.NewAudit("Panadería", "BO"), TODAY).audit
        preview = prepare(context, read_workbook(path, Progress()), audit, ImportOptions(), Progress())
    listed = left_out(preview, {}, ES, _go_on)
    (lines,) = preview.sheets.values()
    assert [one.row for one in listed] == lines.rows(*LEFT_OUT) == [4, 5]
    assert rows_left_out(preview.sheets.values()) == rows_left_out(preview.sheets.values(), listed) == 2
    assert (lines.kind(4), lines.kind(5), preview.records.imported) == (RowKind.NEW, RowKind.DUPLICATE, 3)
