"""Numbers of figures, counted in reading order, and the height that a flow diagram needs."""

from __future__ import annotations

from score_desktop.charts.data import SankeyGraph
from score_desktop.i18n import Texts

_CROWD = 20  # flows from which names may find no room


class FigureCounter:
    """Gives each caption its number."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._last = 0

    def caption(self, text: str) -> str:
        """The caption with the next number before it."""
        self._last += 1
        return self._texts.t("Figure {n}. {text}", n=self._last, text=text)


def diagram_height_mm(graph: SankeyGraph, texts: Texts, width_mm: float, *, least: float, most: float) -> float:
    """Height of a flow diagram on a page: `least`, and in a crowd as much as names every flow, up to `most`."""
    if len(graph.flows) < _CROWD:
        return least
    from score_desktop.charts.sankey import sankey_height_mm

    return sankey_height_mm(graph, texts, width_mm, least=least, most=max(least, most))
