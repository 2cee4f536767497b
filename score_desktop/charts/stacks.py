"""Parts of bars that stand on each other."""

from __future__ import annotations

from score_desktop.charts.data import MonthlySeries


def stacked(meters: tuple[MonthlySeries, ...], months: int) -> list[list[tuple[float, float] | None]]:
    """Bottom and top of each meter's part of each month; credit notes hang below zero."""
    above, below = [0.0] * months, [0.0] * months
    stacks: list[list[tuple[float, float] | None]] = []
    for meter in meters:
        parts: list[tuple[float, float] | None] = []
        for month, value in enumerate(meter.values):
            if value is None:
                parts.append(None)
            elif value >= 0:
                parts.append((above[month], above[month] + value))
                above[month] += value
            else:
                parts.append((below[month] + value, below[month]))
                below[month] += value
        stacks.append(parts)
    return stacks
