"""d3-sankey beside ours: installed into the build folder, run by node, its crossings counted as ours are."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from score_desktop.charts.data import SankeyGraph
from tests.unit.charts.crossings import HEIGHT, WIDTH, Way, ready, weighted

VERSION = "0.12.3"
FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench" / "d3-sankey"
ITERATIONS = (6, 32)
"""What the library does by itself, and what its examples take where the picture matters: the better one counts."""
_NODE_WIDTH = 8.0
_SAMPLES = 400


class NotThere(Exception):
    """Node is missing, or the package cannot be installed; says which."""


def install() -> None:
    """Put the package into the build folder, once.

    Raises:
        NotThere: Without node or npm, or if npm fails.
    """
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        raise NotThere(f"{' and '.join(missing)} not found: install Node.js to compare with d3-sankey")
    if (FOLDER / "node_modules" / "d3-sankey").is_dir():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    npm = shutil.which("npm") or "npm"
    command = [npm, "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", f"d3-sankey@{VERSION}"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NotThere(f"npm could not install d3-sankey {VERSION}: {done.stderr.strip()[-400:]}")


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
    command = [shutil.which("node") or "node", str(Path(__file__).with_suffix(".cjs")), str(FOLDER)]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answers: list[dict[str, Any]] = json.loads(done.stdout)
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
