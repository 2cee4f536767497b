"""Step 2: the sheet as it looks, what its columns mean, what becomes of its rows, what it adds up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.services.import_left_out import LEFT_OUT, rows_left_out
from score_desktop.services.import_lines import RowKind
from score_desktop.ui import icons
from score_desktop.ui.pages.page import rule
from score_desktop.ui.widgets.buttons import Segmented, label
from score_desktop.ui.widgets.elided import Elided
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.panels import scrolled
from score_desktop.ui.wizard.profile_line import ProfileLine
from score_desktop.ui.wizard.questions import QuestionStrip
from score_desktop.ui.wizard.sheet_view import SheetView
from score_desktop.ui.wizard.summary import Summary

if TYPE_CHECKING:
    from score_desktop.importing.result import FoundTable
    from score_desktop.importing.workbook import Sheet
    from score_desktop.services.import_session import ImportPreview, TablePreview
    from score_desktop.ui.desk import Desk

ALL = "all"
_FILTERS: dict[str, frozenset[RowKind]] = {
    ALL: frozenset(),
    "out": LEFT_OUT,
    "repeated": frozenset({RowKind.DUPLICATE}),
    "problems": frozenset({RowKind.PROBLEM}),
    "conflicts": frozenset({RowKind.CONFLICT}),
    "open": frozenset({RowKind.OPEN}),
}


class RowsStep(QWidget):
    """Shows a preview.

    Signals:
        meaning_chosen: "SHEET!COLUMN" and what the column means.
        resource_chosen: Key of a table and what it is about; "" for what the file says.
        answered: Key of a question and the choice.
        forgotten: What was confirmed last time shall not count.
        recalled: Name of the profile that shall count; "" for those that fit.
    """

    meaning_chosen = Signal(str, str)
    resource_chosen = Signal(str, str)
    answered = Signal(str, str)
    forgotten = Signal()
    recalled = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._preview: ImportPreview | None = None
        self.sheet_view = SheetView(desk)
        self.summary = Summary(desk)
        self.questions = QuestionStrip(desk)
        self.profile = ProfileLine(desk)
        self._build_bar()
        inside = QWidget()
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        self.sheet_view.setMinimumHeight(desk.px(170))
        bar = QWidget()
        around = QVBoxLayout(bar)
        around.setContentsMargins(desk.px(20), desk.px(8), desk.px(20), desk.px(8))
        around.addWidget(self.bar)
        left.addWidget(bar)
        left.addWidget(rule())
        left.addWidget(self.profile)
        left.addWidget(self.sheet_view, 1)
        left.addWidget(self.questions)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside), 1)
        whole.addWidget(self.summary)
        self.sheet_view.meanings.chosen.connect(self._on_meaning)
        self.questions.answered.connect(self.answered)
        self.profile.forgotten.connect(self.forgotten)
        self.profile.recalled.connect(self.recalled)

    def _build_bar(self) -> None:
        desk, t = self._desk, self._texts.t
        mark = label()
        mark.setPixmap(
            icons.pixmap("file-spreadsheet", tokens.palette(desk.mode).muted, desk.px(18), self.devicePixelRatioF())
        )
        self.file_name = Elided("", "strong")
        self.sheets, self.tables, self.resources = QComboBox(), QComboBox(), QComboBox()
        for box, name in (
            (self.sheets, t("Sheet")),
            (self.tables, t("Table")),
            (self.resources, t("What the table is about")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setIconSize(QSize(desk.px(10), desk.px(10)))
        self.filters = Segmented(t("Rows that are shown"))
        self.bar = FlowBox(desk.px(8), last_right=True)
        self.bar.add(mark, self.file_name, self.sheets, self.tables, self.resources, self.filters)
        self.sheets.activated.connect(lambda _index: self._on_sheet())
        self.tables.activated.connect(lambda _index: self._on_table())
        self.resources.activated.connect(lambda _index: self._on_resource())
        self.filters.chosen.connect(lambda _key: self._show_rows())

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_preview(self, preview: ImportPreview) -> None:
        """Show a file, or the same one as it is understood now."""
        other = self._preview is None or self._preview.file is not preview.file
        self._preview = preview
        if other:
            self.questions.forget()
            self.file_name.setText(preview.file.path.name)
            self.filters.set_choices([(ALL, self._texts.t("All rows"))])
            self._fill_sheets(preview)
        self._fill_tables()
        self._show_rows()
        self.summary.show_preview(preview)
        self.profile.show_preview(preview)
        self.questions.show_questions(preview.questions, preview.options.answers)

    def forget(self) -> None:
        """Show nothing, and keep nothing of what was shown."""
        self._preview = None
        self.sheet_view.forget()

    def _fill_sheets(self, preview: ImportPreview) -> None:
        self.sheets.clear()
        with_tables = {table.table.sheet for table in preview.tables}
        for sheet in preview.file.workbook.sheets:
            words = self._texts.t("Sheet: {name}", name=_short(sheet.name))
            self.sheets.addItem(words, sheet.name)
        first = next((place for place in range(self.sheets.count()) if self.sheets.itemData(place) in with_tables), 0)
        self.sheets.setCurrentIndex(first)

    def _fill_tables(self) -> None:
        held = self.tables.currentData()
        self.tables.clear()
        for table in self._own_tables():
            self.tables.addItem(self._texts.t("Table: {range}", range=table.table.range), table.key)
        self.tables.setCurrentIndex(max(self.tables.findData(held), 0))
        self.tables.setVisible(self.tables.count() > 0)
        self._fill_resources()

    def _fill_resources(self) -> None:
        table = self.table()
        self.resources.setVisible(table is not None)
        if table is None or self._preview is None:
            return
        self.resources.clear()
        chosen = self._preview.options.resources.get(table.key, "")
        names = [resource_name(self._texts, Resource(one)) for one in table.resources]
        if chosen:
            self.resources.addItem(self._texts.t("As the file says"), "")
        elif not names:
            self.resources.addItem(self._texts.t("Production and people"), "")
        elif len(names) > 1:
            self.resources.addItem(self._texts.t("Several: {names}", names=_short(", ".join(names), 30)), "")
        else:
            self.resources.addItem(self._swatch(table.resources[0]), names[0], "")
        for resource in Resource:
            if chosen or [str(resource)] != list(table.resources):
                self.resources.addItem(self._swatch(resource), resource_name(self._texts, resource), str(resource))
        self.resources.setCurrentIndex(max(self.resources.findData(chosen), 0))

    def _swatch(self, resource: str) -> QPixmap:
        size = self._desk.px(10)
        picture = QPixmap(size, size)
        picture.fill(QColor(tokens.resource_colour(Resource(resource), self._desk.mode)))
        return picture

    def _show_rows(self) -> None:
        preview, sheet = self._preview, self.sheet()
        if preview is None or sheet is None:
            return
        lines = preview.sheets.get(sheet.name)
        t, number = self._texts.t, self._texts.number
        words = {
            "repeated": t("Repeated"),
            "problems": t("Problems"),
            "conflicts": t("Conflicts"),
            "open": t("Waiting"),
        }
        choices = [(ALL, t("All rows"))]
        left_out = t("Left out")
        out = rows_left_out([lines]) if lines is not None else 0
        if out:
            choices.append(("out", f"{left_out} {number(out)}"))
        for key, text in words.items():
            count = lines.count(_FILTERS[key]) if lines is not None else 0
            if count:
                choices.append((key, f"{text} {number(count)}"))
        self.filters.set_choices(choices)
        self.filters.setVisible(len(choices) > 1)
        table = self.table()
        kinds = _FILTERS[self.filters.current() or ALL]
        self.sheet_view.show_table(preview, sheet, table.table if table is not None else None, kinds)

    # -- where the person is -------------------------------------------------------------------------------------

    def sheet(self) -> Sheet | None:
        """The sheet that is seen."""
        if self._preview is None:
            return None
        name = self.sheets.currentData()
        return next((sheet for sheet in self._preview.file.workbook.sheets if sheet.name == name), None)

    def table(self) -> TablePreview | None:
        """The table whose meanings are seen."""
        key = self.tables.currentData()
        return next((table for table in self._own_tables() if table.key == key), None)

    def _own_tables(self) -> list[TablePreview]:
        name = self.sheets.currentData()
        return [table for table in self._preview.tables if table.table.sheet == name] if self._preview else []

    def _on_sheet(self) -> None:
        self._fill_tables()
        self.filters.set_current(ALL)
        self._show_rows()

    def _on_table(self) -> None:
        self._fill_resources()
        self._show_rows()
        table = self.table()
        if table is not None:
            self.sheet_view.go_to_row(_first_row(table.table))

    def _on_meaning(self, letters: str, meaning: str) -> None:
        self.meaning_chosen.emit(f"{self.sheets.currentData()}!{letters}", meaning)

    def _on_resource(self) -> None:
        table = self.table()
        if table is not None and self._preview is not None:
            resource = self.resources.currentData()
            if resource != self._preview.options.resources.get(table.key, ""):
                self.resource_chosen.emit(table.key, resource)


def _first_row(table: FoundTable) -> int:
    return int("".join(filter(str.isdigit, table.range.split(":")[0])))


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
