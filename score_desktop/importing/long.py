"""Tables with one bill, purchase or month in each row → records, column by column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import lt
from typing import Any, cast

from score_desktop import units
from score_desktop.enums import MeterKind, Resource, RowVerdict
from score_desktop.importing import (
    activity,
    cells,
    charges,
    epoch,
    evidence,
    growing,
    hours,
    joining,
    naming,
    registers,
    spans,
    supply,
    tables,
    taxes,
    titled,
    wordbook,
    yearless,
    zones,
)
from score_desktop.importing.columns import ACTIVITY, BLOCKS, PERIOD_LIKE, Layout, lay_out
from score_desktop.importing.records import Work, are_one
from score_desktop.importing.result import FoundTable
from score_desktop.importing.rows import CARRIED, Rows, data_rows, read_values
from score_desktop.importing.series import Series, series_of
from score_desktop.importing.tables import RawTable

_DAY = dt.timedelta(days=1)
_BILLED = ("invoice_number", "cuf", "meter", "reading_current", "reading_previous", "reading", "unit_price")
"""Columns that only bills have: what is counted beside them is no production, whatever a title says."""
_TEXTS = ("invoice_number", "cuf", "category", "note")


def read_long(table: RawTable, work: Work, verdicts: list[RowVerdict]) -> bool:
    """Take the records of a long table; sets the verdicts of its body. False if it is no table of bills or activity."""
    first, last = table.body
    body_rows = table.sheet.rows[first:last]
    body = [cells.Cells(column[first:last]) for column in table.sheet.columns()]
    layout = lay_out(table, body, work.context)
    if hours.tells_power(layout):
        work.saw_power = True
        return False
    joining.pair_columns(layout)
    hours.mark_across(layout)
    known = _table_resource(table, work)
    if known is None and not layout.has(*_BILLED) and titled.speaks_of_production(table, work.file_stem):
        titled.as_production(layout)
    if not _speaks(layout, known):
        titled.as_named_quantities(layout, table)
    if not _speaks(layout, known):
        titled.as_resources(layout, table)
    period = None if layout.has(*PERIOD_LIKE) else titled.period_of(table)
    if (period is None and not layout.has(*PERIOD_LIKE)) or not _speaks(layout, known):
        if table.told:  # a person left out what made it one: it stays, to be put right
            _tell_table(table, layout, {}, work)
        return bool(table.told)
    work.context.check()
    rows = data_rows(table, layout, body_rows, verdicts, work.context.check)
    rows.period = period
    if table.sheet.counts_from_1904:
        epoch.shift_serials(rows.layout)
    hints: dict[str, str] = {}
    if rows.numbers:
        yearless.add_years(rows, work)
        read_values(rows, work)
        work.context.check()
        growing.as_use(rows)
        zoned = [*hours.join_across(rows), *zones.join_zones(rows)]
        streams = series_of(layout, known, work.context, rows.values)
        for number, stream in enumerate(streams):
            work.context.check()
            hints |= _read_series(rows, stream, known, work, report=number == 0, alone=len(streams) == 1)
        titled.tell_numbers_unread(layout, table, work)
        activity.read_activity(rows, work, is_alone=not streams)
        for column in zoned:
            column.meaning = "quantity"
    _tell_table(table, layout, {**_hints(rows), **hints}, work)
    return True


def _tell_table(table: RawTable, layout: Layout, hints: dict[str, str], work: Work) -> None:
    meanings, confidence = layout.meanings()
    used = tuple(table.row_number(row) for row in table.header_rows)
    titles = tables.titles_of(table)
    work.tables.append(FoundTable(table.sheet.name, table.range, used, meanings, confidence, titles, hints))


def _hints(rows: Rows) -> dict[str, str]:
    """What the columns are in, as far as headers and the order of dates tell."""
    found = {column.letters: column.unit or column.head.currency for column in rows.layout.columns if column.head}
    orders = {
        column.letters: rows.orders[column.index]
        for column in rows.layout.columns
        if column.index in rows.orders and evidence.has_an_order(column.cells)
    }
    return {letters: hint for letters, hint in {**found, **orders}.items() if hint}


def _speaks(layout: Layout, known: Resource | None) -> bool:
    """Whether the columns are bills or activity data; an amount alone needs a resource in words."""
    if layout.has("quantity", *BLOCKS, "reading_current", "reading", *ACTIVITY):
        return True
    is_named = any(column.head and column.head.resource for column in layout.all("cost"))
    return layout.has("cost") and (is_named or known is not None or layout.has("resource", "product", "meter"))


def _table_resource(table: RawTable, work: Work) -> Resource | None:
    """The resource that titles, sheet or file name."""
    return naming.resource_of_texts((*table.titles, table.sheet.name)) or naming.resource_of_texts((work.file_stem,))


# -- bills --------------------------------------------------------------------------------------------------------


def _read_series(
    rows: Rows, stream: Series, known: Resource | None, work: Work, *, report: bool, alone: bool
) -> dict[str, str]:
    """Take one stream of bills of the table; returns what its quantity and its cost are in, by letters."""
    count = len(rows.numbers)
    supply.choose_money(rows, stream, work)
    stream.cost, amounts = charges.cost_of(
        rows, stream, alone=alone, taxed_inside=taxes.are_inside(work.context.country)
    )
    cost: list[int | None] = amounts if amounts is not None else [None] * count
    work.context.check()
    resources = supply.in_doubt(rows, stream, supply.resources_of(rows, stream, known, work), work)
    work.context.check()
    symbols, entered = supply.units_of(rows, stream, resources, work)
    currencies = supply.currencies_of(rows, stream, cost, work)
    work.context.check()
    products, uses = rows.words("product"), rows.words("use")
    bought = supply.are_purchases(rows, resources)
    products = products or supply.products_by_resource(rows, bought)
    names = supply.meter_names(rows, stream, resources, bought, products, uses, work, known, is_alone=alone)
    work.context.check()
    carried = supply.are_carried(stream, resources, symbols)
    when = _spans(rows, bought, _apart(names, resources, uses), work, carried=carried)
    work.context.check()
    quantity = rows.values.get(stream.quantity.index) if stream.quantity else None
    if quantity is None and alone:
        quantity = _from_blocks(rows) or _from_readings(rows, registers.apart(rows, names), when)
    quantity = quantity if quantity is not None else [None] * count
    if stream.quantity and not any(bought):
        quantity, cost = hours.by_days(rows, names, (quantity, cost), when)
    if not any(bought):
        quantity, cost = registers.join_rows(rows, names, resources, (quantity, cost), when, is_alone=alone)
    for (letters, place), message_id in when.bad.items():
        rows.bad.setdefault(place, (letters, message_id))
    keep = _keep(rows, quantity, cost, when, work, report=report)
    work.context.check()
    block = _block(rows, quantity, cost, symbols, currencies, when)
    work.context.check()
    block["quantity_base"] = in_base(quantity, symbols, resources)
    work.context.check()
    block["meter"] = _meters(rows, names, resources, bought, products, uses, entered, keep, work)
    if len(keep) < count:
        block = {name: [values[place] for place in keep] for name, values in block.items()}
    work.context.check()
    work.meters.count(block["meter"], block["unit"], block["currency"])
    work.bills.extend(block, len(keep))
    pairs = ((stream.quantity, block["unit"]), (stream.cost, block["currency"]))
    return {column.letters: found for column, values in pairs if column and (found := next(filter(None, values), ""))}


def _from_blocks(rows: Rows) -> list[int | None] | None:
    """Sum of the tariff blocks where there is no column of the whole."""
    parts = [values for name in BLOCKS if (values := rows.value(name)) is not None]
    if not parts:
        return None
    return [
        None if all(part is None for part in row) else sum(part or 0 for part in row)
        for row in zip(*parts, strict=True)
    ]


def _from_readings(rows: Rows, names: Sequence[str], when: spans.Spans) -> list[int | None] | None:
    """Consumption from readings: the difference × the multiplier; a meter that rolled over goes on from zero."""
    current = rows.value("reading_current") or rows.value("reading")
    if current is None:
        return None
    previous = rows.value("reading_previous") or _readings_before(current, names, when)
    factors = rows.value("multiplier") or [None] * len(current)
    if (column := rows.layout.one("reading")) is not None and wordbook.accumulates(column.title):
        previous = _since_january(current, previous, names, when)
    result: list[int | None] = []
    for place, (a, b, factor) in enumerate(zip(previous, current, factors, strict=True)):
        if a is None or b is None:
            result.append(None)
            continue
        used = b - a if b >= a else rolled_over(a, b)
        if used is None:
            rows.bad.setdefault(place, (_letters(rows, "reading_current", "reading"), "import.reading_falls"))
        result.append(None if used is None else used * factor // 1_000_000 if factor else used)
    return result


def _readings_before(current: Sequence[int | None], names: Sequence[str], when: spans.Spans) -> list[int | None]:
    """For each reading the one before it of the same meter, by time: lists may begin with the latest."""
    last: dict[str, int | None] = {}
    previous: list[int | None] = [None] * len(current)
    for place in sorted(range(len(current)), key=lambda place: when.end[place] or dt.date.min):
        value = current[place]
        if value is not None and when.end[place] is not None:
            previous[place] = last.get(names[place])
            last[names[place]] = value
    return previous


def _since_january(
    current: Sequence[int | None], previous: Sequence[int | None], names: Sequence[str], when: spans.Spans
) -> list[int | None]:
    """Values before, of sums that may begin anew each year: then January begins at zero."""
    found = list(previous)
    fallen = set()
    for place, (before, value) in enumerate(zip(previous, current, strict=True)):
        start = when.start[place]
        if before is not None and value is not None and value < before and start is not None and start.month == 1:
            found[place] = 0
            fallen.add(names[place])
    for place, before in enumerate(previous):
        start = when.start[place]
        if before is None and names[place] in fallen and start is not None and start.month == 1:
            found[place] = 0
    return found


def rolled_over(previous: int, current: int) -> int | None:
    """Consumption of a meter that passed its last digit; None when it fell for another reason."""
    size = 10 ** len(str(max(previous // 1_000_000, 1))) * 1_000_000
    used = size - previous + current
    return used if used < size // 2 else None


def _letters(rows: Rows, *meanings: str) -> str:
    return next((column.letters for meaning in meanings if (column := rows.layout.one(meaning))), "")


def _apart(names: Sequence[str], resources: Sequence[Resource], uses: Sequence[str] | None) -> Sequence[str]:
    """The meter of each row for reading periods: rows of one name are of several where they tell different things.

    Twelve months of electricity above twelve of water are both of the year in the title.
    """
    if uses is not None and any(uses):
        names = [f"{name}\n{use}" for name, use in zip(names, uses, strict=True)]
    if resources.count(resources[0]) == len(resources):
        return names
    return [f"{name}\n{resource}" for name, resource in zip(names, resources, strict=True)]


def _spans(rows: Rows, bought: Sequence[bool], names: Sequence[str], work: Work, *, carried: bool) -> spans.Spans:
    """Periods of the rows; a purchase keeps its one day.

    Args:
        names: The meter of each row, as `_apart` tells them apart.
        carried: Whether the rows are of things that are carried away or brought.
    """
    years = rows.years(work.file_stem)
    if rows.period is not None:
        return spans.constant(rows.period, len(names))
    start, end = rows.layout.one("period_start"), rows.layout.one("period_end")
    if work.ends_outside and start is not None and end is not None:
        first, last = (cells.dates(column.cells, "ymd")[0] for column in (start, end))
        return spans.Spans(first, last, how="dates")
    if not any(bought):
        when = spans.spans_of(rows.layout, rows.orders, names, years, carried=carried)
        when = yearless.over_two_years(rows, when, names, work)
        return _with_deliveries(rows, when)
    column = rows.layout.one("date") or rows.layout.one("date_invoice")
    assert column is not None
    days, bad = cells.dates(column.cells, rows.orders.get(column.index, "dmy"))
    bought_on = spans.Spans(days, [day + _DAY if day else None for day in days], how="purchase")
    bought_on.bad = {(column.letters, place): message_id for place, message_id in bad.items()}
    if not all(bought):
        metered = spans.spans_of(rows.layout, rows.orders, names, years)
        for place, one_day in enumerate(bought):
            if not one_day:
                bought_on.start[place], bought_on.end[place] = metered.start[place], metered.end[place]
    return bought_on


def _with_deliveries(rows: Rows, when: spans.Spans) -> spans.Spans:
    """Rows that name a day and neither start nor end are deliveries of that day."""
    day, start, end = (rows.layout.one(name) for name in ("date", "period_start", "period_end"))
    if day is None or start is None or end is None:
        return when
    days, _ = cells.dates(day.cells, rows.orders.get(day.index, "dmy"))
    for place, found in enumerate(days):
        if found is not None and start.cells[place] is None and end.cells[place] is None:
            when.start[place], when.end[place] = found, found + _DAY
    return when


def _keep(
    rows: Rows,
    quantity: Sequence[int | None],
    cost: Sequence[int | None],
    when: spans.Spans,
    work: Work,
    *,
    report: bool,
) -> list[int]:
    """Places of the rows that become records; the others are told as problems, or are gaps."""
    if not rows.bad and _are_whole(quantity, cost, when):
        return list(range(len(quantity)))
    sheet = rows.table.sheet.name
    by_letters = {column.letters: column for column in rows.layout.columns}
    keep = []
    fallback = _letters(rows, *PERIOD_LIKE)
    for place, (amount, price, start, end) in enumerate(zip(quantity, cost, when.start, when.end, strict=True)):
        trouble = rows.bad.get(place)
        if trouble is None and amount is None and price is None:
            continue  # an empty month is a gap, found later from the periods
        if trouble is None and (start is None or end is None):
            trouble = fallback, "import.no_period"
        elif trouble is None and start is not None and end is not None and end <= start:
            trouble = fallback, "import.period_backwards"
        if trouble is None:
            keep.append(place)
        elif report:
            letters, message_id = trouble
            column = by_letters.get(letters)
            value = column.cells[place] if column is not None else None
            work.problem(sheet, rows.numbers[place], letters, value, message_id)
    return keep


def _are_whole(quantity: Sequence[int | None], cost: Sequence[int | None], when: spans.Spans) -> bool:
    """Whether every row has an amount and a period, as in most tables."""
    if (None in quantity and None in cost) or None in when.start or None in when.end:
        return False
    return all(map(lt, cast("Sequence[dt.date]", when.start), cast("Sequence[dt.date]", when.end)))


def _block(
    rows: Rows, quantity: list[int | None], cost: list[int | None], symbols: list[str], currencies: list[str],
    when: spans.Spans,
) -> dict[str, list[Any]]:  # fmt: skip
    """The columns of the records, still one for each data row."""
    count = len(rows.numbers)
    block: dict[str, list[Any]] = {
        "period_start": when.start,
        "period_end": when.end,
        "quantity": quantity,
        "unit": symbols,
        "cost": cost,
        "currency": currencies,
        "source_sheet": [rows.table.sheet.name] * count,
        "source_row": rows.numbers,
        "source_column": [""] * count,
    }
    for name in CARRIED:
        if (values := rows.value(name)) is not None:
            block[name] = values
    for name in _TEXTS:
        if (texts := rows.words(name)) is not None and any(texts):
            block[name] = texts
    if when.labels is not None:
        block["period_label"] = when.labels
    for name in ("date_previous", "date_current"):
        column = rows.layout.one(name)
        if column is not None:
            block[name] = cells.dates(column.cells, rows.orders.get(column.index, "dmy"))[0]
    estimated = rows.layout.one("estimated")
    if estimated is not None:
        block["estimated"] = cells.yes(estimated.cells)
    elif any(said := [wordbook.tells_estimate(text) for text in block.get("note", ())]):
        block["estimated"] = said
    return block


def in_base(quantity: list[int | None], symbols: Sequence[str], resources: Sequence[Resource]) -> list[int | None]:
    """Quantities in the base unit of their dimension; None where there is no quantity or no unit."""
    pairs = dict.fromkeys(zip(symbols, resources, strict=True))
    bases = {pair: naming.base_symbol(pair[1], pair[0]) for pair in pairs}
    if all(base and base == symbol for (symbol, _), base in bases.items()):
        return list(quantity)
    result: list[int | None] = []
    for value, symbol, resource in zip(quantity, symbols, resources, strict=True):
        base = bases[symbol, resource]
        result.append(units.convert_micro(value, symbol, base) if value is not None and base else None)
    return result


def _meters(
    rows: Rows, names: Sequence[str], resources: Sequence[Resource], bought: Sequence[bool], products: list[str] | None,
    uses: list[str] | None, entered: Sequence[str], keep: Sequence[int], work: Work,
) -> list[int]:  # fmt: skip
    """Number of the meter of each row, with what its first kept row tells about it; -1 where all are left out."""
    keys = _joint(names, resources, bought, entered)
    known = dict.fromkeys(keys, -1)
    suppliers, accounts = rows.words("supplier"), rows.words("account")
    kept = list(reversed(keep))
    first = dict(zip(map(keys.__getitem__, kept), kept, strict=True))
    for place in sorted(first.values()):
        kind = MeterKind.PURCHASE if bought[place] else MeterKind.METERED
        index = known[keys[place]] = work.meters.index(names[place], resources[place], kind)
        work.meters.entered(index, entered[place])
        listed = work.register.get(wordbook.fold(names[place]))
        work.meters.describe(
            index,
            supplier=suppliers[place] if suppliers else listed.supplier if listed else "",
            account=accounts[place] if accounts else listed.account if listed else "",
            product=products[place] if products and bought[place] else "",
            use=uses[place] if uses else "",
        )
    return list(map(known.__getitem__, keys))


def _joint(*columns: Sequence[Any]) -> Sequence[Any]:
    """What tells the rows apart that differ in any of some columns; those with one value do not count."""
    telling = [column for column in columns if not are_one(column)]
    return telling[0] if len(telling) == 1 else list(zip(*(telling or columns), strict=True))
