"""Tables whose new rows are stored when the cursor leaves them: which were typed, and which are being stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from score_desktop.ui.itemmodels.cells import CellModel, How

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from score_desktop.services.edits import TableColumn
    from score_desktop.ui.desk import Desk


class TypedRows(CellModel):
    """Knows its new rows by their numbers, and lets the numbers follow as rows go."""

    def __init__(self, desk: Desk, columns: Sequence[TableColumn], parent: QObject | None = None) -> None:
        super().__init__(desk, columns, parent)
        self._typed: set[int] = set()
        self._being_stored: frozenset[int] = frozenset()

    def _try_drafts(self, numbers: Iterable[int], how: How) -> None:
        """Pasted rows are stored at once; a typed one when the cursor leaves it, else it would run away from it."""
        if how is How.TYPED:
            for number in numbers:
                self._draft_values(number)
                self._typed.add(number)
        else:
            self._store_new(list(numbers), how)

    def _store_new(self, numbers: Sequence[int], how: How) -> None:
        """Store new rows: a block that was pasted, or what the cursor has left."""
        super()._try_drafts(numbers, how)

    def forget_draft(self, number: int) -> None:
        """A person has deleted a row that is not stored yet; one that is just being stored stays."""
        if number not in self._being_stored:
            self.drop_draft(number)

    def drop_draft(self, number: int) -> None:
        """The base's; the cursor that moves off the row as it goes does not store it."""
        if 0 <= number < len(self._drafts):
            self._typed.discard(number)
            super().drop_draft(number)
            self._typed = without(self._typed, number)
            self._being_stored = frozenset(without(self._being_stored, number))

    def drop_drafts(self, numbers: Sequence[int]) -> None:
        """Forget many rows that are not stored yet: those that stand together at once."""
        for first, last in reversed(runs(numbers)):
            self._typed -= set(range(first, last + 1))
            top = 0 if self.drafts_on_top else self.stored_count()
            self.beginRemoveRows(QModelIndex(), top + first, top + last)
            del self._drafts[first : last + 1]
            count = last + 1 - first
            self._draft_wrong = {
                (n - count * (n > last), key): wrong
                for (n, key), wrong in self._draft_wrong.items()
                if not first <= n <= last
            }
            self._typed = {n - count * (n > last) for n in self._typed}
            self._being_stored = frozenset(n - count * (n > last) for n in self._being_stored)
            self.endRemoveRows()

    def _places_of(self, rows: Iterable[Mapping[str, str]]) -> list[int]:
        """Where new rows stand by now, by what they are and not by what they say; all of them are there."""
        places = {id(draft): number for number, draft in enumerate(self._drafts)}
        return [places[id(row)] for row in rows]


def without(numbers: Iterable[int], gone: int) -> set[int]:
    """Numbers of drafts after one has gone."""
    return {number - (number > gone) for number in numbers if number != gone}


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of ascending numbers that follow one another."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
