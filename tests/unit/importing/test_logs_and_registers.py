"""Logs day by day and hour by hour, registers in rows, and what stands over columns in files without merged cells."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.importing import ImportContext
from tests.unit.importing.test_layouts import BO, by_meter, of, resources
from tests.unit.importing.test_suppliers_files import amounts, asked, periods

D = dt.date
DE, FR, BR, ES = (ImportContext(*both) for both in (("DE", "EUR"), ("FR", "EUR"), ("BR", "BRL"), ("ES", "EUR")))


def days(found):
    """First days of bills of one day each."""
    assert all((end - start).days == 1 for start, end in periods(found)), periods(found)
    return [start for start, _ in periods(found)]


# -- days --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["Date de consommation", "Période de consommation", "Fecha", "Periodo"])
def test_three_days_in_sequence_are_a_log_and_not_three_times_their_month(head):
    rows = [[head, "Consommation (kWh)"], *([f"{day}/01/2024", 10.0 + day] for day in (13, 14, 15))]
    assert days(of(rows, context=FR)) == [D(2024, 1, day) for day in (13, 14, 15)]


def test_days_that_stand_for_their_months_stay_months():
    rows = [["Periodo", "kWh", "Bs"], *([f"15/{month:02d}/2024", 10.0, 9.0] for month in range(1, 7))]
    assert periods(of(rows))[0] == (D(2024, 1, 1), D(2024, 2, 1))


def test_use_that_makes_the_next_reading_is_that_of_the_day():
    readings = [20000.0, 20007.0, 20016.0, 20024.0]
    log = [["Date", "Consommation (kWh)", "Index"]]
    after = [[f"{28 + n}/07/2025", use, readings[n]] for n, use in enumerate((7.0, 9.0, 8.0, None))]
    before = [[f"{28 + n}/07/2025", use, readings[n]] for n, use in enumerate((6.0, 7.0, 9.0, 8.0))]
    assert days(of([*log, *after], context=FR))[0] == D(2025, 7, 28)
    assert days(of([*log, *before], context=FR))[0] == D(2025, 7, 27)


def test_the_first_reading_of_a_log_begins_where_the_others_let_expect():
    rows = [
        ["Fecha de lectura", "Lectura", "Consumo m3"],
        *([f"{13 + 7 * n}/01/2024", 100.0 + 5 * n, 5.0] for n in range(3)),
    ]
    rows += [["03/02/2024", 115.0, 5.0], ["10/02/2024", 120.0, 5.0]]
    assert periods(of([["Agua"], *rows]))[0] == (D(2024, 1, 6), D(2024, 1, 13))


# -- hours -------------------------------------------------------------------------------------------------------------


def test_a_column_of_times_makes_a_log_of_hours_whatever_its_header():
    for head in ("Zeit von", "Startuhrzeit", "Von"):
        rows = [["Datum", head, "Verbrauch (kWh)"], *(["13.05.2024", f"{hour:02d}:00:00", 0.5] for hour in range(24))]
        assert by_meter(of(rows, context=DE)) == {"libro": [(D(2024, 5, 13), D(2024, 5, 14), 12, None)]}


def test_the_hour_that_comes_twice_when_clocks_are_turned_back_belongs_to_its_day():
    hours = [dt.datetime(2024, 10, 26) + dt.timedelta(hours=hour) for hour in range(72)]  # noqa: DTZ001
    hours.insert(27, hours[26])
    rows = [["Datum", "Verbrauch (kWh)"], *([hour.strftime("%d.%m.%Y %H:%M"), 1.0] for hour in hours)]
    assert amounts(of(rows, context=DE)) == [(24, None), (25, None), (24, None)]


# -- registers in rows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Cadran", ("HP", "HC")),
        ("Periodo tarifario", ("Punta", "Valle")),
        ("Periodo", ("P1", "P2")),
        ("Tarif", ("Hochtarif", "Niedertarif")),
        ("Faixa de consumo", ("0 a 10", "11 a 20")),
        ("Tramo", ("hasta 100 kWh", "más de 100 kWh")),
    ],
)
def test_registers_and_steps_in_rows_are_parts_of_one_bill(head, words):
    rows = [["Medidor", "Desde", "Hasta", head, "kWh", "Importe €"]]
    for month, last in ((1, 31), (2, 29), (3, 31)):
        for n, word in enumerate(words):
            rows.append(["A-1", f"01/{month:02d}/2024", f"{last}/{month:02d}/2024", word, 10.0 + n, 5.0 + n])
    found = of(rows, context=ES)
    assert amounts(found) == [(21, 11)] * 3 and found.questions == () and found.problems == ()


def test_a_total_beside_its_registers_and_the_amount_of_the_bill_count_once():
    rows = [["Medidor", "Mes", "Periodo tarifario", "kWh", "Importe factura €"]]
    for month in ("Enero 2024", "Febrero 2024"):
        rows += [["A-1", month, word, use, 99.0] for word, use in (("Punta", 10.0), ("Valle", 30.0), ("Total", 40.0))]
    assert amounts(of(rows, context=ES)) == [(40, 99), (40, 99)]


def test_readings_of_two_registers_are_each_taken_from_their_own():
    rows = [["Zählernummer", "Ablesedatum", "Tarif", "Zählerstand (kWh)"]]
    for day, high, low in (("31.12.2023", 1000.0, 500.0), ("31.01.2024", 1100.0, 540.0), ("29.02.2024", 1190.0, 575.0)):
        rows += [["77", day, "HT", high], ["77", day, "NT", low]]
    assert amounts(of(rows, context=DE)) == [(140, None), (125, None)]


def test_tariffs_of_meters_and_a_register_that_comes_twice_are_no_parts():
    rows = [["Local", "Mes", "Categoría", "kWh", "Importe Bs"]]
    for month in ("Enero 2024", "Febrero 2024"):
        rows += [["Tienda", month, "Baja tensión", 10.0, 5.0], ["Planta", month, "Alta tensión", 100.0, 50.0]]
    assert by_meter(of(rows))["Tienda"] == [(D(2024, n, 1), D(2024, n + 1, 1), 10, 5) for n in (1, 2)]
    rows = [["Medidor", "Mes", "Tarifa", "kWh"], *(["A", "Enero 2024", word, 10.0] for word in ("P1", "P1", "P2"))]
    assert len(amounts(of(rows))) == 3


# -- what stands over and beside ---------------------------------------------------------------------------------------


def test_words_over_columns_that_repeat_need_no_merged_cells():
    rows = [
        [None, "Heures creuses", "Heures creuses", "Heures pleines", "Heures pleines"],
        ["Mois", "Consommation (kWh)", "Index", "Consommation (kWh)", "Index"],
        *([f"{month:02d}/2024", 10.0, 100.0 + month, 20.0, 200.0 + month] for month in (1, 2, 3)),
    ]
    assert amounts(of(rows, context=FR)) == [(30, None)] * 3


@pytest.mark.parametrize(
    ("label", "value"),
    [("Account Number", 1234567890.0), ("N° de PCE :", "21546987412365"), ("Zählpunkt", "AT0080000000000012345")],
)
def test_the_number_beside_a_word_above_names_the_meter(label, value):
    rows = [[label, value], [None], ["Month", "Use (kWh)"], ["01/2024", 10.0], ["02/2024", 11.0]]
    assert list(by_meter(of(rows, context=FR))) == [f"{value:.0f}" if isinstance(value, float) else value]


@pytest.mark.parametrize(("head", "words"), [("Bandeira", ("Verde", "Amarela")), ("Reading quality", ("VALID", "EST"))])
def test_words_below_a_header_of_numbers_beside_do_not_cost_a_bill(head, words):
    rows = [
        ["Mês", "Consumo (kWh)", head, "Valor (R$)"],
        *([f"{n + 1:02d}/2024", 10.0, word, 9.0] for n, word in enumerate(words)),
    ]
    found = of(rows, context=BR)
    assert amounts(found) == [(10, 9)] * 2 and found.problems == ()


def test_use_beside_units_is_a_quantity_and_a_vehicle_is_none():
    rows = [
        ["Account", "Commodity", "Month", "Use", "Use Unit", "Cost"],
        ["A", "Electric", "01/2024", 10.0, "kWh", 9.0],
        ["W", "Water", "01/2024", 4.0, "m3", 3.0],
    ]
    assert amounts(of(rows)) == [(10, 9), (4, 3)]


def test_units_that_are_flats_are_meters():
    rows = [["Edificio", "Unidad", "Mes", "kWh", "Bs"]]
    rows += [
        [house, flat, "Enero 2024", 10.0 + flat, 9.0] for house in ("Torre A", "Torre B") for flat in (101.0, 102.0)
    ]
    found = by_meter(of(rows))
    assert len(found) == 4 and all("101" in name or "102" in name for name in found)


def test_power_in_hours_of_the_tariff_is_no_horsepower():
    rows = [["Mois", "Consommation (kWh)", "Consommation HP (euros)", "Consommation HC (euros)", "Total (euros)"]]
    rows += [[f"{n:02d}/2024", 10.0, 2.0, 1.0, 3.0] for n in (1, 2, 3)]
    found = of(rows, context=FR)
    assert amounts(found) == [(10, 3)] * 3 and asked(found) == [] and len(resources(found)) == 1


def test_german_words_without_their_dots():
    rows = [
        ["Gebaeude", "Jahr", "Monat", "Energietraeger", "Verbrauch kWh"],
        ["Rathaus", 2023.0, 1.0, "Strom", 10.0],
        ["Rathaus", 2023.0, 1.0, "Gas", 20.0],
    ]
    found = of(rows, context=DE)
    assert sorted(meter.resource.value for meter in found.meters) == ["electricity", "natural_gas"]
    assert BO.country == "BO" and asked(found) == []
