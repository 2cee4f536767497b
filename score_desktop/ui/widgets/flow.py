"""Widgets in lines, like words in a paragraph: what does not fit goes into the next line.

A widget that places its children, and not a `QLayout` of our own: a layout's items may be gone in C++ while Python
still asks them for their size, and an exception in such an override ends the process (PySide6 6.11).
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowBox(QWidget):
    """Lines from left to right; in a line everything stands in its middle. It is as high as its lines.

    Args:
        gap: Pixels between neighbours and between lines.
        last_right: The last one stands at the right end of its line.
    """

    def __init__(self, gap: int, *, last_right: bool = False) -> None:
        super().__init__()
        self._gap, self._last_right = gap, last_right
        self._parts: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, *parts: QWidget) -> None:
        """Take more at the end."""
        for part in parts:
            hidden = part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and part.isHidden()
            part.setParent(self)
            part.setVisible(not hidden)
            self._parts.append(part)
        self._arrange()

    def sizeHint(self) -> QSize:
        """All in one line, as high as the lines that there are."""
        sizes = [_size(part) for part in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, self.height())

    def minimumSizeHint(self) -> QSize:
        """The widest of them alone in a line."""
        widths = (part.minimumSizeHint().width() for part in self._shown())
        return QSize(max(widths, default=0), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need other lines."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """A child has another size, or is seen or hidden now; Qt does not tell of it what nobody sees."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._arrange()
            self.updateGeometry()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        # One may be gone in C++ already: an exception here would end the process.
        return [part for part in self._parts if shiboken6.isValid(part) and not part.isHidden()]

    def _arrange(self) -> None:
        top, lines = 0, self._lines()
        for number, line in enumerate(lines):
            height = max(size.height() for _, size in line)
            left = 0
            for part, size in line:
                at_end = self._last_right and number == len(lines) - 1 and part is line[-1][0] and len(line) > 1
                x = max(left, self.width() - size.width()) if at_end else left
                part.setGeometry(QRect(x, top + (height - size.height()) // 2, size.width(), size.height()))
                left += size.width() + self._gap
            top += height + self._gap
        height = max(top - self._gap, 0)
        if height != self.height():
            self.setFixedHeight(height)
            QTimer.singleShot(0, self, self._ask_for_room)

    def _ask_for_room(self) -> None:
        """Have what is around give room, once it is through: what is asked while it places parts may pass unheard."""
        self.updateGeometry()
        around = self.parentWidget()
        while around is not None:
            layout = around.layout()
            if layout is not None:
                layout.activate()
            around = None if around.isWindow() else around.parentWidget()

    def _lines(self) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        used = 0
        for part in self._shown():
            size = _size(part)
            size.setWidth(min(size.width(), max(self.width(), 1)))
            if lines and used + self._gap + size.width() <= self.width():
                lines[-1].append((part, size))
                used += self._gap + size.width()
            else:
                lines.append([(part, size)])
                used = size.width()
        return lines


def _size(part: QWidget) -> QSize:
    wanted = part.sizeHint().expandedTo(part.minimumSizeHint()).expandedTo(part.minimumSize())
    return wanted.boundedTo(part.maximumSize())
