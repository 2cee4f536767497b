"""Quarters, halves, thirds, pairs of months and whole years as periods, in rows and across; what only looks so."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.enums import RowVerdict
from score_desktop.importing import periods
from tests.unit.importing.test_layouts import by_meter, of

D = dt.date


def spans(found):
    """(start, end, quantity) of all bills, by time."""
    return sorted(row[:3] for rows in by_meter(found).values() for row in rows)


def part(year, number, size):
    """First day and first day after of a part of a year."""
    after = number * size
    return D(year, (number - 1) * size + 1, 1), D(year + after // 12, after % 12 + 1, 1)


def listed(texts, head="Periodo", title="Electricidad"):
    """A table of one column of periods."""
    return of([[title], ["Medidor", head, "Consumo (kWh)"], *[["M1", text, 10.0 + n] for n, text in enumerate(texts)]])


@pytest.mark.parametrize(
    ("text", "number", "size"),
    [
        ("1T 2024", 1, 3), ("Q1 2024", 1, 3), ("T1 2024", 1, 3), ("1er trimestre 2024", 1, 3),
        ("2e trimestre 2024", 2, 3),
        ("1. Quartal 2024", 1, 3), ("IV. Quartal 2024", 4, 3), ("3Q24", 3, 3), ("Trimestre I - 2024", 1, 3),
        ("2nd quarter 2024", 2, 3), ("4º trimestre de 2024", 4, 3), ("Ene-Mar 2024", 1, 3), ("Jan-Mar 2024", 1, 3),
        ("enero - marzo 2024", 1, 3), ("abril a junio de 2024", 2, 3), ("Ene/Mar 2024", 1, 3), ("01-03/2024", 1, 3),
        ("07/2024 - 09/2024", 3, 3), ("Jan. bis März 2024", 1, 3), ("janvier-mars 2024", 1, 3),
        ("1S 2024", 1, 6), ("H1 2024", 1, 6), ("1er semestre 2024", 1, 6), ("2. Halbjahr 2024", 2, 6),
        ("II Semestre 2024", 2, 6), ("Second half 2024", 2, 6), ("2024-S2", 2, 6),
        ("1er bimestre 2024", 1, 2), ("ene-feb 2024", 1, 2), ("enero - febrero 2024", 1, 2), ("6º bimestre/2024", 6, 2),
        ("Bim 3/24", 3, 2), ("2do cuatrimestre 2024", 2, 4), ("Enero - 2024", 1, 1),
    ],
)  # fmt: skip
def test_texts_that_name_a_part_of_a_year(text, number, size):
    assert spans(listed([text])) == [(*part(2024, number, size), 10)]


def test_a_range_of_months_over_the_turn_of_the_year():
    assert spans(listed(["Dic-Feb 2024"])) == [(D(2023, 12, 1), D(2024, 3, 1), 10)]


@pytest.mark.parametrize(
    ("head", "size"), [("Trimestre", 3), ("Quartal", 3), ("Bimestre", 2), ("Semestre", 6), ("Cuatrimestre", 4)]
)
@pytest.mark.parametrize("form", ["{n}/2024", "2024-{n}", "{n}º 2024"])
def test_the_header_tells_what_numbers_count(head, size, form):
    numbers = range(1, 12 // size + 1)
    found = listed([form.format(n=n) for n in numbers], head)
    assert spans(found) == [(*part(2024, n, size), 9.0 + n) for n in numbers]


@pytest.mark.parametrize("years", ["Año", "Periodo"])
@pytest.mark.parametrize("kind", [float, str, lambda n: ("I", "II", "III", "IV")[n - 1]])
def test_years_and_quarters_in_two_columns(years, kind):
    rows = [[float(year), kind(n), 10.0 * n] for year in (2023, 2024) for n in (1, 2, 3, 4)]
    found = of([["Agua"], [years, "Trimestre", "Consumo (m3)"], *rows])
    assert spans(found) == [(*part(year, n, 3), 10.0 * n) for year in (2023, 2024) for n in (1, 2, 3, 4)]


def test_years_called_period_beside_months():
    rows = [[2024.0, month, 10.0] for month in ("Enero", "Febrero", "Marzo")]
    found = of([["Agua"], ["Periodo", "Mes", "Consumo (m3)"], *rows])
    assert [row[1] for row in spans(found)] == [D(2024, 2, 1), D(2024, 3, 1), D(2024, 4, 1)]


def test_months_beside_quarters_are_the_period():
    rows = [["T1", "Enero 2024", 1.0], ["T1", "Febrero 2024", 2.0], ["T1", "Marzo 2024", 3.0]]
    found = of([["Agua"], ["Trimestre", "Mes", "Consumo (m3)"], *rows])
    assert [row[0].month for row in spans(found)] == [1, 2, 3]


def test_first_days_of_quarters_below_their_name():
    found = listed([D(2024, 1, 1), D(2024, 4, 1), D(2024, 12, 31)], "Quarter")
    assert [row[:2] for row in spans(found)] == [part(2024, 1, 3), part(2024, 2, 3), part(2024, 4, 3)]


def test_quarters_without_a_year_go_on_over_the_turn_of_the_year():
    found = listed([3.0, 4.0, 1.0, 2.0], "Trimestre", "Electricidad 2023")
    assert [row[:2] for row in spans(found)] == [part(2023, 3, 3), part(2023, 4, 3), part(2024, 1, 3), part(2024, 2, 3)]


def test_roman_numbers_up_to_four_are_quarters():
    found = listed(["I/2024", "II/2024", "III/2024", "IV/2024"])
    assert [row[:2] for row in spans(found)] == [part(2024, n, 3) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("texts", "head"),
    [
        (["I/2024", "II/2024"], "Periodo"),  # quarters or halves
        (["I/2024", "II/2024", "III/2024", "IV/2024", "V/2024"], "Periodo"),
        (["S1 2024", "S2 2024", "S3 2024"], "Periodo"),  # weeks
        (["2024-W01", "2024-W02"], "Week"),
        (["2009/10", "2010/11", "2011/12"], "Periodo"),  # years that begin in one and end in the next
        (["Enero 2024", "Febrero 2024"], "Bimestre"),
        ([7.0], "Trimestre"),
        (["FY24 Q1"], "Periodo"),
    ],
)
def test_what_does_not_tell_its_period_is_never_guessed(texts, head):
    rows = [["M1", text, 10.0 + n] for n, text in enumerate(texts)]
    table = [["Electricidad 2024"], ["Medidor", head, "Fecha", "Consumo (kWh)"]]
    found = of([*table, *[[row[0], row[1], None, row[2]] for row in rows]])
    assert found.bill_count == 0
    assert len(found.problems) == len(texts)


def test_a_bare_year_is_the_period_of_yearly_bills():
    found = listed([2022.0, 2023.0, "2024"], "Año")
    assert [row[:2] for row in spans(found)] == [(D(y, 1, 1), D(y + 1, 1, 1)) for y in (2022, 2023, 2024)]


# -- across ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heads", [["T1", "T2", "T3", "T4"], ["1er trim", "2do trim", "3er trim", "4to trim"]])
def test_quarters_across_and_years_down(heads):
    rows = [[float(year), 1.0, 2.0, 3.0, 4.0, 10.0] for year in (2022, 2023)]
    found = of([["Consumo de agua (m3)"], ["Año", *heads, "Total"], *rows, ["Promedio", 1.0, 2.0, 3.0, 4.0, 10.0]])
    assert spans(found) == [(*part(year, n, 3), float(n)) for year in (2022, 2023) for n in (1, 2, 3, 4)]


def test_zones_beside_months_are_no_quarters():
    found = of(
        [["Electricidad"], ["Mes", "T1 (kWh)", "T2 (kWh)", "T3 (kWh)", "T4 (kWh)"], ["Enero 2024", 1.0, 2.0, 3.0, 4.0]]
    )
    assert {row[:2] for row in spans(found)} == {(D(2024, 1, 1), D(2024, 2, 1))}
    assert sum(row[2] for row in spans(found)) == 10


@pytest.mark.parametrize(
    "labels", [["1er trimestre", "2do trimestre", "3er trimestre", "4to trimestre"], [1.0, 2.0, 3.0, 4.0]]
)
def test_quarters_down_and_years_across(labels):
    rows = [[label, 10.0 + n, 20.0 + n] for n, label in enumerate(labels)]
    found = of([["Electricidad (kWh)"], ["Trimestre", 2023.0, 2024.0], *rows])
    assert [row[:2] for row in spans(found)] == [part(year, n, 3) for year in (2023, 2024) for n in (1, 2, 3, 4)]


def test_months_across_and_years_down_above_footnotes():
    months = ["ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SEP", "OCT", "NOV", "DIC"]
    rows = [[float(year), *[1.0] * 12, 12.0, 1.0] for year in (2021, 2022)]
    found = of(
        ("Agua", [["CONSUMO DE AGUA (m³)"], ["Pozo 1"], ["Año", *months, "TOTAL", "PROMEDIO"], *rows,
        ["PROMEDIO", *[1.0] * 12, 12.0, 1.0], ["* Valores preliminares"], ["Fuente: Operaciones"]]),
    )  # fmt: skip
    assert (found.bill_count, {row[2] for row in spans(found)}) == (24, {1})
    assert found.rows[RowVerdict.DATA] == 2


def test_months_across_without_a_year_are_no_quantities():
    months = ["Enero", "Febrero", "Marzo"]
    rows = [["Año", *months], ["dos mil uno", 1.0, 2.0, 3.0]]
    with pytest.raises(Exception, match=r"import\.no_bills"):
        of([["CONSUMO DE AGUA (m³)"], *rows])


@pytest.mark.parametrize("heads", [["S1 2024", "S2 2024", "S3 2024"], ["2009/10", "2010/11", "2011/12"]])
def test_weeks_and_years_of_two_across_are_not_guessed(heads):
    with pytest.raises(Exception, match=r"import\.no_bills"):
        of([["Consumo de agua (m³)"], ["Medidor", *heads], ["A1", 1.0, 2.0, 3.0]])


# -- ends of periods ---------------------------------------------------------------------------------------------------


def test_periods_that_join_tell_whether_their_last_day_was_billed():
    texts = ["12 DIC 23 - 12 FEB 24", "12 FEB 24 - 11 ABR 24", "11 ABR 24 - 12 JUN 24"]
    assert [row[:2] for row in spans(listed(texts))] == [
        (D(2023, 12, 12), D(2024, 2, 12)),
        (D(2024, 2, 12), D(2024, 4, 11)),
        (D(2024, 4, 11), D(2024, 6, 12)),
    ]
    texts = ["13/01/2024 - 13/02/2024", "14/02/2024 - 12/03/2024", "13/03/2024 - 14/04/2024"]
    assert [row[1] for row in spans(listed(texts))] == [D(2024, 2, 14), D(2024, 3, 13), D(2024, 4, 15)]


def test_a_day_before_the_year_and_month_is_no_range_of_months():
    assert periods.read_period("15-03/2024") is None
    assert periods.read_date("01-03/2024") is None


MONTHS = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre",
          "Noviembre", "Diciembre")  # fmt: skip


def test_months_of_two_resources_below_each_other_are_of_one_year():
    rows = [[month, *thing] for thing in (("Electricidad", 1.0, "kWh"), ("Agua", 2.0, "m3")) for month in MONTHS]
    found = of([["Consumos 2024"], ["Mes", "Recurso", "Consumo", "Unidad"], *rows])
    assert [row[:2] for row in spans(found)] == [part(2024, n, 1) for n in range(1, 13) for _ in "ab"]


def test_a_year_of_several_resources_or_uses_is_a_year_of_each():
    things = (("Electricidad", "kWh"), ("Agua", "m3"), ("Diésel", "l"), ("Gas natural", "m3"))
    rows = [[float(year), thing, 10.0, unit] for year in (2022, 2023) for thing, unit in things]
    found = of([["Gestión", "Recurso", "Consumo", "Unidad"], *rows])
    assert [row[0] for row in spans(found)] == [D(2022, 1, 1)] * 4 + [D(2023, 1, 1)] * 4
    rows = [[float(year), use, 10.0] for year in (2022, 2023) for use in ("Iluminación", "Motores", "Oficina")]
    found = of([["Electricidad"], ["Gestión", "Uso", "Consumo (kWh)"], *rows])
    assert [row[0] for row in spans(found)] == [D(2022, 1, 1)] * 3 + [D(2023, 1, 1)] * 3


@pytest.mark.parametrize(
    ("head", "quantity", "cost"),
    [
        ("Bimestre", "m3/bimestre", "Bs/bimestre"), ("Semestre", "Consumo m3/semestre", "Importe Bs/semestre"),
        ("Trimestre", "m3 por trimestre", "Bs por trimestre"), ("Quarter", "m3/quarter", "Cost Bs/quarter"),
        ("Periodo", "m3/periodo", "Bs/periodo"),
    ],
)  # fmt: skip
def test_amounts_of_each_part_of_a_year_are_amounts(head, quantity, cost):
    named = {"Bimestre": "bimestre", "Semestre": "semestre"}.get(head, "trimestre")
    found = of([["Agua"], [head, quantity, cost], *[[f"{n}er {named} 2024", 10.0 * n, 5.0] for n in (1, 2)]])
    assert [row[2:4] for rows in by_meter(found).values() for row in rows] == [(10.0, 5.0), (20.0, 5.0)]
    assert found.questions == ()
