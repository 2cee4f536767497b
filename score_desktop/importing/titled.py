"""What titles and the name of a sheet say about the columns below them: production, a unit, a factor, a period."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator

from score_desktop.importing import across, amounts, spans, wordbook
from score_desktop.importing.columns import ACTIVITY, BLOCKS, PERIOD_LIKE, READINGS, Column, Layout
from score_desktop.importing.heads import COST_LIKE, Head, head_of
from score_desktop.importing.records import Work
from score_desktop.importing.tables import RawTable
from score_desktop.importing.workbook import Cell

_NAMES = frozenset({"", "meter", "site", "account", "use"})
_AFTER_WORD = re.compile(
    r"\b(?:mes|mois|month|monat|periodo?|periode|zeitraum) (?:de |du |of )?([a-z]{3,10}\.? (?:de )?\d{4})\b"
)
"""A month and its year after a word for it: "Facturation d'eau - mois de mars 2024"."""
_YEAR_AFTER_WORD = re.compile(
    r"(?:reporting (?:year|period)|inventory year|ano (?:de reporte|do inventario|base|fiscal)|gestion|ejercicio"
    r"|berichtsjahr|annee (?:de reporting|de reference)|exercice) ?:? ?((?:19[89]|20\d)\d)\b(?! ?[-/–])"
)
_SCALED = frozenset({"quantity", "cost", *COST_LIKE})


def _texts(table: RawTable) -> Iterator[str]:
    yield from table.titles
    yield table.sheet.name


def speaks_of_production(table: RawTable, stem: str = "") -> bool:
    """Whether the nearest telling title, the sheet or the file's name is about production."""
    heads = (head_of(text) for text in _texts(table) if text)
    told = next((head.meaning in ACTIVITY for head in heads if head is not None and head.meaning), None)
    if told is not None:
        return told
    head = head_of(stem) if stem else None  # "plantilla" is staff, and a template too
    return head is not None and head.meaning == "production"


def as_production(layout: Layout) -> None:
    """Below "Producción 2024" the quantities of things that are no resource are what was made."""
    for column in layout.columns:
        if column.told:
            continue
        is_thing = column.meaning == "quantity" and not (column.head and column.head.resource)
        if is_thing or (not column.meaning and _is_numeric(column)):
            column.meaning, column.confidence = "production", 0.7


def as_named_quantities(layout: Layout, table: RawTable) -> None:
    """Columns of numbers below names ("Planta", "Medidor 2") are what the title says: "Consumo (kWh)", "Importe Bs"."""
    head = next((head for text in _texts(table) if (head := head_of(text)) and (head.unit or head.currency)), None)
    if head is None or head.meaning not in ("quantity", "cost", "total", *ACTIVITY):
        return
    meaning = "quantity" if head.meaning == "total" else head.meaning
    for column in layout.columns:
        said = column.head.meaning if column.head else ""  # of two columns of meters the second is "other" by now
        if column.told or (column.title and across.names_period(column.title)):
            continue
        if column.title and column.meaning in (*_NAMES, "other") and said in _NAMES and _is_numeric(column, texts=True):
            column.meaning, column.confidence = meaning, 0.9
            name = "" if wordbook.is_plain_value(column.title) else column.title
            column.head = dataclasses.replace(head, meaning=meaning, confidence=0.9, name=name, resource=None)


def as_resources(layout: Layout, table: RawTable) -> None:
    """Numbers below "Agua" and "Gas" beside periods are quantities whose unit is to be asked; prices are none."""
    heads = (head_of(text) for text in (*_texts(table), *table.heads) if text)
    if not layout.has(*PERIOD_LIKE) or any(head is not None and head.meaning == "unit_price" for head in heads):
        return
    for column in layout.columns:
        resource = wordbook.resource_of(column.title) if column.title and not column.meaning else None
        if resource is None or column.told or not wordbook.is_title(column.title):
            continue
        filled = [cell for cell in column.cells if cell is not None]
        if filled and all(type(cell) in (float, int) or _is_number_text(cell) for cell in filled):
            column.meaning, column.confidence = "quantity", 0.5
            column.head = Head("quantity", 0.5, resource=resource, name=column.title)


def tell_numbers_unread(layout: Layout, table: RawTable, work: Work) -> None:
    """Note the one column of numbers beside amounts whose header says nothing, where the bills lack a quantity."""
    if not layout.has("cost") or layout.has("quantity", *BLOCKS, *READINGS, *ACTIVITY):
        return
    unread = [one for one in layout.columns if one.title and not one.meaning and not one.told and _is_numeric(one)]
    unread = [column for column in unread if not _counts_rows(column)]
    if len(unread) == 1:
        column = unread[0]
        work.note("import.note_numbers_unread", sheet=table.sheet.name, column=column.letters, title=column.title)


def _counts_rows(column: Column) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3."""
    numbers = [cell for cell in column.cells if type(cell) in (float, int)]
    return numbers == list(range(1, len(numbers) + 1))


def _is_number_text(cell: Cell) -> bool:
    return isinstance(cell, str) and amounts.read_number(cell) is not None


def _is_numeric(column: Column, *, texts: bool = False) -> bool:
    """Whether a column holds numbers only; with `texts` also those written as text."""
    filled = [cell for cell in column.cells if cell is not None]
    return bool(filled) and all(type(cell) in (float, int) or (texts and _is_number_text(cell)) for cell in filled)


def factor_of(column: Column, table: RawTable) -> int:
    """What the numbers of a column are to be multiplied by: 1000 below "(en miles de Bs)"."""
    own = column.head
    if own is not None and own.scale != 1:
        return own.scale
    if column.meaning not in _SCALED:
        return 1
    return next((head.scale for text in _texts(table) if (head := head_of(text)) and _covers(head, column)), 1)


def _covers(head: Head, column: Column) -> bool:
    """Whether the factor of a title is meant for a column: amounts of money, or quantities that name no unit."""
    if head.scale == 1:
        return False
    return bool(head.unit and not column.unit) if column.meaning == "quantity" else bool(head.currency)


def period_of(table: RawTable) -> tuple[dt.date, dt.date] | None:
    """The period that the sheet or a title names, for tables without a column of periods."""
    texts = (table.sheet.name, *table.titles)
    for text in texts:
        _, _, after = text.rpartition(":")
        named = _AFTER_WORD.search(wordbook.fold(text))
        found = spans.period_of_text(text) or spans.period_of_text(after)
        found = found or (spans.period_of_text(named[1]) if named is not None else None)
        if found is not None:
            return found
    told = (_YEAR_AFTER_WORD.search(wordbook.fold(text)) for text in texts)
    year = next((int(one[1]) for one in told if one is not None), 0)
    return (dt.date(year, 1, 1), dt.date(year + 1, 1, 1)) if year else None
