"""Rows of bills by id: read page by page as they are looked at, the newest question first, neighbours ahead."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Signal

from score_desktop.services import bills
from score_desktop.services.bill_table import BillRow

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class BillPages(QObject):
    """What has been read of a list of bills.

    Signals:
        arrived: Rows were read that were asked for.
    """

    SIZE: ClassVar[int] = 256
    KEPT: ClassVar[int] = 8192
    WAITING: ClassVar[int] = 6
    """Pages that may wait to be read; more mean that somebody scrolls past them."""
    arrived = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: array[int] = array("q")
        self._rows: dict[int, BillRow] = {}
        self._outdated: dict[int, BillRow] = {}
        self._waiting: dict[int, bool] = {}
        self._is_reading = False

    def use_ids(self, ids: array[int]) -> None:
        """The list is another one: pages count anew."""
        self._ids = ids
        self._waiting.clear()

    def row(self, number: int) -> BillRow | None:
        """The bill at a place of the list; None until it has been read, which begins now."""
        if not 0 <= number < len(self._ids):
            return None
        bill = self._ids[number]
        found = self._rows.get(bill)
        if found is None:
            self._ask(number // self.SIZE, demanded=True)
            found = self._outdated.get(bill)
        return found

    def keep(self, rows: Iterable[BillRow]) -> None:
        """Take rows in; the oldest make room."""
        for row in rows:
            self._rows.pop(row.id, None)
            self._rows[row.id] = row
            self._outdated.pop(row.id, None)
        _shorten(self._rows, self.KEPT)

    def missing(self, ids: Sequence[int]) -> list[int]:
        """Those that have not been read."""
        return [bill for bill in ids if bill not in self._rows]

    def outdate(self) -> None:
        """Everything may be different now: shown until it has been read again."""
        self._outdated, self._rows = {**self._outdated, **self._rows}, {}
        _shorten(self._outdated, self.KEPT)

    def read_again(self, ids: Sequence[int]) -> None:
        """Some bills were changed."""
        for bill in ids:
            row = self._rows.pop(bill, None)
            if row is not None:
                self._outdated[bill] = row

    # -- reading -------------------------------------------------------------------------------------------------

    def _ask(self, page: int, *, demanded: bool) -> None:
        self._waiting.pop(page, None)
        self._waiting[page] = demanded
        while len(self._waiting) > self.WAITING:
            del self._waiting[next(iter(self._waiting))]
        if not self._is_reading:
            self._read_next()

    def _read_next(self) -> None:
        while self._waiting:
            page, demanded = self._waiting.popitem()
            missing = self.missing(self._ids[page * self.SIZE : (page + 1) * self.SIZE])
            if missing:
                self._is_reading = True
                arrived = partial(self._on_rows, page, demanded)
                self._desk.fetch(self, "", arrived, partial(bills.bill_page, ids=missing), self._on_trouble)
                return

    def _on_rows(self, page: int, demanded: bool, rows: tuple[BillRow, ...]) -> None:
        self._is_reading = False
        self.keep(rows)
        if demanded:
            self.arrived.emit()
            for neighbour in (page - 1, page + 1):
                if 0 <= neighbour * self.SIZE < len(self._ids) and neighbour not in self._waiting:
                    self._waiting = {neighbour: False, **self._waiting}
        self._read_next()

    def _on_trouble(self, error: object) -> None:
        self._is_reading = False
        self._waiting.clear()
        self._desk.trouble(error)


def common_ends(old: array[int], new: array[int]) -> tuple[int, int]:
    """How many ids are the same at the start, and how many of the others at the end."""
    shorter = min(len(old), len(new))
    start = _same(old, new, shorter)
    return start, _same(old[start:][::-1], new[start:][::-1], shorter - start)


def _same(one: array[int], other: array[int], most: int) -> int:
    """Length of the part at the start in which both are equal, by halving: whole arrays are compared in C."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _shorten(rows: dict[int, BillRow], most: int) -> None:
    """Let the oldest go, in one pass: to look for the first again and again walks over all that went before."""
    for bill in list(itertools.islice(rows, max(len(rows) - most, 0))):
        del rows[bill]
