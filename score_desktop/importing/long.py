"""Tables with one bill, purchase or month in each row → records, column by column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from score_desktop import units
from score_desktop.enums import MeterKind, Resource, RowVerdict
from score_desktop.importing import activity, amounts, bodies, cells, evidence, naming, periods, siat, spans, wordbook
from score_desktop.importing.columns import ACTIVITY, BLOCKS, PERIOD_LIKE, Column, Layout, Series, lay_out, series_of
from score_desktop.importing.records import Work
from score_desktop.importing.result import FoundTable
from score_desktop.importing.tables import RawTable
from score_desktop.importing.workbook import Cell

_DAY = dt.timedelta(days=1)
NUMERIC = (
    "quantity", "cost", "reading_previous", "reading_current", "reading", "multiplier", *BLOCKS, "demand_kw", "contracted_kw",
    "reactive_kvarh", "power_factor", "unit_price", "cost_energy", "cost_power", "cost_penalty", "cost_fixed", "cost_sewer",
    "tax_lighting", "tax_cleaning", "other_fees", "adjustments", "arrears", "tax_base", *ACTIVITY,
)  # fmt: skip
_CARRIED = tuple(name for name in NUMERIC if name not in ("quantity", "cost", "reading", *ACTIVITY))
_TEXTS = ("invoice_number", "cuf", "category", "note")
_FILLED_DOWN = ("meter", "account", "resource", "year")
_DATES = tuple(name for name in PERIOD_LIKE if name not in ("month", "year"))


@dataclass(slots=True)
class Rows:
    """The data rows of a long table, by column.

    Attributes:
        table: Where they stand.
        layout: Columns whose `cells` are those of the data rows.
        numbers: Row numbers on the sheet.
        places: Places of the rows below the header, from 0.
        values: Column index → millionths.
        orders: Column index → order of day and month.
        sections: For each row the heading of the block it stands in, "" if there is none.
        bad: Place among the data rows → (letters, message id): records that cannot be stored.
    """

    table: RawTable
    layout: Layout
    numbers: list[int]
    places: list[int]
    values: dict[int, list[int | None]] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    bad: dict[int, tuple[str, str]] = field(default_factory=dict)

    def words(self, meaning: str) -> list[str] | None:
        """Texts of a column, or None if there is none."""
        column = self.layout.one(meaning)
        return cells.words(column.cells) if column is not None else None

    def value(self, meaning: str) -> list[int | None] | None:
        """Millionths of a column, or None if there is none."""
        column = self.layout.one(meaning)
        return self.values.get(column.index) if column is not None else None


def read_long(table: RawTable, work: Work, verdicts: list[RowVerdict]) -> bool:
    """Take the records of a long table; sets the verdicts of its body. False if it is no table of bills or activity."""
    first, last = table.body
    body_rows = table.sheet.rows[first:last]
    body = list(zip(*body_rows, strict=True)) if body_rows else [() for _ in table.heads]
    layout = lay_out(table, body, work.context)
    known = _table_resource(table, work)
    if not layout.has(*PERIOD_LIKE) or not _speaks(layout, known):
        return False
    rows = _data_rows(table, layout, body_rows, verdicts)
    meanings, confidence = layout.meanings()
    if rows.numbers:
        _read_values(rows, work)
        streams = series_of(layout, known, work.context)
        meanings, confidence = layout.meanings()
        for number, stream in enumerate(streams):
            _read_series(rows, stream, known, work, report=number == 0, alone=len(streams) == 1)
        activity.read_activity(rows, work, is_alone=not streams)
    used = tuple(table.row_number(row) for row in table.header_rows)
    work.tables.append(FoundTable(table.sheet.name, table.range, used, meanings, confidence))
    return True


def _speaks(layout: Layout, known: Resource | None) -> bool:
    """Whether the columns are bills or activity data; an amount alone needs a resource in words."""
    if layout.has("quantity", *BLOCKS, "reading_current", "reading", *ACTIVITY):
        return True
    return layout.has("cost") and (known is not None or layout.has("resource", "product", "meter"))


def _table_resource(table: RawTable, work: Work) -> Resource | None:
    """The resource that titles, sheet or file name."""
    return naming.resource_of_texts((*table.titles, table.sheet.name)) or naming.resource_of_texts((work.file_stem,))


def _data_rows(
    table: RawTable, layout: Layout, body_rows: Sequence[Sequence[Cell]], verdicts: list[RowVerdict]
) -> Rows:
    """The rows that are data, with label cells filled down and headings of blocks beside them."""
    own = bodies.verdicts_of(body_rows, layout)
    first = table.body[0]
    verdicts[first : table.body[1]] = own
    headings = bodies.section_texts(body_rows, own)
    for place in headings:
        verdicts[first + place] = RowVerdict.TITLE
    places = [place for place, verdict in enumerate(own) if verdict is RowVerdict.DATA]
    everything = len(places) == len(own)
    for column in layout.columns:
        if column.meaning and not everything:
            column.cells = [column.cells[place] for place in places]
        if column.meaning in _FILLED_DOWN and None in column.cells:
            column.cells = cells.filled_down(column.cells)
    _fill_periods(layout)
    rows = Rows(table, layout, [table.row_number(first + place) for place in places], places)
    if headings:
        rows.sections = _sections(places, headings)
    return rows


def _fill_periods(layout: Layout) -> None:
    """A period written once for the rows of several meters."""
    if not layout.has("meter"):
        return
    for column in layout.all("period", "month"):
        if column.cells and column.cells[0] is not None and None in column.cells:
            column.cells = cells.filled_down(column.cells)


def _sections(places: Sequence[int], headings: Mapping[int, str]) -> list[str]:
    result, current, pending = [], "", sorted(headings)
    for place in places:
        while pending and pending[0] < place:
            current = headings[pending.pop(0)]
        result.append(current)
    return result


def _read_values(rows: Rows, work: Work) -> None:
    """Numbers of all numeric columns, and the order of dates."""
    sheet = rows.table.sheet.name
    numeric = rows.layout.all(*NUMERIC)
    decimals = evidence.decimals(rows.layout, numeric, work, sheet)
    for column in numeric:
        found, bad = cells.numbers(column.cells, decimals[column.index], hours=column.meaning == "hours")
        rows.values[column.index] = found
        for place, message_id in bad.items():
            rows.bad.setdefault(place, (column.letters, message_id))
        if decimals[column.index] == "point" and work.context.country in _comma_countries():
            if any(cells.texts_of(column.cells)):
                work.note("import.note_decimal_point", sheet=sheet, column=column.letters)
    dated = rows.layout.all(*_DATES)
    meters = rows.words("meter") or [""] * len(rows.numbers)
    rows.orders = evidence.orders(rows.layout, dated, meters, work, sheet)


def _comma_countries() -> frozenset[str]:
    return frozenset(wordbook.vocabulary("words")["decimal_comma"]["countries"])


# -- bills ---------------------------------------------------------------------------------------------------------------


def _read_series(rows: Rows, stream: Series, known: Resource | None, work: Work, *, report: bool, alone: bool) -> None:
    """Take one stream of bills of the table."""
    count = len(rows.numbers)
    quantity = rows.values.get(stream.quantity.index) if stream.quantity else None
    derived: list[int | None] | None = None
    if quantity is None and alone:
        derived = _from_blocks(rows) or _from_readings(rows)
        quantity = derived
    quantity = quantity if quantity is not None else [None] * count
    cost = rows.values.get(stream.cost.index) if stream.cost else None
    cost = cost if cost is not None else [None] * count
    resources = _resources(rows, stream, known, work)
    symbols, entered = _units(rows, stream, resources, work)
    currencies = _currencies(rows, stream, cost, work)
    products, uses = rows.words("product"), rows.words("use")
    bought = _are_purchases(rows, resources)
    names = _meter_names(rows, stream, resources, bought, products, uses, work, known)
    when = _spans(rows, bought, names)
    for (letters, place), message_id in when.bad.items():
        rows.bad.setdefault(place, (letters, message_id))
    keep = _keep(rows, quantity, cost, when, work, report=report)
    block = _block(rows, quantity, cost, symbols, currencies, when)
    block["quantity_base"] = in_base(quantity, symbols, resources)
    block["meter"] = _meters(rows, names, resources, bought, products, uses, entered, keep, work)
    if len(keep) < count:
        block = {name: [values[place] for place in keep] for name, values in block.items()}
    work.meters.count(block["meter"], block["unit"], block["currency"])
    work.bills.extend(block, len(keep))


def _from_blocks(rows: Rows) -> list[int | None] | None:
    """Sum of the tariff blocks where there is no column of the whole."""
    parts = [values for name in BLOCKS if (values := rows.value(name)) is not None]
    if not parts:
        return None
    return [
        None if all(part is None for part in row) else sum(part or 0 for part in row)
        for row in zip(*parts, strict=True)
    ]


def _from_readings(rows: Rows) -> list[int | None] | None:
    """Consumption from readings: the difference × the multiplier; a meter that rolled over goes on from zero."""
    current = rows.value("reading_current") or rows.value("reading")
    if current is None:
        return None
    previous = rows.value("reading_previous")
    if previous is None:
        meters = rows.words("meter") or [""] * len(current)
        last: dict[str, int | None] = {}
        previous = []
        for meter, value in zip(meters, current, strict=True):
            previous.append(last.get(meter))
            if value is not None:
                last[meter] = value
    factors = rows.value("multiplier") or [None] * len(current)
    result: list[int | None] = []
    for place, (a, b, factor) in enumerate(zip(previous, current, factors, strict=True)):
        if a is None or b is None:
            result.append(None)
            continue
        used = b - a if b >= a else _rolled_over(a, b)
        if used is None:
            rows.bad.setdefault(place, (_letters(rows, "reading_current", "reading"), "import.reading_falls"))
        result.append(None if used is None else used * factor // 1_000_000 if factor else used)
    return result


def _rolled_over(previous: int, current: int) -> int | None:
    """Consumption of a meter that passed its last digit; None when it fell for another reason."""
    size = 10 ** len(str(max(previous // 1_000_000, 1))) * 1_000_000
    used = size - previous + current
    return used if used < size // 2 else None


def _letters(rows: Rows, *meanings: str) -> str:
    return next((column.letters for meaning in meanings if (column := rows.layout.one(meaning))), "")


def _resources(rows: Rows, stream: Series, known: Resource | None, work: Work) -> list[Resource]:
    """The resource of each row: its own words, the header's, the heading's, the title's, the unit's; else asked."""
    count = len(rows.numbers)
    if stream.resource is not None:
        return [stream.resource] * count
    fallback = known or _by_unit(rows, stream)
    own = [values for name in ("resource", "product") if (values := rows.words(name)) is not None]
    if not own and not rows.sections and known is not None:
        return [known] * count
    more = [values for name in ("supplier", "meter") if (values := rows.words(name)) is not None]
    if rows.sections:
        more.insert(0, rows.sections)
    memo: dict[tuple[str, ...], Resource | None] = {}
    found: list[Resource | None] = []
    for row in zip(*own, *more, strict=True):
        if row not in memo:
            memo[row] = naming.resource_of_texts(row[: len(own)]) or naming.resource_of_texts(row[len(own) :])
        found.append(memo[row])
    missing = [place for place, resource in enumerate(found) if resource is None]
    if missing:
        words = [" ".join(filter(None, (column[place] for column in own))) for place in missing]
        chosen = fallback if fallback is not None and not any(words) else None
        chosen = chosen or _asked_resource(rows, stream, work, words)
        return [resource or chosen for resource in found]
    return [resource or Resource.OTHER for resource in found]


def _by_unit(rows: Rows, stream: Series) -> Resource | None:
    """The resource that units tell: kW or kVArh beside mean electricity."""
    if rows.layout.has("demand_kw", "reactive_kvarh", "power_factor"):
        return Resource.ELECTRICITY
    column = stream.quantity or rows.layout.one("reading_current") or rows.layout.one("reading")
    symbol = column.unit if column is not None else ""
    if not symbol and (written := rows.words("unit")):
        symbols = {naming.unit_symbol(word) for word in dict.fromkeys(written) if word}
        symbol = symbols.pop() or "" if len(symbols) == 1 else ""
    return naming.resource_by_unit(symbol)


def _asked_resource(rows: Rows, stream: Series, work: Work, words: Sequence[str]) -> Resource:
    column = rows.layout.one("resource") or rows.layout.one("product") or stream.quantity or stream.cost
    letters = column.letters if column else "A"
    symbol = stream.quantity.unit if stream.quantity else ""
    examples = [word for word in words if word] or [column.title if column else ""]
    answer = work.ask(rows.table.sheet.name, letters, "resource", naming.resource_choices(symbol), examples)
    return Resource(answer) if answer else Resource.OTHER


def _units(rows: Rows, stream: Series, resources: Sequence[Resource], work: Work) -> tuple[list[str], list[str]]:
    """Symbol of the unit of each row, and the file's word for it."""
    count = len(rows.numbers)
    sheet = rows.table.sheet
    written = rows.words("unit") if stream.quantity is None or not stream.quantity.unit else None
    column = stream.quantity or next(iter(rows.layout.all(*BLOCKS, "reading_current", "reading")), None)
    head = column.head if column else None
    entered = head.unit_entered if head else ""
    symbol = head.unit if head else ""
    if not symbol and column is not None:
        entered = naming.format_unit(sheet.formats.get(column.index + sheet.first_col))
        symbol = naming.unit_symbol(entered) or "" if entered else ""
    if column is None:
        return [""] * count, [""] * count
    if written is None and symbol:
        return [symbol] * count, [entered] * count
    letters = column.letters
    if work.is_siat and not symbol and resources[0] in siat.IMPLIED_UNITS:
        return [siat.IMPLIED_UNITS.get(resource, "") for resource in resources], [""] * count
    if written is None or not any(written):
        symbol, entered = _asked_unit(rows, letters, resources[0], work, (column.title,))
        return [symbol] * count, [entered] * count
    products = rows.words("product") or [""] * count
    memo: dict[tuple[str, str], str | None] = {}
    for word, product in zip(written, products, strict=True):
        if (word, product) not in memo:
            memo[word, product] = naming.unit_symbol(word, product) if word else symbol or None
    unknown = [word for (word, _), found in memo.items() if found is None]
    if unknown:
        unit_column = rows.layout.one("unit")
        asked, _ = _asked_unit(rows, unit_column.letters if unit_column else letters, resources[0], work, unknown)
        memo = {key: asked if found is None else found for key, found in memo.items()}
    return [memo[key] or "" for key in zip(written, products, strict=True)], written


def _asked_unit(rows: Rows, letters: str, resource: Resource, work: Work, examples: Sequence[str]) -> tuple[str, str]:
    sheet = rows.table.sheet.name
    answer = work.ask(sheet, letters, "unit", naming.unit_choices(resource), [text for text in examples if text])
    found = units.find_unit(answer) if answer else None
    return (found.symbol, answer or "") if found else ("", "")


def _currencies(rows: Rows, stream: Series, cost: Sequence[int | None], work: Work) -> list[str]:
    """Currency of each row's amount; "" where there is no amount."""
    column = stream.cost
    if column is None:
        return [""] * len(cost)
    sheet = rows.table.sheet
    named = rows.words("currency")
    signs = {text: wordbook.currency_of(words_beside(text)) for text in cells.texts_of(column.cells)}
    general = column.head.currency if column.head else ""
    general = general or naming.format_currency(sheet.formats.get(column.index + sheet.first_col))
    memo: dict[str, str] = {}
    result = []
    for place, (cell, value) in enumerate(zip(column.cells, cost, strict=True)):
        if value is None:
            result.append("")
            continue
        found = (
            (signs.get(cell, "") if isinstance(cell, str) else "") or (_code(named[place]) if named else "") or general
        )
        if found not in memo:
            memo[found] = naming.currency_code(found, work, sheet.name, column.letters, [cells.word(cell)])
        result.append(memo[found])
    return result


def words_beside(text: str) -> str:
    """What stands around the digits of an amount."""
    number = amounts.read_number(text)
    return number.words if number else ""


def _code(word: str) -> str:
    """Currency code in a column of currencies; SIAT writes 1 for bolivianos, 2 for dollars."""
    if word in ("1", "2"):
        return "BOB" if word == "1" else "USD"
    return wordbook.currency_of(word) or (word.upper() if len(word) == 3 and word.isalpha() else "")


def _are_purchases(rows: Rows, resources: Sequence[Resource]) -> list[bool]:
    """Whether each row is a purchase of one day, not a bill of a period."""
    layout = rows.layout
    periodic = layout.has("period", "month", "period_start", "date_previous", "reading_current", "reading_previous")
    if periodic or not layout.has("date", "date_invoice"):
        return [False] * len(resources)
    return [resource in naming.PURCHASED for resource in resources]


def _meter_names(
    rows: Rows, stream: Series, resources: Sequence[Resource], bought: Sequence[bool], products: list[str] | None,
    uses: list[str] | None, work: Work, known: Resource | None,
) -> list[str]:  # fmt: skip
    """Name of the meter of each row: the file's own, "product (use)" for purchases, else made from titles."""
    count = len(rows.numbers)
    meters = rows.words("meter")
    table = rows.table
    stems: dict[tuple[Resource, str], str] = {}
    several = len(set(resources)) > 1 or stream.resource is not None and known is None or bool(stream.name)
    names: list[str] = []
    for place in range(count):
        product = products[place] if products else ""
        use = uses[place] if uses else ""
        section = rows.sections[place] if rows.sections else ""
        if meters and meters[place] and not bought[place]:
            names.append(meters[place])
        elif bought[place] or (product and not meters):
            names.append(f"{product or resources[place].value} ({use})" if use else product or resources[place].value)
        else:
            key = (resources[place], section)
            if key not in stems:
                own = wordbook.meter_code_of(section) or section
                word = stream.name or (_series_word(stream) if several else "")
                stems[key] = own or naming.meter_name(table.sheet, table.titles, work.file_stem, word)
            names.append(stems[key])
    return names


def _series_word(stream: Series) -> str:
    head = stream.quantity.head if stream.quantity else stream.cost.head if stream.cost else None
    return head.name if head else ""


def _spans(rows: Rows, bought: Sequence[bool], names: Sequence[str]) -> spans.Spans:
    """Periods of the rows; a purchase keeps its one day."""
    year = next((found for text in (*rows.table.titles, rows.table.sheet.name) if (found := periods.year_in(text))), 0)
    if not any(bought):
        return spans.spans_of(rows.layout, rows.orders, names, year)
    column = rows.layout.one("date") or rows.layout.one("date_invoice")
    assert column is not None
    days, bad = cells.dates(column.cells, rows.orders.get(column.index, "dmy"))
    found = spans.Spans(days, [day + _DAY if day else None for day in days], how="purchase")
    found.bad = {(column.letters, place): message_id for place, message_id in bad.items()}
    if not all(bought):
        metered = spans.spans_of(rows.layout, rows.orders, names, year)
        for place, one_day in enumerate(bought):
            if not one_day:
                found.start[place], found.end[place] = metered.start[place], metered.end[place]
    return found


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
    for name in _CARRIED:
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
    """Number of the meter of each row, with what the row tells about it; rows left out have -1."""
    indexes = [-1] * len(names)
    known: dict[tuple[str, Resource, bool, str], int] = {}
    suppliers, accounts = rows.words("supplier"), rows.words("account")
    for place in keep:
        key = (names[place], resources[place], bought[place], entered[place])
        index = known.get(key)
        if index is None:
            kind = MeterKind.PURCHASE if bought[place] else MeterKind.METERED
            index = known[key] = work.meters.index(names[place], resources[place], kind)
            work.meters.entered(index, entered[place])
            work.meters.describe(
                index,
                supplier=suppliers[place] if suppliers else "",
                account=accounts[place] if accounts else "",
                product=products[place] if products and bought[place] else "",
                use=uses[place] if uses else "",
            )
        indexes[place] = index
    return indexes
