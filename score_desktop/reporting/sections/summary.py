"""The page that stands alone: what is spent, what it emits, what to complete, signatures."""

from __future__ import annotations

from score_desktop.charts import titles
from score_desktop.charts.emissions import emissions_height_mm
from score_desktop.charts.names import resource_name
from score_desktop.charts.names import share as share_words
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ProductRow, ReportContent, ResourceRow
from score_desktop.reporting.document import (
    Align,
    Block,
    Cell,
    ChartFrame,
    Column,
    Columns,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Signature,
    Signatures,
    Steps,
    Table,
)
from score_desktop.reporting.richtext import shortened, strong
from score_desktop.reporting.sections.footprint import total_range

MOST_STEPS = 5
UNSURE = ("expert_estimate", "recalled")
"""Statuses of factors that a person should check."""
MOST_RESOURCES = 6


def build(content: ReportContent, texts: Texts) -> list[Block]:
    """The summary page."""
    blocks: list[Block] = [Heading(_title(content, texts), 1, "summary", entry=texts.t("Summary"))]
    lead = _lead(content, texts)
    if lead:
        blocks.append(Paragraph(lead, "lead"))
    figures = _figures(content, texts)
    if figures:
        blocks.append(KeyFigures(figures))
    if content.cost_chart is not None and len(content.cost_chart.items) > 1:
        title = titles.cost_title(content.cost_chart, texts)
        blocks.append(ChartFrame(content.cost_chart, 170, 14, title=title))
    blocks += _halves(content, texts)
    sure = _sureness(content, texts)
    steps = _steps(content, texts)
    blocks += [Columns(steps, sure)] if sure else steps
    blocks += _signatures(content, texts)
    return blocks


def _title(content: ReportContent, texts: Texts) -> str:
    spent = bool(content.cost_total)
    emitted = content.kg_co2e_total is not None
    if spent and emitted and content.gaps:
        return texts.t("What is spent, what it emits, what is missing")
    if spent and emitted:
        return texts.t("What is spent and what it emits")
    if spent:
        return texts.t("What is spent")
    return texts.t("Summary")


def _lead(content: ReportContent, texts: Texts) -> str:
    return " ".join(part for part in (_paid(content, texts), _emitted(content, texts), _trend(content, texts)) if part)


def _paid(content: ReportContent, texts: Texts) -> str:
    when = phrasing.in_period(texts, *content.period)
    name = content.enterprise.name
    product = content.main_product
    made = _made(texts, product) if product else ""
    if not content.cost_total:
        if product is None:
            return texts.t("No bills with amounts are recorded for {name} {when} yet.", name=name, when=when)
        return texts.t("{name} produced {made} {when}.", name=name, made=made, when=when)
    money = strong(phrasing.amounts(texts, content.cost_total))
    kinds = phrasing.subject(texts, content.resources)
    if product is None:
        return texts.t("{name} paid {money} for {kinds} {when}.", name=name, money=money, kinds=kinds, when=when)
    return texts.t(
        "{name} paid {money} for {kinds} {when} to produce {made}.",
        name=name,
        money=money,
        kinds=kinds,
        when=when,
        made=made,
    )


def _made(texts: Texts, product: ProductRow) -> str:
    quantity = phrasing.product_quantity(texts, product)
    name = phrasing.uncapitalised(shortened(product.name, 60))
    return texts.t("{quantity} of {product}", quantity=quantity, product=name) if name else quantity


def _emitted(content: ReportContent, texts: Texts) -> str:
    if content.kg_co2e_total is None:
        return ""
    total = strong(phrasing.tonnes(texts, content.kg_co2e_total))
    product = content.main_product
    if content.kg_co2e_per_product is None or product is None:
        return texts.t("Its use of energy emitted {total} (scopes 1 and 2).", total=total)
    return texts.t(
        "Its use of energy emitted {total} (scopes 1 and 2), {intensity} kg per {unit}.",
        total=total,
        intensity=texts.significant(content.kg_co2e_per_product),
        unit=phrasing.product_unit(texts, product),
    )


def _trend(content: ReportContent, texts: Texts) -> str:
    share = content.cost_change
    if share is None:
        why = phrasing.held_back(texts, content.cost_cover, *content.period)
        return texts.t("The cost is not compared with the year before: {why}.", why=why) if why else ""
    made = content.main_product.change if content.main_product else None
    if made is None:
        return texts.t("Against the year before, the cost {went}.", went=phrasing.went(texts, share))
    return texts.t(
        "Against the year before, the cost {went} and production {made}.",
        went=phrasing.went(texts, share),
        made=phrasing.went(texts, made),
    )


def _figures(content: ReportContent, texts: Texts) -> tuple[KeyFigure, ...]:
    product = content.main_product
    figures = [_intensity(row, content, texts) for row in _largest(content) if row.per_product is not None][:3]
    if not figures or product is None:
        figures = [
            KeyFigure(
                phrasing.use(texts, row.quantity, row.unit),
                resource_name(texts, row.resource),
            )
            for row in [row for row in _largest(content) if row.quantity is not None][:3]
        ]
    if content.kg_co2e_total is not None:
        label = texts.t("scopes 1 and 2")
        figures.append(KeyFigure(phrasing.tonnes(texts, content.kg_co2e_total), label))
    return tuple(figures)


def _intensity(row: ResourceRow, content: ReportContent, texts: Texts) -> KeyFigure:
    product = content.main_product
    assert product is not None and row.per_product is not None  # noqa: S101
    value = f"{texts.significant(row.per_product)} {phrasing.per(texts, row.unit, product.unit)}"
    return KeyFigure(
        value,
        texts.t(
            "{resource} per {unit}",
            resource=phrasing.in_sentence(texts, row.resource),
            unit=phrasing.product_unit(texts, product),
        ),
    )


def _largest(content: ReportContent) -> list[ResourceRow]:
    """Resources, the costliest in the enterprise's currency first; without a cost in their given order."""

    def cost(row: ResourceRow) -> float:
        return dict(row.cost).get(content.currency, 0.0)

    return sorted(content.resources, key=cost, reverse=True)


def _halves(content: ReportContent, texts: Texts) -> list[Block]:
    costs = _cost_table(content, texts)
    if content.emissions_chart is None or not content.emissions_chart.items:
        return costs
    title = titles.emissions_title(content.emissions_chart, texts)
    height = min(emissions_height_mm(content.emissions_chart, "print"), 60.0)
    chart = ChartFrame(content.emissions_chart, 81, height, title=title)
    if not costs:
        return [chart]
    return [Columns(tuple(costs), (chart,), 0.5)]


def _cost_table(content: ReportContent, texts: Texts) -> list[Block]:
    rows = _largest(content)[:MOST_RESOURCES]
    if not rows:
        return []
    columns = (
        Column(texts.t("Resource")),
        Column(texts.t("Use"), Align.RIGHT),
        Column(texts.t("Change"), Align.NUMBER, muted=True),
        Column(texts.t("Cost"), Align.RIGHT, strong=True),
    )
    lines = tuple(
        Row(
            (
                Cell(resource_name(texts, row.resource), row.resource),
                Cell(phrasing.use(texts, row.quantity, row.unit)),
                Cell(phrasing.signed_percent(texts, row.change)),
                Cell("\n".join(phrasing.rounded_money(texts, a, c) for c, a in row.cost) or phrasing.NOTHING),
            )
        )
        for row in rows
    )
    title = texts.t("What each resource costs")
    note = phrasing.uses_held_back(texts, rows, content.period)
    return [Heading(title, 3, "summary-costs"), Table(columns, lines, note)]


def _steps(content: ReportContent, texts: Texts) -> tuple[Block, ...]:
    steps = [texts.message(message_id, dict(params)) for message_id, params in content.gaps[:MOST_STEPS]]
    rest = len(content.gaps) - len(steps)
    if not steps:
        steps = [texts.t("Discuss this report with the improvement team and agree what to do first.")]
    blocks: list[Block] = [Heading(texts.t("Next steps"), 3, "next-steps"), Steps(tuple(steps))]
    if rest > 0:
        blocks.append(
            Paragraph(texts.tn("One more point is missing.", "{n} more points are missing.", rest), "note"),
        )
    return tuple(blocks)


def _sureness(content: ReportContent, texts: Texts) -> tuple[Block, ...]:
    """How complete the data are and how far the footprint depends on its factors."""
    points = []
    # Purchases need not be monthly: only meters can lack a month.
    metered = [row for row in content.quality if row.metered]
    expected = sum(row.months_expected for row in metered)
    if expected:
        had = sum(row.months for row in metered)
        points.append(
            texts.t(
                "{had} of {expected} months of all meters have bills.",
                had=texts.number(had),
                expected=texts.number(expected),
            )
        )
    findings = sum(len(row.open_findings) for row in content.quality)
    if findings:
        points.append(_oddities(findings, texts, annex="appendix" not in content.hidden))
    total = content.kg_co2e_total
    if total is not None and total > 0:
        unsure = sum(row.kg_co2e for row in content.emissions if row.scope in (1, 2) and row.factor_status in UNSURE)
        if unsure > 0:
            share = share_words(texts, unsure / total)
            points.append(texts.t("{share} of the emissions rest on factors that are estimates.", share=share))
        bounds = total_range(content)
        if bounds is not None:
            low, high = (phrasing.tonnes(texts, kg) for kg in bounds)
            points.append(
                texts.t("With other published grid factors, the total would be {low} to {high}.", low=low, high=high)
            )
    if not points:
        return ()
    return Heading(texts.t("How sure the figures are"), 3, "sureness"), Steps(tuple(points), numbered=False)


def _oddities(count: int, texts: Texts, *, annex: bool) -> str:
    if not annex:
        return texts.tn("{n} oddity in the bills", "{n} oddities in the bills", count) + "."
    return texts.tn(
        "One oddity in the bills is told in the annex.", "{n} oddities in the bills are told in the annex.", count
    )


def _signatures(content: ReportContent, texts: Texts) -> tuple[Block, ...]:
    client = Signature(
        content.enterprise.contact_name, content.enterprise.contact_role or texts.t("For the enterprise")
    )
    trainer = Signature(content.brand.contact_name, content.brand.contact_role or texts.t("SCORE trainer"))
    return Heading(texts.t("Signatures"), 3, "signatures"), Signatures((client, trainer))
