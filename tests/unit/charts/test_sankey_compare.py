"""Two flow diagrams compared: what is the same, what came, what went."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from score_desktop import tokens
from score_desktop.charts.data import SankeyComparison, SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.hover import Chart
from score_desktop.charts.lettering import Line
from score_desktop.charts.sankey_compare import change_words, compared, sankey_comparison_figure
from score_desktop.enums import Resource
from score_desktop.i18n import Texts
from tests.unit.charts.samples import mass

EN, ES = Texts("en"), Texts("es", "es_BO")


def later() -> SankeyGraph:
    """The bakery a year later: less flour is lost, sugar is gone, trimmings go to feed."""
    graph = mass()
    flows = [replace(flow, value=flow.value * 0.9) for flow in graph.flows if flow.source != "sugar"]
    flows.append(SankeyFlow("form", "feed", 12.0, "Recortes"))
    return replace(graph, flows=tuple(flows))


def shown(chart) -> list[str]:
    return [artist.get_text() for artist in chart.figure.artists if isinstance(artist, Text)]


def test_every_flow_of_both_is_there_with_both_values():
    both = compared(mass(), later())
    keys = {(flow.source, flow.target, flow.substance) for flow in both.graph.flows}
    assert keys == {(f.source, f.target, f.substance) for f in (*mass().flows, *later().flows)}
    by_key = {flow.key: pair for flow, *pair in zip(both.graph.flows, both.before, both.after, strict=True)}
    assert by_key["flour → mix"] == pytest.approx([352, 316.8])
    assert by_key["sugar → mix"] == [37.6, 0.0]
    assert by_key["form → feed"] == [0.0, 12.0]
    assert all(
        flow.value == max(was, now) for flow, was, now in zip(both.graph.flows, both.before, both.after, strict=True)
    )
    assert sum(both.before) == pytest.approx(sum(flow.value for flow in mass().flows))
    assert sum(both.after) == pytest.approx(sum(flow.value for flow in later().flows))


def test_nodes_of_other_keys_are_known_by_kind_and_name():
    nodes = tuple(SankeyNode(key, label, "use") for key, label in (("x1", "A"), ("x2", "B")))
    before = SankeyGraph("kg", nodes, (SankeyFlow("x1", "x2", 4, "s"),))
    after = SankeyGraph(
        "kg", tuple(replace(node, key=f"y{node.key}") for node in nodes), (SankeyFlow("yx1", "yx2", 5, "s"),)
    )
    both = compared(before, after)
    assert (both.before, both.after) == ((4,), (5,))
    assert len(both.graph.nodes) == 2
    with pytest.raises(ValueError, match="cannot be compared"):
        compared(before, replace(after, unit="m3"))


def test_what_belongs_to_a_step_goes_with_it():
    def graph(prefix: str, *values: float) -> SankeyGraph:
        steps = tuple(SankeyNode(f"{prefix}{name}", name, "step") for name in "AB")
        gaps = tuple(SankeyNode(f"{step.key}\x1fout\x1fgap", "Unexplained", "unexplained") for step in steps)
        ends = zip(steps, gaps, values, strict=True)
        flows = tuple(SankeyFlow(step.key, gap.key, value, "", None, "unexplained") for step, gap, value in ends)
        return SankeyGraph("kg", (*reversed(gaps), *steps), flows)

    both = compared(graph("x", 1.0, 2.0), graph("y", 3.0, 5.0))
    assert sorted(zip(both.before, both.after, strict=True)) == [(1.0, 3.0), (2.0, 5.0)]
    assert len(both.graph.nodes) == 4


def test_changes_in_words():
    assert change_words(EN, 100, 112) == "+12%"
    assert change_words(EN, 100, 88) == "−12%"
    assert change_words(EN, 0, 5) == "new"
    assert change_words(EN, 5, 0) == "gone"
    assert change_words(EN, 5, 5.0001) == ""


def test_without_per_cent_no_change_is_told_in_per_cent_and_a_note_says_why():
    assert change_words(EN, 100, 112, per_cent=False) == ""
    assert change_words(EN, 0, 5, per_cent=False) == "new"
    both = SankeyComparison(mass(), later(), ("2024", "June"), per_cent=False, note="Not equally long.")
    chart = sankey_comparison_figure(both, EN, "print", 170, 150, print_labels=True, title=True)
    assert chart.description.startswith("June compared with 2024")
    assert "Not equally long." in shown(chart)
    assert not any("%" in words for words in (*shown(chart), *(region.text for region in chart.regions)))


@pytest.mark.parametrize("how", ["differences", "sides"])
@pytest.mark.parametrize("mode", ["light", "dark", "print"])
def test_both_ways_are_drawn(how, mode):
    both = SankeyComparison(mass(), later(), ("2024", "2025"))
    chart = sankey_comparison_figure(both, ES, mode, 170, 150, how=how, print_labels=mode == "print", title=True)
    words = shown(chart)
    if how == "sides":
        assert {"2024", "2025"} <= set(words)
        assert words.count("Horno") == 2
    else:
        assert any("−10" in word for word in words)
        assert chart.description.startswith("2025")
        told = [region.text for region in chart.regions if region.series == "flour → mix"]
        assert "2024: 352" in told[0] and "2025: 317" in told[0]


def test_both_sides_have_one_scale():
    chart = sankey_comparison_figure(
        SankeyComparison(mass(), later(), ("2024", "2025")), ES, "print", 170, 170, how="sides"
    )
    heights = {}
    for region in chart.regions:
        if region.text.startswith("Horno\n") and len(region.polygon) == 4:
            ys = [y for _, y in region.polygon]
            heights.setdefault(region.text, max(ys) - min(ys))
    tall, low = sorted(heights.values(), reverse=True)[:2]
    frame = 170 / 25.4 * 72
    assert (tall * frame - 4) * 0.9 == pytest.approx(low * frame - 4, rel=0.02)


def test_nothing_to_compare_is_told():
    empty = SankeyGraph("kg", (), ())
    both = SankeyComparison(empty, empty, ("a", "b"))
    assert "No flows to show" in shown(sankey_comparison_figure(both, EN, "light", 100, 60))


def chains(resources: Sequence[Resource | None]) -> tuple[SankeyGraph, SankeyGraph]:
    """A flow of each kind through a step, hardly anything before and much after: bands that came bear the labels."""
    nodes, before, after = [], [], []
    for number, resource in enumerate(resources):
        keys = [f"{number}.{place}" for place in range(3)]
        nodes += [SankeyNode(key, key, "step" if key is keys[1] else "use") for key in keys]
        for ends in itertools.pairwise(keys):
            kind = "loss" if resource is None and ends[0] == keys[1] else "flow"
            before.append(SankeyFlow(*ends, 1.0, "s", resource, kind))
            after.append(SankeyFlow(*ends, 40.0, "s", resource, kind))
    return SankeyGraph("kg", tuple(nodes), tuple(before)), SankeyGraph("kg", tuple(nodes), tuple(after))


def grounds(chart: Chart) -> Iterator[tuple[Line, str]]:
    """Each line of text without a halo, with every colour that a tenth of its place has."""
    lines = [artist for artist in chart.figure.artists if isinstance(artist, Line)]
    canvas = FigureCanvasAgg(chart.figure)
    boxes = [line.get_window_extent(canvas.get_renderer()) for line in lines]
    for line in lines:
        line.set_visible(False)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3]
    for line, box in zip(lines, boxes, strict=True):
        place = pixels[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1].reshape(-1, 3)
        found, counts = np.unique(place, axis=0, return_counts=True)
        for colour, count in zip(found, counts, strict=True):
            if count > 0.1 * len(place) and not line.halo:
                yield line, "#" + "".join(f"{part:02X}" for part in colour)


@pytest.mark.parametrize("mode", tokens.MODES)
def test_labels_can_be_read_on_what_came(mode):
    kinds, colours = [*Resource, None], set[str]()
    for start in range(0, len(kinds), 4):
        before, after = chains(kinds[start : start + 4])
        both = SankeyComparison(before, after, ("2024", "2025"))
        chart = sankey_comparison_figure(both, ES, mode, 180, 130)
        for line, colour in grounds(chart):
            colours.add(colour)
            assert tokens.contrast(str(line.get_color()), colour) >= 4.5, (line.get_text(), colour)
    assert len(colours) > len(Resource)  # labels did stand on what came
