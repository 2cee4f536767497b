"""The first page of an audit: headline figures, cost and climate, what is missing, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services.overview import Headline, NextStep, Overview, Todo, change_text, overview
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.audit_panel import AuditPanel
from score_desktop.ui.pages.page import Page, move_under, rule
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets import figures
from score_desktop.ui.widgets.buttons import button, icon_button, label
from score_desktop.ui.widgets.chart_head import ChartHead
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.headlines import Headlines
from score_desktop.ui.widgets.panels import EmptyState, clear_layout, scrolled

if TYPE_CHECKING:
    from score_desktop.charts.hover import Region
    from score_desktop.services.audit_view import AuditView, Tile
    from score_desktop.ui.desk import Desk

MOST_RESOURCES = 8
SIDE_WIDTH, CHART_HEIGHT, NARROW = 330, 176, 900
_LEVELS = {"warning": ("triangle-alert", "look"), "note": ("info", "muted"), "idle": ("circle-dashed", "muted")}


class OverviewPage(Page):
    """Everything on it leads to the page where it is worked on."""

    key = "overview"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Overview"))
        self._view: AuditView | None = None
        self._narrow = False
        self.panel = AuditPanel(desk)
        self._build_head()
        self._build_body()
        self.stand_beside(self.panel)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        t, desk = self.texts.t, self.desk
        self.facts = label("", "muted", wrap=True)
        self.edit_button = icon_button(desk, t("Edit the audit"), "pencil", self.edit_audit)
        self.visit_button = button(desk, t("New visit"), self._new_visit, icon="calendar-plus")
        self.report_button = button(
            desk, t("See the report"), lambda: desk.go("report"), icon="file-text", role="primary"
        )
        self.head.addWidget(self.facts, 100)
        self.head.addStretch(1)
        for part in (self.edit_button, self.visit_button, self.report_button):
            self.head.addWidget(part)

    def _build_body(self) -> None:
        desk, t = self.desk, self.texts.t
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_3))
        self.headlines = Headlines(desk)
        column.addWidget(self.headlines)
        self.below_headlines = rule()
        column.addWidget(self.below_headlines)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(desk.px(tokens.SPACE_6))
        self._sides.addWidget(self._left(), 1)
        self._sides.addWidget(self._right())
        nest(column, self._sides, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())  # nothing, until the audit has been calculated
        self.area = scrolled(inside)
        self.area.installEventFilter(self)
        self.stack.addWidget(self.area)
        self.body.addWidget(rule())
        self.body.addWidget(self.stack, 1)
        self.empty = EmptyState(
            desk,
            "receipt-text",
            t("No bills in the period yet"),
            t("Import the workbooks or invoices that the enterprise has; figures, charts and the report follow."),
            (t("Import bills"), desk.ask_import),
            (t("Type bills in"), lambda: desk.go("consumption", what="bills")),
        )
        self._left_stack.addWidget(self.empty)

    def _left(self) -> QWidget:
        desk, t = self.desk, self.texts.t
        self.chart = ChartView(desk, t("Cost and climate by resource"))
        self.above = ChartHead(desk, self.chart, t("Copy or save the chart"))
        self.finding = self.above.finding
        self.chart.region_clicked.connect(self._on_part)
        self.chart.setFixedHeight(desk.px(CHART_HEIGHT))
        self.resources = QGridLayout()
        self.resources.setHorizontalSpacing(desk.px(tokens.SPACE_4))
        self.resources.setVerticalSpacing(0)
        self.resources.setColumnStretch(0, 1)
        self._resource_parts: list[QWidget] = []
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        column.addWidget(self.above)
        column.addWidget(self.chart)
        nest(column, self.resources)
        column.addStretch(1)
        self._left_stack = QStackedWidget()
        self._left_stack.addWidget(whole)
        return self._left_stack

    def _right(self) -> QWidget:
        desk, t = self.desk, self.texts.t
        self.side = QWidget()
        self.side.setFixedWidth(desk.px(SIDE_WIDTH))
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        self.todo, self.steps = QVBoxLayout(), QVBoxLayout()
        for lines in (self.todo, self.steps):
            lines.setSpacing(0)
        missing, coming = label(t("What is missing"), "heading"), label(t("Next steps"), "heading")
        for head in (missing, coming):  # the headings of both sides stand at one height
            head.setMinimumHeight(self.above.sizeHint().height())
        column.addWidget(missing)
        column.addWidget(rule())
        nest(column, self.todo)
        column.addSpacing(desk.px(tokens.SPACE_4))
        column.addWidget(coming)
        column.addWidget(rule())
        nest(column, self.steps)
        column.addStretch(1)
        return self.side

    # -- what is shown -------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the figures of the audit."""
        if not self.desk.audit:
            return
        if self._view is not None and self._view.audit != self.desk.audit:
            self._view = None
            self.panel.hide()
            self.stack.setCurrentIndex(0)
            self.facts.setText("")
        self.desk.views.ask(self, self._show)

    def _show(self, view: AuditView) -> None:
        if view.audit != self.desk.audit:
            return
        self._view = view
        shown = overview(view, self.texts)
        self.facts.setText(shown.facts)
        for part in (self.headlines, self.below_headlines):
            part.setVisible(bool(shown.headlines))
        self.headlines.show_headlines(shown.headlines, self._on_headline)
        self.visit_button.setEnabled(not self.desk.context.read_only)
        self._left_stack.setCurrentIndex(0 if view.tiles else 1)
        self.finding.setText(shown.title or self.texts.t("Cost and climate by resource"))
        self._show_chart(view)
        self._show_resources(view)
        self._show_side(shown)
        self.stack.setCurrentIndex(1)
        if not view.tiles and self.report_button.hasFocus() and self.empty.first_button is not None:
            self.empty.first_button.setFocus()  # a report of nothing is not what is done next

    def _show_chart(self, view: AuditView) -> None:
        from score_desktop.charts.data import CostAndClimate

        if view.tiles:
            self.chart.show_data(CostAndClimate(view.cost_chart, view.emissions_chart), figures.shares, view.audit)
        else:
            self.chart.show_chart(None)

    def _show_resources(self, view: AuditView) -> None:
        for part in self._resource_parts:
            part.hide()
            part.deleteLater()
        self._resource_parts = []
        t = self.texts.t
        heads = (t("Resource"), t("Use"), t("Cost"), t("Share of the cost"), t("Change of the use"))
        for column, words in enumerate(heads):
            head = label(words, "small", wrap=True)
            head.setAlignment(Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)
            self.resources.addWidget(head, 0, column, Qt.AlignmentFlag.AlignBottom)
            self._resource_parts.append(head)
        self._put(rule(), 1, 0, len(heads))
        for number, tile in enumerate(view.tiles[:MOST_RESOURCES]):
            row = 2 + 2 * number
            name, *cells = self._cells(tile, view)
            link = button(self.desk, name, partial(self._to_resource, tile), role="link")
            self._put(link, row, 0)
            for column, words in enumerate(cells, 1):
                cell = label(words, wrap=column == len(cells))
                cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._put(cell, row, column)
            self._put(rule(), row + 1, 0, len(heads))

    def _cells(self, tile: Tile, view: AuditView) -> tuple[str, ...]:
        from score_desktop.charts import names
        from score_desktop.reporting import phrasing

        texts = self.texts
        use = phrasing.NOTHING if tile.quantity is None else names.quantity(texts, tile.quantity, tile.unit)
        share = phrasing.NOTHING if tile.cost_share is None else names.share(texts, tile.cost_share)
        held = phrasing.held_back(texts, tile.cover, *view.period)
        change = change_text(tile.change, texts, short=True) or held or phrasing.NOTHING
        return names.resource_name(texts, tile.resource), use, phrasing.amounts(texts, tile.cost), share, change

    def _put(self, part: QWidget, row: int, column: int, across: int = 1) -> None:
        if across > 1:
            self.resources.addWidget(part, row, column, 1, across)
        else:
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self.resources.addWidget(part, row, column, side | Qt.AlignmentFlag.AlignVCenter)
        self._resource_parts.append(part)

    def _show_side(self, shown: Overview) -> None:
        clear_layout(self.todo)
        clear_layout(self.steps)
        t = self.texts.t
        for todo in shown.todo:
            self.todo.addWidget(self._todo_row(todo))
        if not shown.todo:
            self.todo.addWidget(label(t("Nothing: the data of the period are complete."), "muted", wrap=True))
        if shown.more:
            words = self.texts.tn("and {n} more", "and {n} more", shown.more)
            self.todo.addWidget(label(words, "small"))
        for number, step in enumerate(shown.steps, 1):
            self.steps.addWidget(self._step_row(number, step))

    def _todo_row(self, todo: Todo) -> QWidget:
        icon, role = _LEVELS.get(todo.level, _LEVELS["idle"])
        mark = label()
        colour = getattr(tokens.palette(self.desk.mode), role)
        mark.setPixmap(icons.pixmap(icon, colour, self.desk.px(16), self.devicePixelRatioF()))
        verb = button(self.desk, todo.verb, lambda: self._go_to(todo), role="link")
        verb.setAccessibleName(f"{todo.verb}: {todo.text}")
        return self._row(mark, todo.text, todo.detail, verb)

    def _step_row(self, number: int, step: NextStep) -> QWidget:
        go = icon_button(self.desk, step.title, "chevron-right", lambda: self.desk.go(step.page))
        return self._row(label(str(number), "muted"), step.title, step.detail, go)

    def _row(self, mark: QWidget, text: str, detail: str, does: QWidget) -> QWidget:
        desk, row = self.desk, QFrame()
        set_role(row, "underlined")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(text, wrap=True))
        if detail:
            words.addWidget(label(detail, "small", wrap=True))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, desk.px(5), 0, desk.px(5))
        line.setSpacing(desk.px(8))
        line.addWidget(mark)
        nest(line, words, 1)
        line.addWidget(does)
        return row

    # -- going elsewhere -----------------------------------------------------------------------------------------

    def _on_headline(self, shown: Headline) -> None:
        if shown.figure_key:
            self._go("footprint", why=shown.figure_key, dims={})
        else:
            self._go("consumption")

    def _on_part(self, part: Region) -> None:
        """A part of a bar leads where its line in the table below leads."""
        tile = (
            next((tile for tile in self._view.tiles if tile.resource.value == part.series), None)
            if self._view
            else None
        )
        if tile is not None:
            self._to_resource(tile)

    def _go_to(self, todo: Todo) -> None:
        place = todo.place
        self._go(place.page, what=place.what, resource=place.resource, meter=place.meter)

    def _to_resource(self, tile: Tile) -> None:
        self._go("consumption", resource=tile.resource)

    def _go(self, page: str, **details: Any) -> None:
        """To where a figure of this page is worked on: of the audit's own period, as the figure is."""
        self.desk.choose_period(None)
        self.desk.go(page, **details)

    def _new_visit(self) -> None:
        if self._view is not None:
            self.desk.command("new_audit", self._view.enterprise)

    def edit_audit(self) -> None:
        """Show the audit's own fields beside the page."""
        if self.desk.audit:
            self.panel.open_for(self.desk.audit)

    # -- place ---------------------------------------------------------------------------------------------------

    def arrive(self, details: Mapping[str, Any]) -> None:
        """`edit=True` opens the audit's fields."""
        if details.get("edit"):
            self.edit_audit()

    def first_focus(self) -> QWidget:
        """What is done most."""
        return self.report_button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room of the page is another: the window's size changed, or a panel came or went."""
        if watched is self.area and event.type() == QEvent.Type.Resize:
            self._arrange(self.area.width())
        return super().eventFilter(watched, event)

    def _arrange(self, room: int) -> None:
        """Where it is narrow, what is missing stands below, and the facts under the title."""
        narrow = room < self.desk.px(NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        move_under(self, self.facts, under=narrow)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(way)
        self.side.setMinimumWidth(0 if narrow else self.desk.px(SIDE_WIDTH))
        self.side.setMaximumWidth(16_777_215 if narrow else self.desk.px(SIDE_WIDTH))
