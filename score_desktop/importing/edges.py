"""Lists of flows of others (source, target, value, unit): a table of any sheet, its columns in any order."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from score_desktop import units
from score_desktop.importing import amounts, cells, naming, wordbook
from score_desktop.importing.workbook import Cell, Sheet, Workbook, column_letters

_HEADER_ROWS = 40
"""Rows in which the headings are looked for."""
_BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_SIGN = re.compile(r"[A-Za-z]{0,3}\.?\$")
"""A sign of money, such as "$" and "MX$"."""
_NEEDED = ("source", "target", "value")
_SHARE = 1e-6
"""How near a sum must come to the rows above it, over their sum."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One flow of the file.

    Attributes:
        value: Positive, in `unit`.
        unit: Symbol of `units`, currency code, or the file's own words; "" if it names none.
        money: Whether `unit` is a currency.
        substance: What flows; "" if the file does not say.
        name: What the flow is called, where the file says that besides its substance; else "".
        cell: Where the value stands, such as "C7".
    """

    source: str
    target: str
    value: float
    unit: str
    money: bool
    substance: str
    sheet: str
    cell: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class EdgeProblem:
    """A row that cannot be drawn: where, what stands there, and why (message id)."""

    sheet: str
    cell: str
    shown: str
    message_id: str


@dataclass(frozen=True, slots=True)
class EdgeList:
    """What a file says.

    Attributes:
        file: Its name, without folder.
        edges: In the file's order.
        problems: Rows that are no flows.
        notes: What a person should know (message id, params): sums left out, how numbers were read, other sheets.
    """

    file: str
    edges: tuple[Edge, ...]
    problems: tuple[EdgeProblem, ...]
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the columns stand (places in a row of the sheet), and the first row below the headings."""

    columns: Mapping[str, int]
    first: int
    unit: str = ""


def read_edges(book: Workbook, decimal: str, sheet: str | None = None) -> EdgeList | None:
    """The list of flows of a workbook or text table; None where no sheet has one.

    Args:
        book: As `read.read_file` gives it.
        decimal: "comma" or "point": how "1.234" is read where the column does not tell.
        sheet: Read this one only; None: the first that has a list of flows.
    """
    chosen = [each for each in book.sheets if sheet is None or each.name == sheet]
    found = [(each, table) for each in chosen if (table := _table_of(each)) is not None]
    if not found:
        return None
    read = _Reading(book.file, *found[0], decimal)
    others = tuple(each.name for each, _ in found[1:])
    if others:
        read.notes.append(("edges.note_more_sheets", {"sheet": found[0][0].name, "others": ", ".join(others)}))
    return read.result()


# -- finding the table -----------------------------------------------------------------------------------------------


@functools.cache
def _phrases() -> Mapping[str, str]:
    columns: Mapping[str, Sequence[str]] = wordbook.vocabulary("edges")["columns"]
    return {phrase: meaning for meaning, phrases in columns.items() for phrase in phrases}


def _meaning(text: str) -> tuple[str, str]:
    """What a heading says ("" for nothing known), and the unit that it names, as written."""
    inside = _BRACKETED.search(text)
    unit = inside.group(1).strip() if inside else ""
    plain = wordbook.fold(_BRACKETED.sub(" ", text)).strip(" :.,;*")
    known = _phrases().get(plain)
    if known is None and plain:
        head, _, last = plain.rpartition(" ")
        if _phrases().get(head.strip(" ,:")) == "value" and _is_unit(last):
            return "value", text.rsplit(maxsplit=1)[-1].strip(",:")
        if _is_unit(text.strip()):
            return "value", text.strip()
    return known or "", unit


def _is_unit(text: str) -> bool:
    return bool(text) and (
        wordbook.find_unit(text.split("/", maxsplit=1)[0]) is not None or bool(wordbook.currency_of(text))
    )


def _table_of(sheet: Sheet) -> _Table | None:
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        unit = ""
        for place, cell in enumerate(row):
            meaning, named = _meaning(cell) if isinstance(cell, str) else ("", "")
            if meaning and meaning not in columns:
                columns[meaning] = place
                unit = named if meaning == "value" else unit
        if all(meaning in columns for meaning in _NEEDED):
            return _Table(columns, number + 1, unit)
    return _without_headings(sheet)


def _without_headings(sheet: Sheet) -> _Table | None:
    """Two columns of words and one of numbers, in this order, and nothing else."""
    rows = [row for row in sheet.rows if any(cell is not None for cell in row)]
    used = [place for place in range(sheet.width) if any(row[place] is not None for row in rows)]
    if len(used) != len(_NEEDED) or not rows:
        return None
    source, target, value = used
    good = sum(_is_word(row[source]) and _is_word(row[target]) and _is_number(row[value]) for row in rows)
    return _Table(dict(zip(_NEEDED, used, strict=True)), 0) if good >= 0.8 * len(rows) else None


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and amounts.read_number(cell) is not None)


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and amounts.read_number(cell) is None


# -- reading the rows ------------------------------------------------------------------------------------------------


class _Reading:
    def __init__(self, file: str, sheet: Sheet, table: _Table, decimal: str) -> None:
        self.file, self.sheet, self.table = file, sheet, table
        self.rows = sheet.rows[table.first :]
        self.notes: list[tuple[str, Mapping[str, object]]] = []
        self.problems: list[EdgeProblem] = []
        self._names: dict[str, str] = {}
        raw = self._column("value")
        notation = amounts.notation_of(cells.texts_of(raw))
        self.values, self.bad = cells.numbers(raw, notation.decimal or decimal)
        if notation.open and not notation.decimal:
            told = "edges.note_decimal_point" if decimal == "point" else "edges.note_decimal_comma"
            self.notes.append((told, {"value": notation.open[0], "sheet": sheet.name}))

    def result(self) -> EdgeList:
        edges: list[Edge] = []
        above = 0.0  # sum of what was read since the last sum
        for number in range(len(self.rows)):
            source, target = self._name("source", number), self._name("target", number)
            value = self.values[number]
            if value is not None and self._is_sum(source, target, value / amounts.MICRO, above):
                name = source or target
                params = {"sheet": self.sheet.name, "cell": self._cell(number, "value"), "name": name}
                self.notes.append(("edges.note_sum", params))
                above = 0.0
                continue
            edge = self._edge(number, source, target)
            if edge is not None:
                edges.append(edge)
                above += edge.value
        return EdgeList(self.file, tuple(edges), tuple(self.problems), tuple(self.notes))

    def _edge(self, number: int, source: str, target: str) -> Edge | None:
        value, shown = self.values[number], cells.word(self._raw(number, "value"))
        if not source and not target and value is None and number not in self.bad:
            return None  # a blank row, or words between the rows
        why = self._trouble(number, source, target)
        if why is not None:
            meaning, message_id = why
            self.problems.append(EdgeProblem(self.sheet.name, self._cell(number, meaning), shown, message_id))
            return None
        if value is None or value == 0:
            if value == 0:
                params = {"sheet": self.sheet.name, "cell": self._cell(number, "value")}
                self.notes.append(("edges.note_zero", params))
            return None
        unit, money = self._unit(number)
        substance, name = self._name("substance", number), self._name("name", number)
        if not substance or name == substance:
            substance, name = substance or name, ""
        place = self._cell(number, "value")
        return Edge(source, target, value / amounts.MICRO, unit, money, substance, self.sheet.name, place, name)

    def _trouble(self, number: int, source: str, target: str) -> tuple[str, str] | None:
        """Column and message id of what keeps a row from being a flow."""
        value = self.values[number]
        if number in self.bad:
            return "value", self.bad[number]
        if not source or not target:
            if value is None and wordbook.row_word(source or target):
                return None  # "Fuente: …" below the table
            return ("source" if not source else "target"), "edges.no_end"
        if value is None:
            return "value", "edges.no_value"
        return ("value", "edges.negative") if value < 0 else None

    def _is_sum(self, source: str, target: str, value: float, above: float) -> bool:
        """Whether a row only adds others up: it has no other end, or is called so and is their sum."""
        sums = {"total", "subtotal"}
        if not source or not target:
            return wordbook.row_word(source or target) in sums
        return wordbook.row_word(source) in sums and above > 0 and abs(value - above) <= _SHARE * above

    # -- cells -------------------------------------------------------------------------------------------------------

    def _column(self, meaning: str) -> list[Cell]:
        place = self.table.columns.get(meaning)
        return [None if place is None else row[place] for row in self.rows]

    def _raw(self, number: int, meaning: str) -> Cell:
        place = self.table.columns.get(meaning)
        return None if place is None else self.rows[number][place]

    def _name(self, meaning: str, number: int) -> str:
        """A name; spellings that differ in spaces or capitals are one, as written first."""
        text = " ".join(cells.word(self._raw(number, meaning)).split())
        return self._names.setdefault(text.casefold(), text) if text else ""

    def _cell(self, number: int, meaning: str) -> str:
        letters = column_letters(self.sheet.first_col + self.table.columns[meaning])
        return f"{letters}{self.sheet.first_row + self.table.first + number}"

    def _unit(self, number: int) -> tuple[str, bool]:
        """Unit of a row: of its own column, beside its number, or of the heading; and whether it is a currency."""
        words = cells.word(self._raw(number, "unit"))
        raw = self._raw(number, "value")
        if not words and isinstance(raw, str):
            read = amounts.read_number(raw)
            words = read.words if read is not None else ""
        return unit_of(words or self.table.unit)


@functools.lru_cache(maxsize=512)
def unit_of(words: str) -> tuple[str, bool]:
    """Symbol of a unit, code of a currency, or the words themselves; and whether it is a currency.

    "$" and "MX$" stay as written: whose dollar or peso it is nobody says, and only amounts of one money are added.
    """
    words = words.strip()
    if "$" in words:
        return _dollars(words)
    symbol = naming.unit_symbol(words) if words else None
    if symbol is not None:
        return symbol, False
    currency = wordbook.currency_of(words) if words else ""
    if currency and "/" not in words:
        return currency, True
    return words, False


def _dollars(words: str) -> tuple[str, bool]:
    """What carries the sign of dollars and pesos; "$us", "R$", "CLP$" and "$ (USD)" say whose they are."""
    if "/" in words:  # a price
        return words, False
    found = (wordbook.currency_of(text) for text in (words, words.replace("$", " ")))
    code = next((code for code in found if code not in ("", "$")), "")
    return (code, True) if code else (words, bool(_SIGN.fullmatch(words)))


# -- one unit at a time ----------------------------------------------------------------------------------------------


def units_in(edges: Iterable[Edge]) -> tuple[str, ...]:
    """Units that cannot be converted into each other, the commonest first; each stands for all that can be."""
    groups: dict[str, list[str]] = {}
    for edge in edges:
        groups.setdefault(_dimension(edge), []).append(edge.unit)
    ranked = sorted(groups.values(), key=lambda found: -len(found))
    return tuple(max(dict.fromkeys(found), key=found.count) for found in ranked)


def in_unit(edges: Iterable[Edge], unit: str) -> tuple[Edge, ...]:
    """The flows that can be told in a unit, in that unit."""
    kept = []
    for edge in edges:
        if edge.unit == unit:
            kept.append(edge)
        elif not edge.money and _convertible(edge.unit, unit):
            value = units.convert(edge.value, edge.unit, unit)
            kept.append(replace(edge, value=value, unit=unit))
    return tuple(kept)


def _dimension(edge: Edge) -> str:
    known = None if edge.money else wordbook.find_unit(edge.unit)
    return f"\N{INFORMATION SEPARATOR ONE}{known.dimension}" if known is not None else edge.unit


def _convertible(one: str, other: str) -> bool:
    first, second = wordbook.find_unit(one), wordbook.find_unit(other)
    return first is not None and second is not None and first.dimension == second.dimension
