"""The spreadsheet-like table, over a small table in memory: keys, blocks, wrong cells that keep what was typed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services.edits import (
    CellEdit,
    CellRefusal,
    CellValue,
    ColumnKind,
    EditOutcome,
    TableColumn,
    read_cell,
)
from score_desktop.ui.desk import Desk
from score_desktop.ui.itemmodels.cells import WRONG_ROLE, CellModel, How
from score_desktop.ui.widgets.grid import GridView
from score_desktop.ui.widgets.grid_clipboard import rows_of_text, text_of_rows

COLUMNS = (
    TableColumn("name", "Name", required=True),
    TableColumn("amount", "Amount", ColumnKind.NUMBER, right=True),
    TableColumn("note", "Note"),
    TableColumn("sum", "Total", ColumnKind.NUMBER, editable=False),
)


class Fruits(CellModel):
    """Rows in memory; an amount of 13 is refused, as a service would."""

    def __init__(self, desk: Desk, count: int = 4) -> None:
        super().__init__(desk, COLUMNS)
        self.rows: list[dict[str, CellValue]] = [
            {"name": f"n{i}", "amount": Decimal(i), "note": ""} for i in range(count)
        ]
        self.hows: list[How] = []

    def stored_count(self) -> int:
        return len(self.rows)

    def key_of(self, row: int) -> Hashable | None:
        return row

    def shown(self, row: int, column: TableColumn) -> str:
        value = self.rows[row].get(column.key)
        return (
            "" if value is None else self.desk.texts.number(float(value)) if isinstance(value, Decimal) else str(value)
        )

    def parse(self, column: TableColumn, text: str) -> CellValue:
        return read_cell(column, text, self.desk.texts)

    def write_edits(self, edits: Sequence[CellEdit], how: How) -> None:
        self.hows.append(how)
        refused = []
        for edit in edits:
            if edit.value == Decimal(13):
                refused.append(CellRefusal(edit.row, edit.column, "bill.empty"))
            else:
                self.rows[int(edit.row)][edit.column] = edit.value
        self.edits_written(edits, EditOutcome(len(edits) - len(refused), tuple(refused)))

    def add_rows(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int], how: How) -> None:
        # Later, as all writing: an editor that is being closed must not lose its table.
        QTimer.singleShot(0, self, lambda: self._add(rows, numbers))

    def _add(self, rows: Sequence[dict[str, CellValue]], numbers: Sequence[int]) -> None:
        good = [row for row in rows if row.get("amount") != Decimal(13)]
        bad = [number for number, row in enumerate(rows) if row.get("amount") == Decimal(13)]
        self.beginResetModel()
        self.rows += good
        self.endResetModel()
        refused = tuple(CellRefusal(number, "amount", "bill.empty") for number in bad)
        self.rows_added(numbers, EditOutcome(len(good), refused))


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> GridView:
    made = GridView(desk, "Fruits")
    made.setModel(Fruits(desk))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.setFocus()
    made.setCurrentIndex(made.model().index(0, 0))
    return made


def fruits(view: GridView) -> Fruits:
    model = view.model()
    assert isinstance(model, Fruits)
    return model


def place(view: GridView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def select(view: GridView, top: int, left: int, bottom: int, right: int) -> None:
    model = view.model()
    span = QItemSelection(model.index(top, left), model.index(bottom, right))
    view.setCurrentIndex(model.index(top, left))
    view.selectionModel().select(span, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def editor(view: GridView) -> QLineEdit:
    """The one that is open; closed ones may wait to be deleted."""
    return next(one for one in view.findChildren(QLineEdit) if one.isVisible())


def type_text(qtbot: QtBot, view: GridView, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClicks(view, text[0])
    qtbot.keyClicks(editor(view), text[1:])
    qtbot.keyClick(editor(view), end)
    qtbot.waitUntil(lambda: view.state() != QAbstractItemView.State.EditingState)


def test_model_keeps_the_rules_of_qt(view: GridView, qtmodeltester: ModelTester) -> None:
    fruits(view).set_appendable(True)
    qtmodeltester.check(view.model())


def test_enter_goes_down_and_tab_goes_right(view: GridView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert place(view) == (1, 0)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert place(view) == (1, 1)
    qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert place(view) == (0, 1)
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert place(view) == (1, 0), "the end of a row leads to the next"
    qtbot.keyClick(view, Qt.Key.Key_Backtab)
    assert place(view) == (0, 3)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert place(view) == (3, 3)


def test_typing_replaces_and_goes_on(view: GridView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(0, 1))
    type_text(qtbot, view, "1234.5")
    assert fruits(view).rows[0]["amount"] == Decimal("1234.5")
    assert place(view) == (1, 1)
    type_text(qtbot, view, "7", Qt.Key.Key_Tab)
    assert place(view) == (1, 2)


def test_wrong_cell_keeps_what_was_typed_and_says_why(view: GridView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(2, 1))
    type_text(qtbot, view, "many")
    index = view.model().index(2, 1)
    assert index.data() == "many"
    assert index.data(WRONG_ROLE)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == index.data(WRONG_ROLE)
    assert fruits(view).rows[2]["amount"] == Decimal(2)
    view.setCurrentIndex(index)
    type_text(qtbot, view, "13")
    assert index.data() == "13" and index.data(WRONG_ROLE), "refused by the service, kept all the same"
    view.setCurrentIndex(index)
    type_text(qtbot, view, "5")
    assert not index.data(WRONG_ROLE)
    assert fruits(view).rows[2]["amount"] == Decimal(5)


def test_read_only_cell_is_left_alone(view: GridView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(0, 3))
    qtbot.keyClicks(view, "5")
    assert view.findChild(QLineEdit) is None


def test_block_goes_to_the_clipboard_and_back(view: GridView, qtbot: QtBot) -> None:
    select(view, 0, 0, 1, 1)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "n0\t0\r\nn1\t1\r\n"
    select(view, 2, 0, 2, 0)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [(row["name"], row["amount"]) for row in fruits(view).rows[2:]] == [("n0", 0), ("n1", 1)]
    assert fruits(view).hows == [How.PASTED]


def test_pasted_block_stores_what_is_right_and_marks_the_rest(view: GridView, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("5\tone\nfive\ttwo\n13\tthree\n8\tfour\n9\tbeyond the end")
    select(view, 0, 1, 0, 1)
    with qtbot.waitSignal(view.cells().written) as told:
        qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told.args is not None
    assert [row["amount"] for row in fruits(view).rows] == [5, 1, 2, 8]
    assert [view.model().index(row, 1).data(WRONG_ROLE) != "" for row in range(4)] == [False, True, True, False]
    assert view.model().index(1, 1).data() == "five"


def test_one_value_fills_the_selection(view: GridView, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("x")
    select(view, 0, 2, 3, 2)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert {row["note"] for row in fruits(view).rows} == {"x"}


def test_fill_down_and_delete(view: GridView, qtbot: QtBot) -> None:
    select(view, 1, 1, 3, 1)
    qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [row["amount"] for row in fruits(view).rows] == [0, 1, 1, 1]
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [row["amount"] for row in fruits(view).rows] == [0, None, None, None]
    assert fruits(view).hows == [How.FILLED, How.CLEARED]


def test_emptying_what_is_required_is_refused(view: GridView, qtbot: QtBot) -> None:
    select(view, 0, 0, 0, 0)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert fruits(view).rows[0]["name"] == "n0"
    assert view.model().index(0, 0).data(WRONG_ROLE)


def test_blank_row_takes_a_record_when_it_has_all_it_needs(view: GridView, qtbot: QtBot) -> None:
    model = fruits(view)
    model.set_appendable(True)
    view.setCurrentIndex(view.model().index(4, 1))
    type_text(qtbot, view, "9", Qt.Key.Key_Backtab)
    assert model.stored_count() == 4 and view.model().index(4, 1).data() == "9", "kept: the name is missing"
    view.setCurrentIndex(view.model().index(4, 0))
    type_text(qtbot, view, "nine")
    qtbot.waitUntil(lambda: model.stored_count() == 5)
    assert model.rows[4] == {"name": "nine", "amount": Decimal(9)}
    assert model.rowCount() == 6


def test_pasted_rows_beyond_the_end_become_records(view: GridView, qtbot: QtBot) -> None:
    model = fruits(view)
    model.set_appendable(True)
    QGuiApplication.clipboard().setText("a\t1\nb\t13\nc\t3")
    select(view, 4, 0, 4, 0)
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: model.stored_count() == 6)
    assert [row["name"] for row in model.rows[4:]] == ["a", "c"]
    assert model.draft_count() == 2, "the refused row stays, and a blank one waits"
    index = model.index(6, 1)
    assert index.data() == "13" and index.data(WRONG_ROLE)


def test_escape_keeps_what_was_there(view: GridView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view, "x")
    qtbot.keyClick(editor(view), Qt.Key.Key_Escape)
    assert fruits(view).rows[0]["name"] == "n0"


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\t"\n'), max_size=8)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_clipboard_text_reads_back(rows: list[list[str]]) -> None:
    if all(not cell.strip("\r\n") for row in rows for cell in row):
        return
    assert rows_of_text(text_of_rows(rows))[: len(rows)] == rows or any(not "".join(row).strip("\r\n") for row in rows)


def test_nothing_on_the_clipboard_changes_nothing(view: GridView, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("")
    qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert fruits(view).hows == []


def test_enter_after_tabs_goes_to_where_they_began(view: GridView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert place(view) == (1, 0)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert place(view) == (2, 2)


def test_the_reason_stands_below_the_cell_of_the_cursor(view: GridView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(0, 1))
    type_text(qtbot, view, "many")
    assert view.reason.isHidden()
    view.setCurrentIndex(view.model().index(0, 1))
    assert view.reason.isVisible()
    assert view.reason.text() == view.model().index(0, 1).data(WRONG_ROLE)
    assert view.reason.y() > view.visualRect(view.currentIndex()).top()
    assert view.viewport().rect().contains(view.reason.geometry())
    type_text(qtbot, view, "5")
    view.setCurrentIndex(view.model().index(0, 1))
    assert view.reason.isHidden()


def test_widths_that_were_dragged_hold_at_the_next_start(view: GridView, desk: Desk, qtbot: QtBot) -> None:
    view.setObjectName("fruits")
    view.fit_columns()
    heads = view.horizontalHeader()
    edge, high = heads.sectionViewportPosition(1), heads.height() // 2
    qtbot.mousePress(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge - 1, high))
    qtbot.mouseMove(heads.viewport(), QPoint(edge + 59, high))
    qtbot.mouseRelease(heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge + 59, high))
    width = view.columnWidth(0)
    assert dict(desk.config.settings.columns) == {"fruits": {"0": width}}
    again = GridView(desk, "Fruits")
    again.setObjectName("fruits")
    again.setModel(Fruits(desk))
    qtbot.addWidget(again)
    again.fit_columns()
    assert again.columnWidth(0) == width


def test_the_cursor_stays_in_sight_where_the_table_gets_lower(desk: Desk, qtbot: QtBot) -> None:
    view, model = GridView(desk, "Fruits"), Fruits(desk, 40)
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(300, 400)
    view.show()
    qtbot.waitExposed(view)

    def seen() -> bool:
        return view.viewport().rect().contains(view.visualRect(view.currentIndex()))

    view.setCurrentIndex(model.index(view.rowAt(view.viewport().height() - 1) - 1, 0))
    assert seen()
    for height in (330, 250, 120, 300, 180):
        view.resize(300, height)
        QApplication.processEvents()
        assert seen(), height
    view.scrollToBottom()
    assert not seen()
    view.resize(300, 150)
    QApplication.processEvents()
    assert not seen()  # where the person looks at other rows, these stay
