"""A chart in the window: drawn off the GUI thread, sharp at any size, answering to pointer and keyboard."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QToolTip, QWidget

from score_desktop import tokens
from score_desktop.ui.widgets.chart_render import MM_PER_PIXEL, Builder, Drawn, render

if TYPE_CHECKING:
    from score_desktop.charts.hover import Chart, Region
    from score_desktop.jobs import Progress
    from score_desktop.ui.desk import Desk

TableMaker = Callable[[], Any]
"""Gives the chart's data as a `charts.tables.ChartTable`."""
Corners = Sequence[tuple[float, float]]
"""Shares of width and height, from the bottom left."""
TITLE_MM = 9.0
"""What a chart is higher by in a file, where its finding stands above it."""
SETTLE_MS = 60
COPY_RATIO = 2.0
"""Pixels of a copied picture for one of the window's."""


class ChartView(QWidget):
    """Shows what a builder draws.

    Args:
        name: Of the chart's file when it is saved, without ending; and for screen readers until it is drawn.

    Signals:
        series_clicked: Name of a series whose legend entry was clicked.
        region_clicked: The `Region` under a click.
        region_opened: The one under a double click.
        drawn: The chart stands as asked.
    """

    series_clicked = Signal(str)
    region_clicked = Signal(object)
    region_opened = Signal(object)
    drawn = Signal()

    def __init__(self, desk: Desk, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.file_name = name
        self._builder: Builder | None = None
        self._in_file: Builder | None = None
        self._table: TableMaker | None = None
        self._drawn: Drawn | None = None
        self._is_behind = False
        """Something was asked for while the chart could not be seen."""
        self._marked: tuple[str, dt.date | None] = ("", None)
        self._reached: Region | None = None
        """The part that the arrow keys have reached."""
        self._data: Any = None
        self._figure: Callable[..., Chart] | None = None
        self._options: dict[str, Any] = {}
        self._variants: Sequence[tuple[str, Mapping[str, Any]]] = ()
        self._variant = 0
        self._subject = ""
        self._hidden: frozenset[str] = frozenset()
        self.series_clicked.connect(self.switch_series)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._draw)
        self.setAccessibleName(name)
        self._usage = desk.texts.t("Chart. Arrow keys go through its parts, the menu key copies or saves it.")
        self.setAccessibleDescription(self._usage)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(desk.px(240), desk.px(90))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.show_menu)

    # -- what is drawn -------------------------------------------------------------------------------------------

    def show_chart(
        self, builder: Builder | None, table: TableMaker | None = None, in_file: Builder | None = None
    ) -> None:
        """Draw this from now on; None shows nothing. The old picture stays until the new one is ready.

        Args:
            in_file: Draws it for a file, where no page says the finding above it; None: as in the window.
        """
        self._builder, self._table, self._in_file = builder, table, in_file or builder
        if builder is None:
            self._drawn = None
            self.update()
            return
        self._draw()

    def show_data(self, data: Any, figure: Callable[..., Chart], subject: str = "", **options: Any) -> None:
        """Draw data with a builder of `charts`, in the window's language, with its table.

        Args:
            figure: Takes data, texts, mode, width and height in millimetres, `options`, and `hidden` (the series that
                are switched off) if names beside the chart switch series.
            subject: What it is about; the series of another subject are all switched on.
        """
        if subject != self._subject:
            self._subject, self._hidden, self._drawn = subject, frozenset(), None  # no picture of another one
        self._data, self._figure, self._options = data, figure, options
        if self._variants:
            options = {**options, **self._variants[self._variant][1]}
        texts, hidden = self._desk.texts, {"hidden": self._hidden} if self._hidden else {}

        def build(mode: tokens.Mode, width: float, height: float) -> Chart:
            return figure(data, texts, mode, width, height, **options, **hidden)

        def titled(mode: tokens.Mode, width: float, height: float) -> Chart:
            return figure(data, texts, mode, width, height + TITLE_MM, **{**options, "title": True}, **hidden)

        def table() -> Any:
            from score_desktop.charts.tables import chart_table

            return chart_table(data, texts)

        self.show_chart(build, table, titled)

    def offer(self, variants: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Let the menu choose between ways to draw: words, and options of the figure; the first until another is."""
        self._variants = variants

    def _choose(self, number: int) -> None:
        self._variant = number
        if self._figure is not None:
            self.show_data(self._data, self._figure, self._subject, **self._options)

    def switch_series(self, series: str) -> None:
        """Switch a series on and off."""
        if self._figure is not None:
            self._hidden ^= {series}
            self.show_data(self._data, self._figure, self._subject, **self._options)

    def mark(self, series: str = "", month: dt.date | None = None) -> None:
        """Draw a frame around the parts of a series, such as the flow that is selected in a table, or of a month."""
        if (series, month) != self._marked:
            self._marked = (series, month)
            self.update()

    @property
    def chart(self) -> Chart | None:
        """The chart as drawn."""
        return self._drawn.chart if self._drawn is not None else None

    @property
    def complete(self) -> bool:
        """False while another picture is still to come, because of another size or of what is shown."""
        return not self._timer.isActive()

    @property
    def picture_size(self) -> QSize:
        """The size that shares of the chart are of: the picture's, which is the widget's once that has settled."""
        return self._drawn.size if self._drawn is not None else self.size()

    @property
    def drawn_words(self) -> tuple[QRectF, ...]:
        """Where its lines of text stand, as shares of its size from the top left corner."""
        return self._drawn.words if self._drawn is not None else ()

    def _draw(self) -> None:
        builder, size = self._builder, self.size()
        self._is_behind = builder is not None and not self.isVisible()
        if builder is None or size.width() < 40 or size.height() < 30 or not self.isVisible():
            return
        mode, ratio, scale = self._desk.mode, self.devicePixelRatioF(), self._desk.scale

        def task(progress: Progress) -> Drawn:
            progress.check_cancelled()
            return render(builder, mode, size, ratio, scale)

        self._desk.draw(self, "chart", self._on_drawn, task)

    def _on_drawn(self, drawn: Drawn) -> None:
        self._drawn = drawn
        at, self._reached = self._reached, None
        if at is not None:  # the part of the same name in the new picture
            same = (part for part in drawn.chart.regions if _name_of(part) == _name_of(at))
            self._reached = next(same, None)
        self.setAccessibleName(drawn.chart.description or self.file_name)
        self.update()
        self.drawn.emit()

    # -- files and clipboard -------------------------------------------------------------------------------------

    def show_menu(self, place: QPoint) -> None:
        """Copy and save; also opened by the page's "…" button."""
        t = self._desk.texts.t
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(t("Copy the picture"), self.copy)
        menu.addSeparator()
        menu.addAction(t("Save as PNG…"), lambda: self.ask_save("png"))
        menu.addAction(t("Save as SVG…"), lambda: self.ask_save("svg"))
        menu.addAction(t("Save as PDF…"), lambda: self.ask_save("pdf"))
        if self._table is not None:
            menu.addAction(t("Save the data as CSV…"), lambda: self.ask_save("csv"))
        if self._variants:
            menu.addSeparator()
        for number, (words, _) in enumerate(self._variants):
            action = menu.addAction(words, functools.partial(self._choose, number))
            action.setCheckable(True)
            action.setChecked(number == self._variant)
        self.add_to_menu(menu)
        menu.setEnabled(self._drawn is not None)
        menu.popup(self.mapToGlobal(place))

    def add_to_menu(self, menu: QMenu) -> None:
        """For charts that can do more."""

    def copy(self) -> None:
        """Put the picture on the clipboard as a file would have it, sharp enough for a slide."""
        builder, size, mode = self._in_file, self.size(), self._mode_in_file
        if builder is not None and self._drawn is not None:
            self._desk.draw(self, "", self._on_copied, lambda _progress: render(builder, mode, size, COPY_RATIO, 1.0))

    def _on_copied(self, drawn: Drawn) -> None:
        QGuiApplication.clipboard().setImage(drawn.image)
        self._desk.tell(self._desk.texts.t("The chart is on the clipboard."))

    @property
    def _mode_in_file(self) -> tokens.Mode:
        """A file is for paper and slides: light, whatever the window looks like."""
        return "light"

    def ask_save(self, ending: str) -> None:
        """Ask where, and save there."""
        t = self._desk.texts.t
        folder = self._desk.config.settings.folder
        proposed = str(Path(folder) / f"{self.file_name}.{ending}")
        drawing = t("Drawing ({pattern})", pattern=f"*.{ending}")
        kinds = {"png": t("Picture ({pattern})", pattern="*.png"), "svg": drawing, "pdf": drawing}
        kind = kinds.get(ending) or t("Table ({pattern})", pattern="*.csv")
        file, _ = QFileDialog.getSaveFileName(self, t("Save the chart"), proposed, kind)
        if file:
            path = Path(file)
            self._desk.config.change(folder=str(path.parent))
            self.save(path if path.suffix else path.with_suffix(f".{ending}"))

    def save(self, path: Path) -> None:
        """Write the chart with its finding above it: .png, .svg, .pdf or .csv by the ending."""
        builder, table = self._in_file, self._table
        if builder is None:
            return
        size, mode = self.size(), self._mode_in_file

        def task(_progress: Progress) -> Path:
            from score_desktop.services import chart_files

            if path.suffix.lower() == ".csv":
                assert table is not None
                chart_files.save_table(table(), path)
            else:
                chart = builder(mode, size.width() * MM_PER_PIXEL, size.height() * MM_PER_PIXEL)
                chart_files.save_chart(chart, path)
            return path

        words = self._desk.texts.t("Saved: {file}", file=str(path))
        self._desk.draw(self, "", lambda _path: self._desk.tell(words), task)

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def region_at(self, place: QPointF) -> Region | None:
        """The part of the chart under a point of the widget."""
        size = self.picture_size
        if self._drawn is None or size.isEmpty():
            return None
        return self._drawn.chart.region_at(place.x() / size.width(), 1 - place.y() / size.height())

    def event(self, event: QEvent) -> bool:
        """Hovering shows the figure."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            region = self.region_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), region.text if region is not None else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer says what can be clicked; the figure follows at once."""
        region = self.region_at(event.position())
        can_click = region is not None and (region.legend or region.month is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_click else Qt.CursorShape.ArrowCursor)
        text = region.text if region is not None else ""
        if text:
            QToolTip.showText(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A legend entry switches its series; any part can be opened by the page."""
        if event.button() == Qt.MouseButton.LeftButton:
            region = self.region_at(event.position())
            if region is not None:
                self._press(region)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What the first press has switched, the second does not switch back; any other part is opened."""
        region = self.region_at(event.position())
        if region is not None and not region.legend and event.button() == Qt.MouseButton.LeftButton:
            self.region_opened.emit(region)
        event.accept()

    def _press(self, region: Region) -> None:
        if region.legend and region.series:
            self.series_clicked.emit(region.series)
        else:
            self.region_clicked.emit(region)

    def _walk(self, key: int) -> bool:
        """Arrow keys go from part to part, in drawn order; Enter and Space press the one that is reached."""
        parts = [part for part in self._drawn.chart.regions if part.text] if self._drawn is not None else []
        at = next((number for number, part in enumerate(parts) if part is self._reached), -1)
        keys = Qt.Key
        if key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space) and self._reached is not None:
            self._press(self._reached)
            return True
        if key == keys.Key_Escape and self._reached is not None:
            self._reach(None)
            return True
        if not parts or key not in (keys.Key_Right, keys.Key_Left, keys.Key_Home, keys.Key_End):
            return False
        back = len(parts) - 1 if at < 0 else max(at - 1, 0)
        places = {keys.Key_Right: min(at + 1, len(parts) - 1), keys.Key_Left: back, keys.Key_Home: 0}
        self._reach(parts[places.get(keys(key), len(parts) - 1)])
        return True

    def _reach(self, region: Region | None) -> None:
        """Show the figure of a part as if the pointer stood there, and say it to screen readers."""
        self._reached = region
        self.setAccessibleDescription(region.text if region is not None else self._usage)
        if region is None:
            QToolTip.hideText()
        else:
            x = sum(corner[0] for corner in region.polygon) / len(region.polygon)
            y = sum(corner[1] for corner in region.polygon) / len(region.polygon)
            size = self.picture_size
            place = QPoint(round(x * size.width()), round((1 - y) * size.height()))
            QToolTip.showText(self.mapToGlobal(place), region.text, self)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the parts; menu key and Shift+F10 open the menu, Ctrl+C copies."""
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self._walk(event.key()):
            return
        menu_keys = event.key() == Qt.Key.Key_Menu or (
            event.key() == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        )
        if menu_keys or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.show_menu(self.rect().center())
        elif event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy()
        else:
            super().keyPressEvent(event)

    # -- painting ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled."""
        super().resizeEvent(event)
        self._timer.start()

    def showEvent(self, event: object) -> None:
        """Draw when it is seen."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_behind or self._drawn is None or self._drawn.size != self.size():
            self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture; while the size changes, the old one at its own size."""
        painter = QPainter(self)
        if self._drawn is not None:
            painter.drawImage(0, 0, self._drawn.image)
            self._paint_mark(painter, self._drawn)
        if self.hasFocus():
            painter.setPen(tokens.palette(self._desk.mode).accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            if self._reached is not None:
                self._paint_frames(painter, [self._reached], tokens.palette(self._desk.mode).accent)

    def _paint_mark(self, painter: QPainter, drawn: Drawn) -> None:
        series, month = self._marked
        colour, chart = tokens.palette(self._desk.mode).text, drawn.chart
        painter.save()
        painter.setClipRegion(drawn.beside_words(QRect(QPoint(), drawn.size)))
        self._paint_frames(painter, [part for part in chart.regions if series and part.series == series], colour)
        painter.restore()
        corners = [corner for part in chart.regions if month and part.month == month for corner in part.polygon]
        if corners:  # one frame around all that a month has: its bars, its production, its name
            xs, ys = zip(*corners, strict=True)
            left, right, low, high = min(xs), max(xs), min(ys), max(ys)
            self._paint_polygons(painter, [((left, low), (right, low), (right, high), (left, high))], colour)

    def _paint_frames(self, painter: QPainter, parts: list[Region], colour: str) -> None:
        self._paint_polygons(painter, [part.polygon for part in parts], colour)

    def _paint_polygons(self, painter: QPainter, polygons: Sequence[Corners], colour: str) -> None:
        """Frames around polygons, whose lines stay whole at the edges of the picture."""
        if not polygons:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), 2))
        width, height = self.picture_size.width(), self.picture_size.height()
        for polygon in polygons:
            corners = (
                (min(max(x * width, 1), width - 1), min(max((1 - y) * height, 1), height - 1)) for x, y in polygon
            )
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.restore()


def _name_of(region: Region) -> tuple[str, bool, dt.date | None]:
    return region.series, region.legend, region.month
