"""Asks for a new audit: the name of the enterprise is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.services import begin, first_start
from score_desktop.services.audits import NewAudit
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.complaint import complain

if TYPE_CHECKING:
    from score_desktop.services.begin import KnownEnterprise
    from score_desktop.ui.desk import Desk

_FOLLOW = 0


class NewAuditDialog(QDialog):
    """Enter creates; what is wrong stands under its field.

    Args:
        enterprise: Portable id of the one that a further audit is about; "" to ask.

    Signals:
        made: The `AuditMade`.
    """

    made = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None, enterprise: str = "") -> None:
        super().__init__(parent)
        self.desk = desk
        self._enterprise = enterprise
        self._known: dict[str, KnownEnterprise] = {}
        t = desk.texts.t
        self.setWindowTitle(t("New visit") if enterprise else t("New audit"))
        self.setMinimumWidth(desk.px(480))
        self.fields: dict[str, QWidget] = {}
        self.errors: dict[str, QLabel] = {}
        self._build()
        desk.read(self, "known", self._on_known, begin.known_enterprises)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        t, desk = self.desk.texts.t, self.desk
        self.name = QLineEdit()
        self.name.textChanged.connect(self._on_name)
        self.name.textChanged.connect(lambda _text: self._wrong("name", ""))
        self.country = self._countries()
        self.city = QLineEdit()
        self.sector = self._words([t(sector) for sector in begin.SECTORS])
        self.period = self._periods()
        grid = QGridLayout()
        grid.setHorizontalSpacing(desk.px(tokens.SPACE_3))
        grid.setVerticalSpacing(desk.px(tokens.SPACE_1))
        grid.setColumnStretch(1, 1)
        self.hint = label("", "small", wrap=True)
        for number, (key, words, field) in enumerate(
            (
                ("name", t("Name of the enterprise"), self.name),
                ("country", t("Country"), self.country),
                ("city", t("City"), self.city),
                ("sector", t("Sector"), self.sector),
                ("period", t("Period"), self.period),
            )
        ):
            self._add(grid, number * 2, key, words, field)
        self.trouble = label("", "wrong", wrap=True)
        self.trouble.hide()
        self.create_button = button(desk, t("Create audit"), self.accept, role="primary")
        self.create_button.setDefault(True)
        self.cancel_button = button(desk, t("Cancel"), self.reject)
        self.cancel_button.setAutoDefault(False)
        line = QHBoxLayout()
        line.addStretch(1)
        for part in (self.create_button, self.cancel_button):
            line.addWidget(part)
        column = QVBoxLayout(self)
        margin = desk.px(20)
        column.setContentsMargins(margin, margin, margin, desk.px(16))
        column.setSpacing(desk.px(tokens.SPACE_3))
        nest(column, grid)
        column.addWidget(self.hint)
        column.addWidget(self.trouble)
        column.addStretch(1)
        nest(column, line)
        self.name.setFocus()
        self._say_hint()

    def _add(self, grid: QGridLayout, row: int, key: str, words: str, field: QWidget) -> None:
        name = label(words, "muted")
        name.setBuddy(field)
        field.setAccessibleName(words)
        written = field.lineEdit() if isinstance(field, QComboBox) else None
        if written is not None:
            written.setAccessibleName(words)  # it is what has the keyboard
        wrong = label("", "wrong", wrap=True)
        wrong.hide()
        grid.addWidget(name, row, 0)
        grid.addWidget(field, row, 1)
        grid.addWidget(wrong, row + 1, 1)
        self.fields[key], self.errors[key] = field, wrong

    def _countries(self) -> QComboBox:
        box = QComboBox()
        for code, name in first_start.country_choices(self.desk.texts.language):
            box.addItem(name, code)
        box.setMaxVisibleItems(14)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setCurrentIndex(max(box.findData(self.desk.config.settings.country), 0))
        return box

    def _words(self, words: list[str]) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(sorted(words))
        box.setCurrentText("")
        line = box.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.desk.texts.t("Choose or write"))
        completer = QCompleter(sorted(words), box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        box.setCompleter(completer)
        return box

    def _periods(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.desk.texts.t("Last 12 months that have data"), _FOLLOW)
        for year in begin.year_choices(self.desk.today()):
            box.addItem(str(year), year)
        box.currentIndexChanged.connect(lambda _index: self._say_hint())
        return box

    # -- what is known -------------------------------------------------------------------------------------------

    def _on_known(self, found: tuple[KnownEnterprise, ...]) -> None:
        self._known = {row.name.casefold(): row for row in found}
        completer = QCompleter([row.name for row in found], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        about = next((row for row in found if row.uid == self._enterprise), None)
        if about is not None:
            self.name.setText(about.name)
            self.name.setReadOnly(True)
            self.period.setFocus()
        self._on_name()

    def _on_name(self, _text: str = "") -> None:
        """A name that is known brings its country, city and sector."""
        known = self._known.get(self.name.text().strip().casefold())
        if known is not None:
            self.country.setCurrentIndex(max(self.country.findData(known.country), 0))
            self.city.setText(known.city)
            self.sector.setCurrentText(known.sector)
        self.country.setEnabled(known is None)
        self._say_hint()

    def _say_hint(self) -> None:
        t = self.desk.texts.t
        known = self._known.get(self.name.text().strip().casefold())
        words = []
        if known is not None and known.audits:
            words.append(t("The enterprise is known: this will be a follow-up audit with the same bills."))
        if self.period.currentData() == _FOLLOW:
            words.append(t("The period moves on as bills come in, until you fix it."))
        self.hint.setText(" ".join(words))

    # -- making it -----------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Create the audit; the dialog closes when it is stored."""
        if not self.create_button.isEnabled():
            return
        self.create_button.setEnabled(False)
        for key in self.errors:
            self._wrong(key, "")
        self.trouble.hide()
        year = self.period.currentData()
        start, end = (None, None) if year == _FOLLOW else begin.year_period(year)
        name = self.name.text().strip()
        audit = NewAudit(name, self.country.currentData(), start=start, end=end, language=self.desk.texts.language)
        wanted = begin.Beginning(audit, self.city.text(), self.sector.currentText())
        self.desk.write(
            self,
            begin.begin_audit,
            wanted,
            self.desk.today(),
            label=("change.audit_added", {"name": name}),
            then=self._on_made,
            failed=self._on_failed,
        )

    def _on_made(self, made: object) -> None:
        super().accept()
        self.made.emit(made)

    def _on_failed(self, error: Exception) -> None:
        self.create_button.setEnabled(True)
        if not isinstance(error, ScoreError):
            self.desk.trouble(error)
            return
        field = str(error.params.get("field", "")) if isinstance(error, InvalidInput) else ""
        words = self.desk.texts.error(error)
        if field in self.errors:
            self._wrong(field, words)
            self.fields[field].setFocus()
        else:
            self.trouble.setText(words)
            self.trouble.show()

    def _wrong(self, key: str, words: str) -> None:
        complain(self.fields[key], self.errors[key], words)
