"""Colours of flow diagrams: by resource (as everywhere in the program), by substance, or by kind of flow."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from score_desktop import tokens
from score_desktop.calc.network import KIND_NAMES
from score_desktop.charts.data import SankeyFlow, SankeyGraph, SankeyNode
from score_desktop.enums import FlowKind, Resource
from score_desktop.i18n import Texts

ColourBy = Literal["resource", "substance", "kind", "source"]
MOST_NAMED = 7
"""Substances with a colour of their own; further ones share a grey."""
_HUES = (
    Resource.MATERIAL,
    Resource.WATER,
    Resource.ELECTRICITY,
    Resource.LPG,
    Resource.BIOGAS,
    Resource.NATURAL_GAS,
    Resource.DIESEL,
)
_KIND_HUES: dict[str, Resource] = {
    FlowKind.RAW: Resource.MATERIAL,
    FlowKind.AUXILIARY: Resource.LPG,
    FlowKind.PACKAGING: Resource.DIESEL,
    FlowKind.ENERGY: Resource.ELECTRICITY,
    FlowKind.WATER: Resource.WATER,
    FlowKind.BY_PRODUCT: Resource.BIOGAS,
    FlowKind.WASTE: Resource.WASTE,
    FlowKind.REUSE: Resource.STEAM,
}
_KIND_OF_DRAWING: dict[str, str] = {"reuse": FlowKind.REUSE, "loss": FlowKind.WASTE}
_KIND_OF_RESOURCE: dict[Resource | None, str] = {Resource.WATER: FlowKind.WATER, Resource.WASTE: FlowKind.WASTE}


@dataclass(frozen=True, slots=True)
class Colouring:
    """The colour of each flow.

    Attributes:
        flows: By the flow's place in the graph; losses and what is unexplained keep their own.
        legend: What the colours stand for, name and colour; empty where labels already say it.
    """

    flows: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]


def colouring(graph: SankeyGraph, by: ColourBy, palette: tokens.Palette, texts: Texts) -> Colouring:
    """Colours of a graph's flows."""
    nodes = {node.key: node for node in graph.nodes}
    if by == "substance":
        return _by_substance(graph, palette, texts)
    if by == "source":
        return _by_source(graph, palette)
    if by == "kind":
        return _by_kind(graph, nodes, palette, texts)
    return Colouring(tuple(_resource_colour(flow, nodes, palette) for flow in graph.flows), ())


def _own(flow: SankeyFlow, palette: tokens.Palette) -> str | None:
    return {"unexplained": palette.unexplained, "loss": palette.loss}.get(flow.kind)


def _resource_colour(flow: SankeyFlow, nodes: Mapping[str, SankeyNode], palette: tokens.Palette) -> str:
    own = _own(flow, palette)
    if own is not None:
        return own
    source, target = nodes[flow.source], nodes[flow.target]
    resource = flow.resource or source.resource or target.resource
    if resource is not None:
        return palette.resources[resource]
    return palette.product if source.kind == "step" and target.kind in {"step", "product", "stock"} else palette.off


def _by_substance(graph: SankeyGraph, palette: tokens.Palette, texts: Texts) -> Colouring:
    amounts: dict[str, list[float]] = defaultdict(list)
    for flow in graph.flows:
        if flow.kind != "unexplained":
            amounts[flow.stuff].append(flow.value)
    ranked = sorted(amounts, key=lambda name: (-math.fsum(amounts[name]), name))
    hues = {name: palette.resources[hue] for name, hue in _hues(ranked[:MOST_NAMED], graph).items()}
    flows = tuple(
        palette.unexplained if flow.kind == "unexplained" else hues.get(flow.stuff, palette.off) for flow in graph.flows
    )
    legend = [(name or texts.t("not named"), colour) for name, colour in hues.items()]
    if len(ranked) > len(hues):
        legend.append((texts.t("others ({n})", n=texts.number(len(ranked) - len(hues))), palette.off))
    return Colouring(flows, tuple(legend))


def _hues(ranked: Sequence[str], graph: SankeyGraph) -> dict[str, Resource]:
    """Hues of substances, larger ones first: what is a resource has its own, as everywhere."""
    known = {flow.stuff: flow.resource for flow in reversed(graph.flows) if flow.resource in _HUES}
    own: dict[str, Resource] = {}
    for name in ranked:
        resource = known.get(name)
        if resource is not None and resource not in own.values():
            own[name] = resource
    free = iter(hue for hue in _HUES if hue not in own.values())
    return {name: own.get(name) or next(free) for name in ranked}


def _by_source(graph: SankeyGraph, palette: tokens.Palette) -> Colouring:
    """Each node that gives has a hue, larger ones first; labels say which, so there is no legend."""
    given: dict[str, list[float]] = defaultdict(list)
    for flow in graph.flows:
        if flow.kind not in {"loss", "unexplained"}:
            given[flow.source].append(flow.value)
    ranked = sorted(given, key=lambda key: (-math.fsum(given[key]), key))
    hues = {key: palette.resources[_HUES[place % len(_HUES)]] for place, key in enumerate(ranked)}
    return Colouring(tuple(_own(flow, palette) or hues[flow.source] for flow in graph.flows), ())


def _by_kind(graph: SankeyGraph, nodes: Mapping[str, SankeyNode], palette: tokens.Palette, texts: Texts) -> Colouring:
    hues = {kind: palette.resources[resource] for kind, resource in _KIND_HUES.items()}
    hues |= {FlowKind.PRODUCT: palette.product, FlowKind.EMISSION: palette.loss}
    kinds = [_kind_of(flow, nodes) for flow in graph.flows]
    flows = tuple(
        palette.unexplained if flow.kind == "unexplained" else hues.get(kind, palette.off)
        for flow, kind in zip(graph.flows, kinds, strict=True)
    )
    shown = {kind for flow, kind in zip(graph.flows, kinds, strict=True) if flow.kind != "unexplained"}
    legend = [(texts.t(name), hues[kind]) for kind, name in KIND_NAMES.items() if kind in shown]
    return Colouring(flows, tuple(legend))


def _kind_of(flow: SankeyFlow, nodes: Mapping[str, SankeyNode]) -> str:
    """The kind as told, else what the drawing knows of it."""
    if flow.category or flow.kind in _KIND_OF_DRAWING:
        return flow.category or _KIND_OF_DRAWING[flow.kind]
    if nodes[flow.target].kind == "product":
        return FlowKind.PRODUCT
    if flow.resource in _KIND_OF_RESOURCE:
        return _KIND_OF_RESOURCE[flow.resource]
    if flow.resource in {None, Resource.MATERIAL}:
        return FlowKind.RAW if nodes[flow.source].kind == "resource" else FlowKind.PRODUCT
    return FlowKind.ENERGY
