"""Lines that a service has put into words, as a table that is only read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from score_desktop.ui.widgets.lights import light_pixmap

if TYPE_CHECKING:
    from score_desktop.services.process_lines import Line
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Shows lines as they are.

    Args:
        heads: Message ids of the names of columns.
        words: Columns that hold words: they stand at the left; the others hold figures.
        light_at: The column before whose text the light of a line stands; -1: none.
    """

    def __init__(
        self,
        desk: Desk,
        heads: Sequence[str],
        words: frozenset[int],
        light_at: int = -1,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._heads = [desk.texts.t(head) for head in heads]
        self._words, self._light_at = words, light_at
        self._bold = QFont()
        self._bold.setBold(True)
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these from now on; the same lines again leave the cursor where it is."""
        if [line.key for line in lines] == [line.key for line in self.lines]:
            self.lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._heads) - 1))
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def set_head(self, column: int, words: str) -> None:
        """Give a column another name."""
        if self._heads[column] != words:
            self._heads[column] = words
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)

    def key_of(self, row: int) -> str:
        """What a line is found by; "" if there is none."""
        return self.lines[row].key if 0 <= row < len(self.lines) else ""

    def row_of(self, key: str) -> int:
        """The row of a key; -1 if it is not in the table."""
        return next((number for number, line in enumerate(self.lines) if key and line.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column in self._words else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, side, light, weight, and what a line has to say besides."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[column]}: {line.cells[column]}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return line.tip or None
        return self._looks(line, column, role)

    def _looks(self, line: Line, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(column)
        if role == Qt.ItemDataRole.FontRole and line.is_strong:
            return self._bold
        if role == Qt.ItemDataRole.DecorationRole and column == self._light_at and line.light is not None:
            return light_pixmap(self._desk, line.light)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title, on the side of its cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None
