"""Why a figure is what it is: the whole tree of one figure, calculated when it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.figures import BillRef, Explanation, FactorRef, Figure, Missing, Period
from score_desktop.calc.inputs import MeterData
from score_desktop.calc.ledger import Ledger
from score_desktop.enums import Resource
from score_desktop.errors import Refused
from score_desktop.jobs import collector_paused
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.inventory import audit_inputs
from score_desktop.services.places import resource_of

_BOUGHT = frozenset({Resource.ELECTRICITY, Resource.STEAM})


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with what it was calculated from; between services.

    Attributes:
        figure: With its whole tree; figures over several resources end at the sums of their meters.
        figures: All figures that were calculated on the way.
        meters: Those whose bills are in the figure.
        wide: True where the tree leaves out the bills.
    """

    figure: Figure
    figures: tuple[Figure, ...]
    missing: tuple[Missing, ...]
    ledger: Ledger
    meters: tuple[MeterData, ...]
    wide: bool


def explain(
    session: Session,
    audit_uid: str,
    key: str,
    dims: Mapping[str, str],
    today: dt.date,
    period: Period | None = None,
) -> Figure:
    """A figure with its whole tree.

    Args:
        key, dims: As the figure of `AuditView.figures` has them; of the dims, "meter" counts, and "unit" for one of
            several currencies. The key names the product.
        period: That of the view; None: the audit's own.

    Raises:
        Refused: "audit.unknown", "explain.unknown".
    """
    return explained(session, audit_uid, key, dims, today, period).figure


def explained(
    session: Session,
    audit_uid: str,
    key: str,
    dims: Mapping[str, str],
    today: dt.date,
    period: Period | None = None,
) -> Explained:
    """The same with what it was calculated from; only the bills that it needs are loaded."""
    audit, enterprise = find_audit(session, audit_uid)
    period = period or period_of(session, audit, today)
    needed = _resources(key)
    wide = needed is None
    with collector_paused():
        inputs = audit_inputs(session, audit, enterprise, period, sources=not wide, resources=needed)
        ledger = Ledger(inputs, trees=not wide)
        figures, missing = audit_figures(ledger)
    found = next((figure for figure in figures if _is_meant(figure, key, dims)), None)
    if found is None:
        raise Refused("explain.unknown", figure=key)
    return Explained(found, figures, missing, ledger, _meters(ledger, figures, found), wide)


def _is_meant(figure: Figure, key: str, dims: Mapping[str, str]) -> bool:
    same = figure.dims.get("meter", "") == dims.get("meter", "")
    return figure.key == key and same and dims.get("unit", figure.unit) == figure.unit


def _resources(key: str) -> frozenset[Resource] | None:
    """The resources whose bills are in a figure; None: of many, so that single bills are left out."""
    if key.startswith(("production.", "activity.")):
        return frozenset()
    if key.startswith("ghg.scope2"):
        return _BOUGHT
    named = resource_of(key)
    return None if named is None else frozenset({named})


def _meters(ledger: Ledger, figures: tuple[Figure, ...], figure: Figure) -> tuple[MeterData, ...]:
    one = figure.dims.get("meter")
    if one is not None:
        return (ledger.meters[one],)
    stems = parts_of(figure.key)
    uids = {other.dims["meter"] for other in figures if "meter" in other.dims and other.key.startswith(stems)}
    return tuple(meter for meter in ledger.inputs.meters if meter.uid in uids)


def parts_of(key: str) -> tuple[str, ...]:
    """Beginnings of the keys of the meters' figures that a figure is made from."""
    if key == "cost.total":
        return ("cost.",)
    if key in ("ghg.total", "ghg.biogenic") or key.startswith("intensity.ghg."):
        return ("ghg.scope",)
    if key == "ghg.scope1":
        return ("ghg.scope1.",)
    if key.startswith("intensity."):
        return (f"use.{resource_of(key)}",)
    return (key,)


def refs_of(explanation: Explanation) -> Iterator[BillRef | FactorRef]:
    """Bills, values and factors of a tree, in order; what is shared is told each time."""
    for given in explanation.inputs:
        if isinstance(given.origin, Explanation):
            yield from refs_of(given.origin)
        elif given.origin is not None:
            yield given.origin


def key_of_part(figure: Figure, name: str, figures: tuple[Figure, ...]) -> tuple[str, Mapping[str, str]] | None:
    """The figure behind a part of a sum, so that it can be opened; None if it has none of its own.

    Args:
        name: Of the operand: a meter's name, or an English message id.
    """
    stems = parts_of(figure.key)
    for other in figures:
        if other is figure or not other.key.startswith(stems) or other.unit != figure.unit:
            continue
        if other.dims.get("meter_name") == name and other.key == figure.key:
            return other.key, other.dims
    whole = [other for other in figures if not other.dims and other.unit == figure.unit and other is not figure]
    for other in whole:
        if _named(other.key) == name and other.key.startswith(stems):
            return other.key, {}
    return None


def _named(key: str) -> str:
    from score_desktop.calc.footprint import SCOPE_1, SCOPE_2
    from score_desktop.calc.ledger import RESOURCE_NAMES

    if key == "ghg.scope1":
        return SCOPE_1
    if key == "ghg.scope2.location":
        return SCOPE_2
    resource = resource_of(key)
    return "" if resource is None else RESOURCE_NAMES[resource]


def subject_of(found: Explained) -> str:
    """What another factor could be chosen for: a meter's portable id or a resource; "" for figures without factor."""
    key = found.figure.key
    if not key.startswith(("ghg.scope1.", "ghg.scope2.")) or not found.meters:
        return ""
    if len(found.meters) == 1:
        return found.meters[0].uid
    resources = {meter.resource for meter in found.meters}
    return str(resources.pop()) if len(resources) == 1 else ""
