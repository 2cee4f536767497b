"""Help beside the page (F1): what it is for, how things are done, tips, all shortcuts, and the way into the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.actions import ACTIONS, TABLE_KEYS
from score_desktop.ui.help_texts import HELP
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages import spec
from score_desktop.ui.pages.page import NARROWEST
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.panels import SidePanel

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

WIDTH_PX = 330
SHORT = 12
"""Letters of a shortcut that stands beside its words; a longer one stands below."""


class HelpPanel(SidePanel):
    """Stands at the right of the window and follows the page; where both have no room, in the place of the page.

    Args:
        page: What it may take the place of.
        parent: What both stand in.

    Signals:
        resized: Both have another width together.
    """

    resized = Signal()

    def __init__(self, desk: Desk, page: QWidget, parent: QWidget) -> None:
        super().__init__(desk, desk.texts.t("Help"), WIDTH_PX)
        self.setParent(parent)
        self._page = page
        self.alone = False
        parent.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page_key = ""
        self.guide = button(desk, desk.texts.t("Open the guide"), self._open_guide, icon="book-open")
        column = self.layout()
        assert column is not None
        column.addWidget(self.guide)

    def show_page(self, key: str) -> None:
        """Tell of a page."""
        if key == self.page_key:
            return
        self.page_key = key
        t = self.desk.texts.t
        self.clear()
        self.title.setText(t("Help: {page}", page=t(spec(key).title)))
        told = HELP.get(key)
        if told is not None:
            self.body.addWidget(label(t(told.purpose), wrap=True))
            self._add_list(t("How to"), tuple(t(step) for step in told.steps))
            self._add_list(t("Good to know"), tuple(t(tip) for tip in told.tips))
        keys = [(one.keys, t(one.text)) for one in ACTIONS if one.keys]
        self._add_keys(t("Shortcuts"), keys)
        self._add_keys(t("In tables"), [(named, t(words)) for named, words in TABLE_KEYS])
        self.body.addStretch(1)
        self.scroller.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(t(told.purpose) if told is not None else "")

    def share(self, room: int) -> None:
        """Take a share of so many pixels beside the navigation, or all of them."""
        wanted = self.desk.px(WIDTH_PX)
        self.alone = room - wanted < self.desk.px(NARROWEST)
        self.setFixedWidth(max(room, 1) if self.alone else wanted)
        self._page.setHidden(self.alone and not self.isHidden())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """There may be no room for both any more, or again."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.resized.emit()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The page is seen again."""
        super().hideEvent(event)
        if self.isHidden():
            self._page.show()

    def _add_list(self, title: str, lines: tuple[str, ...]) -> None:
        if not lines:
            return
        self.body.addSpacing(self.desk.px(tokens.SPACE_1))
        self.body.addWidget(label(title, "strong"))
        for words in lines:
            line = QHBoxLayout()
            line.setSpacing(self.desk.px(6))
            line.addWidget(label("•", "muted"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(words, wrap=True), 1)
            nest(self.body, line)

    def _add_keys(self, title: str, keys: list[tuple[str, str]]) -> None:
        self.body.addSpacing(self.desk.px(tokens.SPACE_2))
        self.body.addWidget(label(title, "strong"))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.desk.px(tokens.SPACE_2))
        grid.setVerticalSpacing(self.desk.px(tokens.SPACE_1))
        row = 0
        for named, words in keys:
            caps = named.split(", ")
            alone = len(caps) == 1 and len(named) <= SHORT
            grid.addWidget(label(words, wrap=True), row, 0, 1, 1 if alone else 2)
            if alone:
                grid.addWidget(label(named, "key"), row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            else:
                row += 1
                nest(grid, self._caps(caps), row, 0, 1, 2)
            row += 1
        grid.setColumnStretch(0, 1)
        self.body.addWidget(holder)

    def _caps(self, caps: list[str]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(self.desk.px(tokens.SPACE_1))
        line.addStretch(1)
        for named in caps:
            line.addWidget(label(named, "key"))
        return line

    def _open_guide(self) -> None:
        open_guide(self.desk, self.page_key)


def open_guide(desk: Desk, page_key: str) -> None:
    """Show the guide in a window of its own, at the section of a page; the same window is used again."""
    from score_desktop.ui.dialogs.guide import show_guide

    show_guide(desk, page_key)
