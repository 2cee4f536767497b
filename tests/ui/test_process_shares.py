"""What flows hold of the substances that are followed, typed and pasted in the table: a column for each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services import change_labels, process_steps
from score_desktop.services.process_cells import STEP_COLUMNS
from score_desktop.services.process_rows import Followed
from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_rows import RowsView
from score_desktop.ui.widgets.grid_clipboard import COLUMNS, block_data, copied_columns
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    go,
    open_empty,
    open_process,
    paste,
    place,
    process_of,
    row_named,
    select,
    text,
    type_text,
    view_of,
)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window(size=(1366, 768))


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_process(window, qtbot)


def flows(page: FlowsPage) -> RowsView:
    return editor(page).flows


def follow(page: FlowsPage, window: MainWindow, qtbot: QtBot, *names: str) -> None:
    """As the dialog of counting does."""
    known = {one.name: one for one in process_of(page).settings.followed}
    wanted = [known.get(name, Followed("", name)) for name in names]
    audit, label = process_of(page).audit, change_labels.process_settings
    window.desk.write(page, process_steps.follow_substances, audit, wanted, label=label)
    calm(window, qtbot)


def keys(page: FlowsPage) -> list[str]:
    grid, model = flows(page).grid, flows(page).model
    return [column.key for number, column in enumerate(model.columns) if not grid.isColumnHidden(number)]


def shares(page: FlowsPage, name: str) -> dict[str, float]:
    return dict(flows(page).model.rows[row_named(flows(page), name)].shares)  # type: ignore[arg-type]


def test_a_share_is_typed_in_the_table_and_the_balance_and_the_panel_follow(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    row = row_named(flows(page), "Pan quemado")
    before = shares(page, "Pan quemado")
    go(flows(page), row, "share.flour")
    type_text(flows(page), qtbot, "62,5 %")
    calm(window, qtbot)
    assert shares(page, "Pan quemado") == {"flour": 0.625}
    assert text(flows(page), row, "share.flour") == "62,5"
    oven = next(one for one in view_of(page).balances if one.name == "Horno" and one.balance.key == "substance.flour")
    assert oven.outputs > 0
    go(flows(page), row, "share.flour")
    editor(page).show_panel()
    calm(window, qtbot)
    (field,) = editor(page).panel._share_fields.values()
    assert field.text() == "62,5"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert shares(page, "Pan quemado") == before
    window.desk.undo.redo()
    calm(window, qtbot)
    assert shares(page, "Pan quemado") == {"flour": 0.625}


def test_a_share_that_is_none_stays_red_with_its_reason(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    row = row_named(flows(page), "Pan quemado")
    before = shares(page, "Pan quemado")
    go(flows(page), row, "share.flour")
    type_text(flows(page), qtbot, "150")
    calm(window, qtbot)
    reason = place(flows(page), row, "share.flour").data(WRONG_ROLE)
    assert "de 0 a 100" in reason and "150" in reason
    assert shares(page, "Pan quemado") == before


def test_a_block_with_shares_makes_flows(window: MainWindow, qtbot: QtBot) -> None:
    page = open_empty(window, qtbot)
    editor(page).draw_up()
    follow(page, window, qtbot, "Cromo", "Sal")
    go(flows(page), 0, "source")
    block = (
        "Proveedores\tCurtido\tSulfato de cromo\t1,2\tt\taño\tmateria prima\t17 %\t\n"
        "Curtido\tAlcantarillado\tBaño agotado\t80\tm3\taño\tresiduo\t0,3\t4,5\n"
        "Curtido\tClientes\tCuero\t3\tt\taño\tsubproducto\tbastante\t0\n"
    )
    paste(flows(page), qtbot, block)
    calm(window, qtbot)
    assert shares(page, "Sulfato de cromo") == {"cromo": 0.17}
    assert shares(page, "Baño agotado") == {"cromo": 0.003, "sal": 0.045}
    waiting = flows(page).model.stored_count()
    assert waiting == 2 and text(flows(page), waiting, "name") == "Cuero"
    assert place(flows(page), waiting, "share.cromo").data(WRONG_ROLE)
    go(flows(page), waiting, "share.cromo")
    type_text(flows(page), qtbot, "2,5")
    go(flows(page), 0, "name")
    calm(window, qtbot)
    assert shares(page, "Cuero") == {"cromo": 0.025}


def test_columns_come_and_go_with_what_is_followed_and_figures_stay_in_sight(
    page: FlowsPage, window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    rows = flows(page)
    assert keys(page)[6:9] == ["kind", "share.flour", "per_year"]
    follow(page, window, qtbot, "Harina", "Sólidos de la leche", "Sal")
    assert keys(page)[6:10] == ["kind", "share.flour", "share.solidos_de_la_leche", "per_year"]
    room, grid = rows.grid.viewport().rect(), rows.grid
    for key in ("quantity", "kind", "share.flour", "share.solidos_de_la_leche", "per_year"):
        assert room.contains(grid.visualRect(place(rows, 0, key))), key
    column = rows.model.column_index("share.solidos_de_la_leche")
    head = rows.model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert head == "Sólidos de la leche, % de la masa del flujo"
    qtbot.mouseClick(rows.all_columns, Qt.MouseButton.LeftButton)
    assert "share.sal" in keys(page) and text(rows, row_named(rows, "Harina de trigo"), "quantity") == "376.000"
    qtmodeltester.check(rows.model)
    window.desk.undo.undo()
    calm(window, qtbot)
    assert [key for key in keys(page) if key.startswith("share.")] == ["share.flour"]
    assert text(rows, row_named(rows, "Harina de trigo"), "share.flour") == "100"


def test_chosen_widths_stay_with_their_columns(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    rows = flows(page)
    model = rows.model
    rows.grid._remember_widths({model.column_index("per_year"): 133, model.column_index("share.flour"): 99})
    follow(page, window, qtbot, "Sal", "Harina")
    assert rows.grid.columnWidth(model.column_index("per_year")) == 133
    assert rows.grid.columnWidth(model.column_index("share.flour")) == 99


def whole_rows(page: FlowsPage, first: int, last: int) -> None:
    select(flows(page), first, keys(page)[0], last, keys(page)[-1])


def test_whole_rows_go_to_an_audit_that_follows_other_substances(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    """Each cell to its own column, whatever stands between; what has no column there is told."""
    follow(page, window, qtbot, "Harina", "Levadura")
    wanted = [(one.name, one.kind, one.quantity, one.unit, one.period) for one in flows(page).model.rows[:6]]
    share = dict(flows(page).model.rows[0].shares)["flour"]
    whole_rows(page, 0, 5)
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    other = open_empty(window, qtbot)
    editor(other).draw_up()
    follow(other, window, qtbot, "Sal", "Harina")
    go(flows(other), 0, "source")
    qtbot.keyClick(flows(other).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    calm(window, qtbot)
    rows = flows(other).model.rows
    assert [(one.name, one.kind, one.quantity, one.unit, one.period) for one in rows] == wanted
    assert flows(other).model.wrong_count() == 0
    assert dict(rows[0].shares) == {"harina": share}
    window.desk.undo.undo()
    calm(window, qtbot)
    assert flows(other).model.stored_count() == 0


def test_columns_that_are_not_there_are_told_and_a_block_goes_to_other_columns_as_it_stands(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    whole_rows(page, 0, 1)
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    said = QGuiApplication.clipboard().text()
    other = open_empty(window, qtbot)
    editor(other).draw_up()
    go(flows(other), 0, "source")
    qtbot.keyClick(flows(other).grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    calm(window, qtbot)
    assert flows(other).model.wrong_count() == 0 and flows(other).model.stored_count() == 2
    assert "La tabla no muestra: Harina, %." in window.message.text.text()
    paste(flows(other), qtbot, said)  # the same from elsewhere: by its place
    calm(window, qtbot)
    assert flows(other).model.wrong_count() > 0


@pytest.mark.parametrize(
    "said", [b"", b"{", b"[1]", b'{"table": "process_flows"}', b'{"table": "process_flows", "columns": [1, [2]]}']
)
def test_what_other_programs_write_as_our_columns_changes_nothing(said: bytes) -> None:
    held = QMimeData()
    held.setData(COLUMNS, said)
    assert copied_columns(held, "process_flows") == []
    assert copied_columns(block_data("a", "process_steps", STEP_COLUMNS), "process_flows") == []
    assert copied_columns(block_data("a", "process_steps", STEP_COLUMNS), "process_steps")[0][0] == "name"
