"""Layouts that were read wrongly or refused: tables side by side, years beside units, months in other numerals."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from score_desktop.errors import UnreadableFile
from tests.unit.importing.test_layouts import BO, by_meter, of, resources
from tests.unit.importing.test_unseen_layouts import YEAR, totals

D = dt.date


# -- side by side ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [[None], []])
@pytest.mark.parametrize(("left", "right"), [("Oficina", "Planta"), ("Medidor 2-111", "Medidor 2-222")])
def test_titles_over_tables_side_by_side_name_their_meters(gap, left, right):
    found = of(
        [
            ["Electricidad 2024"],
            [left, None, None, *gap, right],
            ["Mes", "kWh", "Bs", *gap, "Mes", "kWh", "Bs"],
            *[[month, 100.0, 90.0, *gap, month, 500.0, 400.0] for month in YEAR],
        ]
    )
    names = [left.removeprefix("Medidor "), right.removeprefix("Medidor ")]
    assert totals(found) == {names[0]: (12, 1200, 1080), names[1]: (12, 6000, 4800)}
    assert not found.questions and by_meter(found)[names[1]][0][:2] == (D(2024, 1, 1), D(2024, 2, 1))


def test_years_over_tables_side_by_side_name_no_meter():
    found = of(
        [
            ["Electricidad"],
            ["2023", None, None, "2024"],
            ["Mes", "kWh", "Bs", "Mes", "kWh", "Bs"],
            *[[month, 100.0, 90.0, month, 500.0, 400.0] for month in YEAR],
        ]
    )
    ((records, quantity, cost),) = totals(found).values()
    assert (records, quantity, cost, found.questions) == (24, 7200, 5880, ())


# -- periods -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["{year} {unit}", "{unit} {year}"])
def test_years_beside_units_across_and_months_down(head):
    heads = [head.format(year=year, unit=unit) for year in (2024, 2025) for unit in ("kWh", "Bs")]
    found = of([["Electricidad"], ["Mes", *heads], *[[month, 100.0, 90.0, 200.0, 180.0] for month in YEAR]])
    assert list(totals(found).values()) == [(24, 3600, 3240)] and not found.questions
    (bills,) = by_meter(found).values()
    assert {row[2:] for row in bills if row[0].year == 2025} == {(200, 180)}


def test_an_amount_that_looks_like_a_year_is_no_header():
    rows = [["Enero 2024", "2024 kWh", "1999 Bs"], ["Febrero 2024", "2001 kWh", "1998 Bs"]]
    found = of([["Electricidad"], ["Mes", "Consumo", "Importe"], *rows])
    assert [row[2:] for rows in by_meter(found).values() for row in rows] == [(2024, 1999), (2001, 1998)]


ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(("head", "months"), [("Mes", 12), ("Mes", 5), ("Periodo", 12)])
def test_months_in_roman_numerals(head, months):
    rows = [[month, 100.0 + n, 90.0] for n, month in enumerate(ROMAN[:months])]
    found = of([["Electricidad 2024"], [head, "kWh", "Bs"], *rows])
    (bills,) = by_meter(found).values()
    assert [row[0] for row in bills] == [D(2024, number + 1, 1) for number in range(months)]
    assert not found.problems and not found.questions


def test_roman_numerals_that_may_count_longer_parts_are_told():
    found = of([["Agua 2024"], ["Periodo", "m3", "Bs"], *[[number, 10.0, 5.0] for number in ROMAN[:6]]])
    assert not found.bill_count and len(found.problems) == 6


@pytest.mark.parametrize("form", ["{}-{}", "{:02d}-{:02d}", "{}/{}", "{} y {}"])
def test_pairs_of_months_below_bimestre(form):
    rows = [[form.format(2 * n + 1, 2 * n + 2), 10.0 + n, 5.0] for n in range(6)]
    found = of([["Agua 2024"], ["Bimestre", "m3", "Bs"], *rows])
    (bills,) = by_meter(found).values()
    assert [(row[0].month, row[1].month) for row in bills] == [(1, 3), (3, 5), (5, 7), (7, 9), (9, 11), (11, 1)]
    assert {row[0].year for row in bills} == {2024} and not found.problems


# -- resources that other columns tell ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "resource"),
    [
        (["Mes", "Consumo m3", "Alcantarillado Bs", "Total Bs"], "water"),
        (["Mes", "Consumo m3", "Poder calorífico", "Total Bs"], "natural_gas"),
        (["Monat", "Verbrauch m3", "Brennwert", "Betrag EUR"], "natural_gas"),
    ],
)
def test_columns_beside_a_volume_tell_what_it_is(heads, resource):
    found = of([heads, *[[f"{n:02d}/2024", 100.0 + n, 10.0, 50.0 + n] for n in range(1, 7)]])
    assert not found.questions
    assert list(resources(found).values()) == [(resource, "m3")]
    assert list(totals(found).values()) == [(6, 621, 321)]


def test_a_volume_that_nothing_tells_is_asked():
    found = of([["Mes", "Consumo m3", "Total Bs"], *[[f"{n:02d}/2024", 100.0 + n, 50.0] for n in range(1, 7)]])
    assert [question.question for question in found.questions] == ["resource"]


def test_a_german_bill_of_gas_says_so_in_one_word():
    rows = [[D(2024, n, 1), D(2024, n + 1, 1), 100.0 + n, 50.0] for n in range(1, 7)]
    found = of([["Gasabrechnung"], ["Von", "Bis", "Verbrauch m3", "Betrag EUR"], *rows])
    assert list(resources(found).values()) == [("natural_gas", "m3")] and not found.questions


def test_kwh_in_some_rows_and_mwh_in_others_are_electricity():
    rows = [["Enero 2024", 100.0, "kWh", 90.0], ["Febrero 2024", 0.2, "MWh", 95.0], ["Marzo 2024", 300.0, "kWh", 99.0]]
    found = of([["Mes", "Consumo", "Unidad", "Importe Bs"], *rows])
    assert [meter.resource.value for meter in found.meters] == ["electricity"] and not found.questions
    assert list(found.bills["quantity_base"]) == [100_000_000, 200_000_000, 300_000_000]


# -- what is not understood is said ------------------------------------------------------------------------------------


def test_a_column_of_numbers_that_says_nothing_is_told_where_bills_lack_a_quantity():
    rows = [[month, 100.0 + n, 90.0] for n, month in enumerate(YEAR)]
    found = of([["Electricidad 2024"], ["Mes", "Lectx", "Importe Bs"], *rows])
    told = {"sheet": "Hoja1", "column": "B", "title": "Lectx"}
    assert dict(found.notes)["import.note_numbers_unread"] == told
    assert list(totals(found).values()) == [(12, 0, 1080)]
    said = dataclasses.replace(BO, meanings={"Hoja1!B": "quantity"}, answers={"Hoja1!B": "kWh"})
    assert not dict(of([["Electricidad 2024"], ["Mes", "Lectx", "Importe Bs"], *rows], context=said).notes)


def test_numbers_of_rows_are_no_such_column():
    rows = [[n + 1.0, month, 90.0] for n, month in enumerate(YEAR)]
    assert not of([["Electricidad 2024"], ["Nx", "Mes", "Importe Bs"], *rows]).notes


def test_two_such_columns_and_bills_with_a_quantity_are_not_told():
    rows = [[month, 100.0 + n, 7.0, 90.0] for n, month in enumerate(YEAR)]
    for heads in (["Mes", "Lectx", "Otrx", "Importe Bs"], ["Mes", "kWh", "Otrx", "Importe Bs"]):
        assert "import.note_numbers_unread" not in dict(of([["Electricidad 2024"], heads, *rows]).notes)


@pytest.mark.parametrize(
    "head",
    [
        [["Type de donnees", "Unite"], ["Courbe de charge", "W"], ["Horodate", "Valeur"]],
        [["Electricidad"], ["Fecha", "Potencia kW"]],
    ],
)
def test_a_load_curve_is_refused_as_what_it_is(head):
    rows = [[dt.datetime.combine(D(2024, 3, 1), dt.time(hour)), 50.0 + hour] for hour in range(24)]
    with pytest.raises(UnreadableFile) as refused:
        of([*head, *rows])
    assert refused.value.message_id == "import.power_only"


def test_other_files_without_bills_are_refused_as_before():
    with pytest.raises(UnreadableFile) as refused:
        of([["Lista de precios"], ["Producto", "Potencia kW"], ["Motor", 5.0]])
    assert refused.value.message_id == "import.no_bills"
