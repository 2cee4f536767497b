"""Widths of a table's columns: what the person chose, else what heads and rows need and the table has room for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from score_desktop.ui.widgets.heads import Heads, mark_width, pad

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

SAMPLED_ROWS = 60
WIDEST_PX = 340
_AIRY, _CLOSE = 3, 1
"""Left and right of a text, besides what its cell keeps free: usually, and where there would else be no room."""
_WAYS = ((False, _AIRY), (False, _CLOSE), (True, _AIRY), (True, _CLOSE))
"""Ways to make room, the least first: whether heads stand in two lines, and how close columns are."""


def fitted(
    desk: Desk,
    view: QTableView,
    heads: Heads,
    *,
    chosen: Mapping[int, float] | None = None,
    least: Mapping[int, int] | None = None,
    last: int | None = None,
    widest: int = WIDEST_PX,
) -> list[int]:
    """The width of each column in pixels; heads stand in two lines from now on if all have room only so.

    Args:
        view: With its model.
        chosen: Widths that the person chose, at 100 %, by the number of the column.
        least: Columns that are made narrower where there is no room for all, down to so much at 100 %; the first one
            first.
        last: The last column that there is to be room for; None: all.
        widest: That a column gets for its texts, at 100 %.
    """
    chosen, least, room = chosen or {}, least or {}, view.viewport().width()
    texts = [text_width(desk, view, column) for column in range(view.model().columnCount())]
    seen = [n for n in range(len(texts)) if not view.isColumnHidden(n) and (last is None or n <= last)]

    def widths(way: tuple[bool, int]) -> list[int]:
        made, broken = [], set()
        for column, text in enumerate(texts):
            own, head = min(text + 2 * desk.px(way[1]), desk.px(widest)), heads.needed_width(column, broken=False)
            if way[0] and head > own:
                head = heads.needed_width(column, broken=True)
                broken.add(column)
            made.append(desk.px(chosen[column]) if column in chosen else max(head, own))
        heads.break_heads(broken)
        return made

    bounds = {
        n: max(desk.px(width), text_width(desk, view, n, words=True) + 2)
        for n, width in least.items()
        if n in seen and n not in chosen
    }
    none: dict[int, int] = {}
    for way, bound in (*((way, none) for way in _WAYS), (_WAYS[-1], bounds)):
        found = _narrowed(widths(way), seen, bound, room)
        if sum(found[column] for column in seen) <= room:
            return found
    return _narrowed(widths(_WAYS[0]), seen, bounds, room)


def _narrowed(widths: list[int], seen: list[int], bounds: Mapping[int, int], room: int) -> list[int]:
    """Take what is too much from the first column, then from the next: so few rows as may be are wrapped."""
    over = sum(widths[column] for column in seen) - room
    for column, bound in bounds.items():
        taken = max(min(over, widths[column] - bound), 0)
        widths[column] -= taken
        over -= taken
    return widths


def text_width(desk: Desk, view: QTableView, column: int, *, words: bool = False) -> int:
    """What the texts of a sample of rows, or only their words, need, with what a cell keeps free beside them."""
    model, light, bold = view.model(), view.fontMetrics(), QFont(view.font())
    bold.setBold(True)
    strong, width = QFontMetrics(bold), 0
    for row in range(min(model.rowCount(), SAMPLED_ROWS)):
        index = model.index(row, column)
        mark = mark_width(desk, index.data(Qt.ItemDataRole.DecorationRole))
        font = index.data(Qt.ItemDataRole.FontRole)
        metrics = strong if font is not None and font.bold() else light
        text = str(index.data() or "")
        widest = max(map(metrics.horizontalAdvance, text.split() if words and text.strip() else [text]))
        width = max(width, widest + mark)
    return width + 2 * pad(desk)
