"""The audits of the workspace as rows of a table: one audit a row, beside the name of its enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from score_desktop import reference
from score_desktop.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from score_desktop.i18n import Texts
    from score_desktop.services.audits import AuditRow, EnterpriseRow

Index = QModelIndex | QPersistentModelIndex
HEADINGS = (N_("Enterprise"), N_("Country"), N_("Audit"), N_("Period"), N_("Bills"))
_BILLS = 4


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row. `cells` are what each column shows; `bills` counts those of the enterprise."""

    audit: str
    enterprise: str
    name: str
    cells: tuple[str, ...]


def lines_of(rows: Sequence[EnterpriseRow], texts: Texts) -> tuple[AuditLine, ...]:
    """Rows of the table in the order in which services give them."""
    return tuple(_line(row, audit, texts) for row in rows for audit in row.audits)


def _line(row: EnterpriseRow, audit: AuditRow, texts: Texts) -> AuditLine:
    known = reference.countries().get(row.country)
    country = row.country if known is None else known.name_es if texts.language == "es" else known.name_en
    period = texts.period(audit.start, audit.end)
    cells = (row.name, country, audit.name, period, texts.number(row.bills))
    return AuditLine(audit.uid, row.name, audit.name, cells)


class AuditTable(QAbstractTableModel):
    """Read only; `show_lines` replaces all rows."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(texts.t(heading) for heading in HEADINGS)
        self._lines: tuple[AuditLine, ...] = ()

    def show_lines(self, lines: tuple[AuditLine, ...]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> AuditLine | None:
        """The audit in a row; None outside the table."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, audit: str) -> int:
        """The row of an audit by its portable id; -1 if it is not shown."""
        return next((row for row, line in enumerate(self._lines) if line.audit == audit), -1)

    # -- overrides of Qt -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Audits; none below an audit."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Columns of `HEADINGS`."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text and alignment."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._lines[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _BILLS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's heading."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return None
