"""The window on a real workspace: what a person can do in it, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop import paths
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services import demo
from score_desktop.services.audits import NewAudit
from score_desktop.services.context import Context
from score_desktop.ui.dialogs import NewAuditDialog, QuestionsDialog
from score_desktop.ui.main_window import MainWindow

SAMPLES = paths.resources() / "samples"
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.make_demo(folder, Progress())
    return folder


def _window(qtbot: QtBot, file: Path, language: str = "en") -> MainWindow:
    window = MainWindow(Context.open(file, create=True, actor="test"), Texts(language))
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def empty(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    window = _window(qtbot, tmp_path / "workspace.sqlite")
    yield window
    window.close()


@pytest.fixture
def filled(qtbot: QtBot, tmp_path: Path, demo_folder: Path) -> Iterator[MainWindow]:
    shutil.copy(demo_folder / demo.WORKSPACE, tmp_path / "copy.sqlite")
    window = _window(qtbot, tmp_path / "copy.sqlite")
    yield window
    window.close()


def _boxes() -> list[QMessageBox]:
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


def _add(qtbot: QtBot, window: MainWindow, name: str = "Taller Ñandú") -> None:
    with qtbot.waitSignal(window.work.settled, timeout=WAIT_MS):
        window.add_audit(NewAudit(enterprise=name, country="BO"))


def test_empty_workspace_offers_a_beginning(empty: MainWindow) -> None:
    assert empty.empty.isVisible()
    assert empty.new_action.isEnabled()
    assert empty.sample_action.isEnabled()
    assert not empty.import_action.isEnabled()
    assert not empty.report_action.isEnabled()


def test_added_audit_is_shown_and_selected(empty: MainWindow, qtbot: QtBot) -> None:
    _add(qtbot, empty, "Zapatería")
    _add(qtbot, empty, "Ángel y Cía.")
    assert empty.table.rowCount() == 2
    selected = empty.selected()
    assert selected is not None
    assert selected.enterprise == "Ángel y Cía."
    assert [empty.table.index(row, 0).data() for row in range(2)] == ["Ángel y Cía.", "Zapatería"]
    assert empty.import_action.isEnabled()


def test_import_counts_once_and_tells(empty: MainWindow, qtbot: QtBot) -> None:
    _add(qtbot, empty)
    for imported in ("73", "0"):
        with qtbot.waitSignal(empty.work.settled, timeout=WAIT_MS):
            empty.import_file(SAMPLES / "01_electricidad_larga.xlsx")
        (box,) = _boxes()
        assert f"imported {imported}" in box.text()
        box.close()
    assert empty.table.index(0, 4).data() == "73"
    assert empty.selected() is not None


def test_trouble_is_told_and_work_goes_on(empty: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    _add(qtbot, empty)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    with qtbot.waitSignal(empty.work.settled, timeout=WAIT_MS):
        empty.import_file(broken)
    (box,) = _boxes()
    assert "broken.xlsx" in box.text()
    assert "Traceback" not in box.text()
    box.close()
    assert empty.import_action.isEnabled()
    assert not empty.work.isVisible()


def test_report_is_written(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    with qtbot.waitSignal(filled.work.settled, timeout=WAIT_MS):
        filled.write_report(out)
    assert out.read_bytes().startswith(b"%PDF")
    (box,) = _boxes()
    assert "report.pdf" in box.text()
    box.close()


def test_cancelled_report_leaves_nothing(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    with qtbot.waitSignal(filled.work.settled, timeout=WAIT_MS):
        filled.write_report(out)
        assert filled.work.isVisible()
        assert not filled.report_action.isEnabled()
        qtbot.mouseClick(filled.work.cancel_button, Qt.MouseButton.LeftButton)
    assert not out.exists()
    assert _boxes() == []
    assert "Cancelled" in filled.statusBar().currentMessage()
    assert filled.report_action.isEnabled()


def test_sample_opens_and_own_audits_come_back(empty: MainWindow, qtbot: QtBot, home: Path) -> None:
    for _again in range(2):
        with qtbot.waitSignal(empty.work.settled, timeout=WAIT_MS):
            empty.open_sample()
        assert empty.table.rowCount() == 2
        assert not empty.sample_action.isEnabled()
        with qtbot.waitSignal(empty.work.settled, timeout=WAIT_MS):
            empty.open_own()
        assert empty.sample_action.isEnabled()
    assert paths.default_workspace().is_relative_to(home)


def test_second_window_only_reads(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    second = _window(qtbot, tmp_path / "copy.sqlite")
    assert second.table.rowCount() == 2
    assert not second.new_action.isEnabled()
    assert not second.import_action.isEnabled()
    assert second.report_action.isEnabled()
    assert second.statusBar().currentMessage()
    second.close()


def test_table_is_a_proper_model(filled: MainWindow, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(filled.table)


def test_window_fits_a_small_screen_in_spanish(qtbot: QtBot, tmp_path: Path) -> None:
    window = _window(qtbot, tmp_path / "workspace.sqlite", "es")
    smallest = window.minimumSizeHint()
    assert QSize(1366, 697).expandedTo(smallest) == QSize(1366, 697)
    assert window.new_action.text() != "New audit…"
    window.close()


def test_new_audit_needs_a_name(qtbot: QtBot) -> None:
    from score_desktop.services import clock

    dialog = NewAuditDialog(Texts("en"), clock.today())
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.name.setText("  ")
    assert not ok.isEnabled()
    dialog.name.setText(" Panadería ")
    assert ok.isEnabled()
    wanted = dialog.wanted()
    assert (wanted.enterprise, wanted.country) == ("Panadería", "BO")
    assert wanted.start is not None
    assert wanted.end is not None
    assert wanted.end.year == wanted.start.year + 1


def test_unforeseen_trouble_is_written_down(empty: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    box = empty.notify.trouble(RuntimeError("a bug"))
    assert "unexpected" in box.text()
    box.close()


def test_known_trouble_speaks_for_itself(empty: MainWindow) -> None:
    box = empty.notify.trouble(Refused("workspace.missing", file="a.sqlite"))
    assert "a.sqlite" in box.text()
    box.close()


def test_open_questions_are_asked_and_answered(empty: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    _add(qtbot, empty)
    file = tmp_path / "open.csv"
    file.write_text("Medidor;Fecha;Consumo (kWh);Importe (Bs)\nA-1;01/02/2025;100,5;80,4\n", encoding="utf-8")
    with qtbot.waitSignal(empty.work.settled, timeout=WAIT_MS):
        empty.import_file(file)
    asked = empty.findChildren(QuestionsDialog)
    assert len(asked) == 1
    with qtbot.waitSignal(empty.work.settled, timeout=WAIT_MS):
        asked[0].accept()
    (box,) = _boxes()
    assert "open.csv" in box.text()
    box.close()
