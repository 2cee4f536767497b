"""Buttons, labels and switches in the looks of `theme`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from score_desktop.ui import icons
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


def button(
    desk: Desk, text: str, does: Callable[[], object], *, icon: str = "", role: str = "", tip: str = ""
) -> QPushButton:
    """A button with words.

    Args:
        role: "primary", "link", "quiet" or "" for an ordinary one.
        tip: More words, shown on hovering.
    """
    made = QPushButton(text)
    if role:
        set_role(made, role)
    if icon:
        colour = {"primary": "on_accent", "link": "accent"}.get(role, "text")
        icons.stand_before(made, icon, desk.mode, colour)
    if tip:
        made.setToolTip(tip)
    made.setAccessibleName(text.replace("&", ""))
    made.clicked.connect(lambda _checked=False: does())
    return made


def icon_button(desk: Desk, name: str, icon: str, does: Callable[[], object]) -> QToolButton:
    """A button with an icon alone; its name is its tooltip and what screen readers say."""
    made = QToolButton()
    set_role(made, "icon")
    made.setIcon(icons.icon(icon, desk.mode))
    made.setIconSize(QSize(desk.px(18), desk.px(18)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.clicked.connect(lambda _checked=False: does())
    return made


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Words, taken letter by letter: names of people and files are no markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    return made


def on_one_line(large: QLabel, small: QLabel) -> None:
    """Let two labels whose lower edges stand at one height write on one line: the letters of the large reach lower."""
    for one in (large, small):
        one.ensurePolished()
    small.setContentsMargins(0, 0, 0, max(large.fontMetrics().descent() - small.fontMetrics().descent(), 0))


class Segmented(QWidget):
    """A few choices side by side, of which one holds.

    Args:
        name: For screen readers: what is chosen here.
        choices: Key and words of each.

    Signals:
        chosen: Key of the choice that a person made.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._name = name
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; the one that held goes on to hold if it is among them, else the first does."""
        held = self.current()
        if [key for key, _ in choices] == list(self._buttons):
            for key, words in choices:
                self._say(self._buttons[key], words)
            return
        for old in self._buttons.values():
            self._group.removeButton(old)
            self._line.removeWidget(old)
            old.deleteLater()
        self._buttons = {}
        for key, words in choices:
            made = QPushButton()
            made.setProperty("first", not self._buttons)
            set_role(made, "segment")
            made.setCheckable(True)
            made.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addButton(made)
            self._line.addWidget(made)
            self._buttons[key] = made
            self._say(made, words)
        if self._buttons:
            self.set_current(held if held in self._buttons else next(iter(self._buttons)))

    def _say(self, made: QPushButton, words: str) -> None:
        made.setText(words)
        made.setAccessibleName(f"{self._name}: {words}")
        _keep_room(made)

    def current(self) -> str:
        """Key of the choice that holds; "" if there is none."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Let a choice hold, without `chosen`."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            stop_tab_at(self._buttons[key], self._buttons.values())

    def clear_choice(self) -> None:
        """Let none hold: nothing is chosen yet."""
        self._group.setExclusive(False)
        for made in self._buttons.values():
            made.setChecked(False)
        self._group.setExclusive(True)

    def button_of(self, key: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[key]


def stop_tab_at(held: QPushButton, choices: Iterable[QPushButton]) -> None:
    """Let Tab stop at the choice that holds; arrows go on from there to the others.

    Qt alone lets it stop at the choice that had the keyboard last, which may be hidden by now.
    """
    for made in choices:
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is held else Qt.FocusPolicy.ClickFocus)


def _keep_room(made: QPushButton) -> None:
    """Let a button have room for its words in bold, as when it is checked: nothing is clipped, nothing moves."""
    made.setMinimumWidth(0)
    made.ensurePolished()
    bold = QFont(made.font())
    bold.setWeight(QFont.Weight.DemiBold)
    more = QFontMetrics(bold).horizontalAdvance(made.text()) - made.fontMetrics().horizontalAdvance(made.text())
    made.setMinimumWidth(made.sizeHint().width() + max(more, 0) + 2)
