"""Preferences hold at once and keep the place; copies into a chosen folder when the program closes."""

from __future__ import annotations

import datetime as dt
import importlib.util
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from score_desktop import app
from score_desktop.config import Config, kept_trouble
from score_desktop.enums import Resource
from score_desktop.errors import StorageTrouble
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.msgid import N_
from score_desktop.services import enterprises, workspace
from score_desktop.services.audits import list_audits
from score_desktop.ui.desk import Place
from score_desktop.ui.doing import Doing, counted, doing
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.preferences import PreferencesPage
from score_desktop.ui.undo import Step
from score_desktop.ui.widgets.buttons import Segmented
from tests.ui.conftest import MakeWindow, open_audit, settle

GUIDE_PICTURES = Path(__file__).resolve().parents[2] / "docs" / "make_guide_pictures.py"


def page_of(window: MainWindow) -> PreferencesPage:
    page = window.pages["settings"]
    assert isinstance(page, PreferencesPage)
    return page


@pytest.fixture
def window(bakery: MainWindow, qtbot: QtBot) -> MainWindow:
    with qtbot.waitActive(bakery):
        bakery.activateWindow()
    bakery.go(Place("settings"))
    settle(bakery, qtbot)
    return bakery


def press(window: MainWindow, control: str, key: str, qtbot: QtBot) -> None:
    segmented = page_of(window).controls[control]
    assert isinstance(segmented, Segmented)
    qtbot.mouseClick(segmented.button_of(key), Qt.MouseButton.LeftButton)
    settle(window, qtbot)


def test_language_changes_at_once_and_keeps_page_audit_and_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    audit = window.desk.audit
    before = page_of(window)
    assert window.navigation.saved.text() == "Guardado en workspace0.sqlite"
    press(window, "language", "en", qtbot)
    assert window.navigation.saved.text() == "Saved in workspace0.sqlite"
    page = page_of(window)
    assert page is not before
    assert (window.page_key, window.desk.audit) == ("settings", audit)
    assert page.title.text() == "Settings"
    held = page.controls["language"]
    assert isinstance(held, Segmented)
    qtbot.waitUntil(held.button_of("en").hasFocus)
    assert window.desk.config.settings.language == "en"
    press(window, "language", "es", qtbot)
    assert page_of(window).title.text() == "Ajustes"


def test_every_page_keeps_its_place_in_another_language(window: MainWindow, qtbot: QtBot) -> None:
    """The language is chosen on a page of its own: the others are where the work goes on."""
    window.go(Place("consumption"))
    settle(window, qtbot)
    before = window.pages["consumption"]
    assert isinstance(before, ConsumptionPage)
    before.period.setCurrentIndex(1)
    before.period.activated.emit(1)
    before.choose(Resource.WATER)
    settle(window, qtbot)
    place = dict(before.place())
    window.go(Place("settings"))
    press(window, "language", "en", qtbot)
    press(window, "theme", "dark", qtbot)
    window.go(Place("consumption"))
    settle(window, qtbot)
    after = window.pages["consumption"]
    assert isinstance(after, ConsumptionPage)
    assert after is not before
    assert dict(after.place()) == place
    assert (after.period.currentText(), after.resource) == ("2024", Resource.WATER)


def test_theme_and_size_change_at_once(window: MainWindow, qtbot: QtBot) -> None:
    for theme in ("dark", "contrast", "light"):
        press(window, "theme", theme, qtbot)
        assert window.desk.mode == theme
    press(window, "theme", "system", qtbot)
    assert window.desk.config.settings.theme == "system"
    assert window.desk.mode in ("light", "dark")
    press(window, "scale", "150", qtbot)
    assert window.desk.scale == 1.5
    assert page_of(window).controls["scale"].current() == "150"  # type: ignore[attr-defined]
    press(window, "scale", "100", qtbot)


def test_what_was_pressed_stays_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    press(window, "scale", "200", qtbot)
    page = page_of(window)
    shown = page.controls["scale"]
    assert page.area.viewport().rect().contains(shown.mapTo(page.area.viewport(), shown.rect().center()))


def test_numbers_as_in_another_country(window: MainWindow, qtbot: QtBot) -> None:
    box = page_of(window).controls["region"]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("US"))
    box.activated.emit(box.currentIndex())
    settle(window, qtbot)
    assert window.desk.texts.region == "es_US"
    assert window.desk.texts.number(1234.5, 1) == "1,234.5"
    again = page_of(window).controls["region"]
    assert isinstance(again, QComboBox) and again.currentData() == "US"


def test_links_lead_to_changes_and_about(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.go("changes")
    settle(window, qtbot)
    assert window.page_key == "changes"


def edit(window: MainWindow) -> None:
    rows = window.desk.context.read(list_audits, window.desk.today())
    window.desk.context.write(enterprises.edit_enterprise, rows[0].uid, {"city": "Oruro"})


def test_closing_after_changes_writes_a_copy_and_keeps_ten(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "otro disco"
    folder.mkdir()
    window = make_window()
    stem = window.desk.context.path.stem
    for day in range(1, 13):
        (folder / f"{stem} 2026-01-{day:02} 101010.sqlite").write_text("older")
    mine = folder / f"{stem} notas.sqlite"
    mine.write_text("the person's own")
    window.desk.config.change(backups=str(folder))
    edit(window)
    window.close()
    copies = sorted(file for file in folder.iterdir() if file != mine)
    assert len(copies) == workspace.KEPT_COPIES
    assert workspace.check(copies[-1]).ok
    assert mine.exists()
    assert window.desk.config.settings.backup_trouble == {}


def test_closing_without_changes_writes_none(make_window: MakeWindow, tmp_path: Path) -> None:
    folder = tmp_path / "copias"
    window = make_window()
    window.desk.config.change(backups=str(folder))
    window.close()
    assert not folder.exists()


def test_copy_that_fails_never_keeps_the_program_open(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    blocked = tmp_path / "archivo"
    blocked.write_text("no folder")
    window = make_window()
    window.desk.config.change(backups=str(blocked))
    edit(window)
    path = window.desk.context.path
    window.close()
    assert not window.isVisible()
    assert workspace.check(path).ok
    trouble = window.desk.config.settings.backup_trouble
    assert trouble["id"]
    other = make_window(language="en")  # what happened is kept, not the sentence
    other.desk.config.change(backup_trouble=trouble)
    app.open_at_start(other, first=False, file=None)
    assert other.message.isVisible() and other.message.details.toPlainText() == other.desk.texts.message(
        trouble["id"], trouble["params"]
    )
    assert other.desk.config.settings.backup_trouble == {}


def test_keep_copy_names_the_moment(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    moment = dt.datetime(2026, 3, 18, 9, 5, 7, tzinfo=dt.UTC)
    made = workspace.keep_copy(window.desk.context.path, tmp_path / "neu", moment)
    assert made.name == f"{window.desk.context.path.stem} 2026-03-18 090507.sqlite"
    open_audit(window, qtbot, "Panadería")


def test_a_picture_of_the_guide_tells_no_folder_of_the_computer_that_took_it(window: MainWindow) -> None:
    spec = importlib.util.spec_from_file_location("make_guide_pictures", GUIDE_PICTURES)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    folder = str(window.desk.context.path.parent)
    assert any(folder in label.text() for label in page_of(window).findChildren(QLabel))
    script.show_path_of_a_person(window)
    shown = [label.text() for label in window.findChildren(QLabel)]
    assert not any(folder in text for text in shown)
    assert script.SHOWN_PATHS["es"] in shown
    QPushButton(folder, page_of(window)).show()
    with pytest.raises(SystemExit):
        script.show_path_of_a_person(window)


def test_what_was_stopped_by_closing_is_told_at_the_next_start(make_window: MakeWindow) -> None:
    begun = threading.Event()

    def endless(progress: Progress) -> None:
        begun.set()
        while True:
            progress.check_cancelled()

    window = make_window()
    window.desk.do(doing(N_("Importing {file}"), file="facturas.xlsx"), endless, lambda _none: None)
    window.desk.do(counted("Storing {n} bill", "Storing {n} bills", 1200), endless, lambda _none: None)
    step = Step("change.audit_added", {"name": "Taller"}, lambda *_: None, lambda *_: None, long=True)
    window.desk.turn(window.desk, step, lambda *_: None, lambda _: None, lambda _: None, undo=True)
    assert begun.wait(5)
    assert "Importando facturas.xlsx" in window.work.doing.text()
    window.work.use_texts(Texts("en"))
    assert "Importing facturas.xlsx" in window.work.doing.text()
    window.close()
    stopped = Config(window.desk.config.path).settings.stopped
    told = {
        "es": "Importando facturas.xlsx, Guardando 1.200 facturas, Deshaciendo: ",
        "en": "Importing facturas.xlsx, Storing 1,200 bills, Undoing: ",
    }
    for language, words in told.items():
        other = make_window(language=language)
        other.desk.config.change(stopped=stopped)
        app.open_at_start(other, first=False, file=None)
        assert other.message.isVisible() and words in other.message.text.text()
        assert "Taller" in other.message.text.text()
        assert other.desk.config.settings.stopped == []


def test_what_another_version_has_kept_of_the_close_is_left_out(make_window: MakeWindow) -> None:
    window = make_window()
    strange = [
        {"message": "{gone}", "params": {"file": "a.xlsx"}},
        {"words": "x"},
        "Importando",
        doing(N_("Reading the file")).as_json(),
    ]
    window.desk.config.change(stopped=strange, backup_trouble={"id": "gone.long_ago", "params": {}})
    app.open_at_start(window, first=False, file=None)
    assert window.message.text.text().split("\n")[0].endswith(": Leyendo el archivo.")
    assert window.message.details.toPlainText() == ""


def test_all_that_the_last_close_left_is_told_at_once(make_window: MakeWindow) -> None:
    window = make_window()
    stopped = [doing(N_("Importing {file}"), file="facturas.xlsx").as_json()]
    full = StorageTrouble("storage.full", file="copia.sqlite")
    window.desk.config.change(stopped=stopped, backup_trouble=kept_trouble(full))
    window.desk.context.notices = (("workspace.held_notice", {"file": "a.sqlite", "holder": "Rosa"}),)
    app.open_at_start(window, first=False, file=None)
    said = window.message.text.text().split("\n")
    assert "Importando facturas.xlsx" in said[0]
    assert said[1] == window.desk.texts.t("No copy was written into the folder of backups.")
    assert "Rosa" in said[2] and len(said) == 3
    assert window.message.details.toPlainText() == window.desk.texts.error(full)


def test_work_that_is_done_when_the_window_closes_is_not_called_stopped(make_window: MakeWindow) -> None:
    window = make_window()
    done = threading.Event()
    window.desk.do(Doing("Copying"), lambda _progress: done.set(), lambda _none: None)
    assert done.wait(5)
    window.close()
    assert window.desk.config.settings.stopped == []
