"""The numbers behind a chart as a table, for people who want to go on calculating."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop import units
from score_desktop.charts.data import (
    CostAndClimate,
    CostByResource,
    EmissionsBySource,
    LossCosts,
    MonthlyUse,
    SankeyComparison,
    SankeyGraph,
)
from score_desktop.charts.names import resource_name
from score_desktop.charts.titles import source_name
from score_desktop.enums import Resource
from score_desktop.i18n import Texts

Cell = str | float | None
"""None is an empty cell: what is not known is no zero."""


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Words over the columns, and rows of as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def chart_table(
    data: MonthlyUse | CostByResource | EmissionsBySource | CostAndClimate | LossCosts | SankeyGraph | SankeyComparison,
    texts: Texts,
) -> ChartTable:
    """What a chart shows, unrounded, with its units in words over the columns."""
    if isinstance(data, MonthlyUse):
        return _monthly(data, texts)
    if isinstance(data, CostByResource):
        return _costs(data, texts)
    if isinstance(data, EmissionsBySource):
        return _emissions(data, texts)
    if isinstance(data, CostAndClimate):
        return _cost_and_climate(data, texts)
    if isinstance(data, LossCosts):
        return _losses(data, texts)
    return _compared_flows(data, texts) if isinstance(data, SankeyComparison) else _flows(data, texts)


def _monthly(data: MonthlyUse, texts: Texts) -> ChartTable:
    unit = data.unit if data.measure == "cost" else units.label(data.unit, texts.language)
    series = list(data.meters)
    header = [texts.t("Month"), *(_with_unit(meter.label, unit) for meter in series)]
    if data.production is not None:
        made = data.production.label or texts.t("Production")
        header.append(_with_unit(made, units.label(data.production_unit, texts.language)))
        series.append(data.production)
    rows = tuple(
        (f"{month.year}-{month.month:02}", *(one.values[place] for one in series))
        for place, month in enumerate(data.months)
    )
    return ChartTable(tuple(header), rows)


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit and label else label or unit


def _costs(data: CostByResource, texts: Texts) -> ChartTable:
    total = sum(item.amount for item in data.items)
    header = (texts.t("Resource"), _with_unit(texts.t("Cost"), data.currency), texts.t("Share"))
    rows = sorted(data.items, key=lambda item: -item.amount)
    return ChartTable(
        header,
        tuple((resource_name(texts, row.resource), row.amount, row.amount / total if total else None) for row in rows),
    )


def _emissions(data: EmissionsBySource, texts: Texts) -> ChartTable:
    header = (texts.t("Scope"), texts.t("Source of emissions"), "kg CO2e", texts.t("Mark of the factor"))
    rows = sorted(data.items, key=lambda item: (item.scope, -item.kg_co2e))
    return ChartTable(
        header,
        tuple((float(row.scope), source_name(texts, row.resource, row.label), row.kg_co2e, row.status) for row in rows),
    )


def _cost_and_climate(data: CostAndClimate, texts: Texts) -> ChartTable:
    """Both by resource, with what is negative too."""
    cost, emissions = data.cost, data.emissions
    header = [texts.t("Resource")]
    columns: list[dict[Resource, float]] = []
    if cost is not None:
        header.append(texts.t("Cost, {currency}", currency=texts.currency(cost.currency)))
        columns.append({})
        for item in cost.items:
            columns[-1][item.resource] = columns[-1].get(item.resource, 0.0) + item.amount
    if emissions is not None:
        header.append(texts.t("Emissions, kg CO₂e"))
        columns.append({})
        for source in emissions.items:
            columns[-1][source.resource] = columns[-1].get(source.resource, 0.0) + source.kg_co2e
    there = [resource for resource in Resource if any(resource in column for column in columns)]
    rows = tuple((resource_name(texts, name), *(column.get(name) for column in columns)) for name in there)
    return ChartTable(tuple(header), rows)


def _losses(data: LossCosts, texts: Texts) -> ChartTable:
    parts = (texts.t("Purchase"), texts.t("Processing"), texts.t("Disposal"), texts.t("Income"), texts.t("Cost"))
    money = (_with_unit(part, data.currency) for part in parts)
    header = (texts.t("Loss"), texts.t("Step"), *money, texts.t("Share"), texts.t("Cumulated"))
    rows = tuple(
        (
            *(one.name, one.step, one.purchase, one.processing, one.disposal, 0.0 - one.income, one.total, one.share),
            one.cumulated,
        )
        for one in data.items
    )
    return ChartTable(header, rows)


def _flows(graph: SankeyGraph, texts: Texts) -> ChartTable:
    heads, words = _flow_words(graph, texts)
    rows: list[tuple[Cell, ...]] = [
        (*said, flow.value, graph.unit) for said, flow in zip(words, graph.flows, strict=True)
    ]
    return ChartTable((*heads, texts.t("Amount"), texts.t("Unit")), tuple(rows))


def _flow_words(graph: SankeyGraph, texts: Texts) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and words of all flows: ends, what flows, and a column more where that is not called as its substance."""
    names = {node.key: node.label or node.key for node in graph.nodes}
    ends = [(names.get(flow.source, flow.source), names.get(flow.target, flow.target)) for flow in graph.flows]
    heads = (texts.t("From"), texts.t("To"))
    if not any(flow.of for flow in graph.flows):
        alone: list[tuple[str, ...]] = [(*pair, flow.substance) for pair, flow in zip(ends, graph.flows, strict=True)]
        return (*heads, texts.t("Material")), alone
    both: list[tuple[str, ...]] = [
        (*pair, flow.substance, flow.stuff) for pair, flow in zip(ends, graph.flows, strict=True)
    ]
    return (*heads, texts.t("Flow"), texts.t("Substance")), both


def _compared_flows(comparison: SankeyComparison, texts: Texts) -> ChartTable:
    """Every flow of both; what one does not have is empty."""
    from score_desktop.charts.sankey_compare import compared

    both = compared(comparison.before, comparison.after)
    heads, words = _flow_words(both.graph, texts)
    rows: list[tuple[Cell, ...]] = [
        (*said, was or None, now or None, both.graph.unit)
        for said, was, now in zip(words, both.before, both.after, strict=True)
    ]
    return ChartTable((*heads, *comparison.periods, texts.t("Unit")), tuple(rows))
