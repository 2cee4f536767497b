"""What a flow diagram shows, before any geometry: balances, small flows gathered, columns. Nothing is dropped."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from score_desktop.charts.data import NodePlace, SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.sankey_cycles import feedback

MOST_FLOWS = 40
_TOLERANCE = 1e-6  # of a node's flow: differences below are rounding
_SPILLS = ("loss", "unexplained")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A graph ready for layout.

    Attributes:
        graph: Balanced and gathered; every node has a flow, every flow a positive value.
        columns: Column of each node by key, from 0.
        loops: Whether each flow, by its place in `graph.flows`, runs back or within its column.
        heights: Where a person placed nodes: middle of the bar as a share of the picture's height from above.
        numbers: What `SankeyNode.column` must be for a node to stand in each of the columns, from the left.
    """

    graph: SankeyGraph
    columns: dict[str, int]
    loops: tuple[bool, ...]
    heights: dict[str, float] = field(default_factory=dict)
    numbers: tuple[int, ...] = ()


def prepared(
    graph: SankeyGraph,
    *,
    unexplained: str,
    others: Callable[[int], str],
    most_flows: int = MOST_FLOWS,
    places: Mapping[str, NodePlace] | None = None,
    ends_outside: bool = False,
    balance: bool = True,
) -> Prepared:
    """Balance the steps, gather what is small, and find the columns.

    Args:
        graph: Flows that name no node get one; flows of zero, or that are no number, are not drawn.
        unexplained: Label of what a step takes in and does not give out, or the reverse.
        others: Label for n flows gathered.
        most_flows: Above this number of flows small ones at the ends, and beside larger ones, are gathered.
        places: Where nodes are placed, by key, rather than where the graph says; others count for nothing.
        balance: Steps balance or show what is unexplained; False where the flows are no balance.
        ends_outside: Set what only takes in or only gives out into the outermost columns, where labels have room.
    """
    drawn = _drawable(graph)
    drawn = balanced(drawn, unexplained) if balance else drawn
    whole = _placed(gathered(drawn, others, most_flows), places or {})
    loops = feedback(whole.nodes, whole.flows)
    given = _columns(whole, loops)
    numbers = tuple(sorted(set(given.values())))
    shown = {number: place for place, number in enumerate(numbers)}
    columns = {key: shown[number] for key, number in given.items()}
    if ends_outside:
        columns = _with_ends_outside(whole, loops, columns)
    back = tuple(
        loop or columns[flow.target] <= columns[flow.source] for flow, loop in zip(whole.flows, loops, strict=True)
    )
    heights = {node.key: min(max(node.height, 0.0), 1.0) for node in whole.nodes if node.height is not None}
    return Prepared(whole, columns, back, heights, numbers)


def _placed(graph: SankeyGraph, places: Mapping[str, NodePlace]) -> SankeyGraph:
    """The graph with nodes where `places` wants them."""
    if not places:
        return graph
    own = NodePlace()
    nodes = []
    for node in graph.nodes:
        place = places.get(node.key, own)
        column = node.column if place.column is None else place.column
        nodes.append(replace(node, column=column, height=node.height if place.height is None else place.height))
    return replace(graph, nodes=tuple(nodes))


def _drawable(graph: SankeyGraph) -> SankeyGraph:
    flows = tuple(flow for flow in graph.flows if math.isfinite(flow.value) and flow.value > 0)
    named = {node.key: node for node in graph.nodes}
    used = dict.fromkeys(key for flow in flows for key in (flow.source, flow.target))
    known = [node for key, node in named.items() if key in used]
    unknown = [SankeyNode(key, key, "use") for key in used if key not in named]
    return replace(graph, nodes=(*known, *unknown), flows=flows)


# -- balances ----------------------------------------------------------------------------------------------------


def sums(flows: Iterable[SankeyFlow]) -> tuple[dict[str, float], dict[str, float]]:
    """What arrives at and what leaves each node, by key."""
    arriving: dict[str, list[float]] = defaultdict(list)
    leaving: dict[str, list[float]] = defaultdict(list)
    for flow in flows:
        arriving[flow.target].append(flow.value)
        leaving[flow.source].append(flow.value)
    return (
        {key: math.fsum(values) for key, values in arriving.items()},
        {key: math.fsum(values) for key, values in leaving.items()},
    )


def balanced(graph: SankeyGraph, label: str) -> SankeyGraph:
    """The graph with an explicit "unexplained" flow wherever a step takes in more or less than it gives out."""
    arriving, leaving = sums(graph.flows)
    nodes, flows = list(graph.nodes), list(graph.flows)
    for node in graph.nodes:
        if node.kind != "step":
            continue
        into, out = arriving.get(node.key, 0.0), leaving.get(node.key, 0.0)
        rest = into - out
        if abs(rest) <= _TOLERANCE * max(into, out):
            continue
        key = f"{node.key}\N{INFORMATION SEPARATOR ONE}unexplained"
        nodes.append(SankeyNode(key, label, "unexplained"))
        ends = (node.key, key) if rest > 0 else (key, node.key)
        flows.append(SankeyFlow(*ends, abs(rest), label, kind="unexplained"))
    return replace(graph, nodes=tuple(nodes), flows=tuple(flows))


# -- gathering ---------------------------------------------------------------------------------------------------


def gathered(graph: SankeyGraph, others: Callable[[int], str], most_flows: int) -> SankeyGraph:
    """The graph with at most about `most_flows` flows: small flows become one, which says how many it holds.

    First the smallest ends of one node and kind (an end is a node with a single flow), then the smallest of the flows
    that join the same two nodes. Every sum stays as it is; a flow that is all that joins two inner nodes stays.
    """
    ends = _gather_ends(graph, others, len(graph.flows) - most_flows)
    return _gather_parallel(ends, others, len(ends.flows) - most_flows)


def _gather_ends(graph: SankeyGraph, others: Callable[[int], str], excess: int) -> SankeyGraph:
    groups = _small_ends(graph, excess) if excess > 0 else {}
    if not groups:
        return graph
    gone = {place for places in groups.values() for place in places}
    ends = {_end_of(graph.flows[place], group[1]) for group, places in groups.items() for place in places}
    nodes = [node for node in graph.nodes if node.key not in ends]
    flows = [flow for place, flow in enumerate(graph.flows) if place not in gone]
    by_key = {node.key: node for node in graph.nodes}
    for number, (group, places) in enumerate(groups.items()):
        joined = [graph.flows[place] for place in places]
        node, flow = _joined(joined, group, others(len(joined)), number, by_key)
        nodes.append(node)
        flows.append(flow)
    return replace(graph, nodes=tuple(nodes), flows=tuple(flows))


def _gather_parallel(graph: SankeyGraph, others: Callable[[int], str], excess: int) -> SankeyGraph:
    """Of the flows of one kind from a node to another, all but the largest may become one."""
    if excess <= 0:
        return graph
    beside: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, flow in enumerate(graph.flows):
        beside[flow.source, flow.target, flow.kind].append(place)
    ranked = [sorted(places, key=lambda place: (graph.flows[place].value, place))[:-1] for places in beside.values()]
    small = sorted(
        (place for places in ranked for place in places), key=lambda place: (graph.flows[place].value, place)
    )
    chosen: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    fewer = 0
    for place in small:
        if fewer >= excess:
            break
        flow = graph.flows[place]
        group = chosen[flow.source, flow.target, flow.kind]
        fewer += bool(group)
        group.append(place)
    groups = [sorted(places) for places in chosen.values() if len(places) > 1]
    gone = {place for places in groups for place in places}
    flows = [flow for place, flow in enumerate(graph.flows) if place not in gone]
    flows += [_one_of([graph.flows[place] for place in places], others(len(places))) for places in groups]
    return replace(graph, flows=tuple(flows))


def _one_of(flows: list[SankeyFlow], label: str) -> SankeyFlow:
    """One flow in place of several between the same nodes."""
    first = flows[0]
    resources, categories = {flow.resource for flow in flows}, {flow.category for flow in flows}
    stuffs = {flow.stuff for flow in flows}
    return SankeyFlow(
        first.source,
        first.target,
        math.fsum(flow.value for flow in flows),
        label,
        resources.pop() if len(resources) == 1 else None,
        first.kind,
        uid=f"others\N{INFORMATION SEPARATOR ONE}{first.source}\N{INFORMATION SEPARATOR ONE}{first.target}"
        f"\N{INFORMATION SEPARATOR ONE}{first.kind}",
        category=categories.pop() if len(categories) == 1 else "",
        of=stuffs.pop() if len(stuffs) == 1 else "",
    )


_Group = tuple[str, bool, str, str]
"""Node they share, whether they leave it, kind of the ends, kind of the flows."""


def _small_ends(graph: SankeyGraph, excess: int) -> dict[_Group, list[int]]:
    """Places of the flows to gather, by group; each group has two at least."""
    count: dict[str, int] = defaultdict(int)
    for flow in graph.flows:
        count[flow.source] += 1
        count[flow.target] += 1
    kinds = {node.key: node.kind for node in graph.nodes}
    chosen: dict[_Group, list[int]] = defaultdict(list)
    fewer = 0
    for place in sorted(range(len(graph.flows)), key=lambda place: (graph.flows[place].value, place)):
        flow = graph.flows[place]
        if flow.source == flow.target or flow.kind == "reuse":
            continue
        if count[flow.target] == 1:
            group = chosen[flow.source, True, kinds[flow.target], flow.kind]
        elif count[flow.source] == 1:
            group = chosen[flow.target, False, kinds[flow.source], flow.kind]
        else:
            continue
        fewer += bool(group)
        group.append(place)
        if fewer >= excess:
            break
    return {group: sorted(places) for group, places in chosen.items() if len(places) > 1}


def _end_of(flow: SankeyFlow, leaving: bool) -> str:
    return flow.target if leaving else flow.source


def _joined(
    flows: list[SankeyFlow], group: _Group, label: str, number: int, by_key: dict[str, SankeyNode]
) -> tuple[SankeyNode, SankeyFlow]:
    shared, leaving, node_kind, flow_kind = group
    ends = [by_key[_end_of(flow, leaving)] for flow in flows]
    resources = {flow.resource or end.resource for flow, end in zip(flows, ends, strict=True)}
    columns = {end.column for end in ends}
    resource = resources.pop() if len(resources) == 1 else None
    key = f"others\N{INFORMATION SEPARATOR ONE}{number}"
    node = SankeyNode(key, label, node_kind, resource, columns.pop() if len(columns) == 1 else None)
    source, target = (shared, key) if leaving else (key, shared)
    value = math.fsum(flow.value for flow in flows)
    categories = {flow.category for flow in flows}
    category = categories.pop() if len(categories) == 1 else ""
    stuffs = {flow.stuff for flow in flows}
    of = stuffs.pop() if len(stuffs) == 1 else ""
    return node, SankeyFlow(source, target, value, label, resource, flow_kind, category=category, of=of)


# -- columns -----------------------------------------------------------------------------------------------------


def _columns(graph: SankeyGraph, loops: tuple[bool, ...]) -> dict[str, int]:
    """Columns as given, else by the longest way from the left; an input stands just before its first use."""
    given = {node.key: max(node.column, 0) for node in graph.nodes if node.column is not None}
    forward = [flow for flow, loop in zip(graph.flows, loops, strict=True) if not loop]
    columns = {node.key: given.get(node.key, 0) for node in graph.nodes}
    after: dict[str, list[str]] = defaultdict(list)
    for flow in forward:
        after[flow.source].append(flow.target)
    for key in _in_order(graph, forward):
        for target in after[key]:
            if target not in given:
                columns[target] = max(columns[target], columns[key] + 1)
    fed = {flow.target for flow in forward}
    kinds = {node.key: node.kind for node in graph.nodes}
    for key in columns:
        if key in given or key in fed or kinds[key] == "resource":
            continue
        columns[key] = max(min((columns[target] for target in after[key]), default=1) - 1, 0)
    return columns


def _with_ends_outside(graph: SankeyGraph, loops: tuple[bool, ...], columns: dict[str, int]) -> dict[str, int]:
    forward = [flow for flow, loop in zip(graph.flows, loops, strict=True) if not loop]
    giving, taking = {flow.source for flow in forward}, {flow.target for flow in forward}
    last = max(columns.values(), default=0)
    moved = dict(columns)
    for node in graph.nodes:
        if node.column is None and node.key in taking and node.key not in giving:
            moved[node.key] = last
        elif node.column is None and node.key in giving and node.key not in taking:
            moved[node.key] = 0
    return moved


def _in_order(graph: SankeyGraph, forward: list[SankeyFlow]) -> list[str]:
    waiting: dict[str, int] = {node.key: 0 for node in graph.nodes}
    after: dict[str, list[str]] = defaultdict(list)
    for flow in forward:
        waiting[flow.target] += 1
        after[flow.source].append(flow.target)
    ready = deque(key for key, count in waiting.items() if count == 0)
    order: list[str] = []
    while ready:
        key = ready.popleft()
        order.append(key)
        for target in after[key]:
            waiting[target] -= 1
            if waiting[target] == 0:
                ready.append(target)
    return order


def is_spill(kind: str) -> bool:
    """Whether a node of this kind is where something is lost or cannot be explained."""
    return kind in _SPILLS
