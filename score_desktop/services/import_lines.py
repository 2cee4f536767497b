"""What becomes of each row of a file, for the wizard: kept as bytes, told in words only for rows that are looked at."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import compress
from typing import Any

from score_desktop.enums import RecordVerdict, RowVerdict
from score_desktop.importing.columns import ACTIVITY, BLOCKS, READINGS
from score_desktop.importing.identity import Decision
from score_desktop.importing.result import FoundTable, Problem, Understanding
from score_desktop.importing.workbook import Sheet, Workbook, column_index
from score_desktop.services.import_activity import ActivityStore, activity_key
from score_desktop.services.import_bills import BillStore, bill_key
from score_desktop.services.import_outcome import RecordKey


class RowKind(StrEnum):
    """What becomes of a row of a sheet; of a row with several records the kind that most needs a look.

    OPEN: it waits for an answer. EMPTY: a data row without values. PART: its values count with another row.
    """

    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"
    EMPTY = "empty"
    PART = "part"
    DUPLICATE = "duplicate"
    NEW = "new"
    OPEN = "open"
    CONFLICT = "conflict"
    PROBLEM = "problem"


KINDS = tuple(RowKind)
_CODE = {kind: code for code, kind in enumerate(KINDS)}
_EMPTY, _PART = _CODE[RowKind.EMPTY], _CODE[RowKind.PART]
_OF_VERDICT: Mapping[RowVerdict, int] = {
    verdict: _EMPTY if verdict is RowVerdict.DATA else _CODE[RowKind(verdict.value)] for verdict in RowVerdict
}
_VALUES = frozenset({"quantity", "cost", *BLOCKS, *READINGS, *ACTIVITY})
_NOTHING = -1


@dataclass(frozen=True, slots=True)
class SheetLines:
    """The rows of the used range of one sheet; rows are numbered as the spreadsheet shows them.

    Attributes:
        partly: Rows of another kind that hold repeated values beside those that are taken.
    """

    sheet: str
    first_row: int
    codes: bytes
    partly: frozenset[int] = frozenset()

    def kind(self, row: int) -> RowKind:
        """Kind of a row; rows outside of the used range are blank."""
        place = row - self.first_row
        return KINDS[self.codes[place]] if 0 <= place < len(self.codes) else RowKind.BLANK

    def rows(self, *kinds: RowKind) -> list[int]:
        """Numbers of the rows of some kinds, for filters; what repeats something in part is among what is repeated."""
        wanted = {_CODE[kind] for kind in kinds}
        marks = self.codes.translate(bytes(code in wanted for code in range(256)))
        found = list(compress(range(self.first_row, self.first_row + len(marks)), marks))
        return sorted(self.partly.union(found)) if self.partly and RowKind.DUPLICATE in kinds else found

    def count(self, kinds: Collection[RowKind]) -> int:
        """How many rows `rows` gives."""
        counts = self.counts()
        also = self.partly if RowKind.DUPLICATE in kinds else ()
        return sum(counts.get(kind, 0) for kind in kinds) + sum(self.kind(row) not in kinds for row in also)

    def counts(self) -> dict[RowKind, int]:
        """How many rows there are of each kind that occurs."""
        return {kind: count for code, kind in enumerate(KINDS) if (count := self.codes.count(code))}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record of a row.

    Attributes:
        key: Names it, for decisions.
        above: Row of the same file that it repeats or differs from; None: it meets a stored record, or none.
        estimated: The file says that the reading was estimated.
        credit: It gives back.
    """

    key: RecordKey
    verdict: RecordVerdict
    above: int | None = None
    estimated: bool = False
    credit: bool = False


@dataclass(frozen=True, slots=True)
class RecordLines:
    """The records of a file by row. `meets`: position of the record above that each one meets, -1 if it meets none."""

    columns: Mapping[str, Sequence[Any]]
    key_of: Callable[[int], RecordKey]
    verdicts: bytes
    meets: array[int]
    order: Mapping[str, array[int]] = field(default_factory=dict)

    def at(self, sheet: str, row: int) -> Iterator[RecordLine]:
        """The records of one row."""
        order = self.order.get(sheet)
        if order is None:
            return
        rows = self.columns["source_row"]
        place = bisect_left(order, row, key=lambda position: rows[position])
        while place < len(order) and rows[order[place]] == row:
            yield self.line(order[place])
            place += 1

    def line(self, position: int) -> RecordLine:
        """One record."""
        columns, other = self.columns, self.meets[position]
        amounts = (columns[name][position] for name in ("quantity", "cost", "value") if name in columns)
        return RecordLine(
            self.key_of(position),
            VERDICTS[self.verdicts[position]],
            None if other == _NOTHING else columns["source_row"][other],
            bool("estimated" in columns and columns["estimated"][position]),
            any((amount or 0) < 0 for amount in amounts),
        )


VERDICTS = tuple(RecordVerdict)
_VERDICT_CODE = {verdict: code for code, verdict in enumerate(VERDICTS)}
_ROW_CODE = bytes(_CODE[RowKind(verdict.value)] for verdict in VERDICTS)


def record_lines(store: BillStore | ActivityStore, count: int) -> RecordLines:
    """Verdicts of the records of a store that has decided; records it left undecided are problems."""
    verdicts = bytearray([_VERDICT_CODE[RecordVerdict.PROBLEM]]) * count
    meets = array("q", [_NOTHING]) * count
    sound = store.sound
    decision: Decision
    for decision, position in zip(store.decisions, sound, strict=True):
        verdicts[position] = _VERDICT_CODE[decision.verdict]
        if decision.new is not None:
            meets[position] = sound[decision.new]
    columns = store.columns
    # No method of the store: the lines outlive the transaction that it read in.
    key_of = (
        partial(bill_key, columns, store.found.meters)
        if isinstance(store, BillStore)
        else partial(activity_key, columns)
    )
    return RecordLines(columns, key_of, bytes(verdicts), meets, _order(columns, count))


def _order(columns: Mapping[str, Sequence[Any]], count: int) -> dict[str, array[int]]:
    """For each sheet the positions of its records, by row."""
    if not count:
        return {}
    sheets, rows = columns["source_sheet"], columns["source_row"]
    names = set(sheets)
    result = {}
    for name in names:
        own = range(count) if len(names) == 1 else [place for place, sheet in enumerate(sheets) if sheet == name]
        result[name] = array("q", sorted(own, key=rows.__getitem__))
    return result


def sheet_lines(
    workbook: Workbook, found: Understanding, records: Sequence[RecordLines], problems: Sequence[Problem]
) -> dict[str, SheetLines]:
    """Kind of each row of each sheet that was understood.

    Args:
        records: Bills and activity; none while questions are open: then rows with values wait for an answer.
        problems: Those of understanding and of storing.
    """
    codes = {name: bytearray(map(_OF_VERDICT.__getitem__, rows)) for name, rows in found.verdicts.items()}
    for lines in records:
        if lines.verdicts:
            _mark(codes, found.first_rows, lines)
    for problem in problems:
        place = problem.row - found.first_rows.get(problem.sheet, 1)
        if problem.sheet in codes and 0 <= place < len(codes[problem.sheet]):
            codes[problem.sheet][place] = _CODE[RowKind.PROBLEM]
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    valued = _CODE[RowKind.OPEN] if found.questions else _PART
    for table in found.tables:
        _mark_valued(codes[table.sheet], sheets[table.sheet], table, valued)
    partly = _partly_repeated(codes, found.first_rows, records)
    return {
        name: SheetLines(name, found.first_rows[name], bytes(rows), frozenset(partly.get(name, ())))
        for name, rows in codes.items()
    }


def _partly_repeated(
    codes: Mapping[str, bytearray], first_rows: Mapping[str, int], records: Sequence[RecordLines]
) -> dict[str, set[int]]:
    """By sheet the rows that hold a repeated record and are of another kind."""
    found: dict[str, set[int]] = {}
    repeated, whole = _VERDICT_CODE[RecordVerdict.DUPLICATE], _CODE[RowKind.DUPLICATE]
    for lines in records:
        place = lines.verdicts.find(repeated)
        while place >= 0:
            name, row = lines.columns["source_sheet"][place], lines.columns["source_row"][place]
            if codes[name][row - first_rows[name]] != whole:
                found.setdefault(name, set()).add(row)
            place = lines.verdicts.find(repeated, place + 1)
    return found


def _mark(codes: Mapping[str, bytearray], first_rows: Mapping[str, int], lines: RecordLines) -> None:
    rows = lines.columns["source_row"]
    for name, order in lines.order.items():
        own, first = codes[name], first_rows[name]
        for position in order:
            code, place = _ROW_CODE[lines.verdicts[position]], rows[position] - first
            own[place] = max(own[place], code)


def _mark_valued(codes: bytearray, sheet: Sheet, table: FoundTable, valued: int) -> None:
    """Data rows that gave no record though they hold values."""
    letters = [name for name, meaning in table.columns.items() if meaning in ({"period"} if table.across else _VALUES)]
    columns = [column_index(name) - sheet.first_col for name in letters]
    first, last = (int("".join(filter(str.isdigit, end))) - sheet.first_row for end in table.range.split(":"))
    for place in range(max(first, 0), min(last + 1, len(codes))):
        if codes[place] == _EMPTY and any(sheet.rows[place][column] is not None for column in columns):
            codes[place] = valued
