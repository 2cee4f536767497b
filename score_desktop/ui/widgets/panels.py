"""What pages are put together from: empty states, side panels, lines that scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, icon_button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class EmptyState(QWidget):
    """Stands where there is nothing yet: what belongs here, and the first thing to do."""

    def __init__(
        self, desk: Desk, icon: str, title: str, text: str, *actions: tuple[str, Callable[[], object]]
    ) -> None:
        super().__init__()
        mark = label()
        colour = tokens.palette(desk.mode).muted
        mark.setPixmap(icons.pixmap(icon, colour, desk.px(36), self.devicePixelRatioF()))
        head, said = label(title, "heading"), label(text, "muted", wrap=True)
        said.setMaximumWidth(desk.px(520))
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(desk.px(tokens.SPACE_2))
        column.addStretch(1)
        for part in (mark, head):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        # Between stretches, not aligned: an aligned label that wraps is given the height of another width.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(said, 1000)
        middle.addStretch(1)
        nest(column, middle)
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addStretch(1)
        buttons = [button(desk, words, does, role="" if n else "primary") for n, (words, does) in enumerate(actions)]
        for made in buttons:
            line.addWidget(made)
        self.first_button = next(iter(buttons), None)
        line.addStretch(1)
        column.addSpacing(desk.px(tokens.SPACE_2))
        nest(column, line)
        column.addStretch(2)


class SidePanel(QFrame):
    """Detail at the right of a page: a title, a close button, and what the page puts into `body`.

    What is in `foot` does not scroll.

    Signals:
        closed: The person closed it.
    """

    closed = Signal()

    def __init__(self, desk: Desk, title: str, width: int = 350) -> None:
        super().__init__()
        self.desk = desk
        set_role(self, "panel")
        self.setFixedWidth(desk.px(width))
        self.setAccessibleName(title)
        self.title = label(title, "heading", wrap=True)
        self.subtitle = label("", "muted", wrap=True)
        self.subtitle.hide()
        self.close_button = icon_button(desk, desk.texts.t("Close"), "x", self.close_panel)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        set_role(inside, "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, desk.px(8), 0)
        self.body.setSpacing(desk.px(tokens.SPACE_2))
        self.scroller = scrolled(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(desk.px(20), desk.px(14), desk.px(12), desk.px(8))
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, self.head)
        column.addWidget(self.subtitle)
        column.addWidget(self.scroller, 1)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(0, 0, desk.px(8), 0)
        nest(column, self.foot)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_panel)

    def close_panel(self) -> None:
        """Hide it and say so."""
        self.hide()
        self.closed.emit()

    def clear(self) -> None:
        """Take everything out of the body and from below it."""
        clear_layout(self.body)
        clear_layout(self.foot)


def clear_layout(layout: QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of a layout, and delete it."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear_layout(inner)


def scrolled(widget: QWidget) -> QScrollArea:
    """A widget that scrolls up and down when it is higher than its place."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
