"""Monthly production, hours and people as a spreadsheet: months down, one column a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens, typed, units
from score_desktop.enums import ActivityKind
from score_desktop.msgid import N_
from score_desktop.services import change_labels
from score_desktop.services.activity import ActivityEdit, ActivityGrid, Series, series_title, set_activity
from score_desktop.services.edits import CellEdit, CellValue, ColumnKind, EditOutcome, TableColumn, read_cell
from score_desktop.ui.itemmodels.cells import CellModel, How, TypedCell
from score_desktop.ui.itemmodels.left import Leftovers
from score_desktop.ui.itemmodels.month_block import PastedBlock, read_block

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
MONTH = TableColumn("month", N_("Month"), editable=False)
_PEOPLE = (ActivityKind.WORKERS_F, ActivityKind.WORKERS_M)
_EMPTY = ActivityGrid((), (), {}, {}, {})
FIGURE_DIGITS = 6
"""Digits after the decimal sign that a cell shows; its editor shows all."""


class ActivityModel(CellModel):
    """Shows an `ActivityGrid`; an emptied cell is deleted, a zero stays a zero."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, (MONTH,), parent)
        self.enterprise = ""
        self.grid = _EMPTY
        self._series: dict[str, Series] = {}
        self.leftovers = Leftovers(self)

    def show_grid(self, enterprise: str, grid: ActivityGrid) -> bool:
        """Show values as they are stored now.

        Returns:
            True if months or columns are others than before (widths and cursor have to be set anew).
        """
        same = enterprise == self.enterprise and (grid.months, grid.series) == (self.grid.months, self.grid.series)
        if same:
            self.grid = grid
            self._refresh_all()
            return False
        is_other = enterprise != self.enterprise
        if is_other:
            self.leftovers.leave(self.enterprise)
        self.beginResetModel()
        if is_other:
            self._wrong.clear()
            self._refused.start_over()
            self._pending.clear()
        else:
            self._follow_series(grid.series)
        self.enterprise, self.grid = enterprise, grid
        self._series = {series.key: series for series in grid.series}
        self.columns = (MONTH, *(TableColumn(s.key, "", ColumnKind.NUMBER, right=True) for s in grid.series))
        self._headings = (self.desk.texts.t(MONTH.title), *(self.heading(series) for series in grid.series))
        self.endResetModel()
        if is_other:
            self.leftovers.enter(enterprise)
        return True

    def _follow_series(self, series: Sequence[Series]) -> None:
        """What was typed stays in its column: hours and people get another key with their first value."""
        known = {one.key for one in series}
        for old in self.grid.series:
            if old.key in known:
                continue
            same = [
                one for one in series if (one.kind, one.site) == (old.kind, old.site) and one.key not in self._series
            ]
            if len(same) == 1:
                for cells in (self._wrong, self._pending):
                    for place in [place for place in cells if place[1] == old.key]:
                        cells[(place[0], same[0].key)] = cells.pop(place)  # type: ignore[assignment]

    def heading(self, series: Series) -> str:
        """What stands above a column: its name with the unit; people are people."""
        title = series_title(series, self.desk.texts)
        if series.kind in _PEOPLE or not series.unit:
            return title
        return f"{title} ({units.label(series.unit, self.desk.texts.language)})"

    def series_at(self, column: int) -> Series | None:
        """The series of a column; None for the months."""
        return self.grid.series[column - 1] if 0 < column <= len(self.grid.series) else None

    # -- cells ---------------------------------------------------------------------------------------------------

    def stored_count(self) -> int:
        """One row a month."""
        return len(self.grid.months)

    def key_of(self, row: int) -> str | None:
        """The month, as refusals name it."""
        return self.grid.months[row].isoformat() if 0 <= row < len(self.grid.months) else None

    def shown(self, row: int, column: TableColumn) -> str:
        """A month's name, a figure in the region's format, or nothing."""
        texts, month = self.desk.texts, self.grid.months[row]
        if column.key == MONTH.key:
            return texts.month(month, year=True)
        if self._is_blocked(row, column):
            return "↕"
        value = self.grid.values.get((column.key, month))
        return "" if value is None else texts.number(value, FIGURE_DIGITS, trim=True)  # type: ignore[arg-type]

    def edited(self, row: int, column: TableColumn) -> str:
        """All digits, without marks."""
        if column.key == MONTH.key:
            return self.shown(row, column)
        value = self.grid.values.get((column.key, self.grid.months[row]))
        return "" if value is None else typed.number_text(value, self.desk.texts)

    def parse(self, column: TableColumn, text: str) -> CellValue:
        """A number in the region's way of writing."""
        return read_cell(column, text, self.desk.texts)

    def can_edit(self, row: int, column: TableColumn) -> bool:
        """All figures but those inside a longer value, which would count twice."""
        return column.key != MONTH.key and not self.desk.context.read_only and not self._is_blocked(row, column)

    def _is_blocked(self, row: int, column: TableColumn) -> bool:
        return (column.key, self.grid.months[row]) in self.grid.blocked

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As all tables; a cell inside a longer value says which."""
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            span = self.grid.blocked.get((self.columns[index.column()].key, self.grid.months[index.row()]))
            if span is not None:
                t = self.desk.texts
                return t.t("Part of a value for {period}: it cannot be split here.", period=t.period(*span))
        return super().data(index, role)

    def take(self, cells: Sequence[TypedCell], how: How) -> None:
        """As all tables; figures for cells inside a longer value are not taken, and that is said."""
        blocked = [
            cell for cell in cells if cell.text.strip() and self._is_blocked(cell.row, self.columns[cell.column])
        ]
        super().take(cells, how)
        if blocked and how is not How.TYPED:
            texts = self.desk.texts
            words = texts.tn(
                "{n} figure was not taken: its month is part of a longer value (↕).",
                "{n} figures were not taken: their months are part of longer values (↕).",
                len(blocked),
            )
            self.desk.tell(words, kind="look")

    def arranged(self, rows: Sequence[Sequence[str]], top: int, left: int) -> PastedBlock:
        """A heading is left out, and rows that name their month go there, wherever the cursor stands."""
        block = read_block(rows, self.desk.texts, self.grid.months[top].year)
        left = max(left, 1) if block.months or not left else left
        if not block.months:
            return super().arranged(block.rows, top, left)
        places = {month: row for row, month in enumerate(self.grid.months)}
        lines = [(places[month], row) for month, row in zip(block.months, block.rows, strict=True) if month in places]
        return PastedBlock(lines, left, len(block.rows) - len(lines))

    # -- writing -------------------------------------------------------------------------------------------------

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """Store figures of any number of cells as one change."""
        wanted = [
            ActivityEdit(self._series[edit.column], dt.date.fromisoformat(str(edit.row)), _figure(edit.value))
            for edit in edits
        ]
        pasted = how in (How.PASTED, How.FILLED)
        self.desk.write(
            self,
            set_activity,
            self.enterprise,
            wanted,
            label=change_labels.activity_pasted if pasted else change_labels.activity_edited,
            then=lambda outcome: self._stored(edits, outcome),
            failed=lambda error: self.edits_failed(edits, error),
        )

    def _stored(self, edits: Sequence[CellEdit], outcome: EditOutcome) -> None:
        # A cell is refused alone here: its row's other months stand.
        refused = {(refusal.row, refusal.column) for refusal in outcome.refused}
        values = dict(self.grid.values)
        for edit in edits:
            if (edit.row, edit.column) in refused:
                continue
            cell, figure = (edit.column, dt.date.fromisoformat(str(edit.row))), _figure(edit.value)
            if figure is None:
                values.pop(cell, None)
            else:
                values[cell] = figure
            self._pending.pop((edit.row, edit.column), None)
        self.grid = replace(self.grid, values=values)
        self.edits_written([edit for edit in edits if (edit.row, edit.column) in refused], outcome)


def _figure(value: CellValue) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


class TotalsModel(QAbstractTableModel):
    """Two lines below the months: before the audit's period, and in it. Sums of what flows, averages of people."""

    def __init__(self, source: ActivityModel) -> None:
        super().__init__(source)
        self._source = source
        self._start = self._end = dt.date.min
        source.modelAboutToBeReset.connect(self.beginResetModel)
        source.modelReset.connect(self.endResetModel)
        source.dataChanged.connect(self._on_change)

    def set_period(self, start: dt.date, end: dt.date) -> None:
        """Tell the months of the audit from those before."""
        self._start, self._end = start.replace(day=1), end
        self._on_change()

    def _on_change(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Two lines."""
        return 0 if parent.isValid() else 2

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """As the months above."""
        return 0 if parent.isValid() else self._source.columnCount()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A sum, or the mean of the months that have a value."""
        if not index.isValid():
            return None
        series = self._source.series_at(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), series)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if series is None else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and not index.row():
            return QBrush(QColor(tokens.palette(self._source.desk.mode).muted))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self._source.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{self._text(index.row(), None)}, {heading}: {self._text(index.row(), series)}"
        return None

    def _text(self, row: int, series: Series | None) -> str:
        texts = self._source.desk.texts
        if series is None:
            return texts.t("Audited period") if row else texts.t("Months before")
        inside = [
            value
            for (key, month), value in self._source.grid.values.items()
            if key == series.key and (self._start <= month < self._end) == bool(row)
        ]
        if not inside:
            return ""
        total = sum(inside, Decimal(0))
        if series.kind not in _PEOPLE:
            return texts.number(total, FIGURE_DIGITS, trim=True)  # type: ignore[arg-type]
        return texts.t("average {n}", n=texts.number(float(total) / len(inside), 1, trim=True))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only shown."""
        return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
