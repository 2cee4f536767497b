"""A flow chart with all that is calculated from it, as `flows AUDIT --json` prints it.

Quantities are per year in kg, m3 or kWh; money per year in the enterprise's currency; ids are portable.
"""

from __future__ import annotations

from typing import Any

from score_desktop.calc.balances import BalanceRow
from score_desktop.calc.mfca import Costs
from score_desktop.i18n import Texts
from score_desktop.services.process import FlowState, ProcessView
from score_desktop.services.process_network import closing_of
from score_desktop.services.process_rows import StepRow


def process_json(view: ProcessView, texts: Texts) -> dict[str, Any]:
    """The whole chart; `missing` in words of `texts`."""
    process, facts = view.process, view.process.facts
    return {
        "audit": process.audit,
        "period": [day.isoformat() for day in facts.period],
        "currency": facts.currency,
        "steps": [
            {
                "step": step.uid,
                "name": step.name,
                "outside": None if step.outside is None else step.outside.value,
                "must_close": _chosen(step),
            }
            for step in process.steps
        ],
        "flows": [_flow(state, view) for state in view.flows],
        "balances": [_balance(row) for row in view.balances],
        "reconciliation": _reconciliation(view),
        "costs": _costs(view),
        "losses": [
            {
                "flow": loss.flow or None,
                "step": loss.step,
                "name": loss.name,
                "quantity": loss.quantity,
                "unit": loss.unit,
                "cost": loss.cost.total,
                "disposal": loss.cost.disposal,
                "share": loss.share,
            }
            for loss in view.losses.losses
        ],
        "sheet": _sheet(view),
        "missing": [{"key": one.key, "why": texts.message(one.why, one.params)} for one in view.problems],
    }


def _chosen(step: StepRow) -> list[str] | None:
    """Keys of the balances that a person said must close at a step; None: as usual."""
    chosen = closing_of(step)
    return None if chosen is None else [balance.key for balance in chosen]


def _flow(state: FlowState, view: ProcessView) -> dict[str, Any]:
    row, after = state.row, state.reconciled
    return {
        "flow": row.uid,
        "name": row.name,
        "from": row.source or None,
        "to": row.target or None,
        "kind": row.kind.value,
        "substance": row.substance,
        "shares": {key: float(share) for key, share in row.shares.items()},
        "value": state.per_year,
        "unit": state.unit,
        "half_width": state.half_width,
        "entered": {
            "value": None if row.quantity is None else float(row.quantity),
            "unit": row.unit,
            "period": row.period.value,
        },
        "origin": row.origin.value,
        "quality": row.quality.value,
        "estimate": row.is_estimate,
        "reconciled": {
            "value": None if after.value is None else after.value.value,
            "half_width": after.half_width,
            "standing": after.standing.value,
        },
        "loss": state.is_loss,
        "loss_cost": view.loss_costs.get(row.uid),
    }


def _balance(row: BalanceRow) -> dict[str, Any]:
    return {
        "step": row.step or None,
        "name": row.name,
        "balance": row.balance.key,
        "unit": row.balance.unit,
        "inputs": row.inputs,
        "outputs": row.outputs,
        "stock": row.stock,
        "gap": row.gap.value,
        "error": None if row.error is None else row.error.value,
        "light": row.light.value,
        "must_close": row.must_close,
        "cost": None if row.money is None else row.money.value,
        "kg_co2e": None if row.kg_co2e is None else row.kg_co2e.value,
    }


def _reconciliation(view: ProcessView) -> dict[str, Any]:
    found = view.reconciliation
    return {
        "believable": found.believable,
        "chance": found.chance,
        "conditions": found.degrees,
        "suspects": [
            {
                "flow": one.key,
                "name": one.name,
                "entered": one.entered,
                "expected": one.expected,
                "unit": one.unit,
                "normalised": one.normalised,
                "significant": one.significant,
            }
            for one in found.suspects
        ],
    }


def _costs(view: ProcessView) -> dict[str, Any]:
    found = view.costs
    share = found.loss_share
    return {
        "allocation": found.key.value,
        "total": _classes(found.total),
        "product": _classes(found.product),
        "loss": _classes(found.loss),
        "stock": _classes(found.stock),
        "unassigned": _classes(found.unassigned),
        "loss_share": None if share is None else share.value,
        "unpriced": list(found.unpriced),
    }


def _classes(costs: Costs) -> dict[str, float]:
    return {
        "material": costs.material,
        "energy": costs.energy,
        "system": costs.system,
        "waste": costs.waste,
        "total": costs.total,
    }


def _sheet(view: ProcessView) -> dict[str, Any]:
    sheet = view.sheet
    product = sheet.product
    return {
        "product": None if product is None else {"product": product.key, "name": product.name, "unit": product.unit},
        "rows": [
            {
                "side": row.side.value,
                "flow": row.flow or None,
                "name": row.name,
                "quantity": row.quantity,
                "unit": row.unit,
                "per_product": row.per_product,
                "cost": row.money,
            }
            for row in sheet.rows
        ],
        "totals": [
            {"side": one.side.value, "quantity": one.quantity, "unit": one.unit, "per_product": one.per_product}
            for one in sheet.totals
        ],
    }
