"""The headings of the sheet in the wizard: above letters, certainty and meanings; at the left what becomes of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView, QWidget

from score_desktop import tokens
from score_desktop.services.import_lines import RowKind
from score_desktop.ui import icons
from score_desktop.ui.itemmodels.sheet import KIND_ROLE, ROW_ROLE

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

BARS = 3
_SURE, _FAIR = 0.85, 0.6
_ICONS: Mapping[RowKind, tuple[str, str]] = {
    RowKind.NEW: ("circle-check", "accent"),
    RowKind.DUPLICATE: ("copy", "muted"),
    RowKind.CONFLICT: ("triangle-alert", "look"),
    RowKind.PROBLEM: ("circle-x", "wrong"),
    RowKind.OPEN: ("circle-question-mark", "look"),
    RowKind.HEADER: ("table-2", "muted"),
    RowKind.PART: ("merge", "muted"),
}


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What stands over one column.

    Attributes:
        letters: Of the column in the spreadsheet.
        meaning: Its meaning; "" for none.
        hint: What its values are in, in words.
        certainty: 0 to 1.
        title: Words of the sheet over the column.
    """

    letters: str
    meaning: str
    hint: str = ""
    certainty: float = 0.0
    title: str = ""


def bars_of(certainty: float) -> int:
    """How many of the three bars are filled."""
    return BARS if certainty >= _SURE else 2 if certainty >= _FAIR else 1


class MeaningBox(QComboBox):
    """The meaning of a column, over it: bold, with what its values are in below.

    Signals:
        moved: Left or Right was pressed: the neighbour's turn (-1 or 1).
        reached: It got the keyboard.
    """

    moved = Signal(int)
    reached = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._colours = tokens.palette(desk.mode)
        self._shown = ColumnMeaning("", "")
        self.setMaxVisibleItems(18)

    def show_column(self, column: ColumnMeaning) -> None:
        """Show what a column means."""
        self._shown = column
        self.setCurrentIndex(self.findData(column.meaning))
        t = self._desk.texts.t
        name = t("Meaning of column {column}", column=column.letters)
        self.setAccessibleName(f"{name}: {column.title}" if column.title else name)
        sure = t("certainty {bars} of {count}", bars=bars_of(column.certainty), count=BARS) if column.meaning else ""
        self.setAccessibleDescription(sure)
        self.setToolTip(" · ".join(part for part in (self.currentText(), column.hint, sure) if part))
        self.update()

    def showPopup(self) -> None:
        """As wide as the longest meaning, not as the column."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())), default=0)
        self.view().setMinimumWidth(widest + self._desk.px(48))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel over the table must not change what a column means."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the neighbour; the rest is the list's."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        """Tell the header where the keyboard is."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.reached.emit()

    def words_width(self) -> int:
        """Room that the words need."""
        bold, small = self._fonts()
        wide = QFontMetrics(bold).horizontalAdvance(self.currentText()) + self._desk.px(20)
        return max(wide, QFontMetrics(small).horizontalAdvance(self._shown.hint)) + self._desk.px(14)

    def _fonts(self) -> tuple[QFont, QFont]:
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        bold.setPointSizeF(bold.pointSizeF() * 0.95)
        small.setPointSizeF(small.pointSizeF() * 0.83)
        return bold, small

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two lines and an arrow; amber where the program is not sure, plain where nothing is read."""
        painter = QPainter(self)
        colours, px = self._colours, self._desk.px
        ground = colours.background
        if self._shown.meaning:
            doubtful = bars_of(self._shown.certainty) < BARS
            ground = tokens.mixed(colours.look, ground, 0.13) if doubtful else colours.selected
        painter.fillRect(self.rect(), QColor(ground))
        bold, small = self._fonts()
        room = self.rect().adjusted(px(7), px(4), -px(6), -px(3))
        size = px(12)
        painter.drawPixmap(
            QPoint(room.right() - size, room.top() + px(3) if self._shown.hint else room.center().y() - size // 2),
            icons.pixmap("chevron-down", colours.muted, size, self.devicePixelRatioF()),
        )
        painter.setFont(bold)
        painter.setPen(QColor(colours.text if self._shown.meaning else colours.muted))
        words = QFontMetrics(bold).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - size - px(4)
        )
        height = Qt.AlignmentFlag.AlignTop if self._shown.hint else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | height, words)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        hint = QFontMetrics(small).elidedText(self._shown.hint, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, hint)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()


class MeaningHeader(QHeaderView):
    """Above the sheet: letters with bars of certainty, below them a list of meanings for each column of the table.

    Signals:
        chosen: Letters of a column, and the meaning that a person chose for it.
    """

    chosen = Signal(str, str)

    def __init__(self, desk: Desk, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._desk = desk
        self._colours = tokens.palette(desk.mode)
        self._boxes: dict[int, MeaningBox] = {}
        self._columns: dict[int, ColumnMeaning] = {}
        self._letters_height, self._box_height = desk.px(22), desk.px(40)
        self.setMinimumSectionSize(desk.px(40))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionResized.connect(self.place_boxes)
        view.horizontalScrollBar().valueChanged.connect(self.place_boxes)

    def sizeHint(self) -> QSize:
        """Letters and meanings."""
        return QSize(super().sizeHint().width(), self._letters_height + self._box_height)

    def show_columns(self, columns: Mapping[int, ColumnMeaning], choices: QStandardItemModel) -> None:
        """Show what the columns of a table mean, by their number in the view.

        Args:
            choices: Meanings to choose from, shared by all columns.
        """
        self._columns = dict(columns)
        for number in [number for number in self._boxes if number not in columns]:
            box = self._boxes.pop(number)
            box.hide()
            box.deleteLater()
        for number, column in columns.items():
            box = self._boxes.get(number) or self._make_box(number)
            if box.model() is not choices:
                box.setModel(choices)
            box.show_column(column)
        self._one_stop(next(iter(self._boxes), -1) if self.focused() < 0 else self.focused())
        self.place_boxes()
        self.viewport().update()

    def _make_box(self, number: int) -> MeaningBox:
        box = self._boxes[number] = MeaningBox(self._desk, self.viewport())
        box.activated.connect(lambda _index, number=number: self._choose(number))
        box.moved.connect(lambda step, number=number: self._go(number + step))
        box.reached.connect(lambda number=number: self._reach(number))
        return box

    def _choose(self, number: int) -> None:
        column, meaning = self._columns[number], self._boxes[number].currentData()
        if meaning != column.meaning:
            self.chosen.emit(column.letters, meaning)

    # -- the keyboard: all lists are one stop of Tab, arrows go between them -------------------------------------

    def focused(self) -> int:
        """Number of the column whose list has the keyboard; -1 for none."""
        return next((number for number, box in self._boxes.items() if box.hasFocus()), -1)

    def _one_stop(self, number: int) -> None:
        for other, box in self._boxes.items():
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == number else Qt.FocusPolicy.ClickFocus)

    def _reach(self, number: int) -> None:
        self._one_stop(number)
        view = self.parentWidget()
        assert isinstance(view, QTableView)
        left, width = self.sectionViewportPosition(number), self.sectionSize(number)
        if left < 0 or left + width > self.viewport().width():
            bar = view.horizontalScrollBar()
            bar.setValue(bar.value() + (left if left < 0 else left + width - self.viewport().width()))

    def _go(self, number: int) -> None:
        if number in self._boxes:
            self._boxes[number].setFocus(Qt.FocusReason.OtherFocusReason)

    def box(self, number: int) -> MeaningBox:
        """The list over a column."""
        return self._boxes[number]

    def words_width(self, number: int) -> int:
        """Room that the words over a column need; 0 where there are none."""
        return self._boxes[number].words_width() if number in self._boxes else 0

    # -- drawing -------------------------------------------------------------------------------------------------

    def place_boxes(self) -> None:
        """Put each list over its column."""
        for number, box in self._boxes.items():
            left, width = self.sectionViewportPosition(number), self.sectionSize(number)
            box.setGeometry(left, self._letters_height, width - 1, self._box_height - 1)
            box.show()  # also out of sight: so that the keyboard can go there

    def updateGeometries(self) -> None:
        """Also when the view is laid out anew."""
        super().updateGeometries()
        self.place_boxes()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Letters, and bars of certainty."""
        painter.save()
        colours, px = self._colours, self._desk.px
        painter.fillRect(rect, QColor(colours.surface))
        top = QRect(rect.left(), rect.top(), rect.width(), self._letters_height)
        painter.setPen(QColor(colours.muted))
        model = self.model()
        letters = str(model.headerData(logical, Qt.Orientation.Horizontal) or "") if model is not None else ""
        column = self._columns.get(logical)
        painter.drawText(top.adjusted(0, 0, -px(18) if column else 0, 0), Qt.AlignmentFlag.AlignCenter, letters)
        if column is not None and column.meaning:
            self._paint_bars(painter, top, bars_of(column.certainty))
        painter.setPen(QColor(colours.grid))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(top.bottomLeft(), top.bottomRight())
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_bars(self, painter: QPainter, room: QRect, filled: int) -> None:
        px, colours = self._desk.px, self._colours
        full = QColor(colours.accent if filled == BARS else colours.look)
        for bar in range(BARS):
            height = px(4 + 2 * bar)
            left = room.right() - px(6) - (BARS - bar) * px(5)
            painter.fillRect(
                QRect(left, room.bottom() - px(5) - height, px(4), height),
                full if bar < filled else QColor(colours.line),
            )


class VerdictHeader(QHeaderView):
    """At the left of the sheet: an icon and words for what becomes of each row, and its number."""

    def __init__(self, desk: Desk, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._desk = desk
        self._colours = tokens.palette(desk.mode)
        self._numbers = desk.px(40)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(desk.px(12))
        self.setDefaultSectionSize(desk.px(22))
        self.setSectionsClickable(True)

    def fit(self, last_row: int) -> None:
        """Be wide enough for the usual words and for the number of the last row."""
        t, px = self._desk.texts.t, self._desk.px
        metrics = self.fontMetrics()
        usual = (
            t("Left out: subtotal"),
            t("New, credit note"),
            t("New, estimated"),
            t("Counted with another row"),
            t("Already in the audit"),
            t("Differs from the audit"),
            t("Repeated: row {row}", row=last_row),
        )
        words = max(metrics.horizontalAdvance(text) for text in usual)
        self._numbers = metrics.horizontalAdvance(str(last_row)) + px(16)
        self.setFixedWidth(min(words + px(36), px(190)) + self._numbers)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """One row's verdict."""
        model = self.model()
        kind_value = model.headerData(logical, Qt.Orientation.Vertical, KIND_ROLE) if model is not None else None
        if model is None or kind_value is None:
            return
        colours, px, kind = self._colours, self._desk.px, RowKind(kind_value)
        painter.save()
        painter.fillRect(
            rect, QColor(colours.surface if kind not in _ICONS or kind is RowKind.HEADER else colours.background)
        )
        name, role = _ICONS.get(kind, ("minus", "muted"))
        size = px(14)
        painter.drawPixmap(
            QPoint(rect.left() + px(10), rect.center().y() - size // 2),
            icons.pixmap(name, getattr(colours, role), size, self.devicePixelRatioF()),
        )
        words = str(model.headerData(logical, Qt.Orientation.Vertical) or "")
        room = QRect(rect.left() + px(30), rect.top(), rect.width() - self._numbers - px(34), rect.height())
        strong = {RowKind.PROBLEM: colours.wrong, RowKind.CONFLICT: colours.look, RowKind.OPEN: colours.look}
        plain = colours.text if kind in (RowKind.NEW, RowKind.PART) else colours.muted
        painter.setPen(QColor(strong.get(kind, plain)))
        words = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(QColor(colours.muted))
        number = model.headerData(logical, Qt.Orientation.Vertical, ROW_ROLE)
        right = QRect(rect.right() - self._numbers, rect.top(), self._numbers - px(6), rect.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(number))
        painter.setPen(QColor(colours.grid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(right.topLeft(), right.bottomLeft())
        painter.restore()
