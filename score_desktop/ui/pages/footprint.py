"""Footprint: emissions by scope and source, and why each is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens, units
from score_desktop.charts import titles
from score_desktop.charts.names import emitted
from score_desktop.i18n import NBSP
from score_desktop.reporting import phrasing
from score_desktop.services.overview import against_before
from score_desktop.ui import icons
from score_desktop.ui.itemmodels.footprint import BAR, HEAD_ROLE, PER_PRODUCT, QUALITY, QUANTITY, SOURCE, FootprintModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import Page, rule
from score_desktop.ui.theme import set_last
from score_desktop.ui.widgets import figures
from score_desktop.ui.widgets.buttons import Segmented, button, label
from score_desktop.ui.widgets.chart_head import ChartHead
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.figure_tile import FigureTile
from score_desktop.ui.widgets.footprint_delegate import FootprintDelegate
from score_desktop.ui.widgets.panels import EmptyState, scrolled
from score_desktop.ui.widgets.period_combo import PeriodCombo
from score_desktop.ui.widgets.plain_table import PlainTable
from score_desktop.ui.widgets.why_panel import WhyPanel

if TYPE_CHECKING:
    from score_desktop.services.audit_view import AuditView
    from score_desktop.services.places import Place
    from score_desktop.ui.desk import Desk

LEAST_BAR = 70
"""Pixels at 100 % from which bars are worth showing."""
TABLE, CHART = "table", "chart"


class FootprintPage(Page):
    """Headline figures, the table by scope and source, and the panel that explains."""

    key: ClassVar[str] = "footprint"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Footprint"))
        t = self.texts.t
        self._view: AuditView | None = None
        self._wanted: Mapping[str, Any] = {}
        self._focus_later = False
        self.period = PeriodCombo(desk)
        desk.period_chosen.connect(self._on_period)
        self.switch = Segmented(t("Show as"), [(TABLE, t("Table")), (CHART, t("Chart"))])
        self.switch.chosen.connect(self._on_switch)
        self.head.addWidget(self.period)
        self.head.addStretch(1)
        self.head.addWidget(self.switch)
        self.total = FigureTile(desk, lambda: self._why("ghg.total"))
        self.per_product = FigureTile(desk, self._why_per_product)
        self.range = FigureTile(desk, lambda: self._why("ghg.scope2.location"))
        self.model = FootprintModel(desk, self)
        self.table = self._make_table()
        self.chart = ChartView(desk, t("Footprint"))
        self.above = ChartHead(desk, self.chart, t("Copy or save the chart"))
        self.finding, self.more = self.above.finding, self.above.more
        self.more.hide()
        self.biogenic = button(desk, "", lambda: self._why("ghg.biogenic"), role="link")
        self.hint = label(t("Press any figure, or Ctrl+E, to see where it comes from."), "muted", wrap=True)
        self.pages = QStackedWidget()
        for page in (QWidget(), self._content(), self._empty()):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.panel = WhyPanel(desk)
        self.panel.shown.connect(self._on_explained)
        self.panel.closed.connect(self._on_closed)
        self.panel.shown.connect(lambda _key: self._share_room())
        self.stand_beside(self.panel)
        asking = QShortcut(QKeySequence("Ctrl+E"), self)
        asking.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        asking.activated.connect(self._on_asked)

    def _make_table(self) -> PlainTable:
        table = PlainTable(self.desk, self.texts.t("Footprint by scope and source"))
        table.setItemDelegate(FootprintDelegate(self.desk, table))
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.clicked.connect(self._on_cell)
        table.opened.connect(self._on_cell)
        return table

    def _content(self) -> QWidget:
        px = self.desk.px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(tokens.SPACE_2))
        self.tiles = QHBoxLayout()
        self.tiles.setSpacing(0)
        for tile in (self.total, self.per_product, self.range):
            self.tiles.addWidget(tile)
        column.addWidget(rule())
        nest(column, self.tiles)
        column.addWidget(rule())
        column.addWidget(self.above)
        self.shown_as = QStackedWidget()
        self.shown_as.addWidget(self.table)
        self.shown_as.addWidget(self.chart)
        self.shown_as.setMinimumHeight(px(240))
        column.addWidget(self.shown_as, 1)
        foot = QHBoxLayout()
        sign = self.sign = label()
        sign.setPixmap(icons.pixmap("info", tokens.palette(self.desk.mode).muted, px(16), self.devicePixelRatioF()))
        foot.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.biogenic)
        foot.addWidget(self.hint, 1)
        nest(column, foot)
        return scrolled(inside)

    def _empty(self) -> QWidget:
        t = self.texts.t
        return EmptyState(
            self.desk,
            "footprints",
            t("No emissions yet"),
            t(
                "The footprint is calculated from the bills of electricity and fuels, each with a published factor "
                "that you can look at and change."
            ),
            (t("Import bills"), self.desk.ask_import),
        )

    # -- what is shown -------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the figures of the period."""
        if self._view is not None and self._view.audit != self.desk.audit:
            self.panel.forget()
        self.desk.views.ask(self, self._show, self.period.period)

    def _on_period(self) -> None:
        self.panel.forget()
        self.refresh()

    def _show(self, view: AuditView) -> None:
        self._view = view
        self.period.show_periods(view)
        lines_there = bool(view.emissions) or any(gap.place.what == "factor" for gap in view.gaps)
        self.switch.setVisible(lines_there)
        self.pages.setCurrentIndex(1 if lines_there else 2)
        if self._focus_later and lines_there:
            self._focus_later = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        current = self.table.currentIndex()
        self._show_tiles(view)
        data = view.emissions_chart
        self.finding.setText(titles.emissions_title(data, self.texts) if data is not None else "")
        self.model.show_view(view)
        self._fit_table(view)
        if current.isValid():
            self.table.setCurrentIndex(self.model.index(current.row(), current.column()))
        self.biogenic.setVisible(view.kg_biogenic is not None)
        if view.kg_biogenic is not None:
            tonnes = f"{self.texts.significant(view.kg_biogenic / 1000)}{NBSP}t"
            self.biogenic.setText(self.texts.t("Biogenic CO₂, outside the scopes: {amount}.", amount=tonnes))
            self.biogenic.setAccessibleName(self.biogenic.text())
        self._show_chart(view)
        self._go_on()

    def _fit_table(self, view: AuditView) -> None:
        self.table.fit_columns(BAR)
        self.table.setColumnHidden(PER_PRODUCT, view.main_product is None)
        px, header = self.desk.px, self.table.horizontalHeader()
        self.table.setColumnWidth(SOURCE, self._widest_name())
        self.table.setColumnWidth(QUALITY, max(self.table.columnWidth(QUALITY), px(72)))
        header.setMinimumSectionSize(px(60))
        header.setSectionResizeMode(BAR, QHeaderView.ResizeMode.Stretch)
        self._share_room()
        for row in range(self.model.rowCount()):
            is_head = bool(self.model.index(row, SOURCE).data(HEAD_ROLE))
            self.table.setRowHeight(row, px(36 if is_head and row else tokens.ROW_HEIGHT))

    # -- room ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tiles side by side or one below the other; bars where there is room for them."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        margins = self.body.contentsMargins()
        panel = 0 if self.panel.isHidden() else self.panel.width()
        room = self.width() - panel - margins.left() - margins.right()
        shown = [tile for tile in (self.total, self.per_product, self.range) if not tile.isHidden()]
        stacked = sum(tile.sizeHint().width() for tile in shown) > room
        for tile in shown:
            set_last(tile, last=stacked or tile is shown[-1])
        self.tiles.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        columns = [c for c in range(self.model.columnCount()) if c != BAR and not self.table.isColumnHidden(c)]
        taken = sum(self.table.columnWidth(column) for column in columns)
        self.table.setColumnHidden(BAR, room - taken < self.desk.px(LEAST_BAR))

    def _widest_name(self) -> int:
        metrics, px = self.table.fontMetrics(), self.desk.px
        lines = [self.model.line(row) for row in range(self.model.rowCount())]
        names = [f"{one.name}, {one.note}" if one.note else one.name for one in lines if one is not None]
        widths = [metrics.horizontalAdvance(name) for name in names]
        return min(max(widths, default=0) + px(62), px(320))

    def _show_tiles(self, view: AuditView) -> None:
        texts, t = self.texts, self.texts.t
        shown = view.kg_total is not None
        self.total.setVisible(shown)
        if view.kg_total is not None:
            value, unit = emitted(texts, view.kg_total)
            note = against_before(view.kg_change, view.kg_cover, view, texts) or texts.period(*view.period)
            self.total.show_figure(t("Scopes 1 and 2"), value, unit, note)
        product = view.main_product
        self.per_product.setVisible(view.kg_per_product is not None)
        if view.kg_per_product is not None and product is not None:
            name = t("Per {unit}", unit=phrasing.product_unit(texts, product))
            cover = view.kg_cover | product.cover
            before = view.kg_previous / product.previous if view.kg_previous and product.previous else None
            note = t("year before: {amount}", amount=f"{texts.significant(before)}{NBSP}kg") if before else ""
            note = note if cover.even else against_before(None, cover, view, texts)
            self.per_product.show_figure(name, texts.significant(view.kg_per_product), f"kg{NBSP}CO₂e", note)
        self.range.setVisible(view.grid_range is not None)
        if view.grid_range is not None:
            self._show_range(view, view.grid_range)

    def _show_range(self, view: AuditView, bounds: tuple[float, float]) -> None:
        texts, t = self.texts, self.texts.t
        values = [one.value for one in view.grid_alternatives]
        low, high = (texts.significant(value, 2) for value in (min(values), max(values)))
        used = next(one for one in view.grid_alternatives if one.in_use)
        unit = f"kg/{units.label('kWh', texts.language)}"
        name = t("With other grid factors, {low} to {high} {unit}", low=low, high=high, unit=unit)
        tonnes = [texts.significant(kg / 1000) for kg in bounds]
        year = f" {used.year}" if used.year else ""
        basis = f"{phrasing.basis(texts, used.basis)}{year}"
        note = t("in use: {value}, {basis}", value=f"{texts.significant(used.value)}{NBSP}{unit}", basis=basis)
        self.range.show_figure(name, t("{low} to {high}", low=tonnes[0], high=tonnes[1]), "tCO₂e", note)

    def _show_chart(self, view: AuditView) -> None:
        data = view.emissions_chart
        if data is None or self.switch.current() != CHART:
            self.chart.show_chart(None)
            return
        self.chart.show_data(data, figures.emissions, view.audit)

    def _on_switch(self, shown: str) -> None:
        self.shown_as.setCurrentIndex(1 if shown == CHART else 0)
        self.more.setVisible(shown == CHART)
        self.hint.setVisible(shown == TABLE)
        self.sign.setVisible(shown == TABLE or not self.biogenic.isHidden())
        if self._view is not None:
            self._show_chart(self._view)

    # -- why -----------------------------------------------------------------------------------------------------

    def _why(self, key: str, dims: Mapping[str, str] | None = None) -> None:
        view = self._view
        self.panel.explain(key, dims, view.period if view is not None else self.period.period)

    def _why_per_product(self) -> None:
        view = self._view
        figure = next((one for one in view.figures if one.key.startswith("intensity.ghg.")), None) if view else None
        if figure is not None:
            self._why(figure.key, figure.dims)

    def _on_asked(self) -> None:
        for tile, does in ((self.total, "ghg.total"), (self.range, "ghg.scope2.location")):
            if tile.hasFocus():
                self._why(does)
                return
        if self.per_product.hasFocus():
            self._why_per_product()
        elif self.table.currentIndex().isValid() and self.table.hasFocus():
            self._on_cell(self.table.currentIndex())
        else:
            self._why("ghg.total")

    def _on_cell(self, index: QModelIndex) -> None:
        line = self.model.line(index.row())
        if line is None or self._view is None:
            return
        if line.gap is not None:
            self._mend(line.gap.place, line.name, line.tip)
        elif index.column() == QUANTITY and line.use_figure:
            self._why(line.use_figure)
        elif line.figure:
            self._why(line.figure)

    def _mend(self, place: Place, name: str, reason: str) -> None:
        """Something is not measured: offer factors here, or go where the bills are."""
        if place.page == self.key:
            subject = place.meter or str(place.resource)
            self.panel.choose(subject, name, reason, self._view.period if self._view is not None else None)
        else:
            self.desk.go(place.page, **({"meter": place.meter} if place.meter else {}))

    def _on_explained(self, key: str) -> None:
        row = self.model.row_of(key)
        if row >= 0 and self.table.currentIndex().row() != row:
            self.table.setCurrentIndex(self.model.index(row, SOURCE))

    def _on_closed(self) -> None:
        self._share_room()
        if self.shown_as.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- places --------------------------------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """Period, table or chart, what is explained."""
        return {"period": self.period.kept(), "as": self.switch.current(), **self.panel.place()}

    def restore(self, place: Mapping[str, Any]) -> None:
        """The same again."""
        self.period.keep(place.get("period"))
        if place.get("as") == CHART:
            self.switch.set_current(CHART)
            self._on_switch(CHART)
        self._wanted = place

    def arrive(self, details: Mapping[str, Any]) -> None:
        """Explain a figure ("why", "dims"), or show the source ("resource", "meter") that needs a factor."""
        self._wanted = details
        if self._view is not None and self._view.audit == self.desk.audit and not self._stale:
            self._go_on()

    def _go_on(self) -> None:
        wanted, self._wanted = self._wanted, {}
        view = self._view
        if view is None:
            return
        key = str(wanted.get("why", ""))
        if key:
            self._why(key, wanted.get("dims"))
        elif wanted.get("resource") or wanted.get("meter"):
            self._open_source(str(wanted.get("resource", "")), str(wanted.get("meter", "")))

    def _open_source(self, resource: str, meter: str) -> None:
        for row in range(self.model.rowCount()):
            line = self.model.line(row)
            if line is None or str(line.resource) != resource:
                continue
            if line.gap is None or not meter or line.gap.place.meter == meter:
                self.table.setCurrentIndex(self.model.index(row, SOURCE))
                self._on_cell(self.model.index(row, SOURCE))
                if line.gap is not None:
                    return

    def first_focus(self) -> QWidget | None:
        """The table, where arrows walk through the figures."""
        self._focus_later = self.pages.currentIndex() == 0
        return self.table
