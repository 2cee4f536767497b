"""Days down and their hours or half hours across, as owners of meters get them from networks."""

from __future__ import annotations

import datetime as dt

import pytest

from score_desktop.importing import ImportContext
from tests.unit.importing.test_layouts import by_meter, of

GB = ImportContext("GB", "GBP")
HALVES = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(30, 1441, 30)]


def day(number, values):
    return ["1900012345678", f"{number:02d}/01/2024", *values]


@pytest.mark.parametrize(
    "heads",
    [HALVES, [f"H{n}" for n in range(1, 25)], [dt.time(n) for n in range(24)], [f"Hora {n}" for n in range(1, 25)]],
)
@pytest.mark.parametrize("kind", [float, str])
def test_the_times_of_a_day_are_one_record(heads, kind):
    rows = [day(number, [kind(0.25)] * len(heads)) for number in (13, 14, 15)]
    found = of([["Electricity (kWh)"], ["MPAN", "Date", *heads], *rows], context=GB)
    assert by_meter(found) == {
        "1900012345678": [
            (dt.date(2024, 1, number), dt.date(2024, 1, number + 1), len(heads) / 4, None) for number in (13, 14, 15)
        ]
    }
    assert found.questions == ()


def test_a_day_that_lacks_times_is_a_problem_but_not_one_of_23_hours():
    whole, short, broken = [0.25] * 48, [0.25] * 46 + [None] * 2, [0.25] * 40 + [None] * 8
    rows = [day(13, whole), day(14, short), day(15, broken), day(16, whole)]
    found = of([["Electricity (kWh)"], ["MPAN", "Date", *HALVES], *rows], context=GB)
    assert [row[2] for row in by_meter(found)["1900012345678"]] == [12, 11.5, 12]
    assert [(problem.row, problem.message_id) for problem in found.problems] == [(5, "import.hours_missing")]


def test_unit_and_resource_are_asked_once_for_all_times():
    found = of([["Meter", "Date", *HALVES], day(13, [0.25] * 48), day(14, [0.25] * 48)], context=GB)
    assert [(question.column, question.question) for question in found.questions] == [("C", "resource"), ("C", "unit")]
    found = of([["MPAN", "Date", *HALVES], day(13, [0.25] * 48), day(14, [0.25] * 48)], context=GB)
    assert [(question.column, question.question) for question in found.questions] == [("C", "unit")]
