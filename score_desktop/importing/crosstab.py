"""Lines of a table with periods across → records: the quantity and the cost of one meter and period are one bill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from score_desktop.enums import MeterKind, Resource
from score_desktop.importing import activity, cells, naming, taxes, wordbook
from score_desktop.importing.columns import ACTIVITY
from score_desktop.importing.heads import Head, comes_in, head_of
from score_desktop.importing.long import in_base, rolled_over
from score_desktop.importing.records import Work
from score_desktop.importing.rows import CARRIED
from score_desktop.importing.tables import RawTable

Period = tuple[dt.date, dt.date]


@dataclass(slots=True)
class Line:
    """One row, or one row's share of the columns of one concept.

    Attributes:
        row: Row of the used range.
        head: What its words say the numbers are.
        name: Name of the meter it speaks of.
        columns: Columns of its periods.
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
    lines: dict[str, list[Line]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value with its place; `micro` is None where the cell is empty or cannot be read."""

    micro: int | None
    row: int
    column: int
    bad: bool = False


def read_lines(lines: list[Line], table: RawTable, known: Resource | None, decimal: str, work: Work) -> None:
    """Take the records of all lines of a table."""
    for group in _groups(lines, table, known, work):
        work.context.check()
        _read_group(group, table, decimal, work)
    for line in lines:
        if line.head.meaning in ACTIVITY:
            _read_activity(line, table, decimal, work)


def _groups(lines: list[Line], table: RawTable, known: Resource | None, work: Work) -> list[_Group]:
    """Lines of bills by meter; a second line that says the same of the same periods begins a second group."""
    groups: dict[tuple[str, Resource | None], list[_Group]] = {}
    bills = _without_net([line for line in lines if line.head.meaning not in ACTIVITY])
    resources = {line.resource for line in bills}
    for line in bills:
        resource = _resource(line, bills, table, known, work)
        name = line.name
        if not name:
            work.general.add((table.sheet.name, table.row_number(line.row)))
            word = line.head.name if len(resources) > 1 and line.head.resource else ""
            word = word if line.head.meaning == "quantity" else ""
            name = table.name or naming.meter_name(table.sheet, table.titles, work.file_stem, word)
        same = groups.setdefault((name if line.name else "", resource), [])
        group = next((group for group in same if not _repeats(line, group, table)), None)
        if group is None:
            group = _Group(name, resource)
            same.append(group)
        group.lines.setdefault(line.head.meaning, []).append(line)
    return [group for same in groups.values() for group in same]


def _without_net(lines: list[Line]) -> list[Line]:
    """Lines but those of amounts without tax of meters for which a line tells the amounts with it."""
    full = {(line.name, line.columns) for line in lines if line.head.meaning == "cost" and not _is_net(line)}
    return [line for line in lines if not _is_net(line) or (line.name, line.columns) not in full]


def _is_net(line: Line) -> bool:
    return line.head.meaning == "cost" and taxes.said_of(line.head.name) == taxes.WITHOUT


def _repeats(line: Line, group: _Group, table: RawTable) -> bool:
    """Whether a group holds what a line says, for some of its periods and in its unit."""
    mine = {table.period(line.row, column) for column in line.columns}
    return any(
        other.head.unit == line.head.unit
        and other.head.currency == line.head.currency
        and not mine.isdisjoint(table.period(other.row, column) for column in other.columns)
        for other in group.lines.get(line.head.meaning, ())
    )


def _resource(line: Line, bills: list[Line], table: RawTable, known: Resource | None, work: Work) -> Resource:
    """What a line is about: its words, those of the other lines of its meter, the table's, the unit; else asked."""
    if table.resource is not None:
        return table.resource
    found = line.resource or _resource_of_neighbours(line, bills) or known
    found = found or naming.resource_by_unit(line.head.unit) or _resource_by_meter(line, bills)
    corner = (head for column, head in enumerate(table.heads) if head and column < min(table.months))
    found = found or work.meters.resource_of(line.name) or naming.resource_of_texts(corner)
    if found is not None:
        return found
    choices = naming.resource_choices(line.head.unit)
    answer = work.ask(table.sheet.name, table.letters(min(table.months)), "resource", choices, (line.name,))
    return Resource(answer) if answer else Resource.OTHER


def _resource_of_neighbours(line: Line, lines: list[Line]) -> Resource | None:
    """The resource of the other lines of the same meter: the cost row of an electricity meter."""
    if not line.name:
        return None
    return next((other.resource for other in lines if other.name == line.name and other.resource), None)


def _resource_by_meter(line: Line, lines: list[Line]) -> Resource | None:
    found = [naming.resource_by_unit(other.head.unit) for other in lines if other.name == line.name and other.head.unit]
    return next((resource for resource in found if resource is not None), None)


def _of_one_unit(lines: list[Line], resource: Resource) -> list[Line]:
    """Of one quantity in two units the lines in the base unit, else those in the first."""
    if not lines:
        return []
    in_base_unit = [
        line for line in lines if line.head.unit and naming.base_symbol(resource, line.head.unit) == line.head.unit
    ]
    unit = (in_base_unit or lines)[0].head.unit
    return [line for line in lines if line.head.unit == unit]


def _values(lines: list[Line], table: RawTable, decimal: str, work: Work) -> dict[Period, _Value]:
    """Period → value; what cannot be read is told."""
    result: dict[Period, _Value] = {}
    for line in lines:
        row = table.sheet.rows[line.row]
        found, bad = cells.numbers([row[column] for column in line.columns], decimal)
        for place, message_id in bad.items():
            column = line.columns[place]
            work.problem(table.sheet.name, table.row_number(line.row), table.letters(column), row[column], message_id)
        scale = line.head.scale
        for place, (column, value) in enumerate(zip(line.columns, found, strict=True)):
            scaled = None if value is None else value * scale
            result.setdefault(table.period(line.row, column), _Value(scaled, line.row, column, place in bad))
    return result


def _read_group(group: _Group, table: RawTable, decimal: str, work: Work) -> None:
    """The records of one meter: a period is one when it has a quantity or a cost."""
    quantity_lines = _of_one_unit(group.lines.get("quantity", []), group.resource)
    cost_lines = group.lines.get("cost", [])
    quantities = _values(quantity_lines, table, decimal, work)
    if not quantity_lines:
        quantity_lines, quantities = _by_readings(group, table, decimal, work)
    if not quantity_lines and not cost_lines:
        return
    costs = _with_taxes(_values(cost_lines, table, decimal, work), group, table, decimal, work)
    more = {
        meaning: _values(lines, table, decimal, work) for meaning, lines in group.lines.items() if meaning in CARRIED
    }
    everything = (quantities, costs, *more.values())
    refused = {period for values in everything for period, value in values.items() if value.bad}
    main = {**costs, **{period: value for period, value in quantities.items() if value.micro is not None}}
    periods = [
        period for period in {**quantities, **costs} if period not in refused and _has(period, quantities, costs)
    ]
    symbol, entered = _unit(quantity_lines, group, table, work)
    currency = _currency(cost_lines, table, work)
    count = len(periods)
    quantity = [_micro(quantities, period) for period in periods]
    cost = [_micro(costs, period) for period in periods]
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
        "source_row": [table.row_number(main[period].row) for period in periods],
        "source_column": [table.letters(main[period].column) for period in periods],
    }
    columns |= {meaning: [_micro(values, period) for period in periods] for meaning, values in more.items()}
    work.meters.count(columns["meter"], columns["unit"], columns["currency"])
    work.bills.extend(columns, count)


def _with_taxes(
    costs: dict[Period, _Value], group: _Group, table: RawTable, decimal: str, work: Work
) -> dict[Period, _Value]:
    """Amounts that are said to be without tax, with the taxes that other lines of the meter tell."""
    lines, taxed = group.lines.get("cost", []), group.lines.get("tax", [])
    if not taxed or not lines or any(taxes.said_of(line.head.name) != taxes.WITHOUT for line in lines):
        return costs
    result = dict(costs)
    for line in taxed:
        for period, value in _values([line], table, decimal, work).items():
            known = result.get(period)
            if known is not None and known.micro is not None and value.micro is not None:
                result[period] = _Value(known.micro + value.micro, known.row, known.column, known.bad or value.bad)
    return result


def _by_readings(group: _Group, table: RawTable, decimal: str, work: Work) -> tuple[list[Line], dict[Period, _Value]]:
    """Consumption of a meter of which only readings are told: the difference to the one before; the first has none."""
    lines = group.lines.get("reading_current") or group.lines.get("reading") or []
    after = _values(lines, table, decimal, work)
    told = _values(group.lines.get("reading_previous", []), table, decimal, work)
    result: dict[Period, _Value] = {}
    last: tuple[Period, _Value] | None = None
    for period, value in sorted(after.items()):
        before = told.get(period) or (last[1] if last is not None and last[0][1] == period[0] else None)
        used = None
        if value.micro is not None and before is not None and before.micro is not None:
            used = value.micro - before.micro if value.micro >= before.micro else rolled_over(before.micro, value.micro)
            if used is None:
                shown = table.sheet.rows[value.row][value.column]
                place = (table.row_number(value.row), table.letters(value.column))
                work.problem(table.sheet.name, *place, shown, "import.reading_falls")
        result[_read_on(period, last, lines, table)] = _Value(used, value.row, value.column, value.bad)
        last = period, value
    return lines, result


def _read_on(period: Period, last: tuple[Period, _Value] | None, lines: list[Line], table: RawTable) -> Period:
    """From reading to reading where the days of reading stand above and are not those of months."""
    days = {table.period(line.row, column): _day_above(table, column) for line in lines for column in line.columns}
    start, end = days.get(last[0]) if last is not None else None, days.get(period)
    if start is None or end is None or {start.day, end.day} == {1} or (end + dt.timedelta(days=1)).day == 1:
        return period
    return start, end


def _day_above(table: RawTable, column: int) -> dt.date | None:
    for row in table.header_rows:
        cell = table.sheet.rows[row][column]
        if isinstance(cell, dt.date):
            return cell.date() if isinstance(cell, dt.datetime) else cell
    return None


def _micro(values: dict[Period, _Value], period: Period) -> int | None:
    return values[period].micro if period in values else None


def _has(period: Period, *parts: dict[Period, _Value]) -> bool:
    return any(_micro(values, period) is not None for values in parts)


def _unit(lines: list[Line], group: _Group, table: RawTable, work: Work) -> tuple[str, str]:
    if not lines:
        return "", ""
    line = lines[0]
    is_letter = len(line.head.unit_entered) == 1
    if line.head.unit and comes_in(group.resource, line.head.unit, letter=is_letter):
        return line.head.unit, line.head.unit_entered
    for text in (*table.titles, table.sheet.name):
        head = head_of(text)
        if head is not None and head.unit:
            return head.unit, head.unit_entered
    letters = table.letters(min(table.months))
    answer = work.ask(
        table.sheet.name, letters, "unit", naming.unit_choices(group.resource), (line.name or line.head.name,)
    )
    found = wordbook.find_unit(answer) if answer else None
    return (found.symbol, answer or "") if found else ("", "")


def _currency(lines: Sequence[Line], table: RawTable, work: Work) -> str:
    if not lines:
        return ""
    line = lines[0]
    row = table.sheet.rows[line.row]
    texts = [cell for column in line.columns if isinstance(cell := row[column], str)]
    signs = [found for text in texts if (found := wordbook.currency_of(text))]
    formats = [table.sheet.formats.get(column + table.sheet.first_col) for column in line.columns]
    found = (signs[0] if signs else "") or line.head.currency or naming.format_currency(formats[0])
    return naming.currency_code(
        found, work, table.sheet.name, table.letters(line.columns[0]), texts or [line.head.name]
    )


def _read_activity(line: Line, table: RawTable, decimal: str, work: Work) -> None:
    values = _values([line], table, decimal, work)
    periods: list[Any] = [period for period, value in values.items() if value.micro is not None]
    letters = table.letters(line.columns[0])
    title = line.head.name or line.name
    symbol = activity.unit_of(line.head.meaning, line.head.unit, work, table.sheet.name, letters, title)
    work.activity.extend(
        activity.block(
            activity.KINDS[line.head.meaning], title, symbol, [period[0] for period in periods],
            [period[1] for period in periods], [values[period].micro for period in periods], table.sheet.name,
            [table.row_number(line.row)] * len(periods),
            [table.letters(values[period].column) for period in periods],
        ),
        len(periods),
    )  # fmt: skip
