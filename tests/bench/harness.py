"""Times two ways of the same work in turn, so that whatever else the machine does falls on both.

A limit in milliseconds says little about another machine; a ratio to the least that the work can cost says what our own
code adds. Both are medians of the same number of rounds.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure of the bench.

    Attributes:
        name: What was measured.
        floor: What it was measured against.
        seconds: Median of ours.
        floor_seconds: Median of the floor.
        goal: Largest ratio that is good; None for a figure without one.
    """

    name: str
    floor: str
    seconds: float
    floor_seconds: float
    goal: float | None

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds

    @property
    def good(self) -> bool:
        return self.goal is None or self.ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "floor": self.floor,
            "seconds": round(self.seconds, 5),
            "floor_seconds": round(self.floor_seconds, 5),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "good": self.good,
        }


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of the bench that has a limit of its own: memory, the longest time that the window was held.

    Attributes:
        unit: "MB" or "ms".
        goal: Largest value that is good; None for a figure without one.
    """

    name: str
    value: float
    unit: str
    goal: float | None

    @property
    def good(self) -> bool:
        return self.goal is None or self.value <= self.goal

    def as_json(self) -> dict[str, object]:
        value = round(self.value, 1)
        return {"name": self.name, "value": value, "unit": self.unit, "goal": self.goal, "good": self.good}


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the bench that is no time: how much of something, against how much of it there is elsewhere.

    Attributes:
        goal: Largest ratio that is good.
    """

    name: str
    floor: str
    value: float
    floor_value: float
    goal: float

    @property
    def ratio(self) -> float:
        return self.value / self.floor_value if self.floor_value else 1.0 + (self.value > 0)

    @property
    def good(self) -> bool:
        return self.ratio <= self.goal

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "floor": self.floor,
            "value": round(self.value, 4),
            "floor_value": round(self.floor_value, 4),
            "ratio": round(self.ratio, 4),
            "goal": self.goal,
            "good": self.good,
        }


Figure = Ratio | Amount | Count


@dataclass(frozen=True, slots=True)
class Work:
    """Work to be timed.

    Attributes:
        do: The work; gets what `prepare` gave.
        prepare: Makes what each call needs afresh (an empty database), outside the time.
    """

    do: Callable[[Any], object]
    prepare: Callable[[], Any] = lambda: None

    def seconds(self) -> float:
        """Time of one call, with the garbage of earlier ones out of the way."""
        given = self.prepare()
        gc.collect()
        start = time.perf_counter()
        self.do(given)
        return time.perf_counter() - start


def compare(
    name: str, floor_name: str, ours: Work, floor: Work, goal: float | None = None, *, rounds: int = ROUNDS
) -> Ratio:
    """Ours against its floor, in turn; the first call of each warms up and does not count."""
    ours.seconds()
    floor.seconds()
    pairs = [(ours.seconds(), floor.seconds()) for _ in range(rounds)]
    mine, least = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    return Ratio(name, floor_name, mine, least, goal)


def linear(small: Ratio, large: Ratio, times: int, goal: float = 1.3) -> Ratio:
    """How much worse than linear the larger work is: its time against so many times that of the smaller."""
    return Ratio(f"{large.name}: growth", f"{times} × {small.name}", large.seconds, small.seconds * times, goal)


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    lines = [f"{'':52} {'ours':>10} {'floor':>10} {'ratio':>6} {'goal':>5}"]
    for figure in figures:
        if isinstance(figure, Amount):
            goal = "" if figure.goal is None else f"{figure.goal:7.0f}" + ("" if figure.good else "  too much")
            lines.append(f"{figure.name:52} {figure.value:8.1f} {figure.unit} {'':14} {goal}".rstrip())
            continue
        if isinstance(figure, Count):
            goal = f"{figure.goal:5.2f}" + ("" if figure.good else "  too many")
            lines.append(f"{figure.name:52} {figure.value:10.3f} {figure.floor_value:10.3f} {figure.ratio:9.3f} {goal}")
            lines.append(f"  against {figure.floor}")
            continue
        goal = "" if figure.goal is None else f"{figure.goal:5.1f}" + ("" if figure.good else "  too slow")
        ours, floor = (f"{value * 1000:8.1f} ms" for value in (figure.seconds, figure.floor_seconds))
        lines.append(f"{figure.name:52} {ours} {floor} {figure.ratio:6.2f} {goal}")
        lines.append(f"  against {figure.floor}")
    return "\n".join(lines)
