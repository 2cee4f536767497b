"""The eco-balance sheet: everything that goes in and comes out, per year and per unit of product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.reporting import phrasing
from score_desktop.services import process_lines as lines
from score_desktop.services.process_lines import Line
from score_desktop.ui.itemmodels.told_lines import LinesModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.process_part import ProcessPart
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.panels import scrolled
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.services.process import ProcessView

PER_PRODUCT = 5


@dataclass(frozen=True, slots=True)
class Told:
    """The sheet in words; `per` names the column of a unit of product, `usual` are figures of the sector."""

    lines: tuple[Line, ...]
    per: str
    note: str
    usual: tuple[Line, ...]


class SheetPart(ProcessPart):
    """One table, which can be copied as a whole."""

    def content(self) -> QWidget:
        """Head, table, notes."""
        desk, t = self.desk, self.texts.t
        self.model = LinesModel(desk, lines.SHEET_HEADS, frozenset({0, 1, 2}), parent=self)
        self.table = PlainTable(desk, t("Eco-balance sheet"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(desk.px(200))
        self.table.opened.connect(self._on_opened)
        self.table.doubleClicked.connect(self._on_opened)
        self.note = label("", "muted", wrap=True)
        self.copy = button(desk, t("Copy the table"), self._copy, icon="copy")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        head = QHBoxLayout()
        head.addWidget(label(t("Eco-balance sheet"), "heading"))
        head.addStretch(1)
        head.addWidget(self.copy)
        nest(column, head)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        self.usual = LinesModel(desk, lines.INDICATOR_HEADS, frozenset({0, 2, 3}), parent=self)
        self.indicators = PlainTable(desk, t("Figures of the sector"))
        self.indicators.setModel(self.usual)
        self.usual_head = label(t("Figures of the sector"), "heading")
        column.addWidget(self.usual_head)
        column.addWidget(self.indicators)
        return scrolled(inside)

    def prepare(self, view: ProcessView) -> None:
        """Put the sheet into words."""
        texts = self.texts
        self.make("told", self._show, lambda: _told(view, texts))

    def _show(self, told: Told) -> None:
        self.model.set_head(PER_PRODUCT, told.per)
        self.model.show_lines(told.lines)
        self.table.fit_columns(0, wraps=(0, 1, 2))
        self.note.setText(told.note)
        self.usual.show_lines(told.usual)
        self.indicators.fit_columns(0, wraps=(0, 3))
        rows = (len(told.usual) + 1) * self.desk.px(tokens.ROW_HEIGHT) + self.desk.px(14)
        self.indicators.setFixedHeight(rows)
        for part in (self.indicators, self.usual_head):
            part.setVisible(bool(told.usual))

    def _copy(self) -> None:
        self.table.selectAll()
        self.table.copy()
        self.table.clearSelection()
        self.desk.tell(self.texts.t("The table is on the clipboard."))

    def _on_opened(self, index: QModelIndex) -> None:
        """Enter or a double click goes to the flow."""
        key = self.model.key_of(index.row())
        if key:
            self.to_process(key)

    def main_focus(self) -> QWidget:
        """The table."""
        return self.table


def _told(view: ProcessView, texts: Texts) -> Told:
    sheet = view.sheet
    per = texts.t("Per unit of product")
    if sheet.product is not None:
        unit = phrasing.unit(texts, sheet.product.unit, one=True)
        per = texts.t("Per {unit}", unit=f"{unit} ({sheet.product.name})")
    notes = [texts.t("Water counts in the total of mass with 1,000 kg per m³.")]
    if sheet.product is None:
        notes.append(texts.t("Enter monthly production to see each figure per unit of product."))
    if not sheet.is_complete:
        notes.append(texts.t("Some quantities are not known yet: totals are at least so much."))
    if any(row.is_estimate for row in sheet.rows):
        notes.append(texts.t("* Estimate, not measured yet."))
    return Told(lines.sheet_lines(view, texts), per, " ".join(notes), lines.indicator_lines(view, texts))
