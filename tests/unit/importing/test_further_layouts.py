"""Layouts that were read wrongly or refused: tables side by side, years beside units, months in other numerals."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.importing.test_layouts import by_meter, of
from tests.unit.importing.test_unseen_layouts import YEAR, totals

D = dt.date


# -- side by side ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [[None], []])
@pytest.mark.parametrize(("left", "right"), [("Oficina", "Planta"), ("Medidor 2-111", "Medidor 2-222")])
def test_titles_over_tables_side_by_side_name_their_meters(gap, left, right):
    found = of(
        [
            ["Electricidad 2024"],
            [left, None, None, *gap, right],
            ["Mes", "kWh", "Bs", *gap, "Mes", "kWh", "Bs"],
            *[[month, 100.0, 90.0, *gap, month, 500.0, 400.0] for month in YEAR],
        ]
    )
    names = [left.removeprefix("Medidor "), right.removeprefix("Medidor ")]
    assert totals(found) == {names[0]: (12, 1200, 1080), names[1]: (12, 6000, 4800)}
    assert not found.questions and by_meter(found)[names[1]][0][:2] == (D(2024, 1, 1), D(2024, 2, 1))


def test_years_over_tables_side_by_side_name_no_meter():
    found = of(
        [
            ["Electricidad"],
            ["2023", None, None, "2024"],
            ["Mes", "kWh", "Bs", "Mes", "kWh", "Bs"],
            *[[month, 100.0, 90.0, month, 500.0, 400.0] for month in YEAR],
        ]
    )
    ((records, quantity, cost),) = totals(found).values()
    assert (records, quantity, cost, found.questions) == (24, 7200, 5880, ())
