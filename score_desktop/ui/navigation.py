"""The left side: the steps of the audit with a mark each, and what stands beside audits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.i18n import N_
from score_desktop.ui import icons, marks
from score_desktop.ui.pages import PAGES, PageSpec
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import stop_tab_at

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_MARKS = {
    "done": N_("done"),
    "partly": N_("begun"),
    "empty": N_("empty"),
}
_FOOT = ("changes", "settings")


class NavButton(QPushButton):
    """One entry: icon, name, and the mark of its step at the right."""

    def __init__(self, desk: Desk, page: PageSpec) -> None:
        super().__init__(desk.texts.t(page.title))
        self._desk = desk
        self._name = desk.texts.t(page.title)
        set_role(self, "nav")
        self.setCheckable(True)
        icons.stand_before(self, page.icon, desk.mode, size=18)
        self.setAccessibleName(self._name)
        self.mark = QLabel()
        self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, desk.px(10), 0)
        line.addStretch(1)
        line.addWidget(self.mark)

    def show_mark(self, mark: str) -> None:
        """Show how far the step is: "done", "partly", "empty"; "" for no mark."""
        said = self._desk.texts.t(_MARKS[mark]) if mark in _MARKS else ""
        palette = tokens.palette(self._desk.mode)
        if said:
            size, ratio = self._desk.px(14), self.devicePixelRatioF()
            self.mark.setPixmap(marks.pixmap(mark, palette.muted, palette.surface, size, ratio))
        else:
            self.mark.clear()
        self.setAccessibleDescription(said)
        self.setToolTip(f"{self._name}: {said}" if said else "")


class Navigation(QFrame):
    """Fixed at the left; what it shows depends on whether an audit is open."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        set_role(self, "navigation")
        self.setFixedWidth(max(desk.px(tokens.NAVIGATION_WIDTH), 150))
        self.setAccessibleName(desk.texts.t("Navigation"))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(desk.px(8), desk.px(12), desk.px(8), desk.px(8))
        column.setSpacing(desk.px(3))
        for page in PAGES:
            if page.key not in _FOOT:
                column.addWidget(self._button(page))
        column.addStretch(1)
        self._said = ("", "")
        self.saved = QLabel()
        set_role(self.saved, "small")
        self.saved.setWordWrap(True)
        self.saved.setContentsMargins(desk.px(12), 0, 0, desk.px(4))
        column.addWidget(self.saved)
        for page in PAGES:
            if page.key in _FOOT:
                column.addWidget(self._button(page))
        self.say_saved()

    def _button(self, page: PageSpec) -> NavButton:
        button = NavButton(self._desk, page)
        button.clicked.connect(lambda: self._desk.go(page.key))
        self._group.addButton(button)
        self.buttons[page.key] = button
        return button

    def show_page(self, key: str, audit_open: bool) -> None:
        """Mark the page that is shown; steps stand there while an audit is open."""
        for page in PAGES:
            self.buttons[page.key].setVisible(page.key in _FOOT or page.step == audit_open)
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            stop_tab_at(self.buttons[key], self.buttons.values())
        self._fit()

    def show_marks(self, marks: Mapping[str, str]) -> None:
        """Show how far each step is; pages without a mark have none."""
        for key, button in self.buttons.items():
            button.show_mark(marks.get(key, ""))

    def say_saved(self, words: str = "", short: str = "") -> None:
        """Say that there is nothing to save, or what else is true of the workspace; `short` where there is no room."""
        words = words or self._desk.texts.t("Everything is saved")
        self._said = (words, short or words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words at the bottom have another room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say at the bottom what fits between the entries: all of it, the short words, or nothing."""
        column = self.layout()
        shown = [button for button in self.buttons.values() if not button.isHidden()]
        assert column is not None
        margins = column.contentsMargins()
        room = self.height() - margins.top() - margins.bottom() - (len(shown) + 1) * column.spacing()
        room -= sum(button.sizeHint().height() for button in shown)
        width = self.width() - margins.left() - margins.right()
        for words in self._said:
            self.saved.setText(words)
            if self.saved.heightForWidth(width) <= room:
                self.saved.show()
                return
        self.saved.hide()
