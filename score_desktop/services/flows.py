"""The diagram of what was bought: resources → meters or uses → what it comes to, in one unit at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from score_desktop import units
from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.comparison import WHOLE, Lacks, lacks_of
from score_desktop.calc.energy import energy_kwh
from score_desktop.calc.figures import Figure
from score_desktop.calc.inputs import AuditInputs, MeterData
from score_desktop.calc.ledger import Ledger
from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.errors import Refused
from score_desktop.i18n import N_, Texts, region_for
from score_desktop.reference.fuels import heating
from score_desktop.services.audits import find_audit, period_of
from score_desktop.services.inventory import audit_inputs

_TOTALS = {
    "money": N_("Total cost"),
    "kgCO2e": N_("Emissions"),
    "kWh": N_("Energy used"),
    "m3": N_("Water used"),
    "kg": N_("Mass bought"),
}
MOST_METERS = 24
"""Meters that a diagram on a page or in a report shows one by one."""


@dataclass(frozen=True, slots=True)
class Bought:
    """The diagram of what was bought, and what is not in it.

    Attributes:
        currencies: Others in which there are costs; a diagram in money shows the enterprise's own alone.
        lacks: Months of what is drawn that have no bills.
    """

    graph: SankeyGraph
    currencies: tuple[str, ...]
    lacks: Lacks


def texts_of_audit(session: Session, audit_uid: str, language: str) -> Texts:
    """Texts in a language with the number region that goes with the audit's country."""
    _, enterprise = find_audit(session, audit_uid)
    return Texts(language, region_for(language, enterprise.country))


def flow_graph(session: Session, audit_uid: str, unit: str, today: dt.date, texts: Texts) -> SankeyGraph:
    """The diagram of an audit in one unit: "money", "kgCO2e", "kWh", "m3" or "kg".

    Money is in the enterprise's own currency.

    Raises:
        Refused: "audit.unknown"; "flows.nothing" if nothing in the audit has that unit; "flows.negative" if a meter's
            credit notes exceed its bills.
    """
    audit, _ = find_audit(session, audit_uid)
    return flow_graph_in(session, audit_uid, period_of(session, audit, today), unit, texts)


def flow_graph_in(
    session: Session, audit_uid: str, period: tuple[dt.date, dt.date], unit: str, texts: Texts
) -> SankeyGraph:
    """The same in a period (first day, first day outside) that need not be the audit's own."""
    return bought_in(session, audit_uid, period, unit, texts).graph


def bought(session: Session, audit_uid: str, unit: str, today: dt.date, texts: Texts) -> Bought:
    """`flow_graph` with what is not in it."""
    audit, _ = find_audit(session, audit_uid)
    return bought_in(session, audit_uid, period_of(session, audit, today), unit, texts)


def bought_in(session: Session, audit_uid: str, period: tuple[dt.date, dt.date], unit: str, texts: Texts) -> Bought:
    """`flow_graph_in` with what is not in it."""
    audit, enterprise = find_audit(session, audit_uid)
    inputs = audit_inputs(session, audit, enterprise, period, sources=False)
    figures, missing = audit_figures(Ledger(inputs, trees=False))
    graph = graph_of(inputs, figures, unit, enterprise.currency, texts)
    others = other_currencies(figures, enterprise.currency)
    drawn = {f"use.{flow.resource}" for flow in graph.flows}
    holes = [lacks_of(one) for one in missing if one.why == "calc.months_missing" and one.key in drawn]
    return Bought(graph, others if graph.money else (), functools.reduce(operator.or_, holes, WHOLE))


def other_currencies(figures: Sequence[Figure], currency: str) -> tuple[str, ...]:
    """Those of costs that a diagram in money of one currency does not show."""
    return tuple(figure.unit for figure in figures if figure.key == "cost.total" and figure.unit != currency)


def left_out_words(currencies: Sequence[str], texts: Texts) -> str:
    """Which currencies are not in a diagram; "" for none."""
    if not currencies:
        return ""
    return texts.t(
        "Bills in {currencies} are not in the diagram: amounts of different currencies are never added.",
        currencies=", ".join(currencies),
    )


def graph_of(
    inputs: AuditInputs,
    figures: tuple[Figure, ...],
    unit: str,
    currency: str,
    texts: Texts,
    most: int | None = None,
) -> SankeyGraph:
    """The same from figures already calculated; `most` as `graph_from`."""
    return graph_from(inputs.meters, inputs.country, figures, unit, currency, texts, most)


def graph_from(
    meters: Sequence[MeterData],
    country: str,
    figures: Sequence[Figure],
    unit: str,
    currency: str,
    texts: Texts,
    most: int | None = None,
) -> SankeyGraph:
    """The same from the parts of an audit that a page keeps.

    Args:
        most: Show so many meters, the largest; the others of each resource as one.

    Raises:
        Refused: As `flow_graph`.
    """
    amounts = _amounts(meters, country, figures, unit, currency)
    drawn = [(meter, amounts[meter.uid]) for meter in meters if amounts.get(meter.uid)]
    if not drawn:
        raise Refused("flows.nothing", unit=currency if unit == "money" else unit)
    for meter, value in drawn:
        if value < 0:
            raise Refused("flows.negative", meter=meter.name)
    return _graph(drawn if most is None else _gathered(drawn, most, texts), unit, currency, texts)


def units_there(meters: Sequence[MeterData], country: str, figures: Sequence[Figure], currency: str) -> tuple[str, ...]:
    """Units in which something of the audit is known, in the order of the switch."""
    return tuple(unit for unit in _READERS if any(_amounts(meters, country, figures, unit, currency).values()))


def _gathered(drawn: list[tuple[MeterData, float]], most: int, texts: Texts) -> list[tuple[MeterData, float]]:
    """The largest meters, and one in place of the others of each resource."""
    ranked = sorted(drawn, key=lambda pair: -pair[1])
    kept, rest = ranked[:most], ranked[most:]
    others: dict[Resource, list[tuple[MeterData, float]]] = {}
    for meter, value in rest:
        others.setdefault(meter.resource, []).append((meter, value))
    for resource, rows in others.items():
        if len(rows) == 1:
            kept += rows
            continue
        name = texts.tn("{n} other meter", "{n} other meters", len(rows))
        one = dataclasses.replace(rows[0][0], uid=f"others.{resource}", name=name, use="")
        kept.append((one, sum(value for _, value in rows)))
    return kept


def _graph(drawn: list[tuple[MeterData, float]], unit: str, currency: str, texts: Texts) -> SankeyGraph:
    by_resource: dict[Resource, float] = {}
    for meter, value in drawn:
        by_resource[meter.resource] = by_resource.get(meter.resource, 0.0) + value
    ordered = sorted(by_resource, key=lambda resource: -by_resource[resource])
    nodes = [SankeyNode(f"resource.{r}", resource_name(texts, r), "resource", r, 0) for r in ordered]
    flows = []
    for resource in ordered:
        of_it = sorted((pair for pair in drawn if pair[0].resource is resource), key=lambda pair: -pair[1])
        for meter, value in of_it:
            key = f"meter.{meter.uid}"
            kind = "use" if meter.use else "meter"
            nodes.append(SankeyNode(key, meter.use or meter.name, kind, resource, 1))
            substance = resource_name(texts, resource)
            flows.append(SankeyFlow(f"resource.{resource}", key, value, substance, resource))
            flows.append(SankeyFlow(key, "total", value, substance, resource))
    nodes.append(SankeyNode("total", texts.t(_TOTALS[unit]), "cost", None, 2))
    money = unit == "money"
    return SankeyGraph(currency if money else unit, tuple(nodes), tuple(flows), money)


def _amounts(
    meters: Sequence[MeterData], country: str, figures: Sequence[Figure], unit: str, currency: str
) -> dict[str, float]:
    """Value of each meter in the diagram's unit, by portable id."""
    resources = {meter.uid: meter.resource for meter in meters}
    value_of = _READERS[unit]
    amounts: dict[str, float] = {}
    for figure in figures:
        meter = figure.dims.get("meter", "")
        if not meter:
            continue
        value = value_of(figure, resources[meter], country, currency)
        if value is not None:
            amounts[meter] = amounts.get(meter, 0.0) + value
    return amounts


def _money(figure: Figure, resource: Resource, country: str, currency: str) -> float | None:
    return figure.value if figure.key.startswith("cost.") and figure.unit == currency else None


def _emissions(figure: Figure, resource: Resource, country: str, currency: str) -> float | None:
    return figure.value if figure.key.startswith("ghg.scope") else None


def _energy(figure: Figure, resource: Resource, country: str, currency: str) -> float | None:
    if not figure.key.startswith("use."):
        return None
    return energy_kwh(figure.value, figure.unit, resource, heating(resource, country))


def _water(figure: Figure, resource: Resource, country: str, currency: str) -> float | None:
    if not figure.key.startswith("use.") or resource is not Resource.WATER:
        return None
    return units.convert(figure.value, figure.unit, "m3")


def _mass(figure: Figure, resource: Resource, country: str, currency: str) -> float | None:
    if not figure.key.startswith("use.") or units.get(figure.unit).dimension != "mass":
        return None
    return units.convert(figure.value, figure.unit, "kg")


_READERS: dict[str, Callable[[Figure, Resource, str, str], float | None]] = {
    "money": _money,
    "kgCO2e": _emissions,
    "kWh": _energy,
    "m3": _water,
    "kg": _mass,
}
