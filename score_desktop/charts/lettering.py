"""Lines of text that are quick to draw on the screen: each text's outline is made once and kept.

matplotlib shapes, hints and sets every line anew for every picture, some milliseconds each; a diagram that follows each
keystroke has a hundred. Files get texts as matplotlib writes them, so that they can be searched and selected there.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from score_desktop.charts import style

SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
"""Of a line's width: what lies left of its anchor."""
_DEPTH, _HEIGHT = 0.25, 1.05
"""Of the size of letters: how far a "g" reaches below the baseline, and an "Á" above that."""


@functools.lru_cache(maxsize=8192)
def outline(text: str, size_pt: float, weight: int) -> Path:
    """Letters in points, from the left end of the line."""
    vertices, codes = text_to_path.get_text_path(style.font(size_pt, weight), text, ismath=False)
    if not len(vertices):
        return Path([(0.0, 0.0)])
    return Path(np.asarray(vertices) * (size_pt / text_to_path.FONT_SCALE), codes)


class Line(Text):
    """One line of text at its baseline.

    Args:
        size: In points.
        weight: As `tokens` has them.
        halo: Colour around the letters; "" for none.
        given: What `Text` takes besides.
    """

    def __init__(
        self, x: float, y: float, text: str, *, size: float, weight: int, halo: str = "", **given: Any
    ) -> None:
        super().__init__(x, y, text, fontproperties=style.font(size, weight), verticalalignment="baseline", **given)
        self.look = (size, weight)
        self.halo = halo

    def room(self, pixels: float) -> tuple[float, float, float, float]:
        """Left, bottom, width and height in pixels, of which a point has so many."""
        size, weight = self.look
        width = style.text_width(self.get_text(), size, weight) * pixels
        x, y = self.get_transform().transform(self.get_unitless_position())
        left = float(x) - SHARES[self.get_horizontalalignment()] * width
        return left, float(y) - _DEPTH * size * pixels, width, _HEIGHT * size * pixels

    def draw(self, renderer: RendererBase) -> None:
        """On the screen from its outline, elsewhere as text; the halo is always an outline."""
        text = self.get_text()
        on_screen = isinstance(renderer, RendererAgg)
        if text.strip() and self.get_visible() and (on_screen or self.halo):
            self._draw_outline(renderer, text, filled=on_screen)
        if on_screen:
            self.stale = False
        else:
            super().draw(renderer)

    def _draw_outline(self, renderer: RendererBase, text: str, *, filled: bool) -> None:
        size, weight = self.look
        letters = outline(text, size, weight)
        pixels = float(renderer.points_to_pixels(1.0))  # type: ignore[arg-type]
        x, y = self.get_transform().transform(self.get_unitless_position())
        x -= SHARES[self.get_horizontalalignment()] * style.text_width(text, size, weight) * pixels
        # A baseline on a whole pixel keeps small letters sharp.
        place = Affine2D().scale(pixels).translate(x, round(y) if filled else y)
        context = renderer.new_gc()
        context.set_antialiased(True)
        if self.halo:
            context.set_foreground(self.halo)
            context.set_linewidth(1.8 * pixels)
            context.set_joinstyle("round")
            renderer.draw_path(context, letters, place, None)
        if filled:
            context.set_linewidth(0.0)
            context.set_foreground(self.get_color())
            ink = _rgba(str(self.get_color()))
            renderer.draw_path(context, letters, place, ink)
        context.restore()


@functools.lru_cache(maxsize=64)
def _rgba(colour: str) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba

    return to_rgba(colour)
