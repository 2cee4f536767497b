"""The first page: all enterprises with their audits, what needs attention, and the ways to begin."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.services import portfolio, portfolio_words
from score_desktop.ui import icons
from score_desktop.ui.file_work import is_sample
from score_desktop.ui.itemmodels.portfolio import AUDIT, NAME, PortfolioModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages import PAGES
from score_desktop.ui.pages.page import Page, move_under, rule
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.audit_table import ROW_HEIGHT, AuditTable
from score_desktop.ui.widgets.buttons import Segmented, button, icon_button, label
from score_desktop.ui.widgets.panels import EmptyState, scrolled
from score_desktop.ui.widgets.search_field import SearchField
from score_desktop.ui.widgets.totals import TotalsPanel

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.services.portfolio import Portfolio, PortfolioFigures, PortfolioRow
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.widgets.doors import Door

PAUSE_MS = 150
"""Between the first sight of the list and the work on its figures."""
NARROW = 980
"""Pixels at 100 % below which the totals stand under the list."""


def _edits() -> ModuleType:
    """Imported when it is needed first: the window starts without."""
    from score_desktop.ui.pages import portfolio_edits

    return portfolio_edits


class PortfolioPage(Page):
    """Shown first; the figures of each audit arrive one after another."""

    key = "portfolio"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Enterprises"))
        self._all: Portfolio | None = None
        self._narrow = False
        self.nothing: EmptyState | None = None
        self.empty: QWidget | None = None
        self.doors: list[Door] = []
        self._figures: dict[str, PortfolioFigures] = {}
        self._stale_figures: set[str] = set()
        self._wanted: tuple[str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._read_figures)
        self.model = PortfolioModel(self.texts, self)
        self.model.renamed.connect(self._on_renamed)
        self._build_head()
        self._build_body()
        desk.workspace_changed.connect(self._on_workspace)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build_head(self) -> None:
        t, desk = self.texts.t, self.desk
        self.counts = label("", "muted")
        tip = t("An audit that somebody sent you, or bills in Excel, CSV or XML.")
        self.open_button = button(
            desk, t("Open a file"), lambda: desk.command("open_anything"), icon="folder-input", tip=tip
        )
        self.new_button = button(
            desk, t("New audit"), lambda: desk.command("new_audit"), icon="plus", role="primary", tip="Ctrl+N"
        )
        self.head.addWidget(self.counts, 100)
        self.head.addStretch(1)
        self.head.addWidget(self.open_button)
        self.head.addWidget(self.new_button)

    def _build_body(self) -> None:
        desk = self.desk
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())  # nothing, until the list has been read
        self._content = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._content)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(desk.px(tokens.SPACE_4))
        self._sides.addWidget(self._list(), 1)
        self.totals = TotalsPanel(desk)
        self._sides.addWidget(self.totals)
        self._area = scrolled(self._content)
        self.stack.addWidget(self._area)
        self.body.addWidget(rule())
        self.body.addWidget(self.stack, 1)

    def _list(self) -> QWidget:
        t, desk = self.texts.t, self.desk
        self.order = Segmented(t("Order"), (("attention", t("Attention first")), ("name", t("By name"))))
        self.order.chosen.connect(lambda _key: self._show())
        self.search = SearchField(desk, t("Filter the list"))
        self.search.setMinimumWidth(desk.px(120))
        self.search.setMaximumWidth(desk.px(240))
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self._open_found)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_table)
        self.more = icon_button(desk, t("What can be done with the chosen row"), "ellipsis", self._menu_below)
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addWidget(self.order)
        line.addStretch(1)
        line.addWidget(self.search, 1)
        line.addWidget(self.more)
        self.table = AuditTable(desk, self.model)
        self.table.setMinimumHeight(desk.px(5 * ROW_HEIGHT))
        self.table.opened.connect(self.open_current)
        self.table.menu_asked.connect(self.show_menu)
        self.table.delete_asked.connect(self._on_delete)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, line)
        column.addWidget(self.table, 1)
        self._below_table = column
        column.addWidget(self._strip())
        return whole

    def _strip(self) -> QWidget:
        """One line about the sample: to it, or back from it."""
        t, desk = self.texts.t, self.desk
        self.strip = QFrame()
        set_role(self.strip, "finding")
        mark = label()
        colour = tokens.palette(desk.mode).text
        mark.setPixmap(icons.pixmap("graduation-cap", colour, desk.px(18), self.devicePixelRatioF()))
        self.strip_name, self.strip_text = label("", "strong"), label("", "muted", wrap=True)
        self.sample_button = button(desk, t("Open the sample"), lambda: desk.command("open_sample"), role="link")
        self.own_button = button(desk, t("Back to my audits"), lambda: desk.command("open_own"), role="link")
        line = QHBoxLayout(self.strip)
        line.setContentsMargins(desk.px(12), desk.px(4), desk.px(12), desk.px(4))
        line.setSpacing(desk.px(tokens.SPACE_2))
        for part in (mark, self.strip_name):
            line.addWidget(part)
        line.addWidget(self.strip_text, 1)
        line.addWidget(self.sample_button)
        line.addWidget(self.own_button)
        self._say_sample()
        return self.strip

    def _say_sample(self) -> None:
        t = self.texts.t
        sample = is_sample(self.desk.context.path)
        self.strip_name.setText(t("This is the sample") if sample else t("Sample audit"))
        said = t("try anything, your own audits are elsewhere") if sample else t("to learn without touching your data")
        self.strip_text.setText(said)
        self.sample_button.setVisible(not sample)
        self.own_button.setVisible(sample)

    def _nothing(self) -> QWidget:
        """Stands in place of the table while nothing fits the filter; made when it is needed first."""
        if self.nothing is None:
            t = self.texts.t
            self.nothing = EmptyState(
                self.desk,
                "search",
                t("Nothing fits the filter"),
                t("Names of enterprises and audits, cities and sectors are looked through."),
                (t("Show all"), self.search.clear),
            )
            self._below_table.insertWidget(2, self.nothing, 1)
        return self.nothing

    def _empty(self) -> QWidget:
        """Stands in place of everything while there is no enterprise; made when it is needed first."""
        if self.empty is None:
            self.empty = self._make_empty()
            self.stack.addWidget(self.empty)
        return self.empty

    def _make_empty(self) -> QWidget:
        from score_desktop.ui.widgets.doors import doors

        t, desk = self.texts.t, self.desk
        row, self.doors = doors(
            desk,
            [
                (
                    "clipboard-plus",
                    t("New audit"),
                    t("The name of the enterprise is enough. The rest is filled in when there are data."),
                    lambda: desk.command("new_audit"),
                ),
                (
                    "graduation-cap",
                    t("Open the sample"),
                    t("A bakery in La Paz with three years of bills. Everything may be touched."),
                    lambda: desk.command("open_sample"),
                ),
                (
                    "folder-input",
                    t("Open a file"),
                    t("An audit that somebody sent you, or bills in Excel, CSV or XML."),
                    lambda: desk.command("open_anything"),
                ),
            ],
        )
        row.setMaximumWidth(desk.px(880))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_3))
        column.addStretch(1)
        said = t("Each enterprise that you visit is listed here, with its audits and what they still need.")
        for part in (label(t("No enterprise yet"), "heading", wrap=True), label(said, "muted", wrap=True), row):
            column.addWidget(part)
        column.addStretch(2)
        return scrolled(inside)

    # -- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the list; figures follow."""
        self.desk.read(self, "rows", self._on_rows, portfolio.portfolio, self.desk.today())

    def _on_rows(self, found: Portfolio) -> None:
        first = self._all is None
        if first and self._wanted is None and found.rows:
            self._wanted = (found.rows[0].enterprise, found.rows[0].audit)
        self._all = found
        self._say_sample()
        self._show()
        held = QApplication.focusWidget()
        if first and self.isVisible() and (held is None or not self.isAncestorOf(held)):
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.start()

    def _show(self) -> None:
        found = self._all
        if found is None:
            return
        held = self._wanted or self._current_key()
        self._wanted = None
        rows = found.rows if self.order.current() == "attention" else portfolio_words.by_name(found.rows)
        text = self.search.text()
        shown = [row for row in rows if portfolio_words.fits(row, text)] if text.strip() else list(rows)
        self.model.can_rename = not self.desk.context.read_only
        self.model.set_rows(shown, self._figures)
        self.table.setVisible(bool(shown))
        if self.nothing is not None or not shown:
            self._nothing().setVisible(not shown)
        self.more.setEnabled(bool(shown))
        self.stack.setCurrentWidget(self._area if found.rows else self._empty())
        self.new_button.setEnabled(not self.desk.context.read_only)
        tn = self.texts.tn
        counts = (
            tn("{n} enterprise", "{n} enterprises", found.enterprises),
            tn("{n} audit", "{n} audits", found.audits),
        )
        self.counts.setText(", ".join(counts) if found.rows else "")
        self._select(held)
        self._show_totals()

    def _select(self, held: tuple[str, str] | None) -> None:
        place = self.model.place_of(*held) if held is not None else -1
        if place < 0 and self.model.rowCount():
            place = 0
        if place >= 0:
            self.table.setCurrentIndex(self.model.index(place, NAME))

    def _show_totals(self) -> None:
        assert self._all is not None
        sums = portfolio_words.totals(self._all.rows, self._figures)
        self.totals.show_totals(self._all.enterprises, self._all.audits, sums)

    # -- figures that take longer --------------------------------------------------------------------------------

    def _read_figures(self) -> None:
        """Ask for the next audit that has none yet, as long as the page is seen."""
        if self._all is None or not self.isVisible():
            return
        with_bills = [row.audit for row in self._all.rows if row.audit and row.bills]
        wanted = next((uid for uid in with_bills if uid not in self._figures or uid in self._stale_figures), None)
        if wanted is None:
            self._show_totals()
            return
        self._stale_figures.discard(wanted)
        desk = self.desk
        desk.read(self, "figures", self._on_figures, portfolio.portfolio_figures, (wanted,), desk.today())

    def _on_figures(self, found: tuple[PortfolioFigures, ...]) -> None:
        for figures in found:
            self._figures[figures.audit] = figures
            self.model.figures_arrived(figures.audit)
        if found:
            self._show_totals()
            self._read_figures()

    def _on_change(self, change: ChangeSet) -> None:
        own = change.kind == "do" and change.actor == self.desk.context.actor and self.desk.audit
        held = self._row_of(self.desk.audit) if own else None
        rows = self._all.rows if self._all is not None else ()
        # What is done in an open audit changes nothing of other enterprises.
        self._stale_figures |= {row.audit for row in rows if held is None or row.enterprise == held.enterprise}
        super()._on_change(change)

    def _row_of(self, audit: str) -> PortfolioRow | None:
        rows = self._all.rows if self._all is not None else ()
        return next((row for row in rows if row.audit == audit), None)

    def _on_workspace(self) -> None:
        self._all, self._wanted = None, None
        self._figures.clear()
        self._stale_figures.clear()
        self.stack.setCurrentIndex(0)

    # -- what can be done with a row -----------------------------------------------------------------------------

    def current_row(self) -> PortfolioRow | None:
        """The row of the cursor."""
        return self.model.row_at(self.table.currentIndex())

    def _current_key(self) -> tuple[str, str] | None:
        row = self.current_row()
        return (row.enterprise, row.audit) if row is not None else None

    def _on_delete(self) -> None:
        row = self.current_row()
        if row is not None:
            _edits().delete(self, row)

    def _on_renamed(self, row: PortfolioRow, column: int, name: str) -> None:
        _edits().rename(self, row, column, name)

    def open_current(self) -> None:
        """Open the audit where it was left; an enterprise without one gets its first."""
        row = self.current_row()
        if row is None:
            return
        if not row.audit:
            self.desk.command("new_audit", row.enterprise)
            return
        page = self.desk.config.page_of(row.audit)
        known = any(spec.key == page and spec.step for spec in PAGES)
        self.desk.go(page if known else "overview", row.audit)

    def _open_found(self) -> None:
        if self.model.rowCount():
            self.open_current()

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _menu_below(self) -> None:
        if self.current_row() is not None:
            self.show_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def show_menu(self, place: QPoint) -> None:
        """What can be done with the row of the cursor."""
        row = self.current_row()
        if row is not None:
            self.menu_of(row).popup(place)

    def menu_of(self, row: PortfolioRow) -> QMenu:
        """The menu of a row."""
        t, desk, menu = self.texts.t, self.desk, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        edits: list[QAction] = []
        if row.audit:
            menu.addAction(t("Open"), self.open_current)
            edits.append(menu.addAction(t("Rename the audit"), lambda: self._edit(AUDIT)))
        edits.append(menu.addAction(t("Rename the enterprise"), lambda: self._edit(NAME)))
        words = t("New visit") if row.audit else t("New audit")
        edits.append(menu.addAction(words, lambda: desk.command("new_audit", row.enterprise)))
        if row.audit:
            menu.addAction(t("Save the audit as a file"), lambda: desk.command("send_audit", row.audit))
        menu.addSeparator()
        if row.audit:
            edits.append(menu.addAction(t("Delete the audit"), lambda: _edits().delete_audit(self, row)))
        words = t("Delete the enterprise with its audits and bills")
        edits.append(menu.addAction(words, lambda: _edits().delete_enterprise(self, row)))
        for action in edits:
            action.setEnabled(not desk.context.read_only)
        return menu

    def _edit(self, column: int) -> None:
        self.table.edit(self.model.index(self.table.currentIndex().row(), column))

    # -- place ---------------------------------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """Order, filter and row."""
        return {"order": self.order.current(), "filter": self.search.text(), "row": list(self._current_key() or ())}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Go back there."""
        self.order.set_current(str(place.get("order", "")))
        self.search.setText(str(place.get("filter", "")))
        row = place.get("row")
        if isinstance(row, list | tuple) and len(row) == 2:
            self._wanted = (str(row[0]), str(row[1]))

    def first_focus(self) -> QWidget:
        """The list, or the first door."""
        return self.table if self._all is None or self._all.rows else self.doors[0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Totals stand beside the list or, where that is too narrow, under it."""
        super().resizeEvent(event)
        narrow = self.width() < self.desk.px(NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        move_under(self, self.counts, under=narrow)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(way)
        self.totals.lie_flat(flat=narrow)
