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
_MARK_PX = 24
"""The widest icon before a text, at 100 %."""
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
    measured: dict[int, int] | None = None,
) -> list[int]:
    """The width of each column in pixels, 0 for one that is hidden.

    Heads stand in two lines from now on if all have room only so.

    Args:
        view: With its model.
        chosen: Widths that the person chose, at 100 %, by the number of the column.
        least: Columns that are made narrower where there is no room for all, down to so much at 100 %; the first one
            first.
        last: The last column that there is to be room for; None: all.
        widest: That a column gets for its texts, at 100 %.
        measured: What the texts of columns need, as it was measured before; takes what is measured now.
    """
    chosen, least, room = chosen or {}, least or {}, view.viewport().width()
    columns = range(view.model().columnCount())
    texts = {} if measured is None else measured
    for column in columns:
        if column not in texts and not view.isColumnHidden(column):  # what is hidden is measured when it is shown
            texts[column] = text_width(desk, view, column)
    seen = [n for n in columns if not view.isColumnHidden(n) and (last is None or n <= last)]

    def widths(way: tuple[bool, int]) -> list[int]:
        made, broken = [], set()
        for column in columns:
            if view.isColumnHidden(column):
                made.append(0)
                continue
            own, head = (
                min(texts[column] + 2 * desk.px(way[1]), desk.px(widest)),
                heads.needed_width(column, broken=False),
            )
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
    strong, width, most = QFontMetrics(bold), 0, desk.px(_MARK_PX)
    # Asked of the model itself, and for marks and fonts only where they could matter: each question takes its time.
    data, place = model.data, model.index
    for row in range(min(model.rowCount(), SAMPLED_ROWS)):
        index = place(row, column)
        text = str(data(index, Qt.ItemDataRole.DisplayRole) or "")
        parts = text.split() if words and text.strip() else [text]
        if max(map(strong.horizontalAdvance, parts)) + most <= width:
            continue
        font = data(index, Qt.ItemDataRole.FontRole)
        metrics = strong if font is not None and font.bold() else light
        mark = mark_width(desk, data(index, Qt.ItemDataRole.DecorationRole))
        width = max(width, max(map(metrics.horizontalAdvance, parts)) + mark)
    return width + 2 * pad(desk)
