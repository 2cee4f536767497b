"""Units of one letter, multiples of units and units that a resource does not come in: decided, or asked."""

from __future__ import annotations

import pytest

from score_desktop.importing.heads import head_of
from tests.unit.importing.test_layouts import by_meter, of, resources

MONTHS = ["Enero 2024", "Febrero 2024"]


def asked(found):
    return [(question.column, question.question) for question in found.questions]


@pytest.mark.parametrize(
    ("title", "resource", "unit"),
    [
        ("Agua l", "water", "l"), ("Agua L", "water", "l"), ("Agua, l", "water", "l"), ("Agua en l", "water", "l"),
        ("Residuos t", "waste", "t"), ("Residuos T", "waste", "t"), ("Residuos (T)", "waste", "t"),
        ("Residuos g", "waste", "g"), ("Leña t", "firewood", "t"), ("Diésel L", "diesel", "l"),
        ("Vapor t", "steam", "t"),
        ("Wasser l", "water", "l"), ("Abfall t", "waste", "t"), ("Eau L", "water", "l"),
        ("Gas (Nm³)", "natural_gas", "m3"),
        ("Agua (kl)", "water", "m3"),
    ],
)  # fmt: skip
def test_the_resource_decides_a_letter(title, resource, unit):
    found = of([["Mes", title], *[[month, 10.0] for month in MONTHS]])
    assert list(resources(found).values()) == [(resource, unit)]
    assert found.questions == ()


def test_a_row_of_letters_below_the_header():
    found = of([["Mes", "Agua", "Residuos"], [None, "l", "t"], *[[month, 10.0, 2.0] for month in MONTHS]])
    assert resources(found) == {"Agua": ("water", "l"), "Residuos": ("waste", "t")}


@pytest.mark.parametrize("title", ["Consumo L", "Consumo l"])
def test_the_title_of_the_table_decides_a_letter(title):
    found = of([["Agua potable"], ["Mes", title], *[[month, 10.0] for month in MONTHS]])
    assert list(resources(found).values()) == [("water", "l")]
    assert found.questions == ()


@pytest.mark.parametrize(
    ("resource", "unit"),
    [("Agua", "m"), ("Agua", "T"), ("Electricidad", "T"), ("Gas natural", "M"), ("Residuos", "m"), ("Diésel", "g"),
     ("Agua", "kWh"), ("Electricidad", "m3"), ("Electricidad", "kW")],
)  # fmt: skip
def test_units_in_which_a_resource_does_not_come_are_asked(resource, unit):
    found = of([[resource], ["Mes", "Consumo", "Unidad"], *[[month, 10.0, unit] for month in MONTHS]])
    assert asked(found) == [("C", "unit")]


def test_a_letter_is_decided_for_each_resource():
    rows = [["Enero 2024", "Agua", 10.0, "l"], ["Enero 2024", "Residuos", 10.0, "T"], ["Enero 2024", "Agua", 1.0, "T"]]
    head = ["Mes", "Recurso", "Cantidad", "Unidad"]
    assert of([head, *rows[:2]]).questions == ()
    assert asked(of([head, *rows])) == [("D", "unit")]


@pytest.mark.parametrize("title", ["Consumo (m)", "Consumo T", "Agua (T)"])
def test_letters_without_evidence_are_asked(title):
    found = of([["Agua"], ["Mes", title], *[[month, 10.0] for month in MONTHS]])
    assert asked(found) == [("B", "unit")]


def test_letters_are_names_of_meters_below_a_title_with_the_unit():
    found = of([["Agua (m3)"], ["Mes", "L", "M", "T"], *[[month, 1.0, 2.0, 3.0] for month in MONTHS]])
    assert {name: rows[0][2] for name, rows in by_meter(found).items()} == {"L": 1, "M": 2, "T": 3}
    found = of([["Agua (m3)"], ["Mes", "Planta L", "Planta T"], *[[month, 1.0, 2.0] for month in MONTHS]])
    assert set(resources(found).values()) == {("water", "m3")}


@pytest.mark.parametrize("column", ["Concepto", "Indicador", ""])
def test_units_beside_names_across(column):
    rows = [["Agua", "l", 1.0, 2.0, 3.0], ["Residuos", "t", 1.0, 2.0, 3.0]]
    found = of([[column, "Unidad", "ene-24", "feb-24", "mar-24"], *rows])
    assert resources(found) == {"Agua": ("water", "l"), "Residuos": ("waste", "t")}


@pytest.mark.parametrize(
    ("title", "unit", "value"),
    [("Agua (hl)", "l", 1000), ("Agua (hm3)", "m3", 10_000_000), ("Gas natural (Mcal)", "kcal", 10_000)],
)
def test_multiples_that_the_table_of_units_lacks(title, unit, value):
    found = of([["Mes", title], ["Enero 2024", 10.0]])
    (meter,) = found.meters
    assert (meter.unit, meter.unit_entered) == (unit, (title.partition("(")[2].strip(")"),))
    assert [row[2] for rows in by_meter(found).values() for row in rows] == [value]


def test_numbers_below_resources_alone_are_asked_for_their_unit():
    found = of([["Mes", "Agua", "Gas natural"], ["Enero 2024", 2010.0, 2020.0], ["Febrero 2024", 2011.0, 2021.0]])
    assert asked(found) == [("B", "unit"), ("C", "unit")]
    with pytest.raises(Exception, match=r"import\.no_bills"):
        of([["Precios de venta"], ["Fecha", "Diésel", "Gasolina"], ["01/01/2024", 3.74, 3.72]])


def test_a_multiple_is_no_part_of_a_word():
    assert head_of("Hlavni (kWh)").unit == "kWh"


def test_tonnes_beside_months_across_are_no_quarters():
    months = ["Enero 2024", "Febrero 2024", "Marzo 2024"]
    heads = [month for month in months for _ in "ab"]
    found = of([["Leña"], [None, *heads], ["Planta", *["t", "Bs"] * 3], ["A", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]])
    assert resources(found) == {"A": ("firewood", "t")}
    assert found.questions == ()
    assert [row[2:4] for row in by_meter(found)["A"]] == [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0)]
