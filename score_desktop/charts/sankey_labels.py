"""Where labels of a flow diagram stand: outside at both sides, beside bars in between, below drains; none overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from score_desktop.charts.sankey_layout import LabelSizes, Options, PlacedNode

Box = tuple[float, float, float, float]
Size = tuple[float, float]
Form = Literal["full", "wrapped", "line", "name"]
_SPACE = 5.0
_LEAST_LOOP_WIDTH = 40.0
_LEAST_NAME = 30.0
_MOST_LINES = 3
_FILLED = 0.8  # of a line's width that words fill, as a rule


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
    """

    key: str
    form: Form
    box: Box
    align: Literal["left", "center", "right"]
    inside: bool = False
    halo: bool = False
    lines: int = 1


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
        """How much of what could be said is not: a hidden label is twice as bad as a name without its amount."""
        return 2 * len(self.hidden) + sum(label.form == "name" for label in self.nodes)


def place_labels(
    nodes: Sequence[PlacedNode],
    ends: Mapping[str, float],
    options: Options,
    margins: tuple[float, float],
    pitch: float,
    loops: Sequence[LoopRun],
) -> Labels:
    """Labels that found room. Sides and drains choose first, then loops, then the others, larger before smaller.

    Args:
        nodes: All nodes.
        ends: Where the drains end, from the left.
        options: Measures.
        margins: Width that is free for labels left of the first and right of the last column.
        pitch: From column to column.
        loops: Upper runs, which labels keep off.
    """
    last = max((node.column for node in nodes if not node.drain), default=0)
    taken = _Taken(options.width, options.height)
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
    sides = (last, *margins, pitch - options.node_width - 2 * _SPACE)
    _place_nodes(outer, ends, options, sides, taken, (labels, hidden))
    named = tuple(_loop_labels(loops, options, taken))
    _place_nodes(inner, ends, options, sides, taken, (labels, hidden))
    return Labels(tuple(labels), named, tuple(hidden))


class _Taken:
    """What no label may cover."""

    def __init__(self, width: float, height: float) -> None:
        import numpy as np

        self.np = np
        self.width, self.height = width, height
        self.count = 0
        self.edges = np.empty((4, 256))  # left, top, right, bottom

    def add(self, box: Box) -> None:
        if self.count == self.edges.shape[1]:
            self.edges = self.np.concatenate((self.edges, self.np.empty_like(self.edges)), axis=1)
        x, y, width, height = box
        self.edges[:, self.count] = (x, y, x + width, y + height)
        self.count += 1

    def fits(self, box: Box) -> bool:
        x, y, width, height = box
        if x < -0.01 or y < -0.01 or x + width > self.width + 0.01 or y + height > self.height + 0.01:
            return False
        left, top, right, bottom = self.edges[:, : self.count]
        meets = (left < x + width - 0.01) & (right > x + 0.01) & (top < y + height - 0.01) & (bottom > y + 0.01)
        return not meets.any()


def _place_nodes(
    nodes: Sequence[PlacedNode],
    ends: Mapping[str, float],
    options: Options,
    sides: tuple[int, float, float, float],
    taken: _Taken,
    out: tuple[list[PlacedLabel], list[str]],
) -> None:
    labels, hidden = out
    for node in nodes:
        sizes = options.labels.get(node.node.key)
        if sizes is None or sizes.line[0] <= 0:
            continue
        found = next((label for label in _candidates(node, sizes, ends, options, sides) if taken.fits(label.box)), None)
        if found is None:
            hidden.append(node.node.key)
        else:
            labels.append(found)
            taken.add(found.box)


def _loop_labels(loops: Sequence[LoopRun], options: Options, taken: _Taken) -> Iterator[LoopLabel]:
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


def _candidates(
    node: PlacedNode,
    sizes: LabelSizes,
    ends: Mapping[str, float],
    options: Options,
    sides: tuple[int, float, float, float],
) -> Iterator[PlacedLabel]:
    """Places for a label, best first."""
    key, (last, left, right, between) = node.node.key, sides
    middle = node.y + node.height / 2
    if node.drain:
        width, height = sizes.full
        x = min(max(ends[key] - width / 2, 0.0), options.width - width)
        yield PlacedLabel(key, "full", (x, options.height - height - 1, width, height), "center")
        return
    if node.column not in {0, last}:
        yield from _between(node, sizes, between)
        return
    room = (right if node.column == last else left) - _SPACE
    for form, (width, height), lines in _forms(sizes, room):
        # A higher one would take its neighbours' room where its own slot is less.
        if form != "line" and node.slot < height:
            continue
        top = min(max(middle - height / 2, 0.0), options.height - height)
        if node.column == last:
            box = (node.x + node.width + _SPACE, top, min(width, room), height)
            yield PlacedLabel(key, form, box, "left", lines=lines)
        else:
            narrow = min(width, room)
            yield PlacedLabel(key, form, (node.x - _SPACE - narrow, top, narrow, height), "right", lines=lines)


def _forms(sizes: LabelSizes, room: float) -> list[tuple[Form, Size, int]]:
    """Ways to write a label, best first, with the number of lines of the name."""
    forms: list[tuple[Form, Size, int]] = [("full", sizes.full, 1), ("line", sizes.line, 1)]
    wrapped = _wrapped(sizes, room)
    if wrapped is not None and sizes.full[0] > room:
        forms.insert(0, wrapped)
    return forms


def _wrapped(sizes: LabelSizes, room: float) -> tuple[Form, Size, int] | None:
    """The name on several lines no wider than the room; None where that does not help."""
    if sizes.second > room or room <= 0 or sizes.name[0] <= 0:
        return None
    lines = min(math.ceil(sizes.name[0] / (_FILLED * room)), _MOST_LINES)
    height = sizes.full[1] + (lines - 1) * sizes.name[1]
    return "wrapped", (min(sizes.full[0], room), height), lines


def _between(node: PlacedNode, sizes: LabelSizes, room: float) -> Iterator[PlacedLabel]:
    """Places for the label of a bar between others: on its ribbons, above, below, else across ribbons' edges."""
    key, right, left = node.node.key, node.x + node.width + _SPACE, node.x - _SPACE
    centre, middle = node.x + node.width / 2, node.y + node.height / 2
    forms = _forms(sizes, room)
    for form, (width, height), lines in forms:
        if node.height >= height:
            spare = (node.height - height) / 2
            for top in dict.fromkeys(middle - height / 2 + spare * share for share in (0.0, -0.5, 0.5, -0.95, 0.95)):
                yield PlacedLabel(key, form, (right, top, width, height), "left", inside=True, lines=lines)
    for form, (width, height), lines in forms:
        for top in (node.y - height - 2, node.y + node.height + 2):
            yield PlacedLabel(key, form, (centre - width / 2, top, width, height), "center", halo=True, lines=lines)
    narrow: Size = (min(sizes.name[0], max(room, 0.0)), sizes.name[1])
    names: list[tuple[Form, Size, int]] = [("name", sizes.name, 1)]
    if narrow[0] >= min(_LEAST_NAME, sizes.name[0]):
        names.append(("name", narrow, 1))
    for form, (width, height), lines in (*reversed(forms), *names):
        top = middle - height / 2
        if form == "name":
            for edge in (node.y - height - 2, node.y + node.height + 2):
                yield PlacedLabel(key, form, (centre - width / 2, edge, width, height), "center", halo=True)
        yield PlacedLabel(key, form, (right, top, width, height), "left", inside=True, halo=True, lines=lines)
        yield PlacedLabel(key, form, (left - width, top, width, height), "right", inside=True, halo=True, lines=lines)
