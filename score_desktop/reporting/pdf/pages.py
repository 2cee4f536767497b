"""Pages: the canvas that writes heads and feet when all pages are known, and the cover."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from score_desktop.reporting import brand
from score_desktop.reporting.document import Cover, CoverColumn, Document
from score_desktop.reporting.pdf import fonts, styles
from score_desktop.reporting.pdf.flowables import cut, draw_line, fitting
from score_desktop.reporting.richtext import readable, shortened

_LOGO_HEIGHT = 14 * styles.MM
_LOGO_WIDTH = 52 * styles.MM


class ReportCanvas(Canvas):
    """A canvas that knows its document: heads, feet and page numbers of the contents are written at the end.

    They are appended to the finished pages' own content, so that text is found where it is read.
    """

    _doc: Any
    _code: list[str]

    def __init__(
        self, filename: Any, *, document: Document, colours: brand.BrandColours, places: dict[str, int]
    ) -> None:
        fonts.register()
        rl_config.useA85 = 0  # binary streams: a fifth smaller, and the text form takes longer than the page
        font: Any = fonts.REGULAR  # the published types call it a number
        super().__init__(
            filename,
            pagesize=(styles.PAGE_WIDTH, styles.PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            lang=document.language,
            initialFontName=font,
            initialFontSize=9.5,
        )
        self._report = document
        self._colours = colours
        self._places = places
        self._asked: list[tuple[int, str, float, float]] = []
        day = document.date  # the clock stays out: the same report gives the same bytes
        self._doc._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        self.setViewerPreference("DisplayDocTitle", "true")

    def mark_place(self, key: str) -> None:
        """A heading stands on the current page."""
        self._places[key] = self.getPageNumber()

    def ask_page(self, key: str, x: float, y: float) -> None:
        """The page number of a heading is to be written here, its end at x; until then a comment keeps the place."""
        self._asked.append((self.getPageNumber(), key, x, y))
        self._code.append(_placeholder(len(self._asked) - 1))

    def save(self) -> None:
        """Write heads, feet and page numbers onto the finished pages, then the file."""
        if self._code:
            self.showPage()
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, start=1):
            if number > 1 or self._report.cover is None:
                page.stream += self._drawn(lambda: self._furniture(number, len(pages)))  # noqa: B023 (called at once)
        for index, (number, key, x, y) in enumerate(self._asked):
            code = self._drawn(lambda: self._number(key, x, y))  # noqa: B023 (called at once)
            page = pages[number - 1]
            page.stream = page.stream.replace(_placeholder(index), code)
        self._code = []
        super().save()

    def _drawn(self, draw: Callable[[], None]) -> str:
        """What a function draws, as the content of a page."""
        self._code = []
        draw()
        return "\n".join(self._code) + "\n"

    def _furniture(self, number: int, pages: int) -> None:
        furniture = self._report.furniture
        left, right = styles.MARGIN, styles.PAGE_WIDTH - styles.MARGIN
        size = 8.5
        self.setFillColor(HexColor(styles.INK.muted))
        period = readable(furniture.head_right)
        room = right - left - fonts.width(period, fonts.REGULAR, size) - 16
        head = cut(readable(furniture.head_left), fonts.REGULAR, size, room)
        draw_line(self, head, left, styles.HEAD_RULE + 5.5, fonts.REGULAR, size)
        draw_line(self, period, right, styles.HEAD_RULE + 5.5, fonts.REGULAR, size, right=True)
        page_of = furniture.page_of.format(page=number, pages=pages)
        foot = cut(readable(furniture.foot_left), fonts.REGULAR, size, right - left - 110)
        draw_line(self, foot, left, styles.FOOT_RULE - 12.5, fonts.REGULAR, size)
        draw_line(self, page_of, right, styles.FOOT_RULE - 12.5, fonts.REGULAR, size, right=True)
        self.setLineWidth(0.8)
        self.setStrokeColor(HexColor(self._colours.line))
        self.line(left, styles.HEAD_RULE, right, styles.HEAD_RULE)
        self.setLineWidth(0.4)
        self.setStrokeColor(HexColor(styles.INK.line))
        self.line(left, styles.FOOT_RULE, right, styles.FOOT_RULE)

    def _number(self, key: str, x: float, y: float) -> None:
        if key in self._places:
            self.setFillColor(HexColor(styles.INK.text))
            draw_line(self, str(self._places[key]), x, y, fonts.REGULAR, 9.5, right=True)


def _placeholder(index: int) -> str:
    return f"% page number {index}."


# -- the cover -------------------------------------------------------------------------------------------------------


def draw_cover(canvas: Canvas, cover: Cover, colours: brand.BrandColours) -> None:
    """The first page, drawn from top to bottom."""
    left, right = styles.MARGIN, styles.PAGE_WIDTH - styles.MARGIN
    canvas.setFillColor(HexColor(colours.band))
    canvas.rect(0, styles.PAGE_HEIGHT - 3.3 * styles.MM, styles.PAGE_WIDTH, 3.3 * styles.MM, stroke=0, fill=1)
    _marks(canvas, cover, colours)
    y = styles.PAGE_HEIGHT - 92 * styles.MM
    y -= _placed(canvas, cover.kicker, (fonts.SEMIBOLD, 11.5, 15.0, colours.text), left, y, 150, longest=160)
    y -= _title(canvas, cover.title, left, y - 6) + 6
    _placed(canvas, cover.subtitle, (fonts.REGULAR, 12.5, 19.0, styles.INK.muted), left, y - 10, 170, longest=300)
    if cover.figures:
        rule = 114.5 * styles.MM
        canvas.setStrokeColor(HexColor(colours.line))
        canvas.setLineWidth(0.8)
        canvas.line(left, rule, right, rule)
        for number, figure in enumerate(cover.figures):
            x = left + number * 57 * styles.MM
            value = readable(figure.value)
            size = fitting(value, fonts.SEMIBOLD, 22.0, 53 * styles.MM, 10.0)
            canvas.setFillColor(HexColor(styles.INK.text))
            draw_line(canvas, value, x, rule - 36, fonts.SEMIBOLD, size)
            _placed(canvas, figure.label, (fonts.REGULAR, 10.0, 12.5, styles.INK.muted), x, rule - 43, 53, longest=90)
    _foot(canvas, cover.columns)


def _title(canvas: Canvas, title: str, left: float, top: float) -> float:
    """The title as large as three lines allow; a very long one gets smaller, then cut."""
    text = shortened(title, 420)
    shape = (fonts.SEMIBOLD, 30.0, 37.0)
    for size in (30.0, 25.0, 20.0, 16.0, 13.0):
        shape = (fonts.SEMIBOLD, size, size * 1.23)
        paragraph = Paragraph(fonts.markup(text, fonts.SEMIBOLD), styles.custom(*shape, styles.INK.text))
        _, height = paragraph.wrap(styles.BODY_WIDTH, 1e4)
        if height <= 44 * styles.MM:
            break
    paragraph.drawOn(canvas, left, top - height)
    return height


def _placed(
    canvas: Canvas,
    text: str,
    shape: tuple[str, float, float, str],
    x: float,
    top: float,
    width_mm: float,
    *,
    longest: int,
) -> float:
    """A paragraph from `top` downwards; returns its height."""
    font, size, leading, colour = shape
    line = shortened(text, longest)
    paragraph = Paragraph(fonts.markup(line, font), styles.custom(font, size, leading, colour))
    _, height = paragraph.wrap(width_mm * styles.MM, 1e4)
    paragraph.drawOn(canvas, x, top - height)
    return height


def _marks(canvas: Canvas, cover: Cover, colours: brand.BrandColours) -> None:
    """Client's logo and name at the left, the organisation at the right."""
    middle = styles.PAGE_HEIGHT - 26 * styles.MM
    left, right = styles.MARGIN, styles.PAGE_WIDTH - styles.MARGIN
    name_at = left
    width = _logo(canvas, cover.client_logo, left, middle, at_right=False)[0]
    if width:
        name_at = left + width + 4 * styles.MM
    shape = (fonts.SEMIBOLD, 12.0, 14.5)
    name = Paragraph(fonts.markup(shortened(cover.client, 70), fonts.SEMIBOLD), styles.custom(*shape, colours.text))
    room = left + 98 * styles.MM - name_at
    _, height = name.wrap(room, 1e4)
    name.drawOn(canvas, name_at, middle - height / 2)
    logo_height = _logo(canvas, cover.organisation_logo, right, middle, at_right=True)[1]
    lines = [shortened(line, 60) for line in cover.organisation]
    style = styles.custom(fonts.REGULAR, 10.5, 15.0, styles.INK.muted, "right")
    organisation = Paragraph("<br/>".join(fonts.markup(line, fonts.REGULAR) for line in lines), style)
    room = right - left - 104 * styles.MM
    _, height = organisation.wrap(room, 1e4)
    # Words stand below the organisation's logo, or in its place.
    top = middle - logo_height / 2 - 4 if logo_height else middle + height / 2
    organisation.drawOn(canvas, right - room, top - height)


def _logo(canvas: Canvas, data: bytes | None, x: float, middle: float, *, at_right: bool) -> tuple[float, float]:
    """A logo in its own proportions, centred on a line; returns its width and height, 0 without a usable logo."""
    from reportlab.lib.utils import ImageReader

    picture = brand.logo(data)
    if picture is None:
        return 0.0, 0.0
    scale = min(_LOGO_WIDTH / picture.width, _LOGO_HEIGHT / picture.height)
    width, height = picture.width * scale, picture.height * scale
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    buffer.seek(0)
    start = x - width if at_right else x
    canvas.drawImage(ImageReader(buffer), start, middle - height / 2, width, height, mask="auto")
    return width, height


def _foot(canvas: Canvas, columns: tuple[CoverColumn, ...]) -> None:
    left, right = styles.MARGIN, styles.PAGE_WIDTH - styles.MARGIN
    rule = 43.3 * styles.MM
    canvas.setStrokeColor(HexColor(styles.INK.line))
    canvas.setLineWidth(0.6)
    canvas.line(left, rule, right, rule)
    for number, column in enumerate(columns):
        x = left + number * 59 * styles.MM
        y = rule - 10.0
        y -= _placed(canvas, column.head, (fonts.SEMIBOLD, 9.5, 14.0, styles.INK.text), x, y, 54, longest=60)
        for line in column.lines:
            if y > 18 * styles.MM:
                y -= _placed(canvas, line, (fonts.REGULAR, 9.5, 14.0, styles.INK.text), x, y, 54, longest=64)
