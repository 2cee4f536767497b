"""Costs that travel with what leaves each step, until they leave the process: loops as one linear system.

Every number is a sum, product or quotient of numbers that are not negative, never a difference: so that what goes in
comes out again to the last digits, however often a loop goes round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def passing(weights: Array, leaving: Array, arriving: Array) -> Array:
    """What passes each step when all that arrives goes on by the weights, round loops until it leaves.

    Args:
        weights: From step (row) to step (column), any scale per row; the diagonal is not read.
        leaving: Weight of what leaves the process at each step. Each step must reach one that is not zero (`ends_of`).
        arriving: From outside, by step; several columns are several costs.

    Source: Grassmann, Taksar and Heyman, Operations Research 33 (1985): elimination without subtraction.
    """
    import numpy as np

    size = len(leaving)
    away = weights.copy()
    np.fill_diagonal(away, 0.0)
    sums = away.sum(axis=1) + leaving
    sums = np.where(sums > 0, sums, 1.0)
    away, out = away / sums[:, None], leaving / sums
    amounts = arriving.astype(np.float64).copy()
    totals = np.ones(size)
    for step in range(size - 1, -1, -1):
        before = away[step, :step]
        total = before.sum() + out[step]
        totals[step] = total if total > 0 else 1.0
        share = before / totals[step]
        amounts[:step] += np.outer(share, amounts[step])
        reach = away[:step, step]
        rows = np.flatnonzero(reach)
        if rows.size:
            away[np.ix_(rows, np.arange(step))] += np.outer(reach[rows], share)
            out[rows] += reach[rows] * (out[step] / totals[step])
            away[rows, rows] = 0.0
    result = np.zeros_like(amounts)
    for step in range(size):
        result[step] = (amounts[step] + away[:step, step] @ result[:step]) / totals[step]
    return result


def ends_of(weights: Array, leaving: Array) -> list[bool]:
    """True for each step from which something can leave the process."""
    import numpy as np

    ends = leaving > 0
    while True:
        more = ends | ((weights > 0) & ends[None, :]).any(axis=1)
        if (more == ends).all():
            return [bool(one) for one in ends]
        ends = np.asarray(more)


def divided(weights: Sequence[float]) -> list[float]:
    """Shares by weight; none of them where all weights are zero."""
    total = sum(weights)
    return [weight / total for weight in weights] if total > 0 else [0.0 for _ in weights]
