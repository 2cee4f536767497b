"""Another published factor for a meter or a resource: which there are, what each would give, and choosing one."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop import reference, units
from score_desktop.calc import calendar
from score_desktop.calc.factors import WORLD, Factor, FactorTable, family_of
from score_desktop.calc.footprint import Emission, footprint
from score_desktop.calc.inputs import MeterData
from score_desktop.calc.ledger import Ledger
from score_desktop.enums import Resource
from score_desktop.errors import Refused
from score_desktop.i18n import NBSP, Texts
from score_desktop.models import AuditFactor, AuditFactorIn, Meter, Site
from score_desktop.models.base import make
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.inventory import audit_inputs
from score_desktop.services.report_content import source_name

MOST_ALTERNATIVES = 12


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the emissions would be with another published factor.

    Attributes:
        value: Kilograms CO2e per `unit` (as people read it).
        kg: Emissions in the period; `result_text` the same in words.
        difference: Relative to what is in use; None for what is.
        status: A `FactorStatus` value.
    """

    factor_id: str
    name: str
    basis: str
    source: str
    year: int | None
    value: float
    unit: str
    kg: float
    result_text: str
    difference: float | None
    status: str
    in_use: bool


def choose_factor(session: Session, audit_uid: str, subject: str, factor_id: str | None) -> None:
    """Use a factor for a meter or a resource of an audit; None: go back to the proposed one.

    Args:
        subject: A meter's portable id, or a resource; a choice for a resource takes the place of those of its meters.

    Raises:
        Refused: "audit.unknown", "factor.unknown", "factor.subject".
    """
    audit, enterprise = find_audit(session, audit_uid)
    subjects = _subjects(session, enterprise.key, subject)
    rows = session.scalars(
        select(AuditFactor).where(
            col(AuditFactor.audit_id) == audit.key,
            col(AuditFactor.subject).in_(subjects),
            col(AuditFactor.chosen).is_(True),
        )
    )
    for row in rows:
        session.delete(row)
    session.flush()
    if factor_id is None:
        return
    factor = reference.factors().get(factor_id)
    if factor is None:
        raise Refused("factor.unknown", factor=factor_id)
    data = AuditFactorIn(subject=subject, factor_key=factor_id, chosen=True, snapshot=dataclasses.asdict(factor))
    session.add(make(AuditFactor, data, audit_id=audit.key))
    session.flush()


def factor_label(name: str, factor_id: str | None) -> tuple[str, Mapping[str, object]]:
    """What the person did, for undo and the audit trail; `name` is that of the meter or resource."""
    return ("change.factor_proposed" if factor_id is None else "change.factor_chosen"), {"name": name}


def _subjects(session: Session, enterprise_id: int, subject: str) -> list[str]:
    meters = session.execute(
        select(col(Meter.uid), col(Meter.resource))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(col(Site.enterprise_id) == enterprise_id)
    ).all()
    if subject in frozenset(Resource):
        return [subject, *(uid for uid, resource in meters if resource == subject)]
    if subject not in {uid for uid, _ in meters}:
        raise Refused("factor.subject", subject=subject)
    return [subject]


def factor_candidates(
    session: Session,
    audit_uid: str,
    subject: str,
    texts: Texts,
    today: dt.date,
    period: tuple[dt.date, dt.date] | None = None,
) -> tuple[Alternative, ...]:
    """Factors that can be chosen for a meter or resource, with what each would give: that in use first.

    Raises:
        Refused: "audit.unknown", "factor.subject".
    """
    audit, enterprise = find_audit(session, audit_uid)
    resource = _resource(session, enterprise.key, subject)
    period = period or period_of(session, audit, today)
    inputs = audit_inputs(session, audit, enterprise, period, sources=False, resources={resource})
    ledger = Ledger(inputs, trees=False)
    uids = {meter.uid for meter in inputs.meters} if subject == resource else {subject}
    return alternatives(ledger, subject, uids, texts)


def _resource(session: Session, enterprise_id: int, subject: str) -> Resource:
    if subject in frozenset(Resource):
        return Resource(subject)
    found = session.scalars(
        select(col(Meter.resource))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(col(Site.enterprise_id) == enterprise_id, col(Meter.uid) == subject)
    ).first()
    if found is None:
        raise Refused("factor.subject", subject=subject)
    return found


def alternatives(ledger: Ledger, subject: str, uids: Collection[str], texts: Texts) -> tuple[Alternative, ...]:
    """The same from an audit that is calculated already.

    Args:
        ledger: Bills of the meters (at least).
        subject: What a choice is made for.
        uids: Portable ids of the meters that it is about.
    """
    used = _of(footprint(ledger).emissions, uids)
    now = math.fsum(row.kg for row in used)
    in_use = {proposal.factor.id for row in used for proposal in row.proposals}
    meters = [row.meter for row in used] or [meter for meter in ledger.inputs.meters if meter.uid in uids]
    made: list[Alternative] = []
    for factor in _candidates(ledger, meters, in_use):
        rows = used if factor.id in in_use else _of(footprint(_chosen(ledger, uids, factor.id)).emissions, uids)
        if rows:
            kg = now if factor.id in in_use else math.fsum(row.kg for row in rows)
            made.append(_alternative(factor, kg, now, ledger, texts, in_use=factor.id in in_use))
    return tuple(_distinct(made)[:MOST_ALTERNATIVES])


def _of(emissions: Iterable[Emission], uids: Collection[str]) -> list[Emission]:
    return [row for row in emissions if row.meter.uid in uids]


def _chosen(ledger: Ledger, uids: Collection[str], factor_id: str) -> Ledger:
    """The same bills (and their sums) with another choice."""
    twin = copy.copy(ledger)
    twin.inputs = dataclasses.replace(ledger.inputs, chosen={**ledger.inputs.chosen, **dict.fromkeys(uids, factor_id)})
    return twin


def _candidates(ledger: Ledger, meters: Sequence[MeterData], in_use: Collection[str]) -> list[Factor]:
    """Those in use, then of each kind the one nearest in time: of the country, of the world, of others."""
    inputs = ledger.inputs
    table: FactorTable = inputs.factors
    year = calendar.years_of(inputs.period)[-1][0].year
    found: dict[str, Factor] = {}
    for meter in {(meter.resource, meter.product, meter.unit): meter for meter in meters}.values():
        pattern = family_of(meter.resource, meter.product)
        rows = list(table.family(pattern)) if pattern is not None else []
        if meter.resource is Resource.ELECTRICITY:
            rows = [row for row in rows if row.region in (inputs.country, WORLD)] + list(table.grid(inputs.country))
        found.update((row.id, row) for row in rows if _fits(row, meter.unit))
    nearest: dict[tuple[str, ...], Factor] = {}
    for factor in sorted(found.values(), key=lambda row: _distance(row.year, year)):
        kind = (factor.region, factor.category, factor.subcategory, factor.basis, factor.unit, _fuel(factor))
        nearest.setdefault(kind, factor)
    known = [table.get(key) for key in in_use]
    chosen = {factor.id: factor for factor in (*known, *nearest.values()) if factor is not None}
    order = {inputs.country: 0, WORLD: 1}
    return sorted(chosen.values(), key=lambda row: (row.id not in in_use, order.get(row.region, 2), row.id))


def _fuel(factor: Factor) -> str:
    """What tells blends and engines apart: the id without its year."""
    return "_".join(word for word in factor.id.split("_") if not (word.isdigit() and len(word) == 4))


def _distance(year: int | None, wanted: int) -> tuple[int, int]:
    if year is None:
        return 2, 0
    return (0, wanted - year) if year <= wanted else (1, year - wanted)


def _fits(factor: Factor, symbol: str) -> bool:
    wanted, there = units.find_unit(symbol), units.find_unit(factor.unit)
    return wanted is not None and there is not None and wanted.base_id == there.base_id


def _distinct(rows: Sequence[Alternative]) -> list[Alternative]:
    """One of several rows that say the same in another unit."""
    seen: set[tuple[str, str, float]] = set()
    kept = []
    for row in rows:
        key = (row.source, row.basis, round(row.kg, 1))
        if row.in_use or key not in seen:
            kept.append(row)
        seen.add(key)
    return kept


def _alternative(factor: Factor, kg: float, now: float, ledger: Ledger, texts: Texts, *, in_use: bool) -> Alternative:
    from score_desktop.reporting import phrasing

    symbol = units.get(factor.unit).symbol
    return Alternative(
        factor_id=factor.id,
        name=factor.activity_es if texts.language == "es" else factor.activity_en,
        basis=phrasing.basis(texts, factor.basis),
        source=texts.t(source_name(factor)),
        year=factor.year,
        value=factor.kg_co2e(ledger.inputs.gwp_set),
        unit=f"kg{NBSP}CO₂e/{units.label(symbol, texts.language, one=True)}",
        kg=kg,
        result_text=phrasing.tonnes(texts, kg),
        difference=None if in_use or now == 0 else (kg - now) / abs(now),
        status=str(factor.status),
        in_use=in_use,
    )
