"""What the numbers of a file prove about its reading: differences of readings, sums of parts, months that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from score_desktop.calc.figures import MICRO
from score_desktop.calc.findings import PARTS_TOLERANCE_MICRO, READINGS_TOLERANCE, read_quantity
from score_desktop.enums import MeterKind
from score_desktop.importing.result import FoundMeter
from score_desktop.services.inventory import CHARGE_COLUMNS, READING_COLUMNS, readings_and_parts

Columns = Mapping[str, Sequence[Any]]


class CheckKind(StrEnum):
    """What was looked at. ESTIMATED is no check, but something to know."""

    READINGS = "readings"
    PARTS = "parts"
    MONTHS = "months"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the bills of a file.

    Attributes:
        good, of: Rows in which it holds, of those in which it can be looked at; of MONTHS: meters without gaps, meters.
        first, end: Of MONTHS and ESTIMATED the first day and the first day outside.
        parts: Of PARTS the columns that are added.
    """

    kind: CheckKind
    good: int
    of: int
    first: dt.date | None = None
    end: dt.date | None = None
    parts: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True when it holds everywhere; what is only to be known never does."""
        return self.kind is not CheckKind.ESTIMATED and self.good == self.of


def checks(
    columns: Columns, meters: Sequence[FoundMeter], positions: Sequence[int], stop: Callable[[], None]
) -> tuple[Check, ...]:
    """The checks that can be made of some records of a file; `stop` is called between them and may raise."""
    if not positions:
        return ()
    made = [_readings(columns, positions)]
    stop()
    made.append(_parts(columns, positions))
    stop()
    made.append(_months(columns, meters, positions))
    stop()
    made.append(_estimated(columns, positions))
    return tuple(check for check in made if check is not None and check.of)


def _at(columns: Columns, names: Sequence[str], positions: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Rows of some columns; one that the file does not have is empty."""
    found = [columns.get(name) for name in names]
    for position in positions:
        yield tuple(None if values is None else values[position] for values in found)


def _readings(columns: Columns, positions: Sequence[int]) -> Check | None:
    if any(name not in columns for name in ("reading_previous", "reading_current", "quantity")):
        return None
    good = seen = 0
    for previous, current, multiplier, billed in _at(columns, (*READING_COLUMNS, "quantity"), positions):
        if previous is None or current is None or billed is None or billed < 0:
            continue
        seen += 1
        read = read_quantity(previous, current) * (1.0 if multiplier is None else multiplier / MICRO)
        good += abs(read - billed) <= READINGS_TOLERANCE * max(billed, MICRO)
    return Check(CheckKind.READINGS, good, seen)


def _parts(columns: Columns, positions: Sequence[int]) -> Check | None:
    names = tuple(name for name in CHARGE_COLUMNS if name in columns)
    if len(names) < 2 or "cost" not in columns:
        return None
    good = seen = 0
    for *values, cost in _at(columns, (*READING_COLUMNS, *CHARGE_COLUMNS, "cost"), positions):
        total = readings_and_parts(values)[0]
        if total is not None and cost is not None:
            seen += 1
            good += abs(total - cost) <= PARTS_TOLERANCE_MICRO
    return Check(CheckKind.PARTS, good, seen, parts=names)


def _months(columns: Columns, meters: Sequence[FoundMeter], positions: Sequence[int]) -> Check | None:
    """Whether the periods of each metered meter follow one another without a day between them."""
    spans: dict[int, set[tuple[dt.date, dt.date]]] = {}
    for meter, start, end in _at(columns, ("meter", "period_start", "period_end"), positions):
        if meters[meter].kind is MeterKind.METERED:
            spans.setdefault(meter, set()).add((start, end))
    several = [sorted(own) for own in spans.values() if len(own) > 1]
    if not several:
        return None
    good = sum(_is_whole(own) for own in several)
    first = min(own[0][0] for own in several)
    return Check(CheckKind.MONTHS, good, len(several), first, max(end for own in several for _, end in own))


def _is_whole(spans: Sequence[tuple[dt.date, dt.date]]) -> bool:
    reached = spans[0][1]
    for start, end in spans:
        if start > reached:
            return False
        reached = max(reached, end)
    return True


def _estimated(columns: Columns, positions: Sequence[int]) -> Check | None:
    if "estimated" not in columns:
        return None
    found = [position for position in positions if columns["estimated"][position]]
    if not found:
        return None
    first = min(columns["period_start"][position] for position in found)
    return Check(CheckKind.ESTIMATED, 0, len(found), first, max(columns["period_end"][position] for position in found))
