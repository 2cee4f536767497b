"""Which dates of bills are shown: the page's period, all, or those of a bar or a finding, until the chip is pressed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from score_desktop.reporting import phrasing
from score_desktop.ui.widgets.buttons import button

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Span = tuple[dt.date, dt.date]
PERIOD, ALL = "period", "all"
"""Dates that can be chosen from the list."""


class DatesChoice(QComboBox):
    """A list of dates; while the bills are narrowed to other days, the chip stands in its place and says so.

    Attributes:
        chip: To be put beside it.

    Signals:
        chosen: The person chose others; `days` holds them.
        narrowed: The span that is shown instead of what the list says, None for none; whoever asked for it.
    """

    chosen = Signal()
    narrowed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._period: Span | None = None
        self.span: Span | None = None
        """Days that are shown instead of what the list says; None: what it says."""
        self.setAccessibleName(desk.texts.t("Dates"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(desk.px(310))
        self.chip = button(desk, "", self._take_back, icon="x", role="chip")
        self.chip.hide()
        self.activated.connect(lambda _number: self.chosen.emit())

    def show_period(self, period: Span) -> None:
        """Offer the page's period; what is chosen goes on to hold."""
        held = self.currentData() or PERIOD
        self._period = period
        self.clear()
        self.addItem(phrasing.short_period(self._texts, *period), PERIOD)
        self.addItem(self._texts.t("All dates"), ALL)
        self.setCurrentIndex(max(self.findData(held), 0))

    def choose(self, span: Span | None = None, *, all_dates: bool = False) -> None:
        """Show some days, all dates, or the page's period."""
        self.span = span
        self.setCurrentIndex(max(self.findData(ALL if all_dates else PERIOD), 0))
        self._show_chip()

    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """First day and first day outside of what is shown; None for all."""
        if self.span is not None:
            return self.span
        return self._period if self.currentData() == PERIOD and self._period is not None else (None, None)

    def _take_back(self) -> None:
        follow: QWidget | None = self if self.chip.hasFocus() else None
        self.choose()
        if follow is not None:
            follow.setFocus()
        self.chosen.emit()

    def _show_chip(self) -> None:
        self.setVisible(self.span is None)
        self.chip.setVisible(self.span is not None)
        if self.span is not None:
            words = phrasing.short_period(self._texts, *self.span)
            self.chip.setText(self._texts.t("Only {dates}", dates=words))
            back = self._texts.t("Show the whole period again")
            self.chip.setToolTip(back)
            self.chip.setAccessibleName(f"{self.chip.text()}: {back}")
        self.narrowed.emit(self.span)
