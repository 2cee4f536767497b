"""What to look at in the bills, in the panel beside the page: each finding with its note, accepted or open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services import change_labels
from score_desktop.services.finding_reviews import review_findings, user_name
from score_desktop.ui.pages import consumption_words as words
from score_desktop.ui.pages.consumption_findings import FindingLine
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.panels import clear_layout

if TYPE_CHECKING:
    from score_desktop.enums import Resource
    from score_desktop.services.audit_view import AuditView, FindingView
    from score_desktop.ui.desk import Desk

GROUPS, EACH = 40, 12
"""Groups of findings that are listed, and findings of each."""
ACCEPTED = 60


class FindingsPanel(QWidget):
    """Open findings by kind and meter, then the accepted ones.

    Signals:
        acted: The `FindingText` of the group whose verb was pressed.
    """

    acted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.texts = desk, desk.texts
        self.lines: list[ReviewLine] = []
        self._shown: object = None
        self._audit = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.px(tokens.SPACE_1))

    def show_view(self, view: AuditView, resource: Resource | None) -> None:
        """Show the findings of a view, those of the chosen resource first."""
        shown = (view.audit, resource, view.findings, view.gaps)
        if shown == self._shown:
            return
        drafts = {} if view.audit != self._audit else {line.finding.key: line.draft() for line in self.lines}
        held = QApplication.focusWidget()
        place = next((n for n, line in enumerate(self.lines) if held is not None and line.isAncestorOf(held)), None)
        self._shown, self._audit = shown, view.audit
        clear_layout(self._column)
        self.lines = []
        self._open(*words.finding_texts(view, self.texts, resource, GROUPS))
        self._accepted(words.accepted(view, resource))
        self._column.addStretch(1)
        for line in self.lines:
            line.take_draft(drafts.get(line.finding.key))
        if place is not None and self.lines:
            self.lines[min(place, len(self.lines) - 1)].accept_button.setFocus()

    def _open(self, groups: Sequence[words.FindingText], total: int) -> None:
        desk, texts = self.desk, self.texts
        if not groups:
            self._column.addWidget(label(texts.t("Nothing is open."), "muted", wrap=True))
        for group in groups:
            self._column.addWidget(FindingLine(desk, group, self.acted.emit, whole=True, detailed=not group.findings))
            for finding in group.findings[:EACH]:
                self._line(finding, texts.message(finding.message_id, dict(finding.params)))
            self._rest(group.findings)
            self._column.addSpacing(desk.px(tokens.SPACE_3))
        if total > len(groups):
            self._column.addWidget(label(texts.tn("{n} more", "{n} more", total - len(groups)), "muted"))

    def _rest(self, findings: Sequence[FindingView]) -> None:
        """All of a group at once."""
        texts, count = self.texts, len(findings)
        if count > EACH:
            self._column.addWidget(label(texts.tn("{n} more", "{n} more", count - EACH), "small"))
        if count > 1:
            every = button(
                self.desk,
                texts.t("Accept all {n}", n=texts.number(count)),
                lambda: self.review(findings, accepted=True),
                icon="check",
                role="link",
            )
            every.setEnabled(not self.desk.context.read_only)
            line = FlowBox(0)
            line.add(every)
            self._column.addWidget(line)

    def _accepted(self, findings: Sequence[FindingView]) -> None:
        if not findings:
            return
        self._column.addSpacing(self.desk.px(tokens.SPACE_2))
        self._column.addWidget(label(self.texts.tn("{n} accepted", "{n} accepted", len(findings)), "heading"))
        for finding in findings[:ACCEPTED]:
            told = self.texts.message(finding.message_id, dict(finding.params))
            self._line(finding, f"{finding.meter_name}: {told}")
        if len(findings) > ACCEPTED:
            more = self.texts.tn("{n} more", "{n} more", len(findings) - ACCEPTED)
            self._column.addWidget(label(more, "muted"))

    def _line(self, finding: FindingView, told: str) -> None:
        line = ReviewLine(self.desk, finding, told, self.review)
        self.lines.append(line)
        self._column.addWidget(line)

    def review(self, findings: Sequence[FindingView], *, accepted: bool | None = None, note: str | None = None) -> None:
        """Store what the person says about findings."""
        keys = [finding.key for finding in findings]
        labels = {None: change_labels.findings_noted, True: change_labels.findings_accepted}
        self.desk.write(
            self,
            review_findings,
            self._audit,
            keys,
            accepted=accepted,
            note=note,
            user=user_name(),
            label=labels.get(accepted, change_labels.findings_reopened),
        )


class ReviewLine(QWidget):
    """One finding: what it says, what was said about it, and what can be done.

    Args:
        review: Stores what is said about findings.
    """

    def __init__(self, desk: Desk, finding: FindingView, told: str, review: Callable[..., None]) -> None:
        super().__init__()
        self.desk, self.finding, self._review = desk, finding, review
        t = desk.texts.t
        said = finding.review
        column = QVBoxLayout(self)
        column.setContentsMargins(desk.px(24), desk.px(2), 0, desk.px(2))
        column.setSpacing(desk.px(tokens.SPACE_1))
        column.addWidget(label(told, "small", wrap=True))
        if said is not None and said.accepted:
            on = desk.texts.date(said.at.astimezone().date())
            who = t("{name}, {day}", name=said.by, day=on) if said.by else on
            column.addWidget(label(who, "muted", wrap=True))
        self.said = label(t("Note: {note}", note=said.note) if said is not None and said.note else "", wrap=True)
        column.addWidget(self.said)
        self.said.setVisible(bool(self.said.text()))
        self.note = QLineEdit("" if said is None else said.note)
        self.note.setAccessibleName(t("Note about: {what}", what=told))
        self.note.setPlaceholderText(t("Why it may stay"))
        self.note.editingFinished.connect(self._store_note)
        self.note.hide()
        column.addWidget(self.note)
        self.accept_button = self._accept_button(told)
        self.note_button = button(
            desk, t("Change the note") if said and said.note else t("Note"), self._ask, role="link"
        )
        self.note_button.setAccessibleName(t("Note about: {what}", what=told))
        actions = FlowBox(desk.px(tokens.SPACE_4))
        actions.add(self.accept_button, self.note_button)
        column.addWidget(actions)
        for part in (self.accept_button, self.note_button):
            part.setEnabled(not desk.context.read_only)

    def _accept_button(self, told: str) -> QPushButton:
        t, is_open = self.desk.texts.t, self.finding.is_open
        words_ = t("Accept") if is_open else t("Open again")
        made = button(self.desk, words_, lambda: self._accept(accepted=is_open), role="link")
        made.setAccessibleName(f"{words_}: {told}")
        return made

    def draft(self) -> str | None:
        """What is being typed; None: nothing."""
        return None if self.note.isHidden() else self.note.text()

    def take_draft(self, text: str | None) -> None:
        """Go on typing where it was left."""
        if text is not None and text.strip() != self._stored():
            self.note.setText(text)
            self._write()

    def _stored(self) -> str:
        return "" if self.finding.review is None else self.finding.review.note

    def _ask(self) -> None:
        self._write()
        self.note.setFocus()
        self.note.home(False)

    def _write(self) -> None:
        """The line to write in takes the place of what was written."""
        self.said.hide()
        self.note_button.hide()
        self.note.show()

    def _accept(self, *, accepted: bool) -> None:
        typed = None if self.note.isHidden() else self.note.text().strip()
        self._review([self.finding], accepted=accepted, note=typed)

    def _store_note(self) -> None:
        """On Enter, and when the keyboard goes elsewhere; what accepts it takes the note along."""
        text = self.note.text().strip()
        if self.note.isHidden() or QApplication.focusWidget() is self.accept_button or text == self._stored():
            return
        self._review([self.finding], note=text)
