"""Tables with months across: each row is a meter and what is told about it, or one activity.

Rows of one meter (its quantity, its cost) are joined into one record for each month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from score_desktop import units
from score_desktop.enums import MeterKind, Resource, RowVerdict
from score_desktop.importing import activity, bodies, cells, evidence, naming, wordbook
from score_desktop.importing.columns import ACTIVITY
from score_desktop.importing.long import in_base
from score_desktop.importing.records import Work
from score_desktop.importing.result import FoundTable
from score_desktop.importing.rows import CARRIED, NUMERIC
from score_desktop.importing.tables import RawTable
from score_desktop.importing.wordbook import Head
from score_desktop.importing.workbook import Cell

_LABEL_MEANINGS = frozenset(
    {"meter", "account", "site", "supplier", "resource", "product", "use"}
    | {"concept", "unit", "note", "category", "currency", "year"}
)


@dataclass(slots=True)
class _Line:
    """One row, or one row's share of the columns of one concept.

    Attributes:
        row: Row of the used range.
        head: What its words say the numbers are.
        name: Name of the meter it speaks of.
        columns: Columns of its months.
    """

    row: int
    head: Head
    name: str
    resource: Resource | None
    columns: tuple[int, ...]


@dataclass(slots=True)
class _Group:
    """The lines of one meter."""

    name: str
    resource: Resource
    lines: dict[str, list[_Line]] = field(default_factory=dict)


def read_wide(table: RawTable, work: Work, verdicts: list[RowVerdict]) -> bool:
    """Take the records of a table with months across; sets the verdicts of its body. False if it holds no bills."""
    first, last = table.body
    rows = table.sheet.rows[first:last]
    labels = _label_columns(table)
    known = naming.resource_of_texts((*table.titles, table.sheet.name)) or naming.resource_of_texts((work.file_stem,))
    summing = bodies.summing_rows([[row[column] for row in rows] for column in labels])
    own = [_verdict(row, table, summing.get(place)) for place, row in enumerate(rows)]
    data = [first + place for place, verdict in enumerate(own) if verdict is RowVerdict.DATA]
    lines = _lines(table, labels, data, known)
    if not lines:
        return False
    verdicts[first:last] = own
    decimals = _decimal(table, data, work)
    for group in _groups(lines, table, known, work):
        _read_group(group, table, decimals, work)
    for line in lines:
        if line.head.meaning in ACTIVITY:
            _read_activity(line, table, decimals, work)
    meanings = {table.letters(column): _label_meaning(table, column) or "meter" for column in labels}
    meanings |= {table.letters(column): "period" for column in table.months}
    used = tuple(table.row_number(row) for row in table.header_rows)
    work.tables.append(FoundTable(table.sheet.name, table.range, used, meanings, dict.fromkeys(meanings, 0.9)))
    return True


def _verdict(row: Sequence[Cell], table: RawTable, said: RowVerdict | None) -> RowVerdict:
    if all(cell is None for cell in row):
        return RowVerdict.BLANK
    if said is not None:
        return said
    has_value = any(row[column] is not None for column in table.months)
    return RowVerdict.DATA if has_value else RowVerdict.NOTE


def _label_meaning(table: RawTable, column: int) -> str:
    head = wordbook.head_of(table.heads[column]) if table.heads[column] else None
    return head.meaning if head and head.meaning in _LABEL_MEANINGS else ""


def _label_columns(table: RawTable) -> list[int]:
    """Columns of words: those that are neither months nor totals."""
    first, last = table.body
    found = []
    for column in range(len(table.heads)):
        if column in table.months or column in table.totals:
            continue
        if any(isinstance(row[column], str) for row in table.sheet.rows[first:last]) or _label_meaning(table, column):
            found.append(column)
    return found


def _lines(table: RawTable, labels: list[int], data: list[int], known: Resource | None) -> list[_Line]:
    """What each data row tells: names are filled down, concepts are the row's own."""
    by_concept = _columns_by_concept(table)
    concept_columns = [column for column in labels if _is_concept_column(table, column, data)]
    name_columns = [column for column in labels if column not in concept_columns]
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
        for head, columns in by_concept:
            merged = _merge_heads(own, head)
            line = _line(row, table, merged, current, name_columns, columns, known)
            if line is not None:
                lines.append(line)
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
    words = [word for word in text.split() if not any(map(str.isdigit, word)) or word.lower() in ("m3", "m³")]
    words = [word for word in words if wordbook.fold(word).strip(".") not in wordbook.months()]
    rest = [word for word in words if wordbook.fold(word).split("-")[0].strip(".") not in wordbook.months()]
    return wordbook.head_of(" ".join(rest)) if rest else None


def _is_concept_column(table: RawTable, column: int, data: list[int]) -> bool:
    """A column of words that say what the numbers are: "m³", "Importe Bs"."""
    if _label_meaning(table, column) in ("concept", "unit"):
        return True
    if _label_meaning(table, column) in ("meter", "account", "site", "supplier"):
        return False
    texts = [text for row in data if (text := cells.word(table.sheet.rows[row][column]))]
    return bool(texts) and all(_value_head(text) is not None for text in texts)


def _value_head(text: str) -> Head | None:
    """What a label says, if it says what kind of number stands there."""
    head = wordbook.head_of(text)
    if head is None or (head.meaning not in NUMERIC and head.meaning not in ("quantity", "cost", "total", "ignored")):
        return None
    return head


def _own_head(words: list[str]) -> Head | None:
    """The concept of a row, from one or two label cells ("Consumo", "m³")."""
    heads = [head for word in words if word and (head := _value_head(word)) is not None]
    joined = wordbook.head_of(" ".join(filter(None, words))) if len(heads) > 1 else None
    return joined or (heads[0] if heads else None)


def _merge_heads(row: Head | None, column: Head | None) -> Head | None:
    if row is None or column is None:
        return row or column
    if row.meaning == "quantity" and column.meaning in ("quantity", ""):
        return row if row.unit else column
    return column if column.meaning else row


def _line(
    row: int, table: RawTable, head: Head | None, current: dict[int, str], names: list[int], columns: tuple[int, ...],
    known: Resource | None,
) -> _Line | None:  # fmt: skip
    """A line with its meter's name; words that only tell the kind of number are no name."""
    parts: list[str] = []
    resource: Resource | None = None
    for column in names:
        text = current.get(column, "")
        meaning = _label_meaning(table, column)
        if not text or meaning in ("supplier", "category", "note", "currency"):
            continue
        told = _value_head(text)
        if told is not None and head is None:
            head = told
        if told is not None and meaning not in ("meter", "account", "site"):
            resource = resource or told.resource
            if told.meaning in ACTIVITY or not told.name or told.confidence >= 0.99:
                continue
            text = told.name
        if meaning in ("resource", "product"):
            resource = wordbook.resource_of(text) or resource
            if len(names) > 1:
                continue
        parts.append(text)
    if head is not None and head.meaning in ("total", "ignored"):
        head = Head("quantity", 0.6, head.unit, head.unit_entered, "", head.resource, head.name) if head.unit else None
    if head is None and known is None and resource is None:
        return None
    head = head or Head("quantity", 0.5)
    return _Line(row, head, " ".join(parts), resource or head.resource, columns)


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


def _groups(lines: list[_Line], table: RawTable, known: Resource | None, work: Work) -> list[_Group]:
    """Lines of bills by meter."""
    groups: dict[tuple[str, Resource | None], _Group] = {}
    bills = [line for line in lines if line.head.meaning not in ACTIVITY]
    resources = {line.resource for line in bills}
    for line in bills:
        resource = (
            line.resource or _resource_of_neighbours(line, bills) or known or naming.resource_by_unit(line.head.unit)
        )
        resource = resource or _resource_by_meter(line, bills)
        if resource is None:
            letters = table.letters(min(table.months))
            choices = naming.resource_choices(line.head.unit)
            answer = work.ask(table.sheet.name, letters, "resource", choices, (line.name,))
            resource = Resource(answer) if answer else Resource.OTHER
        name = line.name
        if not name:
            word = line.head.name if len(resources) > 1 and line.head.resource else ""
            name = naming.meter_name(
                table.sheet, table.titles, work.file_stem, word if line.head.meaning == "quantity" else ""
            )
        key = (name if line.name else "", resource)
        group = groups.setdefault(key, _Group(name, resource))
        group.lines.setdefault(line.head.meaning, []).append(line)
    return list(groups.values())


def _resource_of_neighbours(line: _Line, lines: list[_Line]) -> Resource | None:
    """The resource of the other lines of the same meter: the cost row of an electricity meter."""
    if not line.name:
        return None
    return next((other.resource for other in lines if other.name == line.name and other.resource), None)


def _resource_by_meter(line: _Line, lines: list[_Line]) -> Resource | None:
    found = [naming.resource_by_unit(other.head.unit) for other in lines if other.name == line.name and other.head.unit]
    return next((resource for resource in found if resource is not None), None)


def _pick_quantity(lines: list[_Line], resource: Resource) -> _Line | None:
    """Of one quantity in two units the line in the base unit, else the first."""
    if not lines:
        return None
    in_base_unit = [
        line for line in lines if line.head.unit and naming.base_symbol(resource, line.head.unit) == line.head.unit
    ]
    return (in_base_unit or lines)[0]


def _values(line: _Line, table: RawTable, decimal: str, work: Work) -> dict[object, int | None]:
    """Period → millionths; what cannot be read is told and left out."""
    row = table.sheet.rows[line.row]
    found, bad = cells.numbers([row[column] for column in line.columns], decimal)
    for place, message_id in bad.items():
        column = line.columns[place]
        work.problem(table.sheet.name, table.row_number(line.row), table.letters(column), row[column], message_id)
    return {
        table.months[column]: None if place in bad else value
        for place, (column, value) in enumerate(zip(line.columns, found, strict=True))
    }


def _read_group(group: _Group, table: RawTable, decimal: str, work: Work) -> None:
    """The records of one meter: a month is one when it has a quantity or a cost."""
    quantity_line = _pick_quantity(group.lines.get("quantity", []), group.resource)
    cost_line = next(iter(group.lines.get("cost", [])), None)
    main = quantity_line or cost_line
    if main is None:
        return
    before = len(work.problems)
    quantities = _values(quantity_line, table, decimal, work) if quantity_line else {}
    costs = _values(cost_line, table, decimal, work) if cost_line else {}
    more = {
        meaning: _values(lines[0], table, decimal, work) for meaning, lines in group.lines.items() if meaning in CARRIED
    }
    refused = {(problem.row, problem.column) for problem in work.problems[before:]}
    letters = _letters_by_period(group, table, main)
    periods = [
        period
        for period in dict.fromkeys(table.months.values())
        if (quantities.get(period) is not None or costs.get(period) is not None)
        and not _is_refused(period, group, table, refused)
    ]
    symbol, entered = _unit(quantity_line, group, table, work)
    currency = _currency(cost_line, table, work)
    count = len(periods)
    quantity = [quantities.get(period) for period in periods]
    cost = [costs.get(period) for period in periods]
    index = work.meters.index(group.name, group.resource, MeterKind.METERED)
    work.meters.entered(index, entered)
    columns: dict[str, list[Any]] = {
        "meter": [index] * count,
        "period_start": [period[0] for period in periods],
        "period_end": [period[1] for period in periods],
        "quantity": quantity,
        "unit": [symbol] * count,
        "quantity_base": in_base(quantity, [symbol] * count, [group.resource] * count),
        "cost": cost,
        "currency": [currency if value is not None else "" for value in cost],
        "source_sheet": [table.sheet.name] * count,
        "source_row": [table.row_number(main.row)] * count,
        "source_column": [letters[period] for period in periods],
    }
    columns |= {meaning: [values.get(period) for period in periods] for meaning, values in more.items()}
    work.meters.count(columns["meter"], columns["unit"], columns["currency"])
    work.bills.extend(columns, count)


def _letters_by_period(group: _Group, table: RawTable, main: _Line) -> dict[object, str]:
    letters: dict[object, str] = {}
    lines = [main, *(line for lines in group.lines.values() for line in lines)]
    for line in lines:
        for column in line.columns:
            letters.setdefault(table.months[column], table.letters(column))
    return letters


def _is_refused(period: object, group: _Group, table: RawTable, refused: set[tuple[int, str]]) -> bool:
    return bool(refused) and any(
        (table.row_number(line.row), table.letters(column)) in refused
        for lines in group.lines.values()
        for line in lines
        for column in line.columns
        if table.months[column] == period
    )


def _unit(line: _Line | None, group: _Group, table: RawTable, work: Work) -> tuple[str, str]:
    if line is None:
        return "", ""
    if line.head.unit:
        return line.head.unit, line.head.unit_entered
    for text in table.titles:
        head = wordbook.head_of(text)
        if head is not None and head.unit:
            return head.unit, head.unit_entered
    letters = table.letters(min(table.months))
    answer = work.ask(
        table.sheet.name, letters, "unit", naming.unit_choices(group.resource), (line.name or line.head.name,)
    )
    found = units.find_unit(answer) if answer else None
    return (found.symbol, answer or "") if found else ("", "")


def _currency(line: _Line | None, table: RawTable, work: Work) -> str:
    if line is None:
        return ""
    row = table.sheet.rows[line.row]
    texts = [cell for column in line.columns if isinstance(cell := row[column], str)]
    signs = [found for text in texts if (found := wordbook.currency_of(text))]
    formats = [table.sheet.formats.get(column + table.sheet.first_col) for column in line.columns]
    found = (signs[0] if signs else "") or line.head.currency or naming.format_currency(formats[0])
    return naming.currency_code(
        found, work, table.sheet.name, table.letters(line.columns[0]), texts or [line.head.name]
    )


def _read_activity(line: _Line, table: RawTable, decimal: str, work: Work) -> None:
    values = _values(line, table, decimal, work)
    held = {table.months[column]: column for column in line.columns if values.get(table.months[column]) is not None}
    letters = table.letters(line.columns[0])
    title = line.head.name or line.name
    symbol = activity.unit_of(line.head.meaning, line.head.unit, work, table.sheet.name, letters, title)
    periods: list[Any] = list(held)
    work.activity.extend(
        activity.block(
            activity.KINDS[line.head.meaning], title, symbol, [period[0] for period in periods],
            [period[1] for period in periods], [values[period] for period in periods], table.sheet.name,
            [table.row_number(line.row)] * len(periods), [table.letters(held[period]) for period in periods],
        ),
        len(periods),
    )  # fmt: skip
