"""What bills and activity data share when they are stored by an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Sorted:
    """Records by what becomes of them: positions in the file's columns."""

    take: list[int]
    replace: list[tuple[int, int]]
    conflicts: list[tuple[int, int | None, int | None]]
    duplicates: int


def sort_records(decisions: Sequence[Decision], positions: Sequence[int], on_conflict: OnConflict) -> Sorted:
    """What becomes of each record; `positions` are those of the decisions in the file's columns."""
    take, replace, conflicts, duplicates = [], [], [], 0
    for decision, position in zip(decisions, positions, strict=True):
        if decision.verdict is RecordVerdict.NEW:
            take.append(position)
        elif decision.verdict is RecordVerdict.DUPLICATE:
            duplicates += 1
        else:
            other = None if decision.new is None else positions[decision.new]
            conflicts.append((position, decision.stored, other))
            if on_conflict is OnConflict.BOTH:
                take.append(position)
            elif on_conflict is OnConflict.REPLACE and decision.stored is not None:
                replace.append((position, decision.stored))
    return Sorted(take, replace, conflicts, duplicates)


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
