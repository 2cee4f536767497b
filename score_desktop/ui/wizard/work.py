"""The wizard's own background work: one thing at a time, the newest counts; and the line that shows how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from score_desktop.ui.jobs import Job, JobRunner, Task, Then
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk


class _Errand(QObject):
    """One task with who waits for it; its methods are called on the GUI thread."""

    def __init__(self, work: WizardWork, then: Then, failed: Then, cancelled: Callable[[], object]) -> None:
        super().__init__(work)
        self.job: Job | None = None
        self._work, self._then, self._failed, self._cancelled = work, then, failed, cancelled

    def on_progress(self, share: float) -> None:
        if self._work.is_wanted(self):
            self._work.progressed.emit(share)

    def on_success(self, result: object) -> None:
        if self._work.settle(self):
            self._then(result)

    def on_failure(self, error: object) -> None:
        if self._work.settle(self):
            self._failed(error)

    def on_cancelled(self) -> None:
        if self._work.settle(self):
            self._cancelled()

    def on_end(self) -> None:
        self.job = None
        self.deleteLater()


class WizardWork(QObject):
    """Runs a task off the GUI thread. A new one makes the one before void: it is cancelled and its outcome dropped.

    Signals:
        progressed: Share done, 0 to 1.
        busy_changed: Work began or ended.
    """

    progressed = Signal(float)
    busy_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = JobRunner(self)
        self._current: _Errand | None = None
        self.doing = ""

    @property
    def busy(self) -> bool:
        """True while an outcome is waited for."""
        return self._current is not None

    @property
    def idle(self) -> bool:
        """True while nothing runs, not even what nobody waits for any more."""
        return self._runner.idle

    def run(self, doing: str, task: Task, then: Then, failed: Then, cancelled: Callable[[], object]) -> None:
        """Begin a task.

        Args:
            doing: What is done, for the person.
        """
        self.cancel()
        errand = self._current = _Errand(self, then, failed, cancelled)
        job = errand.job = self._runner.job(task)
        job.progressed.connect(errand.on_progress)
        job.succeeded.connect(errand.on_success)
        job.failed.connect(errand.on_failure)
        job.cancelled.connect(errand.on_cancelled)
        job.ended.connect(errand.on_end)
        self.doing = doing
        self._runner.start(job)
        self.busy_changed.emit()

    def cancel(self) -> None:
        """Ask what runs to stop."""
        if self._current is not None and self._current.job is not None:
            self._current.job.cancel()

    def is_wanted(self, errand: _Errand) -> bool:
        """False once a newer task was begun."""
        return self._current is errand

    def settle(self, errand: _Errand) -> bool:
        """Note that a task has ended; True if its outcome is still waited for."""
        if self._current is not errand:
            return False
        self._current = None
        self.busy_changed.emit()
        return True

    def close(self) -> None:
        """Cancel everything and wait for it; no outcome is handed on any more."""
        self._current = None
        self._runner.close()


class WorkLine(QWidget):
    """What is done, how far it is, and Cancel.

    Signals:
        cancelled: Cancel was pressed.
    """

    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        t = desk.texts.t
        self.doing = label("", "small")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(t("Progress"))
        self.progress.setMinimumWidth(desk.px(120))
        self.cancel_button = button(desk, t("Stop"), self.cancelled.emit, role="link")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(desk.px(12))
        line.addWidget(self.doing)
        line.addWidget(self.progress, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.cancel_button)

    def show_work(self, doing: str) -> None:
        """A task begins."""
        self.doing.setText(doing)
        self.progress.setAccessibleDescription(doing)
        self.progress.setValue(0)
        self.show()

    def set_share(self, share: float) -> None:
        """So much is done."""
        self.progress.setValue(round(share * 100))
