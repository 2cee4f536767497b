"""Charts as files: SVG, PNG, PDF, several figures as the pages of one PDF, and the edge list of a flow diagram.

The same chart gives the same bytes: no dates, no program names, ids that repeat.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from score_desktop.charts import style
from score_desktop.charts.data import SankeyGraph
from score_desktop.charts.hover import Chart
from score_desktop.errors import ScoreError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from score_desktop.charts.tables import ChartTable

Format = Literal["svg", "png", "pdf"]
PNG_DPI = 192
"""Twice the window's points: sharp on a page and on a projector."""

_NO_PDF_DATES = {"Creator": None, "Producer": None, "CreationDate": None}
_NO_SVG_DATES = {"Creator": None, "Date": None}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_figure(chart: Chart | Figure, target: Path | IO[bytes], fmt: Format) -> None:
    """Write a chart as SVG (`svg_text`), PNG (twice the window's size) or PDF (vectors, TrueType).

    Args:
        chart: What a builder returned, or its figure.
        target: File to write, or an open binary buffer.
        fmt: "svg", "png" or "pdf".

    Raises:
        ScoreError: "chart.format".
        OSError: The file cannot be written.
    """
    figure, mode = (chart.figure, chart.mode) if isinstance(chart, Chart) else (chart, "light")
    with style.context(mode):
        if fmt == "svg":
            _put(svg_text(figure), target)
        elif fmt == "png":
            figure.savefig(target, format="png", dpi=PNG_DPI, metadata={"Software": None})
        elif fmt == "pdf":
            figure.savefig(target, format="pdf", metadata=_NO_PDF_DATES)
        else:
            raise ScoreError("chart.format", format=str(fmt))


def svg_text(figure: Figure) -> str:
    """A chart as SVG that looks the same where its font is not installed: letters are outlines.

    Over them lie the words, unseen: they can be searched, marked and read out. Few programs but browsers would take a
    font that came with the file, and in another one words are wider than their place.
    """
    words = dict(_TEXT.findall(_svg(figure, "none")))

    def with_words(group: re.Match[str]) -> str:
        unseen = _FILL.sub("fill: none", words[group[1]]).replace("<text ", '<text pointer-events="all" ')
        return f"{group[0]}{unseen}\n"

    return _OUTLINED.sub(with_words, _svg(figure, "path"))


_TEXT = re.compile(r'<g id="(text_\d+)">\n(.*?)\n *</g>', re.DOTALL)
_OUTLINED = re.compile(r'<g id="(text_\d+)">\n')
_FILL = re.compile(r"fill: #[0-9a-f]{6}")


def _svg(figure: Figure, letters: Literal["none", "path"]) -> str:
    import matplotlib as mpl

    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": letters}):
        figure.savefig(buffer, format="svg", metadata=_NO_SVG_DATES)
    return buffer.getvalue().decode("utf-8")


def _put(text: str, target: Path | IO[bytes]) -> None:
    if isinstance(target, Path):
        target.write_text(text, encoding="utf-8", newline="")
    else:
        target.write(text.encode("utf-8"))


def write_pdf_pages(charts: Sequence[Chart | Figure]) -> bytes:
    """Several charts as the pages of one PDF that shares its fonts; each page has its figure's size.

    Raises:
        ValueError: No charts.
    """
    from matplotlib.backends.backend_pdf import PdfPages

    if not charts:
        raise ValueError("no charts")
    buffer = io.BytesIO()
    mode = charts[0].mode if isinstance(charts[0], Chart) else "print"
    with style.context(mode), PdfPages(buffer, metadata=_NO_PDF_DATES) as pages:
        for chart in charts:
            pages.savefig(chart.figure if isinstance(chart, Chart) else chart)
    return buffer.getvalue()


def write_edges(graph: SankeyGraph, path: Path) -> None:
    """Write the edge list ``source,target,substance,value,unit``: UTF-8, decimal point, labels instead of keys.

    Where flows are called otherwise than their substance, ``flow name`` stands at the end.

    A label that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    path.write_text(edges_text(graph), encoding="utf-8", newline="")


def edges_text(graph: SankeyGraph) -> str:
    """The edge list as CSV text; see `write_edges`."""
    labels = {node.key: node.label or node.key for node in graph.nodes}
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    named = any(flow.of for flow in graph.flows)
    writer.writerow(("source", "target", "substance", "value", "unit", *(("flow name",) if named else ())))
    for flow in graph.flows:
        names = (labels.get(flow.source, flow.source), labels.get(flow.target, flow.target), flow.stuff)
        name = (_safe(flow.substance),) if named else ()
        writer.writerow((*(_safe(name) for name in names), _plain(flow.value), _safe(graph.unit), *name))
    return buffer.getvalue()


def write_table(table: ChartTable, target: Path) -> None:
    """Write the numbers of a chart as CSV: UTF-8 with its mark (spreadsheet programs ask for it), decimal point.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; what is not known is empty.
    """
    target.write_text(table_text(table), encoding="utf-8-sig", newline="")


def table_text(table: ChartTable) -> str:
    """The numbers as CSV text; see `write_table`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in (table.header, *table.rows):
        writer.writerow([_cell(value) for value in row])
    return buffer.getvalue()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return _safe(value) if isinstance(value, str) else _plain(value)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _plain(value: float) -> str:
    """Decimal text without exponent, of twelve digits: what adding left behind them is noise."""
    from decimal import Decimal

    text = format(Decimal(f"{float(value):.12g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
