"""Two flow diagrams compared: as differences in one picture, or one above the other at one scale and in one order.

In differences a flow is as wide as the larger of its two values: what both have in its own tint, what came new in its
full colour, what is gone as an empty dashed band. Nodes say the later amount, and how much it changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from score_desktop import tokens
from score_desktop.calc.comparison import change as relative_change
from score_desktop.charts import names, titles
from score_desktop.charts.data import NodePlace, SankeyComparison, SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.hover import Chart
from score_desktop.charts.sankey import prepare
from score_desktop.charts.sankey_graph import Prepared, balanced, prepared, sums
from score_desktop.charts.sankey_layout import Ribbon
from score_desktop.charts.sankey_painter import Painter
from score_desktop.charts.sankey_ribbons import Curve
from score_desktop.charts.sheet import Sheet
from score_desktop.i18n import MINUS, Texts

How = Literal["differences", "sides"]
_PART = "\N{INFORMATION SEPARATOR ONE}"  # parts a step's key from what is said of its ends
_ALL = 10**9  # nothing is gathered: what is small in one may be large in the other
_EDGE = 0.9  # around what came, in its full colour
_SAME = 0.0005  # relative: what changes by less is the same


@dataclass(frozen=True, slots=True)
class Compared:
    """Two graphs as one.

    Attributes:
        graph: Every node and flow of both, each flow with the larger of its values.
        before, after: Value of each flow, by its place in `graph.flows`.
    """

    graph: SankeyGraph
    before: tuple[float, ...]
    after: tuple[float, ...]


def compared(before: SankeyGraph, after: SankeyGraph) -> Compared:
    """Both graphs as one. Nodes are the same if their keys are, else if kind and name are.

    Raises:
        ValueError: The graphs have different units.
    """
    if before.unit != after.unit:
        raise ValueError(f"{before.unit} and {after.unit} cannot be compared")
    earlier = _renamed(before, after)
    nodes = {node.key: node for node in (*after.nodes, *earlier.nodes)}
    nodes |= {node.key: node for node in after.nodes}
    old, new = dict(_identified(earlier.flows)), dict(_identified(after.flows))
    flows, values = [], []
    for identity in dict.fromkeys((*new, *old)):
        was = old[identity].value if identity in old else 0.0
        now = new[identity].value if identity in new else 0.0
        flows.append(replace(new.get(identity) or old[identity], value=max(was, now)))
        values.append((was, now))
    graph = replace(after, nodes=tuple(nodes.values()), flows=tuple(flows))
    return Compared(graph, tuple(was for was, _ in values), tuple(now for _, now in values))


_Identity = tuple[str, str, str, str, int]


def _identified(flows: Sequence[SankeyFlow]) -> Iterator[tuple[_Identity, SankeyFlow]]:
    """Flows by ends, substance and kind, and by their number where several have the same."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for flow in flows:
        same = (flow.source, flow.target, flow.substance, flow.kind)
        yield (*same, seen[same]), flow
        seen[same] += 1


def _renamed(before: SankeyGraph, after: SankeyGraph) -> SankeyGraph:
    """The earlier graph with the later one's keys for nodes that are the same."""
    there = {node.key for node in after.nodes}
    by_name = {(node.kind, node.label): node.key for node in reversed(after.nodes) if _PART not in node.key}
    taken = {node.key for node in before.nodes if node.key in there}
    keys: dict[str, str] = {}
    for node in before.nodes:
        same = by_name.get((node.kind, node.label))
        if node.key not in there and _PART not in node.key and same is not None and same not in taken:
            keys[node.key] = same
            taken.add(same)
    for node in before.nodes:  # what belongs to a step, such as what is unexplained there, goes with it
        step, part, rest = node.key.partition(_PART)
        if part and step in keys:
            keys[node.key] = f"{keys[step]}{part}{rest}"
    nodes = tuple(replace(node, key=keys.get(node.key, node.key)) for node in before.nodes)
    flows = tuple(
        replace(flow, source=keys.get(flow.source, flow.source), target=keys.get(flow.target, flow.target))
        for flow in before.flows
    )
    return replace(before, nodes=nodes, flows=flows)


def sankey_comparison_figure(
    comparison: SankeyComparison,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    how: How = "differences",
    print_labels: bool = False,
    title: bool = False,
    places: Mapping[str, NodePlace] | None = None,
) -> Chart:
    """Draw two diagrams of one unit so that a person sees what changed.

    Args:
        comparison: Both diagrams, and what they are called.
        how: "differences": one picture; "sides": one above the other.
        places: Nodes placed by hand, as in the later diagram.

    Raises:
        ValueError: The graphs have different units.
    """
    before, after, periods = comparison.before, comparison.after, comparison.periods
    sheet = Sheet(width_mm, height_mm, mode)
    label = texts.t("Unexplained")
    both = compared(balanced(before, label), balanced(after, label))
    finding = titles.comparison_title(comparison, texts)
    top = sheet.title(finding) if title else 0.0
    if title and comparison.note:
        top += sheet.caption(comparison.note, top)
    whole = prepared(
        both.graph,
        unexplained=label,
        others=lambda count: texts.t("others ({n})", n=texts.number(count)),
        most_flows=_ALL,
        places=places,
        balance=False,
    )
    if not whole.graph.flows:
        sheet.note(texts.t("No flows to show"))
    elif how == "sides":
        _sides(sheet, whole, (_renamed(before, after), after), periods, texts, top, print_labels=print_labels)
    else:
        percent = comparison.per_cent
        _Differences(sheet, whole, both, periods, texts, top, print_labels=print_labels, per_cent=percent).draw()
    return sheet.chart(finding)


def change_words(texts: Texts, was: float, now: float, *, per_cent: bool = True) -> str:
    """How much something changed: "+12%", "new", "gone"; "" for what stayed the same, and without `per_cent`."""
    if was <= 0:
        return texts.t("new") if now > 0 else ""
    if now <= 0:
        return texts.t("gone")
    change = relative_change(now, was, even=per_cent)
    if change is None or abs(change) < _SAME:
        return ""
    return f"{MINUS if change < 0 else '+'}{names.share(texts, change)}"


def _node_values(flows: Sequence[SankeyFlow], values: Sequence[float]) -> dict[str, float]:
    arriving, leaving = sums(replace(flow, value=value) for flow, value in zip(flows, values, strict=True))
    return {key: max(arriving.get(key, 0.0), leaving.get(key, 0.0)) for key in {*arriving, *leaving}}


# -- one above the other ---------------------------------------------------------------------------------------------


def _sides(
    sheet: Sheet,
    whole: Prepared,
    graphs: tuple[SankeyGraph, SankeyGraph],
    periods: tuple[str, str],
    texts: Texts,
    top: float,
    *,
    print_labels: bool,
) -> None:
    """Both at one scale; nodes stand in the order of the two together."""
    head = sheet.sizes.label * 1.7
    half = (sheet.height - top) / 2
    tops = (top + head, top + half + head)
    bottoms = (half, 0.0)
    shared = Painter(sheet, whole, texts, tops[0], print_labels=print_labels, bottom=bottoms[0])
    places = {
        node.node.key: NodePlace(node.column, (node.y + node.height / 2) / shared.layout.height)
        for node in shared.layout.nodes
        if not node.drain
    }
    scale = shared.layout.scale
    ready = [prepare(graph, texts, most_flows=_ALL, places=places) for graph in graphs]
    for graph, upper, lower in zip(ready, tops, bottoms, strict=True):
        if graph.graph.flows:
            scale = min(
                scale, Painter(sheet, graph, texts, upper, print_labels=print_labels, bottom=lower).layout.scale
            )
    for graph, period, upper, lower in zip(ready, periods, tops, bottoms, strict=True):
        sheet.text(0, upper - head + sheet.sizes.label, period, weight=tokens.SEMIBOLD, colour=sheet.palette.muted)
        if graph.graph.flows:
            Painter(sheet, graph, texts, upper, print_labels=print_labels, bottom=lower, most_scale=scale).draw()
    sheet.lines([[(0.0, top + half), (sheet.width, top + half)]], sheet.palette.line, 0.6)


# -- differences -----------------------------------------------------------------------------------------------------


class _Differences(Painter):
    def __init__(
        self,
        sheet: Sheet,
        whole: Prepared,
        both: Compared,
        periods: tuple[str, str],
        texts: Texts,
        top: float,
        *,
        print_labels: bool,
        per_cent: bool,
    ) -> None:
        # What is drawn may leave out flows that are nothing in both.
        values = {id(flow): pair for flow, *pair in zip(both.graph.flows, both.before, both.after, strict=True)}
        pairs = [values[id(flow)] for flow in whole.graph.flows]
        self.before, self.after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self.periods, self.per_cent = periods, per_cent
        was = _node_values(whole.graph.flows, self.before)
        now = _node_values(whole.graph.flows, self.after)
        notes = {
            node.key: change_words(texts, was.get(node.key, 0.0), now.get(node.key, 0.0), per_cent=per_cent)
            for node in _nodes(whole)
        }
        legend = (
            (texts.t("in both"), sheet.palette.off, "tint"),
            (texts.t("more than in {period}", period=periods[0]), sheet.palette.off, "full"),
            (texts.t("less than in {period}", period=periods[0]), sheet.palette.muted, "dashed"),
        )
        super().__init__(sheet, whole, texts, top, print_labels=print_labels, notes=notes, amounts=now, legend=legend)

    def _ribbons(self, ribbons: Sequence[Ribbon], zorder: float) -> None:
        """What both have as always, then what came and what went."""
        sheet, palette = self.sheet, self.sheet.palette
        kept, came, gone = [], list[tuple[Ribbon, str]](), list[Ribbon]()
        for ribbon in ribbons:
            was, now = self.before[ribbon.place], self.after[ribbon.place]
            share = min(was, now) / max(was, now)
            if share > 0:
                kept.append(_band(ribbon, 0.0, share))
            if share >= 1 - _SAME:
                continue
            if now > was:
                came.append((_band(ribbon, share, 1.0), self.colours.flows[ribbon.place]))
            else:
                gone.append(_band(ribbon, share, 1.0))
        super()._ribbons(kept, zorder)
        grown = [self.path(ribbon) for ribbon, _ in came]
        colours = [colour for _, colour in came]
        grounds = [self.ground(colour) for colour in colours]  # pale labels stand on no bright colour
        sheet.shapes(grown, grounds, edges=colours, line_width=_EDGE, zorder=zorder + 0.1)
        empty = [palette.background] * len(gone)
        shapes = [self.path(ribbon) for ribbon in gone]
        sheet.shapes(shapes, empty, edges=palette.muted, dashed=True, line_width=0.7, zorder=zorder + 0.1)

    def said_of(self, ribbon: Ribbon) -> str:
        """Both values and the change."""
        was, now = self.before[ribbon.place], self.after[ribbon.place]
        figures = [
            f"{period}: {self.speaker.amount(value)}" for period, value in zip(self.periods, (was, now), strict=True)
        ]
        change = change_words(self.texts, was, now, per_cent=self.per_cent)
        return self.speaker.flow(ribbon.flow, "\n".join([*figures, *([change] if change else [])]))


def _nodes(whole: Prepared) -> tuple[SankeyNode, ...]:
    return whole.graph.nodes


def _band(ribbon: Ribbon, start: float, end: float) -> Ribbon:
    """A part of a ribbon across its thickness, from one share to another."""
    return replace(
        ribbon,
        thickness=ribbon.thickness * (end - start),
        upper=_between(ribbon.upper, ribbon.lower, start),
        lower=_between(ribbon.upper, ribbon.lower, end),
    )


def _between(upper: Curve, lower: Curve, share: float) -> Curve:
    return tuple((x + (x2 - x) * share, y + (y2 - y) * share) for (x, y), (x2, y2) in zip(upper, lower, strict=True))
