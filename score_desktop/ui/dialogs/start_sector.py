"""A sector whose usual steps and flows a chart begins with, and how much is made in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from score_desktop import tokens, typed
from score_desktop.errors import ScoreError
from score_desktop.services import change_labels
from score_desktop.services.process_pack import PackChoice, pack_choices, start_from_pack
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.forms import add_buttons, tell_refusal

if TYPE_CHECKING:
    from score_desktop.services.process import Process
    from score_desktop.ui.desk import Desk


class StartSectorDialog(QDialog):
    """Chooses one of the sectors and asks for its yearly quantity, which the audit's production proposes."""

    def __init__(self, desk: Desk, process: Process, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._process = desk, process
        self._proposed = ""
        t, texts = desk.texts.t, desk.texts
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Start from a sector"))
        self.setMinimumSize(desk.px(520), desk.px(470))
        self.choices = pack_choices(process.facts, texts.language, process.settings.product)
        self.list = QListWidget()
        self.list.setAccessibleName(t("Sector"))
        for choice in self.choices:
            item = QListWidgetItem(choice.name)
            counts = texts.tn("{n} step", "{n} steps", choice.steps), texts.tn("{n} flow", "{n} flows", choice.flows)
            item.setToolTip(" · ".join((choice.functional_unit, *counts)))
            item.setSizeHint(QSize(0, desk.px(tokens.ROW_HEIGHT)))
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._on_choice)
        self.said = label("", "muted", wrap=True)
        self.amount = QLineEdit()
        self.amount.setMaximumWidth(desk.px(160))
        self.unit = label()
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        self._lay_out()
        self.list.setCurrentRow(_likely(self.choices, process.facts.sector))
        self.list.setFocus()

    def _lay_out(self) -> None:
        desk, t = self.desk, self.desk.texts.t
        column = QVBoxLayout(self)
        column.setSpacing(desk.px(tokens.SPACE_2))
        intro = t("You get the sector's steps and typical flows, each figure an estimate until you measure it.")
        column.addWidget(label(intro, wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        asked = label(t("How much in a year"), "muted")
        asked.setBuddy(self.amount)
        self.amount.setAccessibleName(asked.text())
        column.addWidget(asked)
        line = QHBoxLayout()
        line.addWidget(self.amount)
        line.addWidget(self.unit)
        line.addStretch(1)
        nest(column, line)
        column.addWidget(self.wrong)
        column.addSpacing(desk.px(tokens.SPACE_2))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.ok, self.cancel = add_buttons(desk, foot, t("Start"), self._store, self.reject)
        nest(column, foot)

    def _on_choice(self, row: int) -> None:
        if not 0 <= row < len(self.choices):
            return
        choice, texts = self.choices[row], self.desk.texts
        counts = texts.tn("{n} step", "{n} steps", choice.steps), texts.tn("{n} flow", "{n} flows", choice.flows)
        self.said.setText(" · ".join((choice.functional_unit, *counts)))
        self.unit.setText(texts.t("{unit} per year", unit=choice.counted))
        if self.amount.text() == self._proposed:  # what a person typed stays
            self._proposed = "" if choice.quantity is None else texts.number(choice.quantity, 3, trim=True)
            self.amount.setText(self._proposed)

    def _store(self) -> None:
        row, texts = self.list.currentRow(), self.desk.texts
        choice = self.choices[row]
        try:
            quantity = typed.read_number(self.amount.text(), texts)
        except ScoreError as error:
            self._refused(error)
            return
        self.ok.setEnabled(False)
        self.desk.write(
            self,
            start_from_pack,
            self._process.audit,
            choice.id,
            quantity,
            texts.language,
            label=change_labels.named("change.process_started", choice.name),
            then=lambda _count: self.accept(),
            failed=self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self.ok.setEnabled(True)
        tell_refusal(self.desk, error, self.wrong, {}, self.amount, marks_usual=True)


def _likely(choices: tuple[PackChoice, ...], sector: str) -> int:
    """The sector that the enterprise names, else the first."""
    return next((number for number, one in enumerate(choices) if one.id == sector), 0)
