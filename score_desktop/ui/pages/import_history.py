"""The history of imports: what came in when, what was told, and taking one back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.enums import OnEdited
from score_desktop.errors import Refused
from score_desktop.msgid import N_
from score_desktop.services.import_edited import EditedLines
from score_desktop.services.import_history import ImportDetails, ImportRow, import_details, list_imports
from score_desktop.services.import_undo import ImportUndone, edited_since, undo_import
from score_desktop.ui.dialogs.edited_records import EditedRecordsDialog
from score_desktop.ui.doing import doing
from score_desktop.ui.itemmodels.imports import ImportsModel, state_words
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.panels import EmptyState, clear_layout, scrolled
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

MOST_LINES = 30


class ImportHistory(QWidget):
    """Takes the place of the page's figures while it is open.

    Args:
        back: Goes back to them.
    """

    def __init__(self, desk: Desk, back: Callable[[], object]) -> None:
        super().__init__()
        self.desk = desk
        t = desk.texts.t
        self._enterprise = ""
        self._chosen = ""
        self.back = button(desk, t("Back to the figures"), back, icon="chevron-left", role="link")
        self.undo_button = button(desk, t("Undo this import"), self.undo, icon="undo-2")
        self.undo_button.setEnabled(False)
        self.profiles_button = button(desk, t("Ways of reading"), self.show_profiles, role="link")
        self.model = ImportsModel(desk, self)
        self.table = PlainTable(desk, t("History of imports"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_chosen())
        self.template_button = button(desk, t("Save an empty template"), self.save_template, role="link")
        head = QHBoxLayout()
        head.setSpacing(desk.px(tokens.SPACE_4))
        head.addWidget(self.back)
        head.addWidget(label(t("History of imports"), "heading"))
        head.addStretch(1)
        head.addWidget(self.template_button)
        head.addWidget(self.profiles_button)
        head.addWidget(self.undo_button)
        inside = QWidget()
        set_role(inside, "surface")
        self.told = QVBoxLayout(inside)
        self.told.setContentsMargins(desk.px(14), desk.px(10), desk.px(14), desk.px(10))
        self.told.setSpacing(desk.px(tokens.SPACE_1))
        self.details = scrolled(inside)
        self.details.setAccessibleName(t("What the import told"))
        self.details.setFixedWidth(desk.px(280))
        self.empty = EmptyState(
            desk,
            "history",
            t("Nothing was imported yet"),
            t("Each import is listed here with what it brought, and can be taken back as a whole, also weeks later."),
            (t("Import bills"), desk.ask_import),
        )
        row = QHBoxLayout()
        row.addWidget(self.table, 1)
        row.addWidget(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, head)
        nest(column, row, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def reload(self, enterprise: str) -> None:
        """Read the imports into an enterprise."""
        self._enterprise = enterprise
        self.desk.fetch(self, "imports", self._on_rows, lambda session: list_imports(session, enterprise))

    def _on_rows(self, rows: tuple[ImportRow, ...]) -> None:
        chosen = self._chosen
        self.model.show_rows(rows)
        self.table.fit_columns(self.model.columnCount() - 1)
        for part in (self.table, self.details, self.undo_button):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows:
            place = next((number for number, row in enumerate(rows) if row.batch == chosen), 0)
            self.table.selectRow(place)
            self._on_chosen()

    def row(self) -> ImportRow | None:
        """The import that is chosen."""
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def choose(self, batch: str) -> None:
        """Choose an import by its portable id."""
        self._chosen = batch
        for place, row in enumerate(self.model.rows):
            if row.batch == batch:
                self.table.selectRow(place)

    def _on_chosen(self) -> None:
        row = self.row()
        self.undo_button.setEnabled(row is not None and row.undoable and not self.desk.context.read_only)
        if row is None:
            return
        self._chosen = row.batch
        batch = row.batch
        self.desk.fetch(self, "details", self._on_details, lambda session: import_details(session, batch))

    def _on_details(self, details: ImportDetails) -> None:
        clear_layout(self.told)
        for text, role in _lines(details, self.desk):
            self.told.addWidget(label(text, role, wrap=True))
        self.told.addStretch(1)

    def show_profiles(self) -> None:
        """The ways of reading that are remembered."""
        from score_desktop.ui.dialogs.profiles import ProfilesDialog

        ProfilesDialog(self.desk, self.window()).open()

    def save_template(self) -> None:
        """An empty workbook to fill in."""
        from score_desktop.ui.wizard.template import save_template

        save_template(self.desk, self)

    # -- taking back ---------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the chosen import back; where records were changed since, the person says what becomes of them."""
        row, texts = self.row(), self.desk.texts
        if row is None or not row.undoable:
            return
        batch = row.batch
        arrived = partial(self._on_edited, row)
        self.desk.fetch(self, "edited", arrived, lambda s: edited_since(s, batch, texts), self._on_refused)

    def _on_edited(self, row: ImportRow, edited: tuple[EditedLines, ...]) -> None:
        if not edited:
            self._undo(row, OnEdited.REFUSE)
            return
        dialog = EditedRecordsDialog(self.desk, row.file, edited, self)
        dialog.decided.connect(lambda on_edited: self._undo(row, on_edited))
        dialog.open()

    def _undo(self, row: ImportRow, on_edited: OnEdited) -> None:
        context = self.desk.context
        self.desk.do(
            doing(N_("Taking back the import of {file}"), file=row.file),
            lambda _progress: undo_import(context, row.batch, on_edited),
            self._on_undone,
            failed=self._on_refused,
            owner=self,
        )

    def _on_undone(self, done: ImportUndone) -> None:
        texts = self.desk.texts
        removed = texts.tn("{n} record removed", "{n} records removed", done.removed)
        restored = texts.tn("{n} has its earlier values again", "{n} have their earlier values again", done.restored)
        kept = texts.tn("{n} stays as it is", "{n} stay as they are", done.kept)
        parts = [removed, *([restored] if done.restored else []), *([kept] if done.kept else [])]
        self.desk.tell(texts.t("Import of {file} taken back: {what}.", file=done.file, what=", ".join(parts)))
        self.reload(self._enterprise)

    def _on_refused(self, error: object) -> None:
        if isinstance(error, Refused):
            self.desk.tell(self.desk.texts.error(error), kind="look")
            self.reload(self._enterprise)
        else:
            self.desk.trouble(error)


def _lines(details: ImportDetails, desk: Desk) -> list[tuple[str, str]]:
    """What an import told, a line each with its role."""
    texts, t = desk.texts, desk.texts.t
    lines = [(details.row.file, "strong"), (state_words(details.row, texts), "muted")]
    if details.replaced:
        replaced = texts.tn(
            "{n} stored record got other values", "{n} stored records got other values", details.replaced
        )
        lines.append((replaced, "muted"))
    for table in details.tables:
        lines.append((t("Sheet “{sheet}”, {range}", sheet=table["sheet"], range=table["range"]), "muted"))
    lines += [(texts.message(message_id, params), "") for message_id, params in details.notes]
    if details.problems:
        lines.append((t("Rows that could not be stored"), "strong"))
    for problem in details.problems[:MOST_LINES]:
        where = t("{sheet}, row {row}", sheet=problem.sheet, row=problem.row)
        lines.append((f"{where}: {texts.message(problem.message_id, problem.params)}", "small"))
    more = len(details.problems) - MOST_LINES
    if more > 0:
        lines.append((texts.tn("{n} more", "{n} more", more), "small"))
    return lines
