"""Meters in a box to choose from: thousands are offered as fast as three."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class MeterChoice(QAbstractListModel):
    """Names with the portable ids behind them (`Qt.UserRole`, as `QComboBox.currentData` asks)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[tuple[str, str], ...] = ()
        self._places: dict[str, int] = {}

    def offer(self, rows: Sequence[tuple[str, str]]) -> bool:
        """Offer these names with their ids; False if they are offered already."""
        if tuple(rows) == self.rows:
            return False
        self.beginResetModel()
        self.rows = tuple(rows)
        self._places = {uid: place for place, (_, uid) in enumerate(self.rows)}
        self.endResetModel()
        return True

    def place_of(self, uid: str) -> int:
        """Where a meter stands; the first place if it is not offered."""
        return self._places.get(uid, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of meters."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name or id."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.rows[index.row()][0]
        return self.rows[index.row()][1] if role == Qt.ItemDataRole.UserRole else None
