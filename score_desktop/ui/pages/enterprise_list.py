"""A list of the profile (sites, people, products): edited in place, its last row waits for the next record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.itemmodels.people import ListKind, Record, RecordModel
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.grid import GridView

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class _ListGrid(GridView):
    """Gives its columns what there is room for, also once it is shown: while another section is, it has no room yet."""

    has_rows = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for other columns; what the person has chosen stays."""
        super().resizeEvent(event)
        if self.has_rows and event.size().width() != event.oldSize().width():
            self.fit_columns(again=True)


class ListSection(QWidget):
    """One list.

    Args:
        name: For screen readers.
        hint: What the list is for and how to add to it.
    """

    def __init__(self, desk: Desk, kind: ListKind, name: str, hint: str) -> None:
        super().__init__()
        self.desk = desk
        self.model = RecordModel(desk, kind, self)
        self.grid = _ListGrid(desk, name)
        self.grid.setObjectName(f"list-{kind.key}")
        self.grid.setModel(self.model)
        # A number at the far edge of the page would stand alone, far from the row's name.
        self.grid.horizontalHeader().setStretchLastSection(not kind.columns[-1].right)
        self.grid.delete_rows_asked.connect(self._delete)
        self.wrong = label("", "look", wrap=True)
        self.wrong.hide()
        self.model.written.connect(lambda *_: self._say_wrong())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        column.addWidget(label(hint, "muted", wrap=True))
        column.addWidget(self.wrong)
        column.addWidget(self.grid, 1)

    def show_rows(self, enterprise: str, rows: Sequence[Record]) -> None:
        """Show records as they are stored now."""
        self.model.show_rows(enterprise, rows)
        self.grid.fit_columns(again=not self.grid.has_rows)
        self.grid.has_rows = True
        if not self.grid.currentIndex().isValid() and self.model.rowCount():
            self.grid.setCurrentIndex(self.model.index(0, 0))

    def _say_wrong(self) -> None:
        count, texts = self.model.wrong_count(), self.desk.texts
        words = texts.tn("{n} cell needs a look: it is not stored", "{n} cells need a look: they are not stored", count)
        self.wrong.setText(words)
        self.wrong.setVisible(bool(count))

    def _delete(self, rows: tuple[int, int]) -> None:
        first, last = rows
        uids = []
        for row in range(last, first - 1, -1):
            draft = self.model.draft_of(row)
            if draft is not None:
                self.model.drop_draft(draft)
            else:
                uids.append(self.model.rows[row].uid)
        if uids and not self.desk.context.read_only:
            kind = self.model.kind
            self.desk.write(self, kind.delete, uids, label=kind.deleted, then=self._tell_deleted)

    def _tell_deleted(self, count: int) -> None:
        texts = self.desk.texts
        words = texts.tn("{n} row deleted.", "{n} rows deleted.", count)
        self.desk.tell(words, action=(texts.t("Undo"), self.desk.undo.undo))
