"""The process: its diagram, balances with traffic lights in words, what losses cost, and the eco-balance sheet."""

from __future__ import annotations

from score_desktop.calc.balances import Light, MeasureReason
from score_desktop.charts.data import SankeyGraph
from score_desktop.charts.names import share as share_words
from score_desktop.i18n import Texts
from score_desktop.msgid import N_
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import (
    Align,
    Block,
    Cell,
    ChartFrame,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Steps,
    Table,
)
from score_desktop.reporting.process_content import BalanceLine, NextLine, ProcessContent
from score_desktop.reporting.richtext import strong
from score_desktop.reporting.sections.figures import FigureCounter, diagram_height_mm

MOST_LOSSES = 12
LIGHTS = {
    Light.GREEN: N_("closes"),
    Light.AMBER: N_("look again"),
    Light.RED: N_("does not close"),
    Light.GREY: N_("not known yet"),
}
_REASONS = {
    MeasureReason.UNKNOWN: N_("“{flow}”: no quantity is entered yet ({step})."),
    MeasureReason.UNCERTAIN: N_("“{flow}”: measured better, it would tell most about the gap at {step}."),
    MeasureReason.MISSING: N_("Something that is not drawn yet explains the gap at {step} ({balance}): look for it."),
}
_WIDTH_MM = 170.0
_MOST_MM = 190.0


def build(content: ReportContent, texts: Texts, counter: FigureCounter) -> list[Block]:
    """The part about the process; empty without a flow chart."""
    process = content.process
    if process is None:
        return []
    name = texts.t("Process")
    blocks: list[Block] = [
        Heading(texts.t("Process: what goes in, what comes out, what is lost"), 1, "process", entry=name),
        Paragraph(lead(process, texts), "lead"),
        KeyFigures(_figures(process, texts)),
    ]
    blocks += _diagram(process.graph, texts, counter, texts.t("Materials and product"))
    blocks += _diagram(process.water, texts, counter, texts.t("Water"))
    blocks += _balances(process, texts)
    blocks += _losses(process, texts)
    blocks += _sheet(process, texts)
    return blocks


def lead(process: ProcessContent, texts: Texts) -> str:
    """What the losses cost, in sentences."""
    if process.cost is None or process.loss is None or process.cost <= 0:
        return texts.t("The flow chart has no prices yet: what the losses cost is not known.")
    loss = strong(phrasing.rounded_money(texts, process.loss, process.currency))
    parts = [phrasing.lost(texts, process.cost, process.loss, process.income, process.currency, loss)]
    told = next((place for place in process.places if place.disposal_share), None)
    if told is not None and told.disposal_share is not None:
        amount = phrasing.rounded_money(texts, told.cost, process.currency)
        share = share_words(texts, told.disposal_share)
        parts.append(
            texts.t(
                "“{place}” costs {amount} a year, of which disposal is {share}.",
                place=told.name,
                amount=amount,
                share=share,
            )
        )
    if process.unpriced:
        parts.append(process.unpriced)
    return " ".join(parts)


def _figures(process: ProcessContent, texts: Texts) -> tuple[KeyFigure, ...]:
    still = texts.tn("flows, one of them still an estimate", "flows, {n} of them still estimates", process.estimates)
    figures = [
        KeyFigure(str(process.flows), still if process.estimates else texts.t("flows, none of them an estimate")),
        KeyFigure(_closing(process), texts.t("balances close within {share}", share=texts.percent(0.05))),
    ]
    if process.loss is not None:
        loss = phrasing.rounded_money(texts, process.loss, process.currency)
        figures.insert(0, KeyFigure(loss, texts.t("goes into losses each year")))
    return tuple(figures)


def _closing(process: ProcessContent) -> str:
    judged = [line for line in process.balances if line.step and line.counts]
    return f"{sum(line.light is Light.GREEN for line in judged)}/{len(judged)}"


def _diagram(graph: SankeyGraph | None, texts: Texts, counter: FigureCounter, title: str) -> list[Block]:
    if graph is None:
        return []
    unit = phrasing.unit(texts, graph.unit)
    caption = texts.t("The width of each flow is its amount in {unit} per year.", unit=unit)
    kinds = {flow.kind for flow in graph.flows}
    if "loss" in kinds:
        caption += " " + texts.t("Hatched: loss.")
    if "unexplained" in kinds:
        caption += " " + texts.t("Grey with a dashed edge: not explained.")
    if "reuse" in kinds:
        caption += " " + texts.t("Loop: reuse.")
    if graph.note:
        caption += " " + graph.note
    least = min(max(70.0, 3.6 * len(graph.flows)), _MOST_MM)
    height = diagram_height_mm(graph, texts, _WIDTH_MM, least=least, most=_MOST_MM)
    return [ChartFrame(graph, _WIDTH_MM, height, title=title, caption=counter.caption(caption))]


# -- balances ----------------------------------------------------------------------------------------------------------


def _balances(process: ProcessContent, texts: Texts) -> list[Block]:
    if not process.balances:
        return []
    currency = texts.currency(process.currency)
    columns = (
        Column(texts.t("Step"), weight=2.2),
        Column(texts.t("Balance"), weight=1.1, muted=True),
        Column(texts.t("In"), Align.NUMBER),
        Column(texts.t("Out"), Align.NUMBER),
        Column(texts.t("Not explained"), Align.NUMBER, strong=True),
        Column(texts.t("Share"), Align.NUMBER),
        Column(texts.t("Purchase value, {currency} per year", currency=currency), Align.NUMBER),
        Column(texts.t("Result"), weight=1.4),
    )
    rows = tuple(_balance_row(line, texts) for line in process.balances)
    note = texts.t(
        "In kg (mass and what is followed), m³ (water) and kWh (energy) per year. Up to {closes} unexplained closes, "
        "up to {again} is to be looked at again; energy {energy}. What is not explained counts at its purchase value; "
        "the list of losses adds energy and labour spent on it.",
        closes=texts.percent(0.05),
        again=texts.percent(0.15),
        energy=texts.percent(0.1),
    )
    if process.chosen:
        steps = "; ".join(process.chosen)
        note += " " + texts.t("At these steps it was chosen which balances must close: {steps}.", steps=steps)
    blocks: list[Block] = [Heading(texts.t("Balances"), 2, "process-balances"), Table(columns, rows, note)]
    if process.doubted is not None:
        one, unit = process.doubted, phrasing.unit(texts, process.doubted.unit)
        blocks.append(
            Paragraph(
                texts.t(
                    "Least believable: “{name}”. {entered} {unit} were entered; all other measurements together say "
                    "{expected} {unit}.",
                    name=one.name,
                    entered=phrasing.whole(texts, one.entered),
                    expected=phrasing.whole(texts, one.expected),
                    unit=unit,
                )
            )
        )
    if process.next:
        blocks.append(Heading(texts.t("What to measure next"), 3, "process-next"))
        blocks.append(Steps(tuple(_next(line, texts) for line in process.next)))
    return blocks


def _next(line: NextLine, texts: Texts) -> str:
    return texts.t(_REASONS[line.reason], flow=line.flow, step=line.step, balance=line.balance)


def _balance_row(line: BalanceLine, texts: Texts) -> Row:
    name = line.step or texts.t("The whole process")
    result = texts.t(LIGHTS[line.light]) if line.counts else texts.t("only shown")
    cells = (
        Cell(name),
        Cell(line.balance),
        Cell(phrasing.whole(texts, line.inputs)),
        Cell(phrasing.whole(texts, line.outputs)),
        Cell(phrasing.whole(texts, phrasing.difference(line.gap, line.inputs, line.outputs))),
        Cell(phrasing.NOTHING if line.error is None else texts.percent(line.error, 1)),
        Cell(phrasing.NOTHING if line.money is None else phrasing.whole(texts, line.money)),
        Cell(result),
    )
    return Row(cells, "body" if line.step else "subtotal")


# -- what it costs -----------------------------------------------------------------------------------------------------


def _losses(process: ProcessContent, texts: Texts) -> list[Block]:
    if not process.losses:
        return []
    currency = texts.currency(process.currency)
    columns = (
        Column(texts.t("What is lost"), weight=2),
        Column(texts.t("Step"), weight=1.5, muted=True),
        Column(texts.t("Quantity per year"), Align.NUMBER),
        Column(texts.t("Unit")),
        Column(texts.t("{currency} per year", currency=currency), Align.NUMBER, strong=True),
        Column(texts.t("Share"), Align.NUMBER),
        Column(texts.t("Together"), Align.NUMBER),
    )
    rows = tuple(
        Row(
            (
                Cell(line.name or texts.t("Not explained")),
                Cell(line.step),
                Cell(phrasing.NOTHING if line.quantity is None else phrasing.whole(texts, line.quantity)),
                Cell(phrasing.unit(texts, line.unit)),
                Cell(phrasing.whole(texts, line.cost)),
                Cell(share_words(texts, line.share)),
                Cell(share_words(texts, line.cumulated)),
            )
        )
        for line in process.losses[:MOST_LOSSES]
    )
    left = len(process.losses) - len(rows)
    note = texts.t(
        "Purchase value of what is lost, energy and labour spent on it, and disposal, less income from its sale."
    )
    if left > 0:
        note += " " + texts.tn("One smaller loss is not listed.", "{n} smaller losses are not listed.", left)
    return [Heading(texts.t("What losses cost"), 2, "process-losses"), Table(columns, rows, note)]


# -- the sheet ---------------------------------------------------------------------------------------------------------


def _sheet(process: ProcessContent, texts: Texts) -> list[Block]:
    if not process.sheet:
        return []
    currency = texts.currency(process.currency)
    per = phrasing.unit(texts, process.product_unit, one=True) if process.product else ""
    head = texts.t("Per {unit}", unit=f"{per} ({process.product})") if per else texts.t("Per unit of product")
    columns = (
        Column(texts.t("What"), weight=2),
        Column(texts.t("From / to"), weight=1.5, muted=True),
        Column(texts.t("Per year"), Align.NUMBER, strong=True),
        Column(texts.t("Unit")),
        Column(head, Align.NUMBER),
        Column(texts.t("{currency} per year", currency=currency), Align.NUMBER),
    )
    rows: list[Row] = []
    for is_input, title in ((True, texts.t("Inputs")), (False, texts.t("Outputs"))):
        rows.append(Row((Cell(title), *(Cell("") for _ in columns[1:])), "heading"))
        for line in process.sheet:
            if line.is_input is is_input:
                name = (line.name or line.kind) + (" *" if line.is_estimate else "")
                rows.append(_line(name, line.place, line.quantity, line.unit, line.per_product, line.money, texts))
        for one in process.sums:
            if one.is_input is is_input:
                name = phrasing.total(texts, one.unit)
                cells = _line(name, "", one.quantity, one.unit, one.per_product, None, texts).cells
                rows.append(Row(cells, "subtotal"))
        cost = process.input_cost if is_input else process.output_cost
        if cost is not None:
            name = phrasing.cost_total(texts, is_input=is_input)
            cells = (Cell(name), *(Cell("") for _ in columns[2:]), Cell(phrasing.whole(texts, cost)))
            rows.append(Row(cells, "subtotal"))
    note = texts.t("Water counts in the total of mass with 1,000 kg per m³.")
    if any(line.is_estimate for line in process.sheet):
        note += " " + texts.t("* Estimate, not measured yet.")
    return [Heading(texts.t("Eco-balance sheet"), 2, "process-sheet"), Table(columns, tuple(rows), note)]


def _line(
    name: str,
    place: str,
    quantity: float | None,
    unit: str,
    per_product: float | None,
    money: float | None,
    texts: Texts,
) -> Row:
    nothing = phrasing.NOTHING
    return Row(
        (
            Cell(name),
            Cell(place),
            Cell(nothing if quantity is None else phrasing.whole(texts, quantity)),
            Cell(phrasing.unit(texts, unit)),
            Cell(nothing if per_product is None else phrasing.ratio(texts, per_product)),
            Cell(nothing if money is None else phrasing.whole(texts, money)),
        )
    )
