"""A real window over a real workspace, in a home of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from score_desktop import app
from score_desktop.config import Config
from score_desktop.jobs import Progress
from score_desktop.services import audits, demo
from score_desktop.services.context import Context
from score_desktop.ui import theme
from score_desktop.ui.desk import Desk, Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.widgets.chart_view import ChartView

WAIT_MS = 60_000
MakeWindow = Callable[..., MainWindow]


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the bakery and the diner, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("sample")
    demo.make_sample(folder, Progress())
    return folder


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """A desk over an empty workspace, without a window."""
    config = Config(tmp_path / "settings.json")
    config.change(language="en", country="US")
    theme.apply(qapp, "light")
    made = Desk(Context.open(tmp_path / "desk.sqlite", create=True, actor="window"), config, "light")
    yield made
    made.close()


@pytest.fixture
def make_window(qtbot: QtBot, tmp_path: Path, sample_folder: Path, qapp: QApplication) -> Iterator[MakeWindow]:
    """Makes windows: `make_window(language="es", theme="light", scale=100, sample=True, size=(1366, 768))`."""
    made: list[MainWindow] = []

    def make(
        language: str = "es",
        *,
        theme: str = "light",
        scale: int = 100,
        sample: bool = True,
        size: tuple[int, int] = (1366, 768),
    ) -> MainWindow:
        file = tmp_path / f"workspace{len(made)}.sqlite"
        if sample:
            shutil.copy(sample_folder / demo.WORKSPACE, file)
        config = Config(tmp_path / f"settings{len(made)}.json")
        config.change(language=language, theme=theme, scale=scale)
        window = app.make_window(qapp, config, file)
        assert window is not None
        window.resize(*size)
        app.open_at_start(window, first=False, file=None)
        qtbot.addWidget(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def bakery(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """The window in Spanish with the bakery's audit open."""
    window = make_window()
    open_audit(window, qtbot, "Panadería")
    return window


def open_audit(window: MainWindow, qtbot: QtBot, enterprise: str, page: str = "overview") -> None:
    """Open the first audit of an enterprise whose name begins so."""
    context: Context = window.desk.context
    rows = context.read(audits.list_audits, window.desk.today())
    row = next(row for row in rows if row.name.startswith(enterprise))
    window.go(Place(page, row.audits[0].uid))
    settle(window, qtbot)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing is read, written or drawn any more."""
    qtbot.waitUntil(lambda: window.desk.idle, timeout=WAIT_MS)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.desk.idle, timeout=WAIT_MS)


def press_in_chart(window: MainWindow, qtbot: QtBot, view: ChartView, series: str, *, legend: bool) -> None:
    """Click on a part of a drawn chart: a series, or its name."""
    assert view.chart is not None
    part = next(one for one in view.chart.regions if one.series == series and one.legend is legend)
    x, y = (sum(corner[axis] for corner in part.polygon) / 4 for axis in (0, 1))
    place = QPoint(round(x * view.picture_size.width()), round((1 - y) * view.picture_size.height()))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    settle(window, qtbot)
