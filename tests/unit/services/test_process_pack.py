"""Sector packs: sound data in both languages, charts that balance, estimates until measured, usual figures, gaps."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop import units
from score_desktop.calc.figures import Explanation
from score_desktop.calc.network import MASS, WATER, content
from score_desktop.charts import names, throughput
from score_desktop.charts.sankey import sankey_figure
from score_desktop.charts.sankey_words import Speaker
from score_desktop.charts.titles import sankey_title
from score_desktop.enums import BalanceKind, DataQuality, FlowDimension, FlowKind
from score_desktop.errors import InvalidInput, Refused
from score_desktop.i18n import Texts
from score_desktop.reference.packs import Pack, PackFlow, Words, gap_measures, gap_places, packs
from score_desktop.reporting.document import Table
from score_desktop.services import process_edit, process_pack, process_steps
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.process import ProcessView, read_view
from score_desktop.services.process_facts import SeriesFact
from score_desktop.services.process_graph import process_graph, units_of, wet_in_both
from score_desktop.services.process_lines import balance_key, balance_lines, indicator_lines
from score_desktop.services.process_report import content_of_view
from score_desktop.services.process_water import wet_steps
from tests.unit.services.test_process_report import blocks_of

TODAY = dt.date(2026, 3, 18)
PACKS = tuple(packs())


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


def audit_of(context: Context) -> str:
    period = {"start": dt.date(2025, 1, 1), "end": dt.date(2026, 1, 1)}
    return context.write(new_audit, NewAudit(enterprise="X", country="BO", **period), TODAY).audit


def begun(context: Context, pack: str, quantity: str = "180", language: str = "es") -> tuple[str, ProcessView]:
    audit = audit_of(context)
    context.write(process_pack.start_from_pack, audit, pack, Decimal(quantity), language)
    return audit, context.read(read_view, audit, TODAY)


def _texts(value: object) -> Iterator[Words]:
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def test_there_are_twelve_sectors() -> None:
    assert len(PACKS) == 12 and len({pack.name.es for pack in packs().values()}) == 12


@pytest.mark.parametrize("key", PACKS)
def test_a_pack_is_sound(key: str) -> None:
    pack = packs()[key]
    texts = list(_texts(pack))
    assert len(texts) >= 80 and all(one.en.strip() and one.es.strip() for one in texts)
    flows, steps = {flow.id for flow in pack.flows}, {step.id for step in pack.steps}
    assert len(flows) == len(pack.flows) and len(steps) == len(pack.steps)
    for flow in pack.flows:
        assert {flow.source, flow.target} <= steps and units.get(flow.unit).symbol == flow.unit
        assert 0 <= flow.low <= flow.quantity <= flow.high
        assert (flow.kind is FlowKind.ENERGY) == (flow.resource is not None)
    assert units.get(pack.unit).symbol == pack.unit and pack.amount > 0
    named = {loss.flow for loss in pack.losses} | set(pack.loops)
    named |= {one for indicator in pack.indicators for one in (*indicator.numerator, *indicator.denominator)}
    named |= {one for followed in pack.followed for one in followed.shares}
    assert named <= flows and {spot.step for spot in pack.hot_spots} <= steps
    assert {step.outside is None for step in pack.steps} == {True, False}


@pytest.mark.parametrize("key", PACKS)
def test_a_chart_of_a_pack_balances_and_is_an_estimate(context: Context, key: str) -> None:
    _, seen = begun(context, key)
    pack = packs()[key]
    assert len(seen.process.flows) == len(pack.flows) and seen.known_problems == ()
    for row in seen.process.flows:
        assert row.is_estimate and row.quality is DataQuality.D and row.pack == key and row.name
        typical = pack.flow(row.pack_flow)
        assert typical is not None and row.quantity is not None
        assert float(row.quantity) == pytest.approx(typical.quantity * 180 / pack.amount)
    limits = {BalanceKind.MASS: 1e-6, BalanceKind.SUBSTANCE: 0.01}
    judged = [row for row in seen.balances if row.step and row.balance.kind in limits and row.must_close]
    assert judged
    for row in judged:
        assert abs(row.gap.value) <= limits[row.balance.kind] * max(row.inputs, row.outputs), (row.name, row.balance)
    assert seen.reconciliation.believable
    for unit in units_of(seen):
        assert process_graph(seen, unit, Texts("es")).flows
    assert {"kg", "kWh"} <= set(units_of(seen))


@pytest.mark.parametrize("key", PACKS)
def test_the_diagram_of_mass_leaves_out_nothing_but_water_and_closes(context: Context, key: str) -> None:
    _, seen = begun(context, key)
    graph, chart = process_graph(seen, "kg", Texts("es")), seen.chart
    drawn = {flow.uid for flow in graph.flows}
    for flow in chart.network.flows:
        is_water = flow.dimension is FlowDimension.WATER or flow.kind is FlowKind.WATER
        if content(flow, MASS) and seen.complete.quantities[flow.key].value > 0 and not is_water:
            assert flow.key in drawn, flow.name
    told = {name for name in (seen.step_name(step) for step in chart.steps) if name in graph.note}
    assert told == ({seen.step_name(step) for step in wet_steps(seen)} if key != "laundry" else set())
    for step in chart.steps:
        into = math.fsum(flow.value for flow in graph.flows if flow.target == step)
        out = math.fsum(flow.value for flow in graph.flows if flow.source == step)
        assert into == pytest.approx(out, rel=1e-9) or (step in wet_steps(seen) and not into), seen.step_name(step)


@pytest.mark.parametrize("key", PACKS)
def test_title_and_label_say_the_same_share_of_the_product(context: Context, key: str) -> None:
    _, seen = begun(context, key, language="en")
    texts = Texts("en")
    there = {"kg", "m3", "kWh"}.intersection(units_of(seen))
    assert {"kg", "kWh"} <= there
    for unit in sorted(there):
        graph = process_graph(seen, unit, texts)
        shares = [words.share for words in Speaker(graph, texts).nodes.values() if words.share]
        title = sankey_title(graph, texts)
        products, total = throughput.products(graph), sum(throughput.entering(graph).values())
        assert len(shares) <= 1, unit
        for said in shares:
            assert said == f"{names.share(texts, sum(products.values()) / total)} of what enters", unit
            assert f"{texts.significant(sum(products.values()) / total * 100, 2)} leave as" in title, unit


@pytest.mark.parametrize("key", PACKS)
def test_the_diagram_of_a_usual_window_cuts_no_name(context: Context, key: str) -> None:
    """As at 1366 pixels."""
    texts = Texts("es")
    _, seen = begun(context, key)
    for unit in units_of(seen):
        layout = sankey_figure(process_graph(seen, unit, texts), texts, "light", 184.4, 79.1).layout
        assert layout is not None and not layout.labels.unread > len(layout.nodes) / 4, unit
        assert not any(label.cut for label in layout.labels.nodes), unit


def test_what_a_tannery_sells_off_is_no_part_of_its_leather(context: Context) -> None:
    """Splits and leather both go to customers: no label gives the share of both beside a title with that of leather."""
    _, seen = begun(context, "tannery", language="en")
    graph = process_graph(seen, "kg", Texts("en"))
    assert "of every" in sankey_title(graph, Texts("en")).casefold()
    assert not any(words.share for words in Speaker(graph, Texts("en")).nodes.values())


def test_a_tannery_shows_its_hides_and_what_water_adds_to_them(context: Context) -> None:
    _, seen = begun(context, "tannery", language="en")
    graph = process_graph(seen, "kg", Texts("en"))
    (soaking,) = (step.uid for step in seen.process.steps if step.name.startswith("Soaking"))
    into = {flow.substance: flow.value for flow in graph.flows if flow.target == soaking}
    assert len(into) == 3 and into["Water, net"] == pytest.approx(into["Salted raw hides"] * 0.08)


@pytest.mark.parametrize("key", PACKS)
def test_the_usual_figures_come_out_of_the_usual_flows(context: Context, key: str) -> None:
    _, seen = begun(context, key)
    found = process_pack.pack_indicators(seen, "es")
    assert len(found) == len(packs()[key].indicators)
    known = [row for row in found if row.value is not None]
    assert known or not any(one.denominator for one in packs()[key].indicators)
    for row in known:
        assert row.value == pytest.approx(row.typical, rel=0.01) and row.low <= row.typical <= row.high


def test_names_are_in_the_language_that_is_asked_for(context: Context) -> None:
    _, seen = begun(context, "bakery", language="en")
    assert seen.process.steps[0].name == "Store and weighing"
    assert seen.process.settings.followed[0].name == "Flour" and seen.process.settings.pack == "bakery"
    texts = [choice.name for choice in process_pack.pack_choices(seen.process.facts, "es")]
    assert len(texts) == 12 and texts[0] == "Panadería"
    assert process_pack.measured_how("bakery", "flour_in", "es").startswith("Facturas")
    assert process_pack.measured_how("", "flour_in", "es") == ""


def test_a_measured_figure_is_no_estimate_any_more(context: Context) -> None:
    audit, seen = begun(context, "bakery")
    uid = seen.process.flows[0].uid
    context.write(process_edit.edit_flows, audit, [CellEdit(uid, "quantity", Decimal(130_000))])
    state = context.read(read_view, audit, TODAY).flow(uid)
    assert state is not None and not state.row.is_estimate and state.row.pack_flow == "flour_in"


def test_only_an_empty_chart_is_begun_and_with_something_made(context: Context) -> None:
    audit, _ = begun(context, "bakery")
    with pytest.raises(Refused, match=r"process\.not_empty"):
        context.write(process_pack.start_from_pack, audit, "bakery", Decimal(1), "es")
    context.write(process_steps.clear_process, audit)
    with pytest.raises(Refused, match=r"process\.pack_unknown"):
        context.write(process_pack.start_from_pack, audit, "shipyard", Decimal(1), "es")
    for quantity in ("0", "-1", "NaN", "Infinity"):
        with pytest.raises(InvalidInput, match=r"process\.pack_quantity"):
            context.write(process_pack.start_from_pack, audit, "bakery", Decimal(quantity), "es")
    assert context.write(process_pack.start_from_pack, audit, "hotel", Decimal(3000), "es") == 30
    context.undo_last()
    assert context.read(read_view, audit, TODAY).process.is_empty


def test_a_gap_has_likely_places(context: Context) -> None:
    audit, seen = begun(context, "bakery")
    assert all(process_pack.likely_places(seen, row, "es") == () for row in seen.balances if not row.gap.value)
    rows = {row.pack_flow: row for row in seen.process.flows}
    edits = [
        CellEdit(rows["bread_hot"].uid, "quantity", Decimal(190_000)),
        CellEdit(rows["water_clean"].uid, "quantity", Decimal(120)),
    ]
    context.write(process_edit.edit_flows, audit, edits)
    seen = context.read(read_view, audit, TODAY)
    oven, cooling = (
        next(row for row in seen.balances if row.name == name and row.balance.kind is BalanceKind.MASS)
        for name in ("Horno", "Enfriado y empaque")
    )
    wash = next(row for row in seen.balances if row.name == "Limpieza" and row.balance == WATER)
    assert oven.gap.value < 0 < cooling.gap.value and wash.gap.value > 0
    for language in ("es", "en"):
        first, *others = process_pack.likely_places(seen, cooling, language)
        assert first.flow == rows["bread_rej"].uid and first.text == _why("bread_rej", language)
        assert len(others) == process_pack.MOST_PLACES - 1 and all(one.measures and one.check for one in others)
        excess = process_pack.likely_places(seen, oven, language)
        assert excess and not any(one.flow for one in excess)
        leak = process_pack.likely_places(seen, wash, language)[0]
        assert leak.measures and leak.questions == ("WAT-2",)


def _why(flow: str, language: str) -> str:
    return next(loss.why.text(language) for loss in packs()["bakery"].losses if loss.flow == flow)


def test_every_balance_has_general_places_either_way() -> None:
    found = {(place.balance, place.sign) for place in gap_places()}
    assert found == {(kind.value, sign) for kind in BalanceKind for sign in ("missing", "excess")}
    texts = [words for place in gap_places() for words in (place.place, place.check)]
    assert all(words.en.strip() and words.es.strip() and words.en != words.es for words in texts)
    assert {key for place in gap_places() for key in place.measures} == set(gap_measures())


def test_a_step_that_is_wet_in_one_of_two_charts_is_drawn_alike_in_both(context: Context) -> None:
    (_, one), (audit, same) = begun(context, "dairy"), begun(context, "dairy")
    (soda,) = (row.uid for row in same.process.flows if row.name.startswith("Soda"))
    context.write(process_edit.edit_flows, audit, [CellEdit(soda, "quantity", Decimal(9_000_000))])
    other = context.read(read_view, audit, TODAY)
    assert {one.step_name(step) for step in wet_steps(one)} == {"Limpieza"} and not wet_steps(other)
    assert wet_in_both(one, other) == (frozenset(), frozenset())
    assert wet_in_both(one, one) == (wet_steps(one), wet_steps(one))


def test_a_sector_counts_what_it_makes_or_names_the_flow_that_it_counts() -> None:
    for pack in packs().values():
        if units.get(pack.unit).dimension != "mass":
            continue
        amount = units.convert(pack.amount, pack.unit, "kg")
        sold = math.fsum(flow.quantity for flow in sold_by(pack))
        counted = pack.flow(pack.unit_flow)
        if counted is None:
            assert any(flow.quantity == pytest.approx(amount, rel=0.05) for flow in sold_by(pack)), pack.id
        else:
            assert units.convert(counted.quantity, counted.unit, "kg") == pytest.approx(amount) and sold < amount


def sold_by(pack: Pack) -> list[PackFlow]:
    places = {step.id for step in pack.steps if step.outside is not None}
    return [flow for flow in pack.flows if flow.kind is FlowKind.PRODUCT and flow.target in places]


def test_figures_of_a_tannery_are_by_its_hides_whatever_leather_it_makes(context: Context) -> None:
    _, seen = begun(context, "tannery", language="en")
    products = {"leather": SeriesFact("leather", "Leather", "t", 41.4, Explanation("Sum", ()))}
    process = dataclasses.replace(seen.process, facts=dataclasses.replace(seen.process.facts, products=products))
    found = {row.id: row for row in process_pack.pack_indicators(dataclasses.replace(seen, process=process), "en")}
    assert {key: row.value for key, row in found.items()} == {
        "water": pytest.approx(24),
        "chrome": pytest.approx(55),
        "yield": pytest.approx(0.23),
        "solid": pytest.approx(397),
    }
    choices = {one.id: one for one in process_pack.pack_choices(process.facts, "en")}
    assert (choices["tannery"].counted, choices["tannery"].quantity) == ("t of salted raw hide", None)
    assert (choices["bakery"].counted, choices["bakery"].quantity) == ("t of bread sold", pytest.approx(41.4))


def test_shares_of_a_sector_are_written_as_each_language_does(context: Context) -> None:
    _, seen = begun(context, "bakery")
    for texts, here, usual in ((Texts("en"), "2.7%", "1 to 10%"), (Texts("es"), "2,7\xa0%", "1 a 10\xa0%")):
        (line,) = (one for one in indicator_lines(seen, texts) if one.key == "bread_loss")
        assert line.cells[1:3] == (here, usual)


@pytest.mark.parametrize("key", PACKS)
def test_what_rounding_leaves_is_no_gap(context: Context, key: str) -> None:
    _, seen = begun(context, key, "187.3")
    lines, content = balance_lines(seen, Texts("en")), content_of_view(seen, Texts("en"))
    rows = [row for row in seen.balances if abs(row.gap.value) < 1e-5 * row.inputs]
    told = {line.key: line.cells[5].split()[0] for line in lines}
    assert rows and {told[balance_key(row)] for row in rows} == {"0"}
    table = next(block for block in blocks_of(content, Texts("en")) if isinstance(block, Table))
    assert {row.cells[4].text for row in table.rows if row.cells[5].text in ("0%", "< 0.1%")} <= {"0"}
