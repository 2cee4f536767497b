from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from score_desktop import __version__, app, instance, paths
from score_desktop.config import Config
from score_desktop.services import workspace
from score_desktop.ui.second_start import SecondStarts
from tests.ui.conftest import MakeWindow


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "data")


def test_a_file_of_a_second_start_is_opened(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(sample=False)
    other = tmp_path / "otra empresa.sqlite"
    workspace.create_workspace(other).close()
    listening = instance.Listening(instance.key(None))
    try:
        listening.give_to(SecondStarts(window).heard.emit)
        with qtbot.waitSignal(window.desk.workspace_changed, timeout=20_000):
            assert instance.say(instance.key(None), {"open": str(other)})
        assert window.desk.context.path == other
    finally:
        listening.close()


def test_the_installer_may_ask_the_window_to_close(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(sample=False)
    listening = instance.Listening(instance.key(None))
    try:
        listening.give_to(SecondStarts(window).heard.emit)
        assert instance.say(instance.key(None), {"close": True})
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    finally:
        listening.close()


def test_a_new_version_keeps_a_copy_before_it_opens_the_workspace(tmp_path: Path) -> None:
    file = tmp_path / "workspace.sqlite"
    workspace.create_workspace(file).close()
    config = Config(tmp_path / "settings.json")
    for version, copies in (("", 0), ("0.0.1", 1), (__version__, 1)):
        config.change(version=version, language="en")
        app.keep_before_version(file, config)
        kept = list(tmp_path.glob(f"workspace backups/*before-version-{__version__}.sqlite"))
        assert len(kept) == copies
        assert config.settings.version == __version__
        assert not config.settings.backup_trouble


def test_a_copy_that_fails_is_told_and_stops_nobody(tmp_path: Path) -> None:
    file = tmp_path / "workspace.sqlite"
    workspace.create_workspace(file).close()
    (tmp_path / "workspace backups").write_text("in the way", encoding="utf-8")
    config = Config(tmp_path / "settings.json")
    config.change(version="0.0.1", language="en")
    app.keep_before_version(file, config)
    assert config.settings.backup_trouble
