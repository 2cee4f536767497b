"""A workspace that cannot be opened never locks a person out: copies, an empty one, their own audits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from score_desktop import app, paths
from score_desktop.config import Config
from score_desktop.errors import UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.services import audits, clock, demo, workspace
from score_desktop.services.context import Context
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.rescue import RescueDialog

Start = Callable[[Path | None, str, Config], MainWindow | None]
SPOILT = b"no database" * 500


@pytest.fixture
def file(tmp_path: Path, sample_folder: Path) -> Path:
    """A workspace with a copy of today, spoilt since."""
    made = tmp_path / "mine.sqlite"
    shutil.copy(sample_folder / demo.WORKSPACE, made)
    with Context.open(made) as context:
        context.write(audits.new_audit, audits.NewAudit(enterprise="Taller Ñandú", country="BO"), clock.today())
    made.write_bytes(SPOILT)
    return made


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot) -> Iterator[Start]:
    """Open the window over a file; in the dialog that comes, press the button whose words begin so."""

    made: list[MainWindow] = []

    def begin(data: Path | None, words: str, config: Config) -> MainWindow | None:
        seen: list[list[str]] = []

        def press() -> None:
            dialog = next(w for w in qapp.topLevelWidgets() if isinstance(w, RescueDialog) and w.isVisible())
            buttons = {one.text(): one for one in dialog.findChildren(QPushButton)}
            seen.append(list(buttons))
            chosen = next((one for text, one in buttons.items() if text.startswith(words)), None)
            if chosen is None:
                dialog.reject()
            else:
                qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)

        QTimer.singleShot(0, press)
        window = app.make_window(qapp, config, data)
        assert seen, "nobody was asked"
        assert any(text.startswith(words) for text in seen[0]), seen
        if window is not None:
            made.append(window)
        return window

    yield begin
    for window in made:
        window.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = Config(tmp_path / "settings.json")
    made.change(language="en")
    return made


def names(window: MainWindow) -> set[str]:
    return {row.name for row in window.desk.context.read(audits.list_audits, window.desk.today())}


def test_the_newest_copy_takes_its_place(start: Start, file: Path, config: Config) -> None:
    window = start(file, "Restore the copy of", config)
    assert window is not None
    assert "Taller Ñandú" in names(window)
    kept = [copy for copy in workspace.folder_of_copies(file).iterdir() if copy.read_bytes() == SPOILT]
    assert len(kept) == 1


def test_an_empty_one_takes_its_place(start: Start, file: Path, config: Config) -> None:
    window = start(file, "Begin with an empty workspace", config)
    assert window is not None
    assert names(window) == set()
    assert any(copy.read_bytes() == SPOILT for copy in workspace.folder_of_copies(file).iterdir())


def test_the_persons_own_audits_are_opened(
    start: Start, file: Path, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "home")
    config.change(workspace=str(file))
    window = start(None, "Open my audits", config)
    assert window is not None
    assert window.desk.context.path == tmp_path / "home" / paths.WORKSPACE_NAME
    assert config.settings.workspace == ""
    assert file.read_bytes() == SPOILT


def test_nothing_is_touched_when_it_is_closed(start: Start, file: Path, config: Config) -> None:
    assert start(file, "Close", config) is None
    assert file.read_bytes() == SPOILT


def test_a_copy_that_is_bad_too_is_told(file: Path, qtbot: QtBot) -> None:
    copy, _moment = workspace.newest_copy(file) or (file, None)
    copy.write_bytes(SPOILT)
    dialog = RescueDialog(file, UnreadableFile("workspace.damaged", file="f", reason="r"), None, Texts("en"))
    qtbot.addWidget(dialog)
    dialog.show()
    first = dialog.findChildren(QPushButton)[0]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.trouble.isVisible() and dialog.trouble.text()
    assert file.read_bytes() == SPOILT
