"""With what the diagram of a page is compared: another period of its audit, or another audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

if TYPE_CHECKING:
    from score_desktop.services.flow_compare import Side
    from score_desktop.ui.desk import Desk


class CompareCombo(QComboBox):
    """A list of sides, "not compared" first; hidden where there is nothing to compare with.

    Signals:
        chosen: Another side, or none, was chosen by a person.
    """

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._sides: tuple[Side, ...] = ()
        self._kept = ""
        self.setAccessibleName(desk.texts.t("Compare the diagram with"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_activated)
        self.hide()

    @property
    def side(self) -> Side | None:
        """With what to compare; None for not."""
        return next((side for side in self._sides if _key(side) == self._kept), None)

    def show_sides(self, sides: Sequence[Side]) -> None:
        """Offer these; the one that was chosen stays if it is there."""
        if tuple(sides) == self._sides:
            return
        self._sides = tuple(sides)
        self.clear()
        self.addItem(self._texts.t("Not compared"), "")
        for side in self._sides:
            self.addItem(self._texts.t("Compare with {name}", name=side.name), _key(side))
        self.setCurrentIndex(max(self.findData(self._kept), 0))
        self.setVisible(bool(self._sides))

    def _on_activated(self, number: int) -> None:
        self._kept = str(self.itemData(number))
        self.chosen.emit()

    # -- remembered places -----------------------------------------------------------------------------------------

    def kept(self) -> str:
        """What is chosen, for `keep`."""
        return self._kept

    def keep(self, kept: object) -> None:
        """Take what was remembered."""
        self._kept = str(kept or "")


def _key(side: Side) -> str:
    return f"{side.audit} {side.period[0]} {side.period[1]}"
