"""The one long work that a window does at a time: what it is, how far it is, and a Cancel that works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from score_desktop.ui.jobs import Job, JobRunner, Task

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.ui.notify import Notify

Then = Callable[[object], object]


class JobBar(QWidget):
    """Shown while work is done. Starts tasks, shows their progress, tells their trouble.

    Signals:
        busy_changed: Work began or ended.
        cancelled: Work was cancelled and rolled back.
        settled: Work has ended and its outcome was handed on.
    """

    busy_changed = Signal()
    cancelled = Signal()
    settled = Signal()

    def __init__(self, texts: Texts, notify: Notify, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notify = notify
        self._runner = JobRunner(self)
        self._job: Job | None = None
        self._then: Then | None = None
        self.doing = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setFixedWidth(220)
        self.cancel_button = QPushButton(texts.t("Cancel"))
        self.cancel_button.clicked.connect(self.cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (self.doing, self.progress, self.cancel_button):
            line.addWidget(part)
        self.hide()

    @property
    def busy(self) -> bool:
        """True while work is done."""
        return self._job is not None

    def start(self, doing: str, task: Task, then: Then) -> None:
        """Do a task off the GUI thread.

        Args:
            doing: What is done, for the person.
            task: Gets a `Progress`, returns its result.
            then: Gets the result, on the GUI thread, unless the task failed or was cancelled.
        """
        self._then = then
        self.doing.setText(doing)
        self.progress.setValue(0)
        job = self._job = self._runner.job(task)
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_success)
        job.failed.connect(self._notify.trouble)
        job.cancelled.connect(self.cancelled)
        job.ended.connect(self._on_ended)
        self._runner.start(job)
        self.show()
        self.busy_changed.emit()

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._job is not None:
            self._job.cancel()

    def close_runner(self) -> None:
        """Cancel what runs and wait for it."""
        self._runner.close()

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * 100))

    def _on_success(self, result: object) -> None:
        # What follows may start the next work.
        then, self._then, self._job = self._then, None, None
        if then is not None:
            then(result)

    def _on_ended(self, job: Job) -> None:
        if self._job is job:
            self._job = None
        self.setVisible(self.busy)
        self.busy_changed.emit()
        self.settled.emit()
