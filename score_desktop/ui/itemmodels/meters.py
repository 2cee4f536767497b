"""Meters and kinds of purchase as a spreadsheet whose last row waits for the next one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from score_desktop import tokens, typed, units
from score_desktop.errors import InvalidInput
from score_desktop.services import change_labels, meters
from score_desktop.services.edits import CellEdit, CellValue, ColumnKind, TableColumn
from score_desktop.services.meters import METER_COLUMNS, MeterRow, parse_meter_cell
from score_desktop.services.profile import SiteRow
from score_desktop.ui.itemmodels.cells import CellModel, How
from score_desktop.ui.widgets.swatches import swatch

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

COLUMNS = tuple(
    dataclasses.replace(column, required=column.key in ("name", "resource"), sortable=False) for column in METER_COLUMNS
)
"""How the bills of a new meter come follows from its resource."""


class MetersModel(CellModel):
    """All meters of an enterprise, by resource and name."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, COLUMNS, parent)
        self.enterprise = ""
        self.rows: tuple[MeterRow, ...] = ()
        self.sites: tuple[SiteRow, ...] = ()
        self.appendable = not desk.context.read_only

    def show_rows(self, enterprise: str, rows: Sequence[MeterRow], sites: Sequence[SiteRow]) -> None:
        """Show meters as they are stored now."""
        self.sites = tuple(sites)
        same = enterprise == self.enterprise and [row.uid for row in rows] == [row.uid for row in self.rows]
        if same:
            self.rows = tuple(rows)
            self._refresh_all()
            return
        self.beginResetModel()
        self.enterprise, self.rows = enterprise, tuple(rows)
        self.endResetModel()

    # -- cells ---------------------------------------------------------------------------------------------------

    def stored_count(self) -> int:
        """Number of meters."""
        return len(self.rows)

    def key_of(self, row: int) -> str | None:
        """Portable id."""
        return self.rows[row].uid if 0 <= row < len(self.rows) else None

    def shown(self, row: int, column: TableColumn) -> str:
        """Words of choices, units as people read them, the time of its bills."""
        meter, texts = self.rows[row], self.desk.texts
        if column.key == "period":
            if meter.start is None or meter.end is None:
                return ""
            last = typed.date_text(meter.end - dt.timedelta(days=1), texts)
            return f"{typed.date_text(meter.start, texts)} – {last}"
        value = getattr(meter, column.key)
        if column.kind is ColumnKind.CHOICE:
            return next((texts.t(words) for key, words in column.choices if key == value), str(value))
        if column.kind is ColumnKind.UNIT:
            return units.label(value, texts.language) if value else ""
        return texts.number(value) if isinstance(value, int) else str(value)

    def edited(self, row: int, column: TableColumn) -> str:
        """The symbol of units."""
        return self.rows[row].unit if column.kind is ColumnKind.UNIT else self.shown(row, column)

    def parse(self, column: TableColumn, text: str) -> CellValue:
        """By the rules of the column; a site by its name."""
        if column.key != "site":
            return parse_meter_cell(column.key, text, self.desk.texts)
        wanted = text.strip().casefold()
        for site in self.sites:
            if site.name.casefold() == wanted:
                return site.uid
        raise InvalidInput("input.choice", field="site", value=text)

    def can_edit(self, row: int, column: TableColumn) -> bool:
        """All but what is only told, unless the workspace can only be read."""
        return super().can_edit(row, column) and not self.desk.context.read_only

    def choices(self, row: int, column: TableColumn) -> Sequence[tuple[str, str]]:
        """Words of a choice, names of sites, symbols of units."""
        if column.key == "site":
            return [(site.name, site.uid) for site in self.sites]
        if column.kind is ColumnKind.UNIT:
            return [(unit.symbol, unit.symbol) for unit in units.known_units()]
        return [(self.desk.texts.t(words), key) for key, words in column.choices]

    def decoration(self, row: int, column: TableColumn) -> QPixmap | None:
        """The mark of the resource."""
        if column.key != "name":
            return None
        colour = tokens.palette(self.desk.mode).resources[self.rows[row].resource]
        return swatch(colour, self.desk.px(10))

    # -- writing -------------------------------------------------------------------------------------------------

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """Store cells of any number of meters as one change."""
        self.desk.write(
            self,
            meters.edit_meters,
            list(edits),
            label=change_labels.meters_edited,
            then=lambda outcome: self._read_then(lambda: self.edits_written(edits, outcome)),
            failed=lambda error: self.edits_failed(edits, error),
        )

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        """Store new meters as one change."""
        self.desk.write(
            self,
            meters.add_meters,
            self.enterprise,
            list(rows),
            label=change_labels.meters_added,
            then=lambda outcome: self.rows_added(numbers, outcome),
        )

    def _read_then(self, then: Any) -> None:
        """Show what was stored before the typed texts give way to it."""
        enterprise = self.enterprise

        def arrived(rows: tuple[MeterRow, ...]) -> None:
            self.show_rows(enterprise, rows, self.sites)
            then()

        self.desk.fetch(
            self, "", arrived, lambda session: meters.list_meters(session, enterprise), lambda _error: then()
        )
