"""The first start: language, country, and the doors."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from score_desktop import app, paths
from score_desktop.config import Config
from score_desktop.services import demo
from score_desktop.ui.dialogs.new_audit import NewAuditDialog
from score_desktop.ui.first_start import FirstStart
from score_desktop.ui.main_window import MainWindow
from tests.ui.conftest import WAIT_MS, MakeWindow, settle


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window at its very first start, in English."""
    window = make_window(language="en", sample=False)
    window.commands.show_overlay(FirstStart(window.desk, window.commands))
    settle(window, qtbot)
    return window


def _shown(window: MainWindow) -> FirstStart:
    overlay = window.commands.overlay
    assert isinstance(overlay, FirstStart)
    return overlay


def test_says_at_once_what_a_country_brings(window: MainWindow, qtbot: QtBot) -> None:
    first = _shown(window)
    assert "0.481" in first.effects.text() and "Bs" in first.effects.text()
    first.country.setFocus()
    qtbot.keyClicks(first.country, "Peru")
    assert first.country.currentData() == "PE"
    assert "PEN" in first.effects.text() and "0.238" in first.effects.text()


def test_another_language_comes_at_once(window: MainWindow, qtbot: QtBot) -> None:
    first = _shown(window)
    assert first.doors[0].accessibleName() == "New audit"
    first.language.setFocus()
    qtbot.keyClick(first.language, Qt.Key.Key_Up)
    settle(window, qtbot)
    again = _shown(window)
    assert again.doors[0].accessibleName() == "Nueva auditoría"
    assert "0,481" in again.effects.text()
    assert QApplication.focusWidget() is again.language
    assert window.desk.config.settings.language == "es"


def test_enter_on_the_first_door_begins_an_audit(window: MainWindow, qtbot: QtBot) -> None:
    first = _shown(window)
    assert QApplication.focusWidget() is first.doors[0]
    first.country.setCurrentIndex(first.country.findData("PE"))
    qtbot.keyClick(first.doors[0], Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.commands.overlay is None
    assert window.desk.config.settings.country == "PE"
    assert window.desk.texts.region == "en_001"
    dialog = window.findChild(NewAuditDialog)
    assert dialog is not None and dialog.country.currentData() == "PE"
    dialog.reject()


def test_the_sample_opens(
    window: MainWindow, qtbot: QtBot, sample_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path)
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / demo.WORKSPACE).write_bytes((sample_folder / demo.WORKSPACE).read_bytes())
    qtbot.mouseClick(_shown(window).doors[1], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    qtbot.waitUntil(lambda: bool(window.desk.audit), timeout=WAIT_MS)
    settle(window, qtbot)
    assert window.page_key == "overview"
    window.desk.go("portfolio", "")
    settle(window, qtbot)
    page = window.pages["portfolio"]
    assert page.own_button.isVisible() and not page.sample_button.isVisible()  # type: ignore[attr-defined]


def test_bills_ask_for_an_audit_first(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bills = tmp_path / "facturas.csv"
    bills.write_text("mes;kWh\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(bills)], ""))
    asked: list[list[Path]] = []
    monkeypatch.setattr(window.commands, "import_files", asked.append)
    qtbot.mouseClick(_shown(window).doors[2], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    dialog = window.findChild(NewAuditDialog)
    assert dialog is not None and not asked
    QTest.keyClicks(dialog.name, "Textiles Pachakuti")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert asked == [[bills]]
    assert window.top_bar.enterprise.text() == "Textiles Pachakuti"


def test_changing_ones_mind_about_a_file_stays(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    first = _shown(window)
    qtbot.mouseClick(first.doors[2], Qt.MouseButton.LeftButton)
    assert window.commands.overlay is first


def test_says_where_data_are_kept(window: MainWindow, qtbot: QtBot) -> None:
    first = _shown(window)
    qtbot.mouseClick(first.where, Qt.MouseButton.LeftButton)
    assert first.folder.text() == str(window.desk.context.path.parent)
    assert first.open_folder.isVisible()


def test_app_shows_it_once(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    config = Config(tmp_path / "settings.json")
    config.change(language="es")
    window = app.make_window(qapp, config, tmp_path / "own.sqlite")
    assert window is not None
    qtbot.addWidget(window)
    app.open_at_start(window, first=True, file=None)
    settle(window, qtbot)
    first = _shown(window)
    assert first.isVisible() and QApplication.focusWidget() is first.doors[0]
    window.close()
