"""Own pieces of a page: headings with bookmarks, charts, key figures, contents, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, KeepTogether, Paragraph

from score_desktop.reporting.pdf import fonts, styles
from score_desktop.reporting.richtext import bare, readable, shortened

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from score_desktop.reporting.document import Heading, KeyFigure, Signature


class HasPlaces(Protocol):
    """What a report's canvas remembers until all pages are laid out."""

    def mark_place(self, key: str) -> None:
        """A heading stands on the current page."""

    def ask_page(self, key: str, x: float, y: float) -> None:
        """The page number of a heading is to be written here."""


def remembering(canvas: Canvas) -> HasPlaces:
    """The canvas of a report, which is the only one these pieces are drawn on."""
    return cast(HasPlaces, canvas)


class HeadingLine(Paragraph):
    """A heading that can be linked to and, on levels 1 and 2, stands in the bookmarks."""

    def __init__(self, heading: Heading) -> None:
        font = fonts.SEMIBOLD
        super().__init__(fonts.markup(heading.text, font, fonts.BOLD), styles.style(f"heading{heading.level}"))
        self._heading = heading

    def draw(self) -> None:
        """Draw it, and say where it stands."""
        canvas: Canvas = self.canv
        heading = self._heading
        _, top = canvas.absolutePosition(0, self.height + 6)
        canvas.bookmarkPage(heading.key, fit="XYZ", left=0, top=top)
        remembering(canvas).mark_place(heading.key)
        if heading.level < 3:
            title = shortened(readable(bare(heading.entry or heading.text)), 90)
            canvas.addOutlineEntry(title, heading.key, heading.level - 1, closed=False)
        super().draw()


class Together(KeepTogether):
    """Pieces that stay on one page, such as a chart and its caption."""

    def __init__(self, parts: list[Flowable]) -> None:
        super().__init__(parts)
        self.parts = parts


class ChartBox(Flowable):
    """A chart's form on its measured frame."""

    def __init__(self, form: str, width: float, height: float) -> None:
        super().__init__()
        self._form = form
        self.width, self.height = width, height

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Its own size, whatever is available."""
        return self.width, self.height

    def draw(self) -> None:
        """Place the form."""
        self.canv.saveState()
        self.canv.doForm(self._form)
        self.canv.restoreState()


class Swatch(Flowable):
    """A small square in a resource's colour."""

    _SIDE = 7.0

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.width = self.height = self._SIDE

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Its own size."""
        return self._SIDE, self._SIDE

    def draw(self) -> None:
        """The square, its corners a little round."""
        self.canv.setFillColor(HexColor(self._colour))
        self.canv.roundRect(0, 0, self._SIDE, self._SIDE, 1.4, stroke=0, fill=1)


class FigureLine(Flowable):
    """Key figures side by side between two rules, parted by thin lines."""

    _PAD = 7.0

    def __init__(self, figures: Sequence[KeyFigure], width: float) -> None:
        super().__init__()
        self._width = width
        self._cell = width / max(len(figures), 1)
        self._parts = [self._part(figure, first=number == 0) for number, figure in enumerate(figures)]

    def _part(self, figure: KeyFigure, *, first: bool) -> tuple[Paragraph, Paragraph]:
        room = self._cell - (self._PAD if first else 2 * self._PAD)
        value = readable(figure.value).replace(" ", "\N{NO-BREAK SPACE}")
        size = fitting(value, fonts.SEMIBOLD, 15.0, room, 8.0)
        style = styles.custom(fonts.SEMIBOLD, size, size * 1.25, styles.INK.text)
        return Paragraph(fonts.markup(value, fonts.SEMIBOLD), style), Paragraph(
            fonts.markup(figure.label, fonts.REGULAR), styles.style("label")
        )

    def wrap(self, *_available: float) -> tuple[float, float]:
        """As high as the highest figure with its words."""
        room = self._cell - 2 * self._PAD
        self._sizes = [(value.wrap(room + self._PAD, 1e4)[1], label.wrap(room, 1e4)[1]) for value, label in self._parts]
        self._inner = max((a + b for a, b in self._sizes), default=0.0)
        self.height = self._inner + 3.2 * self._PAD
        return self._width, self.height

    def draw(self) -> None:
        """Rules, figures, thin lines."""
        canvas = self.canv
        canvas.setStrokeColor(HexColor(styles.INK.line))
        canvas.setLineWidth(0.6)
        bottom, top = self._PAD, self.height - 0.4 * self._PAD
        canvas.line(0, bottom, self._width, bottom)
        canvas.line(0, top, self._width, top)
        canvas.setLineWidth(0.4)
        upper = top - self._PAD
        for number, ((value, label), (high, low)) in enumerate(zip(self._parts, self._sizes, strict=True)):
            x = number * self._cell + (self._PAD if number else 0)
            if number:
                canvas.line(x - self._PAD, bottom + 0.8 * self._PAD, x - self._PAD, top - 0.8 * self._PAD)
            value.drawOn(canvas, x, upper - high)
            label.drawOn(canvas, x, upper - high - low)


class ContentsList(Flowable):
    """Headings with links; the page numbers are written when all pages are laid out."""

    _MOST = 46
    _INDENT = 12.0

    def __init__(self, headings: Sequence[Heading], width: float) -> None:
        super().__init__()
        self._width = width
        self._headings = [heading for heading in headings if heading.level < 3][: self._MOST]
        self._rows = [(20.0 if heading.level == 1 else 14.5) for heading in self._headings]

    def wrap(self, *_available: float) -> tuple[float, float]:
        """One line an entry."""
        self.height = sum(self._rows) + 8
        return self._width, self.height

    def draw(self) -> None:
        """Entries with links over the whole line."""
        canvas = self.canv
        y = self.height
        for heading, height in zip(self._headings, self._rows, strict=True):
            y -= height
            main = heading.level == 1
            x = 0.0 if main else self._INDENT
            font, size = (fonts.SEMIBOLD, 10.5) if main else (fonts.REGULAR, 9.5)
            if main:
                canvas.setStrokeColor(HexColor(styles.INK.grid))
                canvas.setLineWidth(0.4)
                canvas.line(0, y + height - 3, self._width, y + height - 3)
            canvas.setFillColor(HexColor(styles.INK.text if main else styles.INK.muted))
            text = cut(readable(bare(heading.entry or heading.text)), font, size, self._width - x - 40)
            draw_line(canvas, text, x, y + 3, font, size)
            remembering(canvas).ask_page(heading.key, self._width, y + 3)
            canvas.linkRect("", heading.key, (0, y, self._width, y + height - 3), relative=1, Border="[0 0 0]")


class SignatureLines(Flowable):
    """Lines to sign on, with name and role below."""

    _SPACE = 44.0

    def __init__(self, people: Sequence[Signature], width: float) -> None:
        super().__init__()
        self._width = width
        self._cell = (width - 14.0 * (len(people) - 1)) / max(len(people), 1)
        style = styles.style("signature")
        self._parts = []
        for person in people:
            lines = [shortened(text, 80) for text in (person.name, person.role) if text]
            self._parts.append(Paragraph("<br/>".join(fonts.markup(line, fonts.REGULAR) for line in lines), style))

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Room to sign and the words."""
        self._heights = [part.wrap(self._cell, 1e4)[1] for part in self._parts]
        self.height = self._SPACE + max(self._heights, default=0.0)
        return self._width, self.height

    def draw(self) -> None:
        """A line for each person."""
        canvas = self.canv
        canvas.setStrokeColor(HexColor(styles.INK.text))
        canvas.setLineWidth(0.6)
        for number, (part, height) in enumerate(zip(self._parts, self._heights, strict=True)):
            x = number * (self._cell + 14.0)
            y = self.height - self._SPACE + 4
            canvas.line(x, y, x + self._cell, y)
            part.drawOn(canvas, x, self.height - self._SPACE - height)


# -- single lines ----------------------------------------------------------------------------------------------------


def draw_line(canvas: Canvas, text: str, x: float, y: float, font: str, size: float, *, right: bool = False) -> None:
    """One line of text with its fallback letters; `right` sets its end at x."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if right:
        x -= fonts.width(text, font, size)
    for name, piece in fonts.pieces(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += stringWidth(piece, name, size)


def fitting(text: str, font: str, size: float, room: float, least: float) -> float:
    """A size at which the text fits into `room`, between `least` and `size`."""
    wide = fonts.width(text, font, size)
    return size if wide <= room else max(least, size * room / wide)


def cut(text: str, font: str, size: float, room: float) -> str:
    """The text on one line, cut with an ellipsis where it is wider than `room`."""
    line = shortened(text, 400)
    if fonts.width(line, font, size) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if fonts.width(line[:middle].rstrip() + "…", font, size) <= room:
            low = middle
        else:
            high = middle - 1
    return line[:low].rstrip() + "…"
