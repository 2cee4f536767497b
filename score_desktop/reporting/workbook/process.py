"""Sheets of the flow chart: the eco-balance sheet, the balances, what losses cost. Keys are a contract."""

from __future__ import annotations

from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.sections.process import LIGHTS
from score_desktop.reporting.workbook.model import Kind, Sheet, SheetColumn, Value

Col = SheetColumn


def eco_sheet(content: ReportContent, texts: Texts) -> Sheet:
    """Everything that crosses the border of the process, and the sums of both sides."""
    process = content.process
    per = phrasing.unit(texts, process.product_unit, one=True) if process and process.product else ""
    columns = (
        Col("side", texts.t("Side"), width=10),
        Col("name", texts.t("What"), width=34),
        Col("kind", texts.t("Kind"), width=22),
        Col("place", texts.t("From / to"), width=28),
        Col("quantity", texts.t("Per year"), Kind.NUMBER, 16),
        Col("unit", texts.t("Unit"), width=10),
        Col("per_product", texts.t("Per {unit}", unit=per) if per else texts.t("Per unit of product"), Kind.RATE, 16),
        Col("cost", texts.t("Cost per year"), Kind.MONEY, 16),
        Col("currency", texts.t("Currency"), width=10),
        Col("estimate", texts.t("Estimate"), width=10),
        Col("substance", texts.t("Substance"), width=24),
    )
    title = texts.t("Eco-balance sheet")
    if process is None:
        return Sheet("eco_balance", title, columns, (), 0)
    sides = {True: texts.t("Input"), False: texts.t("Output")}
    rows: list[tuple[Value, ...]] = [
        (
            sides[line.is_input],
            line.name or line.kind,
            line.kind or None,
            line.place or None,
            line.quantity,
            phrasing.unit(texts, line.unit),
            line.per_product,
            line.money,
            None if line.money is None else process.currency,
            texts.t("yes") if line.is_estimate else None,
            line.substance or None,
        )
        for line in process.sheet
    ]
    sums = tuple(
        (sides[one.is_input], phrasing.total(texts, one.unit), None, None, one.quantity,
         phrasing.unit(texts, one.unit), one.per_product, None, None, None, None)
        for one in process.sums
    )  # fmt: skip
    costs = tuple(
        (sides[is_input], phrasing.cost_total(texts, is_input=is_input), None, None, None, None, None, cost,
         process.currency, None, None)
        for is_input, cost in ((True, process.input_cost), (False, process.output_cost)) if cost is not None
    )  # fmt: skip
    return Sheet("eco_balance", title, columns, rows, len(rows), (*sums, *costs))


def balances_sheet(content: ReportContent, texts: Texts) -> Sheet:
    """Each balance of the whole and of each step, with its traffic light in words."""
    columns = (
        Col("step", texts.t("Step"), width=28),
        Col("balance", texts.t("Balance"), width=14),
        Col("inputs", texts.t("In"), Kind.NUMBER, 16),
        Col("outputs", texts.t("Out"), Kind.NUMBER, 16),
        Col("gap", texts.t("Not explained"), Kind.NUMBER, 16),
        Col("unit", texts.t("Unit"), width=8),
        Col("share", texts.t("Share"), Kind.PERCENT, 10),
        Col("cost", texts.t("Purchase value"), Kind.MONEY, 16),
        Col("currency", texts.t("Currency"), width=10),
        Col("result", texts.t("Result"), width=20),
        Col("must_close", texts.t("Must close"), width=12),
    )
    title = texts.t("Balances")
    process = content.process
    if process is None:
        return Sheet("balances", title, columns, (), 0)
    rows: list[tuple[Value, ...]] = [
        (
            line.step or texts.t("The whole process"),
            line.balance,
            line.inputs,
            line.outputs,
            line.gap,
            phrasing.unit(texts, line.unit),
            line.error,
            line.money,
            None if line.money is None else process.currency,
            texts.t(LIGHTS[line.light]),
            texts.t("yes") if line.counts else texts.t("no"),
        )
        for line in process.balances
    ]
    return Sheet("balances", title, columns, rows, len(rows))


def losses_sheet(content: ReportContent, texts: Texts) -> Sheet:
    """What each loss costs, in falling order."""
    columns = (
        Col("name", texts.t("What is lost"), width=34),
        Col("step", texts.t("Step"), width=28),
        Col("quantity", texts.t("Quantity per year"), Kind.NUMBER, 16),
        Col("unit", texts.t("Unit"), width=8),
        Col("cost", texts.t("Cost per year"), Kind.MONEY, 16),
        Col("currency", texts.t("Currency"), width=10),
        Col("share", texts.t("Share"), Kind.PERCENT, 10),
        Col("cumulated", texts.t("Together"), Kind.PERCENT, 12),
    )
    title = texts.t("Losses")
    process = content.process
    if process is None:
        return Sheet("losses", title, columns, (), 0)
    rows: list[tuple[Value, ...]] = [
        (
            line.name or texts.t("Not explained"),
            line.step,
            line.quantity,
            phrasing.unit(texts, line.unit),
            line.cost,
            process.currency,
            line.share,
            line.cumulated,
        )
        for line in process.losses
    ]
    return Sheet("losses", title, columns, rows, len(rows))
