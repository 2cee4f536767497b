"""A first process, drawn up from a sheet of one's own: pasted, mended, renamed, deleted, undone, redone."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from score_desktop.ui.itemmodels.cells import WRONG_ROLE
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.process_rows import RowsView
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    go,
    open_empty,
    paste,
    place,
    process_of,
    row_named,
    text,
    type_text,
)

SHEET = """\
Proveedores\tAlmacén\tHarina\t12,5\tt\tmes\tmateria prima
Proveedores\tAlmacén\tAzúcar\t1.200,50\tkg\tmensual\tinsumo
Proveedores\tAlmacén\tLevadura\t18\tkilos\tsemana\tInsumo auxiliar
Proveedores\tAlmacén\tBolsas\t350\tkg\tAÑO\tenvase
Proveedores\tAlmacén\tSal\t2\tqq\tmes\tmateria prima
Red de agua\tAmasado\tAgua\t3\tm3\tdia\tagua
Red de agua\tLimpieza\tAgua de lavado\t900\tlitros\tdía\tagua
Proveedores\tHorno\tGas natural\t2.500\tm³\tmes\tenergía
Proveedores\tHorno\tElectricidad\t850\tkWh\tmes\tenergia
\t\t\t\t\t\t
Almacén\tAmasado\tHarina pesada\t11,8\tt\tmes\tmateria prima
Almacén\tBasura\tBarreduras\t40\tkg\tmes\tmerma
Almacén\tAmasado\tAzúcar pesada\t1.190\tkg\tmes\tmateria prima
Amasado\tFormado\tMasa\t20\tt\tmes\tproducto
Amasado\tAlcantarillado\tLavado de máquinas\t15\tm3\tmes\tefluente
Formado\tHorno\tPiezas\t19,5\tt\tmes\tproducto
Formado\tAmasado\tRecortes\t300\tkg\tmes\treuso
Formado\tBasura\tMasa al piso\t3\tpalas\tmes\tmerma
\t\t\t\t\t\t
Horno\tEnfriado\tPan caliente\t16,8\tt\tmes\tproducto
Horno\tAire\tVapor\t2,4\tt\tmes\temisión
Horno\tBasura\tPan quemado\tmucho\tkg\tmes\tresiduo
Enfriado\tClientes\tPan\t16.200\tkg\tmes\tproducto
Enfriado\tCompradores de residuos\tPan duro\t350\tkg\tmes\tsubproducto
Enfriado\tBasura\tBolsas rotas\t12\tkg\tquincena\tresiduo
Enfriado\tBasura\tMigas\t1,5\tkg/día\t\tresiduo
Limpieza\tAlcantarillado\tAgua sucia\t880\tL\tdía\tresiduo
Limpieza\tBasura\tTrapos\t5\tkg\tmes\tresiduo
Proveedores\tLimpieza\tDetergente\t12\tL\tmes\tquímico
Limpieza\tAlcantarillado\tDetergente usado\t-4\tkg\tmes\tresiduo
"""
WRONG = {"Masa al piso": "unit", "Pan quemado": "quantity", "Bolsas rotas": "period", "Detergente usado": "quantity"}


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window(size=(1366, 768))


def tables(window: MainWindow, audit: str) -> dict[str, list[tuple[object, ...]]]:
    """What is stored of an audit's process."""
    columns = {
        "process_step": "name, outside, position",
        "resource_flow": "name, quantity, unit, period, kind, position",
    }
    connection = sqlite3.connect(window.desk.context.path)
    own = "WHERE audit_id = (SELECT id FROM audit WHERE uid = ?) ORDER BY position, name"
    found = {
        table: connection.execute(f"SELECT {what} FROM {table} {own}", (audit,)).fetchall()  # noqa: S608 - our own names
        for table, what in columns.items()
    }
    connection.close()
    return found


def marked(rows: RowsView) -> dict[str, str]:
    """Column that is marked, by the name of the flow."""
    found = {}
    for row in range(rows.model.rowCount()):
        for column in rows.model.columns:
            if place(rows, row, column.key).data(WRONG_ROLE):
                found[text(rows, row, "name")] = column.key
    return found


def test_a_first_process_from_a_sheet_of_ones_own(window: MainWindow, qtbot: QtBot) -> None:
    page = open_empty(window, qtbot)
    editor(page).draw_up()
    audit = process_of(page).audit
    rows, steps, undo = editor(page).flows, editor(page).steps, window.desk.undo
    go(rows, 0, "source")
    paste(rows, qtbot, SHEET)
    calm(window, qtbot)
    assert marked(rows) == WRONG
    assert len(process_of(page).flows) == 24
    by_name = {flow.name: flow for flow in process_of(page).flows}
    assert (by_name["Azúcar"].quantity, by_name["Azúcar"].unit, by_name["Azúcar"].period) == (1200.5, "kg", "month")
    assert (by_name["Sal"].unit, by_name["Agua de lavado"].unit, by_name["Gas natural"].quantity) == ("qq", "l", 2500)
    assert (by_name["Migas"].unit, by_name["Migas"].period) == ("kg", "day")
    places = {step.name: step.outside for step in process_of(page).steps}
    assert places["Basura"] == "landfill" and places["Amasado"] is None
    assert "" not in places
    # Tab goes through the cells of a row, then to the next one.
    go(rows, 0, "source")
    seen = []
    for _ in range(8):
        seen.append(rows.model.columns[rows.grid.currentIndex().column()].key)
        qtbot.keyClick(rows.grid, Qt.Key.Key_Tab)
    assert seen[:7] == ["source", "target", "name", "quantity", "unit", "period", "kind"]
    mends = {
        "Masa al piso": ("unit", "kg"),
        "Pan quemado": ("quantity", "210"),
        "Bolsas rotas": ("period", "mes"),
        "Detergente usado": ("quantity", "4"),
    }
    for name, (key, words) in mends.items():
        row = next(number for number in range(rows.model.rowCount()) if text(rows, number, "name") == name)
        go(rows, row, key)
        type_text(rows, qtbot, words)
        go(rows, 0, "name")
        calm(window, qtbot)
    assert marked(rows) == {} and len(process_of(page).flows) == 28
    # A step is renamed: its flows follow.
    go(steps, row_named(steps, "Horno"), "name")
    type_text(steps, qtbot, "Horno rotativo")
    calm(window, qtbot)
    assert text(rows, row_named(rows, "Pan caliente"), "source") == "Horno rotativo"
    # A step with flows is deleted: they go with it, and this is said.
    touching = sum(
        "Enfriado" in (text(rows, row, "source"), text(rows, row, "target")) for row in range(rows.model.stored_count())
    )
    window.activateWindow()  # without a window manager nobody does it when the list of an editor closes
    qtbot.waitUntil(window.isActiveWindow)
    go(steps, row_named(steps, "Enfriado"), "name")
    qtbot.keyClick(steps.grid, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    calm(window, qtbot)
    assert touching == 5 and len(process_of(page).flows) == 28 - touching
    done = tables(window, audit)
    count = 0
    while undo.undo_words():
        undo.undo()
        calm(window, qtbot)
        count += 1
        assert count < 20
    assert tables(window, audit) == {"process_step": [], "resource_flow": []}
    assert process_of(page).is_empty
    while undo.redo_words():
        undo.redo()
        calm(window, qtbot)
    assert tables(window, audit) == done
    assert marked(rows) == {}
