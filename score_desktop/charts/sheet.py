"""A figure to draw on in points from its top left corner, where every text is measured before it is set.

Charts place everything themselves: no axes, no automatic margins, so nothing is clipped and little is drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from score_desktop import tokens
from score_desktop.charts import style
from score_desktop.charts.hover import Chart, Point, Region

if TYPE_CHECKING:
    from matplotlib.path import Path as MplPath

Align = Literal["left", "center", "right"]
Box = tuple[float, float, float, float]
"""x, y (top), width, height in points."""

POINTS_PER_MM = 72 / 25.4
WINDOW_DPI = 96
MOVE, LINE, CURVE, CLOSE = 1, 2, 4, 79  # path codes as matplotlib stores them
ELLIPSIS = "…"
_SAFETY: dict[tokens.Mode, float] = {"light": 1.045, "dark": 1.045, "contrast": 1.045, "print": 1.015}
# Screens hint letters to whole pixels: lines come out up to 4 % wider than measured.


class Sheet:
    """One chart while it is drawn.

    Args:
        width_mm: Whole figure.
        height_mm: Whole figure.
        mode: Palette and letter sizes.
    """

    def __init__(self, width_mm: float, height_mm: float, mode: tokens.Mode) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.mode = mode
        self.palette = tokens.palette(mode)
        self.sizes = tokens.chart_type(mode)
        self.width = width_mm * POINTS_PER_MM
        self.height = height_mm * POINTS_PER_MM
        with style.context(mode):
            self.figure = Figure(
                figsize=(self.width / 72, self.height / 72), dpi=WINDOW_DPI, facecolor=self.palette.background
            )
        points = Affine2D().scale(1 / 72, -1 / 72).translate(0, self.height / 72)
        self._transform = points + self.figure.dpi_scale_trans
        self._regions: list[Region] = []

    @property
    def space(self) -> float:
        """Between pieces of one line, in points."""
        return self.sizes.label * 0.24

    # -- text ----------------------------------------------------------------------------------------------------

    def text_width(self, text: str, size: float | None = None, weight: int = tokens.REGULAR) -> float:
        """Width in points that a text may take on any output."""
        return style.text_width(style.drawable(text), size or self.sizes.label, weight) * _SAFETY[self.mode]

    def rough_width(self, text: str, size: float, weight: int = tokens.REGULAR) -> float:
        """As `text_width`, never less and rarely 2 % more, but quick for a text that was never measured."""
        return style.rough_width(style.drawable(text), size, weight) * _SAFETY[self.mode]

    def elided(self, text: str, width: float, size: float | None = None, weight: int = tokens.REGULAR) -> str:
        """The text, or its beginning with … where it is wider than `width`."""
        text = style.drawable(text)
        if self.rough_width(text, size or self.sizes.label, weight) <= width:
            return text
        if self.text_width(text, size, weight) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.text_width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS

    def wrapped(self, text: str, width: float, size: float, weight: int, lines: int = 2) -> list[str]:
        """The text in at most `lines` lines of `width`; what does not fit ends in an ellipsis."""
        words, out = style.drawable(text).split(" "), [""]
        for word in words:
            longer = f"{out[-1]} {word}" if out[-1] else word
            if out[-1] and len(out) < lines and self.text_width(longer, size, weight) > width:
                out.append(word)
            else:
                out[-1] = longer
        return [self.elided(line, width, size, weight) for line in out]

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float | None = None,
        weight: int = tokens.REGULAR,
        colour: str | None = None,
        align: Align = "left",
        halo: bool = False,
    ) -> None:
        """Set one line of text; `halo` puts the background's colour around its letters."""
        from score_desktop.charts.lettering import Line

        artist = Line(
            x,
            baseline,
            style.drawable(text),
            size=size or self.sizes.label,
            weight=weight,
            halo=self.palette.background if halo else "",
            color=colour or self.palette.text,
            horizontalalignment=align,
            transform=self._transform,
            parse_math=False,
            zorder=5,
        )
        self.figure.add_artist(artist)

    def runs(
        self,
        x: float,
        baseline: float,
        parts: Sequence[tuple[str, int, str]],
        size: float | None = None,
        *,
        halo: bool = False,
    ) -> float:
        """Set pieces of different weight and colour on one line, a space between; returns where the line ends."""
        for text, weight, colour in parts:
            if text:
                self.text(x, baseline, text, size=size, weight=weight, colour=colour, halo=halo)
                x += self.text_width(text, size, weight) + self.space
        return x

    def title(self, text: str) -> float:
        """Set the finding above the chart, on at most two lines; returns the height it took."""
        size = self.sizes.title
        lines = self.wrapped(text, self.width, size, tokens.SEMIBOLD)
        for number, line in enumerate(lines):
            self.text(0, size * (1.05 + 1.25 * number), line, size=size, weight=tokens.SEMIBOLD)
        return size * 1.25 * len(lines) + 7

    def caption(self, text: str, top: float) -> float:
        """Say something below the title, on at most three lines; returns the height it took."""
        size = self.sizes.label
        lines = self.wrapped(text, self.width, size, tokens.REGULAR, lines=3)
        for number, line in enumerate(lines):
            self.text(0, top + size * (0.8 + 1.3 * number), line, colour=self.palette.muted)
        return size * 1.3 * len(lines) + 5

    def note(self, text: str) -> None:
        """Say in the middle of the sheet why there is nothing to draw."""
        lines = self.wrapped(text, self.width * 0.9, self.sizes.label, tokens.REGULAR, lines=3)
        top = self.height / 2 - self.sizes.label * 0.65 * (len(lines) - 1)
        for number, line in enumerate(lines):
            baseline = top + self.sizes.label * (0.33 + 1.3 * number)
            self.text(self.width / 2, baseline, line, colour=self.palette.muted, align="center")

    # -- shapes --------------------------------------------------------------------------------------------------

    def boxes(
        self,
        boxes: Iterable[Box],
        *,
        face: str = "none",
        hatch: str = "",
        hatch_colour: str = "",
        edge: str = "",
        dashed: bool = False,
        line_width: float = 0.8,
        zorder: float = 2,
    ) -> None:
        """Draw rectangles of one look as one shape."""
        from matplotlib.path import Path

        corners: list[Point] = []
        codes: list[int] = []
        for x, y, width, height in boxes:
            corners += [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
            codes += [MOVE, LINE, LINE, LINE, CLOSE]
        if corners:
            path = Path(corners, codes)
            self.shape(path, face=face, hatch=hatch, hatch_colour=hatch_colour, zorder=zorder)
            if edge:
                self.shape(path, edge=edge, dashed=dashed, line_width=line_width, zorder=zorder + 0.1)

    def shape(
        self,
        path: MplPath,
        *,
        face: str = "none",
        hatch: str = "",
        hatch_colour: str = "",
        edge: str = "none",
        dashed: bool = False,
        line_width: float = 0.0,
        zorder: float = 2,
    ) -> None:
        """Draw a path in points: filled, hatched over its fill, or outlined."""
        from matplotlib.patches import PathPatch

        if face == "none" and edge == "none":
            return
        patch = PathPatch(
            path,
            facecolor=face,
            edgecolor=hatch_colour or edge,
            linewidth=line_width,
            linestyle=(0, (2.5, 2.0)) if dashed else "solid",
            hatch=hatch or None,
            capstyle="butt",
            joinstyle="miter",
            transform=self._transform,
            zorder=zorder,
        )
        self.figure.add_artist(patch)

    def shapes(
        self,
        paths: Sequence[MplPath],
        faces: Sequence[str],
        *,
        hatch: str = "",
        hatch_colour: str = "",
        edges: str | Sequence[str] = "none",
        dashed: bool = False,
        line_width: float = 0.0,
        zorder: float = 2,
    ) -> None:
        """Draw many paths at once, one colour each (or one for all), in their order."""
        from matplotlib.collections import PathCollection

        if not paths:
            return
        collection = PathCollection(
            paths,
            facecolors=list(faces),
            edgecolors=hatch_colour or edges,
            linewidths=line_width,
            linestyles=[(0, (2.5, 2.0))] if dashed else "solid",
            hatch=hatch or None,
            transform=self._transform,
            zorder=zorder,
        )
        self.figure.add_artist(collection)

    def lines(
        self,
        points: Iterable[Sequence[Point]],
        colour: str,
        width: float = 0.6,
        *,
        dashed: bool = False,
        zorder: float = 1,
    ) -> None:
        """Draw open lines of one look as one shape."""
        from matplotlib.path import Path

        corners: list[Point] = []
        codes: list[int] = []
        for line in points:
            corners += line
            codes += [MOVE, *[LINE] * (len(line) - 1)]
        if corners:
            path = Path(corners, codes)
            self.shape(path, edge=colour, line_width=width, dashed=dashed, zorder=zorder)

    def circles(
        self,
        centres: Iterable[Point],
        radius: float,
        *,
        face: str,
        edge: str,
        line_width: float = 1.0,
        zorder: float = 4,
    ) -> None:
        """Draw circles of one look as one shape."""
        from matplotlib.path import Path

        paths = [Path.circle(centre, radius) for centre in centres]
        if paths:
            self.shape(Path.make_compound_path(*paths), face=face, edge=edge, line_width=line_width, zorder=zorder)

    def half_disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill the left half of a circle."""
        from matplotlib.path import Path

        bend = 0.5523 * radius  # a quarter of a circle as a cubic curve
        corners = [(x, y - radius), (x - bend, y - radius), (x - radius, y - bend), (x - radius, y)]
        corners += [(x - radius, y + bend), (x - bend, y + radius), (x, y + radius)]
        path = Path(corners, [MOVE, *[CURVE] * 6])
        self.shape(path, face=colour, zorder=4.1)

    # -- what the pointer says -----------------------------------------------------------------------------------

    def region(
        self,
        corners: Iterable[Point],
        text: str,
        series: str = "",
        *,
        legend: bool = False,
        month: dt.date | None = None,
    ) -> None:
        """Remember what to say over a polygon given in points."""
        polygon = tuple((round(x / self.width, 5), round(1 - y / self.height, 5)) for x, y in corners)
        self._regions.append(Region(polygon, text, series, legend, month))

    def box_region(
        self, box: Box, text: str, series: str = "", *, legend: bool = False, month: dt.date | None = None
    ) -> None:
        """Remember what to say over a rectangle."""
        x, y, width, height = box
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.region(corners, text, series, legend=legend, month=month)

    def chart(self, description: str) -> Chart:
        """The finished chart."""
        return Chart(self.figure, tuple(self._regions), self.mode, description)
