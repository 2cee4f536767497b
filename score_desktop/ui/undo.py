"""Undo and redo of what was done in this window, with words that say what.

The changes themselves are stored (`services.context`); here stands only their order. Taking back is done on the lane of
writes, so a change may turn out to be no longer possible: it then leaves the list and the person is told why. What only
the disk forbids stays in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from score_desktop.errors import StorageTrouble
from score_desktop.jobs import Progress

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.services.context import Context
    from score_desktop.ui.desk import Desk

MOST = 200
Turn = Callable[["Context", Progress], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done.

    Attributes:
        label: Message id of `score_desktop.messages` with its params: "12 bills pasted".
        undo, redo: Take it back, do it again; on a thread of their own.
        long: It may take seconds: progress is shown.
        uid: Of the stored change, where it is one.
    """

    label: str
    params: Mapping[str, object]
    undo: Turn
    redo: Turn
    long: bool = False
    uid: str = ""

    def words(self, texts: Texts) -> str:
        """What was done."""
        from score_desktop.services.change_labels import change_text

        return change_text(texts, self.label, self.params)


class UndoList(QObject):
    """The steps of this window, newest last.

    Signals:
        changed: What can be undone or redone is another thing now.
        turned: Words of what has just been undone or redone.
        turned_step: The step itself, and whether it was undone.
    """

    changed = Signal()
    turned = Signal(str)
    turned_step = Signal(object, bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._busy = False

    def push(self, step: Step) -> None:
        """A new step; what was undone before it can no longer be redone."""
        self._done = [*self._done[-MOST + 1 :], step]
        self._undone = []
        self.changed.emit()

    def taken_back(self, uid: str) -> None:
        """A change was undone elsewhere, out of turn: Undo no longer offers it, Redo does."""
        step = next((one for one in self._done if uid and one.uid == uid), None)
        if step is not None:
            self._done.remove(step)
            self._undone.append(step)
            self.changed.emit()
            self.turned_step.emit(step, True)

    def holds(self, step: Step) -> bool:
        """Whether Undo would come to a step."""
        return step in self._done

    def forget(self, step: Step) -> None:
        """Nothing is left that a step could take back."""
        if step in self._done:
            self._done.remove(step)
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another workspace is open."""
        self._done, self._undone = [], []
        self.changed.emit()

    @property
    def newest(self) -> Step | None:
        """The step that Undo would take back."""
        return self._done[-1] if self._done and not self._busy else None

    @property
    def last_undone(self) -> Step | None:
        """The step that Redo would do again."""
        return self._undone[-1] if self._undone and not self._busy else None

    def undo_words(self) -> str:
        """What Undo would take back; "" if nothing."""
        return self._done[-1].words(self._desk.texts) if self._done and not self._busy else ""

    def redo_words(self) -> str:
        """What Redo would do again; "" if nothing."""
        return self._undone[-1].words(self._desk.texts) if self._undone and not self._busy else ""

    def undo(self) -> None:
        """Take the newest step back."""
        self._once_written(self._undo_newest)

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._once_written(self._redo_newest)

    def _once_written(self, turn: Callable[[], None]) -> None:
        """What was entered a moment ago is the newest step only once it stands: else an older one would be turned."""
        writes = self._desk.writes
        if writes.idle:
            turn()
        else:
            writes.run(self, "", lambda _progress: None, lambda _none: turn(), self._desk.trouble)

    def _undo_newest(self) -> None:
        if self._done and not self._busy:
            self._turn(self._done[-1], undo=True)

    def _redo_newest(self) -> None:
        if self._undone and not self._busy:
            self._turn(self._undone[-1], undo=False)

    def _turn(self, step: Step, *, undo: bool) -> None:
        self._busy = True
        self.changed.emit()
        turn = step.undo if undo else step.redo

        def done(_result: object) -> None:
            self._settle(step, undo=undo, well=True)

        def failed(error: object) -> None:
            if isinstance(error, StorageTrouble):
                self.cancelled()  # nothing was changed, and with room on the disk it can be done
            else:
                self._settle(step, undo=undo, well=False)
            self._desk.trouble(error)

        self._desk.turn(self, step, turn, done, failed, undo=undo)

    def cancelled(self) -> None:
        """A step was cancelled or the disk did not let it: it was rolled back, everything stands as before."""
        self._busy = False
        self.changed.emit()

    def _settle(self, step: Step, *, undo: bool, well: bool) -> None:
        self._busy = False
        source, target = (self._done, self._undone) if undo else (self._undone, self._done)
        if step in source:
            source.remove(step)
            if well:
                target.append(step)
        if well:
            self.turned_step.emit(step, undo)
            words = step.words(self._desk.texts)
            t = self._desk.texts.t
            self.turned.emit(t("Undone: {what}", what=words) if undo else t("Done again: {what}", what=words))
        self.changed.emit()
