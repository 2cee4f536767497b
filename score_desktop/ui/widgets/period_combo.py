"""Which period the pages of an audit look at: its own, or a calendar year that has data. One choice for all pages."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox

from score_desktop.reporting import phrasing

if TYPE_CHECKING:
    from score_desktop.calc.figures import Period
    from score_desktop.services.audit_view import AuditView
    from score_desktop.ui.desk import Desk


class PeriodCombo(QComboBox):
    """A list of periods; the desk holds the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        # The year that was chosen may have no data any more: chosen anew when the page has shown what it was given.
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(0)
        self._gone.timeout.connect(lambda: desk.choose_period(None))
        self.setAccessibleName(desk.texts.t("Period"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_activated)

    @property
    def period(self) -> Period | None:
        """What to ask the views for; None for the audit's own."""
        return self._desk.period

    def show_periods(self, view: AuditView) -> None:
        """Offer the periods of an audit, the one that is shown chosen."""
        self.clear()
        for choice in view.periods:
            words = phrasing.short_period(self._texts, choice.start, choice.end)
            self.addItem(words, None if choice.of_audit else choice.period)
            if choice.period == view.period:
                self.setCurrentIndex(self.count() - 1)
        self.setVisible(self.count() > 0)
        if self.period is not None and self.period not in [choice.period for choice in view.periods]:
            self._gone.start()

    def _on_activated(self, number: int) -> None:
        self._desk.choose_period(self.itemData(number))

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
                self._desk.keep_period((start, end))
