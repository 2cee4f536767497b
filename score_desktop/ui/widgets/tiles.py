"""A tile for each resource, in one row or two: what was used, what it cost, and whether that is more than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_last, set_role
from score_desktop.ui.widgets.buttons import label, on_one_line
from score_desktop.ui.widgets.swatches import swatch

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

NARROWEST = 146
"""Pixels of a tile at 100 %."""
MOST_ROWS = 2
"""Where more tiles stand side by side than fit, they go into another row; where these are not enough, they scroll."""


@dataclass(frozen=True, slots=True)
class TileText:
    """What a tile says.

    Attributes:
        key: What `chosen` tells.
        colour: Of its mark.
        number, unit: The one figure in large letters.
        lines: Below it, in small letters.
    """

    key: str
    colour: str
    name: str
    number: str
    unit: str
    lines: tuple[str, ...]


class Tile(QPushButton):
    """One resource; pressed while it is chosen."""

    def __init__(self, desk: Desk, said: TileText) -> None:
        super().__init__()
        self.key = said.key
        set_role(self, "tile")
        self.setCheckable(True)
        self._mark, self._name = QLabel(), label("", "strong")
        self._number, self._unit = label("", "figure"), label("", "muted")
        self._lines = [label("", "small") for _ in said.lines]
        for part in (self._mark, self._name, self._number, self._unit, *self._lines):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        head, figure, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self._column, self._pad, self._close_pad = column, desk.px(7), desk.px(3)
        head.setSpacing(desk.px(tokens.SPACE_2))
        figure.setSpacing(desk.px(tokens.SPACE_1))
        column.setContentsMargins(desk.px(12), self._pad, desk.px(8), self._pad)
        column.setSpacing(0)
        head.addWidget(self._mark)
        head.addWidget(self._name, 1)
        figure.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBottom)
        on_one_line(self._number, self._unit)
        figure.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        nest(column, head)
        nest(column, figure)
        for line in self._lines:
            column.addWidget(line)
        column.addStretch(1)
        self._edge, self._narrowest = desk.px(10), desk.px(NARROWEST)
        self.show_text(said)

    def show_text(self, said: TileText) -> None:
        """Say other figures."""
        self._mark.setPixmap(swatch(said.colour, self._edge))
        self._name.setText(said.name)
        self._number.setText(said.number)
        self._unit.setText(said.unit)
        for place, words in zip(self._lines, said.lines, strict=True):
            place.setText(words)
        self.setAccessibleName(". ".join((said.name, f"{said.number} {said.unit}".strip(), *filter(None, said.lines))))
        self.updateGeometry()

    def be_close(self, *, close: bool) -> None:
        """Stand closer to the tiles above and below it, or as usual."""
        sides, pad = self._column.contentsMargins(), self._close_pad if close else self._pad
        self._column.setContentsMargins(sides.left(), pad, sides.right(), pad)

    def sizeHint(self) -> QSize:
        """What its words need; a button would only count its own text."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The same: words are never cut."""
        return self._column.minimumSize().expandedTo(QSize(self._narrowest, 0))


class TileStrip(QScrollArea):
    """Tiles of which one or none is chosen; arrows go along and between their rows.

    Signals:
        chosen: Key of the tile that the person chose; "" when they let go of it.
    """

    chosen = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._row = QWidget()
        self._grid = QGridLayout(self._row)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._columns = 0
        self.setWidget(self._row)
        self.tiles: list[Tile] = []

    def show_tiles(self, texts: Sequence[TileText], chosen: str) -> None:
        """Show these; the tiles stay where only their figures changed, so that the keyboard stays too."""
        shape = [(said.key, len(said.lines)) for said in texts]
        if shape != [(tile.key, len(tile._lines)) for tile in self.tiles]:
            self._make(texts)
        for tile, said in zip(self.tiles, texts, strict=True):
            tile.show_text(said)
        self.choose(chosen)
        self._fit()

    def choose(self, key: str) -> None:
        """Let a tile be chosen, or none; without `chosen`."""
        for tile in self.tiles:
            tile.setChecked(tile.key == key)

    def _make(self, texts: Sequence[TileText]) -> None:
        for old in self.tiles:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._columns = 0
        self.tiles = [Tile(self._desk, said) for said in texts]
        for tile in self.tiles:
            tile.clicked.connect(lambda on, tile=tile: self._on_clicked(tile, on=on))
            tile.installEventFilter(self)
            tile.setParent(self._row)
            tile.show()  # now, not when the event loop comes round: its height is needed

    def _on_clicked(self, tile: Tile, *, on: bool) -> None:
        key = tile.key if on else ""
        self.choose(key)
        self.chosen.emit(key)

    def _place(self) -> None:
        """One row where all fit, else as many as may be, as even as can be."""
        needed = sum(tile.minimumSizeHint().width() for tile in self.tiles)
        rows = 1 if needed <= self.viewport().width() else MOST_ROWS
        columns = -(-len(self.tiles) // rows)
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for tile in self.tiles:
            tile.be_close(close=rows > 1)
        for number, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, *divmod(number, columns))
            set_last(tile, last=(number + 1) % columns == 0)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def _fit(self) -> None:
        self._place()
        height = self._row.sizeHint().height()
        needs_bar = self._row.minimumSizeHint().width() > self.viewport().width()
        self.setFixedHeight(height + (self.horizontalScrollBar().sizeHint().height() if needs_bar else 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go along the tiles; a tile that gets the keyboard is scrolled into sight."""
        if isinstance(watched, Tile) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            down = self._columns if len(self.tiles) > self._columns else 0
            steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -down, Qt.Key.Key_Down: down}
            step = steps.get(Qt.Key(event.key()), 0)
            if step:
                number = self.tiles.index(watched) + step
                if 0 <= number < len(self.tiles):
                    self.tiles[number].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        if isinstance(watched, Tile) and isinstance(event, QFocusEvent) and event.gotFocus():
            self.ensureWidgetVisible(watched, 0, 0)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: object) -> None:
        """Make room for another row, or for the scroll bar where it is needed."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()
