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
