"""What must not outlive its place: pages of other looks, the wizard's callbacks; and what must: edits, undo."""

from __future__ import annotations

import gc
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop.services.audits import audit_place
from score_desktop.services.bills import bill_page
from score_desktop.services.context import Context
from score_desktop.services.profile import read_profile
from score_desktop.ui.desk import Message
from score_desktop.ui.help_panel import HelpPanel
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.enterprise import EnterprisePage
from score_desktop.ui.search_box import SearchBox
from score_desktop.ui.wizard.wizard import ImportWizard
from tests.ui.conftest import WAIT_MS, MakeWindow, open_audit, settle
from tests.ui.test_import_wizard import changed_copy

PAGES = ("overview", "enterprise", "consumption", "flows", "footprint", "report", "changes", "settings")
ROUNDS = 4


def parts(window: MainWindow) -> tuple[int, int]:
    """Widgets of the application and objects of the window, once what is to go has gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    widgets = [one for one in QApplication.allWidgets() if one.window() is window or one.parent() is None]
    return len(widgets), len(window.findChildren(QObject)) + len(window.desk.findChildren(QObject))


def test_other_looks_leave_nothing_of_the_ones_before(bakery: MainWindow, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(ROUNDS):
        for page in PAGES:
            bakery.desk.go(page)
            settle(bakery, qtbot)
        bakery.desk.go("overview")
        dark = number % 2 == 0
        bakery.desk.set_looks("dark" if dark else "light", language="en" if dark else "es")
        settle(bakery, qtbot)
        seen.append(parts(bakery))
    assert seen[0] == seen[2] and seen[1] == seen[3], f"grows from one language to the next: {seen}"


def begin(window: MainWindow, qtbot: QtBot, file: Path) -> ImportWizard:
    window.desk.ask_import([file])
    qtbot.waitUntil(lambda: isinstance(window.commands.overlay, ImportWizard), timeout=WAIT_MS)
    wizard = window.commands.overlay
    assert isinstance(wizard, ImportWizard)
    qtbot.waitUntil(lambda: wizard.idle and wizard.preview is not None, timeout=WAIT_MS)
    return wizard


def test_the_wizard_is_not_closed_by_a_search_or_a_dropped_file(
    bakery: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[Message] = []
    wizard = begin(bakery, qtbot, changed_copy(tmp_path))
    bakery.desk.told.connect(told.append)
    bakery.commands.search()
    box = bakery.findChild(SearchBox)
    assert box is None or not box.isVisible()
    bakery.commands.take_files([tmp_path / "otra.sqlite"])
    settle(bakery, qtbot)
    assert [message.kind for message in told] == ["look"]
    assert bakery.commands.overlay is wizard


def test_going_elsewhere_closes_the_wizard_and_another_import_can_begin(
    bakery: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = changed_copy(tmp_path)
    first = begin(bakery, qtbot, file)
    bakery.desk.go("flows")
    settle(bakery, qtbot)
    assert bakery.commands.overlay is None
    assert begin(bakery, qtbot, file) is not first


def test_one_help_panel_however_often_the_wizard_was_there(bakery: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bakery.show()
    bakery.commands.help()
    begin(bakery, qtbot, changed_copy(tmp_path)).close_wizard()
    bakery.commands.help()
    bakery.commands.help()
    assert len(bakery.findChildren(HelpPanel)) == 1


def test_an_import_whose_wizard_has_gone_can_be_undone_all_the_same(
    bakery: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    crashed: list[object] = []
    bakery.desk.crashed.connect(crashed.append)
    wizard = begin(bakery, qtbot, changed_copy(tmp_path))
    wizard.store()
    bakery.desk.set_looks("dark", theme="dark")  # builds the window anew while the import is stored
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle(bakery, qtbot)
    assert crashed == []
    step = bakery.desk.undo.newest
    assert step is not None and step.label == "change.imported"


def test_what_stands_in_an_open_field_is_stored_when_the_window_closes(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.show()
    open_audit(window, qtbot, "Panadería", "enterprise")
    page = window.pages["enterprise"]
    assert isinstance(page, EnterprisePage)
    page.restore({"section": "profile"})
    settle(window, qtbot)
    place, path = window.desk.context.read(audit_place, window.desk.audit), window.desk.context.path
    assert place is not None
    field = page.profile.fields["city"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Achacachi")
    window.close()
    with Context.open(path, actor="test") as after:
        assert after.read(read_profile, place.enterprise).city == "Achacachi"


def test_what_is_typed_in_a_cell_is_stored_when_the_window_closes(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.show()
    open_audit(window, qtbot, "Panadería", "consumption")
    area = window.pages["consumption"].bills  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: area.model.stored_count() > 0 and area.model.bill_at(1) is not None)
    bill, path = area.model.bill_at(1), window.desk.context.path
    area.grid.setCurrentIndex(area.model.index(1, area.model.column_index("note")))
    area.grid.setFocus()
    QTest.keyClick(area.grid, "v")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "isto en la visita")
    assert isinstance(editor, QLineEdit) and editor.text() == "visto en la visita"
    window.close()
    with Context.open(path, actor="test") as after:
        assert after.read(bill_page, [bill])[0].note == "visto en la visita"


def known_items() -> list[QLayoutItem]:
    known = shiboken6.getAllValidWrappers()
    return [one for one in known if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)]


def test_python_keeps_no_items_of_layouts(bakery: MainWindow, qtbot: QtBot) -> None:
    """It is not told when Qt deletes one: a widget made later at its address is taken for it, which crashes."""
    for page in PAGES:
        bakery.desk.go(page)
        settle(bakery, qtbot)
    bakery.order_tabs()  # as Tab does
    assert [item.widget() for item in known_items()] == []
