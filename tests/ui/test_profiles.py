"""A file is read as last time, which is shown and can be changed; and the ways of reading are kept in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from score_desktop.jobs import Progress
from score_desktop.services import audits, import_profiles, imports
from score_desktop.ui.desk import Place
from score_desktop.ui.dialogs.profiles import ProfilesDialog
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.wizard.template import save_template
from score_desktop.ui.wizard.wizard import ImportWizard
from tests.ui.conftest import WAIT_MS, MakeWindow, settle
from tests.ui.test_import_wizard import LEFT, calm, read
from tests.unit.importing.test_layouts import SIAT

HEADER = "Fecha;Medidor;Consumo (kWh);Importe (Bs)"


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """The window with a new audit of a new enterprise."""
    made = make_window(sample=False)
    wanted = audits.NewAudit(enterprise="Panadería Illimani", country="BO")
    audit = made.desk.context.write(audits.new_audit, wanted, made.desk.today())
    made.go(Place("overview", audit.audit))
    settle(made, qtbot)
    made.show()
    return made


def bill_file(folder: Path, name: str, date: str) -> Path:
    path = folder / name
    path.write_text(f"{HEADER}\n{date};M-1;100,5;90,5\n", encoding="utf-8")
    return path


def remembered(window: MainWindow, folder: Path) -> None:
    """An import whose question was answered."""
    desk = window.desk
    options = imports.ImportOptions(answers={"enero!A": "mdy"})
    path = bill_file(folder, "enero.csv", "03/04/2025")
    done = imports.import_file(desk.context, path, desk.audit, options, Progress(), desk.today())
    assert done.records.imported == 1


def test_read_as_last_time_and_anew(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    remembered(window, tmp_path)
    wizard = read(window, qtbot, bill_file(tmp_path, "febrero.csv", "05/06/2025"))
    line = wizard.rows_step.profile
    assert line.isVisible() and "enero" in line.words.text() and line.anew.isVisible() and not line.again.isVisible()
    assert not wizard.rows_step.questions.isVisible()
    qtbot.mouseClick(line.anew, LEFT)
    calm(wizard, qtbot)
    assert wizard.rows_step.questions.isVisible() and line.isVisible() and not line.anew.isVisible()
    qtbot.mouseClick(line.again, LEFT)
    calm(wizard, qtbot)
    assert not wizard.rows_step.questions.isVisible() and line.anew.isVisible()


def test_nothing_is_said_where_nothing_is_remembered(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = read(window, qtbot, bill_file(tmp_path, "febrero.csv", "05/06/2025"))
    assert not wizard.rows_step.profile.isVisible() and wizard.rows_step.questions.isVisible()


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> QDialog:
    remembered(window, tmp_path)
    window.desk.go("consumption")
    settle(window, qtbot)
    made = ProfilesDialog(window.desk, window)
    made.open()
    settle(window, qtbot)
    return made


def names(window: MainWindow) -> list[str]:
    return [row.name for row in window.desk.context.read(import_profiles.list_profiles)]


def test_rename_delete_and_undo(window: MainWindow, qtbot: QtBot, dialog: ProfilesDialog) -> None:
    assert dialog.list.count() == 1 and "fecha" in dialog.told.text()
    dialog.name.setFocus()
    dialog.name.setText("Luz")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: names(window) == ["Luz"], timeout=WAIT_MS)
    settle(window, qtbot)
    item = dialog.list.item(0)
    assert item is not None and item.text() == "Luz"
    qtbot.mouseClick(dialog.delete_button, LEFT)
    qtbot.waitUntil(lambda: names(window) == [], timeout=WAIT_MS)
    settle(window, qtbot)
    assert dialog.list.count() == 0 and not dialog.delete_button.isEnabled()
    window.desk.undo.undo()
    qtbot.waitUntil(lambda: names(window) == ["Luz"], timeout=WAIT_MS)


def test_to_a_file_and_back(window: MainWindow, qtbot: QtBot, dialog: ProfilesDialog, tmp_path: Path) -> None:
    file = tmp_path / "luz.score-profile"
    dialog.save(file)
    settle(window, qtbot)
    assert file.is_file() and str(file) in dialog.told.text()
    dialog.delete()
    qtbot.waitUntil(lambda: names(window) == [], timeout=WAIT_MS)
    dialog.take(file)
    qtbot.waitUntil(lambda: names(window) == ["enero"], timeout=WAIT_MS)
    file.write_text("{}", encoding="utf-8")
    dialog.take(file)
    assert dialog.wrong.isVisible() and "luz.score-profile" in dialog.wrong.text()


def test_an_empty_template_is_saved(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "plantilla.xlsx"
    save_template(window.desk, window, file)
    qtbot.waitUntil(file.is_file, timeout=WAIT_MS)
    settle(window, qtbot)
    wizard = read(window, qtbot, file)
    assert wizard.file_step.trouble.isVisible()  # nothing was filled in


def test_a_folder_is_dropped(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    inside = tmp_path / "facturas"
    (inside / "2025").mkdir(parents=True)
    for number in range(3):
        text = SIAT.format(total="100.50").replace("<numeroFactura>771", f"<numeroFactura>{number}")
        (inside / "2025" / f"{number}.xml").write_text(text.replace("ABC9", f"A{number}"), encoding="utf-8")
    bill_file(inside, "mayo.csv", "31/05/2025")
    window.commands.take_files([inside])
    qtbot.waitUntil(lambda: isinstance(window.commands.overlay, ImportWizard), timeout=WAIT_MS)
    wizard = window.commands.overlay
    assert isinstance(wizard, ImportWizard)
    calm(wizard, qtbot)
    assert wizard.files == [inside, inside / "mayo.csv"]
    assert wizard.preview is not None and wizard.preview.found.bill_count == 3
    wizard.take_folder(tmp_path / "facturas" / "2025")
    calm(wizard, qtbot)
    assert wizard.files == [inside / "2025"]
    empty = tmp_path / "nada"
    empty.mkdir()
    wizard.take_folder(empty)
    calm(wizard, qtbot)
    assert wizard.file_step.trouble.isVisible()
