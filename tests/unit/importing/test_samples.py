"""The five sample workbooks give exactly what expected.json says."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from pathlib import Path

import pytest

from score_desktop import paths
from score_desktop.enums import RecordVerdict, RowVerdict
from score_desktop.importing import ImportContext, read_file, understand
from score_desktop.importing.identity import ActivityKey, BillKey, classify, classify_activity

DATA = Path(__file__).parents[2] / "data" / "samples"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
SAMPLES = [name for name in EXPECTED if name.endswith(".xlsx")]


def differences(got, want):
    spec = importlib.util.spec_from_file_location("compare_expected", DATA / "compare_expected.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.differences(got, want)


def summary(found):
    """What `import --json` prints of an import into an empty workspace."""
    bills, kept = found.bills, []
    if bills:
        number = bills.get("invoice_number", [""] * found.bill_count)
        columns = (bills[name] for name in ("meter", "period_start", "period_end", "quantity", "cost"))
        keys = [
            BillKey(m, no, "", start, end, quantity, cost, found.meters[m].kind == "purchase")
            for no, m, start, end, quantity, cost in zip(number, *columns, strict=True)
        ]
        kept = [i for i, decision in enumerate(classify(keys, [])) if decision.verdict is RecordVerdict.NEW]
    meters = []
    for index, meter in enumerate(found.meters):
        rows = [row for row in kept if bills["meter"][row] == index]
        entry = {"name": meter.name, "resource": meter.resource, "unit": meter.unit, "records": len(rows)}
        entry |= {"unit_base": meter.unit_base, "currency": meter.currency}
        for column in ("quantity", "quantity_base", "cost"):
            entry[column] = sum(bills[column][row] or 0 for row in rows) / 1e6
        entry["first"] = min(bills["period_start"][row] for row in rows).isoformat()
        entry["end"] = max(bills["period_end"][row] for row in rows).isoformat()
        meters.append(entry)
    activity, kept_activity = activity_of(found)
    read = found.bill_count + found.activity_count + len(found.problems)
    imported = len(kept) + kept_activity
    records = {"read": read, "imported": imported, "duplicates": read - imported, "conflicts": 0, "problems": 0}
    rows = {"read": sum(len(v) for v in found.verdicts.values())} | {v.value: found.rows[v] for v in RowVerdict}
    return {"meters": meters, "activity": activity, "records": records, "rows": rows, "questions": found.questions}


def activity_of(found):
    if not found.activity:
        return [], 0
    names = ("kind", "name", "period_start", "period_end", "value")
    keys = [ActivityKey(*row) for row in zip(*(found.activity[name] for name in names), strict=True)]
    new = [decision.verdict is RecordVerdict.NEW for decision in classify_activity(keys, [])]
    sums = defaultdict(lambda: [0, 0])
    for key, unit, is_new in zip(keys, found.activity["unit"], new, strict=True):
        sums[key.kind, key.name, unit][0] += is_new
        sums[key.kind, key.name, unit][1] += key.value * is_new
    rows = [
        {"kind": kind, "name": name, "unit": unit, "months": months, "total": total / 1e6}
        for (kind, name, unit), (months, total) in sums.items()
    ]
    return rows, sum(new)


def read_sample(name):
    context = ImportContext("US", "USD") if name.startswith("04") else ImportContext("BO", "BOB")
    return understand(read_file(paths.resources() / "samples" / name), context)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_is_understood_as_expected(name):
    found = read_sample(name)
    assert differences(summary(found), EXPECTED[name]) == []
    assert not found.problems


def test_every_column_of_a_result_has_the_same_length():
    for name in SAMPLES:
        found = read_sample(name)
        assert {len(values) for values in found.bills.values()} <= {found.bill_count}
        assert {len(values) for values in found.activity.values()} <= {found.activity_count}


def test_electricity_keeps_what_stands_beside_the_amount():
    found = read_sample("01_electricidad_larga.xlsx")
    bills = found.bills
    first = {name: values[0] for name, values in bills.items()}
    assert first["invoice_number"] == "100231"
    assert first["period_label"] == "Enero 2023"
    assert (first["reading_previous"], first["reading_current"]) == (48_210_000_000, 54_691_000_000)
    assert (first["demand_kw"], first["tax_lighting"], first["cost"]) == (18_200_000, 703_600_000, 7_547_730_000)
    assert (first["source_sheet"], first["source_row"]) == ("Facturas DELAPAZ", 7)
    table = found.tables[0]
    assert (table.range, table.header_rows) == ("A5:M84", (5, 6))
    assert table.columns["G"] == "quantity"
    assert table.columns["L"] == "cost"


def test_months_across_name_the_column_of_each_bill():
    bills = read_sample("02_agua_gas_ancho.xlsx").bills
    assert bills["source_column"][:2] == ["C", "D"]
    assert bills["source_row"][0] == 4
    assert bills["source_column"][-1] == ""


def test_fuels_say_what_they_drive():
    meters = {meter.name: meter for meter in read_sample("03_combustibles.xlsx").meters}
    truck = meters["Diésel oil (Camión 2145-KLP)"]
    assert (truck.fuel_use, truck.product, truck.use, truck.supplier) == (
        "vehicle", "Diésel oil", "Camión 2145-KLP", "Surtidor El Alto",
    )  # fmt: skip
    assert meters["GLP garrafa 10 kg (Horno 2)"].fuel_use == "heat"
    assert truck.unit_entered == ("lt",)


def test_dollar_in_a_bolivian_audit_is_asked_once():
    workbook = read_file(paths.resources() / "samples" / "04_utility_bills_en.xlsx")
    found = understand(workbook, ImportContext("BO", "BOB"))
    assert [(q.column, q.question, q.choices) for q in found.questions] == [("G", "currency", ("USD", "BOB"))]
    answered = understand(workbook, ImportContext("BO", "BOB", answers={"Utility Data!G": "USD"}))
    assert not answered.questions
    assert answered.meters[0].currency == "USD"


def test_only_one_sheet_when_asked():
    workbook = read_file(paths.resources() / "samples" / "02_agua_gas_ancho.xlsx")
    found = understand(workbook, ImportContext("BO", "BOB", sheet="Gas natural"))
    assert found.bill_count == 36
    assert list(found.verdicts) == ["Gas natural"]
