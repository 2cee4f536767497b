"""What losses cost: the Pareto, each loss with the parts of its cost, and the costs of each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.charts import titles
from score_desktop.charts.names import share as share_words
from score_desktop.enums import AllocationKey
from score_desktop.services import change_labels, process_steps
from score_desktop.services import process_lines as lines
from score_desktop.services.process_told import cost_words, unpriced_words
from score_desktop.services.process_words import ALLOCATIONS
from score_desktop.ui.itemmodels.told_lines import LinesModel
from score_desktop.ui.pages.process_part import ProcessPart
from score_desktop.ui.widgets import figures
from score_desktop.ui.widgets.buttons import Segmented, label
from score_desktop.ui.widgets.chart_head import ChartHead
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.panels import scrolled
from score_desktop.ui.widgets.parts import PartSplitter
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from score_desktop.charts.data import LossCosts
    from score_desktop.charts.hover import Region
    from score_desktop.i18n import Texts
    from score_desktop.services.process import ProcessView

LOSSES, STEPS = "losses", "steps"


@dataclass(frozen=True, slots=True)
class Told:
    """All that the part says, in words."""

    sentences: tuple[str, ...]
    unpriced: str
    facts: tuple[tuple[str, str], ...]
    losses: LossCosts
    title: str
    loss_lines: tuple[lines.Line, ...]
    centre_lines: tuple[lines.Line, ...]
    loss_heads: dict[int, str]
    centre_heads: dict[int, str]


class CostsPart(ProcessPart):
    """Sentences, figures, Pareto, and one of two tables."""

    def content(self) -> QWidget:
        """Sentences and figures above; chart and tables share the rest."""
        desk, t = self.desk, self.texts.t
        self.said = label("", "heading", wrap=True)
        self.more_said = label("", wrap=True)
        self.unpriced = label("", "look", wrap=True)
        self.facts = [(label("", "muted"), label("", "figure")) for _ in range(4)]
        self.chart = ChartView(desk, t("Losses"))
        self.chart.setMinimumHeight(desk.px(110))
        self.chart.region_clicked.connect(self._on_region)
        self.head = ChartHead(desk, self.chart, t("Copy or save the chart"))
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        for part in (self.said, self.more_said, self.unpriced, self._fact_line(), self.head):
            column.addWidget(part)
        column.addWidget(self.chart, 1)
        split = PartSplitter(desk, "process_costs", Qt.Orientation.Vertical, (340, 270))
        split.take(scrolled(above), self._tables())
        return split

    def _fact_line(self) -> QWidget:
        line = FlowBox(self.desk.px(tokens.SPACE_6))
        for name, value in self.facts:
            fact = QWidget()
            column = QVBoxLayout(fact)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(name)
            column.addWidget(value)
            line.add(fact)
        return line

    def _tables(self) -> QWidget:
        desk, t = self.desk, self.texts.t
        self.switch = Segmented(t("Show as"), [(LOSSES, t("By loss")), (STEPS, t("By step"))])
        self.switch.chosen.connect(self._on_switch)
        self.allocation = QComboBox()
        self.allocation.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for key, words in ALLOCATIONS.items():
            self.allocation.addItem(t(words), key.value)
        self.allocation.activated.connect(self._on_allocation)
        self.allocation.setEnabled(not desk.context.read_only)
        asked = label(t("Energy and labour are divided"), "muted")
        asked.setBuddy(self.allocation)
        self.allocation.setAccessibleName(asked.text())
        line = FlowBox(desk.px(tokens.SPACE_2))
        line.add(self.switch, asked, self.allocation)
        self.losses = self._table(t("Losses"), lines.LOSS_HEADS, frozenset({0, 1}))
        self.centres = self._table(t("Costs by step"), lines.CENTRE_HEADS, frozenset({0}))
        self.losses[1].opened.connect(self._on_opened)
        self.losses[1].doubleClicked.connect(self._on_opened)
        self.tables = QStackedWidget()
        self.tables.addWidget(self.losses[1])
        self.tables.addWidget(self.centres[1])
        self.tables.setMinimumHeight(desk.px(88))
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        column.addWidget(line)
        column.addWidget(self.tables, 1)
        return below

    def _table(self, name: str, heads: tuple[str, ...], words: frozenset[int]) -> tuple[LinesModel, PlainTable]:
        model = LinesModel(self.desk, heads, words, parent=self)
        table = PlainTable(self.desk, name)
        table.setModel(model)
        return model, table

    # -- what is shown -------------------------------------------------------------------------------------------

    def prepare(self, view: ProcessView) -> None:
        """Put costs into words."""
        texts = self.texts
        self.make("told", self._show, lambda: _told(view, texts))

    def _show(self, told: Told) -> None:
        self.said.setText(told.sentences[0])
        self.more_said.setText(" ".join(told.sentences[1:]))
        self.more_said.setVisible(len(told.sentences) > 1)
        self.unpriced.setText(told.unpriced)
        self.unpriced.setVisible(bool(told.unpriced))
        for (name, value), (words, figure) in zip(self.facts, told.facts, strict=True):
            name.setText(words)
            value.setText(figure)
        self.head.finding.setText(told.title)
        self.chart.show_data(told.losses, figures.losses)
        for (model, table), shown, heads in (
            (self.losses, told.loss_lines, told.loss_heads),
            (self.centres, told.centre_lines, told.centre_heads),
        ):
            for column, words in heads.items():
                model.set_head(column, words)
            model.show_lines(shown)
            table.fit_columns(0, wraps=(0, 1) if table is self.losses[1] else (0,))
        if self.view is not None:
            place = self.allocation.findData(self.view.process.settings.allocation.value)
            self.allocation.setCurrentIndex(place)

    def _on_switch(self, key: str) -> None:
        self.tables.setCurrentIndex(int(key == STEPS))

    def _on_allocation(self, _place: int) -> None:
        changes = {"allocation": AllocationKey(str(self.allocation.currentData()))}
        label_of = change_labels.process_settings
        if self.view is not None:
            self.desk.write(self, process_steps.edit_settings, self.view.process.audit, changes, label=label_of)

    def _on_region(self, region: Region) -> None:
        row = self.losses[0].row_of(region.series)
        if row >= 0:
            self.switch.set_current(LOSSES)
            self.tables.setCurrentIndex(0)
            self.losses[1].selectRow(row)
            self.losses[1].scrollTo(self.losses[0].index(row, 0))

    def _on_opened(self, index: QModelIndex) -> None:
        """Enter or a double click goes to the flow that is lost."""
        key = self.losses[0].key_of(index.row())
        if key:
            self.to_process(key)

    def main_focus(self) -> QWidget:
        """The table that is seen."""
        seen = self.tables.currentWidget()
        return seen if seen is not None else self


def _told(view: ProcessView, texts: Texts) -> Told:
    costs, currency = view.costs, view.process.facts.currency

    def money(value: float) -> str:
        return texts.money(value, currency, 0)

    whole = costs.total.total
    share = f" ({share_words(texts, costs.loss.total / whole)})" if whole > 0 else ""
    losses = lines.loss_costs(view, texts)
    return Told(
        cost_words(view, texts),
        unpriced_words(view, texts),
        (
            (texts.t("Costs of the process"), money(costs.total.total)),
            (texts.t("in the product"), money(costs.product.total)),
            (texts.t("in what is lost, before income"), money(costs.loss.total) + share),
            (texts.t("in stock, or not assigned"), money(costs.unassigned.total + costs.stock.total)),
        ),
        losses,
        titles.loss_title(losses, texts),
        lines.loss_lines(view, texts),
        lines.centre_lines(view, texts),
        lines.money_heads(lines.LOSS_HEADS, lines.LOSS_MONEY, view, texts),
        lines.money_heads(lines.CENTRE_HEADS, lines.CENTRE_MONEY, view, texts),
    )
