"""The diagram of a process, in which a person places steps by dragging them and draws flows between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from score_desktop import tokens
from score_desktop.ui.widgets.chart_view import ChartView

if TYPE_CHECKING:
    from score_desktop.charts.sankey import Diagram


@dataclass(slots=True)
class _Held:
    """A step under the pressed button: where it was taken, how far it was pulled, and whether a flow begins there."""

    key: str
    start: QPointF
    pulled: QPointF
    draws: bool
    moving: bool = False


class ProcessDiagram(ChartView):
    """Shows a flow chart.

    Attributes:
        movable: Keys of the nodes that can be dragged.
        draws_flows: Whether a flow is drawn where a step is pulled; with Ctrl it is in any case.

    Signals:
        flow_drawn: Keys of the nodes from and to which a person drew a flow.
        node_dropped: Key of a node that was dragged, and the `NodePlace` where it is to stand.
        arrange_asked: The program is to place all of them again.
    """

    flow_drawn = Signal(str, str)
    node_dropped = Signal(str, object)
    arrange_asked = Signal()

    movable: frozenset[str] = frozenset()
    has_places = False
    """True while a person has placed any of them."""
    draws_flows = False
    _held: _Held | None = None

    @property
    def diagram(self) -> Diagram | None:
        """The diagram as drawn."""
        from score_desktop.charts.sankey import Diagram

        return self.chart if isinstance(self.chart, Diagram) else None

    def node_at(self, place: QPointF) -> str:
        """Key of the node that can be dragged from a point of the widget; "" for none."""
        diagram, size = self.diagram, self.picture_size
        if diagram is None or size.isEmpty():
            return ""
        key = diagram.node_at(place.x() / size.width(), 1 - place.y() / size.height())
        return key if key in self.movable else ""

    def box(self, key: str) -> QRectF | None:
        """A node's bar in the widget."""
        box = self.diagram.box(key) if self.diagram is not None else None
        if box is None:
            return None
        (left, top, width, height), size = box, self.picture_size
        return QRectF(left * size.width(), top * size.height(), width * size.width(), height * size.height())

    def add_to_menu(self, menu: QMenu) -> None:
        """Forget the places that were given by hand."""
        menu.addSeparator()
        action = menu.addAction(self._desk.texts.t("Arrange automatically"), self.arrange_asked.emit)
        action.setEnabled(self.has_places and not self._desk.context.read_only)

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A step is taken."""
        key = self.node_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        if not key or self._desk.context.read_only:
            super().mousePressEvent(event)
            return
        draws = self.draws_flows or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._held = _Held(key, event.position(), QPointF(), draws)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It, or the end of a flow, follows the pointer."""
        held = self._held
        if held is None:
            super().mouseMoveEvent(event)
            if self.node_at(event.position()) and not self._desk.context.read_only:
                shape = Qt.CursorShape.CrossCursor if self.draws_flows else Qt.CursorShape.OpenHandCursor
                self.setCursor(shape)
            return
        held.pulled = event.position() - held.start
        if not held.moving and held.pulled.manhattanLength() >= QApplication.startDragDistance():
            held.moving = True
            self.setCursor(Qt.CursorShape.CrossCursor if held.draws else Qt.CursorShape.ClosedHandCursor)
            QToolTip.hideText()
        if held.moving:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It stays where it is dropped, or the flow ends there; what was not pulled was clicked."""
        held = self._held
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self.let_go()
        if held.moving:
            self._drop(held)
            return
        region = self.region_at(event.position())
        if region is not None:
            self._press(region)

    def _drop(self, held: _Held) -> None:
        if held.draws:
            target = self.node_at(held.start + held.pulled)
            if target and target != held.key:
                self.flow_drawn.emit(held.key, target)
            return
        diagram, box = self.diagram, self.box(held.key)
        if diagram is None or box is None:
            return
        left, middle = box.left() + held.pulled.x(), box.center().y() + held.pulled.y()
        size = self.picture_size
        place = diagram.dropped(held.key, left / size.width(), 1 - middle / size.height())
        if place is not None:
            self.node_dropped.emit(held.key, place)

    def let_go(self) -> None:
        """Nothing is dragged any more."""
        self._held = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the step where it was."""
        if self._held is not None and event.key() == Qt.Key.Key_Escape:
            self.let_go()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window comes in between."""
        if self._held is not None:
            self.let_go()
        super().focusOutEvent(event)

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and over it the bar that is dragged or the flow that is drawn."""
        super().paintEvent(event)
        held = self._held
        box = self.box(held.key) if held is not None and held.moving else None
        if held is None or box is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(tokens.palette(self._desk.mode).accent)
        painter.setPen(QPen(colour, 2))
        colour.setAlphaF(0.35)
        painter.setBrush(colour)
        if not held.draws:
            painter.drawRect(box.translated(held.pulled))
            return
        end = held.start + held.pulled
        target = self.box(self.node_at(end))
        for bar in (box, target):
            if bar is not None:
                painter.drawRect(bar)
        painter.drawLine(held.start, end)
