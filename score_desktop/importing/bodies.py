"""The rows below a header: which are data, which sum up, which only tell something."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from score_desktop.enums import RowVerdict
from score_desktop.importing import amounts, cells, periods, wordbook
from score_desktop.importing.columns import ACTIVITY, BLOCKS, PERIOD_LIKE, READINGS, Column, Layout
from score_desktop.importing.workbook import Cell

_POWERS = frozenset({"power", "apparent_power", "reactive_energy"})
_PART = re.compile(
    r"[qths] ?[1-4]|(?:trimestre|semestre|bimestre|quartal|quarter|half) ?[1-6]|[1-6](?:er|do|to|st|nd|rd|th|o) [a-z]+"
)
_AT_ONCE = 10_000
_FEW_TEXTS = 400
_LABEL = 24
_LONGEST_HEADING = 60
_ROUNDING = 0.02
_VALUES = ("quantity", "cost", *BLOCKS, *ACTIVITY, *READINGS)


def summing_rows(columns: Sequence[Sequence[Cell]], check: Callable[[], None] = lambda: None) -> dict[int, RowVerdict]:
    """Rows in which a cell says total, subtotal or note (place below the header → verdict)."""
    found: dict[int, RowVerdict] = {}
    for column in columns:
        check()
        telling: dict[str, RowVerdict] = {}
        texts = cells.texts_of(column)
        if len(texts) <= _FEW_TEXTS:
            telling = dict.fromkeys(filter(_sums_part_of_year, texts), RowVerdict.SUBTOTAL)
        for number, text in enumerate(wordbook.may_begin_rows(texts)):
            if number % _AT_ONCE == 0:
                check()
            if word := wordbook.row_word(text):
                telling[text] = RowVerdict(word)
        if not telling:
            continue
        check()
        for place, cell in enumerate(column):
            if type(cell) is str and cell in telling:
                found.setdefault(place, telling[cell])
    return found


def _sums_part_of_year(text: str) -> bool:
    """Whether a text is the label of the sum of a part of a year: "Q1 total", "2023 Total", "enero total"."""
    rest, _, last = wordbook.fold(text).rpartition(" ")
    if last not in ("total", "subtotal"):
        return False
    return _PART.fullmatch(rest) is not None or rest in wordbook.months() or bool(periods.year_only(rest))


def verdicts_of(rows: Sequence[Sequence[Cell]], layout: Layout, check: Callable[[], None]) -> list[RowVerdict]:
    """A verdict for each row of a long table.

    A row that says "total" is one unless it names a period of its own and does not say so in its first cell. A row
    without values is a note; a row with values but no words at all is a total.
    """
    columns = [column.cells for column in layout.columns]
    summing = summing_rows(columns, check)
    check()
    dated = layout.all(*PERIOD_LIKE)
    values = layout.all(*_VALUES)
    names = layout.all("meter", "product", "invoice_number", "resource")
    result = [RowVerdict.DATA] * len(rows)
    blank: list[Cell] = [None] * (len(rows[0]) if rows else 0)
    powers = _rows_of_power(layout)
    summing |= powers
    for place in _years_among_months(layout):
        summing.setdefault(place, RowVerdict.SUBTOTAL)
    check()
    thin = _thin_rows(values, len(rows))
    check()
    thin |= _thin_rows(dated, len(rows))
    check()
    for place in sorted(thin | summing.keys()):
        row = rows[place]
        if row == blank:
            result[place] = RowVerdict.BLANK
            continue
        has_value = any(column.cells[place] is not None for column in values) and not _is_lone_text(row)
        has_period = any(column.cells[place] is not None for column in dated)
        said = summing.get(place)
        if place in powers:
            result[place] = RowVerdict.NOTE
            continue
        if said is RowVerdict.NOTE and has_period and has_value:
            continue  # "Nota de crédito", "Nota fiscal 123"
        if said and (_stands_first(row, said, has_period and has_value) or _is_year_row(row)):
            is_sum = has_value or said is RowVerdict.NOTE or (_is_short(row) and not _is_year_row(row))
            result[place] = said if is_sum else RowVerdict.NOTE
        elif not has_value:
            result[place] = RowVerdict.NOTE
        elif not has_period and dated and not any(_names_row(column, place) for column in names):
            result[place] = RowVerdict.TOTAL
        elif not has_period and dated and _sums_rows_above(place, layout, result):
            result[place] = RowVerdict.SUBTOTAL
    return result


def _rows_of_power(layout: Layout) -> dict[int, RowVerdict]:
    """Rows whose unit is that of a power or of reactive energy, beside others that are of consumption."""
    unit = layout.one("unit")
    if unit is None or not layout.has("quantity"):
        return {}
    found = {word: wordbook.find_unit(word) for word in cells.texts_of(unit.cells)}
    powers = {word for word, one in found.items() if one is not None and one.dimension in _POWERS}
    if not powers or len(powers) == len(found):
        return {}
    return {place: RowVerdict.NOTE for place, cell in enumerate(unit.cells) if cell in powers}


def _names_row(column: Column, place: int) -> bool:
    """Whether a cell tells which bill a row is; words among the numbers of invoices ("Vienen:") do not."""
    cell = column.cells[place]
    if column.meaning != "invoice_number" or not isinstance(cell, str) or any(map(str.isdigit, cell)):
        return cell is not None
    return not any(other is not None and any(map(str.isdigit, str(other))) for other in column.cells)


def _sums_rows_above(place: int, layout: Layout, verdicts: Sequence[RowVerdict]) -> bool:
    """Whether a row without a period holds the sum of the rows of its meter above it, in every column of amounts."""
    meter = layout.one("meter")
    told = [column.cells for column in layout.all("quantity", "cost") if _is_number(column.cells[place])]
    if meter is None or not told:
        return False
    first = place
    while first and verdicts[first - 1] is RowVerdict.DATA and meter.cells[first - 1] in (meter.cells[place], None):
        first -= 1
    above = [[cell for cell in cells_[first:place] if _is_number(cell)] for cells_ in told]
    return all(
        found and abs(sum(found) - cells_[place]) <= _ROUNDING  # type: ignore[arg-type, operator]
        for found, cells_ in zip(above, told, strict=True)
    )


def _is_number(cell: Cell) -> bool:
    return type(cell) is float or type(cell) is int


def _years_among_months(layout: Layout) -> list[int]:
    """Rows that name a whole year in a column of months of that year: what they hold sums the months up."""
    found: list[int] = []
    for column in layout.all("period", "month"):
        kinds = {cell: (cells.year_of(cell), _month_year(cell)) for cell in dict.fromkeys(column.cells)}
        covered = {month for _, month in kinds.values() if month is not None}
        if covered:
            found += [
                place
                for place, cell in enumerate(column.cells)
                if (year := kinds[cell][0]) and (year in covered or 0 in covered)
            ]
    return found


def _month_year(cell: Cell) -> int | None:
    """Year of a cell that names a month, 0 if it names none; None if it names no month."""
    if isinstance(cell, dt.date):
        return cell.year
    if cells.month_number(cell):
        return 0
    period = periods.read_period(cell) if isinstance(cell, str) else None
    return period.first[0] if period is not None and period.first else None


def _is_short(row: Sequence[Cell]) -> bool:
    """Whether a row without values holds a word or two: the label of sums that are formulas without a stored value."""
    texts = [cell for cell in row if cell is not None]
    return len(texts) == 1 and len(str(texts[0])) <= _LABEL


def _is_lone_text(row: Sequence[Cell]) -> bool:
    """Whether a row holds one text that is no number, in whatever column it stands."""
    filled = [cell for cell in row if cell is not None]
    return len(filled) == 1 and isinstance(filled[0], str) and amounts.read_number(filled[0]) is None


def _is_year_row(row: Sequence[Cell]) -> bool:
    return any(cells.year_of(cell) for cell in row if cell is not None)


def _thin_rows(columns: Sequence[object], count: int) -> set[int]:
    """Rows in which none of some columns holds anything."""
    empty: set[int] | None = None
    for column in columns:
        cells = column.cells  # type: ignore[attr-defined]
        if None not in cells:
            return set()
        gaps = {place for place, cell in enumerate(cells) if cell is None}
        empty = gaps if empty is None else empty & gaps
        if not empty:
            return set()
    return set(range(count)) if empty is None else empty


def _stands_first(row: Sequence[Cell], said: RowVerdict, is_dated: bool) -> bool:
    first = next((cell for cell in row if cell is not None), None)
    begins = isinstance(first, str) and wordbook.row_word(first) == said.value
    is_part = said is RowVerdict.SUBTOTAL and isinstance(first, str) and _sums_part_of_year(first)
    return begins or is_part or not is_dated


def section_texts(
    rows: Sequence[Sequence[Cell]], verdicts: Sequence[RowVerdict], dated: Sequence[tuple[Cell, ...]], *, named: bool
) -> dict[int, str]:
    """Rows inside of a table that hold one text and nothing else (place → text): headings of what follows.

    A remark between bills is none: headings tell a year, a resource or the code of a meter and no more, or the table
    begins with one, or the periods below it begin anew.

    Args:
        dated: What tells the period of each row; empty if nothing does.
        named: Whether each row names its meter: then words alone head nothing.
    """
    texts: dict[int, str] = {}
    if RowVerdict.NOTE not in verdicts:
        return texts
    for place, verdict in enumerate(verdicts):
        if verdict is RowVerdict.NOTE:
            filled = [cell for cell in rows[place] if cell is not None]
            if len(filled) == 1 and (year := cells.year_of(filled[0])):
                texts[place] = str(year)
            elif len(filled) == 1 and isinstance(filled[0], str) and _may_head(filled[0]):
                texts[place] = filled[0]
    first = next((place for place, verdict in enumerate(verdicts) if verdict is RowVerdict.DATA), len(rows))
    leading = {text for place, text in texts.items() if place < first}
    found = {}
    for place, text in texts.items():
        by_place = not named and (text in leading or _begins_anew(place, verdicts, dated))
        if _heads_rows(text) or by_place or (not named and any(_alike(text, one) for one in leading)):
            found[place] = text
    return found


def _alike(text: str, heading: str) -> bool:
    """Whether a text is written as a heading is: begins with the same word, or both are in capitals."""
    return wordbook.fold(text).split()[0] == wordbook.fold(heading).split()[0] or (text.isupper() and heading.isupper())


def _begins_anew(place: int, verdicts: Sequence[RowVerdict], dated: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether the period of the first record below a row stands above it too, and not as the next one there."""
    data = [at for at, verdict in enumerate(verdicts) if verdict is RowVerdict.DATA] if dated else []
    above = [dated[at] for at in data if at < place]
    below = next((dated[at] for at in data if at > place), None)
    if below is None or not any(below) or below not in above:
        return False
    at = above.index(below)
    return at == 0 or above[at - 1] != above[-1]


def _may_head(text: str) -> bool:
    return not wordbook.row_word(text) and periods.read_period(text) is None and periods.read_date(text) is None


def _heads_rows(text: str) -> bool:
    """Whether a text tells a year, a resource or a meter's code, and nothing that would make it a remark."""
    plain = text.strip().rstrip(":")
    if len(plain) > _LONGEST_HEADING or plain.endswith((".", "!", "?", ",", ";")):
        return False
    return bool(periods.year_only(plain)) or wordbook.names_meter(plain) or wordbook.is_title(plain)
