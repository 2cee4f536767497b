"""Lines of the report page: a section to choose, a thing to settle before handing over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.enums import FactorStatus
from score_desktop.services.overview import overview
from score_desktop.services.places import CHOOSE, Place
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.services.audit_view import AuditView
    from score_desktop.services.report import SectionRow
    from score_desktop.ui.desk import Desk

_UNSURE = frozenset({FactorStatus.EXPERT_ESTIMATE, FactorStatus.RECALLED})
_LANGUAGES = {"es": "Español", "en": "English"}


def language_name(language: str) -> str:
    """A language in itself."""
    return _LANGUAGES.get(language, language)


class SectionLine(QWidget):
    """A section: a box to tick, its page to go to, and why it is empty.

    Signals:
        switched: Key of the section, and whether it is printed from now on; by a person.
        page_asked: The page that was clicked.
    """

    switched = Signal(str, bool)
    page_asked = Signal(int)

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__()
        self._texts = desk.texts
        self._page = 0
        self.box = QCheckBox()
        self.box.clicked.connect(lambda on: self.switched.emit(key, on))
        self.page = button(desk, "", lambda: self.page_asked.emit(self._page), role="link")
        self.reason = label(role="small", wrap=True)
        self.reason.setIndent(desk.px(24))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, desk.px(2))
        column.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(self.box, 1)
        line.addWidget(self.page)
        nest(column, line)
        column.addWidget(self.reason)

    def show_row(self, row: SectionRow) -> None:
        """Show a section."""
        self._page = row.page or 0
        self.box.setText(row.title)
        self.box.setChecked(row.shown)
        self.page.setText("" if row.page is None else self._texts.number(row.page))
        self.page.setVisible(row.page is not None)
        self.page.setAccessibleName(self._texts.t("Go to page {page}: {title}", page=self._page, title=row.title))
        said = self._texts.t("{reason}, does not appear", reason=row.reason) if row.reason else ""
        self.reason.setText(said)
        self.reason.setVisible(bool(said))
        self.box.setAccessibleName(f"{row.title}, {said}" if said else row.title)


def rows_of_todo(desk: Desk, view: AuditView, go: Callable[[Place], object]) -> Iterator[QWidget]:
    """What to settle before the report is handed over: estimated factors, then what is missing."""
    texts = desk.texts
    unsure = [row for row in view.factors if row.status in _UNSURE]
    if unsure:
        names = ", ".join(row.activity_es if texts.language == "es" else row.activity_en for row in unsure)
        words = texts.tn("{n} factor is an estimate", "{n} factors are estimates", len(unsure))
        yield _line(desk, words, names, texts.t(CHOOSE), lambda: go(Place("footprint", "factor", CHOOSE)))
    page = overview(view, texts)
    for todo in page.todo:
        yield _line(desk, todo.text, todo.detail, todo.verb, _going(go, todo.place), calm=todo.level != "warning")
    if page.more:
        yield label(texts.tn("and {n} more on the overview", "and {n} more on the overview", page.more), "small")
    if not unsure and not page.todo:
        yield _line(desk, texts.t("Nothing is left to settle"), "", "", lambda: None, done=True)


def _going(go: Callable[[Place], object], place: Place) -> Callable[[], object]:
    return lambda: go(place)


def _line(
    desk: Desk,
    words: str,
    detail: str,
    verb: str,
    does: Callable[[], object],
    *,
    calm: bool = False,
    done: bool = False,
) -> QWidget:
    px, colours = desk.px, tokens.palette(desk.mode)
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, px(tokens.SPACE_1), 0, px(tokens.SPACE_1))
    line.setSpacing(px(tokens.SPACE_2))
    sign = label()
    name, colour = (
        ("check", colours.accent) if done else ("info", colours.muted) if calm else ("triangle-alert", colours.look)
    )
    sign.setPixmap(icons.pixmap(name, colour, px(16), sign.devicePixelRatioF()))
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(words, wrap=True))
    if detail:
        column.addWidget(label(detail, "small", wrap=True))
    if verb:
        going = button(desk, verb, does, role="link")
        going.setAccessibleName(f"{verb}: {words}")
        column.addWidget(going, 0, Qt.AlignmentFlag.AlignLeft)
    nest(line, column, 1)
    return holder
