"""The report as PDF: charts are drawn, pages laid out, everything written once."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from score_desktop.charts.data import CostByResource, EmissionsBySource, MonthlyUse
from score_desktop.i18n import N_, Texts
from score_desktop.jobs import Progress
from score_desktop.reporting import brand
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.document import ChartFrame, Document
from score_desktop.reporting.sections import build_document
from score_desktop.reporting.target import Note, Written, write_whole

if TYPE_CHECKING:
    from score_desktop.charts.hover import Chart

_LOGOS = {"client": N_("logo of the enterprise"), "organisation": N_("logo of the organisation")}
_CHARTS_SHARE = 0.75
"""Share of the work that is drawing charts."""


def write_pdf(content: ReportContent, texts: Texts, out: Path, *, progress: Progress | None = None) -> Written:
    """Write the branded report.

    Args:
        content: What the report says.
        texts: Language and number region of the report.
        out: The file; it appears whole or not at all.
        progress: Told how far the work is, asked whether to stop.

    Raises:
        StorageTrouble: "report.cannot_write".
        Cancelled: The person stopped it; nothing is left behind.
    """
    progress = progress or Progress()
    drawn = draw_report(content, texts, progress)
    write_whole(out, lambda stream: _write(stream, drawn.data))
    progress.finish(texts.t("Report written"))
    return Written(out, drawn.pages, notes_of(content, texts))


def draw_report(content: ReportContent, texts: Texts, progress: Progress) -> Drawn:
    """The report in memory: the very bytes that `write_pdf` writes.

    Raises:
        Cancelled: The person stopped it.
    """
    progress.report(0.0, texts.t("Preparing the report"))
    return draw_document(build_document(content, texts), texts, progress)


def notes_of(content: ReportContent, texts: Texts) -> tuple[Note, ...]:
    """What a person should know about the report: logos that cannot be used."""
    logos = (("client", content.brand.client_logo), ("organisation", content.brand.organisation_logo))
    return tuple(
        ("report.logo_left_out", {"logo": texts.t(_LOGOS[name])}) for name, logo in logos if brand.is_broken(logo)
    )


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(data)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report in memory: its bytes, number of pages, and the page of each heading by its key."""

    data: bytes
    pages: int
    places: Mapping[str, int]


def write_document(document: Document, texts: Texts, progress: Progress) -> tuple[bytes, int]:
    """The PDF of a document as bytes, and how many pages it has.

    Raises:
        Cancelled: The person stopped it.
    """
    drawn = draw_document(document, texts, progress)
    return drawn.data, drawn.pages


def draw_document(document: Document, texts: Texts, progress: Progress) -> Drawn:
    """The same with the places of headings.

    Raises:
        Cancelled: The person stopped it.
    """
    from score_desktop.reporting.pdf.blocks import PageBuilder, charts
    from score_desktop.reporting.pdf.embed import ChartPages
    from score_desktop.reporting.pdf.layout import ReportTemplate

    drawn = _drawn(charts(document.blocks), texts, progress)
    buffer = io.BytesIO()
    template = ReportTemplate(buffer, document, progress, _CHARTS_SHARE, texts.t("Laying out pages"))
    forms = [f"chart{number}" for number in range(len(charts(document.blocks)))]

    def add_charts(canvas: Any) -> None:
        if drawn:
            ChartPages(drawn, canvas._doc).add_forms("chart")

    pages = template.write(PageBuilder(document, forms).story(), add_charts)
    return Drawn(buffer.getvalue(), pages, dict(template.places))


def _drawn(frames: list[ChartFrame], texts: Texts, progress: Progress) -> bytes:
    """All charts as pages of one PDF; b"" without charts."""
    if not frames:
        return b""
    from score_desktop.charts.export import write_pdf_pages

    figures = []
    for number, frame in enumerate(frames):
        progress.report(_CHARTS_SHARE * 0.5 * number / len(frames), texts.t("Drawing charts"))
        figures.append(_figure(frame, texts))
    progress.report(_CHARTS_SHARE * 0.5, texts.t("Drawing charts"))
    pages = write_pdf_pages(figures)
    progress.report(_CHARTS_SHARE, texts.t("Laying out pages"))
    return pages


def _figure(frame: ChartFrame, texts: Texts) -> Chart:
    data, width, height = frame.chart, frame.width_mm, frame.height_mm
    if isinstance(data, MonthlyUse):
        from score_desktop.charts.monthly import monthly_figure

        return monthly_figure(data, texts, "print", width, height)
    if isinstance(data, CostByResource):
        from score_desktop.charts.pareto import cost_bar_figure

        return cost_bar_figure(data, texts, "print", width, height)
    if isinstance(data, EmissionsBySource):
        from score_desktop.charts.emissions import emissions_figure

        return emissions_figure(data, texts, "print", width, height)
    from score_desktop.charts.sankey import sankey_figure

    return sankey_figure(data, texts, "print", width, height, print_labels=True)
