"""Weighted least squares under linear conditions with unknowns: the arithmetic of reconciliation.

What can be known is a question of structure and is decided on the conditions alone, scaled so that no quantity and no
weight has a say in it; the values are then computed with rows scaled to the size of what they balance.

Source: Romagnoli and Sánchez, Data Processing and Reconciliation for Chemical Process Operations, 2000 (projection of
the unknowns, measurement test); Narasimhan and Jordache, Data Reconciliation and Gross Error Detection, 2000 (serial
elimination).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_RANK = 1e-9
_ZERO = 1e-7
_CONTRADICTION = 1e-8


@dataclass(frozen=True, slots=True)
class Solution:
    """What the conditions make of the measurements.

    Attributes:
        values: One per variable; NaN where it cannot be known.
        deviations: Standard deviations of the values; NaN where it cannot be known.
        observable: False: no value follows from the conditions.
        redundant: True for measurements that the conditions check.
        adjustments: In standard deviations of the measurement; zero for what is not measured.
        leverage: Variance of the adjustment over that of the measurement (0 to 1).
        statistic: Sum of the squared adjustments; chi-squared with `degrees` degrees of freedom when nothing is wrong.
        contradictions: Conditions (rows) that exactly known values break.
        open_space: Columns span what may be added to the unobservable variables without breaking a condition.
        checks, residuals: Orthonormal conditions on the adjustments and what they must come to (for `Elimination`).
    """

    values: Array
    deviations: Array
    observable: Flags
    redundant: Flags
    adjustments: Array
    leverage: Array
    statistic: float
    degrees: int
    contradictions: tuple[int, ...]
    open_space: Array
    checks: Array
    residuals: Array

    @property
    def normalised(self) -> Array:
        """Adjustments over their own standard deviation; zero for what nothing checks."""
        import numpy as np

        result = np.zeros_like(self.adjustments)
        np.divide(self.adjustments, np.sqrt(self.leverage), out=result, where=self.redundant)
        return result


def solve(
    matrix: Array, right: Array, measured: Array, deviations: Array, structure: Structure | None = None
) -> Solution:
    """Values nearest to the measurements, by their standard deviations, with ``matrix @ values == right``.

    Args:
        matrix: Conditions by variables.
        right: One per condition.
        measured: One per variable; NaN: not measured.
        deviations: Standard deviations; zero: known exactly. Of unmeasured variables not read.
        structure: Of the same conditions and the same measurements, where it is at hand already.
    """
    import numpy as np

    unknown = np.isnan(measured)
    free = ~unknown & (deviations > 0)
    known = np.where(unknown, 0.0, measured)
    parts = structure or Structure(matrix, unknown, free)
    size = np.abs(matrix) * np.maximum(np.abs(known), np.where(free, deviations, 0.0))
    rows = np.maximum(size.max(axis=1, initial=0.0), np.abs(right))
    usual = float(np.median(rows[rows > 0])) if (rows > 0).any() else 1.0
    rows = np.where(rows > 0, rows, usual)
    scaled = matrix / rows[:, None]
    missing = (right - matrix @ known) / rows

    # The unknowns out of the way: `left` spans the combinations of conditions that hold none of them.
    columns = np.abs(scaled[:, unknown]).max(axis=0, initial=0.0)
    columns = np.where(columns > 0, columns, 1.0)
    u, s, vt = np.linalg.svd(scaled[:, unknown] / columns, full_matrices=True)
    left = u[:, parts.rank :]
    spread = np.where(free, deviations, 0.0)[free]
    weighted = scaled[:, free] * spread
    cu, cs, cvt = np.linalg.svd(left.T @ weighted, full_matrices=False)
    degrees = parts.degrees
    target = left.T @ missing
    checks = cvt[:degrees]
    residuals = (cu[:, :degrees].T @ target) / cs[:degrees]
    adjust = checks.T @ residuals
    leverage = (checks**2).sum(axis=0)

    values = known.copy()
    values[free] += spread * adjust
    spreads = np.where(free, deviations, 0.0)
    spreads[free] = spread * np.sqrt(np.clip(1.0 - leverage, 0.0, None))
    rank = parts.rank
    inverse = (vt[:rank].T / s[:rank]) @ u[:, :rank].T / columns[:, None]
    values[unknown] = inverse @ (missing - weighted @ adjust)
    gains = inverse @ weighted
    gains = gains - (gains @ checks.T) @ checks
    spreads[unknown] = np.sqrt((gains**2).sum(axis=1))
    values[~parts.observable] = np.nan
    spreads[~parts.observable] = np.nan

    rest = target - cu[:, :degrees] @ (cu[:, :degrees].T @ target)
    broken = np.abs(left @ rest) > _CONTRADICTION
    every = len(measured)
    full_adjust, full_leverage, full_checks = np.zeros(every), np.zeros(every), np.zeros((degrees, every))
    full_adjust[free], full_leverage[free], full_checks[:, free] = adjust, leverage, checks
    return Solution(
        values=values,
        deviations=spreads,
        observable=parts.observable,
        redundant=parts.redundant,
        adjustments=full_adjust,
        leverage=full_leverage,
        statistic=float(residuals @ residuals),
        degrees=degrees,
        contradictions=tuple(int(row) for row in np.flatnonzero(broken)),
        open_space=parts.open_space,
        checks=full_checks,
        residuals=residuals,
    )


class Structure:
    """What can be known and what is checked, whatever the quantities are."""

    def __init__(self, matrix: Array, unknown: Flags, free: Flags) -> None:
        import numpy as np

        self._flags = (unknown, free)
        count = matrix.shape[1]
        even, _ = equilibrated(matrix)
        hidden, rows = equilibrated(even[:, unknown])
        u, s, vt = np.linalg.svd(hidden, full_matrices=True)
        self.rank = _rank(s)
        null = vt[self.rank :].T
        self.observable = np.ones(count, dtype=bool)
        self.observable[unknown] = np.sqrt((null**2).sum(axis=1)) <= _ZERO
        self.open_space = np.zeros((count, null.shape[1]))
        self.open_space[unknown] = null
        seen = even[:, free] * rows[:, None]
        lengths = np.sqrt((seen**2).sum(axis=0))
        checked = u[:, self.rank :].T @ (seen / np.where(lengths > 0, lengths, 1.0))
        self.redundant = np.zeros(count, dtype=bool)
        self.redundant[free] = np.sqrt((checked**2).sum(axis=0)) > _ZERO
        self.degrees = _rank(np.linalg.svd(checked, compute_uv=False))

    def fits(self, unknown: Flags, free: Flags) -> bool:
        """True if the same variables are unknown, and the same measured."""
        return bool((unknown == self._flags[0]).all() and (free == self._flags[1]).all())


def structure_of(matrix: Array, measured: Array, deviations: Array, known: Structure | None = None) -> Structure:
    """The structure of conditions and measurements; `known`, of the same conditions, where it fits still."""
    import numpy as np

    unknown = np.isnan(measured)
    free = ~unknown & (deviations > 0)
    return known if known is not None and known.fits(unknown, free) else Structure(matrix, unknown, free)


def equilibrated(matrix: Array) -> tuple[Array, Array]:
    """A matrix whose rows and columns have a largest entry near one, and the factors of its rows.

    Source: Ruiz, A scaling algorithm to equilibrate both rows and columns norms in matrices, 2001.
    """
    import numpy as np

    scaled = matrix.copy()
    rows = np.ones(matrix.shape[0])
    for _ in range(8):
        size = np.abs(scaled)
        down = np.sqrt(size.max(axis=1, initial=0.0))
        across = np.sqrt(size.max(axis=0, initial=0.0))
        down, across = np.where(down > 0, down, 1.0), np.where(across > 0, across, 1.0)
        scaled = scaled / down[:, None] / across
        rows = rows / down
    return scaled, rows


def _rank(singular: NDArray[np.floating[Any]]) -> int:
    return int((singular > _RANK * singular[0]).sum()) if singular.size and singular[0] > 0 else 0


# -- gross errors ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A measurement that agrees least with the others.

    Attributes:
        index: Of the variable.
        normalised: Its adjustment over the standard deviation of that, with the earlier suspects left out.
        critical: Size beyond which chance is no explanation (5 % for all measurements together).
        expected: What the others make of it.
        like: Variables that the conditions cannot tell from it (same normalised adjustment).
    """

    index: int
    normalised: float
    critical: float
    expected: float
    like: tuple[int, ...]

    @property
    def significant(self) -> bool:
        """True if chance is no explanation."""
        return abs(self.normalised) > self.critical


class Elimination:
    """Leaves out one measurement after the other: the rest is updated without solving again.

    Without measurement j the adjustments satisfy the conditions that are orthogonal to its column; what the residuals
    have along it does not matter any more, because no condition is left there.
    """

    def __init__(self, solution: Solution, measured: Array, deviations: Array) -> None:
        self._checks = solution.checks.copy()
        self._residuals = solution.residuals
        self._measured, self._deviations = measured, deviations
        self._left = solution.redundant.copy()
        self._degrees = solution.degrees

    def worst(self) -> Suspicion | None:
        """The measurement that agrees least; None when nothing is checked any more."""
        import numpy as np

        leverage = (self._checks**2).sum(axis=0)
        left = self._left & (leverage > _ZERO**2)
        if self._degrees < 1 or not left.any():
            return None
        adjust = self._checks.T @ self._residuals
        normalised = np.where(left, adjust / np.sqrt(np.where(left, leverage, 1.0)), 0.0)
        largest = int(np.argmax(np.where(left, np.abs(normalised), -1.0)))
        directions = self._checks / np.sqrt(np.where(left, leverage, 1.0))
        alike = (np.abs(directions.T @ directions[:, largest]) > 1.0 - 1e-9) & left
        # Of several that cannot be told apart, the one that was known least well.
        index = int(np.argmax(np.where(alike, leverage, 0.0)))
        like = tuple(int(other) for other in np.flatnonzero(alike) if other != index)
        whole = self._deviations[index] * adjust[index] / leverage[index]
        return Suspicion(
            index=index,
            normalised=float(normalised[index]),
            critical=critical_size(int(left.sum())),
            expected=float(self._measured[index] + whole),
            like=like,
        )

    def leave_out(self, index: int) -> None:
        """Take a measurement as not made."""
        import numpy as np

        column = self._checks[:, index]
        direction = column / np.sqrt(column @ column)
        self._checks = self._checks - np.outer(direction, direction @ self._checks)
        self._left[index] = False
        self._degrees -= 1


def critical_size(count: int, level: float = 0.05) -> float:
    """Size that the largest of `count` normalised adjustments exceeds by chance with probability `level`.

    Source: Šidák 1967; Mah and Tamhane, AIChE Journal 28 (1982), measurement test.
    """
    from statistics import NormalDist

    each = -math.expm1(math.log1p(-level) / max(count, 1))
    return NormalDist().inv_cdf(1.0 - each / 2.0)


def chance_of(statistic: float, degrees: int) -> float:
    """Probability that chi-squared with `degrees` degrees of freedom is at least `statistic`.

    Source: Abramowitz and Stegun, 26.4.4 and 26.4.5, as finite sums.
    """
    if degrees < 1 or statistic <= 0:
        return 1.0
    half = statistic / 2.0
    if degrees % 2 == 0:
        start, first, total = 1.0, -half, 0.0
    else:
        start, first, total = 1.5, -half + 0.5 * math.log(half) - math.lgamma(1.5), math.erfc(math.sqrt(half))
    log_term = first
    for step in range(degrees // 2):
        total += math.exp(log_term)
        log_term += math.log(half) - math.log(start + step)
    return min(total, 1.0)
