"""Conflicts as rows of two lines: what is stored above, what the file says below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from score_desktop import tokens
from score_desktop.enums import OnConflict
from score_desktop.services.import_preview_words import conflict_difference, conflict_words
from score_desktop.ui import icons

if TYPE_CHECKING:
    from score_desktop.services.import_conflicts import Conflict
    from score_desktop.services.import_outcome import RecordKey
    from score_desktop.services.import_preview_words import FieldWords
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
LINES_ROLE = Qt.ItemDataRole.UserRole + 1
"""Both lines of a cell, and whether the lower one is marked as changed."""
RECORD, QUANTITY, COST, DIFFERENCE, DECISION = range(5)


class ConflictModel(QAbstractTableModel):
    """Conflicts with what was decided about them."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = desk.texts
        self._conflicts: Sequence[Conflict] = ()
        self._decisions: dict[RecordKey, OnConflict] = {}
        self._rows: list[int] = []
        self._words: dict[int, Mapping[str, FieldWords]] = {}
        t = desk.texts.t
        self._headings = (t("Record"), t("Quantity"), t("Total"), t("Difference"), t("Decision"))
        self.decision_words = {
            OnConflict.KEEP: t("audit"),
            OnConflict.REPLACE: t("file"),
            OnConflict.BOTH: t("both"),
        }
        self._undecided = t("undecided")

    def show_conflicts(self, conflicts: Sequence[Conflict], decisions: Mapping[RecordKey, OnConflict]) -> None:
        """Show these, all of them."""
        self.beginResetModel()
        self._conflicts, self._decisions, self._words = conflicts, dict(decisions), {}
        self._rows = list(range(len(conflicts)))
        self.endResetModel()

    def filter(self, wanted: Callable[[OnConflict | None], bool]) -> None:
        """Show those whose decision (None: undecided) is wanted; a later decision hides none of them."""
        self.beginResetModel()
        self._rows = [
            place for place, conflict in enumerate(self._conflicts) if wanted(self._decisions.get(conflict.key))
        ]
        self.endResetModel()

    @property
    def decisions(self) -> Mapping[RecordKey, OnConflict]:
        """What was decided."""
        return self._decisions

    def decide(self, row: int, decision: OnConflict) -> None:
        """Decide about one."""
        self._decisions[self.conflict(row).key] = decision
        self.dataChanged.emit(self.index(row, DECISION), self.index(row, DECISION))

    def decide_all(self, decision: OnConflict) -> None:
        """Decide about all that are shown."""
        for row in range(len(self._rows)):
            self._decisions[self.conflict(row).key] = decision
        if self._rows:
            self.dataChanged.emit(self.index(0, DECISION), self.index(len(self._rows) - 1, DECISION))

    def conflict(self, row: int) -> Conflict:
        """The conflict in a row."""
        return self._conflicts[self._rows[row]]

    def words(self, row: int) -> Mapping[str, FieldWords]:
        """Its fields by name, made when it is looked at."""
        place = self._rows[row]
        known = self._words.get(place)
        if known is None:
            known = self._words[place] = {
                field.name: field for field in conflict_words(self._conflicts[place], self._texts)
            }
        return known

    def counts(self) -> tuple[int, int]:
        """How many there are in all, and how many are decided."""
        return len(self._conflicts), sum(conflict.key in self._decisions for conflict in self._conflicts)

    # -- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of conflicts shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._headings):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _side(section) | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: two lines."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            upper, lower, _ = self._lines(index.row(), index.column())
            return "\n".join(filter(None, (upper, lower)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        return self._lines(index.row(), index.column()) if role == LINES_ROLE else None

    def _lines(self, row: int, column: int) -> tuple[str, str, bool]:
        conflict = self.conflict(row)
        if column == DECISION:
            decision = self._decisions.get(conflict.key)
            return (self._undecided if decision is None else self.decision_words[decision]), "", decision is not None
        if column == DIFFERENCE:
            return *conflict_difference(conflict, self._texts), False
        words = self.words(row)
        if column == RECORD:
            parts = [words["period"].file]
            if "invoice_number" in words:
                parts.append(words["invoice_number"].file)
            return conflict.key.name, " · ".join(parts), False
        field = words.get("cost" if column == COST else "quantity" if conflict.is_bill else "value")
        return (field.stored, field.file, field.differs) if field is not None else ("", "", False)


def _side(column: int) -> Qt.AlignmentFlag:
    numbers = (QUANTITY, COST, DIFFERENCE)
    return Qt.AlignmentFlag.AlignRight if column in numbers else Qt.AlignmentFlag.AlignLeft


class ConflictDelegate(QStyledItemDelegate):
    """Two lines; what changes in the file is marked, a decision has a tick."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._colours = tokens.palette(desk.mode)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for both lines."""
        upper, lower, _ = index.data(LINES_ROLE)
        metrics = QFontMetrics(_semibold(option.font))
        width = max(metrics.horizontalAdvance(upper), metrics.horizontalAdvance(lower))
        return QSize(width + self._desk.px(34), self._desk.px(50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        colours, px = self._colours, self._desk.px
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selected))
        upper, lower, marked = index.data(LINES_ROLE)
        room = option.rect.adjusted(px(10), px(5), -px(10), -px(6))
        if index.column() == DECISION:
            self._paint_decision(painter, room, upper, decided=marked)
        else:
            self._paint_lines(painter, option.font, room, (upper, lower), index.column(), marked=marked)
        painter.setPen(QColor(colours.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
            painter.setPen(QPen(QColor(colours.accent), 2))
            if index.column() == RECORD:
                painter.drawLine(option.rect.topLeft(), option.rect.bottomLeft())
        painter.restore()

    def _paint_decision(self, painter: QPainter, room: QRect, words: str, *, decided: bool) -> None:
        size = self._desk.px(15)
        if decided:
            mark = icons.pixmap("check", self._colours.accent, size)
            painter.drawPixmap(QPoint(room.left(), room.center().y() - size // 2), mark)
            room = room.adjusted(size + self._desk.px(5), 0, 0, 0)
        painter.setPen(QColor(self._colours.text if decided else self._colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_lines(
        self, painter: QPainter, font: QFont, room: QRect, lines: tuple[str, str], column: int, *, marked: bool
    ) -> None:
        colours, px = self._colours, self._desk.px
        side, (upper, lower) = _side(column), lines
        painter.setFont(_semibold(font) if column == RECORD else font)
        painter.setPen(QColor(colours.text))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignTop, _elided(painter, upper, room))
        small = QFont(font)
        small.setPointSizeF(small.pointSizeF() * 0.92)
        painter.setFont(small)
        if marked:
            bounds = painter.boundingRect(room, side | Qt.AlignmentFlag.AlignBottom, lower).adjusted(
                -px(3), 0, px(3), 1
            )
            painter.fillRect(bounds, QColor(tokens.mixed(colours.look, colours.background, 0.12)))
            painter.setPen(QColor(colours.look))
            painter.drawLine(bounds.bottomLeft(), bounds.bottomRight())
        is_main = marked or column in (QUANTITY, COST)
        painter.setPen(QColor(colours.text if is_main else colours.muted))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignBottom, _elided(painter, lower, room))


def _semibold(font: QFont) -> QFont:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong


def _elided(painter: QPainter, text: str, room: QRect) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
