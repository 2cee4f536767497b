"""Consumption that a file splits by zone of the tariff ("Consumo P1 (kWh)", "Consumo P2 (kWh)"): its zones add up."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from score_desktop.importing import wordbook
from score_desktop.importing.columns import BLOCKS, Column
from score_desktop.importing.rows import Rows

_ROUNDING = 0.001
"""How far a total may lie from the sum of its zones, over itself."""
_FITS = 0.8
_WORD = re.compile(r"[a-z0-9]+")


def join_zones(rows: Rows) -> list[Column]:
    """Make the zones of each quantity one: the first column holds their sum, the others are set aside and returned.

    A column that holds the sum of the others in its own right is the quantity, and they are set aside.
    """
    groups: dict[tuple[str, object], list[Column]] = {}
    for column in rows.layout.all("quantity"):
        key = column.unit, column.head.resource if column.head else None
        groups.setdefault(key, []).append(column)
    aside: list[Column] = []
    for group in groups.values():
        zones = [column for column in group if _is_zone(column)]
        blocks = rows.layout.all(*BLOCKS) if len(groups) == 1 else []
        if not zones or len(zones) + len(blocks) < 2:
            continue
        whole = next((one for one in group if _is_sum(one, [*zones, *blocks], rows.values)), None)
        if whole is None and len(zones) < len(group):
            continue
        first = whole or zones[0]
        if whole is None:
            rows.values[first.index] = _sums([*zones, *blocks], rows.values)
        aside += [column for column in zones if column is not first]
    for column in aside:
        column.meaning = "other"
    return aside


@functools.cache
def _words() -> frozenset[str]:
    return frozenset(wordbook.vocabulary("words")["zones"]["words"])


def _is_zone(column: Column) -> bool:
    """Whether a header names a zone of the tariff beside what is counted."""
    return not column.told and not _words().isdisjoint(
        _WORD.findall(wordbook.without_places(wordbook.fold(column.title)))
    )


def _is_sum(whole: Column, zones: Sequence[Column], values: Mapping[int, Sequence[int | None]]) -> bool:
    """Whether a column holds the sum of the others in nearly all rows."""
    parts = [values[column.index] for column in zones if column is not whole]
    filled = sum(map(bool, values[whole.index]))
    if len(parts) < 2 or not filled:
        return False
    good = filled
    for value, *row in zip(values[whole.index], *parts, strict=True):
        if value and abs(value - sum(part or 0 for part in row)) > _ROUNDING * abs(value):
            good -= 1
            if good < _FITS * filled:
                return False
    return True


def _sums(parts: Sequence[Column], values: Mapping[int, Sequence[int | None]]) -> list[int | None]:
    """The sum of columns in each row; None where all are empty."""
    rows = zip(*(values[part.index] for part in parts), strict=True)
    return [None if all(part is None for part in row) else sum(part or 0 for part in row) for row in rows]
