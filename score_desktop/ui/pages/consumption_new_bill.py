"""A new bill, typed from paper: fast with the keyboard, and each field says what it understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from score_desktop import tokens, typed
from score_desktop.charts.names import resource_name
from score_desktop.enums import MeterKind, Resource
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.services import bill_edits, change_labels
from score_desktop.services.bill_edits import NewBill
from score_desktop.services.bill_files import BillFile
from score_desktop.services.bill_table import BILL_COLUMNS, parse_cell
from score_desktop.services.edits import CellRefusal, CellValue, EditOutcome, column_of
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.bill_files import BillFilesBox
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.complaint import complain

if TYPE_CHECKING:
    from score_desktop.services.meters import MeterRow
    from score_desktop.ui.desk import Desk

Span = tuple[dt.date, dt.date]
_ROWS = (
    ("period_start", "period_end"),
    ("reading_previous", "reading_current"),
    ("quantity", "unit"),
    ("cost", "currency"),
    ("invoice_number", "demand_kw"),
    ("note",),
)


class FormField(QWidget):
    """A line to type in, its name, what was understood, and what is wrong.

    Args:
        key: Column of the table of bills.
    """

    def __init__(self, desk: Desk, key: str, name: str) -> None:
        super().__init__()
        self._desk, self.key = desk, key
        self.is_proposed = True
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.understood, self.trouble = label("", "small"), label("", "wrong", wrap=True)
        self.trouble.hide()
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(label(name), 0, 0)
        head.addWidget(self.understood, 0, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        nest(column, head)
        column.addWidget(self.edit)
        column.addWidget(self.trouble)
        column.addStretch(1)
        self.edit.textEdited.connect(self._on_typed)
        self.edit.textChanged.connect(lambda _text: self._say())

    def propose(self, text: str) -> None:
        """Write a text that gives way to another proposal as long as the person has not touched it."""
        if self.is_proposed:
            self.edit.setText(text)

    def put(self, text: str) -> None:
        """Write what the person had written before."""
        self.is_proposed = False
        self.edit.setText(text)

    def clear(self) -> None:
        """Begin anew."""
        self.is_proposed = True
        self.edit.clear()
        self.complain("")

    def value(self) -> CellValue:
        """What is meant.

        Raises:
            InvalidInput: Nothing.
        """
        return parse_cell(self.key, self.edit.text(), self._desk.texts, today=self._desk.today())

    def complain(self, reason: str) -> None:
        """Say below the line why it cannot be stored; "" takes that back."""
        complain(self.edit, self.trouble, reason)

    def _on_typed(self, text: str) -> None:
        self.is_proposed = not text.strip()
        self.complain("")

    def _say(self) -> None:
        """What was understood, where it looks different from what was typed."""
        text = self.edit.text().strip()
        try:
            value = self.value() if text else None
        except InvalidInput:
            value = None
        said = text_of(value, self.key, self._desk, grouped=True) if isinstance(value, (Decimal, dt.date)) else ""
        self.understood.setText(f"= {said}" if said and said != text else "")


class NewBillForm(QWidget):
    """Fields of one bill, and the photos or PDFs that it is typed from.

    Signals:
        stored: Id of the new bill, and whether the next one is typed here.
        files_shown: The files to be seen beside the form (a list, empty for none), and the place of one of them.
    """

    stored = Signal(int, bool)
    files_shown = Signal(object, int)

    def __init__(
        self, desk: Desk, enterprise: str, meters: Sequence[MeterRow], resource: Resource | None, currency: str
    ) -> None:
        super().__init__()
        self.desk, self._enterprise, self._currency = desk, enterprise, currency
        self.span: Span | None = None
        self.fields: dict[str, FormField] = {}
        t = desk.texts.t
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.px(tokens.SPACE_2))
        self.files: list[BillFile] = []
        self.turns: dict[str, int] = {}
        """Path of a file that is still to be read → degrees by which it was turned before."""
        self.files_box = BillFilesBox(desk)
        self.files_box.added.connect(self.attach)
        self.files_box.opened.connect(lambda place: self.files_shown.emit(list(self.files), place))
        self.files_box.removed.connect(self.take_off)
        self.files_box.reading.connect(self._on_reading)
        self._column.addWidget(self.files_box)
        self.setAcceptDrops(not desk.context.read_only)
        self.meter, self.resource = QComboBox(), QComboBox()
        self._build_meter(meters, resource)
        grid = QGridLayout()
        grid.setHorizontalSpacing(desk.px(tokens.SPACE_3))
        grid.setVerticalSpacing(desk.px(tokens.SPACE_2))
        for row, keys in enumerate(_ROWS):
            for place, key in enumerate(keys):
                field = FormField(desk, key, t(column_of(BILL_COLUMNS, key).title))
                self.fields[key] = field
                grid.addWidget(field, row, place, 1, 1 if len(keys) > 1 else 2)
                field.edit.returnPressed.connect(lambda field=field: self._after(field))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        nest(self._column, grid)
        self.estimated = QCheckBox(t("The reading is estimated"))
        self._column.addWidget(self.estimated)
        self.trouble = label("", "wrong", wrap=True)
        self.trouble.hide()
        self.foot = QWidget()
        """What does not scroll with the fields: the buttons, and why they cannot be pressed."""
        below = QVBoxLayout(self.foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(desk.px(tokens.SPACE_2))
        self.store_button = button(desk, t("Store"), lambda: self.store(and_next=False), role="primary")
        self.next_button = button(desk, t("Store and next (Ctrl+Enter)"), lambda: self.store(and_next=True))
        self._is_storing = False
        self.waiting = label(t("A photo or PDF is being read; then the bill can be stored."), "small", wrap=True)
        self.waiting.hide()
        for part in (self.trouble, self.store_button, self.next_button, self.waiting):
            below.addWidget(part)
        self._column.addStretch(1)
        for key in ("reading_previous", "reading_current"):
            self.fields[key].edit.textChanged.connect(lambda _text: self._derive())
        for sequence in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self.store(and_next=True))

    def _build_meter(self, meters: Sequence[MeterRow], resource: Resource | None) -> None:
        desk, t, texts = self.desk, self.desk.texts.t, self.desk.texts
        for combo, name in ((self.meter, t("Meter")), (self.resource, t("Resource"))):
            combo.setAccessibleName(name)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(12)
        for row in sorted(meters, key=lambda row: row.resource is not resource):
            words = (row.name, row.use, resource_name(texts, row.resource))
            self.meter.addItem(" · ".join(word for word in words if word), row.uid)
        self.meter.addItem(t("New meter…"), "")
        for one in Resource:
            self.resource.addItem(resource_name(texts, one), one.value)
        if resource is not None:
            self.resource.setCurrentIndex(self.resource.findData(resource.value))
        self.name = QLineEdit()
        self.name.setAccessibleName(t("Name of the new meter"))
        self.name.setPlaceholderText(t("Name of the new meter"))
        self.meter_trouble = label("", "wrong", wrap=True)
        self.meter_trouble.hide()
        self._column.addWidget(label(t("Meter")))
        for part in (self.meter, self.name, self.resource, self.meter_trouble):
            self._column.addWidget(part)
        self._column.addSpacing(desk.px(tokens.SPACE_1))
        self._meters = {row.uid: row for row in meters}
        self.meter.activated.connect(lambda _n: self._use_meter())
        self.resource.activated.connect(lambda _n: self._show_fields())
        self.name.returnPressed.connect(self.resource.setFocus)

    # -- photos and PDFs -----------------------------------------------------------------------------------------

    def attach(self, files: Sequence[BillFile]) -> None:
        """Show files beside the form; they are stored with the bill."""
        known = [file.content for file in self.files]
        new = [file for file in files if file.content not in known]
        self.files += [replace(file, rotation=self.turns.pop(file.path, file.rotation)) for file in new]
        self._show_files(len(self.files) - 1)

    def take_off(self, place: int) -> None:
        """A file is not of this bill."""
        del self.files[place]
        self._show_files(max(place - 1, 0))

    def turn(self, place: int, degrees: int) -> None:
        """A file is read the other way up: remembered with it."""
        if place < len(self.files):
            self.files[place] = replace(self.files[place], rotation=degrees)

    def _on_reading(self, is_reading: bool) -> None:
        self.waiting.setVisible(is_reading)
        self._let_store()

    def _show_files(self, place: int) -> None:
        self.files_box.show_names([file.name for file in self.files])
        self.files_shown.emit(list(self.files), place)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos and PDFs can be dropped anywhere on the form."""
        self.files_box.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self.files_box.dropEvent(event)

    # -- which meter ---------------------------------------------------------------------------------------------

    def begin(self, meter: str = "", span: Span | None = None) -> None:
        """Begin a bill of a meter, for the days of a hole if they are known; the keyboard goes to the first field."""
        self.span = span
        found = self.meter.findData(meter) if meter else -1
        if found >= 0:
            self.meter.setCurrentIndex(found)
        self._use_meter()

    def _use_meter(self) -> None:
        uid = str(self.meter.currentData() or "")
        for part in (self.name, self.resource):
            part.setVisible(not uid)
        self._complain_meter("")
        self._show_fields()
        if uid:
            arrived = partial(self._on_proposal, uid)
            self.desk.fetch(self, "proposal", arrived, lambda s: bill_edits.propose_bill(s, uid))
            QTimer.singleShot(0, self.fields["period_start"].edit.setFocus)
        else:
            self._propose({"currency": self._currency})
            QTimer.singleShot(0, self.name.setFocus)

    def _show_fields(self) -> None:
        """Readings for what has a meter, demand for electricity."""
        known = self._meters.get(str(self.meter.currentData() or ""))
        resource = known.resource if known is not None else Resource(str(self.resource.currentData()))
        kind = known.kind if known is not None else bill_edits.usual_kind(resource)
        for key in ("reading_previous", "reading_current"):
            self.fields[key].setVisible(kind is MeterKind.METERED)
        self.estimated.setVisible(kind is MeterKind.METERED)
        self.fields["demand_kw"].setVisible(resource is Resource.ELECTRICITY)

    def _on_proposal(self, uid: str, values: Mapping[str, CellValue]) -> None:
        if uid == self.meter.currentData():
            self._propose(values)

    def _propose(self, values: Mapping[str, CellValue]) -> None:
        given = dict(values)
        if self.span is not None:
            given |= {"period_start": self.span[0], "period_end": self.span[1]}
            given.pop("reading_previous", None)
        for key, field in self.fields.items():
            field.propose(text_of(given.get(key), key, self.desk))
        if self.isVisible() and self.fields["period_start"].edit.hasFocus():
            self.fields["period_start"].edit.selectAll()

    def _derive(self) -> None:
        """Propose the quantity that two readings give."""
        quantity = self.fields["quantity"]
        try:
            previous, current = (self.fields[key].value() for key in ("reading_previous", "reading_current"))
        except InvalidInput:
            return
        if isinstance(previous, Decimal) and isinstance(current, Decimal):
            read = bill_edits.quantity_read(previous, current)
            quantity.propose(typed.number_text(read, self.desk.texts))

    # -- storing -------------------------------------------------------------------------------------------------

    def _after(self, field: FormField) -> None:
        """Enter goes to the next field, and stores from the last."""
        order = [one for one in self.fields.values() if one.isVisible()]
        place = order.index(field) + 1
        if place == len(order):
            self.store(and_next=False)
        else:
            order[place].edit.setFocus(Qt.FocusReason.TabFocusReason)
            order[place].edit.selectAll()

    def _values(self) -> dict[str, CellValue] | None:
        """What was typed; None after the fields have said what is wrong."""
        values: dict[str, CellValue] = {}
        wrong: list[FormField] = []
        for key, field in self.fields.items():
            field.complain("")
            if field.isHidden() or not field.edit.text().strip():
                continue
            try:
                values[key] = field.value()
            except InvalidInput as error:
                field.complain(self.desk.texts.error(error))
                wrong.append(field)
        if wrong:
            wrong[0].edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return values | ({"estimated": True} if self.estimated.isChecked() else {})

    def store(self, *, and_next: bool) -> None:
        """Store the bill; with `and_next` begin the following one of the same meter.

        Not while a file is being read, which would come to the next bill; nor twice at once.
        """
        if self._is_storing or self.files_box.is_reading:
            return
        values = self._values()
        if values is None:
            return
        self.trouble.hide()
        uid = str(self.meter.currentData() or "")
        if not uid:
            values |= {"meter": self.name.text().strip(), "resource": str(self.resource.currentData())}
        new = NewBill(values, uid or None, tuple(self.files))
        self._let_store(is_storing=True)
        self.desk.write(
            self,
            bill_edits.add_bills,
            self._enterprise,
            [new],
            label=change_labels.bills_added,
            then=lambda outcome: self._on_stored(outcome, new.files, and_next=and_next),
            failed=self._on_failed,
        )

    def _let_store(self, *, is_storing: bool | None = None) -> None:
        if is_storing is not None:
            self._is_storing = is_storing
        for part in (self.store_button, self.next_button):
            part.setEnabled(not (self._is_storing or self.files_box.is_reading))

    def _on_failed(self, error: Exception) -> None:
        self._let_store(is_storing=False)
        if isinstance(error, ScoreError):
            self._refuse(CellRefusal.of(0, "", error))
        else:
            self.desk.trouble(error)

    def _refuse(self, refusal: CellRefusal) -> None:
        reason = self.desk.texts.message(refusal.message_id, refusal.params)
        field = self.fields.get(refusal.column)
        if field is not None:
            field.complain(reason)
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif refusal.column in ("meter", "name", "resource"):
            self._complain_meter(reason)
        else:
            self.trouble.setText(reason)
            self.trouble.show()

    def _complain_meter(self, reason: str) -> None:
        self.meter_trouble.setText(reason)
        self.meter_trouble.setVisible(bool(reason))

    def _on_stored(self, outcome: EditOutcome, sent: Sequence[BillFile], *, and_next: bool) -> None:
        """Begin anew, with the files that came meanwhile; for these the form stays."""
        self._let_store(is_storing=False)
        if outcome.refused:
            self._refuse(outcome.refused[0])
            return
        self.span = None
        for field in self.fields.values():
            field.clear()
        self.estimated.setChecked(False)
        if sent:
            stored = {file.content for file in sent}
            self.files = [file for file in self.files if file.content not in stored]
            self._show_files(0)
        and_next = and_next or bool(self.files) or self.files_box.is_reading
        if and_next:
            self._use_meter()
        self.stored.emit(int(outcome.made[0]), and_next)


def text_of(value: CellValue, key: str, desk: Desk, *, grouped: bool = False) -> str:
    """A value as it is typed; `grouped` as it is read."""
    if isinstance(value, Decimal):
        return desk.texts.number(float(value), 6, trim=True) if grouped else typed.number_text(value, desk.texts)
    if isinstance(value, dt.date):
        day = value - dt.timedelta(days=1) if key == "period_end" else value
        return typed.date_text(day, desk.texts)
    return "" if value is None else str(value)
