"""Files of audits, copies and reports through the window: what is written can be opened, what is taken in is told."""

from __future__ import annotations

import threading
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from score_desktop.services import audits, enterprises, profile, workspace
from score_desktop.services.audits import NewAudit
from score_desktop.services.context import Context
from score_desktop.ui import file_work
from score_desktop.ui.commands import Commands
from score_desktop.ui.desk import Message, Place
from score_desktop.ui.main_window import MainWindow
from tests.ui.conftest import MakeWindow, open_audit, settle


@pytest.fixture
def told(bakery: MainWindow) -> list[Message]:
    heard: list[Message] = []
    bakery.desk.told.connect(heard.append)
    return heard


def names(context: Context, window: MainWindow) -> list[str]:
    return sorted(row.name for row in context.read(audits.list_audits, window.desk.today()))


def city(window: MainWindow, enterprise: str) -> str | None:
    return window.desk.context.read(profile.read_profile, enterprise).city


def test_an_audit_travels_as_a_file_and_differences_are_asked(
    bakery: MainWindow, make_window: MakeWindow, told: list[Message], qtbot: QtBot, tmp_path: Path
) -> None:
    file, audit = tmp_path / "panaderia.score", bakery.desk.audit
    bakery.commands.files.send_audit(file)
    settle(bakery, qtbot)
    assert file.stat().st_size > 0 and str(file) in told[-1].text

    other = make_window(sample=False)
    heard: list[Message] = []
    other.desk.told.connect(heard.append)
    other.commands.take_files([file])
    settle(other, qtbot)
    assert other.desk.audit == audit and other.page_key == "overview"
    assert heard[-1].kind == "done"
    place = other.desk.context.read(audits.audit_place, audit)
    assert place is not None

    # An older file changes nothing, and says that something stayed as it is here.
    other.desk.context.write(enterprises.edit_enterprise, place.enterprise, {"city": "Sucre"})
    other.commands.take_files([file])
    settle(other, qtbot)
    assert city(other, place.enterprise) == "Sucre"
    assert "1 difiere y queda como está aquí" in heard[-1].text

    # The same record was changed at both ends, there last: it is asked, and nothing is stored until the answer.
    other.desk.context.write(enterprises.edit_enterprise, place.enterprise, {"city": "El Alto"})
    bakery.desk.context.write(enterprises.edit_enterprise, place.enterprise, {"city": "Oruro"})
    bakery.commands.files.send_audit(file)
    settle(bakery, qtbot)
    for answer, stored in ((other.message.other, "El Alto"), (other.message.action, "Oruro")):
        other.commands.take_files([file])
        settle(other, qtbot)
        assert heard[-1].kind == "look" and file.name in heard[-1].text
        assert city(other, place.enterprise) == "El Alto"
        answer.click()
        settle(other, qtbot)
        assert heard[-1].kind == "done"
        assert city(other, place.enterprise) == stored


def test_an_audit_file_that_was_taken_in_is_undone(
    bakery: MainWindow, make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """A whole new audit leaves again, and the window with it; what was replaced is what it was."""
    file, audit = tmp_path / "panaderia.score", bakery.desk.audit
    bakery.commands.files.send_audit(file)
    settle(bakery, qtbot)
    other = make_window(sample=False)
    other.commands.take_files([file])
    settle(other, qtbot)
    assert other.desk.undo.undo_words() == "Archivo de auditoría panaderia.score incorporado"
    other.message.action.click()
    settle(other, qtbot)
    assert names(other.desk.context, other) == [] and other.desk.audit == "" and other.page_key == "portfolio"
    other.desk.undo.redo()
    settle(other, qtbot)
    assert names(other.desk.context, other) == ["Panadería Illimani S.R.L."]

    place = other.desk.context.read(audits.audit_place, audit)
    assert place is not None
    bakery.desk.context.write(enterprises.edit_enterprise, place.enterprise, {"city": "Oruro"})
    bakery.commands.files.send_audit(file)
    settle(bakery, qtbot)
    before = city(other, place.enterprise)
    other.commands.take_files([file])
    settle(other, qtbot)
    other.message.action.click()  # take the newer ones
    settle(other, qtbot)
    assert city(other, place.enterprise) == "Oruro"
    other.desk.undo.undo()
    settle(other, qtbot)
    assert city(other, place.enterprise) == before


def test_a_backup_takes_the_place_of_the_workspace_and_names_what_it_replaced(
    bakery: MainWindow, told: list[Message], qtbot: QtBot, tmp_path: Path
) -> None:
    copy, desk = tmp_path / "copia.sqlite", bakery.desk
    before = names(desk.context, bakery)
    bakery.commands.files.back_up(copy)
    settle(bakery, qtbot)
    desk.write(desk, audits.new_audit, NewAudit("Después", "BO"), desk.today())
    settle(bakery, qtbot)
    assert "Después" in names(desk.context, bakery)
    bakery.commands.files.restore(copy)
    settle(bakery, qtbot)
    assert names(desk.context, bakery) == before
    kept = next(word for word in told[-1].text.split() if "before-restore" in word).strip(".")
    with Context.open(next(tmp_path.rglob(Path(kept).name)), actor="test") as replaced:
        assert "Después" in names(replaced, bakery)
    assert bakery.page_key == "portfolio" and not desk.context.read_only


def test_a_backup_that_cannot_be_taken_leaves_everything(
    bakery: MainWindow, told: list[Message], qtbot: QtBot, tmp_path: Path
) -> None:
    broken, desk = tmp_path / "rota.sqlite", bakery.desk
    broken.write_bytes(b"no database at all")
    before = names(desk.context, bakery)
    bakery.commands.files.restore(broken)
    settle(bakery, qtbot)
    assert told[-1].kind == "wrong" and "rota.sqlite" in told[-1].text
    assert names(desk.context, bakery) == before
    desk.write(desk, audits.new_audit, NewAudit("Sigue", "BO"), desk.today())
    settle(bakery, qtbot)
    assert "Sigue" in names(desk.context, bakery)


def test_what_is_entered_while_a_backup_is_put_in_place_is_told_not_lost_silently(
    bakery: MainWindow, told: list[Message], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, desk = tmp_path / "copia.sqlite", bakery.desk
    bakery.commands.files.back_up(copy)
    settle(bakery, qtbot)
    restoring, go = threading.Event(), threading.Event()
    restore = workspace.restore

    def slow(path: Path, file: Path) -> Path | None:
        restoring.set()
        assert go.wait(20)
        return restore(path, file)

    monkeypatch.setattr(workspace, "restore", slow)
    bakery.commands.files.restore(copy)
    assert restoring.wait(20)
    desk.write(desk, audits.new_audit, NewAudit("Entre tanto", "BO"), desk.today())
    qtbot.waitUntil(lambda: desk.writes.idle)
    assert told[-1].kind == "wrong" and desk.context.path.name in told[-1].text
    go.set()
    settle(bakery, qtbot)
    assert "Entre tanto" not in names(desk.context, bakery)


def test_everything_of_an_audit_becomes_a_workbook(
    bakery: MainWindow, told: list[Message], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "todo.xlsx"
    bakery.commands.files.export_workbook(file)
    settle(bakery, qtbot)
    book = openpyxl.load_workbook(file, read_only=True)
    assert len(book.sheetnames) > 3
    book.close()
    assert str(file) in told[-1].text and told[-1].action is not None


def test_dropped_files_go_where_they_belong(
    bakery: MainWindow, told: list[Message], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(Commands, "import_files", lambda _self, files: asked.append([file.name for file in files]))
    commands = bakery.commands
    commands.take_files([tmp_path / "enero.XLSX", tmp_path / "foto.png", tmp_path / "febrero.csv"])
    assert asked == [["enero.XLSX", "febrero.csv"]]
    assert told[-1].kind == "look" and "foto.png" in told[-1].text and "enero" not in told[-1].text
    commands.take_files([tmp_path / "carta.docx"])
    assert told[-1].kind == "look" and "carta.docx" in told[-1].text
    commands.take_files([tmp_path / "no hay.score"])
    settle(bakery, qtbot)
    assert told[-1].kind == "wrong" and "no hay.score" in told[-1].text
    bakery.go(Place("portfolio", ""))
    told.clear()
    commands.take_files([tmp_path / "logo.png"])
    assert [message.kind for message in told] == ["look"] and bakery.page_key == "portfolio"


def test_what_is_dropped_beside_a_photo_of_a_bill_does_not_make_a_logo_of_it(
    bakery: MainWindow, told: list[Message], qtbot: QtBot, tmp_path: Path
) -> None:
    open_audit(bakery, qtbot, "Panadería", "consumption")
    bakery.commands.take_files([tmp_path / "enero.jpg", tmp_path / "carta.docx"])
    assert bakery.page_key == "consumption"
    assert "carta.docx" in told[0].text and "enero.jpg" not in told[0].text
    settle(bakery, qtbot)


def test_a_logo_that_is_dropped_goes_to_the_report(bakery: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_audit(bakery, qtbot, "Panadería")
    bakery.commands.take_files([tmp_path / "logo.png"])
    assert bakery.page_key == "report"
    settle(bakery, qtbot)


def test_a_file_is_looked_for_in_a_folder_that_is_there(
    bakery: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not every home has a folder for documents; the dialog would take its name for that of a file."""
    asked: list[str] = []
    monkeypatch.setattr(
        file_work.QFileDialog, "getOpenFileName", lambda _parent, _title, folder, _kinds: (asked.append(folder), "")
    )
    home = tmp_path / "casa"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    bakery.desk.config.change(folder=str(tmp_path / "gone"))
    bakery.commands.files.ask_open("Open", "*")
    assert Path(asked[0]).is_dir()
