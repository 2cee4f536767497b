"""How cells of a spreadsheet-like table are drawn and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from score_desktop import tokens
from score_desktop.services.edits import ColumnKind
from score_desktop.ui.itemmodels.cells import WRONG_ROLE, CellModel

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
_WIDEST = 420
_PAD, _FRAME = 8, 3
"""Left and right of a text, as the style sheet does it: pixels at 100 %, and of the frame that Qt leaves room for."""
_SELECTED = QStyle.StateFlag.State_Selected.value
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class CellDelegate(QStyledItemDelegate):
    """The cursor's row is tinted, its cell framed; a refused cell has a red corner and says why."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        palette = tokens.palette(desk.mode)
        self._pad = desk.px(_PAD) + _FRAME
        self._row = QColor(tokens.mixed(palette.selected, palette.background, 0.5))
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
        painter.setPen(self._line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
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
            metrics = option.fontMetrics
            if metrics.horizontalAdvance(text) > rect.width():
                text = metrics.elidedText(text, option.textElideMode, rect.width())
            painter.drawText(rect, _RIGHT if model.columns[index.column()].right else _LEFT, text)
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line of text; with the words that the cell can take, if it has such."""
        model = index.model()
        heading = model.headerData(index.column(), Qt.Orientation.Horizontal) if model is not None else ""
        offered = _offered(model, index)
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setStyleSheet(
            f"QLineEdit {{ border: 2px solid {self._accent.name()}; border-radius: 0; padding: 0 6px; min-height: 0; }}"
        )
        editor.setAccessibleName(str(heading))
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

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """All digits of what is stored, or what was typed and refused."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed."""
        if isinstance(editor, QLineEdit):
            model.setData(QModelIndex(index), _whole_name(model, index, editor.text()))  # type: ignore[arg-type]
        elif isinstance(editor, QComboBox):
            model.setData(QModelIndex(index), editor.currentData())  # type: ignore[arg-type]


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
