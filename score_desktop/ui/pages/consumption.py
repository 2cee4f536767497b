"""Consumption: a tile for each resource, its months, what to look at, and its bills, edited in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.calc.calendar import next_month
from score_desktop.enums import Resource
from score_desktop.services import audits
from score_desktop.services.audits import AuditScope
from score_desktop.services.bill_table import BillRow
from score_desktop.services.bills import bill_page, ids_of
from score_desktop.ui.itemmodels.left import put_wrong_cells, wrong_cells
from score_desktop.ui.pages import consumption_parts as parts
from score_desktop.ui.pages import consumption_words as words
from score_desktop.ui.pages.consumption_bills import BillsArea
from score_desktop.ui.pages.consumption_chart import ConsumptionChart
from score_desktop.ui.pages.consumption_dates import Span
from score_desktop.ui.pages.consumption_drafts import DraftKeeper
from score_desktop.ui.pages.consumption_findings import FindingsBar
from score_desktop.ui.pages.consumption_forms import BillForms
from score_desktop.ui.pages.consumption_origin import OriginView
from score_desktop.ui.pages.consumption_review import FindingsPanel
from score_desktop.ui.pages.page import Page
from score_desktop.ui.widgets.buttons import button, icon_button, label
from score_desktop.ui.widgets.late_stack import LateStack
from score_desktop.ui.widgets.panels import SidePanel, scrolled
from score_desktop.ui.widgets.period_combo import PeriodCombo
from score_desktop.ui.widgets.tiles import TileStrip

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.services.audit_view import AuditView
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.pages.consumption_document import DocumentPlace
    from score_desktop.ui.pages.consumption_meters import MetersView
    from score_desktop.ui.pages.consumption_source import SourceView
    from score_desktop.ui.pages.import_history import ImportHistory

SETTLE_MS = 300
"""Figures follow an edit after this pause: who types ten bills is not held up by ten calculations."""
BESIDE = 2
"""Findings in the page."""
FIGURES, METERS, IMPORTS, EMPTY, SOURCE, DOCUMENT = range(6)


class ConsumptionPage(Page):
    """The step between the enterprise and its flows."""

    key: ClassVar[str] = "consumption"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"bill", "meter", "activity_value", "product", "audit", "enterprise", "site", "import_batch", "audit_factor"}
        | {"finding_review", "bill_attachment"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Consumption"))
        self.view: AuditView | None = None
        self.resource: Resource | None = None
        self._scope: AuditScope | None = None
        self._is_chosen = False
        self._change: ChangeSet | None = None
        self._audit = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask_view)
        self._build_head()
        self.bills = BillsArea(desk)
        self.drafts = DraftKeeper(self.bills)
        figures = self._build_figures()
        self.pages = LateStack(
            lambda: figures,
            lambda: parts.meters(self),
            lambda: parts.imports(self),
            lambda: parts.no_bills(self),
            lambda: parts.source(self, lambda: self.pages.setCurrentIndex(SOURCE)),
            lambda: parts.document(self, lambda: self.pages.setCurrentIndex(DOCUMENT)),
        )
        self.pages.setCurrentIndex(FIGURES)
        self.body.addWidget(self.pages, 1)
        self.side = SidePanel(desk, "", 372)
        self.stand_beside(self.side)
        self.side.closed.connect(self.bills.grid.setFocus)
        self.side.closed.connect(self.leave_document)
        self.forms = BillForms(self)

    # -- parts ---------------------------------------------------------------------------------------------------

    @property
    def meters(self) -> MetersView:
        """Meters and purchases; made when they are first shown."""
        return cast("MetersView", self.pages.part(METERS))

    @property
    def imports(self) -> ImportHistory:
        """The history of imports; made when it is first shown."""
        return cast("ImportHistory", self.pages.part(IMPORTS))

    @property
    def source(self) -> SourceView:
        """The sheet that a bill was read from; made when it is first shown."""
        return cast("SourceView", self.pages.part(SOURCE))

    @property
    def document(self) -> DocumentPlace:
        """Photos and PDFs of a bill; made when one is first shown."""
        return cast("DocumentPlace", self.pages.part(DOCUMENT))

    def leave_document(self) -> None:
        """The figures are seen again, if a photo or PDF is seen now."""
        if self.pages.currentIndex() == DOCUMENT:
            self.show_figures()

    def _build_head(self) -> None:
        desk, t = self.desk, self.texts.t
        self.period = PeriodCombo(desk)
        desk.period_chosen.connect(self._on_period)
        self.summary = label("", "muted")
        self.new_button = button(desk, t("New bill"), self.new_bill, icon="plus")
        self.import_button = button(desk, t("Import bills"), desk.ask_import, icon="file-input", role="primary")
        self.more = icon_button(desk, t("More"), "ellipsis", lambda: parts.show_menu(self))
        self.head.addWidget(self.period)
        self.head.addWidget(self.summary)
        self.head.addStretch(1)
        self.tools = parts.HeadTools(self, self.new_button, self.import_button, self.more)
        for part in (self.new_button, self.import_button):
            part.setEnabled(not desk.context.read_only)

    def _build_figures(self) -> QWidget:
        desk = self.desk
        self.tiles = TileStrip(desk, self.texts.t("Resources"))
        self.tiles.chosen.connect(self._on_tile)
        self.chart = ConsumptionChart(desk)
        self.chart.month_clicked.connect(self._on_month)
        self.chart.resource_clicked.connect(self._on_tile)
        self.findings = FindingsBar(desk)
        self.findings.acted.connect(self.act)
        self.findings.all_asked.connect(self.show_findings)
        self.bills.dates.narrowed.connect(self.chart.mark_days)
        self.bills.origin_asked.connect(self.show_origin)
        self.bills.new_asked.connect(self.new_bill)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        column.addWidget(self.tiles)
        column.addWidget(self.chart, 4)
        column.addWidget(self.findings)
        column.addWidget(self.bills, 7)
        return scrolled(inside)

    def toggle_columns(self) -> None:
        """Show all columns of the bills, or those that say something."""
        self.bills.shows_all_columns = not self.bills.shows_all_columns
        self.bills.show_columns()

    # -- reading -------------------------------------------------------------------------------------------------

    def _on_change(self, change: ChangeSet) -> None:
        """A change of bills is shown in the table at once, in the figures after a pause."""
        if not self.tables & change.tables:
            return
        if self.isVisible() and self._scope is not None and self.desk.audit == self._audit:
            audit, today = self.desk.audit, self.desk.today()
            # Without a name: each change has its own bills to read again, none may displace another.
            self.desk.fetch(
                self,
                "",
                partial(self._on_moved, change),
                lambda session: (
                    audits.audit_scope(session, audit, today) if audits.audit_place(session, audit) else None
                ),
            )
        else:
            self._scope = None
            self.refresh()

    def _on_moved(self, change: ChangeSet, scope: AuditScope | None) -> None:
        """A period that goes on with the data may have gone on by what was changed: the table shows the new one."""
        if scope is None or self._audit != self.desk.audit:
            return
        self._scope = scope
        self._show_bills()
        self.bills.refresh(change)
        self._reload_beside()
        self._timer.start()

    def reload(self) -> None:
        """Read whose bills of which time they are, then the table and the figures side by side."""
        audit, today = self.desk.audit, self.desk.today()
        if audit:
            self.desk.fetch(self, "scope", self._on_scope, lambda session: audits.audit_scope(session, audit, today))

    def _on_scope(self, scope: AuditScope) -> None:
        is_other = self._audit != self.desk.audit
        if is_other and self._audit:
            self.resource, self._is_chosen = None, False
            self.bills.dates.choose()
            self.forms.leave()
            self.side.hide()
            self.pages.setCurrentIndex(FIGURES)
        again = not is_other and self.bills.wanted is not None
        self._audit, self._scope = self.desk.audit, scope
        if self._is_chosen or again:
            self._show_bills()
        if again:
            self.bills.refresh()
        self._reload_beside()
        self._ask_view()
        self.forms.use(scope.enterprise)

    def _show_bills(self) -> None:
        scope = self._scope
        if scope is not None:
            self.drafts.use(scope.enterprise)
            self.bills.show_scope(scope.enterprise, self.period.period or scope.period, self.resource)

    def _reload_beside(self) -> None:
        scope = self._scope
        if scope is None:
            return
        if self.pages.currentIndex() == METERS:
            self.meters.reload(scope.enterprise)
        elif self.pages.currentIndex() == IMPORTS:
            self.imports.reload(scope.enterprise)

    def _ask_view(self) -> None:
        self.desk.views.ask(self, self._show, self.period.period)

    def _show(self, view: AuditView) -> None:
        if view.audit != self.desk.audit:
            return
        self.view = view
        self.period.show_periods(view)
        self.summary.setText(words.summary(view, self.texts))
        self.tools.settle()
        there = [tile.resource for tile in view.tiles]
        if not self._is_chosen or (self.resource is not None and self.resource not in there):
            self.resource, self._is_chosen = (there[0] if there else None), True
        is_empty = not there and len(view.periods) < 2
        if self.pages.currentIndex() in (FIGURES, EMPTY):
            self.pages.setCurrentIndex(EMPTY if is_empty else FIGURES)
        texts = [words.tile_text(tile, view, self.texts, self.desk.mode) for tile in view.tiles]
        self.tiles.show_tiles(texts, self.resource.value if self.resource is not None else "")
        self.tiles.setVisible(bool(texts))
        self._show_resource()

    def _show_resource(self) -> None:
        if self.view is None:
            return
        self.chart.show_view(self.view, self.resource)
        self.findings.show_findings(*words.finding_texts(self.view, self.texts, self.resource, BESIDE))
        for panel in self.side.findChildren(FindingsPanel):
            panel.show_view(self.view, self.resource)
        self._show_bills()

    # -- what the person chooses ---------------------------------------------------------------------------------

    def _on_tile(self, key: str) -> None:
        self.choose(Resource(key) if key else None)

    def _on_month(self, month: dt.date) -> None:
        """The bills that make up a bar; the same bar once more takes that back."""
        span = (month, next_month(month))
        self.bills.show_days(None if span == self.bills.dates.span else span)

    def choose(self, resource: Resource | None) -> None:
        """Show one resource, or all."""
        self.resource, self._is_chosen = resource, True
        self.tiles.choose(resource.value if resource is not None else "")
        self._show_resource()

    def _on_period(self) -> None:
        self.bills.dates.choose()
        if self.isVisible():
            self._show_bills()
            self._ask_view()
        else:
            self.refresh()

    def show_figures(self) -> None:
        """Back from meters or imports."""
        self.pages.setCurrentIndex(FIGURES)
        if self.view is not None:
            self._show(self.view)
        self.bills.grid.setFocus()

    def show_meters(self) -> None:
        """Meters in place of the figures."""
        self.pages.setCurrentIndex(METERS)
        self._reload_beside()
        self.meters.grid.setFocus()

    def show_imports(self) -> None:
        """History of imports in place of the figures."""
        self.pages.setCurrentIndex(IMPORTS)
        self._reload_beside()
        self.imports.table.setFocus()

    # -- beside the page -----------------------------------------------------------------------------------------

    def stand_at_side(self, title: str, widget: QWidget, foot: QWidget | None = None) -> None:
        """Show something in the panel at the side, in place of what stood there."""
        self.side.clear()
        self.side.title.setText(title)
        self.side.setAccessibleName(title)
        self.side.body.addWidget(widget)
        if foot is not None:
            self.side.foot.addWidget(foot)
        self.forms.form = None
        self.leave_document()
        self.side.show()

    def new_bill(self, meter: str = "", span: Span | None = None, files: Sequence[Path] = ()) -> None:
        """Type a bill from paper, or from photos and PDFs."""
        self.forms.open(meter, span, files)

    def show_origin(self, bill: int) -> None:
        """Show where a bill comes from."""
        view = OriginView(self.desk, bill)
        view.sheet_asked.connect(partial(self._show_sheet, view))
        view.file_opened.connect(lambda file, uid: self.document.show_files([file], turned=partial(view.turn, uid)))
        view.file_gone.connect(self.leave_document)
        self.stand_at_side(self.texts.t("Where this bill comes from"), view)

    def _show_sheet(self, view: OriginView, bill: int) -> None:
        self.source.refused.connect(view.say_missing)
        self.source.open_bill(bill)

    def show_findings(self) -> None:
        """Show what to look at, and what was accepted."""
        if self.view is None:
            return
        panel = FindingsPanel(self.desk)
        panel.acted.connect(self.act)
        panel.show_view(self.view, self.resource)
        self.stand_at_side(self.texts.t("What to look at"), panel)

    def act(self, finding: words.FindingText) -> None:
        """Do what the verb of a finding says."""
        span = (finding.start, finding.end) if finding.start is not None and finding.end is not None else None
        if finding.does == "import":
            self.desk.ask_import()
            return
        if finding.resource is not None and finding.resource is not self.resource:
            self.choose(finding.resource)
        if finding.does == "complete":
            self.new_bill(finding.meter, span)
        else:
            self.bills.show_only(finding.meter, span)
            self.bills.grid.setFocus()

    # -- coming and going ----------------------------------------------------------------------------------------

    def arrive(self, details: Mapping[str, Any]) -> None:
        """Show a resource, a meter, a bill (portable id, or `bill_id`), an import (`batch`), "meters" or "imports".

        With `what` "new" a bill of `meter` is typed, from `files` if there are any; a form that is open takes them.
        """
        what = str(details.get("what", ""))
        if details.get("files") and self.forms.current is not None:
            self.forms.current.files_box.take_paths(details["files"])
            return
        if "batch" in details or what == "imports":
            self.imports.choose(str(details.get("batch", "")))
            self.show_imports()
            return
        if what == "meters":
            self.show_meters()
            return
        self.pages.setCurrentIndex(FIGURES)
        if details.get("bill"):
            uid = str(details["bill"])
            self.desk.fetch(self, "bill", self._go_to, lambda s: bill_page(s, list(ids_of(s, [uid]).values())))
        elif details.get("bill_id"):
            bill = int(details["bill_id"])
            self.desk.fetch(self, "bill", self._go_to, lambda s: bill_page(s, [bill]))
        elif details.get("resource"):
            self.choose(Resource(str(details["resource"])))
        if details.get("meter") and what != "new":
            self.bills.show_only(str(details["meter"]), details.get("span"))
        elif what == "new":
            self.new_bill(str(details.get("meter", "")), details.get("span"), details.get("files", ()))

    def _go_to(self, rows: tuple[BillRow, ...]) -> None:
        if not rows:
            self.desk.tell(self.texts.message("bill.gone", {}), kind="look")
            return
        self.choose(rows[0].resource)
        self.bills.show_only(all_dates=True)
        self.bills.show_bill(rows[0].id)

    def first_focus(self) -> QWidget | None:
        """The table."""
        return self.bills.grid

    def place(self) -> Mapping[str, Any]:
        """Period, resource, measure, meter and what was searched."""
        return {
            "period": self.period.kept(),
            "resource": self.resource.value if self.resource is not None else "",
            "chosen": self._is_chosen,
            "measure": self.chart.measure,
            "page": self.pages.currentIndex() if self.pages.currentIndex() != EMPTY else FIGURES,
        }

    def unstored(self) -> Mapping[str, Any]:
        """New bills that are not whole or not right, half filled forms, and cells of bills that were refused."""
        kept = {"rows": self.drafts.kept(), "wrong": wrong_cells(self.bills.model), "forms": self.forms.kept()}
        return {**kept, "language": self.texts.language} if any(kept.values()) else {}

    def take_unstored(self, kept: Mapping[str, Any]) -> None:
        """Let the rows stand on top of the bills of their enterprise again, and mark the cells."""
        self.drafts.restore(kept.get("rows"))
        self.forms.restore(kept.get("forms"))
        put_wrong_cells(self.bills.model, kept.get("wrong"), str(kept.get("language", "")))

    def restore(self, place: Mapping[str, Any]) -> None:
        """Go back there."""
        self.period.keep(place.get("period"))
        found = str(place.get("resource", ""))
        if place.get("chosen"):
            self.resource, self._is_chosen = (Resource(found) if found in frozenset(Resource) else None), True
        self.chart.measure = str(place.get("measure", "quantity"))
        page = place.get("page", FIGURES)
        self.pages.setCurrentIndex(page if page in (METERS, IMPORTS) else FIGURES)
