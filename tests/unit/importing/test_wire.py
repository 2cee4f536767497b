"""What goes between the child and its parent arrives as it was."""

from __future__ import annotations

import datetime as dt
import math
import pickle

from hypothesis import given
from hypothesis import strategies as st

from score_desktop.importing.wire import pack_rows, unpack_rows

CELLS = st.one_of(
    st.sampled_from(["", " ", "\u00a0\t", "kWh", "Bs", "-"]),
    st.text(max_size=5),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2199, 12, 31)),  # noqa: DTZ001 - workbooks know no zones
    st.times(),
    st.timedeltas(),
)


def _arrived(rows: list[list[object]], width: int) -> list[list[object]]:
    columns, runs = pickle.loads(pickle.dumps(pack_rows(rows, width)))  # noqa: S301 - our own bytes
    arrived = unpack_rows(columns)
    for place, count in runs:
        arrived[place:place] = [[None] * width] * count
    return arrived


def _plain(cell: object) -> tuple[type, object]:
    """A cell with its kind, so that 1, 1.0 and True differ and a value that is no number equals itself."""
    if isinstance(cell, str) and not cell.strip():
        return type(None), None
    return type(cell), repr(cell) if isinstance(cell, float) and math.isnan(cell) else cell


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)))
def test_rows_arrive_as_they_were(rows: list[list[object]]) -> None:
    wanted = [list(map(_plain, row)) for row in rows]
    assert [list(map(_plain, row)) for row in _arrived(rows, len(rows[0]))] == wanted


def test_columns_of_one_kind_arrive_as_they_were() -> None:
    days = [dt.date(2025, 1, 1), dt.date(2025, 1, 1)]
    times = [dt.datetime(2025, 1, 1), dt.datetime(2025, 1, 1, 8)]  # noqa: DTZ001 - workbooks know no zones
    rows = [list(row) for row in zip([0.1, -0.0], ["a", "a"], days, times, [1, True], strict=True)]
    arrived = _arrived([*rows, [""] * 5, [""] * 5, rows[0]], 5)
    assert [list(map(_plain, row)) for row in arrived[:2]] == [list(map(_plain, row)) for row in rows]
    assert arrived[2:] == [[None] * 5, [None] * 5, rows[0]]
    assert math.copysign(1, arrived[1][0]) == -1
    assert arrived[0][1] is arrived[1][1] and arrived[0][2] is arrived[1][2]


def test_days_that_stand_for_none_arrive_as_texts() -> None:
    never, first = dt.date(9999, 12, 31), dt.date(1, 1, 1)
    moment = dt.datetime(9999, 12, 31, 8)  # noqa: DTZ001 - workbooks know no zones
    day = dt.date(2024, 1, 31)
    assert _arrived([[day, never, "a"], [never, moment, first]], 3) == [
        [day, "9999-12-31", "a"],
        ["9999-12-31", "9999-12-31T08:00:00", "0001-01-01"],
    ]
