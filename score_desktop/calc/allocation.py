"""How the energy and system costs of a step are divided over what leaves it.

Source: ISO 14051:2011 (by mass, or by another criterion that fits better); method.md 2.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from score_desktop.calc.cost_flow import divided
from score_desktop.calc.material_paths import STOCK, Outlet
from score_desktop.calc.network import Chart, Flow, Step
from score_desktop.enums import AllocationKey, FlowDimension, FlowKind

_NO_PRODUCT = frozenset({FlowKind.WASTE, FlowKind.EMISSION})


@dataclass(frozen=True, slots=True)
class Allocation:
    """An allocation key, with the quantities that it needs."""

    key: AllocationKey
    chart: Chart
    quantities: Mapping[str, float]

    def shares(self, step: Step, ways: Sequence[Outlet]) -> list[float]:
        """Share of each outlet of a step; by mass where the key says nothing about the step."""
        weights: list[float] = []
        if self.key is AllocationKey.DRY_MASS:
            weights = [0.0 if way.flow is not None and _is_water(way.flow) else way.kg for way in ways]
        elif self.key is AllocationKey.VALUE:
            weights = [0.0 if way.flow is None else self._value(way.flow) for way in ways]
        elif self.key is AllocationKey.GIVEN:
            weights = self._given(step, ways)
        return divided(weights) if any(weights) else divided([way.kg for way in ways])

    def _value(self, flow: Flow) -> float:
        """What a flow brings: its price, for losses what they are sold for."""
        worth = flow.income if self.chart.is_loss(flow) else flow.price
        return max(self.quantities.get(flow.key, 0.0) * (worth or 0.0), 0.0)

    def _given(self, step: Step, ways: Sequence[Outlet]) -> list[float]:
        if step.product_share is None:
            return []
        good = [way.kg if self._is_good(way) else 0.0 for way in ways]
        lost = [0.0 if self._is_good(way) else way.kg for way in ways]
        if not any(good) or not any(lost):
            return []
        share = min(max(step.product_share, 0.0), 1.0)
        pairs = zip(divided(good), divided(lost), strict=True)
        return [one * share + two * (1.0 - share) for one, two in pairs]

    def _is_good(self, way: Outlet) -> bool:
        """True for product; waste that goes on to a step of its own is none."""
        if way.flow is None:
            return way.key == STOCK
        return not self.chart.is_loss(way.flow) and way.flow.kind not in _NO_PRODUCT


def _is_water(flow: Flow) -> bool:
    return flow.dimension is FlowDimension.WATER or flow.kind is FlowKind.WATER
