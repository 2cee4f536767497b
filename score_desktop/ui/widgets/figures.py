"""The builders of charts as `ChartView.show_data` takes them: what draws is imported by the lane that draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from score_desktop.charts.hover import Chart


def months(*args: Any, **options: Any) -> Chart:
    """`charts.monthly.monthly_figure`."""
    from score_desktop.charts.monthly import monthly_figure

    return monthly_figure(*args, **options)


def costs(*args: Any, **options: Any) -> Chart:
    """`charts.pareto.cost_bar_figure`."""
    from score_desktop.charts.pareto import cost_bar_figure

    return cost_bar_figure(*args, **options)


def shares(*args: Any, **options: Any) -> Chart:
    """`charts.shares.shares_figure`."""
    from score_desktop.charts.shares import shares_figure

    return shares_figure(*args, **options)


def emissions(*args: Any, **options: Any) -> Chart:
    """`charts.emissions.emissions_figure`."""
    from score_desktop.charts.emissions import emissions_figure

    return emissions_figure(*args, **options)


def flow_comparison(*args: Any, **options: Any) -> Chart:
    """`charts.sankey_compare.sankey_comparison_figure`."""
    from score_desktop.charts.sankey_compare import sankey_comparison_figure

    return sankey_comparison_figure(*args, **options)


def flows(*args: Any, **options: Any) -> Chart:
    """`charts.sankey.sankey_figure`."""
    from score_desktop.charts.sankey import sankey_figure

    return sankey_figure(*args, **options)


def losses(*args: Any, **options: Any) -> Chart:
    """`charts.losses.losses_figure`."""
    from score_desktop.charts.losses import losses_figure

    return losses_figure(*args, **options)
