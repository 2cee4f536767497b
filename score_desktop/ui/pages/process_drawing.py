"""The diagram of a process made ready off the GUI thread: of one audit, or of two that are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from score_desktop.charts import titles
from score_desktop.errors import Refused
from score_desktop.services import flow_compare, process_graph
from score_desktop.services.process_periods import followers
from score_desktop.services.process_told import Sums, sums_of

if TYPE_CHECKING:
    import datetime as dt

    from score_desktop.charts.data import SankeyComparison, SankeyGraph
    from score_desktop.i18n import Texts
    from score_desktop.services.flow_compare import Side
    from score_desktop.services.process import ProcessView


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram with the sums below it; without a graph, `title` says why.

    Attributes:
        sides: Periods and audits with whose process it can be compared.
        comparison: Drawn in place of the graph where there is one.
    """

    units: tuple[str, ...]
    unit: str
    graph: SankeyGraph | None
    title: str
    sums: Sums | None
    sides: tuple[Side, ...] = ()
    comparison: SankeyComparison | None = None

    def about(self, texts: Texts) -> str:
        """The line that stands for the note."""
        if self.comparison is not None:
            return texts.t("What to know about this comparison")
        if self.graph is not None and self.graph.money:
            return texts.t("What the diagram in money leaves out")
        return texts.t("Only a part of the water is drawn here")

    @property
    def note(self) -> str:
        """What is to be known about the diagram."""
        if self.comparison is not None:
            return self.comparison.note
        return self.graph.note if self.graph is not None else ""


def drawing(session: Any, view: ProcessView, wanted: str, before: Side | None, today: dt.date, texts: Texts) -> Drawing:
    """The diagram in the unit that is wanted, or in the first that there is; compared with `before` if it is given."""
    audit, follows = view.process.audit, bool(followers(view.process))
    sides = flow_compare.processes_to_compare(session, audit, today, texts, follows=follows)
    made = replace(_of_one(view, wanted, texts), sides=sides)
    if before is None or before not in sides or made.graph is None:
        return made
    if before.audit == audit:
        shown = flow_compare.side_of(session, audit, None, today, texts)
    else:
        shown = flow_compare.process_side(session, audit, today, texts)
    earlier, later = flow_compare.in_time(before, shown)
    try:
        both = flow_compare.processes_compared(session, earlier, later, made.unit, today, texts)
    except Refused as error:
        return replace(made, title=texts.error(error))
    return replace(made, title=titles.comparison_title(both, texts), comparison=both)


def _of_one(view: ProcessView, wanted: str, texts: Texts) -> Drawing:
    there = process_graph.units_of(view)
    unit = wanted if wanted in there else next(iter(there), "")
    graph, title = None, texts.t("The diagram appears with the first flow that has a quantity.")
    if unit:
        try:
            graph = process_graph.process_graph(view, unit, texts)
            title = titles.sankey_title(graph, texts)
        except Refused as error:
            title = texts.error(error)
    return Drawing(there, unit, graph, title, sums_of(view, texts, wanted or unit, graph))


def unit_words(unit: str, currency: str, texts: Texts) -> str:
    """What a unit of the diagram is called."""
    words = {"kg": texts.t("Mass"), "kWh": texts.t("Energy"), "m3": texts.t("Water"), "kgCO2e": "CO₂e"}
    return words.get(unit) or texts.currency(currency)
