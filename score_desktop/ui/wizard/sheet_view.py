"""The sheet of the file as it looks, with meanings over its columns and verdicts beside its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.importing.workbook import column_index
from score_desktop.services.import_lines import RowKind
from score_desktop.services.import_meanings import AMOUNTS, hint_text, meaning_text, meanings_for
from score_desktop.ui.itemmodels.sheet import SheetModel, cell_text
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.wizard.sheet_headers import ColumnMeaning, MeaningHeader, VerdictHeader

if TYPE_CHECKING:
    from score_desktop.importing.result import FoundTable
    from score_desktop.importing.workbook import Sheet
    from score_desktop.services.import_session import ImportPreview
    from score_desktop.ui.desk import Desk

_SAMPLED_CELLS = 3_000
_HEADER_LINES = 3
_LONG = 24
"""Longer texts do not decide how wide a column is."""
_PADDING = 26
_WIDEST = 420
_MOST_SPANS = 60


class _SheetDelegate(QStyledItemDelegate):
    """Greys rows that are left out: a style sheet's rule for cells hides their own background."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class SheetView(QTableView):
    """Read-only; the keyboard moves a cell cursor through it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._texts = desk.texts
        self._choices: dict[tuple[str, ...], QStandardItemModel] = {}
        self._sheet: Sheet | None = None
        self._tall: list[int] = []
        self._lacking: dict[int, int] = {}
        self.sheet_model = SheetModel(desk, self)
        self.meanings = MeaningHeader(desk, self)
        self.verdicts = VerdictHeader(desk, self)
        self.setHorizontalHeader(self.meanings)
        self.setVerticalHeader(self.verdicts)
        self.setModel(self.sheet_model)
        self.setItemDelegate(_SheetDelegate(self))
        self.setAccessibleName(desk.texts.t("Sheet of the file"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(True)
        font = self.font()
        font.setPointSizeF(tokens.WINDOW_TEXT_PT * 0.88 * desk.scale)
        self.setFont(font)
        self.verdicts.setFont(font)
        self.corner = self._make_corner()
        for header in (self.meanings, self.verdicts):
            header.installEventFilter(self)

    def _make_corner(self) -> QWidget:
        t, px = self._desk.texts.t, self._desk.px
        corner = QFrame(self)
        set_role(corner, "surface")
        column = QVBoxLayout(corner)
        column.setContentsMargins(px(10), px(3), px(4), px(4))
        column.addWidget(label(t("Certainty of the reading"), "small"))
        column.addStretch(1)
        column.addWidget(label(t("Meaning"), "small"))
        column.addStretch(1)
        return corner

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner where the two headings leave it free."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self.corner.setGeometry(0, 0, self.verdicts.width(), self.meanings.height())
            self.corner.raise_()
        return super().eventFilter(watched, event)

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_table(
        self, preview: ImportPreview, sheet: Sheet, table: FoundTable | None, kinds: Collection[RowKind] = ()
    ) -> None:
        """Show a sheet with the meanings of one of its tables.

        Args:
            kinds: Only rows of these kinds; empty: all.
        """
        columns = self._columns(preview, sheet, table) if table is not None else {}
        unread = {number for number, column in columns.items() if not column.meaning}
        amounts = {number for number, column in columns.items() if column.meaning in AMOUNTS}
        other = sheet is not self._sheet
        self._sheet = sheet
        moved = self.sheet_model.show_sheet(preview, sheet, kinds, unread, amounts)
        if table is not None:
            self.meanings.show_columns(columns, self._choices_for(table))
        else:
            self.meanings.show_columns({}, QStandardItemModel(self))
        if other:
            self.verdicts.fit(sheet.first_row + len(sheet.rows))
            self._fit_columns(sheet)
        if moved:
            self._fit_rows(preview, sheet)
        self.viewport().update()
        self.verdicts.viewport().update()

    def forget(self) -> None:
        """Show nothing."""
        self._sheet, self._tall, self._lacking = None, [], {}
        self.clearSpans()
        self.sheet_model.forget()

    def go_to_row(self, number: int) -> None:
        """Scroll to a row of the spreadsheet."""
        row = self.sheet_model.place_of(number)
        if row >= 0:
            self.scrollTo(self.sheet_model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _columns(self, preview: ImportPreview, sheet: Sheet, table: FoundTable) -> Mapping[int, ColumnMeaning]:
        first, last = (column_index("".join(filter(str.isalpha, end))) for end in table.range.split(":"))
        from score_desktop.importing.workbook import column_letters

        asked = {one.column for one in preview.questions if one.sheet == sheet.name}
        columns = {}
        for place in range(first, last + 1):
            letters = column_letters(place)
            hint = table.hints.get(letters, "")
            is_open = letters in asked and bool(table.columns.get(letters))
            said = hint_text(hint, self._texts) if hint else ""
            columns[place - sheet.first_col] = ColumnMeaning(
                letters,
                table.columns.get(letters, ""),
                self._texts.t("to be confirmed") if is_open else said,
                0.0 if is_open else table.confidence.get(letters, 0.0),
                table.titles.get(letters, ""),
            )
        return columns

    def _choices_for(self, table: FoundTable) -> QStandardItemModel:
        meanings = meanings_for(table)
        known = self._choices.get(meanings)
        if known is None:
            known = self._choices[meanings] = QStandardItemModel(self)
            for meaning in meanings:
                item = QStandardItem(meaning_text(meaning, self._texts))
                item.setData(meaning, Qt.ItemDataRole.UserRole)
                known.appendRow(item)
        return known

    # -- sizes ---------------------------------------------------------------------------------------------------

    def _fit_columns(self, sheet: Sheet) -> None:
        """Wide enough for what stands over a column, and for its numbers and short words."""
        px, metrics = self._desk.px, QFontMetrics(self.font())
        sampled = sheet.rows[: max(_SAMPLED_CELLS // max(sheet.width, 1), 5)]
        self._lacking = {}
        for column in range(sheet.width):
            texts = {cell_text(row[column], self._texts) for row in sampled}
            # Of one length, such as months, not all are as wide.
            longest = sorted((text for text in texts if len(text) <= _LONG), key=len)[-12:]
            widest = max(map(metrics.horizontalAdvance, longest), default=0)
            wanted = max(widest + px(_PADDING), self.meanings.words_width(column), px(64))
            self.setColumnWidth(column, min(wanted, px(240)))
            longer = max(map(metrics.horizontalAdvance, sorted(texts, key=len)[-12:]), default=0) + px(_PADDING)
            self._lacking[column] = max(min(longer, px(_WIDEST)) - self.columnWidth(column), 0)
        self._give_spare_room()

    def _give_spare_room(self) -> None:
        """Room that no column needs goes to those whose long texts are cut, to the nearest to their need first."""
        spare = self.viewport().width() - self.meanings.length()
        for column, room in sorted(self._lacking.items(), key=lambda item: item[1]):
            given = min(room, max(spare, 0))
            if given:
                self.setColumnWidth(column, self.columnWidth(column) + given)
                self._lacking[column] -= given
                spare -= given

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or the first room after columns were fitted unseen."""
        super().resizeEvent(event)
        self._give_spare_room()

    def _fit_rows(self, preview: ImportPreview, sheet: Sheet) -> None:
        """Header rows as high as their words, titles across the columns."""
        usual, model = self.verdicts.defaultSectionSize(), self.sheet_model
        self.clearSpans()
        for row in self._tall:
            if row < model.rowCount():
                self.setRowHeight(row, usual)
        self._tall = []
        lines = preview.sheets.get(sheet.name)
        if lines is None:
            return
        for number in lines.rows(RowKind.HEADER)[:_MOST_SPANS]:
            row = model.place_of(number)
            if model.row_number(row) == number:
                self.setRowHeight(
                    row, self._lines_of(sheet, number) * QFontMetrics(self.font()).height() + self._desk.px(6)
                )
                self._tall.append(row)
        for number in lines.rows(RowKind.TITLE, RowKind.NOTE)[:_MOST_SPANS]:
            row = model.place_of(number)
            if model.row_number(row) == number:
                self._spread(row, sheet.rows[number - sheet.first_row])

    def _spread(self, row: int, cells: Sequence[object]) -> None:
        """Let the words of a title reach over the empty cells beside them, as spreadsheets do."""
        filled = [column for column, cell in enumerate(cells) if cell is not None]
        for column, following in zip(filled, [*filled[1:], len(cells)], strict=True):
            if following - column > 1:
                self.setSpan(row, column, 1, following - column)

    def _lines_of(self, sheet: Sheet, number: int) -> int:
        metrics, most = QFontMetrics(self.font()), 1
        for column, cell in enumerate(sheet.rows[number - sheet.first_row]):
            text = cell_text(cell, self._texts)
            room = max(self.columnWidth(column) - self._desk.px(_PADDING), 10)
            bounds = metrics.boundingRect(0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, text)
            most = max(most, round(bounds.height() / metrics.lineSpacing()))
            if most >= _HEADER_LINES:
                return _HEADER_LINES
        return most
