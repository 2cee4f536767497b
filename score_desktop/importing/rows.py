"""The data rows of a table with one record in each row: cells by column, numbers read, the order of dates decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from score_desktop.enums import RowVerdict
from score_desktop.importing import amounts, bodies, cells, evidence, periods, titled, wordbook
from score_desktop.importing.columns import ACTIVITY, BLOCKS, PERIOD_LIKE, Layout
from score_desktop.importing.records import Work
from score_desktop.importing.tables import RawTable
from score_desktop.importing.workbook import Cell

CARRIED = (
    *("reading_previous", "reading_current", "multiplier", *BLOCKS),
    *("demand_kw", "contracted_kw", "reactive_kvarh", "power_factor", "unit_price"),
    *("cost_energy", "cost_power", "cost_penalty", "cost_fixed", "cost_sewer"),
    *("tax_lighting", "tax_cleaning", "other_fees", "adjustments", "arrears", "tax_base"),
)
"""Numbers that a bill keeps beside its quantity and cost."""
NUMERIC = ("quantity", "cost", "tax", "reading", *CARRIED, *ACTIVITY)
_ADDED = frozenset({"other_fees", "adjustments"})
"""Numbers of which a bill can have several columns: it keeps their sum."""
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
        section_years: For each row the year that the last heading with one names, 0 if none does.
        period: Period of all rows, where only a title or the sheet names one.
        bad: Place among the data rows → (letters, message id): records that cannot be stored.
        are_days: Whether each row is a day, whose times run across.
    """

    table: RawTable
    layout: Layout
    numbers: list[int]
    places: list[int]
    values: dict[int, list[int | None]] = field(default_factory=dict)
    orders: dict[int, str] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    section_years: list[int] = field(default_factory=list)
    period: tuple[dt.date, dt.date] | None = None
    bad: dict[int, tuple[str, str]] = field(default_factory=dict)
    are_days: bool = False

    def words(self, meaning: str) -> list[str] | None:
        """Texts of a column, or None if there is none."""
        column = self.layout.one(meaning)
        return cells.words(column.cells) if column is not None else None

    def years(self, file_stem: str) -> list[int]:
        """For each row the year that its heading, the titles, the sheet or the file name; 0 if none does."""
        texts = (*self.table.titles, self.table.sheet.name, file_stem)
        general = next((year for text in texts if (year := periods.year_in(text))), 0)
        return [year or general for year in self.section_years or [0] * len(self.numbers)]

    def two_years(self, file_stem: str) -> int:
        """The first of the two years that the titles, the sheet or the file name in sequence; 0 if none does."""
        texts = (*self.table.titles, self.table.sheet.name, file_stem)
        return next((year for text in texts if (year := periods.first_of_two_years(text))), 0)

    def value(self, meaning: str) -> list[int | None] | None:
        """Millionths of a column, or None if there is none."""
        if meaning in _ADDED and len(columns := self.layout.all(meaning)) > 1:
            found = (self.values[column.index] for column in columns)
            return [
                None if all(part is None for part in row) else sum(part or 0 for part in row)
                for row in zip(*found, strict=True)
            ]
        column = self.layout.one(meaning)
        return self.values.get(column.index) if column is not None else None


def data_rows(
    table: RawTable,
    layout: Layout,
    body_rows: Sequence[Sequence[Cell]],
    verdicts: list[RowVerdict],
    check: Callable[[], None],
) -> Rows:
    """The rows that are data, with label cells filled down and headings of blocks beside them.

    Args:
        check: Called between steps; raises to stop.
    """
    own = bodies.verdicts_of(body_rows, layout, check)
    everything = own.count(RowVerdict.DATA) == len(own)
    check()
    first = table.body[0]
    if everything:
        verdicts[first : first + len(own)] = own
    for place, verdict in enumerate(() if everything else own):
        if verdicts[first + place] is not RowVerdict.DATA:  # a table beside this one may have data there
            verdicts[first + place] = verdict
    check()
    meter = layout.one("meter")
    named = meter is not None and (
        None not in meter.cells
        or all(meter.cells[place] is not None for place, verdict in enumerate(own) if verdict is RowVerdict.DATA)
    )
    dated = list(zip(*(column.cells for column in layout.all(*PERIOD_LIKE)), strict=True))
    check()
    headings = bodies.section_texts(body_rows, own, dated, named=named)
    for place in headings:
        if verdicts[first + place] is not RowVerdict.DATA:
            verdicts[first + place] = RowVerdict.TITLE
    if everything:
        places = list(range(len(own)))
    else:
        places = [place for place, verdict in enumerate(own) if verdict is RowVerdict.DATA]
    check()
    for column in layout.columns:
        if column.meaning and not everything:
            column.cells = cells.Cells(column.cells[place] for place in places)
        if column.meaning in _FILLED_DOWN and None in column.cells:
            column.cells = cells.filled_down(column.cells)
    _fill_periods(layout)
    number = table.row_number(first)
    rows = Rows(table, layout, [number + place for place in places], places)
    names = {place: text for place, text in headings.items() if not periods.year_only(text)}
    years = {place: text for place, text in headings.items() if periods.year_in(text)}
    if names:
        rows.sections = _sections(places, names)
    if years:
        rows.section_years = [periods.year_in(text) for text in _sections(places, years)]
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


def read_values(rows: Rows, work: Work) -> None:
    """Numbers of all numeric columns, and the order of dates."""
    sheet = rows.table.sheet.name
    numeric = rows.layout.all(*NUMERIC)
    decimals = evidence.decimals(rows.layout, numeric, work, sheet)
    for column in numeric:
        work.context.check()
        found, bad = cells.numbers(column.cells, decimals[column.index], hours=column.meaning == "hours")
        factor = titled.factor_of(column, rows.table)
        if factor != 1:
            found = [None if value is None else value * factor for value in found]
            work.note("import.note_scaled", sheet=sheet, column=column.letters, factor=factor)
        work.context.check()
        rows.values[column.index] = found
        for place, message_id in bad.items():
            rows.bad.setdefault(place, (column.letters, message_id))
        is_foreign = decimals[column.index] == "point" and work.context.country in _comma_countries()
        if is_foreign and cells.texts_of(column.cells):
            work.note("import.note_decimal_point", sheet=sheet, column=column.letters)
    _scale_by_units(rows)
    dated = rows.layout.all(*_DATES)
    work.context.check()
    meters = rows.words("meter") or rows.sections or [""] * len(rows.numbers)
    rows.orders = evidence.orders(rows.layout, dated, meters, work, sheet)


def _scale_by_units(rows: Rows) -> None:
    """Numbers in multiples of a unit, written beside them or in a column ("hl"), are taken as that unit."""
    written = rows.words("unit") or []
    times = {word: found[1] for word in dict.fromkeys(written) if (found := wordbook.multiple_of(word)) is not None}
    for column in rows.layout.all("quantity", *BLOCKS):
        values = rows.values[column.index]
        if times and not column.unit:
            rows.values[column.index] = [
                value if value is None else value * times.get(word, 1)
                for value, word in zip(values, written, strict=True)
            ]
        beside = {
            text: found[1]
            for text in cells.texts_of(column.cells)
            if (number := amounts.read_number(text)) is not None
            and number.words
            and (found := wordbook.multiple_of(number.words)) is not None
        }
        for place, cell in enumerate(column.cells if beside else ()):
            value = values[place]
            if isinstance(cell, str) and cell in beside and value is not None:
                rows.values[column.index][place] = value * beside[cell]


def _comma_countries() -> frozenset[str]:
    return frozenset(wordbook.vocabulary("words")["decimal_comma"]["countries"])
