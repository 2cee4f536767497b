"""The sheet that a bill was read from, around its row, with its cells framed; in place of the page's figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.errors import Refused
from score_desktop.msgid import N_
from score_desktop.services.import_source import SourceSheet, open_source
from score_desktop.ui.doing import doing
from score_desktop.ui.itemmodels.source_sheet import SIDES_ROLE, SourceModel
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

HEAD, AROUND = 12, 40
"""Rows at the top of a sheet, and before and after the framed one, that decide how wide columns are."""
LONG = 22
"""Longer texts do not decide it."""
NARROWEST, WIDEST = 48, 260
MOST_SPANS = 60


class _FrameDelegate(QStyledItemDelegate):
    """Draws the frame: a style sheet's rule for cells hides their own background."""

    def __init__(self, colour: str, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._pen = QPen(QColor(colour), width)
        self._pen.setCapStyle(Qt.PenCapStyle.SquareCap)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)
        sides = index.data(SIDES_ROLE)
        if not sides:
            return
        # Over the line between two cells where the frame goes on, inside of the cell where it ends.
        box = option.rect.adjusted(1 if "L" in sides else -1, 1, -1 if "R" in sides else 1, -1)
        edges = {
            "L": (box.topLeft(), box.bottomLeft()),
            "T": (box.topLeft(), box.topRight()),
            "R": (box.topRight(), box.bottomRight()),
            "B": (box.bottomLeft(), box.bottomRight()),
        }
        painter.save()
        painter.setClipping(False)
        painter.setPen(self._pen)
        for side in sides:
            painter.drawLine(*edges[side])
        painter.restore()


class SourceView(QWidget):
    """One sheet of one file.

    Args:
        back: Goes back to the figures.

    Signals:
        shown: The sheet of the bill that was asked for can be seen.
        refused: Why it cannot be shown, in words.
    """

    shown = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, back: Callable[[], object]) -> None:
        super().__init__()
        self.desk = desk
        t = desk.texts.t
        self.model = SourceModel(desk, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(t("Sheet of the file"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setWordWrap(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.verticalHeader().setDefaultSectionSize(desk.px(tokens.ROW_HEIGHT))
        accent = tokens.palette(desk.mode).accent
        self.table.setItemDelegate(_FrameDelegate(accent, max(desk.px(2), 2), self.table))
        self.back = button(desk, t("Back to the figures"), back, icon="chevron-left", role="link")
        self.title, self.told = label("", "heading", wrap=True), label("", "small", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(desk.px(tokens.SPACE_3))
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, head)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)

    def open_bill(self, bill: int) -> None:
        """Read the sheet that a bill came from; `shown` or `refused` follows."""
        context = self.desk.context
        self.desk.do(
            doing(N_("Opening the file of the bill")),
            lambda progress: open_source(context, bill, progress),
            self._on_read,
            failed=self._on_failed,
            owner=self,
        )

    def _on_read(self, source: SourceSheet) -> None:
        t, place = self.desk.texts.t, source.place
        self.model.show_source(source)
        self.title.setText(t("{file} · sheet “{sheet}”, row {row}", file=place.file, sheet=place.sheet, row=place.row))
        kept = t("The file was kept with its import. The frame shows what the bill was read from.")
        found = t(
            "Read from {folder}, unchanged since the import.", folder=str(place.path.parent) if place.path else ""
        )
        self.told.setText(kept if source.kept else found)
        self._fit(self.model.row_of(place.row))
        self.shown.emit()
        self._go_to(self.model.row_of(place.row))

    def _on_failed(self, error: object) -> None:
        if isinstance(error, Refused):
            self.refused.emit(self.desk.texts.error(error))
        else:
            self.desk.trouble(error)

    def _fit(self, row: int) -> None:
        metrics, px, model = self.table.fontMetrics(), self.desk.px, self.model
        count = model.rowCount()
        rows = sorted({*range(min(HEAD, count)), *range(max(row - AROUND, 0), min(row + AROUND, count))})
        for column in range(model.columnCount()):
            texts = [str(model.index(one, column).data() or "") for one in rows]
            widest = max((metrics.horizontalAdvance(text) for text in texts if len(text) <= LONG), default=0)
            self.table.setColumnWidth(column, min(max(widest + px(34), px(NARROWEST)), px(WIDEST)))
        self._spread(rows)

    def _spread(self, rows: Sequence[int]) -> None:
        """Let the words of titles reach over the empty cells beside them, as spreadsheets do."""
        self.table.clearSpans()
        width, spread = self.model.columnCount(), 0
        for row in rows:
            filled = [column for column in range(width) if self.model.index(row, column).data()]
            if not filled or 2 * len(filled) > width or spread >= MOST_SPANS:
                continue
            for column, following in zip(filled, [*filled[1:], width], strict=True):
                if following - column > 1 and self.model.is_text(row, column):
                    self.table.setSpan(row, column, 1, following - column)
                    spread += 1

    def _go_to(self, row: int) -> None:
        framed = self.model.columns_framed()
        first = self.model.index(row, framed[0] if framed else 0)
        self.table.setCurrentIndex(first)
        self.table.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.table.setFocus()
