"""The Tab key follows the eye: parts in the order in which layouts hold them, whenever they were made.

Qt's own order is that in which widgets were made, and what is made later (rows of figures, buttons of findings) would
come last. The window puts the order right each time Tab is pressed, which takes a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)


def put_in_order(root: QWidget) -> None:
    """Let Tab go through the parts of a widget in reading order."""
    for one, other in pairwise(stops(root)):
        QWidget.setTabOrder(one, other)


def stops(root: QWidget) -> list[QWidget]:
    """Where Tab stops, in reading order; parts that are hidden or off are passed over by Qt."""
    return list(dict.fromkeys(_walk(root)))


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden():
        return
    if isinstance(widget, QAbstractItemView):
        # Lists over the heads of columns come before the table itself.
        yield from sorted(_over_heads(widget), key=lambda part: part.x())
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if not isinstance(widget, QAbstractItemView | QAbstractSpinBox | QComboBox):
        for part in _parts(widget):
            yield from _walk(part)


def _over_heads(view: QAbstractItemView) -> list[QWidget]:
    return [part for part in view.findChildren(QComboBox) if not part.isHidden()]


def _parts(widget: QWidget) -> list[QWidget]:
    """Parts in the order in which they are read; those without a place of their own come last."""
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        return [inside] if inside is not None else []
    if isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        return [current] if current is not None else []
    if isinstance(widget, QSplitter):
        return [part for number in range(widget.count()) if (part := widget.widget(number)) is not None]
    layout = widget.layout()
    placed = list(_held(layout, widget)) if layout is not None else []
    free = [part for part in widget.children() if isinstance(part, QWidget) and not part.isWindow()]
    return list(dict.fromkeys([*placed, *free]))


def _held(layout: QLayout, owner: QWidget) -> Iterator[QWidget]:
    """What a layout of `owner` holds, in its order.

    By the places of parts, and not by `itemAt`: Python would keep each item as long as its layout, also when Qt has
    deleted it with its widget; what is made later at the same address would be taken for that item, and end the program
    (PySide6 6.11). `nesting.nest` is there for the same reason.
    """
    placed: list[tuple[int, QWidget | QLayout]] = []
    for part in owner.children():
        if isinstance(part, QWidget) and (place := layout.indexOf(part)) >= 0:
            placed.append((place, part))
    for inner in layout.children():
        if isinstance(inner, QLayout):
            placed.append((layout.indexOf(inner), inner))
    for _, part in sorted(placed, key=lambda one: one[0]):
        if isinstance(part, QLayout):
            yield from _held(part, owner)
        else:
            yield part
