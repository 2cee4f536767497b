"""Help (F1), the guide inside the program, and the box that tells what it is made of."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from score_desktop import __version__, paths
from score_desktop.i18n import LANGUAGES, Texts
from score_desktop.services import newer
from score_desktop.ui.actions import ACTIONS
from score_desktop.ui.dialogs.about import AboutDialog
from score_desktop.ui.dialogs.guide import GuideWindow, show_guide, slug
from score_desktop.ui.help_panel import HelpPanel
from score_desktop.ui.help_texts import HELP
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages import PAGES
from tests.architecture.source import ROOT
from tests.ui.conftest import MakeWindow, settle

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    made = make_window()
    made.show_page("settings")
    settle(made, qtbot)
    return made


def words(panel: HelpPanel) -> set[str]:
    return {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}


def test_f1_shows_and_hides_help_that_follows_the_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    panel = window.findChild(HelpPanel)
    assert panel is not None and panel.isVisible()
    t = window.desk.texts.t
    assert t(HELP["settings"].purpose) in words(panel)
    assert {one.keys for one in ACTIONS if one.keys} <= words(panel), "all shortcuts are listed"
    window.show_page("changes")
    qtbot.waitUntil(lambda: t(HELP["changes"].purpose) in words(panel))
    assert t(HELP["settings"].purpose) not in words(panel)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert not panel.isVisible()


def test_help_stays_open_in_another_language(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    window.desk.set_looks("light", language="en")
    settle(window, qtbot)
    shown = [panel for panel in window.findChildren(HelpPanel) if panel.isVisible()]
    assert len(shown) == 1
    assert HELP["settings"].purpose in words(shown[0])
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert not shown[0].isVisible()


def test_there_is_one_help_after_something_covered_the_window(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    window.commands.show_overlay(QLabel("over everything"))
    window.commands.close_overlays()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert [panel.isVisible() for panel in window.findChildren(HelpPanel)] == [False]


def test_every_page_has_help() -> None:
    assert set(HELP) == {page.key for page in PAGES}


def test_guide_opens_at_the_page(window: MainWindow, qtbot: QtBot) -> None:
    guide = show_guide(window.desk, "consumption")
    qtbot.addWidget(guide)
    current = guide.sections.currentItem()
    assert current is not None and current.text().startswith(window.desk.texts.t("Consumption"))
    assert guide.text.verticalScrollBar().value() > 0
    assert show_guide(window.desk, "flows") is guide, "one window"
    assert guide.sections.currentItem().text().startswith(window.desk.texts.t("Flows"))


def test_guide_is_searched_and_changes_language(window: MainWindow, qtbot: QtBot) -> None:
    guide = show_guide(window.desk, "portfolio")
    qtbot.addWidget(guide)
    qtbot.keyClicks(guide.wanted, "Sankey")
    qtbot.keyClick(guide.wanted, Qt.Key.Key_Return)
    assert guide.text.textCursor().selectedText() == "Sankey"
    guide._follow(QUrl("en.md"))
    assert guide.sections.item(0).text() == "First start"
    link = QUrl("#tables-and-keys")
    guide._follow(link)
    assert guide.text.verticalScrollBar().value() > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_guide_has_a_section_for_each_page_and_its_links_lead_somewhere(language: str, qapp: QApplication) -> None:
    text = (paths.guide() / f"{language}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#{1,3} (.+)$", text, flags=re.MULTILINE)
    begun = {heading.partition(":")[0].strip() for heading in headings}
    texts = Texts(language)
    assert {texts.t(page.title) for page in PAGES} <= begun
    slugs = {slug(heading) for heading in headings}
    for picture, target in LINK.findall(text):
        if target.startswith("#"):
            assert target[1:] in slugs, target
        else:
            assert (paths.guide() / target).is_file(), target
        if picture:
            assert (paths.guide() / target).stat().st_size <= 60_000, target
    document = QTextDocument()
    document.setMarkdown(text)
    assert "|" not in document.toPlainText().replace("||", ""), "tables are tables"


def test_about_shows_a_newer_installer(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "score-desktop-99.0.0-setup.exe" if sys.platform == "win32" else "score-desktop_99.0.0_amd64.deb"
    monkeypatch.setattr(newer, "usual_folders", lambda: [tmp_path])
    window.commands.about()
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.section.button_of("newer"), Qt.MouseButton.LeftButton)
    assert "99.0.0" not in dialog.text.toPlainText()
    (tmp_path / name).touch()
    dialog._show("newer")
    assert name in dialog.text.toPlainText()
    dialog.close()


def test_about_tells_version_licences_and_sources(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.about()
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    assert "Apache" in dialog.text.toPlainText()
    for key, wanted in (("inside", "LGPL-3.0"), ("sources", "IPCC"), ("newer", "internet")):
        qtbot.mouseClick(dialog.section.button_of(key), Qt.MouseButton.LeftButton)
        assert wanted in dialog.text.toPlainText()
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert str(window.desk.context.path) not in copied
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_lines_of_the_licence_stand_as_they_were_written(window: MainWindow) -> None:
    window.commands.about()
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    document = dialog.text.document()
    assert document.size().height() > 0  # laid out
    block, written = document.begin().next(), 0
    while block.isValid():
        assert block.layout().lineCount() == 1, block.text()
        written += bool(block.text().strip())
        block = block.next()
    assert written > 100
    dialog.close()


def test_every_library_that_ships_is_named_with_its_licence() -> None:
    with (paths.resources() / "licences" / "libraries.csv").open(encoding="utf-8", newline="") as file:
        told = {row["name"]: row["licence"] for row in csv.DictReader(file)}
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    shipped = set(re.findall(r"^([a-z0-9._-]+)==", lock, flags=re.MULTILINE)) - {"setuptools"}
    assert shipped <= set(told)
    assert all(told.values())


@pytest.mark.parametrize(("scale", "size"), [(100, (1366, 768)), (150, (1920, 1080))])
def test_the_guide_is_read_without_moving_it_sideways(
    make_window: MakeWindow, qtbot: QtBot, scale: int, size: tuple[int, int]
) -> None:
    window = make_window(scale=scale, sample=False, size=size)
    window.commands.open_guide()
    guide = next(w for w in QApplication.topLevelWidgets() if isinstance(w, GuideWindow) and w.isVisible())
    settle(window, qtbot)
    assert guide.text.horizontalScrollBar().maximum() == 0


def test_guide_closes_with_the_window(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    guide = show_guide(window.desk, "settings")
    assert isinstance(guide, GuideWindow) and guide.isVisible()
    window.close()
    qtbot.waitUntil(lambda: not any(isinstance(one, GuideWindow) and one.isVisible() for one in qapp_windows()))


def qapp_windows() -> list[object]:
    return list(QApplication.topLevelWidgets())


def test_help_takes_the_place_of_the_page_where_both_have_no_room(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(scale=200)
    window.show_page("settings")
    settle(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (panel,) = window.findChildren(HelpPanel)
    qtbot.waitUntil(lambda: panel.width() == window.width() - window.navigation.width())
    assert panel.isVisible() and not window.stack.isVisible()
    window.desk.tell("a line that was told before the help was asked for", kind="look")
    settle(window, qtbot)
    right = panel.mapTo(window, panel.rect().bottomRight())
    assert window.message.isVisible() and right.x() < window.width(), "the message stands above, not beside"
    window.navigation.buttons["changes"].click()
    settle(window, qtbot)
    assert not panel.isVisible() and window.pages["changes"].isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert panel.isVisible() and not window.stack.isVisible()
    window.resize(2400, 768)
    qtbot.waitUntil(lambda: panel.isVisible() and window.stack.isVisible())
    panel.close_panel()
    assert window.stack.isVisible()
