"""The diagram of the process: the pointer says where a figure comes from, and the menu chooses what colours mean."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWindow, settle
from tests.ui.process_page import SLOW, editor, open_process


def test_the_pointer_is_told_the_origin_and_the_menu_chooses_colours(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    page = editor(open_process(window, qtbot))
    qtbot.waitUntil(lambda: page.chart.chart is not None, timeout=SLOW)
    drawn = page.chart.chart
    assert drawn is not None
    told = [region.text for region in drawn.regions if region.series]
    assert any("facturas: " in text or "valores mensuales: " in text for text in told), told[:3]
    before = page.chart.grab().toImage()
    qtbot.mouseClick(page.head.more, Qt.MouseButton.LeftButton)
    menu = page.chart.findChild(QMenu)
    assert isinstance(menu, QMenu)
    colours = [action for action in menu.actions() if action.isCheckable()]
    assert [action.text() for action in colours] == [
        "Colores de los recursos",
        "Un color por sustancia",
        "Un color por tipo de flujo",
    ]
    assert [action.isChecked() for action in colours] == [True, False, False]
    menu.close()
    colours[1].trigger()
    qtbot.waitUntil(lambda: page.chart.chart is not drawn, timeout=SLOW)
    settle(window, qtbot)
    assert page.chart.grab().toImage() != before
