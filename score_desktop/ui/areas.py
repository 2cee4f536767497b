"""F6: from one area of the window to the next, as Windows programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow


def focus_next_area(window: MainWindow) -> None:
    """Give the keyboard to the area after the one that has it."""
    areas = _areas(window)
    if not areas:
        return
    current = QApplication.focusWidget()
    held = next((n for n, area in enumerate(areas) if current is not None and _holds(area, current)), -1)
    for step in range(1, len(areas) + 1):
        target = _first_focus(areas[(held + step) % len(areas)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _areas(window: MainWindow) -> list[QWidget]:
    if window.commands.overlay is not None:
        return [window.commands.overlay]
    page = window.stack.currentWidget()
    if page is None:
        return [window.navigation, window.top_bar]
    tables = [view for view in page.findChildren(QAbstractItemView) if view.isVisible() and not _in_combo(view)]
    # Inner areas first, so that a table is not taken for the page around it.
    return [window.navigation, *tables, page, window.top_bar]


def _in_combo(view: QAbstractItemView) -> bool:
    return view.window() is not view.parentWidget() and "Combo" in type(view.parentWidget()).__name__


def _holds(area: QWidget, widget: QWidget) -> bool:
    return area is widget or area.isAncestorOf(widget)


def _first_focus(area: QWidget) -> QWidget | None:
    if area.focusPolicy() & Qt.FocusPolicy.TabFocus and area.isVisible() and area.isEnabled():
        return area
    for child in area.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            return child
    return None
