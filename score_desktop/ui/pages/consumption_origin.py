"""Where a bill comes from: file, sheet, row, import; in the panel beside the page."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services import bill_files, change_labels
from score_desktop.services.bill_files import BillFile, BillFileRow
from score_desktop.services.bill_table import BillRow, cell_text
from score_desktop.services.bills import BillOrigin, bill_origin, bill_page
from score_desktop.ui.widgets.bill_files import BillFilesBox
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.ui.desk import Desk


class OriginView(QWidget):
    """One bill and its evidence.

    Signals:
        sheet_asked: Id of the bill whose row the person wants to see in its sheet.
        file_opened: A stored `BillFile`, and the portable id of its place at the bill.
        file_gone: What was opened is not at the bill any more.
    """

    sheet_asked = Signal(int)
    file_opened = Signal(object, str)
    file_gone = Signal()

    def __init__(self, desk: Desk, bill: int) -> None:
        super().__init__()
        self.desk, self._bill = desk, bill
        self.missing = label("", "look", wrap=True)
        self.missing.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.px(tokens.SPACE_1))

        self.rows: tuple[BillFileRow, ...] = ()
        self._opened = ""
        self.setAcceptDrops(not desk.context.read_only)
        self.files_box = BillFilesBox(desk)
        self.files_box.added.connect(self._attach)
        self.files_box.opened.connect(self._open)
        self.files_box.removed.connect(self._take_off)
        desk.changed.connect(self._on_change)

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
        self._column.addSpacing(self.desk.px(tokens.SPACE_3))
        self._column.addWidget(self.files_box)
        self._column.addStretch(1)
        self.read_files()

    # -- photos and PDFs -----------------------------------------------------------------------------------------

    def read_files(self) -> None:
        """List the files of the bill."""
        bill = self._bill
        self.desk.fetch(self, "files", self._on_files, lambda session: bill_files.files_of_bill(session, bill))

    def _on_files(self, rows: tuple[BillFileRow, ...]) -> None:
        self.rows = rows
        self.files_box.show_names([row.name for row in rows])
        if self._opened and self._opened not in {row.uid for row in rows}:
            self._opened = ""
            self.file_gone.emit()

    def _attach(self, files: tuple[BillFile, ...]) -> None:
        self.desk.write(self, bill_files.attach_to_bill, self._bill, files, label=change_labels.files_attached)

    def turn(self, uid: str, _place: int, degrees: int) -> None:
        """Remember how a file is read, where something can be remembered."""
        if self.desk.context.read_only:
            return
        self.desk.write(self, bill_files.turn_file, uid, degrees, label=("change.file_turned", {}))

    def _on_change(self, change: ChangeSet) -> None:
        if "bill_attachment" in change.tables:
            self.read_files()

    def _open(self, place: int) -> None:
        uid = self.rows[place].uid
        opened = partial(self._on_opened, uid)
        self.desk.fetch(self, "file", opened, lambda session: bill_files.open_bill_file(session, uid))

    def _on_opened(self, uid: str, file: BillFile) -> None:
        self._opened = uid
        self.file_opened.emit(file, uid)

    def _take_off(self, place: int) -> None:
        self.desk.write(self, bill_files.detach_file, self.rows[place].uid, label=change_labels.file_detached)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos and PDFs can be dropped anywhere on it."""
        self.files_box.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self.files_box.dropEvent(event)

    # -- what is said --------------------------------------------------------------------------------------------

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
