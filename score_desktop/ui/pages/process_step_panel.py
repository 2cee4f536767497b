"""One step beside the tables: which balances must close there, and how they do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.calc.balances import Light
from score_desktop.services import change_labels, process_closing, process_steps
from score_desktop.services.edits import CellEdit, EditOutcome
from score_desktop.services.process_told import balances_of_step
from score_desktop.services.process_words import PLACES
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import rule
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.lights import light_pixmap
from score_desktop.ui.widgets.panels import SidePanel, clear_layout

if TYPE_CHECKING:
    from score_desktop.services.process import Process, ProcessView
    from score_desktop.services.process_rows import StepRow
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.pages.process_rows import RowsView
    from score_desktop.ui.process_source import ProcessSource

WIDTH = 340


class StepPanel(SidePanel):
    """Follows the cursor of the table of steps while it is open."""

    def __init__(self, desk: Desk, rows: RowsView, source: ProcessSource) -> None:
        super().__init__(desk, desk.texts.t("Step"), WIDTH)
        self._rows, self._source = rows, source
        self.step: StepRow | None = None
        self.checks: dict[str, QCheckBox] = {}
        self._build()
        source.rows_read.connect(lambda _process: self.fill())
        source.calculated.connect(lambda _view: self.fill())
        rows.grid.selectionModel().currentRowChanged.connect(lambda _current, _previous: self.fill())
        self.closed.connect(rows.grid.setFocus)

    def _build(self) -> None:
        desk, t = self.desk, self.desk.texts.t
        self.boxes, self.told = QVBoxLayout(), QVBoxLayout()
        self.usual = button(desk, t("As usual"), self._choose_usual, role="link")
        self.choice = QWidget()
        column = QVBoxLayout(self.choice)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        column.addWidget(label(t("Balances that must close here"), "strong"))
        nest(column, self.boxes)
        column.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)
        for words in (
            t("Usually these are mass and the followed substances, where some comes in and some goes out."),
            t("What need not close is only shown: it has no traffic light, corrects no quantity and is no loss."),
        ):
            column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(rule())
        column.addWidget(label(t("How it closes"), "strong"))
        nest(column, self.told)
        self.outside = label(t("A place outside the process is not balanced."), "muted", wrap=True)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.outside)
        self.body.addStretch(1)
        for part in (self.boxes, self.told):
            part.setSpacing(desk.px(tokens.SPACE_1))

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_step(self) -> None:
        """Show the step of the cursor; the first one where there is none."""
        row = self._rows.grid.currentIndex().row()
        if not 0 <= row < len(self._rows.model.rows) and self._rows.model.rows:
            inside = (number for number, one in enumerate(self._rows.model.rows) if one.outside is None)
            self._rows.go_to(next(inside, 0))
        self.show()
        self.fill()

    def fill(self) -> None:
        """Show the step of the cursor as it is stored and calculated now."""
        process = self._source.process
        if self.isHidden() or process is None:
            return
        row, rows = self._rows.grid.currentIndex().row(), self._rows.model.rows
        # The table may not have taken over yet what was read.
        uid = rows[row].uid if 0 <= row < len(rows) else None
        self.step = next((step for step in process.steps if step.uid == uid), None)
        t, step = self.desk.texts.t, self.step
        self.title.setText(t("No step is chosen") if step is None else step.name)
        self.subtitle.setText("" if step is None or step.outside is None else t(PLACES[step.outside]))
        self.subtitle.setVisible(bool(self.subtitle.text()))
        self.choice.setVisible(step is not None and step.outside is None)
        self.outside.setVisible(step is not None and step.outside is not None)
        if step is not None and step.outside is None:
            self._fill_boxes(step, process)
            self._fill_told(step, self._source.view)

    def _fill_boxes(self, step: StepRow, process: Process) -> None:
        followed = process.settings.followed
        names = process_closing.names_of(followed, self.desk.texts)
        if {key: box.text() for key, box in self.checks.items()} != names:
            self.checks = {}
            clear_layout(self.boxes)
            for key, name in names.items():
                box = QCheckBox(name)
                box.clicked.connect(self._on_box)
                self.checks[key] = box
                self.boxes.addWidget(box)
        must = process_closing.chosen(step.closes, followed)
        for key, box in self.checks.items():
            box.setChecked(key in must)
            box.setEnabled(not self.desk.context.read_only)
        self.usual.setVisible(bool(step.closes) and not self.desk.context.read_only)

    def _fill_told(self, step: StepRow, view: ProcessView | None) -> None:
        if view is None or view.process.audit != self._rows.model.audit:
            clear_layout(self.told)
            return
        uid, texts = step.uid, self.desk.texts
        self.desk.read(self, "told", partial(self._show_told, uid), lambda _: balances_of_step(view, uid, texts))

    def _show_told(self, uid: str, told: tuple[tuple[Light | None, str], ...]) -> None:
        if self.step is None or self.step.uid != uid:
            return
        clear_layout(self.told)
        for light, words in told:
            line = QHBoxLayout()
            mark = label()
            mark.setPixmap(light_pixmap(self.desk, light or Light.GREY, 16))
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(words, "" if light else "muted", wrap=True), 1)
            nest(self.told, line)
        if not told:
            self.told.addWidget(label(self.desk.texts.t("Nothing to balance yet."), "muted", wrap=True))

    # -- what is chosen ------------------------------------------------------------------------------------------

    def _on_box(self, _checked: bool) -> None:
        process = self._source.process
        if process is not None:
            keys = [key for key, box in self.checks.items() if box.isChecked()]
            self._store(process_closing.of_keys(keys, process.settings.followed))

    def _choose_usual(self) -> None:
        self._store("")

    def _store(self, closes: str) -> None:
        step = self.step
        if step is None:
            return
        self.desk.write(
            self,
            process_steps.edit_steps,
            self._rows.model.audit,
            [CellEdit(step.uid, "closes", closes)],
            label=change_labels.named("change.step_closes", step.name),
            then=self._stored,
        )

    def _stored(self, outcome: EditOutcome) -> None:
        for refusal in outcome.refused:
            self.desk.tell(self.desk.texts.message(refusal.message_id, refusal.params), kind="look")
        if not outcome.stored:  # what is stored comes with the rows: until then boxes would show what stood before
            self.fill()
