"""Random processes with a true state: layers of steps, loops back, balanced by construction."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable

import numpy as np

from score_desktop.calc.network import Flow, Network, Step
from score_desktop.enums import FlowKind, Place

OUTSIDE = (
    Step("supplier", "Proveedor", outside=Place.SUPPLIER),
    Step("customer", "Cliente", outside=Place.CUSTOMER),
    Step("bin", "Basurero", outside=Place.LANDFILL),
)


def true_network(random: np.random.Generator, steps: int, loops: int = 2, wide: float = 2.0) -> Network:
    """A network whose masses balance at each step: paths from supplier to customer or bin, and circles, laid over.

    Args:
        wide: Sizes of the paths cover ten to this power.
    """
    amounts: dict[tuple[str, str], float] = {}

    def lay(places: list[str], amount: float) -> None:
        for one, two in itertools.pairwise(places):
            amounts[one, two] = amounts.get((one, two), 0.0) + amount

    def size() -> float:
        return float(10.0 ** random.uniform(3.0 - wide / 2, 3.0 + wide / 2))

    keys = [f"s{number}" for number in range(steps)]
    for key in keys:  # each step on a path at least
        number = int(key[1:])
        before = sorted(int(one) for one in random.integers(0, number + 1, 2) if one < number)
        after = sorted({int(one) for one in random.integers(number + 1, steps + 1, 2) if number < one < steps})
        middle = [f"s{one}" for one in sorted({*before, number, *after})]
        lay(["supplier", *middle, "customer" if random.random() < 0.6 else "bin"], size())
    for _ in range(loops):
        if steps > 1:
            one, two = sorted(int(index) for index in random.choice(steps, 2, replace=False))
            lay([f"s{two}", f"s{one}", f"s{two}"], size())
    flows = []
    for number, ((source, target), amount) in enumerate(amounts.items()):
        kind = FlowKind.WASTE if target == "bin" else FlowKind.RAW if source == "supplier" else FlowKind.PRODUCT
        flows.append(Flow(f"f{number}", source, target, kind, quantity=amount))
    return Network((*(Step(key, key.upper(), order) for order, key in enumerate(keys)), *OUTSIDE), tuple(flows))


def measured(
    network: Network,
    random: np.random.Generator,
    *,
    unknown: float = 0.2,
    uncertainty: Callable[[], float] | None = None,
    noise: bool = True,
) -> Network:
    """What a person would enter: some flows not at all, the others with an error of the size that is said."""
    flows = []
    for flow in network.flows:
        relative = float(random.choice([0.03, 0.1, 0.25, 0.5])) if uncertainty is None else uncertainty()
        value = flow.quantity or 0.0
        if noise:
            value *= max(1.0 + relative / 1.96 * float(random.standard_normal()), 0.05)
        quantity = None if random.random() < unknown else value
        flows.append(dataclasses.replace(flow, quantity=quantity, uncertainty=relative))
    return dataclasses.replace(network, flows=tuple(flows))
