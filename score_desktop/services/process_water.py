"""Which water the diagram of mass leaves to that of water."""

from __future__ import annotations

import math
from collections.abc import Iterable

from score_desktop.calc.network import MASS, Chart, Flow, content
from score_desktop.enums import FlowDimension, FlowKind
from score_desktop.services.process import ProcessView

_WET = 0.9


def wet_steps(view: ProcessView) -> frozenset[str]:
    """Steps where nine tenths of the mass are water that flows by itself, if there are others as well."""
    chart = view.chart
    known = view.complete.quantities
    wet = set()
    for key in chart.steps:
        held = [
            (known[flow.key].value * content(flow, MASS), is_water(flow))
            for flow in (*chart.into[key], *chart.out_of[key])
            if flow.key in known
        ]
        whole = math.fsum(mass for mass, _ in held)
        if whole > 0 and math.fsum(mass for mass, water in held if water) >= _WET * whole:
            wet.add(key)
    return frozenset(wet) if len(wet) < len(chart.steps) else frozenset()


def is_water(flow: Flow) -> bool:
    """Whether a flow is water by itself."""
    return flow.dimension is FlowDimension.WATER or flow.kind is FlowKind.WATER


def left_to_water(keys: Iterable[str], chart: Chart, wet: frozenset[str]) -> set[str]:
    """Flows among these that the diagram of mass does not draw: water that touches no step but wet ones."""
    kept = chart.steps.keys() - wet
    return {
        key
        for key in keys
        if is_water(chart.flows[key]) and not {chart.flows[key].source, chart.flows[key].target} & kept
    }


def leaves_water_out(view: ProcessView) -> bool:
    """Whether the diagram of mass shows less water than the balances count."""
    return bool(left_to_water(view.complete.quantities, view.chart, wet_steps(view)))
