"""Balances of a process: each step and the whole, what is not explained, where it may be, what to measure next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.calc.balances import BalanceRow, Light
from score_desktop.services import process_lines as lines
from score_desktop.services.process_pack import LikelyPlace, likely_places
from score_desktop.services.process_told import closing, next_words, reconciliation_words, row_name
from score_desktop.services.process_words import balance_name
from score_desktop.ui.itemmodels.told_lines import LinesModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.process_part import ProcessPart
from score_desktop.ui.widgets.buttons import Segmented, button, label
from score_desktop.ui.widgets.lights import light_pixmap
from score_desktop.ui.widgets.panels import clear_layout, scrolled
from score_desktop.ui.widgets.parts import PartSplitter
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.services.process import ProcessView

ALL = "all"
STEP, BALANCE, RESULT = 0, 1, 7
COLUMN_WIDTH = 350


@dataclass(frozen=True, slots=True)
class Told:
    """All that the part says, in words.

    Attributes:
        next: Portable id of the flow, or "", with what to do.
    """

    lines: tuple[lines.Line, ...]
    choices: tuple[tuple[str, str], ...]
    fits: str
    light: Light
    next: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One balance, in words."""

    title: str
    said: str
    light: Light
    places: tuple[LikelyPlace, ...]
    nothing: str
    parts: tuple[tuple[str, str], ...]


class BalancesPart(ProcessPart):
    """The table of balances; below it the one that is selected, and what to measure next."""

    def content(self) -> QWidget:
        """Sentence, switch, table, three columns of words."""
        desk, t = self.desk, self.texts.t
        self._wanted, self._key = ALL, ""
        self.light, self.fits = label(), label("", wrap=True)
        self.kinds = Segmented(t("Which balances"))
        self.kinds.chosen.connect(self._on_kind)
        self.model = LinesModel(desk, lines.BALANCE_HEADS, frozenset({STEP, BALANCE, RESULT}), RESULT, self)
        self.table = PlainTable(desk, t("Balances"))
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.setMinimumHeight(desk.px(120))
        head = QHBoxLayout()
        head.setSpacing(desk.px(tokens.SPACE_2))
        head.addWidget(self.light, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.fits, 1)
        line = QHBoxLayout()
        line.addWidget(self.kinds)
        line.addStretch(1)
        split = PartSplitter(desk, "process_balances", Qt.Orientation.Vertical, (310, 230))
        split.take(self.table, self._details())
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, head)
        nest(column, line)
        column.addWidget(split, 1)
        return scrolled(inside)

    def _details(self) -> QWidget:
        desk, t = self.desk, self.texts.t
        self.title, self.said = label("", "heading", wrap=True), label("", wrap=True)
        self.parts, self.places, self.next = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, desk.px(8), 0)
        row.setSpacing(desk.px(tokens.SPACE_6))
        heads = (None, label(t("Likely places"), "heading"), label(t("What to measure next"), "heading"))
        for part, title in zip((self.parts, self.places, self.next), heads, strict=True):
            column = QVBoxLayout()
            column.setSpacing(desk.px(tokens.SPACE_1))
            part.setSpacing(desk.px(tokens.SPACE_1))
            if title is None:
                column.addWidget(self.title)
                column.addWidget(self.said)
            else:
                column.addWidget(title)
            nest(column, part)
            column.addStretch(1)
            nest(row, column, 1)
        area = scrolled(inside)
        area.setMinimumHeight(desk.px(110))
        return area

    # -- what is shown -------------------------------------------------------------------------------------------

    def prepare(self, view: ProcessView) -> None:
        """Put balances and advice into words."""
        only, texts = "" if self._wanted == ALL else self._wanted, self.texts
        self.make("told", self._show, lambda: _told(view, only, texts))

    def _show(self, told: Told) -> None:
        self.fits.setText(told.fits)
        self.light.setPixmap(light_pixmap(self.desk, told.light, 18))
        self.kinds.set_choices([(ALL, self.texts.t("All")), *told.choices])
        self.kinds.set_current(self._wanted)
        self.model.show_lines(told.lines)
        self.table.fit_columns(STEP, wraps=(STEP,))
        self._show_next(told.next)
        row = max(self.model.row_of(self._key), self._worst() if not self._key else 0)
        if self.model.lines:
            self.table.selectRow(row)
            self._ask_detail()

    def _worst(self) -> int:
        """The row to begin with: a step that does not close, else the first."""
        order = (Light.RED, Light.AMBER)
        rows = [(line.light, number) for number, line in enumerate(self.model.lines) if not line.is_strong]
        return next((number for light in order for found, number in rows if found is light), 0)

    def _on_kind(self, kind: str) -> None:
        self._wanted, self._key = kind, ""
        if self.view is not None:
            self.prepare(self.view)

    def _on_row(self, current: QModelIndex) -> None:
        key = self.model.key_of(current.row()) if current.isValid() else ""
        if key and key != self._key:
            self._key = key
            self._ask_detail()

    def _ask_detail(self) -> None:
        view, key, texts = self.view, self._key, self.texts
        row = next((one for one in view.balances if lines.balance_key(one) == key), None) if view is not None else None
        if view is not None and row is not None:
            self.make("detail", self._show_detail, lambda: _detail(view, row, texts))

    def _show_detail(self, detail: Detail) -> None:
        t = self.texts.t
        self.title.setText(detail.title)
        self.said.setText(detail.said)
        clear_layout(self.parts)
        for name, value in detail.parts:
            nest(self.parts, self._pair(name, value))
        clear_layout(self.places)
        for place in detail.places:
            self.places.addWidget(label(f"· {place.text}", wrap=True))
            self.places.addWidget(label(t("Check: {check}", check=place.check), "muted", wrap=True))
            if place.measures:
                helps = t("What helps: {measures}", measures=", ".join(place.measures))
                self.places.addWidget(label(helps, "muted", wrap=True))
        if not detail.places:
            self.places.addWidget(label(detail.nothing, "muted", wrap=True))

    def _pair(self, name: str, value: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(label(name, "muted", wrap=True), 1)
        line.addWidget(label(value), 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _show_next(self, advice: tuple[tuple[str, str], ...]) -> None:
        clear_layout(self.next)
        for number, (flow, words) in enumerate(advice, start=1):
            self.next.addWidget(label(f"{number}. {words}", wrap=True))
            if flow:
                goes = button(self.desk, self.texts.t("Show the flow"), partial(self.to_process, flow), role="link")
                self.next.addWidget(goes, 0, Qt.AlignmentFlag.AlignLeft)
        if not advice:
            self.next.addWidget(label(self.texts.t("Nothing: all balances that must close do."), "muted", wrap=True))

    def main_focus(self) -> QWidget:
        """The table."""
        return self.table


def _told(view: ProcessView, only: str, texts: Texts) -> Told:
    found = view.reconciliation
    light = Light.GREY if not found.degrees else Light.GREEN if found.believable else Light.RED
    return Told(
        lines.balance_lines(view, texts, only),
        lines.balance_choices(view, texts),
        reconciliation_words(view, texts),
        light,
        tuple((one.flow, next_words(one, view, texts)) for one in view.next),
    )


def _detail(view: ProcessView, row: BalanceRow, texts: Texts) -> Detail:
    step = view.chart.steps.get(row.step)
    is_sought = row.must_close or (row.light is not Light.GREEN and (step is None or not step.excuses(row.balance)))
    name = balance_name(row.balance, view.process.settings.followed, texts)
    return Detail(
        f"{row_name(row, texts)} · {name}",
        closing(row, texts),
        row.light,
        likely_places(view, row, texts.language) if is_sought else (),
        _nothing(row, texts, is_sought=is_sought),
        lines.gap_parts(row, texts),
    )


def _nothing(row: BalanceRow, texts: Texts, *, is_sought: bool) -> str:
    """Why no likely place is named."""
    if row.light is Light.GREEN:
        return texts.t("Nothing to look for: it closes.")
    return texts.t("No likely place is known.") if is_sought else texts.t("It need not close here.")
