"""Long work off the GUI thread: its outcome arrives on the GUI thread, Cancel works, closing waits."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from score_desktop.jobs import Progress
from score_desktop.ui.jobs import Job, JobRunner, Task


class Listener(QObject):
    """An object of the GUI thread; what is waited for here arrived there (`waitSignal` would hear it on the task's)."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, object]] = []
        self.on_gui_thread: set[bool] = set()
        self.ended = 0

    def _note(self, what: str, value: object) -> None:
        self.told.append((what, value))
        self.on_gui_thread.add(QThread.currentThread() is self.thread())

    def succeeded(self, value: object) -> None:
        self._note("succeeded", value)

    def failed(self, error: object) -> None:
        self._note("failed", type(error))

    def cancelled(self) -> None:
        self._note("cancelled", None)

    def note_end(self, _job: Job) -> None:
        self.ended += 1


def _listen(runner: JobRunner, task: Task) -> tuple[Listener, Job]:
    listener = Listener()
    job = runner.job(task)
    job.succeeded.connect(listener.succeeded)
    job.failed.connect(listener.failed)
    job.cancelled.connect(listener.cancelled)
    job.ended.connect(listener.note_end)
    return listener, job


def test_result_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    runner = JobRunner()
    gui = threading.get_ident()
    listener, job = _listen(runner, lambda _progress: threading.get_ident() != gui)
    runner.start(job)
    qtbot.waitUntil(lambda: listener.ended == 1)
    assert listener.told == [("succeeded", True)]
    assert listener.on_gui_thread == {True}
    runner.close()


def test_trouble_arrives_as_it_is(qtbot: QtBot) -> None:
    runner = JobRunner()

    def task(_progress: Progress) -> None:
        raise ZeroDivisionError

    listener, job = _listen(runner, task)
    runner.start(job)
    qtbot.waitUntil(lambda: listener.ended == 1)
    assert listener.told == [("failed", ZeroDivisionError)]
    runner.close()


def test_cancel_is_no_trouble(qtbot: QtBot) -> None:
    runner, began = JobRunner(), threading.Event()

    def task(progress: Progress) -> None:
        began.set()
        while True:
            progress.check_cancelled()

    listener, job = _listen(runner, task)
    runner.start(job)
    assert began.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: listener.ended == 1)
    assert listener.told == [("cancelled", None)]
    runner.close()


def test_closing_cancels_and_waits(qtbot: QtBot) -> None:
    runner, began, ended = JobRunner(), threading.Event(), threading.Event()

    def task(progress: Progress) -> None:
        began.set()
        try:
            while True:
                progress.check_cancelled()
        finally:
            ended.set()

    runner.start(runner.job(task))
    assert began.wait(5)
    runner.close()
    assert ended.is_set()


def test_tasks_run_one_after_another(qtbot: QtBot) -> None:
    runner = JobRunner()
    order: list[int] = []
    heard = [_listen(runner, lambda _progress, number=number: order.append(number)) for number in range(5)]
    for _listener, job in heard:
        runner.start(job)
    qtbot.waitUntil(lambda: all(listener.ended for listener, _job in heard))
    assert order == [0, 1, 2, 3, 4]
    runner.close()


def test_nothing_begins_while_a_page_is_built(qtbot: QtBot) -> None:
    runner = JobRunner()
    listener, job = _listen(runner, lambda _progress: "read")
    runner.hold()
    runner.start(job)
    qtbot.wait(50)
    assert listener.told == [] and not runner.idle
    runner.go_on()
    qtbot.waitUntil(lambda: listener.ended == 1)
    assert listener.told == [("succeeded", "read")] and runner.idle
    runner.close()


def test_what_waits_while_a_page_is_built_is_finished_or_dropped_when_all_ends(qtbot: QtBot) -> None:
    done: list[bool] = []
    for finish in (True, False):
        runner = JobRunner()
        runner.hold()
        runner.start(runner.job(lambda _progress, finish=finish: done.append(finish)))  # type: ignore[misc]
        runner.close(finish=finish)
        runner.go_on()
    assert done == [True]
