"""Long work: what is being done, how far it is, and a Cancel that works. Several wait in line."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from score_desktop.ui.doing import Doing
from score_desktop.ui.jobs import Job, JobRunner, Task, Then
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from score_desktop.i18n import Texts


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done or waits, and who is told."""

    doing: Doing
    task: Task
    then: Then
    failed: Then
    cancelled: Callable[[], object] | None


class JobBar(QFrame):
    """Shown while work is done. Starts tasks one after another, shows their progress.

    Signals:
        busy_changed: Work began or ended.
        cancelled: Work was cancelled and rolled back.
        settled: Work has ended and its outcome was handed on.
    """

    busy_changed = Signal()
    cancelled = Signal()
    settled = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._runner = JobRunner(self)
        self._job: Job | None = None
        self._work: _Work | None = None
        self._waiting: deque[_Work] = deque()
        set_role(self, "footer")
        self.doing = QLabel()
        self.doing.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.doing, "small")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.cancel_button = QPushButton()
        set_role(self.cancel_button, "link")
        self.cancel_button.clicked.connect(self.cancel)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.doing)
        column.addWidget(self.progress)
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 6, 24, 6)
        nest(line, column, 1)
        line.addWidget(self.cancel_button)
        self.use_texts(texts)
        self.hide()

    def use_texts(self, texts: Texts) -> None:
        """Speak another language from now on."""
        self._texts = texts
        self.cancel_button.setText(texts.t("Cancel"))
        self.progress.setAccessibleName(texts.t("Progress"))
        self._say()

    @property
    def busy(self) -> bool:
        """True while work is done or waits."""
        return self._work is not None or bool(self._waiting)

    def start(
        self, doing: Doing, task: Task, then: Then, failed: Then, cancelled: Callable[[], object] | None = None
    ) -> None:
        """Do a task off the GUI thread, after those that wait already.

        Args:
            doing: What is done, for the person.
            task: Gets a `Progress`, returns its result.
            then: Gets the result, on the GUI thread, unless the task failed or was cancelled.
            failed: Gets the exception.
            cancelled: Called when it was cancelled, beside the signal.
        """
        self._waiting.append(_Work(doing, task, then, failed, cancelled))
        if self._work is None:
            self._next()
        self._show()

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._job is not None:
            self._job.cancel()

    def close_runner(self) -> list[Doing]:
        """Cancel what runs, forget what waits, and wait for the end; returns what is not done therefore."""
        undone = [work.doing for work in self._waiting]
        self._waiting.clear()
        self._runner.close()
        if self._work is not None and self._job is not None and self._job.was_stopped:
            undone.insert(0, self._work.doing)
        return undone

    def _next(self) -> None:
        work = self._work = self._waiting.popleft()
        self.progress.setValue(0)
        job = self._job = self._runner.job(work.task)
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_success)
        job.failed.connect(self._on_failure)
        job.cancelled.connect(self._on_cancelled)
        job.ended.connect(self._on_ended)
        self._runner.start(job)

    def _show(self) -> None:
        self._say()
        self.setVisible(self.busy)
        self.busy_changed.emit()

    def _say(self) -> None:
        if self._work is not None:
            more = len(self._waiting)
            waiting = self._texts.tn("{n} more waits", "{n} more wait", more) if more else ""
            doing = self._work.doing.words(self._texts)
            self.doing.setText(" · ".join(part for part in (doing, waiting) if part))
            self.progress.setAccessibleDescription(doing)

    def _on_progress(self, share: float) -> None:
        self.progress.setValue(round(share * 100))

    def _on_success(self, result: object) -> None:
        if self._work is not None:
            self._work.then(result)

    def _on_failure(self, error: object) -> None:
        if self._work is not None:
            self._work.failed(error)

    def _on_cancelled(self) -> None:
        if self._work is not None and self._work.cancelled is not None:
            self._work.cancelled()
        self.cancelled.emit()

    def _on_ended(self, _job: Job) -> None:
        self._work, self._job = None, None
        if self._waiting:
            self._next()
        self._show()
        self.settled.emit()
