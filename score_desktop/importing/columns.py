"""What each column of a table means: from its header first, then from its values and from the whole table."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from score_desktop.enums import Resource
from score_desktop.importing import against, amounts, days, periods, wordbook
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
_SEVERAL = 2


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
        self.registers: list[Column] = []
        """Columns of what each register of a meter showed, where there are several and nothing tells the use."""

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
    _registers(layout)
    _keep_one_each(layout)
    _settle(layout)
    _by_values(layout)
    days.settle(layout)
    return layout


def _days_of_reading(layout: Layout) -> None:
    """A column headed "Lectura" that holds days says when the meter was read, not what it showed."""
    for column in layout.all(*READINGS):
        if not column.told and count_filled(column) and _date_kind(column.cells) == "date":
            column.meaning = "date_previous" if column.meaning == "reading_previous" else "date_current"
            column.confidence = min(column.confidence, 0.7)


def _registers(layout: Layout) -> None:
    """Several columns of readings, each of a zone of the tariff ("HT Stand", "NT Stand"): none is the meter alone."""
    readings = layout.all("reading")
    zones = frozenset(wordbook.vocabulary("words")["zones"]["words"])
    of_zone = [column for column in readings if not zones.isdisjoint(wordbook.fold(column.title).split())]
    if len(of_zone) < _SEVERAL or of_zone != readings or layout.has("quantity", *BLOCKS, *READINGS[:2]):
        return
    if (
        not layout.has("date", "date_current")
        or any(column.told for column in readings)
        or len({column.title for column in readings}) < len(readings)
    ):
        return
    for column in readings:
        column.meaning = "quantity"
    for column in layout.all("date")[:1]:
        column.meaning = "date_current"
    layout.registers = readings


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


def _claim(column: Column) -> tuple[bool, bool, bool, float, bool]:
    """How well a column keeps its meaning: numbers are no products ("Item" 1, 2, 3), words of fuels are."""
    is_wordy = column.meaning not in _WORDY or any(isinstance(cell, str) for cell in column.cells[:_SAMPLE])
    told = column.meaning == "product" and any(map(_names_resource, dict.fromkeys(column.cells[:_SAMPLE])))
    return column.told, is_wordy, told, column.confidence, count_filled(column) > 0


def _names_resource(cell: Cell) -> bool:
    return isinstance(cell, str) and wordbook.resource_of(cell, weak=False) is not None


def count_filled(column: Column) -> int:
    """Cells of a column that hold something, of its first ones."""
    return sum(cell is not None for cell in column.cells[:_SAMPLE])


def _settle(layout: Layout) -> None:
    """Meanings that depend on what other columns there are."""
    for column in sorted(layout.all("total"), key=against.is_subtotal):
        if column.told:
            continue
        if column.unit and not layout.has("quantity"):
            column.meaning, column.confidence = "quantity", 0.7
        elif not column.unit and not layout.has("cost") and layout.has("quantity", *READINGS):
            column.meaning, column.confidence = "cost", 0.7
    against.total_of_charges(layout)
    _concepts_of_amounts(layout)
    against.values_beside_units(layout)
    _consumption_in_kw(layout)
    month, year, period = layout.one("month"), layout.one("year"), layout.one("period")
    if month and period and not year and not month.told:
        month.meaning = "other"
    _shared_authorisation(layout)
    workers = layout.one("workers")
    is_total = workers is not None and wordbook.speaks_of_summary(workers.title)
    if workers and layout.has("workers_f") and not layout.has("workers_m") and not is_total:
        workers.meaning = "workers_m"
    if not layout.has("meter"):
        for name in ("account", "site"):
            column_ = layout.one(name)
            if column_ is not None and not column_.told and count_filled(column_):
                column_.meaning = "meter"
                break
    reading = layout.one("reading")
    if reading and layout.has("reading_previous") and not layout.has("reading_current"):
        reading.meaning = "reading_current"
    if layout.has("date_current") and not layout.has("date_previous"):
        _pair_of_dates(layout)


def _concepts_of_amounts(layout: Layout) -> None:
    """Concepts that each name a resource say what the amounts of a list of invoices are for."""
    concept = layout.one("concept")
    if (
        concept is None
        or concept.told
        or not layout.has("cost")
        or layout.has("quantity", "resource", "product", "meter")
    ):
        return
    texts = dict.fromkeys(cell for cell in concept.cells[:_SAMPLE] if cell is not None)
    if texts and all(map(_names_resource, texts)):
        concept.meaning = "resource"


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


def _shared_authorisation(layout: Layout) -> None:
    """An authorisation under which several invoices were given out is no code of one of them."""
    code, number = layout.one("cuf"), layout.one("invoice_number")
    if code is None or number is None or code.told:
        return
    pairs = {(a, b) for a, b in zip(code.cells, number.cells, strict=True) if a is not None and b is not None}
    if len({a for a, _ in pairs}) < len(pairs):
        code.meaning, code.confidence = "other", 0.0


def _pair_of_dates(layout: Layout) -> None:
    """A start date beside a reading date is the reading before."""
    start = layout.one("period_start")
    if start is not None and not start.told and not layout.has("period_end"):
        start.meaning = "date_previous"


def _by_values(layout: Layout) -> None:
    """Columns whose header says nothing: what their values are, where the table still lacks it."""
    unknown = [column for column in layout.columns if not column.meaning and not column.told and count_filled(column)]
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
    unit = wordbook.find_unit(number.words) if number is not None and number.words else None
    return unit is not None and unit.dimension in ("energy", "volume", "mass")


def _sample_texts(values: Sequence[Cell]) -> list[str]:
    return [cell for cell in values[:_SAMPLE] if isinstance(cell, str)]


def _cost_kind(values: Sequence[Cell]) -> str:
    texts = _sample_texts(values)
    return "cost" if texts and sum(bool(amounts.currency_in(text)) for text in texts) > 0.6 * len(texts) else ""


def _unit_kind(values: Sequence[Cell]) -> str:
    texts = _sample_texts(values)
    return "unit" if texts and all(wordbook.find_unit(text) for text in dict.fromkeys(texts)) else ""


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
