"""The panel "Why?": a figure down to its bills and its factor, for any page that shows figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.errors import ScoreError
from score_desktop.services.factor_choice import choose_factor, factor_candidates, factor_label
from score_desktop.services.why import why
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, icon_button, label
from score_desktop.ui.widgets.panels import SidePanel
from score_desktop.ui.widgets.why_parts import (
    AlternativesList,
    amber_box,
    bill_line,
    breakable,
    fact,
    part_line,
    section_head,
)

if TYPE_CHECKING:
    from score_desktop.calc.figures import Period
    from score_desktop.services.factor_choice import Alternative
    from score_desktop.services.why import Part, Why
    from score_desktop.services.why_factors import FactorBlock
    from score_desktop.ui.desk import Desk

BILLS_AT_ONCE = 12
"""Bills that are listed at first, and each time more are asked for: a year of one meter."""
TURN_S = 0.015
"""Seconds for which the panel is put together before the window answers again."""
LONG = 24
"""Letters from which a value stands below its name."""
_UNSURE = ("expert_estimate", "recalled")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the panel was asked to explain, or (`subject`) to choose a factor for."""

    key: str
    dims: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None
    subject: str = ""
    name: str = ""
    reason: str = ""


class WhyPanel(SidePanel):
    """Stands at the right of a page (`Page.stand_beside`).

    Signals:
        shown: Key of the figure that is explained now.
    """

    shown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Why this figure?"))
        t = desk.texts.t
        self._asked: list[Asked] = []
        self._why: Why | None = None
        self._bills: QVBoxLayout | None = None
        self._listed = 0
        self._steps: Iterator[None] = iter(())
        self._scrolled = 0
        self._stale = False
        self.complete = True
        """False while parts of the panel are still being put in."""
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._go_on)
        self.back_button = icon_button(desk, t("Back to the sum"), "arrow-left", self.back)
        self.back_button.hide()
        self.copy_button = icon_button(desk, t("Copy the explanation"), "copy", self.copy)
        self.head.insertWidget(0, self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self.head.insertWidget(2, self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        desk.changed.connect(self._on_change)

    # -- what is explained ---------------------------------------------------------------------------------------

    def explain(self, key: str, dims: Mapping[str, str] | None = None, period: Period | None = None) -> None:
        """Explain a figure of the open audit; a part of it that is opened can be left again.

        Args:
            period: That of the view the figure was read from; None: the audit's own.
        """
        self._asked = [Asked(key, dict(dims or {}), period)]
        self._ask()

    def choose(self, subject: str, name: str, reason: str, period: Period | None = None) -> None:
        """Offer factors for a meter or resource that has none that fits.

        Args:
            subject: A meter's portable id, or a resource.
            name: Of it, for the title; `reason` says what is missing.
        """
        self._asked = [Asked("", {}, period, subject, name, reason)]
        self._ask()

    def open_part(self, key: str, dims: Mapping[str, str]) -> None:
        """Explain a part of the sum that is shown."""
        self._asked.append(Asked(key, dict(dims), self._asked[-1].period))
        self._ask()

    def back(self) -> None:
        """Return to the sum whose part is shown."""
        if len(self._asked) > 1:
            self._asked.pop()
            self._ask()

    @property
    def why(self) -> Why | None:
        """What is shown; None while nothing is."""
        return self._why

    def place(self) -> Mapping[str, object]:
        """What is explained, for `Page.place`; empty while the panel is hidden."""
        if self.isHidden() or not self._asked or not self._asked[0].key:
            return {}
        last = self._asked[-1]
        return {"why": last.key, "dims": dict(last.dims)}

    def forget(self) -> None:
        """Close it: what it explains is no longer there."""
        self._asked = []
        self._why = None
        self.clear()
        self.hide()

    def close_panel(self) -> None:
        """Hide it and say so."""
        super().close_panel()
        self._asked = []

    def _ask(self) -> None:
        desk, asked = self.desk, self._asked[-1]
        self._stale = False
        self.show()
        if asked.key:
            question = (desk.audit, asked.key, asked.dims, desk.texts, desk.today(), asked.period)
            desk.read(self, "why", self._show, _why_or_trouble, *question)
        else:
            subject = (desk.audit, asked.subject, desk.texts, desk.today(), asked.period)
            desk.read(self, "why", self._show_choice, factor_candidates, *subject)

    def _on_change(self, _change: object) -> None:
        self._stale = bool(self._asked) and not self.isHidden()
        if self._stale and self.isVisible() and self.desk.audit:
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Explain anew what has changed while another page was seen."""
        super().showEvent(event)
        if self._stale and self._asked and self.desk.audit:
            self._ask()

    # -- what is shown -------------------------------------------------------------------------------------------

    def _start(self, title: str, subtitle: str) -> None:
        self._turn.stop()
        self._steps = iter(())
        self.complete = True
        self.clear()
        self._bills = None
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.back_button.setVisible(len(self._asked) > 1)
        self.scroller.verticalScrollBar().setValue(0)
        QWidget.setTabOrder(self.back_button, self.copy_button)
        QWidget.setTabOrder(self.copy_button, self.close_button)

    def _show(self, answer: Why | ScoreError) -> None:
        if not self._asked:
            return
        t = self.desk.texts.t
        if isinstance(answer, ScoreError):
            self._why = None
            self._start(t("This figure is not known"), "")
            self.copy_button.setEnabled(False)
            self.body.addWidget(label(self.desk.texts.error(answer), wrap=True))
            self.body.addStretch(1)
            return
        same = self._why is not None and (self._why.key, self._why.dims) == (answer.key, answer.dims)
        self._scrolled = self.scroller.verticalScrollBar().value() if same else 0
        self._why = answer
        self._start(answer.title, answer.subtitle)
        self.copy_button.setEnabled(True)
        self.complete = False
        self._steps = self._fill(answer)
        self._go_on()
        self.shown.emit(answer.key)

    def _fill(self, answer: Why) -> Iterator[None]:
        """Put the panel together; the window may breathe at each step."""
        self._add_formula(answer)
        yield
        self._add_parts(answer)
        yield
        self._add_data(answer)
        for block in answer.factors:
            yield
            self._add_factor(block)
        yield
        if answer.subject:
            self._add_alternatives(answer.subject, answer.alternatives, chosen=answer.chosen)
        yield
        self._add_bills(answer)
        self.body.addStretch(1)

    def _go_on(self) -> None:
        until = time.perf_counter() + TURN_S
        for _ in self._steps:
            if time.perf_counter() > until:
                self._turn.start(0)
                return
        self.complete = True
        self.scroller.verticalScrollBar().setValue(self._scrolled)

    def _show_choice(self, rows: tuple[Alternative, ...]) -> None:
        if not self._asked:
            return
        asked, t = self._asked[-1], self.desk.texts.t
        self._why = None
        self._start(t("Factor for {name}", name=asked.name), "")
        self.copy_button.setEnabled(False)
        self.body.addWidget(amber_box(self.desk, asked.reason))
        if rows:
            self._add_alternatives(asked.subject, rows, chosen=False, open_now=True)
        else:
            words = t("The reference data hold no factor in a unit that fits these bills. Check the unit of the meter.")
            self.body.addWidget(label(words, "muted", wrap=True))
        self.body.addStretch(1)

    def _add_formula(self, answer: Why) -> None:
        px = self.desk.px
        box = QFrame()
        set_role(box, "box")
        terms = answer.terms or (answer.result,)
        grid = QGridLayout(box)
        grid.setContentsMargins(px(12), px(10), px(12), px(10))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(2))
        beside = len(terms) <= 3 and sum(max(len(term.value), len(term.unit)) for term in terms) <= 34
        for number, term in enumerate(terms):
            value, below = label(term.value, "strong"), label(term.unit or term.name, "small")
            value.setToolTip(term.name)
            below.setToolTip(term.name)
            sign = label(term.sign if answer.terms else "", "muted")
            if beside:
                if answer.terms:
                    grid.addWidget(sign, 0, 2 * number)
                grid.addWidget(value, 0, 2 * number + 1)
                grid.addWidget(below, 1, 2 * number + 1)
                grid.setColumnStretch(2 * number + 1, 1)
            else:
                name = label(term.name, "small", wrap=True)
                below.setText(term.unit)
                for column, part in enumerate((sign, value, below, name)):
                    grid.addWidget(part, number, column)
                grid.setColumnStretch(3, 1)
        self.body.addWidget(box)
        self.body.addWidget(label(answer.formula, "small", wrap=True))

    def _add_parts(self, answer: Why) -> None:
        if not answer.parts:
            return
        self.body.addWidget(section_head(self.desk, self.desk.texts.t("Parts, largest first")))
        for part in answer.parts:
            self.body.addWidget(part_line(self.desk, part, self._opening(part) if part.key else None))

    def _opening(self, part: Part) -> Callable[[], None]:
        return lambda: self.open_part(part.key, part.dims)

    def _add_data(self, answer: Why) -> None:
        desk, data = self.desk, answer.data
        texts = desk.texts
        counts = [texts.tn("{n} bill", "{n} bills", data.bills)] if data.bills else []
        counts += [texts.tn("{n} value", "{n} values", data.values)] if data.values else []
        if not counts and not data.lines:
            return
        quality = texts.t("quality {grade}", grade=data.quality) if data.quality else ""
        head = texts.t("Data: {counts}", counts=", ".join(counts)) if counts else texts.t("Data")
        self.body.addWidget(section_head(desk, head, quality))
        for uid, name in data.meters[:BILLS_AT_ONCE]:
            see = button(desk, texts.t("See bills"), self._bills_of(uid), role="link")
            see.setAccessibleName(texts.t("See the bills of {meter}", meter=name))
            self.body.addWidget(fact(desk, name, see))
        for line in data.lines:
            self.body.addWidget(label(line, "muted", wrap=True))
        if data.files:
            names = ", ".join(data.files)
            said = label(breakable(names), wrap=True)
            self.body.addWidget(fact(desk, texts.t("Read from"), said, below=len(names) > LONG))

    def _add_bills(self, answer: Why) -> None:
        """The bills themselves, last: they are many."""
        if not answer.bills:
            return
        self.body.addWidget(section_head(self.desk, self.desk.texts.t("Where each amount was read")))
        holder = QWidget()
        self._bills = QVBoxLayout(holder)
        self._bills.setContentsMargins(0, 0, 0, 0)
        self._bills.setSpacing(self.desk.px(tokens.SPACE_1))
        self.body.addWidget(holder)
        self._listed = 0
        self._more_bills()

    def _more_bills(self) -> None:
        answer, desk = self._why, self.desk
        if answer is None or self._bills is None:
            return
        if self._listed:
            item = self._bills.takeAt(self._bills.count() - 1)
            asking = item.widget() if item is not None else None
            if asking is not None:
                asking.hide()
                asking.deleteLater()
        upto = min(self._listed + BILLS_AT_ONCE, len(answer.bills))
        for bill in answer.bills[self._listed : upto]:
            self._bills.addWidget(bill_line(desk, bill, several=len(answer.data.meters) > 1))
        self._listed = upto
        left = len(answer.bills) - upto
        texts = desk.texts
        if left:
            n = min(left, BILLS_AT_ONCE)
            words = texts.tn("Show {n} more", "Show {n} more", n)
            self._bills.addWidget(button(desk, words, self._more_bills, role="link"))
        else:
            hidden = answer.bills_total - len(answer.bills)
            words = texts.tn("{n} more is in the table of bills", "{n} more are in the table of bills", hidden)
            self._bills.addWidget(label(words if hidden > 0 else "", "small", wrap=True))

    def _bills_of(self, meter: str) -> Callable[[], None]:
        return lambda: self.desk.go("consumption", meter=meter)

    def _add_factor(self, block: FactorBlock) -> None:
        desk, t = self.desk, self.desk.texts.t
        self.body.addWidget(section_head(desk, t("Factor"), "" if block.status in _UNSURE else block.status_text))
        self.body.addWidget(label(block.name, wrap=True))
        year = f", {block.year}" if block.year and str(block.year) not in block.source else ""
        source = f"{block.source.removesuffix('.')}{year}"
        for name, value in (
            (t("Value"), f"{block.value} {block.unit}".strip()),
            (t("Gases, kg"), block.gases),
            (t("Basis"), block.basis),
            (t("Source and year"), source),
        ):
            if value:
                self.body.addWidget(fact(desk, name, label(value, wrap=True), below=len(value) > LONG))
        notes = list(block.notes)
        if block.status in _UNSURE:
            head = t("Expert estimate") if block.status == "expert_estimate" else t("Quoted from memory, to be checked")
            if block.uncertainty:
                head = f"{head}, ±{desk.texts.percent(block.uncertainty / 100)}"
            self.body.addWidget(amber_box(desk, " ".join(notes), head))
            return
        for note in notes:
            self.body.addWidget(label(note, "small", wrap=True))

    def _add_alternatives(
        self, subject: str, rows: tuple[Alternative, ...], *, chosen: bool, open_now: bool = False
    ) -> None:
        desk, t = self.desk, self.desk.texts.t
        others = any(not row.in_use for row in rows)
        if not others and not chosen:
            return
        self.body.addWidget(section_head(desk, t("With another factor")))
        listed = AlternativesList(desk, rows)
        listed.picked.connect(lambda factor: self._choose(subject, factor))
        self.body.addWidget(listed)
        line = QHBoxLayout()
        if desk.context.read_only:
            return
        if open_now:
            listed.set_picking(on=True)
        elif others:
            change = button(desk, t("Change factor"), lambda: listed.set_picking(on=change.isChecked()))
            change.setCheckable(True)
            line.addWidget(change)
        if chosen:
            proposed = button(desk, t("Back to the proposed one"), lambda: self._choose(subject, None), role="link")
            line.addWidget(proposed)
        line.addStretch(1)
        nest(self.body, line)
        words = t("Factors in use are kept with the audit: a newer one does not change what was handed over.")
        self.body.addWidget(label(words, "small", wrap=True))

    def _choose(self, subject: str, factor: str | None) -> None:
        desk, asked = self.desk, self._asked[-1]
        name = asked.name
        if self._why is not None:
            name = next((n for uid, n in self._why.data.meters if uid == subject), self._why.result.name)
        label_ = factor_label(name, factor)
        desk.write(self, choose_factor, desk.audit, subject, factor, label=label_, then=self._chosen)

    def _chosen(self, _none: object) -> None:
        if self._asked and not self._asked[-1].key:
            self.close_panel()

    def copy(self) -> None:
        """Put the explanation on the clipboard as text."""
        if self._why is not None:
            QGuiApplication.clipboard().setText(self._why.copy_text)
            self.desk.tell(self.desk.texts.t("The explanation is on the clipboard."))


def _why_or_trouble(*question: object) -> Why | ScoreError:
    """The explanation, or why there is none: the panel itself says so, beside the figure."""
    try:
        return why(*question)  # type: ignore[arg-type]
    except ScoreError as error:
        return error
