"""A flow chart begun from the pack of a sector, and what the pack knows: how to measure, usual figures, likely gaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop import units
from score_desktop.calc.balances import BalanceRow
from score_desktop.calc.network import content
from score_desktop.enums import DataQuality
from score_desktop.errors import InvalidInput, Refused, ScoreError
from score_desktop.models import (
    ProcessStep,
    ProcessStepIn,
    ResourceFlow,
    ResourceFlowIn,
    make,
)
from score_desktop.models.types import MICRO_DIGITS
from score_desktop.reference.packs import Pack, PackFlow, PackIndicator, gap_measures, gap_places, packs
from score_desktop.services.audits import find_audit
from score_desktop.services.process import ProcessView
from score_desktop.services.process_edit import STRIDE
from score_desktop.services.process_facts import Facts, SeriesFact
from score_desktop.services.process_network import base_of
from score_desktop.services.process_rows import FlowRow
from score_desktop.services.process_steps import edit_settings
from score_desktop.services.process_substances import substance_of

MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A sector to begin from.

    Attributes:
        name, functional_unit: In the reader's language.
        unit: Symbol of what the yearly quantity is asked in; `amount` of it is one functional unit.
        counted: What is counted in that unit: "t of bread sold".
        quantity: What the audit's product says of it; None where it says nothing, or is not what the sector counts.
    """

    id: str
    name: str
    functional_unit: str
    unit: str
    amount: float
    counted: str
    steps: int
    flows: int
    quantity: float | None


def pack_choices(facts: Facts, language: str, product: str = "") -> tuple[PackChoice, ...]:
    """The sectors, with the quantity that the audit's production suggests."""
    made = facts.product(product)
    return tuple(
        PackChoice(
            pack.id,
            pack.name.text(language),
            pack.functional_unit.text(language),
            pack.unit,
            pack.amount,
            pack.functional_unit.text(language).lstrip("0123456789 "),
            sum(step.outside is None for step in pack.steps),
            len(pack.flows),
            None if pack.unit_flow else _in_unit(made, pack.unit),
        )
        for pack in packs().values()
    )


def _in_unit(made: SeriesFact | None, unit: str) -> float | None:
    if made is None or not made.unit or not made.quantity:
        return None
    try:
        return units.convert(made.quantity, made.unit, unit)
    except ScoreError:
        return None


def start_from_pack(session: Session, audit_uid: str, pack_id: str, quantity: Decimal, language: str) -> int:
    """Put a sector's steps and typical flows into an empty chart, scaled by what is made in a year.

    Each figure is an estimate (quality D, ± what is usual among small firms) until it is measured.

    Args:
        quantity: Per year, in the pack's `unit`.
        language: "es" or "en": of the names.

    Returns:
        How many flows there are.

    Raises:
        Refused: "audit.unknown", "process.not_empty", "process.pack_unknown".
        InvalidInput: "process.pack_quantity".
    """
    audit, _ = find_audit(session, audit_uid)
    pack = packs().get(pack_id)
    if pack is None:
        raise Refused("process.pack_unknown", pack=pack_id)
    if not quantity.is_finite() or quantity <= 0:
        raise InvalidInput("process.pack_quantity", field="quantity")
    if _count(session, audit.key):
        raise Refused("process.not_empty")
    listed = [{"key": one.id, "name": one.name.text(language)} for one in pack.followed]
    edit_settings(session, audit_uid, {"pack": pack.id, "followed": {"substances": listed}})
    keys = _steps(session, audit.key, pack, language)
    scale = quantity / Decimal(repr(pack.amount))
    for place, flow in enumerate(pack.flows, start=1):
        data = _flow(pack, flow, scale, language, STRIDE * place)
        ends = {"source_id": keys[flow.source], "target_id": keys[flow.target]}
        session.add(make(ResourceFlow, data, audit_id=audit.key, **ends))
    session.flush()
    return len(pack.flows)


def _count(session: Session, audit_id: int) -> int:
    counts = (
        session.scalar(select(func.count(col(table.id))).where(col(table.audit_id) == audit_id)) or 0
        for table in (ProcessStep, ResourceFlow)
    )
    return sum(counts)


def _steps(session: Session, audit_id: int, pack: Pack, language: str) -> dict[str, int]:
    made = {
        step.id: make(
            ProcessStep,
            ProcessStepIn(name=step.name.text(language), outside=step.outside, position=STRIDE * place),
            audit_id=audit_id,
        )
        for place, step in enumerate(pack.steps, start=1)
    }
    session.add_all(made.values())
    session.flush()
    return {key: step.key for key, step in made.items()}


def _flow(pack: Pack, flow: PackFlow, scale: Decimal, language: str, position: int) -> ResourceFlowIn:
    usual = max(flow.high - flow.quantity, flow.quantity - flow.low) / flow.quantity if flow.quantity else 0.0
    return ResourceFlowIn(
        name=flow.name.text(language),
        substance=flow.substance,
        kind=flow.kind,
        resource=flow.resource,
        quantity=(Decimal(repr(flow.quantity)) * scale).quantize(MICRO_DIGITS),
        unit=flow.unit,
        quality=DataQuality.D,
        uncertainty_percent=round(usual * 100, 1) or None,
        shares={one.id: one.shares[flow.id] for one in pack.followed if one.shares.get(flow.id)},
        is_estimate=True,
        pack=pack.id,
        pack_flow=flow.id,
        position=position,
    )


def measured_how(pack_id: str, flow_id: str, language: str) -> str:
    """How a flow of a pack is measured; "" where the pack does not know it."""
    pack = packs().get(pack_id)
    flow = None if pack is None else pack.flow(flow_id)
    return "" if flow is None else flow.measured_how.text(language)


# -- usual figures -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A figure of the sector beside what is usual in small firms; `value` None: something of it is not known."""

    id: str
    name: str
    unit: str
    value: float | None
    low: float
    typical: float
    high: float


def pack_indicators(view: ProcessView, language: str) -> tuple[IndicatorRow, ...]:
    """The indicators of the sector that the chart was begun from, of what it says now."""
    pack = packs().get(view.process.settings.pack)
    if pack is None:
        return ()
    amounts = _pack_amounts(view, pack)
    counted = _counted(view, pack, amounts)
    whole = None if counted is None else counted / pack.amount
    return tuple(
        IndicatorRow(
            one.id, one.name.text(language), one.unit, _indicator(one, amounts, whole), one.low, one.typical, one.high
        )
        for one in pack.indicators
    )


def _counted(view: ProcessView, pack: Pack, amounts: Mapping[str, float]) -> float | None:
    """What functional units count, in the pack's unit: what is made, unless the sector counts what goes in."""
    flow = pack.flow(pack.unit_flow)
    if flow is None:
        return _in_unit(view.process.facts.product(view.process.settings.product), pack.unit)
    amount = amounts.get(flow.id)
    return None if amount is None else units.convert(amount, flow.unit, pack.unit)


def _pack_amounts(view: ProcessView, pack: Pack) -> dict[str, float]:
    """Quantities per year in the pack's own units, by the pack's id of the flow."""
    found: dict[str, list[float]] = {}
    for row in view.process.flows:
        known, flow = view.complete.quantities.get(row.uid), pack.flow(row.pack_flow)
        if known is None or flow is None or row.pack != pack.id:
            continue
        base = base_of(row, flow.unit, view.process.facts.country)
        if not isinstance(base, str) and base.factor:
            found.setdefault(flow.id, []).append(known.value / base.factor)
    return {key: math.fsum(amounts) for key, amounts in found.items()}


def _indicator(one: PackIndicator, amounts: Mapping[str, float], whole: float | None) -> float | None:
    above, below = _sum(one.numerator, amounts), _sum(one.denominator, amounts) if one.denominator else whole
    return None if above is None or not below else one.factor * above / below


def _sum(flows: Iterable[str], amounts: Mapping[str, float]) -> float | None:
    listed = [amounts.get(flow) for flow in flows]
    known = [amount for amount in listed if amount is not None]
    return math.fsum(known) if len(known) == len(listed) else None


# -- likely places of a gap --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LikelyPlace:
    """Where something may be lost, and how to find out.

    Attributes:
        text, check: In the reader's language.
        flow: Portable id of the flow it is about; "" for none.
        questions: Ids of the questionnaire; measures: names of measures that help.
    """

    text: str
    check: str
    flow: str = ""
    questions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def likely_places(view: ProcessView, row: BalanceRow, language: str) -> tuple[LikelyPlace, ...]:
    """Likely places of what a balance does not explain: those of the sector at this step first, then general ones.

    Nothing where the balance closes.
    """
    if not row.gap.value:
        return ()
    found = [*_of_sector(view, row, language)]
    sign = "missing" if row.gap.value > 0 else "excess"
    names = gap_measures()
    for place in gap_places():
        if place.balance == row.balance.kind.value and place.sign == sign:
            helps = tuple(names[key].text(language) for key in place.measures)
            text, check = place.place.text(language), place.check.text(language)
            found.append(LikelyPlace(text, check, "", place.questions, helps))
    return tuple(found[:MOST_PLACES])


def _of_sector(view: ProcessView, row: BalanceRow, language: str) -> Iterable[LikelyPlace]:
    network = {flow.key: flow for flow in view.complete.network.flows}
    for flow in view.process.flows:
        if row.step and row.step not in (flow.source, flow.target):
            continue
        if not content(network[flow.uid], row.balance):
            continue  # what a burner wastes explains no missing dough
        pack = packs().get(flow.pack or view.process.settings.pack)
        for loss in () if pack is None else pack.losses:
            if _is_typical(flow, loss.flow, pack) and row.gap.value > 0:
                yield LikelyPlace(loss.why.text(language), loss.check.text(language), flow.uid)


def _is_typical(flow: FlowRow, typical: str, pack: Pack | None) -> bool:
    """True for the pack's own flow, and for one that was drawn by hand of the same kind and substance."""
    if flow.pack_flow:
        return flow.pack_flow == typical
    like = None if pack is None else pack.flow(typical)
    return like is not None and (like.kind, like.substance) == (flow.kind, substance_of(flow, {}))
