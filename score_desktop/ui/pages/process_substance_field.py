"""The substance of one flow in its panel: a line with the substances of the chart to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from score_desktop.errors import ScoreError
from score_desktop.services import change_labels, process_edit
from score_desktop.services.edits import CellEdit, EditOutcome
from score_desktop.services.process_substances import known_substances, substance_words
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.services.process import Process
    from score_desktop.services.process_rows import FlowRow
    from score_desktop.ui.desk import Desk


class SubstanceField(QLineEdit):
    """Stores what was typed when it is left; empty means that the substance is called like the flow."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._flow: FlowRow | None = None
        self._audit = ""
        self.setAccessibleName(desk.texts.t("Substance"))
        self._known = QStringListModel(self)
        known = QCompleter(self._known, self)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        known.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(known)
        self.editingFinished.connect(self._store)

    def show_flow(self, flow: FlowRow | None, process: Process) -> None:
        """Show the substance of a flow; what is being typed for the same one stays, for another one it is stored."""
        same = flow is not None and self._flow is not None and flow.uid == self._flow.uid
        if same and self.hasFocus() and self.isModified():
            self._flow = flow
            return
        is_there = process.audit != self._audit or (
            self._flow is not None and any(one.uid == self._flow.uid for one in process.flows)
        )
        if not same and self.hasFocus() and is_there:
            self._store()
        self._flow, self._audit = flow, process.audit
        language = self._desk.texts.language
        self.setText("" if flow is None else substance_words(flow.substance, language))
        self.setPlaceholderText("" if flow is None else flow.name)
        self.setEnabled(flow is not None and not self._desk.context.read_only)
        self._mark("")
        self._known.setStringList(known_substances(process.flows, process.settings.followed, language))

    def _store(self) -> None:
        flow, text = self._flow, self.text().strip()
        if flow is None or self._desk.context.read_only:
            return
        if text == substance_words(flow.substance, self._desk.texts.language):
            return
        self.setModified(False)
        uid = flow.uid
        self._desk.write(
            self,
            process_edit.edit_flows,
            self._audit,
            [CellEdit(uid, "substance", text)],
            label=change_labels.flows_edited,
            then=lambda outcome: self._stored(uid, outcome),
        )

    def _stored(self, uid: str, outcome: EditOutcome) -> None:
        """What is refused is marked where it was typed; told in the message line once another flow is shown."""
        for refusal in outcome.refused:
            why = self._desk.texts.message(refusal.message_id, refusal.params)
            if self._flow is not None and self._flow.uid == uid:
                self._mark(why)
            else:
                self._desk.trouble(ScoreError(refusal.message_id, **refusal.params))

    def _mark(self, why: str) -> None:
        self.setProperty("wrong", bool(why))
        self.setToolTip(why)
        set_role(self, "")
