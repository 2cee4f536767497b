"""Changes: who did what when, what it changed, and taking one of them back."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTextBrowser,
    QWidget,
)

from score_desktop import tokens
from score_desktop.services.history import ChangeDetails, HistoryPage, change_details, change_sentence, history_of_audit
from score_desktop.ui.itemmodels.changes import ChangesModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import Page
from score_desktop.ui.widgets.buttons import Segmented, button, label
from score_desktop.ui.widgets.panels import EmptyState, SidePanel
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from score_desktop.services.history import ChangeRow
    from score_desktop.services.history_words import RecordLines
    from score_desktop.ui.desk import Desk

PANEL_PX = 430
BESIDE_UP_TO = 1.5
"""Size of text up to which the list keeps its columns beside the panel."""


class ChangesPage(Page):
    """The trail at the left, one change at the right."""

    key: ClassVar[str] = "changes"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Changes"))
        t = desk.texts.t
        self._wanted = ""
        self.scope = Segmented(t("Which"), (("one", t("This enterprise")), ("all", t("All"))))
        self.scope.chosen.connect(lambda _key: self.reload())
        self.head.addWidget(self.scope)
        self.head.addStretch(1)
        self.model = ChangesModel(desk, self)
        self.model.more_asked.connect(self._read_on)
        self.table = self._table()
        self.empty = EmptyState(
            desk,
            "history",
            t("No changes yet"),
            t("Everything that is imported, typed, changed or deleted will stand here, and can be taken back."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.panel = SidePanel(desk, t("Change"), PANEL_PX if desk.scale <= BESIDE_UP_TO else PANEL_PX * 2 // 3)
        self.details = QTextBrowser()
        self.details.setAccessibleName(t("Before and after"))
        self.details.setOpenLinks(False)
        self.why = label("", "muted", wrap=True)
        self.undo = button(desk, t("Undo this change"), self._undo, icon="undo-2")
        self.imports = button(desk, t("History of imports"), self._go_to_imports, icon="file-input")
        self._lay_out()

    def _table(self) -> PlainTable:
        table = PlainTable(self.desk, self.texts.t("Changes, newest first"))
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(self._on_row)
        return table

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.stack, 1)
        row.addWidget(self.panel)
        self.panel.body.addWidget(self.details, 1)
        column = self.panel.layout()
        assert column is not None
        for part in (self.why, self.undo, self.imports):
            column.addWidget(part)
        self.panel.closed.connect(self._on_closed)
        self.panel.hide()
        nest(self.body, row, 1)

    # -- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the newest changes."""
        audit = self.desk.audit
        self.scope.setVisible(bool(audit))
        self.desk.read(self, "page", self._show, history_of_audit, audit if self._of_one() else "", None)

    def _of_one(self) -> bool:
        return bool(self.desk.audit) and self.scope.current() == "one"

    def _read_on(self, before: int) -> None:
        audit = self.desk.audit if self._of_one() else ""
        self.desk.read(self, "page", self.model.add_page, history_of_audit, audit, before)

    def _show(self, page: HistoryPage) -> None:
        wanted = self._wanted
        self.model.show_page(page)
        self.stack.setCurrentWidget(self.table if page.rows else self.empty)
        row = next((number for number, row in enumerate(page.rows) if row.uid == wanted), -1)
        if row >= 0:
            self.table.selectRow(row)
        elif not self.panel.isHidden():
            self.panel.hide()

    def _on_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._wanted = self.model.rows[current.row()].uid
            self.desk.read(self, "details", self._show_details, change_details, self._wanted, self.texts)

    def _show_details(self, details: ChangeDetails) -> None:
        row, texts = details.row, self.texts
        if row.uid != self._wanted:
            return
        if self.desk.scale > BESIDE_UP_TO:  # no room for more than what was done
            for column in (0, 2, 3):
                self.table.setColumnHidden(column, True)
        local = row.at.astimezone()
        self.panel.title.setText(change_sentence(row, texts))
        self.panel.subtitle.setText(f"{texts.long_date(local.date())}, {local:%H:%M}")
        self.panel.subtitle.show()
        self.details.setHtml(_as_html(details, self.desk))
        self._offer(row)
        self.panel.show()

    def _offer(self, row: ChangeRow) -> None:
        t = self.texts.t
        read_only = self.desk.context.read_only
        self.undo.setVisible(not row.undone and not row.bulk and not read_only)
        self.undo.setEnabled(True)
        self.imports.setVisible(row.bulk and bool(self.desk.audit))
        words = ""
        if row.undone:
            words = t("This change was taken back.")
        elif row.bulk:
            words = t("An import is taken back as a whole in the history of imports.")
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def _on_closed(self) -> None:
        for column in (0, 2, 3):
            self.table.setColumnHidden(column, False)
        self.table.setFocus()

    # -- doing ---------------------------------------------------------------------------------------------------

    def _undo(self) -> None:
        uid, context = self._wanted, self.desk.context
        if not uid:
            return
        self.undo.setEnabled(False)
        self.desk.writes.run(
            self, "", lambda _progress: context.undo(uid), lambda _change: self._undone(uid), self._refused
        )

    def _undone(self, uid: str) -> None:
        self.desk.undo.taken_back(uid)
        self.desk.tell(self.texts.t("Undone: {what}", what=self.panel.title.text()))

    def _refused(self, error: object) -> None:
        self.undo.setEnabled(True)
        self.desk.trouble(error)

    def _go_to_imports(self) -> None:
        self.desk.go("consumption", what="imports")

    # -- where the person is -------------------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """Filter and chosen change."""
        return {"scope": self.scope.current(), "change": self._wanted if not self.panel.isHidden() else ""}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Choose them again."""
        self.scope.set_current(str(place.get("scope", "")))
        self._wanted = str(place.get("change", ""))

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table


# -- before and after ----------------------------------------------------------------------------------------------


def _as_html(details: ChangeDetails, desk: Desk) -> str:
    texts, palette = desk.texts, tokens.palette(desk.mode)
    blocks = [_record(record, desk) for record in details.records]
    blocks += [f"<p>{html.escape(what)}: <b>{html.escape(texts.number(count))}</b></p>" for what, count in details.bulk]
    more = details.total - len(details.records)
    if more > 0:
        words = texts.tn("and {n} more record", "and {n} more records", more)
        blocks.append(f"<p>{html.escape(words)}</p>")
    return f'<div style="color:{palette.text}">{"".join(blocks)}</div>'


def _record(record: RecordLines, desk: Desk) -> str:
    t, palette = desk.texts.t, tokens.palette(desk.mode)
    kinds = {"added": t("added"), "removed": t("removed"), "edited": t("edited")}
    name = f" {record.name}" if record.name else ""
    head = f"<p><b>{html.escape(record.what + name)}</b> <i>{html.escape(kinds[record.kind])}</i></p>"
    rows = []
    for line in record.lines:
        before, after = html.escape(line.before), html.escape(line.after)
        if record.kind == "edited":
            value = f'<span style="color:{palette.muted}">{before or "–"}</span> → {after or "–"}'
        else:
            value = after or before
        rows.append(
            f'<tr><td style="color:{palette.muted};padding-right:12px">{html.escape(line.field)}</td>'
            f"<td>{value}</td></tr>"
        )
    return f'{head}<table cellspacing="2">{"".join(rows)}</table>'
