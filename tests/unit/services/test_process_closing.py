"""Which balances must close at a step: read, told, honoured by balances, lights, reconciliation, losses and diagram."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.calc.balances import BalanceRow, Light
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.services import process_closing as closing
from score_desktop.services import process_edit, process_steps
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.history_words import record_lines
from score_desktop.services.pack import pack, unpack
from score_desktop.services.process import ProcessView, read_view
from score_desktop.services.process_cells import read_step_cell, step_cell_text
from score_desktop.services.process_graph import process_graph
from score_desktop.services.process_json import process_json
from score_desktop.services.process_report import content_of_view
from score_desktop.services.process_rows import Followed
from score_desktop.services.process_told import sums_of, worst_lights

TODAY = dt.date(2026, 3, 18)
ES, EN = Texts("es", "es_BO"), Texts("en", "en_US")
FOLLOWED = (Followed("flour", "Harina"), Followed("salt", "Sal, gruesa"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("lo usual", ""),
        ("masa, harina y sal, gruesa", ""),
        ("agua y sal, gruesa", "water,substance.salt"),
        ("sal, gruesa, agua", "water,substance.salt"),
        ("masa, agua,", "mass,water"),
        (" , ", "process.closes"),
        (", ".join(["masa", "agua"] * 2000), "mass,water"),
        ("sal, masa", "process.closes"),
        ("Masa", "mass"),
        ("masa y ENERGÍA", "mass,energy"),
        ("energia", "energy"),
        ("agua; energía", "water,energy"),
        ("mass + water", "mass,water"),
        ("Sal, gruesa", "substance.salt"),
        ("ninguno", "none"),
        ("nada", "none"),
        ("vapor", "process.closes"),
    ],
)
def test_what_a_typed_text_means(text: str, expected: str) -> None:
    if expected.startswith("process."):
        with pytest.raises(InvalidInput, match=r"process\.closes"):
            read_step_cell("closes", text, ES, FOLLOWED)
    else:
        assert read_step_cell("closes", text, ES, FOLLOWED) == {"closes": expected}


@pytest.mark.parametrize("texts", [ES, EN])
@pytest.mark.parametrize(
    "keys",
    [(), ("mass",), ("mass", "energy"), ("water",), ("mass", "substance.flour"), ("mass", "energy", "substance.salt")],
)
def test_what_is_told_is_read_again(keys: tuple[str, ...], texts: Texts) -> None:
    held = closing.of_keys(keys, FOLLOWED)
    assert closing.read(closing.words(held, texts, FOLLOWED), texts, FOLLOWED) == held
    assert closing.chosen(held, FOLLOWED) == keys


def test_what_is_usual_is_held_as_nothing() -> None:
    assert closing.of_keys(("substance.salt", "mass", "substance.flour"), FOLLOWED) == ""
    assert closing.chosen("", FOLLOWED) == ("mass", "substance.flour", "substance.salt")
    assert closing.words("", ES, FOLLOWED) == ""


def test_a_substance_that_is_followed_later_closes_where_mass_does() -> None:
    assert closing.after_following("mass,energy", {"flour"}, {"flour", "salt"}) == "mass,energy,substance.salt"
    assert closing.after_following("energy", set(), {"flour"}) == "energy"
    assert closing.after_following("substance.flour", {"flour"}, set()) == "none"
    assert closing.after_following("", {"flour"}, set()) == ""


# -- honoured ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def audit(context: Context) -> str:
    """A dryer that loses 30 of 100 kg as vapour that nobody drew, and a boiler with a gap of energy."""
    period = {"start": dt.date(2025, 1, 1), "end": dt.date(2026, 1, 1)}
    made = context.write(new_audit, NewAudit(enterprise="X", country="BO", **period), TODAY).audit
    rows = [
        ("Proveedores", "Secado", "Grano", "raw", 100, "kg"),
        ("Secado", "Clientes", "Grano seco", "product", 70, "kg"),
        ("Proveedores", "Caldera", "Gas", "energy", 1000, "kWh"),
        ("Caldera", "Secado", "Vapor", "energy", 500, "kWh"),
    ]
    flows = [
        dict(zip(("source", "target", "name", "kind", "quantity", "unit"), row, strict=True))
        | {"quantity": Decimal(row[4]), "price": Decimal(2) if row[2] == "Grano" else None}
        for row in rows
    ]
    context.write(process_edit.add_flows, made, flows)
    return made


def choose(context: Context, audit: str, **closes: str) -> ProcessView:
    view = look(context, audit)
    edits = [CellEdit(step.uid, "closes", closes[step.name]) for step in view.process.steps if step.name in closes]
    assert context.write(process_steps.edit_steps, audit, edits).refused == ()
    return look(context, audit)


def look(context: Context, audit: str) -> ProcessView:
    return context.read(read_view, audit, TODAY)


def row_of(view: ProcessView, step: str, balance: str) -> BalanceRow:
    return next(one for one in view.balances if one.name == step and one.balance.key == balance)


def test_a_step_that_need_not_close_in_mass_has_no_light_no_loss_and_no_gap(context: Context, audit: str) -> None:
    usual = look(context, audit)
    dryer = next(step.uid for step in usual.process.steps if step.name == "Secado")
    assert worst_lights(usual)[dryer] is Light.RED
    assert usual.losses.cost.total == pytest.approx(60)
    assert usual.reconciliation.degrees == 1
    view = choose(context, audit, Secado="none")
    assert not row_of(view, "Secado", "mass").must_close
    assert dryer not in worst_lights(view)
    assert view.losses.cost.total == 0 and view.costs.product.total == pytest.approx(200)
    assert view.reconciliation.degrees == 0
    assert not [one for one in view.next if one.step == dryer]
    sums = sums_of(view, ES)
    assert sums is not None and sums.light is Light.GREY and sums.closing.endswith("solo informativo")
    graph = process_graph(view, "kg", ES)
    assert [node.label for node in graph.nodes if node.key.startswith(dryer)] == ["Secado", "Aquí no tiene que cuadrar"]
    assert not [flow for flow in graph.flows if flow.kind == "unexplained"]
    content = content_of_view(view, ES)
    assert content.chosen == ("Secado",)
    assert [line.counts for line in content.balances if line.step == "Secado" and line.balance == "Masa"] == [False]


def test_energy_closes_where_it_is_chosen(context: Context, audit: str) -> None:
    assert not row_of(look(context, audit), "Caldera", "energy").must_close
    view = choose(context, audit, Caldera="energy")
    boiler = next(step.uid for step in view.process.steps if step.name == "Caldera")
    assert row_of(view, "Caldera", "energy").must_close
    assert worst_lights(view)[boiler] is Light.RED
    assert view.reconciliation.degrees == 2
    told = process_json(view, EN)
    assert {one["name"]: one["must_close"] for one in told["steps"] if one["must_close"]} == {"Caldera": ["energy"]}
    line = next(one for one in told["balances"] if one["name"] == "Caldera" and one["balance"] == "energy")
    assert line["must_close"] is True


def test_the_choice_is_undone_told_and_kept_with_what_is_followed(context: Context, audit: str) -> None:
    view = choose(context, audit, Secado="mass,energy")
    step = next(one for one in view.process.steps if one.name == "Secado")
    assert step_cell_text(step, "closes", ES) == "Masa, Energía"
    context.write(process_steps.follow_substances, audit, [Followed("", "Agua")])
    held = {one.name: one.closes for one in look(context, audit).process.steps}
    assert held["Secado"] == "mass,energy,substance.agua" and held["Caldera"] == ""
    context.undo_last()
    context.undo_last()
    assert {one.closes for one in look(context, audit).process.steps} == {""}
    (lines,) = record_lines("process_step", {"closes": ""}, {"closes": "energy,substance.agua"}, {}, ES).lines
    assert (lines.field, lines.before, lines.after) == ("balances que deben cuadrar", "–", "Energía, agua")


def test_the_choice_travels_with_the_audit(context: Context, audit: str, tmp_path: Path) -> None:
    choose(context, audit, Secado="none", Caldera="energy")
    context.read(pack, audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True) as other:
        unpack(other, tmp_path / "a.score")
        held = {one.name: one.closes for one in look(other, audit).process.steps}
    assert (held["Secado"], held["Caldera"]) == ("none", "energy")
