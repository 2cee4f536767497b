"""The consumption page over the sample's bakery: what its tests share."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from tests.ui.conftest import open_audit, settle


def open_consumption(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The page with its figures and bills."""
    open_audit(window, qtbot, "Panadería", "consumption")
    until(qtbot, lambda: page(window).view is not None and page(window).bills.model.stored_count() > 0)
    settle(window, qtbot)
    return window


def until(qtbot: QtBot, what: object) -> None:
    qtbot.waitUntil(what, timeout=20_000)


def page(window: MainWindow) -> ConsumptionPage:
    found = window.pages["consumption"]
    assert isinstance(found, ConsumptionPage)
    return found
