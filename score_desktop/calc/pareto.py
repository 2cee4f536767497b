"""Pareto: the few that make most of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

CLASS_A = 0.8


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """One value of a Pareto order.

    Attributes:
        index: Place in the values given.
        share: Part of the sum (0 to 1); cumulated: with all larger ones.
        in_class_a: In the smallest set that reaches 80 %, the crossing value included.
    """

    index: int
    value: float
    share: float
    cumulated: float
    in_class_a: bool


def pareto(values: Sequence[float]) -> tuple[ParetoRow, ...]:
    """Values in falling order with their cumulated shares; equal values keep their order.

    Negative values (credits) have no place in a Pareto order: they count as zero. With a sum of zero all shares are
    zero and nothing is in class A.

    Source: oracle O47.
    """
    sizes = [max(value, 0.0) for value in values]
    total = math.fsum(sizes)
    order = sorted(range(len(sizes)), key=lambda index: -sizes[index])
    rows = []
    running: list[float] = []
    before = 0.0
    for index in order:
        share = sizes[index] / total if total > 0 else 0.0
        running.append(sizes[index])
        cumulated = math.fsum(running) / total if total > 0 else 0.0
        rows.append(ParetoRow(index, values[index], share, cumulated, total > 0 and before < CLASS_A and share > 0))
        before = cumulated
    return tuple(rows)
