"""Geometry of flow diagrams: nodes in columns, ribbons of constant thickness, loops above, losses below, labels.

Pure: numbers in, numbers out, in points from the top left corner. The same input gives the same layout.

Columns come from `sankey_graph`. A flow that passes columns keeps a lane of its own in each, so that it runs through no
node. `sankey_rows` says what stands above what, and where.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from score_desktop.charts.data import SankeyFlow, SankeyNode
from score_desktop.charts.sankey_graph import Prepared, is_spill, sums
from score_desktop.charts.sankey_labels import Labels, LoopRun, place_labels
from score_desktop.charts.sankey_loops import Span, lanes, levels
from score_desktop.charts.sankey_names import LabelSizes, ways
from score_desktop.charts.sankey_ribbons import Curve, drain_curves, loop_curves, ribbon_curves
from score_desktop.charts.sankey_rows import Item, place_rows
from score_desktop.charts.scale import moved_right, stacked

_LARGEST_BAR = 0.9  # of the height: a lone flow is no wall
_BESIDE = 6.0  # between a bar at the side and its label
_TURN = 12.0  # room below the nodes in which drains turn
_LARGEST_NODES = 0.4  # of the width
_MOST_LANES = 30_000  # beyond, the longest flows get none: nobody reads such a picture, but it must not take minutes


@dataclass(frozen=True, slots=True)
class Options:
    """Measures in points.

    Attributes:
        width, height: Of the whole drawing, labels included.
        labels: Size of each node's label, by key.
        loop_labels: Width of the text above each loop, by its flow's place in the graph.
        loop_label: Height of that line.
        node_width: Of the bars.
        gap: Between bars of a column, where there is room.
        margin_share: Largest share of the width that labels at one side may take.
        most_scale: Points per unit at most; None: as many as there is room for.
    """

    width: float
    height: float
    labels: Mapping[str, LabelSizes]
    loop_labels: Mapping[int, float] = field(default_factory=dict)
    loop_label: float = 11.0
    node_width: float = 8.0
    gap: float = 12.0
    margin_share: float = 0.3
    most_scale: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node's bar.

    Attributes:
        value: The larger of what arrives and what leaves.
        slot: Height that the node has for itself in its column, its label included.
        drain: A loss that runs down: no bar (height 0), its label stands at the foot.
    """

    node: SankeyNode
    column: int
    x: float
    y: float
    width: float
    height: float
    value: float
    slot: float = 0.0
    drain: bool = False


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow as an area between two curves that run from source to target; `thickness` is value times scale."""

    flow: SankeyFlow
    place: int
    thickness: float
    upper: Curve
    lower: Curve
    loop: bool = False
    drain: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A flow diagram, placed.

    Attributes:
        scale: Points per unit.
        labels: Those that found room; the others wait for the pointer.
        column_xs: Left edges of the columns.
        area: Upper and lower edge of where nodes stand.
    """

    width: float
    height: float
    scale: float
    nodes: tuple[PlacedNode, ...]
    ribbons: tuple[Ribbon, ...]
    labels: Labels
    column_xs: tuple[float, ...] = ()
    area: tuple[float, float] = (0.0, 0.0)


def layout(graph: Prepared, options: Options) -> Layout:
    """Place a prepared graph."""
    if not graph.graph.flows:
        return Layout(options.width, options.height, 0.0, (), (), Labels((), (), ()))
    return _Builder(graph, options).build()


class _Builder:
    def __init__(self, graph: Prepared, options: Options) -> None:
        self.graph, self.options = graph.graph, options
        self.loops, self.heights = graph.loops, graph.heights
        arriving, leaving = sums(self.graph.flows)
        self.values = {
            node.key: max(arriving.get(node.key, 0.0), leaving.get(node.key, 0.0)) for node in self.graph.nodes
        }
        self.columns = dict(graph.columns)
        self.drains = self._find_drains()
        self.last = max(column for key, column in self.columns.items() if key not in self.drains)
        narrow = _LARGEST_NODES * options.width / (self.last + 1)
        self.options = replace(options, node_width=min(options.node_width, narrow))
        self.items: dict[str, Item] = {}
        self.lanes: dict[int, list[Item]] = {}
        self.by_column: list[list[Item]] = [[] for _ in range(self.last + 1)]

    def build(self) -> Layout:
        self._make_items()
        self.levels = levels(self._spans(), self.options.height, self.options.loop_label)
        drain_label = max((self._sizes(key).full[1] for key in self.drains), default=0.0)
        self.bottom_fixed = drain_label + _TURN + 4.0 if self.drains else 1.0
        self.scale = self._find_scale()
        self.top = self.levels.fixed + self.levels.scaled * self.scale
        self.bottom = self.options.height - self.bottom_fixed
        place_rows(self.by_column, self.top, self.bottom)
        left, right = self._side_widths()
        self.left = left
        self.pitch = (self.options.width - left - right - self.options.node_width) / max(self.last, 1)
        nodes = self._nodes()
        ends = self._drain_ends(nodes)
        ribbons = self._ribbons(nodes, ends)
        placed = tuple(nodes[node.key] for node in self.graph.nodes)
        runs = [self._loop_run(ribbon) for ribbon in ribbons if ribbon.loop]
        labels = place_labels(placed, ends, self.options, (left, right), self.pitch, runs, ribbons)
        xs = tuple(self.left + self.pitch * column for column in range(self.last + 1))
        size = (self.options.width, self.options.height)
        return Layout(*size, self.scale, placed, ribbons, labels, xs, (self.top, self.bottom))

    def _spans(self) -> list[Span]:
        """Loops by the columns over which they run."""
        found = []
        for place, flow in enumerate(self.graph.flows):
            if self.loops[place]:
                first, last = sorted((self.columns[flow.target], self.columns[flow.source]))
                found.append(Span(place, first, last, flow.value))
        return found

    # -- what stands where ---------------------------------------------------------------------------------------

    def _sizes(self, key: str) -> LabelSizes:
        return self.options.labels.get(key, LabelSizes((0.0, 0.0), (0.0, 0.0)))

    def _find_drains(self) -> dict[str, str]:
        """Losses that leave a step in the middle and run down, with their step; none where labels have no room."""
        touching: dict[str, list[SankeyFlow]] = defaultdict(list)
        for flow in self.graph.flows:
            touching[flow.source].append(flow)
            touching[flow.target].append(flow)
        forward: dict[str, list[SankeyFlow]] = defaultdict(list)
        for flow, loop in zip(self.graph.flows, self.loops, strict=True):
            if not loop:
                forward[flow.source].append(flow)
        kinds = {node.key: node.kind for node in self.graph.nodes}
        last = max((self.columns[node.key] for node in self.graph.nodes if not is_spill(node.kind)), default=0)
        found: dict[str, str] = {}
        for node in self.graph.nodes:
            flows = touching[node.key]
            if not is_spill(node.kind) or node.column is not None or len(flows) != 1 or flows[0].source == node.key:
                continue
            source = flows[0].source
            onward = {flow.target for flow in forward[source] if not is_spill(kinds[flow.target])}
            goes_on = any(self.columns[target] < last for target in onward)
            if kinds[source] == "step" and goes_on:
                found[node.key] = source
        room = sum(self._sizes(key).full[0] + 6 for key in found)
        return found if room <= self.options.width * 0.8 else {}

    def _make_items(self) -> None:
        for node in self.graph.nodes:
            if node.key in self.drains:
                continue
            rank = 2 if node.kind == "unexplained" else 1 if node.kind == "loss" else 0
            share = self.heights.get(node.key)
            held = None if share is None else share * self.options.height
            item = Item(node.key, self.columns[node.key], self.values[node.key], rank, node, held=held)
            self.items[node.key] = item
            self.by_column[item.column].append(item)
        without = self._without_lanes()
        for place, flow in enumerate(self.graph.flows):
            if self.loops[place]:
                self.items[flow.source].rising += flow.value
                self.items[flow.target].falling += flow.value
                continue
            if flow.target in self.drains:
                self.items[flow.source].drained += flow.value
                continue
            self.lanes[place] = []
            if place in without:
                continue
            chain = [self.items[flow.source]]
            rank = max(self.items[flow.source].rank, self.items[flow.target].rank)
            for column in range(self.columns[flow.source] + 1, self.columns[flow.target]):
                lane = Item(f"{place}", column, flow.value, rank)
                self.by_column[column].append(lane)
                self.lanes[place].append(lane)
                chain.append(lane)
            chain.append(self.items[flow.target])
            for one, two in itertools.pairwise(chain):
                one.after.append((two, flow.value))
                two.before.append((one, flow.value))

    def _without_lanes(self) -> set[int]:
        """Flows by their place, the longest first, that would take more lanes than there may be."""
        spans = {
            place: self.columns[flow.target] - self.columns[flow.source] - 1
            for place, flow in enumerate(self.graph.flows)
            if not self.loops[place] and flow.target not in self.drains
        }
        ranked = sorted(spans, key=lambda place: (spans[place], place))
        sums_of = itertools.accumulate(spans[place] for place in ranked)
        return {place for place, lanes in zip(ranked, sums_of, strict=True) if lanes > _MOST_LANES}

    # -- scale ---------------------------------------------------------------------------------------------------

    def _find_scale(self) -> float:
        """Points per unit: the largest at which each column fits, found by halving; sets the items' slots."""
        room, loops = self.options.height - self.levels.fixed - self.bottom_fixed, self.levels.scaled
        extras = [self._extras(items, room) for items in self.by_column]
        tallest = max((item.value for items in self.by_column for item in items), default=0.0)
        low, high = 0.0, _LARGEST_BAR * room / max(tallest, 1e-300)
        for _ in range(50):
            middle = (low + high) / 2
            free = room - loops * middle
            fits = all(
                sum(max(item.value * middle + gap, label) for item, (gap, label) in zip(items, extra, strict=True))
                <= free
                for items, extra in zip(self.by_column, extras, strict=True)
            )
            low, high = (middle, high) if fits else (low, middle)
        low = low if self.options.most_scale is None else min(low, self.options.most_scale)
        for items, column in zip(self.by_column, extras, strict=True):
            roomy = self._extras(items, room, full=True)
            fits = sum(_slot(item, low, extra) for item, extra in zip(items, roomy, strict=True)) <= room - loops * low
            for item, extra in zip(items, roomy if fits else column, strict=True):
                item.slot = _slot(item, low, extra)
        return low

    def _extras(self, items: list[Item], room: float, *, full: bool = False) -> list[tuple[float, float]]:
        """For each item the gap it keeps and the least height that its label asks for (on one line, unless `full`)."""
        gap = min(self.options.gap, 0.35 * room / max(len(items), 1))
        nodes = [item for item in items if item.node is not None]
        outer = bool(nodes) and nodes[0].column in {0, self.last}
        wanted = [{item.key: self._label_height(item.key, full=full) for item in nodes}] if outer else []
        if outer and not full:
            wanted.append({item.key: self._sizes(item.key).line[1] + 2 for item in nodes})
        heights = next((one for one in wanted if sum(one.values()) <= 0.85 * room), {})
        return [(gap * (0.5 if item.node is None else 1.0), heights.get(item.key, 0.0)) for item in items]

    def _label_height(self, key: str, *, full: bool) -> float:
        """Height that a label at the side asks for; one that is too long for one line always stands in full."""
        sizes, room = self._sizes(key), self._margin() - _BESIDE
        if not full and sizes.line[0] <= room:
            return sizes.line[1] + 2
        return next((way.size[1] for way in ways(sizes, room) if way.form != "line"), sizes.full[1]) + 3

    def _margin(self) -> float:
        """Most width for labels at one side: many columns need room between them."""
        return self.options.width * (self.options.margin_share if self.last < 4 else self.options.margin_share * 0.75)

    # -- columns -------------------------------------------------------------------------------------------------

    def _side_widths(self) -> tuple[float, float]:
        most = self._margin()
        widths = [0.0, 0.0]
        for side, column in ((0, 0), (1, self.last)):
            for item in self.by_column[column]:
                if item.node is None or (self.last == 0 and side == 0):
                    continue
                sizes = self._sizes(item.key)
                possible = ways(sizes, most - _BESIDE)
                width = next((way.size[0] for way in possible if way.form == "line" or item.slot >= way.size[1]), most)
                widths[side] = max(widths[side], min(width + _BESIDE, most))
        for flow, loop in zip(self.graph.flows, self.loops, strict=True):
            bulge = flow.value * self.scale + 13.0
            if loop and self.columns[flow.source] == self.last:
                widths[1] = max(widths[1], bulge)
            if loop and self.columns[flow.target] == 0:
                widths[0] = max(widths[0], bulge)
        return widths[0], widths[1]

    def _nodes(self) -> dict[str, PlacedNode]:
        placed: dict[str, PlacedNode] = {}
        for item in self.items.values():
            assert item.node is not None
            height = item.value * self.scale
            x = self.left + self.pitch * item.column
            box = (x, item.centre - height / 2, self.options.node_width, height)
            placed[item.key] = PlacedNode(item.node, item.column, *box, item.value, item.slot)
        by_key = {node.key: node for node in self.graph.nodes}
        for key, source in self.drains.items():
            at = placed[source]
            placed[key] = PlacedNode(
                by_key[key], at.column, at.x + at.width, at.y + at.height, 0.0, 0.0, self.values[key], drain=True
            )
        return placed

    # -- ribbons -------------------------------------------------------------------------------------------------

    def _drain_ends(self, nodes: dict[str, PlacedNode]) -> dict[str, float]:
        """Where the drains end, from the left: labels side by side, each as near to its step as can be."""
        # Of one step's, the widest label comes first: it reaches furthest to the left of where drains can end.
        keys = sorted(
            self.drains, key=lambda key: (nodes[key].column, nodes[self.drains[key]].y, -self._sizes(key).full[0])
        )
        if not keys:
            return {}
        reach: dict[str, float] = defaultdict(float)
        wanted = []
        for key in keys:
            step = nodes[self.drains[key]]
            thickness = self.values[key] * self.scale
            reach[step.node.key] += thickness + 8
            wanted.append(step.x + step.width + reach[step.node.key] + 4 - thickness / 2)
        sizes = [self._sizes(key).full[0] + 7 for key in keys]
        centres = stacked(wanted, sizes, [1.0] * len(keys), 0.0, self.options.width)
        steps = [nodes[self.drains[key]] for key in keys]
        least = [step.x + step.width + 10 - size / 2 for step, size in zip(steps, sizes, strict=True)]
        return dict(zip(keys, moved_right(centres, sizes, least, self.options.width), strict=True))

    def _ribbons(self, nodes: dict[str, PlacedNode], ends: dict[str, float]) -> tuple[Ribbon, ...]:
        starts, stops = self._ports(nodes, ends)
        loop_lanes = self._loop_lanes()
        ribbons = []
        for place, flow in enumerate(self.graph.flows):
            thickness = flow.value * self.scale
            source, target = nodes[flow.source], nodes[flow.target]
            x_start, y_start = source.x + source.width, starts[place]
            drain, loop = flow.target in self.drains, self.loops[place]
            if drain:
                x_end = self._drain_x(source, ends[flow.target], thickness)
                y_end = self.options.height - self._sizes(flow.target).full[1] - 3.0
                curves = drain_curves(x_start, y_start, (x_end, y_end), thickness)
            elif loop:
                curves = loop_curves((x_start, y_start), (target.x, stops[place]), loop_lanes[place], thickness)
            else:
                points = [(x_start, y_start)]
                for lane in self.lanes[place]:
                    x = self.left + self.pitch * lane.column
                    points += [(x, lane.centre), (x + self.options.node_width, lane.centre)]
                points.append((target.x, stops[place]))
                curves = ribbon_curves(points, thickness)
            ribbons.append(Ribbon(flow, place, thickness, *curves, loop=loop, drain=drain))
        return tuple(ribbons)

    def _drain_x(self, source: PlacedNode, wanted: float, thickness: float) -> float:
        low = source.x + source.width + thickness / 2 + 4
        high = source.x + max(self.pitch, source.width) - thickness / 2 - 3
        return max(min(wanted, high), low)

    def _loop_lanes(self) -> dict[int, float]:
        """Middle of each loop's upper run: above all that stands in the columns that it passes."""
        tops = {
            column: [item.centre - item.value * self.scale / 2 for item in items]
            for column, items in enumerate(self.by_column)
        }
        return lanes(self.levels, tops, self.scale)

    def _loop_run(self, ribbon: Ribbon) -> LoopRun:
        xs = [x for x, _ in ribbon.upper]
        top, low = ribbon.upper[6][1], ribbon.lower[6][1]
        box = (min(xs), min(top, low), max(xs) - min(xs), abs(top - low))
        label = self.options.loop_labels.get(ribbon.place, 0.0)
        return LoopRun(ribbon.place, box, label, self.levels.label)

    def _ports(self, nodes: dict[str, PlacedNode], ends: dict[str, float]) -> tuple[dict[int, float], dict[int, float]]:
        """Middle of each flow at its source's and at its target's side: loops on top, drains lowest, else by height."""
        out: dict[str, list[tuple[tuple[float, ...], int]]] = defaultdict(list)
        into: dict[str, list[tuple[tuple[float, ...], int]]] = defaultdict(list)
        for place, flow in enumerate(self.graph.flows):
            if self.loops[place]:
                out[flow.source].append(((0.0, nodes[flow.target].x), place))
                into[flow.target].append(((0.0, -nodes[flow.source].x), place))
                continue
            if flow.target in self.drains:
                out[flow.source].append(((2.0, -ends[flow.target]), place))
                continue
            lanes = self.lanes[place]
            after = lanes[0].centre if lanes else self.items[flow.target].centre
            before = lanes[-1].centre if lanes else self.items[flow.source].centre
            out[flow.source].append(((1.0, after, self.columns[flow.target]), place))
            into[flow.target].append(((1.0, before, -self.columns[flow.source]), place))
        return self._stack_ports(out, nodes), self._stack_ports(into, nodes)

    def _stack_ports(
        self, sides: Mapping[str, list[tuple[tuple[float, ...], int]]], nodes: dict[str, PlacedNode]
    ) -> dict[int, float]:
        ports: dict[int, float] = {}
        for key, side in sides.items():
            y = nodes[key].y
            for _, place in sorted(side):
                thickness = self.graph.flows[place].value * self.scale
                ports[place] = y + thickness / 2
                y += thickness
        return ports


def _slot(item: Item, scale: float, extra: tuple[float, float]) -> float:
    gap, label = extra
    return max(item.value * scale + gap, label)
