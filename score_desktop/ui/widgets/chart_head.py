"""The line above a chart: what it shows, and the button that copies or saves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from score_desktop.ui.widgets.buttons import icon_button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.widgets.chart_view import ChartView


class ChartHead(QWidget):
    """Finding and menu of one chart.

    Args:
        name: Of the button, for screen readers: "Copy or save the diagram".
    """

    def __init__(self, desk: Desk, chart: ChartView, name: str) -> None:
        super().__init__()
        self._chart = chart
        self.finding = label(role="heading", wrap=True)
        self.more = icon_button(desk, name, "ellipsis", self._show_menu)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.finding, 1)
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def add(self, widget: QWidget) -> None:
        """Set a control of the chart before the button."""
        line = self.layout()
        assert isinstance(line, QHBoxLayout)
        line.insertWidget(line.count() - 1, widget, 0, Qt.AlignmentFlag.AlignTop)

    def _show_menu(self) -> None:
        self._chart.show_menu(self._chart.mapFromGlobal(self.more.mapToGlobal(QPoint(0, self.more.height()))))
