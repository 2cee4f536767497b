"""Long work beside the window: tasks on a thread of their own, told by signals on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from score_desktop.errors import Cancelled
from score_desktop.jobs import Progress

Task = Callable[[Progress], object]


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
        self._task = task
        self._progress = Progress(lambda share, _message: self.progressed.emit(share))

    def cancel(self) -> None:
        """Ask the task to stop; `cancelled` follows when it did."""
        self._progress.cancel()

    def run(self) -> None:
        """Do the task; called on the runner's thread, signals reach the GUI thread through its event loop."""
        try:
            result = self._task(self._progress)
        except Cancelled:
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
        self._jobs: set[Job] = set()

    def job(self, task: Task) -> Job:
        """A job that waits for `start`, so that nothing it says is missed.

        Connect its signals to methods of QObjects: those are called on the GUI thread, where a bare function would be
        called on the thread of the task.
        """
        return Job(task, self)

    def start(self, job: Job) -> None:
        """Queue a job."""
        self._jobs.add(job)
        job.ended.connect(self._forget)
        self._lane.submit(job.run)

    def close(self) -> None:
        """Cancel what runs and wait for it; what was cancelled is rolled back by its task."""
        for job in self._jobs:
            job.cancel()
        self._lane.shutdown(wait=True, cancel_futures=True)

    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        job.deleteLater()
