"""What users of comparable programs ask for or complain about, each point that concerns imports as a test.

The letters are those of the collections: C1 … are threads of users (wishes), P1 … are points of the method.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from score_desktop import units
from score_desktop.enums import OnConflict
from score_desktop.errors import UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.importing import ImportContext, read_file, understand
from score_desktop.importing.workbook import Cell, Sheet, Workbook
from score_desktop.jobs import Progress
from score_desktop.reporting import bill_template
from score_desktop.services import audits, bills, import_profiles, import_source, import_undo, imports, meters
from score_desktop.services.context import Context
from score_desktop.services.import_outcome import ImportOutcome

TODAY = dt.date(2026, 3, 18)
HEAD = ("Medidor", "Servicio", "Factura", "Desde", "Hasta", "Consumo kWh", "Importe Bs")
BO = ImportContext("BO", "BOB")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True, actor="test") as opened:
        yield opened


@pytest.fixture
def made(context: Context) -> audits.AuditMade:
    wanted = audits.NewAudit("Firma", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    found: audits.AuditMade = context.write(audits.new_audit, wanted, TODAY)
    return found


def book(folder: Path, rows: Sequence[Sequence[Any]], name: str = "f.xlsx") -> Path:
    made_book = openpyxl.Workbook()
    assert made_book.active is not None
    for row in rows:
        made_book.active.append(row)
    made_book.save(folder / name)
    return folder / name


def bill(number: int, use: object = 100, cost: object = 90, meter: str = "E-1", invoice: str = "") -> tuple[Any, ...]:
    first = dt.date(2025, number, 1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    return (meter, "Electricidad", invoice or f"F{number}", first, last, use, cost)


def load(context: Context, made: audits.AuditMade, path: Path, **options: Any) -> ImportOutcome:
    return imports.import_file(context, path, made.audit, imports.ImportOptions(**options), Progress(), TODAY)


def stored(context: Context, made: audits.AuditMade) -> list[bills.BillRow]:
    ids = context.read(bills.bill_ids, bills.BillFilter(made.enterprise))
    return list(context.read(bills.bill_page, list(ids)))


# -- C: threads --------------------------------------------------------------------------------------------------------


def test_c1_p2_duplicates_are_caught_on_import(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, bill(1), bill(2), bill(2)])
    first = load(context, made, path)
    assert (first.records.imported, first.records.duplicates) == (2, 1)
    again = load(context, made, path)
    assert (again.records.imported, again.records.duplicates) == (0, 3) and len(stored(context, made)) == 2


def test_c2_p18_every_row_left_out_says_which_and_why(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, bill(1), bill(2, "muchos"), ("E-1", "Electricidad", "F3", "31/02/2025", None, 5, 5)])
    done = load(context, made, path)
    told = [
        (problem["sheet"], problem["row"], problem["column"], problem["value"])
        for problem in done.as_json(Texts("es"))["problems"]
    ]
    assert told == [("Sheet", 3, "F", "muchos"), ("Sheet", 4, "D", "31/02/2025")]
    assert all(problem["reason"] for problem in done.as_json(Texts("es"))["problems"])
    assert done.records.imported == 1


def test_c3_corrections_by_a_second_upload_are_conflicts_that_the_person_decides(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    load(context, made, book(tmp_path, [HEAD, bill(1), bill(2)]))
    right = book(tmp_path, [HEAD, bill(1), bill(2, 222)], "right.xlsx")
    shown = load(context, made, right)
    assert (shown.records.read, shown.records.imported, shown.records.duplicates, shown.records.conflicts) == (
        2,
        0,
        1,
        1,
    )
    assert [row.quantity for row in stored(context, made)] == [Decimal(100), Decimal(100)]
    assert (shown.conflicts[0].stored["quantity"], shown.conflicts[0].file["quantity"]) == (100, 222)
    load(context, made, right, on_conflict=OnConflict.REPLACE)
    assert sorted(row.quantity or 0 for row in stored(context, made)) == [Decimal(100), Decimal(222)]


def test_c4_a_meter_written_otherwise_is_the_same_meter(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    load(context, made, book(tmp_path, [HEAD, bill(1, meter="Línea Nº 1")]))
    load(context, made, book(tmp_path, [HEAD, bill(2, meter="LINEA  Nº 1 ")], "g.xlsx"))
    assert [row.name for row in context.read(meters.list_meters, made.enterprise)] == ["Línea Nº 1"]
    load(context, made, book(tmp_path, [HEAD, bill(3, meter="Línea Nº 10")], "h.xlsx"))
    assert len(context.read(meters.list_meters, made.enterprise)) == 2  # alike is not the same: never merged unasked


def test_c5_p19_a_value_of_the_wrong_type_never_becomes_blank(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    path = book(tmp_path, [HEAD, bill(1, dt.date(2025, 1, 1)), bill(2, True), bill(3, "12 y 13"), bill(4)])
    done = load(context, made, path)
    assert [problem.row for problem in done.problems] == [2, 3, 4] and done.records.imported == 1


def test_c6_p20_two_columns_of_one_name_are_two_columns(tmp_path: Path) -> None:
    head = ("Mes", "Consumo kWh", "Importe Bs", "Importe Bs", "Consumo kWh")
    found = understand(
        read_file(book(tmp_path, [head, ("Enero 2025", 100, 90, 90, 100), ("Febrero 2025", 110, 95, 95, 110)])), BO
    )
    assert found.bills["quantity"] == [100_000_000, 110_000_000] and found.bills["cost"] == [90_000_000, 95_000_000]


def test_c7_an_empty_unit_is_asked_and_lets_no_duplicate_through(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    rows = [("Gas natural",), ("Mes", "Consumo", "Importe Bs"), ("Enero 2025", 10, 60), ("Enero 2025", 10, 60)]
    path = book(tmp_path, rows)
    assert [question.question for question in load(context, made, path).questions] == ["unit"]
    assert stored(context, made) == []
    done = load(context, made, path, answers={"Sheet!B": "m3"})
    assert (done.records.imported, done.records.duplicates) == (1, 1)


def test_c8_p4_uneven_reading_dates_leave_no_month_empty(tmp_path: Path) -> None:
    days = [dt.date(2025, 1, 3), dt.date(2025, 2, 1), dt.date(2025, 2, 28), dt.date(2025, 4, 2)]
    rows = [("Medidor", "Fecha de lectura", "Consumo kWh"), *(("E-1", day, 100) for day in days)]
    found = understand(read_file(book(tmp_path, rows)), BO)
    assert list(zip(found.bills["period_start"], found.bills["period_end"], strict=True))[1:] == [
        (days[0], days[1]), (days[1], days[2]), (days[2], days[3]),
    ]  # fmt: skip


def test_c9_p1_gaps_future_dates_and_a_bill_under_two_numbers_are_told_and_never_block(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    far = ("E-1", "Electricidad", "F99", dt.date(2027, 1, 1), dt.date(2027, 1, 31), 100, 90)
    rows = [HEAD, bill(1), bill(2), bill(2, invoice="F2-B"), bill(5), far]
    done = load(context, made, book(tmp_path, rows))
    assert done.records.imported == 5
    assert {"gap", "future"} <= {finding.kind for finding in done.findings}
    assert any(finding.kind in ("same_bill", "duplicate", "overlap") for finding in done.findings)


def test_c10_p3_zero_is_a_value_and_an_empty_cell_is_none(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    load(context, made, book(tmp_path, [HEAD, bill(1, 0, 12), bill(2, None, None), bill(3)]))
    assert sorted((row.period_start.month, row.quantity) for row in stored(context, made)) == [(1, 0), (3, 100)]


def test_c14_the_language_of_the_program_changes_no_value(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    done = load(context, made, book(tmp_path, [HEAD, bill(1), bill(2, "1.234,5"), bill(3, "muchos")]))
    spanish, english = (done.as_json(Texts(language)) for language in ("es", "en"))
    assert spanish["problems"][0]["reason"] != english["problems"][0]["reason"]
    for told in (spanish, english):
        for problem in told["problems"]:
            del problem["reason"]
    assert spanish == english
    assert sorted(row.quantity or 0 for row in stored(context, made)) == [Decimal(100), Decimal("1234.5")]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, b"<html>", b"\x00" * 64]
)
def test_c16_a_broken_workbook_ends_in_a_sentence(
    context: Context, made: audits.AuditMade, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "roto.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        load(context, made, path)
    said = Texts("es").error(refused.value)
    assert "roto.xlsx" in said and "Traceback" not in said and said.endswith((".", ")"))


def test_c17_what_two_people_sent_is_put_together_and_asked_where_it_differs(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    load(context, made, book(tmp_path, [HEAD, bill(1), bill(2)]))
    other = book(tmp_path, [HEAD, bill(2, 222), bill(3)], "other.xlsx")
    done = load(context, made, other)
    assert (done.records.imported, done.records.conflicts) == (1, 1) and len(stored(context, made)) == 3
    load(context, made, other, on_conflict=OnConflict.BOTH)
    assert sorted(row.quantity or 0 for row in stored(context, made)) == [*[Decimal(100)] * 3, Decimal(222)]


def test_c21_an_import_is_taken_back_in_one_step(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    load(context, made, book(tmp_path, [HEAD, bill(1)]))
    second = load(
        context, made, book(tmp_path, [HEAD, bill(1, 500), bill(2), bill(3)], "g.xlsx"), on_conflict=OnConflict.REPLACE
    )
    import_undo.undo_import(context, second.batch or "")
    assert [(row.invoice_number, row.quantity) for row in stored(context, made)] == [("F1", Decimal(100))]


def test_c22_sheets_of_utilities_with_semicolons_hours_and_windows_1252(tmp_path: Path) -> None:
    hours = "CUPS;Fecha;Hora;Consumo_kWh\n" + "".join(f"ES1;13/01/2025;{hour};0,125\n" for hour in range(1, 25))
    (tmp_path / "a.csv").write_text(hours, encoding="utf-8")
    found = understand(read_file(tmp_path / "a.csv"), ImportContext("ES", "EUR"))
    assert (found.bill_count, found.bills["quantity"]) == (1, [3_000_000])
    readings = "Datum;Zählerstand (kWh)\n31.12.2024;1.000,5\n31.01.2025;1.100,5\n28.02.2025;1.210,5\n"
    (tmp_path / "b.csv").write_bytes(readings.encode("cp1252"))
    found = understand(read_file(tmp_path / "b.csv"), ImportContext("DE", "EUR"))
    assert found.bills["quantity"] == [100_000_000, 110_000_000]


# -- P: points of the method -------------------------------------------------------------------------------------------


def test_p5_p14_the_unit_of_the_bill_stays_beside_the_base_unit(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    rows = [("Gas natural",), ("Mes", "Consumo (MPC)", "Importe Bs"), ("Enero 2025", 10, 60), ("Febrero 2025", 11, 66)]
    done = load(context, made, book(tmp_path, rows))
    assert (done.meters[0].unit, done.meters[0].unit_entered, done.meters[0].unit_base) == ("MCF", ("MPC",), "m3")
    assert (done.meters[0].quantity, done.meters[0].quantity_base) == (21_000_000, 594_653_779)
    assert {row.unit for row in stored(context, made)} == {"MCF"}


@pytest.mark.parametrize("language", ["es", "en"])
def test_p6_every_unit_that_the_template_offers_is_read_as_that_unit(language: str) -> None:
    for words in bill_template.offered_units(Texts(language)):
        unit = units.find_unit(words)
        assert unit is not None
        rows: list[list[Cell]] = [["Mes", "Servicio", "Cantidad", "Unidad"], ["Enero 2025", "Vapor", 10.0, words]]
        found = understand(Workbook("f.xlsx", "xlsx", (Sheet("Sheet", rows),)), BO)
        asked = [question.question for question in found.questions]
        assert asked == ["unit"] or (not asked and found.bills["unit"] == [unit.symbol]), words


def test_p15_a_block_from_a_spreadsheet_is_read_as_the_file_is(tmp_path: Path) -> None:
    """The same rows as a table of text with tabs, as the clipboard has them."""
    text = "Mes\tConsumo kWh\tImporte Bs\nEnero 2025\t1.234,5\t900,10\nFebrero 2025\t1.300\t950,20\n"
    (tmp_path / "block.tsv").write_text(text, encoding="utf-8")
    rows = [("Mes", "Consumo kWh", "Importe Bs"), ("Enero 2025", 1234.5, 900.1), ("Febrero 2025", 1300, 950.2)]
    pasted, typed = (understand(read_file(path), BO) for path in (tmp_path / "block.tsv", book(tmp_path, rows)))
    for name in ("period_start", "quantity", "unit", "cost", "currency"):
        assert pasted.bills[name] == typed.bills[name]
    assert not pasted.questions


def test_p19_cells_that_are_lost_are_counted_before_anything_is_stored(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    path = book(tmp_path, [HEAD, bill(1), bill(2, "s/n kWh?"), bill(3, 5, "caro")])
    shown = load(context, made, path, dry_run=True)
    assert shown.records.problems == 2 and [problem.row for problem in shown.problems] == [3, 4]
    assert not stored(context, made)


def test_p20_how_a_file_was_read_is_shared_as_a_file(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    head = ("Medidor", "Servicio", "Factura", "Desde", "Hasta", "Cosnumo", "Imporrte")
    said: dict[str, Any] = {"meanings": {"Sheet!F": "quantity", "Sheet!G": "cost"}, "answers": {"Sheet!F": "kWh"}}
    load(context, made, book(tmp_path, [head, bill(1)]), **said)
    (profile,) = context.read(import_profiles.list_profiles)
    context.read(import_profiles.write_profile, profile.name, tmp_path / "p.json")
    with Context.open(tmp_path / "other.sqlite", create=True, actor="other") as other:
        wanted = audits.NewAudit("Otra", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
        there: audits.AuditMade = other.write(audits.new_audit, wanted, TODAY)
        shared = import_profiles.read_profile_file(tmp_path / "p.json")
        name = other.write(import_profiles.take_profile, shared)
        done = load(other, there, book(tmp_path, [head, bill(2)], "next.xlsx"), profile=name)
        assert not done.questions and [row.quantity for row in stored(other, there)] == [Decimal(100)]


def test_p21_a_bill_keeps_the_sheet_and_row_and_the_file_it_came_from(
    context: Context, made: audits.AuditMade, tmp_path: Path
) -> None:
    load(context, made, book(tmp_path, [HEAD, bill(1), bill(2)]), keep=True)
    (tmp_path / "f.xlsx").unlink()
    places = [context.read(import_source.source_place, row.id) for row in stored(context, made)]
    assert sorted((place.file, place.sheet, place.row) for place in places) == [
        ("f.xlsx", "Sheet", 2),
        ("f.xlsx", "Sheet", 3),
    ]
    assert all(place.attachment is not None for place in places)


def test_p24_what_looks_odd_is_stored_and_told(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    odd = [bill(number, 100 if number != 6 else 99_999, 90) for number in range(1, 13)]
    done = load(context, made, book(tmp_path, [HEAD, *odd]))
    assert done.records.imported == 12 and done.records.problems == 0
    assert {"unit_price", "consumption"} & {finding.kind for finding in done.findings}


def test_p20_columns_can_be_left_out(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    path = book(tmp_path, [HEAD, bill(1), bill(2)])
    load(context, made, path, meanings={"Sheet!G": ""})
    assert [row.cost for row in stored(context, made)] == [None, None]


def test_p22_a_mistyped_header_blocks_nobody(context: Context, made: audits.AuditMade, tmp_path: Path) -> None:
    """The person says what the column is; the file need not be touched."""
    head = ("Medidor", "Servicio", "Factura", "Desde", "Hasta", "Cosnumo", "Imporrte")
    path = book(tmp_path, [head, bill(1), bill(2)])
    done = load(context, made, path, meanings={"Sheet!F": "quantity", "Sheet!G": "cost"}, answers={"Sheet!F": "kWh"})
    assert [(row.quantity, row.cost) for row in stored(context, made)] == [(Decimal(100), Decimal(90))] * 2
    assert not done.questions
