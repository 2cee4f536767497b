"""Where the tables of a sheet stand: headers anywhere, one or two rows of them, several tables below one another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from score_desktop.enums import Resource
from score_desktop.importing import across, amounts, around, beside, periods, wordbook
from score_desktop.importing.across import MONTHS_ACROSS, month_of
from score_desktop.importing.cells import year_of
from score_desktop.importing.heads import head_of, is_month_head
from score_desktop.importing.parts import bare_parts
from score_desktop.importing.workbook import Cell, Sheet, column_letters

_TITLE_ROWS = 12
_EARLY_ROWS = 60
_CHECK_EVERY = 4096
_SURE_HEADS = 4
_MANY_HOURS = 12
"""Times of the day in a row that make it a header of them."""
_SIMPLE = 2
"""Most cells of a row that may be a title."""
_FOLLOWING = 0.6
_PARTICULAR = re.compile(r": ?\S*\d\S*$|: \S")
"""What a text says after a word of its own: "Tarifa: GDMTH"."""
_LONG_NUMBER = re.compile(r"\d{5}")


@dataclass(slots=True)
class RawTable:
    """One table before its columns have a meaning. Rows and columns count from 0 within the sheet's used range.

    Attributes:
        sheet: The sheet.
        header_rows: Rows of the header, one to three.
        body: First row and first row outside of what stands below the header.
        heads: Text over each column, "" where there is none; of two header rows both texts.
        months: Column → first day and first day outside, where months run across.
        readings: The same for each order of day, month and year in which dates across can be read; empty where other
            words name the periods.
        totals: Columns of a table with months across that sum up.
        row_years: Row → its year, where years run down beside months that run across.
        row_months: Row → its first and last month, where months or quarters run down beside years that run across.
        lacks_year: Whether nothing tells the year of months across: it is to be asked.
        over_years: Whether months across run from one year into the next while one year stands beside each row.
        calendar: The column that holds these years or months; None if there is none.
        titles: Texts of the rows above the header, the nearest first.
        name: Name of its meter, where a title over each of several tables side by side tells it ("Oficina", "Planta").
        span: First column and first column outside; narrower than the sheet when tables stand side by side.
        told: Column → what a person said it means, "" for a column to leave out.
        resource: What a person said the table is about; None: its words decide.
    """

    sheet: Sheet
    header_rows: tuple[int, ...]
    body: tuple[int, int]
    heads: list[str]
    months: dict[int, tuple[dt.date, dt.date]] = field(default_factory=dict)
    readings: dict[str, dict[int, tuple[dt.date, dt.date]]] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    row_years: dict[int, int] = field(default_factory=dict)
    row_months: dict[int, tuple[int, int]] = field(default_factory=dict)
    calendar: int | None = None
    lacks_year: bool = False
    over_years: bool = False
    titles: list[str] = field(default_factory=list)
    name: str = ""
    span: tuple[int, int] = (0, 0)
    told: Mapping[int, str] = field(default_factory=dict)
    resource: Resource | None = None

    @property
    def range(self) -> str:
        """The range as spreadsheets write it, header included."""
        used = [column for column, head in enumerate(self.heads) if head] or [0]
        first, last = self.letters(used[0]), self.letters(used[-1])
        return f"{first}{self.row_number(self.header_rows[0])}:{last}{self.row_number(self.body[1] - 1)}"

    def period(self, row: int, column: int) -> tuple[dt.date, dt.date]:
        """First day and first day outside of the period of a value, where periods run across."""
        start, end = self.months[column]
        if row in self.row_months:
            first, last = self.row_months[row]
            return periods.month_start((start.year, first)), periods.month_end((start.year, last))
        first = min(begin.year for begin, _ in self.months.values()) if row in self.row_years else 0
        later = self.row_years[row] - first if first else 0
        return (start.replace(year=start.year + later), end.replace(year=end.year + later)) if later else (start, end)

    def letters(self, column: int) -> str:
        """Letters of a column of the used range."""
        return column_letters(column + self.sheet.first_col)

    def row_number(self, row: int) -> int:
        """Number of a row as the spreadsheet program shows it."""
        return row + self.sheet.first_row


def titles_of(table: RawTable) -> dict[str, str]:
    """Letters → words over the column."""
    return {table.letters(column): head for column, head in enumerate(table.heads) if head}


def find_tables(sheet: Sheet, stem: str = "", check: Callable[[], None] = lambda: None) -> list[RawTable]:
    """The tables of a sheet from top to bottom; empty if no row looks like a header.

    Args:
        stem: The file's name.
        check: Called every few thousand rows; raises to stop.
    """
    headers = _header_blocks(sheet, check)
    tables: list[RawTable] = []
    for number, block in enumerate(headers):
        end = headers[number + 1][0] if number + 1 < len(headers) else len(sheet.rows)
        body_end = _before_titles(sheet, block[-1] + 1, end) if end < len(sheet.rows) else end
        if block[-1] + 1 == body_end < len(sheet.rows) and len(set(sheet.rows[block[0]]) - {None}) <= _SIMPLE:
            continue  # a line above the header that follows: "Service", "Service 1"
        above = tables[-1].body[1] if tables else 0
        heads = _combined_heads(sheet, block)
        spans = beside.side_by_side(sheet, heads, block[0], body_end)
        for span in spans:
            own = [head if span[0] <= column < span[1] else "" for column, head in enumerate(heads)]
            titles, name = beside.titles_above(sheet, block[0], above, span, spans)
            titles += around.titles_of_page_before(tables, own, titles)
            table = RawTable(sheet, tuple(block), (block[-1] + 1, body_end), own, titles=titles, name=name, span=span)
            across.find_periods(table, stem)
            tables.append(table)
    return around.with_particulars(tables)


def _names_period(texts: Sequence[str]) -> bool:
    """Whether one of some headers stands over periods."""
    heads = map(head_of, texts)
    return any(head is not None and head.meaning in beside.DATED for head in heads)


def _header_blocks(sheet: Sheet, check: Callable[[], None]) -> list[list[int]]:
    """Rows of each header: a row with known words, with the group row above or the second row below."""
    rows = sheet.rows
    blocks: list[list[int]] = []
    previous_simple = True
    for number, row in enumerate(rows[: _EARLY_ROWS + 1] if _is_filled_below(sheet) else rows):
        if not number % _CHECK_EVERY:
            check()
        if blocks and number <= blocks[-1][-1]:
            continue
        early = number < _EARLY_ROWS or previous_simple
        previous_simple = row.count(None) >= len(row) - _SIMPLE
        if not early and float in map(type, row):
            continue
        filled = [cell for cell in row if cell is not None]
        below = rows[number + 1] if number + 1 < len(rows) else ()
        if len(filled) < 2 or not ((early and across.dates_across(filled)) or _is_header(filled, early, below)):
            continue
        block = [number]
        parted = len(beside.side_by_side(sheet, list(map(_head_text, row)), number, number + 1)) > 1
        free = number > 0 and not (blocks and number - 1 <= blocks[-1][-1])
        if free and not parted and _is_group_row(sheet, number - 1, number):
            block.insert(0, number - 1)
            above = number - 2
            is_free = above >= 0 and not (blocks and above <= blocks[-1][-1])
            if is_free and _is_over_blocks(sheet, above, number - 1) and _is_group_row(sheet, above, number - 1):
                block.insert(0, above)
        if number + 1 < len(rows) and _is_second_row(sheet, number, number + 1):
            if not parted and len(beside.side_by_side(sheet, list(map(_head_text, below)), number + 1, number + 2)) > 1:
                continue  # titles of tables that stand side by side
            block.append(number + 1)
            if number + 2 < len(rows) and _is_merged_into(sheet, number + 2) and _is_word_row(rows[number + 2]):
                block.append(number + 2)
        blocks.append(block)
    return blocks


def _is_filled_below(sheet: Sheet) -> bool:
    """Whether all rows but the early ones hold a number and three cells and more: none of them is a header."""
    columns = [column[_EARLY_ROWS:] for column in sheet.columns()]
    full = [column for column in columns if column and None not in column]
    floats = (column for column in full if type(column[0]) is float)
    return len(full) > _SIMPLE and any(set(map(type, column)) == {float} for column in floats)


def _is_header(filled: Sequence[Cell], early: bool, below: Sequence[Cell]) -> bool:
    """Whether the cells of a row are words over columns, or months."""
    has_numbers = any(type(cell) is float or type(cell) is int for cell in filled)
    if across.may_be_amounts(filled) or (has_numbers and not (early and _numbers_are_months(filled))):
        return False
    paired = across.years_with_units(filled)
    known, parts, codes, things, named = len(paired), 0, 0, 0, 0
    months = dates = sum(1 for cell in filled if isinstance(cell, dt.date))
    for cell in filled:
        if isinstance(cell, str) and cell not in paired and not (cell.isdecimal() and year_of(cell)):
            if len(cell) > 90 or (cell is filled[0] and wordbook.row_word(cell) == "subtotal"):
                return False
            if month_of(cell) is not None:
                months += 1
            elif across.part_of(cell) is not None:
                parts += 1
            elif plain := across.period_and_unit(cell)[0]:
                months += month_of(plain) is not None
                parts += month_of(plain) is None
                known += bool(year_of(plain))
            elif periods.read_date(cell) is not None or (amounts.read_number(cell) is not None and "/" not in cell):
                return False
            else:
                head = head_of(cell)
                head = None if _LONG_NUMBER.search(cell) and not wordbook.meter_code_of(cell) else head  # an address
                is_code = head is not None and not head.unit and bool(wordbook.meter_code_of(cell))
                known += head is not None and not is_code
                codes += is_code
                named += head is not None and bool(head.name) and head.meaning != "ignored"
                things += head is None and wordbook.resource_of(cell, weak=False) is not None
    if months >= MONTHS_ACROSS and early and _rising(filled):
        return True
    years = [year for cell in filled if (year := year_of(cell))]
    if early and known + months + len(years) + codes >= len(filled) - 1 and _is_above_months(filled, below):
        parts += len(years) if sorted(set(years)) in (years, years[::-1]) else 0
        parts += codes
    if early and (parts >= 2 or _number_parts(filled)):
        return True
    things += sum(isinstance(cell, str) and wordbook.is_plain_value(cell) for cell in filled)
    known += things if _names_period([cell for cell in filled if isinstance(cell, str)]) else 0
    needed = 0.5 if not any(below) or _is_word_row(below) else 0.34  # over values, fewer known words will do
    enough = known + months >= len(filled) * needed or (early and known >= _SURE_HEADS and _tells_bills(filled))
    return not dates and known >= 2 and enough and months < 2 and (named > 0 or known == len(filled))


def _number_parts(filled: Sequence[Cell]) -> bool:
    """Whether cells number all quarters or halves of a year ("Q1" to "Q4"), or the times of a day."""
    times = sum(map(wordbook.is_time_of_day, map(_head_text, filled))) if len(filled) > _MANY_HOURS else 0
    return times >= _MANY_HOURS or bool(
        bare_parts(list(dict.fromkeys(cell for cell in filled if isinstance(cell, str))))
    )


def _tells_bills(filled: Sequence[Cell]) -> bool:
    """Whether the words name a period and an amount: then many unknown columns beside them do not matter."""
    heads = [head for cell in filled if isinstance(cell, str) and (head := head_of(cell)) is not None]
    meanings = {head.meaning for head in heads}
    return not beside.DATED.isdisjoint(meanings) and not meanings.isdisjoint(("quantity", "cost", "total"))


def _is_above_months(filled: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether the row below begins with a month or a resource, and this one not in the same way, as rows of data do."""
    if isinstance(filled[0], str) and is_month_head(filled[0]):
        return True
    kind = _first_kind(below)
    return bool(kind) and _first_kind(filled) != kind


def _first_kind(row: Sequence[Cell]) -> str:
    """What the first cell of a row names: "month", "resource", or "" for anything else."""
    first = next((cell for cell in row if cell is not None), None)
    if not isinstance(first, str):
        return ""
    if month_of(first) is not None or across.part_of(first) is not None:
        return "month"
    return "resource" if wordbook.resource_of(first) is not None else ""


def _numbers_are_months(filled: Sequence[Cell]) -> bool:
    """Years beside or above months, in a row that is else of words."""
    return all(1990 <= cell <= 2100 and cell == int(cell) for cell in filled if type(cell) in (float, int))  # type: ignore[operator,arg-type]


def _rising(filled: Sequence[Cell]) -> bool:
    """Whether the months of a row follow one another by about a month: dates of a data row do not."""
    plain = ((isinstance(cell, str) and across.period_and_unit(cell)[0]) or cell for cell in filled)
    months = [month for month in map(month_of, plain) if month is not None]
    numbers = [year * 12 + month for year, month in months]
    steps = [b - a for a, b in pairwise(numbers)]
    good = sum(1 for step in steps if step in (1, 2, 3, -11))
    return bool(steps) and good >= _FOLLOWING * len(steps)


def _is_word_row(row: Sequence[Cell]) -> bool:
    texts = [cell for cell in row if cell is not None]
    return bool(texts) and all(
        isinstance(cell, str) and amounts.read_number(cell) is None and periods.read_date(cell) is None
        for cell in texts
    )


def _is_second_row(sheet: Sheet, first: int, second: int) -> bool:
    """Whether a row below a header belongs to it: sub-headers or units, under cells that are merged or empty."""
    row, above = sheet.rows[second], sheet.rows[first]
    if not _is_word_row(row):
        return False
    number = second + sheet.first_row - 1
    if any(top <= number - 1 and bottom >= number for top, _, bottom, _ in sheet.merged):
        return True
    filled = [(column, cell) for column, cell in enumerate(row) if isinstance(cell, str)]
    if len(filled) == 1 and (wordbook.meter_code_of(filled[0][1]) or not _is_unit(filled[0][1])):
        return False  # a heading of the rows below
    known = [_says_something(cell) for _, cell in filled]
    under = [any(above[max(0, column - 3) : column + 1]) for column, _ in filled]
    below = sheet.rows[second + 1] if second + 1 < len(sheet.rows) else []
    own_header = any(cell is not None and not isinstance(cell, str) for cell in below) or not _is_word_row(below)
    if not all(under) or not own_header or _repeats_words(row, above):
        return False
    return all(known) or _is_below_groups(row, above, known)


def _is_below_groups(row: Sequence[Cell], above: Sequence[Cell], known: Sequence[bool]) -> bool:
    """Whether a row tells what stands below words that each reach over several columns, some of it in unknown words."""
    begins = next((column for column, cell in enumerate(above) if cell is not None), 0)
    gaps = sum(cell is not None and head is None for cell, head in zip(row, above, strict=True))
    return gaps >= _SIMPLE and row[begins] is None and sum(known) * 2 >= len(known)


def _is_merged_into(sheet: Sheet, row: int) -> bool:
    """Whether a cell of a header two rows above reaches down to a row."""
    number = row + sheet.first_row - 1
    return any(top <= number - 2 and bottom == number for top, _, bottom, _ in sheet.merged)


def _is_unit(text: str) -> bool:
    head = head_of(text)
    return head is not None and not head.name


def _says_something(text: str) -> bool:
    return head_of(text) is not None or month_of(text) is not None or wordbook.resource_of(text, weak=False) is not None


def _repeats_words(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    return [cell for cell in row if cell] == [cell for cell in above if cell]


def _is_group_row(sheet: Sheet, group: int, header: int) -> bool:
    """Whether the row above a header groups its columns: merged over several of them, or several words or years."""
    row = sheet.rows[group]
    number = group + sheet.first_row - 1
    filled = [(column, cell) for column, cell in enumerate(row) if cell is not None]
    if not filled or any(isinstance(cell, str) and _PARTICULAR.search(cell) for _, cell in filled):
        return False
    used = sum(1 for cell in sheet.rows[header] if cell is not None)
    spans = [right - left + 1 for top, left, bottom, right in sheet.merged if top == number == bottom and right > left]
    years = [cell for _, cell in filled if _is_year(cell)]
    texts = [cell for _, cell in filled if isinstance(cell, str)]
    words = [text for text in texts if _says_something(text) or (" " not in text and wordbook.resource_of(text))]
    is_over = len(spans) >= 2 and all(span < used for span in spans) and _is_over_blocks(sheet, group, header)
    if is_over or (not spans and _is_over_same_words(sheet, group, header)):
        return True  # names over their columns, whatever the words
    heads = [column for column, cell in enumerate(sheet.rows[header]) if cell is not None]
    if not spans and len(filled) == 2 and [column for column, _ in filled] == heads[:2] and len(heads) > 2:
        return False  # a line that tells one thing of the table: "Resource | Electric"
    if spans and filled[0][0] == heads[0] and len(heads) == heads[-1] - heads[0] + 1 and len(years) < 2:
        return False  # titles over a header that is whole without them
    if len(years) + len(words) < len(filled) * 0.6:
        return False
    return any(span < used for span in spans) or len(years) >= 2 or len(words) >= 2


def _is_over_blocks(sheet: Sheet, group: int, header: int) -> bool:
    """Whether the merged cells of a row stand over columns that repeat one another ("kWh, Bs, kWh, Bs")."""
    number = group + sheet.first_row - 1
    heads = sheet.rows[header]
    blocks = [
        tuple(heads[max(0, left - sheet.first_col) : right - sheet.first_col + 1])
        for top, left, bottom, right in sheet.merged
        if top == number == bottom and right > left
    ]
    return len(set(blocks)) < len(blocks)


def _is_over_same_words(sheet: Sheet, group: int, header: int) -> bool:
    """Whether words stand over columns that repeat one another, in a file that has no merged cells."""
    row, heads = sheet.rows[group], sheet.rows[header]
    if any(cell is not None and not isinstance(cell, str) for cell in row):
        return False
    blocks: dict[Cell, list[Cell]] = {}
    name: Cell = None
    for cell, head in zip(row, heads, strict=True):
        name = cell if cell is not None else name
        if name is not None and head is not None:
            blocks.setdefault(name, []).append(head)
    below = set(map(tuple, blocks.values()))
    return len(blocks) > 1 and len(below) == 1 and len(blocks) == len(set(filter(None, row)))


def _is_year(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(periods.year_in(cell)) and len(cell) < 16
    return type(cell) in (float, int) and 1990 <= cell <= 2100  # type: ignore[operator]


def _combined_heads(sheet: Sheet, block: Sequence[int]) -> list[str]:
    """Text over each column: texts of group rows reach over the columns to their right that have none of their own."""
    heads = [""] * sheet.width
    for place, number in enumerate(block):
        row = [_head_text(cell) for cell in sheet.rows[number]]
        lower = [sheet.rows[below] for below in block[place + 1 :]]
        if lower:
            row = _spread(sheet, number, row, lower)
        heads = [
            " ".join(filter(None, (head, text))) if text != head else head
            for head, text in zip(heads, row, strict=True)
        ]
    return heads


def _head_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, dt.date):
        return f"{cell.year}-{cell.month:02d}"
    if isinstance(cell, dt.time):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    return str(int(cell)) if isinstance(cell, (float, int)) and abs(cell) < 1e6 else ""


def _spread(sheet: Sheet, number: int, row: list[str], lower: Sequence[Sequence[Cell]]) -> list[str]:
    own = number + sheet.first_row - 1
    spread = list(row)
    merged = [(left, right) for top, left, bottom, right in sheet.merged if top <= own <= bottom and right > left]
    for left, right in merged:
        for column in range(max(0, left - sheet.first_col), min(right - sheet.first_col, len(row) - 1) + 1):
            spread[column] = row[left - sheet.first_col]
    if not merged:
        for column in range(1, len(row)):
            if not spread[column] and spread[column - 1] and any(line[column] is not None for line in lower):
                spread[column] = spread[column - 1]
    return spread


def _before_titles(sheet: Sheet, start: int, header: int) -> int:
    """First row of the titles that belong to the header below: rows of at most two texts without numbers."""
    first = header
    while first > start and header - first < _TITLE_ROWS:
        row = [cell for cell in sheet.rows[first - 1] if cell is not None]
        texts = [cell for cell in row if isinstance(cell, str)]
        if len(row) > 2 or len(texts) < len(row) or any(wordbook.row_word(text) or _is_value(text) for text in texts):
            break
        first -= 1
    return first


def _is_value(text: str) -> bool:
    """Whether a text is a number, a day or two days, as bills have them and titles do not."""
    if periods.year_only(text):
        return False
    if amounts.read_number(text) is not None or periods.read_date(text) is not None:
        return True
    period = periods.read_period(text)
    return period is not None and period.dates is not None
