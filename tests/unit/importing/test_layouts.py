"""Layouts that workbooks come in, beyond the samples."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest
import xlwt

from score_desktop.enums import RowVerdict
from score_desktop.errors import InvalidInput, UnreadableFile
from score_desktop.importing import ImportContext, read_file, understand
from score_desktop.importing.workbook import Sheet, Workbook
from tests.unit.importing.books import xlsx

BO = ImportContext("BO", "BOB")
MONTHS = ["Enero 2024", "Febrero 2024", "Marzo 2024"]
D = dt.date


def of(*sheets, context=BO, file="libro.xlsx", merged=()):
    """What is understood of sheets given as rows, or as (name, rows)."""
    made = []
    for number, sheet in enumerate(sheets):
        name, rows = sheet if isinstance(sheet, tuple) else (f"Hoja{number + 1}", sheet)
        width = max(map(len, rows))
        made.append(Sheet(name, [list(row) + [None] * (width - len(row)) for row in rows], merged=merged))
    found = understand(Workbook(file, "xlsx", tuple(made)), context)
    for name, rows in found.verdicts.items():
        assert len(rows) == len(next(sheet.rows for sheet in made if sheet.name == name))
    assert sum(found.rows.values()) == sum(len(rows) for rows in found.verdicts.values())
    return found


def by_meter(found):
    """Name → list of (start, end, quantity, cost) in whole units."""
    result = defaultdict(list)
    columns = (found.bills[name] for name in ("meter", "period_start", "period_end", "quantity", "cost"))
    for meter, start, end, quantity, cost in zip(*columns, strict=True):
        whole = tuple(None if value is None else value / 1e6 for value in (quantity, cost))
        result[found.meters[meter].name].append((start, end, *whole))
    return dict(result)


def resources(found):
    return {meter.name: (meter.resource.value, meter.unit) for meter in found.meters}


def test_stacked_tables_each_with_its_title():
    found = of(
        [
            ["Medidor 2-111 DELAPAZ"],
            ["Mes", "Consumo (kWh)", "Importe (Bs)"],
            ["Enero 2024", 100.0, 90.0],
            ["Febrero 2024", 110.0, 95.0],
            ["Total", 210.0, 185.0],
            [None],
            ["Medidor A-222 EPSAS agua"],
            ["Mes", "Consumo (m3)", "Importe (Bs)"],
            ["Enero 2024", 10.0, 30.0],
            ["Febrero 2024", 11.0, 33.0],
        ]
    )
    assert [table.range for table in found.tables] == ["A2:C5", "A8:C10"]
    meters = by_meter(found)
    assert {name.split("(")[-1].strip(")") for name in meters} == {"2-111", "A-222"}
    assert {meter.resource.value for meter in found.meters} == {"electricity", "water"}
    assert found.rows[RowVerdict.TITLE] == 2
    assert found.rows[RowVerdict.TOTAL] == 1
    assert found.rows[RowVerdict.BLANK] == 1
    assert found.bill_count == 4


def test_headings_inside_a_table_name_the_meter():
    found = of(
        [
            ["Electricidad"],
            ["Mes", "kWh", "Bs"],
            ["Medidor 2-111"],
            ["Enero 2024", 100.0, 90.0],
            ["Febrero 2024", 110.0, 95.0],
            ["Medidor 2-222"],
            ["Enero 2024", 200.0, 190.0],
        ]
    )
    assert {name: len(rows) for name, rows in by_meter(found).items()} == {"2-111": 2, "2-222": 1}


def test_header_repeated_on_every_page():
    header = ["Medidor", "Periodo", "Consumo kWh", "Total Bs"]
    found = of([header, ["M1", "Enero 2024", 1.0, 2.0], header, ["M1", "Febrero 2024", 3.0, 4.0]])
    assert found.bill_count == 2
    assert found.rows[RowVerdict.HEADER] == 2
    assert len(by_meter(found)["M1"]) == 2


def test_two_header_rows_without_merged_cells():
    found = of(
        [
            ["Medidor", "Periodo", "Lectura", None, "Consumo", "Importe"],
            [None, None, "Anterior", "Actual", "kWh", "Bs"],
            ["M1", "Enero 2024", 100.0, 150.0, 50.0, 45.5],
        ]
    )
    table = found.tables[0]
    assert table.header_rows == (1, 2)
    assert dict(table.columns) == {
        "A": "meter", "B": "period", "C": "reading_previous", "D": "reading_current", "E": "quantity", "F": "cost",
    }  # fmt: skip


def test_group_row_above_the_header():
    found = of(
        [
            [None, "Electricidad", None, "Agua", None],
            ["Mes", "kWh", "Bs", "m3", "Bs"],
            ["Enero 2024", 100.0, 90.0, 10.0, 30.0],
            ["Febrero 2024", 110.0, 95.0, 11.0, 33.0],
        ]
    )
    assert sorted(value for value in resources(found).values()) == [("electricity", "kWh"), ("water", "m3")]
    costs = {meter.resource.value: 0.0 for meter in found.meters}
    for meter, cost in zip(found.bills["meter"], found.bills["cost"], strict=True):
        costs[found.meters[meter].resource.value] += cost / 1e6
    assert costs == {"electricity": 185.0, "water": 63.0}


def test_tables_side_by_side():
    found = of(
        [
            ["Medidor 2-111 luz", None, None, None, "Medidor A-22 agua", None, None],
            ["Mes", "kWh", "Bs", None, "Mes", "m3", "Bs"],
            ["Enero 2024", 1.0, 2.0, None, "Enero 2024", 3.0, 4.0],
            [None, None, None, None, "Febrero 2024", 5.0, 6.0],
        ]
    )
    assert {name: len(rows) for name, rows in by_meter(found).items()} == {"2-111": 1, "A-22": 2}
    assert sorted(value for value in resources(found).values()) == [("electricity", "kWh"), ("water", "m3")]
    assert found.rows[RowVerdict.DATA] == 2


def test_months_across_with_dates_and_two_rows_of_headers():
    found = of(
        [
            ["Consumo de electricidad"],
            ["Medidor", D(2024, 1, 1), None, D(2024, 2, 1), None, D(2024, 3, 1), None],
            [None, "kWh", "Bs", "kWh", "Bs", "kWh", "Bs"],
            ["M1", 1.0, 10.0, 2.0, 20.0, None, None],
            ["M2", 5.0, 50.0, 6.0, 60.0, 7.0, 70.0],
        ]
    )
    assert by_meter(found)["M1"] == [(D(2024, 1, 1), D(2024, 2, 1), 1, 10), (D(2024, 2, 1), D(2024, 3, 1), 2, 20)]
    assert len(by_meter(found)["M2"]) == 3


def test_months_across_without_years_take_it_from_the_title():
    months = ["Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic"]
    found = of(
        [
            ["Consumo de agua EPSAS gestión 2023"],
            ["Medidor", *months, "Total"],
            ["A-1 (m3)", *map(float, range(12)), 66.0],
        ]
    )
    assert found.bill_count == 12
    assert found.bills["period_start"][0] == D(2023, 1, 1)
    assert found.bills["quantity"][0] == 0
    assert resources(found)[found.meters[0].name] == ("water", "m3")


@pytest.mark.parametrize("title", ["gestión 2023-2024", "gestión 2023/24", "2023 – 2024"])
def test_months_across_two_years_begin_in_the_first(title):
    months = ["Jul", "Ago", "Sep", "Oct", "Nov", "Dic", "Ene", "Feb", "Mar", "Abr", "May", "Jun"]
    found = of([[f"Consumo de agua (m3) {title}"], ["Medidor", *months], ["A1", *map(float, range(10, 22))]])
    starts = [start for start, *_ in by_meter(found)["A1"]]
    assert starts[0] == D(2023, 7, 1) and starts[5:7] == [D(2023, 12, 1), D(2024, 1, 1)]


def test_months_of_one_year_under_a_title_of_two_are_not_guessed():
    with pytest.raises(UnreadableFile):
        of([["Consumo de agua (m3) 2023-2024"], ["Medidor", "Ene", "Feb", "Mar"], ["A1", 1.0, 2.0, 3.0]])


def test_readings_that_are_days_say_when_the_meter_was_read():
    rows = [[D(2025, month, 28), 100.0, 50.0] for month in range(1, 5)]
    found = of([["Lectura", "kWh", "Bs"], *rows])
    assert [bill[2:] for bill in next(iter(by_meter(found).values()))] == [(100, 50)] * 4
    assert not any(found.bills.get("reading_current", ()))
    assert found.bills["period_start"][1:] == [D(2025, month, 28) for month in range(1, 4)]


def test_months_across_with_resources_in_the_rows():
    found = of(
        [
            ["Concepto", "ene-24", "feb-24", "mar-24"],
            ["Electricidad (kWh)", 100.0, 110.0, 120.0],
            ["Electricidad (Bs)", 90.0, 95.0, 99.0],
            ["Agua (m3)", 10.0, 11.0, None],
            ["Agua (Bs)", 30.0, 33.0, None],
            ["Producción (t)", 5.0, 6.0, 7.0],
            ["TOTAL Bs", 120.0, 128.0, 99.0],
        ]
    )
    assert sorted(resources(found).values()) == [("electricity", "kWh"), ("water", "m3")]
    assert sorted(len(rows) for rows in by_meter(found).values()) == [2, 3]
    assert all(row[3] is not None for rows in by_meter(found).values() for row in rows)
    assert found.activity_count == 3
    assert found.activity["kind"] == ["production"] * 3


def test_months_across_as_activity():
    found = of(
        [
            ["", *["ene-24", "feb-24", "mar-24"]],
            ["Pan producido (t)", 1.0, 2.0, 3.0],
            ["Horas trabajadas", 8.0, 9.0, 7.0],
        ]
    )
    assert found.activity["kind"] == ["production"] * 3 + ["hours"] * 3
    assert found.bill_count == 0


def test_month_and_year_columns():
    found = of(
        [
            ["Gestión", "Mes", "Consumo kWh", "Importe Bs"],
            [2024.0, "Noviembre", 1.0, 2.0],
            [None, "Diciembre", 3.0, 4.0],
            [2025.0, "Enero", 5.0, 6.0],
            [2025.0, 2.0, 7.0, 8.0],
        ]
    )
    assert found.bills["period_start"] == [D(2024, 11, 1), D(2024, 12, 1), D(2025, 1, 1), D(2025, 2, 1)]


def test_period_texts_of_two_dates():
    found = of(
        [
            ["Medidor", "Periodo", "Consumo kWh", "Importe Bs"],
            ["M1", "01/01/2024 al 31/01/2024", 1.0, 2.0],
            ["M1", "01/02/2024 al 29/02/2024", 3.0, 4.0],
        ]
    )
    assert by_meter(found)["M1"][1][:2] == (D(2024, 2, 1), D(2024, 3, 1))


def test_reading_dates_run_from_reading_to_reading():
    found = of(
        [
            ["Medidor", "Fecha lectura", "Consumo kWh", "Total Bs"],
            ["M1", D(2024, 1, 12), 1.0, 2.0],
            ["M1", D(2024, 2, 10), 3.0, 4.0],
            ["M1", D(2024, 3, 13), 5.0, 6.0],
        ]
    )
    assert [row[:2] for row in by_meter(found)["M1"]] == [
        (D(2023, 12, 12), D(2024, 1, 12)),
        (D(2024, 1, 12), D(2024, 2, 10)),
        (D(2024, 2, 10), D(2024, 3, 13)),
    ]


def test_reading_dates_at_month_ends_are_months():
    days = [D(2024, 1, 31), D(2024, 2, 29), D(2024, 3, 31)]
    found = of([["Medidor", "Fecha lectura", "kWh", "Bs"], *[["M1", day, 5.0, 6.0] for day in days]])
    assert [row[:2] for row in by_meter(found)["M1"]][1] == (D(2024, 2, 1), D(2024, 3, 1))


def test_ends_that_touch_the_next_start_are_exclusive():
    header = ["Meter", "Start Date", "End Date", "Usage (kWh)", "Cost"]
    found = of([header, ["M1", D(2024, 1, 5), D(2024, 2, 5), 1.0, 2.0], ["M1", D(2024, 2, 5), D(2024, 3, 5), 3.0, 4.0]])
    assert found.bills["period_end"] == [D(2024, 2, 5), D(2024, 3, 5)]
    found = of([header, ["M1", D(2024, 1, 5), D(2024, 2, 4), 1.0, 2.0], ["M1", D(2024, 2, 5), D(2024, 3, 4), 3.0, 4.0]])
    assert found.bills["period_end"] == [D(2024, 2, 5), D(2024, 3, 5)]


def test_excel_serials_in_a_column_of_dates():
    serial = float((D(2024, 1, 15) - D(1899, 12, 30)).days)
    found = of(
        [
            ["Fecha", "Producto", "Litros", "Importe Bs"],
            [serial, "Diésel", 10.0, 37.2],
            [serial + 40, "Diésel", 5.0, 18.6],
        ]
    )
    assert found.bills["period_start"] == [D(2024, 1, 15), D(2024, 2, 24)]
    assert resources(found) == {"Diésel": ("diesel", "l")}


def test_readings_without_consumption_and_a_meter_that_rolled_over():
    found = of(
        [
            ["Medidor", "Mes", "Lectura anterior kWh", "Lectura actual kWh", "Multiplicador", "Total Bs"],
            ["M1", "Enero 2024", 99_900.0, 99_950.0, 10.0, 1.0],
            ["M1", "Febrero 2024", 99_950.0, 20.0, 10.0, 1.0],
        ]
    )
    assert [row[2] for row in by_meter(found)["M1"]] == [500, 700]


def test_one_column_of_cumulative_readings():
    found = of(
        [
            ["Mes", "Lectura medidor (kWh)"],
            ["Diciembre 2023", 1000.0],
            ["Enero 2024", 1100.0],
            ["Febrero 2024", 1250.0],
        ]
    )
    (rows,) = by_meter(found).values()
    assert [row[2] for row in rows] == [100, 150]


def test_tariff_blocks_without_a_total_are_added():
    found = of(
        [
            [
                "Medidor",
                "Mes",
                "Energía bloque alto (kWh)",
                "Energía bloque medio (kWh)",
                "Energía bloque bajo (kWh)",
                "Demanda (kW)",
                "Energía reactiva (kVArh)",
                "Total Bs",
            ],
            ["M1", "Enero 2024", 10.0, 20.0, 30.0, 5.0, 7.0, 100.0],
        ]
    )
    assert found.bills["quantity"] == [60_000_000]
    assert found.bills["demand_kw"] == [5_000_000]
    assert found.bills["reactive_kvarh"] == [7_000_000]


def test_zero_is_a_value_and_an_empty_month_is_none():
    found = of(
        [["Mes", "kWh", "Bs"], ["Enero 2024", 0.0, 0.0], ["Febrero 2024", None, None], ["Marzo 2024", None, 12.0]]
    )
    (rows,) = by_meter(found).values()
    assert [(row[2], row[3]) for row in rows] == [(0, 0), (None, 12)]
    assert found.rows[RowVerdict.NOTE] == 1


def test_totals_titles_and_notes_are_no_bills():
    found = of(
        [
            ["Empresa X"],
            ["Mes", "Consumo kWh", "Importe Bs"],
            ["Enero 2024", 1.0, 2.0],
            ["Subtotal enero", 1.0, 2.0],
            ["Febrero 2024", 3.0, 4.0],
            ["SUMA TOTAL", 4.0, 6.0],
            ["Promedio", 2.0, 3.0],
            [None, 4.0, 6.0],
            [None, None, None],
            ["Fuente: facturas del proveedor"],
        ]
    )
    assert found.bill_count == 2
    verdicts = [verdict.value for verdict in found.verdicts["Hoja1"]]
    assert verdicts == ["title", "header", "data", "subtotal", "data", "total", "total", "total", "blank", "note"]


def test_a_column_that_says_nothing_is_known_by_its_values():
    found = of([["Medidor", "xyz", "Consumo", "u", "pagado"], ["M1", "Enero 2024", 5.0, "kWh", "Bs 10,50"]])
    assert found.bills["cost"] == [10_500_000]
    assert found.bills["period_start"] == [D(2024, 1, 1)]


def test_the_same_quantity_in_two_units_is_taken_once():
    found = of([["YPFB gas natural"], ["Mes", "MPC", "m3", "Bs"], ["Enero 2024", 1.0, 28.3, 12.0]])
    assert (found.bills["quantity"], found.bills["unit"]) == ([28_300_000], ["m3"])


def test_unreadable_values_are_problems_and_the_rest_is_kept():
    found = of(
        [
            ["Mes", "kWh", "Bs"],
            ["Enero 2024", "doce", 1.0],
            ["Febrero 2024", 3.0, 4.0],
            ["Marzo 2024", D(2024, 5, 1), 1.0],
            ["Abrul 2024", 3.0, 1.0],
            ["Mayo 2024", 1e13, 1.0],
        ]
    )
    assert [(p.row, p.column, p.message_id) for p in found.problems] == [
        (2, "B", "import.not_a_number"),
        (4, "B", "import.date_for_number"),
        (5, "A", "import.not_a_period"),
        (6, "B", "import.number_too_large"),
    ]
    assert found.problems[0].value == "doce"
    assert found.bill_count == 1


def test_cylinders_by_size():
    found = of(
        [
            ["Fecha", "Producto", "Cantidad", "Unidad", "Importe Bs"],
            [D(2024, 1, 5), "GLP garrafa 45 kg", 2.0, "garrafa", 200.0],
            [D(2024, 1, 6), "GLP", 3.0, "garrafas", 67.5],
        ]
    )
    assert found.bills["unit"] == ["garrafa 45", "garrafa"]
    assert found.bills["quantity_base"] == [90_000_000, 30_000_000]


def test_bills_and_production_in_one_table():
    found = of([["Mes", "Electricidad kWh", "Importe Bs", "Producción (t)"], ["Enero 2024", 5.0, 6.0, 2.0]])
    assert found.bill_count == 1
    assert found.activity["value"] == [2_000_000]


def test_corrections_of_the_person_win():
    rows = [["Mes", "kWh", "Valor A", "Valor B"], ["Enero 2024", 5.0, 6.0, 7.0]]
    found = of(rows, context=ImportContext("BO", "BOB", meanings={"Hoja1!C": "", "Hoja1!D": "cost"}))
    assert found.bills["cost"] == [7_000_000]


def test_a_file_without_bills_says_what_was_seen():
    with pytest.raises(UnreadableFile) as caught:
        of([["Lista de empleados"], ["Nombre", "Cargo"], ["Ana", "Contadora"]])
    assert caught.value.message_id == "import.no_bills"
    assert "Lista de empleados" in caught.value.params["seen"]
    with pytest.raises(InvalidInput):
        of([["Mes", "kWh"]], context=ImportContext("BO", "BOB", sheet="Otra"))


def test_a_second_sheet_of_instructions_is_no_trouble():
    found = of(
        ("Datos", [["Mes", "kWh"], ["Enero 2024", 1.0]]), ("Ayuda", [["Complete los datos"], [None], ["Gracias"]])
    )
    assert found.rows[RowVerdict.NOTE] == 2
    assert found.bill_count == 1


def test_csv_in_windows_1252_with_semicolons_and_decimal_comma(tmp_path):
    path = tmp_path / "energía ñ.csv"
    text = "Nº Factura;Medidor;Período;Energía (kWh);Importe (Bs)\r\n7;Panadería 1;Enero 2024;1.234,5;987,60\r\n"
    text += "8;Panadería 1;Febrero 2024;1.100;900,00\r\n"
    path.write_bytes(text.encode("cp1252"))
    workbook = read_file(path)
    assert workbook.kind == "csv"
    found = understand(workbook, BO)
    assert [(row[2], row[3]) for row in by_meter(found)["Panadería 1"]] == [(1234.5, 987.6), (1100, 900)]
    assert not found.questions
    assert found.bills["invoice_number"] == ["7", "8"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_csv_of_any_separator_and_encoding(tmp_path, separator, encoding):
    path = tmp_path / "bills.csv"
    lines = [
        ["Meter", "Month", "Usage (kWh)", "Cost (USD)"],
        ["Ñandú", "Jan 2024", "1234.5", "10.25"],
        ["Ñandú", "Feb 2024", "99.75", "8.00"],
    ]
    path.write_bytes("\n".join(separator.join(line) for line in lines).encode(encoding))
    found = understand(read_file(path), ImportContext("US", "USD"))
    assert [row[2:] for row in by_meter(found)["Ñandú"]] == [(1234.5, 10.25), (99.75, 8.0)]


def test_xls(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Luz")
    style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for column, head in enumerate(["Medidor", "Desde", "Hasta", "kWh", "Bs"]):
        sheet.write(2, column + 1, head)
    for column, value in enumerate(["M1", D(2024, 1, 1), D(2024, 1, 31), 5.5, 10]):
        sheet.write(3, column + 1, value, style if isinstance(value, D) else xlwt.Style.default_style)
    book.save(str(tmp_path / "luz.xls"))
    found = understand(read_file(tmp_path / "luz.xls"), BO)
    assert by_meter(found) == {"M1": [(D(2024, 1, 1), D(2024, 2, 1), 5.5, 10)]}
    assert found.first_rows == {"Luz": 3}
    assert found.tables[0].range == "B3:F4"
    assert found.tables[0].columns["E"] == "quantity"
    assert found.bills["source_row"] == [4]
    assert found.meters[0].resource.value == "electricity"


def test_ods(tmp_path):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="Agua")
    for values in (["Medidor", "Mes", "m3", "Bs"], ["A-1", "Enero 2024", 12.5, 40.0]):
        row = TableRow()
        for value in values:
            kind = {"valuetype": "float", "value": value} if isinstance(value, float) else {"valuetype": "string"}
            cell = TableCell(**kind)
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(tmp_path / "agua.ods"))
    workbook = read_file(tmp_path / "agua.ods")
    assert workbook.kind == "ods"
    found = understand(workbook, BO)
    assert by_meter(found) == {"A-1": [(D(2024, 1, 1), D(2024, 2, 1), 12.5, 40)]}
    assert any(message_id == "import.note_formats_unseen" for message_id, _ in found.notes)


def test_hidden_rows_formats_and_formulas_without_value_are_seen_in_an_xlsx(tmp_path):
    import openpyxl

    path = xlsx(
        tmp_path / "a.xlsx",
        [["Mes", "Consumo", "Total"], ["Enero 2024", 5, 10.5], ["Febrero 2024", 6, 11], ["Marzo 2024", "=B2+1", 12]],
    )
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for row in (2, 3, 4):
        sheet.cell(row, 2).number_format = '0.0" kWh"'
        sheet.cell(row, 3).number_format = '"Bs" #,##0.00'
    book.save(path)
    workbook = read_file(path)
    seen = workbook.sheets[0]
    assert (seen.hidden_rows, seen.hidden_cols, seen.valueless) == (1, (2,), ("B4",))
    assert seen.formats == {1: '0.0" kWh"', 2: '"Bs" #,##0.00'}
    found = understand(workbook, ImportContext("US", "USD"))
    assert found.bills["unit"] == ["kWh"] * 3
    assert found.bills["currency"] == ["BOB"] * 3
    told = {message_id for message_id, _ in found.notes}
    assert {"import.note_hidden_rows", "import.note_hidden_columns", "import.note_no_value"} <= told


SIAT = """<?xml version="1.0" encoding="UTF-8"?>
<facturaElectronicaServicioBasico><cabecera><nitEmisor>1020</nitEmisor><razonSocialEmisor>DELAPAZ</razonSocialEmisor>
<numeroFactura>771</numeroFactura><cuf>ABC9</cuf><mes>Marzo</mes><gestion>2025</gestion><numeroMedidor>2-114583</numeroMedidor>
<fechaEmision>2025-04-02T10:00:00.000</fechaEmision><codigoCliente>99</codigoCliente><montoTotal>{total}</montoTotal>
<montoTotalSujetoIva>86</montoTotalSujetoIva><consumoPeriodo>120.500</consumoPeriodo><tasaAseo>5</tasaAseo>
<tasaAlumbrado>2</tasaAlumbrado><otrasTasas>0.50</otrasTasas><otrosPagosNoSujetoIva>7</otrosPagosNoSujetoIva>
<ajusteSujetoIva>10</ajusteSujetoIva><codigoMoneda>1</codigoMoneda><tipoCambio>1</tipoCambio>
<codigoDocumentoSector>13</codigoDocumentoSector></cabecera>
<detalle><descripcion>Energía</descripcion><cantidad>1</cantidad><precioUnitario>76</precioUnitario><subTotal>76</subTotal></detalle>
</facturaElectronicaServicioBasico>"""


@pytest.mark.parametrize(("total", "told"), [("100.50", False), ("100.55", False), ("100.56", True), ("99", True)])
def test_siat_invoice(tmp_path, total, told):
    path = tmp_path / "factura.xml"
    path.write_text(SIAT.format(total=total), encoding="utf-8")
    found = understand(read_file(path), BO)
    assert not found.questions
    meter = found.meters[0]
    assert (meter.name, meter.resource.value, meter.unit, meter.currency) == ("2-114583", "electricity", "kWh", "BOB")
    bill = {name: values[0] for name, values in found.bills.items()}
    assert (bill["period_start"], bill["period_end"]) == (D(2025, 3, 1), D(2025, 4, 1))
    assert (bill["quantity"], bill["cuf"], bill["invoice_number"]) == (120_500_000, "ABC9", "771")
    assert (bill["tax_base"], bill["tax_cleaning"], bill["tax_lighting"]) == (86_000_000, 5_000_000, 2_000_000)
    messages = [message_id for message_id, _ in found.notes]
    assert ("import.note_siat_sum" in messages) == told
    assert "import.note_siat_signature" in messages


def sums(*heads, rows=((500.0, 120.0, 300.0), (480.0, 130.0, 280.0))):
    """Meter → quantity and cost of all its bills, of a table with such columns after the month."""
    found = of([["Mes", *heads], *([month, *row] for month, row in zip(("ene-24", "feb-24"), rows, strict=True))])
    assert not found.questions
    return {
        meter: (sum(bill[2] for bill in bills), sum(bill[3] or 0 for bill in bills))
        for meter, bills in by_meter(found).items()
    }


@pytest.mark.parametrize(
    "apart", ["Generación solar kWh", "Energía inyectada (kWh)", "kWh presupuestado", "Presupuesto (kWh)", "Budget kWh"]
)
def test_what_was_planned_made_or_given_away_is_no_consumption(apart):
    assert list(sums(apart, "Consumo kWh", "Total Bs").values()) == [(250, 580)]
    assert list(sums("Consumo kWh", apart, "Total Bs").values()) == [(980, 580)]


def test_money_that_was_planned_is_no_cost():
    assert list(sums("kWh", "Importe presupuestado (Bs)", "Importe (Bs)").values()) == [(980, 580)]


def test_energy_at_peak_and_off_peak_is_one_bill():
    assert list(sums("kWh punta", "kWh fuera de punta", "Total Bs").values()) == [(1_230, 580)]


@pytest.mark.parametrize("scaled", ["kWh x 1000", "kWh (miles)", "Consumo (miles de kWh)", "Consumo kWh (×1.000)"])
def test_a_header_may_say_thousands(scaled):
    assert list(sums(scaled, "Demanda kW", "Total Bs").values()) == [(980_000, 580)]


def test_amounts_per_month_are_amounts():
    assert list(sums("Consumo (kWh/mes)", "Demanda (kW)", "Costo (Bs/mes)").values()) == [(980, 580)]


def test_days_of_a_bill_say_where_its_period_begins():
    rows = [[D(2024, 1, 20), 30.0, 100.0, 80.0], [D(2024, 2, 19), 30.0, 90.0, 70.0], [D(2024, 4, 20), "31", 95.0, 75.0]]
    found = of([["Fecha lectura", "Días", "kWh", "Bs"], *rows])
    periods = list(zip(found.bills["period_start"], found.bills["period_end"], strict=True))
    assert periods == [
        (D(2023, 12, 21), D(2024, 1, 20)),
        (D(2024, 1, 20), D(2024, 2, 19)),
        (D(2024, 3, 20), D(2024, 4, 20)),
    ]


@pytest.mark.parametrize("told", [30.0, "30", "9" * 5_000, float("inf"), float("nan"), -3.0, "x"])
def test_days_told_never_make_bills_overlap(told):
    rows = [[D(2024, 3, 15), told, 100.0, 80.0], [D(2024, 4, 12), told, 90.0, 70.0]]
    found = of([["Fecha lectura", "Días", "kWh", "Bs"], *rows])
    assert found.bills["period_start"][1] == found.bills["period_end"][0] == D(2024, 3, 15)


@pytest.mark.parametrize("head", ["Residuo generado (kg)", "Waste generated (kg)"])
def test_waste_that_was_generated_is_the_enterprise_s_own(head):
    found = of([["Mes", head, "Consumo electricidad (kWh)"], ["ene-24", 500.0, 100.0], ["feb-24", 400.0, 90.0]])
    assert sorted(kind for kind, _unit in resources(found).values()) == ["electricity", "waste"]


def test_numbers_beside_other_units_in_a_header_multiply_nothing():
    rows = [["ene-24", 100.0, 80.0], ["feb-24", 90.0, 70.0]]
    found = of([["Mes", "Trafo TX 1000 kVA (kWh)", "Bs"], *rows])
    assert sum(found.bills["quantity"]) == 190_000_000
    assert sum(of([["Mes", "Consumo kWh max 1000 kW", "Bs"], *rows]).bills["quantity"]) == 190_000_000
