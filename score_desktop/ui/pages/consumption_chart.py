"""The chart of the consumption page: the months of one resource, or what all of them cost."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.calc.calendar import next_month
from score_desktop.charts import titles
from score_desktop.enums import Resource
from score_desktop.services.audit_view import AuditView, measures, monthly
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets import figures
from score_desktop.ui.widgets.buttons import Segmented, icon_button, label
from score_desktop.ui.widgets.chart_view import ChartView

if TYPE_CHECKING:
    from score_desktop.charts.data import CostByResource
    from score_desktop.charts.hover import Region
    from score_desktop.ui.desk import Desk

NARROW_PX = 520
MONTHS_PX, BAR_PX = 112, 74
"""Least height of the months, and height of the bar of all costs, at 100 %."""


class ConsumptionChart(QWidget):
    """Finding as title, a switch of measures, the chart.

    Signals:
        month_clicked: First day of the month whose bar or name was clicked.
        resource_clicked: Key of the resource whose part was clicked.
    """

    month_clicked = Signal(object)
    resource_clicked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.texts = desk, desk.texts
        t = desk.texts.t
        self._view: AuditView | None = None
        self._resource: Resource | None = None
        self.measure = "quantity"
        self.finding = label("", "heading", wrap=True)
        self.switch = Segmented(t("Measure"))
        self.switch.chosen.connect(self._on_measure)
        self.more = icon_button(desk, t("Copy or save the chart"), "ellipsis", self._show_menu)
        self.chart = ChartView(desk, t("Consumption"))
        self.chart.region_clicked.connect(self._on_region)
        tools, self._line = QHBoxLayout(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(desk.px(tokens.SPACE_2))
        tools.addWidget(self.switch)
        tools.addWidget(self.more)
        tools.addStretch(0)
        self._line.addWidget(self.finding, 1)
        nest(self._line, tools)
        line = self._line
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        nest(column, line)
        column.addWidget(self.chart, 1)

    def show_view(self, view: AuditView, resource: Resource | None) -> None:
        """Show a resource of a view; None: what all cost."""
        self._view, self._resource = view, resource
        if resource is None:
            self._show_costs(view.cost_chart)
        else:
            self._show_months(view, resource)

    def _show_costs(self, data: CostByResource | None) -> None:
        self.switch.hide()
        self.chart.setFixedHeight(self.desk.px(BAR_PX))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setVisible(data is not None)
        if data is None:
            return
        texts = self.texts
        self.desk.draw(self, "finding", self.finding.setText, lambda _progress: titles.cost_title(data, texts))
        self.chart.show_data(data, figures.costs, "costs")

    def _show_months(self, view: AuditView, resource: Resource) -> None:
        there = measures(view, resource)
        self.chart.setMinimumHeight(self.desk.px(MONTHS_PX))
        self.chart.setMaximumHeight(16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setVisible(bool(there))
        if not there:
            return
        keys = [one.key for one in there]
        self.switch.set_choices([(one.key, one.label(self.texts)) for one in there])
        self.switch.setVisible(len(there) > 1)
        shown = self.measure if self.measure in keys else keys[0]
        self.switch.set_current(shown)
        data = monthly(view, resource, shown)
        assert data is not None
        texts = self.texts
        # Beside the window: with thousands of meters there is much to look through.
        self.desk.draw(self, "finding", self.finding.setText, lambda _progress: titles.monthly_title(data, texts))
        self.chart.show_data(data, figures.months, resource.value)

    def _on_measure(self, key: str) -> None:
        self.measure = key
        if self._view is not None:
            self.show_view(self._view, self._resource)

    def _on_region(self, region: Region) -> None:
        if self._resource is None:
            if region.series:
                self.resource_clicked.emit(region.series)
        elif region.month is not None:
            self.month_clicked.emit(region.month)

    def mark_days(self, span: tuple[dt.date, dt.date] | None) -> None:
        """Frame the month whose bills are shown; None, or days that are no month: nothing."""
        is_month = span is not None and next_month(span[0]) == span[1]
        self.chart.mark(month=span[0] if span is not None and is_month else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the switch stands below the finding."""
        super().resizeEvent(event)
        narrow = self.width() < self.desk.px(NARROW_PX)
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _show_menu(self) -> None:
        self.chart.show_menu(QPoint(self.chart.width() - self.desk.px(200), 0))
