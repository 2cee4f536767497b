"""Numbers of figures, counted in reading order."""

from __future__ import annotations

from score_desktop.i18n import Texts


class FigureCounter:
    """Gives each caption its number."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._last = 0

    def caption(self, text: str) -> str:
        """The caption with the next number before it."""
        self._last += 1
        return self._texts.t("Figure {n}. {text}", n=self._last, text=text)
