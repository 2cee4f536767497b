"""Round numbers for scales, and labels pushed apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
# Less round: only where the others give no scale.
_RARE_STEPS = (6.0, 7.5, 8.0)


def round_ticks(low: float, high: float, intervals: int, *, fewest: int = 2) -> tuple[float, ...]:
    """Evenly spaced round numbers from at or below `low` to at or above `high`.

    Args:
        low: Smallest value; ``low <= high``.
        high: Largest value.
        intervals: Most intervals wanted; of the steps that give no more, the one with the least empty space wins.
        fewest: Fewest intervals.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return (low, low + 1.0) if math.isfinite(low) else (0.0, 1.0)
    found = _fitting(low, high, intervals, fewest, _STEPS) or _fitting(low, high, intervals, fewest, _RARE_STEPS)
    if not found:  # no round step gives the number wanted: one interval more does
        return round_ticks(low, high, intervals + 1, fewest=fewest)
    _, _, step, first, last = min(found)
    return tuple(_tidy(number * step) for number in range(first, last + 1))


def _fitting(
    low: float, high: float, intervals: int, fewest: int, bases: Sequence[float]
) -> list[tuple[float, int, float, int, int]]:
    """Scales with the number of intervals wanted: length, intervals (negative), step, first and last multiple of it."""
    power = math.floor(math.log10((high - low) / intervals))
    found = []
    for step in (base * 10.0**exponent for exponent in (power - 1, power, power + 1) for base in bases):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if fewest <= last - first <= intervals:
            found.append(((last - first) * step, -(last - first), step, first, last))
    return found


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def decimals(ticks: Sequence[float]) -> int:
    """Digits after the decimal sign that tell these ticks apart."""
    for digits in range(7):
        if all(abs(round(tick, digits) - tick) <= 1e-9 * max(1.0, abs(tick)) for tick in ticks):
            return digits
    return 7


def spread(wanted: Sequence[float], size: float, low: float, high: float) -> list[float]:
    """Centres as near as possible to the wanted ones, in their order, `size` apart, between `low` and `high`.

    Where the space does not suffice, they are set evenly, closer than `size`.
    """
    if not wanted:
        return []
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    pitch = min(size, (high - low) / len(wanted))
    groups: list[tuple[float, int]] = []  # centre of the first member, members
    for index in order:
        groups.append((wanted[index], 1))
        while len(groups) > 1 and groups[-1][0] < groups[-2][0] + pitch * groups[-2][1]:
            (start, count), (last, added) = groups[-2], groups[-1]
            mean = (start * count + (last - pitch * count) * added) / (count + added)
            groups[-2:] = [(mean, count + added)]
    placed: list[float] = []
    for start, count in groups:
        placed += [start + pitch * number for number in range(count)]
    # The ends hold: pushed down from the top, then up from the bottom.
    for number, centre in enumerate(placed):
        placed[number] = max(centre, low + pitch / 2 if number == 0 else placed[number - 1] + pitch)
    for number in range(len(placed) - 1, -1, -1):
        limit = high - pitch / 2 if number == len(placed) - 1 else placed[number + 1] - pitch
        placed[number] = min(placed[number], limit)
    out = [0.0] * len(wanted)
    for position, index in enumerate(order):
        out[index] = placed[position]
    return out


def stacked(
    wanted: Sequence[float], sizes: Sequence[float], weights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres in the given order, nearest to the wanted ones (weighted least squares), that keep their sizes apart.

    They stay between `low` and `high` if the sizes fit there, else they keep their distances from `low` on.
    """
    offsets, total = [], 0.0
    for size in sizes:
        offsets.append(total + size / 2)
        total += size
    # With offsets taken off, "no overlap" is "not decreasing": pool adjacent violators solves it exactly.
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, mass, count = want - offset, max(weight, 1e-12), 1
        while pools and pools[-1][0] > mean:
            other, other_mass, other_count = pools.pop()
            mean = (mean * mass + other * other_mass) / (mass + other_mass)
            mass, count = mass + other_mass, count + other_count
        pools.append((mean, mass, count))
    ceiling = max(high - total, low)
    levels = [min(max(mean, low), ceiling) for mean, _, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def moved_right(centres: Sequence[float], sizes: Sequence[float], least: Sequence[float], high: float) -> list[float]:
    """Centres moved up to their least values, still their sizes apart, and back where the last would pass `high`."""
    end, moved = -math.inf, []
    for centre, size, bound in zip(centres, sizes, least, strict=True):
        moved.append(max(centre, bound, end + size / 2))
        end = moved[-1] + size / 2
    for place in range(len(moved) - 1, -1, -1):
        moved[place] = min(moved[place], high - sizes[place] / 2)
        high = moved[place] - sizes[place] / 2
    return moved
