"""d3-sankey beside ours: its crossings counted as ours are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from score_desktop.charts.data import SankeyGraph
from tests.bench.node import NodePackage
from tests.unit.charts.crossings import HEIGHT, WIDTH, Way, ready, weighted

D3_SANKEY = NodePackage("d3-sankey", "0.12.3", "d3-sankey", Path(__file__).with_suffix(".cjs"))
ITERATIONS = (6, 32)
"""What the library does by itself, and what its examples take where the picture matters: the better one counts."""
_NODE_WIDTH = 8.0
_SAMPLES = 400


def crossings(graphs: Sequence[SankeyGraph]) -> list[float]:
    """Weighted crossings of each graph as d3-sankey draws it, in our columns and without the flows that run back."""
    asked = [_asked(graph) for graph in graphs]
    found = [[weighted(_ways(answer)) for answer in _answers(asked, iterations)] for iterations in ITERATIONS]
    return [min(each) for each in zip(*found, strict=True)]


def _asked(graph: SankeyGraph) -> dict[str, Any]:
    whole = ready(graph)
    links = [
        {"source": flow.source, "target": flow.target, "value": flow.value}
        for flow, loop in zip(whole.graph.flows, whole.loops, strict=True)
        if not loop
    ]
    used = {link[end] for link in links for end in ("source", "target")}
    nodes = [{"key": key, "column": column} for key, column in whole.columns.items() if key in used]
    return {"nodes": nodes, "links": links}


def _answers(asked: list[dict[str, Any]], iterations: int) -> list[dict[str, Any]]:
    given = {"graphs": asked, "width": WIDTH, "height": HEIGHT, "nodeWidth": _NODE_WIDTH, "iterations": iterations}
    answers: list[dict[str, Any]] = D3_SANKEY.run(given=json.dumps(given))
    return answers


def _ways(answer: dict[str, Any]) -> list[Way]:
    """Where each link leaves and meets the columns that it passes: d3's links are curves that know no lanes."""
    last = answer["columns"] - 1
    lefts = [column * (WIDTH - _NODE_WIDTH) / max(last, 1) for column in range(last + 1)]
    out = []
    for link in answer["links"]:
        (x0, y0), (x1, y1), value = link["start"], link["end"], link["value"]
        share = np.linspace(0.0, 1.0, _SAMPLES)
        # A horizontal link of d3-shape: both controls lie in the middle.
        xs = x0 + (x1 - x0) * (1.5 * share * (1 - share) ** 2 + 1.5 * share**2 * (1 - share) + share**3)
        ys = y0 + (y1 - y0) * (3 * share**2 * (1 - share) + share**3)
        for column in range(link["first"], link["last"]):
            near, far = np.interp([lefts[column] + _NODE_WIDTH, lefts[column + 1]], xs, ys)
            out.append(Way(column, float(near), float(far), value))
            if column > link["first"]:  # behind the bars of a column that it passes
                inside = float(np.interp(lefts[column], xs, ys))
                out.append(Way(-column, inside, float(near), value))
    return out
