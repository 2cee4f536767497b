"""A stack whose parts are made when they are first needed, so that a page opens with what is seen of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget


class LateStack(QStackedWidget):
    """Shows one part at a time; an empty widget stands for each that was not needed yet.

    Args:
        makers: What makes each part, in the order of their places.
    """

    def __init__(self, *makers: Callable[[], QWidget]) -> None:
        super().__init__()
        self._makers = list(makers)
        self._made: dict[int, QWidget] = {}
        for _maker in makers:
            self.addWidget(QWidget())

    def part(self, place: int) -> QWidget:
        """The part at a place, made now if it was not yet."""
        if place not in self._made:
            # Noted before it is shown: showing may ask for it again.
            made = self._made[place] = self._makers[place]()
            before, current = self.widget(place), self.currentIndex()
            assert before is not None
            self.insertWidget(place, made)
            self.removeWidget(before)
            before.deleteLater()
            super().setCurrentIndex(current)
        return self._made[place]

    def setCurrentIndex(self, place: int) -> None:
        """Show the part at a place."""
        self.part(place)
        super().setCurrentIndex(place)
