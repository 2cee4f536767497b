"""A headline figure that can be asked why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label, on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from score_desktop.ui.desk import Desk


class FigureTile(QPushButton):
    """A name, a large number with its unit, and a note below; pressing it explains the number."""

    def __init__(self, desk: Desk, does: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        set_role(self, "tile")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name, self._note = label(role="muted"), label(role="small")
        self._value, self._unit = label(role="number"), label(role="muted")
        self.clicked.connect(lambda _on=False: does())
        column = QVBoxLayout(self)
        column.setContentsMargins(desk.px(14), desk.px(8), desk.px(10), desk.px(8))
        column.setSpacing(desk.px(2))
        line = QHBoxLayout()
        line.setSpacing(desk.px(6))
        line.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        on_one_line(self._value, self._unit)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        column.addWidget(self._name)
        nest(column, line)
        column.addWidget(self._note)
        for part in (self._name, self._note, self._value, self._unit):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_figure(self, name: str, value: str, unit: str, note: str = "") -> None:
        """Show a figure."""
        self._name.setText(name)
        self._value.setText(value)
        self._unit.setText(unit)
        self._note.setText(note)
        self.setAccessibleName(" ".join(part for part in (f"{name}:", value, unit, note) if part))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for all of it: a button asks only its own text."""
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same: figures are not clipped."""
        return self.sizeHint()
