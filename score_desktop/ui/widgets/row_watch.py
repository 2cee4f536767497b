"""What every table with rows that are stored when they are left does beside its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, QObject, SignalInstance
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class LeftRows(Protocol):
    """A model that stores a typed row when the cursor leaves it."""

    written: SignalInstance

    def leave_row(self, row: int) -> None:
        """The cursor has left a row."""

    def wrong_count(self) -> int:
        """Cells that are not stored."""


class RowWatch(QObject):
    """Tells the model which row was left, by the cursor or by the keyboard, and the person that cells are wrong.

    Args:
        grid: Lives as long as this; its model is set.
    """

    def __init__(self, desk: Desk, grid: QAbstractItemView, model: LeftRows) -> None:
        super().__init__(grid)
        self._desk, self._grid, self._model = desk, grid, model
        self._wrong = 0
        grid.selectionModel().currentRowChanged.connect(self._on_row_changed)
        model.written.connect(self._tell_wrong)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def _on_row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if previous.isValid() and previous.row() != current.row():
            self._model.leave_row(previous.row())

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        grid, current = self._grid, self._grid.currentIndex()
        if new is not None and current.isValid() and not (new is grid or grid.isAncestorOf(new)):
            self._model.leave_row(current.row())

    def _tell_wrong(self, *_counts: object) -> None:
        """Say it when more cells are wrong than before; the marks say the rest."""
        n, before = self._model.wrong_count(), self._wrong
        self._wrong = n
        if n > before:
            told = self._desk.texts.tn(
                "{n} cell is not stored: it is marked, and says why.",
                "{n} cells are not stored: they are marked, and say why.",
                n,
            )
            self._desk.tell(told, kind="look")
