"""Cells that were refused go and come with the step that they belong to: Undo leaves no mark of what it takes back."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from score_desktop.ui.undo import Step

if TYPE_CHECKING:
    from score_desktop.ui.itemmodels.cells import CellModel, Wrong

Marks = dict[tuple[Hashable, str], "Wrong"]
NOT_STORED = "change.cells_refused"


class RefusedCells(QObject):
    """Knows of each step of Undo which cells of a table it left marked.

    Where all that was typed was refused nothing is stored, and Undo takes the marks alone away.
    """

    def __init__(self, model: CellModel, wrong: Marks, refresh: Callable[[], object]) -> None:
        """Watch the marks of a table, `wrong`; `refresh` shows them anew."""
        super().__init__(model)
        self._wrong, self._refresh, self._undo = wrong, refresh, model.desk.undo
        self._known: Marks = {}
        self._of: list[tuple[Step, Marks]] = []
        model.written.connect(self._on_written)
        self._undo.turned_step.connect(self._on_turned)

    def overlook(self) -> None:
        """The marks that stand now belong to no step: they came with the page, or with trouble."""
        self._known = dict(self._wrong)

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
