"""The footprint: emissions by scope and source, intensity, and how far the grid factor decides the result."""

from __future__ import annotations

from collections.abc import Sequence

from score_desktop.charts import titles
from score_desktop.charts.emissions import emissions_height_mm
from score_desktop.charts.names import share as share_words
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import EmissionRow, GridAlternative, ReportContent
from score_desktop.reporting.document import Align, Block, Cell, ChartFrame, Column, Heading, Paragraph, Row, Table
from score_desktop.reporting.richtext import strong
from score_desktop.reporting.sections.figures import FigureCounter
from score_desktop.reporting.sections.sources import Sources


def build(content: ReportContent, texts: Texts, counter: FigureCounter) -> list[Block]:
    """The part about the footprint; empty when nothing is known."""
    if not content.emissions:
        return []
    blocks: list[Block] = [
        Heading(_title(content, texts), 1, "footprint", entry=texts.t("Footprint")),
        Paragraph(_lead(content, texts), "lead"),
        _table(content, texts),
    ]
    data = content.emissions_chart
    if data is not None and data.items:
        period = phrasing.short_period(texts, *content.period)
        title = titles.emissions_title(data, texts)
        caption = counter.caption(texts.t("Emissions by source, tonnes of CO₂ equivalent, {period}.", period=period))
        height = min(emissions_height_mm(data, "print"), 110.0)
        blocks.append(Heading(title, 2, "footprint-sources", entry=texts.t("Emissions by source")))
        blocks.append(ChartFrame(data, 170, height, caption=caption))
    return blocks + _sensitivity(content, texts)


def _title(content: ReportContent, texts: Texts) -> str:
    counted = [row for row in content.emissions if row.scope in (1, 2)]
    total = content.kg_co2e_total
    if total is None or total <= 0 or not counted:
        return texts.t("Footprint")
    largest = max(counted, key=lambda row: row.kg_co2e)
    return texts.t(
        "Footprint: {total}, {share} from {source}",
        total=phrasing.tonnes(texts, total),
        share=share_words(texts, largest.kg_co2e / total),
        source=phrasing.in_sentence(texts, largest.resource),
    )


def _lead(content: ReportContent, texts: Texts) -> str:
    parts = []
    one, two = content.kg_co2e_scope1, content.kg_co2e_scope2
    if one is not None:
        parts.append(
            texts.t(
                "Fuels burnt on site and in own vehicles (scope 1) emitted {kg}.",
                kg=strong(phrasing.tonnes(texts, one)),
            )
        )
    if two is not None:
        parts.append(texts.t("Purchased electricity (scope 2) emitted {kg}.", kg=strong(phrasing.tonnes(texts, two))))
    product = content.main_product
    if content.kg_co2e_per_product is not None and product is not None:
        parts.append(
            texts.t(
                "That is {intensity} kg CO₂e per {unit}.",
                intensity=strong(texts.significant(content.kg_co2e_per_product)),
                unit=phrasing.product_unit(texts, product),
            )
        )
    why = phrasing.held_back(texts, content.kg_cover, *content.period)
    if content.kg_change is not None:
        went = phrasing.went(texts, content.kg_change)
        parts.append(texts.t("Against the year before, emissions {went}.", went=went))
    elif content.kg_co2e_total is not None and why:
        parts.append(texts.t("Emissions are not compared with the year before: {why}.", why=why))
    return " ".join(parts)


# -- the table -------------------------------------------------------------------------------------------------------


def _table(content: ReportContent, texts: Texts) -> Table:
    product = content.main_product
    columns = [
        Column(texts.t("Source"), weight=2),
        Column(texts.t("Quantity"), Align.NUMBER),
        Column(texts.t("Unit"), weight=0.4, muted=True),
        Column(texts.t("kg CO₂e"), Align.NUMBER, strong=True),
        Column(texts.t("Share"), Align.NUMBER),
    ]
    if product is not None:
        unit = phrasing.unit(texts, product.unit, one=True)
        columns.append(Column(texts.t("kg per {unit}", unit=unit), Align.NUMBER))
    columns += [Column(texts.t("Quality"), Align.CENTER), Column(texts.t("Factor"), Align.CENTER)]
    rows: list[Row] = []
    for scope in sorted({row.scope for row in content.emissions if row.scope in (1, 2)}):
        members = [row for row in content.emissions if row.scope == scope]
        rows += [_line(row, content, texts) for row in members]
        rows.append(_scope_sum(scope, members, content, texts))
    if content.kg_co2e_total is not None:
        rows.append(_sum(texts.t("Total, scopes 1 and 2"), content.kg_co2e_total, content, texts, "total"))
    beyond = [row for row in content.emissions if row.scope not in (1, 2)]
    rows += [_line(row, content, texts) for row in beyond]
    return Table(tuple(columns), tuple(rows), _note(content, texts, beyond=bool(beyond)))


def _line(row: EmissionRow, content: ReportContent, texts: Texts) -> Row:
    name = phrasing.source_name(texts, row.resource, row.label)
    if row.scope not in (1, 2):
        name = texts.t("{source} (scope {scope})", source=name, scope=row.scope)
    total = content.kg_co2e_total
    counted = row.scope in (1, 2) and total is not None and total > 0
    cells = [
        Cell(name, row.resource),
        Cell(phrasing.NOTHING if row.quantity is None else phrasing.whole(texts, row.quantity)),
        Cell(phrasing.unit(texts, row.unit)),
        Cell(texts.number(row.kg_co2e, 0 if abs(row.kg_co2e) >= 10 else 2)),
        Cell(share_words(texts, row.kg_co2e / total) if counted and total else phrasing.NOTHING),
    ]
    if content.main_product is not None:
        cells.append(Cell(phrasing.NOTHING if row.per_product is None else phrasing.ratio(texts, row.per_product)))
    cells += [Cell(row.quality or phrasing.NOTHING), Cell(phrasing.status_mark(row.factor_status))]
    return Row(tuple(cells))


def _scope_sum(scope: int, members: Sequence[EmissionRow], content: ReportContent, texts: Texts) -> Row:
    known = content.kg_co2e_scope1 if scope == 1 else content.kg_co2e_scope2
    kg = known if known is not None else sum(row.kg_co2e for row in members)
    return _sum(texts.t("Scope {scope}", scope=scope), kg, content, texts, "subtotal")


def _sum(name: str, kg: float, content: ReportContent, texts: Texts, kind: str) -> Row:
    total = content.kg_co2e_total
    cells = [Cell(name), Cell(""), Cell(""), Cell(texts.number(kg))]
    cells.append(Cell(share_words(texts, kg / total) if total else phrasing.NOTHING))
    product = content.main_product
    if product is not None:
        cells.append(Cell(phrasing.ratio(texts, kg / product.quantity) if product.quantity > 0 else phrasing.NOTHING))
    cells += [Cell(""), Cell("")]
    return Row(tuple(cells), kind)


def _note(content: ReportContent, texts: Texts, *, beyond: bool) -> str:
    parts = [phrasing.status_legend(texts, [row.factor_status for row in content.emissions])]
    if beyond:
        parts.append(texts.t("Sources of scope 3 are shown for information and not part of the total."))
    return " ".join(part for part in parts if part)


# -- the grid factor -------------------------------------------------------------------------------------------------


def _sensitivity(content: ReportContent, texts: Texts) -> list[Block]:
    """What the choice of the grid factor changes; nothing when there is no choice."""
    bounds, total = total_range(content), content.kg_co2e_total
    if bounds is None or total is None:
        return []
    low, high = extremes(content.grid_alternatives)
    now = next(one for one in content.grid_alternatives if one.in_use)
    text = texts.t(
        "With the other factors published for the country, electricity would emit between {low} and {high}; this "
        "report uses {now}. The total of scopes 1 and 2 would lie between {total_low} and {total_high}.",
        low=phrasing.tonnes(texts, low.kg_co2e),
        high=phrasing.tonnes(texts, high.kg_co2e),
        now=strong(phrasing.tonnes(texts, now.kg_co2e)),
        total_low=phrasing.tonnes(texts, bounds[0]),
        total_high=phrasing.tonnes(texts, bounds[1]),
    )
    heading = texts.t("The grid factor changes the result")
    sources = Sources(content)
    table = _grid_table(content, texts, total - now.kg_co2e, sources)
    blocks: list[Block] = [Heading(heading, 2, "grid-factor"), Paragraph(text), table]
    # The list stands in the annex; in a report without one, here.
    return blocks if "appendix" not in content.hidden else [*blocks, *sources.blocks(texts)]


def _grid_table(content: ReportContent, texts: Texts, rest: float, sources: Sources) -> Table:
    """Electricity and total with each published factor; `rest` is what the others emit, in kilograms."""
    columns = (
        Column(texts.t("Basis"), weight=2),
        Column(texts.t("Source"), weight=1.5, muted=True),
        Column(texts.t("Year"), Align.CENTER),
        Column(texts.t("kg CO₂e/kWh"), Align.NUMBER),
        Column(texts.t("Electricity, tCO₂e"), Align.NUMBER),
        Column(texts.t("Total, tCO₂e"), Align.NUMBER, strong=True),
        Column(texts.t("Used"), Align.CENTER),
    )
    rows = tuple(
        Row(
            (
                Cell(phrasing.basis(texts, one.basis)),
                Cell(sources.cell(one.source)),
                Cell(phrasing.NOTHING if one.year is None else str(one.year)),
                Cell(phrasing.factor_value(texts, one.value)),
                Cell(texts.number(one.kg_co2e / 1000, 1)),
                Cell(texts.number((rest + one.kg_co2e) / 1000, 1)),
                Cell(texts.t("yes") if one.in_use else ""),
            )
        )
        for one in sorted(content.grid_alternatives, key=lambda one: one.kg_co2e)
    )
    return Table(columns, rows, sources.note(texts))


def total_range(content: ReportContent) -> tuple[float, float] | None:
    """Least and most kg CO2e of scopes 1 and 2 over the grid factors; None when there is no choice."""
    used = next((one for one in content.grid_alternatives if one.in_use), None)
    total = content.kg_co2e_total
    if len(content.grid_alternatives) < 2 or used is None or total is None:
        return None
    low, high = extremes(content.grid_alternatives)
    rest = total - used.kg_co2e
    return rest + low.kg_co2e, rest + high.kg_co2e


def extremes(alternatives: Sequence[GridAlternative]) -> tuple[GridAlternative, GridAlternative]:
    """The alternatives with the least and the most emissions."""
    ranked = sorted(alternatives, key=lambda one: one.kg_co2e)
    return ranked[0], ranked[-1]
