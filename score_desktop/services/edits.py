"""What all editable tables share: columns as data, edits of cells, and outcomes in which refused cells are values.

One call is one transaction. A row that is refused stays as it was, as a whole, and says which cell is to blame; all
other rows are stored. So a pasted block never fails because of one cell, and no typed text is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from score_desktop import typed, units
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.i18n import Texts
from score_desktop.models.text import search_key

CellValue = str | Decimal | dt.date | bool | None
RowKey = int | str


class ColumnKind(StrEnum):
    """What the cells of a column hold, for editors and for reading typed texts."""

    TEXT = "text"
    DATE = "date"
    LAST_DAY = "last_day"
    NUMBER = "number"
    MONEY = "money"
    UNIT = "unit"
    CURRENCY = "currency"
    FLAG = "flag"
    CHOICE = "choice"
    METER = "meter"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of an editable table.

    Attributes:
        key: What edits name it by; field of the row.
        title: English words; `Texts.t` translates them.
        right: Figures stand at the right.
        required: A cell cannot be emptied.
        choices: Values of a CHOICE with their English words.
    """

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    editable: bool = True
    sortable: bool = True
    right: bool = False
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A new value for one cell; `row` is a bill's id, or the portable id of any other record."""

    row: RowKey
    column: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class CellRefusal:
    """A cell that cannot be stored as typed; message id and parameters are for `Texts.message`."""

    row: RowKey
    column: str
    message_id: str
    params: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, row: RowKey, column: str, error: ScoreError) -> CellRefusal:
        """The refusal that an error tells, at the cell that the error names or else at `column`."""
        named = str(error.params.get("field", column))
        return cls(row, FIELD_COLUMNS.get(named, named), error.message_id, error.params)


FIELD_COLUMNS: Mapping[str, str] = {"quantity_base": "quantity", "unit_base": "unit"}
"""Fields of records that are no columns of their own → the column where their trouble is shown."""


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What became of some edits.

    Attributes:
        stored: Rows (cells, in the activity grid) that differ from before or are new.
        refused: At most one cell for each row that stayed as it was.
        made: Ids of new rows, in the order they were given.
    """

    stored: int
    refused: tuple[CellRefusal, ...] = ()
    made: tuple[RowKey, ...] = ()

    @property
    def refused_rows(self) -> frozenset[RowKey]:
        """Rows that stayed as they were."""
        return frozenset(refusal.row for refusal in self.refused)


def by_row(edits: Iterable[CellEdit]) -> dict[RowKey, dict[str, CellValue]]:
    """Edits of each row together, in the order of rows; the last edit of a cell counts."""
    rows: dict[RowKey, dict[str, CellValue]] = {}
    for edit in edits:
        rows.setdefault(edit.row, {})[edit.column] = edit.value
    return rows


def column_of(columns: Iterable[TableColumn], key: str) -> TableColumn:
    """A column by its key; a key that is none is a bug of the caller."""
    return next(column for column in columns if column.key == key)


def read_cell(column: TableColumn, text: str, texts: Texts, today: dt.date | None = None) -> CellValue:
    """What a typed text means in a column; nothing is None, or "" where texts are kept.

    Raises:
        InvalidInput: The text does not fit; `field` in the parameters is the column.
    """
    plain = text.strip()
    if not plain and column.required:
        raise InvalidInput("input.required", field=column.key)
    try:
        if not plain:
            return _EMPTY.get(column.kind)
        return _READERS[column.kind](column, plain, texts, today)
    except InvalidInput as error:
        raise InvalidInput(error.message_id, **{**error.params, "field": column.key}) from error


def _day_after(day: dt.date, is_month: bool) -> dt.date:
    """First day that no longer counts, from the last one that does; a month counts as a whole."""
    if is_month:
        return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + dt.timedelta(days=1)


def _unit(text: str) -> str:
    unit = units.find_unit(text)
    if unit is None:
        raise InvalidInput("bill.unit_unknown", value=text)
    return unit.symbol


def _choice(column: TableColumn, text: str, texts: Texts) -> str:
    """A choice by its stored value or by its words, in the reader's language or in English, whatever its accents."""
    wanted = search_key(text)
    for value, words in column.choices:
        if wanted in (search_key(value), *(search_key(said) for said in (texts.t(words), words) if words)):
            return value
    raise InvalidInput("input.choice", field=column.key, value=text)


_Reader = Callable[[TableColumn, str, Texts, dt.date | None], CellValue]
_READERS: Mapping[ColumnKind, _Reader] = {
    **dict.fromkeys((ColumnKind.TEXT, ColumnKind.METER, ColumnKind.SOURCE), lambda column, text, texts, today: text),
    **dict.fromkeys(
        (ColumnKind.NUMBER, ColumnKind.MONEY), lambda column, text, texts, today: typed.read_number(text, texts)
    ),
    ColumnKind.DATE: lambda column, text, texts, today: typed.read_date(text, texts, today=today)[0],
    ColumnKind.LAST_DAY: lambda column, text, texts, today: _day_after(*typed.read_date(text, texts, today=today)),
    ColumnKind.UNIT: lambda column, text, texts, today: _unit(text),
    ColumnKind.CURRENCY: lambda column, text, texts, today: typed.read_currency(text),
    ColumnKind.FLAG: lambda column, text, texts, today: typed.read_flag(text),
    ColumnKind.CHOICE: lambda column, text, texts, today: _choice(column, text, texts),
}
_EMPTY: Mapping[ColumnKind, CellValue] = {
    **dict.fromkeys((ColumnKind.TEXT, ColumnKind.METER, ColumnKind.SOURCE, ColumnKind.UNIT, ColumnKind.CURRENCY), ""),
    ColumnKind.FLAG: False,
    ColumnKind.CHOICE: "",
}
