"""Rows that come from the clipboard or the keyboard: each is stored once, or waits, marked, where it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_rows import RowsView
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    open_empty,
    paste,
    place,
    process_of,
    select,
    type_text,
)

ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Sheet:
    """The flows of an audit that begins empty, as a person works on them."""

    page: FlowsPage
    window: MainWindow
    qtbot: QtBot

    @property
    def rows(self) -> RowsView:
        return editor(self.page).flows

    def paste(self, row: int, *lines: tuple[str, str], column: str = "source") -> None:
        """Names with their quantities, from a row on."""
        self.go(row, column)
        block = "".join(f"Proveedores\tHorno\t{name}\t{quantity}\tkg\n" for name, quantity in lines)
        paste(self.rows, self.qtbot, block)

    def paste_quantities(self, row: int, *quantities: str) -> None:
        self.go(row, "quantity")
        paste(self.rows, self.qtbot, "".join(f"{quantity}\n" for quantity in quantities))

    def type(self, row: int, key: str, words: str, end: Qt.Key = Qt.Key.Key_Tab) -> None:
        self.go(row, key)
        type_text(self.rows, self.qtbot, words, end)

    def go(self, row: int, key: str = "name") -> None:
        """Ctrl of the keys before is not held any more."""
        self.rows.grid.setFocus()
        self.rows.grid.selectionModel().setCurrentIndex(place(self.rows, row, key), ONLY)

    def delete(self, first: int, last: int) -> None:
        select(self.rows, first, "source", last, "name")
        self.qtbot.keyClick(self.rows.grid, Qt.Key.Key_Minus, CTRL)

    def name_at(self, row: int) -> str:
        return str(place(self.rows, row, "name").data() or "")

    def calm(self) -> None:
        calm(self.window, self.qtbot)

    def undo(self) -> None:
        self.window.desk.undo.undo()
        self.calm()

    def redo(self) -> None:
        self.window.desk.undo.redo()
        self.calm()

    def stored(self) -> list[tuple[str, int | None]]:
        """Names and quantities in the order of the table."""
        flows = process_of(self.page).flows
        return [(row.name, None if row.quantity is None else int(row.quantity)) for row in flows]

    def waiting(self) -> list[tuple[str, str]]:
        """The same of rows that are not stored."""
        return [(row.get("name", ""), row.get("quantity", "")) for row in self.rows.model.drafts_left()]

    def marked(self) -> list[tuple[int, str, str]]:
        """Row, column and text of the cells that are marked as wrong."""
        model = self.rows.model
        found = []
        for row in range(model.rowCount()):
            for column in model.columns:
                index = place(self.rows, row, column.key)
                if index.data(WRONG_ROLE):
                    found.append((row, column.key, str(index.data())))
        return found


@pytest.fixture
def sheet(make_window: MakeWindow, qtbot: QtBot) -> Sheet:
    window = make_window()
    made = Sheet(open_empty(window, qtbot), window, qtbot)
    editor(made.page).draw_up()
    return made


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_a_wrong_row_of_a_pasted_block_waits_and_the_others_are_stored_once(sheet: Sheet, wrong: int) -> None:
    lines = [(name, "muchos" if number == wrong else str(number + 1)) for number, name in enumerate("ABC")]
    good = [(name, int(quantity)) for name, quantity in lines if quantity != "muchos"]
    sheet.paste(0, *lines)
    sheet.calm()
    assert sheet.stored() == good
    assert sheet.waiting() == [lines[wrong]]
    assert sheet.marked() == [(2, "quantity", "muchos")]
    sheet.go(3)
    sheet.go(0)
    sheet.calm()
    assert (sheet.stored(), sheet.waiting()) == (good, [lines[wrong]])
    assert sheet.window.desk.undo.undo_words() == "2 flujos pegados"
    sheet.undo()
    assert (sheet.stored(), sheet.waiting()) == ([], [lines[wrong]])
    assert sheet.marked() == [(0, "quantity", "muchos")]
    assert not sheet.window.desk.undo.undo_words() or "pegados" not in sheet.window.desk.undo.undo_words()
    sheet.redo()
    assert (sheet.stored(), sheet.waiting()) == (good, [lines[wrong]])
    sheet.type(2, "quantity", "9", Qt.Key.Key_Return)
    sheet.calm()
    assert sheet.stored() == [*good, (lines[wrong][0], 9)]
    assert (sheet.waiting(), sheet.marked()) == ([], [])


def test_a_new_row_that_is_deleted_is_not_stored_as_the_cursor_leaves_it(sheet: Sheet) -> None:
    sheet.type(0, "source", "Proveedores")
    sheet.type(0, "target", "Horno")
    sheet.type(0, "name", "A")
    sheet.delete(0, 0)
    sheet.calm()
    assert (sheet.stored(), sheet.waiting()) == ([], [])


def test_a_row_that_is_typed_below_a_pasted_block_is_stored_when_it_is_left(sheet: Sheet) -> None:
    sheet.type(0, "name", "first")
    sheet.type(0, "quantity", "muchos")
    sheet.paste(1, ("A", "1"), ("B", "dos"), ("C", "3"))
    sheet.type(sheet.rows.model.rowCount() - 1, "name", "last")
    sheet.calm()
    assert sorted(sheet.stored()) == [("A", 1), ("C", 3)]
    assert sheet.waiting() == [("first", "muchos"), ("B", "dos"), ("last", "")]
    sheet.go(0)
    sheet.calm()
    assert sheet.stored()[2:] == [("last", None)]
    assert sheet.marked() == [(3, "quantity", "muchos"), (4, "quantity", "dos")]


def test_a_block_over_stored_and_new_rows_stores_each_once(sheet: Sheet) -> None:
    sheet.paste(0, ("A", "1"), ("B", "2"))
    sheet.calm()
    sheet.paste(1, ("B2", "dos"), ("C", "3"), ("D", "cuatro"), ("E", "5"))
    sheet.calm()
    assert sheet.stored() == [("A", 1), ("B2", 2), ("C", 3), ("E", 5)]
    assert sheet.waiting() == [("D", "cuatro")]
    assert sheet.marked() == [(1, "quantity", "dos"), (4, "quantity", "cuatro")]
    sheet.undo()
    assert sheet.stored() == [("A", 1), ("B", 2)]
    sheet.redo()
    assert sheet.stored() == [("A", 1), ("B2", 2), ("C", 3), ("E", 5)]


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_done_one_after_the_other_no_row_is_lost_or_stored_twice(sheet: Sheet, seed: int) -> None:
    chance, model = Random(seed), sheet.rows.model
    put: dict[str, str] = {}
    deleted: set[str] = set()

    def fresh() -> tuple[str, str]:
        name = f"N{len(put)}"
        put[name] = "muchos" if chance.random() < 0.3 else str(chance.randrange(1, 90))
        return name, put[name]

    def paste_below() -> None:
        sheet.paste(model.rowCount() - 1, *(fresh() for _ in range(chance.randrange(1, 5))))

    def type_below() -> None:
        name, quantity = fresh()
        sheet.type(model.rowCount() - 1, "name", name)
        type_text(sheet.rows, sheet.qtbot, quantity, Qt.Key.Key_Tab)

    def delete_one() -> None:
        sheet.calm()
        row = chance.randrange(model.rowCount())
        deleted.add(sheet.name_at(row))
        sheet.delete(row, row)

    def leave() -> None:
        sheet.go(chance.randrange(model.rowCount()))

    turns = [sheet.undo, sheet.redo] if seed % 2 else []
    for _ in range(12):
        chance.choice([paste_below, type_below, delete_one, leave, sheet.calm, *turns])()
    sheet.go(0)
    sheet.go(model.rowCount() - 1)
    sheet.calm()
    stored, waiting = dict(sheet.stored()), dict(sheet.waiting())
    there = [*(name for name, _ in sheet.stored()), *(name for name, _ in sheet.waiting())]
    assert len(set(there)) == len(there)
    assert all(str(quantity) == put[name] for name, quantity in stored.items())
    assert all(put[name] == "muchos" for name in waiting)
    first = len(stored)
    assert sheet.marked() == [(first + number, "quantity", "muchos") for number in range(len(waiting))]
    if not turns:
        assert set(there) == put.keys() - deleted


@pytest.mark.parametrize("text", ["dos", "-5"])
def test_undo_of_a_paste_takes_the_marks_in_stored_rows_along(sheet: Sheet, text: str) -> None:
    sheet.paste(0, ("A", "1"), ("B", "2"))
    sheet.calm()
    sheet.paste_quantities(0, "7", text)
    sheet.calm()
    assert sheet.marked() == [(1, "quantity", text)]
    sheet.undo()
    assert (sheet.stored(), sheet.marked()) == ([("A", 1), ("B", 2)], [])
    sheet.redo()
    assert (sheet.stored(), sheet.marked()) == ([("A", 7), ("B", 2)], [(1, "quantity", text)])


@pytest.mark.parametrize("text", ["dos", "-5"])
def test_a_block_of_which_only_new_rows_are_stored_is_one_step_with_its_marks(sheet: Sheet, text: str) -> None:
    sheet.paste(0, ("A", "1"))
    sheet.calm()
    sheet.paste_quantities(0, text, "8")
    sheet.calm()
    assert sheet.marked() == [(0, "quantity", text)] and len(sheet.stored()) == 2
    sheet.undo()
    assert (sheet.stored(), sheet.marked()) == ([("A", 1)], [])
    sheet.redo()
    assert sheet.marked() == [(0, "quantity", text)] and len(sheet.stored()) == 2


def test_what_waits_for_another_cell_of_its_row_is_stored_when_that_is_mended(sheet: Sheet) -> None:
    sheet.paste(0, ("A", "1"), ("B", "2"))
    sheet.calm()
    sheet.paste(1, ("B2", "-5"))
    sheet.calm()
    assert {key for _, key, _ in sheet.marked()} == {"name", "quantity"}
    sheet.type(1, "quantity", "6", Qt.Key.Key_Return)
    sheet.calm()
    assert (sheet.stored(), sheet.marked()) == ([("A", 1), ("B2", 6)], [])
    sheet.undo()
    assert sheet.stored() == [("A", 1), ("B", 2)]


def test_what_waits_goes_on_waiting_while_the_cell_is_still_wrong(sheet: Sheet) -> None:
    sheet.paste(0, ("A", "1"))
    sheet.calm()
    sheet.paste(0, ("A2", "-5"))
    sheet.calm()
    sheet.type(0, "quantity", "-6", Qt.Key.Key_Return)
    sheet.calm()
    assert (0, "name", "A2") in sheet.marked() and sheet.stored() == [("A", 1)]
    sheet.type(0, "unit", "m3", Qt.Key.Key_Return)
    sheet.calm()
    assert sheet.stored() == [("A", 1)]
    sheet.type(0, "quantity", "6", Qt.Key.Key_Return)
    sheet.calm()
    assert (sheet.stored(), sheet.marked()) == ([("A2", 6)], [])


@pytest.mark.parametrize("waits_above", [False, True])
def test_what_is_typed_into_a_row_while_it_is_stored_is_kept_and_stored_next(sheet: Sheet, waits_above: bool) -> None:
    """The editor stays open: its row takes the stored identity without its cells being replaced."""
    above = [("W", "muchos")] if waits_above else []
    if waits_above:
        sheet.paste(0, *above)
        sheet.calm()
    row, grid = len(above), sheet.rows.grid
    sheet.type(row, "name", "Harin")
    sheet.type(row, "quantity", "5")
    sheet.go(row + 1)
    sheet.go(row)
    sheet.qtbot.keyClick(grid, "H")
    (line,) = (one for one in grid.viewport().findChildren(QLineEdit) if one.isVisible())
    sheet.qtbot.keyClicks(line, "arina")
    sheet.calm()
    assert sheet.stored() == [("Harin", 5)]
    assert line.isVisible() and line.text() == "Harina"
    sheet.qtbot.keyClicks(line, " 000")
    sheet.qtbot.keyClick(line, Qt.Key.Key_Return)
    sheet.calm()
    assert (sheet.stored(), sheet.waiting()) == ([("Harina 000", 5)], above)
    assert sheet.marked() == [(1, "quantity", "muchos")] * waits_above
    sheet.undo()
    assert sheet.stored() == [("Harin", 5)]
    sheet.undo()
    assert sheet.stored() == []


def test_what_was_handed_over_while_a_row_was_stored_is_stored_next_or_marked(sheet: Sheet) -> None:
    sheet.type(0, "name", "A")
    sheet.go(1)
    sheet.type(0, "name", "B")
    sheet.type(0, "quantity", "muchos")
    sheet.calm()
    assert sheet.stored() == [("B", None)]
    assert (sheet.marked(), sheet.waiting()) == ([(0, "quantity", "muchos")], [])


def test_an_editor_keeps_what_is_typed_while_figures_arrive(sheet: Sheet) -> None:
    sheet.paste(0, ("A", "1"), ("B", "2"))
    sheet.calm()
    sheet.type(0, "quantity", "7", Qt.Key.Key_Return)
    sheet.qtbot.keyClick(sheet.rows.grid, "8")
    (line,) = (one for one in sheet.rows.grid.viewport().findChildren(QLineEdit) if one.isVisible())
    sheet.calm()
    assert line.isVisible() and line.text() == "8"
    sheet.qtbot.keyClick(line, Qt.Key.Key_Return)
    sheet.calm()
    assert sheet.stored() == [("A", 7), ("B", 8)]
