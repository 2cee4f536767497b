"""A sheet of a file as it stands, with what becomes of each row. Nothing is copied: cells are read when seen."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens
from score_desktop.i18n import Texts
from score_desktop.importing.workbook import column_letters
from score_desktop.services.import_left_out import LEFT_OUT
from score_desktop.services.import_lines import RowKind
from score_desktop.services.import_preview_words import row_text

if TYPE_CHECKING:
    from score_desktop.importing.workbook import Cell, Sheet
    from score_desktop.services.import_session import ImportPreview
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
KIND_ROLE = Qt.ItemDataRole.UserRole + 1
"""`RowKind` of a row; of cells and of headings at the left."""
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
"""Number of a row as the spreadsheet shows it."""

GREY = (LEFT_OUT - {RowKind.PROBLEM}) | {RowKind.TITLE, RowKind.HEADER, RowKind.BLANK}
_TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TO_THE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def cell_text(value: Cell, texts: Texts) -> str:
    """A raw cell as its spreadsheet would show it in this region: nothing is grouped or rounded."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return texts.t("yes") if value else texts.t("no")
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value).replace(".", _decimal_sign(texts.region))
    if isinstance(value, dt.datetime):
        day = texts.date(value.date())
        return day if value.time() == dt.time() else f"{day} {value:%H:%M}"
    return texts.date(value) if isinstance(value, dt.date) else str(value)


@functools.cache
def _decimal_sign(region: str) -> str:
    return Texts("en", region).number(0.5, 1)[1]


class SheetModel(QAbstractTableModel):
    """Read-only. Headings above are letters, headings at the left say what becomes of a row."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = desk.texts
        palette = tokens.palette(desk.mode)
        self._muted = QBrush(QColor(palette.muted))
        self._surface = QBrush(QColor(palette.surface))
        self._preview: ImportPreview | None = None
        self._sheet: Sheet | None = None
        self._rows: Sequence[int] = ()
        self._unread: frozenset[int] = frozenset()
        self._amounts: frozenset[int] = frozenset()
        self._words: dict[int, str] = {}

    def show_sheet(
        self,
        preview: ImportPreview,
        sheet: Sheet,
        kinds: Collection[RowKind] = (),
        unread: Collection[int] = (),
        amounts: Collection[int] = (),
    ) -> bool:
        """Show a sheet as it is understood now.

        Args:
            kinds: Only rows of these kinds; empty: all.
            unread: Columns (from 0 in the model) that mean nothing.
            amounts: Columns whose values are amounts, written as numbers or as text.

        Returns:
            True if other rows are shown than before, so that places in the table mean other things now.
        """
        lines = preview.sheets.get(sheet.name)
        if kinds:
            rows: Sequence[int] = lines.rows(*kinds) if lines is not None else ()
        else:
            rows = range(sheet.first_row, sheet.first_row + len(sheet.rows))
        moved = sheet is not self._sheet or rows != self._rows
        if moved:
            self.beginResetModel()
        self._preview, self._sheet, self._rows, self._words = preview, sheet, rows, {}
        self._unread, self._amounts = frozenset(unread), frozenset(amounts)
        if moved:
            self.endResetModel()
        elif rows and sheet.width:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, sheet.width - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(rows) - 1)
        return moved

    def forget(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._preview, self._sheet, self._rows, self._words = None, None, (), {}
        self.endResetModel()

    # -- rows ----------------------------------------------------------------------------------------------------

    def row_number(self, row: int) -> int:
        """Number in the spreadsheet of a row of the table."""
        return self._rows[row]

    def place_of(self, number: int) -> int:
        """Row of the table that shows a row of the spreadsheet, or the first one after it; -1 if the table is empty."""
        from bisect import bisect_left

        return min(bisect_left(self._rows, number), len(self._rows) - 1)

    def kind(self, row: int) -> RowKind:
        """What becomes of a row of the table."""
        lines = self._preview.sheets.get(self._sheet.name) if self._preview and self._sheet else None
        return lines.kind(self._rows[row]) if lines is not None else RowKind.BLANK

    def verdict(self, row: int) -> str:
        """The same in words."""
        number = self._rows[row]
        known = self._words.get(number)
        if known is None:
            assert self._preview is not None and self._sheet is not None
            known = self._words[number] = row_text(self._preview, self._sheet.name, number, self._texts)
        return known

    def value(self, row: int, column: int) -> Cell:
        """Raw value of a cell of the table."""
        assert self._sheet is not None
        return self._sheet.rows[self._rows[row] - self._sheet.first_row][column]

    # -- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of columns."""
        return 0 if parent.isValid() or self._sheet is None else self._sheet.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_text(self.value(row, column), self._texts)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_amount = column in self._amounts or isinstance(self.value(row, column), (int, float))
            return _TO_THE_RIGHT if is_amount and self.kind(row) is not RowKind.HEADER else _TO_THE_LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._muted if column in self._unread or self.kind(row) in GREY else None
        return self._of_row(row, role)

    def _of_row(self, row: int, role: int) -> Any:
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._surface if self.kind(row) in GREY else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.verdict(row)
        if role == KIND_ROLE:
            return self.kind(row).value
        return self._rows[row] if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Letters above; what becomes of the row at the left."""
        if orientation == Qt.Orientation.Horizontal:
            if role != Qt.ItemDataRole.DisplayRole or self._sheet is None:
                return None
            return column_letters(self._sheet.first_col + section)
        if not 0 <= section < len(self._rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.verdict(section)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._texts.t("row {row}", row=self._rows[section])
            return f"{self.verdict(section)} ({row})"
        return self._of_row(section, role)
