"""What to look at in the bills: one line each with a verb that works; the first in the page, all in a panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.consumption_words import FindingText
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.panels import clear_layout

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from score_desktop.ui.desk import Desk

BESIDE_PX = 470
"""Width that one finding needs beside another, at 100 %."""


class FindingsBar(QFrame):
    """The first findings side by side; hidden without any.

    Signals:
        acted: The `FindingText` whose verb was pressed.
        all_asked: The person wants to see all.
    """

    acted = Signal(object)
    all_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.findings: tuple[FindingText, ...] = ()
        self._shown = 0
        self._total = 0
        set_role(self, "finding")
        self.setAccessibleName(desk.texts.t("What to look at"))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(desk.px(12), desk.px(1), desk.px(12), desk.px(1))
        self._line.setSpacing(desk.px(tokens.SPACE_3))
        self.hide()

    def show_findings(self, findings: Sequence[FindingText], total: int) -> None:
        """Show the first ones of so many."""
        if (tuple(findings), total) == (self.findings, self._total):
            return
        self.findings, self._total = tuple(findings), total
        self.setVisible(bool(findings))
        self._fill(self._room())

    def _room(self) -> int:
        return 2 if self.width() >= 2 * self._desk.px(BESIDE_PX) else 1

    def _fill(self, most: int) -> None:
        clear_layout(self._line)
        self._shown = most
        for number, finding in enumerate(self.findings[:most]):
            if number:
                rule = QFrame()
                set_role(rule, "rule")
                self._line.addWidget(rule)
            self._line.addWidget(FindingLine(self._desk, finding, self.acted.emit), 1)
        more = self._total - most
        if more > 0:
            words = self._desk.texts.tn("{n} more", "{n} more", more)
            self._line.addWidget(button(self._desk, words, self.all_asked.emit, role="link"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One or two, as there is room."""
        super().resizeEvent(event)
        if self.findings and self._room() != self._shown:
            self._fill(self._room())


class FindingLine(QWidget):
    """One finding: mark, what, where, verb.

    Args:
        whole: Where it is stands below, not beside.
        detailed: With `whole`: its sentences too.
    """

    def __init__(
        self,
        desk: Desk,
        finding: FindingText,
        acted: Callable[[FindingText], object],
        *,
        whole: bool = False,
        detailed: bool = True,
    ) -> None:
        super().__init__()
        name, role = ("triangle-alert", "look") if finding.is_hole else ("info", "muted")
        mark = QLabel()
        colour = getattr(tokens.palette(desk.mode), role)
        mark.setPixmap(icons.pixmap(name, colour, desk.px(16), self.devicePixelRatioF()))
        title, where = label(finding.title, "strong"), label(finding.where, "muted", wrap=True)
        verb = button(desk, finding.verb, lambda: acted(finding), role="link")
        verb.setAccessibleName(f"{finding.verb}: {finding.title}, {finding.where}")
        self.setToolTip("" if whole else finding.detail)
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addWidget(mark)
        line.addWidget(title)
        if whole:
            line.addStretch(1)
        else:
            line.addWidget(where, 1)
        line.addWidget(verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        nest(column, line)
        if whole:
            below = [where, label(finding.detail, "small", wrap=True)] if detailed else [where]
            for part in below:
                part.setContentsMargins(desk.px(16 + tokens.SPACE_2), 0, 0, 0)
                column.addWidget(part)
