"""Tiles of resources: all are seen, beside a panel too, and arrows lead to each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from score_desktop.ui.desk import Desk
from score_desktop.ui.widgets.tiles import TileStrip, TileText


def strip(desk: Desk, qtbot: QtBot, count: int, width: int) -> TileStrip:
    made = TileStrip(desk, "Resources")
    qtbot.addWidget(made)
    made.resize(width, 100)
    made.show()
    qtbot.waitExposed(made)
    texts = [TileText(str(n), "#E69F00", f"Resource {n}", "1,234", "kWh", ("same", "as before")) for n in range(count)]
    made.show_tiles(texts, "0")
    QApplication.processEvents()
    return made


def rows(made: TileStrip) -> list[int]:
    """How many stand in each row."""
    tops = [tile.y() for tile in made.tiles]
    return [tops.count(top) for top in sorted(set(tops))]


def test_what_does_not_fit_goes_into_a_second_row(desk: Desk, qtbot: QtBot) -> None:
    made = strip(desk, qtbot, 6, 1200)
    low = made.height()
    assert rows(made) == [6]
    for width in (700, 560, 1200, 640):
        made.resize(width, made.height())
        QApplication.processEvents()
        assert rows(made) == ([6] if width == 1200 else [3, 3])
        assert made.horizontalScrollBar().maximum() == 0
        high = made.tiles[0].height()
        assert made.height() == (low if width == 1200 else 2 * high) and (high == low if width == 1200 else high < low)


def test_more_than_two_rows_would_hold_scroll(desk: Desk, qtbot: QtBot) -> None:
    made = strip(desk, qtbot, 9, 500)
    assert rows(made) == [5, 4]
    assert made.horizontalScrollBar().maximum() > 0


def test_arrows_lead_to_every_tile(desk: Desk, qtbot: QtBot) -> None:
    made = strip(desk, qtbot, 5, 560)
    assert rows(made) == [3, 2]
    made.tiles[1].setFocus()
    for key, reached in (
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Right, 3),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Down, 2),
    ):
        qtbot.keyClick(made.focusWidget(), key)
        assert made.focusWidget() is made.tiles[reached]
