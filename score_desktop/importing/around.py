"""What stands around a table: particulars of a meter above it, notes below, titles of a printed list's first page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from score_desktop.importing import cells, periods, wordbook
from score_desktop.importing.heads import head_of

if TYPE_CHECKING:
    from score_desktop.importing.tables import RawTable

_LONGEST_NOTE = 200
_AMOUNTS = frozenset({"quantity", "cost", "total", "reading", "reading_current", "production"})


def with_particulars(found: Sequence[RawTable]) -> list[RawTable]:
    """The tables, but those of one row that hold no amounts: what they tell is of the table below.

    "Identifiant PRM; Unité" over "14295224261882; Wh" stands above the values of that meter.
    """
    kept: list[RawTable] = []
    told: list[str] = []
    for table in found:
        body = (table.sheet.rows[row] for row in range(*table.body))
        rows = list(islice((row for row in body if not cells.is_blank(row)), 2))
        known = {head.meaning for text in table.heads if text and (head := head_of(text)) is not None}
        is_last = table is found[-1]
        if len(rows) == 1 and not is_last and not table.months and known.isdisjoint(_AMOUNTS) and not table.told:
            told = [
                f"{head}: {cells.word(cell)}" for head, cell in zip(table.heads, rows[0], strict=True) if head and cell
            ]
            continue
        table.titles += told
        kept.append(table)
    return kept


def notes_of(table: RawTable) -> list[str]:
    """What lines of one text below the header say of the table, sentence by sentence: "Nota: consumo en m3, …"."""
    first, last = table.body
    found: list[str] = []
    for row in table.sheet.rows[first:last]:
        filled = [cell for cell in row if cell is not None]
        if len(filled) == 1 and isinstance(filled[0], str) and len(filled[0]) <= _LONGEST_NOTE:
            found += re.split(r"[;,:.](?:\s+|$)|\s\|\s", filled[0])
    return [text for text in found if text]


def titles_of_page_before(found: Sequence[RawTable], heads: Sequence[str], titles: Sequence[str]) -> list[str]:
    """Titles of the table above, where its header stands again on the next page of a printed list."""
    tells = any(wordbook.meter_code_of(text) or wordbook.resource_of(text) or periods.year_in(text) for text in titles)
    return [] if tells or not found or found[-1].heads != heads else found[-1].titles
