"""The flows of a process as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor

from score_desktop import tokens, units
from score_desktop.calc.reconcile import Standing
from score_desktop.enums import FlowKind, Resource
from score_desktop.reporting import phrasing
from score_desktop.services import change_labels, process_edit
from score_desktop.services.edits import CellEdit, CellValue, ColumnKind, EditOutcome, TableColumn
from score_desktop.services.process import FlowState, Process, ProcessView
from score_desktop.services.process_cells import (
    FLOW_COLUMNS,
    SHARE,
    flow_cell_text,
    read_flow_cell,
    share_column,
    share_text,
)
from score_desktop.services.process_network import resource_of
from score_desktop.services.process_origin import flow_label, origin_words
from score_desktop.services.process_rows import FlowRow, Followed
from score_desktop.services.process_substances import known_substances
from score_desktop.services.process_told import standing_words
from score_desktop.ui import icons
from score_desktop.ui.itemmodels.cells import How, Index, TypedCell
from score_desktop.ui.itemmodels.process_cells import ProcessCells, RowUses, Sent
from score_desktop.ui.widgets.swatches import swatch

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.process_source import ProcessSource

ALL, LOSSES, OPEN = "all", "losses", "open"
_PLACES = {column.key: number for number, column in enumerate(FLOW_COLUMNS)}
_ENTERED = _PLACES["kind"] + 1
"""Columns before those of the substances that are followed."""
_PARTS: Mapping[str, Callable[[FlowState], bool]] = {
    LOSSES: lambda state: state.is_loss,
    OPEN: lambda state: state.per_year is None,
}
FIGURE_DIGITS = 6
HEAD_LETTERS = 10
"""Longest name of a substance in the head of its column."""
_ENDS = frozenset({"source", "target"})
_USES = RowUses(
    edit=process_edit.edit_flows,
    add=process_edit.add_flows,
    edited={How.TYPED: change_labels.flows_edited, How.PASTED: change_labels.flows_pasted},
    added={How.TYPED: change_labels.flows_added, How.PASTED: change_labels.flows_pasted},
)
_WASTES = frozenset({FlowKind.WASTE, FlowKind.EMISSION})


@dataclass(slots=True)
class _Block:
    """A pasted block while it is taken apart: stored as one change."""

    edits: list[CellEdit] = field(default_factory=list)
    rows: list[dict[str, CellValue]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


class FlowModel(ProcessCells[FlowRow]):
    """Flows in the order of the person; all of them, or those that are lost or have no quantity.

    Each substance that is followed has a column after what is entered of every flow.
    """

    def __init__(self, desk: Desk, source: ProcessSource, parent: QObject | None = None) -> None:
        super().__init__(desk, source, FLOW_COLUMNS, _USES, parent)
        self.part = ALL
        self._left_out: frozenset[str] = frozenset()
        self._names: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._states: Mapping[str, FlowState] = {}
        self._block: _Block | None = None
        self._doubted: frozenset[str] = frozenset()
        palette = tokens.palette(desk.mode)
        self._muted, self._look = QBrush(QColor(palette.muted)), QBrush(QColor(palette.look))

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_process(self, process: Process) -> None:
        """Show what is stored now."""
        if process.audit != self.audit:
            self.part, self._left_out, self._states = ALL, frozenset(), {}
        self._take_followed(process.settings.followed)
        self._names = {step.uid: step.name for step in process.steps}
        self._called = {row.uid: flow_label(row, self.desk.texts) for row in process.flows}
        self.show_rows(process, [row for row in process.flows if row.uid not in self._left_out])

    def _take_followed(self, followed: Sequence[Followed]) -> None:
        """Let there be a column for each substance that is followed."""
        columns, first, now = tuple(share_column(one) for one in followed), _ENTERED, self._shares_shown
        if columns == self.columns[first : first + now]:
            return
        before, after = self._headings[:first], self._headings[first + now :]
        if now:
            self.beginRemoveColumns(QModelIndex(), first, first + now - 1)
            self.columns, self._headings = FLOW_COLUMNS, (*before, *after)
            self.endRemoveColumns()
        if columns:
            self.beginInsertColumns(QModelIndex(), first, first + len(columns) - 1)
            self.columns = (*FLOW_COLUMNS[:first], *columns, *FLOW_COLUMNS[first:])
            self._headings = (*before, *(_head(one) for one in followed), *after)
            self.endInsertColumns()

    @property
    def _shares_shown(self) -> int:
        return len(self.columns) - len(FLOW_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The base's; a substance says what its column holds."""
        is_share = 0 <= section - _ENTERED < self._shares_shown and orientation == Qt.Orientation.Horizontal
        if role != Qt.ItemDataRole.ToolTipRole or not is_share:
            return super().headerData(section, orientation, role)
        substance = self.columns[section].title
        return self.desk.texts.t("{substance} of the mass of the flow", substance=substance)

    def width_name(self, column: int) -> str:
        """The number that the column has without those of substances; the key of these."""
        key, more = self.columns[column].key, self._shares_shown
        if key == "substance" or _ENTERED <= column < _ENTERED + more:
            return key
        number = column - more * (column >= _ENTERED)
        return str(number - (number > _PLACES["substance"]))

    def show_view(self, view: ProcessView) -> None:
        """Show what was calculated."""
        self._states = {state.row.uid: state for state in view.flows}
        self._doubted = frozenset(one.key for one in view.reconciliation.suspects if one.significant)
        super().show_view(view)

    def show_part(self, part: str) -> None:
        """Show all flows, those that are lost, or those without a quantity; what is added since is shown as well."""
        self.part = part
        states = self._states.values() if part != ALL else ()
        self._left_out = frozenset(state.row.uid for state in states if not _PARTS[part](state))
        if self.process is not None:
            self.show_process(self.process)

    def state_of(self, uid: str) -> FlowState | None:
        """What is known of a flow; None until it was calculated."""
        return self._states.get(uid)

    # -- cells ---------------------------------------------------------------------------------------------------

    def read_text(self, key: str, text: str) -> Mapping[str, CellValue]:
        """As `process_cells` reads it."""
        return read_flow_cell(key, text, self.desk.texts)

    def edited(self, row: int, column: TableColumn) -> str:
        """All digits."""
        if not column.editable:
            return self.shown(row, column)
        return flow_cell_text(self.rows[row], column.key, self._names, self.desk.texts)

    def shown(self, row: int, column: TableColumn) -> str:
        """As the table shows it."""
        flow, key, texts = self.rows[row], column.key, self.desk.texts
        if key in _CALCULATED:
            return _CALCULATED[key](self, flow)
        if key.startswith(SHARE):
            return share_text(flow, key.removeprefix(SHARE), texts)
        if column.kind in (ColumnKind.NUMBER, ColumnKind.MONEY):
            value = getattr(flow, key)
            return "" if value is None else texts.number(float(value), FIGURE_DIGITS, trim=True)
        if key == "substance":
            return flow_cell_text(flow, key, self._names, texts) or flow.name
        if column.kind is ColumnKind.UNIT:
            value = getattr(flow, key)
            return units.label(value, texts.language) if value else ""
        return flow_cell_text(flow, key, self._names, texts)

    def _per_year(self, flow: FlowRow) -> str:
        state = self._states.get(flow.uid)
        return self._amount(None if state is None else state.per_year, state)

    def _by_balances(self, flow: FlowRow) -> str:
        state = self._states.get(flow.uid)
        if state is None or state.reconciled.value is None:
            return ""
        if state.reconciled.standing in (Standing.ENTERED, Standing.EXACT):
            return ""  # nothing checks it: no second figure
        return self._amount(state.reconciled.value.value, state)

    def _amount(self, value: float | None, state: FlowState | None) -> str:
        if value is None or state is None:
            return ""
        texts = self.desk.texts
        return f"{phrasing.whole(texts, value)} {units.label(state.unit, texts.language)}"

    def _origin(self, flow: FlowRow) -> str:
        return "" if self.process is None else origin_words(flow, self.process, self._called, self.desk.texts)

    def _loss_cost(self, flow: FlowRow) -> str:
        cost = None if self.view is None else self.view.loss_costs.get(flow.uid)
        return "" if cost is None else self.desk.texts.number(cost)

    def choices(self, row: int, column: TableColumn) -> Sequence[tuple[str, str]]:
        """Names of steps and places as well."""
        if column.key in _ENDS and self.process is not None:
            return [(step.name, step.uid) for step in self.process.steps]
        if column.key == "substance" and self.process is not None:
            process = self.process
            known = known_substances(process.flows, process.settings.followed, self.desk.texts.language)
            return [(words, words) for words in known]
        return super().choices(row, column)

    def decoration(self, row: int, column: TableColumn) -> Any:
        """The colour of what flows; a mark where something is to be looked at."""
        flow, desk = self.rows[row], self.desk
        if column.key == "name":
            return swatch(_colour(flow, desk), desk.px(10), hollow=flow.is_estimate)
        if (column.key == "reconciled" and flow.uid in self._doubted) or (
            column.key == "per_year" and self._problems(flow)
        ):
            return icons.pixmap("triangle-alert", tokens.palette(desk.mode).look, desk.px(14))
        return None

    def _problems(self, flow: FlowRow) -> list[str]:
        state = self._states.get(flow.uid)
        return [] if state is None else [self.desk.texts.message(one.why, one.params) for one in state.problems]

    def said(self, row: int, key: str) -> str:
        """What a mark in a cell means; "" without one."""
        flow = self.rows[row]
        if key == "per_year":
            return "\n".join(self._problems(flow))
        if key == "reconciled" and self.view is not None:
            state = self._states.get(flow.uid)
            return "" if state is None else standing_words(state, self.view, self.desk.texts)
        if key == "substance" and not flow.substance:
            return self.desk.texts.t("Empty: the substance is called like the flow.")
        return flow.note if key == "name" else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The base's, with what marks mean; a substance that is only called like the flow is muted."""
        if role == Qt.ItemDataRole.ForegroundRole and index.isValid() and self._is_name_alone(index):
            return self._muted
        found = super().data(index, role)
        if found is None and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            row = index.row()
            if index.isValid() and self.draft_of(row) is None:
                return self.said(row, self.columns[index.column()].key) or None
        return found

    def _is_name_alone(self, index: Index) -> bool:
        row, column = index.row(), index.column()
        if self.columns[column].key != "substance" or self.draft_of(row) is not None:
            return False
        return not self.text_at(row, column, editing=True) and not self.wrong_at(row, column)

    # -- writing -------------------------------------------------------------------------------------------------

    def take(self, cells: Sequence[TypedCell], how: How) -> None:
        """The base's; a pasted block is one change, whatever it covers."""
        if how is not How.PASTED:
            super().take(cells, how)
            return
        self._block = _Block()
        super().take(cells, how)
        block, self._block = self._block, None
        if block.rows and block.edits:
            self._store_block(block)
        elif block.edits:
            self.write_edits(block.edits, how)
        elif block.rows:
            super().add_rows(block.rows, block.numbers, how)

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        """The base's, or taken into the block."""
        if self._block is not None:
            self._block.edits += edits
        else:
            super().write_edits(edits, how)

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        """The base's, or taken into the block."""
        if self._block is not None:
            self._block.rows += rows
            self._block.numbers += numbers
        else:
            super().add_rows(rows, numbers, how)

    def _store_block(self, block: _Block) -> None:
        sent = self.sending(block.numbers)
        self.desk.write(
            self,
            process_edit.paste_flows,
            self.audit,
            self.whole_edits(block.edits),
            block.rows,
            label=change_labels.flows_pasted,
            then=lambda outcome: self._block_stored(block, sent, outcome),
            failed=lambda error: self._block_failed(block, sent, error),
        )

    def _block_stored(self, block: _Block, sent: Sent, outcome: EditOutcome) -> None:
        of_rows = tuple(one for one in outcome.refused if isinstance(one.row, int))
        of_edits = tuple(one for one in outcome.refused if isinstance(one.row, str))
        made = len(outcome.made)
        # All that was stored: also where every edited row was refused, its marks belong to this step of Undo.
        self.edits_stored(block.edits, EditOutcome(outcome.stored, of_edits))
        self.rows_stored(sent, EditOutcome(made, of_rows, outcome.made))

    def _block_failed(self, block: _Block, sent: Sent, error: Exception) -> None:
        self.unmade(sent)
        self.edits_failed(block.edits, error)


def _head(followed: Followed) -> str:
    name = followed.name if len(followed.name) <= HEAD_LETTERS else f"{followed.name[: HEAD_LETTERS - 1].rstrip()}…"
    return f"{name}, %"


_CALCULATED: Mapping[str, Callable[[FlowModel, FlowRow], str]] = {
    "per_year": FlowModel._per_year,
    "reconciled": FlowModel._by_balances,
    "origin": FlowModel._origin,
    "loss_cost": FlowModel._loss_cost,
}


def _colour(flow: FlowRow, desk: Desk) -> str:
    resource = resource_of(flow) or (Resource.WASTE if flow.kind in _WASTES else Resource.MATERIAL)
    if flow.kind is FlowKind.PRODUCT and flow.resource is None:
        return tokens.palette(desk.mode).product
    return tokens.resource_colour(resource, desk.mode)
