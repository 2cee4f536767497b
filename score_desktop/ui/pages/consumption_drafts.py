"""New rows of the table of bills that are not stored yet: kept for their enterprise, over pages and starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from score_desktop.ui.pages.consumption_bills import BillsArea

MOST_KEPT = 200
"""Rows that are remembered over the end of the program: what was typed, not a block that was pasted wrongly."""


class DraftKeeper(QObject):
    """Stores the row of the cursor when its table goes out of sight; keeps what cannot be stored."""

    def __init__(self, bills: BillsArea) -> None:
        super().__init__(bills)
        self._bills = bills
        self._enterprise = ""
        self._rows: dict[str, list[dict[str, str]]] = {}
        bills.grid.installEventFilter(self)
        bills.model.refused.connect(self._on_refused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another page, or the end: a row that is whole is a bill. A window that is only minimised changes nothing."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            current = self._bills.grid.currentIndex()
            if current.isValid():
                self._bills.model.leave_row(current.row())
        return super().eventFilter(watched, event)

    def use(self, enterprise: str) -> None:
        """Show the rows of an enterprise; those of the one before wait until it is shown again."""
        if enterprise == self._enterprise:
            return
        if self._enterprise:
            self._rows[self._enterprise] = self._bills.model.rows_left()
        self._enterprise = enterprise
        self._bills.model.put_rows_back(self._rows.pop(enterprise, ()))

    def _on_refused(self, enterprise: str, rows: list[dict[str, str]]) -> None:
        """Rows that went to be stored before the table showed others, and could not be."""
        if enterprise == self._enterprise:
            self._bills.model.put_rows_back([*rows, *self._bills.model.rows_left()])
        else:
            self._rows[enterprise] = [*rows, *self._rows.get(enterprise, ())]

    def kept(self) -> list[dict[str, Any]]:
        """For `restore`, as JSON takes it; from now on the rows are those of whoever restores them."""
        self._bills.model.hold_rows()
        rows = {**self._rows, self._enterprise: self._bills.model.rows_left()}
        kept = [{"enterprise": owner, "row": row} for owner, left in rows.items() for row in left]
        return kept[:MOST_KEPT]

    def restore(self, kept: object) -> None:
        """Take what `kept` gave, whoever wrote it."""
        if not isinstance(kept, list) or self._bills.model.rows_left():
            return
        rows: dict[str, list[dict[str, str]]] = {}
        for one in kept:
            row, owner = (one.get("row"), one.get("enterprise")) if isinstance(one, dict) else (None, None)
            if isinstance(row, dict) and isinstance(owner, str):
                rows.setdefault(owner, []).append({str(key): str(text) for key, text in row.items()})
        self._rows = rows
        here, self._enterprise = self._enterprise, ""
        if here:
            self.use(here)
