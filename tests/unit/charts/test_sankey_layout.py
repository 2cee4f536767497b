from __future__ import annotations

import itertools
import math
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.sankey_graph import balanced, gathered, prepared, sums
from score_desktop.charts.sankey_layout import LabelSizes, Layout, Options, layout
from score_desktop.charts.sankey_ribbons import ribbon_curves, sampled
from tests.unit.charts.samples import mass

KINDS = ("resource", "meter", "use", "step", "product", "loss")


def others(count: int) -> str:
    return f"others ({count})"


def placed(graph: SankeyGraph, width: float = 460, height: float = 300, most: int = 40) -> Layout:
    whole = prepared(graph, unexplained="unexplained", others=others, most_flows=most)
    sizes = {
        node.key: LabelSizes((5.0 * min(len(node.label), 20), 18.0), (5.0 * min(len(node.label), 20) + 30, 10.0))
        for node in whole.graph.nodes
    }
    return layout(whole, Options(width, height, sizes))


@st.composite
def graphs(draw) -> SankeyGraph:
    count = draw(st.integers(2, 14))
    nodes = tuple(
        SankeyNode(
            f"n{place}",
            f"Node {place}",
            draw(st.sampled_from(KINDS)),
            column=draw(st.none() | st.integers(0, 4)) if draw(st.booleans()) else None,
        )
        for place in range(count)
    )
    key = st.integers(0, count - 1).map(lambda place: f"n{place}")
    kinds = st.sampled_from(["flow", "flow", "flow", "loss", "reuse", "unexplained"])
    flow = st.builds(SankeyFlow, key, key, st.floats(0.001, 1e6), st.just("x"), st.none(), kinds)
    return SankeyGraph("kg", nodes, tuple(draw(st.lists(flow, min_size=1, max_size=40))))


def total(graph: SankeyGraph) -> float:
    return math.fsum(flow.value for flow in graph.flows)


@given(graphs())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_layout_conserves_and_keeps_apart(graph):
    drawn = placed(graph, most=12)
    for node in drawn.nodes:
        if not node.drain:
            assert node.height == pytest.approx(node.value * drawn.scale)
            assert node.y >= -1e-6
            assert node.y + node.height <= drawn.height + 1e-6
    for _, column in itertools.groupby(
        sorted((n for n in drawn.nodes if not n.drain), key=lambda n: (n.x, n.y)), key=lambda n: n.x
    ):
        for one, two in itertools.pairwise(column):
            assert one.y + one.height <= two.y + 1e-6
    for ribbon in drawn.ribbons:
        assert ribbon.thickness == pytest.approx(ribbon.flow.value * drawn.scale)
        start = abs(ribbon.upper[0][1] - ribbon.lower[0][1])
        assert start == pytest.approx(ribbon.thickness, abs=1e-9)
        assert math.dist(ribbon.upper[-1], ribbon.lower[-1]) == pytest.approx(ribbon.thickness, abs=1e-6)
    for one, two in itertools.combinations([*drawn.labels.nodes, *drawn.labels.loops], 2):
        (x, y, w, h), (x2, y2, w2, h2) = one.box, two.box
        assert not (x < x2 + w2 - 0.02 and x2 < x + w - 0.02 and y < y2 + h2 - 0.02 and y2 < y + h - 0.02)
    named = {label.key for label in drawn.labels.nodes} | set(drawn.labels.hidden)
    assert named == {node.node.key for node in drawn.nodes}


@given(graphs())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_steps_balance_with_what_is_unexplained(graph):
    whole = balanced(graph, "unexplained")
    arriving, leaving = sums(whole.flows)
    touched = {key for flow in graph.flows for key in (flow.source, flow.target)}
    for node in graph.nodes:
        if node.kind == "step" and node.key in touched:
            into, out = arriving.get(node.key, 0), leaving.get(node.key, 0)
            assert into == pytest.approx(out, rel=2e-6)
    added = whole.flows[len(graph.flows) :]
    assert all(flow.kind == "unexplained" and flow.value > 0 for flow in added)


@given(graphs(), st.integers(1, 20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_gathering_drops_nothing(graph, most):
    whole = gathered(graph, others, most)
    assert total(whole) == pytest.approx(total(graph))
    for kind in {flow.kind for flow in graph.flows}:
        before = math.fsum(flow.value for flow in graph.flows if flow.kind == kind)
        assert math.fsum(flow.value for flow in whole.flows if flow.kind == kind) == pytest.approx(before)
    assert len(whole.flows) <= len(graph.flows)
    keys = [node.key for node in whole.nodes]
    assert len(set(keys)) == len(keys)


def test_small_ends_become_others_and_large_ones_stay():
    nodes = (SankeyNode("all", "All", "use"), *(SankeyNode(f"m{n}", f"Meter {n}", "meter") for n in range(60)))
    flows = tuple(SankeyFlow(f"m{n}", "all", float(n + 1), "x") for n in range(60))
    whole = gathered(SankeyGraph("kWh", nodes, flows), others, 40)
    assert len(whole.flows) == 40
    assert whole.nodes[-1].label == "others (21)"
    assert whole.flows[-1].value == sum(range(1, 22))
    assert {flow.source for flow in flows[-39:]} <= {flow.source for flow in whole.flows}


def test_mass_of_the_bakery():
    drawn = placed(mass())
    labels = {node.node.label: node for node in drawn.nodes}
    columns = [labels[name].column for name in ("Harina", "Amasado", "Formado", "Horno", "Empaque", "Pan vendido")]
    assert columns == [0, 1, 2, 3, 4, 5]
    unexplained = [ribbon.flow for ribbon in drawn.ribbons if ribbon.flow.kind == "unexplained"]
    assert [(flow.source, round(flow.value, 2)) for flow in unexplained] == [("mix", 2.3), ("pack", 3.65)]
    assert [ribbon.flow.source for ribbon in drawn.ribbons if ribbon.loop] == ["form"]
    assert {labels[name].drain for name in ("Barreduras de harina", "Masa a la basura", "Agua evaporada")} == {True}
    assert not labels["Pan quemado o deforme"].drain
    assert drawn.labels.hidden == ()
    loop = next(ribbon for ribbon in drawn.ribbons if ribbon.loop)
    assert max(y for _, y in sampled(loop.upper)[8:-8]) < drawn.height / 2
    assert min(y for _, y in loop.upper) < min(node.y for node in drawn.nodes)


def test_cycles_and_long_ways_do_not_pass_through_nodes():
    nodes = tuple(SankeyNode(key, key, "use") for key in "abcd")
    flows = (
        SankeyFlow("a", "b", 10, ""),
        SankeyFlow("b", "c", 10, ""),
        SankeyFlow("c", "d", 10, ""),
        SankeyFlow("d", "b", 2, ""),
        SankeyFlow("a", "d", 5, ""),
    )
    drawn = placed(SankeyGraph("kg", nodes, flows))
    assert [ribbon.loop for ribbon in drawn.ribbons] == [False, False, False, True, False]
    long = drawn.ribbons[4]
    for node in drawn.nodes:
        if node.node.key in "bc":
            inside = [y for x, y in (*sampled(long.upper), *sampled(long.lower)) if node.x <= x <= node.x + node.width]
            assert inside
            assert all(y <= node.y or y >= node.y + node.height for y in inside)


def _distance(point, start, end) -> float:
    run, fall = end[0] - start[0], end[1] - start[1]
    length = run * run + fall * fall
    along = ((point[0] - start[0]) * run + (point[1] - start[1]) * fall) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (start[0] + along * run, start[1] + along * fall))


@given(st.floats(20, 300), st.floats(-200, 200), st.floats(0.1, 30))
def test_ribbons_keep_their_thickness(run, fall, thickness):
    upper, lower = ribbon_curves([(0, 0), (run, fall)], thickness)
    middle, edge = sampled(upper, 2)[1], sampled(lower, 100)
    nearest = min(_distance(middle, one, two) for one, two in itertools.pairwise(edge))
    if abs(fall) < run:  # steeper ones are limited so that edges never cross themselves
        assert nearest >= 0.75 * thickness
        assert nearest <= 1.02 * thickness
    assert all(0 <= x <= run for x, _ in (*upper, *lower)) or thickness > run / 4


def test_layout_is_the_same_each_time():
    assert placed(mass()) == placed(mass())


def test_two_hundred_nodes_are_fast():
    nodes = tuple(SankeyNode(f"n{n}", f"Node {n}", "use", None, n // 30) for n in range(200))
    pairs = [(n, n + 1 + (n * 7) % 23) for n in range(200)] + [(n, n + 30) for n in range(0, 170, 2)]
    flows = tuple(SankeyFlow(f"n{a}", f"n{b}", 1.0 + a % 9, "x") for a, b in pairs if b < 200)
    graph = SankeyGraph("kg", nodes, flows)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        placed(graph, 800, 600, most=1000)
        times.append(time.perf_counter() - start)
    assert min(times) < 1.0  # 0.2 s on a quiet machine; this guards against the pathological only


def test_nothing_to_draw():
    graph = SankeyGraph("kg", (), (SankeyFlow("a", "b", 0, ""), SankeyFlow("a", "b", math.nan, "")))
    assert placed(graph).nodes == ()
