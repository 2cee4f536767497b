"""The figures of the open audit, calculated once for all pages that show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from score_desktop.services.audit_view import AuditView, audit_view

if TYPE_CHECKING:
    from score_desktop.calc.figures import Period
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.ui.desk import Desk

MOST = 3
"""Views kept: the audit's period and what it was compared with last."""


class AuditViews(QObject):
    """Asked by pages instead of `audit_view`: an answer that still holds is given at once.

    The desk tells it of every change before the pages hear of it: they ask again at once, whoever was made first.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._kept: dict[tuple[str, object], AuditView] = {}
        self._version = 0
        self._shown: AuditView | None = None
        self._old: AuditView | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._let_go)

    def ask(
        self, owner: QObject, then: Callable[[AuditView], object], period: int | Period | None = None
    ) -> AuditView | None:
        """Give the view of the open audit to `then`, now if it is known, else when it is calculated.

        Args:
            owner: The page; of several questions only its last is answered.
            period: A calendar year, a period, or None for the audit's own.

        Returns:
            The view, if it was known.
        """
        audit = self._desk.audit
        if not audit:
            return None
        known = self._kept.get((audit, period))
        if known is not None:
            then(known)
            return known
        version = self._version

        def arrived(view: AuditView) -> None:
            if version == self._version:
                self._kept[(audit, period)] = view
                while len(self._kept) > MOST:
                    del self._kept[next(iter(self._kept))]
            # To free the figures of thousands of meters takes a while: not in the turn in which the new are shown.
            self._old, self._shown = self._shown, view
            self._timer.start()
            then(view)

        desk = self._desk
        desk.read(owner, "view", arrived, audit_view, audit, desk.texts, desk.today(), period)
        return None

    def _let_go(self) -> None:
        self._old = None

    def forget(self) -> None:
        """Calculate anew from now on."""
        self._version += 1
        self._kept.clear()

    def hear(self, change: ChangeSet) -> None:
        """Something was stored."""
        if change.tables:
            self.forget()
