"""The desk: lanes that hand results to the GUI thread, undo with words, messages, other looks, other workspaces."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from score_desktop.config import Config
from score_desktop.errors import Refused, StorageTrouble
from score_desktop.jobs import Progress
from score_desktop.services import audits, enterprises
from score_desktop.services.audits import AuditMade, NewAudit
from score_desktop.services.context import Context
from score_desktop.ui.desk import Desk, Message
from score_desktop.ui.doing import Doing
from score_desktop.ui.job_bar import JobBar
from score_desktop.ui.jobs import Job
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.undo import Step
from tests.ui.conftest import MakeWindow, settle


def add_audit(desk: Desk, qtbot: QtBot, name: str = "Taller Ñandú") -> AuditMade:
    made: list[AuditMade] = []
    wanted = NewAudit(name, "BO")
    label = ("change.audit_added", {"name": name})
    desk.write(desk, audits.new_audit, wanted, desk.today(), label=label, then=made.append)
    qtbot.waitUntil(lambda: bool(made) and desk.idle)
    return made[0]


def names(desk: Desk) -> list[str]:
    return [row.name for row in desk.context.read(audits.list_audits, desk.today())]


def test_what_is_read_arrives_on_the_gui_thread(desk: Desk, qtbot: QtBot) -> None:
    add_audit(desk, qtbot)
    found: list[tuple[int, int]] = []
    gui = threading.get_ident()
    desk.read(desk, "", lambda rows: found.append((len(rows), threading.get_ident())), audits.list_audits, desk.today())
    qtbot.waitUntil(lambda: bool(found))
    assert found == [(1, gui)]


def test_only_the_last_of_the_same_question_is_answered(desk: Desk, qtbot: QtBot) -> None:
    answers: list[str] = []
    wait = threading.Event()

    def slow(_session: object, word: str) -> str:
        wait.wait(5)
        return word

    for word in ("one", "two", "three"):
        desk.read(desk, "question", answers.append, slow, word)
    desk.read(desk, "other", answers.append, slow, "other")
    wait.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert answers == ["three", "other"]


def test_nothing_is_handed_to_who_has_gone(desk: Desk, qtbot: QtBot) -> None:
    answers: list[str] = []
    owner = QObject()
    wait = threading.Event()

    def slow(_session: object) -> str:
        wait.wait(5)
        return "late"

    desk.read(owner, "", answers.append, slow)
    owner.deleteLater()
    qtbot.wait(50)
    wait.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert answers == []


def test_undo_and_redo_say_what(desk: Desk, qtbot: QtBot) -> None:
    add_audit(desk, qtbot)
    assert "Taller Ñandú" in desk.undo.undo_words()
    assert desk.undo.redo_words() == ""
    told: list[str] = []
    desk.undo.turned.connect(told.append)
    desk.undo.undo()
    qtbot.waitUntil(lambda: bool(told))
    assert names(desk) == []
    assert "Taller Ñandú" in desk.undo.redo_words()
    desk.undo.redo()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert names(desk) == ["Taller Ñandú"]


def test_undo_at_once_takes_back_what_was_just_entered_and_nothing_older(desk: Desk, qtbot: QtBot) -> None:
    add_audit(desk, qtbot, "Older")
    told: list[str] = []
    desk.undo.turned.connect(told.append)
    wait = threading.Event()
    desk.write(desk, lambda _session: wait.wait(5))
    label = ("change.audit_added", {"name": "Newer"})
    desk.write(desk, audits.new_audit, NewAudit("Newer", "BO"), desk.today(), label=label)
    desk.undo.undo()
    wait.set()
    qtbot.waitUntil(lambda: bool(told) and desk.idle)
    assert "Newer" in told[0]
    assert names(desk) == ["Older"]


def test_new_change_ends_redo(desk: Desk, qtbot: QtBot) -> None:
    add_audit(desk, qtbot, "One")
    desk.undo.undo()
    qtbot.waitUntil(lambda: desk.undo.redo_words() != "")
    add_audit(desk, qtbot, "Two")
    assert desk.undo.redo_words() == ""
    assert "Two" in desk.undo.undo_words()


def test_change_that_cannot_be_undone_leaves_the_list_and_says_why(desk: Desk, qtbot: QtBot) -> None:
    made = add_audit(desk, qtbot)
    # Another program's change on the same rows: not in this window's list.
    desk.context.write(enterprises.edit_enterprise, made.enterprise, {"name": "Otro"})
    told: list[Message] = []
    desk.told.connect(told.append)
    desk.undo.undo()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].kind == "wrong" and told[0].text
    assert desk.undo.undo_words() == ""
    assert names(desk) == ["Otro"]


def test_what_the_disk_forbids_can_be_undone_when_there_is_room(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_audit(desk, qtbot)
    told: list[Message] = []
    desk.told.connect(told.append)

    def full(_context: Context, _uid: str) -> None:
        raise StorageTrouble("storage.full", file="w.sqlite", reason="")

    with monkeypatch.context() as patch:
        patch.setattr(Context, "undo", full)
        desk.undo.undo()
        qtbot.waitUntil(lambda: bool(told))
    assert told[0].kind == "wrong" and desk.undo.undo_words() != ""
    desk.undo.undo()
    qtbot.waitUntil(lambda: desk.undo.redo_words() != "")
    assert names(desk) == []


def test_known_trouble_is_told_and_a_bug_is_a_crash(desk: Desk, qtbot: QtBot) -> None:
    told: list[Message] = []
    crashed: list[Exception] = []
    desk.told.connect(told.append)
    desk.crashed.connect(crashed.append)

    def refuse(_session: object) -> None:
        raise Refused("audit.unknown", audit="x")

    def bug(_session: object) -> None:
        raise ZeroDivisionError

    desk.write(desk, refuse)
    desk.write(desk, bug)
    qtbot.waitUntil(lambda: bool(crashed))
    assert [message.kind for message in told] == ["wrong"]
    assert isinstance(crashed[0], ZeroDivisionError)


def test_trouble_beside_its_field(desk: Desk, qtbot: QtBot) -> None:
    failed: list[Exception] = []
    desk.write(desk, audits.new_audit, NewAudit("", "BO"), desk.today(), failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], Exception)
    assert names(desk) == []


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> JobBar:
    made = JobBar(desk.texts)
    qtbot.addWidget(made)
    desk.work = made
    return made


def test_long_work_waits_in_line(desk: Desk, bar: JobBar, qtbot: QtBot) -> None:
    done: list[int] = []
    go = threading.Event()

    def work(number: int) -> int:
        go.wait(5)
        return number

    for number in range(3):
        desk.do(Doing(f"work {number}"), lambda _p, n=number: work(n), done.append)
    assert bar.busy and bar.isVisibleTo(bar.parentWidget())
    assert "2 more wait" in bar.doing.text()
    go.set()
    qtbot.waitUntil(lambda: not bar.busy)
    assert done == [0, 1, 2]
    assert not bar.isVisible()
    bar.close_runner()


def test_cancelled_work_hands_nothing_on(desk: Desk, bar: JobBar, qtbot: QtBot) -> None:
    done: list[object] = []
    begun = threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress.check_cancelled()

    desk.do(Doing("work"), work, done.append)
    assert begun.wait(5)
    with qtbot.waitSignal(bar.cancelled):
        bar.cancel_button.click()
    qtbot.waitUntil(lambda: not bar.busy)
    assert done == []
    bar.close_runner()


def test_long_work_whose_owner_has_gone_tells_trouble_alone(desk: Desk, bar: JobBar, qtbot: QtBot) -> None:
    called: list[object] = []
    told: list[Message] = []
    desk.told.connect(told.append)
    owner = QObject()
    go = threading.Event()

    def refuse(_progress: Progress) -> None:
        raise Refused("audit.unknown", audit="x")

    desk.do(Doing("work"), lambda _p: go.wait(5), called.append, owner=owner)
    desk.do(Doing("work"), refuse, called.append, failed=called.append, owner=owner)
    shiboken6.delete(owner)
    go.set()
    qtbot.waitUntil(lambda: not bar.busy)
    assert called == []
    assert [message.kind for message in told] == ["wrong"]
    bar.close_runner()


def test_long_undo_can_be_cancelled_and_tried_again(desk: Desk, bar: JobBar, qtbot: QtBot) -> None:
    begun = threading.Event()
    turned: list[str] = []

    def undo(_context: Context, progress: Progress) -> None:
        begun.set()
        if not turned:
            turned.append("waiting")
            while True:
                progress.check_cancelled()
        turned.append("undone")

    desk.undo.push(Step("change.imported", {"file": "bills.xlsx"}, undo, lambda _c, _p: None, long=True))
    desk.undo.undo()
    assert begun.wait(5)
    assert desk.undo.undo_words() == "", "one turn at a time"
    bar.cancel()
    qtbot.waitUntil(lambda: desk.undo.undo_words() != "")
    desk.undo.undo()
    qtbot.waitUntil(lambda: desk.undo.redo_words() != "")
    assert turned == ["waiting", "undone"]
    bar.close_runner()


def test_what_was_entered_is_stored_though_the_window_closes_at_once(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    config = Config(tmp_path / "settings.json")
    config.change(language="en", country="US")
    closing = Desk(Context.open(tmp_path / "closing.sqlite", create=True, actor="window"), config, "light")
    wait = threading.Event()
    closing.write(closing, lambda _session: wait.wait(5))
    for name in ("One", "Two", "Three"):
        closing.write(closing, audits.new_audit, NewAudit(name, "BO"), closing.today())
    threading.Timer(0.05, wait.set).start()
    closing.close()
    with Context.open(tmp_path / "closing.sqlite", actor="test", read_only=False) as after:
        rows = after.read(audits.list_audits, closing.today())
    assert sorted(row.name for row in rows) == ["One", "Three", "Two"]


def test_nothing_of_the_workspace_before_reaches_the_one_that_is_open(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    answers: list[str] = []
    told: list[Message] = []
    desk.told.connect(told.append)
    began, wait = threading.Event(), threading.Event()

    def slow(_session: object) -> str:
        began.set()
        wait.wait(5)
        return "of the one before"

    desk.read(desk, "", answers.append, slow)
    desk.read(desk, "later", answers.append, slow)  # its turn comes when that workspace is closed
    assert began.wait(5)
    before = desk.context
    desk.write(desk, audits.new_audit, NewAudit("Elsewhere", "BO"), desk.today(), label=("change.audit_added", {}))
    while not before.wrote:
        pass
    desk.use_workspace(Context.open(tmp_path / "other.sqlite", create=True, actor="window"))
    wait.set()
    qtbot.waitUntil(lambda: desk.idle)
    assert (answers, told) == ([], [])
    assert desk.undo.undo_words() == "", "a change of the workspace before cannot be undone in this one"


def test_another_workspace_takes_over(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    add_audit(desk, qtbot)
    with qtbot.waitSignal(desk.workspace_changed):
        desk.use_workspace(Context.open(tmp_path / "other.sqlite", create=True, actor="window"))
    assert names(desk) == []
    assert desk.undo.undo_words() == ""
    add_audit(desk, qtbot, "Elsewhere")
    assert names(desk) == ["Elsewhere"]
    qtbot.waitUntil(lambda: desk.idle)
    with Context.open(tmp_path / "desk.sqlite", actor="test", read_only=False) as before:
        assert [row.name for row in before.read(audits.list_audits, desk.today())] == ["Taller Ñandú"]


def test_words_follow_the_language(desk: Desk) -> None:
    assert desk.texts.language == "en"
    desk.set_looks("dark", language="es", country="BO", scale=150)
    assert desk.texts.language == "es"
    assert desk.texts.number(1234.5, 1) == "1.234,5"
    assert desk.px(10) == 15


def test_a_change_that_is_heard_after_the_end_reads_nothing(bakery: MainWindow) -> None:
    context = bakery.desk.context
    wanted = NewAudit("Taller Ñandú", "BO")
    writer = threading.Thread(target=context.write, args=(audits.new_audit, wanted, bakery.desk.today()))
    writer.start()
    writer.join()
    context.close()
    QApplication.processEvents()  # an exception in a slot fails the test
    assert context.is_closed


def test_nothing_is_read_before_the_page_that_asks_for_it_is_painted(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    settle(window, qtbot)
    began: list[Job] = []
    run = Job.run
    monkeypatch.setattr(Job, "run", lambda job: (began.append(job), run(job)))
    row = next(row for row in window.desk.context.read(audits.list_audits, window.desk.today()) if row.audits)
    window.desk.go("consumption", row.audits[0].uid)
    time.sleep(0.1)  # as long as the page is built, and longer: another thread would have begun
    assert began == []
    settle(window, qtbot)
    assert began
