"""Every scene in Spanish light and English dark: nothing clipped, covered, unnamed, jumping, or untranslated.

With SCORE_PICTURES set to a folder the pictures are kept there; `python3 dev.py pictures` does so for all variants.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from score_desktop.ui.dialogs.guide import GuideWindow
from score_desktop.ui.main_window import MainWindow
from tests.ui.conftest import MakeWindow
from tests.ui.layout_checks import cramped, faults
from tests.ui.scenes import SCENES, Scene, clear_away, settle

USUAL = (("es", "light", "1366x768", 100), ("en", "dark", "1366x768", 100))
ALL = tuple(
    (language, theme, size, scale)
    for language in ("es", "en")
    for theme in ("light", "dark", "contrast")
    for size, scale in (("1366x768", 100), ("1920x1080", 150))
)
VARIANTS = ALL if os.environ.get("SCORE_ALL_PICTURES") else USUAL


@pytest.fixture(autouse=True)
def _screen_reader() -> Iterator[None]:
    """As with one at work: tables then say what has changed, and what is asked of them is no older answer."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


class Strays(QObject):
    """Notes parts that are shown before they have a place: each is a window for a moment, and takes the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            plain = watched.windowFlags() & Qt.WindowType.WindowType_Mask == Qt.WindowType.Window
            if plain and not isinstance(watched, (QMainWindow, GuideWindow)):
                self.names.append(f"shown as a window of its own: {type(watched).__name__}")
        return False

    def seen(self) -> list[str]:
        """Those since the last call."""
        names, self.names = self.names, []
        return names


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: "-".join(map(str, variant)))
def test_scenes(variant: tuple[str, str, str, int], make_window: MakeWindow, tmp_path: Path) -> None:
    """One window goes through all scenes, as a person would; what it shows wrongly is told by scene."""
    found: dict[str, list[str]] = {}
    for sample in (False, True):
        window = make_window(variant[0], theme=variant[1], scale=variant[3], sample=sample, size=_size(variant[2]))
        settle(window)
        strays = Strays()
        for scene in SCENES:
            if scene.sample is sample:
                faults_seen = [*_look_at(scene, window, variant, tmp_path), *strays.seen()]
                if faults_seen:
                    found[scene.name] = faults_seen
    assert found == {}


def _size(words: str) -> tuple[int, int]:
    width, height = words.split("x")
    return int(width), int(height)


def _look_at(scene: Scene, window: MainWindow, variant: tuple[str, str, str, int], folder: Path) -> list[str]:
    root = scene.build(window, folder)
    picture = root.grab()
    kept = os.environ.get("SCORE_PICTURES")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        picture.save(str(Path(kept) / f"{scene.name}-{'-'.join(map(str, variant))}.png"))
    found = [*faults(root, variant[0]), *cramped(root), *(["nothing is drawn"] if picture.isNull() else [])]
    if root is not window:
        root.close()
    clear_away(window)
    return found
