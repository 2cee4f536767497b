"""Tables with months across: each row is a meter and what is told about it, or one activity.

Rows of one meter (its quantity, its cost) are joined into one record for each month.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from score_desktop.enums import Resource, RowVerdict
from score_desktop.importing import (
    across,
    bodies,
    cells,
    crosstab,
    evidence,
    naming,
    parts,
    periods,
    tables,
    wordbook,
    yearless,
)
from score_desktop.importing.columns import ACTIVITY
from score_desktop.importing.crosstab import Line
from score_desktop.importing.heads import Head, head_of
from score_desktop.importing.records import Work
from score_desktop.importing.result import FoundTable
from score_desktop.importing.rows import NUMERIC
from score_desktop.importing.tables import RawTable
from score_desktop.importing.workbook import Cell

LABEL_MEANINGS = frozenset(
    {"meter", "account", "site", "supplier", "resource", "product", "use"}
    | {"concept", "unit", "note", "category", "currency", "year"}
)
"""What a column of words beside the periods can be."""
_LONGEST_WEEK = 7


def read_wide(table: RawTable, work: Work, verdicts: list[RowVerdict]) -> bool:
    """Take the records of a table with months across; sets the verdicts of its body. False if it holds no bills."""
    first, last = table.body
    rows = table.sheet.rows[first:last]
    labels = _label_columns(table)
    known = naming.resource_of_texts((*table.titles, table.sheet.name)) or naming.resource_of_texts((work.file_stem,))
    summing = bodies.summing_rows([[row[column] for row in rows] for column in labels])
    own = [_verdict(row, table, summing.get(place)) for place, row in enumerate(rows)]
    data = [first + place for place, verdict in enumerate(own) if verdict is RowVerdict.DATA]
    if table.row_months:
        data = [row for row in data if row in table.row_months]
    lines = _men_beside_women(_lines(table, labels, data, known))
    if not lines:
        return False
    verdicts[first:last] = own
    _decide_dates(table, work)
    _decide_years(table, work)
    crosstab.read_lines(lines, table, known, _decimal(table, data, work), work)
    meanings = {table.letters(column): _label_meaning(table, column) or "meter" for column in labels}
    meanings |= {table.letters(column): "period" for column in table.months}
    if table.calendar is not None:
        meanings[table.letters(table.calendar)] = "month" if table.row_months else "year"
    used = tuple(table.row_number(row) for row in table.header_rows)
    told = {table.letters(column) for column in table.told}
    sure = {letters: 1.0 if letters in told else 0.9 for letters in meanings}
    work.tables.append(
        FoundTable(table.sheet.name, table.range, used, meanings, sure, tables.titles_of(table), across=True)
    )
    return True


def _decide_dates(table: RawTable, work: Work) -> None:
    """Settle the order of dates across that stand for other periods in another order.

    Whole months in the order of the enterprise's country are taken; else the person is asked.
    """
    if len(table.readings) < 2:
        return
    usual = periods.usual_order(work.context.country)
    by_month = [order for order, spans in table.readings.items() if all(map(_is_month, spans.values()))]
    first = min(table.months)
    if by_month == [usual] and work.context.answer(table.sheet.name, table.letters(first), "date_order") is None:
        table.months = table.readings[usual]
        return
    examples = [table.heads[column] for column in sorted(table.months)]
    answer = work.ask(table.sheet.name, table.letters(first), "date_order", tuple(table.readings), examples)
    table.months = table.readings.get(answer or "", table.months)


def _decide_years(table: RawTable, work: Work) -> None:
    """Settle the year of months across that nothing tells, and which year stands beside months of two."""
    sheet, first = table.sheet.name, min(table.months)
    if table.lacks_year:
        own = min(start.year for start, _ in table.months.values())
        asked = yearless.asked_year(sheet, table.letters(first), [table.heads[first]], work)
        table.months = {
            column: (start.replace(year=start.year + asked - own), end.replace(year=end.year + asked - own))
            for column, (start, end) in table.months.items()
        }
    if table.over_years and table.calendar is not None:
        rows = [table.sheet.rows[row][table.calendar] for row in table.row_years]
        examples = list(dict.fromkeys(cells.word(cell) for cell in rows if cell is not None))
        choices = ("first", "last")
        if work.ask(sheet, table.letters(table.calendar), "fiscal_year", choices, examples) == "last":
            table.row_years = {row: year - 1 for row, year in table.row_years.items()}


def _is_month(span: tuple[dt.date, dt.date]) -> bool:
    start, end = span
    return start.day == end.day == 1 and (end - start).days > _LONGEST_WEEK


def _verdict(row: Sequence[Cell], table: RawTable, said: RowVerdict | None) -> RowVerdict:
    if all(cell is None for cell in row):
        return RowVerdict.BLANK
    if said is not None:
        return said
    has_value = any(row[column] is not None for column in table.months)
    return RowVerdict.DATA if has_value else RowVerdict.NOTE


def _label_meaning(table: RawTable, column: int) -> str:
    if column in table.told:
        return table.told[column] if table.told[column] in LABEL_MEANINGS else ""
    head = head_of(table.heads[column]) if table.heads[column] else None
    if head is not None and head.meaning == "supplier":
        rows = table.sheet.rows[table.body[0] : table.body[1]]
        words = {text for row in rows if (text := cells.word(row[column]))}
        is_kind = bool(words) and all(wordbook.is_title(text) and wordbook.resource_of(text) for text in words)
        return "resource" if is_kind else "supplier"  # "Utility": Electricity, Gas, Water
    return head.meaning if head and head.meaning in LABEL_MEANINGS else ""


def _label_columns(table: RawTable) -> list[int]:
    """Columns of words: those that are neither months nor totals."""
    first, last = table.body
    found = []
    for column in range(len(table.heads)):
        if column in table.months or column in table.totals or table.told.get(column) == "":
            continue
        if any(isinstance(row[column], str) for row in table.sheet.rows[first:last]) or _label_meaning(table, column):
            found.append(column)
    return found


def _lines(table: RawTable, labels: list[int], data: list[int], known: Resource | None) -> list[Line]:
    """What each data row tells: names are filled down, concepts are the row's own."""
    by_concept = _columns_by_concept(table)
    labels = [column for column in labels if column != table.calendar]
    concept_columns = [column for column in labels if _is_concept_column(table, column, data)]
    name_columns = [column for column in labels if column not in concept_columns]
    general = _general_head(table, labels)
    current: dict[int, str] = {}
    lines = []
    for row in data:
        cells_of_row = table.sheet.rows[row]
        for column in name_columns:
            text = cells.word(cells_of_row[column])
            if text:
                current[column] = text
                for later in name_columns[name_columns.index(column) + 1 :]:
                    current.pop(later, None)
        own = _own_head([cells.word(cells_of_row[column]) for column in concept_columns])
        own, names = _named_concept(own, row, table, concept_columns)
        for head, columns in by_concept:
            merged = _merge_heads(own, head)
            line = _line(row, table, merged, general, {**current, **names}, [*name_columns, *names], columns, known)
            if line is not None:
                lines.append(line)
    return lines


def _men_beside_women(lines: list[Line]) -> list[Line]:
    """Beside a row of women, "Trabajadores" are the men, unless it says that it is the total."""
    meanings = {line.head.meaning for line in lines}
    if "workers_f" not in meanings or "workers_m" in meanings:
        return lines
    for line in lines:
        if line.head.meaning == "workers" and not wordbook.speaks_of_summary(line.head.name):
            line.head = dataclasses.replace(line.head, meaning="workers_m")
    return lines


def _columns_by_concept(table: RawTable) -> list[tuple[Head | None, tuple[int, ...]]]:
    """Months grouped by what a second header row says below them: "ene-24: kWh, Bs"."""
    groups: dict[str, list[int]] = {}
    heads: dict[str, Head | None] = {}
    for column in table.months:
        head = _head_beside_month(table.heads[column])
        key = f"{head.meaning} {head.unit} {head.currency}" if head else ""
        groups.setdefault(key, []).append(column)
        heads[key] = head
    return [(heads[key], tuple(columns)) for key, columns in groups.items()]


def _head_beside_month(text: str) -> Head | None:
    _, unit = across.period_and_unit(text)
    if unit:
        return head_of(unit)
    words = [word for word in text.split() if not any(map(str.isdigit, word)) or word.lower() in ("m3", "m³")]
    is_month = any(map(_names_month, text.split()))  # "Enero 2024 t" is in tonnes, "1 T 2024 kWh" a quarter
    words = [word for word in words if not parts.size_of(word)]
    words = [word for word in words if is_month or not periods.size_of_word(wordbook.fold(word))]
    rest = [word for word in words if not _names_month(word)]
    return head_of(" ".join(rest)) if rest else None


def _names_month(word: str) -> bool:
    return wordbook.fold(word).split("-")[0].strip(".") in wordbook.months()


def _is_concept_column(table: RawTable, column: int, data: list[int]) -> bool:
    """A column of words that say what the numbers are: "m³", "Importe Bs"."""
    if _label_meaning(table, column) in ("meter", "account", "site", "supplier"):
        return False
    texts = [text for row in data if (text := cells.word(table.sheet.rows[row][column]))]
    telling = [_value_head(text) is not None for text in texts]
    return any(telling) if _label_meaning(table, column) in ("concept", "unit") else bool(texts) and all(telling)


def _general_head(table: RawTable, labels: list[int]) -> Head | None:
    """What all numbers are when no row says it: the header over the labels ("Combustible (l)"), a title, the sheet."""
    corner = [table.heads[column] for column in (*labels, *sorted(table.totals)) if table.heads[column]]
    for text in (*corner, *table.titles, table.sheet.name):
        head = head_of(text)
        if head is not None and head.meaning in ("reading", "reading_current"):
            if not {"consumo", "usage"}.isdisjoint(wordbook.words_of(text)):
                return dataclasses.replace(head, meaning="quantity")  # "Zählerablesung - Monatsverbräuche in kWh"
            return head  # what is read off a meter is no consumption
        if head is None or head.meaning not in ("quantity", "cost", "total", *ACTIVITY):
            continue
        if head.meaning == "total" and head.unit and text in corner:
            return dataclasses.replace(head, meaning="quantity", name="")  # the sum says what is summed
        if head.unit or head.currency or head.meaning in ("cost", *ACTIVITY):
            return head
    return None


def _value_head(text: str) -> Head | None:
    """What a label says, if it says what kind of number stands there."""
    head = head_of(text)
    if head is None or (head.meaning not in NUMERIC and head.meaning not in ("quantity", "cost", "total", "ignored")):
        return None
    return head


def _own_head(words: list[str]) -> Head | None:
    """The concept of a row, from one or two label cells ("Consumo", "m³")."""
    heads = [head for word in words if word and (head := _value_head(word)) is not None]
    joined = head_of(" ".join(filter(None, words))) if len(heads) > 1 else None
    return joined or (heads[0] if heads else None)


def _named_concept(
    own: Head | None, row: int, table: RawTable, columns: Sequence[int]
) -> tuple[Head | None, dict[int, str]]:
    """The concept with what words that tell no kind of number add: a resource ("Agua potable"), or a meter's name."""
    for column in columns:
        text = cells.word(table.sheet.rows[row][column])
        if not text or _label_meaning(table, column) == "unit" or _value_head(text) is not None:
            continue
        resource = wordbook.resource_of(text, weak=False)
        if resource is None:
            return own, {column: text}
        own = own or Head("quantity", 0.6)
        return dataclasses.replace(own, resource=own.resource or resource, name=text), {}
    return own, {}


def _merge_heads(row: Head | None, column: Head | None) -> Head | None:
    if row is None or column is None:
        return row or column
    if row.meaning == "quantity" and column.meaning in ("quantity", ""):
        return row if row.unit else column
    return column if column.meaning else row


def _line(
    row: int, table: RawTable, head: Head | None, general: Head | None, current: dict[int, str], names: list[int],
    columns: tuple[int, ...], known: Resource | None,
) -> Line | None:  # fmt: skip
    """A line with its meter's name; words that only tell the kind of number are no name."""
    parts: list[str] = []
    resource: Resource | None = None
    for column in names:
        text = current.get(column, "")
        meaning = _label_meaning(table, column)
        if not text or meaning in ("supplier", "category", "note", "currency"):
            continue
        told = _value_head(text)
        if meaning in ("meter", "account", "site"):
            told, text = _beside_name(told, text)
            head = head or told
        elif told is not None:
            head = head or told
            resource = resource or told.resource
            if told.meaning in ACTIVITY or not told.name or told.confidence >= 0.99:
                continue
            text = told.name
        if meaning in ("resource", "product"):
            resource = wordbook.resource_of(text) or resource
            if len(names) > 1:
                continue
        parts.append(text)
    name = " ".join(parts)
    if head is not None and head.meaning in ("total", "ignored"):
        head = Head("quantity", 0.6, head.unit, head.unit_entered, "", head.resource, head.name) if head.unit else None
    if resource is None and known is None and (head is None or (head.unit and not head.resource)):
        resource = wordbook.resource_of(name, weak=False)
    if head is None and general is not None and general.meaning in ACTIVITY and resource is None:
        head = dataclasses.replace(general, name=name or general.name)
    head = head or (general if general is None or general.meaning not in ACTIVITY else None)
    if head is None and known is None and resource is None:
        return None
    head = head or Head("quantity", 0.5)
    return Line(row, head, name, resource or head.resource, columns)


def _beside_name(told: Head | None, text: str) -> tuple[Head | None, str]:
    """What stands beside the name of a meter ("Planta (kWh)"), and the name; one called "M3" is no cubic metre."""
    if told is None or not told.name or not (told.unit or told.currency):
        return None, text
    return told, told.name


def _decimal(table: RawTable, data: list[int], work: Work) -> str:
    """Decimal sign of the texts of the whole table; the question stands at its first such column."""
    texts: dict[str, int] = {}
    for row in data:
        for column in table.months:
            cell = table.sheet.rows[row][column]
            if isinstance(cell, str):
                texts.setdefault(cell, column)
    column = min(texts.values(), default=min(table.months))
    return evidence.decimal_of_texts(texts, work, table.sheet.name, table.letters(column))
