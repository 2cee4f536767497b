"""What enters a flow diagram, what leaves it as product, and what is lost on the way: one sum for title and text."""

from __future__ import annotations

import math
from collections.abc import Iterator

from score_desktop.charts.data import SankeyFlow, SankeyGraph

_SPILLED = frozenset({"loss", "unexplained"})


def entering(graph: SankeyGraph) -> dict[str, float]:
    """What leaves each node where nothing arrives, by its key, in the diagram's unit; reuse apart."""
    fed = {flow.target for flow in _forward(graph)}
    found: dict[str, float] = {}
    for flow in _forward(graph):
        if flow.source not in fed:
            found[flow.source] = found.get(flow.source, 0.0) + flow.value
    return found


def products(graph: SankeyGraph) -> dict[str, float]:
    """What arrives at each end for products, by its key: losses that go to the same place are none."""
    givers = {flow.source for flow in _forward(graph)}
    ends = {node.key for node in graph.nodes if node.kind == "product"} - givers
    found: dict[str, float] = {}
    for flow in _forward(graph):
        if flow.target in ends and flow.kind not in _SPILLED:
            found[flow.target] = found.get(flow.target, 0.0) + flow.value
    return found


def lost(graph: SankeyGraph) -> float:
    """What is lost, wherever it ends; the figure of the account where the graph brings it (`SankeyGraph.lost`)."""
    if graph.lost is not None:
        return graph.lost
    passed_on = {flow.source for flow in graph.flows if flow.kind == "loss"}  # else lost twice
    return math.fsum(flow.value for flow in graph.flows if flow.kind == "loss" and flow.target not in passed_on)


def _forward(graph: SankeyGraph) -> Iterator[SankeyFlow]:
    return (flow for flow in graph.flows if flow.kind != "reuse" and flow.source != flow.target and flow.value > 0)
