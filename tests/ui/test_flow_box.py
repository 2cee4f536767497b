"""Widgets in lines: as high as their lines, also where they changed while nobody saw them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedWidget, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from score_desktop.ui.widgets.flow import FlowBox

LONG = "many words that need a line of their own"


class Shown:
    """A line of two labels in a frame under a text, on a page of a stack."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.stack = QWidget(), QStackedWidget()
        qtbot.addWidget(self.window)
        QVBoxLayout(self.window).addWidget(self.stack)
        page, self.frame, self.box = QWidget(), QFrame(), FlowBox(8)
        column = QVBoxLayout(page)
        column.addWidget(QTextEdit(), 1)
        column.addWidget(self.frame)
        QHBoxLayout(self.frame).addWidget(self.box)
        self.labels = QLabel("one"), QLabel("two")
        self.box.add(*self.labels)
        self.stack.addWidget(page)
        self.stack.addWidget(QLabel("another page"))
        self.window.resize(320, 300)
        self.window.show()
        qtbot.waitExposed(self.window)
        QApplication.processEvents()

    def say(self, words: str) -> None:
        """Other words in both labels."""
        for one in self.labels:
            one.setText(words)
        QApplication.processEvents()

    def is_whole(self, lines: int) -> bool:
        """Whether all is in so many lines, inside the frame."""
        for _ in range(3):
            QApplication.processEvents()
        height = lines * self.labels[0].sizeHint().height() + 8 * (lines - 1)
        return self.box.height() == height and self.frame.rect().contains(self.box.geometry())


@pytest.mark.parametrize("away", ["another page", "hidden frame"])
def test_words_that_change_unseen_have_their_lines_when_seen(away: str, qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    assert shown.is_whole(1)
    for words, lines in ((LONG, 2), ("short", 1), (LONG, 2)):
        if away == "another page":
            shown.stack.setCurrentIndex(1)
            shown.say(words)
            shown.stack.setCurrentIndex(0)
        else:
            shown.frame.hide()
            shown.say(words)
            shown.frame.show()
        assert shown.is_whole(lines)
