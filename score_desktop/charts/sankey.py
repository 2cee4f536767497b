"""Flow diagrams: one painter for window and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from score_desktop import tokens
from score_desktop.charts import titles
from score_desktop.charts.data import NodePlace, SankeyGraph
from score_desktop.charts.hover import Chart
from score_desktop.charts.sankey_colours import ColourBy
from score_desktop.charts.sankey_graph import MOST_FLOWS, Prepared, prepared
from score_desktop.charts.sankey_layout import Layout, PlacedNode
from score_desktop.charts.sankey_painter import Painter
from score_desktop.charts.sheet import Sheet
from score_desktop.i18n import Texts

_HEIGHTS = 4  # between the least and the most that are tried
_CROWD = 150  # flows from which no arrangement names all, so that no other is tried


@dataclass(frozen=True, slots=True)
class Diagram(Chart):
    """A drawn flow diagram that knows where its nodes stand, so that a person can move them.

    Attributes:
        layout: Geometry in points; None where nothing flows.
        top: Height above the geometry that the title takes.
        numbers: As `Prepared.numbers`.
    """

    layout: Layout | None = None
    top: float = 0.0
    numbers: tuple[int, ...] = ()

    def node_at(self, x: float, y: float) -> str:
        """Key of the node whose bar is under a point (shares of the figure from its bottom left); "" for none."""
        if self.layout is None:
            return ""
        across, down = self._points(x, y)
        for node in self.layout.nodes:
            inside = node.x - 3 <= across <= node.x + node.width + 3 and node.y - 3 <= down <= node.y + node.height + 3
            if inside and not node.drain:
                return node.node.key
        return ""

    def place_at(self, x: float, y: float) -> NodePlace:
        """Where a node comes to stand that is dropped at a point: the nearest column, that height."""
        if self.layout is None or not self.layout.column_xs:
            return NodePlace()
        across, down = self._points(x, y)
        columns = range(len(self.layout.column_xs))
        column = min(columns, key=lambda place: abs(self.layout.column_xs[place] - across))  # type: ignore[union-attr]
        return NodePlace(self.numbers[column], min(max(down / self.layout.height, 0.0), 1.0))

    def bar(self, key: str) -> PlacedNode | None:
        """The bar of a node; None for what has none here."""
        nodes = self.layout.nodes if self.layout is not None else ()
        return next((node for node in nodes if node.node.key == key and not node.drain), None)

    def box(self, key: str) -> tuple[float, float, float, float] | None:
        """Left, upper edge, width and height of a node's bar, as shares of the figure from its top left."""
        bar = self.bar(key)
        if bar is None or self.layout is None:
            return None
        width, height = self.layout.width, self.layout.height + self.top
        return bar.x / width, (bar.y + self.top) / height, bar.width / width, bar.height / height

    def dropped(self, key: str, x: float, y: float) -> NodePlace | None:
        """As `place_at`, for a node whose left edge and middle are dropped there; None for what has no bar.

        A node that stays in its column is not held there: it goes on following its flows.
        """
        bar = self.bar(key)
        if bar is None:
            return None
        place = self.place_at(x, y)
        return replace(place, column=bar.node.column) if place.column == self.numbers[bar.column] else place

    def beside(self, key: str, right: int, down: int) -> NodePlace | None:
        """Where a node comes to stand in the next column, or past the next bar of its own; None: there is none.

        Args:
            right: 1 for the column at the right, -1 for that at the left, 0 for its own.
            down: 1 past the bar below, -1 past that above, 0 for its height.
        """
        bar = self.bar(key)
        if bar is None or self.layout is None:
            return None
        height, middle = self.layout.height, bar.y + bar.height / 2
        if right:
            column = bar.column + right
            return NodePlace(self.numbers[column], middle / height) if 0 <= column < len(self.numbers) else None
        there = sorted(
            (node for node in self.layout.nodes if node.column == bar.column and not node.drain), key=_middle
        )
        place = there.index(bar) + down
        if not 0 <= place < len(there):
            return None
        other = there[place]
        edge = other.y + other.height - bar.height / 2 if down > 0 else other.y + bar.height / 2
        past = max(edge, _middle(other) + 1) if down > 0 else min(edge, _middle(other) - 1)
        return NodePlace(bar.node.column, min(max(past / height, 0.0), 1.0))

    def _points(self, x: float, y: float) -> tuple[float, float]:
        assert self.layout is not None
        return x * self.layout.width, (1 - y) * (self.layout.height + self.top) - self.top


def sankey_figure(
    graph: SankeyGraph,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    print_labels: bool = False,
    title: bool = False,
    colour_by: ColourBy = "resource",
    places: Mapping[str, NodePlace] | None = None,
    most_flows: int = MOST_FLOWS,
) -> Diagram:
    """Draw a flow diagram.

    Every step balances or shows a grey dashed "unexplained" flow; reuse runs as a loop above; losses are hatched.

    Args:
        graph: Flows in one unit; nothing is dropped, small ends are gathered as "others" above `most_flows` flows.
        texts: Language and number region.
        mode: Palette.
        width_mm: Whole figure.
        height_mm: Whole figure.
        print_labels: Shorter labels; names are cut where a page has no pointer to show them whole.
        title: Set the finding above.
        colour_by: What decides the colours of flows; other than "resource" comes with a legend.
        places: Nodes placed otherwise than the graph says.
        most_flows: See `graph`.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.sankey_title(graph, texts)
    top = sheet.title(finding) if title else 0.0
    whole = prepare(graph, texts, most_flows=most_flows, places=places)
    if not whole.graph.flows:
        sheet.note(texts.t("No flows to show"))
        return _diagram(sheet, finding, None, 0.0, ())
    painter = Painter(sheet, whole, texts, top, print_labels=print_labels, colour_by=colour_by)
    by_hand = bool(places) or any(node.column is not None or node.height is not None for node in graph.nodes)
    if print_labels and painter.layout.labels.unread and not by_hand and len(whole.graph.flows) < _CROWD:
        # A page has no pointer to ask for a name: another arrangement may show more of them. What a person has arranged
        # stays as it stands in the window.
        outside = prepare(graph, texts, most_flows=most_flows, places=places, ends_outside=True)
        other = Painter(sheet, outside, texts, top, print_labels=True, colour_by=colour_by)
        if other.layout.labels.unread < painter.layout.labels.unread:
            painter, whole = other, outside
    painter.draw()
    return _diagram(sheet, finding, painter.layout, top, whole.numbers)


def sankey_height_mm(graph: SankeyGraph, texts: Texts, width_mm: float, *, least: float, most: float) -> float:
    """Height at which a printed diagram names all that it shows; where none does, the one that says most.

    Args:
        width_mm: Of the whole figure.
        least: The height that is enough for a small diagram.
        most: What the page has.
    """
    if len(prepare(graph, texts).graph.flows) >= _CROWD:
        return most
    heights = [least + (most - least) * step / _HEIGHTS for step in range(_HEIGHTS + 1)]
    found: dict[float, int] = {}
    for height in heights if most > least else [least]:
        layout = sankey_figure(graph, texts, "print", width_mm, height, print_labels=True).layout
        found[height] = 0 if layout is None else layout.labels.unread
        if found[height] == 0:
            break
    return min(found, key=lambda height: found[height])


def prepare(
    graph: SankeyGraph,
    texts: Texts,
    *,
    most_flows: int = MOST_FLOWS,
    places: Mapping[str, NodePlace] | None = None,
    ends_outside: bool = False,
) -> Prepared:
    """The graph ready for layout, with words in the reader's language."""
    return prepared(
        graph,
        unexplained=texts.t("Unexplained"),
        others=lambda count: texts.t("others ({n})", n=texts.number(count)),
        most_flows=most_flows,
        places=places,
        ends_outside=ends_outside,
    )


def _middle(node: PlacedNode) -> float:
    return node.y + node.height / 2


def _diagram(sheet: Sheet, description: str, layout: Layout | None, top: float, numbers: tuple[int, ...]) -> Diagram:
    chart = sheet.chart(description)
    return Diagram(chart.figure, chart.regions, chart.mode, description, layout, top, numbers)
