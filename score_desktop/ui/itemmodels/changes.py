"""The audit trail as a list, newest first, read page by page as it is scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from score_desktop import tokens
from score_desktop.msgid import N_
from score_desktop.services.history import ChangeRow, HistoryPage, actor_name, change_sentence

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
HEADINGS = (N_("When"), N_("What was done"), N_("Origin"), N_("State"))


class ChangesModel(QAbstractTableModel):
    """Rows of the trail that were read so far.

    Signals:
        more_asked: The end is near: number to read on from (`history(before=…)`).
    """

    more_asked = Signal(int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.rows: tuple[ChangeRow, ...] = ()
        self._next: int | None = None
        self._asked: int | None = None

    def show_page(self, page: HistoryPage) -> None:
        """Begin anew with the newest page; rows that are the same stay where they are."""
        self.beginResetModel()
        self.rows, self._next, self._asked = page.rows, page.next, None
        self.endResetModel()

    def add_page(self, page: HistoryPage) -> None:
        """Add the page that `more_asked` asked for."""
        self._asked = None
        self._next = page.next
        if page.rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self.rows += page.rows
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        """True while older changes are left."""
        return not parent.isValid() and self._next is not None and self._asked != self._next

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it arrives later."""
        if not parent.isValid() and self._next is not None and self._asked != self._next:
            self._asked = self._next
            self.more_asked.emit(self._next)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Changes read so far."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As `HEADINGS`."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, at the left as their cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._desk.texts.t(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words; what was taken back is struck out."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and (row.undone or index.column() != 1):
            return QBrush(QColor(tokens.palette(self._desk.mode).muted))
        if role == Qt.ItemDataRole.FontRole and row.undone and index.column() == 1:
            font = QFont()
            font.setStrikeOut(True)
            return font
        return None

    def _text(self, row: ChangeRow, column: int) -> str:
        texts = self._desk.texts
        if column == 0:
            local = row.at.astimezone()
            return f"{texts.date(local.date())} {local:%H:%M}"
        if column == 1:
            return change_sentence(row, texts)
        if column == 2:
            return actor_name(row, texts)
        return texts.t("taken back") if row.undone else texts.t("stored") if row.bulk else ""
