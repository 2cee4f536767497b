"""What a calculated flow chart says, in sentences: how it closes, what the balances make of a flow, what to do next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from score_desktop.calc.balances import BalanceRow, Light, MeasureNext, MeasureReason
from score_desktop.calc.conditions import Doubt
from score_desktop.calc.network import ENERGY, MASS, WATER, Balance
from score_desktop.calc.reconcile import Standing, Suspect
from score_desktop.charts import throughput
from score_desktop.charts.data import SankeyGraph
from score_desktop.charts.names import share as share_words
from score_desktop.enums import FlowOrigin
from score_desktop.i18n import Texts
from score_desktop.msgid import N_
from score_desktop.reporting import phrasing
from score_desktop.services.process import FlowState, ProcessView
from score_desktop.services.process_water import leaves_water_out
from score_desktop.services.process_words import LIGHTS, STANDINGS, THE_WHOLE, balance_name

MOST_NAMES = 4
"""Names in one sentence; how many more there are is said."""
_WORST = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)
_NEXT = {
    MeasureReason.UNKNOWN: N_("Enter “{flow}” at {step}: its quantity is not known yet."),
    MeasureReason.UNCERTAIN: N_("Measure “{flow}” better: it would tell most about the gap at {step} ({balance})."),
    MeasureReason.MISSING: N_(
        "Look for what is not drawn yet at {step}: the flows there cannot explain {gap} ({balance})."
    ),
}
_ADJUSTED = N_("Entered {entered}; with all balances together it comes to {value} ({change}), give or take {off}.")
_ADJUSTED_RULE = N_(
    "By its origin {entered}; with all balances together it comes to {value} ({change}), give or take {off}."
)


@dataclass(frozen=True, slots=True)
class Sums:
    """What goes in and out in a year, in one balance of the whole.

    Attributes:
        closing: "Mass: 5,950 kg not explained (1.0 %): closes", and its light.
    """

    flows: str
    inputs: str
    outputs: str
    closing: str
    light: Light


def amount(texts: Texts, value: float, unit: str) -> str:
    """A quantity with its unit."""
    return f"{phrasing.whole(texts, value)} {phrasing.unit(texts, unit)}"


def row_name(row: BalanceRow, texts: Texts) -> str:
    """The step of a balance, or the whole process."""
    return row.name if row.step else texts.t(THE_WHOLE)


def light_words(row: BalanceRow, texts: Texts) -> str:
    """The result of a balance in a word or two; what need not close is only shown."""
    return texts.t(LIGHTS[row.light]) if row.must_close else texts.t("only shown")


# -- steps -------------------------------------------------------------------------------------------------------------


def worst_lights(view: ProcessView) -> Mapping[str, Light]:
    """The worst light of each step among the balances that must close there."""
    found: dict[str, Light] = {}
    for row in view.balances:
        if row.step and row.must_close:
            held = found.get(row.step, Light.GREEN)
            found[row.step] = min(row.light, held, key=_WORST.index)
    return found


def light_sentence(view: ProcessView | None, step: str, texts: Texts) -> str:
    """How each balance of a step closes, a line each; "" where there is none."""
    rows = [row for row in view.balances if row.step == step and row.must_close] if view is not None else []
    return "\n".join(f"{_balance(view, row.balance, texts)}: {closing(row, texts)}" for row in rows)


def balances_of_step(view: ProcessView, step: str, texts: Texts) -> tuple[tuple[Light | None, str], ...]:
    """Each balance of a step with its light; None for what need not close there and is only shown."""
    return tuple(
        (row.light if row.must_close else None, f"{_balance(view, row.balance, texts)}: {closing(row, texts)}")
        for row in view.balances
        if row.step == step
    )


def _balance(view: ProcessView | None, balance: Balance, texts: Texts) -> str:
    return balance_name(balance, view.process.settings.followed if view is not None else (), texts)


def closing(row: BalanceRow, texts: Texts) -> str:
    """How a balance closes: "12 kg not explained (0.1 %): closes"."""
    result = light_words(row, texts) if row.light is not Light.GREEN else texts.t(LIGHTS[row.light])
    if row.unknown:
        n = len(row.unknown)
        return texts.tn("{n} quantity is missing: {result}", "{n} quantities are missing: {result}", n, result=result)
    gap = amount(texts, abs(row.gap.value), row.balance.unit)
    if not phrasing.difference(row.gap.value, row.inputs, row.outputs):
        return result
    share = "" if row.error is None else f" ({texts.percent(abs(row.error.value), 1)})"
    if row.gap.value > 0:
        return texts.t("{gap} not explained{share}: {result}", result=result, gap=gap, share=share)
    return texts.t("{gap} more leaves than comes in{share}: {result}", result=result, gap=gap, share=share)


def sums_of(view: ProcessView, texts: Texts, unit: str = "kg", graph: SankeyGraph | None = None) -> Sums | None:
    """The line below the table; None while there are no flows.

    Args:
        unit: Of the diagram beside it: "m3" sums water, "kWh" energy, any other mass, with all water: where the
            diagram leaves some out, it is said.
        graph: That diagram: where it leaves water out, its own sums stand beside those of the balance.
    """
    flows = view.process.flows
    if not flows:
        return None
    estimates = sum(row.is_estimate for row in flows)
    count = texts.tn("{n} flow", "{n} flows", len(flows))
    if estimates:
        count += " · " + texts.tn("{n} estimate", "{n} estimates", estimates)
    balance = {"m3": WATER, "kWh": ENERGY}.get(unit, MASS)
    whole = next((row for row in view.balances if not row.step and row.balance == balance), None)
    if whole is None:
        return Sums(count, "", "", "", Light.GREY)
    words = N_("{balance}: {closing}")
    entering, leaving = (amount(texts, value, balance.unit) for value in (whole.inputs, whole.outputs))
    inputs, outputs = texts.t("In {amount}", amount=entering), texts.t("Out {amount}", amount=leaving)
    if balance == MASS and leaves_water_out(view):
        words = N_("{balance}, with all water: {closing}")
        if graph is not None and unit == "kg":
            drawn = [amount(texts, value, balance.unit) for value in _drawn(graph)]
            if drawn[0] != entering:
                inputs = texts.t("In {amount} (drawn: {drawn})", amount=entering, drawn=drawn[0])
            if drawn[1] != leaving:
                outputs = texts.t("Out {amount} (drawn: {drawn})", amount=leaving, drawn=drawn[1])
    return Sums(
        count,
        inputs,
        outputs,
        texts.t(words, balance=_balance(view, balance, texts), closing=closing(whole, texts)),
        whole.light if whole.must_close or whole.light is Light.GREEN else Light.GREY,
    )


def _drawn(graph: SankeyGraph) -> tuple[float, float]:
    """What enters and what leaves a diagram of mass; what stays in stock or is not explained does not leave."""
    stays = {node.key for node in graph.nodes if node.kind in ("stock", "unexplained")}
    givers = {flow.source for flow in graph.flows if flow.kind != "reuse"}
    out = (flow.value for flow in graph.flows if flow.target not in givers and flow.target not in stays)
    return math.fsum(throughput.entering(graph).values()), math.fsum(out)


# -- one flow ----------------------------------------------------------------------------------------------------------


def standing_words(state: FlowState, view: ProcessView, texts: Texts) -> str:
    """What the balances make of a flow, in a sentence or two."""
    after = state.reconciled
    if after.value is None:
        return texts.t(
            "Cannot be known: too little is entered around it. Enter it, or another flow of the same balance."
        )
    value = amount(texts, after.value.value, state.unit)
    off = amount(texts, after.half_width or 0.0, state.unit)
    if after.standing is Standing.COMPUTED:
        return texts.t("Nobody entered it: the balances say {value}, give or take {off}.", value=value, off=off)
    if after.standing is not Standing.ADJUSTED or after.entered is None:
        return f"{texts.t(STANDINGS[after.standing])[:1].upper()}{texts.t(STANDINGS[after.standing])[1:]}."
    entered = amount(texts, after.entered, state.unit)
    change = (after.value.value - after.entered) / after.entered if after.entered else 0.0
    said = {"entered": entered, "value": value, "off": off}
    said["change"] = ("+" if change >= 0 else "") + texts.percent(change, 1)
    told = [texts.t(_ADJUSTED if state.row.origin is FlowOrigin.ENTERED else _ADJUSTED_RULE, **said)]
    suspect = next((one for one in view.reconciliation.suspects if one.key == state.row.uid), None)
    if suspect is not None and suspect.doubt is Doubt.VALUE:
        told.append(suspect_words(suspect, view, texts, named=False))
    return " ".join(told)


def suspect_words(suspect: Suspect, view: ProcessView, texts: Texts, *, named: bool = True) -> str:
    """Why a value is the least believable, and which others it cannot be told from."""
    expected = amount(texts, suspect.expected, suspect.unit)
    entered = amount(texts, suspect.entered, suspect.unit)
    if not named:
        told = [texts.t("All others together say {expected}: it is hard to believe.", expected=expected)]
    elif suspect.significant:
        told = [
            texts.t(
                "Hardest to believe is “{name}”: {entered} entered, all others together say {expected}.",
                name=suspect.name,
                entered=entered,
                expected=expected,
            )
        ]
    else:
        told = [texts.t("All measurements agree within what is said about them; nothing stands out.")]
    names = {row.uid: row.name for row in view.process.flows} | {step.uid: step.name for step in view.process.steps}
    like = [names[key] for key in suspect.like if names.get(key)]
    if like and (suspect.significant or not named):
        listed = ", ".join(texts.t("“{name}”", name=name) for name in like)
        told.append(
            texts.t("The wrong one may just as well be {names}: the balances cannot tell them apart.", names=listed)
        )
    return " ".join(told)


def reconciliation_words(view: ProcessView, texts: Texts) -> str:
    """Whether the measurements fit together, in a sentence; "" where nothing checks anything."""
    found = view.reconciliation
    if not found.degrees:
        return texts.t("No measurement checks another yet: enter both sides of a step.") if view.process.flows else ""
    if found.believable:
        return texts.t("The measurements fit together within what is said about how well they were measured.")
    told = texts.t("The measurements do not fit together: at least one is wrong, or a flow is missing.")
    return " ".join([told, *(suspect_words(one, view, texts) for one in found.suspects[:1])])


def next_words(one: MeasureNext, view: ProcessView, texts: Texts) -> str:
    """What to measure next."""
    names = {row.uid: row.name for row in view.process.flows}
    return texts.t(
        _NEXT[one.reason],
        flow=names.get(one.flow, ""),
        step=view.step_name(one.step),
        balance=_balance(view, one.balance, texts),
        gap=amount(texts, abs(one.gap), one.balance.unit),
    )


# -- what it costs -----------------------------------------------------------------------------------------------------


def cost_words(view: ProcessView, texts: Texts) -> tuple[str, ...]:
    """What the losses cost, the dearest place first; one sentence about prices where there are none."""
    currency = view.process.facts.currency
    total, loss = view.costs.total.total, view.losses.cost.total
    if total <= 0:
        return (texts.t("Nothing has a price yet: give what you buy one, or let it follow bills."),)
    lost = phrasing.rounded_money(texts, loss, currency)
    told = [phrasing.lost(texts, total, loss, view.losses.cost.income, currency, lost)]
    told += _two_ways(view, texts)
    for one in view.losses.places:
        if one.cost.disposal_share:
            told.append(
                texts.t(
                    "“{place}” costs you {amount} a year, of which disposal is {share}.",
                    place=one.name,
                    amount=phrasing.rounded_money(texts, one.cost.total, currency),
                    share=share_words(texts, one.cost.disposal_share),
                )
            )
    return tuple(told)


def _two_ways(view: ProcessView, texts: Texts) -> list[str]:
    """Why the list of losses and the costs by step are not the same figure, where they are not."""
    listed, traced = view.losses.cost.total + view.losses.cost.income, view.costs.loss.total
    if abs(listed - traced) < 1:
        return []
    currency = view.process.facts.currency
    return [
        texts.t(
            "Before income, the list of losses adds up to {listed}: each material at its price of purchase. Costs by "
            "step lose {traced}: each material at what it costs where it is lost.",
            listed=phrasing.rounded_money(texts, listed, currency),
            traced=phrasing.rounded_money(texts, traced, currency),
        )
    ]


def unpriced_words(view: ProcessView, texts: Texts) -> str:
    """Which purchases have no price, so that costs are at least so much; "" if all have one."""
    names = [row.name for row in view.process.flows if row.uid in view.costs.unpriced]
    if not names:
        return ""
    shown = [*dict.fromkeys(name for name in names if name)][:MOST_NAMES]
    listed, more = "; ".join(shown), sum(name not in shown for name in names)
    if shown and more:
        listed = texts.tn("{names} and {n} more", "{names} and {n} more", more, names=listed)
    told = texts.tn(
        "{n} purchase has no price, so the costs are at least so much",
        "{n} purchases have no price, so the costs are at least so much",
        len(names),
    )
    return f"{told}: {listed}." if listed else f"{told}."
