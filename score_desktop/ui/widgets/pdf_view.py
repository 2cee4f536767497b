"""Pages of a PDF, or a photo, one below the other: drawn off the GUI thread, only what is seen, as large as seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from score_desktop import tokens
from score_desktop.ui.widgets.page_images import PIXELS_PER_POINT, Document, page_image, page_sizes

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.ui.desk import Desk

LEAST_ZOOM, MOST_ZOOM, ZOOM_STEP = 0.25, 3.0, 1.25
KEPT_AROUND = 2
"""Pages before and after the seen ones whose pictures are kept."""
MOST_SHOWN = 1_000
"""Pages: so many of the longest still have a height in pixels that Qt can count."""
SETTLE_MS = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's picture, and what it was drawn from."""

    version: int
    scale: float
    image: QImage


class PdfView(QAbstractScrollArea):
    """Shows a document.

    Signals:
        page_changed: Number of the page that is seen (1 is the first), and how many there are.
        zoom_changed: 1.0 is the size on paper.
        drawn: A page's picture stands.
    """

    page_changed = Signal(int, int)
    zoom_changed = Signal(float)
    drawn = Signal(int)

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._name = name
        self._document = Document(b"")
        self._version = 0
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[int] = [0]
        self._widest = 0
        self._measured: tuple[int, float] = (-1, 0.0)
        self._pictures: dict[int, Drawn] = {}
        self._asked: dict[int, tuple[int, float]] = {}
        self._zoom = 1.0
        self._fits = True
        self._page = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._ask_pages)
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            desk.texts.t("Pages as they are printed. Arrows and Page Down move through them.")
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(desk.px(220))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)

    # -- the document --------------------------------------------------------------------------------------------

    def show_document(self, data: bytes, turned: int = 0, name: str = "") -> None:
        """Show this from now on; the place is kept, and the old pages until the new ones are drawn.

        Args:
            data: A PDF, or a picture.
            turned: Degrees clockwise, of 0, 90, 180 and 270.
            name: Of the file, for what is told of it.
        """
        document = Document(data, turned, name)
        arrived = partial(self._on_sizes, document)
        self._desk.draw(self, "sizes", arrived, lambda _progress: page_sizes(document, MOST_SHOWN))

    def _on_sizes(self, document: Document, sizes: tuple[tuple[float, float], ...]) -> None:
        if (document.name, document.turned) != (self._document.name, self._document.turned):
            self._pictures.clear()  # another file, not a newer state of this one
        self._document, self._sizes = document, sizes
        self._version += 1
        self._pictures = {page: drawn for page, drawn in self._pictures.items() if page < len(sizes)}
        self._asked.clear()
        self._fit()
        self._lay_out()
        self._tell_page()
        self._ask_pages()

    @property
    def page_count(self) -> int:
        """Number of pages."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """Number of the page that is seen, from 1; 0 without a document."""
        return self._page

    def image_of(self, page: int) -> QImage | None:
        """The picture of a page (from 1) as it is shown; None while it is not drawn."""
        drawn = self._pictures.get(page - 1)
        return drawn.image if drawn is not None else None

    @property
    def settled(self) -> bool:
        """True when every page that is seen is drawn as asked; hidden, nothing is seen."""
        done = not self._timer.isActive() and all(self._is_drawn(page) for page in self._seen())
        return done or not self.isVisible()

    # -- zoom and place ------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at this size; the middle of what is seen stays."""
        self._fits = False
        self._take_zoom(zoom)

    def fit_width(self) -> None:
        """Let pages be as wide as there is room, now and when the room changes."""
        self._fits = True
        self._fit()

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(self._zoom / ZOOM_STEP)

    def _fit(self) -> None:
        widest = max((width for width, _ in self._sizes), default=0.0)
        if self._fits and widest > 0:
            room = self.viewport().width() - 2 * self._gap()
            self._take_zoom(room / (widest * PIXELS_PER_POINT))

    def _take_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)  # with MOST_SHOWN and LONGEST_PAGE it bounds every length here
        if zoom == self._zoom:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / max(self._height(), 1)
        self._zoom = zoom
        self._lay_out()
        bar.setValue(round(share * self._height()))
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() // 2)
        self.zoom_changed.emit(zoom)

    def go_to(self, page: int) -> None:
        """Show the top of a page, from 1."""
        if self._sizes:
            page = min(max(page, 1), len(self._sizes))
            self.verticalScrollBar().setValue(self._rect(page - 1).top() - self._gap() // 2)

    def next_page(self) -> None:
        """On to the next page."""
        self.go_to(self._page + 1)

    def previous_page(self) -> None:
        """To the top of this page, or to the one before."""
        top = self._rect(self._page - 1).top() - self._gap() // 2 if self._page else 0
        inside = self.verticalScrollBar().value() > top + self._gap()
        self.go_to(self._page if inside else self._page - 1)

    # -- geometry ------------------------------------------------------------------------------------------------

    def _gap(self) -> int:
        return self._desk.px(tokens.SPACE_4)

    def _size(self, page: int) -> QSize:
        width, height = self._sizes[page]
        scale = self._zoom * PIXELS_PER_POINT
        return QSize(round(width * scale), round(height * scale))

    def _rect(self, page: int) -> QRect:
        """Place of a page in the whole column."""
        top, size = self._top(page), self._size(page)
        left = max((max(self.viewport().width(), self._width()) - size.width()) // 2, self._gap())
        return QRect(left, top, size.width(), size.height())

    def _top(self, page: int) -> int:
        """Where a page begins; that of the one after the last is the height of all."""
        self._measure()
        return self._tops[page]

    def _width(self) -> int:
        self._measure()
        return self._widest + 2 * self._gap()

    def _measure(self) -> None:
        """Once for each size: every page that is placed asks for it."""
        state = (self._version, self._zoom)
        if state != self._measured:
            sizes = [self._size(number) for number in range(len(self._sizes))]
            self._tops = list(accumulate((size.height() + self._gap() for size in sizes), initial=self._gap()))
            self._widest = max((size.width() for size in sizes), default=0)
            self._measured = state

    def _height(self) -> int:
        return self._top(len(self._sizes))

    def _lay_out(self) -> None:
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(room.height())
        down.setSingleStep(self._desk.px(40))
        down.setRange(0, max(self._height() - room.height(), 0))
        across.setPageStep(room.width())
        across.setRange(0, max(self._width() - room.width(), 0))
        self._timer.start()
        self.viewport().update()

    def _seen(self) -> list[int]:
        top = self.verticalScrollBar().value()
        window = QRect(0, top, max(self.viewport().width(), self._width()), self.viewport().height())
        return [page for page in range(len(self._sizes)) if self._rect(page).intersects(window)]

    def _on_scrolled(self) -> None:
        self.viewport().update()
        self._timer.start()
        self._tell_page()

    def _tell_page(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = 0
        for number in range(len(self._sizes)):
            if self._rect(number).top() - self._gap() <= middle:
                page = number + 1
        self._page = page
        words = self._desk.texts.t("page {page} of {pages}", page=page, pages=len(self._sizes))
        self.setAccessibleName(f"{self._name}, {words}")
        self.page_changed.emit(page, len(self._sizes))

    # -- drawing -------------------------------------------------------------------------------------------------

    def _scale(self) -> float:
        return self._zoom * PIXELS_PER_POINT * self.devicePixelRatioF()

    def _is_drawn(self, page: int) -> bool:
        drawn = self._pictures.get(page)
        return drawn is not None and (drawn.version, drawn.scale) == (self._version, self._scale())

    def _ask_pages(self) -> None:
        if not self.isVisible():
            return
        seen = self._seen()
        for page in seen:
            wanted = (self._version, self._scale())
            if not self._is_drawn(page) and self._asked.get(page) != wanted:
                self._asked[page] = wanted
                self._ask_page(page, *wanted)
        kept = range(min(seen, default=0) - KEPT_AROUND, max(seen, default=0) + KEPT_AROUND + 1)
        self._pictures = {page: drawn for page, drawn in self._pictures.items() if page in kept}
        self._asked = {page: asked for page, asked in self._asked.items() if page in kept}

    def _ask_page(self, page: int, version: int, scale: float) -> None:
        document = self._document

        def task(progress: Progress) -> Drawn:
            progress.check_cancelled()
            return Drawn(version, scale, page_image(document, page, scale))

        self._desk.draw(self, f"page {page}", lambda drawn: self._on_page(page, drawn), task)

    def _on_page(self, page: int, drawn: Drawn) -> None:
        if page < len(self._sizes):
            self._pictures[page] = drawn
            self.viewport().update()
            self.drawn.emit(page + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages that are seen: white until they are drawn, at first from an older picture."""
        colours = tokens.palette(self._desk.mode)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(colours.surface))
        offset_x, offset_y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for page in self._seen():
            place = self._rect(page).translated(-offset_x, -offset_y)
            painter.fillRect(place, Qt.GlobalColor.white)
            drawn = self._pictures.get(page)
            if drawn is not None:
                painter.drawImage(place, drawn.image)
            painter.setPen(QColor(colours.line))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    # -- keys and wheel ------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._fit()
        self._lay_out()

    def showEvent(self, event: object) -> None:
        """Draw what is seen."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page up and down, Home, End, arrows; plus, minus and 0 for the zoom."""
        key = Qt.Key(event.key())
        bar = self.verticalScrollBar()
        does = {
            Qt.Key.Key_PageDown: self.next_page,
            Qt.Key.Key_PageUp: self.previous_page,
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(len(self._sizes)),
            Qt.Key.Key_Space: lambda: bar.setValue(bar.value() + bar.pageStep()),
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
        }.get(key)
        if does is None:
            super().keyPressEvent(event)
            return
        does()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
            return
        super().wheelEvent(event)
