"""Labels of flow diagrams: names are broken before they are cut, and keep off ribbons and other bars where they can."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from score_desktop import tokens
from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.lettering import Line
from score_desktop.charts.sankey import Diagram, sankey_figure
from score_desktop.charts.sankey_names import MOST_LINES, LabelSizes, names, ways
from score_desktop.charts.sankey_ribbons import sampled
from score_desktop.charts.sheet import Sheet
from score_desktop.i18n import Texts
from tests.unit.charts import random_graphs
from tests.unit.charts.samples import mass

ES = Texts("es", "es_BO")
SIZE = 9.0
LONG = {
    "flour": "Harina de trigo y otras harinas de la región",
    "bread": "Pan vendido en tienda y a instituciones",
    "burnt": "Compradores de residuos y alimento animal",
    "form": "Formado y fermentación",
    "pack": "Enfriado y empaque",
}


def shown(chart: Diagram) -> list[str]:
    return [artist.get_text() for artist in chart.figure.artists if isinstance(artist, Text)]


def sizes_of(sheet: Sheet, name: str, second: float) -> LabelSizes:
    def width(text: str) -> float:
        return sheet.rough_width(text, SIZE, tokens.SEMIBOLD)

    whole = width(name)
    parts = tuple(width(word) for word in name.split(" "))
    return LabelSizes((whole, 20.0), (whole + second + 3, 11.0), (whole + 1, 11.0), second, parts, width(" "))


WORDS = st.lists(st.text("abcdeñó", min_size=1, max_size=14), min_size=1, max_size=7).map(" ".join)


@given(WORDS, st.floats(5.0, 60.0), st.floats(20.0, 400.0))
def test_what_is_written_is_whole_and_no_wider_than_its_place(name: str, second: float, room: float) -> None:
    sheet = Sheet(100, 50, "print")
    sizes = sizes_of(sheet, name, second)
    for way in (*ways(sizes, room), *names(sizes, room)):
        assert way.size[0] <= room + 1 and 1 <= way.lines <= MOST_LINES
        if way.form != "line":
            lines = sheet.wrapped(name, way.size[0], SIZE, tokens.SEMIBOLD, way.lines)
            assert len(lines) <= way.lines and " ".join(lines) == name


def named(graph: SankeyGraph) -> SankeyGraph:
    return replace(graph, nodes=tuple(replace(one, label=LONG.get(one.key, one.label)) for one in graph.nodes))


@pytest.mark.parametrize("mode", ["light", "print"])
@pytest.mark.parametrize(("width", "height"), [(185, 80), (170, 95), (260, 110)])
def test_long_names_take_lines_before_they_are_cut(mode: tokens.Mode, width: float, height: float) -> None:
    chart = sankey_figure(named(mass()), ES, mode, width, height, print_labels=mode == "print")
    assert not [words for words in shown(chart) if "…" in words]
    labels = chart.layout.labels
    assert labels.hidden == () and not any(label.cut for label in labels.nodes)


def test_a_name_without_room_is_cut_and_counts_as_unread() -> None:
    long = SankeyNode("a", "Electroencefalografista" * 6, "use")
    graph = SankeyGraph("kg", (long, SankeyNode("b", "B", "use")), (SankeyFlow("a", "b", 1.0, "s"),))
    chart = sankey_figure(graph, ES, "print", 120, 60, print_labels=True)
    assert any(words.endswith("…") for words in shown(chart))
    assert chart.layout.labels.unread == 1


def test_labels_between_keep_off_losses_where_there_is_room() -> None:
    """Even in a crowd few lie on hatched ribbons of others, and their letters then have an edge of their own."""
    over = total = 0
    for seed in range(8):
        chart = sankey_figure(random_graphs.factory(seed, "es", 30), ES, "light", 260, 120)
        layout = chart.layout
        lost = [ribbon for ribbon in layout.ribbons if ribbon.flow.kind == "loss" and not ribbon.drain]
        for label in layout.labels.nodes:
            x, y, width, height = label.box
            total += 1
            for ribbon in lost:
                points = zip(sampled(ribbon.upper, 8), sampled(ribbon.lower, 8), strict=True)
                if ribbon.flow.source != label.key and any(
                    x < upper[0] < x + width and upper[1] < y + height and lower[1] > y for upper, lower in points
                ):
                    over += 1
                    assert label.halo or label.inside
    assert total > 100 and over <= 0.12 * total


@pytest.mark.parametrize("mode", ["light", "contrast"])
def test_no_band_runs_between_the_words_of_a_label(mode: tokens.Mode) -> None:
    """There it would look like a minus before the amount."""
    graph = random_graphs.factory(3, "es", 30)
    chart = sankey_figure(graph, ES, mode, 260, 120)
    across = {label.key for label in chart.layout.labels.nodes if label.form == "line" and label.halo}
    names = {node.label for node in graph.nodes if node.key in across}
    canvas = FigureCanvasAgg(chart.figure)
    lines = [artist for artist in chart.figure.artists if isinstance(artist, Line)]
    boxes = [line.get_window_extent(canvas.get_renderer()) for line in lines]
    for line in lines:
        line.set_visible(False)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3]
    found = 0
    for (line, name), (_, amount) in itertools.pairwise(zip(lines, boxes, strict=True)):
        if line.halo and line.get_text() in names:
            found += 1
            between = pixels[int(name.y0) + 2 : int(name.y1) - 1, int(name.x0) : int(amount.x1)]
            assert (between == pixels[0, 0]).all(), line.get_text()
    assert found
