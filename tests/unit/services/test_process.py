"""Flow charts read with everything resolved: units, periods, bills, rules, prices; balances, costs, sheet, diagrams."""

from __future__ import annotations

import datetime as dt
import json
import math
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from score_desktop.calc.network import MASS, WATER
from score_desktop.calc.reconcile import Standing
from score_desktop.enums import ActivityKind, FlowOrigin, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.models import (
    ActivityValue,
    ActivityValueIn,
    Audit,
    Bill,
    BillIn,
    Meter,
    MeterIn,
    Product,
    ProductIn,
    Site,
    make,
)
from score_desktop.services import process_edit, process_steps
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.process import Process, ProcessView, process_view, read_process, read_view
from score_desktop.services.process_facts import read_facts, year_factor
from score_desktop.services.process_graph import process_graph, units_of
from score_desktop.services.process_rows import Followed
from score_desktop.services.process_sheet import Side

TODAY = dt.date(2026, 3, 18)
ES = Texts("es")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


def audit_of(context: Context, start: dt.date = dt.date(2025, 1, 1), end: dt.date = dt.date(2026, 1, 1)) -> str:
    wanted = NewAudit(enterprise="Panadería", country="BO", start=start, end=end)
    return context.write(new_audit, wanted, TODAY).audit


def flows(context: Context, audit: str, *rows: dict[str, Any]) -> list[str]:
    outcome = context.write(process_edit.add_flows, audit, [_values(row) for row in rows])
    assert outcome.refused == ()
    return [str(uid) for uid in outcome.made]


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return {key: Decimal(str(one)) if isinstance(one, (int, float)) else one for key, one in row.items()}


def view(context: Context, audit: str) -> ProcessView:
    return context.read(read_view, audit, TODAY)


def bought(session: Session, audit: str) -> dict[str, str]:
    """A gas meter with twelve bills and a product with twelve months; portable ids."""
    owner = session.exec(select(Audit).where(Audit.uid == audit)).one()
    site = session.exec(select(Site).where(Site.enterprise_id == owner.enterprise_id)).one()
    gas = make(Meter, MeterIn(name="30-44", resource=Resource.NATURAL_GAS, unit="m3", unit_base="m3"), site_id=site.key)
    bread = make(Product, ProductIn(name="Pan", unit="t"), site_id=site.key)
    session.add_all([gas, bread])
    session.flush()
    for month in range(1, 13):
        start = dt.date(2025, month, 1)
        end = dt.date(2025 + month // 12, month % 12 + 1, 1)
        bill = BillIn(
            period_start=start,
            period_end=end,
            quantity=Decimal(1000),
            quantity_base=Decimal(1000),
            unit="m3",
            cost=Decimal(1500),
            currency="BOB",
        )
        session.add(make(Bill, bill, meter_id=gas.key))
        made = ActivityValueIn(
            name="Pan", kind=ActivityKind.PRODUCTION, unit="t", value=Decimal(20), period_start=start, period_end=end
        )
        session.add(make(ActivityValue, made, site_id=site.key, product_id=bread.key))
    session.flush()
    return {"gas": gas.uid, "bread": bread.uid}


# -- units, periods, rules ---------------------------------------------------------------------------------------------


def test_quantities_become_kilograms_cubic_metres_and_kilowatt_hours(context: Context) -> None:
    audit = audit_of(context)
    context.write(process_steps.edit_settings, audit, {"days_per_year": 300, "batches_per_year": 50})
    made = flows(
        context,
        audit,
        {"target": "A", "name": "t", "quantity": 2, "unit": "t"},
        {"target": "A", "name": "qq al mes", "quantity": 3, "unit": "qq", "period": "month"},
        {"target": "A", "name": "agua", "kind": "water", "quantity": 500, "unit": "l", "period": "day"},
        {"target": "A", "name": "lote", "quantity": 4, "unit": "kg", "period": "batch"},
        {"target": "A", "name": "semana", "quantity": 1, "unit": "kg", "period": "week"},
        {"target": "A", "name": "luz", "kind": "energy", "quantity": 2, "unit": "MWh"},
        {"target": "A", "name": "GLP", "kind": "energy", "resource": "lpg", "quantity": 1, "unit": "garrafa"},
        {"target": "A", "name": "bolsas", "quantity": 7, "unit": "unit", "kg_per_unit": 0.5},
        {"target": "A", "name": "leche", "quantity": 1000, "unit": "l", "kg_per_unit": 1030},
        {"source": "A", "name": "efluente", "kind": "waste", "quantity": 3, "unit": "m3"},
    )
    found = {state.row.name: (state.per_year, state.unit) for state in view(context, audit).flows}
    lpg = found.pop("GLP")
    assert lpg[1] == "kWh" and lpg[0] is not None and lpg[0] == pytest.approx(10 * 47.3 / 3.6, rel=0.02)
    expected = {
        "t": (2000, "kg"),
        "qq al mes": (3 * 46 * 12, "kg"),
        "agua": (0.5 * 300, "m3"),
        "lote": (200, "kg"),
        "semana": (52, "kg"),
        "luz": (2000, "kWh"),
        "bolsas": (3.5, "kg"),
        "leche": (1030, "kg"),
        "efluente": (3, "m3"),
    }
    assert {name: (pytest.approx(value), unit) for name, (value, unit) in expected.items()} == found
    assert len(made) == 10


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        ({"quantity": 5, "unit": "unit"}, "process.no_mass"),
        ({"quantity": 5, "unit": "kg", "kind": "energy"}, "process.no_heat"),
        ({"quantity": 5, "unit": "l"}, "process.density_assumed"),
        ({"quantity": 5, "unit": "kg", "period": "batch"}, "process.no_batches"),
        ({"quantity": 5, "unit": "kg", "period": "product"}, "flows.rule_no_production"),
        ({"quantity": 5, "unit": "kg", "price": 2, "currency": "USD"}, "process.other_currency"),
        ({"quantity": 5, "unit": "kg", "price": 2, "price_unit": "kWh"}, "process.price_unit"),
    ],
)
def test_what_cannot_be_said_is_a_problem_beside_the_flow(context: Context, flow: dict[str, Any], why: str) -> None:
    audit = audit_of(context)
    flows(context, audit, {"target": "A", "name": "x", **flow}, {"target": "A", "name": "y", "quantity": 1})
    seen = view(context, audit)
    bad, good = seen.flows
    assert why in [problem.why for problem in bad.problems]
    assert good.per_year == 1 and good.problems == ()
    if why.startswith("process."):
        for texts in (ES, Texts("en")):
            problem = next(one for one in bad.problems if one.why == why)
            assert "{" not in texts.message(problem.why, problem.params)


def test_rules_follow_what_they_refer_to(context: Context) -> None:
    audit = audit_of(context)
    flour, sweep, rest, bin_ = flows(
        context,
        audit,
        {"target": "A", "name": "harina", "quantity": 1000},
        {"source": "A", "target": "Basura", "name": "merma", "kind": "waste"},
        {"source": "A", "target": "B", "name": "masa", "kind": "product"},
        {"source": "B", "target": "Basura", "name": "contenedor", "kind": "waste", "quantity": 240, "unit": "l",
         "period": "week", "kg_per_unit": 100},
    )  # fmt: skip
    context.write(process_edit.set_origin, sweep, FlowOrigin.SHARE_OF, "", {"share": 0.05, "flows": [flour]})
    context.write(process_edit.set_origin, rest, FlowOrigin.REMAINDER, "", {"end": "source"})
    context.write(process_edit.set_origin, bin_, FlowOrigin.VOLUME, "", {"count": 2, "fill": 0.5})
    context.write(process_edit.edit_flows, audit, [CellEdit(sweep, "unit", "kg"), CellEdit(rest, "unit", "kg")])
    found = {state.row.name: state.per_year for state in view(context, audit).flows}
    assert found == {"harina": 1000, "merma": 50, "masa": 950, "contenedor": pytest.approx(0.24 * 2 * 0.5 * 100 * 52)}
    context.write(process_edit.edit_flows, audit, [CellEdit(sweep, "quantity", Decimal(30))])
    row = view(context, audit).flow(sweep)
    assert row is not None and (row.row.origin, dict(row.row.params), row.per_year) == (FlowOrigin.ENTERED, {}, 30)


def test_flows_follow_bills_and_production(context: Context) -> None:
    audit = audit_of(context)
    ids = context.write(bought, audit)
    oven, dryer, bread, yeast = flows(
        context,
        audit,
        {"target": "Horno", "name": "gas", "kind": "energy", "resource": "natural_gas"},
        {
            "target": "Secador",
            "name": "gas",
            "kind": "energy",
            "resource": "natural_gas",
            "quantity": 100,
            "unit": "m3",
        },
        {"source": "Horno", "target": "Clientes", "name": "pan", "kind": "product"},
        {"target": "Horno", "name": "levadura", "quantity": 2, "unit": "kg", "period": "product"},
    )  # fmt: skip
    context.write(process_edit.set_origin, oven, FlowOrigin.BILLS, ids["gas"], {"share": 0.75})
    context.write(process_edit.set_origin, bread, FlowOrigin.SERIES, ids["bread"])
    seen = view(context, audit)
    per_year = {state.row.uid: state.per_year for state in seen.flows}
    heat = per_year[dryer] / 100  # type: ignore[operator]
    assert per_year[oven] == pytest.approx(9000 * heat) and heat == pytest.approx(9.7, rel=0.1)
    assert per_year[bread] == 240_000 and per_year[yeast] == 480
    network = {flow.key: flow for flow in seen.applied.network.flows}
    assert network[oven].price == pytest.approx(1.5 / heat) == network[dryer].price
    figures = context.read(read_facts, audit, TODAY).resources
    assert network[oven].kg_co2e == pytest.approx(figures["natural_gas"].kg_co2e / 12000 / heat)  # type: ignore[operator]
    state = seen.flow(oven)
    assert state is not None and state.row.quality == "A" and state.problems == ()
    context.write(_double_the_gas, ids["gas"])
    assert view(context, audit).flow(oven).per_year == pytest.approx(18000 * heat)  # type: ignore[union-attr]


def _double_the_gas(session: Session, meter: str) -> None:
    owner = session.exec(select(Meter).where(Meter.uid == meter)).one()
    for bill in session.exec(select(Bill).where(Bill.meter_id == owner.key)):
        bill.quantity, bill.quantity_base = Decimal(2000), Decimal(2000)


def test_facts_equal_the_audits_figures_and_can_be_kept(context: Context) -> None:
    audit = audit_of(context)
    context.write(bought, audit)
    facts = context.read(read_facts, audit, TODAY)
    gas = facts.resources["natural_gas"]
    assert (gas.quantity, gas.unit, gas.cost, gas.price) == (12000, "m3", 18000, 1.5)
    assert facts.product("") is not None and facts.product("").quantity == 240  # type: ignore[union-attr]
    flows(context, audit, {"target": "A", "name": "x", "quantity": 1})
    process = context.read(read_process, audit, TODAY, facts)
    assert process.facts is facts and len(process.flows) == 1


def test_other_periods_are_brought_to_a_year(context: Context) -> None:
    assert year_factor((dt.date(2024, 1, 1), dt.date(2025, 1, 1))) == 1.0
    assert year_factor((dt.date(2025, 3, 15), dt.date(2026, 3, 15))) == 1.0
    assert year_factor((dt.date(2025, 1, 1), dt.date(2025, 7, 1))) == pytest.approx(365 / 181)
    audit = audit_of(context, dt.date(2025, 1, 1), dt.date(2025, 7, 1))
    context.write(bought, audit)
    gas = context.read(read_facts, audit, TODAY).resources["natural_gas"]
    assert gas.quantity == pytest.approx(6000 * 365 / 181) and gas.price == pytest.approx(1.5)
    assert gas.explanation is not None and [one.unit for one in gas.explanation.inputs] == ["m3", "d", "d"]


# -- the whole ---------------------------------------------------------------------------------------------------------


def bakery(context: Context) -> tuple[str, dict[str, str]]:
    """A step that loses a twentieth, a loop, a wet step with a leak, and a price on everything bought."""
    audit = audit_of(context)
    rows = [
        {"source": "Proveedores", "target": "Amasado", "name": "harina", "quantity": 1000, "price": 5},
        {"source": "Suministro de agua y energía", "target": "Amasado", "name": "agua", "kind": "water",
         "quantity": 0.5, "unit": "m3", "price": 6},
        {"source": "Horno", "target": "Amasado", "name": "recortes", "kind": "reuse", "quantity": 100},
        {"source": "Amasado", "target": "Horno", "name": "masa", "kind": "product", "quantity": 1550},
        {"source": "Horno", "target": "Clientes", "name": "pan", "kind": "product", "quantity": 1200},
        {"source": "Horno", "target": "Aire", "name": "vapor", "kind": "emission", "quantity": 200},
        {"source": "Horno", "target": "Basura", "name": "quemado", "kind": "waste", "quantity": 50,
         "disposal_cost": 1},
        {"source": "Suministro de agua y energía", "target": "Limpieza", "name": "agua de lavado", "kind": "water",
         "quantity": 100, "unit": "m3", "price": 6},
        {"source": "Limpieza", "target": "Alcantarillado", "name": "efluente", "kind": "waste", "quantity": 80,
         "unit": "m3"},
        {"target": "Horno", "name": "luz", "kind": "energy", "resource": "electricity", "quantity": 300, "price": 1},
    ]  # fmt: skip
    names = [str(row["name"]) for row in rows]
    return audit, dict(zip(names, flows(context, audit, *rows), strict=True))


def test_balances_reconciliation_costs_and_next_steps(context: Context) -> None:
    audit, made = bakery(context)
    seen = view(context, audit)
    rows = {(row.name, row.balance): row for row in seen.balances}
    assert rows["Amasado", MASS].gap.value == pytest.approx(50)
    assert rows["Horno", MASS].gap.value == pytest.approx(0)
    leak = rows["Limpieza", WATER]
    assert leak.gap.value == pytest.approx(20) and leak.light == "red"
    assert leak.money is not None and leak.money.value == pytest.approx(120)
    assert seen.next and seen.reconciliation.flows[0].standing is Standing.ADJUSTED
    total = 5000 + 3 + 600 + 300 + 50
    assert seen.costs.total.total == pytest.approx(total)
    where = seen.costs
    out = (where.product, where.loss, where.stock, where.unassigned)
    assert math.fsum(costs.total for costs in out) == pytest.approx(total, rel=1e-9)
    assert set(seen.loss_costs) >= {made["quemado"], made["vapor"], made["efluente"]}
    burnt = next(loss for loss in seen.losses.losses if loss.flow == made["quemado"])
    assert burnt.cost.disposal == 50 and burnt.cost.purchase > 50 * 3


def test_unknown_flows_come_from_the_balances(context: Context) -> None:
    audit, made = bakery(context)
    context.write(process_edit.edit_flows, audit, [CellEdit(made["quemado"], "quantity", None)])
    state = view(context, audit).flow(made["quemado"])
    assert state is not None and state.per_year is None
    assert state.reconciled.standing is Standing.COMPUTED
    assert view(context, audit).complete.quantities[made["quemado"]].value > 0


def test_the_sheet_lists_what_crosses_the_border(context: Context) -> None:
    audit, made = bakery(context)
    context.write(bought, audit)
    context.write(
        process_steps.edit_steps, audit, [CellEdit(_step(context, audit, "Horno"), "stock_change", Decimal(10))]
    )
    sheet = view(context, audit).sheet
    assert [row.name for row in sheet.side(Side.INPUT)] == ["harina", "luz", "agua de lavado", "agua"]
    assert {row.flow for row in sheet.rows if row.flow} == set(made.values()) - {made["recortes"], made["masa"]}
    flour = sheet.rows[0]
    assert (flour.place, flour.quantity, flour.per_product, flour.money) == ("Proveedores", 1000, 1000 / 240, 5000)
    totals = {(one.side, one.unit): one.quantity for one in sheet.totals}
    assert totals[Side.INPUT, "kg"] == pytest.approx(1000 + 500 + 100_000)
    assert totals[Side.INPUT, "m3"] == pytest.approx(100.5) and totals[Side.INPUT, "kWh"] == 300
    assert totals[Side.OUTPUT, "kg"] == pytest.approx(1200 + 200 + 50 + 80_000 + 10)
    assert [row.name for row in sheet.rows if row.is_stock] == ["Horno"] and sheet.is_complete


def _step(context: Context, audit: str, name: str) -> str:
    return next(step.uid for step in context.read(read_process, audit, TODAY).steps if step.name == name)


@pytest.mark.parametrize("unit", ["kg", "kWh", "m3", "kgCO2e", "money"])
@pytest.mark.parametrize("reconciled", [False, True])
def test_a_diagram_balances_at_every_step_and_leaves_nothing_out(
    context: Context, unit: str, *, reconciled: bool
) -> None:
    audit, made = bakery(context)
    seen = view(context, audit)
    steps = [step.uid for step in seen.process.steps if step.outside is None]
    context.write(process_steps.edit_steps, audit, [CellEdit(steps[0], "system_cost", Decimal(700))])
    seen = view(context, audit)
    assert units_of(seen) == ("kg", "kWh", "m3", "kgCO2e", "money")
    graph = process_graph(seen, unit, ES, reconciled=reconciled, wet=frozenset())
    assert graph.unit == ("BOB" if unit == "money" else unit) and graph.money is (unit == "money")
    for step in steps:
        into = math.fsum(flow.value for flow in graph.flows if flow.target == step)
        out = math.fsum(flow.value for flow in graph.flows if flow.source == step)
        assert into == pytest.approx(out, rel=1e-9, abs=1e-9), seen.step_name(step)
    drawn = {flow.uid for flow in graph.flows} - {""}
    if unit == "kg":
        assert drawn == set(made.values()) - {made["luz"]}
        assert [flow.uid for flow in graph.flows if flow.kind == "reuse"] == [made["recortes"]]
        gaps = {flow.source: flow.value for flow in graph.flows if flow.kind == "unexplained"}
        assert reconciled or gaps[_step(context, audit, "Limpieza")] == pytest.approx(20_000)
        assert next(flow for flow in graph.flows if flow.uid == made["quemado"]).note.startswith("Bs")
    if unit == "m3":
        assert drawn == {made["agua"], made["agua de lavado"], made["efluente"]}
    nodes = {node.key for node in graph.nodes}
    assert all({flow.source, flow.target} <= nodes for flow in graph.flows)


def test_an_empty_chart_has_nothing_to_draw(context: Context) -> None:
    audit = audit_of(context)
    seen = view(context, audit)
    assert seen.process.is_empty and seen.balances == () and units_of(seen) == () and seen.sheet.rows == ()
    with pytest.raises(Refused, match=r"flows\.nothing"):
        process_graph(seen, "kg", ES)


def test_followed_substances_are_balanced(context: Context) -> None:
    audit, made = bakery(context)
    (flour,) = context.write(process_steps.follow_substances, audit, [Followed("", "Harina (seca)")])
    assert flour.key == "harina_seca"
    context.write(process_edit.set_shares, made["harina"], {flour.key: 1.0})
    context.write(process_edit.set_shares, made["masa"], {flour.key: 0.6})
    seen = view(context, audit)
    row = next(row for row in seen.balances if row.balance.substance == flour.key and row.name == "Amasado")
    assert row.gap.value == pytest.approx(1000 - 0.6 * 1550)
    context.write(process_steps.follow_substances, audit, [])
    assert all(not state.row.shares for state in view(context, audit).flows)


def test_it_is_calculated_from_what_was_read_alone(context: Context) -> None:
    audit, _ = bakery(context)
    process = context.read(read_process, audit, TODAY)
    first, again = process_view(process), process_view(process)
    assert isinstance(process, Process)
    assert [row.gap.value for row in first.balances] == [row.gap.value for row in again.balances]
    assert json.loads(json.dumps([one.why for one in first.problems])) == [one.why for one in again.problems]
    with sqlite3.connect(context.path) as connection:
        assert connection.execute("SELECT count(*) FROM resource_flow").fetchone() == (10,)
    connection.close()
