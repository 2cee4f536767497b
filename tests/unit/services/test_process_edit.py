"""Flow charts edited: cells, blocks, order, origins, steps, settings; every change is undone row for row."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from score_desktop.enums import FlowKind, FlowOrigin, FlowPeriod, Place
from score_desktop.errors import InvalidInput, Refused
from score_desktop.i18n import Texts
from score_desktop.services import change_labels, process_cells, process_edit, process_steps, removal
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit, EditOutcome
from score_desktop.services.process import Process, read_process
from score_desktop.services.process_rows import FlowRow, Followed

TODAY = dt.date(2026, 3, 18)
ES, EN = Texts("es", "es_BO"), Texts("en", "en_US")
TABLES = ("process_settings", "process_step", "resource_flow")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def audit(context: Context) -> str:
    period = {"start": dt.date(2025, 1, 1), "end": dt.date(2026, 1, 1)}
    return context.write(new_audit, NewAudit(enterprise="X", country="BO", **period), TODAY).audit


def chart(context: Context, audit: str) -> Process:
    return context.read(read_process, audit, TODAY)


def rows(context: Context) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(context.path)
    found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in TABLES}
    connection.close()
    return found


def add(context: Context, audit: str, *names: str) -> list[str]:
    made = [{"source": "A", "target": "B", "name": name, "quantity": Decimal(1)} for name in names]
    return [str(uid) for uid in context.write(process_edit.add_flows, audit, made).made]


def names(context: Context, audit: str) -> list[str]:
    return [row.name for row in chart(context, audit).flows]


def by_name(context: Context, audit: str) -> dict[str, FlowRow]:
    return {row.name: row for row in chart(context, audit).flows}


# -- cells -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,5", {"quantity": Decimal("1234.5")}),
        ("120 kg/día", {"quantity": Decimal(120), "unit": "kg", "period": "day"}),
        ("12 m3 por mes", {"quantity": Decimal(12), "unit": "m3", "period": "month"}),
        ("3 t al año", {"quantity": Decimal(3), "unit": "t", "period": "year"}),
        ("40 kg a la semana", {"quantity": Decimal(40), "unit": "kg", "period": "week"}),
        ("2,5 garrafas por lote", {"quantity": Decimal("2.5"), "unit": "garrafa", "period": "batch"}),
        ("7 /mes", {"quantity": Decimal(7), "period": "month"}),
        ("85 m³", {"quantity": Decimal(85), "unit": "m3"}),
        ("", {"quantity": None}),
    ],
)
def test_a_quantity_brings_its_unit_and_period(text: str, expected: dict[str, Any]) -> None:
    assert process_cells.read_flow_cell("quantity", text, ES) == expected


@pytest.mark.parametrize(("text", "unit", "period"), [("5 lb per week", "lb", "week"), ("9 kWh/month", "kWh", "month")])
def test_in_english_too(text: str, unit: str, period: str) -> None:
    found = process_cells.read_flow_cell("quantity", text, EN)
    assert (found["unit"], found["period"]) == (unit, period)


@pytest.mark.parametrize("text", ["doce", "12 zorros", "12 kg por zorro"])
def test_what_is_no_quantity_is_told_at_its_cell(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        process_cells.read_flow_cell("quantity", text, ES)
    assert refused.value.params["field"] == "quantity"


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("kind", "Producto", {"kind": "product"}),
        ("kind", "mermas", {"kind": "waste"}),
        ("kind", "energia", {"kind": "energy"}),
        ("kind", "raw material", {"kind": "raw"}),
        ("period", "dia", {"period": "day"}),
        ("period", "Por mes", {"period": "month"}),
        ("period", "anual", {"period": "year"}),
        ("unit", "kg/día", {"unit": "kg", "period": "day"}),
        ("unit", "m3 por mes", {"unit": "m3", "period": "month"}),
        ("unit", "kg", {"unit": "kg"}),
        ("is_loss", "si", {"is_loss": "yes"}),
    ],
)
def test_words_that_sheets_use_are_understood(key: str, text: str, expected: dict[str, Any]) -> None:
    assert process_cells.read_flow_cell(key, text, ES) == expected


@pytest.mark.parametrize(("key", "text"), [("kind", "vidrio"), ("period", "siglo"), ("unit", "palas/día")])
def test_words_that_mean_nothing_are_told(key: str, text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        process_cells.read_flow_cell(key, text, ES)
    assert caught.value.params["field"] == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B", {"quality": "B", "uncertainty_percent": None}),
        ("c: estimado", {"quality": "C", "uncertainty_percent": None}),
        ("± 7,5 %", {"uncertainty_percent": Decimal("7.5")}),
        ("+/- 10", {"uncertainty_percent": Decimal(10)}),
        ("12%", {"uncertainty_percent": Decimal(12)}),
        ("", {"uncertainty_percent": None}),
    ],
)
def test_quality_is_a_letter_or_a_percentage(text: str, expected: dict[str, Any]) -> None:
    assert process_cells.read_flow_cell("quality", text, ES) == expected
    with pytest.raises(InvalidInput, match=r"process\.quality"):
        process_cells.read_flow_cell("quality", "buena", ES)


def test_cells_read_back_what_they_show(context: Context, audit: str) -> None:
    flow = {
        "source": "Amasado",
        "target": "Basura",
        "name": "Masa pegada",
        "kind": "waste",
        "quantity": Decimal("1234.5"),
        "unit": "kg",
        "period": "month",
        "quality": "B",
        "uncertainty_percent": Decimal("7.5"),
        "price": Decimal("6.25"),
        "kg_per_unit": Decimal("0.5"),
        "is_loss": "yes",
        "substance": "Masa madre",
        "note": "pesado",
    }
    context.write(process_edit.add_flows, audit, [flow])
    process = chart(context, audit)
    (row,) = process.flows
    assert row.currency == "BOB" and row.is_loss is True
    uids = {step.uid: step.name for step in process.steps}
    for texts in (ES, EN):
        again: dict[str, Any] = {}
        for column in process_cells.FLOW_COLUMNS:
            if column.editable:
                text = process_cells.flow_cell_text(row, column.key, uids, texts)
                again |= process_cells.read_flow_cell(column.key, text, texts)
        context.write(process_edit.edit_flows, audit, [CellEdit(row.uid, key, value) for key, value in again.items()])
        assert chart(context, audit).flows == (row,)


def test_a_typed_name_makes_a_step_or_a_place_once(context: Context, audit: str) -> None:
    context.write(
        process_edit.add_flows,
        audit,
        [
            {"source": "Proveedores", "target": "Amasado", "name": "a"},
            {"source": "amasado ", "target": "Clientes", "name": "b"},
            {"source": "Horno", "target": "rubbish bin", "name": "c"},
            {"target": "Horno", "name": "d"},
        ],
    )
    process = chart(context, audit)
    assert [(step.name, step.outside) for step in process.steps] == [
        ("Proveedores", Place.SUPPLIER),
        ("Amasado", None),
        ("Clientes", Place.CUSTOMER),
        ("Horno", None),
        ("rubbish bin", Place.LANDFILL),
    ]
    first, second, _, last = process.flows
    assert first.target == second.source and last.source == ""


# -- many at once ------------------------------------------------------------------------------------------------------


def test_a_block_is_one_change_and_wrong_cells_are_told(context: Context, audit: str) -> None:
    one, two, three = add(context, audit, "uno", "dos", "tres")
    edits = [
        CellEdit(one, "quantity", Decimal(5)),
        CellEdit(one, "kind", "water"),
        CellEdit(two, "quantity", Decimal(-5)),
        CellEdit(two, "name", "stays"),
        CellEdit(three, "source", "Horno"),
        CellEdit("0" * 32, "name", "gone"),
    ]
    fresh = [{"name": "cuatro", "quantity": Decimal(2)}, {"name": "cinco", "unit": "zorro"}]
    heard: list[Any] = []
    context.listen(heard.append)
    outcome = context.write(process_edit.paste_flows, audit, edits, fresh, label=change_labels.flows_pasted)
    assert (outcome.stored, len(outcome.made)) == (3, 1)
    assert [(one.row, one.column, one.message_id) for one in outcome.refused] == [
        (two, "quantity", "flow.negative"),
        ("0" * 32, "name", "record.gone"),
        (1, "unit", "bill.unit_unknown"),
    ]
    assert len(heard) == 1
    for texts in (ES, EN):
        assert change_labels.change_text(texts, heard[0].label, heard[0].params).startswith("3")
    found = by_name(context, audit)
    assert (found["uno"].kind, found["uno"].quantity, found["uno"].unit) == (FlowKind.WATER, 5, "kg")
    assert found["dos"].quantity == 1 and found["cuatro"].unit == "kg"


def test_a_typed_figure_is_no_estimate_any_more(context: Context, audit: str) -> None:
    (uid,) = add(context, audit, "x")
    context.write(process_edit.set_origin, uid, FlowOrigin.BILLS, "electricity", {"share": 0.5})
    assert by_name(context, audit)["x"].origin is FlowOrigin.BILLS
    context.write(process_edit.edit_flows, audit, [CellEdit(uid, "quantity", Decimal(3))])
    row = by_name(context, audit)["x"]
    assert (row.origin, row.origin_of, dict(row.params), row.is_estimate) == (FlowOrigin.ENTERED, "", {}, False)


@pytest.mark.parametrize(
    ("origin", "of", "params"),
    [
        (FlowOrigin.ENTERED, "x", {}),
        (FlowOrigin.BILLS, "", {}),
        (FlowOrigin.BILLS, "water", {"share": -1}),
        (FlowOrigin.SHARE_OF, "", {"share": 0.1}),
        (FlowOrigin.SHARE_OF, "", {"share": "0.1", "flows": ["a"]}),
        (FlowOrigin.REMAINDER, "", {"end": "middle"}),
        (FlowOrigin.VOLUME, "", {"fill": float("nan")}),
    ],
)
def test_an_origin_is_said_completely(
    context: Context, audit: str, origin: FlowOrigin, of: str, params: dict[str, Any]
) -> None:
    (uid,) = add(context, audit, "x")
    with pytest.raises(InvalidInput, match=r"flow\.origin"):
        context.write(process_edit.set_origin, uid, origin, of, params)


def test_the_order_is_the_persons(context: Context, audit: str) -> None:
    a, b, c = add(context, audit, "a", "b", "c")
    context.write(process_edit.add_flows, audit, [{"name": "d"}, {"name": "e"}], b)
    assert names(context, audit) == ["a", "d", "e", "b", "c"]
    context.write(process_edit.move_flows, audit, [c, a], b)
    assert names(context, audit) == ["d", "e", "c", "a", "b"]
    context.write(process_edit.move_flows, audit, [c], None)
    assert names(context, audit) == ["d", "e", "a", "b", "c"]
    for number in range(30):  # until there is no room between
        context.write(process_edit.add_flows, audit, [{"name": str(number)}], b)
    assert names(context, audit) == ["d", "e", "a", *map(str, range(30)), "b", "c"]
    context.write(process_edit.add_flows, audit, [{"name": "first"}], by_name(context, audit)["d"].uid)
    assert names(context, audit)[0] == "first"
    with pytest.raises(Refused, match=r"record\.gone"):
        context.write(process_edit.add_flows, audit, [{"name": "x"}], "0" * 32)


# -- steps and settings ------------------------------------------------------------------------------------------------


def test_steps_are_edited_moved_dragged_and_go_with_their_flows(context: Context, audit: str) -> None:
    add(context, audit, "x", "y")
    a, b = chart(context, audit).steps
    edits = [
        CellEdit(a.uid, "system_cost", Decimal(700)),
        CellEdit(a.uid, "stock_change", Decimal(-5)),
        CellEdit(a.uid, "product_share", Decimal("0.6")),
        CellEdit(b.uid, "name", ""),
        CellEdit(b.uid, "outside", "customer"),
    ]
    outcome = context.write(process_steps.edit_steps, audit, edits)
    assert outcome.stored == 1 and outcome.refused_rows == {b.uid}
    row = chart(context, audit).steps[0]
    assert (row.currency, row.stock_unit, row.stock_change, row.product_share) == ("BOB", "kg", -5, 0.6)
    assert context.write(process_steps.drag_step, a.uid, 2, 0.5, label=change_labels.step_dragged) == "A"
    assert (chart(context, audit).steps[0].diagram_x, chart(context, audit).steps[0].diagram_y) == (2, 0.5)
    context.write(process_steps.drag_step, b.uid, None, 0.25)
    assert (chart(context, audit).steps[1].diagram_x, chart(context, audit).steps[1].diagram_y) == (None, 0.25)
    with pytest.raises(Refused, match=r"record\.gone"):
        context.write(process_steps.drag_step, "0" * 32, 0, 0.5)
    assert context.write(process_steps.arrange_steps, audit) == 2
    assert context.write(process_steps.arrange_steps, audit) == 0
    assert {(step.diagram_x, step.diagram_y) for step in chart(context, audit).steps} == {(None, None)}
    made = context.write(process_steps.add_steps, audit, [{"name": "C"}, {"name": "Aire"}, {"name": " "}], a.uid)
    assert made.stored == 2 and made.refused[0].message_id == "input.required"
    context.write(process_steps.move_steps, audit, [b.uid], str(made.made[0]))
    assert [step.name for step in chart(context, audit).steps] == ["B", "C", "Aire", "A"]
    assert context.read(process_steps.flows_at, [a.uid]) == 2
    assert context.write(process_steps.delete_steps, [a.uid, "0" * 32]) == 1
    assert chart(context, audit).flows == () and len(chart(context, audit).steps) == 3
    context.undo_last()
    assert names(context, audit) == ["x", "y"]


def test_a_flow_is_connected_elsewhere(context: Context, audit: str) -> None:
    (uid,) = add(context, audit, "x")
    step = context.write(process_steps.add_step, audit, "Horno")
    context.write(process_edit.connect, uid, step, None)
    assert (chart(context, audit).flows[0].source, chart(context, audit).flows[0].target) == (step, "")


def test_settings_are_kept(context: Context, audit: str) -> None:
    assert chart(context, audit).settings.days_per_year is None
    context.write(process_steps.edit_settings, audit, {"days_per_year": 280, "allocation": "value"})
    context.write(process_steps.edit_settings, audit, {"batches_per_year": 12.5})
    kept = chart(context, audit).settings
    assert (kept.days_per_year, kept.batches_per_year, kept.allocation) == (280, 12.5, "value")
    assert len(rows(context)["process_settings"]) == 1
    with pytest.raises(InvalidInput):
        context.write(process_steps.edit_settings, audit, {"days_per_year": 400})


def test_followed_substances_have_keys_of_their_own(context: Context, audit: str) -> None:
    wanted = [Followed("", "Cromo"), Followed("", "CROMO"), Followed("salt", "Sal"), Followed("", "¿?")]
    made = context.write(process_steps.follow_substances, audit, wanted)
    assert [one.key for one in made] == ["cromo", "cromo_2", "salt", "s"]
    assert chart(context, audit).settings.followed == made
    with pytest.raises(InvalidInput, match=r"flow\.followed"):
        context.write(process_steps.follow_substances, audit, [Followed("", "")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("60", "0.6"), ("60 %", "0.6"), ("0,35", "0.0035"), ("100%", "1"), ("0", "0"), ("", None)],
)
def test_a_share_of_what_is_followed_is_a_percentage(text: str, expected: str | None) -> None:
    wanted = None if expected is None else Decimal(expected)
    assert process_cells.read_flow_cell("share.flour", text, ES) == {"share.flour": wanted}


@pytest.mark.parametrize("text", ["101", "-1", "mucha", "5 kg"])
def test_what_is_no_share_is_told_at_its_cell(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        process_cells.read_flow_cell("share.flour", text, ES)
    assert caught.value.params["field"] == "share.flour"


def test_shares_are_edited_like_any_cell(context: Context, audit: str) -> None:
    context.write(process_steps.follow_substances, audit, [Followed("flour", "Harina"), Followed("salt", "Sal")])
    new = {"source": "A", "target": "B", "name": "Masa", "share.flour": Decimal("0.6"), "share.salt": Decimal("0.01")}
    context.write(process_edit.add_flows, audit, [new, {"source": "A", "name": "Pan"}])
    found = by_name(context, audit)
    assert dict(found["Masa"].shares) == {"flour": 0.6, "salt": 0.01}
    before = rows(context)
    edits = [
        CellEdit(found["Masa"].uid, "share.salt", None),
        CellEdit(found["Masa"].uid, "unit", "kg"),
        CellEdit(found["Pan"].uid, "share.flour", Decimal("0.7")),
    ]
    assert context.write(process_edit.edit_flows, audit, edits).stored == 2
    found = by_name(context, audit)
    assert (dict(found["Masa"].shares), dict(found["Pan"].shares)) == ({"flour": 0.6}, {"flour": 0.7})
    assert process_cells.flow_cell_text(found["Pan"], "share.flour", {}, ES) == "70"
    assert process_cells.flow_cell_text(found["Pan"], "share.salt", {}, ES) == ""
    context.undo_last()
    assert rows(context) == before


def test_the_whole_chart_and_the_audit_go_and_come_back(context: Context, audit: str) -> None:
    add(context, audit, "x", "y")
    context.write(process_steps.edit_settings, audit, {"pack": "bakery"})
    before = rows(context)
    assert context.write(process_steps.clear_process, audit) == 2
    assert rows(context) == dict.fromkeys(TABLES, [])  # noqa: RUF024
    context.undo_last()
    assert rows(context) == before
    context.write(removal.delete_audit, audit)
    assert rows(context) == dict.fromkeys(TABLES, [])  # noqa: RUF024
    context.undo_last()
    assert rows(context) == before


# -- undo --------------------------------------------------------------------------------------------------------------

_WORD = st.sampled_from(["Amasado", "Horno", "Clientes", "Basura", "Aire", ""])
_EDIT = st.one_of(
    st.tuples(st.just("quantity"), st.one_of(st.none(), st.decimals(-10, 10**6, places=3))),
    st.tuples(st.just("kind"), st.sampled_from([*FlowKind, "zorro"])),
    st.tuples(st.just("period"), st.sampled_from(list(FlowPeriod))),
    st.tuples(st.just("unit"), st.sampled_from(["kg", "m3", "kWh", "zorro", ""])),
    st.tuples(st.just("source"), _WORD),
    st.tuples(st.just("target"), _WORD),
    st.tuples(st.just("price"), st.one_of(st.none(), st.decimals(0, 1000, places=2))),
    st.tuples(st.just("is_loss"), st.sampled_from(["", "yes", "no"])),
)
_ACTION = st.one_of(
    st.tuples(st.just("edit"), st.lists(st.tuples(st.integers(0, 5), _EDIT), min_size=1, max_size=4)),
    st.tuples(st.just("add"), st.lists(_WORD, min_size=1, max_size=3)),
    st.tuples(st.just("delete"), st.integers(0, 5)),
    st.tuples(st.just("move"), st.integers(0, 5)),
    st.tuples(st.just("drag"), st.floats(0, 1)),
    st.tuples(st.just("step"), st.integers(0, 4)),
    st.tuples(st.just("settings"), st.integers(1, 300)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(_ACTION, min_size=1, max_size=8))
def test_everything_is_undone_row_for_row(context: Context, audit: str, actions: list[tuple[str, Any]]) -> None:
    context.write(process_steps.clear_process, audit)
    add(context, audit, "a", "b", "c")
    states = [rows(context)]
    for kind, detail in actions:
        outcome = _act(context, audit, kind, detail)
        assert outcome is None or isinstance(outcome, (int, EditOutcome))
        if rows(context) != states[-1]:
            states.append(rows(context))
    last = states.pop()
    undone = len(states)
    while states:
        context.undo_last()
        assert rows(context) == states.pop()
    for _ in range(undone):
        context.redo_last()
    assert rows(context) == last


def _act(context: Context, audit: str, kind: str, detail: Any) -> Any:
    process = chart(context, audit)
    flows, steps = [row.uid for row in process.flows], [step.uid for step in process.steps]
    write = context.write
    actions: dict[str, Callable[[], Any]] = {
        "edit": lambda: write(
            process_edit.edit_flows,
            audit,
            [CellEdit(flows[at], key, value) for at, (key, value) in detail if at < len(flows)],
        ),
        "add": lambda: write(process_edit.add_flows, audit, [{"source": word, "name": word} for word in detail]),
        "delete": lambda: write(process_edit.delete_flows, flows[detail : detail + 1]),
        "move": lambda: write(process_edit.move_flows, audit, flows[detail : detail + 1], None),
        "drag": lambda: [write(process_steps.drag_step, uid, 1, detail) for uid in steps[:1]] and None,
        "step": lambda: write(process_steps.delete_steps, steps[detail : detail + 1]),
        "settings": lambda: write(process_steps.edit_settings, audit, {"days_per_year": detail}),
    }
    return actions[kind]()
