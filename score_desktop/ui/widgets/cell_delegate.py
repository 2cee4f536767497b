"""How cells of a spreadsheet-like table are drawn and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from score_desktop import tokens
from score_desktop.services.edits import ColumnKind
from score_desktop.ui.itemmodels.cells import WRONG_ROLE, CellModel
from score_desktop.ui.widgets.heads import pad

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
_WIDEST = 420
_MARK = 18
"""Of an icon before the text, pixels at 100 %."""
_BORDER, _PADDING, _CURSOR = 2, 6, 6
"""Of an editor in pixels; the last is what Qt keeps at both ends, and the cursor."""
_SELECTED = QStyle.StateFlag.State_Selected.value
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class CellDelegate(QStyledItemDelegate):
    """The cursor's row is tinted between two lines, its cell framed; a refused cell has a red corner and says why."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        palette = tokens.palette(desk.mode)
        self._pad = pad(desk)
        self._row = QColor(tokens.row_ground(desk.mode))
        self._selected = QColor(palette.selected)
        self._line = QColor(palette.grid)
        self._accent = QColor(palette.accent)
        self._wrong = QColor(palette.wrong)
        self._text = QColor(palette.text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell: row tint, text, line below, mark of a refusal, frame of the cursor."""
        view, model, rect = option.widget, index.model(), option.rect
        row, column = index.row(), index.column()
        current = view.currentIndex() if isinstance(view, QAbstractItemView) else QModelIndex()
        in_row = current.row() == row
        # A class of Qt's flags made by Python takes microseconds for each `&`: their numbers do not.
        if option.state.value & _SELECTED:
            painter.fillRect(rect, self._selected)
        elif in_row:
            painter.fillRect(rect, self._row)
        if not self._wrote(painter, option, index, model):
            plain = QStyleOptionViewItem(option)
            plain.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
            super().paint(painter, plain, index)
        painter.setPen(self._accent if in_row else self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if in_row:
            painter.drawLine(rect.topLeft(), rect.topRight())
        # Asked of the model itself: `index.data` would let other threads calculate before each cell.
        if model.data(index, WRONG_ROLE):
            size = self._desk.px(8)
            corner = rect.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._wrong)
            painter.drawPolygon(QPolygon([corner, corner - QPoint(size, 0), corner + QPoint(0, size)]))
        if in_row and current.column() == column:
            focused = bool(view is not None and view.hasFocus())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._accent, 2 if focused else 1))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _wrote(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, model: QAbstractItemModel) -> bool:
        """Write the text of a plain cell of a spreadsheet-like table; False if it has more than text to show.

        Qt's own way through a style sheet takes ten times as long, which a table that is scrolled beside a calculation
        cannot spare.
        """
        if not isinstance(model, CellModel) or type(self) is not CellDelegate:
            return False
        decorated = model.data(index, Qt.ItemDataRole.DecorationRole) is not None
        if decorated or model.data(index, Qt.ItemDataRole.FontRole) is not None:
            return False
        text = model.data(index)
        if text:
            rect = option.rect.adjusted(self._pad, 0, -self._pad, 0)
            brush = model.data(index, Qt.ItemDataRole.ForegroundRole)
            painter.setPen(brush.color() if brush is not None else self._text)
            metrics, side = option.fontMetrics, _RIGHT if model.columns[index.column()].right else _LEFT
            if metrics.horizontalAdvance(text) > rect.width():
                if rect.height() >= 2 * metrics.height():
                    side |= _WRAPPED
                else:
                    text = metrics.elidedText(text, option.textElideMode, rect.width())
            painter.drawText(rect, side, text)
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line of text; with the words that the cell can take, if it has such."""
        model = index.model()
        heading = model.headerData(index.column(), Qt.Orientation.Horizontal) if model is not None else ""
        offered = _offered(model, index)
        editor = CellEditor(parent, self._accent.name(), right=_is_right(model, index))
        editor.setAccessibleName(str(heading))
        if not index.data(Qt.ItemDataRole.EditRole):  # a cell may show what it stands for while it is empty
            editor.setPlaceholderText(str(index.data() or ""))
        if offered:
            completer = QCompleter([words for words, _ in offered], editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            editor.setCompleter(completer)
            widest = max(editor.fontMetrics().horizontalAdvance(words) for words, _ in offered)
            found = completer.popup()
            assert found is not None
            found.setMinimumWidth(min(widest + self._desk.px(32), self._desk.px(_WIDEST)))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over its cell, and over the cells beside it where what is written there is longer."""
        if isinstance(editor, CellEditor):
            editor.cell = QRect(option.rect)
            editor.fit()
        else:
            super().updateEditorGeometry(editor, option, index)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A text that is cut is said whole, before what the cell says besides."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        words = self.tip(option, index)
        QToolTip.showText(event.globalPos(), words, view.viewport(), option.rect)
        return bool(words)

    def tip(self, option: QStyleOptionViewItem, index: Index) -> str:
        """What the pointer says over a cell; "" for nothing."""
        text, said = str(index.data() or ""), str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        mark = self._desk.px(_MARK) if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0
        is_cut = option.fontMetrics.horizontalAdvance(text) > option.rect.width() - 2 * self._pad - mark
        return "\n".join(dict.fromkeys(part for part in (text if is_cut else "", said) if part))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """All digits of what is stored, or what was typed and refused; never over what is being typed."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, CellEditor) and not editor.take(text):
            return
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed."""
        if isinstance(editor, QLineEdit):
            model.setData(QModelIndex(index), _whole_name(model, index, editor.text()))  # type: ignore[arg-type]
        elif isinstance(editor, QComboBox):
            model.setData(QModelIndex(index), editor.currentData())  # type: ignore[arg-type]


class CellEditor(QLineEdit):
    """A line to type in, as wide as its cell or as what it holds.

    Args:
        parent: The viewport of the table.
        colour: Of its frame.
        right: What it holds stands at the right, as in the cell.

    Attributes:
        cell: Where the cell is.
    """

    def __init__(self, parent: QWidget, colour: str, *, right: bool) -> None:
        super().__init__(parent)
        self.cell, self._right = QRect(), right
        self._given: str | None = None
        self.setFrame(False)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setStyleSheet(
            f"QLineEdit {{ border: {_BORDER}px solid {colour}; border-radius: 0; padding: 0 {_PADDING}px;"
            " min-height: 0; }"
        )
        self.textChanged.connect(self.fit)

    def take(self, text: str) -> bool:
        """Whether what the cell holds is to stand here: it is new, and nothing was typed over what it held."""
        untouched = self._given is None or self.text() == self._given
        if not untouched or text == self._given:
            return False
        self._given = text
        return True

    def fit(self) -> None:
        """Cover the cell, and more to the side that is free where the text needs it."""
        if self.cell.isNull():
            return
        needed = self.fontMetrics().horizontalAdvance(self.text()) + 2 * (_BORDER + _PADDING) + _CURSOR
        around = self.parentWidget()
        room, place = around.rect() if around is not None else self.cell, QRect(self.cell)
        more = max(needed - place.width(), 0)
        if self._right:
            place.setLeft(max(place.left() - more, min(room.left(), place.left())))
        else:
            place.setRight(min(place.right() + more, max(room.right(), place.right())))
        self.setGeometry(place)


def _is_right(model: QAbstractItemModel | None, index: Index) -> bool:
    return isinstance(model, CellModel) and model.columns[index.column()].right


def _whole_name(model: QAbstractItemModel, index: Index, text: str) -> str:
    """The name of the only meter that begins with what was typed; else what was typed."""
    if not text.strip() or not isinstance(model, CellModel):
        return text
    if model.columns[index.column()].kind is not ColumnKind.METER:
        return text
    begun = text.strip().casefold()
    names = list(dict.fromkeys(words for words, _ in _offered(model, index)))
    fitting = [name for name in names if name.casefold().startswith(begun)]
    exact = any(name.casefold() == begun for name in names)
    return fitting[0] if len(fitting) == 1 and not exact else text


def _offered(model: QAbstractItemModel | None, index: Index) -> list[tuple[str, str]]:
    if not isinstance(model, CellModel) or model.draft_of(index.row()) is not None:
        row = -1
    else:
        row = model.stored_of(index.row())
    return list(model.choices(row, model.columns[index.column()])) if isinstance(model, CellModel) else []
