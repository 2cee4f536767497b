"""Order of nodes and lanes in the columns of a flow diagram: as little as can be crosses, and what weighs least.

Two flows that cross cost the product of their weights. Where neighbours stand still, what each pair of a column costs
in either order is a table, and the column's best order a linear ordering problem, for which moving one item at a time
to its best place does well. Columns are taken in turn, to and fro, until nothing improves; several starts find ways out
of poor orders that no single column can leave. No chance and no clock: the same graph gives the same order.

Source: Sugiyama, Tagawa and Toda (1981) for columns, lanes and barycentres; Matuszewski, Schönfeld and Molitor (1999)
for moving one item at a time; Zarate, Le Bodic, Dwyer, Gange and Stuckey (2018) for crossings weighed by their flows.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Matrix = np.ndarray[Any, np.dtype[np.float64]]
    Order = np.ndarray[Any, np.dtype[np.intp]]

TOP, BOTTOM = -1, -2
"""In place of an item: above all others of its column, or below them."""
_EFFORT = 60_000
"""Pairs of items that are weighed, in all starts together, before no further start is made."""
_MOST_EFFORT = 4_000_000
"""The same at which the search ends wherever it is: far more than a thousand flows need."""
_MOST_STARTS = 300
_MOST_IN_VAIN = 60
_MOST_PASSES = 4
_MANY = 40  # items from which tables are faster than a walk
_MOST_ROUNDS = 12
_BARYCENTRES = 6
_BETTER = 1e-9  # relative: what improves by less is the same


@dataclass(frozen=True, slots=True)
class Segment:
    """A flow's way from one column to the next.

    Attributes:
        column: Of its start.
        start: Item by its place in the column as given; TOP or BOTTOM for what comes from outside.
        end: The same in the next column.
        weight: Positive.
    """

    column: int
    start: int
    end: int
    weight: float


@dataclass(slots=True)
class _Column:
    """One column while it is sorted. Items count from 1: 0 stands for TOP, the last for BOTTOM."""

    count: int
    fixed: tuple[int, ...]
    before: Matrix = field(init=False)  # weight by item and by item of the column before
    after: Matrix = field(init=False)


def ordered(
    counts: Sequence[int], segments: Iterable[Segment], fixed: Sequence[Sequence[int]] | None = None
) -> list[list[int]]:
    """Items of each column from above.

    Args:
        counts: Items in each column; items are told by their place in the order given, which is kept where nothing
            speaks against it.
        segments: What joins the columns.
        fixed: For each column the items that keep the order given here among themselves.
    """
    if not counts:
        return []
    sorter = _Sorter(counts, list(segments), fixed or [()] * len(counts))
    return [[int(item) - 1 for item in order[1:-1]] for order in sorter.best()]


def crossings(orders: Sequence[Sequence[int]], segments: Iterable[Segment]) -> float:
    """Sum of the products of the weights of all pairs of segments that cross in these orders."""
    sorter = _Sorter([len(order) for order in orders], list(segments), [()] * len(orders), scaled=False)
    return sorter.cost([sorter.closed([item + 1 for item in order]) for order in orders])


class _Sorter:
    def __init__(
        self, counts: Sequence[int], segments: list[Segment], fixed: Sequence[Sequence[int]], *, scaled: bool = True
    ) -> None:
        import numpy as np

        self.np = np
        self.columns = [
            _Column(count, tuple(item + 1 for item in kept)) for count, kept in zip(counts, fixed, strict=True)
        ]
        widest = max((segment.weight for segment in segments), default=1.0) if scaled else 1.0
        gaps = [np.zeros((one + 2, two + 2)) for one, two in itertools.pairwise(counts)]
        for segment in segments:
            gap = gaps[segment.column]
            start = self._row(segment.start, counts[segment.column])
            gap[start, self._row(segment.end, counts[segment.column + 1])] += segment.weight / widest
        for place, column in enumerate(self.columns):
            empty = np.zeros((column.count + 2, 0))
            column.before = gaps[place - 1].T.copy() if place else empty
            column.after = gaps[place] if place < len(gaps) else empty
        self.effort = 0

    @staticmethod
    def _row(item: int, count: int) -> int:
        return 0 if item == TOP else count + 1 if item == BOTTOM else item + 1

    def closed(self, items: Sequence[int]) -> Order:
        """An order with what stands above and below all."""
        return self.np.array([0, *items, len(items) + 1], dtype=self.np.intp)

    # -- cost ----------------------------------------------------------------------------------------------------

    def cost(self, orders: Sequence[Order]) -> float:
        """Weighted crossings of all columns."""
        total = 0.0
        for place, column in enumerate(self.columns[:-1]):
            joined = column.after[orders[place]][:, orders[place + 1]]
            above = joined.cumsum(axis=0) - joined  # what starts higher, by where it ends
            # A pair crosses if one starts above the other and ends below it.
            below = above[:, ::-1].cumsum(axis=1)[:, ::-1] - above
            total += float((joined * below).sum())
        return total

    def _prices(self, column: _Column, before: Order | None, after: Order | None) -> Matrix:
        """What it costs more if the item of a row stands above that of a column than the reverse."""
        np = self.np
        total: Matrix = np.zeros((column.count + 2, column.count + 2))
        for weights, order in ((column.before, before), (column.after, after)):
            if order is None:
                continue
            arranged = weights[:, order]
            higher = arranged.cumsum(axis=1) - arranged
            pairs = arranged @ higher.T
            total += pairs - pairs.T
        return total

    # -- search --------------------------------------------------------------------------------------------------

    def best(self) -> list[Order]:
        given = [self._kept(column, self.closed(range(1, column.count + 1))) for column in self.columns]
        found = self._settled(self._by_barycentre(given, rightward=True))
        least, in_vain = self.cost(found), 0
        chance = random.Random(1)  # noqa: S311 - the same each time, on purpose
        for start in range(1, _MOST_STARTS):
            if least <= 0.0 or self.effort > _EFFORT or in_vain > _MOST_IN_VAIN:
                break
            tried = self._settled(self._start(start, given, found, chance))
            cost = self.cost(tried)
            in_vain += 1
            if cost < least * (1 - _BETTER):
                found, least, in_vain = tried, cost, 0
        return found

    def _start(self, number: int, given: list[Order], best: list[Order], chance: random.Random) -> list[Order]:
        if number == 1:
            return self._by_barycentre(given, rightward=False)
        if number == 2:
            return [order.copy() for order in given]
        if number == 3:
            turned = [
                self._kept(column, self._turned(order)) for column, order in zip(self.columns, given, strict=True)
            ]
            return self._by_barycentre(turned, rightward=True)
        if number % 2:
            mixed = [self._shuffled(place, chance) for place in range(len(given))]
            return self._by_barycentre(mixed, rightward=True, sweeps=1)
        # Of the best so far, two columns in another order: near by, but out of its valley.
        orders = [order.copy() for order in best]
        for _ in range(2):
            place = chance.randrange(len(orders))
            orders[place] = self._shuffled(place, chance)
        return orders

    def _turned(self, order: Order) -> Order:
        turned = order.copy()
        turned[1:-1] = order[1:-1][::-1]
        return turned

    def _shuffled(self, place: int, chance: random.Random) -> Order:
        items = list(range(1, self.columns[place].count + 1))
        chance.shuffle(items)
        return self._kept(self.columns[place], self.closed(items))

    def _kept(self, column: _Column, order: Order) -> Order:
        """The order with the fixed items in theirs, at the places that they had together."""
        if len(column.fixed) > 1:
            places = self.np.isin(order, column.fixed)
            order[places] = column.fixed
        return order

    def _by_barycentre(self, given: list[Order], *, rightward: bool, sweeps: int = _BARYCENTRES) -> list[Order]:
        orders = [order.copy() for order in given]
        columns = range(len(orders))
        for sweep in range(sweeps):
            forward = rightward == (sweep % 2 == 0)
            for place in columns if forward else reversed(columns):
                near = place - 1 if forward else place + 1
                if 0 <= near < len(orders):
                    column = self.columns[place]
                    weights = column.before if forward else column.after
                    orders[place] = self._kept(column, self._sorted(weights, orders[near], orders[place]))
        return orders

    def _sorted(self, weights: Matrix, near: Order, own: Order) -> Order:
        np = self.np
        heights = np.empty(len(near))
        heights[near] = np.arange(len(near)) / (len(near) - 1)
        total = weights.sum(axis=1)
        mine = np.empty(len(own))
        mine[own] = np.arange(len(own)) / (len(own) - 1)
        means = np.where(total > 0, weights @ heights / np.where(total > 0, total, 1.0), mine)
        means[0], means[-1] = -1.0, 2.0
        order: Order = own[np.argsort(np.round(means[own], 9), kind="stable")]
        return order

    def _settled(self, orders: list[Order]) -> list[Order]:
        """Orders in which no item of any column has a better place."""
        columns = list(range(len(orders)))
        changed = set(columns)  # where a neighbour moved since it was looked at
        for round_ in range(_MOST_ROUNDS):
            if not changed:
                break
            for place in columns if round_ % 2 == 0 else reversed(columns):
                if place not in changed:
                    continue
                if self.effort > _MOST_EFFORT:
                    return orders
                changed.discard(place)
                before = orders[place - 1] if place else None
                after = orders[place + 1] if place + 1 < len(orders) else None
                prices = self._prices(self.columns[place], before, after)
                if self._improved(self.columns[place], orders[place], prices):
                    changed |= {near for near in (place - 1, place + 1) if 0 <= near < len(orders)}
        return orders

    def _improved(self, column: _Column, order: Order, prices: Matrix) -> bool:
        """Move items of one column to better places, one at a time; whether any moved."""
        np = self.np
        least = -_BETTER * max(float(np.abs(prices).max(initial=0.0)), 1e-300)
        items = order.tolist()
        rows = prices.tolist() if column.count < _MANY else []
        moved_any = False
        for _ in range(_MOST_PASSES):
            self.effort += column.count * column.count
            moved = False
            for item in items[1:-1]:
                at = items.index(item)
                low, high = self._bounds(column, items, item, at)
                if rows:
                    target = _best_place(items, at, rows[item], (low, high), least)
                else:
                    costs = prices[item, items]
                    target = self._best_of_many(at, costs[low:at], costs[at + 1 : high + 1], least)
                if target != at:
                    items.insert(target, items.pop(at))
                    moved = moved_any = True
            if not moved:
                break
        if moved_any:
            order[:] = items
        return moved_any

    def _best_of_many(self, at: int, above: Matrix, below: Matrix, least: float) -> int:
        """As `_best_place`, from what the items above and below cost."""
        target, gain = at, least
        for costs, step in ((above[::-1].cumsum(), -1), ((-below).cumsum(), 1)):
            if len(costs):
                place = int(costs.argmin())
                if costs[place] < gain:
                    target, gain = at + step * (place + 1), float(costs[place])
        return target

    @staticmethod
    def _bounds(column: _Column, items: list[int], item: int, at: int) -> tuple[int, int]:
        """First and last place to which an item may move."""
        low, high = 1, column.count
        if item in column.fixed:
            place = column.fixed.index(item)
            low = items.index(column.fixed[place - 1]) + 1 if place else low
            high = items.index(column.fixed[place + 1]) - 1 if place + 1 < len(column.fixed) else high
        return min(low, at), max(high, at)


def _best_place(items: list[int], at: int, prices: list[float], bounds: tuple[int, int], least: float) -> int:
    """Where the item at a place costs least; where it is, unless another place is better by more than `least`."""
    target, gain = at, least
    total = 0.0
    for place in range(at - 1, bounds[0] - 1, -1):
        total += prices[items[place]]
        if total < gain:
            target, gain = place, total
    total = 0.0
    for place in range(at + 1, bounds[1] + 1):
        total -= prices[items[place]]
        if total < gain:
            target, gain = place, total
    return target
