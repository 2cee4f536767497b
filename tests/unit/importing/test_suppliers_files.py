"""Files as suppliers, cities and assistants make them: particulars above, notes below, days without years."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from score_desktop.enums import RowVerdict
from score_desktop.importing import ImportContext
from score_desktop.importing.heads import head_of
from tests.unit.importing.test_layouts import BO, by_meter, of, resources

D = dt.date
FR, DE, CL, US, GB = (
    ImportContext(*both) for both in (("FR", "EUR"), ("DE", "EUR"), ("CL", "CLP"), ("US", "USD"), ("GB", "GBP"))
)
MONTHS = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre")
FISCAL = ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun")


def periods(found):
    return [row[:2] for rows in by_meter(found).values() for row in rows]


def amounts(found):
    return [row[2:] for rows in by_meter(found).values() for row in rows]


def asked(found):
    return [(question.column, question.question) for question in found.questions]


def with_answer(context, **said):
    """A context with answers by "Hoja1!COLUMN"."""
    answers = {f"Hoja1!{column}": choice for column, choice in said.items()}
    return ImportContext(context.country, context.currency, answers=answers)


# -- what stands around a table ----------------------------------------------------------------------------------------


def test_a_row_of_particulars_above_tells_meter_and_unit_of_the_values_below():
    found = of(
        [
            ["Identifiant PRM", "Type de donnees", "Date de debut", "Date de fin", "Grandeur physique", "Unite"],
            ["14295224261882", "Energie quotidienne", "01/01/2023", "01/02/2023", "Energie active", "Wh"],
            ["Horodate", "Valeur"],
            *([f"2023-01-{day:02d}T00:00:00+01:00", str(1000 + day)] for day in range(1, 11)),
        ],
        context=FR,
    )
    assert found.questions == () and resources(found) == {"14295224261882": ("electricity", "Wh")}
    assert amounts(found) == [(1000 + day, None) for day in range(1, 11)]
    assert [end - start for start, end in periods(found)] == [dt.timedelta(days=1)] * 10
    assert found.rows[RowVerdict.TITLE] == 2 and found.rows[RowVerdict.HEADER] == 1


def test_power_in_watts_is_no_energy():
    rows = [["Identifiant PRM", "Unite"], ["14295224261882", "W"], ["Horodate", "Valeur"]]
    rows += [[f"2023-01-01T{hour:02d}:00:00+01:00", "500"] for hour in range(24)]
    with pytest.raises(Exception, match="no_bills"):
        of(rows, context=FR)


def test_a_line_that_tells_one_thing_of_the_table_is_no_second_header():
    rows = [
        ["Title", "Green Button Download"],
        ["Resource", "Electric"],
        ["Meter Number", "Date", "Start Time", "Duration", "Consumption", "Net"],
    ]
    rows += [["0512", f"1/{day}/2023", f"{hour % 12 or 12}:00 {'AM' if hour < 12 else 'PM'}", "60", "0.5", "0.5"]
             for day in (14, 15) for hour in range(24)]  # fmt: skip
    found = of(rows, context=with_answer(US, E="kWh"))
    assert amounts(found) == [(12, None), (12, None)] and found.rows[RowVerdict.HEADER] == 1


@pytest.mark.parametrize(
    "note", ["Nota: consumo en m3, importes en bolivianos.", "Unidad: m3", "Los consumos están en metros cúbicos"]
)
def test_a_note_below_tells_the_unit(note):
    rows = [["Agua - planta"], ["Mes", "Consumo", "Importe"], ["Enero 2024", 30.0, 90.0], ["Febrero 2024", 31.0, 95.0]]
    found = of([*rows, [None], [note]])
    assert found.questions == () and {unit for _, unit in resources(found).values()} == {"m3"}
    assert amounts(found) == [(30, 90), (31, 95)]


@pytest.mark.parametrize("note", ["Tarifa de 3,40 Bs/m3", "En marzo se perdieron 40 m3", "Máximo 500 l por día"])
def test_a_note_about_something_else_tells_no_unit(note):
    rows = [["Agua - planta"], ["Mes", "Consumo", "Importe"], ["Enero 2024", 30.0, 90.0], ["Febrero 2024", 31.0, 95.0]]
    assert asked(of([*rows, [None], [note]])) == [("B", "unit")]


def test_sums_carried_from_page_to_page_are_no_bills():
    page = ["Factura", "Mes", "kWh", "Bs"]
    found = of(
        [
            ["REPORTE DE FACTURACIÓN - Medidor 88123"],
            page,
            [7001.0, "Enero 2024", 10.0, 8.0],
            [7002.0, "Febrero 2024", 11.0, 9.0],
            ["Van:", None, 21.0, 17.0],
            ["Página 2"],
            ["Vienen:", None, 21.0, 17.0],
            page,
            [7003.0, "Marzo 2024", 12.0, 10.0],
        ]
    )
    assert by_meter(found) == {
        "88123": [
            (D(2024, 1, 1), D(2024, 2, 1), 10, 8),
            (D(2024, 2, 1), D(2024, 3, 1), 11, 9),
            (D(2024, 3, 1), D(2024, 4, 1), 12, 10),
        ]
    }
    assert found.problems == () and found.rows[RowVerdict.TOTAL] == 2


# -- days without a year -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("05-Jan", "22-Jan", "08-Feb"), ((1, 5), (1, 22), (2, 8))),
        (("5 January", "22 January", "8 February"), ((1, 5), (1, 22), (2, 8))),
        (("5 de enero", "22 de enero", "8 de febrero"), ((1, 5), (1, 22), (2, 8))),
        (("05.01.", "22.01.", "08.02."), ((1, 5), (1, 22), (2, 8))),
        (("05/01", "22/01", "08/02"), ((1, 5), (1, 22), (2, 8))),
        (("01/05", "01/22", "02/08"), ((1, 5), (1, 22), (2, 8))),
        (("Jan 5", "Jan 22", "Feb 8"), ((1, 5), (1, 22), (2, 8))),
    ],
)
def test_the_year_of_days_comes_from_the_title_the_sheet_or_the_file(cells, days):
    rows = [["Fecha", "Diésel (l)", "Importe (Bs)"], *([cell, 40.0, 150.0] for cell in cells)]
    expected = [(D(2023, *day), D(2023, *day) + dt.timedelta(days=1)) for day in days]
    for found in (
        of([["Compras de diésel 2023"], *rows]),
        of(("2023", rows)),
        of(rows, file="diesel_2023.xlsx"),
    ):
        assert found.questions == () and found.problems == () and periods(found) == expected


def test_days_go_on_into_the_next_year_and_back_into_the_one_before():
    def read(*cells):
        head = [["Compras de diésel, desde 2023"], ["Fecha", "Diésel (l)"]]
        return [start for start, _ in periods(of([*head, *([cell, 40.0] for cell in cells)]))]

    assert read("10-Nov", "20-Dic", "05-Ene") == [D(2023, 11, 10), D(2023, 12, 20), D(2024, 1, 5)]
    assert read("05-Ene", "20-Dic", "10-Nov") == [D(2023, 1, 5), D(2022, 12, 20), D(2022, 11, 10)]


def test_the_date_beside_a_day_tells_its_year():
    rows = [["Fecha", "Fecha factura", "Diésel (l)"], ["28-Dic", D(2024, 1, 4), 40.0], ["15-Ene", D(2024, 1, 20), 41.0]]
    found = of(rows)
    assert found.questions == () and [start for start, _ in periods(found)] == [D(2023, 12, 28), D(2024, 1, 15)]


def test_days_whose_year_nothing_tells_are_asked_once_for_the_column():
    rows = [["Fecha", "Diésel (l)"], ["05-Ene", 40.0], ["22-Ene", 41.0], ["08-Feb", 42.0]]
    found = of(rows)
    assert asked(found) == [("A", "year")] and found.questions[0].examples == ("05-Ene", "22-Ene", "08-Feb")
    found = of(rows, context=with_answer(BO, A="2021"))
    assert found.questions == () and periods(found)[0][0] == D(2021, 1, 5)
    assert asked(of(rows, context=with_answer(BO, A="21"))) == [("A", "year")]


def test_a_month_with_two_digits_of_its_year_is_no_day():
    rows = [["Mes", "Electricidad kWh"], ["ene-23", 1.0], ["feb-23", 2.0], ["mar-23", 3.0]]
    assert [start for start, _ in periods(of(rows))] == [D(2023, 1, 1), D(2023, 2, 1), D(2023, 3, 1)]
    rows = [["Mes", "Electricidad kWh"], ["23-ene", 1.0], ["23-feb", 2.0], ["23-mar", 3.0]]
    assert [start for start, _ in periods(of(rows))] == [D(2023, 1, 1), D(2023, 2, 1), D(2023, 3, 1)]


def test_days_in_a_column_of_months_are_days_and_no_years():
    """05-Ene, 12-Ene, 19-Ene would be the Januaries of 2005, 2012 and 2019."""
    rows = [["Diésel 2024"], ["Periodo", "Litros"], *([f"{day:02d}-Ene", 10.0] for day in (5, 12, 19, 26))]
    assert [start for start, _ in periods(of(rows))] == [D(2024, 1, day) for day in (5, 12, 19, 26)]


def test_months_without_a_year_are_asked_about_down_and_across():
    rows = [["Mes", "Electricidad kWh"], *([month, 1.0] for month in MONTHS)]
    assert asked(of(rows)) == [("A", "year")]
    found = of(rows, context=with_answer(BO, A="2022"))
    assert found.questions == () and periods(found)[0] == (D(2022, 1, 1), D(2022, 2, 1)) and len(periods(found)) == 10
    rows = [["Medidor", *MONTHS], ["Agua planta (m3)", *map(float, range(10))]]
    assert asked(of(rows)) == [("B", "year")]
    found = of(rows, context=with_answer(BO, B="2022"))
    assert found.questions == () and periods(found)[9] == (D(2022, 10, 1), D(2022, 11, 1))


# -- years beside months of two years ----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["2020-21", "2020/21", "2020/2021", "FY 2020-21", "2020–2021"])
def test_two_years_beside_july_to_june_tell_both(label):
    found = of([["Water (m3)"], ["Fiscal Year", *FISCAL], [label, *map(float, range(12))]], context=US)
    assert found.questions == () and periods(found)[0] == (D(2020, 7, 1), D(2020, 8, 1))
    assert periods(found)[-1] == (D(2021, 6, 1), D(2021, 7, 1)) and found.bill_count == 12


def test_one_year_beside_july_to_june_is_asked_about():
    rows = [["Water (m3)"], ["Year", *FISCAL], *([year, *map(float, range(12))] for year in (2020.0, 2021.0))]
    found = of(rows, context=US)
    assert asked(found) == [("A", "fiscal_year")] and found.questions[0].choices == ("first", "last")
    for choice, first in (("first", 2020), ("last", 2019)):
        found = of(rows, context=with_answer(US, A=choice))
        assert found.questions == ()
        assert min(periods(found))[0] == D(first, 7, 1) and max(periods(found))[1] == D(first + 2, 7, 1)
        assert len(set(periods(found))) == 24


def test_a_year_beside_january_to_december_is_no_question():
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    found = of([["Water (m3)"], ["Year", *months], [2020.0, *map(float, range(12))]], context=US)
    assert found.questions == () and periods(found)[-1] == (D(2020, 12, 1), D(2021, 1, 1))


@pytest.mark.parametrize(
    ("heads", "first"),
    [
        (("Ene-24 t", "Feb-24 t", "Mar-24 t"), (D(2024, 1, 1), D(2024, 2, 1))),
        (("Enero 2024 (t)", "Febrero 2024 (t)", "Marzo 2024 (t)"), (D(2024, 1, 1), D(2024, 2, 1))),
        (("Q1 2024 t", "Q2 2024 t", "Q3 2024 t"), (D(2024, 1, 1), D(2024, 4, 1))),
        (("2024-01 t", "2024-02 t", "2024-03 t"), (D(2024, 1, 1), D(2024, 2, 1))),
    ],
)
def test_periods_across_may_name_their_unit(heads, first):
    found = of([["Residuo", *heads], ["Cartón", 0.5, 0.6, 0.7]])
    assert found.questions == () and {unit for _, unit in resources(found).values()} == {"t"}
    assert amounts(found) == [(0.5, None), (0.6, None), (0.7, None)] and periods(found)[0] == first


# -- which dates are the ends of a period ------------------------------------------------------------------------------


def test_dates_that_join_from_row_to_row_are_the_ends_of_periods_whatever_their_headers():
    days = [D(2022, 6, 15), D(2022, 12, 14), D(2023, 6, 14), D(2023, 12, 13)]
    rows = [[a, b, 100.0] for a, b in pairwise(days)]
    for heads in (("Date relevé précédent", "Date relevé"), ("Fecha", "Kolmas päivä"), ("Fecha", "Fecha 2")):
        found = of([["Agua"], [*heads, "Consumo (m3)"], *rows])
        assert periods(found) == list(pairwise(days)), heads
    rows = [[a, b - dt.timedelta(days=1), 100.0] for a, b in pairwise(days)]
    found = of([["Agua"], ["Fecha", "Fecha 2", "Consumo (m3)"], *rows])
    assert periods(found) == list(pairwise(days))


def test_the_date_beside_a_reading_is_that_of_the_reading():
    rows = [[f"01.{month:02d}.2023", 1000.0 + 10 * month, 10.0 if month > 1 else None] for month in range(1, 5)]
    found = of([["Datum", "Zählerstand (kWh)", "Verbrauch (kWh)"], *rows], context=DE)
    assert periods(found) == [(D(2023, n, 1), D(2023, n + 1, 1)) for n in (1, 2, 3)]
    rows = [[D(2023, month, 20), 1000.0 + 10 * month, 10.0] for month in range(1, 5)]
    found = of([["Fecha", "Lectura actual", "Consumo (kWh)"], *rows])
    assert periods(found)[1:] == [(D(2023, n, 20), D(2023, n + 1, 20)) for n in (1, 2, 3)]


def test_collections_and_tankers_keep_their_day():
    days = [D(2024, 1, 5) + dt.timedelta(days=16 * n) for n in range(6)]
    found = of([["Fecha", "Tipo de residuo", "Peso (kg)"], *([day, "Cartón", 20.0 + n] for n, day in enumerate(days))])
    assert periods(found) == [(day, day + dt.timedelta(days=1)) for day in days]
    found = of([["Fecha", "Cisternas de agua (10 m3)", "Bs"], *([day, 2.0, 700.0] for day in days)])
    assert amounts(found) == [(20, 700)] * 6 and {unit for _, unit in resources(found).values()} == {"m3"}
    assert periods(found) == [(day, day + dt.timedelta(days=1)) for day in days]


# -- units, currencies, resources --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "unit", "scale"),
    [
        ("Cisternas de agua (10 m3)", "m3", 10),
        ("Turriles (200 l)", "l", 200),
        ("Garrafas (10 kg)", "garrafa", 1),
        ("Precio (100 l)", "l", 1),
        ("Volume consommé (en mètres cubes)", "m3", 1),
        ("Verbrauch in Kilowattstunden", "kWh", 1),
        ("Smc", "m3", 1),
    ],
)
def test_sizes_and_foreign_words_of_units(title, unit, scale):
    head = head_of(title)
    assert head is not None and (head.unit, head.scale) == (unit, scale)


def test_a_multiple_of_a_unit_counts_in_a_column_of_units_and_beside_the_number():
    rows = [
        ["Mes", "Servicio", "Cantidad", "Unidad"],
        ["Enero 2024", "Agua", 12.0, "hl"],
        ["Febrero 2024", "Agua", 900.0, "l"],
    ]
    found = of(rows)
    assert found.questions == () and amounts(found) == [(1200, None), (900, None)]
    found = of([["Agua"], ["Mes", "Consumo"], ["Enero 2024", "12 hl"], ["Febrero 2024", "13 hl"]])
    assert found.questions == () and amounts(found) == [(1200, None), (1300, None)]


def test_district_heat_is_not_the_electricity_beside_it():
    rows = [["Jahr", "Strom (kWh)", "Fernwärme (MWh)"], [2022.0, 30000.0, 80.0], [2023.0, 31000.0, 82.0]]
    found = of(rows, context=DE)
    assert sorted(told for told, _ in resources(found).values()) == ["electricity", "steam"] and found.questions == ()


def test_energy_of_an_unknown_name_beside_electricity_is_asked_about():
    rows = [["Jahr", "Strom (kWh)", "Nahenergie (kWh)"], [2022.0, 30000.0, 80.0], [2023.0, 31000.0, 82.0]]
    assert asked(of(rows, context=DE)) == [("C", "resource")]


def test_a_column_of_sources_that_names_no_resource_is_none():
    rows = [
        ["Funding Source", "Month", "Consumption (KWH)"],
        ["FEDERAL", "2024-01", 10.0],
        ["FEDERAL", "2024-02", 11.0],
    ]
    found = of(rows, context=US)
    assert found.questions == () and {told for told, _ in resources(found).values()} == {"electricity"}


def test_the_kind_of_number_of_a_meter_tells_its_resource():
    for kind, told in (("MPAN", "electricity"), ("MPRN", "natural_gas"), ("PCE", "natural_gas")):
        rows = [[kind, "Month", "Usage"], ["120003", "2024-01", 10.0], ["120003", "2024-02", 11.0]]
        found = of(rows, context=with_answer(GB, C="kWh"))
        assert {one for one, _ in resources(found).values()} == {told} and found.questions == ()


def test_amounts_in_two_foreign_currencies_are_asked_about():
    rows = [["Period", "kWh", "USD", "EUR"], ["01/2024", 10.0, 2.0, 1.8], ["02/2024", 11.0, 2.2, 1.9]]
    found = of(rows)
    assert asked(found) == [("C", "currency")] and found.questions[0].choices == ("USD", "EUR")
    for choice, costs in (("USD", [2, 2.2]), ("EUR", [1.8, 1.9])):
        found = of(rows, context=with_answer(BO, C=choice))
        assert found.questions == () and [cost for _, cost in amounts(found)] == costs
        assert set(found.bills["currency"]) == {choice}
    found = of([["Period", "kWh", "Bs", "EUR"], *rows[1:]])
    assert found.questions == () and set(found.bills["currency"]) == {"BOB"}


def test_amounts_of_a_currency_without_cents_are_thousands():
    rows = [["Mes", "kWh", "Monto $"], ["Enero 2024", 10.0, "$132.060"], ["Febrero 2024", 11.0, "$141.290"]]
    found = of([["Luz"], *rows], context=CL)
    assert found.questions == () and [cost for _, cost in amounts(found)] == [132060, 141290]
    rows = [["Mes", "kWh", "Monto Bs"], ["Enero 2024", 10.0, "132.060"], ["Febrero 2024", 11.0, "141.290"]]
    assert asked(of([["Luz"], *rows])) == [("C", "decimal")]


# -- answers -----------------------------------------------------------------------------------------------------------


def test_a_column_with_two_questions_takes_two_answers_on_the_command_line():
    from score_desktop.cli_import import answers_of

    rows = [["Mes", "Consumo", "Bs"], ["Enero 2024", 10.0, 5.0], ["Febrero 2024", 11.0, 6.0]]
    assert asked(of(rows)) == [("B", "resource"), ("B", "unit")]
    for said in (["Hoja1!B=water", "Hoja1!B=m3"], ["Hoja1!B=m3", "Hoja1!B=water"]):
        found = of(rows, context=ImportContext("BO", "BOB", answers=answers_of(said)))
        assert found.questions == () and resources(found).popitem()[1] == ("water", "m3")


def test_the_year_of_one_file_is_not_remembered_for_the_next():
    from score_desktop.importing import Workbook, understand
    from score_desktop.importing.workbook import Sheet
    from score_desktop.services.import_layouts import readings_of
    from score_desktop.services.import_outcome import ImportOptions

    book = Workbook(
        "diesel.xlsx", "xlsx", (Sheet("Hoja1", [["Fecha", "Diésel (l)"], ["05-Ene", 4.0], ["22-Ene", 5.0]]),)
    )
    options = ImportOptions(answers={"Hoja1!A": "2021", "Hoja1!B:unit": "gal"})
    found = understand(book, ImportContext("BO", "BOB", answers=options.answers))
    assert found.questions == ()
    (reading,) = readings_of(found, book, options).values()
    assert list(reading.answers.values()) == [{"unit": "gal"}]


# -- headers that mislead ----------------------------------------------------------------------------------------------


def test_a_value_in_brackets_beside_a_unit_is_a_remark():
    for title, unit in (("Consumo m3 (9300 kcal)", "m3"), ("Garrafas (45 kg)", "garrafa 45"), ("Gas (m3)", "m3")):
        head = head_of(title)
        assert head is not None and (head.unit, head.scale) == (unit, 1), title


def test_a_rate_per_day_is_no_date_and_a_list_of_machines_no_bills():
    assert head_of("Horas/día") is None and head_of("Fecha") is not None
    rows = [["Equipo", "Cantidad", "Potencia (kW)", "Horas/día", "kWh/mes"], ["Motor", 2.0, 1.5, 8.0, 720.0]]
    with pytest.raises(Exception, match="no_bills"):
        of([*rows, ["Bomba", 1.0, 2.0, 4.0, 240.0]])


def test_metered_and_corrected_gas_is_one_consumption_and_the_corrected_one_counts():
    rows = [
        [month, 100.0 + n, 1.1, 110.0 + 1.1 * n, 200.0 + n]
        for n, month in enumerate(["Enero 2024", "Febrero 2024", "Marzo 2024"])
    ]
    found = of([["Gas natural"], ["Mes", "M3 LEIDOS", "FACTOR", "M3 CORREGIDOS", "IMPORTE BS."], *rows])
    assert amounts(found) == [(110, 200), (111.1, 201), (112.2, 202)]


def test_what_is_fed_in_and_the_balance_are_no_consumption():
    rows = [
        ["2024-01", 100.0, 40.0, 60.0, 20.0],
        ["2024-02", 110.0, 30.0, 80.0, 25.0],
        ["2024-03", 90.0, 50.0, 40.0, 15.0],
    ]
    found = of([["Electricity"], ["Month", "Import kWh", "Export kWh", "Net kWh", "Bill (USD)"], *rows], context=US)
    assert amounts(found) == [(100, 20), (110, 25), (90, 15)]


def test_rows_of_power_among_those_of_energy_are_told_apart_and_counted():
    rows = [["Fecha", "Medidor", "Variable", "Valor", "Unidad"]]
    for month in (1, 2, 3):
        rows += [[D(2024, month, 1), "E-1", "Energía activa", 100.0 + month, "kWh"]]
        rows += [[D(2024, month, 1), "E-1", "Potencia máxima", 12.0, "kW"]]
    found = of(rows)
    assert found.questions == () and amounts(found) == [(101, None), (102, None), (103, None)]
    assert found.rows[RowVerdict.NOTE] == 3 and found.problems == ()


def test_fiscal_periods_by_number_do_not_hide_the_months_beside():
    rows = [["FY23", n + 1.0, f"{month}-{22 if n < 6 else 23}", 10.0 + n] for n, month in enumerate(FISCAL)]
    found = of([["Fiscal Year", "Fiscal Period", "Month", "kWh"], *rows], context=US)
    assert found.questions == () and periods(found)[0] == (D(2022, 7, 1), D(2022, 8, 1))
    assert periods(found)[-1] == (D(2023, 6, 1), D(2023, 7, 1))


def test_weeks_by_their_first_day_in_english():
    days = [D(2023, 1, 2) + dt.timedelta(days=7 * n) for n in range(5)]
    found = of([["Week commencing", "Electricity (kWh)"], *([day, 10.0] for day in days)], context=GB)
    assert periods(found) == [(day, day + dt.timedelta(days=7)) for day in days]


def test_years_across_may_name_their_unit():
    found = of([["Edificio", "2021 (kWh)", "2022 (kWh)"], ["Colegio A", 10.0, 11.0], ["Colegio B", 20.0, 21.0]])
    assert found.questions == () and {name: [row[2] for row in rows] for name, rows in by_meter(found).items()} == {
        "Colegio A": [10, 11],
        "Colegio B": [20, 21],
    }


def test_days_of_a_log_of_hours_are_no_months():
    """01/05, 02/05, 03/05 … read with the month first would be months, one after the other."""
    heads = [f"{half // 2:02d}:{'30' if half % 2 else '00'}" for half in range(48)]
    rows = [[f"{day:02d}/05/2023", *[0.5] * 48] for day in range(1, 11)]
    found = of([["MPAN: 1200034567890"], ["Consumption in kWh"], ["Date", *heads], *rows], context=GB)
    assert found.questions == () and periods(found)[0] == (D(2023, 5, 1), D(2023, 5, 2))
    assert [use for use, _ in amounts(found)] == [24.0] * 10


def test_days_that_could_be_months_in_the_order_of_another_country_are_asked_about():
    rows = [["Date", "Electricity (kWh)"], *([f"{day:02d}/05/2023", 10.0] for day in range(1, 11))]
    assert asked(of(rows, context=GB)) == [("A", "date_order")]
    rows = [["Date", "Electricity (kWh)"], *([f"01/{month:02d}/2023", 10.0] for month in range(1, 11))]
    found = of(rows, context=GB)
    assert found.questions == () and periods(found)[1] == (D(2023, 2, 1), D(2023, 3, 1))


def test_numbers_of_days_take_month_and_year_from_the_title():
    rows = [["Consumo diario de agua (m3) - Marzo 2024"], ["Día", "m3"], *([float(day), 2.0] for day in range(1, 32))]
    found = of(rows)
    assert periods(found)[0] == (D(2024, 3, 1), D(2024, 3, 2)) and found.bill_count == 31


def test_two_years_in_the_title_hold_for_months_that_go_down_from_july():
    names = ("Julio", "Agosto", "Septiembre", "Octubre", "Noviembre", "Diciembre", "Enero", "Febrero")
    found = of([["Consumo de energía (kWh) - Gestión 2022/2023"], ["Mes", "kWh"], *([name, 1.0] for name in names)])
    assert found.questions == () and periods(found)[0][0] == D(2022, 7, 1) and periods(found)[-1][0] == D(2023, 2, 1)


def test_three_header_rows_of_places_things_and_units():
    rows = [
        ["Mes", "Planta El Alto", None, "Oficina Central", None],
        [None, "Energía", "Agua", "Energía", "Agua"],
        [None, "kWh", "m3", "kWh", "m3"],
        ["Enero 2023", 10.0, 1.0, 20.0, 2.0],
        ["Febrero 2023", 11.0, 1.5, 21.0, 2.5],
    ]
    found = of(rows, merged=((0, 0, 2, 0), (0, 1, 0, 2), (0, 3, 0, 4)))
    assert found.questions == () and found.bill_count == 8 and found.rows[RowVerdict.HEADER] == 3
    sums = sorted(
        (found.meters[m].resource.value, q / 1e6)
        for m, q in zip(found.bills["meter"], found.bills["quantity"], strict=True)
    )
    assert sums == [("electricity", q) for q in (10, 11, 20, 21)] + [("water", q) for q in (1, 1.5, 2, 2.5)]
    assert len({meter.name for meter in found.meters}) == 4


def test_a_weight_that_was_estimated_is_a_quantity():
    head = head_of("Peso estimado (kg)")
    assert head is not None and (head.meaning, head.unit) == ("quantity", "kg")


def test_el_alto_is_a_city_and_no_zone_of_the_tariff():
    rows = [["Mes", "El Alto (kWh)", "Viacha (kWh)"], ["Enero 2024", 10.0, 20.0], ["Febrero 2024", 11.0, 21.0]]
    assert {name: [row[2] for row in rows] for name, rows in by_meter(of(rows)).items()} == {
        "El Alto": [10, 11],
        "Viacha": [20, 21],
    }
