"""What each column of a table means: from its header first, then from its values and from the whole table."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.importing import against, amounts, cells, periods, wordbook
from score_desktop.importing.context import ImportContext
from score_desktop.importing.heads import Head, head_of
from score_desktop.importing.tables import RawTable
from score_desktop.importing.workbook import Cell

ACTIVITY = ("production", "hours", "workers_f", "workers_m", "workers")
PERIOD_LIKE = (
    "period_start",
    "period_end",
    "period",
    "month",
    "year",
    "date_previous",
    "date_current",
    "date",
    "date_invoice",
)
READINGS = ("reading_previous", "reading_current", "reading")
BLOCKS = ("quantity_high", "quantity_medium", "quantity_low")
_MANY = frozenset({"quantity", "cost", "tax", "other_fees", "adjustments", "production", "ignored", "total", "other"})
_WORDY = frozenset({"product", "resource", "use", "supplier", "concept"})
_SAMPLE = 400
_FEWEST_AMOUNTS = 3
_CENT = 20_000
"""Two cents in millionths: sums on bills are rounded."""


@dataclass(slots=True)
class Column:
    """A column of a table.

    Attributes:
        index: Place in the used range, from 0.
        letters: Letters on the sheet.
        head: What its header says; None if nothing that is known.
        title: The header as it stands.
        meaning: What it is taken for; "" if not known.
        confidence: 0 to 1.
        cells: Its cells in the rows of the table's body.
        told: True when a person said what it means: nothing else may change that.
    """

    index: int
    letters: str
    head: Head | None
    title: str
    meaning: str
    confidence: float
    cells: Sequence[Cell]
    told: bool = False

    @property
    def unit(self) -> str:
        """Symbol of the unit its header names, or ""."""
        return self.head.unit if self.head else ""


class Layout:
    """The columns of a table by meaning."""

    def __init__(self, columns: list[Column]) -> None:
        self.columns = columns

    def one(self, meaning: str) -> Column | None:
        """The column of a meaning, or None."""
        return next((column for column in self.columns if column.meaning == meaning), None)

    def all(self, *meanings: str) -> list[Column]:
        """All columns of some meanings, from left to right."""
        return [column for column in self.columns if column.meaning in meanings]

    def has(self, *meanings: str) -> bool:
        """Whether any column has one of the meanings."""
        return any(column.meaning in meanings for column in self.columns)

    def meanings(self) -> tuple[dict[str, str], dict[str, float]]:
        """Letters → meaning and letters → confidence, of the columns that mean something."""
        known = [column for column in self.columns if column.meaning not in ("", "ignored", "total", "other")]
        return {c.letters: c.meaning for c in known}, {c.letters: c.confidence for c in known}


def lay_out(table: RawTable, body: Sequence[Sequence[Cell]], context: ImportContext) -> Layout:
    """Propose what the columns of a long table mean.

    Args:
        table: The table.
        body: Its columns: for each the cells below the header.
        context: Corrections of the person, which win over everything.
    """
    columns = []
    for index in range(*table.span):
        title = table.heads[index]
        head = head_of(title) if title and not (len(title) == 1 and title.isalpha()) else None
        letters = table.letters(index)
        meaning, confidence = (head.meaning, head.confidence) if head else ("", 0.0)
        told = context.meanings.get(f"{table.sheet.name}!{letters}")
        if told is not None:
            meaning, confidence = told or "ignored", 1.0
        below = body[index] if body else ()
        columns.append(Column(index, letters, head, title, meaning, confidence, below, told is not None))
    layout = Layout(columns)
    against.mend(layout)
    _days_of_reading(layout)
    _keep_one_each(layout)
    _settle(layout)
    _by_values(layout)
    return layout


def _days_of_reading(layout: Layout) -> None:
    """A column headed "Lectura" that holds days says when the meter was read, not what it showed."""
    for column in layout.all(*READINGS):
        if not column.told and _filled(column) and _date_kind(column.cells) == "date":
            column.meaning = "date_previous" if column.meaning == "reading_previous" else "date_current"
            column.confidence = min(column.confidence, 0.7)


def _keep_one_each(layout: Layout) -> None:
    """Of two columns with the same meaning the surer one keeps it, and the one with more values."""
    best: dict[str, Column] = {}
    for column in layout.columns:
        if not column.meaning or column.meaning in _MANY:
            continue
        rival = best.get(column.meaning)
        if rival is None:
            best[column.meaning] = column
            continue
        loser = column
        if _claim(column) > _claim(rival):
            best[column.meaning], loser = column, rival
        loser.meaning, loser.confidence = "other", 0.0


def _claim(column: Column) -> tuple[bool, bool, float, bool]:
    """How well a column keeps its meaning against another: numbers are no products ("Item" 1, 2, 3)."""
    is_wordy = column.meaning not in _WORDY or any(isinstance(cell, str) for cell in column.cells[:_SAMPLE])
    return column.told, is_wordy, column.confidence, _filled(column) > 0


def _filled(column: Column) -> int:
    return sum(cell is not None for cell in column.cells[:_SAMPLE])


def _settle(layout: Layout) -> None:
    """Meanings that depend on what other columns there are."""
    for column in sorted(layout.all("total"), key=_is_subtotal):
        if column.told:
            continue
        if column.unit and not layout.has("quantity"):
            column.meaning, column.confidence = "quantity", 0.7
        elif not column.unit and not layout.has("cost") and layout.has("quantity", *READINGS):
            column.meaning, column.confidence = "cost", 0.7
    against.values_beside_units(layout)
    _consumption_in_kw(layout)
    month, year, period = layout.one("month"), layout.one("year"), layout.one("period")
    if month and period and not year and not month.told:
        month.meaning = "other"
    workers = layout.one("workers")
    is_total = workers is not None and wordbook.speaks_of_summary(workers.title)
    if workers and layout.has("workers_f") and not layout.has("workers_m") and not is_total:
        workers.meaning = "workers_m"
    if not layout.has("meter"):
        for name in ("account", "site"):
            column_ = layout.one(name)
            if column_ is not None and not column_.told and _filled(column_):
                column_.meaning = "meter"
                break
    reading = layout.one("reading")
    if reading and layout.has("reading_previous") and not layout.has("reading_current"):
        reading.meaning = "reading_current"
    if layout.has("date_current") and not layout.has("date_previous"):
        _pair_of_dates(layout)


def _is_subtotal(column: Column) -> bool:
    return wordbook.row_word(column.title) == "subtotal"


def _consumption_in_kw(layout: Layout) -> None:
    """A header such as "Consumo (kW)" where there is no other consumption: its unit is in doubt, and is asked."""
    demand = layout.one("demand_kw")
    if demand is None or demand.told or demand.head is None or layout.has("quantity", *BLOCKS, *READINGS):
        return
    said = head_of(demand.head.name)
    if said is not None and said.meaning == "quantity":
        demand.meaning, demand.confidence = "quantity", 0.6
        demand.head = dataclasses.replace(
            demand.head, meaning="quantity", unit="", unit_entered="", resource=Resource.ELECTRICITY
        )


def _pair_of_dates(layout: Layout) -> None:
    """A start date beside a reading date is the reading before."""
    start = layout.one("period_start")
    if start is not None and not start.told and not layout.has("period_end"):
        start.meaning = "date_previous"


def _by_values(layout: Layout) -> None:
    """Columns whose header says nothing: what their values are, where the table still lacks it."""
    unknown = [column for column in layout.columns if not column.meaning and not column.told and _filled(column)]
    if not layout.has("quantity", *BLOCKS):
        _quantity_by_values(unknown)
    lacking: list[tuple[tuple[str, ...], Callable[[Sequence[Cell]], str]]] = [
        (PERIOD_LIKE, _date_kind),
        (("cost",), _cost_kind),
        (("unit",), _unit_kind),
        (("resource", "product"), _resource_kind),
    ]
    for meanings, kind_of in lacking:
        if layout.has(*meanings):
            continue
        for column in unknown:
            kind = "" if column.meaning else kind_of(column.cells)
            if kind:
                column.meaning, column.confidence = kind, 0.6
                break


def _quantity_by_values(unknown: Sequence[Column]) -> None:
    """Numbers with units of energy, volume or mass beside them are quantities; the header may say of what."""
    for column in unknown:
        texts = _sample_texts(column.cells)
        if texts and sum(map(_has_unit, texts)) > 0.6 * len(texts):
            resource = wordbook.resource_of(column.title, weak=False) if column.title else None
            column.meaning, column.confidence = "quantity", 0.7
            column.head = Head("quantity", 0.7, resource=resource, name=column.title)


def _has_unit(text: str) -> bool:
    number = amounts.read_number(text)
    unit = units.find_unit(number.words) if number is not None and number.words else None
    return unit is not None and unit.dimension in ("energy", "volume", "mass")


def _sample_texts(values: Sequence[Cell]) -> list[str]:
    return [cell for cell in values[:_SAMPLE] if isinstance(cell, str)]


def _cost_kind(values: Sequence[Cell]) -> str:
    texts = _sample_texts(values)
    return "cost" if texts and sum(bool(amounts.currency_in(text)) for text in texts) > 0.6 * len(texts) else ""


def _unit_kind(values: Sequence[Cell]) -> str:
    texts = _sample_texts(values)
    return "unit" if texts and all(units.find_unit(text) for text in dict.fromkeys(texts)) else ""


def _resource_kind(values: Sequence[Cell]) -> str:
    texts = dict.fromkeys(_sample_texts(values))
    return "resource" if texts and all(wordbook.resource_of(text, weak=False) for text in texts) else ""


def _date_kind(values: Sequence[Cell]) -> str:
    """Either "period" or "date" when nearly all cells of a column are such, else ""."""
    sample = [cell for cell in values[:_SAMPLE] if cell is not None]
    dates = sum(
        1 for cell in sample if isinstance(cell, dt.date) or (isinstance(cell, str) and periods.read_date(cell))
    )
    named = sum(1 for cell in sample if isinstance(cell, str) and periods.read_period(cell))
    if dates >= 0.8 * len(sample):
        return "date"
    return "period" if named >= 0.8 * len(sample) else ""


@dataclass(slots=True)
class Series:
    """What becomes one stream of bills: a quantity with its cost.

    Attributes:
        quantity: Column of the quantity; None when it comes from readings or blocks, or only costs are known.
        cost: Column of the amount billed; None if there is none.
        resource: Resource that the headers name; None if they name none.
        name: Name that the header gives the meter; "" if it gives none.
    """

    quantity: Column | None
    cost: Column | None
    resource: Resource | None = None
    name: str = ""


def series_of(
    layout: Layout, known: Resource | None, context: ImportContext, values: Mapping[int, Sequence[int | None]]
) -> list[Series]:
    """The streams of bills in a table: one, or one for each resource that has its own columns.

    Args:
        layout: The columns.
        known: Resource that the table as a whole has by its words; None if not known.
        context: Its currency decides between two amounts.
        values: The numbers of the columns, by index.
    """
    quantities, costs = layout.all("quantity"), _without_arrears(layout, values)
    resources = {column.head.resource for column in quantities if column.head and column.head.resource}
    if len(quantities) > 1 and not layout.has("resource", "product"):
        apart = _apart(quantities, known, len(resources) > 1, layout.has("meter"))
        if len(apart) > 1:
            return [_with_cost(group, costs, apart, context) for group in apart]
    if not quantities and not layout.has(*BLOCKS, *READINGS) and len(costs) > 1:
        by_words = {column.head.resource: column for column in costs if column.head and column.head.resource}
        if len(by_words) > 1:
            return [Series(None, column, resource) for resource, column in by_words.items()]
        if not layout.has("meter") and all(column.head and column.head.name == column.title for column in costs):
            return [Series(None, column, None, column.title) for column in costs]
    if not quantities and not costs and not layout.has(*BLOCKS, *READINGS):
        return []
    quantity = _in_base_unit(quantities, known)
    resource = quantity.head.resource if quantity and quantity.head else None
    return [Series(quantity, _best_cost(_wholes(costs, layout, values), context), resource)]


def _without_arrears(layout: Layout, values: Mapping[int, Sequence[int | None]]) -> list[Column]:
    """The amounts of a table but those that are another amount of it and the arrears together."""
    costs, arrears = layout.all("cost"), layout.one("arrears")
    owed = values.get(arrears.index, ()) if arrears is not None else ()
    if len(costs) < 2 or not any(owed):
        return costs

    def adds_up(whole: Column, part: Column) -> bool:
        rows = [row for row in zip(values[whole.index], values[part.index], owed, strict=True) if None not in row[:2]]
        return bool(rows) and all(abs((a or 0) - (b or 0) - (c or 0)) <= _CENT for a, b, c in rows)

    sums = [one for one in costs if not one.told and any(other is not one and adds_up(one, other) for other in costs)]
    for column in sums:
        column.meaning = "other"
    return [column for column in costs if column not in sums]


def _wholes(costs: list[Column], layout: Layout, values: Mapping[int, Sequence[int | None]]) -> list[Column]:
    """Of the amounts of bills the one that is the sum of the others in every row, with taxes or without; else all."""
    resources = {column.head.resource for column in costs if column.head and column.head.resource}
    if len(costs) < _FEWEST_AMOUNTS or len(resources) > 1 or any(column.told for column in costs):
        return costs
    taxes = [values[column.index] for column in layout.all("tax")]
    for whole in costs:
        whole_values = values[whole.index]
        parts = [values[column.index] for column in costs if column is not whole]
        if _add_up(whole_values, parts) or (taxes and _add_up(whole_values, parts + taxes)):
            for column in costs:
                column.meaning = column.meaning if column is whole else "other"
            return [whole]
    return costs


def _add_up(whole: Sequence[int | None], parts: Sequence[Sequence[int | None]]) -> bool:
    """Whether amounts are the sums of the others in every row, in two at least that tell some; stops at a gap."""
    told = 0
    for total, *row in zip(whole, *parts, strict=True):
        found = sum(part or 0 for part in row)
        if abs((total or 0) - found) > _CENT:
            return False
        told += bool(total or found)
    return told > 1


def _apart(quantities: list[Column], known: Resource | None, by_resource: bool, has_meter: bool) -> list[list[Column]]:
    """Quantity columns in groups that are different things, not one thing in two units."""
    groups: dict[object, list[Column]] = {}
    if by_resource:
        for column in quantities:
            groups.setdefault(column.head.resource if column.head else None, []).append(column)
    elif known is None and len({_dimension(column) for column in quantities} - {""}) > 1:
        for column in quantities:
            groups.setdefault(_dimension(column), []).append(column)
    elif not has_meter and all(_is_named(column) for column in quantities):
        for column in quantities:
            groups.setdefault(column.head.name if column.head else "", []).append(column)
    return list(groups.values())


def _dimension(column: Column) -> str:
    return units.get(column.unit).dimension if column.unit else ""


def _is_named(column: Column) -> bool:
    """A header such as "Horno (kWh)": a unit, and a name that is no word for quantities."""
    return bool(column.head and column.unit and column.head.name and column.confidence == 0.9)


def _with_cost(group: list[Column], costs: list[Column], groups: list[list[Column]], context: ImportContext) -> Series:
    quantity = _in_base_unit(group, None)
    resource = next((column.head.resource for column in group if column.head and column.head.resource), None)
    same = [column for column in costs if column.head and column.head.resource and column.head.resource == resource]
    if not same:
        last = max(column.index for column in group)
        starts = [column.index for other in groups if other is not group for column in other]
        until = min((start for start in starts if start > last), default=1 << 30)
        same = [
            column for column in costs if last < column.index < until and not (column.head and column.head.resource)
        ]
    name = quantity.head.name if quantity and quantity.head and _is_named(quantity) and not resource else ""
    return Series(quantity, _best_cost(same, context), resource, name)


def _in_base_unit(quantities: list[Column], known: Resource | None) -> Column | None:
    """Of the same quantity in several units, the column in the base unit; else the surest."""
    if not quantities:
        return None
    wanted = (
        "volume"
        if known in (Resource.NATURAL_GAS, Resource.WATER)
        else "energy"
        if known is Resource.ELECTRICITY
        else ""
    )

    def rank(column: Column) -> tuple[bool, bool, bool, bool, bool, float, int]:
        told, filled = column.told, _filled(column) > 0
        if not column.unit:
            return told, filled, False, False, False, column.confidence, -column.index
        base = units.base_symbol_for(known or Resource.OTHER, column.unit)
        is_base, is_wanted = base == column.unit, _dimension(column) == wanted
        return told, filled, True, is_base, is_wanted, column.confidence, -column.index

    best = max(quantities, key=rank)
    for column in quantities:
        if column is not best:
            column.meaning = "other"
    return best


def _best_cost(costs: list[Column], context: ImportContext) -> Column | None:
    """Of several amounts the surest, in the enterprise's currency, the rightmost: totals stand at the right."""
    if not costs:
        return None

    def rank(column: Column) -> tuple[bool, bool, bool, float, bool, int]:
        named = column.head.currency if column.head else ""
        total = "total" in cells.word(column.title).lower() and not _is_subtotal(column)
        return column.told, _filled(column) > 0, named in ("", context.currency), column.confidence, total, column.index

    best = max(costs, key=rank)
    for column in costs:
        if column is not best:
            column.meaning = "other"
    return best
