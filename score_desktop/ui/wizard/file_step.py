"""Step 1: the file is read; if that fails, why, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui import icons
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.panels import EmptyState, clear_layout, scrolled
from score_desktop.ui.wizard.work import WorkLine

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class FileStep(QWidget):
    """Shows progress, or trouble with a way out.

    Signals:
        other_asked: Another file shall be chosen.
        folder_asked: A whole folder shall be read.
        again_asked: The same file shall be read again.
        next_asked: The next file of the queue shall be read.
        template_asked: An empty template shall be saved.
        stopped: Reading shall stop.
    """

    other_asked = Signal()
    folder_asked = Signal()
    again_asked = Signal()
    next_asked = Signal()
    template_asked = Signal()
    stopped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.line = WorkLine(desk)
        self.line.setMinimumWidth(desk.px(420))
        self.line.cancelled.connect(self.stopped)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(desk.px(20), desk.px(8), desk.px(20), desk.px(8))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))

    def show_reading(self, file: Path) -> None:
        """The file is read."""
        desk, t = self._desk, self._desk.texts.t
        self.line.setParent(None)
        clear_layout(self._body)
        mark = label()
        colour = tokens.palette(desk.mode).muted
        mark.setPixmap(icons.pixmap("file-spreadsheet", colour, desk.px(36), self.devicePixelRatioF()))
        self._body.addStretch(2)
        folder = label(str(file.parent), "small", wrap=True)
        folder.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for part in (mark, label(file.name, "heading"), folder, self.line):
            # A text that wraps needs the whole width: beside an alignment its height is that of a guess.
            whole = part is folder
            self._body.addWidget(part, 0, Qt.AlignmentFlag(0) if whole else Qt.AlignmentFlag.AlignHCenter)
            self._body.addSpacing(desk.px(6))
        self._body.addStretch(3)
        self.line.show_work(t("Reading the file"))

    def show_trouble(self, title: str, words: str, *, has_next: bool, icon: str = "triangle-alert") -> None:
        """The file could not be read, or reading was stopped."""
        t = self._desk.texts.t
        ways = [(t("Choose another file"), self.other_asked.emit), (t("Try again"), self.again_asked.emit)]
        if has_next:
            ways.insert(1, (t("Next file"), self.next_asked.emit))
        self.line.setParent(None)
        clear_layout(self._body)
        self.trouble = EmptyState(self._desk, icon, title, words, *ways)
        self._body.addWidget(self.trouble, 1)
        also = FlowBox(self._desk.px(16))
        also.add(
            button(self._desk, t("Choose a folder"), self.folder_asked.emit, role="link"),
            button(self._desk, t("Save an empty template"), self.template_asked.emit, role="link"),
        )
        self._body.addWidget(also)
