"""The sample bakery's flow chart: follows its bills, has a loop, a known leak, and flour that nobody can explain."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import math
import tempfile
from pathlib import Path

import pytest

from score_desktop.calc.balances import Light, MeasureReason
from score_desktop.calc.conditions import Doubt
from score_desktop.calc.network import ENERGY, MASS, WATER
from score_desktop.charts import throughput
from score_desktop.charts.sankey import sankey_figure
from score_desktop.charts.titles import sankey_title
from score_desktop.enums import BalanceKind, FlowKind, FlowOrigin, Resource
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services.audits import list_audits
from score_desktop.services.context import Context
from score_desktop.services.demo import DEMO_DAY, make_sample
from score_desktop.services.process import ProcessView, read_view
from score_desktop.services.process_graph import process_graph
from score_desktop.services.process_pack import likely_places
from score_desktop.services.process_told import cost_words


@functools.cache
def sample() -> tuple[ProcessView, tempfile.TemporaryDirectory[str]]:
    folder = tempfile.TemporaryDirectory(prefix="score-test-")
    path = make_sample(Path(folder.name), Progress())
    with Context.open(path, read_only=True) as context:
        (audit,) = (
            audit.uid for firm in context.read(list_audits, DEMO_DAY) if firm.country == "BO" for audit in firm.audits
        )
        return context.read(read_view, audit, DEMO_DAY), folder


@pytest.fixture
def view() -> ProcessView:
    return sample()[0]


def test_energy_water_and_bread_are_those_of_the_bills(view: ProcessView) -> None:
    facts = view.process.facts
    assert facts.period == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    for resource in (Resource.ELECTRICITY, Resource.NATURAL_GAS, Resource.LPG, Resource.DIESEL, Resource.GASOLINE):
        shares = {
            row.uid: (row.origin_of, row.params.get("share", 1.0))
            for row in view.process.flows
            if row.resource is resource and row.origin is FlowOrigin.BILLS
        }
        meters = {meter for meter, _ in shares.values()}
        for meter in meters:
            assert math.fsum(share for one, share in shares.values() if one == meter) == pytest.approx(1.0)
        billed = math.fsum(facts.resources[meter].quantity or 0.0 for meter in meters)
        assert billed == pytest.approx(facts.resources[resource.value].quantity)
    whole = next(row for row in view.balances if row.balance == ENERGY)
    assert whole.inputs == pytest.approx(85_461 + 50_453.8 * 35.3 / 3.6, rel=0.06) and whole.light is Light.GREEN
    bread = next(state for state in view.flows if state.row.origin is FlowOrigin.SERIES)
    assert bread.per_year == pytest.approx(490_850)
    water = next(row for row in view.balances if row.balance == WATER and row.name == "Red de agua")
    assert water.inputs == pytest.approx(2_384.3)


def test_everything_is_said(view: ProcessView) -> None:
    assert [problem.why for problem in view.problems] == ["flows.cost_unassigned"]
    assert not any(state.per_year is None for state in view.flows)
    assert view.costs.unpriced == () and view.sheet.is_complete and view.sheet.product is not None
    for texts in (Texts("es"), Texts("en")):
        assert "{" not in texts.message(view.problems[0].why, view.problems[0].params)


def test_the_flour_is_the_gap_and_the_leak_is_known(view: ProcessView) -> None:
    judged = [row for row in view.balances if row.step and row.must_close]
    open_rows = {(row.name, row.balance.kind) for row in judged if row.light is not Light.GREEN}
    assert open_rows == {("Almacén", BalanceKind.MASS), ("Almacén", BalanceKind.SUBSTANCE)}
    store = next(row for row in judged if row.name == "Almacén" and row.balance == MASS)
    assert store.significant and store.gap.value == pytest.approx(20_878)
    assert store.money is not None and 70_000 < store.money.value < 90_000
    first = view.next[0]
    assert (first.reason, view.step_name(first.step)) == (MeasureReason.MISSING, "Almacén")
    suspect = view.reconciliation.suspects[0]
    assert (suspect.name, suspect.doubt, suspect.significant) == ("Harina de trigo", Doubt.VALUE, True)
    assert len(view.reconciliation.suspects) == 1
    (leak,) = (state for state in view.flows if state.row.name.startswith("Fuga"))
    assert leak.is_loss and leak.per_year == 190 and view.loss_costs[leak.row.uid] > 500
    assert likely_places(view, store, "es")[0].flow


def test_what_loss_costs(view: ProcessView) -> None:
    costs = view.costs
    parts = (costs.product, costs.loss, costs.stock, costs.unassigned)
    assert math.fsum(part.total for part in parts) == pytest.approx(costs.total.total, rel=1e-9)
    assert costs.loss_share is not None and 0.05 < costs.loss_share.value < 0.12
    bin_ = next(place for place in view.losses.places if place.name == "Basura")
    assert 40_000 < bin_.cost.total < 60_000
    assert bin_.cost.disposal_share is not None and bin_.cost.disposal_share < 0.06


@pytest.mark.parametrize("unit", ["kg", "kWh", "m3", "kgCO2e", "money"])
def test_the_diagram_has_the_loop_and_the_gap(view: ProcessView, unit: str) -> None:
    graph = process_graph(view, unit, Texts("es"), wet=frozenset())
    for step in (step.uid for step in view.process.steps if step.outside is None):
        into = math.fsum(flow.value for flow in graph.flows if flow.target == step)
        out = math.fsum(flow.value for flow in graph.flows if flow.source == step)
        assert into == pytest.approx(out, rel=1e-9, abs=1e-6)
    kinds = {flow.kind for flow in graph.flows}
    assert "unexplained" in kinds or unit in ("kWh", "kgCO2e")
    assert ("reuse" in kinds) == (unit in ("kg", "kgCO2e", "money"))
    (loop,) = (row for row in view.process.flows if row.kind is FlowKind.REUSE)
    assert unit not in ("kg", "money") or loop.uid in {flow.uid for flow in graph.flows}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_diagram_of_money_says_the_loss_of_the_costs(view: ProcessView, language: str) -> None:
    texts = Texts(language)
    graph = process_graph(view, "money", texts)
    cost = math.fsum(throughput.entering(graph).values())
    assert cost == pytest.approx(view.costs.total.total)
    assert throughput.lost(graph) == view.losses.cost.total
    share = texts.percent(view.losses.cost.total / cost, 1)
    assert share in sankey_title(graph, texts) and share in cost_words(view, texts)[0]


def test_products_are_what_is_sold(view: ProcessView) -> None:
    graph = process_graph(view, "kg", Texts("en"))
    assert "as products" in sankey_title(graph, Texts("en"))
    assert math.fsum(throughput.products(graph).values()) == pytest.approx(490_850, rel=0.01)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("unit", ["kg", "kWh", "m3", "kgCO2e", "money"])
@pytest.mark.parametrize(("width", "height"), [(184.4, 79.1), (200.0, 82.0), (174.3, 39.7), (177.4, 42.9)])
def test_the_diagram_of_a_usual_window_cuts_no_name(
    view: ProcessView, language: str, unit: str, width: float, height: float
) -> None:
    """As at 1366 pixels with text of 100 and of 150 %: names are whole, in the picture, and none covers another."""
    texts = Texts(language)
    layout = sankey_figure(process_graph(view, unit, texts), texts, "light", width, height).layout
    assert layout is not None and not any(label.cut for label in layout.labels.nodes)
    boxes = [label.box for label in (*layout.labels.nodes, *layout.labels.loops)]
    assert all(left >= -0.1 and top >= -0.1 for left, top, _, _ in boxes)
    assert all(
        left + wide <= layout.width + 0.1 and top + high <= layout.height + 0.1 for left, top, wide, high in boxes
    )
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
        assert x1 + w1 <= x2 + 0.1 or x2 + w2 <= x1 + 0.1 or y1 + h1 <= y2 + 0.1 or y2 + h2 <= y1 + 0.1


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_diagram_of_mass_of_a_usual_window_names_all(view: ProcessView, language: str) -> None:
    texts = Texts(language)
    layout = sankey_figure(process_graph(view, "kg", texts), texts, "light", 184.4, 79.1).layout
    assert layout is not None and layout.labels.hidden == () and layout.labels.unread <= 1
