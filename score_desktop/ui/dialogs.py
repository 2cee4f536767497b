"""What the window asks: who is audited, and what a file leaves open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QSpinBox, QWidget

from score_desktop import reference
from score_desktop.services.audits import NewAudit
from score_desktop.services.import_words import QUESTIONS, choice_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from score_desktop.i18n import Texts
    from score_desktop.importing.result import Question

DEFAULT_COUNTRY = "BO"


class NewAuditDialog(QDialog):
    """Name, country and year of a new audit; `wanted` once it was accepted."""

    def __init__(self, texts: Texts, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setWindowTitle(texts.t("New audit"))
        self.name = QLineEdit()
        self.country = QComboBox()
        named = [(c.name_es if texts.language == "es" else c.name_en, c.alpha2) for c in reference.countries().values()]
        for name, code in sorted(named):
            self.country.addItem(name, code)
        self.country.setCurrentIndex(max(self.country.findData(DEFAULT_COUNTRY), 0))
        self.year = QSpinBox()
        self.year.setRange(1990, today.year)
        self.year.setValue(today.year - 1)
        form = QFormLayout(self)
        form.addRow(texts.t("Name of the enterprise"), self.name)
        form.addRow(texts.t("Country"), self.country)
        form.addRow(texts.t("Year"), self.year)
        self.buttons = _buttons(self, texts, texts.t("Add"))
        form.addRow(self.buttons)
        self.name.textChanged.connect(self._name_changed)
        self._name_changed(self.name.text())

    def wanted(self) -> NewAudit:
        """What was typed, as services take it."""
        year = self.year.value()
        return NewAudit(
            enterprise=self.name.text().strip(),
            country=str(self.country.currentData()),
            start=dt.date(year, 1, 1),
            end=dt.date(year + 1, 1, 1),
            language=self._texts.language,
        )

    def _name_changed(self, name: str) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(name.strip()))


class QuestionsDialog(QDialog):
    """What a file leaves open, one choice for each question; `answers` once it was accepted."""

    def __init__(self, texts: Texts, file: str, questions: Sequence[Question], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(texts.t("Before {file} is imported", file=file))
        form = QFormLayout(self)
        form.addRow(QLabel(texts.t("The file does not say this. Nothing has been imported yet.")))
        self._boxes: dict[str, QComboBox] = {}
        for question in questions:
            box = QComboBox()
            for choice in question.choices:
                box.addItem(choice_text(choice, texts) or choice, choice)
            words = texts.t(QUESTIONS[question.question], column=question.column, sheet=question.sheet)
            label = QLabel(words)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(box)
            box.setAccessibleName(words)
            form.addRow(label, box)
            self._boxes[f"{question.sheet}!{question.column}"] = box
        form.addRow(_buttons(self, texts, texts.t("Import")))

    def answers(self) -> dict[str, str]:
        """The choices by "SHEET!COLUMN", as `ImportOptions` takes them."""
        return {place: str(box.currentData()) for place, box in self._boxes.items()}


def _buttons(dialog: QDialog, texts: Texts, accept: str) -> QDialogButtonBox:
    made = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    made.button(QDialogButtonBox.StandardButton.Ok).setText(accept)
    made.button(QDialogButtonBox.StandardButton.Cancel).setText(texts.t("Cancel"))
    made.accepted.connect(dialog.accept)
    made.rejected.connect(dialog.reject)
    return made
