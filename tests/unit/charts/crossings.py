"""Weighted crossings of drawn flow diagrams, and the least that is possible."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from score_desktop.charts.data import SankeyGraph
from score_desktop.charts.sankey_graph import Prepared, prepared
from score_desktop.charts.sankey_layout import LabelSizes, Layout, Options, layout

WIDTH, HEIGHT = 900.0, 600.0


@dataclass(frozen=True, slots=True)
class Way:
    """A flow's middle where it leaves one column and where it meets the next, and its weight."""

    column: int
    start: float
    end: float
    weight: float


def ready(graph: SankeyGraph) -> Prepared:
    """Nothing gathered."""
    return prepared(graph, unexplained="?", others=str, most_flows=10**9)


def drawn(graph: SankeyGraph) -> Layout:
    """The layout without labels."""
    none = LabelSizes((0.0, 0.0), (0.0, 0.0))
    return layout(ready(graph), Options(WIDTH, HEIGHT, {node.key: none for node in graph.nodes}))


def ways(found: Layout) -> list[Way]:
    """Of all flows that run forward, as they are drawn."""
    columns = {node.node.key: node.column for node in found.nodes}
    out = []
    for ribbon in found.ribbons:
        if ribbon.loop or ribbon.drain:
            continue
        middles = [(up[1] + low[1]) / 2 for up, low in zip(ribbon.upper[::3], ribbon.lower[::3], strict=True)]
        # From column to column, and through the width of the column between.
        for step, place in enumerate(range(0, len(middles) - 1, 2)):
            column = columns[ribbon.flow.source] + step
            out.append(Way(column, middles[place], middles[place + 1], ribbon.flow.value))
    return out


def weighted(found: Sequence[Way]) -> float:
    """Sum of the products of the weights of pairs that change places between two columns."""
    total = 0.0
    for column in {way.column for way in found}:
        here = [way for way in found if way.column == column]
        starts, ends = np.array([way.start for way in here]), np.array([way.end for way in here])
        weights = np.array([way.weight for way in here])
        first, second = np.sign(starts[:, None] - starts), np.sign(ends[:, None] - ends)
        total += float((weights[:, None] * weights * (first * second < 0)).sum()) / 2
    return total


def least(graph: SankeyGraph) -> float:
    """The optimum over all orders of nodes and lanes, by trying all orders of each column against all of the next."""
    whole = ready(graph)
    counts: dict[int, int] = {}
    items: dict[tuple[str, int], int] = {}

    def item(name: str, column: int) -> int:
        if (name, column) not in items:
            items[name, column] = counts.get(column, 0)
            counts[column] = items[name, column] + 1
        return items[name, column]

    joins: dict[int, list[tuple[int, int, float]]] = {}
    for place, flow in enumerate(whole.graph.flows):
        if whole.loops[place]:
            continue
        first, last = whole.columns[flow.source], whole.columns[flow.target]
        names = [flow.source, *(f"lane {place}" for _ in range(first + 1, last)), flow.target]
        for column, (one, two) in enumerate(itertools.pairwise(names), start=first):
            joins.setdefault(column, []).append((item(one, column), item(two, column + 1), flow.value))
    best = np.zeros(len(_above(counts[0])))
    for column in range(max(counts)):
        table = np.zeros((counts[column], counts[column + 1]))
        for one, two, value in joins.get(column, []):
            table[one, two] += value
        pairs = np.einsum("ua,vb->uvab", table, table)
        # Two flows cross where one starts above the other and ends below it.
        before, after = _above(counts[column]), _above(counts[column + 1]).transpose(0, 2, 1)
        price = (
            before.reshape(len(before), -1) @ pairs.reshape(table.shape[0] ** 2, -1) @ after.reshape(len(after), -1).T
        )
        best = (best[:, None] + price).min(axis=0)
    return float(best.min())


def _above(count: int) -> np.ndarray:
    """For each order of so many items whether one stands above the other."""
    orders = np.array(list(itertools.permutations(range(count))))
    places = orders.argsort(axis=1)
    return (places[:, :, None] < places[:, None, :]).astype(float)
