"""The pages of the window as data: key, name, icon, and how each is made when it is first seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from score_desktop.msgid import N_

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page.

    Attributes:
        title: Message id of its name in the navigation.
        step: True for a step of an audit, false for what stands beside audits.
        make: Imports and makes it.
    """

    key: str
    title: str
    icon: str
    step: bool
    make: Callable[[Desk], Page]


def _portfolio(desk: Desk) -> Page:
    from score_desktop.ui.pages.portfolio import PortfolioPage

    return PortfolioPage(desk)


def _overview(desk: Desk) -> Page:
    from score_desktop.ui.pages.overview import OverviewPage

    return OverviewPage(desk)


def _enterprise(desk: Desk) -> Page:
    from score_desktop.ui.pages.enterprise import EnterprisePage

    return EnterprisePage(desk)


def _consumption(desk: Desk) -> Page:
    from score_desktop.ui.pages.consumption import ConsumptionPage

    return ConsumptionPage(desk)


def _flows(desk: Desk) -> Page:
    from score_desktop.ui.pages.flows import FlowsPage

    return FlowsPage(desk)


def _footprint(desk: Desk) -> Page:
    from score_desktop.ui.pages.footprint import FootprintPage

    return FootprintPage(desk)


def _report(desk: Desk) -> Page:
    from score_desktop.ui.pages.report import ReportPage

    return ReportPage(desk)


def _changes(desk: Desk) -> Page:
    from score_desktop.ui.pages.changes import ChangesPage

    return ChangesPage(desk)


def _settings(desk: Desk) -> Page:
    from score_desktop.ui.pages.preferences import PreferencesPage

    return PreferencesPage(desk)


PAGES: tuple[PageSpec, ...] = (
    PageSpec("portfolio", N_("Enterprises"), "building-2", False, _portfolio),
    PageSpec("overview", N_("Overview"), "layout-dashboard", True, _overview),
    PageSpec("enterprise", N_("Enterprise"), "building-2", True, _enterprise),
    PageSpec("consumption", N_("Consumption"), "receipt-text", True, _consumption),
    PageSpec("flows", N_("Flows"), "workflow", True, _flows),
    PageSpec("footprint", N_("Footprint"), "footprints", True, _footprint),
    PageSpec("report", N_("Report"), "file-text", True, _report),
    PageSpec("changes", N_("Changes"), "history", False, _changes),
    PageSpec("settings", N_("Settings"), "settings", False, _settings),
)

FLOW_PARTS: tuple[tuple[str, str], ...] = (
    ("diagram", N_("Bought")),
    ("process", N_("Process")),
    ("balances", N_("Balances")),
    ("costs", N_("Costs")),
    ("sheet", N_("Eco-balance")),
)
"""Parts of the page Flows, with their titles."""


def spec(key: str) -> PageSpec:
    """A page by its key; the first one for a key of settings that another version wrote."""
    return next((page for page in PAGES if page.key == key), PAGES[0])
