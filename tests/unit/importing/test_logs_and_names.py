"""Logs of days and weeks, names that look like units, titles that look like headers."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from score_desktop.enums import RowVerdict
from tests.unit.importing.test_layouts import by_meter, of, resources

D = dt.date
DAYS = [D(2024, 1, 1) + dt.timedelta(number) for number in range(60)]


def test_a_daily_log_of_consumption_keeps_each_day():
    found = of([["Electricidad"], ["Fecha", "Consumo kWh"], *[[day, 10.0] for day in DAYS]])
    (rows,) = by_meter(found).values()
    assert [row[:2] for row in rows[:2]] == [(DAYS[0], DAYS[1]), (DAYS[1], DAYS[2])]
    assert len(rows) == 60


def test_two_bills_of_one_month_stay_bills_of_the_month():
    days = [D(2024, 1, 5), D(2024, 1, 20), D(2024, 2, 5)]
    found = of([["Medidor", "Fecha", "Factura", "kWh"], *[["M1", day, str(n), 1.0] for n, day in enumerate(days)]])
    assert found.bills["period_start"] == [D(2024, 1, 1), D(2024, 1, 1), D(2024, 2, 1)]


@pytest.mark.parametrize("step", [1, 7])
def test_frequent_readings_run_from_one_to_the_next(step):
    days = DAYS[::step]
    found = of(
        [["Medidor", "Fecha lectura", "Lectura kWh"], *[["M1", day, 100.0 + 9 * n] for n, day in enumerate(days)]]
    )
    rows = by_meter(found)["M1"]
    assert [row[:2] for row in rows] == list(pairwise(days))
    assert {row[2] for row in rows} == {9}


def test_daily_production_becomes_months():
    found = of([["Producción diaria"], ["Fecha", "Pan (kg)"], *[[day, 10.0] for day in DAYS], ["Total", 600.0]])
    assert found.activity["period_start"] == [D(2024, 1, 1), D(2024, 2, 1)]
    assert found.activity["value"] == [310_000_000, 290_000_000]
    assert found.rows[RowVerdict.DATA] == 60


def test_a_meter_whose_name_is_a_unit():
    found = of(
        [["Electricidad kWh"], ["Medidor", "ene-24", "feb-24", "mar-24"], ["M2", 1.0, 2.0, 3.0], ["M3", 4.0, 5.0, 6.0]]
    )
    assert resources(found) == {"M2": ("electricity", "kWh"), "M3": ("electricity", "kWh")}


def test_a_unit_beside_the_name_of_a_meter_is_not_part_of_it():
    found = of([["Medidor", "ene-24", "feb-24", "mar-24"], ["M1 kWh", 1.0, 2.0, 3.0], ["M1 Bs", 4.0, 5.0, 6.0]])
    assert by_meter(found)["M1"][0][2:] == (1, 4)


def test_amounts_on_a_second_sheet_know_their_meter():
    found = of(
        ("Consumos", [["Medidor", "Mes", "kWh"], ["M1", "Enero 2024", 1.0]]),
        ("Pagos", [["Medidor", "Mes", "Importe Bs"], ["M1", "Enero 2024", 9.0]]),
    )
    assert (found.questions, by_meter(found)) == ((), {"M1": [(D(2024, 1, 1), D(2024, 2, 1), 1, 9)]})


def test_each_block_has_its_own_column_of_meters():
    found = of(
        [
            ["Mes", "Electricidad", None, None, "Agua", None, None],
            [None, "Medidor", "kWh", "Bs", "Medidor", "m3", "Bs"],
            ["Enero 2024", "E1", 1.0, 2.0, "A1", 3.0, 4.0],
        ],
        merged=((0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 6)),
    )
    assert resources(found) == {"E1": ("electricity", "kWh"), "A1": ("water", "m3")}


def test_titles_side_by_side_are_no_header():
    found = of(
        [
            ["PANADERÍA ILLIMANI", None, None, "Fecha: 12/03/2024", None],
            ["Medidor", "Mes", "kWh", "Bs", "Obs"],
            ["M1", "Enero 2024", 1.0, 2.0, None],
        ],
        merged=((0, 0, 0, 2), (0, 3, 0, 4)),
    )
    assert [verdict.value for verdict in found.verdicts["Hoja1"]] == ["title", "header", "data"]
    assert by_meter(found)["M1"][0][2:] == (1, 2)
