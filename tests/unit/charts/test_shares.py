"""The two bars of the overview."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

from score_desktop.charts import names
from score_desktop.charts.data import CostAndClimate, CostByResource, CostItem, EmissionItem, EmissionsBySource
from score_desktop.charts.hover import Chart, Region
from score_desktop.charts.shares import shares_figure
from score_desktop.charts.tables import chart_table
from score_desktop.enums import Resource
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing

EN = Texts("en")
ES = Texts("es")
COST = CostByResource(
    "BOB",
    (CostItem(Resource.WATER, 100.0), CostItem(Resource.ELECTRICITY, 700.0), CostItem(Resource.NATURAL_GAS, 200.0)),
)
EMISSIONS = EmissionsBySource(
    (EmissionItem(Resource.NATURAL_GAS, 1, 750.0), EmissionItem(Resource.ELECTRICITY, 2, 250.0))
)
BOTH = CostAndClimate(COST, EMISSIONS)


def _parts(chart: Chart, *, legend: bool = False) -> list[Region]:
    return [region for region in chart.regions if region.legend is legend]


def test_each_part_tells_its_share() -> None:
    chart = shares_figure(BOTH, ES, "light", 180, 40)
    said = [region.text for region in _parts(chart)]
    assert said[0] == "Electricidad\nBs\N{NO-BREAK SPACE}700,00 · 70\N{NO-BREAK SPACE}%"
    assert said[3].startswith("Electricidad\n250\N{NO-BREAK SPACE}kg")
    assert len(said) == 5
    assert "Electricidad" in chart.description and "CO₂e" in chart.description


def test_parts_fill_their_bar_without_overlap() -> None:
    chart = shares_figure(BOTH, ES, "light", 180, 40)
    cost = _parts(chart)[:3]
    for before, after in itertools.pairwise(cost):
        assert max(x for x, _ in before.polygon) == pytest.approx(min(x for x, _ in after.polygon), abs=1e-4)
    widths = [max(x for x, _ in part.polygon) - min(x for x, _ in part.polygon) for part in cost]
    assert widths[0] / sum(widths) == pytest.approx(0.7, abs=1e-3)


def test_names_switch_their_resource_in_both_bars() -> None:
    def draw(*hidden: str, width: float = 180) -> Chart:
        return shares_figure(BOTH, ES, "light", width, 40, hidden=frozenset(hidden))

    whole, less = draw(), draw("electricity")
    assert [part.series for part in _parts(whole, legend=True)].count("electricity") == 2
    assert [part.series for part in _parts(less)] == ["natural_gas", "water", "natural_gas"]
    assert [part.series for part in _parts(less, legend=True)].count("electricity") == 2
    cost = _parts(less)[:2]
    assert max(x for x, _ in cost[1].polygon) == pytest.approx(1, abs=1e-3)
    assert {part.text for part in _parts(less)} <= {
        part.text for part in _parts(whole)
    }  # shares are still those of all
    for wide in (180, 60):
        none = draw("electricity", "natural_gas", "water", width=wide)
        assert not _parts(none) and len(_parts(none, legend=True)) == 5


def test_nothing_to_draw_is_said() -> None:
    chart = shares_figure(CostAndClimate(None, None), ES, "dark", 120, 40)
    assert not chart.regions
    drawn = [artist.get_text() for artist in chart.figure.findobj() if hasattr(artist, "get_text")]
    assert any("Sin costos" in text for text in drawn)


def test_credit_is_told_and_has_no_part() -> None:
    cost = CostByResource("BOB", (CostItem(Resource.WATER, -30.0), CostItem(Resource.ELECTRICITY, 10.0)))
    chart = shares_figure(CostAndClimate(cost, None), ES, "light", 180, 40)
    assert len(_parts(chart)) == 1
    drawn = [artist.get_text() for artist in chart.figure.findobj() if hasattr(artist, "get_text")]
    assert any("30" in text and "notas de crédito" in text.casefold() for text in drawn)


def test_table_has_both_columns() -> None:
    table = chart_table(BOTH, ES)
    assert table.header == ("Recurso", "Costo, Bs", "Emisiones, kg CO₂e")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Electricidad"] == (700.0, 250.0)
    assert rows["Agua"] == (100.0, None)


@settings(max_examples=15, deadline=None)
@given(
    amounts=st.lists(st.tuples(st.sampled_from(Resource), st.floats(-1e9, 1e9)), max_size=8),
    width=st.floats(40, 300),
    hidden=st.frozensets(st.sampled_from([str(resource) for resource in Resource])),
)
def test_any_amounts_can_be_drawn(amounts: list[tuple[Resource, float]], width: float, hidden: frozenset[str]) -> None:
    cost = CostByResource("BOB", tuple(CostItem(resource, amount) for resource, amount in amounts))
    emissions = EmissionsBySource(tuple(EmissionItem(resource, 1, amount) for resource, amount in amounts))
    chart = shares_figure(CostAndClimate(cost, emissions), ES, "light", width, 40, hidden=hidden)
    for region in chart.regions:
        assert all(-0.001 <= x <= 1.001 and -0.001 <= y <= 1.001 for x, y in region.polygon)


def test_emissions_are_written_in_one_way():
    """A chart said "149 t CO₂e" beside a figure of "149 tCO₂e"."""
    assert names.emissions(EN, 149_000) == phrasing.tonnes(EN, 149_000) == "149\xa0tCO₂e"
    assert names.emissions(EN, 503.4) == phrasing.tonnes(EN, 503.4) == "503\xa0kg\xa0CO₂e"
    assert names.emissions(EN, 999.7) == "1,000\xa0kg\xa0CO₂e" and names.emissions(EN, 0) == "0\xa0tCO₂e"
    emitted = EmissionsBySource((EmissionItem(Resource.NATURAL_GAS, 1, 149_000.0),))
    chart = shares_figure(CostAndClimate(COST, emitted), EN, "light", 180, 40)
    said = [text.get_text() for text in chart.figure.findobj(Text)]
    assert any("149\xa0tCO" in text for text in said) and not any("t\xa0CO" in text for text in said)
