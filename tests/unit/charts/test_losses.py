"""The Pareto of losses: its finding, its parts under the pointer, and its table."""

from __future__ import annotations

import pytest
from matplotlib.text import Text

from score_desktop.charts import titles
from score_desktop.charts.data import LossCosts, LossItem
from score_desktop.charts.losses import losses_figure
from score_desktop.charts.tables import chart_table
from score_desktop.i18n import Texts

EN, ES = Texts("en"), Texts("es")


def item(number: int, total: float, share: float, cumulated: float, **more: bool) -> LossItem:
    class_a = more.get("class_a", False)
    name = f"Loss {number} with a name that is rather long"
    return LossItem(f"k{number}", name, "Oven", total * 0.7, total * 0.2, total * 0.1, 0.0, share, cumulated, class_a)


def data(count: int = 3) -> LossCosts:
    amounts = [1000.0 / (number + 1) for number in range(count)]
    whole, so_far, items = sum(amounts), 0.0, []
    for number, amount in enumerate(amounts):
        before, so_far = so_far, so_far + amount / whole
        items.append(item(number, amount, amount / whole, so_far, class_a=before < 0.8))
    return LossCosts("BOB", tuple(items))


def test_finding() -> None:
    assert titles.loss_title(LossCosts("BOB", ()), EN) == "No loss costs anything yet"
    assert titles.loss_title(data(2), EN) == "The losses cost Bs\xa01,500 a year"
    assert titles.loss_title(data(10), EN) == "6 of 10 losses make up 84% of what the losses cost"
    one = LossCosts("BOB", (item(1, 900, 0.9, 0.9, class_a=True), item(2, 100, 0.1, 1.0)))
    assert titles.loss_title(one, EN) == "90% of what the losses cost: Loss 1 with a name that is rather long"


@pytest.mark.parametrize("mode", ["light", "dark", "contrast", "print"])
@pytest.mark.parametrize(("width", "height"), [(280.0, 60.0), (90.0, 40.0), (60.0, 12.0)])
def test_it_is_drawn_at_any_size(mode: str, width: float, height: float) -> None:
    chart = losses_figure(data(20), ES, mode, width, height)  # type: ignore[arg-type]
    assert 1 <= len(chart.regions) <= 20
    assert all(0 <= x <= 1.001 and -0.2 <= y <= 1.001 for region in chart.regions for x, y in region.polygon)


def test_what_does_not_fit_is_one_line_for_all_others() -> None:
    chart = losses_figure(data(30), EN, "light", 200.0, 40.0)
    assert chart.regions[0].series == "k0" and "Purchase: " in chart.regions[0].text
    assert chart.regions[-1].series == "" and "others" in chart.regions[-1].text
    assert chart.description == titles.loss_title(data(30), EN)


def test_nothing_lost_and_income_alone() -> None:
    assert not losses_figure(LossCosts("BOB", ()), EN, "light", 100, 40, title=True).regions
    sold = LossItem("s", "Scrap", "Saw", 0.0, 0.0, 0.0, 50.0, 0.0, 0.0, class_a=False)
    assert not losses_figure(LossCosts("BOB", (sold,)), EN, "light", 100, 40).regions


def test_its_table_has_the_parts_unrounded() -> None:
    table = chart_table(data(2), ES)
    assert table.header[0] == "Pérdida" and table.header[2] == "Compra (BOB)"
    assert table.rows[0][2] == pytest.approx(700.0) and table.rows[0][6] == pytest.approx(1000.0)


def test_where_something_is_earned_the_head_says_that_figures_are_less_of_it() -> None:
    def words(income: float) -> set[str]:
        sold = LossItem("s", "Scrap", "Saw", 100.0, 20.0, 5.0, income, 1.0, 1.0, class_a=True)
        chart = losses_figure(LossCosts("BOB", (sold,)), EN, "light", 200.0, 40.0)
        return {text.get_text() for text in chart.figure.artists if isinstance(text, Text)}

    assert "Bs, less income" in words(50.0) and "75" in words(50.0)
    assert "Bs" in words(0.0) and "Bs, less income" not in words(0.0)
