"""Where labels of a flow diagram stand: outside at both sides, beside bars in between, below drains; none overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from score_desktop.charts.sankey_names import Form, LabelSizes, Way, names, smaller, ways
from score_desktop.charts.sankey_places import NAME_ALONE, SPACE, Place, Room, around, further, lead_box, on_ribbon
from score_desktop.charts.sankey_taken import Box, Crossed, Taken

if TYPE_CHECKING:
    from score_desktop.charts.sankey_layout import Options, PlacedNode, Ribbon

_LEAST_LOOP_WIDTH = 40.0
_HIDDEN, _NO_STEP = 30.0, 5.0  # what speaks against no label, and more where it is a step that nobody can name
_ROUNDS, _FEW = 4, 40
_SIDE_SHIFTS = (0.0, -3.0, 3.0, -6.0, 6.0)


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A node's label.

    Attributes:
        key: The node.
        form: "full" (name above amount), "wrapped" (the same, the name on several lines), "line", or "name" alone where
            there is no room for more.
        box: Left, top, width, height in points.
        align: Side on which the lines are flush.
        inside: It stands on a ribbon.
        halo: It stands across edges of ribbons, so that its letters need an edge of their own.
        lines: Of the name, at most.
        cut: The name is longer than its place and ends in an ellipsis.
        scale: Of the letters.
        lead: A line from the bar to a label that stands away from it: from the left, where it begins and where it ends
            from above; None for none.
    """

    key: str
    form: Form
    box: Box
    align: Literal["left", "center", "right"]
    inside: bool = False
    halo: bool = False
    lines: int = 1
    cut: bool = False
    scale: float = 1.0
    lead: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class LoopLabel:
    """The line of text above a loop; the text may be longer than its box and is then cut."""

    place: int
    box: Box


@dataclass(frozen=True, slots=True)
class LoopRun:
    """The upper run of a loop.

    Attributes:
        place: Of its flow in the graph.
        box: Left, top, width, height of the run.
        label: Width of its label; 0 for none.
        label_height: Room for the label above the run.
    """

    place: int
    box: Box
    label: float
    label_height: float


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written; `hidden` names the nodes whose label found no room."""

    nodes: tuple[PlacedLabel, ...]
    loops: tuple[LoopLabel, ...]
    hidden: tuple[str, ...]

    @property
    def unread(self) -> int:
        """How much of what could be said is not: a hidden label is twice as bad as a name that is cut or alone."""
        return 2 * len(self.hidden) + sum(label.form == "name" or label.cut for label in self.nodes)


def place_labels(
    nodes: Sequence[PlacedNode],
    ends: Mapping[str, float],
    options: Options,
    margins: tuple[float, float],
    pitch: float,
    loops: Sequence[LoopRun],
    ribbons: Sequence[Ribbon] = (),
) -> Labels:
    """Labels that found room. Sides and drains choose first, then loops, then the others, larger before smaller.

    Args:
        nodes: All nodes.
        ends: Where the drains end, from the left.
        options: Measures.
        margins: Width that is free for labels left of the first and right of the last column.
        pitch: From column to column.
        loops: Upper runs, which labels keep off.
        ribbons: What labels beside bars rather keep off.
    """
    last = max((node.column for node in nodes if not node.drain), default=0)
    taken = Taken(options.width, options.height)
    for node in nodes:
        if not node.drain:
            taken.add((node.x, node.y, node.width, node.height))
    for run in loops:
        taken.add(run.box)
    outer = [node for node in nodes if node.drain or node.column in {0, last}]
    inner = [node for node in nodes if not node.drain and node.column not in {0, last}]
    outer.sort(key=lambda node: (not node.drain, -node.value))
    inner.sort(key=lambda node: (node.node.kind != "step", -node.value))
    labels: list[PlacedLabel] = []
    hidden: list[str] = []
    found: dict[str, PlacedLabel | None] = {}
    for node in outer:
        found[node.node.key] = _at_side(node, ends, options, (last, *margins), taken)
    named = tuple(_loop_labels(loops, options, taken))
    crossed = Crossed(ribbons, [(node.x, node.y, node.width, node.height) for node in nodes if not node.drain])
    found.update(_place_inner(inner, options, pitch, taken, crossed))
    for node in (*outer, *inner):
        label = found[node.node.key]
        if label is not None:
            labels.append(label)
        elif node.node.key in options.labels and options.labels[node.node.key].line[0] > 0:
            hidden.append(node.node.key)
    return Labels(tuple(labels), named, tuple(hidden))


def _loop_labels(loops: Sequence[LoopRun], options: Options, taken: Taken) -> Iterator[LoopLabel]:
    for run in sorted(loops, key=lambda run: (-run.box[3], run.place)):
        if run.label <= 0 or run.label_height <= 0:
            continue
        middle = run.box[0] + run.box[2] / 2
        room = max(2 * min(middle, options.width - middle) - 4, 0.0)
        widths = dict.fromkeys(min(run.label, room, most) for most in (run.label, max(run.box[2], 120.0), run.box[2]))
        for width in widths:
            box = (middle - width / 2, run.box[1] - run.label_height, width, run.label_height - 0.5)
            if (width >= _LEAST_LOOP_WIDTH or width == run.label) and taken.fits(box):
                taken.add(box)
                yield LoopLabel(run.place, box)
                break


def _at_side(
    node: PlacedNode, ends: Mapping[str, float], options: Options, sides: tuple[int, float, float], taken: Taken
) -> PlacedLabel | None:
    """The label of a drain, or of a bar at one side of the picture."""
    sizes = options.labels.get(node.node.key)
    if sizes is None or sizes.line[0] <= 0:
        return None
    places = list(_side_places(node, sizes, ends, options, sides))
    for shift in (0.0,) if node.drain else _SIDE_SHIFTS:
        for label in places:
            x, y, width, height = label.box
            if taken.fits((x, y + shift, width, height)):
                taken.add((x, y + shift, width, height))
                return replace(label, box=(x, y + shift, width, height))
    return None


def _side_places(
    node: PlacedNode, sizes: LabelSizes, ends: Mapping[str, float], options: Options, sides: tuple[int, float, float]
) -> Iterator[PlacedLabel]:
    """Places, best first."""
    key, (last, left, right) = node.node.key, sides
    middle = node.y + node.height / 2
    if node.drain:
        width, height = sizes.full
        x = min(max(ends[key] - width / 2, 0.0), options.width - width)
        is_cut = sizes.name[0] > width
        yield PlacedLabel(key, "full", (x, options.height - height - 1, width, height), "center", cut=is_cut)
        return
    room = (right if node.column == last else left) - SPACE
    whole = ways(sizes, room)
    small = smaller(ways, sizes, room)
    alone = [way for way in (*names(sizes, room), *smaller(names, sizes, room)) if way.lines == 1]
    shortened = [Way("full", (room - 2, sizes.full[1])), Way("line", (room - 2, sizes.line[1]))]
    for way in (*whole, *small, *alone, *shortened):
        width, height = way.size
        # A higher one would take its neighbours' room where its own slot is less.
        if way.form != "line" and way not in alone and node.slot < height:
            continue
        top = min(max(middle - height / 2, 0.0), options.height - height)
        is_right = node.column == last
        x = node.x + node.width + SPACE if is_right else node.x - SPACE - width
        align: Literal["left", "right"] = "left" if is_right else "right"
        box, cut = (x, top, width, height), way in shortened
        yield PlacedLabel(key, way.form, box, align, lines=way.lines, cut=cut, scale=way.scale)


def _place_inner(
    inner: Sequence[PlacedNode], options: Options, pitch: float, taken: Taken, crossed: Crossed
) -> dict[str, PlacedLabel | None]:
    """Labels of bars between others; those that find no good place may choose before the others in another round."""
    held = taken.count
    order, best, least = list(inner), {}, math.inf
    room = Room(pitch - options.node_width - 2 * SPACE, pitch, crowded=len(inner) > _FEW)
    for _ in range(_ROUNDS if len(inner) <= _FEW else 1):
        taken.count = held
        found: dict[str, PlacedLabel | None] = {}
        costs: dict[str, float] = {}
        for node in order:
            sizes = options.labels.get(node.node.key)
            costs[node.node.key], found[node.node.key] = _between(node, sizes, room, taken, crossed)
        total = sum(costs.values())
        if total < least:
            least, best = total, found
        first = [node for node in order if costs[node.node.key] >= NAME_ALONE]
        if not first or order[: len(first)] == first:
            break
        order = [*first, *(node for node in order if costs[node.node.key] < NAME_ALONE)]
    return best


def _between(
    node: PlacedNode, sizes: LabelSizes | None, room: Room, taken: Taken, crossed: Crossed
) -> tuple[float, PlacedLabel | None]:
    """The label of a bar between others: on its ribbons where they have room, else where it crosses fewest.

    Returns:
        What speaks against its place, and the label; None where there is no room.
    """
    if sizes is None or sizes.line[0] <= 0:
        return 0.0, None
    place, crosses = _own_place(node, sizes, room, taken, crossed), False
    cost = 0.0 if place is None else place.against
    if place is None:
        cost, place, crosses = _best(around(node, sizes, room), taken, crossed)
    if cost >= NAME_ALONE and (place is None or not room.crowded):
        found = _best(further(node, sizes, room), taken, crossed)
        if found[0] < cost:
            cost, place, crosses = found
    if place is None:
        return cost + (_NO_STEP if node.node.kind == "step" else 0.0), None
    taken.add(place.box)
    if place.lead is not None:
        taken.add(lead_box(place.lead))
    way = place.way
    halo = place.halo or (crossed.foreign([place.box], node.node.key)[0] if place.inside else crosses)
    return cost, PlacedLabel(
        node.node.key,
        way.form,
        place.box,
        place.align,
        place.inside,
        halo,
        lines=way.lines,
        cut=place.cut,
        scale=way.scale,
        lead=place.lead,
    )


def _own_place(node: PlacedNode, sizes: LabelSizes, room: Room, taken: Taken, crossed: Crossed) -> Place | None:
    """A free place on the ribbons of a bar; where others run over all of them, the letters get an edge of their own."""
    places = list(on_ribbon(node, sizes, room))
    free = [place for place, is_free in zip(places, taken.fitting([one.box for one in places]), strict=True) if is_free]
    foreign = crossed.foreign([place.box for place in free], node.node.key)
    clear = (place for place, is_crossed in zip(free, foreign, strict=True) if not is_crossed)
    return next(clear, next(iter(free), None))


def _best(places: Iterator[Place], taken: Taken, crossed: Crossed) -> tuple[float, Place | None, bool]:
    """What speaks against the best of the free places, that place, and whether it crosses ribbons."""
    wanted = list(places)
    free = taken.fitting([place.box for place in wanted])
    found = [place for place, is_free in zip(wanted, free, strict=True) if is_free]
    if any(place.lead is not None for place in found):
        free = taken.fitting([place.box if place.lead is None else lead_box(place.lead) for place in found])
        found = [place for place, is_free in zip(found, free, strict=True) if is_free]
    if not found:
        return _HIDDEN, None, False
    boxes = [place.box for place in found]
    costs, doubts = crossed.costs(boxes), crossed.doubts(boxes)
    sums = [place.against + cost + doubt for place, cost, doubt in zip(found, costs, doubts, strict=True)]
    number = min(range(len(sums)), key=sums.__getitem__)
    return sums[number], found[number], costs[number] > 0
