"""The diagram of a process, in which a person places steps by dragging them."""

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
    """A step under the pressed button: where it was taken, and how far it was pulled since."""

    key: str
    start: QPointF
    pulled: QPointF
    moving: bool = False


class ProcessDiagram(ChartView):
    """Shows a flow chart.

    Attributes:
        movable: Keys of the nodes that can be dragged.

    Signals:
        node_dropped: Key of a node that was dragged, and the `NodePlace` where it is to stand.
        arrange_asked: The program is to place all of them again.
    """

    node_dropped = Signal(str, object)
    arrange_asked = Signal()

    movable: frozenset[str] = frozenset()
    has_places = False
    """True while a person has placed any of them."""
    _held: _Held | None = None

    @property
    def diagram(self) -> Diagram | None:
        """The diagram as drawn."""
        from score_desktop.charts.sankey import Diagram

        return self.chart if isinstance(self.chart, Diagram) else None

    def node_at(self, place: QPointF) -> str:
        """Key of the node that can be dragged from a point of the widget; "" for none."""
        diagram = self.diagram
        if diagram is None or not self.width() or not self.height():
            return ""
        key = diagram.node_at(place.x() / self.width(), 1 - place.y() / self.height())
        return key if key in self.movable else ""

    def box(self, key: str) -> QRectF | None:
        """A node's bar in the widget."""
        box = self.diagram.box(key) if self.diagram is not None else None
        if box is None:
            return None
        left, top, width, height = box
        return QRectF(left * self.width(), top * self.height(), width * self.width(), height * self.height())

    def add_to_menu(self, menu: QMenu) -> None:
        """Forget the places that were given by hand."""
        menu.addSeparator()
        action = menu.addAction(self._desk.texts.t("Arrange automatically"), self.arrange_asked.emit)
        action.setEnabled(self.has_places and not self._desk.context.read_only)

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A step is taken."""
        super().mousePressEvent(event)
        key = self.node_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        if key and not self._desk.context.read_only:
            self._held = _Held(key, event.position(), QPointF())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It follows the pointer."""
        held = self._held
        if held is None:
            super().mouseMoveEvent(event)
            if self.node_at(event.position()) and not self._desk.context.read_only:
                self.setCursor(Qt.CursorShape.OpenHandCursor)
            return
        held.pulled = event.position() - held.start
        if not held.moving and held.pulled.manhattanLength() >= QApplication.startDragDistance():
            held.moving = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            QToolTip.hideText()
        if held.moving:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It stays where it is dropped."""
        held = self._held
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self.let_go()
        diagram, box = self.diagram, self.box(held.key)
        if not held.moving or diagram is None or box is None:
            return
        left, middle = box.left() + held.pulled.x(), box.center().y() + held.pulled.y()
        place = diagram.dropped(held.key, left / self.width(), 1 - middle / self.height())
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
        """The picture, and over it the bar that is dragged."""
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
        painter.drawRect(box.translated(held.pulled))
