"""Parts of the consumption page: its buttons, its menu, and what stands in place of the figures.

What is not seen when the page opens is imported when it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from score_desktop import tokens
from score_desktop.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from score_desktop.ui.pages.consumption import ConsumptionPage
    from score_desktop.ui.pages.consumption_document import DocumentPlace
    from score_desktop.ui.pages.consumption_meters import MetersView
    from score_desktop.ui.pages.consumption_source import SourceView
    from score_desktop.ui.pages.import_history import ImportHistory


def meters(page: ConsumptionPage) -> MetersView:
    """Meters and purchases."""
    from score_desktop.ui.pages.consumption_meters import MetersView

    return MetersView(page.desk, page.show_figures)


def imports(page: ConsumptionPage) -> ImportHistory:
    """The history of imports."""
    from score_desktop.ui.pages.import_history import ImportHistory

    return ImportHistory(page.desk, page.show_figures)


def source(page: ConsumptionPage, show: Callable[[], object]) -> SourceView:
    """The sheet that a bill was read from."""
    from score_desktop.ui.pages.consumption_source import SourceView

    made = SourceView(page.desk, page.show_figures)
    made.shown.connect(show)
    return made


def document(page: ConsumptionPage, show: Callable[[], object]) -> DocumentPlace:
    """Photos and PDFs of a bill."""
    from score_desktop.ui.pages.consumption_document import DocumentPlace

    return DocumentPlace(page.desk, show, page.leave_document)


def no_bills(page: ConsumptionPage) -> EmptyState:
    """Says what belongs here, and the two ways to get it."""
    t = page.texts.t
    return EmptyState(
        page.desk,
        "receipt-text",
        t("No bills yet"),
        t(
            "Import the workbooks that the enterprise has: bills of electricity, gas, water, fuels, also as they "
            "come from suppliers. Or type the first bill."
        ),
        (t("Import bills"), page.desk.ask_import),
        (t("New bill"), page.new_bill),
    )


def show_menu(page: ConsumptionPage) -> None:
    """What is not needed every day."""
    t = page.texts.t
    menu = QMenu(page)
    menu.addAction(t("What to look at"), page.show_findings)
    menu.addAction(t("Meters and purchases"), page.show_meters)
    menu.addAction(t("History of imports"), page.show_imports)
    menu.addSeparator()
    columns = menu.addAction(t("Show all columns of the bills"), page.toggle_columns)
    columns.setCheckable(True)
    columns.setChecked(page.bills.shows_all_columns)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(page.more.mapToGlobal(page.more.rect().bottomLeft()))


class HeadTools(QWidget):
    """The buttons at the end of the title line.

    Where there is little room the sums before them give way; where there is less, they stand in a line of their own.
    """

    def __init__(self, page: ConsumptionPage, *parts: QWidget) -> None:
        super().__init__()
        self._page, self._is_narrow = page, False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(page.desk.px(tokens.SPACE_2))
        for part in parts:
            line.addWidget(part)
        page.head.addWidget(self)
        page.main.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room of the title line is another."""
        if watched is self._page.main and event.type() == QEvent.Type.Resize:
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Stand where there is room now."""
        page = self._page
        margins, gap = page.body.contentsMargins(), page.head.spacing()
        parts = [part for part in (page.title, page.period, self) if not part.isHidden()]
        needed = sum(part.sizeHint().width() for part in parts) + (len(parts) + 1) * gap
        room = page.main.width() - margins.left() - margins.right()
        narrow = needed > room
        page.summary.setVisible(narrow or needed + page.summary.sizeHint().width() + gap <= room)
        if narrow is not self._is_narrow:
            self._is_narrow = narrow
            (page.head if narrow else page.body).removeWidget(self)
            if narrow:
                page.body.insertWidget(1, self, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                page.head.addWidget(self)
