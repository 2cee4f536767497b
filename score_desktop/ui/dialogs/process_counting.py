"""How a flow chart is counted: days and batches of a year, product, by-products, substances of their own balance."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from score_desktop import tokens, typed
from score_desktop.errors import InvalidInput
from score_desktop.services import change_labels, process_steps
from score_desktop.services.process_rows import Followed
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.forms import add_buttons, add_field, tell_refusal

if TYPE_CHECKING:
    from score_desktop.services.process import Process
    from score_desktop.ui.desk import Desk


class CountingDialog(QDialog):
    """Shows the settings of a chart, and stores those that were changed as one change; what is wrong is told below."""

    def __init__(self, desk: Desk, process: Process, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._process = desk, process
        t, texts, settings = desk.texts.t, desk.texts, process.settings
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("How it is counted"))
        self.setMinimumWidth(desk.px(420))
        self.product = QComboBox()
        self.product.addItem(t("the first product"), "")
        for key, one in process.facts.products.items():
            self.product.addItem(one.name, key)
        self.product.setCurrentIndex(max(self.product.findData(settings.product), 0))
        self.days = QLineEdit(_number(settings.days_per_year, desk))
        self.batches = QLineEdit(_number(settings.batches_per_year, desk))
        self.followed = QLineEdit(", ".join(one.name for one in settings.followed))
        self.losses = QCheckBox(t("By-products count as losses"))
        self.losses.setChecked(settings.by_products_are_losses)
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        column = QVBoxLayout(self)
        column.setSpacing(desk.px(tokens.SPACE_1))
        add_field(desk, column, t("Days worked in a year (empty: 365)"), self.days)
        add_field(desk, column, t("Batches in a year"), self.batches)
        add_field(desk, column, t("Figures per unit of"), self.product)
        add_field(desk, column, t("Substances with a balance of their own, separated by commas"), self.followed)
        column.addWidget(
            label(t("For example flour, chrome, solvent. Their share is given for each flow."), "small", wrap=True)
        )
        column.addWidget(self.losses)
        column.addWidget(label(t("Their income is set against the cost."), "small", wrap=True))
        column.addWidget(self.wrong)
        column.addSpacing(desk.px(tokens.SPACE_3))
        nest(column, self._buttons())
        self.days.setFocus()
        self._texts = texts
        self._shown = self._entries()

    def _entries(self) -> dict[str, object]:
        """What stands in each field."""
        return {
            "days_per_year": self.days.text().strip(),
            "batches_per_year": self.batches.text().strip(),
            "product": str(self.product.currentData()),
            "by_products_are_losses": self.losses.isChecked(),
            "followed": self.followed.text().strip(),
        }

    def _buttons(self) -> QHBoxLayout:
        desk, t = self.desk, self.desk.texts.t
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        self.clear = button(desk, t("Delete the whole process"), self._clear, icon="trash-2")
        self.clear.setAutoDefault(False)
        self.clear.setEnabled(not self._process.is_empty and not desk.context.read_only)
        line.addWidget(self.clear)
        line.addStretch(1)
        self.ok, self.cancel = add_buttons(desk, line, t("Save"), self._store, self.reject)
        self.ok.setEnabled(not desk.context.read_only)
        return line

    def _store(self) -> None:
        now = self._entries()
        changes: dict[str, Any] = {key: entry for key, entry in now.items() if entry != self._shown[key]}
        if not changes:
            self.accept()
            return
        substances = self._substances() if changes.pop("followed", None) is not None else None
        try:
            for key in changes.keys() & {"days_per_year", "batches_per_year"}:
                changes[key] = self._read(key, changes[key])
        except InvalidInput as error:
            self._refused(error)
            return
        self.ok.setEnabled(False)
        self.desk.write(
            self,
            process_steps.set_counting,
            self._process.audit,
            changes,
            substances,
            label=change_labels.process_settings,
            then=lambda _none: self.accept(),
            failed=self._refused,
        )

    def _read(self, field: str, words: str) -> float | None:
        try:
            return float(typed.read_number(words, self._texts)) if words else None
        except InvalidInput as error:
            raise InvalidInput(error.message_id, **{**error.params, "field": field}) from error

    def _substances(self) -> list[Followed]:
        """Names as typed; those that were followed before keep their shares, and the commas in their names."""
        known = {_plain(one.name): one.key for one in self._process.settings.followed}
        parts = self.followed.text().split(",")
        found: dict[str, Followed] = {}
        while parts:
            ends = range(len(parts), 0, -1)
            end = next((end for end in ends if _plain(",".join(parts[:end])) in known), 1)
            name = ",".join(parts[:end]).strip()
            if name:
                found.setdefault(_plain(name), Followed(known.get(_plain(name), ""), name))
            parts = parts[end:]
        return list(found.values())

    def _clear(self) -> None:
        desk, t = self.desk, self.desk.texts.t

        def cleared(_count: int) -> None:
            desk.tell(t("The process is deleted."), action=(t("Undo"), desk.undo.undo))
            self.accept()

        label_of = change_labels.process_cleared
        desk.write(self, process_steps.clear_process, self._process.audit, label=label_of, then=cleared)

    def _refused(self, error: Exception) -> None:
        self.ok.setEnabled(True)
        fields = {"days_per_year": self.days, "batches_per_year": self.batches, "followed": self.followed}
        tell_refusal(self.desk, error, self.wrong, fields, self.days, marks_usual=False)


def _number(value: float | None, desk: Desk) -> str:
    return "" if value is None else typed.number_text(Decimal(repr(value)), desk.texts)


def _plain(name: str) -> str:
    """A name without what does not tell it from others: capitals, and spaces around its commas."""
    return ",".join(" ".join(part.split()) for part in name.casefold().split(","))
