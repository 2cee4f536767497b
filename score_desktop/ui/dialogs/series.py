"""A column of the monthly grid: its kind, name and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from score_desktop import tokens, units
from score_desktop.enums import ActivityKind
from score_desktop.services import activity, change_labels
from score_desktop.services.activity import Series, series_title
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.forms import add_buttons, add_field, tell_refusal

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
            add_field(desk, column, t("What it counts"), self.kind)
        add_field(desk, column, t("Name"), self.name)
        add_field(desk, column, t("Unit"), self.unit)
        column.addWidget(label(t("For example t, kg, unit, L, m²."), "small", wrap=True))
        column.addWidget(self.wrong)
        column.addSpacing(desk.px(tokens.SPACE_3))
        line = QHBoxLayout()
        line.addStretch(1)
        words = t("Save") if series else t("Add")
        self.ok, self.cancel = add_buttons(desk, line, words, self._store, self.reject)
        nest(column, line)
        self.name.setFocus()

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
        fields = {"name": self.name, "unit": self.unit}
        tell_refusal(self.desk, error, self.wrong, fields, self.name, marks_usual=True)
