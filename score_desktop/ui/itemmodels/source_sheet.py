"""A sheet as it lies in its file, with the cells marked that a bill was read from. Nothing is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens
from score_desktop.importing.workbook import column_letters
from score_desktop.ui.itemmodels.sheet import cell_text

if TYPE_CHECKING:
    from score_desktop.services.import_source import SourceSheet
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
SIDES_ROLE = Qt.ItemDataRole.UserRole + 1
"""Sides of a cell on which the frame runs, as letters of "LTRB"; "" for cells outside of it."""
_TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TO_THE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SourceModel(QAbstractTableModel):
    """Read-only; letters above, numbers of the rows at the left."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = desk.texts
        self._ground = QBrush(QColor(tokens.palette(desk.mode).selected))
        self.source: SourceSheet | None = None

    def show_source(self, source: SourceSheet) -> None:
        """Show a sheet."""
        self.beginResetModel()
        self.source = source
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Row of the table that shows a row of the sheet."""
        return number - self.source.sheet.first_row if self.source is not None else -1

    def columns_framed(self) -> list[int]:
        """Columns of the table that hold framed cells."""
        if self.source is None:
            return []
        return sorted({column - self.source.sheet.first_col for _, column in self.source.cells})

    def is_text(self, row: int, column: int) -> bool:
        """True for words, which may reach over empty cells."""
        return self.source is not None and isinstance(self.source.sheet.rows[row][column], str)

    def sides(self, row: int, column: int) -> str:
        """Sides of a cell on which the frame runs."""
        if self.source is None:
            return ""
        sheet, cells = self.source.sheet, self.source.cells
        number, place = row + sheet.first_row, column + sheet.first_col
        if (number, place) not in cells:
            return ""
        beside = {
            "L": (number, place - 1),
            "R": (number, place + 1),
            "T": (number - 1, place),
            "B": (number + 1, place),
        }
        return "".join(side for side in "LTRB" if beside[side] not in cells)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of rows."""
        return 0 if parent.isValid() or self.source is None else len(self.source.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of columns."""
        return 0 if parent.isValid() or self.source is None else self.source.sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid() or self.source is None:
            return None
        value = self.source.sheet.rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_text(value, self._texts)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _TO_THE_RIGHT if isinstance(value, (int, float)) else _TO_THE_LEFT
        sides = self.sides(index.row(), index.column()) if role in (Qt.ItemDataRole.BackgroundRole, SIDES_ROLE) else ""
        if role == SIDES_ROLE:
            return sides
        framed = role == Qt.ItemDataRole.BackgroundRole and self._is_framed(index)
        return self._ground if framed else None

    def _is_framed(self, index: Index) -> bool:
        assert self.source is not None
        sheet = self.source.sheet
        return (index.row() + sheet.first_row, index.column() + sheet.first_col) in self.source.cells

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Letters and numbers, as the spreadsheet program has them."""
        if role != Qt.ItemDataRole.DisplayRole or self.source is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return column_letters(self.source.sheet.first_col + section)
        return str(self.source.sheet.first_row + section)
