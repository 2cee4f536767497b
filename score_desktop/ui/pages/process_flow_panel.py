"""One flow beside the tables: where its quantity comes from, what the balances make of it, what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from score_desktop import tokens, typed
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.services import change_labels, process_edit
from score_desktop.services.process_origin import flow_label
from score_desktop.services.process_pack import measured_how
from score_desktop.services.process_told import standing_words
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import rule
from score_desktop.ui.pages.process_origin_form import OriginForm
from score_desktop.ui.pages.process_substance_field import SubstanceField
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.panels import SidePanel, clear_layout

if TYPE_CHECKING:
    from score_desktop.services.process import Process, ProcessView
    from score_desktop.services.process_rows import FlowRow
    from score_desktop.ui.desk import Desk

WIDTH = 372


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of a flow that was calculated."""

    standing: str
    problems: tuple[str, ...]
    cost: str


class FlowPanel(SidePanel):
    """Follows the cursor of the table of flows while it is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Flow"), WIDTH)
        t = desk.texts.t
        self.flow: FlowRow | None = None
        self.process: Process | None = None
        self.form = OriginForm(desk)
        self.form.applied.connect(self._apply)
        self.substance = SubstanceField(desk)
        substance_head = label(t("Substance"), "strong")
        substance_head.setBuddy(self.substance)
        self.told = QVBoxLayout()
        self.shares = QVBoxLayout()
        self.how = label("", wrap=True)
        self.how_head = label(t("How it is measured"), "strong")
        self._share_fields: dict[str, QLineEdit] = {}
        for part in (
            label(t("Where the quantity comes from"), "strong"),
            self.form,
            rule(),
            substance_head,
            self.substance,
            rule(),
            label(t("What the balances make of it"), "strong"),
            self.told,
            self.how_head,
            self.how,
            self.shares,
        ):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                part.setSpacing(desk.px(tokens.SPACE_1))
                nest(self.body, part)
        self.body.addStretch(1)

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_flow(self, flow: FlowRow | None, process: Process, view: ProcessView | None) -> None:
        """Show a flow as it is stored and calculated now; what is being typed for the same flow stays."""
        if flow is None:
            self._show_nothing(process)
            return
        t, texts = self.desk.texts.t, self.desk.texts
        same = self.flow is not None and self.flow.uid == flow.uid
        if not same:
            self._leave_shares(process)
        self.flow, self.process = flow, process
        names = {step.uid: step.name for step in process.steps}
        self.title.setText(flow_label(flow, texts))
        outside = t("Outside")
        self.subtitle.setText(f"{names.get(flow.source, outside)} → {names.get(flow.target, outside)}")
        self.subtitle.show()
        self.form.show_flow(flow, process, again=same)
        self.substance.show_flow(flow, process)
        self._show_shares(flow, process, same=same)
        how = measured_how(flow.pack, flow.pack_flow, texts.language)
        self.how.setText(how)
        for part in (self.how, self.how_head):
            part.setVisible(bool(how))
        if view is not None and view.process.audit == process.audit:
            uid = flow.uid
            self.desk.read(self, "told", self._show_told, lambda _session: self._tell(view, uid))

    def _show_nothing(self, process: Process) -> None:
        self._leave_shares(process)
        self.substance.show_flow(None, process)
        self.flow = None
        self.title.setText(self.desk.texts.t("No flow is chosen"))
        self.subtitle.hide()
        self.form.setEnabled(False)
        clear_layout(self.told)

    def _tell(self, view: ProcessView, uid: str) -> _Told | None:
        state, texts = view.flow(uid), self.desk.texts
        if state is None:
            return None
        cost = view.loss_costs.get(uid)
        money = "" if cost is None else texts.money(cost, view.process.facts.currency, 0)
        return _Told(
            standing_words(state, view, texts),
            tuple(texts.message(one.why, one.params) for one in state.problems),
            texts.t("As a loss it costs {amount} a year.", amount=money) if money else "",
        )

    def _show_told(self, told: _Told | None) -> None:
        clear_layout(self.told)
        if told is None:
            return
        self.told.addWidget(label(told.standing, wrap=True))
        if told.cost:
            self.told.addWidget(label(told.cost, wrap=True))
        for problem in told.problems:
            self.told.addWidget(label(problem, "look", wrap=True))

    # -- where it comes from -------------------------------------------------------------------------------------

    def _apply(self) -> None:
        flow = self.flow
        if flow is None:
            return
        try:
            wanted = self.form.wanted()
        except ScoreError as error:
            self.form.refuse(self.desk.texts.error(error))
            return
        self.desk.write(
            self,
            process_edit.set_origin,
            flow.uid,
            wanted.origin,
            wanted.of,
            wanted.params,
            label=change_labels.named("change.flows_origin", flow_label(flow, self.desk.texts)),
            failed=self._refused,
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ScoreError):
            self.form.refuse(self.desk.texts.error(error))
        else:
            self.desk.trouble(error)

    # -- what it holds -------------------------------------------------------------------------------------------

    def _leave_shares(self, process: Process) -> None:
        """Another flow is about to be shown: a share that is just being typed is still one of the flow before."""
        flow, before = self.flow, self.process
        if flow is not None and before is not None:
            is_there = process.audit != before.audit or any(one.uid == flow.uid for one in process.flows)
            for key, field in self._share_fields.items():
                if is_there and field.hasFocus():
                    self._store_share(flow.uid, key)
        self._clear_shares()

    def _clear_shares(self) -> None:
        self._share_fields = {}  # first: a field that has the focus says that it is left when it is hidden
        clear_layout(self.shares)

    def _show_shares(self, flow: FlowRow, process: Process, *, same: bool) -> None:
        followed = process.settings.followed
        if same and list(self._share_fields) == [one.key for one in followed]:
            for key, field in self._share_fields.items():
                if not field.hasFocus():
                    field.setText(self._percent(flow.shares, key))
            return
        self._clear_shares()
        if not followed:
            return
        t = self.desk.texts.t
        self.shares.addWidget(label(t("What it holds of the substances that are followed, %"), "strong", wrap=True))
        for one in followed:
            field = QLineEdit(self._percent(flow.shares, one.key))
            field.setMaximumWidth(self.desk.px(120))
            field.setEnabled(not self.desk.context.read_only)
            field.setAccessibleName(one.name)
            field.editingFinished.connect(partial(self._store_share, flow.uid, one.key))
            head = label(one.name, "muted")
            head.setBuddy(field)
            self.shares.addWidget(head)
            self.shares.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
            self._share_fields[one.key] = field

    def _percent(self, shares: Mapping[str, float], key: str) -> str:
        share = shares.get(key)
        return "" if not share else self.desk.texts.number(float(share) * 100, 4, trim=True)

    def _store_share(self, uid: str, key: str) -> None:
        """Store what was typed for a flow, if that flow is the one whose fields are shown."""
        flow, field = self.flow, self._share_fields.get(key)
        if flow is None or flow.uid != uid or field is None or field.text().strip() == self._percent(flow.shares, key):
            return
        words = field.text().strip().rstrip("%").strip()
        try:
            share = float(typed.read_number(words, self.desk.texts)) / 100 if words else 0.0
        except InvalidInput as error:
            self._mark_share(field, error)
            return
        shares = {**{name: float(value) for name, value in flow.shares.items()}, key: share}
        self._mark_share(field, None)
        self.desk.write(
            self,
            process_edit.set_shares,
            uid,
            shares,
            label=change_labels.named("change.flows_shares", flow_label(flow, self.desk.texts)),
            failed=partial(self._share_refused, uid, key),
        )

    def _share_refused(self, uid: str, key: str, error: Exception) -> None:
        """Marked where it was typed; told in the message line once another flow is shown."""
        field = self._share_fields.get(key)
        if isinstance(error, ScoreError) and field is not None and self.flow is not None and self.flow.uid == uid:
            self._mark_share(field, error)
        else:
            self.desk.trouble(error)

    def _mark_share(self, field: QLineEdit, error: ScoreError | None) -> None:
        """A share that cannot be stored is marked and says why; what was typed stays."""
        field.setProperty("wrong", error is not None)
        field.setToolTip("" if error is None else self.desk.texts.error(error))
        set_role(field, "")
