"""The list of audits as a table: two lines in a row, figures that arrive later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from score_desktop.msgid import N_
from score_desktop.services import portfolio_words as words
from score_desktop.services.portfolio import STEPS

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from score_desktop.i18n import Texts
    from score_desktop.services.portfolio import Attention, PortfolioFigures, PortfolioRow

Index = QModelIndex | QPersistentModelIndex
NAME, AUDIT, STEP, COST, CLIMATE, ATTENTION = range(6)
HEADERS = (N_("Enterprise"), N_("Audit"), N_("Steps"), N_("Cost"), N_("tCO₂e"), N_("Attention"))
SECOND = Qt.ItemDataRole.UserRole + 1
"""Role of the smaller words under a cell's own."""
MARKS = Qt.ItemDataRole.UserRole + 2
"""Role of the steps' marks: "done", "partly", "empty"."""
LEVEL = Qt.ItemDataRole.UserRole + 3
"""Role of how much attention is needed: "problem", "warning", "idle", "ok", "unknown"."""
NOTHING = "–"


class PortfolioModel(QAbstractTableModel):
    """Rows as they are filtered and sorted by the page.

    Signals:
        renamed: Row, column (`NAME` or `AUDIT`), and what was typed.
    """

    renamed = Signal(object, int, str)

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: tuple[PortfolioRow, ...] = ()
        self._figures: Mapping[str, PortfolioFigures] = {}
        self._now = dt.datetime.now().astimezone()
        self.can_rename = True
        self._roles: dict[int, Callable[[PortfolioRow, int], object]] = {
            Qt.ItemDataRole.DisplayRole: self._first,
            Qt.ItemDataRole.EditRole: self._edited,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._said,
            Qt.ItemDataRole.TextAlignmentRole: _side,
            SECOND: self._second,
            MARKS: _marks,
            LEVEL: lambda row, column: self.attention_of(row).level if column == ATTENTION else "",
        }

    def set_rows(self, rows: Sequence[PortfolioRow], figures: Mapping[str, PortfolioFigures]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows, self._figures = tuple(rows), figures
        self._now = dt.datetime.now().astimezone()
        self.endResetModel()

    def figures_arrived(self, audit: str) -> None:
        """Figures of an audit are known now (the mapping given to `set_rows` was filled)."""
        for number, row in enumerate(self._rows):
            if row.audit == audit:
                self.dataChanged.emit(self.index(number, COST), self.index(number, ATTENTION))

    def row_at(self, index: Index) -> PortfolioRow | None:
        """The row of an index; None if there is none."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def place_of(self, enterprise: str, audit: str) -> int:
        """Number of the row of an audit, else of its enterprise; -1 if neither is shown."""
        found = -1
        for number, row in enumerate(self._rows):
            if row.enterprise == enterprise:
                if row.audit == audit:
                    return number
                found = number if found < 0 else found
        return found

    def attention_of(self, row: PortfolioRow) -> Attention:
        """What to look at: by its figures if they are known."""
        known = self._figures.get(row.audit)
        return known.attention if known is not None else row.attention

    # -- Qt ------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Number of columns."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object | None:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADERS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts.t(HEADERS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(None, section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited."""
        flags = super().flags(index)
        row = self.row_at(index)
        if row is not None and self.can_rename and (index.column() == NAME or (index.column() == AUDIT and row.audit)):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object | None:
        """Words of a cell, and what its delegate draws."""
        row = self.row_at(index)
        says = self._roles.get(role)
        return says(row, index.column()) if row is not None and says is not None else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand a new name on; the row changes when it is stored."""
        row = self.row_at(index)
        if role != Qt.ItemDataRole.EditRole or row is None or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        name = str(value).strip()
        before = row.enterprise_name if index.column() == NAME else row.audit_name
        if name and name != before:
            self.renamed.emit(row, index.column(), name)
        return False

    # -- words ---------------------------------------------------------------------------------------------------

    def _first(self, row: PortfolioRow, column: int) -> str:
        if column == NAME:
            return row.enterprise_name
        if column == AUDIT:
            return row.audit_name or NOTHING
        if column == COST:
            return self._cost(row)
        if column == CLIMATE:
            return self._climate(row)
        return words.attention_words(self._texts, self.attention_of(row)) if column == ATTENTION else ""

    @staticmethod
    def _edited(row: PortfolioRow, column: int) -> str | None:
        return {NAME: row.enterprise_name, AUDIT: row.audit_name}.get(column)

    def _second(self, row: PortfolioRow, column: int) -> str:
        if column == NAME:
            return words.place_words(row)
        return words.changed_words(self._texts, row.changed_at, self._now) if column == AUDIT else ""

    def _cost(self, row: PortfolioRow) -> str:
        known = self._figures.get(row.audit)
        if known is None:
            return "" if row.bills and row.audit else NOTHING
        if not known.cost:
            return NOTHING
        currency, amount = known.cost[0]
        return self._texts.money(amount, currency, 0) + (" +" if len(known.cost) > 1 else "")

    def _climate(self, row: PortfolioRow) -> str:
        known = self._figures.get(row.audit)
        if known is None:
            return "" if row.bills and row.audit else NOTHING
        return NOTHING if known.kg_co2e is None else self._texts.significant(known.kg_co2e / 1000)

    def _tip(self, row: PortfolioRow, column: int) -> str | None:
        if column == STEP:
            return "\n".join(words.step_words(self._texts, row))
        if column == COST:
            known = self._figures.get(row.audit)
            if known is not None and len(known.cost) > 1:
                return "\n".join(self._texts.money(amount, currency, 0) for currency, amount in known.cost)
        if column == AUDIT and row.period is not None:
            return f"{row.audit_name}\n{self._texts.period(*row.period)}"
        parts = [part for part in (self._first(row, column), self._second(row, column)) if part]
        return "\n".join(parts) or None

    def _said(self, row: PortfolioRow, column: int) -> str:
        if column == STEP:
            return ", ".join(words.step_words(self._texts, row))
        parts = [part for part in (self._first(row, column), self._second(row, column)) if part]
        return ", ".join(parts)


def _side(_row: PortfolioRow | None, column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (COST, CLIMATE) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _marks(row: PortfolioRow, column: int) -> tuple[str, ...]:
    return tuple(row.steps[step] for step in STEPS) if column == STEP else ()
