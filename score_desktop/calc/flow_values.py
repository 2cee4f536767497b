"""What a unit is worth at each step: prices and emissions of what came in from outside, mixed on the way.

Everything at a step counts as mixed: a kilogram lost there costs what a kilogram costs on average that came in. Loops
are solved as one linear system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from score_desktop.calc.network import MASS, Balance, Chart, Flow, Step, content, stock_increase
from score_desktop.enums import BalanceKind

_SOME = 1e-12


@dataclass(frozen=True, slots=True)
class UnitValue:
    """Worth of a unit of a balance at a step.

    Attributes:
        value: Per unit of the balance (kg, m3, kWh); what has no price counts as zero, so it is worth at least that.
        known_share: Part of what came in whose price is known (0 to 1).
    """

    value: float
    known_share: float


def price_of(flow: Flow) -> float | None:
    """Money per unit of quantity."""
    return flow.price


def emissions_of(flow: Flow) -> float | None:
    """Kilograms of CO2e per unit of quantity."""
    return flow.kg_co2e


def unit_values(
    chart: Chart,
    quantities: Mapping[str, float],
    balance: Balance,
    per_unit: Callable[[Flow], float | None] = price_of,
    *,
    of_stock: Callable[[Step], float | None] = lambda step: step.stock_price,
) -> dict[str, UnitValue]:
    """Worth of a unit at each step that something with a known price reaches.

    For a followed substance, what a kilogram of its carriers costs (costs of a mixture are shared by mass).
    """
    import numpy as np

    steps = _fed(chart, quantities, balance)
    if not steps:
        return {}
    place = {key: index for index, key in enumerate(steps)}
    size = len(steps)
    system = np.zeros((size, size))
    right = np.zeros((size, 2))
    for key, row in place.items():
        total = 0.0
        for flow in chart.into[key]:
            amount = _amount(flow, quantities, balance)
            total += amount
            if flow.source in place:
                system[row, place[flow.source]] -= amount
            elif amount and flow.source not in chart.steps:
                price = _per_balance(flow, balance, per_unit(flow))
                right[row] += (0.0, 0.0) if price is None else (amount * price, amount)
        step = chart.steps[key]
        taken = max(-stock_increase(step, balance), 0.0)
        price = of_stock(step)
        if taken and price is not None:
            right[row] += (taken * price, taken)
        system[row, row] += total + taken
        scale = total + taken
        system[row] /= scale
        right[row] /= scale
    solved = np.linalg.solve(system, right)
    return {
        key: UnitValue(float(solved[row, 0]), float(min(max(solved[row, 1], 0.0), 1.0)))
        for key, row in place.items()
        if solved[row, 1] > _SOME
    }


def _per_balance(flow: Flow, balance: Balance, price: float | None) -> float | None:
    """A price per unit of the balance, from one per unit of quantity."""
    if price is None:
        return None
    measure = MASS if balance.kind is BalanceKind.SUBSTANCE else balance
    held = content(flow, measure)
    return price / held if held else None


def _amount(flow: Flow, quantities: Mapping[str, float], balance: Balance) -> float:
    return max(quantities.get(flow.key, 0.0) * content(flow, balance), 0.0)


def _fed(chart: Chart, quantities: Mapping[str, float], balance: Balance) -> list[str]:
    """Steps that something from outside (or from stock) reaches; a loop that nothing feeds has no worth."""
    reached = [
        key
        for key, step in chart.steps.items()
        if stock_increase(step, balance) < 0
        or any(flow.source not in chart.steps and _amount(flow, quantities, balance) > 0 for flow in chart.into[key])
    ]
    seen = set(reached)
    for key in reached:  # grows while it is read
        for flow in chart.out_of[key]:
            if flow.target in chart.steps and flow.target not in seen and _amount(flow, quantities, balance) > 0:
                seen.add(flow.target)
                reached.append(flow.target)
    return reached
