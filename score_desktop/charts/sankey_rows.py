"""Rows of a flow diagram: which node or lane of a column stands above which, and where.

The order comes from `sankey_order`. Heights are the least squares under the distances, column by column, solved by
pooling adjacent violators. What a person placed by hand keeps its height as nearly as there is room.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from score_desktop.charts.data import SankeyNode
from score_desktop.charts.sankey_order import BOTTOM, TOP, Segment, ordered
from score_desktop.charts.scale import stacked

_SWEEPS = 10
_FEW_SWEEPS = 6
_MANY_ITEMS = 1_500
_CROWD = 15_000
_HELD = 1e6  # weight of a place by hand against that of a flow


@dataclass(slots=True)
class Item:
    """A node, or a passing flow's lane, in a column.

    Attributes:
        rank: Losses stand lower than others where nothing speaks against it.
        slot: Least distance that it keeps for itself, bar and gap.
        held: Height at which a person placed it; None for none.
        drained, rising, falling: What leaves it downwards, what leaves it up into a loop, what arrives from a loop.
    """

    key: str
    column: int
    value: float
    rank: int
    node: SankeyNode | None = None
    slot: float = 0.0
    centre: float = 0.0
    held: float | None = None
    before: list[tuple[Item, float]] = field(default_factory=list)
    after: list[tuple[Item, float]] = field(default_factory=list)
    drained: float = 0.0
    rising: float = 0.0
    falling: float = 0.0


def place_rows(columns: Sequence[list[Item]], top: float, bottom: float) -> None:
    """Sort the items of each column and set their centres between `top` and `bottom`; their slots are known."""
    for items in columns:
        items.sort(key=lambda item: item.rank)
    _sort(columns, [()] * len(columns))
    _settle_all(columns, top, bottom)
    if any(item.held is not None for items in columns for item in items):
        _sort(columns, [_sequence(items) for items in columns])
        _settle_all(columns, top, bottom)


def segments_of(columns: Sequence[Sequence[Item]]) -> list[Segment]:
    """Every flow's way from column to column; drains go down, loops leave and arrive above all others."""
    places = {id(item): place for items in columns for place, item in enumerate(items)}
    found = []
    for column, items in enumerate(columns):
        for place, item in enumerate(items):
            found += [Segment(column, place, places[id(other)], value) for other, value in item.after]
            if column + 1 < len(columns):
                if item.drained:
                    found.append(Segment(column, place, BOTTOM, item.drained))
                if item.rising:
                    found.append(Segment(column, place, TOP, item.rising))
            if column and item.falling:
                found.append(Segment(column - 1, TOP, place, item.falling))
    return found


def _sort(columns: Sequence[list[Item]], fixed: Sequence[Sequence[int]]) -> None:
    orders = ordered([len(items) for items in columns], segments_of(columns), fixed)
    for items, order in zip(columns, orders, strict=True):
        items[:] = [items[place] for place in order]


def _sequence(items: Sequence[Item]) -> tuple[int, ...]:
    """Nodes of a column from above, if a person placed any of them: the others stand where they stood without."""
    if all(item.held is None for item in items):
        return ()
    nodes = [place for place, item in enumerate(items) if item.node is not None]
    heights = {place: _height(items[place]) for place in nodes}
    return tuple(sorted(nodes, key=lambda place: (heights[place], items[place].centre)))


def _height(item: Item) -> float:
    return item.centre if item.held is None else item.held


def _settle_all(columns: Sequence[list[Item]], top: float, bottom: float) -> None:
    middle = (top + bottom) / 2
    for items in columns:
        start = middle - math.fsum(item.slot for item in items) / 2
        for item in items:
            item.centre = start + item.slot / 2
            start += item.slot
    count = sum(len(items) for items in columns)
    sweeps = _SWEEPS if count < _MANY_ITEMS else _FEW_SWEEPS if count < _CROWD else 2
    for sweep in range(sweeps):
        rightward = sweep % 2 == 0
        for items in columns if rightward else columns[::-1]:
            _settle(items, top, bottom, rightward=rightward)


def _settle(items: list[Item], top: float, bottom: float, *, rightward: bool) -> None:
    wanted, weights = [], []
    for item in items:
        near = (item.before if rightward else item.after) or item.after or item.before
        total = sum(value for _, value in near)
        mean = sum(other.centre * value for other, value in near) / total if total else item.centre
        wanted.append(mean if item.held is None else item.held)
        weights.append(item.value if item.held is None else item.value * _HELD)
    centres = stacked(wanted, [item.slot for item in items], weights, top, bottom)
    for item, centre in zip(items, centres, strict=True):
        item.centre = centre
