"""Production, hours and people of each month: a spreadsheet with a line of totals below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTableView, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.services import activity, change_labels
from score_desktop.ui.itemmodels.activity import ActivityModel, TotalsModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.grid import GridView
from score_desktop.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from score_desktop.services.activity import ActivityGrid, Series
    from score_desktop.services.enterprise_view import EnterpriseView
    from score_desktop.ui.desk import Desk


ROOMY_UP_TO = 1.5
"""Size of text up to which there is room for everything around the months."""


class ActivitySection(QWidget):
    """The grid with what can be done to its columns.

    Signals:
        earlier_asked: Months before those shown are wanted.
    """

    earlier_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        t = desk.texts.t
        self.model = ActivityModel(desk, self)
        self._stored_grid = self.model.grid
        self._unstored: dict[str, Series] = {}
        self._wanted = ""
        self.grid = GridView(desk, t("Monthly production, hours and people"))
        self.grid.setObjectName("activity")
        self.grid.setModel(self.model)
        self.grid.horizontalHeader().setStretchLastSection(False)
        self.grid.horizontalHeader().geometriesChanged.connect(self._hug)
        self.grid.horizontalHeader().sectionResized.connect(lambda *_: self._hug())
        self.grid.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.horizontalHeader().customContextMenuRequested.connect(self._show_column_menu)
        self.grid.menu_extra = self._extend_menu
        self.totals = TotalsView(desk, self.grid, self.model)
        self.hint = label(
            t("Paste from Excel with Ctrl+V. An empty cell means not known; type 0 where nothing was made."),
            "muted",
            wrap=True,
        )
        self.wrong = label("", "look")
        self.add = button(desk, t("Add column"), self._ask_new, icon="plus")
        self.change = button(desk, t("Change column"), self._ask_change, icon="pencil")
        self.earlier = button(desk, t("Earlier months"), self.earlier_asked.emit, icon="chevron-up")
        self.import_ = button(desk, t("Import production"), desk.ask_import, icon="file-input")
        self.model.written.connect(self._on_written)
        self._writers = (self.add, self.change, self.import_)
        self._lay_out()
        self._offer()
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._offer())

    def _lay_out(self) -> None:
        desk = self.desk
        line = FlowBox(desk.px(tokens.SPACE_2))
        line.add(self.add, self.change, self.earlier, self.import_, self.wrong)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        self.empty = self._empty_notice()
        column.addWidget(self.empty)
        column.addWidget(line)
        column.addWidget(self.hint)
        months = QHBoxLayout()
        months.addWidget(self.grid, 1)
        months.addStretch(0)
        nest(column, months, 1)
        column.addWidget(self.totals)
        self.grid.setAccessibleDescription(self.hint.text())
        if desk.scale > ROOMY_UP_TO:  # the months themselves come first
            self.hint.hide()
            self.totals.setFixedHeight(desk.px(tokens.ROW_HEIGHT) + 2)
            self.totals.setRowHidden(0, True)

    def _hug(self) -> None:
        """The table ends where its columns do, so that its scroll bar stands beside them."""
        bar = self.grid.verticalScrollBar().sizeHint().width()
        self.grid.setMaximumWidth(self.grid.horizontalHeader().length() + bar + 2 * self.grid.frameWidth())

    def _empty_notice(self) -> QWidget:
        t = self.desk.texts.t
        return EmptyState(
            self.desk,
            "sheet",
            t("No production yet"),
            t(
                "With monthly production every consumption can be told per unit of product. "
                "Import a workbook, or type below."
            ),
            (t("Import production"), self.desk.ask_import),
            (t("Add a product"), self._ask_new),
        )

    # -- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: EnterpriseView) -> None:
        """Show the months of an audit."""
        if view.profile.uid != self.model.enterprise:
            self._unstored.clear()
        self.totals.sums.set_period(view.start, view.end)
        self._show_grid(view.profile.uid, view.grid)

    def _show_grid(self, enterprise: str, grid: ActivityGrid) -> None:
        self._stored_grid = grid
        stored = {series.key for series in grid.series}
        self._unstored = {key: series for key, series in self._unstored.items() if key not in stored}
        current, fresh = self.grid.currentIndex(), not self.model.stored_count()
        row, column = (len(grid.months) - 1, 1) if fresh else (current.row(), current.column())
        if self.model.show_grid(enterprise, replace(grid, series=(*grid.series, *self._unstored.values()))):
            self.grid.fit_columns(again=True)
            self.totals.make_room()
            keys = [series.key for series in self.model.grid.series]
            if self._wanted in keys:
                row, column = 0, keys.index(self._wanted) + 1
                self._wanted = ""
                self.grid.setFocus()
            last = self.model.rowCount() - 1, self.model.columnCount() - 1
            self.grid.setCurrentIndex(self.model.index(min(max(row, 0), last[0]), min(max(column, 1), last[1])))
        self.empty.setVisible(not grid.values and not grid.blocked)
        self._offer()

    def _offer(self) -> None:
        writable = not self.desk.context.read_only
        for made in self._writers:
            made.setEnabled(writable)
        series = self._current_series()
        self.change.setEnabled(writable and series is not None and bool(series.name))

    def _current_series(self) -> Series | None:
        return self.model.series_at(self.grid.currentIndex().column())

    def _on_written(self, _stored: int, _refused: int) -> None:
        texts, count = self.desk.texts, self.model.wrong_count()
        words = texts.tn("{n} cell needs a look: it is not stored", "{n} cells need a look: they are not stored", count)
        self.wrong.setText(words if count else "")

    # -- columns -------------------------------------------------------------------------------------------------

    def _ask_new(self) -> None:
        from score_desktop.ui.dialogs.series import SeriesDialog

        dialog = SeriesDialog(self.desk, self.model.enterprise, None, self.window())
        dialog.made.connect(self._take_series)
        dialog.open()

    def _take_series(self, series: Series) -> None:
        """A product is stored and will be read; any other column stands here until it has its first value."""
        self._wanted = series.key
        if series.product is None:
            self._unstored[series.key] = series
            self._show_grid(self.model.enterprise, self._stored_grid)

    def _ask_change(self) -> None:
        from score_desktop.ui.dialogs.series import SeriesDialog

        series = self._current_series()
        if series is not None:
            SeriesDialog(self.desk, self.model.enterprise, series, self.window()).open()

    def _delete(self, series: Series) -> None:
        title = activity.series_title(series, self.desk.texts)
        self.desk.write(
            self,
            activity.delete_series,
            self.model.enterprise,
            series,
            label=change_labels.named("change.series_deleted", title),
            then=lambda count: self._tell_deleted(title, count),
        )

    def _tell_deleted(self, title: str, count: int) -> None:
        texts = self.desk.texts
        words = texts.tn(
            "Column {name} deleted with {n} value.", "Column {name} deleted with {n} values.", count, name=title
        )
        self.desk.tell(words, action=(texts.t("Undo"), self.desk.undo.undo))

    def _show_column_menu(self, place: QPoint) -> None:
        header = self.grid.horizontalHeader()
        column = header.logicalIndexAt(place)
        if self.model.series_at(column) is None:
            return
        current = self.grid.currentIndex()
        self.grid.setCurrentIndex(self.model.index(max(current.row(), 0), column))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._extend_menu(menu)
        menu.popup(header.mapToGlobal(place))

    def _extend_menu(self, menu: QMenu) -> None:
        series, t = self._current_series(), self.desk.texts.t
        if self.desk.context.read_only:
            return
        menu.addAction(t("Add column"), self._ask_new)
        if series is not None and series.name:
            menu.addAction(t("Change column"), self._ask_change)
            menu.addAction(t("Delete column"), lambda: self._delete(series))
        menu.addSeparator()


class TotalsView(QTableView):
    """Lines below a grid whose columns it follows; shown, not reached by the keyboard."""

    def __init__(self, desk: Desk, grid: GridView, model: ActivityModel) -> None:
        super().__init__()
        self._grid = grid
        self.sums = TotalsModel(model)
        self.setModel(self.sums)
        self.setAccessibleName(desk.texts.t("Totals of the months shown"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.horizontalHeader().setMinimumSectionSize(grid.horizontalHeader().minimumSectionSize())
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        height = desk.px(tokens.ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(height * 2 + 2)
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        grid.horizontalHeader().sectionResized.connect(lambda number, _old, new: self.setColumnWidth(number, new))
        grid.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)

    def make_room(self) -> None:
        """Widen columns of the grid in which a sum would not fit, and take their widths."""
        for column in range(self.sums.columnCount()):
            needed = max(self.sizeHintForIndex(self.sums.index(row, column)).width() for row in range(2))
            if self._grid.columnWidth(column) < needed:
                self._grid.setColumnWidth(column, needed)
            self.setColumnWidth(column, self._grid.columnWidth(column))
