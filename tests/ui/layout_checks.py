"""What must not be seen in any picture of the window: text that does not fit, parts on top of each other, controls
without a name, a Tab key that jumps, English in Spanish. Each check gives a line for each fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSizeGrip,
    QSplitterHandle,
    QStackedWidget,
    QTableView,
    QToolButton,
    QWidget,
)

from score_desktop.i18n import _translations
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.heads import Heads
from score_desktop.ui.widgets.plain_table import PlainTable

SLACK = 1
CELL_PAD = 8
FIELD_PAD = 10
HEAD_LETTERS = 0.9
ROWS_LOOKED_AT = 12
CELLS_LOOKED_AT = 120
NARROW_ARROW = 26
OWN_NAMES = {"English"}
"""Languages are named in themselves."""
ANOTHER_SPELLING = re.compile(r"\b(t[ \xa0]CO|kgCO|t?CO2)")
IN_TWO_LINES = "AuditTable"
AS_IT_LOOKS = "SheetView"
"""The sheet of somebody else: its cells are as narrow as its columns."""


def seen(root: QWidget) -> Iterator[QWidget]:
    """All parts that a person sees, the root among them."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def told(widget: QWidget) -> str:
    """Which part it is, for the message."""
    words = text_of(widget) or widget.accessibleName() or widget.objectName()
    page = widget
    while page.parentWidget() is not None and not type(page).__name__.endswith(("Page", "Wizard", "Panel", "Dialog")):
        page = page.parentWidget()
    return f"{type(page).__name__}: {type(widget).__name__} {words[:60]!r}"


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


# -- clipped and elided --------------------------------------------------------------------------------------------


def clipped(root: QWidget) -> Iterator[str]:
    """Texts that are wider or higher than their place, heads and cells of tables among them."""
    for widget in seen(root):
        if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
            yield from _label(widget)
        elif isinstance(widget, QPushButton | QToolButton) and widget.text():
            yield from _button(widget)
        elif isinstance(widget, QComboBox) and widget.currentText():
            room = widget.width() - (NARROW_ARROW if type(widget).__name__ == "MeaningBox" else 40)
            if widget.fontMetrics().horizontalAdvance(widget.currentText()) > room + SLACK:
                yield f"does not fit: {told(widget)}"
        elif isinstance(widget, QTableView):
            yield from _table(widget)
        elif isinstance(widget, QLineEdit) and not widget.text() and not isinstance(widget.parent(), QComboBox):
            yield from _placeholder(widget)
        yield from _outside(widget)


def _label(label: QLabel) -> Iterator[str]:
    if label.wordWrap():
        need = label.heightForWidth(label.width())
        if need > label.height() + SLACK:
            yield f"needs {need} px of height, has {label.height()}: {told(label)}"
        return
    need = label.sizeHint().width()
    if need > label.width() + SLACK:
        yield f"needs {need} px, has {label.width()}: {told(label)}"


def _placeholder(field: QLineEdit) -> Iterator[str]:
    margins = field.textMargins()
    room = field.width() - 2 * FIELD_PAD - margins.left() - margins.right()
    need = field.fontMetrics().horizontalAdvance(field.placeholderText())
    if need > room + SLACK:
        yield f"needs {need} px for {field.placeholderText()!r}, has {room}: {told(field)}"


def _button(button: QPushButton | QToolButton) -> Iterator[str]:
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return
    need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    if not button.icon().isNull():
        need += button.iconSize().width() + 4
    if need > button.width() + SLACK:
        yield f"needs {need} px, has {button.width()}: {told(button)}"


def _table(view: QTableView) -> Iterator[str]:
    model, header = view.model(), view.horizontalHeader()
    if model is None:
        return
    metrics = view.fontMetrics()
    for column in range(model.columnCount()):
        if view.isColumnHidden(column) or view.columnViewportPosition(column) >= view.viewport().width():
            continue
        if header.isVisible():
            yield from _head(view, header, column)
        rows = 0 if type(view).__name__ in (AS_IT_LOOKS, IN_TWO_LINES) else min(model.rowCount(), ROWS_LOOKED_AT)
        for row in range(rows):
            text = str(model.index(row, column).data() or "")
            room = sum(view.columnWidth(column + more) for more in range(view.columnSpan(row, column))) - CELL_PAD
            if "\n" in text or len(text) >= 60 or metrics.horizontalAdvance(text) <= room:
                continue
            if not view.wordWrap() or _wrapped(metrics, text, room) > view.rowHeight(row) + SLACK:
                yield f"cell {text!r} in {room} px: {told(view)}"
                break


def _head(view: QTableView, header: QHeaderView, column: int) -> Iterator[str]:
    """A head that is wider or higher than its place, in the letters of the style sheet."""
    if isinstance(header, Heads):
        lines, font = header.shown(column).split("\n"), QFont(header.font())
        font.setPointSizeF(font.pointSizeF() * HEAD_LETTERS)
        font.setWeight(QFont.Weight.DemiBold)
        metrics, pad = QFontMetrics(font), 2 * CELL_PAD
    else:
        head = str(header.model().headerData(column, Qt.Orientation.Horizontal) or "")
        lines, metrics, pad = head.split("\n")[:1], header.fontMetrics(), CELL_PAD
    widest = max(metrics.horizontalAdvance(line) for line in lines)
    if widest > view.columnWidth(column) - pad or len(lines) * metrics.height() > header.height():
        yield f"head of column {lines} does not fit: {told(view)}"


def _wrapped(metrics: QFontMetrics, text: str, room: int) -> int:
    """Height of a text in lines of a width; more than any row has where a word is longer than a line."""
    box = metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, text)
    return box.height() if box.width() <= room else 10_000


def _outside(widget: QWidget) -> Iterator[str]:
    """Parts that reach out of what holds them, where nothing scrolls."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(parent, QAbstractScrollArea | QStackedWidget | QMainWindow):
        return
    if isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(widget, QScrollBar | QHeaderView):
        return
    if isinstance(parent, QLineEdit):  # its own button for emptying it
        return
    if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry()):
        yield f"reaches out of its place {widget.geometry().getRect()} in {parent.rect().getRect()}: {told(widget)}"


# -- what has to be scrolled for -----------------------------------------------------------------------------------


def sideways(root: QWidget) -> Iterator[str]:
    """Tables that are only read and do not show all their columns."""
    for widget in seen(root):
        if isinstance(widget, PlainTable) and widget.horizontalScrollBar().maximum() > 0:
            yield f"is scrolled sideways by {widget.horizontalScrollBar().maximum()} px: {told(widget)}"


def cramped(root: QWidget) -> list[str]:
    """What there has to be room for in a usual window at a usual size of text."""
    return [*sideways(root), *scrolled_twice(root)]


def scrolled_twice(root: QWidget) -> Iterator[str]:
    """Tables that are scrolled in something that is scrolled itself: the wheel then moves now this, now that."""
    for area in seen(root):
        if not isinstance(area, QScrollArea) or area.verticalScrollBar().maximum() == 0:
            continue
        for view in area.findChildren(QTableView):
            if view.isVisible() and view.verticalScrollBar().maximum() > 0:
                yield f"is scrolled in a page that is scrolled by {area.verticalScrollBar().maximum()} px: {told(view)}"


def outgrown(root: QWidget) -> Iterator[str]:
    """Charts whose picture is that of another size: words are cut, or stand apart from what they name."""
    for widget in seen(root):
        if isinstance(widget, ChartView) and widget.chart is not None and widget.picture_size != widget.size():
            drawn, size = widget.picture_size.toTuple(), widget.size().toTuple()
            yield f"is drawn for {drawn} instead of {size}: {told(widget)}"


# -- on top of each other ------------------------------------------------------------------------------------------


def overlapping(root: QWidget) -> Iterator[str]:
    """Neighbours that cover each other."""
    for parent in seen(root):
        if isinstance(
            parent, QStackedWidget | QAbstractScrollArea | QComboBox | QAbstractSpinBox | QHeaderView | QMenu
        ):
            continue
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget)
            and child.isVisible()
            and not child.isWindow()
            and not child.visibleRegion().isEmpty()
            and not isinstance(child, QSplitterHandle | QSizeGrip)
            and not child.property("overlay")
        ]
        for number, one in enumerate(children):
            for other in children[number + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 2 and both.height() > 2:
                    yield f"{told(one)} and {told(other)} cover each other at {both.getRect()}"


# -- names and the Tab key -----------------------------------------------------------------------------------------

_INNER = (QScrollBar, QHeaderView, QProgressBar, QSplitterHandle)


def takes_keys(widget: QWidget) -> bool:
    """Whether Tab stops here."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and not _is_inner(widget)


def _is_inner(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    own = isinstance(parent, QComboBox | QAbstractSpinBox) and isinstance(widget, QLineEdit)
    return own or isinstance(widget, _INNER)


def unnamed(root: QWidget) -> Iterator[str]:
    """Controls that a screen reader could not name."""
    for widget in seen(root):
        if takes_keys(widget) and not (widget.accessibleName() or text_of(widget).strip() or _buddy(root, widget)):
            yield f"has no name: {told(widget)} {widget.geometry().getRect()}"


def _buddy(root: QWidget, widget: QWidget) -> bool:
    return any(label.buddy() is widget for label in root.window().findChildren(QLabel))


def untold(root: QWidget) -> Iterator[str]:
    """What a screen reader is told in vain: parts that take the keyboard without a name or a role; tables that do not
    say what stands in them."""
    top = QAccessible.queryAccessibleInterface(root)
    for node in _nodes(top):
        state, role, name = node.state(), node.role(), node.text(QAccessible.Text.Name).strip()
        if state.invisible or not state.focusable or role is QAccessible.Role.Cell:
            continue
        if not name:
            yield f"tells no name: {role.name} {node.object()}"
        # Qt knows no role for pictures that are drawn here: they say in words what can be done with them.
        drawn = role is QAccessible.Role.Client and not node.text(QAccessible.Text.Description)
        if role is QAccessible.Role.NoRole or drawn:
            yield f"tells no role: {name!r} {node.object()}"
    for view in seen(root):
        if isinstance(view, QTableView) and view.model() is not None:
            yield from _untold_cells(view)


def _nodes(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    if isinstance(node.object(), QAbstractItemView):
        return
    for number in range(node.childCount()):
        child = node.child(number)
        if child is not None and child.isValid():
            yield from _nodes(child)


def _untold_cells(view: QTableView) -> Iterator[str]:
    told = QAccessible.queryAccessibleInterface(view)
    model = view.model()
    if told.role() not in (QAccessible.Role.Table, QAccessible.Role.Tree):
        yield f"is no table but {told.role().name}: {_which(view)}"
    if model.rowCount() == 0 or told.childCount() == 0:
        return
    names = {
        child.text(QAccessible.Text.Name)
        for number in range(min(told.childCount(), CELLS_LOOKED_AT))
        if (child := told.child(number)) is not None
    }
    shown = {str(model.index(0, column).data() or "") for column in range(model.columnCount())}
    shown -= {""}
    if shown and not any(text in name for text in shown for name in names):
        yield f"tells nothing of its first row {sorted(shown)[:3]}: {_which(view)}"


def _which(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}"


def jumps(root: QWidget) -> Iterator[str]:
    """Steps of the Tab key that go back: up and to the left of where it was."""
    order = []
    window = root.window()
    if isinstance(window, MainWindow):
        window.order_tabs()  # as it does when Tab is pressed
    start = root
    widget = start.nextInFocusChain()
    while widget is not None and widget is not start:
        if root.isAncestorOf(widget) and takes_keys(widget) and not widget.visibleRegion().isEmpty():
            order.append(widget)
        widget = widget.nextInFocusChain()
    for one, other in pairwise(order):
        if _is_overlay(one) or _is_overlay(other):
            continue
        before, after = _place(root, one), _place(root, other)
        goes_up = after.bottom() <= before.top() + 2
        goes_left = after.left() <= before.left() + 2
        same_line = abs(after.center().y() - before.center().y()) < 10
        if (goes_up and goes_left) or (same_line and after.right() <= before.left()):
            yield f"Tab jumps from {told(one)} to {told(other)}"


def _is_overlay(widget: QWidget | None) -> bool:
    return widget is not None and (bool(widget.property("overlay")) or _is_overlay(widget.parentWidget()))


def _place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


# -- words ---------------------------------------------------------------------------------------------------------


@cache
def _english() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """English texts that Spanish has other words for: whole ones, and patterns of those with parameters."""
    catalogue = _translations("es")._catalog  # type: ignore[attr-defined]
    plain, patterns = set(), []
    for key, spanish in catalogue.items():
        english = key[0] if isinstance(key, tuple) else key
        if not english or english == spanish or english in OWN_NAMES:
            continue
        if "{" not in english:
            plain.add(english)
            continue
        literal = re.sub(r"\{\w+\}", " ", english)
        if len(re.findall(r"[A-Za-z]{3,}", literal)) >= 2:
            parts = re.split(r"\{\w+\}", english)
            patterns.append(re.compile(".+".join(re.escape(part) for part in parts)))
    return frozenset(plain), tuple(patterns)


def texts(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Everything that can be read or is read aloud."""
    for widget in seen(root):
        shown = [text_of(widget), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLineEdit):
            shown.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            shown += [widget.itemText(number) for number in range(widget.count())]
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            shown += list(_table_texts(widget))
        for text in shown:
            if text.strip():
                yield widget, text.replace("&", "")


def _table_texts(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "") if columns > 1 else ""
        for row in range(min(model.rowCount(QModelIndex()), ROWS_LOOKED_AT)):
            yield str(model.index(row, column, QModelIndex()).data() or "")


def english_words(root: QWidget) -> Iterator[str]:
    """English in a Spanish window."""
    plain, patterns = _english()
    for widget, text in texts(root):
        if text in plain or any(pattern.fullmatch(text) for pattern in patterns):
            yield f"English: {text!r} in {told(widget)}"


def spelt(root: QWidget) -> Iterator[str]:
    """Units that are written in another way elsewhere: "tCO₂e" is one word."""
    for widget, text in texts(root):
        if ANOTHER_SPELLING.search(text):
            yield f"written otherwise elsewhere: {text!r} in {told(widget)}"


def faults(root: QWidget, language: str) -> list[str]:
    """All faults of what is shown."""
    found = [*clipped(root), *outgrown(root), *overlapping(root), *spelt(root), *unnamed(root), *untold(root)]
    found = [*found, *jumps(root)]
    return [*found, *english_words(root)] if language == "es" else found
