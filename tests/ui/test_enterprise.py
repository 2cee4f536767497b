"""The page of the enterprise by real keys: production typed, pasted, filled down, undone; lists; fields."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services import audits
from score_desktop.services.edits import TableColumn
from score_desktop.services.enterprise_view import EnterpriseView, enterprise_view
from score_desktop.ui.desk import Place
from score_desktop.ui.dialogs.series import SeriesDialog
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.enterprise import EnterprisePage
from score_desktop.ui.widgets.grid import GridView
from score_desktop.ui.widgets.grid_header import GridHeader
from tests.ui.conftest import MakeWindow, open_audit, settle


@pytest.fixture
def page(bakery: MainWindow, qtbot: QtBot) -> EnterprisePage:
    with qtbot.waitActive(bakery):
        bakery.activateWindow()
    bakery.go(Place("enterprise"))
    settle(bakery, qtbot)
    found = bakery.pages["enterprise"]
    assert isinstance(found, EnterprisePage)
    return found


def section(page: EnterprisePage, key: str, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.choice.button_of(key), Qt.MouseButton.LeftButton)


def stored(page: EnterprisePage) -> EnterpriseView:
    return page.desk.context.read(enterprise_view, page.desk.audit, page.desk.today())


def produced(page: EnterprisePage, month: dt.date) -> Decimal | None:
    view = stored(page)
    return view.grid.values.get((view.grid.series[0].key, month))


def type_into(grid: GridView, row: int, column: int, text: str, end: Qt.Key, qtbot: QtBot) -> None:
    """As a person: the cursor on the cell, the letters, and the key that leaves it."""
    grid.window().activateWindow()
    qtbot.waitUntil(grid.isActiveWindow)
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(row, column))
    qtbot.keyClick(grid, text[0])
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit), "typing opens the editor"
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, end)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is grid)  # Qt closes the editor in its own time


def row_of(page: EnterprisePage, month: dt.date) -> int:
    return page.activity.model.grid.months.index(month)


def test_production_is_typed_with_enter_and_tab(page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    grid, row = page.activity.grid, row_of(page, dt.date(2025, 3, 1))
    type_into(grid, row, 1, "1.234,5", Qt.Key.Key_Return, qtbot)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (row + 1, 1)
    type_into(grid, row + 1, 1, "7", Qt.Key.Key_Tab, qtbot)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (row + 1, 2)
    qtbot.waitUntil(lambda: page.desk.idle)
    assert produced(page, dt.date(2025, 3, 1)) == Decimal("1234.5")
    assert produced(page, dt.date(2025, 4, 1)) == Decimal(7)
    assert grid.model().index(row, 1).data() == "1.234,5"


def test_wrong_number_is_marked_and_kept(page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    model, row = page.activity.model, row_of(page, dt.date(2025, 3, 1))
    before = produced(page, dt.date(2025, 3, 1))
    type_into(page.activity.grid, row, 1, "doce", Qt.Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: page.desk.idle)
    assert model.index(row, 1).data() == "doce"
    assert model.wrong_at(row, 1)
    assert page.activity.wrong.text()
    assert produced(page, dt.date(2025, 3, 1)) == before
    type_into(page.activity.grid, row, 1, "12", Qt.Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: produced(page, dt.date(2025, 3, 1)) == 12)
    assert not model.wrong_at(row, 1)
    qtbot.waitUntil(lambda: not page.activity.wrong.text())


def test_block_is_pasted_and_undone(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    grid, row = page.activity.grid, row_of(page, dt.date(2025, 1, 1))
    before = stored(page).grid.values
    QGuiApplication.clipboard().setText("10,5\t100\r\n11\t101\r\nx\t102\r\n")
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(row, 1))
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: produced(page, dt.date(2025, 1, 1)) == Decimal("10.5"))
    settle(bakery, qtbot)
    assert produced(page, dt.date(2025, 2, 1)) == 11
    assert page.activity.model.wrong_at(row + 2, 1), "the cell that is no number is marked, the others stand"
    assert "5" in bakery.desk.undo.undo_words()
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(page).grid.values == before)
    settle(bakery, qtbot)
    qtbot.waitUntil(lambda: grid.model().index(row + 1, 1).data() != "11")


def paste(page: EnterprisePage, place: tuple[int, int], text: str, qtbot: QtBot) -> None:
    grid = page.activity.grid
    QGuiApplication.clipboard().setText(text)
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(*place))
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.desk.idle)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (0, 1), (14, 1)])
def test_block_with_months_and_heading_goes_to_its_months(
    page: EnterprisePage, row: int, column: int, qtbot: QtBot
) -> None:
    """As copied from a sheet with its heading; the cursor may stand anywhere."""
    section(page, "activity", qtbot)
    paste(page, (row, column), "Mes\tPan (t)\r\nmar-25\t21\r\nene-25\t22,5\r\nfeb-25\t0\r\n\r\n", qtbot)
    assert [produced(page, dt.date(2025, month, 1)) for month in (1, 2, 3)] == [Decimal("22.5"), 0, 21]
    assert not page.activity.wrong.text()


def test_months_without_year_and_outside_the_table(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    row = row_of(page, dt.date(2025, 1, 1))
    names = ("noviembre", "Diciembre", "enero")
    paste(page, (row, 1), "".join(f"{name}\t{n}\n" for n, name in enumerate(names, 31)), qtbot)
    assert [produced(page, dt.date(2025, month, 1)) for month in (11, 12)] == [31, 32]
    assert "1" in bakery.message.text.text() and bakery.message.isVisible()


def test_heading_above_figures_is_left_out(page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    row = row_of(page, dt.date(2025, 1, 1))
    paste(page, (row, 1), "Pan (t)\n31\n32\n", qtbot)
    assert [produced(page, dt.date(2025, month, 1)) for month in (1, 2)] == [31, 32]


def test_refused_text_stays_when_its_column_gets_its_first_value(make_window: MakeWindow, qtbot: QtBot) -> None:
    """Hours have no name until one is stored; what was refused beside it was counted, and seen nowhere."""
    window = make_window(sample=False)
    made = window.desk.context.write(audits.new_audit, audits.NewAudit("Taller Ñandú", "BO"), window.desk.today())
    window.go(Place("enterprise", made.audit))
    settle(window, qtbot)
    page = window.pages["enterprise"]
    assert isinstance(page, EnterprisePage)
    with qtbot.waitActive(window):
        window.activateWindow()
    section(page, "activity", qtbot)
    model = page.activity.model
    hours = next(
        n for n in range(1, model.columnCount()) if "(h)" in str(model.headerData(n, Qt.Orientation.Horizontal))
    )
    first = model.grid.months[-3]

    def shown() -> list[str]:
        row = row_of(page, first)  # the months move with the data
        return [model.index(row + down, hours).data() for down in range(3)]

    paste(page, (model.rowCount() - 3, hours), "160\nn/d\n150\n", qtbot)
    settle(window, qtbot)
    assert shown() == ["160", "n/d", "150"]
    assert model.wrong_at(row_of(page, first) + 1, hours) and model.wrong_count() == 1
    qtbot.keyClick(page.activity.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert shown() == ["", "n/d", ""]


def test_block_that_does_not_fit_is_told(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    grid = page.activity.grid
    QGuiApplication.clipboard().setText("1\n2\n3\n")
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(grid.model().rowCount() - 2, 1))
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(bakery, qtbot)
    assert bakery.message.isVisible()
    assert bakery.desk.texts.tn("{n} row lies below the table.", "{n} rows lie below the table.", 1) in (
        bakery.message.text.text()
    )
    assert produced(page, dt.date(2025, 12, 1)) == 2


def test_fill_down_and_delete(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    grid, row = page.activity.grid, row_of(page, dt.date(2025, 1, 1))
    type_into(grid, row, 1, "5", Qt.Key.Key_Return, qtbot)
    settle(bakery, qtbot)
    grid.setCurrentIndex(grid.model().index(row, 1))
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: produced(page, dt.date(2025, 3, 1)) == 5)
    settle(bakery, qtbot)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: produced(page, dt.date(2025, 3, 1)) is None)
    settle(bakery, qtbot)
    assert grid.model().index(row, 1).data() == "", "empty, not zero"


def test_imported_rows_and_totals_are_shown(page: EnterprisePage) -> None:
    model, sums = page.activity.model, page.activity.totals.sums
    assert model.rowCount() == 24
    assert [series.unit for series in model.grid.series][:2] == ["t", "h"]
    months = [dt.date(2025, number, 1) for number in range(1, 13)]
    total = sum(model.grid.values[(model.grid.series[0].key, month)] for month in months)
    assert sums.index(1, 1).data() == page.texts.number(float(total), 6, trim=True)


def test_earlier_months(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    qtbot.mouseClick(page.activity.earlier, Qt.MouseButton.LeftButton)
    settle(bakery, qtbot)
    assert page.activity.model.rowCount() == 36
    assert page.activity.model.grid.months[0] == dt.date(2023, 1, 1)


def test_columns_are_added_renamed_and_deleted(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "activity", qtbot)
    qtbot.mouseClick(page.activity.add, Qt.MouseButton.LeftButton)
    dialog = bakery.findChild(SeriesDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.name, "Queque")
    qtbot.keyClicks(dialog.unit, "nada")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.wrong.text()))
    dialog.unit.clear()
    qtbot.keyClicks(dialog.unit, "kg")
    qtbot.keyClick(dialog.unit, Qt.Key.Key_Return)
    settle(bakery, qtbot)
    names = [series.name for series in page.activity.model.grid.series]
    assert "Queque" in names
    column = page.activity.grid.currentIndex().column()
    assert names[column - 1] == "Queque", "the cursor stands in the new column"
    type_into(page.activity.grid, 0, column, "3", Qt.Key.Key_Return, qtbot)
    settle(bakery, qtbot)
    page.activity._delete(page.activity.model.grid.series[column - 1])
    settle(bakery, qtbot)
    assert "Queque" not in [series.name for series in stored(page).grid.series]
    bakery.desk.undo.undo()
    settle(bakery, qtbot)
    assert "Queque" in [series.name for series in page.activity.model.grid.series]


def test_column_that_is_no_product_waits_for_its_first_value(
    bakery: MainWindow, page: EnterprisePage, qtbot: QtBot
) -> None:
    section(page, "activity", qtbot)
    qtbot.mouseClick(page.activity.add, Qt.MouseButton.LeftButton)
    dialog = bakery.findChild(SeriesDialog)
    assert dialog is not None
    dialog.kind.setCurrentIndex(1)
    qtbot.keyClicks(dialog.name, "Comidas")
    qtbot.keyClicks(dialog.unit, "unit")
    qtbot.keyClick(dialog.unit, Qt.Key.Key_Return)
    settle(bakery, qtbot)
    column = page.activity.grid.currentIndex().column()
    assert page.activity.model.grid.series[column - 1].name == "Comidas"
    type_into(page.activity.grid, 3, column, "40", Qt.Key.Key_Return, qtbot)
    settle(bakery, qtbot)
    view = stored(page)
    assert [series.name for series in view.grid.series].count("Comidas") == 1
    assert [series.name for series in page.activity.model.grid.series].count("Comidas") == 1


def test_contact_is_added_by_typing_a_row(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "contacts", qtbot)
    grid, model = page.lists["contacts"].grid, page.lists["contacts"].model
    last = model.rowCount() - 1
    # Without waiting: a person types on while the first cell is being stored.
    type_into(grid, last, 0, "Angel Nusta", Qt.Key.Key_Tab, qtbot)
    type_into(grid, last, 1, "Contador", Qt.Key.Key_Tab, qtbot)
    settle(bakery, qtbot)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (last, 2)
    contacts = stored(page).profile.contacts
    assert [(one.name, one.role, one.kind) for one in contacts[-1:]] == [("Angel Nusta", "Contador", "client")]
    assert len(contacts) == last + 1
    assert model.rowCount() == last + 2, "a blank row waits again"


def test_wrong_mail_is_marked_and_rows_are_deleted(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "contacts", qtbot)
    grid, model = page.lists["contacts"].grid, page.lists["contacts"].model
    type_into(grid, 0, 2, "nada", Qt.Key.Key_Return, qtbot)
    settle(bakery, qtbot)
    assert model.wrong_at(0, 2) and model.index(0, 2).data() == "nada"
    assert page.lists["contacts"].wrong.text()
    people = len(stored(page).profile.contacts)
    grid.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    settle(bakery, qtbot)
    assert len(stored(page).profile.contacts) == people - 1
    assert model.rowCount() == people
    qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(bakery, qtbot)
    assert len(stored(page).profile.contacts) == people
    assert model.rows[0].uid == stored(page).profile.contacts[0].uid


def test_last_site_stays(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "sites", qtbot)
    grid = page.lists["sites"].grid
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    settle(bakery, qtbot)
    assert bakery.message.isVisible() and stored(page).profile.sites


def test_field_is_stored_when_it_is_left_and_undone(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    field = page.profile.fields["city"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "El Alto")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: stored(page).profile.city == "El Alto")
    settle(bakery, qtbot)
    bakery.desk.undo.undo()
    qtbot.waitUntil(lambda: field.text() == "La Paz")


def test_refused_field_keeps_its_text_and_says_why(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    field = page.profile.fields["name"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: bool(page.profile.errors["name"].text()))
    assert page.profile.errors["name"].isVisible() and field.text() == ""
    bakery.desk.write(page, lambda session: None)
    settle(bakery, qtbot)
    assert stored(page).profile.name.startswith("Panadería")
    field.setFocus()
    qtbot.keyClicks(field, "Horno Sajama")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: stored(page).profile.name == "Horno Sajama")
    qtbot.waitUntil(lambda: not page.profile.errors["name"].text())


def test_section_survives_another_language(bakery: MainWindow, page: EnterprisePage, qtbot: QtBot) -> None:
    section(page, "contacts", qtbot)
    bakery.desk.set_looks("dark", language="en")
    settle(bakery, qtbot)
    again = bakery.pages["enterprise"]
    assert isinstance(again, EnterprisePage) and again is not page
    assert again.choice.current() == "contacts"
    assert again.lists["contacts"].model.rowCount() > 1


def test_empty_enterprise_offers_the_import(make_window: MakeWindow, qtbot: QtBot) -> None:
    from score_desktop.services import audits

    window = make_window(sample=False)
    context = window.desk.context
    made = context.write(audits.new_audit, audits.NewAudit("Taller Ñandú", "BO"), window.desk.today())
    window.go(Place("enterprise", made.audit, {"what": "production"}))
    settle(window, qtbot)
    page = window.pages["enterprise"]
    assert isinstance(page, EnterprisePage)
    assert page.choice.current() == "activity" and page.activity.empty.isVisible()
    assert page.activity.model.columnCount() == 4, "hours, women and men stand there"


def test_models(page: EnterprisePage, qtmodeltester: ModelTester) -> None:
    for model in (page.activity.model, page.activity.totals.sums, *(part.model for part in page.lists.values())):
        qtmodeltester.check(model)
    assert all(isinstance(column, TableColumn) for column in page.activity.model.columns)


def test_heads_of_a_list_stand_in_one_line_where_there_is_room(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window("en", scale=150, size=(1920, 1080))
    open_audit(window, qtbot, "Panadería", "enterprise")
    page = window.pages["enterprise"]
    assert isinstance(page, EnterprisePage)
    section(page, "sites", qtbot)
    settle(window, qtbot)
    grid = next(one for one in page.findChildren(GridView) if one.isVisible())
    heads = grid.horizontalHeader()
    assert isinstance(heads, GridHeader)
    assert heads.length() < grid.viewport().width()
    assert not [heads.shown(column) for column in range(heads.count()) if "\n" in heads.shown(column)]
