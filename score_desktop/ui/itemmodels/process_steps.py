"""The steps of a process and the places outside it as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from score_desktop import units
from score_desktop.calc.balances import Light
from score_desktop.services import change_labels, process_steps
from score_desktop.services.edits import CellValue, ColumnKind, TableColumn
from score_desktop.services.process import Process, ProcessView
from score_desktop.services.process_cells import STEP_COLUMNS, read_step_cell, step_cell_text
from score_desktop.services.process_rows import Followed, StepRow
from score_desktop.services.process_told import light_sentence, worst_lights
from score_desktop.ui.itemmodels.cells import How, Index
from score_desktop.ui.itemmodels.process_cells import ProcessCells, RowUses
from score_desktop.ui.widgets.lights import light_pixmap

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.process_source import ProcessSource

FIGURE_DIGITS = 6
_USES = RowUses(
    edit=process_steps.edit_steps,
    add=process_steps.add_steps,
    edited={How.TYPED: change_labels.steps_edited},
    added={How.TYPED: change_labels.steps_added},
)


class StepModel(ProcessCells[StepRow]):
    """Steps in the order of the person, each with the traffic light of its balances."""

    def __init__(self, desk: Desk, source: ProcessSource, parent: QObject | None = None) -> None:
        super().__init__(desk, source, STEP_COLUMNS, _USES, parent)
        self._lights: Mapping[str, Light] = {}

    def show_process(self, process: Process) -> None:
        """Show what is stored now."""
        if process.audit != self.audit:
            self._lights = {}
        self.show_rows(process, process.steps)

    def show_view(self, view: ProcessView) -> None:
        """Show how the steps close."""
        self._lights = worst_lights(view)
        super().show_view(view)

    def read_text(self, key: str, text: str) -> Mapping[str, CellValue]:
        """As `process_cells` reads it."""
        return read_step_cell(key, text, self.desk.texts, self._followed())

    def _followed(self) -> Sequence[Followed]:
        return () if self.process is None else self.process.settings.followed

    def shown(self, row: int, column: TableColumn) -> str:
        """As the table shows it."""
        step, texts = self.rows[row], self.desk.texts
        value = getattr(step, column.key)
        if column.key == "product_share":
            return "" if value is None else texts.percent(value, 2, trim=True)
        if column.kind in (ColumnKind.NUMBER, ColumnKind.MONEY):
            return "" if value is None else texts.number(float(value), FIGURE_DIGITS, trim=True)
        if column.kind is ColumnKind.UNIT:
            return units.label(value, texts.language) if value else ""
        if column.key == "outside" and value is None:
            return texts.t("step of the process")
        return step_cell_text(step, column.key, texts, self._followed())

    def edited(self, row: int, column: TableColumn) -> str:
        """All digits."""
        return step_cell_text(self.rows[row], column.key, self.desk.texts, self._followed())

    def decoration(self, row: int, column: TableColumn) -> Any:
        """How the balances of a step close."""
        light = self._lights.get(self.rows[row].uid) if column.key == "name" else None
        return None if light is None else light_pixmap(self.desk, light)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The base's, with what the light says."""
        found = super().data(index, role)
        if found is not None or role not in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return found
        row = index.row()
        if not index.isValid() or self.draft_of(row) is not None or self.columns[index.column()].key != "name":
            return None
        return light_sentence(self.view, self.rows[row].uid, self.desk.texts) or None
