"""A drawn chart and what a pointer over it should say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from score_desktop.tokens import Mode

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a chart that answers to the pointer.

    Attributes:
        polygon: Corners as shares of the figure's width and height, from its bottom left corner; not closed.
        text: What to show: full names and figures, lines separated by a line feed.
        series: Key of what it shows: `MonthlySeries.name`, "production", a `Resource` value, `SankeyFlow.key`; "" for
            several or none.
        legend: True for the name of a series beside the chart, which switches it on and off.
        month: First day of the month it shows; None for what is no month.
    """

    polygon: tuple[Point, ...]
    text: str
    series: str = ""
    legend: bool = False
    month: dt.date | None = None

    def contains(self, x: float, y: float) -> bool:
        """Whether a point (shares of the figure, from the bottom left) lies inside (even-odd rule)."""
        inside = False
        last_x, last_y = self.polygon[-1]
        for corner_x, corner_y in self.polygon:
            if (corner_y > y) != (last_y > y):
                crossing = (last_x - corner_x) * (y - corner_y) / (last_y - corner_y) + corner_x
                inside ^= x < crossing
            last_x, last_y = corner_x, corner_y
        return inside


@dataclass(frozen=True, slots=True)
class Chart:
    """What every builder returns.

    Attributes:
        figure: For a canvas in the window or `export`.
        regions: Drawn order: of several that contain a point, the last lies on top.
        mode: Palette it was drawn in.
        description: The chart in words, for people who cannot see it.
    """

    figure: Figure
    regions: tuple[Region, ...]
    mode: Mode
    description: str = ""

    def text_at(self, x: float, y: float) -> str:
        """What the pointer at a point should say; "" for nothing. Shares of the figure from its bottom left."""
        region = self.region_at(x, y)
        return region.text if region is not None else ""

    def region_at(self, x: float, y: float) -> Region | None:
        """The part under a point, the topmost of several; None for nothing. Shares as `text_at`."""
        for region in reversed(self.regions):
            if region.contains(x, y):
                return region
        return None
