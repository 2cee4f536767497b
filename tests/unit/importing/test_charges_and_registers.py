"""Totals of charges, gas told twice, registers that grow, load curves, and words written in one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from score_desktop.errors import UnreadableFile
from score_desktop.importing import ImportContext, understand
from score_desktop.importing.heads import head_of
from score_desktop.importing.workbook import Sheet, Workbook
from tests.unit.importing.test_layouts import by_meter, of, resources
from tests.unit.importing.test_suppliers_files import amounts, asked

BR, CO, DE, ES, GB, US = (
    ImportContext(*both)
    for both in (("BR", "BRL"), ("CO", "COP"), ("DE", "EUR"), ("ES", "EUR"), ("GB", "GBP"), ("US", "USD"))
)


@pytest.mark.parametrize(("total", "cost"), [((130.0, 65.0), (130, 65)), ((999.0, 999.0), (100, 50))])
def test_a_plain_total_is_the_cost_where_it_sums_the_charges_up(total, cost):
    rows = [
        ["Mes", "Consumo (kWh)", "Valor consumo", "Cargo fijo", "Contribución", "Total"],
        ["Enero 2024", 10.0, 100.0, 10.0, 20.0, total[0]],
        ["Febrero 2024", 5.0, 50.0, 5.0, 10.0, total[1]],
    ]
    assert amounts(of(rows, context=CO)) == [(10, cost[0]), (5, cost[1])]


def test_volume_and_heat_of_gas_are_one_consumption():
    rows = [["Zähler", "von", "bis", "Verbrauch m³", "Brennwert", "Verbrauch kWh", "Betrag brutto"]]
    rows += [["G", f"01.{n:02d}.2024", f"28.{n:02d}.2024", 200.0 - n, 11.3, 2175.0 - 10 * n, 240.0] for n in (1, 2, 3)]
    found = of(rows, context=DE)
    assert resources(found) == {"G": ("natural_gas", "m3")} and amounts(found) == [(200 - n, 240) for n in (1, 2, 3)]


@pytest.mark.parametrize(("factor", "count"), [(None, 2), (29.3, 1)])
def test_units_of_two_supplies_are_two_and_units_of_one_are_one(factor, count):
    therms = (310.0, 290.0, 240.0)
    kwh = [use * factor for use in therms] if factor else [5200.0, 5000.0, 4900.0]
    rows = [["Month", "kwh", "therms"], *([f"{n + 1:02d}/2024", kwh[n], use] for n, use in enumerate(therms))]
    assert len(of(rows, context=US).meters) == count


@pytest.mark.parametrize("growth", [100.0, 2000.0])
def test_registers_that_only_grow_between_readings_are_readings(growth):
    rows = [["Data da leitura", "Vazio (kWh)", "Ponta (kWh)"]]
    rows += [[f"{28}/{n:02d}/2024", 5000.0 + growth * n, 3000.0 + 50 * n] for n in range(1, 8)]
    first = amounts(of(rows, context=BR))[0][0]
    assert first == (150 if growth == 100 else 10050)


def test_consumption_that_grows_for_some_months_stays_consumption():
    rows = [
        ["Data da leitura", "Vazio (kWh)", "Ponta (kWh)"],
        *([f"28/{n:02d}/2024", 100.0 + n, 50.0 + n] for n in range(1, 5)),
    ]
    assert [row[0] for row in amounts(of(rows, context=BR))] == [152, 154, 156, 158]


@pytest.mark.parametrize("heads", [("Unité", "Valeur", "W"), ("Unit", "Consumption", "kW")])
def test_power_of_a_log_is_refused_as_what_it_is(heads):
    rows = [["PRM", heads[0], "Horodate", heads[1]]]
    rows += [["14295224261882", heads[2], f"2024-01-13 {hour:02d}:00:00", 500.0] for hour in range(24)]
    with pytest.raises(UnreadableFile, match="power_only"):
        of(rows, context=DE)


def test_demand_of_bills_is_no_load_curve():
    rows = [["Mes", "Consumo (kW)", "Importe"], ["Enero 2024", 10.0, 9.0], ["Febrero 2024", 11.0, 9.5]]
    assert asked(of(rows)) == [("B", "unit")]


@pytest.mark.parametrize(
    ("head", "meaning", "unit"),
    [
        ("consumoKwh", "quantity", "kWh"),
        ("BeginDate", "period_start", ""),
        ("idCliente", "account", ""),
        ("Estimated Cost Inc. Tax (p)", "ignored", ""),
        ("Arbeitspreis (ct)", "ignored", ""),
        ("Startdatum", "period_start", ""),
        ("Verbrauchszeitraum Ende", "period_end", ""),
        ("Bruttobetrag", "cost", ""),
        ("Potencia contrat. (kW)", "contracted_kw", "kW"),
    ],
)
def test_headers_of_one_word(head, meaning, unit):
    found = head_of(head)
    assert found is not None and (found.meaning, found.unit) == (meaning, unit)


def test_things_of_unknown_names_are_each_asked_about_and_none_is_lost():
    rows = [
        ["Mes", "Queso (kg)", "Yogurt (l)", "Mantequilla (kg)"],
        ["Enero 2024", 1.0, 2.0, 3.0],
        ["Febrero 2024", 1.5, 2.5, 3.5],
    ]
    found = of(rows)
    assert set(by_meter(found)) == {"Queso", "Yogurt", "Mantequilla"} and len(asked(found)) == 3


@pytest.mark.parametrize("label", ["Q1 total", "T1 subtotal", "1er trimestre total", "2024 Total"])
def test_sums_of_parts_of_the_year_are_subtotals(label):
    rows = [
        ["Mes", "kWh", "Bs"],
        ["Enero 2024", 10.0, 9.0],
        ["Febrero 2024", 11.0, 9.0],
        [label, 21.0, 18.0],
        ["Marzo 2024", 12.0, 9.0],
    ]
    found = of(rows)
    assert len(amounts(found)) == 3 and found.problems == ()


def test_days_among_their_quarters_count_once():
    times = [f"2024-05-13 {n // 4:02d}:{n % 4 * 15:02d}:00" for n in range(96)] + ["2024-05-14 00:00:00"]
    rows = [["BeginDate", "EndDate", "Netztarif AT0030", "Unit"]]
    rows += [[a, b, 0.25, "kWh"] for a, b in pairwise(times)]
    rows += [["2024-05-13 00:00:00", "2024-05-14 00:00:00", 24.0, "kWh"]]
    assert amounts(of(rows, context=DE)) == [(24, None)]


def test_words_below_groups_without_merged_cells():
    rows = [
        ["UNIDADE CONSUMIDORA: 30445566", None, None, "TARIFA VERDE", None, None],
        ["Mês/Ano", "Consumo", None, "Importes (R$)", None, None],
        [None, "Ponta kWh", "F. Ponta kWh", "TE", "TUSD", "Total"],
        ["jan/24", 10.0, 20.0, 3.0, 4.0, 7.0],
        ["fev/24", 11.0, 21.0, 3.5, 4.0, 7.5],
    ]
    found = of(rows, context=BR)
    assert amounts(found) == [(30, 7), (32, 7.5)] and "30445566" in next(iter(by_meter(found)))


def test_the_total_across_tells_the_unit_of_its_months():
    months = ["Jan", "Fev", "Mar", "Abr", "Mai", "Jun", "Jul", "Ago", "Set", "Out", "Nov", "Dez"]
    rows = [
        ["Ano do inventário:", 2023.0],
        ["Compra de eletricidade"],
        ["Fonte", *months, "Total (MWh)"],
        ["UC-1", *[1.0] * 12, 12.0],
    ]
    found = of(rows, context=BR)
    assert asked(found) == [] and {unit for _, unit in resources(found).values()} == {"MWh"}
    assert found.bills["period_start"][0].year == 2023


def test_columns_of_water_and_sewer_tell_water():
    rows = [["Mês/Ano", "Consumo m³", "Valor Água R$", "Valor Esgoto R$", "Total R$"]]
    rows += [[f"{n:02d}/2024", 10.0, 20.0, 20.0, 40.0] for n in (1, 2, 3)]
    found = of(rows, context=BR)
    assert (
        asked(found) == [] and set(resources(found).values()) == {("water", "m3")} and amounts(found) == [(10, 40)] * 3
    )


@pytest.mark.parametrize("billed_first", [True, False])
@pytest.mark.parametrize(
    ("measured", "billed"),
    [
        ("Consumo medido (kWh)", "Consumo facturado (kWh)"),
        ("Consumo real (kWh)", "Consumo facturado (kWh)"),
        ("Consumo medido (kWh)", "Consumo faturado (kWh)"),
        ("kWh measured", "kWh billed"),
        ("Consommation relevée (kWh)", "Consommation facturée (kWh)"),
        ("Verbrauch gemessen (kWh)", "Verbrauch abgerechnet (kWh)"),
    ],
)
def test_a_bill_counts_what_was_billed_not_what_was_measured(measured: str, billed: str, billed_first: bool) -> None:
    pair = (billed, measured) if billed_first else (measured, billed)
    amounts = {measured: 100.0, billed: 120.0}
    head = ["Mes", *pair, "Importe (Bs)"]
    rows = [[f"2024-0{number}", *(amounts[one] + number for one in pair), 50.0] for number in range(1, 5)]
    book = Workbook("luz.xlsx", "xlsx", (Sheet("Energía eléctrica", [head, *rows]),))
    found = understand(book, ImportContext("BO", "BOB"))
    assert not found.questions
    assert found.bills["quantity"] == [(120 + number) * 1_000_000 for number in range(1, 5)]
