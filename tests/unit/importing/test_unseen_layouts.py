"""Layouts of files nobody made for us: periods across, summaries, names in titles, words beside numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.enums import RowVerdict
from score_desktop.importing import read_file, understand
from tests.unit.importing.books import xlsx
from tests.unit.importing.test_layouts import BO, by_meter, of, resources

D = dt.date
NAMES = ["Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre"]
YEAR = [*NAMES, "Noviembre", "Diciembre"]
SHORT = [name[:3] for name in YEAR]


def totals(found):
    """Name → (records, quantity, cost) of each meter."""
    return {
        name: (len(rows), sum(row[2] or 0 for row in rows), sum(row[3] or 0 for row in rows))
        for name, rows in by_meter(found).items()
    }


# -- periods across ----------------------------------------------------------------------------------------------------


def test_months_down_and_years_across():
    rows = [[month, 10.0 + n, 20.0 + n] for n, month in enumerate(YEAR)]
    found = of([["Electricidad (kWh)"], ["Mes", 2023.0, 2024.0], *rows, ["Total", 186.0, 306.0]])
    (bills,) = by_meter(found).values()
    assert (len(bills), sum(row[2] for row in bills)) == (24, 492)
    assert {row[2] for row in bills if row[0] == D(2024, 12, 1)} == {31}
    assert (found.rows[RowVerdict.DATA], found.rows[RowVerdict.TOTAL]) == (12, 1)


def test_years_across_with_quantity_and_cost_below_each():
    found = of(
        [
            ["Electricidad"],
            ["Mes", 2023.0, None, 2024.0, None],
            [None, "kWh", "Bs", "kWh", "Bs"],
            *[[month, 1.0, 2.0, 3.0, 4.0] for month in YEAR],
        ]
    )
    assert [row[1:] for row in totals(found).items()] == [((24, 48, 72),)]


def test_years_down_and_months_across_for_each_meter():
    found = of(
        [
            ["Consumo de agua (m3)"],
            ["Medidor", "Gestión", *SHORT],
            ["A1", 2022.0, *[1.0] * 12],
            [None, 2023.0, *[2.0] * 12],
            ["A2", 2022.0, *[3.0] * 12],
        ]
    )
    assert totals(found) == {"A1": (24, 36, 0), "A2": (12, 36, 0)}
    assert by_meter(found)["A1"][12][:2] == (D(2023, 1, 1), D(2023, 2, 1))


def test_quarters_across():
    found = of([["Consumo kWh"], ["Medidor", "T1 2024", "T2 2024", "Total"], ["M1", 1.0, 2.0, 3.0]])
    assert by_meter(found) == {"M1": [(D(2024, 1, 1), D(2024, 4, 1), 1, None), (D(2024, 4, 1), D(2024, 7, 1), 2, None)]}


def test_a_concept_column_that_holds_names_keeps_every_row():
    found = of(
        [["Agua EPSAS m3 2024"], ["Concepto", *SHORT[:3]], ["Medidor A1", 1.0, 2.0, 3.0], ["Medidor A2", 4.0, 5.0, 6.0]]
    )
    assert sorted(rows[1] for rows in totals(found).values()) == [6, 15]


def test_a_second_row_of_the_same_meter_is_never_lost():
    found = of([["Agua (m3)"], ["Medidor", "ene-24", "feb-24", "mar-24"], ["A1", 1.0, 2.0, 3.0], ["A1", 1.0, 2.0, 9.0]])
    assert found.bill_count == 6  # identity then tells duplicates and conflicts


def test_the_header_over_the_labels_tells_the_unit():
    found = of(
        [["Combustible (l)", "ene-24", "feb-24", "mar-24"], ["Diésel", 1.0, 2.0, 3.0], ["Gasolina", 4.0, 5.0, 6.0]]
    )
    assert sorted(resources(found).values()) == [("diesel", "l"), ("gasoline", "l")]


def test_production_named_by_the_title():
    months = ["ene-24", "feb-24", "mar-24"]
    found = of([["Producción (kg)"], ["Producto", *months], ["Pan", 1.0, 2.0, 3.0], ["Torta", 4.0, 5.0, 6.0]])
    assert set(zip(found.activity["name"], found.activity["unit"], strict=True)) == {("Pan", "kg"), ("Torta", "kg")}
    found = of(
        [["Producción 2024"], ["Mes", "Pan (kg)", "Tortas (unidades)"], ["Enero", 1.0, 2.0], ["Febrero", 3.0, 4.0]]
    )
    assert found.activity["value"] == [1_000_000, 3_000_000, 2_000_000, 4_000_000]
    assert (found.bill_count, found.questions) == (0, ())


def test_production_by_product_and_unit_in_the_rows():
    found = of(
        [
            ["Mes", "Producto", "Cantidad producida", "Unidad"],
            ["Enero 2024", "Pan", 100.0, "kg"],
            ["Enero 2024", "Torta", 20.0, "unidades"],
        ]
    )
    assert list(zip(found.activity["name"], found.activity["unit"], strict=True)) == [("Pan", "kg"), ("Torta", "unit")]


# -- names over columns and in titles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [("Medidor 2-111", "Medidor 2-222"), ("Panadería", "Oficina")])
def test_a_block_of_columns_for_each_meter(names):
    merged = ((0, 1, 0, 2), (0, 3, 0, 4))
    rows = [
        ["Mes", names[0], None, names[1], None],
        [None, "kWh", "Bs", "kWh", "Bs"],
        ["Enero 2024", 1.0, 2.0, 3.0, 4.0],
    ]
    assert totals(of(rows, merged=merged)) == {names[0]: (1, 1, 2), names[1]: (1, 3, 4)}


@pytest.mark.parametrize("names", [("Medidor 1", "Medidor 2"), ("Planta", "Oficina")])
def test_a_column_for_each_meter_below_a_title_with_the_unit(names):
    found = of([["Consumo de energía (kWh)"], ["Mes", *names, "Total"], ["Enero 2024", 1.0, 3.0, 4.0]])
    assert totals(found) == {names[0]: (1, 1, 0), names[1]: (1, 3, 0)}
    found = of([["Gasto en electricidad (Bs)"], ["Mes", *names], ["Enero 2024", 1.0, 3.0]])
    assert totals(found) == {names[0]: (1, 0, 1), names[1]: (1, 0, 3)}


def test_a_sheet_or_table_for_each_year_is_one_meter():
    rows = [["Mes", "Consumo (kWh)", "Monto (Bs)"], ["Enero", 1.0, 2.0]]
    assert list(totals(of(("2023", rows), ("2024", rows), file="luz.xlsx")).values()) == [(2, 2, 4)]
    assert totals(of(("Luz 2023", rows), ("Luz 2024", rows))) == {"Luz": (2, 2, 4)}


def test_the_sheet_or_a_title_names_the_period():
    rows = [["Medidor", "Consumo kWh", "Importe Bs"], ["M1", 1.0, 2.0]]
    found = of(("Enero 2024", rows), ("Febrero 2024", rows))
    assert [row[0] for row in by_meter(found)["M1"]] == [D(2024, 1, 1), D(2024, 2, 1)]
    found = of([["Periodo: Marzo 2024"], *rows])
    assert by_meter(found)["M1"][0][:2] == (D(2024, 3, 1), D(2024, 4, 1))


def test_the_title_names_the_unit():
    found = of([["Consumo expresado en MWh"], ["Medidor", "Mes", "Energía", "Bs"], ["M1", "Enero 2024", 1.5, 9.0]])
    assert (found.bills["unit"], found.questions) == (["MWh"], ())


# -- several tables ----------------------------------------------------------------------------------------------------


def detail(first, second):
    return [["Mes", "Consumo kWh", "Importe Bs"], *[[f"{m} 2024", first + n, second + n] for n, m in enumerate(YEAR)]]


def test_a_summary_sheet_is_not_counted_again():
    both = [
        ["Mes", "Consumo kWh", "Importe Bs"],
        *[[f"{m} 2024", 30.0 + 2 * n, 7.0 + 2 * n] for n, m in enumerate(YEAR)],
    ]
    yearly = [["Año", "Consumo kWh", "Importe Bs"], [2024.0, 492.0, 216.0]]
    found = of(("Planta", detail(10.0, 3.0)), ("Oficina", detail(20.0, 4.0)), ("Consolidado", both), ("Anual", yearly))
    assert totals(found) == {"Planta": (12, 186, 102), "Oficina": (12, 306, 114)}
    assert set(found.verdicts["Consolidado"][1:]) == {RowVerdict.TOTAL}
    assert [params["sheet"] for message, params in found.notes if message == "import.note_summary"] == [
        "Consolidado",
        "Anual",
    ]


def test_sheets_that_only_look_like_a_sum_by_chance_are_kept():
    def steady(value):
        return [["Mes", "Consumo kWh", "Importe Bs"], *[[f"{month} 2024", value, value] for month in YEAR]]

    found = of(("Planta", steady(10.0)), ("Oficina", steady(20.0)), ("Almacén", steady(30.0)))
    assert totals(found) == {"Planta": (12, 120, 120), "Oficina": (12, 240, 240), "Almacén": (12, 360, 360)}


def test_a_wide_summary_of_the_same_meters_repeats_nothing():
    rows = [["Medidor", "Mes", "kWh", "Bs"], *[["M1", f"{m} 2024", 1.0 + n, 5.0] for n, m in enumerate(YEAR)]]
    wide = [
        ["Resumen electricidad (kWh) 2024"],
        ["Medidor", *SHORT, "Total"],
        ["M1", *[1.0 + n for n in range(12)], 78.0],
    ]
    found = of(("Facturas", rows), ("Resumen", wide))
    assert totals(found) == {"M1": (12, 78, 60)}


def test_quantities_and_amounts_in_two_tables_are_one_bill():
    head = ["Medidor", "Ene 2024", "Feb 2024", "Mar 2024"]
    stacked = of(
        [["Consumo (kWh)"], head, ["M1", 1.0, 2.0, 3.0], [None], ["Importe (Bs)"], head, ["M1", 4.0, 5.0, 6.0]]
    )
    assert totals(stacked) == {"M1": (3, 6, 15)}
    sheets = of(("Consumo kWh", [head, ["M1", 1.0, 2.0, 3.0]]), ("Importe Bs", [head, ["M1", 4.0, 5.0, 6.0]]))
    assert totals(sheets) == {"M1": (3, 6, 15)}


# -- years and sums among the rows -------------------------------------------------------------------------------------


def test_rows_of_a_whole_year_among_months_are_subtotals():
    found = of([["Mes", "kWh", "Bs"], ["Enero 2024", 1.0, 2.0], ["Febrero 2024", 3.0, 4.0], ["Gestión 2024", 4.0, 6.0]])
    assert [row[1:] for row in totals(found).items()] == [((2, 4, 6),)]
    assert found.rows[RowVerdict.SUBTOTAL] == 1


def test_rows_of_whole_years_alone_are_records_of_a_year():
    found = of([["Electricidad"], ["Gestión", "kWh", "Bs"], [2022.0, 1.0, 2.0], ["2023", 3.0, 4.0]])
    (rows,) = by_meter(found).values()
    assert [row[:2] for row in rows] == [(D(2022, 1, 1), D(2023, 1, 1)), (D(2023, 1, 1), D(2024, 1, 1))]


@pytest.mark.parametrize("heading", ["{year}", "Gestión {year}"])
def test_headings_of_years_date_the_months_below(heading):
    rows = [row for year in (2023, 2024) for row in ([heading.format(year=year)], *([m, 1.0, 2.0] for m in YEAR))]
    found = of([["Electricidad"], ["Mes", "kWh", "Bs"], *rows])
    (bills,) = by_meter(found).values()
    assert (len(bills), bills[0][0], bills[-1][1]) == (24, D(2023, 1, 1), D(2025, 1, 1))


def test_months_without_a_year_go_on_over_the_turn_of_the_year():
    months = ["Noviembre", "Diciembre", "Enero", "Febrero"]
    found = of([["Electricidad desde 2023"], ["Mes", "kWh", "Bs"], *[[month, 1.0, 2.0] for month in months]])
    assert found.bills["period_start"] == [D(2023, 11, 1), D(2023, 12, 1), D(2024, 1, 1), D(2024, 2, 1)]
    found = of(
        [["Electricidad"], ["Mes", "kWh", "Bs"], ["Noviembre 2023", 1.0, 2.0], *[[m, 1.0, 2.0] for m in months[1:]]]
    )
    assert found.bills["period_start"][-1] == D(2024, 2, 1)


def test_the_file_names_the_year_and_without_any_the_year_is_asked():
    rows = [["Mes", "kWh", "Bs"], ["Enero", 1.0, 2.0]]
    assert of(rows, file="luz_2024.xlsx").bills["period_start"] == [D(2024, 1, 1)]
    assert [question.question for question in of(rows, file="luz.xlsx").questions] == ["year"]


def test_a_row_without_period_that_sums_its_meter_up_is_a_subtotal():
    rows = [["M1", "Enero 2024", 1.0, 2.0], ["M1", "Febrero 2024", 3.0, 4.0], ["M1", None, 4.0, 6.0]]
    found = of([["Medidor", "Mes", "kWh", "Bs"], *rows])
    assert totals(found) == {"M1": (2, 4, 6)}


def test_notes_that_begin_with_a_star_are_notes():
    found = of([["Mes", "kWh", "Bs"], ["Enero 2024", 1.0, 2.0], ["* Fuente: facturas del proveedor"], ["TOTAL"]])
    assert [verdict.value for verdict in found.verdicts["Hoja1"]] == ["header", "data", "note", "total"]


# -- periods as texts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Del 5 de enero al 4 de febrero de 2024", D(2024, 1, 5), D(2024, 2, 5)),
        ("Del 5 de diciembre al 4 de enero de 2024", D(2023, 12, 5), D(2024, 1, 5)),
        ("1 al 31 de enero de 2024", D(2024, 1, 1), D(2024, 2, 1)),
        ("13/01 al 14/02/2024", D(2024, 1, 13), D(2024, 2, 15)),
        ("Mar 1 - Mar 31, 2024", D(2024, 3, 1), D(2024, 4, 1)),
        ("13/01/2024-14/02/2024", D(2024, 1, 13), D(2024, 2, 15)),
        ("Q1 2024", D(2024, 1, 1), D(2024, 4, 1)),
        ("2024-Q2", D(2024, 4, 1), D(2024, 7, 1)),
        ("2º trimestre 2024", D(2024, 4, 1), D(2024, 7, 1)),
        ("IV trimestre de 2024", D(2024, 10, 1), D(2025, 1, 1)),
        ("primer semestre 2024", D(2024, 1, 1), D(2024, 7, 1)),
        ("3er bimestre 2024", D(2024, 5, 1), D(2024, 7, 1)),
        ("Gestión 2024", D(2024, 1, 1), D(2025, 1, 1)),
    ],
)
def test_period_texts(text, start, end):
    found = of([["Medidor", "Período de consumo", "kWh", "Bs"], ["M1", text, 1.0, 2.0]])
    assert not found.questions
    assert by_meter(found)["M1"][0][:2] == (start, end)


def test_the_length_of_periods_decides_the_order_of_their_dates():
    rows = [["M1", "05/01/2024 a 04/02/2024", 1.0, 2.0], ["M1", "05/02/2024 a 04/03/2024", 1.0, 2.0]]
    found = of([["Medidor", "Periodo", "kWh", "Bs"], *rows])
    assert not found.questions
    assert found.bills["period_start"] == [D(2024, 1, 5), D(2024, 2, 5)]


def test_dates_with_the_day_of_the_week():
    found = of([["Fecha", "Producto", "Litros", "Bs"], ["lunes, 8 de enero de 2024", "Diésel", 1.0, 2.0]])
    assert found.bills["period_start"] == [D(2024, 1, 8)]


# -- numbers, units, amounts -------------------------------------------------------------------------------------------


def test_units_beside_the_numbers():
    found = of([["Medidor", "Mes", "Consumo", "Importe"], ["M1", "Enero 2024", "120 kWh", "90,5 Bs"]])
    assert (found.questions, found.bills["unit"], resources(found)) == ((), ["kWh"], {"M1": ("electricity", "kWh")})
    rows = [[D(2024, 1, 5), "Diésel", "50 l", "1 Bs"], [D(2024, 1, 6), "GLP", "3 garrafas", "2 Bs"]]
    found = of([["Fecha", "Combustible", "Cantidad", "Total"], *rows])
    assert (found.questions, found.bills["unit"]) == ((), ["l", "garrafa"])
    found = of([["Medidor", "Mes", "Consumo (kWh)"], ["M1", "Enero 2024", "1,2 MWh"], ["M1", "Febrero 2024", "900,5"]])
    assert found.bills["quantity_base"] == [1_200_000_000, 900_500_000]


@pytest.mark.parametrize(
    ("head", "unit"),
    [("Kw/h", "kWh"), ("Garrafas 10 kg", "garrafa"), ("Garrafas (de 45 kg)", "garrafa 45"), ("Metros cúbicos", "m3")],
)
def test_units_of_several_words_and_common_misspellings(head, unit):
    found = of([["Servicio", "Mes", head, "Bs"], ["Gas licuado", "Enero 2024", 3.0, 2.0]])
    assert (found.bills["unit"], found.bills["quantity"]) == ([unit], [3_000_000])


def test_garrafas_counted_as_pieces():
    found = of(
        [["Fecha", "Detalle", "Cantidad", "Unidad", "Bs"], [D(2024, 1, 5), "Garrafa GLP 10 kg", 3.0, "pza", 67.5]]
    )
    assert (found.bills["unit"], found.bills["quantity_base"]) == (["garrafa"], [30_000_000])


def test_consumption_in_kw_is_asked():
    found = of([["Medidor", "Mes", "Consumo (kW)", "Bs"], ["M1", "Enero 2024", 100.0, 90.0]])
    assert [(question.column, question.question) for question in found.questions] == [("C", "unit")]


def test_thousands_named_by_the_header_or_the_title():
    rows = [["M1", "Enero 2024", 5.0, 1.2]]
    found = of([["Medidor", "Mes", "kWh", "Importe (miles de Bs)"], *rows])
    assert found.bills["cost"] == [1_200_000_000]
    found = of([["Electricidad (en miles de bolivianos)"], ["Medidor", "Mes", "kWh", "Importe"], *rows])
    assert (found.bills["cost"], found.bills["quantity"]) == ([1_200_000_000], [5_000_000])
    assert any(message == "import.note_scaled" for message, _ in found.notes)


def test_arrears_are_not_part_of_the_bill():
    header = ["Medidor", "Mes", "kWh", "Total factura Bs", "Deuda anterior Bs", "Total a pagar Bs"]
    found = of([header, ["M1", "Enero 2024", 1.0, 90.0, 500.0, 590.0], ["M1", "Febrero 2024", 1.0, 90.0, 0.0, 90.0]])
    assert found.bills["cost"] == [90_000_000, 90_000_000]


def test_amounts_for_power_are_no_demand():
    found = of([["Medidor", "Mes", "kWh", "Importe potencia Bs", "Total Bs"], ["M1", "Enero 2024", 1.0, 20.0, 90.0]])
    assert (found.bills["cost_power"], found.bills["cost"]) == ([20_000_000], [90_000_000])
    assert "demand_kw" not in found.bills


def test_readings_listed_from_the_latest():
    rows = [["M1", "Marzo 2024", 1300.0], ["M1", "Febrero 2024", 1200.0], ["M1", "Enero 2024", 1050.0]]
    found = of([["Medidor", "Mes", "Lectura kWh"], *rows])
    assert not found.problems
    assert [(row[0], row[2]) for row in by_meter(found)["M1"]] == [(D(2024, 3, 1), 100), (D(2024, 2, 1), 150)]


def test_a_column_of_item_numbers_is_no_product():
    header = ["Item", "Descripción", "Fecha", "Cantidad", "Unidad", "Total Bs"]
    found = of([header, [1.0, "Diésel", D(2024, 1, 3), 5.0, "l", 9.0]])
    assert (found.questions, resources(found)) == ((), {"Diésel": ("diesel", "l")})


def test_error_cells_are_problems(tmp_path):
    rows = [["M1", "Enero 2024", 10, 9], ["M1", "Febrero 2024", "#N/A", 10], ["M1", "Marzo 2024", 12, "#DIV/0!"]]
    path = xlsx(tmp_path / "e.xlsx", [["Medidor", "Mes", "kWh", "Bs"], *rows])
    found = understand(read_file(path), BO)
    assert [(p.row, p.column, p.value, p.message_id) for p in found.problems] == [
        (3, "C", "#N/A", "import.error_cell"),
        (4, "D", "#DIV/0!", "import.error_cell"),
    ]
    assert totals(found) == {"M1": (1, 10, 9)}


def test_invoices_joined_to_one_file(tmp_path):
    from tests.unit.importing.test_layouts import SIAT

    one = SIAT.format(total="100.50")
    path = tmp_path / "todas.xml"
    path.write_text(
        one + one.replace("Marzo", "Abril").replace("771", "772").replace("ABC9", "ABC10"), encoding="utf-8"
    )
    found = understand(read_file(path), BO)
    assert found.bills["period_start"] == [D(2025, 3, 1), D(2025, 4, 1)]


def test_service_dates_in_english():
    header = ["Account", "Statement Date", "Service From", "Service To", "kWh Used", "Amount Due ($)"]
    rows = [
        ["12-3", "02/06/2024", "01/03/2024", "02/02/2024", 9.0, 1.0],
        ["12-3", "03/06/2024", "02/03/2024", "03/03/2024", 8.0, 2.0],
    ]
    from score_desktop.importing import ImportContext

    found = of([header, *rows], context=ImportContext("US", "USD"))
    assert not found.questions
    assert found.bills["period_start"] == [D(2024, 1, 3), D(2024, 2, 3)]


def test_concepts_that_name_a_resource_only_stay_apart():
    """Words without a value's word ("Agua potable") beside those with one must not be lost in another meter."""
    found = of(
        [
            ["HOTEL DEL CENTRO - CONSUMOS 2025"],
            ["Concepto", "Unidad", *YEAR],
            ["Energía eléctrica", "kWh", *[100.0] * 12],
            ["Importe electricidad", "Bs", *[80.0] * 12],
            ["Agua potable", "m3", *[20.0] * 12],
            ["Importe agua", "Bs", *[50.0] * 12],
            ["Gas natural", "m3", *[7.0] * 12],
        ]
    )
    assert {(meter.resource.value, meter.unit) for meter in found.meters} == {
        ("electricity", "kWh"), ("water", "m3"), ("natural_gas", "m3"),
    }  # fmt: skip
    assert sorted(totals(found).values()) == [(12, 84, 0), (12, 240, 600), (12, 1200, 960)]


def test_concepts_of_unknown_words_name_their_meter():
    found = of(
        [
            ["Consumo de electricidad 2025"],
            ["Concepto", "Unidad", *YEAR],
            ["Consumo", "kWh", *[100.0] * 12],
            ["Horno nuevo", "kWh", *[30.0] * 12],
            ["Cámara fría", "kWh", *[20.0] * 12],
        ]
    )
    assert {values[1] for values in totals(found).values()} == {1200, 360, 240}
    assert {"Horno nuevo", "Cámara fría"} < set(totals(found))


def test_dates_keep_the_order_under_which_most_can_be_read():
    """All first days are the 1st: read with the year in front only 01/01 is a date, and must not decide for all."""
    rows = [[f"01/{n:02}/2025", f"28/{n:02}/2025", 900.0 + n, 700.0] for n in range(1, 13)]
    found = of([["Desde", "Hasta", "kWh", "Importe (Bs)"], *rows])
    assert not found.problems
    assert found.bill_count == 12
    assert found.bills["period_start"] == [D(2025, n, 1) for n in range(1, 13)]


def test_few_known_columns_between_many_unknown_ones():
    heads = ["Mes", *[f"Campo {n} del sistema" for n in range(1, 56)], "Desde", "Hasta", "Consumo kWh", "Importe Bs"]
    rows = [[month, *[1.0] * 55, D(2025, n, 1), D(2025, n, 28), 500.0, 400.0] for n, month in enumerate(YEAR, 1)]
    found = of([heads, *rows])
    assert list(totals(found).values()) == [(12, 6000, 4800)]


@pytest.mark.parametrize("file", ["producción.xlsx", "Producción 2025.xlsx", "produccion mensual.xlsx"])
def test_the_files_name_says_that_it_is_production(file):
    rows = [[f"{month} 2025", 8000.0, 1200.0] for month in YEAR]
    found = of([["Mes", "Pan (kg)", "Pasteles (unidades)"], *rows], file=file)
    assert (found.questions, found.bill_count, found.activity_count) == ((), 0, 24)
