"""Which flows of a diagram run back: reuse, and the least that must be turned so that all others run one way.

Two ways are tried and the lighter set taken: a walk from the sources in the graph's order, and the weighted greedy
sequence of Eades, Lin and Smyth (1993). What turns out to close no cycle runs forward after all, the largest first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from score_desktop.charts.data import SankeyFlow, SankeyNode

Arcs = list[tuple[int, str, str, float]]
"""Place, source, target and value of the flows that might run forward."""


def feedback(nodes: Sequence[SankeyNode], flows: Sequence[SankeyFlow]) -> tuple[bool, ...]:
    """Whether each flow runs back: said to be reuse, from a node into itself, or turned so that no cycle is left."""
    back = [flow.kind == "reuse" or flow.source == flow.target for flow in flows]
    arcs: Arcs = [(place, flow.source, flow.target, flow.value) for place, flow in enumerate(flows) if not back[place]]
    keys = [node.key for node in nodes]
    walked = _by_walk(keys, arcs)
    if walked:
        values = {place: value for place, _, _, value in arcs}
        found = [_least(turned, arcs) for turned in (walked, _by_sequence(keys, arcs))]
        for place in min(found, key=lambda places: math.fsum(values[place] for place in places)):
            back[place] = True
    return tuple(back)


def _outgoing(arcs: Arcs) -> dict[str, list[tuple[int, str]]]:
    outgoing: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, source, target, _ in arcs:
        outgoing[source].append((place, target))
    return outgoing


def _by_walk(keys: Sequence[str], arcs: Arcs) -> set[int]:
    """Flows that lead back to where a walk through the graph is on its way."""
    outgoing = _outgoing(arcs)
    fed = {target for _, _, target, _ in arcs}
    state: dict[str, int] = {}  # 1 on the way, 2 done
    turned: set[int] = set()
    for start in (*(key for key in keys if key not in fed), *keys):
        if start in state:
            continue
        state[start] = 1
        walk = [(start, iter(outgoing[start]))]
        while walk:
            key, ways = walk[-1]
            place, target = next(ways, (-1, ""))
            if place < 0:
                state[key] = 2
                walk.pop()
            elif state.get(target) == 1:
                turned.add(place)
            elif target not in state:
                state[target] = 1
                walk.append((target, iter(outgoing[target])))
    return turned


def _by_sequence(keys: Sequence[str], arcs: Arcs) -> set[int]:
    """Flows against a sequence that puts sinks last, sources first, and else what gives most more than it takes."""
    given: dict[str, dict[str, float]] = {key: defaultdict(float) for key in keys}
    taken: dict[str, dict[str, float]] = {key: defaultdict(float) for key in keys}
    for _, source, target, value in arcs:
        given[source][target] += value
        taken[target][source] += value
    left = dict.fromkeys(keys)
    first: list[str] = []
    last: list[str] = []

    def take(key: str) -> None:
        del left[key]
        for other in given[key]:
            del taken[other][key]
        for other in taken[key]:
            del given[other][key]

    while left:
        sinks = [key for key in left if not given[key]]
        sources = [key for key in left if given[key] and not taken[key]]
        if sinks or sources:
            for key in sinks:
                take(key)
            for key in sources:
                take(key)
            last += sinks
            first += sources
            continue
        key = max(left, key=lambda key: math.fsum(given[key].values()) - math.fsum(taken[key].values()))
        take(key)
        first.append(key)
    place_of = {key: place for place, key in enumerate((*first, *last[::-1]))}
    return {place for place, source, target, _ in arcs if place_of[source] > place_of[target]}


def _least(turned: set[int], arcs: Arcs) -> set[int]:
    """Without those that close no cycle with what runs forward."""
    outgoing = _outgoing([arc for arc in arcs if arc[0] not in turned])
    kept = set(turned)
    for place, source, target, _ in sorted((arc for arc in arcs if arc[0] in turned), key=lambda arc: -arc[3]):
        if not _reaches(outgoing, target, source):
            kept.discard(place)
            outgoing[source].append((place, target))
    return kept


def _reaches(outgoing: dict[str, list[tuple[int, str]]], start: str, end: str) -> bool:
    seen, stack = {start}, [start]
    while stack:
        key = stack.pop()
        if key == end:
            return True
        for _, target in outgoing.get(key, ()):
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return False
