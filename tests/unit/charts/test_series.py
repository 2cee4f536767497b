"""Parts of a chart know what they show; series can be switched off; the numbers go into a table."""

from __future__ import annotations

import csv
import dataclasses
import threading
from pathlib import Path

import matplotlib as mpl
import pytest

from score_desktop.charts import export, style
from score_desktop.charts.data import MonthlySeries
from score_desktop.charts.emissions import FACTOR, emissions_figure
from score_desktop.charts.monthly import OTHERS, PRODUCTION, monthly_figure
from score_desktop.charts.pareto import cost_bar_figure
from score_desktop.charts.sankey import sankey_figure
from score_desktop.charts.tables import chart_table
from score_desktop.charts.titles import monthly_title
from score_desktop.i18n import Texts
from tests.unit.charts import samples

ENGLISH = Texts("en", "en_US")


def drawn(hidden: frozenset[str] = frozenset(), data=None):
    return monthly_figure(data or samples.electricity(), ENGLISH, "light", 200, 70, hidden=hidden)


def parts(chart, series, *, legend):
    return [region for region in chart.regions if region.series == series and region.legend is legend]


def test_each_bar_and_each_name_belongs_to_a_series():
    chart = drawn()
    named = {region.series for region in chart.regions if region.series}
    assert named == {"2-114583 Planta", "2-114590 Tienda", PRODUCTION}
    for series in ("2-114583 Planta", "2-114590 Tienda", PRODUCTION):
        assert len(parts(chart, series, legend=False)) == 12
        (name,) = parts(chart, series, legend=True)
        x = sum(corner[0] for corner in name.polygon) / 4
        y = sum(corner[1] for corner in name.polygon) / 4
        assert chart.region_at(x, y) == name and chart.text_at(x, y) == name.text
    assert chart.region_at(0.0, 0.0) is None


def test_each_month_answers_from_its_bars_its_production_and_its_name():
    chart = drawn()
    for month in samples.electricity().months:
        of_month = [region for region in chart.regions if region.month == month]
        assert [region.series for region in of_month].count("") == 1  # the name below
        assert {region.series for region in of_month} == {"2-114583 Planta", "2-114590 Tienda", PRODUCTION, ""}
    assert all(region.month is None for region in chart.regions if region.legend)
    holes = [region for region in drawn(data=samples.water()).regions if "missing" in region.text]
    assert [region.month for region in holes] == [samples.water().months[7]]


def test_a_key_tells_series_of_one_name_apart():
    data = samples.electricity()
    twins = tuple(dataclasses.replace(meter, label="Same", key=f"k{n}") for n, meter in enumerate(data.meters))
    chart = drawn(data=dataclasses.replace(data, meters=twins))
    assert {region.series for region in chart.regions if region.series} == {"k0", "k1", PRODUCTION}


def test_what_is_switched_off_keeps_only_its_name():
    chart = drawn(frozenset({"2-114583 Planta", PRODUCTION}))
    for series in ("2-114583 Planta", PRODUCTION):
        assert parts(chart, series, legend=False) == [] and len(parts(chart, series, legend=True)) == 1
    # The others take the room: the scale is theirs.
    tall = max(corner[1] for corner in parts(chart, "2-114590 Tienda", legend=False)[0].polygon)
    low = min(corner[1] for corner in parts(chart, "2-114590 Tienda", legend=False)[0].polygon)
    before = parts(drawn(), "2-114590 Tienda", legend=False)[0].polygon
    assert tall - low > 2 * (max(y for _, y in before) - min(y for _, y in before))


def test_a_missing_bill_of_a_hidden_meter_is_not_drawn():
    chart = drawn(frozenset({"Oficina A-9931"}), samples.water())
    assert not any("missing" in region.text for region in chart.regions)
    assert any("missing" in region.text for region in drawn(data=samples.water()).regions)


def test_everything_may_be_switched_off():
    chart = drawn(frozenset({"2-114583 Planta", "2-114590 Tienda", PRODUCTION}))
    assert [region.legend for region in chart.regions if region.series] == [True] * 3


def test_many_meters_are_switched_as_one():
    data = samples.electricity()
    many = tuple(MonthlySeries(f"M{n}", (10.0 - n,) * 12) for n in range(9))
    chart = drawn(data=dataclasses.replace(data, meters=many))
    assert len(parts(chart, OTHERS, legend=True)) == 1


def test_use_per_product_is_told_as_a_ratio():
    data = dataclasses.replace(
        samples.electricity(), unit="kWh/t", measure="per_product", whole=174.0, previous_total=173.0
    )
    assert monthly_title(data, ENGLISH) == "Electricity: 174\N{NO-BREAK SPACE}kWh/t, 0.6% more than the year before"
    gap = dataclasses.replace(data, meters=(MonthlySeries("M", (None, *(1.0,) * 11), whole=1.5),))
    chart = drawn(data=gap)
    assert any("not known" in region.text for region in chart.regions)
    assert any("Total: 1.5" in region.text for region in chart.regions)
    assert "missing" not in monthly_title(gap, ENGLISH)


def test_cost_by_month_is_money():
    data = dataclasses.replace(samples.electricity(), unit="BOB", measure="cost", previous_total=None)
    assert "Bs\N{NO-BREAK SPACE}" in monthly_title(data, ENGLISH)
    assert any("Bs\N{NO-BREAK SPACE}6,060.00" in region.text for region in drawn(data=data).regions)


def test_other_charts_know_their_parts():
    emitted = emissions_figure(samples.emissions(), ENGLISH, "light", 150, 80)
    assert {"electricity", "natural_gas", "diesel"} <= {region.series for region in emitted.regions}
    graph = samples.mass()
    ribbons = {region.series for region in sankey_figure(graph, ENGLISH, "light", 240, 120).regions} - {""}
    assert ribbons >= {flow.key for flow in graph.flows}


def test_sources_of_emissions_are_switched_by_their_names_and_by_the_marks_of_their_factors():
    def draw(*hidden):
        return emissions_figure(samples.emissions(), ENGLISH, "light", 150, 80, hidden=frozenset(hidden))

    whole = draw()
    assert len(parts(whole, "natural_gas", legend=False)) == len(parts(whole, "natural_gas", legend=True)) == 1
    marks = {region.series for region in whole.regions if region.series.startswith(FACTOR)}
    assert all(len(parts(whole, mark, legend=True)) == 1 for mark in marks) and len(marks) > 1
    less = draw("natural_gas")
    assert parts(less, "natural_gas", legend=False) == [] and len(parts(less, "natural_gas", legend=True)) == 1
    (mark,) = (one for one in marks if one.endswith("expert_estimate"))
    unsure = {
        str(item.resource) for item in samples.emissions().items if item.status in ("recalled", "expert_estimate")
    }
    assert unsure and all(parts(draw(mark), series, legend=False) == [] for series in unsure)
    sure = {str(item.resource) for item in samples.emissions().items} - unsure
    assert all(parts(draw(mark), series, legend=False) for series in sure)
    names = [region.series for region in whole.regions if region.legend]
    assert [region.series for region in draw(*names).regions if not region.legend] == []


def test_parts_of_the_bar_of_costs_are_switched_and_the_others_share_it():
    def draw(*hidden, width=165):
        return cost_bar_figure(samples.costs(), ENGLISH, "light", width, 14, hidden=frozenset(hidden))

    whole, less = draw(), draw("electricity")
    (name,) = parts(whole, "electricity", legend=True)
    assert name.text.startswith("Electricity")
    assert parts(less, "electricity", legend=False) == []
    (off,) = parts(less, "electricity", legend=True)
    assert off.text == "Electricity" and max(x for x, _ in off.polygon) == pytest.approx(1)
    wide = [max(x for x, _ in part.polygon) for part in less.regions if not part.legend]
    assert max(wide) == pytest.approx(1)
    gas, before = (parts(chart, "natural_gas", legend=False)[0].polygon for chart in (less, whole))
    assert gas[1][0] - gas[0][0] > 2 * (before[1][0] - before[0][0])
    share = parts(less, "natural_gas", legend=False)[0].text
    assert share == parts(whole, "natural_gas", legend=False)[0].text  # of all that is paid
    every = {str(item.resource) for item in samples.costs().items}
    for size in (165, 60):
        none = draw(*every, width=size)
        assert {region.series for region in none.regions} == every and all(region.legend for region in none.regions)


# -- tables ----------------------------------------------------------------------------------------------------------


def test_the_months_as_a_table_have_no_zero_for_what_is_missing(tmp_path: Path):
    data = dataclasses.replace(samples.water(), meters=(MonthlySeries("=SUM(A1)", samples.OFFICE_WATER),))
    export.write_table(chart_table(data, ENGLISH), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Month", "'=SUM(A1) (m³)"]
    assert rows[1] == ["2025-01", "13.5"] and rows[8] == ["2025-08", ""] and len(rows) == 13


def test_costs_and_emissions_as_tables():
    costs = chart_table(samples.costs(), ENGLISH)
    assert costs.header == ("Resource", "Cost (BOB)", "Share") and costs.rows[0][:2] == ("Electricity", 100101.53)
    assert sum(row[2] for row in costs.rows) == pytest.approx(1)
    emitted = chart_table(samples.emissions(), ENGLISH)
    assert emitted.rows[0][1:] == ("Natural gas", 100211, "expert_estimate")


# -- one at a time -----------------------------------------------------------------------------------------------------


def test_settings_of_two_threads_never_mix():
    """matplotlib's settings belong to the process: the second thread waits until the first has drawn."""
    inside, leave, seen = threading.Event(), threading.Event(), []

    def window() -> None:
        inside.wait(10)
        with style.context("dark"):
            seen.append(("dark", mpl.rcParams["text.color"]))

    thread = threading.Thread(target=window)
    thread.start()
    with style.context("print"):
        before = mpl.rcParams["text.color"]
        inside.set()
        leave.wait(0.05)
        assert seen == [] and mpl.rcParams["text.color"] == before
        with style.context("print"):  # the same thread may go deeper
            assert mpl.rcParams["text.color"] == before
    thread.join(10)
    assert seen == [("dark", style.parameters("dark")["text.color"])]
