"""Which period a page looks at: the audit's own, or a calendar year that has data."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from score_desktop.reporting import phrasing

if TYPE_CHECKING:
    from score_desktop.calc.figures import Period
    from score_desktop.services.audit_view import AuditView
    from score_desktop.ui.desk import Desk


class PeriodCombo(QComboBox):
    """A list of periods.

    Signals:
        chosen: The person chose another; `period` holds it.
    """

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self.period: Period | None = None
        """What to ask the views for; None for the audit's own."""
        self.setAccessibleName(desk.texts.t("Period"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_activated)

    def show_periods(self, view: AuditView) -> None:
        """Offer the periods of an audit, the one that is shown chosen."""
        self.clear()
        for choice in view.periods:
            words = phrasing.short_period(self._texts, choice.start, choice.end)
            self.addItem(words, None if choice.of_audit else choice.period)
            if choice.period == view.period:
                self.setCurrentIndex(self.count() - 1)
        self.setVisible(self.count() > 0)

    def _on_activated(self, number: int) -> None:
        period = self.itemData(number)
        if period != self.period:
            self.period = period
            self.chosen.emit()

    # -- remembered places ---------------------------------------------------------------------------------------

    def kept(self) -> list[str]:
        """The period as JSON; empty for the audit's own."""
        return [day.isoformat() for day in self.period] if self.period is not None else []

    def keep(self, kept: object) -> None:
        """Take a period that was remembered; one that is none is passed over, for it comes from a file."""
        if not isinstance(kept, Sequence) or len(kept) != 2:
            return
        with contextlib.suppress(ValueError):
            start, end = (dt.date.fromisoformat(str(day)) for day in kept)
            if start < end:
                self.period = (start, end)
