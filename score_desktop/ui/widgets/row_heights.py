"""Rows as high as their words need, where a column is too narrow to hold them in one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from score_desktop.ui.widgets.heads import mark_width, pad

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_MARK_PX = 24
"""The widest icon before a text, at 100 %."""
_ROWS = 2_000
"""Tables of more rows are scrolled through, not read: their rows stay as they are."""
_TALL = 10_000


class RowHeights(QObject):
    """Wraps the words of some columns of a table with a model; follows their widths and what stands in them."""

    def __init__(self, desk: Desk, view: QTableView, columns: Iterable[int]) -> None:
        super().__init__(view)
        self._desk, self._view, self._columns = desk, view, tuple(columns)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.settle)
        view.setWordWrap(True)
        model = view.model()
        signals = (model.dataChanged, model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged)
        for signal in (*signals, view.horizontalHeader().sectionResized):
            signal.connect(self._ask)

    def _ask(self, *_told: object) -> None:
        self._timer.start()

    def settle(self) -> None:
        """Give each row its height now."""
        view, model = self._view, self._view.model()
        rows = model.rowCount() if model is not None else 0
        if not 0 < rows <= _ROWS:
            return
        usual = view.verticalHeader().defaultSectionSize()
        rooms = {
            column: view.columnWidth(column) - 2 * pad(self._desk)
            for column in self._columns
            if not view.isColumnHidden(column)
        }
        light, strong, most = view.fontMetrics(), QFontMetrics(self._bold()), self._desk.px(_MARK_PX)
        for row in range(rows):
            needed = usual
            for column, width in rooms.items():
                index = model.index(row, column)
                words = str(model.data(index, Qt.ItemDataRole.DisplayRole) or "")
                if strong.horizontalAdvance(words) + most <= width:
                    continue
                room = width - mark_width(self._desk, model.data(index, Qt.ItemDataRole.DecorationRole))
                metrics = light if model.data(index, Qt.ItemDataRole.FontRole) is None else strong
                if metrics.horizontalAdvance(words) > room > 0:
                    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
                    high = metrics.boundingRect(QRect(0, 0, room, _TALL), flags, words).height()
                    needed = max(needed, usual + high - metrics.height())
            if view.rowHeight(row) != needed:
                view.setRowHeight(row, needed)

    def _bold(self) -> QFont:
        font = QFont(self._view.font())
        font.setBold(True)
        return font
