"""Ways to write the label of a node: name above amount, the name on several lines, all on one line, the name alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Size = tuple[float, float]
SMALLER = 0.85
"""Of the size of letters, where a label would not be whole otherwise."""
_SHORT = 28.0  # points: narrower lines are no lines to read
Form = Literal["full", "wrapped", "line", "name"]
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class LabelSizes:
    """How large a label is in full (name above amount), on one line, and as a name alone; (0, 0) for none.

    Attributes:
        full: Its width is that of a drain's label, in which a very long name is cut.
        second: Width of what stands below the name.
        words: Widths of the name's words; empty: the name cannot be broken.
        space: Between two of them.
    """

    full: Size
    line: Size
    name: Size = (0.0, 0.0)
    second: float = 0.0
    words: tuple[float, ...] = ()
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write a label; `lines` are those of the name, `scale` is that of the letters."""

    form: Form
    size: Size
    lines: int = 1
    scale: float = 1.0


def smaller(found: Callable[[LabelSizes, float], list[Way]], sizes: LabelSizes, room: float) -> list[Way]:
    """`ways` or `names` in smaller letters."""
    return [
        Way(way.form, (way.size[0] * SMALLER, way.size[1] * SMALLER), way.lines, SMALLER)
        for way in found(sizes, room / SMALLER)
    ]


def ways(sizes: LabelSizes, room: float) -> list[Way]:
    """Ways that cut nothing and are no wider than the room, best first."""
    found = []
    whole = max(sizes.name[0] or sizes.full[0], sizes.second)
    if whole <= room:
        found.append(Way("full", (whole, sizes.full[1])))
    else:
        broken = _broken(sizes, room)
        if broken is not None and sizes.second <= room:
            width, lines = broken
            height = sizes.full[1] + (lines - 1) * sizes.name[1]
            found.append(Way("wrapped", (max(width, sizes.second), height), lines))
    if sizes.line[0] <= room:
        found.append(Way("line", sizes.line))
    return found


def names(sizes: LabelSizes, room: float) -> list[Way]:
    """The same for the name alone."""
    if sizes.name[0] <= room:
        return [Way("name", sizes.name)]
    broken = _broken(sizes, room)
    return [] if broken is None else [Way("name", (broken[0], broken[1] * sizes.name[1]), broken[1])]


def _broken(sizes: LabelSizes, room: float) -> tuple[float, int] | None:
    """Width and number of lines of the name where it takes several; None where it fits on none or on one."""
    words, space = sizes.words, sizes.space
    if len(words) < 2 or max(words) > room:
        return None
    lines = _lines(words, space, room)
    whole = sum(words) + space * (len(words) - 1)
    if not 1 < lines <= min(MOST_LINES, max(math.ceil(whole / _SHORT), 2)):
        return None
    parts = (words[start:end] for start, end in itertools.combinations(range(len(words) + 1), 2))
    widths = sorted({sum(part) + space * (len(part) - 1) for part in parts})
    return next(width for width in widths if width >= max(words) and _lines(words, space, width) <= lines) + 1, lines


def _lines(words: Sequence[float], space: float, width: float) -> int:
    lines, used = 1, -space
    for word in words:
        if used > -space and used + space + word > width + 1e-6:
            lines, used = lines + 1, -space
        used += space + word
    return lines
