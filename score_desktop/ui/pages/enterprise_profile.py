"""The enterprise's own fields: each is stored when it is left, and says itself what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from score_desktop import reference, tokens
from score_desktop.errors import ScoreError
from score_desktop.msgid import N_
from score_desktop.services import change_labels, profile, search
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.complaint import complain
from score_desktop.ui.widgets.panels import scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from score_desktop.services.profile import Profile
    from score_desktop.ui.desk import Desk

FIELDS: tuple[tuple[str, str], ...] = (
    ("name", N_("Name of the enterprise")),
    ("tax_id", N_("Tax number (NIT)")),
    ("sector", N_("What it does")),
    ("country", N_("Country")),
    ("currency", N_("Currency of its accounts")),
    ("language", N_("Language of its documents")),
    ("address", N_("Address")),
    ("city", N_("City")),
    ("department", N_("Department")),
    ("note", N_("Note")),
)
HINTS = {
    "sector": N_("Bakery, hotel, metal shop … or an activity code. Emission factors of fuels depend on it."),
    "country": N_("Decides the emission factor of the electricity and the formats of its documents."),
    "language": N_("What reports are written in, unless you choose another there."),
}
DEPARTMENTS = ("Beni", "Chuquisaca", "Cochabamba", "La Paz", "Oruro", "Pando", "Potosí", "Santa Cruz", "Tarija")
"""Of Bolivia: offered while typing, any other is taken too."""
CHOICES = ("country", "currency", "language")
TWO_COLUMNS_UP_TO = 1.5
FIELD_PX, NOTE_PX = 440, 84


class NoteEdit(QPlainTextEdit):
    """A few lines of text; `left` is called when the person goes elsewhere. Tab goes on to the next field."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Store what was typed."""
        super().focusOutEvent(event)
        self._left()


class ProfileForm(QWidget):
    """The fields; `show_profile` never takes away what a person is typing or what was refused."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._profile: Profile | None = None
        self._sent: dict[str, str] = {}
        self._left: dict[str, dict[str, str]] = {}
        """What was refused of enterprises that are not shown: portable id → field → text."""
        self.fields: dict[str, QLineEdit | QComboBox | NoteEdit] = {}
        self.errors = {key: label("", "wrong", wrap=True) for key, _ in FIELDS}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, desk.px(8), desk.px(8))
        grid.setHorizontalSpacing(desk.px(tokens.SPACE_6))
        grid.setVerticalSpacing(desk.px(tokens.SPACE_3))
        columns = 2 if desk.scale <= TWO_COLUMNS_UP_TO else 1
        place = 0
        for key, title in FIELDS:
            wide = key == "note"
            place += -place % columns if wide else 0
            row, column = divmod(place, columns)
            grid.addWidget(self._box(key, desk.texts.t(title)), row, column, 1, columns if wide else 1)
            place += 1
        grid.setRowStretch(len(FIELDS) + 1, 1)
        inside.setMaximumWidth(desk.px(FIELD_PX * columns + tokens.SPACE_6))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))

    def _box(self, key: str, title: str) -> QWidget:
        desk = self.desk
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(3))
        field = self.fields[key] = self._field(key)
        field.setAccessibleName(title)
        field.setEnabled(not desk.context.read_only)
        field.setMinimumWidth(desk.px(240))
        head = label(title, "muted")
        head.setBuddy(field)
        column.addWidget(head)
        column.addWidget(field)
        if key in HINTS:
            hint = desk.texts.t(HINTS[key])
            field.setAccessibleDescription(hint)
            column.addWidget(label(hint, "small", wrap=True))
        column.addWidget(self.errors[key])
        self.errors[key].hide()
        column.addStretch(1)
        return box

    def _field(self, key: str) -> QLineEdit | QComboBox | NoteEdit:
        if key in CHOICES:
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for value, words in self._choices(key):
                box.addItem(words, value)
            box.activated.connect(lambda _index: self._commit(key))
            return box
        if key == "note":
            note = NoteEdit(lambda: self._commit(key))
            note.setFixedHeight(self.desk.px(NOTE_PX))
            return note
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._commit(key))
        line.textEdited.connect(lambda _text: self._say_wrong(key, ""))
        if key == "department":
            completer = QCompleter(DEPARTMENTS, line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        return line

    def _choices(self, key: str) -> list[tuple[str, str]]:
        texts = self.desk.texts
        countries = reference.countries().values()
        if key == "country":
            named = [(country.alpha2, country.name(texts.language)) for country in countries]
            return sorted(named, key=lambda pair: search.fold(pair[1]))
        if key == "currency":
            codes = sorted({country.currency for country in countries if country.currency})
            signs = {code: texts.currency(code) for code in codes}
            return [(code, code if signs[code] == code else f"{code} ({signs[code]})") for code in codes]
        t = texts.t
        return [("", t("As the window")), ("es", t("Spanish")), ("en", t("English"))]

    # -- showing and storing -------------------------------------------------------------------------------------

    def show_profile(self, shown: Profile) -> None:
        """Show what is stored; a field that is being typed in, or that was refused, is left alone."""
        other = self._profile is None or self._profile.uid != shown.uid
        if other:
            self._left = self.left()
        before, self._profile = self._profile, shown
        if other:
            self._sent.clear()
        for key, _ in FIELDS:
            stored = getattr(shown, key)
            typed_on = not other and self.value(key) != getattr(before, key)
            refused = bool(self.errors[key].text()) and not other
            if refused or (typed_on and self.fields[key].hasFocus()):
                continue
            if other:
                self._say_wrong(key, "")
            if self.value(key) != stored:
                self._set(key, stored)
        if other:
            self._try_again(self._left.pop(shown.uid, {}))

    def left(self) -> dict[str, dict[str, str]]:
        """What was typed and refused, of the enterprise that is shown and of those before it."""
        refused = {key: self.value(key) for key, error in self.errors.items() if error.text()}
        return {**self._left, **({self._profile.uid: refused} if self._profile is not None and refused else {})}

    def take_left(self, left: object) -> None:
        """Take what `left` gave, whoever wrote it; before anything is shown."""
        for uid, fields in left.items() if isinstance(left, dict) else ():
            if isinstance(fields, dict):
                self._left[str(uid)] = {str(key): str(text) for key, text in fields.items() if key in self.fields}

    def _try_again(self, fields: Mapping[str, str]) -> None:
        """Let what was refused stand in its fields again, with today's reason; or it is stored by now."""
        for key, text in fields.items():
            self._set(key, text)
            self._commit(key)

    def value(self, key: str) -> str:
        """What stands in a field."""
        field = self.fields[key]
        if isinstance(field, QComboBox):
            return str(field.currentData() or "")
        return (field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()).strip()

    def _set(self, key: str, value: str) -> None:
        field = self.fields[key]
        if isinstance(field, QComboBox):
            if field.findData(value) < 0:  # of an older list
                field.addItem(value, value)
            field.setCurrentIndex(field.findData(value))
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(value)
        else:
            field.setText(value)
            field.setCursorPosition(0)

    def _commit(self, key: str) -> None:
        shown, value = self._profile, self.value(key)
        if shown is None or self.desk.context.read_only:
            return
        if value == self._sent.get(key, getattr(shown, key)) and not self.errors[key].text():
            return
        self._sent[key] = value
        self.desk.write(
            self,
            profile.edit_profile,
            shown.uid,
            {key: value},
            label=change_labels.named("change.enterprise_edited", shown.name),
            then=lambda _none: self._stored(key),
            failed=lambda error: self._refused(key, error),
        )

    def _stored(self, key: str) -> None:
        self._sent.pop(key, None)
        self._say_wrong(key, "")

    def _refused(self, key: str, error: Exception) -> None:
        self._sent.pop(key, None)
        if isinstance(error, ScoreError):
            self._say_wrong(key, self.desk.texts.error(error))
        else:
            self.desk.trouble(error)

    def _say_wrong(self, key: str, words: str) -> None:
        error, field = self.errors[key], self.fields[key]
        if error.text() == words:
            return
        hint = HINTS.get(key, "")
        complain(field, error, words, self.desk.texts.t(hint) if hint else "")
