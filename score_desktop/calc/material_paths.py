"""Where each bought material goes: the part of it that each outlet of a step takes.

A flow of waste or emission that bears the name of a bought material is that material and nothing else; where shares of
a followed substance are given, they say; all else is a mixture and takes every material by mass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from score_desktop.calc.cost_flow import divided, ends_of
from score_desktop.calc.network import MASS, Chart, Flow, content, stock_increase
from score_desktop.enums import FlowKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_MIXED = frozenset({FlowKind.PRODUCT, FlowKind.BY_PRODUCT})
STOCK, UNEXPLAINED = "stock", "unexplained"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A way out of a step.

    Attributes:
        key: Of the flow; `STOCK` for what is laid by, `UNEXPLAINED` for what came in and left no trace.
        to: Index of the next step; -1: out of the process.
    """

    key: str
    flow: Flow | None
    to: int
    kg: float


@dataclass(frozen=True, slots=True)
class Outlets:
    """Steps with their outlets of mass and what came in.

    Attributes:
        keys: Steps in the order of the process.
        of: Outlets by step; parallel to `keys`.
        bought: Mass from outside (and from stock, under "") by material and step. "" is what has no name.
    """

    keys: tuple[str, ...]
    of: tuple[tuple[Outlet, ...], ...]
    bought: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def outlets_of(chart: Chart, quantities: Mapping[str, float]) -> Outlets:
    """Outlets of mass; what comes in and does not leave is one of its own, unless mass need not close there."""
    keys = tuple(chart.steps)
    place = {key: index for index, key in enumerate(keys)}
    bought: dict[str, list[float]] = {}
    found: list[tuple[Outlet, ...]] = []
    for index, key in enumerate(keys):
        into = 0.0
        for flow in chart.into[key]:
            kg = mass(flow, quantities)
            into += kg
            if kg and flow.source not in place:
                bought.setdefault(flow.substance, [0.0] * len(keys))[index] += kg
        stock = stock_increase(chart.steps[key], MASS)
        if stock < 0:
            into -= stock
            bought.setdefault("", [0.0] * len(keys))[index] -= stock
        ways = [
            Outlet(flow.key, flow, place.get(flow.target, -1), mass(flow, quantities)) for flow in chart.out_of[key]
        ]
        ways = [way for way in ways if way.kg > 0]
        if stock > 0:
            ways.append(Outlet(STOCK, None, -1, stock))
        gap = into - sum(way.kg for way in ways)
        if gap > 1e-9 * into and not chart.steps[key].excuses(MASS):
            ways.append(Outlet(UNEXPLAINED, None, -1, gap))
        found.append(tuple(ways))
    return Outlets(keys, tuple(found), {name: tuple(amounts) for name, amounts in bought.items()})


def mass(flow: Flow, quantities: Mapping[str, float]) -> float:
    """Kilograms per year; unknown and negative amounts count as zero."""
    return max(quantities.get(flow.key, 0.0) * content(flow, MASS), 0.0)


def shares_of(material: str, outlets: Outlets) -> tuple[tuple[float, ...], ...]:
    """Part of a material at each step that each of its outlets takes; each step's parts add up to one.

    What an outlet says it holds is taken as said while so much of the material is there; a mixture gets the rest.
    """
    import numpy as np

    size = len(outlets.keys)
    named = [[_held(way, material) for way in ways] for ways in outlets.of]
    mixed = [_mixed(ways, material, set(outlets.bought)) for ways in outlets.of]
    full = [not any(rest) for rest in mixed]
    bought = np.array(outlets.bought.get(material, (0.0,) * size))
    # Rounds end: a step whose named outlets take all there is stays so.
    for _ in range(size + 1):
        shares, constants = [], []
        for said, rest, everything, ways in zip(named, mixed, full, outlets.of, strict=True):
            parts = divided(said) if everything and any(said) else divided(rest if any(rest) else _masses(ways))
            shares.append(parts)
            constants.append([0.0] * len(ways) if everything else said)
        there = _there(outlets, bought, shares, constants)
        fuller = [
            everything or (any(said) and amount < sum(taken) * (1 + 1e-12))
            for everything, amount, taken, said in zip(full, there, constants, named, strict=True)
        ]
        if fuller == full:
            break
        full = fuller
    result: list[tuple[float, ...]] = []
    for index, ways in enumerate(outlets.of):
        said = constants[index]
        over = max(there[index] - sum(said), 0.0)
        taken = divided([one + over * part for one, part in zip(said, shares[index], strict=True)])
        result.append(tuple(taken if any(taken) else divided(_masses(ways))))
    return _with_way_out(outlets, result)


def _there(outlets: Outlets, bought: Array, shares: list[list[float]], constants: list[list[float]]) -> list[float]:
    """Amount of a material at each step: bought, or sent on from other steps."""
    import numpy as np

    size = len(outlets.keys)
    system, right = np.eye(size), bought.copy()
    for index, ways in enumerate(outlets.of):
        taken = sum(constants[index])
        for way, part, said in zip(ways, shares[index], constants[index], strict=True):
            if way.to >= 0:
                system[way.to, index] -= part
                right[way.to] += said - part * taken
    try:
        return [float(one) for one in np.linalg.solve(system, right)]
    except np.linalg.LinAlgError:  # a loop that nothing leaves by these shares: by mass then
        return [0.0] * size


def _with_way_out(outlets: Outlets, shares: list[tuple[float, ...]]) -> tuple[tuple[float, ...], ...]:
    """The same shares, but by mass at steps from which the material would never leave."""
    import numpy as np

    size = len(outlets.keys)
    weights, leaving = np.zeros((size, size)), np.zeros(size)
    for index, ways in enumerate(outlets.of):
        for way, part in zip(ways, shares[index], strict=True):
            if way.to >= 0:
                weights[index, way.to] += part
            else:
                leaving[index] += part
    ends = ends_of(weights, leaving)
    return tuple(
        parts if end else tuple(divided(_masses(ways)))
        for parts, end, ways in zip(shares, ends, outlets.of, strict=True)
    )


def _masses(ways: tuple[Outlet, ...]) -> list[float]:
    return [way.kg for way in ways]


def _held(way: Outlet, material: str) -> float:
    """Kilograms of a material that an outlet is said to hold; zero if nothing is said."""
    flow = way.flow
    if flow is None or not material:
        return 0.0
    if material in flow.shares:
        return flow.shares[material] * way.kg
    return way.kg if flow.substance == material and flow.kind not in _MIXED else 0.0


def _mixed(ways: tuple[Outlet, ...], material: str, bought: set[str]) -> list[float]:
    """Weights by which the outlets take what is not said: those that hold a mixture, by mass."""
    return [way.kg if _is_mixture(way.flow, material, bought) else 0.0 for way in ways]


def _is_mixture(flow: Flow | None, material: str, bought: set[str]) -> bool:
    if flow is None or flow.kind in _MIXED:
        return flow is None or material not in flow.shares
    return flow.substance not in bought - {""} and material not in flow.shares
