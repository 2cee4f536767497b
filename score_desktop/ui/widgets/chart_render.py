"""A chart's picture in pixels: made off the GUI thread, kept without the chart's own canvas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage, QRegion

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from score_desktop import tokens
    from score_desktop.charts.hover import Chart

Builder = Callable[["tokens.Mode", float, float], "Chart"]
"""Draws the chart: mode, width and height in millimetres."""
MM_PER_PIXEL = 25.4 / 96


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart and its picture.

    Attributes:
        words: Where lines of text stand, as shares of the picture from its top left corner.
    """

    chart: Chart
    image: QImage
    size: QSize
    words: tuple[QRectF, ...] = ()

    def beside_words(self, room: QRect) -> QRegion:
        """The room without its lines of text: a frame that runs through a word would make it illegible."""
        region = QRegion(room)
        for word in self.words:
            left, top = word.x() * room.width(), word.y() * room.height()
            place = QRectF(left, top, word.width() * room.width(), word.height() * room.height())
            region = region.subtracted(QRegion(place.toAlignedRect()))
        return region


def render(builder: Builder, mode: tokens.Mode, size: QSize, ratio: float, scale: float) -> Drawn:
    """Draw the chart and make its picture: letters grow with `scale`, pixels with `ratio`."""
    from matplotlib.backend_bases import FigureCanvasBase
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from score_desktop.charts import style

    chart = builder(mode, size.width() * MM_PER_PIXEL / scale, size.height() * MM_PER_PIXEL / scale)
    with style.context(mode):
        figure = chart.figure
        figure.set_dpi(96 * ratio * scale)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        width, height = canvas.get_width_height(physical=True)
        image = _image_of(canvas.buffer_rgba(), width, height)  # type: ignore[no-untyped-call]
        image.setDevicePixelRatio(ratio)
        words = _words_in(figure, width, height)
        # The picture and the regions are all that is needed from here on: megabytes for each chart that is shown.
        figure.clear()
        FigureCanvasBase(figure)  # takes the place of the one that holds the pixels
    return Drawn(chart, image, size, words)


def _words_in(figure: Figure, width: int, height: int) -> tuple[QRectF, ...]:
    from score_desktop.charts.lettering import Line

    places = []
    for line in figure.artists:
        if isinstance(line, Line) and line.get_visible() and line.get_text().strip():
            left, bottom, wide, high = line.room(figure.dpi / 72)
            places.append(QRectF(left / width, 1 - (bottom + high) / height, wide / width, high / height))
    return tuple(places)


def _image_of(pixels: Any, width: int, height: int) -> QImage:
    """A picture of its own: the buffer goes away with the figure."""
    return QImage(pixels, width, height, QImage.Format.Format_RGBA8888).copy()
