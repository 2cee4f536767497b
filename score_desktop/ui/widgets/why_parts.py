"""Lines of the panel "Why?": heads, facts, parts, bills, other factors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.charts.names import share as share_words
from score_desktop.reporting import phrasing
from score_desktop.reporting.richtext import shortened
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, icon_button, label

if TYPE_CHECKING:
    from score_desktop.services.factor_choice import Alternative
    from score_desktop.services.why import Part, WhyBill
    from score_desktop.ui.desk import Desk

SOURCE_LETTERS = 48
"""Letters of a source that stand below another factor; the whole is told by its tooltip and in the annex."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


def section_head(desk: Desk, words: str, right: str = "") -> QWidget:
    """A heading with a line below, and a word at its right."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, desk.px(tokens.SPACE_2), 0, 0)
    column.setSpacing(desk.px(tokens.SPACE_1))
    line = QHBoxLayout()
    line.addWidget(label(words, "heading", wrap=True), 1)
    if right:
        line.addWidget(label(right))
    below = QFrame()
    set_role(below, "line")
    nest(column, line)
    column.addWidget(below)
    return holder


def fact(desk: Desk, name: str, value: QWidget, *, below: bool = False) -> QWidget:
    """A name in grey, and at its right what it is; or `below` it, if that is long."""
    holder = QWidget()
    line = QBoxLayout(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight, holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0 if below else desk.px(tokens.SPACE_2))
    said = label(breakable(name), "muted", wrap=True)
    if below:
        line.addWidget(said)
        line.addWidget(value)
    elif isinstance(value, QPushButton):
        line.addWidget(said, 1)
        line.addWidget(value, 0, _RIGHT)
    else:
        line.addWidget(said, 2, Qt.AlignmentFlag.AlignTop)
        value.setProperty("alignment", Qt.AlignmentFlag.AlignRight)
        line.addWidget(value, 3)
    return holder


def amber_box(desk: Desk, words: str, head: str = "") -> QFrame:
    """Look here: a sign and words on amber ground."""
    box = QFrame()
    set_role(box, "notice")
    line = QHBoxLayout(box)
    line.setContentsMargins(desk.px(12), desk.px(10), desk.px(12), desk.px(10))
    line.setSpacing(desk.px(tokens.SPACE_2))
    sign = label()
    colour = tokens.palette(desk.mode).look
    sign.setPixmap(icons.pixmap("triangle-alert", colour, desk.px(18), desk_ratio(sign)))
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(desk.px(2))
    if head:
        column.addWidget(label(head, "strong", wrap=True))
    if words:
        column.addWidget(label(words, wrap=True))
    nest(line, column, 1)
    return box


def desk_ratio(widget: QWidget) -> float:
    """Device pixels for each pixel where a widget stands."""
    return widget.devicePixelRatioF()


def breakable(words: str) -> str:
    """Words that may be broken after the signs that names of files hold, and inside very long ones."""
    open_after = re.sub(r"([_\-./\\])(?=\S)", "\\1\u200b", words)
    return re.sub(r"([^\s\u200b]{24})(?=[^\s\u200b])", "\\1\u200b", open_after)


def part_line(desk: Desk, part: Part, opens: Callable[[], object] | None) -> QWidget:
    """A part of a sum, with a button that explains it in its turn, if it can be."""
    texts = desk.texts
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(desk.px(tokens.SPACE_2))
    line.addWidget(label(breakable(part.name), wrap=True), 1)
    amounts = QVBoxLayout()
    amounts.setSpacing(0)
    share = "" if part.share is None else share_words(texts, part.share)
    for words, role in ((f"{part.value} {part.unit}".strip(), "strong"), (share, "small")):
        said = label(words, role)
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        amounts.addWidget(said)
    nest(line, amounts)
    if opens is not None:
        name = texts.t("Why {amount}?", amount=f"{part.name}, {part.value} {part.unit}")
        line.addWidget(icon_button(desk, name, "chevron-right", opens))
    return holder


def bill_line(desk: Desk, bill: WhyBill, *, several: bool) -> QWidget:
    """A bill: its days and share of the figure, and below where it was read: file, sheet, row.

    Args:
        several: Bills of more than one meter are listed, so that each names its own.
    """
    texts = desk.texts
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, desk.px(2), 0, desk.px(2))
    column.setSpacing(0)
    line = QHBoxLayout()
    last = bill.end - dt.timedelta(days=1)
    days = f"{texts.date(bill.start)} – {texts.date(last)}"
    line.addWidget(label(days), 1)
    line.addWidget(label(bill.amount, "strong"))
    nest(column, line)
    row = texts.t("row {row}", row=texts.number(bill.row)) if bill.row else ""
    where = " · ".join(part for part in (bill.file, bill.sheet, row) if part)
    number = texts.t("No. {number}", number=bill.number) if bill.number else ""
    marks = [
        bill.meter_name if several else "",
        number,
        where or texts.t("typed by hand"),
        texts.t("estimated reading") if bill.estimated else "",
    ]
    column.addWidget(label(breakable(" · ".join(mark for mark in marks if mark)), "small", wrap=True))
    return holder


class AlternativesList(QWidget):
    """What the figure would be with other published factors; while picking, each can be taken.

    Signals:
        picked: Id of the factor that the person wants.
    """

    picked = Signal(str)

    def __init__(self, desk: Desk, rows: Sequence[Alternative]) -> None:
        super().__init__()
        self._desk = desk
        self._offered: list[tuple[Alternative, QHBoxLayout]] = []
        self._uses: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        for row in rows:
            column.addWidget(self._line(desk, row))

    def _line(self, desk: Desk, row: Alternative) -> QWidget:
        texts = desk.texts
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addWidget(label(row.name, "strong" if row.in_use else "", wrap=True), 1)
        line.addWidget(label(row.result_text, "strong" if row.in_use else ""), 0, _RIGHT)
        same = texts.t("in use") if row.in_use else phrasing.signed_percent(texts, row.difference)
        line.addWidget(label(same, "muted"), 0, _RIGHT)
        nest(column, line)
        said = " · ".join(part for part in (row.basis, shortened(row.source, SOURCE_LETTERS), _year(row)) if part)
        below = QHBoxLayout()
        source = label(said, "small", wrap=True)
        source.setToolTip(row.source)
        below.addWidget(source, 1)
        if not row.in_use:
            self._offered.append((row, below))
        nest(column, below)
        return holder

    def _use(self, row: Alternative, place: QHBoxLayout) -> QPushButton:
        texts = self._desk.texts
        use = button(self._desk, texts.t("Use this"), lambda: self.picked.emit(row.factor_id), role="link")
        use.setAccessibleName(texts.t("Use the factor “{factor}”", factor=row.name))
        place.addWidget(use, 0, _RIGHT)
        return use

    def set_picking(self, *, on: bool) -> None:
        """Offer to take each of them, or not."""
        if on and not self._uses:
            self._uses = [self._use(row, place) for row, place in self._offered]
        for use in self._uses:
            use.setVisible(on)
        if on and self._uses and self.isVisible():
            self._uses[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _year(row: Alternative) -> str:
    return str(row.year) if row.year else ""
