from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from score_desktop.charts.scale import decimals, moved_right, round_ticks, spread, stacked


@pytest.mark.parametrize(
    ("high", "ticks"),
    [(7627, (0, 4000, 8000)), (50454, (0, 30000, 60000)), (232.1, (0, 150, 300)), (0.004, (0, 0.002, 0.004))],
)
def test_ticks_are_round(high, ticks):
    assert round_ticks(0, high, 2) == pytest.approx(ticks)


@example(1e-9, 1.0, 2)
@given(st.floats(-1e3, 1e3), st.floats(1e-6, 1e9), st.integers(2, 4))
def test_ticks_enclose_the_data_evenly(spans, span, intervals):
    low = spans * span
    ticks = round_ticks(low, low + span, intervals)
    assert 3 <= len(ticks) <= intervals + 2  # one more where no round step fits
    assert ticks[0] <= low + 1e-6 * span
    assert ticks[-1] >= (low + span) - 1e-6 * span
    steps = [two - one for one, two in itertools.pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


def test_decimals_tell_ticks_apart():
    assert decimals((0, 0.5, 1.0)) == 1
    assert decimals((0, 4000, 8000)) == 0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30), st.floats(0.1, 20))
def test_spread_keeps_apart_in_order_and_inside(wanted, size):
    placed = spread(wanted, size, 0, 100)
    pitch = min(size, 100 / len(wanted))
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    for one, two in itertools.pairwise(order):
        assert placed[two] - placed[one] >= pitch - 1e-6
    assert min(placed) >= pitch / 2 - 1e-6
    assert max(placed) <= 100 - pitch / 2 + 1e-6


def test_spread_leaves_alone_what_does_not_touch():
    assert spread([10, 80, 40], 12, 0, 100) == pytest.approx([10, 80, 40])


@given(
    st.lists(st.tuples(st.floats(-50, 150), st.floats(0.1, 9), st.floats(0, 10)), min_size=1, max_size=20),
    st.booleans(),
)
def test_stacked_keeps_sizes_apart(entries, wide):
    wanted, sizes, weights = zip(*entries, strict=True)
    centres = stacked(wanted, sizes, weights, 0, 1000 if wide else 100)
    ends = [(centre - size / 2, centre + size / 2) for centre, size in zip(centres, sizes, strict=True)]
    for (_, end), (start, _) in itertools.pairwise(ends):
        assert start >= end - 1e-6
    assert ends[0][0] >= -1e-6
    if wide:
        assert ends[-1][1] <= 1000 + 1e-6


def test_stacked_is_the_least_squares():
    assert stacked([10, 10], [4, 4], [1, 1], 0, 100) == pytest.approx([8, 12])
    assert stacked([10, 10], [4, 4], [3, 1], 0, 100) == pytest.approx([9, 13])


def test_moved_right_holds_its_bounds():
    assert moved_right([10, 20], [10, 10], [30, 0], 100) == [30, 40]
    assert moved_right([10, 95], [10, 20], [0, 0], 100) == [10, 90]
