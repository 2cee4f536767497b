"""Workbooks of other programs, known by what stands in them: Portfolio Manager, VERIFI."""

from __future__ import annotations

import datetime as dt

from score_desktop.importing import ImportContext
from tests.unit.importing.test_layouts import by_meter, of

D = dt.date
US = ImportContext("US", "USD")
MONTHS = range(1, 5)
EXPORT = [
    *("Property ID", "Property Name", "Portfolio Manager ID", "Portfolio Manager Meter ID", "Meter ID", "Meter Name"),
    *("Meter Type", "Meter Consumption ID", "Start Date", "End Date", "Delivery Date", "Usage/Quantity", "Usage Units"),
    *("Cost ($)", "Estimation", "Demand (kW)", "Demand Cost ($)", "Last Modified Date", "Last Modified By"),
]
TEMPLATE = [
    *("Meter ID\n(Pre-filled)", "Meter Consumption ID (Pre-filled)", "Portfolio Manager ID (Pre-filled)"),
    *("Property Name (Pre-filled)", "Meter Name (Pre-filled)", "Meter Type (Pre-filled)", "Start Date (Required)"),
    *("End Date (Required)", "Quantity (Required)", "Units (Pre-filled)", "Total Cost (Optional)"),
    "Estimation (Required)",
]


def entry(meter, name, kind, month, quantity, unit, *, estimated="No", delivered=False):
    start, end, day = (None, None, D(2024, month, 7)) if delivered else (D(2024, month, 1), D(2024, month + 1, 1), None)
    beside = [12.0, None, D(2024, 12, 1), "jdoe"]
    front = [1234, "Main office", 1234, meter, meter, name, kind, 900 + month]
    return [*front, start, end, day, quantity, unit, quantity / 10, estimated, *beside]


def told(found):
    return {meter.name: (meter.resource.value, meter.unit) for meter in found.meters}


def test_entries_of_meters_exported_from_portfolio_manager():
    water = "Municipally Supplied Potable Water - Mixed Indoor/Outdoor"
    rows = [entry(55, "Main", "Electric - Grid", m, 1000.0 + m, "kWh (thousand Watt-hours)") for m in MONTHS]
    rows += [entry(56, "Boiler", "Natural Gas", m, 50.0, "therms", estimated="Yes") for m in MONTHS]
    rows += [entry(57, "Water", water, m, 5.0 + m, "ccf (hundred cubic feet)") for m in MONTHS]
    rows += [entry(58, "Tank", "Propane", m, 80.0, "Gallons (US)", delivered=True) for m in MONTHS]
    found = of(("Meter Entries", [EXPORT, *rows]), context=US)
    assert not found.questions
    assert not found.problems
    assert told(found) == {
        "Main": ("electricity", "kWh"),
        "Boiler": ("natural_gas", "thm"),
        "Water": ("water", "CCF"),
        "Tank": ("lpg", "gal"),
    }
    assert by_meter(found)["Main"][0] == (D(2024, 1, 1), D(2024, 2, 1), 1001.0, 100.1)
    assert by_meter(found)["Tank"][3] == (D(2024, 4, 7), D(2024, 4, 8), 80.0, 8.0)
    assert found.bills["estimated"] == [False] * 4 + [True] * 4 + [False] * 8


def test_meters_of_one_name_in_two_buildings_stay_two():
    rows = [entry(n, "Electric Main", "Electric - Grid", m, 10.0 * n, "kWh") for n in (55, 56) for m in MONTHS]
    found = of(("Meter Entries", [EXPORT, *rows]), context=US)
    assert sorted(told(found)) == ["Electric Main (55)", "Electric Main (56)"]


def test_a_template_for_upload_with_units_in_words():
    def row(meter, name, kind, month, unit):
        when = (D(2024, month, 1), D(2024, month + 1, 1))
        return [meter, None, 1234, "Main office", name, kind, *when, 50.0, unit, 100.0, "No"]

    rows = [row(56, "Gas", "Natural Gas", month, "MCF (million cubic feet)") for month in MONTHS]
    rows += [row(57, "Gas 2", "Natural Gas", month, "kcf (thousand cubic feet)") for month in MONTHS]
    found = of(("Add Bills-Non Electric", [TEMPLATE, *rows]), context=US)
    assert not found.questions
    assert told(found) == {"Gas": ("natural_gas", "MMCF"), "Gas 2": ("natural_gas", "MCF")}


def test_the_simple_sheet_of_one_meter_asks_what_it_does_not_say():
    rows = [[D(2024, m, 1), D(2024, m + 1, 1), 1000.0 + m, 100.0, "No"] for m in MONTHS]
    found = of(("Meter", [["Start Date", "End Date", "Usage", "Cost", "Estimation"], *rows]), context=US)
    assert {question.question for question in found.questions} == {"resource", "unit"}


FACILITIES = [["Facility Name", "Country", "State", "Zip"], ["Plant A", "US", "TN", 37830.0]]
METERS = [
    [
        *("Facility Name", "Meter Number (unique)", "Account Number", "Source", "Scope", "Meter Name (Display)"),
        *("Utility Supplier", "Notes", "Building / Location", "Meter Group", "Collection Unit", "Energy Unit"),
    ],
    ["Plant A", "M-1", "A1", "Electricity", "Scope 2", "Elec", "TVA", None, None, "g", "MWh", "kWh"],
    ["Plant A", "M-2", "A2", "Natural Gas", "Scope 1", "Gas", "Gasco", None, None, "g", "therms", "MMBtu"],
    ["Plant A", "M-3", "A3", "Water Intake", None, "Water", "City", None, None, "g", "kgal", None],
]
ELECTRICITY = [
    *("Meter Number", "Read Date", "Total Consumption", "Total Real Demand", "Total Billed Demand", "Total Cost"),
    *("Non-energy Charge", "Block 1 Consumption", "Block 1 Consumption Charge"),
]
OTHER = [
    *("Meter Number", "Read Date", "Total Consumption", "Total Cost", "Higher Heating Value", "Commodity Charge"),
    "Other Charge",
]


def test_the_workbook_of_verifi_with_meters_on_a_sheet_of_their_own():
    def readings(meter, beside):
        return [[meter, D(2024, m, 28), 50.0 + m, *beside] for m in MONTHS]

    found = of(
        ("Facilities", FACILITIES),
        ("Meters-Utilities", METERS),
        ("Electricity", [ELECTRICITY, *readings("M-1", [12.0, 13.0, 99.0, 5.0, None, None])]),
        ("Stationary Fuel - Other Energy", [OTHER, *readings("M-2", [60.0, None, 40.0, 20.0])]),
        ("Water", [OTHER, *readings("M-3", [6.0, None, None, None])]),
        ("Predictors", [["Facility Name", "Date", "Production (tons)"], ["Plant A", D(2024, 1, 1), 30.0]]),
        context=US,
    )
    assert not found.questions
    assert told(found) == {"M-1": ("electricity", "MWh"), "M-2": ("natural_gas", "thm"), "M-3": ("water", "kgal")}
    assert {meter.supplier for meter in found.meters} == {"TVA", "Gasco", "City"}
    assert by_meter(found)["M-2"][1] == (D(2024, 1, 28), D(2024, 2, 28), 52.0, 60.0)
    assert list(found.activity["value"]) == [30_000_000]
