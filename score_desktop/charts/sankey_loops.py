"""Loops of a flow diagram: levels above the nodes, the shorter ones nearer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

GAP = 7.0
_MOST = 0.3  # of the height that gaps and labels of loops may take


@dataclass(frozen=True, slots=True)
class Span:
    """A loop: its flow's place in the graph, the first and the last column over which it runs, its value."""

    place: int
    first: int
    last: int
    value: float

    def meets(self, other: Span) -> bool:
        """Whether both run over one column."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Levels:
    """Room that loops take above the nodes: `fixed` points, and `scaled` units of value.

    Attributes:
        order: Loops from the lowest level up.
        gap: Between loops, or a loop and nodes.
        label: Height of the line of text above each; 0 where there are too many loops for words.
    """

    order: tuple[Span, ...]
    gap: float
    label: float
    fixed: float
    scaled: float


def levels(spans: Iterable[Span], height: float, label: float) -> Levels:
    """How loops lie above each other in a picture of a height."""
    order = sorted(spans, key=lambda span: (span.last - span.first, span.place))
    rows: list[list[Span]] = []
    for span in order:
        # Above all that it meets, so that no loop dives under one that is nearer to the nodes.
        under = max((number + 1 for number, row in enumerate(rows) if any(map(span.meets, row))), default=0)
        if under == len(rows):
            rows.append([])
        rows[under].append(span)
    count, gap = len(rows), GAP
    if count * (gap + label) > _MOST * height:
        label = 0.0
    if count * gap > _MOST * height:
        gap = _MOST * height / count
    scaled = sum(max(span.value for span in row) for row in rows)
    return Levels(tuple(span for row in rows for span in row), gap, label, count * (gap + label) + 1.0, scaled)


def lanes(found: Levels, tops: Mapping[int, Sequence[float]], scale: float) -> dict[int, float]:
    """Middle of each loop's upper run: above what it passes and above the loops below it.

    Args:
        found: The levels.
        tops: Upper edges of what stands in each column.
        scale: Points per unit.
    """
    used: list[tuple[Span, float]] = []
    middles: dict[int, float] = {}
    for span in found.order:
        half = span.value * scale / 2
        under = [top for column in range(span.first, span.last + 1) for top in tops.get(column, ())]
        under += [top for other, top in used if span.meets(other)]
        middles[span.place] = min(under) - found.gap - half
        used.append((span, middles[span.place] - half - found.label))
    return middles
