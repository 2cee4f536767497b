"""The table of bills by keyboard and clipboard: what is typed is stored or stays marked, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services.bills import bill_page
from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.consumption_bills import BillsArea
from tests.ui.conftest import MakeWindow, open_audit, settle

DRAFT = 0
"""The row that waits for a new bill stands on top."""


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    made = make_window()
    open_audit(made, qtbot, "Panadería", "consumption")
    qtbot.waitUntil(lambda: area(made).model.stored_count() == 24 and area(made).sums is not None)
    return made


def page(window: MainWindow) -> ConsumptionPage:
    found = window.pages["consumption"]
    assert isinstance(found, ConsumptionPage)
    return found


def area(window: MainWindow) -> BillsArea:
    return page(window).bills


def place(window: MainWindow, row: int, key: str) -> QModelIndex:
    model = area(window).model
    return model.index(row, model.column_index(key))


def text(window: MainWindow, row: int, key: str) -> str:
    return str(place(window, row, key).data())


def go(window: MainWindow, row: int, key: str) -> None:
    area(window).grid.setCurrentIndex(place(window, row, key))


def select(window: MainWindow, top: int, left: str, bottom: int, right: str) -> None:
    go(window, top, left)
    block = QItemSelection(place(window, top, left), place(window, bottom, right))
    area(window).grid.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def type_text(window: MainWindow, qtbot: QtBot, words: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into the cell of the cursor as a person does: the first letter opens the editor."""
    grid = area(window).grid
    qtbot.keyClick(grid, words[0])
    (editor,) = (one for one in grid.viewport().findChildren(QLineEdit) if one.isVisible())
    qtbot.keyClicks(editor, words[1:])
    qtbot.keyClick(editor, end)
    qtbot.waitUntil(lambda: grid.state() != QAbstractItemView.State.EditingState)


def stored(window: MainWindow, row: int) -> object:
    bill = area(window).model.bill_at(row)
    assert bill is not None
    return window.desk.context.read(bill_page, [bill])[0]


def until(qtbot: QtBot, what: Callable[[], bool]) -> None:
    qtbot.waitUntil(what, timeout=20_000)


def test_model_keeps_the_rules_of_qt(window: MainWindow, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(area(window).model)


def test_typed_number_is_stored_in_its_reading_and_the_cursor_goes_down(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 2, "quantity")
    type_text(window, qtbot, "7.000,5")
    assert text(window, 2, "quantity") == "7.000,5"  # shown at once
    assert area(window).grid.currentIndex() == place(window, 3, "quantity")
    settle(window, qtbot)
    assert stored(window, 2).quantity == Decimal("7000.5")  # type: ignore[attr-defined]
    assert text(window, 2, "quantity") == "7.000,5"
    assert window.desk.undo.undo_words() == "Una factura modificada"
    assert "85.868,5" in area(window).quantity.text()


def test_tab_goes_right_past_hidden_columns(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 2, "quantity")
    type_text(window, qtbot, "10", Qt.Key.Key_Tab)
    assert area(window).grid.currentIndex() == place(window, 2, "demand_kw")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_Backtab)
    assert area(window).grid.currentIndex() == place(window, 2, "quantity")


def test_pasted_block_keeps_the_wrong_cell_with_its_reason_until_it_is_mended(window: MainWindow, qtbot: QtBot) -> None:
    before = stored(window, 2)
    go(window, 1, "quantity")
    QGuiApplication.clipboard().setText("100\t1\nmuchos\t2\n300\t3\n")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert [text(window, row, "quantity") for row in (1, 2, 3)] == ["100", "muchos", "300"]
    wrong = place(window, 2, "quantity")
    assert "muchos" in wrong.data(WRONG_ROLE)
    assert wrong.data(Qt.ItemDataRole.ToolTipRole) == wrong.data(WRONG_ROLE)
    assert stored(window, 1).quantity == 100  # type: ignore[attr-defined]
    assert stored(window, 2).quantity == before.quantity  # type: ignore[attr-defined]
    assert window.message.isVisible()
    go(window, 2, "quantity")
    type_text(window, qtbot, "200")
    settle(window, qtbot)
    assert not place(window, 2, "quantity").data(WRONG_ROLE)
    assert stored(window, 2).quantity == 200  # type: ignore[attr-defined]


def test_undo_of_a_paste_takes_its_marks_along_and_redo_brings_them_back(window: MainWindow, qtbot: QtBot) -> None:
    before = [text(window, row, "quantity") for row in (1, 2, 3)]
    go(window, 5, "quantity")
    type_text(window, qtbot, "ni idea")
    settle(window, qtbot)
    go(window, 1, "quantity")
    QGuiApplication.clipboard().setText("100\nmuchos\n300\n")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    for turned, shown, marks in (("undo", before, 1), ("redo", ["100", "muchos", "300"], 2), ("undo", before, 1)):
        getattr(window.desk.undo, turned)()
        settle(window, qtbot)
        assert [text(window, row, "quantity") for row in (1, 2, 3)] == shown
        assert area(window).model.wrong_count() == marks
    assert "ni idea" in place(window, 5, "quantity").data(WRONG_ROLE)  # it was typed before, and is a step of its own
    assert window.desk.undo.undo_words() == "Una celda que no se guardó"
    window.desk.undo.undo()
    settle(window, qtbot)
    assert area(window).model.wrong_count() == 0


def test_a_mended_cell_leaves_no_empty_step(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 2, "quantity")
    type_text(window, qtbot, "muchos")
    settle(window, qtbot)
    go(window, 2, "quantity")
    type_text(window, qtbot, "200")
    settle(window, qtbot)
    assert window.desk.undo.undo_words() == "Una factura modificada"
    window.desk.undo.undo()
    settle(window, qtbot)
    assert window.desk.undo.undo_words() == ""


def test_copied_block_comes_back_the_same(window: MainWindow, qtbot: QtBot) -> None:
    select(window, 1, "period_start", 3, "cost")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0].split("\t") == ["01/12/2025", "31/12/2025", "41167", "42069", "902", "2,5", "1096,18"]
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert area(window).model.wrong_count() == 0
    assert window.desk.undo.undo_words() == ""  # nothing differs from before


def test_fill_down_and_clear_and_their_undo(window: MainWindow, qtbot: QtBot) -> None:
    grid = area(window).grid
    select(window, 1, "demand_kw", 4, "demand_kw")
    before = [text(window, row, "demand_kw") for row in range(1, 5)]
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert [text(window, row, "demand_kw") for row in range(1, 5)] == [before[0]] * 4
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert [text(window, row, "demand_kw") for row in range(1, 5)] == [""] * 4
    assert stored(window, 1).demand_kw is None  # type: ignore[attr-defined]
    for _ in range(2):
        window.desk.undo.undo()
        settle(window, qtbot)
    assert [text(window, row, "demand_kw") for row in range(1, 5)] == before
    window.desk.undo.redo()
    settle(window, qtbot)
    assert [text(window, row, "demand_kw") for row in range(1, 5)] == [before[0]] * 4


def test_deleted_rows_are_told_and_come_back(window: MainWindow, qtbot: QtBot) -> None:
    select(window, 2, "quantity", 4, "quantity")
    gone = [area(window).model.bill_at(row) for row in (2, 3, 4)]
    kept = area(window).model.bill_at(5)
    qtbot.keyClick(area(window).grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert area(window).model.stored_count() == 21
    assert area(window).model.bill_at(2) == kept
    assert window.message.text.text() == "3 facturas eliminadas"
    qtbot.mouseClick(window.message.action, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert [area(window).model.bill_at(row) for row in (2, 3, 4)] == gone


def test_sorting_and_searching_are_sqls_and_keep_the_cursors_bill(window: MainWindow, qtbot: QtBot) -> None:
    grid, model = area(window).grid, area(window).model
    go(window, 4, "quantity")
    bill = model.bill_at(4)
    header, column = grid.horizontalHeader(), model.column_index("quantity")
    spot = QPoint(header.sectionViewportPosition(column) + 8, 8)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    settle(window, qtbot)
    amounts = [stored(window, row).quantity for row in range(1, 25)]  # type: ignore[attr-defined]
    assert amounts == sorted(amounts) or amounts == sorted(amounts, reverse=True)
    assert model.bill_at(grid.currentIndex().row()) == bill
    qtbot.keyClicks(area(window).search, "100302")
    until(qtbot, lambda: model.stored_count() == 1)
    assert text(window, 1, "invoice_number") == "100302"
    settle(window, qtbot)
    assert area(window).count.text() == "1 factura"


def test_row_on_top_becomes_a_bill_when_the_cursor_leaves_it(window: MainWindow, qtbot: QtBot) -> None:
    for key, words in (("meter", "2-114583"), ("period_start", "15/06/2025"), ("quantity", "12,5"), ("cost", "20")):
        go(window, DRAFT, key)
        type_text(window, qtbot, words, Qt.Key.Key_Tab)
        assert area(window).model.stored_count() == 24  # typing is not storing
    qtbot.keyClick(area(window).grid, Qt.Key.Key_Down)
    until(qtbot, lambda: area(window).model.stored_count() == 25)
    settle(window, qtbot)
    assert area(window).model.draft_count() == 1
    assert window.desk.undo.undo_words() == "Una factura agregada"


def test_row_on_top_that_cannot_be_stored_says_why_and_waits(window: MainWindow, qtbot: QtBot) -> None:
    go(window, DRAFT, "meter")
    type_text(window, qtbot, "no hay", Qt.Key.Key_Tab)
    go(window, DRAFT, "period_start")
    type_text(window, qtbot, "1/2/2025", Qt.Key.Key_Tab)
    go(window, DRAFT, "cost")
    type_text(window, qtbot, "5", Qt.Key.Key_Tab)
    go(window, 3, "cost")
    settle(window, qtbot)
    assert "no hay" in place(window, DRAFT, "meter").data(WRONG_ROLE)
    assert text(window, DRAFT, "meter") == "no hay"
    go(window, DRAFT, "meter")
    type_text(window, qtbot, "2-114590", Qt.Key.Key_Tab)
    go(window, 5, "cost")
    until(qtbot, lambda: area(window).model.stored_count() == 25)


def test_block_pasted_on_top_and_beyond_the_last_row_becomes_bills(window: MainWindow, qtbot: QtBot) -> None:
    block = "2-114583\t{}\t{}/07/2025\t{}/07/2025\t\t\t{}\n"
    QGuiApplication.clipboard().setText("".join(block.format(n, n, n, n * 10) for n in (10, 11, 12)))
    go(window, DRAFT, "meter")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: area(window).model.stored_count() == 27)
    settle(window, qtbot)
    assert window.desk.undo.undo_words() == "3 facturas pegadas"
    last = area(window).model.rowCount() - 1
    kept = stored(window, last)
    line = "2-114590\t900\t01/08/2025\t01/08/2025\t\t\t7\n"
    QGuiApplication.clipboard().setText(f"{kept.meter}\t{kept.invoice_number}\n{line}")  # type: ignore[attr-defined]
    go(window, last, "meter")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: area(window).model.stored_count() == 28)
    settle(window, qtbot)
    assert area(window).model.draft_count() == 1


@pytest.mark.parametrize("at_once", [1_000, 3])
def test_undo_of_a_paste_takes_the_new_rows_along_that_it_left(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("score_desktop.ui.itemmodels.bills.AT_ONCE", at_once)
    model = area(window).model
    block = (
        "no hay\t1\t01/07/2025\t01/07/2025\t\t\t10\n"
        "2-114583\t2\tpronto\t02/07/2025\t\t\t20\n"
        "2-114583\t3\t03/07/2025\t03/07/2025\t\t\t30\n"
        "2-114583\t4\ttarde\t04/07/2025\t\t\t40\n"
    )
    model.put_drafts([{"meter": "2-114583", "note": "a mano"}])
    go(window, 1, "meter")
    QGuiApplication.clipboard().setText(block)
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: model.stored_count() == 25)
    settle(window, qtbot)
    left = sorted(
        (str(row.get("invoice_number", "")), model.wrong_at(n, 0)) for n, row in enumerate(model.drafts_left())
    )
    assert [number for number, _ in left] == ["", "1", "2", "4"]
    wrongs = model.wrong_count()
    assert wrongs == 3
    for turned, count, drafts, wrong in (("undo", 24, 1, 0), ("redo", 25, 4, wrongs), ("undo", 24, 1, 0)):
        getattr(window.desk.undo, turned)()
        until(qtbot, lambda count=count: model.stored_count() == count)  # type: ignore[misc]
        settle(window, qtbot)
        rows = model.drafts_left()
        assert (len(rows), model.wrong_count()) == (drafts, wrong)
        assert rows[0].get("note") == "a mano"
        shown = ((str(row.get("invoice_number", "")), model.wrong_at(n, 0)) for n, row in enumerate(rows))
        if drafts > 1:
            assert sorted(shown) == left
    assert window.desk.undo.undo_words() == ""


def test_a_row_that_was_changed_since_the_paste_outlives_its_undo(window: MainWindow, qtbot: QtBot) -> None:
    model = area(window).model
    go(window, DRAFT, "meter")
    block = "no hay\t1\t01/07/2025\t01/07/2025\n2-114583\t3\t03/07/2025\t03/07/2025\t\t\t30\nni este\t5\t\t\n"
    QGuiApplication.clipboard().setText(block)
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: model.stored_count() == 25)
    settle(window, qtbot)
    assert [row["invoice_number"] for row in model.drafts_left()] == ["1", "5"]
    go(window, 0, "invoice_number")
    type_text(window, qtbot, "17")
    window.desk.undo.undo()
    until(qtbot, lambda: model.stored_count() == 24)
    settle(window, qtbot)
    assert [row["invoice_number"] for row in model.drafts_left()] == ["17"]


def test_many_rows_are_copied_in_the_background(window: MainWindow, qtbot: QtBot) -> None:
    grid = area(window).grid
    grid.copied_at_once = 10
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: bool(QGuiApplication.clipboard().text()))
    lines = QGuiApplication.clipboard().text().split("\r\n")
    assert lines[1].startswith("2-114590\t100302\t01/12/2025")
    assert len([line for line in lines if line.strip()]) == 24


def test_rows_are_read_as_they_are_seen(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = area(window).model.pages
    monkeypatch.setattr(type(pages), "SIZE", 4)
    pages._rows.clear()
    pages._outdated.clear()
    assert text(window, 20, "quantity") == "…"
    until(qtbot, lambda: text(window, 20, "quantity") != "…")
    select(window, 1, "quantity", 24, "quantity")
    pages._rows.clear()
    qtbot.keyClick(area(window).grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: "…" not in QGuiApplication.clipboard().text() and len(QGuiApplication.clipboard().text()) > 40)


def test_large_blocks_are_stored_in_the_background(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("score_desktop.ui.itemmodels.bills.AT_ONCE", 3)
    go(window, 1, "quantity")
    QGuiApplication.clipboard().setText("100\t1\nmuchos\t2\n300\t3\n")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert text(window, 3, "quantity") == "300"  # seen at once
    settle(window, qtbot)
    assert [text(window, row, "quantity") for row in (1, 2, 3)] == ["100", "muchos", "300"]
    assert "muchos" in place(window, 2, "quantity").data(WRONG_ROLE)
    assert stored(window, 3).quantity == 300  # type: ignore[attr-defined]
    assert stored(window, 2).demand_kw == 2  # type: ignore[attr-defined]
    lines = ["2-114583\t1\t10/07/2025\t10/07/2025\t\t\t5", "no hay\t2\t11/07/2025\t11/07/2025\t\t\t6"]
    lines += ["2-114583\t3\t12/07/2025\t12/07/2025\t\t\tsiete"]
    QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
    go(window, DRAFT, "meter")
    qtbot.keyClick(area(window).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: area(window).model.stored_count() == 25)
    settle(window, qtbot)
    assert area(window).model.draft_count() == 3  # two wait for a correction
    assert {text(window, 0, "invoice_number"), text(window, 1, "invoice_number")} == {"2", "3"}
    assert area(window).model.wrong_count() == 3
    for _ in range(2):
        window.desk.undo.undo()
        settle(window, qtbot)
    assert area(window).model.stored_count() == 24


def test_emptying_a_block_leaves_hidden_columns_alone(window: MainWindow, qtbot: QtBot) -> None:
    select(window, 2, "quantity", 2, "demand_kw")
    unit = stored(window, 2).unit  # type: ignore[attr-defined]
    qtbot.keyClick(area(window).grid, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert stored(window, 2).quantity is None  # type: ignore[attr-defined]
    assert stored(window, 2).unit == unit  # type: ignore[attr-defined]


def test_a_typed_row_on_top_that_is_deleted_is_not_stored_as_the_cursor_leaves_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    model, before = area(window).model, area(window).model.stored_count()
    for key, words in (("meter", "Gas"), ("period_start", "01/02/2026"), ("period_end", "28/02/2026")):
        go(window, DRAFT, key)
        type_text(window, qtbot, words, Qt.Key.Key_Tab)
    go(window, DRAFT, "quantity")
    type_text(window, qtbot, "10", Qt.Key.Key_Tab)
    qtbot.keyClick(area(window).grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert (model.draft_count(), model.stored_count()) == (1, before)
    assert not window.desk.undo.undo_words()
