"""Places for the label of a bar between others in a flow diagram, with what speaks against each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from score_desktop.charts.sankey_names import LabelSizes, Way, names, smaller, ways
from score_desktop.charts.sankey_taken import Box

if TYPE_CHECKING:
    from score_desktop.charts.sankey_layout import PlacedNode

SPACE = 5.0
"""Between a bar and a label beside it."""
NAME_ALONE = 2.5
"""What speaks against a name without its amount; a ribbon that is crossed counts one half or more."""
_LEAST_NAME = 30.0
_ASIDE, _AWAY, _ON_RIBBONS, _CUT = 0.15, 0.05, 0.8, 20.0
_MORE_LINES, _IN_SMALL, _OVERHANG = 0.2, 0.9, 0.3
_NEARBY, _FAR, _LEAD_FROM = (2.0, 6.0, 11.0), (18.0, 26.0), 12.0
_SHIFTS = (0.0, 2.0, -2.0, 3.5, -3.5, 7.0, -7.0)
_SPREAD = (0.0, -0.5, 0.5, -0.95, 0.95)


class Place(NamedTuple):
    """One place; there are many, of which one becomes a `PlacedLabel`, whose attributes these are."""

    against: float
    box: Box
    way: Way
    align: Literal["left", "center", "right"] = "center"
    inside: bool = False
    halo: bool = False
    cut: bool = False
    lead: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What labels have between columns: width beside a bar, from column to column; and whether they are too many."""

    width: float
    pitch: float
    crowded: bool

    @property
    def widths(self) -> tuple[float, ...]:
        """Into which names are broken."""
        return (self.width, math.inf) if self.crowded else (self.width, 1.3 * self.pitch, 2 * self.pitch, math.inf)


def lead_box(lead: tuple[float, float, float]) -> Box:
    """What the line to a label that stands away covers."""
    x, one, other = lead
    return (x - 0.5, min(one, other) + 0.5, 1.0, abs(other - one) - 1.0)


def on_ribbon(node: PlacedNode, sizes: LabelSizes, room: Room) -> Iterator[Place]:
    """Places on the ribbons that leave a bar, best first; none where they are too thin."""
    middle, right = node.y + node.height / 2, node.x + node.width + SPACE
    for way in (*ways(sizes, room.width), *smaller(ways, sizes, room.width)):
        width, height = way.size
        if node.height < height:
            continue
        spare = (node.height - height) / 2
        for top in dict.fromkeys(middle - height / 2 + spare * share for share in _SPREAD):
            yield Place(_IN_SMALL if way.scale < 1 else 0.0, (right, top, width, height), way, "left", inside=True)


def around(node: PlacedNode, sizes: LabelSizes, room: Room) -> Iterator[Place]:
    """Places above, below and across the ribbons of a bar."""
    gaps = _NEARBY[:2] if room.crowded else _NEARBY
    for way in _each(ways, sizes, room):
        against = _MORE_LINES * (way.lines - 1) + (_ASIDE if way.form == "line" else 0.0)
        yield from _above_below(node, way, against, gaps)
        yield from _beside(node, way, against)
    for way in _each(names, sizes, room):
        against = NAME_ALONE + _MORE_LINES * (way.lines - 1)
        yield from _above_below(node, way, against, gaps)
        yield from _beside(node, way, against)


def further(node: PlacedNode, sizes: LabelSizes, room: Room) -> Iterator[Place]:
    """The same in smaller letters, and further away with a line that leads there; at last the name of a step, cut.

    What is no step rather waits for the pointer: "Gast…" beside a band tells nobody what it is.
    """
    for find, alone in ((ways, 0.0), (names, NAME_ALONE)) if not room.crowded else ():
        small = dict.fromkeys(way for width in room.widths for way in smaller(find, sizes, width))
        for way in (*_each(find, sizes, room), *small):
            against = alone + _MORE_LINES * (way.lines - 1) + (_IN_SMALL if way.scale < 1 else 0.0)
            yield from _above_below(node, way, against, (*(_NEARBY if way.scale < 1 else ()), *_FAR))
            yield from _beside(node, way, against, _SHIFTS)
    narrow = min(sizes.name[0], max(room.width, 0.0))
    if node.node.kind == "step" and _LEAST_NAME <= narrow < sizes.name[0]:
        way = Way("name", (narrow, sizes.name[1]))
        for place in (*_above_below(node, way, _CUT, _NEARBY), *_beside(node, way, _CUT, _SHIFTS)):
            yield place._replace(cut=True)


def _each(find: Callable[[LabelSizes, float], list[Way]], sizes: LabelSizes, room: Room) -> list[Way]:
    return list(dict.fromkeys(way for width in room.widths for way in find(sizes, width)))


def _above_below(node: PlacedNode, way: Way, against: float, gaps: Sequence[float]) -> Iterator[Place]:
    width, height = way.size
    centre, end, low = node.x + node.width / 2, node.x + node.width, node.y + node.height
    lefts = ((centre - width / 2, 0.0), (node.x - 1, _ASIDE), (end + 1 - width, _ASIDE))
    for gap in gaps:
        more = against + _AWAY * gap
        for top, edge, to in ((node.y - height - gap, node.y, node.y - gap), (low + gap, low, low + gap)):
            lead = (centre, edge, to) if gap >= _LEAD_FROM else None
            for left, aside in lefts:
                yield Place(more + aside, (left, top, width, height), way, lead=lead)


def _beside(node: PlacedNode, way: Way, against: float, shifts: Sequence[float] = (0.0,)) -> Iterator[Place]:
    """Places at both sides of a bar, in its middle or so many points lower."""
    width, height = way.size
    right, left = node.x + node.width + SPACE, node.x - SPACE - width
    middle = node.y + (node.height - height) / 2
    if way.form in ("full", "wrapped") and node.height < height:
        against += _OVERHANG
    for shift in shifts:
        more, top = against + _ON_RIBBONS + _AWAY * abs(shift), middle + shift
        yield Place(more, (right, top, width, height), way, "left", inside=True, halo=node.height < height)
        yield Place(more, (left, top, width, height), way, "right", inside=True, halo=True)
