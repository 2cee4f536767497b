"""The flows of the diagram as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens, units
from score_desktop.charts import names
from score_desktop.msgid import N_
from score_desktop.reporting import phrasing
from score_desktop.ui.widgets.swatches import swatch

if TYPE_CHECKING:
    from score_desktop.services.audit_view import FlowRow
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
FROM, TO, WHAT, VALUE, UNIT, SHARE = range(6)
HEADINGS = (N_("From"), N_("To"), N_("What"), N_("Amount"), N_("Unit"), N_("Share"))
_RIGHT = frozenset({VALUE, SHARE})


class FlowsModel(QAbstractTableModel):
    """Rows of `services.audit_view.flow_rows`; only read."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: tuple[FlowRow, ...] = ()
        self._money = False
        self._muted = QBrush(QColor(tokens.palette(desk.mode).muted))

    def show_rows(self, rows: Sequence[FlowRow], *, money: bool) -> None:
        """Show these from now on; `money` if their unit is a currency."""
        self.beginResetModel()
        self._rows, self._money = tuple(rows), money
        self.endResetModel()

    def key_of(self, row: int) -> str:
        """What the diagram calls the flow of a row; "" if there is no such row."""
        return self._rows[row].key if 0 <= row < len(self._rows) else ""

    def row_of(self, key: str) -> int:
        """Row of a flow; -1 if it is not in the table."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of flows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, side, colour of the resource."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DecorationRole and column == WHAT and row.resource is not None:
            return swatch(tokens.resource_colour(row.resource, self._desk.mode), self._desk.px(10))
        if role == Qt.ItemDataRole.ForegroundRole and column in (UNIT, SHARE):
            return self._muted
        return None

    def _text(self, row: FlowRow, column: int) -> str:
        texts = self._desk.texts
        if column == VALUE:
            return texts.number(row.value, 2)
        if column == UNIT:
            return texts.currency(row.unit) if self._money else units.label(row.unit, texts.language)
        if column == SHARE:
            return phrasing.NOTHING if row.share is None else names.share(texts, row.share)
        return {FROM: row.source, TO: row.target, WHAT: row.substance}[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title, on the side of its cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._desk.texts.t(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
