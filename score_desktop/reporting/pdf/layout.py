"""The frame in which the pieces of the report flow from page to page."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from score_desktop.jobs import Progress
from score_desktop.reporting import brand
from score_desktop.reporting.document import Document
from score_desktop.reporting.pdf import styles
from score_desktop.reporting.pdf.pages import ReportCanvas, draw_cover
from score_desktop.reporting.richtext import bare, readable, shortened


class ReportTemplate(BaseDocTemplate):
    """A cover, then pages with head and foot.

    Args:
        stream: Where the PDF goes.
        document: The report.
        progress: Asked at each page whether to stop.
        done: Share of the work that is done already.
        message: What progress says.

    Attributes:
        places: Page of each heading by its key, when everything is written.
    """

    def __init__(self, stream: IO[bytes], document: Document, progress: Progress, done: float, message: str) -> None:
        super().__init__(
            stream,
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            title=shortened(bare(readable(document.title)), 300),
            author=shortened(bare(readable(document.author)), 200),
            subject=shortened(bare(readable(document.subject)), 300),
            creator="SCORE Desktop",
            producer="SCORE Desktop",
            lang=document.language,
        )
        self._report = document
        self._colours = brand.colours(document.colour)
        self._progress, self._done, self._message = progress, done, message
        frame = Frame(
            styles.MARGIN, styles.MARGIN, styles.BODY_WIDTH, styles.BODY_HEIGHT,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        self.places: dict[str, int] = {}
        page = PageTemplate("page", [frame])
        self.addPageTemplates([page] if document.cover is None else [
            PageTemplate("cover", [frame], onPage=self._cover),
            page,
        ])  # fmt: skip

    def _cover(self, canvas: Any, _template: Any) -> None:
        if self._report.cover is not None:
            draw_cover(canvas, self._report.cover, self._colours)

    def write(self, story: list[Flowable], begin: Callable[[Any], None]) -> int:
        """Lay out and write everything.

        Args:
            story: The pieces after the cover.
            begin: Called with the canvas before the first page.

        Returns:
            How many pages there are.
        """

        def canvas_for(filename: Any, **_kwargs: Any) -> ReportCanvas:
            canvas = ReportCanvas(filename, document=self._report, colours=self._colours, places=self.places)
            begin(canvas)
            return canvas

        first = [] if self._report.cover is None else [NextPageTemplate("page"), PageBreak()]
        self.build([*first, *story], canvasmaker=canvas_for)
        return int(self.page)

    def afterPage(self) -> None:
        """Tell how far the layout is; a rough guess, pages are not known yet."""
        share = self._done + (1 - self._done) * (1 - 1 / (1 + 0.15 * self.page))
        self._progress.report(min(share, 0.99), self._message)
