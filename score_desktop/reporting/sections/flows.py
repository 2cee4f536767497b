"""Flows: the diagram of where resources or money go, and its largest arrows in words."""

from __future__ import annotations

from score_desktop.charts import throughput, titles
from score_desktop.charts.data import SankeyGraph
from score_desktop.charts.names import share as share_words
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import Align, Block, Cell, ChartFrame, Column, Heading, Paragraph, Row, Table
from score_desktop.reporting.sections.figures import FigureCounter, diagram_height_mm

MOST_ROWS = 12
_WIDTH_MM = 170


def build(content: ReportContent, texts: Texts, counter: FigureCounter) -> list[Block]:
    """The part about flows; empty without a diagram."""
    graph = content.flows
    if graph is None or not graph.flows:
        return []
    period = phrasing.short_period(texts, *content.period)
    finding = titles.sankey_title(graph, texts)
    unit = texts.currency(graph.unit) if graph.money else phrasing.unit(texts, graph.unit)
    caption = texts.t("The width of each flow is its amount in {unit}, {period}.", unit=unit, period=period)
    kinds = {flow.kind for flow in graph.flows}
    if "loss" in kinds:
        caption += " " + texts.t("Hatched: loss.")
    if "unexplained" in kinds:
        caption += " " + texts.t("Grey with a dashed edge: not explained.")
    if "reuse" in kinds:
        caption += " " + texts.t("Loop: reuse.")
    name = texts.t("Flows")
    return [
        Heading(texts.t("Flows: where the money goes") if graph.money else name, 1, "flows", entry=name),
        Paragraph(_lead(graph, texts), "lead"),
        ChartFrame(graph, _WIDTH_MM, _height(graph, texts), title=finding, caption=counter.caption(caption)),
        Heading(texts.t("The largest flows"), 2, "flows-largest"),
        _table(graph, texts, unit),
    ]  # fmt: skip


def _height(graph: SankeyGraph, texts: Texts) -> float:
    """Room for the column with most nodes, and in a crowd for every name, within a page."""
    per_column: dict[int | None, int] = {}
    for node in graph.nodes:
        per_column[node.column] = per_column.get(node.column, 0) + 1
    crowd = max(per_column.values()) if None not in per_column else len(graph.nodes) // 2
    height = min(max(62.0, 12.0 * crowd), 165.0)
    return diagram_height_mm(graph, texts, _WIDTH_MM, least=height, most=185.0)


def _amount(texts: Texts, graph: SankeyGraph, value: float) -> str:
    if graph.money:
        return phrasing.rounded_money(texts, value, graph.unit)
    return f"{phrasing.whole(texts, value)} {phrasing.unit(texts, graph.unit)}"


def _lead(graph: SankeyGraph, texts: Texts) -> str:
    entered = sum(throughput.entering(graph).values())
    lost = throughput.lost(graph)
    unexplained = sum(flow.value for flow in graph.flows if flow.kind == "unexplained")
    parts = [texts.t("The diagram follows {amount} from left to right.", amount=_amount(texts, graph, entered))]
    if lost > 0 and entered > 0:
        parts.append(
            texts.t(
                "{amount} are lost, {share}.",
                amount=_amount(texts, graph, lost),
                share=share_words(texts, lost / entered),
            )
        )
    if unexplained > 0 and entered > 0:
        parts.append(
            texts.t(
                "{amount} are not explained by the records, {share}.",
                amount=_amount(texts, graph, unexplained),
                share=share_words(texts, unexplained / entered),
            )
        )
    elif lost <= 0:
        parts.append(texts.t("Each box receives as much as it passes on."))
    return " ".join(parts)


def _table(graph: SankeyGraph, texts: Texts, unit: str) -> Table:
    names = {node.key: node.label for node in graph.nodes}
    # What a meter hands on to the total is the flow that entered it: listed once is enough.
    totals = {node.key for node in graph.nodes if node.kind == "cost"}
    listed = [flow for flow in graph.flows if flow.target not in totals] or list(graph.flows)
    ranked = sorted(listed, key=lambda flow: flow.value, reverse=True)
    entered = sum(throughput.entering(graph).values())
    columns = (
        Column(texts.t("From"), weight=2),
        Column(texts.t("To"), weight=2),
        Column(texts.t("What"), weight=1.5, muted=True),
        Column(unit, Align.NUMBER, strong=True),
        Column(texts.t("Share"), Align.NUMBER),
    )
    rows = tuple(
        Row(
            (
                Cell(names.get(flow.source, flow.source), flow.resource),
                Cell(names.get(flow.target, flow.target)),
                Cell(flow.substance),
                Cell(phrasing.whole(texts, flow.value) if not graph.money else texts.number(flow.value)),
                Cell(share_words(texts, flow.value / entered) if entered > 0 else phrasing.NOTHING),
            )
        )
        for flow in ranked[:MOST_ROWS]
    )
    left = len(ranked) - len(rows)
    note = texts.tn("One smaller flow is not listed.", "{n} smaller flows are not listed.", left) if left > 0 else ""
    return Table(columns, rows, note)
