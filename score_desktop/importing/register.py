"""Lists of meters without bills: what they tell of each meter counts in the tables of bills beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from score_desktop.enums import Resource
from score_desktop.importing import cells, naming, wordbook
from score_desktop.importing.heads import head_of
from score_desktop.importing.tables import RawTable
from score_desktop.importing.workbook import Cell

_DATED = frozenset({"period", "month", "year", "date", "date_current", "date_previous", "period_start", "period_end"})
_COUNTED = frozenset({"quantity", "cost", "reading", "reading_current", "reading_previous"})


@dataclass(frozen=True, slots=True)
class Registered:
    """What a list of meters says of one: each "" or None where it says nothing.

    Attributes:
        unit: Words for the unit that its bills are in.
    """

    resource: Resource | None
    unit: str
    supplier: str
    account: str


def registered(tables: Iterable[RawTable]) -> dict[str, Registered]:
    """The meters (names folded) that some tables describe without counting anything."""
    found: dict[str, Registered] = {}
    for table in tables:
        for name, told in _read(table).items():
            found.setdefault(name, told)
    return found


def _read(table: RawTable) -> dict[str, Registered]:
    columns: dict[str, int] = {}
    for column in range(*table.span):
        head = head_of(table.heads[column]) if table.heads[column] else None
        meaning = head.meaning if head is not None else ""
        if meaning in _DATED or meaning in _COUNTED or column in table.months:
            return {}
        columns.setdefault(meaning, column)
    if "meter" not in columns or not {"unit", "resource"} & columns.keys():
        return {}
    rows = table.sheet.rows[slice(*table.body)]
    return {
        wordbook.fold(name): _registered(row, columns) for row in rows if (name := cells.word(row[columns["meter"]]))
    }


def _registered(row: list[Cell], columns: dict[str, int]) -> Registered:
    words = {meaning: cells.word(row[column]) for meaning, column in columns.items()}
    unit = words.get("unit", "")
    told = naming.resource_of_texts(words[name] for name in ("resource", "product") if words.get(name))
    return Registered(
        told, unit if naming.unit_symbol(unit) else "", words.get("supplier", ""), words.get("account", "")
    )
