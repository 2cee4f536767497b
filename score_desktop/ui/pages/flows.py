"""Flows: the diagram of what was bought and what it comes to, with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from score_desktop import tokens, units
from score_desktop.charts import titles
from score_desktop.errors import Refused
from score_desktop.services.audit_view import flow_of, flow_rows
from score_desktop.ui.itemmodels.flows import WHAT, FlowsModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.flow_parts import FlowParts
from score_desktop.ui.pages.page import Page, rule
from score_desktop.ui.widgets import figures
from score_desktop.ui.widgets.buttons import Segmented, label
from score_desktop.ui.widgets.chart_head import ChartHead
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.compare_combo import CompareCombo
from score_desktop.ui.widgets.panels import EmptyState, scrolled
from score_desktop.ui.widgets.period_combo import PeriodCombo
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from score_desktop.charts.data import SankeyComparison, SankeyGraph
    from score_desktop.charts.hover import Region
    from score_desktop.i18n import Texts
    from score_desktop.services.audit_view import AuditView, FlowRow
    from score_desktop.services.flow_compare import Side
    from score_desktop.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram made ready off the GUI thread.

    Attributes:
        trouble: Why there is no graph, or what is to be known about it, such as what is not in it.
        sides: With what it can be compared.
        comparison: Drawn in place of the graph where there is one.
    """

    unit: str
    graph: SankeyGraph | None
    title: str
    rows: tuple[FlowRow, ...]
    trouble: str
    sides: tuple[Side, ...] = ()
    comparison: SankeyComparison | None = None


class FlowsPage(Page):
    """What was bought → where it is used → what it comes to, in one unit at a time."""

    key: ClassVar[str] = "flows"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Flows"))
        t = self.texts.t
        self._view: AuditView | None = None
        self._wanted = ""
        self.period = PeriodCombo(desk)
        desk.period_chosen.connect(self.refresh)
        self.units = Segmented(t("Unit of the diagram"))
        self.units.chosen.connect(self._on_unit)
        self.parts = FlowParts(self, self._on_part)
        self.head.addWidget(self.parts.switch)
        self.head.addWidget(self.period)
        self.head.addStretch(1)
        self.head.addWidget(self.units)
        self.part_line, self.unit_line = QHBoxLayout(), QHBoxLayout()
        for line in (self.part_line, self.unit_line):
            line.setContentsMargins(0, 0, 0, 0)
            nest(self.body, line)
        self._focus_later = False
        self.chart = ChartView(desk, t("Flows"))
        self.above = ChartHead(desk, self.chart, t("Copy or save the diagram"))
        self.finding, self.more = self.above.finding, self.above.more
        self.compare = CompareCombo(desk)
        self.compare.chosen.connect(self._make)
        self.above.add(self.compare)
        self.chart.region_clicked.connect(self._on_region)
        self.trouble = label(role="look", wrap=True)
        self.trouble.hide()
        self.model = FlowsModel(desk, self)
        self.table = PlainTable(desk, t("Flows of the diagram"))
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.count = label(role="muted")
        self.pages = QStackedWidget()
        self.pages.addWidget(QWidget())
        self.pages.addWidget(self._content())
        self.pages.addWidget(self._empty())
        self.parts.diagram = self.pages
        self.body.addWidget(self.parts, 1)

    def _content(self) -> QWidget:
        px = self.desk.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(tokens.SPACE_2))
        column.addWidget(self.above)
        column.addWidget(self.trouble)
        column.addWidget(self.chart, 3)
        column.addWidget(rule())
        head = QHBoxLayout()
        head.addWidget(label(self.texts.t("All flows"), "heading"))
        head.addWidget(self.count)
        head.addStretch(1)
        nest(column, head)
        self.chart.setMinimumHeight(px(220))
        self.table.setMinimumHeight(px(110))
        column.addWidget(self.table, 2)
        return scrolled(inside)

    def _empty(self) -> QWidget:
        t = self.texts.t
        return EmptyState(
            self.desk,
            "workflow",
            t("Nothing flows here yet"),
            t(
                "Once there are bills, this page draws where money, energy, water and CO₂e go: from each resource to "
                "the meter or use, and what they come to."
            ),
            (t("Import bills"), self.desk.ask_import),
        )

    # -- room ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The switch of units stands beside the title, or below it where there is no room."""
        super().resizeEvent(event)
        self._place_units()

    def _place_units(self) -> None:
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self.parts.place_switch(self.head, self.part_line, room - self.title.sizeHint().width())
        # The switch itself does not yet count buttons that are about to be shown.
        there = self._view.flow_units if self._view is not None else ()
        needed = sum(self.units.button_of(unit).minimumWidth() for unit in there) + 3 * self.head.spacing()
        needed += self.title.sizeHint().width() + self.period.sizeHint().width() + self.parts.switch.sizeHint().width()
        below = needed > room
        target, other = (self.unit_line, self.head) if below else (self.head, self.unit_line)
        if other.indexOf(self.units) >= 0:
            other.removeWidget(self.units)
            target.addWidget(self.units)
            if below:
                self.unit_line.addStretch(1)

    # -- what is shown -------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the figures of the period, or for the process."""
        if self.parts.is_diagram:
            self.desk.views.ask(self, self._show, self.period.period)
        else:
            self.parts.refresh()

    def _on_part(self) -> None:
        """Only the diagram of bills has a period and units of its own."""
        self.period.setVisible(self.parts.is_diagram)
        self.units.setVisible(self.parts.is_diagram and self._view is not None and len(self._view.flow_units) > 1)
        self.refresh()

    def _show(self, view: AuditView) -> None:
        self._view, there = view, view.flow_units
        # Also while another part is shown: the switch is measured whenever the page gets another size.
        self.units.set_choices([(unit, self._unit_words(unit, view)) for unit in there])
        if not self.parts.is_diagram:
            return
        self.period.show_periods(view)
        self.units.setVisible(len(there) > 1)
        if not there:
            self.pages.setCurrentIndex(2)
            return
        if self._wanted in there:
            self.units.set_current(self._wanted)
        self._place_units()
        self._make()

    def _unit_words(self, unit: str, view: AuditView) -> str:
        t = self.texts.t
        if unit == "money":
            return self.texts.currency(view.currency)
        words = {"kWh": t("Energy, kWh"), "m3": t("Water, m³"), "kg": t("Mass, kg"), "kgCO2e": t("Emissions, CO₂e")}
        return words.get(unit) or units.label(unit, self.texts.language)

    def _on_unit(self, unit: str) -> None:
        self._wanted = unit
        self._make()

    def _make(self) -> None:
        view, unit, texts = self._view, self.units.current(), self.texts
        if view is not None and unit:
            side, today = self.compare.side, self.desk.today()
            self.desk.read(
                self, "diagram", self._show_diagram, lambda session: _diagram(session, view, unit, texts, side, today)
            )

    def _show_diagram(self, diagram: Diagram) -> None:
        graph, texts = diagram.graph, self.texts
        self.pages.setCurrentIndex(1)
        if self._focus_later:
            self._focus_later = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finding.setText(diagram.title)
        had = self.compare.side
        self.compare.show_sides(diagram.sides)
        if self.compare.side != had:  # what was chosen before the list was known
            self._make()
        self.trouble.setText(diagram.trouble)
        self.trouble.setVisible(bool(diagram.trouble))
        self.more.setEnabled(graph is not None)
        self.model.show_rows(diagram.rows, money=graph is not None and graph.money)
        self.table.fit_columns(WHAT)
        self.count.setText(texts.number(len(diagram.rows)))
        self.chart.mark("")
        if graph is None:
            self.chart.show_chart(None)
            return
        if diagram.comparison is not None:
            self.chart.show_data(diagram.comparison, figures.flow_comparison)
        else:
            self.chart.show_data(graph, figures.flows)

    # -- diagram and table select each other ---------------------------------------------------------------------

    def _on_region(self, region: Region) -> None:
        row = self.model.row_of(region.series) if region.series else -1
        if row >= 0:
            self.table.selectRow(row)
            self.table.scrollTo(self.model.index(row, 0))

    def _on_row(self, current: QModelIndex) -> None:
        self.chart.mark(self.model.key_of(current.row()) if current.isValid() else "")

    # -- places --------------------------------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """Unit, period, what it is compared with, and which part of the page."""
        unit, compare = self.units.current() or self._wanted, self.compare.kept()
        return {"unit": unit, "period": self.period.kept(), "compare": compare, **self.parts.place()}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Unit, period, comparison and part."""
        self._wanted = str(place.get("unit", ""))
        self.compare.keep(place.get("compare"))
        self.period.keep(place.get("period"))
        self.parts.restore(place)

    def arrive(self, details: Mapping[str, Any]) -> None:
        """Show a part of the page (`part`)."""
        self.parts.show_part(str(details.get("part", "")))

    def take_list(self, file: Path) -> bool:
        """Bring a list of flows into the process, if that is what is seen; another file of bills is imported."""
        editor = self.parts.editor
        if editor is None or self.parts.currentWidget() is not editor:
            return False
        return editor.lists.take_dropped(file)

    def unstored(self) -> Mapping[str, Any]:
        """What was typed into the tables of the process and is not stored."""
        return self.parts.unstored()

    def take_unstored(self, kept: Mapping[str, Any]) -> None:
        """The same again."""
        self.parts.take_unstored(kept)

    def first_focus(self) -> QWidget | None:
        """The table, where arrows walk through the flows."""
        if not self.parts.is_diagram:
            return self.parts.first_focus()
        self._focus_later = self.pages.currentIndex() == 0
        return self.table


def _diagram(session: Any, view: AuditView, unit: str, texts: Texts, before: Side | None, today: dt.date) -> Diagram:
    from score_desktop.services import flow_compare, flows

    shown = flow_compare.side_of(session, view.audit, view.period, today, texts)
    periods = [choice.period for choice in view.periods]
    sides = flow_compare.others_to_compare(session, shown, periods, today, texts)
    try:
        if before is not None and before in sides:
            earlier, later = flow_compare.in_time(before, shown)
            both = flow_compare.bought_compared(session, earlier, later, unit, texts)
            own = both.after if later is shown else both.before
            return Diagram(unit, own, titles.comparison_title(both, texts), flow_rows(own), both.note, sides, both)
        graph = flow_of(view, unit, texts)
    except Refused as error:
        return Diagram(unit, None, texts.t("Flows"), (), texts.error(error), sides)
    others = flows.other_currencies(view.figures, view.currency) if graph.money else ()
    told = flows.left_out_words(others, texts)
    return Diagram(unit, graph, titles.sankey_title(graph, texts), flow_rows(graph), told, sides)
