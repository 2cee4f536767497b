"""Where a bill comes from: file, sheet, row, import; in the panel beside the page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services.bill_table import BillRow, cell_text
from score_desktop.services.bills import BillOrigin, bill_origin, bill_page
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class OriginView(QWidget):
    """One bill and its evidence.

    Signals:
        sheet_asked: Id of the bill whose row the person wants to see in its sheet.
    """

    sheet_asked = Signal(int)

    def __init__(self, desk: Desk, bill: int) -> None:
        super().__init__()
        self.desk, self._bill = desk, bill
        self.missing = label("", "look", wrap=True)
        self.missing.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.px(tokens.SPACE_1))

        def read(session: Any) -> tuple[tuple[BillRow, ...], BillOrigin]:
            return bill_page(session, [bill]), bill_origin(session, bill)

        desk.fetch(self, "origin", self._on_read, read)

    def _on_read(self, found: tuple[tuple[BillRow, ...], BillOrigin]) -> None:
        (row,), origin = found
        texts, t = self.desk.texts, self.desk.texts.t
        self._say(t("Meter"), " · ".join(part for part in (row.meter, row.use) if part))
        days = dict.fromkeys(cell_text(row, key, texts) for key in ("period_start", "period_end"))
        self._say(t("Period"), " – ".join(days))
        used = f"{cell_text(row, 'quantity', texts)} {cell_text(row, 'unit', texts)}".strip()
        paid = texts.money(float(row.cost), row.currency) if row.cost is not None and row.currency else ""
        self._say(t("Amounts"), " · ".join(part for part in (used, paid) if part))
        if not origin.file:
            self._say(t("Origin"), t("typed in this program"))
        else:
            self._say(t("File"), origin.file)
            self._say(t("Sheet"), origin.sheet)
            self._say(t("Row"), "" if origin.row is None else texts.number(origin.row))
            self._say(t("Column"), origin.column)
        if origin.imported_at:
            at = dt.datetime.fromisoformat(origin.imported_at).astimezone()
            self._say(t("Imported"), f"{texts.date(at.date())} {at:%H:%M}")
        if origin.edited:
            self._column.addWidget(label(t("Its values were changed after the import."), "look", wrap=True))
        if origin.batch:
            batch = origin.batch
            show = button(self.desk, t("Show the import"), lambda: self.desk.go("consumption", batch=batch))
            self._column.addSpacing(self.desk.px(tokens.SPACE_2))
            self._column.addWidget(self._sheet_button())
            self._column.addWidget(self.missing)
            self._column.addWidget(show)
        self._column.addStretch(1)

    def _sheet_button(self) -> QPushButton:
        words, icon = self.desk.texts.t("Show the row in its sheet"), "file-spreadsheet"
        self.sheet_button = button(self.desk, words, lambda: self.sheet_asked.emit(self._bill), icon=icon)
        return self.sheet_button

    def say_missing(self, reason: str) -> None:
        """Say why the sheet cannot be shown."""
        self.missing.setText(reason)
        self.missing.show()

    def _say(self, name: str, value: str) -> None:
        if value:
            self._column.addWidget(label(name, "small"))
            self._column.addWidget(label(value, wrap=True))
