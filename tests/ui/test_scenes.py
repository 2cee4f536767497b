"""Every scene in Spanish light and English dark: nothing clipped, covered, unnamed, jumping, or untranslated.

With SCORE_PICTURES set to a folder the pictures are kept there; `python3 dev.py pictures` does so for all variants.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWindow
from tests.ui.layout_checks import faults
from tests.ui.scenes import SCENES, Scene, settle

USUAL = (("es", "light", "1366x768", 100), ("en", "dark", "1366x768", 100))
ALL = tuple(
    (language, theme, size, scale)
    for language in ("es", "en")
    for theme in ("light", "dark", "contrast")
    for size, scale in (("1366x768", 100), ("1920x1080", 150))
)
VARIANTS = ALL if os.environ.get("SCORE_ALL_PICTURES") else USUAL


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: "-".join(map(str, variant)))
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(
    scene: Scene, variant: tuple[str, str, str, int], make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    language, theme, size, scale = variant
    width, height = (int(part) for part in size.split("x"))
    window = make_window(language, theme=theme, scale=scale, sample=scene.sample, size=(width, height))
    settle(window)
    root = scene.build(window, tmp_path)
    folder = os.environ.get("SCORE_PICTURES")
    if folder:
        name = f"{scene.name}-{language}-{theme}-{size}-{scale}.png"
        Path(folder).mkdir(parents=True, exist_ok=True)
        root.grab().save(str(Path(folder) / name))
    found = faults(root, language)
    if root is not window:
        root.close()
    assert found == []
