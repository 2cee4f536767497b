"""A list of flows of others in a file, brought into the flow chart: by the menu, and dropped on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from score_desktop.ui.file_work import FileWork
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from tests.ui.conftest import MakeWindow, settle
from tests.ui.process_page import calm, editor, open_empty, process_of

LIST = (
    "Origen;Destino;Material;Valor;Unidad\n"
    "Proveedores;Horno;Harina;1.200,5;kg\n"
    "Proveedores;Horno;Harina;800;kg\n"
    "Red;Horno;Electricidad;5.000;kWh\n"
    "Horno;Clientes;Pan;1,9;t\n"
    "Horno;Basura;Pan quemado;muchos;kg\n"
    "Horno;Cocina;Ventas;70;Bs\n"
    "Total;;;2.002,4;kg\n"
)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window(size=(1366, 768))


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_empty(window, qtbot)


def written(tmp_path: Path, text: str | bytes, name: str = "flujos.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, buttons, none))


def done(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    calm(window, qtbot)


def stored(page: FlowsPage) -> list[tuple[str, str, str, str, str, str]]:
    process = process_of(page)
    names = {step.uid: step.name for step in process.steps}
    return [
        (names[row.source], names[row.target], row.name, str(row.kind), f"{row.quantity:f}", row.unit)
        for row in process.flows
    ]


def test_a_list_is_brought_in_by_the_button_and_undone_as_one(
    page: FlowsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileWork, "ask_open", lambda *_: written(tmp_path, LIST))
    (button,) = (one for one in editor(page).empty.findChildren(QPushButton) if "lista de flujos" in one.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    done(window, qtbot)
    assert stored(page) == [
        ("Proveedores", "Horno", "Harina", "raw", "2000.5", "kg"),
        ("Red", "Horno", "Electricidad", "energy", "5000", "kWh"),
        ("Horno", "Clientes", "Pan", "product", "1.9", "t"),
    ]
    assert window.desk.undo.undo_words() == "3 flujos traídos de flujos.csv"
    assert "3 flujos traídos de flujos.csv" in window.message.text.text()
    details = window.message.details.toPlainText()
    for told in ("D6: ", "D7: «BOB» no es unidad", "D8: «Total» suma otras filas"):
        assert told in details, details
    window.desk.undo.undo()
    calm(window, qtbot)
    assert process_of(page).is_empty


def test_the_menu_of_the_table_has_it_and_a_dropped_list_comes_after_what_is_there(
    page: FlowsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(window, written(tmp_path, LIST))
    done(window, qtbot)
    drop(window, written(tmp_path, "from,to,value\nHorno,Piso,3\n", "other.csv"))
    done(window, qtbot)
    assert stored(page)[3:] == [("Horno", "Piso", "", "raw", "3", "kg")]
    assert "1 flujo no tiene unidad: se tomó en kg." in window.message.text.text()
    menu = QMenu()
    editor(page).flows._add_to_menu(menu)
    assert "Traer una lista de flujos…" in [action.text() for action in menu.actions()]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("roto.xlsx", b"PK\x03\x04" + b"\0" * 90, "roto.xlsx"),
        ("dinero.csv", b"source,target,value,unit\nA,B,5,USD\n", "C2"),
        ("nada.csv", b"source,target,value\nA,B,many\n", "C2"),
    ],
)
def test_a_file_that_brings_nothing_ends_in_a_message(
    page: FlowsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    drop(window, written(tmp_path, content, name))
    done(window, qtbot)
    assert said in window.message.text.text()
    assert process_of(page).is_empty


def test_a_file_without_a_list_is_imported_as_anywhere(
    page: FlowsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(window.desk, "ask_import", asked.append)
    path = written(tmp_path, "Fecha,kWh,Bs\n2025-01-31,100,80\n", "luz.csv")
    drop(window, path)
    done(window, qtbot)
    assert asked == [[path]]
    page.parts.show_part("balances")
    assert not page.take_list(path)
