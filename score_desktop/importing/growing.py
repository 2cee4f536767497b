"""Registers of a meter that a file heads like consumption and that only go on growing from reading to reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from score_desktop.importing import cells
from score_desktop.importing.columns import BLOCKS, READINGS
from score_desktop.importing.rows import Rows

_FEWEST_COLUMNS = 2
_FEWEST_STEPS = 5
_LARGEST_STEP = 10
"""So many times what is used in a month a meter has mostly counted; consumption does not grow so little for so long."""

Values = Sequence[int | None]


def as_use(rows: Rows) -> None:
    """Take two registers and more that never fall in six rows beside days of reading as readings: their steps are used.

    "Data da leitura", "Vazio (kWh)", "Ponta (kWh)", "Cheias (kWh)" is how networks list them.
    """
    layout = rows.layout
    are_told = bool(layout.registers)
    day = layout.one("date_current") or (layout.one("date") if are_told else None)
    columns = layout.registers or layout.all("quantity", *BLOCKS)
    if not are_told and (
        len(columns) < _FEWEST_COLUMNS or layout.has(*READINGS, "cost", "period_start", "date_previous")
    ):
        return
    if day is None or any(column.told for column in columns):
        for column in layout.registers:  # what the meter showed is no use
            rows.values[column.index] = [None] * len(rows.numbers)
        return
    days, _ = cells.dates(day.cells, rows.orders.get(day.index, "dmy"))
    names = rows.words("meter") or [""] * len(days)
    by_meter: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(days)), key=lambda place: (days[place] is not None, days[place])):
        if days[place] is not None:
            by_meter[names[place]].append(place)
    series = list(by_meter.values())
    if are_told or all(_only_grows(rows.values[column.index], places) for column in columns for places in series):
        for column in columns:
            rows.values[column.index] = _steps(rows.values[column.index], series)


def _only_grows(values: Values, places: Sequence[int]) -> bool:
    known = [value for place in places if (value := values[place]) is not None]
    steps = [b - a for a, b in pairwise(known)]
    return len(steps) >= _FEWEST_STEPS and min(steps) >= 0 and max(steps) * _LARGEST_STEP < known[0]


def _steps(values: Values, series: Sequence[Sequence[int]]) -> list[int | None]:
    found: list[int | None] = [None] * len(values)
    for places in series:
        before: int | None = None
        for place in places:
            value = values[place]
            if value is not None:
                found[place] = value - before if before is not None and value >= before else None
                before = value
    return found
