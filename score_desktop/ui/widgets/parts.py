"""Parts of a page that share its room: a border that stays where a person drew it, and a box as high as its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

HANDLE = 11


class PartSplitter(QSplitter):
    """Two parts and the border between them.

    Args:
        name: Under which the border is remembered.
        orientation: As of `QSplitter`.
        usual: Pixels at 100 % of both, until a person moves the border.
    """

    def __init__(self, desk: Desk, name: str, orientation: Qt.Orientation, usual: tuple[int, int]) -> None:
        super().__init__(orientation)
        self._desk, self._usual = desk, usual
        self.setObjectName(name)
        set_role(self, "airy")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(desk.px(HANDLE))
        self.splitterMoved.connect(self._remember)

    def take(self, first: QWidget, second: QWidget) -> None:
        """Put the two parts in."""
        self.addWidget(first)
        self.addWidget(second)
        chosen = self._desk.config.settings.splits.get(self.objectName())
        sizes = [size for size in chosen if isinstance(size, int)] if isinstance(chosen, list) else []
        self.setSizes([self._desk.px(size) for size in (sizes if len(sizes) == 2 and min(sizes) > 0 else self._usual)])

    def _remember(self, _place: int, _index: int) -> None:
        if min(self.sizes()) > 0:  # not while one of both is hidden
            chosen = [round(size / self._desk.scale) for size in self.sizes()]
            self._desk.config.change(splits={**self._desk.config.settings.splits, self.objectName(): chosen})


class TallBox(QWidget):
    """A part that is never lower than what stands in it, also where its words take several lines."""

    def minimumSizeHint(self) -> QSize:
        """The layout's at this width: Qt asks a part of a splitter for its height before it knows its width."""
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is None or not layout.hasHeightForWidth() or not self.width():
            return hint
        return QSize(hint.width(), max(hint.height(), layout.minimumHeightForWidth(max(self.width(), hint.width()))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may ask for another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
