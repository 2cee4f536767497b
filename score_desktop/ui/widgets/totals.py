"""Sums beside the list of audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.charts.names import emissions
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from score_desktop.services.portfolio_words import Totals
    from score_desktop.ui.desk import Desk

WIDTH = 250
NOTHING = "–"


class TotalsPanel(QFrame):
    """Number of enterprises and audits, cost, footprint."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        t = desk.texts.t
        set_role(self, "totals")
        self.setAccessibleName(t("Your portfolio"))
        self.heading = label(t("Your portfolio"), "heading")
        self.values: dict[str, QLabel] = {}
        self._rows: list[QBoxLayout] = []
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lines.setSpacing(0)
        for key, words in (
            ("enterprises", t("Enterprises")),
            ("audits", t("Audits")),
            ("cost", t("Cost in a period")),
            ("climate", t("Footprint, scopes 1 and 2")),
        ):
            self._lines.addWidget(self._line(key, words), 1)
        self.note = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        column.addWidget(self.heading)
        nest(column, self._lines)
        column.addWidget(self.note)
        self._end = QWidget()
        column.addWidget(self._end, 1)
        self.lie_flat(flat=False)

    def _line(self, key: str, words: str) -> QWidget:
        desk, line = self._desk, QFrame()
        set_role(line, "underlined")
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, line)
        row.setContentsMargins(0, desk.px(7), desk.px(2), desk.px(7))
        row.setSpacing(desk.px(tokens.SPACE_2))
        self._rows.append(row)
        value = self.values[key] = label(NOTHING, "strong")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(words, "muted", wrap=True), 1)
        row.addWidget(value)
        return line

    def lie_flat(self, *, flat: bool) -> None:
        """Stand beside the list, or lie under it with the sums side by side."""
        way = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        self._lines.setDirection(way)
        self._lines.setSpacing(self._desk.px(tokens.SPACE_4) if flat else 0)
        self.heading.setVisible(not flat)
        self._end.setVisible(not flat)
        inside = QBoxLayout.Direction.TopToBottom if flat else QBoxLayout.Direction.LeftToRight
        side = Qt.AlignmentFlag.AlignLeft if flat else Qt.AlignmentFlag.AlignRight
        for row in self._rows:
            row.setDirection(inside)
        for value in self.values.values():
            value.setAlignment(side | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(0 if flat else self._desk.px(WIDTH))
        self.setMaximumWidth(16_777_215 if flat else self._desk.px(WIDTH))

    def show_totals(self, enterprises: int, audits: int, sums: Totals) -> None:
        """Show what is known so far."""
        texts = self._desk.texts
        self.values["enterprises"].setText(texts.number(enterprises))
        self.values["audits"].setText(texts.number(audits))
        cost = [texts.money(amount, currency, 0) for currency, amount in sums.cost]
        self.values["cost"].setText("\n".join(cost) or NOTHING)
        climate = NOTHING if sums.kg_co2e is None else emissions(texts, sums.kg_co2e)
        self.values["climate"].setText(climate)
        said = texts.tn(
            "Newest audit of {n} enterprise with figures.",
            "Newest audit of each of {n} enterprises with figures.",
            sums.enterprises,
        )
        self.note.setText(said if sums.enterprises else "")
