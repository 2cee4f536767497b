"""Work beside the window: tasks on threads of their own, told by signals on the GUI thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from score_desktop.errors import Cancelled
from score_desktop.jobs import Progress

Task = Callable[[Progress], object]
Then = Callable[[object], object]


class Job(QObject):
    """One running task. Exactly one of `succeeded`, `failed`, `cancelled` is emitted, then `ended`.

    Signals:
        progressed: Share done, 0 to 1, at most ten times a second.
        succeeded: What the task returned.
        failed: The exception that ended it.
    """

    progressed = Signal(float)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal(object)

    def __init__(self, task: Task, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task | None = task
        self.was_stopped = False
        """The task ended by Cancel; known before the signals are handed on."""
        self._progress = Progress(lambda share, _message: self.progressed.emit(share))

    def cancel(self) -> None:
        """Ask the task to stop; `cancelled` follows when it did."""
        self._progress.cancel()

    def run(self) -> None:
        """Do the task; called on the runner's thread, signals reach the GUI thread through its event loop."""
        task, self._task = self._task, None
        assert task is not None
        try:
            self._progress.check_cancelled()
            result = task(self._progress)
        except Cancelled:
            self.was_stopped = True
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - known trouble and bugs alike are told by the window
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.ended.emit(self)


class JobRunner(QObject):
    """One lane: tasks one after another, off the GUI thread. Jobs belong to it, so that they die on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = ThreadPoolExecutor(max_workers=1, thread_name_prefix="score-job")
        self._jobs: dict[Job, Future[None] | None] = {}
        """With what the lane says of each; None: it has not been given to the lane yet."""
        self._is_held = False
        self._is_closed = False

    def job(self, task: Task) -> Job:
        """A job that waits for `start`, so that nothing it says is missed.

        Connect its signals to methods of QObjects: those are called on the GUI thread, where a bare function would be
        called on the thread of the task.
        """
        return Job(task, self)

    def start(self, job: Job) -> None:
        """Queue a job; once the runner is closed, nothing begins any more."""
        if self._is_closed:
            return
        job.ended.connect(self._forget)
        self._jobs[job] = None if self._is_held else self._lane.submit(job.run)

    def hold(self) -> None:
        """Begin nothing more until `go_on`."""
        self._is_held = True

    def go_on(self) -> None:
        """Begin what has been queued since `hold`."""
        self._is_held = False
        if not self._is_closed:
            for job in [job for job, future in self._jobs.items() if future is None]:
                self._jobs[job] = self._lane.submit(job.run)

    @property
    def idle(self) -> bool:
        """True while nothing runs or waits, and everything that ended was handed on."""
        return not self._jobs

    def close(self, *, finish: bool = False) -> None:
        """Cancel what runs and wait for it; what was cancelled is rolled back by its task.

        Args:
            finish: Do what was begun and what waits instead of cancelling it.
        """
        if finish:
            self.go_on()
        self._is_closed = True
        if not finish:
            for job in tuple(self._jobs):
                job.cancel()
        self._lane.shutdown(wait=True, cancel_futures=not finish)

    def _forget(self, job: Job) -> None:
        future = self._jobs.pop(job, None)
        if future is not None and not future.cancelled():
            # The other thread may still be inside `emit`: an object must not go while it speaks. Microseconds.
            future.result()
        job.deleteLater()


class Errand(QObject):
    """One task of a `Lane`, with who waits for it."""

    def __init__(self, lane: Lane, owner: QObject, name: str, then: Then, failed: Then) -> None:
        super().__init__(lane)
        self.job: Job | None = None
        self._lane, self._owner, self._name, self._then, self._failed = lane, owner, name, then, failed

    @property
    def key(self) -> tuple[int, str]:
        """Who asked for what: a newer errand of the same key makes this one void."""
        return id(self._owner), self._name

    def on_success(self, result: object) -> None:
        """Hand the result to who waits, unless it has gone or asked again since."""
        if self._lane.is_wanted(self) and shiboken6.isValid(self._owner):
            self._then(result)

    def on_failure(self, error: object) -> None:
        """The same for trouble."""
        if self._lane.is_wanted(self) and shiboken6.isValid(self._owner):
            self._failed(error)

    def on_end(self) -> None:
        """The errand is over, whatever became of it."""
        self._lane.over(self)


class Lane(QObject):
    """Short tasks without progress: reads and drawings. Of several with one name and owner only the last counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = JobRunner(self)
        self._wanted: dict[tuple[int, str], Errand] = {}

    def run(self, owner: QObject, name: str, task: Task, then: Then, failed: Then) -> None:
        """Do a task off the GUI thread.

        Args:
            owner: Who waits; nothing is handed to an object that is gone.
            name: Of the question; an older one that still runs is cancelled, and its answer is dropped. "": every
                answer counts.
            task: Gets a `Progress`; may ask it whether it is still wanted.
            then: Gets the result, on the GUI thread.
            failed: Gets the exception, on the GUI thread.
        """
        errand = Errand(self, owner, name, then, failed)
        if name:
            older = self._wanted.pop(errand.key, None)
            if older is not None and older.job is not None:
                older.job.cancel()
            self._wanted[errand.key] = errand
        job = errand.job = self._runner.job(task)
        job.succeeded.connect(errand.on_success)
        job.failed.connect(errand.on_failure)
        job.ended.connect(errand.on_end)
        self._runner.start(job)

    @property
    def idle(self) -> bool:
        """True while nothing runs or waits."""
        return self._runner.idle

    def hold(self) -> None:
        """Begin nothing more until `go_on`."""
        self._runner.hold()

    def go_on(self) -> None:
        """Begin what has been asked for since `hold`."""
        self._runner.go_on()

    def is_wanted(self, errand: Errand) -> bool:
        """False once a newer errand asks the same."""
        return not errand.key[1] or self._wanted.get(errand.key) is errand

    def over(self, errand: Errand) -> None:
        """Forget an errand."""
        if self._wanted.get(errand.key) is errand:
            del self._wanted[errand.key]
        errand.job = None
        errand.deleteLater()

    def close(self, *, finish: bool = False) -> None:
        """Cancel everything, or finish it, and wait."""
        self._runner.close(finish=finish)


@contextlib.contextmanager
def held(owner: QObject, *lanes: Lane) -> Iterator[None]:
    """Hold lanes until the event loop of `owner` comes round.

    Beside a calculation the interpreter is shared, and a page takes twice as long to build.
    """
    for lane in lanes:
        lane.hold()

    def go_on() -> None:
        for lane in lanes:
            lane.go_on()

    try:
        yield
    finally:
        QTimer.singleShot(0, owner, go_on)
