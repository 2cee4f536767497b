"""What columns of one name, parts without a total, remarks and days across become."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from score_desktop.enums import RowVerdict
from score_desktop.importing.heads import head_of
from score_desktop.importing.wordbook import words_of
from tests.unit.importing.test_layouts import by_meter, of

D = dt.date
STARTS = [D(2024, month, 8) for month in range(1, 8)]
ENDS = [D(2024, month + 1, 7) for month in range(1, 8)]


def days(found):
    return list(zip(found.bills["period_start"], found.bills["period_end"], strict=True))


def test_two_dates_of_one_name_are_start_and_end_when_periods_join():
    rows = [[a, b, 10.0 + n] for n, (a, b) in enumerate(zip(STARTS, ENDS, strict=True))]
    found = of([["Fecha", "Fecha", "Energía eléctrica (kWh)"], *rows])
    assert not found.questions
    assert days(found) == [(a, b + dt.timedelta(days=1)) for a, b in zip(STARTS, ENDS, strict=True)]


def test_two_dates_as_texts_latest_first_and_the_later_one_on_the_left():
    rows = [[f"{b:%d/%m/%Y}", f"{a:%d/%m/%Y}", 10.0] for a, b in itertools.pairwise(STARTS)][::-1]
    found = of([["Fecha", "Fecha", "Energía eléctrica (kWh)"], *rows])
    assert sorted(days(found)) == list(itertools.pairwise(STARTS))


def test_a_date_of_issue_beside_is_no_end():
    rows = [[day, day + dt.timedelta(days=6 + n % 3), 10.0] for n, day in enumerate(STARTS)]
    found = of([["Fecha", "Fecha emisión", "Energía eléctrica (kWh)"], *rows])
    assert days(found)[0] == (D(2024, 1, 1), D(2024, 2, 1))


def test_two_readings_of_one_name_give_the_consumption():
    counter = [100.0, 130.0, 150.0, 190.0, 260.0]
    rows = [[f"{n + 1}/2024", a, b] for n, (a, b) in enumerate(itertools.pairwise(counter))]
    found = of([["Mes", "Lectura (kWh)", "Lectura (kWh)"], *rows])
    assert found.bills["quantity"] == [30_000_000, 20_000_000, 40_000_000, 70_000_000]


@pytest.mark.parametrize("step", [1, 7])
def test_days_and_weeks_across(step):
    first = [D(2024, 1, 29) + dt.timedelta(days=step * n) for n in range(6)]
    found = of([["Consumo de agua (m3)"], ["Medidor", *first, "Total"], ["A-1", *map(float, range(6)), 15.0]])
    assert days(found) == [(day, day + dt.timedelta(days=step)) for day in first]
    assert found.bills["quantity"] == [n * 1_000_000 for n in range(6)]


def test_days_across_as_texts():
    heads = [f"{day}/02/2024" for day in range(1, 8)]
    found = of([["Consumo de agua (m3)"], ["Medidor", *heads], ["A-1", *map(float, range(7))]])
    assert days(found)[-1] == (D(2024, 2, 7), D(2024, 2, 8))


def test_ends_of_months_across_are_months():
    heads = [D(2024, 1, 31), D(2024, 2, 29), D(2024, 3, 31), D(2024, 4, 30)]
    found = of([["Consumo de agua (m3)"], ["Medidor", *heads], ["A-1", 1.0, 2.0, 3.0, 4.0]])
    assert days(found)[1] == (D(2024, 2, 1), D(2024, 3, 1))


CHARGES = ["Mes", "Consumo de energía (kWh)", "Cargo por energía (Bs)", "Aseo urbano (Bs)", "Descuento Ley 1886 (Bs)"]


def test_charges_without_a_total_add_up_and_discounts_are_taken_off():
    found = of([CHARGES, ["1/2024", 10.0, 100.0, 5.0, 20.0], ["2/2024", 20.0, 200.0, None, None]])
    assert found.bills["cost"] == [85_000_000, 200_000_000]
    assert found.bills["currency"] == ["BOB", "BOB"]


def test_charges_beside_a_total_do_not_count_twice():
    found = of([[*CHARGES, "Total a pagar (Bs)"], ["1/2024", 10.0, 100.0, 5.0, 20.0, 85.0]])
    assert found.bills["cost"] == [85_000_000]


def test_water_and_sewer_without_a_total_are_one_bill():
    found = of([["Mes", "Consumo (m3)", "Agua (Bs)", "Alcantarillado (Bs)"], ["1/2024", 10.0, 100.0, 40.0]])
    assert found.bills["cost"] == [140_000_000]


def test_a_remark_between_bills_heads_nothing():
    rows = [[f"{month}/2024", float(month), float(month)] for month in range(1, 7)]
    rows.insert(3, ["Fuga de agua en el baño, corregida", None, None])
    found = of([["Mes", "Energía eléctrica (kWh)", "Importe (Bs)"], *rows])
    assert len(by_meter(found)) == 1
    assert {meter.resource.value for meter in found.meters} == {"electricity"}
    assert (found.rows[RowVerdict.NOTE], found.rows[RowVerdict.TITLE]) == (1, 0)


@pytest.mark.parametrize("second", ["HORNO", "Planta 2", "Medidor 77-1"])
def test_a_heading_after_which_periods_begin_anew_is_one(second):
    rows = [[f"{month}/2024", float(month), float(month)] for month in range(1, 4)]
    found = of([["Cocina"], ["Mes", "Energía eléctrica (kWh)", "Importe (Bs)"], *rows, [second, None, None], *rows])
    assert [len(bills) for bills in by_meter(found).values()] == [3, 3]
    assert not found.problems


def test_men_beside_women_and_a_total_is_neither():
    heads = ["Concepto", "ene-24", "feb-24", "mar-24"]
    found = of([heads, ["Trabajadoras", 9.0, 9.0, 9.0], ["Trabajadores", 12.0, 12.0, 12.0]])
    assert sorted(set(found.activity["kind"])) == ["workers_f", "workers_m"]
    found = of([heads, ["Trabajadoras", 9.0, 9.0, 9.0], ["Total trabajadores", 21.0, 21.0, 21.0]])
    assert "workers_m" not in found.activity["kind"]


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Du", "period_start"), ("Au", "period_end"), ("Zeitraum von", "period_start"), ("Bis", "period_end"),
        ("De", "period_start"), ("Até", "period_end"), ("Rechnungsnummer", "invoice_number"),
        ("Rechnungsdatum", "date_invoice"), ("Rechnungsbetrag (EUR)", "cost"), ("Zählernummer", "meter"),
        ("Stromverbrauch (kWh)", "quantity"), ("Zählerstand neu", "reading_current"), ("Nota fiscal", "invoice_number"),
        ("N° de facture", "invoice_number"), ("Montant TTC (€)", "cost"), ("Ancien index", "reading_previous"),
        ("Data de emissão", "date_invoice"), ("Leitura atual", "reading_current"), ("Homens", "workers_m"),
        ("Fournisseur", "supplier"), ("Échéance", "date_due"), ("Hidrômetro", "meter"), ("To", "period_end"),
    ],
)  # fmt: skip
def test_headers_in_other_languages(header, meaning):
    head = head_of(header)
    assert head is not None
    assert head.meaning == meaning


def test_only_words_of_the_vocabulary_are_taken_apart():
    assert words_of("Stromrechnungsnummer") == ["strom", "factura", "numero"]
    assert words_of("Gasolinera") == ["gasolinera"]
    assert words_of("Wasserbett") == ["wasserbett"]
