"""Layouts put into layouts leave no Python objects of Qt's items behind."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QLayoutItem, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from score_desktop.ui.nesting import nest


def items() -> set[int]:
    """Python objects of items that are no layouts."""
    known = shiboken6.getAllValidWrappers()
    return {id(one) for one in known if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)}


def test_nested_layouts_keep_their_parts_and_leave_no_items(qtbot: QtBot) -> None:
    before = items()
    page = QWidget()
    qtbot.addWidget(page)
    column, row, grid = QVBoxLayout(page), QHBoxLayout(), QGridLayout()
    button, label = QPushButton("one"), QLabel("two")
    grid.addWidget(label, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    nest(row, grid)
    nest(column, row, 1)
    assert items() <= before
    assert column.stretch(0) == 1
    assert row.count() == 3
    assert (button.parent(), label.parent(), button.text(), label.text()) == (page, page, "one", "two")
    page.show()
    assert button.isVisible() and label.isVisible()
