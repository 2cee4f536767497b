"""Consumption and cost: the table, then one chart for each main resource."""

from __future__ import annotations

from dataclasses import replace

from score_desktop.calc.comparison import change
from score_desktop.charts import titles
from score_desktop.charts.data import MonthlyUse
from score_desktop.charts.names import resource_name
from score_desktop.charts.names import share as share_words
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import Money, ReportContent, ResourceRow
from score_desktop.reporting.document import (
    Align,
    Block,
    Cell,
    ChartFrame,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
)
from score_desktop.reporting.richtext import shortened
from score_desktop.reporting.sections.figures import FigureCounter

MOST_CHARTS = 4
MAIN_SHARE = 0.05
"""A resource below this share of the cost gets no chart of its own."""


def build(content: ReportContent, texts: Texts, counter: FigureCounter) -> list[Block]:
    """The part about consumption; empty without resources."""
    if not content.resources:
        return []
    blocks: list[Block] = [
        Heading(_title(content, texts), 1, "consumption", entry=texts.t("Consumption and cost")),
        Paragraph(_lead(content, texts), "lead"),
        _table(content, texts),
    ]
    blocks += _productions(content, texts)
    for number, use in enumerate(_main(content)):
        # Production stands above the first chart alone: its strip is the same above all.
        shown = use if number == 0 else replace(use, production=None)
        blocks += _chart(content, shown, texts, counter)
    return blocks


def _title(content: ReportContent, texts: Texts) -> str:
    paid = content.cost_change
    made = content.main_product.change if content.main_product else None
    if paid is None:
        return texts.t("Consumption and cost")
    if made is None:
        return texts.t("Consumption: the cost {went}", went=phrasing.went(texts, paid))
    return texts.t(
        "Consumption: the cost {went}, production {made}",
        went=phrasing.went(texts, paid),
        made=phrasing.went(texts, made),
    )


def _lead(content: ReportContent, texts: Texts) -> str:
    parts = [_weight(content, texts), _intensities(content, texts)]
    return " ".join(part for part in parts if part) or texts.t(
        "What was used {when}, as billed.", when=phrasing.in_period(texts, *content.period)
    )


def _weight(content: ReportContent, texts: Texts) -> str:
    """Which resource weighs most in the bill."""
    total = phrasing.single(content.cost_total)
    rows = [(row, phrasing.single(row.cost)) for row in content.resources]
    priced = [(money[1], row) for row, money in rows if money is not None]
    if total is None or len(priced) < 2 or total[1] <= 0:
        return ""
    amount, row = max(priced, key=lambda pair: pair[0])
    name = resource_name(texts, row.resource)
    share = share_words(texts, amount / total[1])
    if amount / total[1] > 0.5:
        return texts.t(
            "{resource} is {share} of the cost, more than all the rest together.", resource=name, share=share
        )
    return texts.t("{resource} weighs most, with {share} of the cost.", resource=name, share=share)


def _intensities(content: ReportContent, texts: Texts) -> str:
    """How the use of the main resources per unit of product changed."""
    product = content.main_product
    if product is None or not product.previous or product.previous <= 0 or product.quantity <= 0:
        return ""
    changes = []
    for row in _weighty(content):
        before = row.previous / product.previous if row.previous is not None else None
        now = row.quantity / product.quantity if row.quantity is not None else None
        share = change(now, before, even=(row.cover | product.cover).even)
        if share is not None:
            changes.append((share, row))
    if not changes:
        return ""
    unit = phrasing.product_unit(texts, product)
    if all(abs(share) < 0.01 for share, _ in changes):
        return texts.t("Per {unit}, use is the same as the year before.", unit=unit)
    share, row = max(changes, key=lambda pair: abs(pair[0]))
    return texts.t(
        "Per {unit}, {resource} changed most: it {went}.",
        unit=unit,
        resource=phrasing.in_sentence(texts, row.resource),
        went=phrasing.went(texts, share),
    )


def _weighty(content: ReportContent) -> list[ResourceRow]:
    """Resources with a notable share of the cost; all when costs are not known."""
    costs = [dict(row.cost).get(content.currency, 0.0) for row in content.resources]
    total = sum(costs)
    if total <= 0:
        return list(content.resources)
    return [row for row, cost in zip(content.resources, costs, strict=True) if cost / total >= MAIN_SHARE]


# -- the table -------------------------------------------------------------------------------------------------------


def _table(content: ReportContent, texts: Texts) -> Table:
    before, now = phrasing.head_periods(texts, *content.period)
    product = content.main_product
    currency = _one_currency(content)
    symbol = texts.currency(currency) if currency else texts.t("Cost")
    has_before = any(row.previous is not None for row in content.resources)
    has_cost_before = any(row.cost_previous for row in content.resources)
    has_cost = any(row.cost for row in content.resources)
    columns = [Column(texts.t("Resource"), weight=1.4), Column(texts.t("Unit"), weight=0.4, muted=True)]
    if has_before:
        columns.append(Column(before, Align.NUMBER))
    columns.append(Column(now if has_before else texts.t("Use"), Align.NUMBER, strong=True))
    if has_before:
        columns.append(Column(texts.t("Change"), Align.NUMBER))
    if product is not None:
        columns.append(Column(texts.t("Per {unit}", unit=phrasing.product_unit(texts, product)), Align.NUMBER))
    if has_cost_before:
        columns.append(Column(f"{symbol} {before}", _money_align(currency)))
    if has_cost:
        columns.append(Column(f"{symbol} {now}" if has_cost_before else symbol, _money_align(currency), strong=True))
    if currency and has_cost:
        columns.append(Column(texts.t("Share"), Align.NUMBER))
    shape = (has_before, product is not None, has_cost_before, has_cost, currency)
    rows = [Row(tuple(_cells(row, content, texts, shape))) for row in content.resources]
    if has_cost:
        rows.append(_total(content, texts, shape))
    return Table(tuple(columns), tuple(rows), _note(content, texts))


_Shape = tuple[bool, bool, bool, bool, str]


def _money_align(currency: str) -> Align:
    return Align.NUMBER if currency else Align.RIGHT


def _one_currency(content: ReportContent) -> str:
    """The only currency of all amounts; "" if there are several or none."""
    every = [row.cost for row in content.resources] + [row.cost_previous or () for row in content.resources]
    found = {currency for money in every for currency, _ in money}
    return found.pop() if len(found) == 1 else ""


def _cells(row: ResourceRow, content: ReportContent, texts: Texts, shape: _Shape) -> list[Cell]:
    has_before, has_product, has_cost_before, has_cost, currency = shape
    cells = [Cell(resource_name(texts, row.resource), row.resource), Cell(phrasing.unit(texts, row.unit))]
    if has_before:
        cells.append(_number(texts, row.previous))
    cells.append(_number(texts, row.quantity))
    if has_before:
        cells.append(Cell(phrasing.signed_percent(texts, row.change)))
    if has_product:
        cells.append(Cell(phrasing.NOTHING if row.per_product is None else phrasing.ratio(texts, row.per_product)))
    if has_cost_before:
        cells.append(Cell(_money(texts, row.cost_previous, currency)))
    if has_cost:
        cells.append(Cell(_money(texts, row.cost, currency)))
    if currency and has_cost:
        total = dict(content.cost_total).get(currency, 0.0)
        part = dict(row.cost).get(currency)
        share = share_words(texts, part / total) if part is not None and total > 0 else phrasing.NOTHING
        cells.append(Cell(share))
    return cells


def _number(texts: Texts, value: float | None) -> Cell:
    return Cell(phrasing.NOTHING if value is None else phrasing.whole(texts, value))


def _money(texts: Texts, money: Money | None, currency: str) -> str:
    """An amount alone under a head with its currency; several as lines that name theirs."""
    if not money:
        return phrasing.NOTHING
    if currency:
        return texts.number(dict(money).get(currency, 0.0))
    return "\n".join(phrasing.rounded_money(texts, amount, code) for code, amount in money)


def _total(content: ReportContent, texts: Texts, shape: _Shape) -> Row:
    has_before, has_product, has_cost_before, has_cost, currency = shape
    blanks = 1 + has_before + 1 + has_before + has_product
    cells = [Cell(texts.t("Total")), *(Cell("") for _ in range(blanks))]
    if has_cost_before:
        cells.append(Cell(_money(texts, content.cost_previous, currency)))
    cells.append(Cell(_money(texts, content.cost_total, currency)))
    if currency and has_cost:
        cells.append(Cell(share_words(texts, 1.0)))
    return Row(tuple(cells), "total")


def _note(content: ReportContent, texts: Texts) -> str:
    parts = []
    product = content.main_product
    if product is not None:
        made = phrasing.product_quantity(texts, product)
        if product.previous is None:
            parts.append(
                texts.t("Production of {product}: {made}.", product=phrasing.uncapitalised(product.name), made=made)
            )
        else:
            earlier = f"{texts.number(product.previous, 2, trim=True)} {phrasing.unit(texts, product.unit)}"
            parts.append(
                texts.t(
                    "Production of {product}: {made}; the year before {earlier}.",
                    product=phrasing.uncapitalised(product.name),
                    made=made,
                    earlier=earlier,
                )
            )
    held = [(phrasing.in_sentence(texts, row.resource), row.cover) for row in content.resources]
    if product is not None and len(content.products) < 2:
        held.append((phrasing.uncapitalised(product.name), product.cover))
    parts.append(phrasing.changes_held_back(texts, held, content.period))
    files = sorted({name for row in content.quality for name in row.files})
    if files:
        shown = [shortened(name, 48) for name in files[:6]]
        if len(files) > 6:
            shown.append(texts.tn("one more file", "{n} more files", len(files) - 6))
        parts.append(texts.t("Source: {files}.", files=phrasing.listed(texts, shown)))
    if any(row.cost for row in content.resources):
        parts.append(texts.t("Totals may differ by one unit because of rounding."))
    return " ".join(part for part in parts if part)


def _productions(content: ReportContent, texts: Texts) -> list[Block]:
    """Further products, when there is more than the main one."""
    if len(content.products) < 2:
        return []
    before, now = phrasing.head_periods(texts, *content.period)
    columns = (
        Column(texts.t("Product"), weight=3),
        Column(texts.t("Unit"), muted=True),
        Column(before, Align.NUMBER),
        Column(now, Align.NUMBER, strong=True),
        Column(texts.t("Change"), Align.NUMBER),
    )
    rows = tuple(
        Row(
            (
                Cell(row.name),
                Cell(phrasing.unit(texts, row.unit)),
                _number(texts, row.previous),
                _number(texts, row.quantity),
                Cell(phrasing.signed_percent(texts, row.change)),
            )
        )
        for row in content.products
    )
    held = [(phrasing.uncapitalised(row.name), row.cover) for row in content.products]
    note = phrasing.changes_held_back(texts, held, content.period)
    return [Heading(texts.t("Production"), 2, "production"), Table(columns, rows, note)]


# -- the charts ------------------------------------------------------------------------------------------------------


def _main(content: ReportContent) -> list[MonthlyUse]:
    """Resources worth a chart: the costliest, and at least one."""
    total = sum(dict(row.cost).get(content.currency, 0.0) for row in content.resources)
    costs = {row.resource: dict(row.cost).get(content.currency, 0.0) for row in content.resources}
    ranked = sorted(content.monthly, key=lambda use: costs.get(use.resource, 0.0), reverse=True)
    if total <= 0:
        return ranked[:MOST_CHARTS]
    large = [use for use in ranked if costs.get(use.resource, 0.0) / total >= MAIN_SHARE]
    return (large or ranked[:1])[:MOST_CHARTS]


def _chart(content: ReportContent, use: MonthlyUse, texts: Texts, counter: FigureCounter) -> list[Block]:
    name = resource_name(texts, use.resource)
    title = titles.monthly_title(use, texts)
    said = {
        "resource": name,
        "unit": phrasing.unit(texts, use.unit),
        "period": phrasing.short_period(texts, *content.period),
    }
    if len(use.meters) > 1:
        caption = texts.t("{resource} by meter, {unit} a month, {period}.", **said)
    else:
        caption = texts.t("{resource}, {unit} a month, {period}.", **said)
    missing = sum(value is None for meter in use.meters for value in meter.values)
    if missing:
        told = texts.tn(
            "The missing month is not counted as zero; the total does not include it.",
            "The {n} missing months are not counted as zero; the total does not include them.",
            missing,
        )
        caption = f"{caption} {told}"
    height = 44.0 if use.production is not None else 35.0
    return [
        Heading(title, 2, f"use-{use.resource}", entry=name),
        ChartFrame(use, 170, height, caption=counter.caption(caption)),
    ]
