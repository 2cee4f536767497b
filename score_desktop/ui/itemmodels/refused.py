"""Cells that were refused go and come with the step that they belong to: Undo leaves no mark of what it takes back."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from score_desktop.errors import InvalidInput
from score_desktop.services.edits import CellEdit
from score_desktop.ui.undo import Step

if TYPE_CHECKING:
    from score_desktop.ui.itemmodels.cells import CellModel


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed and why it is not stored.

    Attributes:
        waits: Nothing is wrong with it: another cell of its row was refused, and the row was left as it was.
    """

    text: str
    reason: str
    waits: bool = False


Marks = dict[tuple[Hashable, str], Wrong]
NOT_STORED = "change.cells_refused"


class RefusedCells(QObject):
    """Knows of each step of Undo which cells of a table it left marked.

    Where all that was typed was refused nothing is stored, and Undo takes the marks alone away.
    """

    def __init__(
        self,
        model: CellModel,
        wrong: Marks,
        pending: dict[tuple[Hashable, str], str],
        refresh: Callable[[], object],
    ) -> None:
        """Watch the marks of a table, `wrong`; `pending` is being stored, `refresh` shows them anew."""
        super().__init__(model)
        self._model, self._pending = model, pending
        self._wrong, self._refresh, self._undo = wrong, refresh, model.desk.undo
        self._known: Marks = {}
        self._of: list[tuple[Step, Marks]] = []
        model.written.connect(self._on_written)
        self._undo.turned_step.connect(self._on_turned)

    def overlook(self) -> None:
        """The marks that stand now belong to no step: they came with the page, or with trouble."""
        self._known = dict(self._wrong)

    def tried_again(self, edits: Sequence[CellEdit]) -> list[CellEdit]:
        """Cells that wait for those that are edited now: what was refused in their rows has been mended."""
        blocked = {key for (key, _), wrong in self._wrong.items() if not wrong.waits}
        rows = {edit.row for edit in edits} - blocked
        places = {(edit.row, edit.column) for edit in edits}
        waiting = [place for place in self._wrong if place[0] in rows and place not in places]
        return [edit for edit in map(self._again, waiting) if edit is not None]

    def _again(self, place: tuple[Hashable, str]) -> CellEdit | None:
        text, model = self._wrong[place].text, self._model
        try:
            value = model.parse(model.columns[model.column_index(place[1])], text)
        except (InvalidInput, StopIteration):  # means nothing any more, or its column has gone
            return None
        del self._wrong[place]
        self._pending[place] = text
        return CellEdit(place[0], place[1], value)  # type: ignore[arg-type]

    def start_over(self) -> None:
        """The table shows other records now, in which the same places are others."""
        self._of.clear()
        self.overlook()

    def _on_written(self, stored: int, _refused: int) -> None:
        new = {place: wrong for place, wrong in self._wrong.items() if self._known.get(place) is not wrong}
        self.overlook()
        self._forget_mended()
        step = self._undo.newest if stored else _nothing_stored(len(new))
        if not new or step is None:
            return
        self._of.append((step, new))
        if not stored:
            self._undo.push(step)

    def _forget_mended(self) -> None:
        """What was refused and has been mended since needs no Undo of its own."""
        for entry in list(self._of):
            step, marks = entry
            stands = any(self._wrong.get(place) is wrong for place, wrong in marks.items())
            if step.label == NOT_STORED and not stands and self._undo.holds(step):
                self._of.remove(entry)
                self._undo.forget(step)

    def _on_turned(self, step: Step, undone: bool) -> None:
        for known, marks in self._of:
            if known is step:
                self._turn(marks, away=undone)

    def _turn(self, marks: Marks, *, away: bool) -> None:
        for place, wrong in marks.items():
            if not away:
                self._wrong.setdefault(place, wrong)
            elif self._wrong.get(place) is wrong:
                del self._wrong[place]
        self.overlook()
        self._refresh()


def _nothing_stored(count: int) -> Step:
    return Step(NOT_STORED, {"n": count}, lambda _context, _progress: None, lambda _context, _progress: None)
