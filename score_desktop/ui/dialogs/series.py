"""A column of the monthly grid: its kind, name and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from score_desktop import tokens, units
from score_desktop.enums import ActivityKind
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.services import activity, change_labels
from score_desktop.services.activity import Series, series_title
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class SeriesDialog(QDialog):
    """Adds a column, or changes one; what is wrong is told below its field.

    Args:
        enterprise: Portable id.
        series: The column to change; None for a new one.

    Signals:
        made: The new `Series`; one that is no product is stored with its first value.
    """

    made = Signal(object)

    def __init__(self, desk: Desk, enterprise: str, series: Series | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._enterprise, self._series = desk, enterprise, series
        t = desk.texts.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Change column") if series else t("Add column"))
        self.setMinimumWidth(desk.px(380))
        self.kind = QComboBox()
        for kind, words in (
            (ActivityKind.PRODUCTION, t("Product")),
            (ActivityKind.OTHER, t("Something else (guests, meals, kilometres …)")),
        ):
            self.kind.addItem(words, kind)
        self.name = QLineEdit(series_title(series, desk.texts) if series else "")
        self.unit = QLineEdit(units.label(series.unit, desk.texts.language) if series else "")
        self.unit.setCompleter(QCompleter([unit.symbol for unit in units.known_units()], self.unit))
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        column = QVBoxLayout(self)
        column.setSpacing(desk.px(tokens.SPACE_1))
        if series is None:
            self._add_row(column, t("What it counts"), self.kind)
        self._add_row(column, t("Name"), self.name)
        self._add_row(column, t("Unit"), self.unit)
        column.addWidget(label(t("For example t, kg, unit, L, m²."), "small", wrap=True))
        column.addWidget(self.wrong)
        column.addSpacing(desk.px(tokens.SPACE_3))
        line = QHBoxLayout()
        line.addStretch(1)
        self.ok = button(desk, t("Save") if series else t("Add"), self._store, role="primary")
        self.ok.setDefault(True)
        self.cancel = button(desk, t("Cancel"), self.reject)
        self.cancel.setAutoDefault(False)
        line.addWidget(self.ok)
        line.addWidget(self.cancel)
        column.addLayout(line)
        self.name.setFocus()

    def _add_row(self, column: QVBoxLayout, title: str, field: QWidget) -> None:
        head = label(title, "muted")
        head.setBuddy(field)
        field.setAccessibleName(title)
        column.addWidget(head)
        column.addWidget(field)
        column.addSpacing(self.desk.px(tokens.SPACE_1))

    def _store(self) -> None:
        self.ok.setEnabled(False)
        name, unit = self.name.text().strip(), self._unit_symbol()
        if self._series is None:
            kind = self.kind.currentData()
            change_label = change_labels.named("change.series_added", name)
            self.desk.write(
                self, activity.add_series, self._enterprise, ActivityKind(kind), name, unit,
                label=change_label, then=self._added, failed=self._refused,
            )  # fmt: skip
        else:
            change_label = change_labels.named("change.series_edited", series_title(self._series, self.desk.texts))
            self.desk.write(
                self, activity.edit_series, self._enterprise, self._series, name, unit,
                label=change_label, then=lambda _series: self.accept(), failed=self._refused,
            )  # fmt: skip

    def _unit_symbol(self) -> str:
        typed = self.unit.text().strip()
        if self._series is not None and typed == units.label(self._series.unit, self.desk.texts.language):
            return self._series.unit
        known = units.find_unit(typed)
        return known.symbol if known is not None else typed

    def _added(self, series: Series) -> None:
        self.made.emit(series)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.ok.setEnabled(True)
        if not isinstance(error, ScoreError):
            self.desk.trouble(error)
            return
        self.wrong.setText(self.desk.texts.error(error))
        self.wrong.show()
        named = str(error.params.get("field", "")) if isinstance(error, InvalidInput) else ""
        field = self.unit if named == "unit" else self.name
        for one in (self.name, self.unit):
            one.setProperty("wrong", one is field)
            set_role(one, "")
        field.setFocus()
