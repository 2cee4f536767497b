"""The line under the top bar: what happened and what to do, until the next thing happens or it is closed.

What went well goes by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk, Message

TOLD_MS = 8_000
"""What went well is told for so long."""
_LONGER = 4
_ICONS = {"done": ("circle-check", "accent"), "look": ("triangle-alert", "look"), "wrong": ("circle-x", "wrong")}


class MessageLine(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        t = desk.texts.t
        self._message: Message | None = None
        self._mark = QLabel()
        self.text = QLabel()
        # Names of files and firms are the person's own words and not markup.
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QPushButton(t("Details"))
        self.action, self.other = QPushButton(), QPushButton()
        for button in (self.more, self.action, self.other):
            set_role(button, "link")
        self.close_button = QToolButton()
        set_role(self.close_button, "icon")
        self.close_button.setIcon(icons.icon("x", desk.mode))
        self.close_button.setIconSize(QSize(desk.px(18), desk.px(18)))
        self.close_button.setToolTip(t("Close this message"))
        self.close_button.setAccessibleName(t("Close this message"))
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName(t("Details"))
        self.details.setMaximumHeight(desk.px(160))
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addWidget(self._mark)
        line.addWidget(self.text, 1)
        for part in (self.more, self.action, self.other, self.close_button):
            line.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(desk.px(24), desk.px(4), desk.px(12), desk.px(4))
        nest(column, line)
        column.addWidget(self.details)
        self.more.clicked.connect(lambda: self.details.setVisible(not self.details.isVisible()))
        self.action.clicked.connect(self._act)
        self.other.clicked.connect(self._act_otherwise)
        self.close_button.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fade)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.hide)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Say this instead of what was said before."""
        self._message = message
        name, role = _ICONS[message.kind]
        self._mark.setPixmap(
            icons.pixmap(
                name, getattr(tokens.palette(self._desk.mode), role), self._desk.px(18), self.devicePixelRatioF()
            )
        )
        self.text.setText(message.text)
        self.setAccessibleName(message.text)
        self.details.setPlainText(message.details)
        self.details.hide()
        self.more.setVisible(bool(message.details))
        for button, action in ((self.action, message.action), (self.other, message.other)):
            button.setVisible(action is not None)
            button.setText(action[0] if action is not None else "")
        set_role(self, "message" if message.kind == "done" else "message-wrong")
        self.show()
        # What went well need not be closed by hand; who may want to press a button has more time.
        if message.kind == "done":
            self._timer.start(TOLD_MS * (_LONGER if message.action or message.other or message.details else 1))
        else:
            self._timer.stop()

    def _fade(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start(TOLD_MS)
        else:
            self.hide()

    def _act(self) -> None:
        message = self._message
        self.hide()
        if message is not None and message.action is not None:
            message.action[1]()

    def _act_otherwise(self) -> None:
        message = self._message
        self.hide()
        if message is not None and message.other is not None:
            message.other[1]()
