"""The audit trail: read as it is scrolled, explained, and a single change taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services import change_labels, profile
from score_desktop.services.audits import audit_place
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.changes import ChangesPage
from tests.ui.conftest import settle


def opened(window: MainWindow, qtbot: QtBot) -> ChangesPage:
    window.go(Place("changes"))
    settle(window, qtbot)
    page = window.pages["changes"]
    assert isinstance(page, ChangesPage)
    return page


def rename(window: MainWindow, city: str) -> None:
    place = window.desk.context.read(audit_place, window.desk.audit)
    assert place is not None
    label = change_labels.named("change.enterprise_edited", place.enterprise_name)
    window.desk.context.write(profile.edit_profile, place.enterprise, {"city": city}, label=label)


def city(window: MainWindow) -> str:
    place = window.desk.context.read(audit_place, window.desk.audit)
    assert place is not None
    return window.desk.context.read(profile.read_profile, place.enterprise).city


def test_change_is_explained_and_taken_back(bakery: MainWindow, qtbot: QtBot) -> None:
    rename(bakery, "El Alto")
    page = opened(bakery, qtbot)
    page.table.selectRow(0)
    settle(bakery, qtbot)
    assert page.panel.isVisible()
    told = page.details.toPlainText()
    assert "La Paz" in told and "El Alto" in told
    qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: city(bakery) == "La Paz")
    settle(bakery, qtbot)
    rows = [row for row in page.model.rows if row.undone]
    assert len(rows) == 1
    assert not page.undo.isVisible() and page.why.isVisible()
    assert "editad" not in bakery.desk.undo.undo_words()
    bakery.desk.undo.redo()
    qtbot.waitUntil(lambda: city(bakery) == "El Alto")
    settle(bakery, qtbot)


def test_change_that_was_changed_since_is_refused(bakery: MainWindow, qtbot: QtBot) -> None:
    rename(bakery, "El Alto")
    rename(bakery, "Oruro")
    page = opened(bakery, qtbot)
    page.table.selectRow(1)
    settle(bakery, qtbot)
    qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    settle(bakery, qtbot)
    assert city(bakery) == "Oruro"
    assert bakery.message.isVisible()


def test_imports_show_as_such_and_lead_to_their_history(bakery: MainWindow, qtbot: QtBot) -> None:
    page = opened(bakery, qtbot)
    row = next(number for number, row in enumerate(page.model.rows) if row.bulk)
    # As the history of imports calls it.
    assert page.model.index(row, 3).data() == bakery.desk.texts.t("stored") == "guardado"
    page.table.selectRow(row)
    settle(bakery, qtbot)
    assert not page.undo.isVisible() and page.imports.isVisible()


def test_trail_is_read_as_it_is_scrolled_and_filtered(bakery: MainWindow, qtbot: QtBot) -> None:
    for number in range(120):
        rename(bakery, f"Ciudad {number}")
    page = opened(bakery, qtbot)
    assert len(page.model.rows) < 120
    while page.model.canFetchMore(page.table.rootIndex()):
        page.table.scrollToBottom()
        settle(bakery, qtbot)
    here = len(page.model.rows)
    assert here >= 120
    assert len({row.uid for row in page.model.rows}) == here
    qtbot.mouseClick(page.scope.button_of("all"), Qt.MouseButton.LeftButton)
    settle(bakery, qtbot)
    while page.model.canFetchMore(page.table.rootIndex()):
        page.table.scrollToBottom()
        settle(bakery, qtbot)
    assert len(page.model.rows) > here, "the other enterprise's changes stand there too"


def test_place_survives_another_language(bakery: MainWindow, qtbot: QtBot) -> None:
    rename(bakery, "El Alto")
    page = opened(bakery, qtbot)
    page.table.selectRow(0)
    settle(bakery, qtbot)
    chosen = page.model.rows[0].uid
    bakery.desk.set_looks("light", language="en")
    settle(bakery, qtbot)
    again = bakery.pages["changes"]
    assert isinstance(again, ChangesPage) and again is not page
    assert again.panel.isVisible()
    assert again.model.rows[again.table.currentIndex().row()].uid == chosen


def test_model(bakery: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    page = opened(bakery, qtbot)
    qtmodeltester.check(page.model)
