from __future__ import annotations

from dataclasses import replace

import pytest

from score_desktop.calc.comparison import Cover, Lacks
from score_desktop.charts import names, titles
from score_desktop.charts.data import CostByResource, CostItem
from score_desktop.enums import Resource
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.reporting.document import ChartFrame, Columns, Heading, Paragraph, Table
from score_desktop.reporting.richtext import bare
from score_desktop.reporting.sections import build_document, cover
from score_desktop.services.overview import change_text
from tests.unit.reporting import fixture


def _keys(document):
    return [block.key for block in document.blocks if isinstance(block, Heading) and block.level == 1]


def _table(document, after):
    blocks = list(document.blocks)
    start = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.key == after)
    return next(block for block in blocks[start:] if isinstance(block, Table))


def _texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_whole_report_in_its_order(english):
    document = build_document(fixture.bakery(), english)
    assert _keys(document) == ["summary", "contents", "consumption", "footprint", "flows", "annex"]


@pytest.mark.parametrize(
    ("without", "gone"),
    [
        ({"resources": ()}, "consumption"),
        ({"emissions": ()}, "footprint"),
        ({"flows": None}, "flows"),
        ({"factors": (), "quality": (), "grid_alternatives": (), "resources": ()}, "annex"),
    ],
)
def test_a_part_without_content_does_not_appear(english, without, gone):
    assert gone not in _keys(build_document(replace(fixture.bakery(), **without), english))


def test_keys_of_headings_are_unique(english):
    for content in (fixture.bakery(), fixture.nasty(), fixture.almost_empty()):
        keys = [b.key for b in build_document(content, english).blocks if isinstance(b, Heading)]
        assert len(keys) == len(set(keys))


def test_what_is_not_known_is_a_dash_and_never_a_zero(english):
    content = fixture.bakery()
    water = replace(content.resources[2], previous=None, per_product=None, cost=(), cost_previous=None, unit_cost=None)
    content = replace(content, resources=(*content.resources[:2], water))
    row = _texts(_table(build_document(content, english), "consumption"))[2]
    assert row == ["Water", "m³", "–", "2,542", "–", "–", "–", "–", "–"]


def test_meters_whose_units_cannot_be_added_have_a_dash_for_their_use(english):
    content = fixture.bakery()
    gas = replace(content.resources[1], unit="", quantity=None, previous=None, per_product=None, unit_cost=None)
    emitted = tuple(
        replace(row, unit="", quantity=None) if row.resource is gas.resource else row for row in content.emissions
    )
    resources = (content.resources[0], gas, *content.resources[2:])
    document = build_document(replace(content, resources=resources, emissions=emitted), english)
    for heading, column in (("consumption", 3), ("footprint", 1)):
        lines = [row for row in _texts(_table(document, heading)) if row[0].startswith("Natural gas")]
        assert [line[column] for line in lines] == ["–"], heading


def test_a_cover_without_a_trainer_does_not_name_one(english):
    content = fixture.bakery()
    nobody = replace(content.brand, contact_name="", contact_role="", contact_email="", organisation="")
    columns = build_document(replace(content, brand=nobody), english).cover.columns
    assert columns[2].head == "Date of the report"


def test_amounts_of_two_currencies_are_listed_one_by_one(english):
    content = fixture.bakery()
    power = replace(content.resources[0], cost=(("BOB", 100101.53), ("USD", 20.5)))
    content = replace(
        content, resources=(power, *content.resources[1:]), cost_total=(("BOB", 145172.24), ("USD", 20.5))
    )
    table = _table(build_document(content, english), "consumption")
    assert _texts(table)[0][-1] == "Bs\N{NO-BREAK SPACE}100,102\n$20.50"
    assert _texts(table)[-1][-1] == "Bs\N{NO-BREAK SPACE}145,172\n$20.50"
    assert "Share" not in [column.title for column in table.columns]


@pytest.mark.parametrize(
    ("paid", "made", "title"),
    [
        (0.967, 0.962, "Consumption: the cost fell 3.3%, production fell 3.8%"),
        (1.1, 1.0, "Consumption: the cost rose 10%, production did not change"),
    ],
)
def test_the_title_of_consumption_is_what_happened(english, paid, made, title):
    content = fixture.bakery()
    product = replace(content.main_product, quantity=made * 500, previous=500.0)
    content = replace(
        content, main_product=product, cost_total=(("BOB", paid * 1000),), cost_previous=(("BOB", 1000.0),)
    )
    headings = [b.text for b in build_document(content, english).blocks if isinstance(b, Heading)]
    assert title in headings


def test_amounts_of_different_currencies_are_not_compared(english):
    content = replace(fixture.bakery(), cost_previous=(("USD", 1000.0),))
    headings = [b.text for b in build_document(content, english).blocks if isinstance(b, Heading)]
    assert "Consumption and cost" in headings


def test_emissions_beyond_scope_2_stand_below_the_total(english):
    content = fixture.bakery()
    water = replace(content.emissions[0], scope=3, resource=Resource.WATER, kg_co2e=503.5)
    content = replace(content, emissions=(water, *content.emissions))
    rows = _texts(_table(build_document(content, english), "footprint"))
    assert rows[-1][0] == "Water (scope 3)"
    assert rows[-1][4] == "–"
    assert rows[-2][3] == "149,094"


def test_law_is_only_spoken_of_when_it_is_mentioned(english):
    for mentioned in (True, False):
        document = build_document(replace(fixture.bakery(), mentions_law=mentioned), english)
        said = [bare(b.text) for b in document.blocks if isinstance(b, Paragraph)]
        assert any("competent authority" in text for text in said) is mentioned


def test_small_resources_get_no_chart_but_one_always_does(english):
    document = build_document(fixture.bakery(), english)
    drawn = [b.chart.resource for b in document.blocks if isinstance(b, ChartFrame) and hasattr(b.chart, "resource")]
    assert drawn == [Resource.ELECTRICITY, Resource.NATURAL_GAS, Resource.WATER]
    only = replace(fixture.bakery(), monthly=fixture.bakery().monthly[3:])
    document = build_document(only, english)
    assert sum(isinstance(b, ChartFrame) and hasattr(b.chart, "meters") for b in document.blocks) == 1


def test_the_range_of_the_grid_factor_moves_only_the_electricity(english):
    from score_desktop.reporting.sections.footprint import total_range

    low, high = total_range(fixture.bakery())
    assert low == pytest.approx(107962.56 + 0.337 * 85461)
    assert high == pytest.approx(107962.56 + 0.604 * 85461)


@pytest.mark.parametrize(
    ("value", "text"),
    [(85461.0, "85,461"), (450, "450"), (99.5, "99.5"), (5.178, "5.18"), (0.0, "0"), (0.0123, "0.0123")],
)
def test_figures_of_tables_have_the_digits_they_are_worth(english, value, text):
    assert phrasing.whole(english, value) == text


def test_changes_have_a_sign(english):
    assert phrasing.signed_percent(english, -0.0322) == "−3.2%"
    assert phrasing.signed_percent(english, 0.04) == "+4.0%"
    assert phrasing.signed_percent(english, 0.0) == "0%"
    assert phrasing.signed_percent(english, None) == "–"


def test_a_share_is_rounded_the_same_wherever_it_is_told(english):
    content = fixture.bakery()
    rows = tuple(
        replace(row, cost=(("BOB", 7900.0 if row.resource is Resource.WATER else 92100.0),))
        for row in content.resources
        if row.resource in (Resource.WATER, Resource.ELECTRICITY)
    )
    chart = CostByResource("BOB", tuple(CostItem(row.resource, row.cost[0][1]) for row in rows))
    content = replace(content, resources=rows, cost_total=(("BOB", 100000.0),), cost_chart=chart)
    table = _texts(_table(build_document(content, english), "consumption"))
    assert [row[-1] for row in table] == ["92%", "7.9%", "100%"]
    assert "Electricity is 92% of" in titles.cost_title(chart, english)
    for share in (0.079, 0.0796, 0.12345):
        told = names.share(english, share)
        assert phrasing.signed_percent(english, share) == f"+{told}"
        assert phrasing.went(english, -share) == f"fell {told}"
        assert change_text(-share, english, short=True) == f"▼ {told}"


def test_what_losses_cost_says_whether_income_is_taken_off(english):
    told = phrasing.lost(english, 1000, 76, 4, "BOB", "Bs 76")
    assert told.endswith("goes into what is lost, after income from it: 7.6%.")
    assert phrasing.lost(english, 1000, 80, 0, "BOB", "Bs 80").endswith("goes into what is lost: 8.0%.")


def test_the_report_is_about_what_was_paid_for(english):
    content = fixture.bakery()
    document = build_document(content, english)
    assert document.title == "Energy and water at Panadería Illimani S.R.L."
    assert document.cover.figures[0].label == "energy and water in 2025"
    water = tuple(replace(row, cost=()) for row in content.resources if row.resource is Resource.WATER)
    assert cover.title(replace(content, resources=water), english) == "Water at Panadería Illimani S.R.L."
    assert cover.title(replace(content, resources=()), english).startswith("Environmental audit of ")


def test_lists_in_sentences():
    english = Texts("en")
    assert phrasing.listed(english, []) == ""
    assert phrasing.listed(english, ["a"]) == "a"
    assert phrasing.listed(english, ["a", "b", "c"]) == "a, b and c"


def _lacking(content, resource, cover):
    rows = tuple(replace(row, cover=cover) if row.resource is resource else row for row in content.resources)
    return replace(content, resources=rows, cost_cover=cover, kg_cover=cover)


@pytest.mark.parametrize(
    ("cover", "why"),
    [
        (Cover(before=Lacks(frozenset(fixture.MONTHS[:2]))), "2 months are missing in 2024"),
        (Cover(now=Lacks(frozenset(fixture.MONTHS[:1]))), "1 month is missing in 2025"),
        (Cover(now=Lacks(other=True)), "data are missing in 2025"),
        (Cover(Lacks(other=True), Lacks(other=True)), "data are missing in 2024 and in 2025"),
    ],
)
def test_where_months_are_missing_the_report_says_so_instead_of_a_change(english, cover, why):
    document = build_document(_lacking(fixture.bakery(), Resource.WATER, cover), english)
    halves = next(
        block for block in document.blocks if isinstance(block, Columns) and isinstance(block.left[-1], Table)
    )
    for table, column in ((_table(document, "consumption"), 4), (halves.left[-1], 2)):
        changes = {row[0]: row[column] for row in _texts(table)}
        assert changes["Water"] == "–" and changes["Electricity"] != "–"
        assert f"No change is given for water ({why})." in table.note
    said = " ".join(bare(block.text) for block in document.blocks if isinstance(block, Paragraph))
    assert f"The cost is not compared with the year before: {why}." in said
    assert f"Emissions are not compared with the year before: {why}." in said
    assert "Against the year before" not in said
    heading = next(block.text for block in document.blocks if isinstance(block, Heading) and block.key == "consumption")
    assert heading == "Consumption and cost"


def test_production_with_gaps_is_not_compared(english):
    product = replace(fixture.BREAD, cover=Cover(before=Lacks(frozenset(fixture.MONTHS[:2]))))
    content = replace(fixture.bakery(), products=(product,), main_product=product)
    document = build_document(content, english)
    assert "pan producido (2 months are missing in 2024)" in _table(document, "consumption").note
    said = " ".join(bare(block.text) for block in document.blocks if isinstance(block, Paragraph))
    assert "Against the year before, the cost" in said and "changed most" not in said
    heading = next(block.text for block in document.blocks if isinstance(block, Heading) and block.key == "consumption")
    assert "production" not in heading


def test_a_year_without_any_bill_needs_no_reason(english):
    nothing = Cover(before=Lacks(frozenset(fixture.MONTHS), everything=True))
    assert phrasing.held_back(english, nothing, *fixture.PERIOD) == ""
    spanish = Texts("es", "es_BO")
    two = Cover(before=Lacks(frozenset(fixture.MONTHS[:2])))
    assert phrasing.held_back(spanish, two, *fixture.PERIOD) == "faltan 2 meses en 2024"
