"""Tables whose new rows are stored when the cursor leaves them: which were typed, and which are being stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from score_desktop.ui.itemmodels.cells import CellModel

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

    def _places_of(self, rows: Iterable[Mapping[str, str]]) -> list[int]:
        """Where new rows stand by now, by what they are and not by what they say; all of them are there."""
        places = {id(draft): number for number, draft in enumerate(self._drafts)}
        return [places[id(row)] for row in rows]


def without(numbers: Iterable[int], gone: int) -> set[int]:
    """Numbers of drafts after one has gone."""
    return {number - (number > gone) for number in numbers if number != gone}
