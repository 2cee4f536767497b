from __future__ import annotations

from dataclasses import replace

import pytest

from score_desktop.charts import throughput
from score_desktop.charts.data import (
    CostByResource,
    EmissionItem,
    EmissionsBySource,
    MonthlySeries,
    SankeyFlow,
    SankeyGraph,
    SankeyNode,
)
from score_desktop.charts.titles import cost_title, emissions_title, monthly_title, sankey_title
from score_desktop.enums import Resource
from score_desktop.i18n import Texts
from tests.unit.charts.samples import costs, electricity, emissions, mass, months, water

EN = Texts("en")


def test_change_against_the_year_before():
    total = sum(sum(meter.values) for meter in electricity().meters)
    words = f"Electricity: {EN.number(total)}\xa0kWh, 3.2% less than the year before"
    assert monthly_title(electricity(), EN) == f"{words}; production fell 3.8%"
    assert monthly_title(replace(electricity(), production_change=None), EN) == words
    assert monthly_title(replace(electricity(), production_change=0.12), EN) == f"{words}; production rose 12%"
    assert monthly_title(replace(electricity(), production_change=0.0), EN) == f"{words}; production stayed the same"


@pytest.mark.parametrize(("before", "words"), [(0.8, "25% more than"), (1.002, "the same as")])
def test_more_and_the_same(before, words):
    total = sum(sum(meter.values) for meter in electricity().meters)
    assert words in monthly_title(replace(electricity(), previous_total=total * before), EN)


def test_a_missing_bill_comes_first():
    assert monthly_title(water(), EN) == "Water: the bill of August is missing for Oficina A-9931"
    single = replace(water(), meters=water().meters[1:])
    assert monthly_title(single, EN) == "Water: the bill of August is missing"
    two = replace(water(), meters=(MonthlySeries("", (None, None, *[1.0] * 10)),))
    assert monthly_title(two, EN) == "Water: 2 monthly bills are missing"
    long = replace(water(), months=months(24), meters=(MonthlySeries("A", (1.0,) * 23 + (None,)),))
    assert monthly_title(long, EN) == "Water: the bill of December 2026 is missing"


def test_without_a_year_before():
    use = replace(electricity(), previous_total=None)
    assert monthly_title(use, EN).endswith("kWh, 88% of it at 2-114583 Planta")
    peak = replace(use, meters=(MonthlySeries("A", (10.0,) * 11 + (40.0,)),))
    assert monthly_title(peak, EN) == "Electricity: 150\xa0kWh; most in Dec, 40\xa0kWh"
    even = replace(use, meters=(MonthlySeries("A", (10.0,) * 12),))
    assert monthly_title(even, EN) == "Electricity: 120\xa0kWh, 10\xa0kWh a month"


def test_nothing_known_and_nothing_used():
    use = electricity()
    none = replace(use, meters=(MonthlySeries("A", (None,) * 12),))
    assert monthly_title(none, EN) == "Electricity: no bills in this period"
    assert monthly_title(replace(use, meters=()), EN) == "Electricity: no bills in this period"
    zero = replace(use, meters=(MonthlySeries("A", (0.0,) * 12),))
    assert monthly_title(zero, EN) == "Electricity: no use in this period"


def test_costs():
    assert cost_title(costs(), EN) == "Electricity is 69% of what is paid"
    assert cost_title(CostByResource("BOB", ()), EN) == "Cost by resource"
    assert cost_title(CostByResource("BOB", costs().items[:1]), EN) == "Water is all that is paid"
    even = CostByResource("BOB", tuple(replace(item, amount=100.0 + n) for n, item in enumerate(costs().items[:3])))
    assert cost_title(even, EN).endswith("are 67% of what is paid")
    many = CostByResource("BOB", tuple(replace(item, amount=10.0) for item in costs().items))
    assert cost_title(many, EN).startswith("Cost by resource: ")


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (67, "Natural gas emits two of every three kilos of CO₂e"),
        (50, "Natural gas emits one of every two kilos of CO₂e"),
        (75, "Natural gas emits three of every four kilos of CO₂e"),
        (58, "Natural gas emits 58% of the CO₂e"),
        (100, "Natural gas emits all the CO₂e that was counted"),
    ],
)
def test_emissions(first, words):
    items = (
        EmissionItem(Resource.NATURAL_GAS, 1, first),
        EmissionItem(Resource.ELECTRICITY, 2, (100 - first) / 2),
        EmissionItem(Resource.WATER, 3, (100 - first) / 2),
    )
    assert emissions_title(EmissionsBySource(items), EN) == words


def test_emissions_of_the_bakery_and_of_nothing():
    assert emissions_title(emissions(), EN) == "Natural gas emits two of every three kilos of CO₂e"
    assert emissions_title(EmissionsBySource(()), EN) == "Emissions by source"


def test_flows():
    assert sankey_title(mass(), EN) == "Of every 100\xa0t that enter, 86 leave as Pan vendido"
    assert sankey_title(SankeyGraph("t", (), ()), EN) == "Flows"
    inputs = replace(mass(), flows=mass().flows[:3])
    assert sankey_title(inputs, EN) == "Harina: 61% of what enters"
    assert sankey_title(replace(inputs, unit="BOB", money=True), EN) == "Harina: 61% of what is paid"
    assert sankey_title(replace(inputs, unit="kg CO2e"), EN) == "Harina: 61% of the CO₂e"


def _graph(*flows: tuple[str, str, float, str], unit: str = "t", **fields: object) -> SankeyGraph:
    kinds = {"in": "use", "step": "step", "customers": "product", "buyers": "product", "stock": "stock"}
    names = dict.fromkeys(end for flow in flows for end in flow[:2])
    places = {"customers", "buyers", "bin"}
    nodes = [SankeyNode(name, name.title(), kinds.get(name, "use"), is_place=name in places) for name in names]
    drawn = [SankeyFlow(source, target, value, target, kind=kind) for source, target, value, kind in flows]
    return SankeyGraph(unit, tuple(nodes), tuple(drawn), **fields)


def test_a_loss_counts_wherever_it_ends():
    sold_off = _graph(("in", "step", 100.0, "flow"), ("step", "buyers", 20.0, "loss"), ("step", "bin", 10.0, "loss"))
    assert throughput.lost(sold_off) == 30 and throughput.products(sold_off) == {}
    assert sankey_title(sold_off, EN) == "30% of what enters is lost"
    to_air = _graph(("in", "step", 100.0, "flow"), ("step", "bin", 40.0, "flow"), ("step", "out", 60.0, "flow"))
    assert throughput.lost(to_air) == 0 and sankey_title(to_air, EN) == "Flows: 100\xa0t enter"


def test_a_loss_that_is_passed_on_is_lost_once():
    on = _graph(("in", "step", 100.0, "flow"), ("step", "bin", 40.0, "loss"), ("bin", "landfill", 40.0, "loss"))
    assert throughput.lost(on) == 40


def test_an_account_that_knows_more_says_what_is_lost():
    drawn = (("in", "step", 100.0, "flow"), ("step", "bin", 5.0, "loss"), ("step", "gap", 4.0, "unexplained"))
    graph = _graph(*drawn, unit="BOB", money=True, lost=8.0)
    assert sankey_title(graph, EN) == "8.0% of what the process costs goes into what is lost"
    assert sankey_title(graph, Texts("es")) == "El 8,0\xa0% de lo que cuesta el proceso se va en lo que se pierde"


def test_products_that_go_to_a_place_are_not_called_by_its_name():
    sold = _graph(("in", "step", 100.0, "flow"), ("step", "customers", 63.0, "flow"), ("step", "stock", 20.0, "flow"))
    assert sankey_title(sold, EN) == "Of every 100\xa0t that enter, 63 leave as products"
    assert sankey_title(sold, Texts("es")) == "De cada 100\xa0t que entran, 63 salen como productos"
    returned = replace(sold, flows=(*sold.flows, SankeyFlow("step", "customers", 10.0, "back", kind="loss")))
    assert sankey_title(returned, EN).endswith(" 63 leave as products")
