"""Colours that Qt would derive by itself are those of the palette, which has the contrast that eyes need."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTableWidget
from pytestqt.qtbot import QtBot

from score_desktop import tokens
from score_desktop.ui import theme


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
def test_words_in_empty_fields_can_be_read(mode: tokens.Mode, qapp: QApplication, qtbot: QtBot) -> None:
    """Qt alone makes them half as dark as the text: 3.2:1 in the light window."""
    theme.apply(qapp, mode)
    combo, typed = QComboBox(), QLineEdit()
    combo.setLineEdit(typed)
    for field in (QLineEdit(), QPlainTextEdit(), combo):
        qtbot.addWidget(field)
        field.show()
        shown = (typed if field is combo else field).palette().color(QPalette.ColorRole.PlaceholderText)
        assert shown.name().upper() == tokens.palette(mode).muted.upper()
        assert shown.alpha() == 255


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
def test_the_corner_between_scroll_bars_is_empty(mode: tokens.Mode, qapp: QApplication, qtbot: QtBot) -> None:
    """Without words of the style sheet Qt draws edges there, which look like a box that can be pressed."""
    theme.apply(qapp, mode)
    table = QTableWidget(40, 40)
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    right, below = table.verticalScrollBar(), table.horizontalScrollBar()
    corner = QRect(right.mapTo(table, right.rect().bottomLeft()), below.mapTo(table, below.rect().bottomRight()))
    shown = table.grab(corner.adjusted(1, 1, -1, 0)).toImage()
    assert not shown.isNull()
    assert len({shown.pixel(x, y) for x in range(shown.width()) for y in range(shown.height())}) == 1


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
def test_edges_of_fields_and_boxes_can_be_seen(mode: tokens.Mode, qapp: QApplication, qtbot: QtBot) -> None:
    """Nothing else shows where one can type or tick: 3:1 (WCAG 1.4.11) on the page and in a panel."""
    theme.apply(qapp, mode)
    palette = tokens.palette(mode)
    for field in (QLineEdit(), QComboBox(), QPlainTextEdit()):
        qtbot.addWidget(field)
        field.resize(120, 60)
        field.show()
        edge = field.grab().toImage().pixelColor(0, 25).name()
        for ground in (palette.background, palette.surface):
            assert tokens.contrast(edge, ground) >= 3


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
def test_words_can_be_read_on_every_ground(mode: tokens.Mode) -> None:
    """4.5:1, also in the row of the cursor, under the pointer and in a notice."""
    palette = tokens.palette(mode)
    grounds = [palette.background, palette.surface, palette.selected, tokens.row_ground(mode)]
    grounds += [tokens.mixed(colour, palette.background, 0.1) for colour in (palette.accent, palette.look)]
    for words in (palette.text, palette.muted, palette.accent, palette.wrong, palette.look):
        assert min(tokens.contrast(words, ground) for ground in grounds) >= 4.5
    assert tokens.contrast(palette.on_accent, palette.accent) >= 4.5
