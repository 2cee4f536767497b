"""Boards of energy managers, lists of invoices, inventories, and logs whose times tell the end of what they count."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.importing import ImportContext
from tests.unit.importing.test_layouts import BO, by_meter, of, resources
from tests.unit.importing.test_suppliers_files import amounts, asked, periods

D = dt.date
DE, ES, FR, GB, US = (
    ImportContext(*both) for both in (("DE", "EUR"), ("ES", "EUR"), ("FR", "EUR"), ("GB", "GBP"), ("US", "USD"))
)


def test_supplies_over_units_without_merged_cells():
    rows = [
        [None, "Electricité", None, "Gaz", None, "DJU"],
        ["Mois", "kWh", "€ TTC", "kWh PCS", "€ TTC", None],
        *([f"{n:02d}/2024", 10.0 + n, 2.0, 30.0 + n, 4.0, 300.0] for n in (1, 2, 3)),
    ]
    found = of(rows, context=FR)
    assert {resource for resource, _ in resources(found).values()} == {"electricity", "natural_gas"}
    assert sorted(amounts(found)) == [(10 + n, 2) for n in (1, 2, 3)] + [(30 + n, 4) for n in (1, 2, 3)]


def test_times_that_end_what_they_count_belong_to_the_day_before_at_midnight():
    stamps = [dt.datetime(2024, 5, 13) + dt.timedelta(minutes=15 * (n + 1)) for n in range(192)]  # noqa: DTZ001
    for form in (str, None):
        rows = [
            ["Messzeitpunkt", "Verbrauch (kWh)"],
            *([f"{at:%d.%m.%Y %H:%M}" if form else at, 0.25] for at in stamps),
        ]
        assert amounts(of(rows, context=DE)) == [(24, None), (24, None)]


def test_times_that_begin_what_they_count_stay_on_their_day():
    stamps = [dt.datetime(2024, 5, 13) + dt.timedelta(minutes=15 * n) for n in range(192)]  # noqa: DTZ001
    rows = [["Messzeitpunkt", "Verbrauch (kWh)"], *([f"{at:%d.%m.%Y %H:%M}", 0.25] for at in stamps)]
    assert amounts(of(rows, context=DE)) == [(24, None), (24, None)]


def test_names_below_read_by_are_no_days():
    rows = [["Datum", "Stand m³", "Abgelesen von"], ["02.01.2024", 1520.5, "Huber"], ["01.02.2024", 1551.0, "Huber"]]
    found = of([["Wasserzähler Nr. 4711"], *rows], context=DE)
    assert by_meter(found) == {"4711": [(D(2024, 1, 2), D(2024, 2, 1), 30.5, None)]}


def test_days_of_reading_one_after_another_without_readings_are_those_of_the_use():
    rows = [["meter_id", "reading_date", "kwh_consumed", "kwh_produced"]]
    rows += [["M", f"2024-01-{13 + n}", 20.0 + n, 1.0] for n in range(4)]
    found = of(rows, context=US)
    assert periods(found)[0] == (D(2024, 1, 13), D(2024, 1, 14)) and not found.activity.get("kind")


def test_what_was_taken_from_the_grid_is_what_was_bought():
    rows = [["Monat", "Erzeugung (kWh)", "Verbrauch (kWh)", "Netzbezug (kWh)"]]
    rows += [[f"{n:02d}.2024", 120.0, 610.0 + n, 520.0 + n] for n in (1, 2, 3)]
    assert amounts(of(rows, context=DE)) == [(520 + n, None) for n in (1, 2, 3)]


@pytest.mark.parametrize("whole", [0.0, 7.0])
def test_a_meter_of_the_whole_beside_those_of_its_parts_counts_once(whole):
    rows = [["Mes", "General (kWh)", "Horno (kWh)", "Oficinas (kWh)"]]
    rows += [[f"{n:02d}/2024", 700.0 + n + whole, 500.0 + n, 200.0] for n in range(1, 5)]
    assert set(by_meter(of(rows))) == ({"General", "Horno", "Oficinas"} if whole else {"Horno", "Oficinas"})


@pytest.mark.parametrize("title", ["Facturation d'eau - mois de mars 2024", "Agua, mes de marzo 2024"])
def test_a_title_names_the_month_after_its_word(title):
    rows = [[title], ["Compteur", "Conso (m3)", "Montant"], ["C-1", 30.0, 15.0], ["C-2", 45.0, 22.0]]
    assert periods(of(rows, context=FR)) == [(D(2024, 3, 1), D(2024, 4, 1))] * 2


def test_an_inventory_of_a_year_by_activity():
    rows = [
        ["Reporting year: 2023"],
        ["Scope", "Activity", "Quantity", "Unit", "Emissions (tCO2e)"],
        ["Scope 1", "Natural gas", 152000.0, "kWh", 27.8],
        ["Scope 2", "Purchased electricity", 98000.0, "kWh", 20.3],
    ]
    found = of(rows, context=GB)
    assert {meter.resource.value for meter in found.meters} == {"natural_gas", "electricity"}
    assert periods(found) == [(D(2023, 1, 1), D(2024, 1, 1))] * 2 and asked(found) == []


def test_concepts_of_a_list_of_invoices_name_what_was_paid_for():
    rows = [["Fecha", "Proveedor", "Concepto", "Cuantía", "IVA", "Total factura"]]
    rows += [[f"05/{n:02d}/2024", "Luz Norte", "Electricidad", 200.0 + n, 42.0, 242.0 + n] for n in (1, 2, 3)]
    found = of(rows, context=ES)
    assert amounts(found) == [(None, 242 + n) for n in (1, 2, 3)] and asked(found) == []


def test_an_account_of_a_ledger_is_no_quantity_in_gallons():
    rows = [
        ["Date", "GL Account", "Description", "Debit"],
        ["01/31/2024", 6100.0, "Electricity", 1250.4],
        ["02/29/2024", 6100.0, "Electricity", 1190.1],
    ]
    assert amounts(of(rows, context=US)) == [(None, 1250.4), (None, 1190.1)]


@pytest.mark.parametrize(("head", "questions"), [("Gas (l)", [("B", "resource")]), ("Gas natural (m3)", [])])
def test_gas_in_litres_is_asked_about(head, questions):
    rows = [["Mes", head, "Bs"], ["Enero 2024", 10.0, 9.0], ["Febrero 2024", 11.0, 9.5]]
    assert asked(of(rows, context=BO)) == questions


@pytest.mark.parametrize("label", ["2024-B1", "B1 2024"])
def test_pairs_of_months_by_one_letter(label):
    rows = [["Periodo", "Agua m3"], [label, 62.0], [label.replace("B1", "B2"), 58.0]]
    assert periods(of(rows)) == [(D(2024, 1, 1), D(2024, 3, 1)), (D(2024, 3, 1), D(2024, 5, 1))]


@pytest.mark.parametrize("extra", [(), ("Betrag €",)])
def test_readings_of_registers_side_by_side_are_summed(extra):
    rows = [["Datum", "HT Stand (kWh)", "NT Stand (kWh)", *extra]]
    rows += [
        [day, high, low, *(50.0 for _ in extra)]
        for day, high, low in (
            ("31.12.2023", 1000.0, 400.0),
            ("31.01.2024", 1090.0, 435.0),
            ("29.02.2024", 1170.0, 469.0),
        )
    ]
    cost = 50 if extra else None
    assert [row for row in amounts(of(rows, context=DE)) if row[0]] == [(125, cost), (114, cost)]


def test_numbers_of_tokens_are_no_steps_and_prepaid_units_keep_their_day():
    rows = [["Date", "Meter No", "Token", "Units (kWh)", "Amount"]]
    rows += [
        [f"{day}/01/2024", "M", token, 80.0, 20.0]
        for day, token in ((13, "1234-5678"), (20, "2345-6789"), (27, "3456-7890"))
    ]
    assert periods(of(rows, context=GB)) == [(D(2024, 1, day), D(2024, 1, day + 1)) for day in (13, 20, 27)]


def test_a_supplier_that_names_supplies_tells_the_resource_across():
    rows = [
        ["Meter", "Utility", "Units", "2022", "2023"],
        ["E1", "Electricity", "kWh", 1200.0, 1180.0],
        ["G1", "Gas", "kWh", 3000.0, 2800.0],
    ]
    found = resources(of(rows, context=GB))
    assert {resource for resource, _ in found.values()} == {"electricity", "natural_gas"}


def test_hours_of_an_engine_are_no_beginning_and_a_price_per_hundred_is_a_header():
    rows = [["Lieferdatum", "Produkt", "Liter", "Preis €/100 l", "Start hrs", "Bruttobetrag"]]
    rows += [[f"{day}.01.2024", "Heizöl EL", 100.5, 98.5, 1200.5, 99.0] for day in (13, 20)]
    assert periods(of(rows, context=DE)) == [(D(2024, 1, day), D(2024, 1, day + 1)) for day in (13, 20)]


def test_the_header_of_a_meter_of_gas_tells_both_its_columns():
    rows = [["PCE", "Mois", "Volume (m3)", "Énergie (kWh)", "Montant TTC (€)"]]
    rows += [["GI1", f"{n:02d}/2024", 500.0 - n, 5600.0 - 11 * n, 500.0] for n in (1, 2, 3)]
    assert amounts(of(rows, context=FR)) == [(500 - n, 500) for n in (1, 2, 3)]


def test_two_bills_between_french_dates_join_without_a_question():
    rows = [["Date de début", "Date de fin", "Cadran", "Consommation (kWh)"]]
    for start, end in (("01/01/2024", "31/01/2024"), ("01/02/2024", "29/02/2024")):
        rows += [[start, end, "HP", 620.0], [start, end, "HC", 310.0]]
    found = of(rows, context=FR)
    assert asked(found) == [] and amounts(found) == [(930, None)] * 2
    assert periods(found) == [(D(2024, 1, 1), D(2024, 2, 1)), (D(2024, 2, 1), D(2024, 3, 1))]
