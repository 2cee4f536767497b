"""New rows of a block that could not be stored go and come with the step that stored the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from score_desktop.ui.undo import Step

if TYPE_CHECKING:
    from score_desktop.ui.itemmodels.new_bills import NewBills
    from score_desktop.ui.itemmodels.refused import Wrong

LeftRow = tuple[dict[str, str], Mapping[str, "Wrong"]]
"""What was typed, and what is wrong in it, by column."""


@dataclass(slots=True)
class _Of:
    """What one step left of whose bills; `away`: what was taken back with it."""

    step: Step
    enterprise: str
    rows: list[dict[str, str]]
    away: list[LeftRow] = field(default_factory=list)


class LeftRows(QObject):
    """Knows of each step of Undo which new rows of a table it left; those that were changed since stay."""

    def __init__(self, model: NewBills) -> None:
        super().__init__(model)
        self._model, self._undo = model, model.desk.undo
        self._of: list[_Of] = []
        self._undo.turned_step.connect(self._on_turned)

    def left_by(self, stored: int, enterprise: str, rows: Sequence[dict[str, str]]) -> None:
        """The newest step stored some rows of a block, and these not."""
        step = self._undo.newest
        if stored and rows and step is not None:
            self._of.append(_Of(step, enterprise, [dict(row) for row in rows]))

    def _on_turned(self, step: Step, undone: bool) -> None:
        wanted = self._model.wanted
        for one in self._of:
            if one.step is not step or wanted is None or wanted.enterprise != one.enterprise:
                continue
            if undone:
                one.away = self._model.take_left(one.rows)
            else:
                away, one.away = one.away, []
                self._model.put_left(away)
