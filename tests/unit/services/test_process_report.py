"""What report and workbook say of the sample's process: the same numbers as the chart, in both languages."""

from __future__ import annotations

import dataclasses
import math

import pytest

from score_desktop.calc.balances import Light, MeasureReason
from score_desktop.calc.network import MASS
from score_desktop.enums import FlowDimension
from score_desktop.i18n import Texts
from score_desktop.reporting.document import Block, ChartFrame, Heading, KeyFigures, Paragraph, Steps, Table
from score_desktop.reporting.process_content import ProcessContent
from score_desktop.reporting.sections import SECTIONS, process
from score_desktop.reporting.sections.figures import FigureCounter
from score_desktop.reporting.workbook.sheets import build_sheets
from score_desktop.services.process import ProcessView
from score_desktop.services.process_graph import process_graph
from score_desktop.services.process_report import content_of_view
from score_desktop.services.process_sheet import Side
from score_desktop.services.process_told import closing
from score_desktop.services.process_water import wet_steps
from tests.unit.reporting.fixture import bakery as report_sample
from tests.unit.services.test_process_sample import sample

LANGUAGES = [Texts("es", "es_BO"), Texts("en", "en_US")]


@pytest.fixture
def view() -> ProcessView:
    return sample()[0]


@pytest.fixture(params=LANGUAGES, ids=["es", "en"])
def texts(request: pytest.FixtureRequest) -> Texts:
    return request.param  # type: ignore[no-any-return]


def blocks_of(content: ProcessContent | None, texts: Texts) -> list[Block]:
    return process.build(dataclasses.replace(report_sample(), process=content), texts, FigureCounter(texts))


def test_the_content_is_the_charts(view: ProcessView, texts: Texts) -> None:
    content = content_of_view(view, texts)
    assert content.cost == view.costs.total.total and content.loss == view.losses.cost.total
    assert content.doubted is not None and content.doubted.name == "Harina de trigo"
    assert [line.reason for line in content.next].count(MeasureReason.MISSING) == 1
    for is_input, side in ((True, Side.INPUT), (False, Side.OUTPUT)):
        for unit in ("kg", "m3", "kWh"):
            lines = math.fsum(
                line.quantity or 0.0 for line in content.sheet if line.is_input is is_input and line.unit == unit
            )
            rows = math.fsum(row.quantity or 0.0 for row in view.sheet.side(side) if row.unit == unit)
            assert lines == pytest.approx(rows)
    assert len([line for line in content.sheet if line.name == "Electricidad"]) == 1
    assert {line.light for line in content.balances if line.step} == {Light.GREEN, Light.AMBER}


def test_steps_of_water_stand_apart_and_nothing_else_is_left_out(view: ProcessView, texts: Texts) -> None:
    wet = wet_steps(view)
    assert {view.step_name(step) for step in wet} == {
        "Red de agua",
        "Limpieza",
        "Baños y vestuarios",
        "Caldera de la cámara",
    }
    whole = process_graph(view, "kg", texts, wet=frozenset())
    graph = process_graph(view, "kg", texts)
    drawn = {flow.uid for flow in graph.flows if flow.uid}
    left = {flow.uid for flow in whole.flows if flow.uid} - drawn
    flows = view.chart.flows
    assert all(
        {flows[uid].source, flows[uid].target} & wet and not {flows[uid].source, flows[uid].target} & kept(view, wet)
        for uid in left
    )
    assert any(flows[uid].dimension is FlowDimension.WATER for uid in drawn)  # the water of the dough
    for step in kept(view, wet):
        into = math.fsum(flow.value for flow in graph.flows if flow.target == step)
        out = math.fsum(flow.value for flow in graph.flows if flow.source == step)
        assert into == pytest.approx(out)


def test_the_note_of_mass_tells_what_is_left_out_from_what_is_drawn_in_part(view: ProcessView, texts: Texts) -> None:
    graph = process_graph(view, "kg", texts)
    drawn = {node.label for node in graph.nodes}
    lines = graph.note.split(". ")
    assert {name for name in ("Red de agua", "Limpieza") if name in drawn} == {"Red de agua", "Limpieza"}
    assert lines[0].endswith(": Caldera de la cámara; Baños y vestuarios") and not drawn & {"Caldera de la cámara"}
    assert lines[1].endswith(": Red de agua") and lines[2].endswith(": Limpieza")
    row = next(one for one in view.balances if one.name == "Limpieza" and one.balance == MASS)
    # It closes with all its water: what is small beside that is no unexplained half of the little that is drawn.
    assert row.light is Light.GREEN and row.gap.value > 50_000
    at_it = [flow for flow in graph.flows if row.step in (flow.source, flow.target)]
    assert not any(flow.kind == "unexplained" for flow in at_it)
    (net,) = (flow for flow in at_it if flow.substance == texts.t("Water, net"))
    assert net.value == pytest.approx(math.fsum(flow.value for flow in at_it) - net.value)
    assert graph.note.endswith(f", Limpieza: {closing(row, texts)}.")


def kept(view: ProcessView, wet: frozenset[str]) -> set[str]:
    return set(view.chart.steps) - wet


def test_the_report_says_it(view: ProcessView, texts: Texts) -> None:
    content = content_of_view(view, texts)
    blocks = blocks_of(content, texts)
    heads = [block.key for block in blocks if isinstance(block, Heading)]
    assert heads == ["process", "process-balances", "process-next", "process-losses", "process-sheet"]
    assert [section.key for section in SECTIONS].index("process") == 5
    lead = next(block for block in blocks if isinstance(block, Paragraph))
    assert "Basura" in lead.text and texts.percent(0.051, 1) in lead.text and "{" not in lead.text
    assert len([block for block in blocks if isinstance(block, ChartFrame)]) == 2
    assert any(isinstance(block, KeyFigures) for block in blocks)
    balances, losses, sheet = (block for block in blocks if isinstance(block, Table))
    for table in (balances, losses, sheet):
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        assert "{" not in table.note
    costs = [row.cells[-1].text for row in sheet.rows if row.cells[0].text.startswith(texts.t("Total cost of inputs"))]
    assert costs == [texts.number(math.fsum(row.money or 0 for row in view.sheet.side(Side.INPUT)))]
    words = {row.cells[-1].text for row in balances.rows}
    assert words == {texts.t("closes"), texts.t("look again"), texts.t("only shown")}
    assert len(losses.rows) <= process.MOST_LOSSES and losses.rows[0].cells[1].text == "Almacén"
    steps = next(block for block in blocks if isinstance(block, Steps))
    assert "Almacén" in steps.items[0] and "{" not in "".join(steps.items)


def test_without_a_chart_or_prices_nothing_is_made_up(view: ProcessView, texts: Texts) -> None:
    assert blocks_of(None, texts) == []
    content = content_of_view(view, texts)
    bare = dataclasses.replace(content, cost=None, loss=None, losses=(), places=(), graph=None, water=None)
    blocks = blocks_of(bare, texts)
    assert not any(isinstance(block, ChartFrame) for block in blocks)
    assert not any(isinstance(block, Heading) and block.key == "process-losses" for block in blocks)
    lead = next(block for block in blocks if isinstance(block, Paragraph))
    assert lead.text == process.lead(bare, texts) and "Bs" not in lead.text


def test_the_workbook_lists_it(view: ProcessView, texts: Texts) -> None:
    content = dataclasses.replace(report_sample(), process=content_of_view(view, texts))
    sheets = {sheet.key: sheet for sheet in build_sheets(content, texts)}
    eco, balances, losses = (sheets[key] for key in ("eco_balance", "balances", "losses"))
    for sheet in (eco, balances, losses):
        rows = [*sheet.rows, *sheet.totals]
        assert rows and all(len(row) == len(sheet.columns) for row in rows)
    costs = [row for row in eco.totals if row[7] is not None]
    assert [row[7] for row in costs] == [view.sheet.cost(Side.INPUT), view.sheet.cost(Side.OUTPUT)]
    assert {row[8] for row in costs} == {"BOB"}
    assert math.fsum(row[4] for row in losses.rows) == pytest.approx(view.losses.cost.total, abs=5)  # type: ignore[misc]
    empty = {sheet.key: sheet for sheet in build_sheets(report_sample(), texts)}
    assert [len(list(empty[key].rows)) for key in ("eco_balance", "balances", "losses")] == [0, 0, 0]
    assert [column.key for column in empty["eco_balance"].columns] == [column.key for column in eco.columns]
