"""The flow chart of the open audit for the parts of the page Flows: read after each change, calculated behind it.

Rows arrive at once, so that a table follows what is typed; balances and costs follow when a person pauses. What bills
and monthly values say is kept meanwhile, until one of them changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from score_desktop.jobs import collector_paused
from score_desktop.services.process import PROCESS_TABLES, Process, ProcessView, process_view, read_process
from score_desktop.services.process_facts import FACT_TABLES

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.services.process_facts import Facts
    from score_desktop.ui.desk import Desk

PAUSE_MS = 150


class ProcessSource(QObject):
    """Reads while somebody looks (`wanted`), else when somebody looks again (`refresh`).

    Signals:
        rows_read: A `Process`: what is stored.
        calculated: A `ProcessView` of the newest `Process`.
    """

    rows_read = Signal(object)
    calculated = Signal(object)

    def __init__(self, desk: Desk, wanted: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self._wanted = desk, wanted
        self.process: Process | None = None
        self.view: ProcessView | None = None
        self._audit = ""
        self._facts: Facts | None = None
        self._stale = True
        self._reading = False
        self._after: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._calculate)
        desk.changed.connect(self._on_change)

    @property
    def is_behind(self) -> bool:
        """True while what is shown may be older than what is stored."""
        shown = self.view.process if self.view is not None else None
        return bool(self._audit) and (self._reading or self._timer.isActive() or shown is not self.process)

    def refresh(self) -> None:
        """Read what has changed since it was last read; nothing if that is nothing."""
        if self.desk.audit != self._audit:
            self._audit = self.desk.audit
            self.process = self.view = self._facts = None
            self._stale = True
        if self._stale and self._audit:
            self._read()

    def when_read(self, then: Callable[[], object]) -> None:
        """Call `then` as soon as the rows are those that are stored now."""
        if self._reading or self._stale:
            self._after.append(then)
            if not self._reading:
                self._read()
        else:
            then()

    def _on_change(self, change: ChangeSet) -> None:
        if not (PROCESS_TABLES | FACT_TABLES) & change.tables:
            return
        if FACT_TABLES & change.tables:
            self._facts = None
        self._stale = True
        if self._wanted() and self.desk.audit == self._audit:
            self._read()

    def _read(self) -> None:
        self._stale, self._reading = False, True
        audit, today, facts = self._audit, self.desk.today(), self._facts

        def read(session: Any) -> Process:
            with collector_paused():
                return read_process(session, audit, today, facts)

        self.desk.fetch(self, "process", self._on_rows, read, self._on_trouble)

    def _on_trouble(self, error: object) -> None:
        self._reading, self._stale = False, True
        self._go_on()
        self.desk.trouble(error)

    def _on_rows(self, process: Process) -> None:
        if process.audit != self._audit:
            return
        self._reading = False
        if not self._stale:  # a change of bills in the meantime
            self._facts = process.facts
        self.process = process
        self.rows_read.emit(process)
        self._go_on()
        if self.view is None:
            self._calculate()
        else:
            self._timer.start()

    def _go_on(self) -> None:
        after, self._after = self._after, []
        for then in after:
            then()

    def _calculate(self) -> None:
        process = self.process
        if process is not None:
            self.desk.read(self, "calculate", self._on_view, lambda _session: _calculated(process))

    def _on_view(self, view: ProcessView) -> None:
        if view.process.audit == self._audit:
            self.view = view
            self.calculated.emit(view)


def _calculated(process: Process) -> ProcessView:
    """All of it here, on the lane that calculates: the window only reads."""
    with collector_paused():
        view = process_view(process)
        view.flows, view.loss_costs, view.sheet, view.problems  # noqa: B018 - calculated when first asked for
        return view
