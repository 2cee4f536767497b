"""Headers that their values refute, and plain headers that the columns beside them explain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from score_desktop.enums import Resource
from score_desktop.importing import amounts, periods, taxes, wordbook
from score_desktop.importing.heads import COST_LIKE
from score_desktop.importing.workbook import Cell

if TYPE_CHECKING:
    from score_desktop.importing.columns import Column, Layout

_SAMPLE = 400
_CENT = 20_000
_FIRST_DAY = 20_000
_COUNTED = (
    "quantity",
    "quantity_high",
    "quantity_medium",
    "quantity_low",
    "reading_previous",
    "reading_current",
    "reading",
)
_AMOUNTS = ("quantity", "cost")
_WORDS = ("resource", "product")
_NUMBERED = ("invoice_number", "account", "meter", "site", "category", "note")
_DAYS = ("date", "date_current", "date_previous", "date_invoice", "period_start", "period_end", "period")
_BESIDE = (*_COUNTED[4:], *sorted(COST_LIKE - {"cost"}), "unit_price", "demand_kw", "contracted_kw", "power_factor")
"""Numbers beside the quantity and the cost of a bill, which stands without them too."""
_ENDS = ("period_start", "period_end")
_PAID = frozenset({"pagado", "pagada", "pagados", "paid", "paye", "payee", "pago", "bezahlt", "pagato", "abonado"})
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.? ?m\.?)?", re.IGNORECASE)


def mend(layout: Layout) -> None:
    """Take meanings away from columns whose values cannot have them.

    Numbers are no fuels ("Fuel cost charge"), words no amounts ("Energy carrier"), times of the day no dates, and
    pairs of dates no numbers of invoices ("Bill period").
    """
    for column in layout.columns:
        filled = [] if column.told or not column.meaning else _filled(column)
        is_told = column.meaning == "cost" and speaks_of_payment(column) and not any(map(_is_amount, filled))
        if filled and (is_told or _is_refuted(column, filled)):  # "Pagado": Sí, No, or the day
            column.meaning, column.confidence = "", 0.0
    _amount_with_its_tax(layout)
    _measured_beside_billed(layout)
    _kinds_of_waste(layout)
    counted = layout.one("unit")
    filled = _filled(counted) if counted is not None and not counted.told else []
    if counted is None or not filled or not all(map(_is_number, filled)):
        return
    if not layout.has(*_COUNTED[:4]):  # "Units" over numbers are units of something
        counted.meaning, counted.confidence = "quantity", 0.6
    elif not layout.has("meter", "account"):  # "Unidad" 101, 102: flats
        counted.meaning, counted.confidence = "meter", 0.6


def _amount_with_its_tax(layout: Layout) -> None:
    """The only amount of a table is no tax where it only tells its rate in brackets: "Importe Bs (13 % IVA)"."""
    charges = layout.all(*COST_LIKE, "total")
    is_alone = len(charges) == 1 and charges[0].meaning == "tax" and not charges[0].told
    if is_alone and taxes.is_told_beside(charges[0].title):
        charges[0].meaning, charges[0].confidence = "cost", 0.8


def _kinds_of_waste(layout: Layout) -> None:
    """Words below "Resíduo" are kinds of waste, each with its own quantities."""
    if layout.has("meter", "product"):
        return
    for column in layout.columns:
        is_open = bool(column.title) and not column.meaning and not column.told
        if is_open and wordbook.resource_of(column.title, weak=False) is Resource.WASTE:
            filled = _filled(column)
            if filled and not any(map(_is_number, filled)):
                column.meaning, column.confidence = "meter", 0.7
                return


def total_of_charges(layout: Layout) -> None:
    """A plain "Total" that is the sum of an amount and of the charges beside it in every row is what was billed."""
    total, costs = layout.one("total"), layout.all("cost")
    charges = [column for column in layout.all(*COST_LIKE - {"cost", "tax_base", "arrears"}) if _filled(column)]
    if total is None or total.told or total.unit or len(costs) != 1 or costs[0].told or not charges:
        return
    parts = [costs[0], *charges]
    rows = zip(total.cells[:_SAMPLE], *(column.cells[:_SAMPLE] for column in parts), strict=True)
    sums = [(number_of(whole), sum(number_of(cell) or 0 for cell in row)) for whole, *row in rows if whole is not None]
    if len(sums) > 1 and all(whole is not None and abs(whole - added) <= _CENT for whole, added in sums):
        total.meaning, total.confidence = "cost", 0.95
        costs[0].meaning = "cost_energy"


def number_of(cell: Cell) -> int | None:
    """Millionths of a number; the comma decides where a text has two readings."""
    if isinstance(cell, str):
        read = amounts.read_number(cell)
        return None if read is None else read.comma if read.comma is not None else read.point
    return round(cell * amounts.MICRO) if isinstance(cell, (float, int)) else None


def values_beside_units(layout: Layout) -> None:
    """A column headed "Value" with units beside it holds quantities where no other does."""
    if not layout.has("unit") or layout.has(*_COUNTED):
        return
    for column in layout.columns:
        is_open = not column.told and column.meaning in ("", "cost", "note", "use")
        if is_open and wordbook.is_plain_value(column.title) and any(map(_is_number, _filled(column))):
            column.meaning, column.confidence = "quantity", 0.7
            return
    _only_numbers(layout)


def _only_numbers(layout: Layout) -> None:
    """The only numbers of a table that has units in a column are what is in them, whatever their header says."""
    unit = layout.one("unit")
    if unit is None or layout.has("cost", "total", "unit_price"):
        return
    open_ones = [column for column in layout.columns if not column.meaning and column.title and not column.told]
    numbers = [column for column in open_ones if (filled := _filled(column)) and all(map(_is_amount, filled))]
    if len(numbers) == 1 and all(isinstance(cell, str) and wordbook.find_unit(cell) for cell in _filled(unit)):
        numbers[0].meaning, numbers[0].confidence = "quantity", 0.6


def is_subtotal(column: Column) -> bool:
    """Whether a header says that its sums are no whole."""
    return wordbook.row_word(column.title) == "subtotal"


def speaks_of_payment(column: Column) -> bool:
    """Whether a header is of what was paid, which is the amount of a bill only where nothing tells what was billed."""
    return not _PAID.isdisjoint(wordbook.fold(column.title).split())


def _filled(column: Column) -> list[Cell]:
    return [cell for cell in dict.fromkeys(column.cells[:_SAMPLE]) if cell is not None]


def _is_refuted(column: Column, filled: Sequence[Cell]) -> bool:
    if column.meaning in _DAYS:
        are_words = column.meaning in _ENDS and not any(map(_has_digit, filled))  # "Abgelesen von": Huber
        are_counts = column.meaning in _ENDS and all(map(_is_small, filled))  # "Start hrs": 1200.5
        return (
            are_words or are_counts or all(map(_is_time, filled)) or (column.meaning == "period" and _are_zones(filled))
        )
    if column.meaning == "invoice_number" and not any(_has_digit(cell) for cell in filled):
        return True  # "Tipo de documento": Factura, Nota de crédito
    if column.meaning in _NUMBERED:
        return all(isinstance(cell, str) and _is_pair_of_days(cell) for cell in filled)
    if column.meaning in _BESIDE and not any(isinstance(cell, str) and wordbook.is_empty_word(cell) for cell in filled):
        return not any(map(_is_number, filled))  # "Bandeira": Verde, Amarela; "Reading quality": VALID
    return column.confidence < 1.0 and column.meaning in (*_AMOUNTS, *_WORDS) and _is_of_another_kind(column, filled)


def _is_of_another_kind(column: Column, filled: Sequence[Cell]) -> bool:
    """Whether cells are words where amounts are meant, or numbers where names are."""
    if column.meaning == "resource" and not any(map(_names_resource, filled)):
        return True  # "Funding source": Federal
    return not any(_is_number(cell) == (column.meaning in _AMOUNTS) for cell in filled)


def _is_small(cell: Cell) -> bool:
    """Whether a cell is a number that stands for no day of the last decades as spreadsheets count days."""
    found = number_of(cell) if not isinstance(cell, (dt.date, dt.time)) else None
    return found is not None and periods.read_date(str(cell)) is None and found < _FIRST_DAY * amounts.MICRO


def _are_zones(filled: Sequence[Cell]) -> bool:
    """Whether cells name zones of the tariff ("Periodo tarifario": Punta, Valle, Total) and no periods."""
    words = wordbook.vocabulary("words")["zones"]["words"]
    texts = [cell for cell in filled if isinstance(cell, str) and periods.read_period(cell) is None]
    zones = [text for text in texts if not set(wordbook.fold(text).split()).isdisjoint(words)]
    return (
        bool(zones)
        and len(texts) == len(filled)
        and all(text in zones or wordbook.row_word(text) == "total" for text in texts)
    )


def _names_resource(cell: Cell) -> bool:
    return isinstance(cell, str) and wordbook.resource_of(cell) is not None


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or amounts.read_number(cell) is not None


def _is_amount(cell: Cell) -> bool:
    return not isinstance(cell, (dt.date, dt.time)) and _is_number(cell)


def _has_digit(cell: Cell) -> bool:
    return not isinstance(cell, str) or any(map(str.isdigit, cell))


def _is_time(cell: Cell) -> bool:
    """Whether a cell is a time of some day."""
    return isinstance(cell, dt.time) or (isinstance(cell, str) and _TIME.fullmatch(cell.strip()) is not None)


def _is_pair_of_days(text: str) -> bool:
    period = periods.read_period(text)
    return period is not None and period.dates is not None


def _measured_beside_billed(layout: Layout) -> None:
    """Of a measured and a billed consumption in one unit the bill has the billed one."""
    quantities = layout.all("quantity")
    billed = {column.unit for column in quantities if wordbook.says_any(column.title, "billed") and _filled(column)}
    for column in quantities:
        is_measured = wordbook.says_any(column.title, "measured") and not wordbook.says_any(column.title, "billed")
        if is_measured and column.unit in billed and not column.told:
            column.meaning, column.confidence = "other", 0.0
