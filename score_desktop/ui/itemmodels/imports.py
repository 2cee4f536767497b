"""The imports of an enterprise as rows, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens
from score_desktop.enums import BatchStatus
from score_desktop.services.import_history import ImportRow
from score_desktop.ui.itemmodels.cells import Index

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.ui.desk import Desk


class ImportsModel(QAbstractTableModel):
    """File, moment, number of records, what became of it."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = desk.texts
        self._muted = QBrush(QColor(tokens.palette(desk.mode).muted))
        t = desk.texts.t
        self._heads = (
            t("File"),
            t("Imported"),
            t("Added"),
            t("Known already"),
            t("Different"),
            t("Problems"),
            t("State"),
        )
        self.rows: tuple[ImportRow, ...] = ()

    def show_rows(self, rows: Sequence[ImportRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of imports; none below a row."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; imports that were taken back are grey."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole and row.status is BatchStatus.UNDONE:
            return self._muted
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Heads, on the side of their cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _text(self, row: ImportRow, column: int) -> str:
        counts = row.records
        if column == 0:
            return row.file
        if column == 1:
            at = row.at.astimezone()
            return f"{self._texts.date(at.date())} {at:%H:%M}"
        if column == len(self._heads) - 1:
            # How many came in stands in its own column.
            whole = row.status is not BatchStatus.UNDONE and row.standing == counts.imported
            return self._texts.t("stored") if whole else state_words(row, self._texts)
        numbers = (counts.imported, counts.duplicates, counts.conflicts, counts.problems)
        return self._texts.number(numbers[column - 2])


def state_words(row: ImportRow, texts: Texts) -> str:
    """What became of an import."""
    if row.status is BatchStatus.UNDONE:
        kept = texts.tn("{n} kept", "{n} kept", row.standing) if row.standing else ""
        return ", ".join(filter(None, (texts.t("taken back"), kept)))
    return texts.tn("{n} record stored", "{n} records stored", row.standing)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if 2 <= column <= 5 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
