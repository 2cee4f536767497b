"""What all pages share: they read when they are seen, and again when something they show has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.ui.desk import Desk

NARROWEST = 400
"""Pixels that a page needs beside a panel, at 100 %."""


class Page(QWidget):
    """A page of the window.

    A page implements `reload` (begin to read what it shows; the outcome arrives later) and may implement `place`,
    `restore` and `arrive`. It is made once and shown again and again; another audit makes it stale.

    Attributes:
        key: Name of the page in `Desk.go`.
        tables: Tables whose changes make it stale; empty: all.
        head: Layout of the title line: title, then what the page adds on the right.
        body: Layout for what stands below.
        main: All of that; beside it there can be a panel (`stand_beside`).
    """

    key: ClassVar[str] = ""
    tables: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self.texts = desk.texts
        self._stale = True
        margin = desk.px(tokens.PAGE_MARGIN)
        self.main = QWidget()
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.main, 1)
        self._panels: dict[QWidget, int] = {}
        outer = QVBoxLayout(self.main)
        outer.setContentsMargins(margin, desk.px(14), margin, desk.px(8))
        outer.setSpacing(desk.px(tokens.SPACE_3))
        self.head = QHBoxLayout()
        self.head.setSpacing(desk.px(tokens.SPACE_2))
        nest(outer, self.head)
        self.title = QLabel(title)
        set_role(self.title, "title")
        self.title.setMinimumHeight(desk.px(tokens.BUTTON_HEIGHT))  # all titles stand at one height
        self.title.setContentsMargins(0, 0, desk.px(6), 0)
        self.head.addWidget(self.title)
        self.body = outer
        self.setAccessibleName(title)
        desk.changed.connect(self._on_change)

    # -- for pages to say ----------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Begin to read what is shown."""
        raise NotImplementedError

    def place(self) -> Mapping[str, Any]:
        """What to remember of where the person is (JSON): survives a change of language and the next start."""
        return {}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Go back there; called before the page is shown."""

    def unstored(self) -> Mapping[str, Any]:
        """What was typed and is not stored (JSON), for `take_unstored` of the page that takes this one's place.

        It stores nothing of it any more.
        """
        return {}

    def take_unstored(self, kept: Mapping[str, Any]) -> None:
        """Take what `unstored` gave, whoever wrote it."""

    def arrive(self, details: Mapping[str, Any]) -> None:
        """Show what `Desk.go` asked for, such as one meter or one bill."""

    def first_focus(self) -> QWidget | None:
        """What gets the keyboard when the page is opened; None: the first that takes it."""
        return None

    # -- a panel beside it ---------------------------------------------------------------------------------------

    def stand_beside(self, panel: QWidget) -> None:
        """Put a panel of fixed width at the right, as high as the page; hidden until the page shows it.

        Where both have no room, the panel takes the place of the page while it is shown. Of several panels one is
        shown at a time.
        """
        panel.hide()
        self._panels[panel] = panel.maximumWidth()
        self._columns.addWidget(panel)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panel comes or goes."""
        if (
            isinstance(watched, QWidget)
            and watched in self._panels
            and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        ):
            for panel in self._panels:
                if event.type() == QEvent.Type.ShowToParent and panel is not watched:
                    panel.hide()
            self._share_width()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        if not self._panels:
            return
        shown = [width for panel, width in self._panels.items() if not panel.isHidden()]
        alone = bool(shown) and self.width() - max(shown) < self.desk.px(NARROWEST)
        for panel, width in self._panels.items():
            panel.setFixedWidth(max(self.width(), 1) if alone else width)
        self.main.setVisible(not alone)

    # -- the life of a page --------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read again now if the page is seen, else when it will be."""
        self._stale = True
        if self.isVisible():
            self._reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed since the page was last seen."""
        super().showEvent(event)
        if self._stale:
            self._reload()

    def _reload(self) -> None:
        self._stale = False
        self.reload()

    def _on_change(self, change: ChangeSet) -> None:
        if not self.tables or self.tables & change.tables:
            self.refresh()


def move_under(page: Page, words: QLabel, *, under: bool) -> None:
    """Let words of the title line (with a stretch of 100) stand under it where the line is too short for them."""
    held = page.body if under else page.head
    page.head.removeWidget(words)
    page.body.removeWidget(words)
    held.insertWidget(1, words, 0 if under else 100)


def rule() -> QWidget:
    """A thin horizontal line."""
    line = QFrame()
    line.setFixedHeight(1)
    set_role(line, "line")
    return line
