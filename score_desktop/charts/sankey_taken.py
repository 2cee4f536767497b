"""What labels of a flow diagram may not cover, and what they rather do not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from score_desktop.charts.sankey_layout import Ribbon

Box = tuple[float, float, float, float]
"""Left, top, width, height in points."""
_MOST_RIBBONS = 400  # of a thicker crowd nobody can keep off
_CROWD = 100  # of ribbons cross nearly all labels: edges around all letters would tell nothing, and take long to draw
_PIECES = 5
_CROSSING, _SPILL = 0.5, 0.6  # what a ribbon counts, and what it counts more where it is hatched or dashed
_MOST = 4.0
_NEAR, _DOUBT, _MOST_DOUBTS = 16.0, 1.6, 2


class Taken:
    """What no label may cover.

    Args:
        width, height: Of the picture, in which labels stay.
    """

    def __init__(self, width: float, height: float) -> None:
        import numpy as np

        self.np = np
        self.width, self.height = width, height
        self.count = 0
        self.edges = np.empty((4, 256))  # left, top, right, bottom

    def add(self, box: Box) -> None:
        """Take a place."""
        if self.count == self.edges.shape[1]:
            self.edges = self.np.concatenate((self.edges, self.np.empty_like(self.edges)), axis=1)
        x, y, width, height = box
        self.edges[:, self.count] = (x, y, x + width, y + height)
        self.count += 1

    def fits(self, box: Box) -> bool:
        """True if nothing stands there."""
        x, y, width, height = box
        if x < -0.01 or y < -0.01 or x + width > self.width + 0.01 or y + height > self.height + 0.01:
            return False
        left, top, right, bottom = self.edges[:, : self.count]
        meets = (left < x + width - 0.01) & (right > x + 0.01) & (top < y + height - 0.01) & (bottom > y + 0.01)
        return not meets.any()

    def fitting(self, boxes: Sequence[Box]) -> list[bool]:
        """The same for many places at once."""
        if not boxes:
            return []
        x, y, width, height = self.np.array(boxes).T[:, :, None]
        left, top, right, bottom = self.edges[:, None, : self.count]
        meets = (left < x + width - 0.01) & (right > x + 0.01) & (top < y + height - 0.01) & (bottom > y + 0.01)
        inside = (x >= -0.01) & (y >= -0.01) & (x + width <= self.width + 0.01) & (y + height <= self.height + 0.01)
        return [bool(one) for one in inside[:, 0] & ~meets.any(axis=1)]


class Crossed:
    """What labels rather keep off: ribbons, as boxes around short pieces of each, and the nearness of others' bars.

    Args:
        ribbons: As drawn.
        bars: Of all nodes.
    """

    def __init__(self, ribbons: Sequence[Ribbon], bars: Sequence[Box]) -> None:
        import numpy as np

        self.np = np
        ribbons = ribbons if len(ribbons) <= _MOST_RIBBONS else ()
        self._pieces = self._boxes(ribbons)
        sizes = [(len(ribbon.upper) - 1) // 3 * _PIECES for ribbon in ribbons]
        self._starts = [0, *itertools.accumulate(sizes)][:-1]
        spills = [ribbon.flow.kind in ("loss", "unexplained") for ribbon in ribbons]
        x, y, width, height = np.array(bars).reshape(-1, 4).T
        self._bars = np.array((x, y - _NEAR, x + width, y + height + _NEAR))
        self._crowded = len(ribbons) > _CROWD
        self._givers = np.array([ribbon.flow.source for ribbon in ribbons], dtype=object)
        self._weights = np.array([_CROSSING + _SPILL * spill for spill in spills])

    def _boxes(self, ribbons: Sequence[Ribbon]) -> Any:
        """Left, top, right and bottom of short pieces of each ribbon, one ribbon after the other."""
        np = self.np
        if not ribbons:
            return np.empty((4, 0))
        ends = [
            [edge[place : place + 4] for edge in (ribbon.upper, ribbon.lower)]
            for ribbon in ribbons
            for place in range(0, len(ribbon.upper) - 1, 3)
        ]
        t = np.linspace(0.0, 1.0, _PIECES + 1)
        weights = np.array(((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3))
        points = np.einsum("cekx,kt->ctex", np.array(ends), weights)  # of each curve, at each moment, both edges
        pairs = np.stack((points[:, :-1], points[:, 1:]), axis=2).reshape(-1, 4, 2)
        return np.concatenate((pairs.min(axis=1).T, pairs.max(axis=1).T))

    def costs(self, boxes: Sequence[Box]) -> list[float]:
        """What ribbons speak against each place; nothing where it crosses none."""
        if not self._starts or not boxes:
            return [0.0] * len(boxes)
        crossed = self.np.logical_or.reduceat(self._meets(self._pieces, boxes), self._starts, axis=1)
        return [min(float(cost), _MOST) for cost in crossed @ self._weights]

    def foreign(self, boxes: Sequence[Box], giver: str) -> list[bool]:
        """Whether a ribbon that comes from another node than this one crosses each place; never in a crowd."""
        if not self._starts or not boxes or self._crowded:
            return [False] * len(boxes)
        crossed = self.np.logical_or.reduceat(self._meets(self._pieces, boxes), self._starts, axis=1)
        return [bool(one) for one in (crossed & (self._givers != giver)).any(axis=1)]

    def doubts(self, boxes: Sequence[Box]) -> list[float]:
        """What bars of others nearby speak against each place: a reader would take the label for theirs."""
        counts = self._meets(self._bars, boxes).sum(axis=1) if boxes else []
        return [_DOUBT * min(max(int(count) - 1, 0), _MOST_DOUBTS) for count in counts]

    def _meets(self, edges: Any, boxes: Sequence[Box]) -> Any:
        x, y, width, height = self.np.array(boxes).T[:, :, None]
        left, top, right, bottom = edges[:, None, :]
        return (left < x + width) & (right > x) & (top < y + height) & (bottom > y)
