"""Where labels of a flow diagram stand: outside at both sides, beside bars in between, below drains; none overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from score_desktop.charts.sankey_layout import LabelSizes, Options, PlacedNode

Box = tuple[float, float, float, float]
Form = Literal["full", "line"]
_SPACE = 5.0


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A node's label.

    Attributes:
        key: The node.
        form: "full" (name above amount) or "line".
        box: Left, top, width, height in points.
        align: Side on which the lines are flush.
        inside: It stands on a ribbon.
    """

    key: str
    form: Form
    box: Box
    align: Literal["left", "center", "right"]
    inside: bool = False


def place_labels(
    nodes: Sequence[PlacedNode],
    ends: Mapping[str, float],
    options: Options,
    margins: tuple[float, float],
    loops: Sequence[Box],
) -> tuple[tuple[PlacedLabel, ...], tuple[str, ...]]:
    """Labels that found room, and keys of the nodes whose did not. Larger nodes choose first.

    Args:
        nodes: All nodes.
        ends: Where the drains end, from the left.
        options: Measures.
        margins: Width that is free for labels left of the first and right of the last column.
        loops: What labels keep off besides.
    """
    last = max((node.column for node in nodes if not node.drain), default=0)
    bars = [(node.x, node.y, node.width, node.height) for node in nodes if not node.drain]
    taken: list[Box] = list(loops)
    labels: list[PlacedLabel] = []
    hidden: list[str] = []
    for node in sorted(nodes, key=lambda node: (not node.drain, node.column not in {0, last}, -node.value)):
        sizes = options.labels.get(node.node.key)
        if sizes is None or sizes.line[0] <= 0:
            continue
        found = None
        for label in _candidates(node, sizes, ends, options, (last, *margins)):
            if _fits(label.box, taken, bars, options):
                found = label
                break
        if found is None:
            hidden.append(node.node.key)
        else:
            labels.append(found)
            taken.append(found.box)
    return tuple(labels), tuple(hidden)


def _candidates(
    node: PlacedNode,
    sizes: LabelSizes,
    ends: Mapping[str, float],
    options: Options,
    sides: tuple[int, float, float],
) -> list[PlacedLabel]:
    """Places for a label, best first."""
    key, (last, left, right) = node.node.key, sides
    middle = node.y + node.height / 2
    if node.drain:
        width, height = sizes.full
        x = min(max(ends[key] - width / 2, 0.0), options.width - width)
        return [PlacedLabel(key, "full", (x, options.height - height - 1, width, height), "center")]
    places: list[PlacedLabel] = []
    forms: list[Form] = ["full", "line"]
    if node.column in {0, last} and node.slot < sizes.full[1]:
        forms = ["line"]  # a full one would take its neighbours' room
    for kind in forms:
        width, height = sizes.full if kind == "full" else sizes.line
        top = min(max(middle - height / 2, 0.0), options.height - height)
        if node.column == last:
            box = (node.x + node.width + _SPACE, top, min(width, right - _SPACE), height)
            places.append(PlacedLabel(key, kind, box, "left"))
        elif node.column == 0:
            narrow = min(width, left - _SPACE)
            places.append(PlacedLabel(key, kind, (node.x - _SPACE - narrow, top, narrow, height), "right"))
        else:
            places += _between(node, kind, (width, height), top)
    return places


def _between(node: PlacedNode, form: Form, size: tuple[float, float], top: float) -> list[PlacedLabel]:
    width, height = size
    key, places = node.node.key, list[PlacedLabel]()
    if node.height >= height:
        box = (node.x + node.width + _SPACE, top, width, height)
        places.append(PlacedLabel(key, form, box, "left", inside=True))
    centred = node.x + node.width / 2 - width / 2
    places.append(PlacedLabel(key, form, (centred, node.y - height - 2, width, height), "center"))
    places.append(PlacedLabel(key, form, (centred, node.y + node.height + 2, width, height), "center"))
    return places


def _fits(box: Box, taken: Sequence[Box], bars: Sequence[Box], options: Options) -> bool:
    x, y, width, height = box
    if x < -0.01 or y < -0.01 or x + width > options.width + 0.01 or y + height > options.height + 0.01:
        return False
    return not any(_meet(box, other) for other in taken) and not any(_meet(box, bar) for bar in bars)


def _meet(one: Box, two: Box) -> bool:
    return (
        one[0] < two[0] + two[2] - 0.01
        and two[0] < one[0] + one[2] - 0.01
        and one[1] < two[1] + two[3] - 0.01
        and two[1] < one[1] + one[3] - 0.01
    )
