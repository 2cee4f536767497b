"""The process drawn up: steps and flows as spreadsheets, with the diagram that follows each edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services import change_labels, process_steps
from score_desktop.services.process_told import Sums
from score_desktop.ui.itemmodels.process_flows import ALL, LOSSES, OPEN, FlowModel
from score_desktop.ui.itemmodels.process_steps import StepModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.process_drawing import Drawing, drawing, unit_words
from score_desktop.ui.pages.process_flow_panel import FlowPanel
from score_desktop.ui.pages.process_lists import FlowLists
from score_desktop.ui.pages.process_rows import RowsView
from score_desktop.ui.pages.process_start import nothing_yet
from score_desktop.ui.pages.process_step_panel import StepPanel
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets import figures
from score_desktop.ui.widgets.buttons import Segmented, button, icon_button, label
from score_desktop.ui.widgets.chart_head import ChartHead
from score_desktop.ui.widgets.compare_combo import CompareCombo
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.folded_note import FoldedNote
from score_desktop.ui.widgets.lights import light_pixmap
from score_desktop.ui.widgets.panels import scrolled
from score_desktop.ui.widgets.parts import PartSplitter, TallBox
from score_desktop.ui.widgets.process_diagram import ProcessDiagram

if TYPE_CHECKING:
    from score_desktop.charts.data import NodePlace
    from score_desktop.charts.hover import Region
    from score_desktop.services.process import Process, ProcessView
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.process_source import ProcessSource

STEPS_WIDTH = 418
ROOMY = 960
"""Pixels at 100 % from which steps and diagram stand side by side."""
NARROW = 560
"""The same, from which the units stand beside the finding."""
_BELOW = QBoxLayout.Direction.TopToBottom
DIAGRAM, STEPS = "diagram", "steps"
USUAL_FLOW_COLUMNS = frozenset(
    ("source", "target", "name", "kind", "quantity", "unit", "period", "per_year", "reconciled", "quality", "origin")
)
USUAL_STEP_COLUMNS = frozenset({"name", "outside"})
_BLANK, _EDITOR, _EMPTY = range(3)


class ProcessEditor(QWidget):
    """Steps at the left, the diagram beside them, flows below, sums at the foot."""

    def __init__(self, desk: Desk, source: ProcessSource) -> None:
        super().__init__()
        self.desk, self.texts, self.source = desk, desk.texts, source
        self.flow_model, self.step_model = FlowModel(desk, source, self), StepModel(desk, source, self)
        self._wanted_unit = ""
        self._draws_by_hand = ""
        self.panel, self.lists = FlowPanel(desk), FlowLists(self)
        self._build()
        self._connect()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        desk = self.desk
        self.flows = RowsView(desk, self.flow_model, "flow", USUAL_FLOW_COLUMNS)
        self.steps = RowsView(desk, self.step_model, "step", USUAL_STEP_COLUMNS)
        self.steps.setMinimumWidth(desk.px(STEPS_WIDTH - 60))
        self.step_panel = StepPanel(desk, self.steps, self.source)
        self.panels = (self.panel, self.step_panel)
        self.diagram = self._diagram()
        above = PartSplitter(desk, "process_above", Qt.Orientation.Horizontal, (STEPS_WIDTH, 1000))
        above.take(self.steps, self.diagram)
        above.setStretchFactor(1, 1)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        column.addWidget(self.flows, 1)
        column.addWidget(self._sum_line())
        self.split = PartSplitter(desk, "process", Qt.Orientation.Vertical, (355, 255))
        self.split.take(above, below)
        self.pages = QStackedWidget()
        self.empty = nothing_yet(desk, self.start, self.draw_up, self.lists.ask)
        for page in (QWidget(), scrolled(self.split), self.empty):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _diagram(self) -> QWidget:
        desk, t = self.desk, self.texts.t
        self.units = Segmented(t("Unit of the diagram"))
        self.chart = ProcessDiagram(desk, t("Process"))
        self.head = ChartHead(desk, self.chart, t("Copy or save the diagram"))
        self.draws = icon_button(desk, t("Draw flows: pull from step to step"), "pencil", self._on_draws)
        self.draws.setCheckable(True)
        self.draws.setEnabled(not desk.context.read_only)
        self.head.add(self.draws)
        self.chart.offer(self._colours())
        self.compare = CompareCombo(desk)
        self.compare.chosen.connect(self._draw)
        self.chart.setMinimumHeight(desk.px(140))
        inside = TallBox()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, desk.px(tokens.SPACE_1))
        column.setSpacing(desk.px(tokens.SPACE_1))
        self.head_line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.head_line.addWidget(self.head, 1)
        self.head_line.addWidget(self.units, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        nest(column, self.head_line)
        column.addWidget(self.chart, 1)
        self.note = FoldedNote(desk)
        below = QHBoxLayout()
        below.addWidget(self.note, 1)
        below.addStretch()
        below.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignTop)
        nest(column, below)
        return inside

    def _colours(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        t = self.texts.t
        colours = (("resource", t("Colours of resources")), ("substance", t("A colour for each substance")))
        kinds = ("kind", t("A colour for each kind of flow"))
        return [(words, {"colour_by": by}) for by, words in (*colours, kinds)]

    def _sum_line(self) -> QFrame:
        desk = self.desk
        self.count, self.inputs, self.outputs = label("", "strong"), label("", "muted"), label("", "muted")
        self.light, self.closing = label(), label()
        frame = QFrame()
        frame.setAccessibleName(self.texts.t("Sums"))
        set_role(frame, "sums")
        closes = QWidget()
        together = QHBoxLayout(closes)
        together.setContentsMargins(0, 0, 0, 0)
        together.addWidget(self.light)
        together.addWidget(self.closing)
        sums = FlowBox(desk.px(tokens.SPACE_4), last_right=True)
        sums.add(self.count, self.inputs, self.outputs, closes)
        line = QHBoxLayout(frame)
        line.setContentsMargins(desk.px(10), desk.px(3), desk.px(10), 0)
        line.addWidget(sums)
        return frame

    def _connect(self) -> None:
        t, source = self.texts.t, self.source
        source.rows_read.connect(self.show_process)
        source.calculated.connect(self.show_view)
        self.part = Segmented(t("Which flows"))
        self.part.chosen.connect(self._on_part)
        self.origin = button(self.desk, t("Flow in detail"), self.show_panel, icon="info")
        self.counting = button(self.desk, t("How it is counted"), self.show_counting, icon="settings")
        self.shown = Segmented(t("What stands above the flows"), [(DIAGRAM, t("Diagram")), (STEPS, t("Steps"))])
        self.shown.chosen.connect(self._share_room)
        self.flows.line.add(self.part, self.shown, self.origin, self.counting)
        self.flows.finish_line()
        self.panel.installEventFilter(self)
        self.panel.closed.connect(self.flows.grid.setFocus)
        self.flows.opened.connect(self.show_panel)
        self.flows.list_asked.connect(self.lists.ask)
        self.steps.line.add(icon_button(self.desk, t("Step in detail"), "info", self.show_step_panel))
        self.steps.opened.connect(self.show_step_panel)
        self.step_panel.installEventFilter(self)
        self.steps.finish_line()
        self.units.chosen.connect(self._on_unit)
        self.chart.region_clicked.connect(self._on_region)
        self.chart.region_opened.connect(self._on_opened)
        self.chart.node_dropped.connect(self.place_step)
        self.chart.flow_drawn.connect(self._on_flow_drawn)
        self.chart.arrange_asked.connect(self.arrange_steps)
        self.steps.moved_in_diagram.connect(self._on_moved)
        self.flows.grid.selectionModel().currentRowChanged.connect(self._on_row)

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_process(self, process: Process) -> None:
        """Show what is stored now."""
        is_other = process.audit != self.flow_model.audit
        self.step_model.show_process(process)
        self.flow_model.show_process(process)
        drawn = not process.is_empty or self._draws_by_hand == process.audit or self._is_typed()
        self.pages.setCurrentIndex(_EDITOR if drawn else _EMPTY)
        if is_other:
            self.chart.show_chart(None)
        self.chart.has_places = any(step.is_placed for step in process.steps)
        self._name_parts()
        self._fill_panel()
        if process.is_empty:
            self._draw()

    def _is_typed(self) -> bool:
        return bool(self.flow_model.drafts_left() or self.step_model.drafts_left())

    def show_view(self, view: ProcessView) -> None:
        """Show what was calculated, and draw it."""
        self.step_model.show_view(view)
        self.flow_model.show_view(view)
        for part in (self.flows, self.steps):
            part.fit()
        self._name_parts()
        self._fill_panel()
        self._draw()

    def _show_sums(self, sums: Sums | None) -> None:
        said = (sums.flows, sums.inputs, sums.outputs, sums.closing) if sums is not None else ("", "", "", "")
        for part, words in zip((self.count, self.inputs, self.outputs, self.closing), said, strict=True):
            part.setText(words)
        if sums is not None:
            self.light.setPixmap(light_pixmap(self.desk, sums.light, 16))
        self.light.setVisible(sums is not None and bool(sums.closing))

    def _name_parts(self) -> None:
        """How many flows each choice would show."""
        t, process, view = self.texts.t, self.source.process, self.source.view
        if process is None:
            return
        states = view.flows if view is not None and view.process.audit == process.audit else ()
        lost, unknown = sum(one.is_loss for one in states), sum(one.per_year is None for one in states)
        self.part.set_choices(
            [
                (ALL, t("All {n}", n=self.texts.number(len(process.flows)))),
                (LOSSES, t("Losses {n}", n=self.texts.number(lost))),
                (OPEN, t("Without quantity {n}", n=self.texts.number(unknown))),
            ]
        )
        self.part.set_current(self.flow_model.part)

    def _on_part(self, part: str) -> None:
        self.flow_model.show_part(part)

    # -- the diagram ---------------------------------------------------------------------------------------------

    def _on_unit(self, unit: str) -> None:
        self._wanted_unit = unit
        self._draw()

    def _draw(self) -> None:
        view, wanted, texts = self.source.view, self._wanted_unit, self.texts
        if view is None:
            self._show_drawing(Drawing((), "", None, "", None))
            return
        side, today = self.compare.side, self.desk.today()
        self.desk.read(
            self, "drawing", self._show_drawing, lambda session: drawing(session, view, wanted, side, today, texts)
        )

    def _show_drawing(self, made: Drawing) -> None:
        currency = self.source.view.process.facts.currency if self.source.view is not None else ""
        self.units.set_choices([(unit, unit_words(unit, currency, self.texts)) for unit in made.units])
        self.units.set_current(made.unit)
        self.units.setVisible(len(made.units) > 1)
        self._show_sums(made.sums)
        self.head.finding.setText(made.title)
        self.head.more.setEnabled(made.graph is not None)
        self.note.say(made.about(self.texts), made.note)
        had = self.compare.side
        self.compare.show_sides(made.sides)
        if self.compare.side != had:  # what was chosen before the list was known
            self._draw()
        self._show_graph(made)

    def _show_graph(self, made: Drawing) -> None:
        """One diagram, in which steps are placed and flows drawn, or the differences of two."""
        is_compared = made.comparison is not None
        self.draws.setEnabled(not is_compared and not self.desk.context.read_only)
        self.chart.movable = frozenset() if is_compared else frozenset(step.uid for step in self.step_model.rows)
        self.chart.offer(() if is_compared else self._colours())
        if made.comparison is not None:
            self.chart.show_data(made.comparison, figures.flow_comparison)
        elif made.graph is not None:
            self.chart.show_data(made.graph, figures.flows)
        else:
            self.chart.show_chart(None)

    def _on_region(self, region: Region) -> None:
        """A click on a band puts the cursor on its flow."""
        if region.series:
            self.go_to_flow(region.series)

    def _on_opened(self, region: Region) -> None:
        """A double click on a band edits the quantity of its flow."""
        self._on_region(region)
        row = self.flow_model.row_of(region.series) if region.series else None
        if row is not None:
            self.flows.edit_cell(row, "quantity")

    def place_step(self, uid: str, place: NodePlace) -> None:
        """Keep where a person wants a step in the diagram."""
        height = 0.0 if place.height is None else place.height
        self.desk.write(self, process_steps.drag_step, uid, place.column, height, label=change_labels.step_dragged)

    def arrange_steps(self) -> None:
        """Let the program place all steps again."""
        self.desk.write(self, process_steps.arrange_steps, self.step_model.audit, label=change_labels.steps_arranged)

    def _on_draws(self) -> None:
        self.chart.draws_flows = self.draws.isChecked()

    def _on_flow_drawn(self, source: str, target: str) -> None:
        """A new row with both ends; it is stored when something was typed into it."""
        names = {row.uid: row.name for row in self.step_model.rows}
        if source in names and target in names:
            self.flow_model.put_drafts([{"source": names[source], "target": names[target]}])
            self.flows.go_to(self.flow_model.rowCount() - 2, "name")

    def _on_moved(self, uid: str, right: int, down: int) -> None:
        diagram = self.chart.diagram
        place = diagram.beside(uid, right, down) if diagram is not None else None
        if place is not None:
            self.place_step(uid, place)
        elif diagram is None or diagram.bar(uid) is None:
            self.desk.tell(self.texts.t("The diagram does not show this step."), kind="look")

    def go_to_flow(self, uid: str) -> None:
        """Put the cursor on a flow, also on one that the choice of flows leaves out."""
        row = self.flow_model.row_of(uid)
        if row is None and self.flow_model.part != ALL:
            self.flow_model.show_part(ALL)
            self._name_parts()
            row = self.flow_model.row_of(uid)
        if row is not None:
            self.flows.go_to(row)

    def _on_row(self, current: QModelIndex) -> None:
        self.chart.mark(self.flow_model.key_of(current.row()) or "" if current.isValid() else "")
        self._fill_panel()

    # -- one flow in detail --------------------------------------------------------------------------------------

    def show_panel(self) -> None:
        """Show the flow of the cursor beside the tables."""
        if not self.flows.grid.currentIndex().isValid() and self.flow_model.rows:
            self.flows.go_to(0)
        by_button = self.origin.hasFocus()  # it goes as the panel comes, and the keyboard would go to the top of all
        self.panel.show()
        if by_button:
            self.panel.form.origin.setFocus()
        self._fill_panel()

    def show_step_panel(self) -> None:
        """Show the step of the cursor beside the tables."""
        self.shown.set_current(STEPS)
        self.step_panel.show_step()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panel comes or goes: beside it a narrow window has no room for the steps."""
        if watched in self.panels and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._share_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for the steps again, and for whole names."""
        super().resizeEvent(event)
        self._share_room()
        for part in (self.flows, self.steps):
            part.fit()

    def _share_room(self, _chosen: str = "") -> None:
        """Steps and diagram stand side by side, or one of both where there is no room."""
        self.origin.setVisible(self.panel.isHidden())
        is_narrow = self.width() < self.desk.px(ROOMY)
        self.shown.setVisible(is_narrow)
        self.steps.setVisible(not is_narrow or self.shown.current() == STEPS)
        self.diagram.setVisible(not is_narrow or self.shown.current() == DIAGRAM)
        beside = QBoxLayout.Direction.LeftToRight if self.width() >= self.desk.px(NARROW) else _BELOW
        self.head_line.setDirection(beside)

    def _fill_panel(self) -> None:
        process, view = self.source.process, self.source.view
        if self.panel.isHidden() or process is None:
            return
        row = self.flows.grid.currentIndex().row()
        flow = self.flow_model.rows[row] if 0 <= row < len(self.flow_model.rows) else None
        self.panel.show_flow(flow, process, view)

    def show_counting(self) -> None:
        """Days, batches, product and what is followed."""
        from score_desktop.ui.dialogs.process_counting import CountingDialog

        if self.source.process is not None:
            CountingDialog(self.desk, self.source.process, self.window()).open()

    # -- beginning -----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Offer the sectors."""
        from score_desktop.ui.dialogs.start_sector import StartSectorDialog

        if self.source.process is not None:
            dialog = StartSectorDialog(self.desk, self.source.process, self.window())
            dialog.accepted.connect(lambda: self.source.when_read(self._begun))
            dialog.open()

    def _begun(self) -> None:
        """The cursor stands on the first flow: its estimate is to be corrected."""
        if self.flow_model.rows and self.isVisible():
            self.flows.go_to(0, "quantity")

    def draw_up(self) -> None:
        """Show the empty tables, ready for the first step."""
        self._draws_by_hand = self.source.process.audit if self.source.process is not None else ""
        self.pages.setCurrentIndex(_EDITOR)
        self.shown.set_current(STEPS)
        self._share_room()
        self._name_parts()
        self.steps.fit()
        self.flows.fit()
        self.steps.go_to(self.step_model.stored_count())

    # -- places and what is not stored ---------------------------------------------------------------------------

    def first_focus(self) -> QWidget:
        """The table of flows; where there is none yet, what begins."""
        if self.pages.currentIndex() == _EMPTY and self.empty.first_button is not None:
            return self.empty.first_button
        return self.flows.grid

    def place(self) -> Mapping[str, Any]:
        """The unit of the diagram, and with what it is compared."""
        kept = self.compare.kept()
        return {"unit": self._wanted_unit, **({"compare": kept} if kept else {})}

    def restore(self, place: Mapping[str, Any]) -> None:
        """The same again."""
        self.compare.keep(place.get("compare"))
        self._wanted_unit = str(place.get("unit", ""))

    def unstored(self) -> Mapping[str, Any]:
        """What was typed and is not stored."""
        kept = {
            "flows": self.flow_model.leftovers.kept(self.flow_model.audit),
            "steps": self.step_model.leftovers.kept(self.step_model.audit),
        }
        return {key: part for key, part in kept.items() if part}

    def take_unstored(self, kept: Mapping[str, Any]) -> None:
        """The same again, before anything is shown."""
        self.flow_model.leftovers.take(kept.get("flows"))
        self.step_model.leftovers.take(kept.get("steps"))
