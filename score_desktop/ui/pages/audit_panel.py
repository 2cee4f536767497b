"""The audit itself: name, kind, period, trainer; edited beside the overview."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from score_desktop import typed
from score_desktop.enums import AuditKind
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.services import begin, change_labels, enterprises
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.complaint import complain
from score_desktop.ui.widgets.panels import SidePanel

if TYPE_CHECKING:
    from score_desktop.services.begin import AuditDetails
    from score_desktop.ui.desk import Desk

_DAY = dt.timedelta(days=1)
_FOLLOW, _FIXED = "follow", "fixed"
Field = TypeVar("Field", bound=QWidget)


class AuditPanel(SidePanel):
    """Enter stores; what is wrong stands under its field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Edit the audit"))
        self._audit = ""
        self.errors: dict[str, QLabel] = {}
        self.fields: dict[str, QWidget] = {}
        self._build()
        self.hide()

    def _build(self) -> None:
        t = self.desk.texts.t
        self.name = self._add("name", t("Name of the audit"), QLineEdit())
        self.kind = self._add("kind", t("Kind"), QComboBox())
        self.kind.addItem(t("Baseline"), str(AuditKind.BASELINE))
        self.kind.addItem(t("Follow-up"), str(AuditKind.FOLLOW_UP))
        self.follow = self._add("period", t("Period"), QComboBox())
        self.follow.addItem(t("Last 12 months that have data"), _FOLLOW)
        self.follow.addItem(t("Days of its own"), _FIXED)
        self.follow.currentIndexChanged.connect(lambda _index: self._say_days())
        self.start = self._add("period_start", t("First day"), QLineEdit())
        self.end = self._add("period_end", t("Last day"), QLineEdit())
        self.trainer = self._add("trainer", t("Trainer"), QLineEdit())
        for field in (self.name, self.start, self.end, self.trainer):
            field.returnPressed.connect(self.store)
        self.trouble = label("", "wrong", wrap=True)
        self.trouble.hide()
        self.save = button(self.desk, t("Store"), self.store, role="primary")
        self.body.addSpacing(self.desk.px(8))
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.save)
        self.body.addStretch(1)

    def _add(self, key: str, words: str, field: Field) -> Field:
        name, wrong = label(words, "small"), label("", "wrong", wrap=True)
        name.setBuddy(field)
        field.setAccessibleName(words)
        wrong.hide()
        for part in (name, field, wrong):
            self.body.addWidget(part)
        self.fields[key], self.errors[key] = field, wrong
        return field

    def open_for(self, audit: str) -> None:
        """Show an audit's fields."""
        self._audit = audit
        self.desk.read(self, "details", self._on_details, begin.audit_details, audit)

    def _on_details(self, found: AuditDetails) -> None:
        texts = self.desk.texts
        self._clear()
        self.name.setText(found.name)
        self.kind.setCurrentIndex(max(self.kind.findData(found.kind), 0))
        self.follow.setCurrentIndex(self.follow.findData(_FIXED if found.fixed else _FOLLOW))
        self.start.setText(texts.date(found.start))
        self.end.setText(texts.date(found.end - _DAY))
        self.trainer.setText(found.trainer)
        self._say_days()
        self.save.setEnabled(not self.desk.context.read_only)
        self.show()
        self.name.setFocus()

    def _say_days(self) -> None:
        fixed = self.follow.currentData() == _FIXED
        for field in (self.start, self.end):
            field.setEnabled(fixed)

    # -- storing -------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Store what was typed."""
        self._clear()
        try:
            changes = self._changes()
        except InvalidInput as error:
            self._wrong(error)
            return
        if changes is None:
            return
        self.save.setEnabled(False)
        self.desk.write(
            self,
            enterprises.edit_audit,
            self._audit,
            changes,
            label=change_labels.named("change.audit_edited", self.name.text().strip()),
            then=lambda _none: self._on_stored(),
            failed=self._on_failed,
        )

    def _changes(self) -> enterprises.AuditChanges | None:
        if not self.name.text().strip():
            raise InvalidInput("input.required", field="name")
        start = end = None
        if self.follow.currentData() == _FIXED:
            start, end = self._day("period_start", self.start), self._day("period_end", self.end)
            if start is None or end is None:
                return None
            end += _DAY
        return enterprises.AuditChanges(
            name=self.name.text(),
            kind=AuditKind(self.kind.currentData()),
            start=start,
            end=end,
            follow=start is None,
            trainer=self.trainer.text(),
        )

    def _day(self, key: str, field: QLineEdit) -> dt.date | None:
        """A typed day; a month given as the last day means its last."""
        try:
            day, whole_month = typed.read_date(field.text(), self.desk.texts, today=self.desk.today())
        except InvalidInput as error:
            self._say(key, self.desk.texts.error(error))
            return None
        if whole_month and key == "period_end":
            return (day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY
        return day

    def _on_stored(self) -> None:
        self.save.setEnabled(True)
        self.close_panel()
        self.desk.tell(self.desk.texts.t("The audit is changed."))

    def _on_failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, ScoreError):
            self._wrong(error)
        else:
            self.desk.trouble(error)

    def _wrong(self, error: ScoreError) -> None:
        field = str(error.params.get("field", ""))
        words = self.desk.texts.error(error)
        if field in self.errors:
            self._say(field, words)
        else:
            self.trouble.setText(words)
            self.trouble.show()

    def _say(self, key: str, words: str) -> None:
        complain(self.fields[key], self.errors[key], words)
        if words:
            self.fields[key].setFocus()

    def _clear(self) -> None:
        self.trouble.hide()
        for key in self.errors:
            self._say(key, "")
