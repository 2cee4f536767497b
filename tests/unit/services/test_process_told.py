"""What a flow chart says in words and lines: nothing untranslated, sums that add up, the bakery's gap and its bin."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

import pytest

from score_desktop.calc.balances import Light
from score_desktop.calc.network import MASS
from score_desktop.enums import FlowOrigin
from score_desktop.i18n import Texts
from score_desktop.reporting.sections.process import lead
from score_desktop.services import process_lines as lines
from score_desktop.services import process_told as told
from score_desktop.services.process import ProcessView, process_view
from score_desktop.services.process_graph import process_graph
from score_desktop.services.process_network import network_of
from score_desktop.services.process_origin import flow_label, followables, origin_words
from score_desktop.services.process_report import content_of_view
from score_desktop.services.process_rows import FlowRow, ProcessRows
from score_desktop.services.process_sheet import Side
from tests.unit.services.test_process_sample import sample

ES, EN = Texts("es"), Texts("en")


@pytest.fixture
def view() -> ProcessView:
    return sample()[0]


def without(view: ProcessView, name: str) -> ProcessView:
    """The chart with a flow's quantity not known."""
    process = view.process
    flows = tuple(
        dataclasses.replace(row, quantity=None, origin=FlowOrigin.ENTERED, params={}) if row.name == name else row
        for row in process.flows
    )
    return rebuilt(view, flows)


def test_the_worst_light_of_each_step(view: ProcessView) -> None:
    lights = {view.step_name(step): light for step, light in told.worst_lights(view).items()}
    assert lights["Almacén"] is Light.AMBER and lights["Horno"] is Light.GREEN
    store = next(row.step for row in view.balances if row.name == "Almacén")
    assert told.light_sentence(view, store, EN).startswith("Mass: 20,878 kg not explained (5.6%): look again")
    assert told.light_sentence(None, store, EN) == ""


def test_sums_and_a_quantity_that_is_missing(view: ProcessView) -> None:
    sums = told.sums_of(view, EN)
    assert sums is not None and sums.flows == "51 flows" and sums.light is Light.AMBER
    assert sums.inputs == "In 2,967,440 kg"
    assert sums.closing.startswith("Mass, with all water: 153,118 kg not explained")
    graph = process_graph(view, "kg", EN)
    beside = told.sums_of(view, EN, "kg", graph)
    assert beside is not None and beside.inputs == "In 2,967,440 kg (drawn: 608,140 kg)"
    left = math.fsum(flow.value for flow in graph.flows if flow.substance in ("Stock", "Not explained"))
    assert beside.outputs == f"Out 2,812,522 kg (drawn: {EN.number(608_140.2 - left, 0)} kg)"
    water, energy = told.sums_of(view, EN, "m3"), told.sums_of(view, EN, "kWh")
    assert water is not None and water.closing.startswith("Water: ") and water.inputs == "In 2,542 m³"
    assert energy is not None and energy.outputs == "Out 610,036 kWh" and energy.light is Light.GREEN
    open_view = without(view, "Harina pesada para la masa")
    row = next(one for one in open_view.balances if one.name == "Almacén" and one.balance == MASS)
    assert told.closing(row, EN) == "1 quantity is missing: not known yet"
    assert told.sums_of(process_view(dataclasses.replace(view.process, rows=ProcessRows())), EN) is None


@pytest.mark.parametrize("texts", [ES, EN])
def test_each_flow_is_told_in_a_sentence(view: ProcessView, texts: Texts) -> None:
    for state in view.flows:
        words = told.standing_words(state, view, texts)
        assert words.endswith(".") and "{" not in words
    flour = next(one for one in view.flows if one.row.name == "Harina de trigo")
    assert "376" in told.standing_words(flour, view, texts) and "355" in told.standing_words(flour, view, texts)


def test_what_is_computed_and_what_cannot_be_known(view: ProcessView) -> None:
    computed = without(view, "Harina pesada para la masa")
    state = next(one for one in computed.flows if one.row.name == "Harina pesada para la masa")
    assert told.standing_words(state, computed, EN).startswith("Nobody entered it: the balances say ")
    lone = without(view, "Electricidad de la oficina")  # ends where nothing leaves: no balance says it
    lone_state = next(one for one in lone.flows if one.row.name == "Electricidad de la oficina")
    assert told.standing_words(lone_state, lone, EN).startswith("Cannot be known: ")


def test_the_least_believable_is_named_with_what_it_cannot_be_told_from(view: ProcessView) -> None:
    words = told.reconciliation_words(view, ES)
    assert "Harina de trigo" in words and "Barreduras y bolsas rotas" in words
    assert all("{" not in told.next_words(one, view, texts) for one in view.next for texts in (ES, EN))


def test_the_bin_costs_more_than_its_disposal(view: ProcessView) -> None:
    first, ways, second = told.cost_words(view, EN)
    assert "Bs\xa0219,262" in ways and "Bs\xa0219,248" in ways
    assert first.startswith("Of Bs\xa02,771,563 that the process costs in a year, Bs\xa0210,267 goes into what is lost")
    assert second == "“Basura” costs you Bs\xa048,818 a year, of which disposal is 5.1%."
    assert told.unpriced_words(view, EN) == ""


def test_a_gap_has_the_same_purchase_value_among_losses_and_balances(view: ProcessView) -> None:
    losses = {loss.step: loss.cost for loss in view.losses.losses if not loss.flow}
    gaps = [row for row in view.balances if row.step in losses and row.balance.key == "mass"]
    assert gaps
    for row in gaps:
        assert row.money is not None
        assert row.money.value == pytest.approx(losses[row.step].purchase, abs=1)
        assert row.money.value <= losses[row.step].total  # and what was spent on it


def test_balances_as_lines(view: ProcessView) -> None:
    table = lines.balance_lines(view, EN)
    assert len(table) == len(view.balances) == len({line.key for line in table})
    store = next(line for line in table if line.cells[0] == "Almacén")
    assert store.cells[1:8] == (*("Mass", "376,000 kg", "353,322 kg", "1,800 kg", "20,878 kg", "5.6%", "look again"),)
    assert store.light is Light.AMBER and store.cells[8] == "Bs\xa075,161"
    assert lines.BALANCE_HEADS[8] == "Purchase value" and "are in Costs" in store.tip
    energy = next(line for line in table if line.cells[1] == "Energy")
    assert energy.cells[2:4] == ("610,036 kWh", "610,036 kWh") and energy.tip.startswith("Used up where")
    assert {line.cells[1] for line in lines.balance_lines(view, EN, "water")} == {"Water"}
    assert [key for key, _ in lines.balance_choices(view, EN)] == ["mass", "water", "energy", "substance.flour"]
    row = next(one for one in view.balances if one.name == "Almacén" and one.balance == MASS)
    parts = dict(lines.gap_parts(row, EN))
    assert parts["Harina de trigo"] == "+376,000 kg" and parts["Increase of stock"] == "−1,800 kg"
    assert len(lines.gap_parts(row, EN, most=2)) == 3


def test_losses_and_costs_as_lines(view: ProcessView) -> None:
    table = lines.loss_lines(view, EN)
    assert table[0].cells[0] == "Not explained: Almacén" and table[-1].is_strong
    assert len(table) == len(view.losses.losses) + 1
    buyers = next(line for line in table if line.cells[6])  # what is earned with a loss takes from its cost
    assert buyers.cells[6].startswith("−") and table[-1].cells[6].startswith("−")
    heads = lines.money_heads(lines.LOSS_HEADS, lines.LOSS_MONEY, view, EN)
    assert heads[6] == "Income (Bs)" and len(heads) == 5
    centres = lines.centre_lines(view, EN)
    assert len(centres) == len(view.costs.centres) + 1 and centres[-1].cells[0] == "Total"
    data = lines.loss_costs(view, EN)
    assert data.items[0].unexplained and data.items[0].key
    assert sum(one.total for one in data.items) == pytest.approx(view.losses.cost.total)


def test_the_sheet_puts_one_purchase_into_one_line(view: ProcessView) -> None:
    table = lines.sheet_lines(view, EN)
    assert [line.cells[0] for line in table].count("Electricidad") == 1
    assert next(line.cells[0] for line in table if line.is_strong) == "Inputs"
    electricity = next(line for line in table if line.cells[0] == "Electricidad")
    whole = sum(row.quantity or 0 for row in view.sheet.side(Side.INPUT) if row.name == "Electricidad")
    assert electricity.cells[3] == f"{whole:,.0f} kWh"
    costs = {line.cells[0]: line.cells[6] for line in table if line.is_strong and line.cells[6]}
    bought = sum(row.money or 0 for row in view.sheet.side(Side.INPUT))
    assert costs["Total cost of inputs"] == f"Bs\xa0{bought:,.0f}" and "Total cost of losses that leave" in costs
    sums = [line.cells for line in table if line.is_strong and line.cells[3]]
    assert [cells[0] for cells in sums[:3]] == ["Total energy", "Total mass", "Total water"]
    assert [cells[3].split()[1] for cells in sums[:3]] == ["kWh", "kg", "m³"]


def test_figures_of_the_sector_beside_what_is_usual(view: ProcessView) -> None:
    assert lines.indicator_lines(view, EN) == ()  # drawn by hand: nothing of it is known to be the sector's
    flows = tuple(
        dataclasses.replace(row, pack="bakery", pack_flow=_BAKERY.get(row.name, row.pack_flow))
        for row in view.process.flows
    )
    rows = dataclasses.replace(view.process.rows, flows=flows)
    known = lines.indicator_lines(process_view(dataclasses.replace(view.process, rows=rows)), EN)
    assert known[0].cells[1:] == ("1.29 kg/kg", "1.25 to 1.5 kg/kg", "usual")
    assert known[1].cells[1:] == ("–", "50 to 150 m³/t", "a flow or the production is not known yet")


_BAKERY = {"Harina de trigo": "flour_in", "Pan vendido": "bread_sold"}


def test_origins_in_words(view: ProcessView) -> None:
    names = {row.uid: flow_label(row, EN) for row in view.process.flows}
    said = {row.name: origin_words(row, view.process, names, EN) for row in view.process.flows}
    assert said["Polvo de harina"] == "0.28% of Harina pesada para la masa"
    assert said["Agua que se evapora en el horno"] == "what is left over at Horno (mass)"
    assert said["Harina de trigo"] == "entered"
    assert said["GLP del horno 2"].startswith("bills: LPG")
    assert said["Pan embolsado"] == "monthly values: Pan producido"
    offered = followables(view.process, EN)
    assert {one.origin for one in offered} == {FlowOrigin.BILLS, FlowOrigin.SERIES}
    assert all(one.name and one.key for one in offered)


def rebuilt(view: ProcessView, flows: Iterable[FlowRow]) -> ProcessView:
    rows = dataclasses.replace(view.process.rows, flows=tuple(flows))
    built = network_of(rows, view.process.facts)
    process = dataclasses.replace(view.process, rows=rows, network=built.network, problems=built.problems)
    return process_view(process)


def test_purchases_without_a_price_are_told_alike_in_window_report_and_diagram(view: ProcessView) -> None:
    bare = rebuilt(view, (dataclasses.replace(row, price=None) for row in view.process.flows))
    n = len(bare.costs.unpriced)
    words = told.unpriced_words(bare, EN)
    head, names = words.split(": ")
    assert head == f"{n} purchases have no price, so the costs are at least so much"
    listed, more = names.rsplit(" and ", 1)
    shown = listed.split("; ")
    assert len(shown) == told.MOST_NAMES
    counted = [row.name for row in bare.process.flows if row.uid in bare.costs.unpriced and row.name in shown]
    assert more == f"{n - len(counted)} more." and n > len(counted)
    content = content_of_view(bare, EN)
    assert content.unpriced == words and lead(content, EN).endswith(words)
    assert process_graph(bare, "money", EN).note == words
    (few,) = (row.uid for row in bare.process.flows if row.name == "Harina de trigo")
    one = rebuilt(view, (dataclasses.replace(row, price=None) if row.uid == few else row for row in view.process.flows))
    said = "1 compra no tiene precio, así que los costos son al menos estos: Harina de trigo."
    assert told.unpriced_words(one, ES) == said


def test_names_of_flows_stand_in_the_quotes_of_the_language(view: ProcessView) -> None:
    suspect = next(one for one in view.reconciliation.suspects if one.like)
    spoken = {texts.language: told.suspect_words(suspect, view, texts, named=False) for texts in (EN, Texts("es"))}
    assert "“" in spoken["en"] and "“" not in spoken["es"] and "«" in spoken["es"]
