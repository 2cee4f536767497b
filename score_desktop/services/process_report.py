"""What documents say of a flow chart; nothing is calculated here that `calc` has calculated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from score_desktop.calc.balances import Light
from score_desktop.calc.conditions import Doubt
from score_desktop.calc.figures import Figure
from score_desktop.calc.ledger import Ledger
from score_desktop.calc.network import KIND_NAMES
from score_desktop.charts.data import SankeyGraph
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.models import Audit
from score_desktop.reporting.process_content import (
    BalanceLine,
    Doubted,
    EcoLine,
    EcoSum,
    LossLine,
    NextLine,
    PlaceLine,
    ProcessContent,
)
from score_desktop.services.process import Process, ProcessView, process_view
from score_desktop.services.process_facts import facts_of
from score_desktop.services.process_graph import process_graph
from score_desktop.services.process_network import network_of
from score_desktop.services.process_rows import process_rows
from score_desktop.services.process_sheet import Side
from score_desktop.services.process_substances import substance_words
from score_desktop.services.process_told import unpriced_words
from score_desktop.services.process_words import balance_name


def process_content(
    session: Session, audit: Audit, book: Ledger, figures: Sequence[Figure], currency: str, texts: Texts
) -> ProcessContent | None:
    """The part about the process, of an audit that is calculated already; None without a flow chart."""
    rows = process_rows(session, audit.key)
    if not rows.flows:
        return None
    facts = facts_of(book, figures, (), currency)
    built = network_of(rows, facts)
    return content_of_view(process_view(Process(audit.uid, rows, facts, built.network, built.problems)), texts)


def content_of_view(view: ProcessView, texts: Texts) -> ProcessContent:
    """The same from a chart that is calculated."""
    process = view.process
    priced = view.costs.total.total > 0
    sheet = view.sheet
    return ProcessContent(
        currency=process.facts.currency,
        graph=_graph(view, "kg", texts),
        water=_graph(view, "m3", texts),
        balances=_balances(view, texts),
        losses=_losses(view) if priced else (),
        places=tuple(PlaceLine(one.name, one.cost.total, one.cost.disposal_share) for one in view.losses.places),
        sheet=_sheet(view, texts),
        sums=tuple(EcoSum(one.side is Side.INPUT, one.unit, one.quantity, one.per_product) for one in sheet.totals),
        next=_next(view, texts),
        doubted=_doubted(view),
        cost=view.costs.total.total if priced else None,
        loss=view.losses.cost.total if priced else None,
        income=view.losses.cost.income,
        unpriced=unpriced_words(view, texts) if priced else "",
        chosen=tuple(step.name for step in process.steps if step.closes and step.outside is None),
        flows=len(process.flows),
        estimates=sum(row.is_estimate for row in process.flows),
        product=sheet.product.name if sheet.product else "",
        product_unit=sheet.product.unit if sheet.product else "",
        input_cost=sheet.cost(Side.INPUT),
        output_cost=sheet.cost(Side.OUTPUT),
    )


def _graph(view: ProcessView, unit: str, texts: Texts) -> SankeyGraph | None:
    try:
        return process_graph(view, unit, texts)
    except Refused:  # nothing to draw: the diagram does not appear
        return None


def _balances(view: ProcessView, texts: Texts) -> tuple[BalanceLine, ...]:
    followed = view.process.settings.followed
    return tuple(
        BalanceLine(
            row.name,
            balance_name(row.balance, followed, texts),
            row.balance.unit,
            row.inputs,
            row.outputs,
            row.gap.value,
            None if row.error is None else row.error.value,
            row.light,
            None if row.money is None else row.money.value,
            row.must_close,
        )
        for row in view.balances
        if not row.step or row.must_close or row.light is not Light.GREEN
    )


def _losses(view: ProcessView) -> tuple[LossLine, ...]:
    names = {row.uid: row.name for row in view.process.flows}
    return tuple(
        LossLine(
            names.get(loss.flow, "") if loss.flow in names else "",
            view.step_name(loss.step),
            loss.quantity,
            loss.unit,
            loss.cost.total,
            loss.share,
            loss.cumulated,
        )
        for loss in view.losses.losses
        if abs(loss.cost.total) >= 1
    )


def _sheet(view: ProcessView, texts: Texts) -> tuple[EcoLine, ...]:
    lines: dict[tuple[object, ...], EcoLine] = {}
    substances = {row.uid: substance_words(row.substance, texts.language) for row in view.process.flows}
    for row in view.sheet.rows:
        name = texts.t("Increase of stock: {step}", step=row.name) if row.is_stock else row.name
        kind = "" if row.kind is None else texts.t(KIND_NAMES[row.kind])
        line = EcoLine(
            row.side is Side.INPUT,
            name,
            kind,
            row.place,
            row.quantity,
            row.unit,
            row.per_product,
            row.money,
            row.is_estimate,
            "" if row.is_stock else substances.get(row.flow) or name,
        )
        # One purchase that is divided over several steps is one line.
        key = (line.is_input, name, kind, line.place, line.unit)
        lines[key] = line if key not in lines else _together(lines[key], line)
    return tuple(lines.values())


def _together(one: EcoLine, other: EcoLine) -> EcoLine:
    return replace(
        one,
        quantity=_plus(one.quantity, other.quantity),
        per_product=_plus(one.per_product, other.per_product),
        money=_plus(one.money, other.money),
        is_estimate=one.is_estimate or other.is_estimate,
    )


def _plus(one: float | None, other: float | None) -> float | None:
    """None if one of them is not known: the sum is not known then."""
    return None if one is None or other is None else one + other


def _next(view: ProcessView, texts: Texts) -> tuple[NextLine, ...]:
    followed = view.process.settings.followed
    names = {row.uid: row.name for row in view.process.flows}
    lines: dict[tuple[object, ...], NextLine] = {}
    for one in view.next:
        step = view.step_name(one.step)
        line = NextLine(one.reason, names.get(one.flow, ""), step, balance_name(one.balance, followed, texts))
        # What is missing at a step is missing in all its balances: once is enough.
        lines.setdefault((line.reason, line.flow, step), line)
    return tuple(lines.values())


def _doubted(view: ProcessView) -> Doubted | None:
    suspects = view.reconciliation.suspects
    if not suspects or not suspects[0].significant or suspects[0].doubt is not Doubt.VALUE:
        return None
    first = suspects[0]
    return Doubted(first.name, first.entered, first.expected, first.unit)
