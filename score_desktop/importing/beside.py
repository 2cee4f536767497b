"""Tables that stand side by side below one header row, and the titles above each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from score_desktop.importing import naming, periods, wordbook
from score_desktop.importing.heads import head_of
from score_desktop.importing.workbook import Cell, Sheet

Span = tuple[int, int]

DATED = frozenset({"period", "month", "date", "date_current", "period_start", "date_invoice"})
_AMOUNTS = frozenset({"quantity", "cost", "total"})
_ROWS_ABOVE = 200
_MOST_TITLES = 40
_CODE = "{:.15g}"


def side_by_side(sheet: Sheet, heads: Sequence[str], top: int, bottom: int) -> list[Span]:
    """Columns of each table of a header.

    Two stand side by side when an empty column parts them and both are dated, or when the same words come again.
    """
    rows = sheet.rows[top:bottom]
    empty = [not head and all(row[column] is None for row in rows) for column, head in enumerate(heads)]
    parts: list[Span] = []
    start = 0
    for column in range(len(heads) + 1):
        if column == len(heads) or empty[column]:
            if column > start:
                parts.append((start, column))
            start = column + 1
    whole = [(0, len(heads))]
    if len(parts) == 1:
        return _repeated(heads, parts[0]) or whole
    return parts if len(parts) > 1 and all(_is_dated(heads[left:right]) for left, right in parts) else whole


def _repeated(heads: Sequence[str], part: Span) -> list[Span]:
    """Columns of tables without a column between them: "Mes, kWh, Bs, Mes, kWh, Bs"; empty if there are none."""
    left, right = part
    own = list(heads[left:right])
    count = own.count(own[0])
    size = len(own) // count
    first = head_of(own[0]) if own[0] else None
    if count < 2 or own != own[:size] * count or first is None or first.meaning not in DATED:
        return []
    meanings = {head.meaning for text in own[:size] if text and (head := head_of(text)) is not None}
    if meanings.isdisjoint(_AMOUNTS):
        return []  # two dates with their readings
    return [(start, start + size) for start in range(left, right, size)]


def _is_dated(heads: Sequence[str]) -> bool:
    known = [head.meaning for text in heads if text and (head := head_of(text)) is not None]
    return len(known) > 1 and any(meaning in DATED for meaning in known)


def titles_above(sheet: Sheet, header: int, until: int, span: Span, spans: Sequence[Span]) -> tuple[list[str], str]:
    """Texts above a table, the nearest first, and the name of its meter where each table of the header has its own.

    Above the row that names each of several tables a title is that of them all.
    """
    own = span if len(spans) > 1 else (0, sheet.width)
    texts: list[str] = []
    name = ""
    for number in range(header - 1, max(until, header - 1 - _ROWS_ABOVE) - 1, -1):
        row = sheet.rows[number]
        if len(spans) > 1 and own == span:
            named = [next((cell for cell in row[a:b] if isinstance(cell, str)), "") for a, b in spans]
            if all(named) and len(set(named)) == len(named):
                name = _name(named[list(spans).index(span)])
                texts += [cell for cell in row[span[0] : span[1]] if isinstance(cell, str)]
                own = (0, sheet.width)
                continue
        texts += [cell for cell in row[own[0] : own[1]] if isinstance(cell, str)]
        texts += _particular(row[own[0] : own[1]])
    return texts[:_MOST_TITLES], name


def _particular(row: Sequence[Cell]) -> list[str]:
    """A word and beside it the number or the year that it is of, as one title: "Account Number" and "1234567890"."""
    filled = [cell for cell in row if cell is not None]
    if len(filled) != 2 or not isinstance(filled[0], str) or isinstance(filled[1], (dt.date, dt.time, bool)):
        return []
    value = filled[1] if isinstance(filled[1], str) else _CODE.format(filled[1])
    return [f"{filled[0].strip(' :')}: {value}"] if any(map(str.isdigit, value)) else []


def _name(text: str) -> str:
    """The name of a meter that a title over one of several tables tells; "" for a resource, a period or a unit."""
    plain = naming.without_year(text)
    head = head_of(plain) if plain else None
    is_period = periods.read_period(text) is not None or not plain
    told = head is not None and (head.unit or head.currency or not head.name)
    return "" if is_period or told or wordbook.resource_of(plain) is not None else wordbook.meter_code_of(text) or plain
