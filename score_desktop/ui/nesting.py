"""Layouts within layouts, without what PySide keeps of them."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout


def nest(outer: QBoxLayout | QGridLayout, inner: QLayout, *where: Any) -> None:
    """Put a layout into another; the place is said as to `addLayout`.

    PySide makes a Python object of every item of a layout that is added filled, and is not told when Qt deletes the
    item together with its widget. A widget that is made later at the same address is then taken for that item, which
    ends in a TypeError far away from here. So these objects are given up at once; nobody has seen them.
    """
    outer.addLayout(inner, *where)
    _give_up_items(inner)


def _give_up_items(layout: QLayout) -> None:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if isinstance(item, QLayout):
            _give_up_items(item)
        elif item is not None:
            shiboken6.invalidate(item)
