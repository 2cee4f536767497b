"""Search (Ctrl+K): enterprises, audits, meters, pages and actions by a few letters; a panel over the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.msgid import N_
from score_desktop.services.search import Hit, fold, search
from score_desktop.ui import icons
from score_desktop.ui.actions import ACTIONS
from score_desktop.ui.itemmodels.found import FOUND_ROLE, Found, FoundModel
from score_desktop.ui.pages import FLOW_PARTS, PAGES, spec
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.main_window import MainWindow

WIDTH_PX, LINE_PX, LINES_AT_MOST, TOP_PX = 560, 34, 13, 52
_GROUPS = (
    ("enterprise", N_("Enterprises"), "building-2"),
    ("audit", N_("Audits"), "clipboard-check"),
    ("meter", N_("Meters"), "receipt-text"),
)
_NOT_HERE = {"search"}
Index = QModelIndex | QPersistentModelIndex


class SearchBox(QFrame):
    """A child of the window, not a window of its own: it goes away with Esc, with a choice, or with the focus."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self.setProperty("overlay", True)  # it stands over the pages on purpose
        self.desk, self._window = desk, window
        self._before: QWidget | None = None
        self._hits: tuple[Hit, ...] = ()
        set_role(self, "box")
        self.setAutoFillBackground(True)
        t = desk.texts.t
        self.setAccessibleName(t("Search"))
        self.field = SearchField(desk, t("Enterprise, audit, meter, page or action"))
        self.field.setAccessibleName(t("Search"))
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.model = FoundModel(desk, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundDelegate(desk, self))
        self.list.setAccessibleName(t("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.nothing = label(t("Nothing found. Try fewer letters."), "muted")
        self.nothing.setMargin(desk.px(12))
        self.hint = label(t("↑ ↓ to move, Enter to open, Esc to close"), "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(desk.px(8),) * 4)
        column.setSpacing(desk.px(6))
        for part in (self.field, self.nothing, self.list, self.hint):
            column.addWidget(part)
        self.hide()
        window.installEventFilter(self)
        desk.looks_changed.connect(self.deleteLater)  # the next one speaks the other language
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    # -- opening and closing -------------------------------------------------------------------------------------

    def open_box(self) -> None:
        """Show it over the window, with the last words selected."""
        if not self.isVisible():
            self._before = _lasting(QApplication.focusWidget())
        self._ask(self.field.text())
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_box(self) -> None:
        """Hide it; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self.field and not self.isAncestorOf(new):
            self._before = None
            self.close_box()

    def _place(self) -> None:
        desk, room = self.desk, self._window
        width = min(desk.px(WIDTH_PX), room.width() - desk.px(16))
        lines = min(max(self.model.rowCount(), 1), LINES_AT_MOST)
        # The frame of the list and what stands around it.
        other = self.field.sizeHint().height() + self.hint.sizeHint().height() + desk.px(36)
        top = desk.px(TOP_PX)
        height = min(lines * desk.px(LINE_PX) + 4 + other, room.height() - top - desk.px(8))
        left = max(room.width() - width - desk.px(20), desk.px(8))
        self.setGeometry(QRect(left, top, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc while typing; the size of the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _STEPS:
            self._move(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.close_box()
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        start = self.list.currentIndex().row()
        direction = 1 if step > 0 else -1
        target = min(max(start + step, 0), self.model.rowCount() - 1)
        row = self.model.next_choice(target, direction)
        if row < 0:
            row = self.model.next_choice(target, -direction)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    # -- finding -------------------------------------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        if text.strip():
            names = {resource: resource_name(self.desk.texts, resource) for resource in Resource}
            self.desk.read(self, "search", self._on_hits, search, text, resources=names)
        else:
            self._hits = ()
        self._show_lines()

    def _on_hits(self, hits: tuple[Hit, ...]) -> None:
        self._hits = hits if self.field.text().strip() else ()
        self._show_lines()

    def _show_lines(self) -> None:
        words = fold(self.field.text()).split()
        groups: list[tuple[str, list[Found]]] = []
        for kind, title, icon in _GROUPS:
            groups.append((title, [self._of_hit(hit, icon) for hit in self._hits if hit.kind == kind]))
        groups.append((N_("Pages"), _matching(words, self._pages())))
        groups.append((N_("Actions"), _matching(words, self._actions())))
        lines: list[Found] = []
        for title, found in groups:
            if found:
                lines += [Found(self.desk.texts.t(title)), *found]
        self.model.show_lines(lines)
        self.nothing.setVisible(not lines)
        self.list.setVisible(bool(lines))
        first = self.model.next_choice(0, 1)
        if first >= 0:
            self.list.setCurrentIndex(self.model.index(first))
        if self.isVisible():
            self._place()

    def _of_hit(self, hit: Hit, icon: str) -> Found:
        resource = resource_name(self.desk.texts, hit.resource) if hit.resource is not None else ""
        detail = " · ".join(part for part in (resource, hit.detail) if part)
        needs = "" if hit.audit else self.desk.texts.t("no audit yet")
        return Found(hit.title, detail, "", icon, lambda: self._open(hit), needs)

    def _open(self, hit: Hit) -> None:
        if hit.kind == "meter":
            resource = hit.resource.value if hit.resource is not None else ""
            self.desk.go("consumption", hit.audit, resource=resource, meter=hit.uid)
        else:
            self.desk.go("overview", hit.audit)

    def _pages(self) -> list[Found]:
        t, inside = self.desk.texts.t, bool(self.desk.audit)
        found = [
            Found(t(page.title), "", "", page.icon, _going(self.desk, page.key))
            for page in PAGES
            if inside or not page.step
        ]
        flows = spec("flows")
        for part, title in FLOW_PARTS if inside else ():
            found.append(Found(t(title), t(flows.title), "", flows.icon, _going(self.desk, flows.key, part=part)))
        return found

    def _actions(self) -> list[Found]:
        made = []
        for one in ACTIONS:
            action = self._window.actions_[one.key]
            if one.key in _NOT_HERE:
                continue
            needs = "" if action.isEnabled() else self._why_off(needs_audit=one.needs_audit)
            made.append(Found(action.text(), "", one.keys, one.icon, action.trigger, needs))
        return made

    def _why_off(self, *, needs_audit: bool) -> str:
        t = self.desk.texts.t
        return t("open an audit first") if needs_audit and not self.desk.audit else t("nothing to do")

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self.model.lines):
            return
        line = self.model.lines[row]
        if line.choose is not None and line.can_choose:
            self.close_box()
            line.choose()


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


def _lasting(part: QWidget | None) -> QWidget | None:
    """The table instead of the editor of its cell, which goes when it loses the keyboard."""
    above = part
    while above is not None and not above.isWindow():
        if isinstance(above, QAbstractItemView):
            return above
        above = above.parentWidget()
    return part


def _going(desk: Desk, page: str, **details: object) -> Callable[[], object]:
    return lambda: desk.go(page, None, **details)


def _matching(words: Sequence[str], lines: Sequence[Found]) -> list[Found]:
    """Lines in which each word stands; all of them for no words."""
    return [line for line in lines if all(word in fold(line.title) for word in words)]


class FoundDelegate(QStyledItemDelegate):
    """Icon, title, where it belongs, and its keys at the right; headings small and muted."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all."""
        return QSize(0, self._desk.px(LINE_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        line = index.data(FOUND_ROLE)
        if not isinstance(line, Found):
            return
        palette, px = tokens.palette(self._desk.mode), self._desk.px
        painter.save()
        rect = option.rect.adjusted(px(8), 0, -px(8), 0)
        if line.choose is None:
            small = option.font
            small.setBold(True)
            small.setPointSizeF(small.pointSizeF() * 0.9)
            painter.setFont(small)
            painter.setPen(QColor(palette.muted))
            painter.drawText(rect.adjusted(0, px(8), 0, 0), Qt.AlignmentFlag.AlignVCenter, line.title)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.selected))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 4, 4)
        self._paint_line(painter, rect, line)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, line: Found) -> None:
        palette, px = tokens.palette(self._desk.mode), self._desk.px
        edge = px(18)
        if line.icon:
            icon = icons.pixmap(line.icon, palette.muted, edge, painter.device().devicePixelRatioF())
            painter.drawPixmap(rect.left(), rect.center().y() - edge // 2, edge, edge, icon)
        rect = rect.adjusted(edge + px(10), 0, 0, 0)
        metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        right = line.keys or line.needs
        room = rect.width()
        if right:
            painter.setPen(QColor(palette.muted))
            painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, right)
            room -= metrics.horizontalAdvance(right) + px(12)
        painter.setPen(QColor(palette.text if line.can_choose else palette.off))
        title = metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, middle, title)
        used = metrics.horizontalAdvance(title) + px(10)
        if line.detail and room - used > px(40):
            painter.setPen(QColor(palette.muted))
            detail = metrics.elidedText(line.detail, Qt.TextElideMode.ElideRight, room - used)
            painter.drawText(rect.adjusted(used, 0, 0, 0), middle, detail)
