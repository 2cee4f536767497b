"""The bills of the consumption page: which ones, their table, their sums."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.enums import Resource
from score_desktop.msgid import N_
from score_desktop.services import bill_edits, bills, change_labels, meters
from score_desktop.services.bills import BillFilter, BillSums
from score_desktop.ui.doing import Doing
from score_desktop.ui.itemmodels.bills import BillsModel
from score_desktop.ui.itemmodels.meter_choice import MeterChoice
from score_desktop.ui.pages import consumption_words as words
from score_desktop.ui.pages.consumption_copy import copy_bills
from score_desktop.ui.pages.consumption_dates import DatesChoice, Span
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.grid import Block, GridView
from score_desktop.ui.widgets.heads import pad
from score_desktop.ui.widgets.row_watch import RowWatch
from score_desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.services.meters import MeterRow
    from score_desktop.ui.desk import Desk

FIND_MS = 200
MEASURED_METERS, METER_LETTERS = 300, 20
COPIED_AT_ONCE = 500
HINT_PX, LEAST_PX = 900, 168
SEARCH_PX, NARROW_SEARCH_PX = 190, 144
DELETED_AT_ONCE = 2_000


class BillsArea(QWidget):
    """Bills of one resource or all, in the page's period, of one meter or all.

    Signals:
        origin_asked: Id of the bill whose origin the person wants to see.
        new_asked: Portable id of the meter for which a new bill is wanted.
    """

    origin_asked = Signal(int)
    new_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.texts = desk, desk.texts
        self.model = BillsModel(desk, self)
        self.grid = GridView(desk, desk.texts.t("Bills"))
        self.wanted: BillFilter | None = None
        self.sums: BillSums | None = None
        self.shows_all_columns = False
        self._filled: frozenset[str] = frozenset()
        self._titles: dict[str, str] = {}
        self._kept: tuple[int | None, int] | None = None
        self._bill_to_find: int | None = None
        self._added: list[int] = []
        self._fitted: tuple[object, ...] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIND_MS)
        self._timer.timeout.connect(self._on_find)
        self._build()
        self._connect()

    def _build(self) -> None:
        desk, t = self.desk, self.texts.t
        self.heading = label("", "heading")
        self.meter, self.dates = QComboBox(), DatesChoice(desk)
        self._choice = MeterChoice(self)
        self.meter.setModel(self._choice)
        self.meter.setAccessibleName(t("Meter"))
        self.meter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.meter.setMaximumWidth(desk.px(250))
        self.search = SearchField(desk, t("Find in bills"))
        self.search.setFixedWidth(desk.px(SEARCH_PX))
        self.hint = label(t("Paste rows from Excel with Ctrl+V"), "small")
        self.line = FlowBox(desk.px(tokens.SPACE_2))
        self.line.add(self.heading, self.meter, self.dates, self.dates.chip, self.search, self.hint)
        self.grid.setObjectName("bills")
        self.grid.copied_at_once = COPIED_AT_ONCE
        self.grid.setModel(self.model)
        self.grid.setMinimumHeight(desk.px(LEAST_PX))
        self.grid.menu_extra = self._add_to_menu
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        column.addWidget(self._sum_line())

    def _sum_line(self) -> QFrame:
        self.count, self.quantity = label("", "strong"), label("", "muted")
        self.cost, self.price = label("", "strong"), label("", "muted")
        frame = QFrame()
        frame.setAccessibleName(self.texts.t("Sums"))
        set_role(frame, "sums")
        line = QHBoxLayout(frame)
        line.setContentsMargins(pad(self.desk), self.desk.px(3), pad(self.desk), 0)
        line.setSpacing(self.desk.px(tokens.SPACE_6))
        line.addWidget(self.count)
        line.addStretch(1)
        for part in (self.quantity, self.cost, self.price):
            line.addWidget(part)
        return frame

    def _connect(self) -> None:
        model, grid = self.model, self.grid
        model.set_appendable(not self.desk.context.read_only)
        model.relisting.connect(self._remember)
        model.listed.connect(self._on_listed)
        model.added.connect(self._on_added)
        header = grid.horizontalHeader()
        header.setSortIndicator(model.column_index("period_start"), Qt.SortOrder.DescendingOrder)
        grid.setSortingEnabled(True)
        grid.verticalScrollBar().rangeChanged.connect(lambda *_: self._fit_room())  # it comes and takes room, or goes
        RowWatch(self.desk, grid, model)
        grid.copy_asked.connect(self._copy)
        grid.delete_rows_asked.connect(lambda rows: self.delete_rows(*rows))
        grid.doubleClicked.connect(self._on_double_click)
        grid.installEventFilter(self)
        self.meter.activated.connect(lambda _n: self._filter(meters=self._chosen_meters()))
        self.dates.chosen.connect(self._use_dates)
        self.search.textEdited.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._on_find)

    # -- which bills ---------------------------------------------------------------------------------------------

    def show_scope(self, enterprise: str, period: Span, resource: Resource | None) -> None:
        """Show the bills of an enterprise in the page's period."""
        is_other = self.wanted is None or self.wanted.enterprise != enterprise
        if is_other:
            self.wanted = BillFilter(enterprise, resource)
            self._read_meters()
        self.dates.show_period(period)
        self.show_resource(resource)

    def show_resource(self, resource: Resource | None) -> None:
        """Show one resource, or all."""
        if self.wanted is None:
            return
        changes: dict[str, Any] = {"resource": resource}
        if resource is not self.wanted.resource:
            changes["meters"] = ()
        self.heading.setText(words.bills_heading(resource, self.texts))
        start, end = self.dates.days()
        self._filter(**changes, start=start, end=end)
        self._offer_meters()

    def show_only(self, meter: str = "", span: Span | None = None, *, all_dates: bool = False) -> None:
        """Show one meter, and the days of a finding."""
        self.dates.choose(span, all_dates=all_dates)
        self._filter(meters=(meter,) if meter else (), text="")
        self.search.clear()
        self._offer_meters()
        self._use_dates()

    def show_bill(self, bill: int) -> None:
        """Put the cursor on a bill as soon as it is listed."""
        self._bill_to_find = bill
        self._find_bill()

    def refresh(self, change: ChangeSet | None = None) -> None:
        """Read again what a change may have touched."""
        self.model.refresh(change)
        self._read_sums()
        if change is None or "meter" in change.tables or change.bulk:
            self._read_meters()

    def _filter(self, **changes: Any) -> None:
        if self.wanted is None:
            return
        wanted = replace(self.wanted, **changes)
        is_other = wanted != self.wanted or self.model.wanted is None
        self.wanted = wanted
        self.model.show_bills(wanted)
        if is_other:
            self._read_sums()

    def _on_find(self) -> None:
        self._timer.stop()
        self._filter(text=self.search.text().strip())

    # -- meters and dates ----------------------------------------------------------------------------------------

    def _read_meters(self) -> None:
        if self.wanted is not None:
            enterprise = self.wanted.enterprise
            self.desk.fetch(self, "meters", self._on_meters, lambda session: meters.list_meters(session, enterprise))

    def _on_meters(self, rows: tuple[MeterRow, ...]) -> None:
        self._meters = rows
        self._offer_meters()

    _meters: tuple[MeterRow, ...] = ()
    _offered: tuple[tuple[MeterRow, ...], Resource | None] | None = None

    @property
    def meters(self) -> tuple[MeterRow, ...]:
        """Meters of the enterprise."""
        return self._meters

    def _offer_meters(self) -> None:
        wanted = self.wanted
        if wanted is None:
            return
        if self._offered != (self._meters, wanted.resource):
            self._offered = (self._meters, wanted.resource)
            self._name_meters(wanted.resource)
        self.meter.setCurrentIndex(self._choice.place_of(wanted.meters[0] if wanted.meters else ""))

    def _name_meters(self, resource: Resource | None) -> None:
        offered = [row for row in self._meters if resource in (None, row.resource)]
        self.model.meters = tuple(offered)
        names = [(" · ".join(part for part in (row.name, row.use) if part), row.uid) for row in offered]
        if len(names) > MEASURED_METERS:  # to measure the names of thousands would take too long
            self.meter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.meter.setMinimumContentsLength(METER_LETTERS)
        self._choice.offer([(self.texts.t("All meters"), ""), *names])

    def _chosen_meters(self) -> tuple[str, ...]:
        uid = self.meter.currentData()
        return (str(uid),) if uid else ()

    def show_days(self, span: Span | None) -> None:
        """Show the bills of some days, such as those of a month's bar; None: of the page's period again."""
        self.dates.choose(span)
        self._use_dates()

    def _use_dates(self) -> None:
        start, end = self.dates.days()
        self._filter(start=start, end=end)

    # -- sums and columns ----------------------------------------------------------------------------------------

    def _read_sums(self) -> None:
        wanted = self.wanted
        if wanted is None:
            return
        self.desk.fetch(
            self,
            "sums",
            lambda found: self._on_sums(*found),
            lambda session: (bills.bill_sums(session, wanted), bills.filled_columns(session, wanted)),
        )

    def _on_sums(self, sums: BillSums, filled: frozenset[str]) -> None:
        self.sums, self._filled = sums, filled
        said = words.sum_texts(sums, self.texts)
        for place, text in zip((self.count, self.quantity, self.cost, self.price), said, strict=True):
            place.setText(text)
            place.setVisible(bool(text))
        self._titles = words.column_titles(sums, self.texts)
        self.model.set_titles(self._titles)
        self.show_columns()

    def show_columns(self) -> None:
        """Show the columns that say something in these bills; all if the person wants them."""
        resource = self.wanted.resource if self.wanted is not None else None
        needed = words.needed_columns(self.sums, self._filled, resource)
        for number, column in enumerate(self.model.columns):
            self.grid.setColumnHidden(number, not self.shows_all_columns and column.key not in needed)
        self._fit()

    def _fit(self, *, anew: bool = True) -> None:
        if self._shape() != self._fitted and self.sums is not None:
            self._fitted = self._shape()
            self.grid.fit_columns(again=True, anew=anew)
            if self.grid.horizontalHeader().length() > self.grid.viewport().width():  # then at least the money is seen
                self.grid.fit_columns(again=True, anew=False, last=self.model.column_index("cost"))

    def _shape(self) -> tuple[object, ...]:
        resource = self.wanted.resource if self.wanted is not None else None
        shown = tuple(not self.grid.isColumnHidden(number) for number in range(len(self.model.columns)))
        said = tuple(self._titles.items()), shown, self.model.stored_count() > 0
        return self.grid.viewport().width(), resource, self.dates.days(), *said

    def _fit_room(self) -> None:
        """The same bills have another room; others are fitted when they are there."""
        if self._fitted and self._fitted[1:] == self._shape()[1:]:
            self._fit(anew=False)

    # -- the cursor ----------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        current = self.grid.currentIndex()
        self._kept = (self.model.bill_at(current.row()), current.column()) if current.isValid() else None

    def _on_listed(self, fresh: bool) -> None:
        self._fit()
        if self._find_bill():
            return
        bill, column = self._kept or (None, 0)
        row = self.model.row_of(bill) if bill is not None else None
        if row is not None and self.grid.currentIndex().row() != row:
            self.grid.setCurrentIndex(self.model.index(row, column))
        elif fresh and row is None:
            self.grid.scrollToTop()
        self._tell_hidden()

    def _find_bill(self) -> bool:
        row = self.model.row_of(self._bill_to_find) if self._bill_to_find is not None else None
        if row is None:
            return False
        self._bill_to_find = None
        column = max(self.grid.currentIndex().column(), 0)
        self.grid.setCurrentIndex(self.model.index(row, column))
        self.grid.scrollTo(self.grid.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.grid.setFocus()
        return True

    # -- what was stored -----------------------------------------------------------------------------------------

    def _on_added(self, made: list[int]) -> None:
        self._added = made

    def _tell_hidden(self) -> None:
        """New bills that the filter leaves out would seem lost."""
        made, self._added = self._added, []
        if made and all(self.model.row_of(bill) is None for bill in made):
            self.tell_hidden(made[0])

    def tell_hidden(self, bill: int) -> None:
        """Say that a bill was stored which the table does not show."""
        t = self.texts.t
        self.desk.tell(
            t("Stored. The table does not show it: it belongs to other dates or another meter."),
            kind="look",
            action=(t("Show"), lambda: self.desk.go("consumption", bill_id=bill)),
        )

    def delete_rows(self, first: int, last: int) -> None:
        """Delete the bills of some rows of the table, and forget drafts among them. Can be undone."""
        model = self.model
        ids = model.ids[max(model.stored_of(first), 0) : max(model.stored_of(last) + 1, 0)]  # new rows stand above
        for row in range(min(last, model.draft_count() - 1), first - 1, -1):
            number = model.draft_of(row)
            if number is not None:
                model.forget_draft(number)
        if not ids or self.desk.context.read_only:
            return
        if len(ids) < DELETED_AT_ONCE:
            labelled = change_labels.bills_deleted
            self.desk.write(self, bill_edits.delete_bills, ids, label=labelled, then=self._tell_deleted)
            return
        context = self.desk.context
        self.desk.do(
            Doing(N_("Deleting {n} bills"), n=len(ids)),
            lambda _p: context.write(bill_edits.delete_bills, ids, label=change_labels.bills_deleted),
            self._tell_deleted,
            owner=self,
        )

    def _tell_deleted(self, count: int) -> None:
        told = change_labels.change_text(self.texts, *change_labels.bills_deleted(count))
        self.desk.tell(told, action=(self.texts.t("Undo"), self.desk.undo.undo))

    def _copy(self, block: Block) -> None:
        top, left, bottom, right = block
        columns = [column for column in range(left, right + 1) if not self.grid.isColumnHidden(column)]
        copy_bills(self.desk, self.model, range(top, bottom + 1), columns, QGuiApplication.clipboard().setMimeData)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint is shown where it needs no line of its own, and can be followed."""
        super().resizeEvent(event)
        narrow = self.width() < self.desk.px(HINT_PX)
        self.search.setFixedWidth(self.desk.px(NARROW_SEARCH_PX if narrow else SEARCH_PX))
        self._fit_room()
        self.hint.setVisible(self.width() >= self.desk.px(HINT_PX) and not self.desk.context.read_only)

    # -- menu and keys -------------------------------------------------------------------------------------------

    def _add_to_menu(self, menu: QMenu) -> None:
        t, current = self.texts.t, self.grid.currentIndex()
        bill = self.model.bill_at(current.row()) if current.isValid() else None
        if bill is not None:
            menu.addAction(t("Show where it comes from"), lambda: self.origin_asked.emit(bill))
            row = self.model.pages.row(self.model.stored_of(current.row()))
            if row is not None:
                menu.addAction(t("New bill of {meter}", meter=row.meter), lambda: self.new_asked.emit(row.meter_uid))
            menu.addSeparator()
        if current.isValid() and self.model.columns[current.column()].sortable:
            for words_, order in (
                (t("Sort upwards"), Qt.SortOrder.AscendingOrder),
                (t("Sort downwards"), Qt.SortOrder.DescendingOrder),
            ):
                menu.addAction(words_, partial(self.grid.sortByColumn, current.column(), order))
            menu.addSeparator()

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.model.columns[index.column()].key == "source":
            self._ask_origin(index)

    def _ask_origin(self, index: QModelIndex) -> None:
        bill = self.model.bill_at(index.row())
        if bill is not None:
            self.origin_asked.emit(bill)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the source of a bill shows it."""
        if (
            watched is self.grid
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            current = self.grid.currentIndex()
            editing = self.grid.state() == QAbstractItemView.State.EditingState
            if current.isValid() and not editing and self.model.columns[current.column()].key == "source":
                self._ask_origin(current)
                return True
        return super().eventFilter(watched, event)
