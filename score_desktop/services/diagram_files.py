"""Flow diagrams as files: pictures, or the list of their edges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from score_desktop.charts.data import SankeyGraph
from score_desktop.i18n import Texts

if TYPE_CHECKING:
    from score_desktop.charts.export import Format
    from score_desktop.charts.sankey_colours import ColourBy

_WIDTH_MM, _LEAST_MM, _MOST_MM = 240.0, 135.0, 320.0
_FORMATS: dict[str, Format] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}


def write_diagram(
    graph: SankeyGraph, out: Path, texts: Texts, colour_by: ColourBy = "resource", *, print_labels: bool = False
) -> None:
    """Write a diagram: .svg, .png, .pdf by the ending of `out`, or its edges as .csv.

    Args:
        print_labels: As `sankey_figure` takes it.

    Raises:
        StorageTrouble: As `db.storage.told`; then nothing is left of a half-written file.
    """
    from score_desktop.charts import export
    from score_desktop.db.storage import appears_whole

    ending = out.suffix.casefold()
    with appears_whole(out) as draft:
        if ending == ".csv":
            export.write_edges(graph, draft)
            return
        from score_desktop.charts.sankey import sankey_figure, sankey_height_mm

        height = sankey_height_mm(graph, texts, _WIDTH_MM, least=_LEAST_MM, most=_MOST_MM)
        chart = sankey_figure(
            graph, texts, "print", _WIDTH_MM, height, print_labels=print_labels, title=True, colour_by=colour_by
        )
        export.write_figure(chart, draft, _FORMATS[ending])
