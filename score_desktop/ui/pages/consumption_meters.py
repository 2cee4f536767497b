"""Meters and kinds of purchase of the enterprise: what they measure, who bills them, what they drive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services import change_labels, meters, profile
from score_desktop.services.meters import MeterRow
from score_desktop.services.profile import SiteRow
from score_desktop.ui.itemmodels.meters import MetersModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.grid import GridView

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class MetersView(QWidget):
    """Takes the place of the page's figures while it is open.

    Args:
        back: Goes back to them.
    """

    def __init__(self, desk: Desk, back: Callable[[], object]) -> None:
        super().__init__()
        self.desk = desk
        t = desk.texts.t
        self.model = MetersModel(desk, self)
        self.grid = GridView(desk, t("Meters"))
        self.grid.setObjectName("meters")
        self.grid.setModel(self.model)
        self.grid.delete_rows_asked.connect(self._delete)
        self.wrong = label("", "look", wrap=True)
        self.wrong.hide()
        self.model.written.connect(lambda *_: self._say_wrong())
        self.back = button(desk, t("Back to the figures"), back, icon="chevron-left", role="link")
        hint = label(t("Type into the last row to add another; Ctrl+- deletes rows without bills."), "small")
        head = QHBoxLayout()
        head.setSpacing(desk.px(tokens.SPACE_3))
        for part in (self.back, label(t("Meters and purchases"), "heading")):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, head)
        column.addWidget(self.wrong)
        column.addWidget(self.grid, 1)

    def reload(self, enterprise: str) -> None:
        """Read the meters of an enterprise."""

        def read(session: Any) -> tuple[tuple[MeterRow, ...], tuple[SiteRow, ...]]:
            return meters.list_meters(session, enterprise), profile.read_profile(session, enterprise).sites

        def arrived(found: tuple[tuple[MeterRow, ...], tuple[SiteRow, ...]]) -> None:
            self.model.show_rows(enterprise, *found)
            self.grid.setColumnHidden(self.model.column_index("site"), len(found[1]) < 2)
            self.grid.fit_columns()

        self.desk.fetch(self, "meters", arrived, read)

    def _say_wrong(self) -> None:
        count, texts = self.model.wrong_count(), self.desk.texts
        words = texts.tn("{n} cell needs a look: it is not stored", "{n} cells need a look: they are not stored", count)
        self.wrong.setText(words)
        self.wrong.setVisible(bool(count))

    def _delete(self, rows: tuple[int, int]) -> None:
        uids = []
        for row in range(rows[1], rows[0] - 1, -1):
            draft = self.model.draft_of(row)
            if draft is not None:
                self.model.drop_draft(draft)
            else:
                uids.append(self.model.rows[row].uid)
        if uids and not self.desk.context.read_only:
            labelled = change_labels.meters_deleted
            self.desk.write(self, meters.delete_meters, uids, label=labelled, then=self._tell_deleted)

    def _tell_deleted(self, count: int) -> None:
        texts = self.desk.texts
        told = change_labels.change_text(texts, *change_labels.meters_deleted(count))
        self.desk.tell(told, action=(texts.t("Undo"), self.desk.undo.undo))
