"""Bills that a file splits over rows, one for each register of the meter or step of the tariff: they are summed.

"HP" and "HC", "P1" to "P6", "0 a 10 m3" and "11 a 20 m3" beside one meter and one period are parts of one bill.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence

from score_desktop.enums import Resource
from score_desktop.importing import cells, wordbook
from score_desktop.importing.columns import Column
from score_desktop.importing.rows import CARRIED, Rows
from score_desktop.importing.spans import Spans

_SAMPLE = 400
_MOST = 12
_OPEN = frozenset({"", "other", "category", "concept", "note", "use", "total"})
_ROUNDING = 0.001
_ADDED = frozenset(name for name in CARRIED if name.startswith(("cost_", "tax_lighting", "tax_cleaning", "quantity_")))
_SUMMED = _ADDED | {"reactive_kvarh", "other_fees", "adjustments"}
_WORD = re.compile(r"[a-z0-9]+")
_AMOUNT = r"\d[\d.,]*(?: ?(?:m3|kwh))?"
_STEP = re.compile(
    rf"(?:(?:de|from|von|entre) )?{_AMOUNT} ?(?:-|–|a|al|to|bis|ate|hasta|und|y) ?{_AMOUNT}"
    r"|(?:>=?|≥|<=?|≤|mas de|mayor a|hasta|over|above|up to|uber|ab|bis|acima de|ate|plus de|au-dela de|jusqu'a) ?"
    rf"{_AMOUNT}|(?:tramo|bloque|escalon|tier|block|step|stufe|faixa|tranche|rango) ?\d{{1,2}}"
)

Places = Mapping[Hashable, Sequence[int]]
Values = list[int | None]


def join_rows(
    rows: Rows,
    names: Sequence[str],
    resources: Sequence[Resource],
    amounts: tuple[Values, Values],
    when: Spans,
    *,
    is_alone: bool,
) -> tuple[Values, Values]:
    """Quantity and cost with those of one bill in its first row; as they are where rows are bills of their own.

    Args:
        is_alone: Whether it is the only stream of the table: then what else a bill carries is summed too.
    """
    column = _column_of(rows)
    groups = _bills(rows, column, names, resources, when) if column is not None else None
    if column is None or groups is None:
        return amounts
    wholes = _wholes(column, groups, amounts[0])
    several = [[place for place in places if place not in wholes] for places in groups.values()]
    quantity, cost = (_joined(values, several, wholes, rows.bad, once=once) for values, once in _told(amounts, several))
    if is_alone:
        for one in rows.layout.all(*CARRIED):
            if one.meaning in _SUMMED:
                rows.values[one.index] = _joined(rows.values[one.index], several, wholes, {}, once=False)
            else:
                first = {places[0] for places in several if len(places) > 1}
                rows.values[one.index] = [
                    None if place in first else value for place, value in enumerate(rows.values[one.index])
                ]
    return quantity, cost


def apart(rows: Rows, names: Sequence[str]) -> Sequence[str]:
    """Names of meters with the register of each row, where rows tell what each register showed."""
    column = _column_of(rows)
    if column is None:
        return names
    return [f"{name}\n{word}" for name, word in zip(names, cells.words(column.cells), strict=True)]


def _column_of(rows: Rows) -> Column | None:
    """The column that names registers of the meter, or steps of the tariff, and nothing else."""
    dated = rows.layout.has("period_start") and rows.layout.has("period_end")
    for column in rows.layout.columns:
        is_open = column.meaning in _OPEN or (dated and column.meaning == "period")
        if column.told or not column.title or not is_open:
            continue
        texts = cells.texts_of(column.cells[:_SAMPLE])
        if 1 < len(texts) <= _MOST and all(_is_part(text) or wordbook.row_word(text) == "total" for text in texts):
            return column
    return None


def _is_part(text: str) -> bool:
    """Whether a text names a register ("HC", "P2", "Niedertarif") or a step ("0 a 10 m3")."""
    folded = wordbook.fold(text)
    zones = wordbook.vocabulary("words")["zones"]["words"]
    return _STEP.fullmatch(folded) is not None or not set(_WORD.findall(folded)).isdisjoint(zones)


def _bills(
    rows: Rows, column: Column, names: Sequence[str], resources: Sequence[Resource], when: Spans
) -> Places | None:
    """The rows of each bill; None where none has several, or one has a register twice: then they are no parts."""
    numbers = rows.words("invoice_number") or [""] * len(names)
    groups: dict[Hashable, list[int]] = {}
    for place, key in enumerate(zip(names, resources, when.start, when.end, numbers, strict=True)):
        groups.setdefault(key, []).append(place)
    for places in groups.values():
        if len({column.cells[place] for place in places}) < len(places):
            return None
    words = [cell for cell in column.cells if cell is not None]
    if len(groups) > 1 and len(set(words)) == len(words):
        return None  # numbers of tokens such as "1234-5678" never come again, registers do in each bill
    return groups if any(len(places) > 1 for places in groups.values()) else None


def _wholes(column: Column, groups: Places, values: Values) -> set[int]:
    """Rows that say the total of the registers beside them."""
    said = {text for text in cells.texts_of(column.cells) if wordbook.row_word(text) == "total"}
    return {
        place
        for places in groups.values()
        for place in places
        if len(places) > 1 and column.cells[place] in said and _is_sum(place, places, values)
    }


def _is_sum(place: int, places: Sequence[int], values: Values) -> bool:
    whole, parts = values[place], [values[other] or 0 for other in places if other != place]
    return whole is not None and abs(whole - sum(parts)) <= _ROUNDING * abs(whole)


def _told(amounts: Sequence[Values], groups: Sequence[Sequence[int]]) -> list[tuple[Values, bool]]:
    """Quantities and costs, each with whether every row of a bill repeats that of the whole bill."""
    quantity, cost = amounts
    several = [places for places in groups if len(places) > 1]
    repeats = all(len({cost[place] for place in places}) == 1 for places in several)
    differ = any(len({quantity[place] for place in places}) > 1 for places in several)
    return [(quantity, False), (cost, repeats and differ)]


def _joined(
    values: Values, groups: Sequence[Sequence[int]], wholes: set[int], bad: Mapping[int, object], *, once: bool
) -> Values:
    result: Values = [None if place in wholes else value for place, value in enumerate(values)]
    for places in groups:
        if len(places) < 2:
            continue
        known = [value for place in places if (value := values[place]) is not None]
        is_whole = not any(place in bad for place in places)
        for place in places:
            result[place] = None
        result[places[0]] = (known[0] if once else sum(known)) if known and is_whole else None
    return result
