"""The flow chart of an audit: read with all quantities resolved, and calculated as one frozen whole.

`read_process` reads, `process_view` calculates (pure, from what was read); a page that edits keeps the `Facts` of bills
between edits, so that a change of one cell reads flows alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from score_desktop.calc.balances import BalanceRow, MeasureNext, balance_sheet, measure_next
from score_desktop.calc.figures import Missing
from score_desktop.calc.flow_rules import Applied, apply_rules
from score_desktop.calc.mfca import Mfca, mfca
from score_desktop.calc.network import COVERAGE_95, Chart, Network, with_quantities
from score_desktop.calc.nonproduct import NonProduct, non_product
from score_desktop.calc.reconcile import ReconciledFlow, Reconciliation, Standing, reconcile
from score_desktop.services.audits import find_audit
from score_desktop.services.process_facts import Facts, read_facts
from score_desktop.services.process_network import network_of
from score_desktop.services.process_rows import FlowRow, ProcessRows, SettingsRow, StepRow, process_rows
from score_desktop.services.process_sheet import EcoSheet, eco_sheet

PROCESS_TABLES = frozenset({"process_settings", "process_step", "resource_flow"})
"""Tables that edits of a flow chart touch."""


@dataclass(frozen=True, slots=True)
class Process:
    """A flow chart as stored, and the network it stands for.

    Attributes:
        network: Quantities per year in kg, m3, kWh; those of rules are still open.
        problems: What could not be said, keys "flow.<uid>" and "step.<uid>".
    """

    audit: str
    rows: ProcessRows
    facts: Facts
    network: Network
    problems: tuple[Missing, ...]

    @property
    def settings(self) -> SettingsRow:
        """How the whole is counted."""
        return self.rows.settings

    @property
    def steps(self) -> tuple[StepRow, ...]:
        """Steps and places outside, in the person's order."""
        return self.rows.steps

    @property
    def flows(self) -> tuple[FlowRow, ...]:
        """Flows in the person's order."""
        return self.rows.flows

    @property
    def is_empty(self) -> bool:
        """True before anything was drawn."""
        return not self.rows.steps and not self.rows.flows


@dataclass(frozen=True, slots=True)
class FlowState:
    """A flow beside its row: what is known of its quantity.

    Attributes:
        per_year: As entered, or as bills or a rule give it, in `unit` (kg, m3, kWh); None: not known.
        half_width: ± (95 %) of it.
        reconciled: What the balances make of it.
        is_loss: It leaves the process and is no product (`ProcessView.loss_costs` says what that costs).
        problems: What a person should look at.
    """

    row: FlowRow
    unit: str
    per_year: float | None
    half_width: float | None
    reconciled: ReconciledFlow
    is_loss: bool
    problems: tuple[Missing, ...]


@dataclass(frozen=True)
class ProcessView:
    """Everything calculated from a flow chart.

    Attributes:
        applied: Quantities as entered and ruled; `complete` with those that the balances determine as well.
        balances: By balance, the whole first (step ""), then the steps; of the quantities as entered.
        next: What to measure next.
        known_problems: Of units, bills, rules and balances, each once.

    Costs and sheet are calculated when they are first asked for.
    """

    process: Process
    applied: Applied
    complete: Applied
    balances: tuple[BalanceRow, ...]
    next: tuple[MeasureNext, ...]
    reconciliation: Reconciliation
    known_problems: tuple[Missing, ...]

    @cached_property
    def costs(self) -> Mfca:
        """Material flow cost accounting of `complete`."""
        return mfca(self.complete, self.process.settings.allocation)

    @cached_property
    def losses(self) -> NonProduct:
        """What each loss costs."""
        return non_product(self.complete, self.costs)

    @cached_property
    def loss_costs(self) -> Mapping[str, float]:
        """Cost per year of each loss, by portable id of the flow."""
        return {loss.flow: loss.cost.total for loss in self.losses.losses if loss.flow}

    @cached_property
    def sheet(self) -> EcoSheet:
        """Inputs and outputs, per year and per unit of product."""
        return eco_sheet(self.process.rows, self.process.facts, self.complete, self.losses)

    @cached_property
    def problems(self) -> tuple[Missing, ...]:
        """Of units, bills, rules, balances and costs, each once."""
        return tuple(_once((*self.known_problems, *self.costs.problems)))

    @cached_property
    def chart(self) -> Chart:
        """Flows by step."""
        return Chart(self.complete.network)

    @cached_property
    def flows(self) -> tuple[FlowState, ...]:
        """Each flow beside its row, in the person's order."""
        return tuple(self._states())

    def flow(self, uid: str) -> FlowState | None:
        """One flow by portable id."""
        return next((state for state in self.flows if state.row.uid == uid), None)

    def step_name(self, uid: str) -> str:
        """Name of a step or place; "" for outside."""
        return self._names.get(uid, "")

    @cached_property
    def _names(self) -> dict[str, str]:
        return {step.uid: step.name for step in self.process.steps}

    def _states(self) -> list[FlowState]:
        reconciled = {flow.key: flow for flow in self.reconciliation.flows}
        by_key: dict[str, list[Missing]] = {}
        for problem in self.known_problems:
            by_key.setdefault(problem.key, []).append(problem)
        flows = {flow.key: flow for flow in self.applied.network.flows}
        states = []
        for row in self.process.flows:
            flow = flows[row.uid]
            made = self.applied.quantities.get(row.uid)
            deviation = self.applied.deviations.get(row.uid)
            states.append(
                FlowState(
                    row,
                    flow.unit,
                    None if made is None else made.value,
                    None if deviation is None else deviation * COVERAGE_95,
                    reconciled[row.uid],
                    self.chart.is_loss(flow),
                    tuple(by_key.get(f"flow.{row.uid}", ())),
                )
            )
        return states


def read_process(session: Session, audit_uid: str, today: dt.date, facts: Facts | None = None) -> Process:
    """The flow chart of an audit with its quantities in units of one kind, per year.

    Args:
        facts: What was read before (`Process.facts`), while nothing of `FACT_TABLES` has changed; None: read anew.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    rows = process_rows(session, audit.key)
    facts = facts if facts is not None else read_facts(session, audit_uid, today)
    built = network_of(rows, facts)
    return Process(audit_uid, rows, facts, built.network, built.problems)


def process_view(process: Process) -> ProcessView:
    """Balances and reconciliation of a flow chart, and on demand its costs and sheet; pure."""
    applied = apply_rules(process.network)
    reconciliation = reconcile(applied)
    complete = _completed(applied, reconciliation)
    balances = balance_sheet(applied)
    found = (*process.problems, *applied.problems, *reconciliation.problems)
    return ProcessView(
        process,
        applied,
        complete,
        balances,
        measure_next(applied, balances),
        reconciliation,
        tuple(_once(found)),
    )


def _once(problems: tuple[Missing, ...]) -> list[Missing]:
    """Problems without repetition; parameters are mappings, which cannot be in a set."""
    seen: set[tuple[str, str]] = set()
    found = []
    for problem in problems:
        if (problem.key, problem.why) not in seen:
            seen.add((problem.key, problem.why))
            found.append(problem)
    return found


def _completed(applied: Applied, reconciliation: Reconciliation) -> Applied:
    """Quantities as entered, with those that nobody entered and the balances determine."""
    computed = {
        flow.key: max(flow.value.value, 0.0)
        for flow in reconciliation.flows
        if flow.standing is Standing.COMPUTED and flow.value is not None and flow.key not in applied.quantities
    }
    if not computed:
        return applied
    return apply_rules(with_quantities(applied.network, computed))


def read_view(session: Session, audit_uid: str, today: dt.date, facts: Facts | None = None) -> ProcessView:
    """`read_process` and `process_view` in one."""
    return process_view(read_process(session, audit_uid, today, facts))
