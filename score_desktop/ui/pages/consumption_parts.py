"""What the consumption page shows while there are no bills, and its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from score_desktop.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from score_desktop.ui.pages.consumption import ConsumptionPage


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
