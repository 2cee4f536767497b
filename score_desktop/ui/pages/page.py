"""What all pages share: they read when they are seen, and again when something they show has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.ui.desk import Desk


class Page(QWidget):
    """A page of the window.

    A page implements `reload` (begin to read what it shows; the outcome arrives later) and may implement `place`,
    `restore` and `arrive`. It is made once and shown again and again; another audit makes it stale.

    Attributes:
        key: Name of the page in `Desk.go`.
        tables: Tables whose changes make it stale; empty: all.
        head: Layout of the title line: title, then what the page adds on the right.
        body: Layout for what stands below.
    """

    key: ClassVar[str] = ""
    tables: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self.texts = desk.texts
        self._stale = True
        margin = desk.px(tokens.PAGE_MARGIN)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin, desk.px(14), margin, desk.px(8))
        outer.setSpacing(desk.px(tokens.SPACE_3))
        self.head = QHBoxLayout()
        self.head.setSpacing(desk.px(tokens.SPACE_2))
        self.title = QLabel(title)
        set_role(self.title, "title")
        self.head.addWidget(self.title)
        outer.addLayout(self.head)
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

    def arrive(self, details: Mapping[str, Any]) -> None:
        """Show what `Desk.go` asked for, such as one meter or one bill."""

    def first_focus(self) -> QWidget | None:
        """What gets the keyboard when the page is opened; None: the first that takes it."""
        return None

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


def rule() -> QWidget:
    """A thin horizontal line."""
    line = QWidget()
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line.setFixedHeight(1)
    set_role(line, "line")
    return line
