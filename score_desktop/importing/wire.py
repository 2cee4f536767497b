"""The channel between parent and child while a file is read: frames of plain values, and foreseen trouble as one.

Imported by the child: as little as possible stands here.
"""

from __future__ import annotations

import os
import pickle
from array import array
from datetime import date, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Send = Callable[..., None]

ROWS_PER_FRAME = 4_000


class Told(Exception):
    """Trouble with the file that is foreseen: message id and parameters, for the parent to raise."""

    def __init__(self, message_id: str, **params: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.params = params


def read_exactly(count: int) -> bytes:
    """Bytes from standard input; fewer only at its end."""
    parts = []
    while count:
        part = os.read(0, count)
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def sender() -> Send:
    """A function that sends its arguments as one frame on standard output."""

    # The raw descriptor, not sys.stdout: a windowed program has none, and a stray print must not break the frames.
    def send(*frame: object) -> None:
        payload = pickle.dumps(frame, protocol=5)
        data = memoryview(len(payload).to_bytes(8, "little") + payload)
        while data:
            data = data[os.write(1, data) :]

    return send


_DAYS = frozenset({date, datetime})
_DAYS_ONLY, _TEXTS_ONLY = "days", "texts"
_BETWEEN = "\0"
"""Between the texts of a column that is sent as one, if none of them holds it; in a spreadsheet no cell can."""
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
"""Days beyond are typed as signs that there is none ("31/12/9999"), and nothing can be counted on from them."""


def pack_rows(rows: list[list[Any]], width: int) -> tuple[list[Any], list[tuple[int, int]]]:
    """Rows for the wire, by column: most columns hold one kind of value, which is then looked at once.

    "" becomes None, equal texts and days one object, runs of blank rows a count, days out of reason texts.

    Returns:
        The columns of the rows that hold something: each a list of cells, the bytes of an array of doubles, a pair of
        `_DAYS_ONLY` and the bytes of an array of day numbers, or one of `_TEXTS_ONLY` and the texts joined; and (place
        in the result, number of blank rows there) of the runs left out.
    """
    shared: dict[Any, Any] = {}
    columns = list(zip(*rows, strict=True))
    if any("" not in column for column in columns):
        return [_pack_column(column, shared) for column in columns], []
    blank = [""] * width
    filled: list[list[Any]] = []
    runs: list[tuple[int, int]] = []
    for place, row in enumerate(rows):
        if row != blank:
            filled.append(row)
        elif runs and runs[-1][0] + runs[-1][1] == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return [_pack_column(column, shared) for column in zip(*filled, strict=True)], runs


def _pack_column(column: tuple[Any, ...], shared: dict[Any, Any]) -> Any:
    kinds = set(map(type, column))
    if kinds == {float}:
        return array("d", column).tobytes()
    if kinds == {date}:
        days = array("i", map(date.toordinal, column))
        if min(days) >= _FIRST_DAY and max(days) <= _LAST_DAY:
            return _DAYS_ONLY, days.tobytes()
    if kinds == {str} and "" not in column and not any(map(str.isspace, column)):
        joined = _BETWEEN.join(column)
        if joined.count(_BETWEEN) == len(column) - 1:
            return _TEXTS_ONLY, joined
    if kinds <= _DAYS and all(map(_is_possible, set(column))):
        return list(map(shared.setdefault, column, column))
    return [_pack_cell(cell, shared) for cell in column]


def _pack_cell(cell: Any, shared: dict[Any, Any]) -> Any:
    if type(cell) is str:
        return shared.setdefault(cell, cell) if cell.strip() else None
    if type(cell) in _DAYS:
        return shared.setdefault(cell, cell) if _is_possible(cell) else cell.isoformat()
    return cell


def _is_possible(day: date) -> bool:
    return _FIRST_DAY <= day.toordinal() <= _LAST_DAY


def unpack_rows(columns: list[Any]) -> list[list[Any]]:
    """The rows of `pack_rows`, without the blank ones."""
    shared: dict[str, str] = {}
    return list(map(list, zip(*(_unpack_column(column, shared) for column in columns), strict=True)))


def _unpack_column(column: Any, shared: dict[str, str]) -> Any:
    if isinstance(column, bytes):
        return _numbers("d", column)
    if isinstance(column, tuple) and column[0] == _TEXTS_ONLY:
        texts = column[1].split(_BETWEEN)
        return list(map(shared.setdefault, texts, texts))
    if isinstance(column, tuple):
        days = _numbers("i", column[1])
        known = {number: date.fromordinal(number) for number in set(days)}
        return list(map(known.__getitem__, days))
    return column


def _numbers(kind: str, data: bytes) -> array[Any]:
    numbers = array(kind)
    numbers.frombytes(data)
    return numbers
