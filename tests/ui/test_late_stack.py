"""What is not seen of a page is not made yet."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption_meters import MetersView
from score_desktop.ui.pages.import_history import ImportHistory
from score_desktop.ui.widgets.late_stack import LateStack
from tests.ui.conftest import open_audit, settle


def test_parts_are_made_once_and_in_their_places(qtbot: QtBot) -> None:
    made: list[str] = []

    def maker(name: str) -> QWidget:
        made.append(name)
        return QLabel(name)

    stack = LateStack(lambda: maker("a"), lambda: maker("b"), lambda: maker("c"))
    qtbot.addWidget(stack)
    assert made == [] and stack.count() == 3
    stack.setCurrentIndex(2)
    middle = stack.part(1)
    assert made == ["c", "b"]
    assert stack.currentIndex() == 2 and stack.currentWidget() is stack.part(2)
    stack.setCurrentIndex(1)
    assert stack.currentWidget() is middle and made == ["c", "b"] and stack.count() == 3


def test_the_consumption_page_opens_with_its_figures_alone(bakery: MainWindow, qtbot: QtBot) -> None:
    open_audit(bakery, qtbot, "Panadería", "consumption")
    page = bakery.pages["consumption"]
    assert not page.findChildren(MetersView) and not page.findChildren(ImportHistory)
    page.show_meters()  # type: ignore[attr-defined]
    settle(bakery, qtbot)
    assert len(page.findChildren(MetersView)) == 1 and not page.findChildren(ImportHistory)
