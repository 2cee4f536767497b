"""A calculated flow chart as the tables of the window show it: balances, losses, costs by step, eco-balance sheet.

All texts are made here, off the GUI thread; the window only shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from score_desktop.calc.balances import BalanceRow, Light
from score_desktop.calc.mfca import Costs
from score_desktop.calc.network import KIND_NAMES
from score_desktop.charts.data import LossCosts, LossItem
from score_desktop.charts.names import share as share_words
from score_desktop.enums import BalanceKind
from score_desktop.i18n import Texts
from score_desktop.msgid import N_
from score_desktop.reporting import phrasing
from score_desktop.services.process import ProcessView
from score_desktop.services.process_pack import IndicatorRow, pack_indicators
from score_desktop.services.process_sheet import EcoRow, EcoTotal, Side
from score_desktop.services.process_told import amount, light_words, row_name
from score_desktop.services.process_words import balance_name

NOTHING = phrasing.NOTHING
BALANCE_HEADS = (
    N_("Step"),
    N_("Balance"),
    N_("In"),
    N_("Out"),
    N_("Stock"),
    N_("Not explained"),
    N_("Share"),
    N_("Result"),
    N_("Purchase value"),
    N_("CO₂e per year"),
)
LOSS_HEADS = (
    N_("Loss"),
    N_("Step"),
    N_("Quantity"),
    N_("Purchase"),
    N_("Processing"),
    N_("Disposal"),
    N_("Income"),
    N_("Cost"),
    N_("Share"),
    N_("Cumulated"),
)
CENTRE_HEADS = (
    N_("Step"),
    N_("Material"),
    N_("Energy"),
    N_("Labour and machines"),
    N_("Waste"),
    N_("Arrives"),
    N_("To product"),
    N_("Lost"),
    N_("Of product and loss"),
)
LOSS_MONEY, CENTRE_MONEY = range(3, 8), range(1, 8)
"""Columns of the two tables whose figures are money."""
SHEET_HEADS = (
    N_("What"),
    N_("Kind"),
    N_("From / to"),
    N_("Per year"),
    N_("± (95%)"),
    N_("Per unit of product"),
    N_("Cost per year"),
)

INDICATOR_HEADS = (N_("Figure of the sector"), N_("Here"), N_("Usual in small firms"), N_("Result"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Attributes:
        key: What the window finds it by: flow, or step and balance; "" for none.
        is_strong: A sum, or a head over the lines that follow.
        light: Stands before the result.
        tip: More words, shown on hovering.
    """

    key: str
    cells: tuple[str, ...]
    is_strong: bool = False
    light: Light | None = None
    tip: str = ""


# -- balances ----------------------------------------------------------------------------------------------------------


def balance_key(row: BalanceRow) -> str:
    """What a balance is found by."""
    return f"{row.step}.{row.balance.key}"


def balance_lines(view: ProcessView, texts: Texts, only: str = "") -> tuple[Line, ...]:
    """Each balance, the whole first; `only` one kind, by the key of the balance."""
    return tuple(_balance(row, view, texts) for row in view.balances if only in ("", row.balance.key))


def balance_choices(view: ProcessView, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Keys and names of the balances that there are."""
    found = {row.balance.key: row.balance for row in view.balances}
    return tuple((key, balance_name(one, view.process.settings.followed, texts)) for key, one in found.items())


def _balance(row: BalanceRow, view: ProcessView, texts: Texts) -> Line:
    unit, currency = row.balance.unit, view.process.facts.currency
    tips = []
    if row.used:
        tips.append(texts.t("Used up where nothing of it leaves: {amount}", amount=amount(texts, row.used, unit)))
    if row.remainders:
        tips.append(texts.t("Closed by a flow that takes what is left over: that it closes says nothing."))
    if row.money is not None and row.gap.value:
        tips.append(texts.t("Purchase value alone; energy and labour spent on what is lost are in Costs."))
    if row.money is not None and row.money_known < 1:
        share = share_words(texts, row.money_known)
        tips.append(texts.t("Only {share} of what comes in has a price: the cost is at least so much.", share=share))
    co2 = NOTHING if row.kg_co2e is None else amount(texts, row.kg_co2e.value, "kg")
    cells = (
        row_name(row, texts),
        balance_name(row.balance, view.process.settings.followed, texts),
        amount(texts, row.inputs, unit),
        amount(texts, row.outputs, unit),
        amount(texts, row.stock, unit) if row.stock else "",
        amount(texts, phrasing.difference(row.gap.value, row.inputs, row.outputs), unit),
        NOTHING if row.error is None else texts.percent(row.error.value, 1),
        light_words(row, texts),
        NOTHING if row.money is None else texts.money(row.money.value, currency, 0),
        co2 if row.balance.kind is not BalanceKind.MASS or row.kg_co2e is not None else NOTHING,
    )
    light = row.light if row.must_close else None
    return Line(balance_key(row), cells, not row.step, light, "\n".join(tips))


def gap_parts(row: BalanceRow, texts: Texts, most: int = 14) -> tuple[tuple[str, str], ...]:
    """What the gap of a balance is the sum of: names and signed amounts, the largest first."""
    explanation = row.gap.explanation
    if explanation is None:
        return ()
    parts = sorted(explanation.inputs, key=lambda one: -abs(one.value or 0.0))
    lines = [
        (texts.t(one.name), NOTHING if one.value is None else _signed(one.value, one.unit, texts)) for one in parts
    ]
    left = len(lines) - most
    if left > 1:
        lines = [*lines[:most], (texts.tn("{n} more", "{n} more", left), "")]
    return tuple(lines)


def _signed(value: float, unit: str, texts: Texts) -> str:
    return ("+" if value > 0 else "") + amount(texts, value, unit)


# -- losses and costs --------------------------------------------------------------------------------------------------


def loss_costs(view: ProcessView, texts: Texts) -> LossCosts:
    """The losses for their Pareto."""
    items = tuple(
        LossItem(
            loss.flow or loss.step,
            _loss_name(loss.flow, loss.name, view, texts),
            view.step_name(loss.step),
            loss.cost.purchase,
            loss.cost.processing,
            loss.cost.disposal,
            loss.cost.income,
            loss.share,
            loss.cumulated,
            loss.in_class_a,
            not loss.flow and loss.quantity is not None,
        )
        for loss in view.losses.losses
    )
    return LossCosts(view.process.facts.currency, items)


def _loss_name(flow: str, name: str, view: ProcessView, texts: Texts) -> str:
    if flow:
        row = view.flow(flow)
        return row.row.name or texts.t(KIND_NAMES[row.row.kind]) if row is not None else name
    return texts.t("Not explained: {step}", step=name)


def loss_lines(view: ProcessView, texts: Texts) -> tuple[Line, ...]:
    """Each loss with the parts of its cost, which add up to it: income is negative; and their sum."""
    lines = []
    for loss in view.losses.losses:
        cost = loss.cost
        money = (cost.purchase, cost.processing, cost.disposal, -cost.income, cost.total)
        cells = (
            _loss_name(loss.flow, loss.name, view, texts),
            view.step_name(loss.step),
            NOTHING if loss.quantity is None else amount(texts, loss.quantity, loss.unit),
            *(_money(one, texts) for one in money),
            share_words(texts, loss.share),
            share_words(texts, loss.cumulated),
        )
        lines.append(Line(loss.flow, cells))
    whole = view.losses.cost
    money = (whole.purchase, whole.processing, whole.disposal, -whole.income, whole.total)
    if lines:
        lines.append(
            Line("", (texts.t("Total"), "", "", *(_money(one, texts) for one in money), "", ""), is_strong=True)
        )
    return tuple(lines)


def money_heads(heads: Sequence[str], columns: Iterable[int], view: ProcessView, texts: Texts) -> dict[int, str]:
    """Names of columns of money, with the currency, by their number."""
    currency = texts.currency(view.process.facts.currency)
    return {column: f"{texts.t(heads[column])} ({currency})" for column in columns}


def _money(value: float, texts: Texts) -> str:
    return texts.number(value) if round(value) else ""


def centre_lines(view: ProcessView, texts: Texts) -> tuple[Line, ...]:
    """What arises at each step, what arrives with flows, and where it goes: material flow cost accounting."""
    lines = [
        Line(
            one.step,
            (
                one.name,
                *_classes(one.new, texts),
                _money(one.carried.total, texts),
                _money(one.product.total, texts),
                _money(one.loss.total, texts),
                NOTHING if one.loss_share is None else share_words(texts, one.loss_share),
            ),
        )
        for one in view.costs.centres
    ]
    costs = view.costs
    share = NOTHING if costs.loss_share is None else share_words(texts, costs.loss_share.value)
    sums = (
        *_classes(costs.total, texts),
        "",
        _money(costs.product.total, texts),
        _money(costs.loss.total, texts),
        share,
    )
    if lines:
        lines.append(Line("", (texts.t("Total"), *sums), is_strong=True))
    return tuple(lines)


def _classes(costs: Costs, texts: Texts) -> tuple[str, str, str, str]:
    return (
        _money(costs.material, texts),
        _money(costs.energy, texts),
        _money(costs.system, texts),
        _money(costs.waste, texts),
    )


# -- the sheet ---------------------------------------------------------------------------------------------------------


def sheet_lines(view: ProcessView, texts: Texts) -> tuple[Line, ...]:
    """Inputs, then outputs, each under a head of its own and with its sums."""
    sheet = view.sheet
    lines: list[Line] = []
    for side, title in ((Side.INPUT, texts.t("Inputs")), (Side.OUTPUT, texts.t("Outputs"))):
        rows = sheet.side(side)
        if rows:
            lines.append(Line("", (title, *("" for _ in SHEET_HEADS[1:])), is_strong=True))
            lines += [_sheet_line(row, view, texts) for row in _together(rows)]
            lines += _sums((one for one in sheet.totals if one.side is side), texts)
            cost = sheet.cost(side)
            if cost is not None:
                name = phrasing.cost_total(texts, is_input=side is Side.INPUT)
                money = texts.money(cost, view.process.facts.currency, 0)
                lines.append(Line("", (name, *("" for _ in SHEET_HEADS[2:]), money), is_strong=True))
    return tuple(lines)


def _together(rows: Sequence[EcoRow]) -> Iterable[EcoRow]:
    """One purchase that is divided over several steps is one line; its parts are off by the same share."""
    found: dict[tuple[object, ...], EcoRow] = {}
    for row in rows:
        key = (row.name, row.kind, row.place, row.unit, row.is_stock)
        held = found.get(key) if row.name else None
        if held is None:
            found[key if row.name else (row.flow,)] = row
            continue
        found[key] = replace(
            held,
            quantity=_plus(held.quantity, row.quantity),
            per_product=_plus(held.per_product, row.per_product),
            half_width=_plus(held.half_width, row.half_width),
            money=_plus(held.money, row.money),
            is_estimate=held.is_estimate or row.is_estimate,
        )
    return found.values()


def _plus(one: float | None, other: float | None) -> float | None:
    """None if one of them is not known: the sum is not known then."""
    return None if one is None or other is None else one + other


def _sheet_line(row: EcoRow, view: ProcessView, texts: Texts) -> Line:
    name = texts.t("Increase of stock: {step}", step=row.name) if row.is_stock else row.name
    kind = "" if row.kind is None else texts.t(KIND_NAMES[row.kind])
    cells = (
        (name or kind) + (" *" if row.is_estimate else ""),
        kind,
        row.place,
        NOTHING if row.quantity is None else amount(texts, row.quantity, row.unit),
        NOTHING if row.half_width is None else amount(texts, row.half_width, row.unit),
        NOTHING if row.per_product is None else f"{phrasing.ratio(texts, row.per_product)} {_unit(row.unit, texts)}",
        NOTHING if row.money is None else texts.money(row.money, view.process.facts.currency, 0),
    )
    return Line(row.flow, cells)


def _unit(symbol: str, texts: Texts) -> str:
    return phrasing.unit(texts, symbol)


def _sums(totals: Iterable[EcoTotal], texts: Texts) -> Sequence[Line]:
    return [
        Line(
            "",
            (
                phrasing.total(texts, one.unit),
                "",
                "",
                amount(texts, one.quantity, one.unit),
                "",
                NOTHING
                if one.per_product is None
                else f"{phrasing.ratio(texts, one.per_product)} {_unit(one.unit, texts)}",
                "",
            ),
            is_strong=True,
        )
        for one in totals
    ]


# -- usual figures of the sector ---------------------------------------------------------------------------------------


def indicator_lines(view: ProcessView, texts: Texts) -> tuple[Line, ...]:
    """Figures of the sector that the chart was begun from, beside what is usual; empty if none of them is known."""
    found = pack_indicators(view, texts.language)
    return tuple(_indicator(one, texts) for one in found) if any(one.value is not None for one in found) else ()


def _indicator(one: IndicatorRow, texts: Texts) -> Line:
    low = texts.number(one.low, 3, trim=True)
    if one.unit == "%":
        usual = texts.t("{low} to {high}", low=low, high=texts.percent(one.high / 100, 3, trim=True))
    else:
        high, unit = texts.number(one.high, 3, trim=True), _ratio_unit(one.unit, texts)
        usual = texts.t("{low} to {high} {unit}", low=low, high=high, unit=unit)
    if one.value is None:
        return Line(one.id, (one.name, NOTHING, usual, texts.t("a flow or the production is not known yet")))
    result = texts.t("usual")
    if one.value < one.low:
        result = texts.t("below what is usual")
    elif one.value > one.high:
        result = texts.t("above what is usual")
    here = f"{phrasing.ratio(texts, one.value)} {_ratio_unit(one.unit, texts)}"
    if one.unit == "%":
        here = texts.percent(one.value / 100, 1)
    return Line(one.id, (one.name, here, usual, result))


def _ratio_unit(unit: str, texts: Texts) -> str:
    """A unit over another, each as people read it."""
    return "/".join(_unit(part, texts) for part in unit.split("/"))
