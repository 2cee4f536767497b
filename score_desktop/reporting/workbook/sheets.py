"""The sheets of the workbook, in order, from the content of a report. Keys of sheets and columns are a contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from score_desktop import tokens
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.i18n import N_, Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent, ResourceRow
from score_desktop.reporting.workbook.model import Kind, NativeChart, Sheet, SheetColumn, Value
from score_desktop.reporting.workbook.process import balances_sheet, eco_sheet, losses_sheet
from score_desktop.reporting.workbook.proofs import factors, figures, quality

Col = SheetColumn


def build_sheets(content: ReportContent, texts: Texts) -> list[Sheet]:
    """Every sheet; one without content keeps its heads, so that whoever reads the workbook by keys finds them."""
    makers: tuple[Callable[[ReportContent, Texts], Sheet], ...] = (
        _summary, _consumption, _bills, _months, _production, _footprint, _flows, eco_sheet, balances_sheet,
        losses_sheet, figures, factors, quality,
    )  # fmt: skip
    return [make(content, texts) for make in makers]


# -- summary ---------------------------------------------------------------------------------------------------------


def _summary(content: ReportContent, texts: Texts) -> Sheet:
    columns = (
        Col("key", texts.t("Key"), width=26),
        Col("item", texts.t("Item"), width=44),
        Col("value", texts.t("Value"), Kind.MIXED, 34),
        Col("unit", texts.t("Unit"), width=16),
    )
    rows = tuple(_summary_rows(content, texts))
    return Sheet("summary", texts.t("Summary"), columns, rows, len(rows))


def _summary_rows(content: ReportContent, texts: Texts) -> Iterator[tuple[Value, ...]]:
    start, end = content.period
    brand = content.brand
    kind = texts.t("Baseline") if content.is_baseline else texts.t("Follow-up")
    known: tuple[tuple[str, str, Value], ...] = (
        ("enterprise", texts.t("Enterprise"), content.enterprise.name),
        ("tax_id", texts.t("Tax number"), content.enterprise.tax_id),
        ("audit", texts.t("Audit"), content.audit_name),
        ("audit_uid", texts.t("Audit id"), content.audit_uid),
        ("kind", texts.t("Kind of audit"), kind),
        ("period_start", texts.t("First day"), start),
        ("period_end", texts.t("First day after the period"), end),
        ("report_date", texts.t("Date of the report"), content.report_date),
        ("organisation", texts.t("Organisation"), brand.organisation),
        ("trainer", texts.t("Trainer"), brand.contact_name),
        ("gwp_set", texts.t("Warming potentials (IPCC)"), content.gwp_set),
    )
    for key, item, value in known:
        if value != "":
            yield key, item, value, None
    for currency, amount in content.cost_total:
        yield f"cost.total.{currency}", texts.t("Total cost"), amount, currency
    for currency, amount in content.cost_previous or ():
        yield f"cost.previous.{currency}", texts.t("Total cost the year before"), amount, currency
    emissions: tuple[tuple[str, str, float | None], ...] = (
        ("ghg.scope1", texts.t("Emissions, scope 1"), content.kg_co2e_scope1),
        ("ghg.scope2.location", texts.t("Emissions, scope 2 (by location)"), content.kg_co2e_scope2),
        ("ghg.total", texts.t("Emissions, scopes 1 and 2"), content.kg_co2e_total),
        ("ghg.previous", texts.t("Emissions the year before"), content.kg_co2e_previous),
    )
    for key, item, kg in emissions:
        if kg is not None:
            yield key, item, kg, "kg CO₂e"
    product = content.main_product
    if product is not None:
        unit = phrasing.unit(texts, product.unit)
        yield "production.main", texts.t("Production of {product}", product=product.name), product.quantity, unit
        if content.kg_co2e_per_product is not None:
            one = phrasing.unit(texts, product.unit, one=True)
            yield (
                "intensity.ghg",
                texts.t("Emissions per unit of product"),
                content.kg_co2e_per_product,
                f"kg CO₂e/{one}",
            )
    for number, (message_id, params) in enumerate(content.gaps, start=1):
        yield f"gap.{number}", texts.t("To complete"), texts.message(message_id, dict(params)), None


# -- consumption -----------------------------------------------------------------------------------------------------


def _consumption(content: ReportContent, texts: Texts) -> Sheet:
    before, now = phrasing.head_periods(texts, *content.period)
    product = content.main_product
    per = phrasing.product_unit(texts, product) if product else ""
    columns = (
        Col("resource", texts.t("Key"), width=15),
        Col("name", texts.t("Resource"), width=22),
        Col("unit", texts.t("Unit"), width=10),
        Col("previous", texts.t("Use {period}", period=before), Kind.NUMBER, 16),
        Col("quantity", texts.t("Use {period}", period=now), Kind.NUMBER, 16),
        Col("change", texts.t("Change"), Kind.PERCENT, 10),
        Col("per_product", texts.t("Use per {unit}", unit=per) if per else texts.t("Use per product"), Kind.RATE, 16),
        Col("currency", texts.t("Currency"), width=10),
        Col("cost_previous", texts.t("Cost {period}", period=before), Kind.MONEY, 16),
        Col("cost", texts.t("Cost {period}", period=now), Kind.MONEY, 16),
        Col("share", texts.t("Share of the cost"), Kind.PERCENT, 12),
        Col("unit_cost", texts.t("Cost per unit of use"), Kind.RATE, 14),
        Col("change_why", texts.t("Why no change is given"), width=30),
    )
    rows = [line for row in content.resources for line in _resource_lines(row, content, texts)]
    totals = tuple(
        (None, texts.t("Total"), None, None, None, None, None, currency,
         dict(content.cost_previous or ()).get(currency), amount, 1.0 if amount > 0 else None, None,
         phrasing.held_back(texts, content.cost_cover, *content.period) or None)
        for currency, amount in content.cost_total
    )  # fmt: skip
    charts: tuple[NativeChart, ...] = ()
    if len(content.cost_total) == 1 and len(rows) > 1:
        axis = texts.t("Cost, {currency}", currency=texts.currency(content.cost_total[0][0]))
        charts = (NativeChart(texts.t("Cost by resource"), "name", "cost", len(rows), axis, horizontal=True),)
    title = texts.t("Consumption")
    return Sheet("consumption", title, columns, rows, len(rows), totals, charts)


def _resource_lines(row: ResourceRow, content: ReportContent, texts: Texts) -> Iterator[tuple[Value, ...]]:
    """A resource in one line; further currencies in lines of their own, without the quantity again."""
    name = resource_name(texts, row.resource)
    before = dict(row.cost_previous or ())
    currencies: list[str | None] = list(dict.fromkeys([*dict(row.cost), *before]))
    totals, costs = dict(content.cost_total), dict(row.cost)
    for number, currency in enumerate(currencies or [None]):
        use: tuple[Value, ...] = (None, None, None, None)
        if number == 0:
            use = (row.previous, row.quantity, row.change, row.per_product)
        cost = costs.get(currency) if currency else None
        whole = totals.get(currency, 0.0) if currency else 0.0
        share = cost / whole if cost is not None and whole > 0 else None
        previous = before.get(currency) if currency else None
        unit = phrasing.unit(texts, row.unit)
        unit_cost = row.unit_cost if number == 0 else None
        why = phrasing.held_back(texts, row.cover, *content.period) or None if number == 0 else None
        yield str(row.resource), name, unit, *use, currency, previous, cost, share, unit_cost, why


# -- bills and months ------------------------------------------------------------------------------------------------


def _bills(content: ReportContent, texts: Texts) -> Sheet:
    columns = (
        Col("site", texts.t("Site"), width=18),
        Col("meter", texts.t("Meter"), width=26),
        Col("resource", texts.t("Resource"), width=18),
        Col("period_start", texts.t("From"), Kind.DATE, 12),
        Col("period_end", texts.t("To (not included)"), Kind.DATE, 12),
        Col("quantity", texts.t("Quantity"), Kind.NUMBER, 14),
        Col("unit", texts.t("Unit"), width=10),
        Col("cost", texts.t("Cost"), Kind.MONEY, 14),
        Col("currency", texts.t("Currency"), width=10),
        Col("invoice_number", texts.t("Bill number"), width=16),
        Col("estimated", texts.t("Estimated reading"), width=12),
        Col("file", texts.t("File"), width=30),
        Col("sheet", texts.t("Sheet"), width=18),
        Col("row", texts.t("Row"), Kind.WHOLE, 8),
    )
    return Sheet("bills", texts.t("Bills"), columns, _bill_rows(content, texts), len(content.bills))


def _bill_rows(content: ReportContent, texts: Texts) -> Iterator[tuple[Value, ...]]:
    names = {resource: resource_name(texts, resource) for resource in Resource}
    labels: dict[str, str] = {}
    yes = texts.t("yes")
    for bill in content.bills:
        if bill.unit not in labels:
            labels[bill.unit] = phrasing.unit(texts, bill.unit)
        yield (
            bill.site, bill.meter, names[bill.resource], bill.period_start, bill.period_end, bill.quantity,
            labels[bill.unit], bill.cost, bill.currency, bill.invoice_number, yes if bill.estimated else None,
            bill.file, bill.sheet, bill.row,
        )  # fmt: skip


def _months(content: ReportContent, texts: Texts) -> Sheet:
    """One line a month and meter; beside it the sum of each resource, from which the charts are drawn."""
    groups = list(dict.fromkeys((row.resource, row.unit) for row in content.months))
    months = sorted({row.month for row in content.months})
    columns = [
        Col("meter", texts.t("Meter"), width=26),
        Col("resource", texts.t("Resource"), width=18),
        Col("month", texts.t("Month"), Kind.MONTH, 12),
        Col("quantity", texts.t("Quantity"), Kind.NUMBER, 14),
        Col("unit", texts.t("Unit"), width=10),
        Col("cost", texts.t("Cost"), Kind.MONEY, 14),
        Col("currency", texts.t("Currency"), width=10),
    ]
    side = len(columns)
    charts = []
    if groups:
        columns += [Col("gap", "", width=4), Col("sum.month", texts.t("Month"), Kind.MONTH, 12)]
    for resource, unit in groups:
        key = f"sum.{resource}.{unit}"
        head = f"{resource_name(texts, resource)} ({phrasing.unit(texts, unit)})"
        columns.append(Col(key, head, Kind.NUMBER, 16))
        colour = tokens.resource_colour(resource, "print")
        charts.append(NativeChart(head, "sum.month", key, len(months), phrasing.unit(texts, unit), colour=colour))
    rows = _month_rows(content, texts, groups)
    title = texts.t("Months")
    return Sheet(
        "months", title, tuple(columns), rows, len(content.months), (), tuple(charts), side if groups else None
    )


def _month_rows(
    content: ReportContent, texts: Texts, groups: Sequence[tuple[Resource, str]]
) -> Iterator[tuple[Value, ...]]:
    sums: dict[tuple[Resource, str, object], float] = {}
    for row in content.months:
        if row.quantity is not None:
            key = (row.resource, row.unit, row.month)
            sums[key] = sums.get(key, 0.0) + row.quantity
    months = sorted({row.month for row in content.months})
    names = {resource: resource_name(texts, resource) for resource, _ in groups}
    for number, row in enumerate(content.months):
        line: list[Value] = [row.meter, names[row.resource], row.month, row.quantity, phrasing.unit(texts, row.unit)]
        line += [row.cost, row.currency]
        if groups:
            beside: list[Value] = [None] * (len(groups) + 1)
            if number < len(months):
                month = months[number]
                beside = [month, *(sums.get((resource, unit, month)) for resource, unit in groups)]
            line += [None, *beside]
        yield tuple(line)


def _production(content: ReportContent, texts: Texts) -> Sheet:
    columns = (
        Col("kind", texts.t("Key"), width=14),
        Col("name", texts.t("Name"), width=28),
        Col("month", texts.t("Month"), Kind.MONTH, 12),
        Col("value", texts.t("Value"), Kind.NUMBER, 14),
        Col("unit", texts.t("Unit"), width=12),
    )
    rows = [(row.kind, row.name, row.month, row.value, phrasing.unit(texts, row.unit)) for row in content.activity]
    totals = tuple(
        (
            "production",
            texts.t("Total of {product}", product=row.name),
            None,
            row.quantity,
            phrasing.unit(texts, row.unit),
        )
        for row in content.products
    )
    return Sheet("production", texts.t("Production"), columns, rows, len(rows), totals)


# -- footprint and flows ---------------------------------------------------------------------------------------------


def _footprint(content: ReportContent, texts: Texts) -> Sheet:
    product = content.main_product
    per = phrasing.unit(texts, product.unit, one=True) if product else ""
    intensity = texts.t("kg CO₂e per {unit}", unit=per) if per else texts.t("kg CO₂e per product")
    columns = (
        Col("scope", texts.t("Scope"), Kind.WHOLE, 8),
        Col("resource", texts.t("Key"), width=15),
        Col("source", texts.t("Source"), width=28),
        Col("quantity", texts.t("Quantity"), Kind.NUMBER, 14),
        Col("unit", texts.t("Unit"), width=10),
        Col("kg_co2e", texts.t("kg CO₂e"), Kind.NUMBER, 14),
        Col("share", texts.t("Share of scopes 1 and 2"), Kind.PERCENT, 12),
        Col("per_product", intensity, Kind.NUMBER, 14),
        Col("quality", texts.t("Quality"), width=9),
        Col("factor_status", texts.t("Status of the factor"), width=16),
        Col("mark", texts.t("Mark"), width=7),
    )
    total = content.kg_co2e_total
    rows: list[tuple[Value, ...]] = []
    for row in content.emissions:
        share = row.kg_co2e / total if total and row.scope in (1, 2) else None
        name = phrasing.source_name(texts, row.resource, row.label)
        rows.append(
            (row.scope, str(row.resource), name, row.quantity, phrasing.unit(texts, row.unit), row.kg_co2e, share,
             row.per_product, row.quality, phrasing.status_word(texts, row.factor_status),
             phrasing.status_mark(row.factor_status))
        )  # fmt: skip
    sums = (
        (1, "ghg.scope1", texts.t("Scope {scope}", scope=1), content.kg_co2e_scope1),
        (2, "ghg.scope2.location", texts.t("Scope {scope}", scope=2), content.kg_co2e_scope2),
        (None, "ghg.total", texts.t("Total, scopes 1 and 2"), total),
    )
    made = product.quantity if product is not None and product.quantity > 0 else None
    totals = tuple(
        (scope, key, name, None, None, kg, kg / total if total else None, kg / made if made else None, None, None, None)
        for scope, key, name, kg in sums
        if kg is not None
    )
    charts: tuple[NativeChart, ...] = ()
    if rows:
        title = texts.t("Emissions by source")
        charts = (NativeChart(title, "source", "kg_co2e", len(rows), "kg CO₂e", horizontal=True),)
    return Sheet("footprint", texts.t("Footprint"), columns, rows, len(rows), totals, charts)


_FLOW_KINDS = {"flow": N_("flow"), "loss": N_("loss"), "unexplained": N_("unexplained"), "reuse": N_("reuse")}


def _flows(content: ReportContent, texts: Texts) -> Sheet:
    columns = (
        Col("source", texts.t("From"), width=30),
        Col("target", texts.t("To"), width=30),
        Col("substance", texts.t("What"), width=24),
        Col("value", texts.t("Value"), Kind.NUMBER, 16),
        Col("unit", texts.t("Unit"), width=10),
        Col("kind", texts.t("Kind"), width=14),
    )
    graph = content.flows
    if graph is None:
        return Sheet("flows", texts.t("Flows"), columns, (), 0)
    names = {node.key: node.label for node in graph.nodes}
    unit = graph.unit if graph.money else phrasing.unit(texts, graph.unit)
    rows = [
        (names.get(flow.source, flow.source), names.get(flow.target, flow.target), flow.substance, flow.value, unit,
         texts.t(_FLOW_KINDS[flow.kind]))
        for flow in graph.flows
    ]  # fmt: skip
    return Sheet("flows", texts.t("Flows"), columns, rows, len(rows))
