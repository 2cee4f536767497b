"""Files as suppliers, networks, cities and programs of many countries write them become the bills that they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from score_desktop.errors import UnreadableFile
from score_desktop.importing import ImportContext, read_file, understand
from score_desktop.importing.result import Understanding
from tests.unit.importing.abroad import cases_de, cases_en, cases_es, cases_fr, cases_more, cases_pt, cases_third
from tests.unit.importing.abroad.case import Bill, Case

CASES: dict[str, Case] = {
    f"{module.__name__.rpartition('_')[2]}.{name}": case
    for module in (cases_de, cases_en, cases_es, cases_fr, cases_more, cases_pt, cases_third)
    for name, case in module.CASES.items()
}


def bills(found: Understanding) -> list[Bill]:
    columns, size = found.bills, found.bill_count
    names = ("meter", "period_start", "period_end", "quantity", "unit", "cost", "currency")
    missing = {"unit": "", "currency": ""}
    rows = zip(*(columns.get(name) or [missing.get(name)] * size for name in names), strict=True)
    made: list[Bill] = []
    for number, start, end, quantity, unit, cost, currency in rows:
        meter = found.meters[number]
        whole = (None if value is None else value / 1e6 for value in (quantity, cost))
        first, second = whole
        made.append((meter.name, str(meter.resource), str(start), str(end), first, unit, second, currency))
    return made


def lacking(expected: list[Bill], got: list[Bill]) -> tuple[list[Bill], list[Bill]]:
    """What is expected and was not found, and what was found beyond it; a meter's name holds the expected one."""
    left, missed = list(got), []
    for bill in expected:
        same = next((one for one in left if one[1:] == bill[1:] and bill[0] in one[0]), None)
        if same is None:
            missed.append(bill)
        else:
            left.remove(same)
    return missed, left


@pytest.mark.parametrize("name", CASES)
def test_file(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    country, currency = case.place.split()
    book = read_file(case.write(tmp_path))
    if case.refused:
        with pytest.raises(UnreadableFile, match=case.refused):
            understand(book, ImportContext(country, currency))
        return
    found = understand(book, ImportContext(country, currency))
    assert {one.column: one.question for one in found.questions} == {c: asked[0] for c, asked in case.asks.items()}
    if case.asks:
        answers = {f"{one.sheet}!{one.column}": case.asks[one.column][1] for one in found.questions}
        found = understand(book, ImportContext(country, currency, answers=answers))
    assert found.questions == () and found.problems == ()
    assert lacking(case.bills, bills(found)) == ([], [])
    assert sum(map(len, case.activity.values())) == len(found.activity.get("value", ()))
    for product, months in case.activity.items():
        made = zip(found.activity["name"], found.activity["period_start"], found.activity["value"], strict=True)
        assert {str(day)[:7]: value / 1e6 for what, day, value in made if product in what} == months
