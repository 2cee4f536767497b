"""Widths of a table's columns: what the person chose, else what heads and rows need and the table has room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

SAMPLED_ROWS = 60
WIDEST_PX = 340
_PAD, _MARK = 28, 18


def fitted(
    view: QTableView,
    px: Callable[[float], int],
    heads: Sequence[int],
    known: object,
    narrowed: Mapping[int, int],
) -> list[int]:
    """The width of each column in pixels.

    Args:
        view: With its model.
        px: Pixels from pixels at 100 %.
        heads: What the head of each column needs.
        known: Widths that the person chose, at 100 %, by the number of the column as text.
        narrowed: Widest that some columns get where there is no room for all, at 100 %.
    """
    chosen = _chosen(known, px)
    widths = [chosen.get(column, needed(view, px, column, heads[column])) for column in range(len(heads))]
    shown = sum(width for column, width in enumerate(widths) if not view.isColumnHidden(column))
    if shown > view.viewport().width():
        for column in narrowed.keys() - chosen.keys():
            widths[column] = min(widths[column], max(px(narrowed[column]), heads[column]))
    return widths


def _chosen(known: object, px: Callable[[float], int]) -> dict[int, int]:
    found = known.items() if isinstance(known, Mapping) else ()
    return {int(key): px(width) for key, width in found if str(key).isdecimal() and isinstance(width, (int, float))}


def needed(view: QTableView, px: Callable[[float], int], column: int, head: int) -> int:
    """What the head and a sample of rows need, within bounds."""
    model, metrics, width = view.model(), view.fontMetrics(), head
    for row in range(min(model.rowCount(), SAMPLED_ROWS)):
        index = model.index(row, column)
        mark = px(_MARK) if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0
        width = max(width, metrics.horizontalAdvance(str(index.data() or "")) + px(_PAD) + mark)
    return min(width, px(WIDEST_PX))
