"""Exports of utilities and open data of many countries: zones of tariffs, taxes beside amounts, plain words."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.enums import RowVerdict
from score_desktop.importing import ImportContext
from score_desktop.importing.heads import head_of
from tests.unit.importing.test_layouts import BO, by_meter, of, resources

D = dt.date
ES = ImportContext("ES", "EUR")
MONTHS = ["Enero 2024", "Febrero 2024", "Marzo 2024"]


def amounts_of(found):
    """(quantity, cost) of all bills, in order."""
    return [row[2:] for rows in by_meter(found).values() for row in rows]


# -- zones of the tariff -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heads",
    [
        ("Consumo P1 (kWh)", "Consumo P2 (kWh)"),
        ("Energía Activa HP (kWh)", "Energía Activa HFP (kWh)"),
        ("Alto (kWh)", "Bajo (kWh)"),
        ("Energía alta (kWh)", "Energía baja (kWh)"),
        ("Consumo Ponta (kWh)", "Consumo Fora Ponta (kWh)"),
        ("Verbrauch HT (kWh)", "Verbrauch NT (kWh)"),
        ("Consommation HP (kWh)", "Consommation HC (kWh)"),
        ("Day usage (kWh)", "Night usage (kWh)"),
    ],
)
@pytest.mark.parametrize("lead", [["Medidor"], []])
def test_zones_of_the_tariff_add_up(heads, lead):
    rows = [[*["M1"][: len(lead)], month, 10.0 + n, 20.0 + n] for n, month in enumerate(MONTHS)]
    found = of([["Electricidad"], [*lead, "Mes", *heads], *rows], context=ES)
    assert amounts_of(found) == [(30, None), (32, None), (34, None)]
    assert found.questions == ()


def test_a_total_beside_its_zones_counts_once():
    rows = [[month, 30.0, 10.0, 20.0] for month in MONTHS]
    found = of([["Mes", "Consumo total (kWh)", "Consumo P1 (kWh)", "Consumo P2 (kWh)"], *rows], context=ES)
    assert amounts_of(found) == [(30, None)] * 3
    rows = [[month, 10.0, 20.0, 30.0] for month in MONTHS]
    found = of([["Mes", "Consumo P1 (kWh)", "Consumo P2 (kWh)", "Consumo P1-P2 (kWh)"], *rows], context=ES)
    assert amounts_of(found) == [(30, None)] * 3


# -- taxes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "amounts", "cost"),
    [
        (("Neto (€)", "IVA (€)", "Bruto (€)"), (100.0, 21.0, 121.0), 121),
        (("Bruto (€)", "Neto (€)", "IVA (€)"), (121.0, 100.0, 21.0), 121),
        (("Importe con IVA (€)", "Importe sin IVA (€)", "IVA 21% (€)"), (121.0, 100.0, 21.0), 121),
        (("Valor c/ IVA (€)", "Valor s/ IVA (€)"), (121.0, 100.0), 121),
        (("Gross (€)", "Net (€)", "VAT (€)"), (121.0, 100.0, 21.0), 121),
        (("Bruttobetrag (€)", "Nettobetrag (€)", "MwSt. 19 % (€)"), (119.0, 100.0, 19.0), 119),
        (("Montant TTC (€)", "Montant HT (€)", "TVA (€)"), (120.0, 100.0, 20.0), 120),
        (("Importe (€)", "IVA (€)"), (121.0, 21.0), 121),
        (("Importe sin IVA (€)", "IVA 21% (€)"), (100.0, 21.0), 121),
        (("Cargo fijo (€)", "Cargo energía (€)", "IVA (€)", "IVA %"), (10.0, 90.0, 21.0, 21.0), 121),
        (("Cargo fijo (€)", "Cargo energía (€)", "Otros (€)", "Otros cargos (€)"), (10.0, 90.0, 1.0, 2.0), 103),
        (("Base imponible (€)", "IVA (€)"), (100.0, 21.0), 121),
    ],
)
def test_the_cost_is_what_was_paid_with_its_taxes(heads, amounts, cost):
    rows = [[month, 500.0, *amounts] for month in MONTHS]
    found = of([["Mes", "Consumo (kWh)", *heads], *rows], context=ES)
    assert amounts_of(found) == [(500, cost)] * 3
    assert {meter.currency for meter in found.meters} == {"EUR"}


def test_prices_that_hold_the_tax_do_not_take_it_twice():
    rows = [[month, 500.0, 10.0, 90.0, 13.0] for month in MONTHS]
    found = of([["Mes", "Consumo (kWh)", "Cargo fijo (Bs)", "Cargo energía (Bs)", "IVA 13% (Bs)"], *rows])
    assert amounts_of(found) == [(500, 100)] * 3


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("IVA", "tax"), ("Total impuestos", "tax"), ("ICMS (R$)", "tax"), ("IVA %", "ignored"), ("% IVA", "ignored"),
        ("Neto a pagar", "cost"), ("Net à payer (€)", "cost"), ("Base IVA", "tax_base"), ("Peso neto (kg)", "quantity"),
    ],
)  # fmt: skip
def test_headers_that_speak_of_taxes(title, meaning):
    head = head_of(title)
    assert (head.meaning if head else "") == meaning


# -- plain words -------------------------------------------------------------------------------------------------------


def test_open_data_in_long_form():
    found = of(
        [
            ["building_id", "year", "month", "energy_carrier", "value", "unit"],
            ["B-17", "2023", "1", "electricity", "11.125", "MWh"],
            ["B-17", "2023", "1", "natural gas", "34.5", "GJ"],
        ],
        context=ES,
    )
    assert sorted((meter.resource.value, meter.unit) for meter in found.meters) == [
        ("electricity", "MWh"),
        ("natural_gas", "GJ"),
    ]
    assert sorted(row[:3] for rows in by_meter(found).values() for row in rows) == [
        (D(2023, 1, 1), D(2023, 2, 1), 11.125),
        (D(2023, 1, 1), D(2023, 2, 1), 34.5),
    ]


def test_a_value_beside_money_is_no_quantity():
    found = of([["Mes", "Consumo (kWh)", "Valor", "Moneda"], ["Enero 2024", 10.0, 20.0, "EUR"]], context=ES)
    assert amounts_of(found) == [(10, 20)]


def test_numbers_below_words_of_fuels_are_no_fuels():
    found = of(
        [
            [
                "Account No.",
                "Bill Date",
                "Units Consumed (kWh)",
                "Fuel Charge",
                "Service Address",
                "Total Amount (KES)",
            ],
            ["14-2233", D(2024, 1, 31), 700.0, 201.0, "12 Main St", 9000.0],
        ],
        context=ImportContext("KE", "KES"),
    )
    assert resources(found) == {"14-2233": ("electricity", "kWh")}
    assert by_meter(found)["14-2233"] == [(D(2024, 1, 1), D(2024, 2, 1), 700, 9000)]


def test_units_over_numbers_are_asked_for_their_unit():
    found = of([["Electricity"], ["Month", "Units", "Amount"], ["January 2024", 70.0, 9.0]], context=ES)
    assert [question.question for question in found.questions] == ["unit"]
    assert amounts_of(found) == [(70, 9)]


# -- rows and headers --------------------------------------------------------------------------------------------------


def test_credit_notes_and_invoices_that_begin_like_notes_are_bills():
    found = of(
        [
            ["Tipo", "Periodo", "Consumo (kWh)", "Importe (€)"],
            ["Factura", "Enero 2024", 100.0, 50.0],
            ["Nota de crédito", "Enero 2024", -20.0, -10.0],
            ["Nota: los importes incluyen impuestos"],
        ],
        context=ES,
    )
    assert amounts_of(found) == [(100, 50), (-20, -10)]
    assert (found.rows[RowVerdict.DATA], found.rows[RowVerdict.NOTE]) == (2, 1)


@pytest.mark.parametrize("word", ["Summe", "Insgesamt", "Durchschnitt", "Moyenne"])
def test_sums_in_other_languages_are_totals(word):
    found = of([["Monat", "Strom (kWh)"], ["Jan 2024", 1.0], ["Feb 2024", 2.0], [word, 3.0]], context=ES)
    assert (found.bill_count, found.rows[RowVerdict.TOTAL]) == (2, 1)


def test_years_as_texts_over_units_and_signs_of_money():
    rows = [[month, 1.0, 2.0, 3.0, 4.0] for month in ("Enero", "Febrero", "Marzo")]
    merged = ((0, 1, 0, 2), (0, 3, 0, 4))
    found = of(
        ("Luz", [["Mes", "2023", None, "2024", None], [None, "kWh", "€", "kWh", "€"], *rows]),
        context=ES,
        merged=merged,
    )
    (bills,) = by_meter(found).values()
    assert sorted(row[0].year for row in bills) == [2023] * 3 + [2024] * 3
    assert {row[2:] for row in bills} == {(1, 2), (3, 4)}


@pytest.mark.parametrize("kind", [float, str])
def test_quantities_that_look_like_years_are_no_header(kind):
    rows = [[month, kind(2010 + n), kind(2020 + n)] for n, month in enumerate(MONTHS)]
    found = of([["Mes", "Agua (m3)", "Gas (m3)"], *rows], context=BO)
    assert sorted(row[2] for rows in by_meter(found).values() for row in rows) == [2010, 2011, 2012, 2020, 2021, 2022]
    assert found.rows[RowVerdict.DATA] == 3


# -- ratios, times and what competes with the consumption --------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Factor (tCO2/MWh)", "ignored"), ("Intensidad (kWh/empleado)", "ignored"), ("Consumo (kWh/m2)", "ignored"),
        ("Promedio (kWh/día)", "ignored"), ("Caudal (m3/h)", "ignored"), ("kWh por empleado", "ignored"),
        ("kWh per tonne", "ignored"), ("Poder calorífico (BTU/PC)", "ignored"),
        ("Consumo kWh/mes", "quantity"), ("kWh/año", "quantity"), ("MWh/a", "quantity"), ("Consumo KW/H", "quantity"),
        ("Consumo/kWh", "quantity"), ("GLP/garrafa (kg)", "quantity"), ("Agua/Luz (kWh)", "quantity"),
        ("Consumo m3/bimestre", "quantity"), ("kWh per month", "quantity"), ("Precio (Bs/kWh)", "unit_price"),
    ],
)  # fmt: skip
def test_amounts_per_something_are_no_consumption(title, meaning):
    head = head_of(title)
    assert head is not None
    assert head.meaning == meaning


def test_yearly_figures_beside_ratios_and_staff():
    rows = [[float(year), year - 1900.0, 0.25, 30.0, 12.0, 99.0] for year in (2021, 2022)]
    heads = ["Año", "Electricidad (MWh)", "Factor (tCO2/MWh)", "Emisiones (tCO2e)", "Empleados", "kWh/empleado"]
    found = of([heads, *rows], context=ES)
    assert [row[:3] for rows in by_meter(found).values() for row in rows] == [
        (D(2021, 1, 1), D(2022, 1, 1), 121),
        (D(2022, 1, 1), D(2023, 1, 1), 122),
    ]


def test_energy_that_was_fed_in_or_made_beside_what_was_bought():
    rows = [[month, 400.0, 150.0, 250.0, 600.0, 70.0] for month in MONTHS]
    heads = ["Mes", "Energía generada (kWh)", "Energía vertida a red (kWh)", "Autoconsumo (kWh)"]
    found = of([[*heads, "Energía consumida de red (kWh)", "Importe (€)"], *rows], context=ES)
    assert amounts_of(found) == [(600, 70)] * 3


def test_a_log_of_hours_with_costs_and_columns_of_times():
    rows = [["Electric usage", "2024-01-14", f"{hour:02d}:00", f"{hour:02d}:59", 0.5, 0.25] for hour in range(24)]
    found = of(
        [["TYPE", "DATE", "START TIME", "END TIME", "USAGE (kWh)", "COST"], *rows], context=ImportContext("US", "USD")
    )
    assert [row for rows in by_meter(found).values() for row in rows] == [(D(2024, 1, 14), D(2024, 1, 15), 12, 6)]
    assert found.problems == ()


def test_an_index_is_a_reading():
    rows = [["01/01/2024", 1000.0], ["01/02/2024", 1012.0], ["01/03/2024", 1025.0], ["31/03/2024", 1030.0]]
    found = of([["Eau"], ["Date de relevé", "Index (m³)"], *rows], context=ES)
    assert [row[2] for rows in by_meter(found).values() for row in rows] == [12, 13, 5]


def test_two_dates_below_bill_period_are_no_invoice_number():
    rows = [["1/1/2024 - 1/31/2024", "1,201", "$1,301.25"], ["2/1/2024 - 2/29/2024", "2,202", "$2,302.25"]]
    found = of([["Bill Period", "kWh Used", "Total Due"], *rows], context=ImportContext("US", "USD"))
    assert [row for rows in by_meter(found).values() for row in rows] == [
        (D(2024, 1, 1), D(2024, 2, 1), 1201, 1301.25),
        (D(2024, 2, 1), D(2024, 3, 1), 2202, 2302.25),
    ]


def test_costs_alone_below_resources():
    rows = [[month, 100.0, 50.0, 150.0] for month in MONTHS]
    found = of([["Mes", "Luz (Bs)", "Agua (Bs)", "Total (Bs)"], *rows])
    assert {meter.resource.value for meter in found.meters} == {"electricity", "water"}
    assert amounts_of(found) == [(None, 100)] * 3 + [(None, 50)] * 3


def test_statistics_with_months_of_their_own():
    rows = [[f"2024M{n:02d}", "PT", "Electricity", f"{n}.75", "GWh"] for n in (1, 2, 3)]
    found = of([["TIME_PERIOD", "geo", "nrg", "OBS_VALUE", "unit"], *rows], context=ES)
    assert [(row[0].month, row[2]) for rows in by_meter(found).values() for row in rows] == [
        (1, 1.75),
        (2, 2.75),
        (3, 3.75),
    ]


def test_a_month_that_lost_its_last_digit_is_a_problem():
    rows = [["2024.09", "9"], ["2024.1", "10"], ["2024.11", "11"]]
    found = of([["Periodo", "Consumo (kWh)"], *rows], context=ES)
    assert [row[2] for rows in by_meter(found).values() for row in rows] == [9, 11]
    assert [problem.value for problem in found.problems] == ["2024.1"]


def test_weeks_told_by_their_first_days():
    days = [D(2024, 1, 1) + dt.timedelta(days=7 * n) for n in range(5)]
    found = of([["Semana del", "Consumo (kWh)"], *[[day, 10.0] for day in days]], context=ES)
    assert [row[:2] for rows in by_meter(found).values() for row in rows] == [
        (day, day + dt.timedelta(days=7)) for day in days
    ]


# -- across ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [("Montant HT (€)", "TVA (€)", "Montant TTC (€)"), ("Montant HT (€)", "TVA (€)")])
def test_amounts_with_tax_across(lines):
    amounts = {"Montant HT (€)": 20.0, "TVA (€)": 4.0, "Montant TTC (€)": 24.0}
    rows = [["Consommation (kWh)", 1.0, 2.0, 3.0], *[[line, *[amounts[line]] * 3] for line in lines]]
    found = of([["Électricité 2023"], ["", "janv.", "févr.", "mars"], *rows], context=ES)
    assert amounts_of(found) == [(1, 24), (2, 24), (3, 24)]


def test_the_corner_of_the_table_names_the_year():
    found = of(("Electricidad", [["Consumo 2024 (kWh)", "Ene", "Feb", "Mar"], ["Planta", 1.0, 2.0, 3.0]]), context=ES)
    assert next(row[:3] for row in by_meter(found)["Planta"]) == (D(2024, 1, 1), D(2024, 2, 1), 1)


def test_rows_below_trimestre_that_are_no_quarters_are_not_years():
    with pytest.raises(Exception, match=r"import\.no_bills"):
        of([["Gas (MWh)"], ["Trimestre", "2022", "2023"], ["Tercio A", 1.0, 2.0], ["Tercio B", 3.0, 4.0]], context=ES)
    found = of([["Gas (MWh)"], ["Trimestre", "2022", "2023"], ["T1", 1.0, 2.0], ["T2", 3.0, 4.0]], context=ES)
    (bills,) = by_meter(found).values()
    assert sorted(row[:3] for row in bills)[0] == (D(2022, 1, 1), D(2022, 4, 1), 1)


# -- the third lot: parts of costs, other languages, what only stands beside ------------------------------------------


def test_gas_in_its_base_unit_before_a_volume_that_is_none():
    rows = [["31/01/2024", "Enero 2024", 11.0, 308.0, 48.0]]
    found = of([["Gas"], ["Fecha factura", "Periodo", "Units (hcf)", "kWh", "Total (€)"], *rows], context=ES)
    assert list(resources(found).values()) == [("natural_gas", "kWh")]
    assert amounts_of(found) == [(308, 48)]


@pytest.mark.parametrize("head", ["Semana", "KW", "Woche", "Sprint"])
def test_a_year_beside_many_rows_is_not_their_period(head):
    rows = [[2024.0, float(n), 10.0] for n in range(1, 6)]
    found = of([["Luz"], ["Año", head, "Consumo (kWh)"], *rows], context=ES)
    assert (found.bill_count, len(found.problems)) == (0, 5)


@pytest.mark.parametrize(
    ("heads", "amounts", "cost"),
    [
        (("Cuota fija (€)", "Cuota consumo (€)", "Canon saneamiento (€)", "IVA (€)"), (5.0, 10.0, 3.0, 2.0), 20),
        (("Consumo (€)", "Cargo fijo (€)"), (10.0, 5.0), 15),
        (("Energía (€)", "Potencia (€)", "Alquiler contador (€)", "IVA (€)"), (10.0, 5.0, 1.0, 4.0), 20),
    ],
)
def test_charges_by_their_words_add_up(heads, amounts, cost):
    rows = [[month, 500.0, *amounts] for month in MONTHS]
    found = of([["Mes", "Consumo (kWh)", *heads], *rows], context=ES)
    assert amounts_of(found) == [(500, cost)] * 3


def test_differences_and_values_of_before_are_no_consumption():
    rows = [[month, 90.0, 100.0, 10.0, 20.0] for month in MONTHS]
    found = of([["Mes", "Presupuesto kWh", "Real kWh", "Desviación kWh", "Real €"], *rows], context=ES)
    assert amounts_of(found) == [(100, 20)] * 3
    rows = [[month, 90.0, 100.0] for month in MONTHS]
    found = of([["Mes", "Consumo anterior (kWh)", "Consumo actual (kWh)"], *rows], context=ES)
    assert amounts_of(found) == [(100, None)] * 3


def test_two_values_below_each_month_in_one_row_of_headers():
    heads = [f"{month} {sign}" for month in ("Ene", "Feb", "Mar") for sign in ("kWh", "€")]
    found = of([["Año 2024"], ["Sede", *heads], ["Norte", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]], context=ES)
    assert amounts_of(found) == [(1, 2), (3, 4), (5, 6)]


@pytest.mark.parametrize(
    ("head", "months"),
    [
        (["Mese", "Consumi (kWh)", "Importo totale (€)"], ["gennaio 2024", "febbraio 2024", "giugno 2024"]),
        (["Maand", "Verbruik (kWh)", "Bedrag (€)"], ["januari 2024", "februari 2024", "juni 2024"]),
    ],
)
def test_months_in_italian_and_dutch(head, months):
    found = of([head, *[[month, 10.0, 20.0] for month in months]], context=ES)
    assert [row[0].month for rows in by_meter(found).values() for row in rows] == [1, 2, 6]
    assert amounts_of(found) == [(10, 20)] * 3


@pytest.mark.parametrize(
    ("heads", "amounts"),
    [
        (("A abonar (€)", "Peajes (€)", "Cargos (€)"), (30.0, 10.0, 20.0)),
        (("Peajes (€)", "A abonar (€)", "Cargos (€)", "IVA (€)"), (10.0, 30.0, 15.0, 5.0)),
    ],
)
def test_the_amount_that_sums_the_others_up_is_the_cost(heads, amounts):
    rows = [[month, 500.0, *(amount * (n + 1) for amount in amounts)] for n, month in enumerate(MONTHS)]
    found = of([["Mes", "Consumo (kWh)", *heads], *rows], context=ES)
    assert amounts_of(found) == [(500, 30), (500, 60), (500, 90)]


def test_quarters_below_merged_years():
    merged = ((1, 1, 1, 4), (1, 5, 1, 8))
    rows = [
        [None, 2023.0, None, None, None, 2024.0, None, None, None],
        ["Planta", *["T1", "T2", "T3", "T4"] * 2],
        ["A", *map(float, range(1, 9))],
    ]
    found = of(("Gas", [["Consumo de gas (m3)"], *rows]), context=ES, merged=merged)
    assert sorted(row[:3] for row in by_meter(found)["A"])[4] == (D(2024, 1, 1), D(2024, 4, 1), 5)
    assert found.bill_count == 8


def test_words_alone_are_no_numbers_of_invoices():
    rows = [["Factura", "F-1", "Enero 2024", 10.0], ["Factura", "F-2", "Febrero 2024", 20.0]]
    found = of([["Luz"], ["Tipo documento", "Número", "Periodo", "Consumo (kWh)"], *rows], context=ES)
    assert not any(found.bills.get("invoice_number", ()))


def test_kinds_of_waste_are_meters_of_their_own():
    rows = [["Enero 2024", kind, 10.0, "kg"] for kind in ("Papel y cartón", "Plástico", "Orgánico")]
    found = of(("Residuos", [["Mes", "Tipo de residuo", "Cantidad", "Unidad"], *rows]), context=ES)
    assert resources(found) == dict.fromkeys(("Papel y cartón", "Plástico", "Orgánico"), ("waste", "kg"))


@pytest.mark.parametrize(
    ("heads", "amounts", "context", "cost"),
    [
        (("Subtotal", "IVA", "Total"), (100.0, 13.0, 113.0), BO, 113.0),
        (("Total", "Subtotal"), (113.0, 100.0), BO, 113.0),
        (("Total Bs", "Subtotal Bs"), (113.0, 100.0), BO, 113.0),
        (("Subtotal", "Descuento", "Total"), (100.0, -13.0, 87.0), BO, 87.0),
        (("Subtotal", "IVA 13%"), (100.0, 13.0), BO, 100.0),
        (("Subtotal", "IVA 21%"), (100.0, 21.0), ES, 121.0),
    ],
)
def test_a_subtotal_in_the_header_is_no_row_of_one_and_no_total(heads, amounts, context, cost):
    rows = [[month, 10.0, *amounts] for month in MONTHS]
    found = of([["Electricidad"], ["Mes", "kWh", *heads], *rows], context=context)
    assert amounts_of(found) == [(10.0, cost)] * 3


def test_a_row_of_a_subtotal_without_numbers_is_no_header():
    rows = [["M1", month, 1.0] for month in MONTHS]
    found = of(
        [["Electricidad"], ["Medidor", "Mes", "kWh"], *rows, ["Subtotal", "Mes", "kWh"], ["M1", "Abril 2024", 2.0]]
    )
    assert amounts_of(found) == [(1.0, None)] * 3 + [(2.0, None)]
