"""Flow diagrams: crossings against the optimum and against d3-sankey, times against matplotlib's plain drawing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from score_desktop.charts import style
from score_desktop.charts.data import SankeyFlow, SankeyGraph
from score_desktop.charts.sankey import sankey_figure
from score_desktop.i18n import Texts
from tests.bench import d3_sankey
from tests.bench.harness import ROUNDS, Amount, Count, Ratio, Work, compare
from tests.bench.node import NotThere
from tests.unit.charts import random_graphs
from tests.unit.charts.crossings import drawn, least, ways, weighted

GRAPHS = 200
WIDTH_MM, HEIGHT_MM = 300.0, 170.0
SIZES = ((60, 150, 8, 100.0, 100.0), (300, 1000, 12, 1000.0, 1000.0))
"""Steps, flows, columns; milliseconds of the processor for laying out and drawing. The first: both, after an edit."""


def measure(*, large: bool) -> list[Ratio | Amount | Count]:  # noqa: ARG001 - has no larger size
    return [_optimum(), *_beside_d3(), *_times()]


def _optimum() -> Count:
    graphs = [random_graphs.layered(seed) for seed in range(GRAPHS)]
    pairs = [(weighted(ways(drawn(graph))), least(graph)) for graph in graphs]
    # Where nothing need cross there is no ratio: then any crossing counts as twice the optimum.
    ratios = [ours / best if best > 1e-9 else 1.0 + (ours > 1e-9) for ours, best in pairs]
    return Count(
        f"weighted crossings, {GRAPHS} small graphs", "the optimum, mean ratio", statistics.fmean(ratios), 1.0, 1.05
    )


def _beside_d3() -> list[Count | Amount]:
    try:
        d3_sankey.D3_SANKEY.install()
    except NotThere as error:
        print(f"sankey: not compared with d3-sankey: {error}.")
        return []
    found: list[Count | Amount] = []
    for name, loops in (("without loops", 0), ("with loops", 6)):
        graphs = [
            random_graphs.large(1000 + seed, 20 + seed % 21, 45 + seed % 36, columns=5 + seed % 4, loops=loops)
            for seed in range(GRAPHS)
        ]
        ours = [weighted(ways(drawn(graph))) for graph in graphs]
        theirs = d3_sankey.crossings(graphs)
        title = f"weighted crossings, {len(graphs)} graphs {name}"
        found.append(
            Count(title, f"d3-sankey {d3_sankey.D3_SANKEY.version}, all together", sum(ours), sum(theirs), 1.0)
        )
        # There may be some: d3's links may run behind a bar between its flows, ours go around it.
        more = sum(mine > other * (1 + 1e-9) for mine, other in zip(ours, theirs, strict=True))
        found.append(Amount(f"{title}: d3 has less on", float(more), "graphs", None))
    return found


def _edits(graph: SankeyGraph) -> Iterator[SankeyGraph]:
    """The graph after one flow was changed, and another, and another."""
    flows = list(graph.flows)
    while True:
        for place, flow in enumerate(flows):
            flows[place] = SankeyFlow(flow.source, flow.target, flow.value * 1.1, flow.substance)
            yield SankeyGraph(graph.unit, graph.nodes, tuple(flows))


def _times() -> list[Ratio | Amount]:
    found: list[Ratio | Amount] = []
    texts = Texts("es")
    for steps, flows, columns, layout_ms, draw_ms in SIZES:
        edits = _edits(random_graphs.large(1, steps, flows, columns=columns))
        laid, painted = [], []
        for turn in range(ROUNDS + 1):
            graph = next(edits)
            start = time.thread_time()
            chart = sankey_figure(graph, texts, "light", WIDTH_MM, HEIGHT_MM, most_flows=10**6)
            middle = time.thread_time()
            _paint(chart.figure)
            if turn:  # the first opens fonts and makes outlines
                laid.append((middle - start) * 1000)
                painted.append((time.thread_time() - middle) * 1000)
        name = f"{steps} steps, {flows:,} flows"
        if steps == SIZES[0][0]:
            both = statistics.median(one + two for one, two in zip(laid, painted, strict=True))
            found.append(Amount(f"{name}: redrawn after an edit", both, "ms", layout_ms))
        else:
            found.append(Amount(f"{name}: laid out", statistics.median(laid), "ms", layout_ms))
            found.append(Amount(f"{name}: drawn", statistics.median(painted), "ms", draw_ms))
        found.append(_against_plain(name, next(edits), texts))
    return found


def _against_plain(name: str, graph: SankeyGraph, texts: Texts) -> Ratio:
    """Drawing alone against as many curved polygons and words of matplotlib's own."""
    chart = sankey_figure(graph, texts, "light", WIDTH_MM, HEIGHT_MM, most_flows=10**6)
    words = [artist for artist in chart.figure.artists if hasattr(artist, "get_text")]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3]
    shapes = [
        Path([(x, y) for x, y in (*ribbon.upper[:4], *reversed(ribbon.lower[:4]))], codes)
        for ribbon in chart.layout.ribbons
    ]

    def plain(_: object) -> None:
        figure = Figure(figsize=(WIDTH_MM / 25.4, HEIGHT_MM / 25.4), dpi=96)
        figure.add_artist(PathCollection(shapes, facecolors=["#88aabb"] * len(shapes)))
        for word in words:
            figure.text(0.5, 0.5, word.get_text(), fontproperties=word.get_fontproperties())
        _paint(figure)

    ours, floor = Work(lambda _: _paint(chart.figure)), Work(plain)
    return compare(f"{name}: drawing", f"{len(shapes)} plain curved shapes and {len(words)} texts", ours, floor, 1.0)


def _paint(figure: Figure) -> None:
    with style.context("light"):
        FigureCanvasAgg(figure).draw()
