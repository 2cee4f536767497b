"""Sector packs of resource flows and likely places of a gap (resources/data/flow_packs.json, flow_gaps.json).

Quantities are expert estimates for one functional unit, to be corrected; conventions stand in the file itself.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from score_desktop import paths
from score_desktop.enums import FlowKind, Place, Resource

_PLACES = {
    "supply": Place.SUPPLIER,
    "utilities": Place.UTILITY,
    "customers": Place.CUSTOMER,
    "waste": Place.LANDFILL,
    "drain": Place.SEWER,
    "air": Place.AIR,
    "buyers": Place.BUYER,
}
_RESOURCES = {"natural_gas": Resource.NATURAL_GAS, "lpg": Resource.LPG, "electricity": Resource.ELECTRICITY}


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    en: str
    es: str

    def text(self, language: str) -> str:
        """In a language ("es", else English)."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class PackStep:
    """A step; `outside` is the kind of place for those that are none."""

    id: str
    name: Words
    outside: Place | None


@dataclass(frozen=True, slots=True)
class PackFlow:
    """A typical flow.

    Attributes:
        quantity: For one functional unit, in `unit`; low and high bound what is usual in small firms.
        measured_how: How a firm measures it.
    """

    id: str
    source: str
    target: str
    substance: str
    name: Words
    kind: FlowKind
    resource: Resource | None
    quantity: float
    low: float
    high: float
    unit: str
    measured_how: Words


@dataclass(frozen=True, slots=True)
class TypicalLoss:
    """Why a flow of loss is often larger than it need be, and how to check."""

    flow: str
    why: Words
    check: Words


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A step to look at first."""

    step: str
    text: Words


@dataclass(frozen=True, slots=True)
class PackSubstance:
    """A substance to follow, with its share of the mass of each flow that holds some."""

    id: str
    name: Words
    why: Words
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PackIndicator:
    """factor × sum of the numerator flows / sum of the denominator flows (functional units, where there are none)."""

    id: str
    name: Words
    unit: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    factor: float
    low: float
    typical: float
    high: float


@dataclass(frozen=True, slots=True)
class Pack:
    """One sector.

    Attributes:
        amount, unit: What one functional unit is ("1 t", "100 meals").
        unit_flow: The flow that functional units count, where it is not what is made: the hides of a tannery; else "".
        loops: Flows that close a cycle.
    """

    id: str
    name: Words
    functional_unit: Words
    amount: float
    unit: str
    steps: tuple[PackStep, ...]
    flows: tuple[PackFlow, ...]
    losses: tuple[TypicalLoss, ...]
    followed: tuple[PackSubstance, ...]
    indicators: tuple[PackIndicator, ...]
    hot_spots: tuple[HotSpot, ...]
    loops: tuple[str, ...]
    unit_flow: str = ""

    def flow(self, flow_id: str) -> PackFlow | None:
        """A flow by its id in the pack."""
        return next((flow for flow in self.flows if flow.id == flow_id), None)


@dataclass(frozen=True, slots=True)
class GapPlace:
    """Where a balance usually loses something.

    Attributes:
        balance: A `BalanceKind` value.
        sign: "missing" (more comes in than leaves) or "excess".
        questions, measures: Ids of the questionnaire and of the catalogue of measures.
    """

    balance: str
    sign: str
    place: Words
    check: Words
    questions: tuple[str, ...]
    measures: tuple[str, ...]


@functools.cache
def packs() -> Mapping[str, Pack]:
    """All sectors by id, in the order of the file."""
    content = _read("flow_packs.json")
    return MappingProxyType({row["id"]: _pack(row) for row in content["packs"]})


@functools.cache
def gap_places() -> tuple[GapPlace, ...]:
    """Likely places of a gap, whatever the sector, the likeliest first."""
    return tuple(
        GapPlace(
            row["balance"],
            row["sign"],
            _words(row, "place"),
            _words(row, "check"),
            tuple(row["questions"]),
            tuple(row["measures"]),
        )
        for row in _read("flow_gaps.json")["places"]
    )


@functools.cache
def gap_measures() -> Mapping[str, Words]:
    """Names of the measures that `gap_places` mentions."""
    listed = _read("flow_gaps.json")["measures"]
    return MappingProxyType({key: Words(row["en"], row["es"]) for key, row in listed.items()})


@functools.cache
def substance_names() -> Mapping[str, Words]:
    """What the substances of packs and of the sample are called, by their keys."""
    listed = _read("flow_substances.json")["substances"]
    return MappingProxyType({key: Words(row["en"], row["es"]) for key, row in listed.items()})


def _read(name: str) -> Any:
    return json.loads((paths.resources() / "data" / name).read_text(encoding="utf-8"))


def _words(row: Mapping[str, Any], key: str) -> Words:
    return Words(row[f"{key}_en"], row[f"{key}_es"])


def _pack(row: Mapping[str, Any]) -> Pack:
    unit = row["functional_unit"]
    return Pack(
        row["id"],
        _words(row, "name"),
        _words(unit, "name"),
        float(unit["amount"]),
        unit["unit"],
        tuple(PackStep(one["id"], _words(one, "name"), _outside(one)) for one in row["steps"]),
        tuple(_flow(one) for one in row["flows"]),
        tuple(TypicalLoss(one["flow"], _words(one, "why"), _words(one, "check")) for one in row["typical_losses"]),
        tuple(
            PackSubstance(one["id"], _words(one, "name"), _words(one, "why"), MappingProxyType(one["share_by_flow"]))
            for one in row["followed_substances"]
        ),
        tuple(_indicator(one) for one in row["indicators"]),
        tuple(HotSpot(one["step"], _words(one, "text")) for one in row["hot_spots"]),
        tuple(row["loops"]),
        unit.get("flow", ""),
    )


def _outside(row: Mapping[str, Any]) -> Place | None:
    return None if row["type"] == "step" else _PLACES.get(row["id"], Place.OTHER)


def _flow(row: Mapping[str, Any]) -> PackFlow:
    kind = FlowKind(row["kind"].replace("-", "_"))
    return PackFlow(
        row["id"],
        row["from"],
        row["to"],
        row["substance"],
        _words(row, "substance"),
        kind,
        _RESOURCES.get(row["substance"]) if kind is FlowKind.ENERGY else None,
        float(row["quantity"]),
        float(row["low"]),
        float(row["high"]),
        row["unit"],
        _words(row, "measured_how"),
    )


def _indicator(row: Mapping[str, Any]) -> PackIndicator:
    return PackIndicator(
        row["id"],
        _words(row, "name"),
        row["unit"],
        tuple(row["numerator_flows"]),
        tuple(row["denominator_flows"]),
        float(row["factor"]),
        float(row["low"]),
        float(row["typical"]),
        float(row["high"]),
    )
