"""What bills and activity data share when they are stored by an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import is_
from typing import Any

from score_desktop.enums import OnConflict, RecordVerdict
from score_desktop.importing.identity import Decision

Columns = Mapping[str, Sequence[Any]]
"""Column name → values, one for each record of the file."""


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """Where an import goes: ids of the audit, its enterprise and the site that gets new meters."""

    audit_id: int
    enterprise_id: int
    site_id: int
    country: str
    currency: str
    enterprise: str = ""
    """Portable id of the enterprise."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Records by what becomes of them: positions in the file's columns.

    Attributes:
        take: To be stored as new.
        replace: To take the place of a stored one: (position, place of the stored one, later its id).
        conflicts: (position, the stored one it meets, position of the one above in the file that it meets).
        duplicates: Left out as known.
        beside: Conflicts among `take` that are stored beside what they meet: they do not count as imported.
    """

    take: list[int]
    replace: list[tuple[int, int]]
    conflicts: list[tuple[int, int | None, int | None]]
    duplicates: int
    beside: frozenset[int] = frozenset()

    def with_ids(self, ids: Sequence[int]) -> Sorted:
        """Stored records by id instead of by place."""
        return Sorted(
            self.take,
            [(position, ids[index]) for position, index in self.replace],
            [(p, None if index is None else ids[index], other) for p, index, other in self.conflicts],
            self.duplicates,
            self.beside,
        )


def sort_records(
    decisions: Sequence[Decision],
    positions: Sequence[int],
    choose: Callable[[int], OnConflict | None],
    usual: OnConflict,
) -> Sorted:
    """What becomes of each record; `positions` are those of the decisions in the file's columns.

    Args:
        choose: What a person decided about the record at a position; None: nothing.
        usual: What becomes of the others. Of two records of one file REPLACE as the usual keeps the first: which of
            them is right only a person can say.
    """
    first = decisions[0] if decisions else None
    is_one = first is not None and len(decisions) == len(positions) and all(map(is_, decisions, repeat(first)))
    if is_one and first is not None and first.verdict is RecordVerdict.NEW:
        return Sorted(list(positions), [], [], 0)  # as with most files
    take, replace, conflicts, duplicates = [], [], [], 0
    beside: set[int] = set()
    instead: dict[int, int] = {}
    for decision, position in zip(decisions, positions, strict=True):
        if decision.verdict is RecordVerdict.NEW:
            take.append(position)
        elif decision.verdict is RecordVerdict.DUPLICATE:
            duplicates += 1
        else:
            other = None if decision.new is None else positions[decision.new]
            conflicts.append((position, decision.stored, other))
            chosen = choose(position)
            if (chosen or usual) is OnConflict.BOTH:
                take.append(position)
                beside.add(position)
            elif (chosen or usual) is OnConflict.REPLACE and decision.stored is not None:
                replace.append((position, decision.stored))
            elif chosen is OnConflict.REPLACE and other is not None:
                instead[other] = position
    if instead:
        take = [instead.get(position, position) for position in take]
    return Sorted(take, replace, conflicts, duplicates, frozenset(beside))


def rows_at(positions: Sequence[int], *columns: Sequence[Any]) -> Any:
    """Rows of some columns at some positions."""
    if len(positions) == len(columns[0]):
        return zip(*columns, strict=True)
    rows = list(zip(*columns, strict=True))
    return (rows[position] for position in positions)


def raw(value: Any) -> Any:
    """A value as images hold it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
