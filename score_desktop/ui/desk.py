"""What every page works with: the open workspace, words, looks, and the ways to read, write, tell and go elsewhere.

One object is made by `app` and passed to every widget that needs it. Pages never open a transaction on the GUI thread:
`read` and `write` do it on lanes of their own and hand the outcome back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Signal

from score_desktop import tokens
from score_desktop.config import kept_trouble
from score_desktop.errors import ScoreError
from score_desktop.i18n import Texts, region_for
from score_desktop.msgid import N_
from score_desktop.services import clock
from score_desktop.ui.doing import Doing
from score_desktop.ui.jobs import Lane, Task, held
from score_desktop.ui.undo import Step, UndoList

if TYPE_CHECKING:
    from score_desktop.calc.figures import Period
    from score_desktop.config import Config
    from score_desktop.db.recorder import ChangeSet
    from score_desktop.jobs import Progress
    from score_desktop.services.context import Context
    from score_desktop.ui.audit_views import AuditViews
    from score_desktop.ui.job_bar import JobBar

P = ParamSpec("P")
R = TypeVar("R")
Label = tuple[str, Mapping[str, object]]
Labelled = Label | Callable[[Any], Label]
"""What was done: or a function that says it from the use case's result (`services.change_labels`)."""
NO_LABEL: Label = ("", {})
NOT_A_STEP = frozenset({"change.factors_kept"})
"""What the program stores by itself, beside what a person asked for: Undo passes it over."""
CLOSE_STEP_S = 0.05


@dataclass(frozen=True, slots=True)
class Message:
    """What is told in the line under the top bar.

    Attributes:
        kind: "done", "look" (amber: look here) or "wrong".
        details: More lines, shown on demand.
        action: Words of a button and what it does; None for none.
        other: A second button, where something is to be chosen.
    """

    text: str
    kind: str = "done"
    details: str = ""
    action: tuple[str, Callable[[], object]] | None = None
    other: tuple[str, Callable[[], object]] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go: a page, with what it should show there."""

    page: str
    audit: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Desk(QObject):
    """Passed to every page.

    Args:
        context: The open workspace.
        config: Settings of the person.
        mode: Palette in use.

    Signals:
        changed: A `ChangeSet` was committed, whoever wrote it; on the GUI thread.
        workspace_changed: Another workspace is open.
        period_chosen: Another `period` of the open audit is looked at.
        looks_changed: Language, region, theme or size of text are others now: the window is made anew.
        told: A `Message` for the person.
        crashed: An exception that nobody foresaw.
        asked: A `Place` to go to.
        import_asked: Paths of files that were dropped or chosen for import, as a list; empty to ask for one.
        command_asked: Name of a method of the window's `Commands`, with its arguments as a tuple.
    """

    changed = Signal(object)
    workspace_changed = Signal()
    period_chosen = Signal()
    looks_changed = Signal()
    told = Signal(object)
    crashed = Signal(object)
    asked = Signal(object)
    import_asked = Signal(object)
    command_asked = Signal(str, object)
    _heard = Signal(object, object)

    def __init__(self, context: Context, config: Config, mode: tokens.Mode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.config = config
        self.mode = mode
        self.context = context
        self.audit = ""
        """Portable id of the audit that is open; "" in the list of enterprises."""
        self._periods: dict[str, Period | None] = {}
        self.texts = self._make_texts()
        self.reads = Lane(self)
        self.rows = Lane(self)
        self.writes = Lane(self)
        self.drawings = Lane(self)
        self.undo = UndoList(self)
        self.work: JobBar | None = None
        self._views: AuditViews | None = None
        self._heard.connect(self._on_change)
        self._unlisten = self._listen_to(context)

    @property
    def views(self) -> AuditViews:
        """Figures of the open audit, shared by the pages."""
        if self._views is None:
            from score_desktop.ui.audit_views import AuditViews

            self._views = AuditViews(self)
        return self._views

    # -- the period that is looked at ----------------------------------------------------------------------------

    @property
    def period(self) -> Period | None:
        """What all pages of the open audit look at; None: the audit's own period."""
        return self._periods.get(self.audit)

    def choose_period(self, period: Period | None) -> None:
        """Let all pages look at a period, until another is chosen or the program ends."""
        is_other = period != self.period
        self._periods[self.audit] = period
        if is_other:
            self.period_chosen.emit()

    def keep_period(self, period: Period) -> None:
        """Take the period of an earlier start, unless one was chosen since."""
        self._periods.setdefault(self.audit, period)

    # -- words and looks -----------------------------------------------------------------------------------------

    def _make_texts(self) -> Texts:
        chosen = self.config.settings
        language = chosen.language or "es"
        return Texts(language, chosen.region or region_for(language, chosen.country))

    @property
    def scale(self) -> float:
        """Size of text as a share: 1.0 is the usual."""
        return self.config.settings.scale / 100

    def px(self, pixels: float) -> int:
        """Pixels at the size of text."""
        return round(pixels * self.scale)

    def set_looks(self, mode: tokens.Mode, **settings: object) -> None:
        """Take another language, region, theme or size of text."""
        self.config.change(**settings)
        self.mode = mode
        self.texts = self._make_texts()
        self._forget_views()
        self.looks_changed.emit()

    def _forget_views(self) -> None:
        if self._views is not None:
            self._views.forget()

    def today(self) -> dt.date:
        """The day of today."""
        return clock.today()

    # -- reading and writing -------------------------------------------------------------------------------------

    def read(
        self,
        owner: QObject,
        name: str,
        then: Callable[[R], object],
        use_case: Callable[Concatenate[Any, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Read off the GUI thread; `then` gets the result unless the owner has gone or asked again.

        Args:
            name: Of the question among the owner's: the newer one of the same name replaces the older.
            use_case: A function of `services` that takes a session first.
        """
        context = self.context

        def task(progress: Progress) -> object:
            with progress.heeded():
                return context.read(use_case, *args, **kwargs)

        self.reads.run(owner, name, task, self._if_open(context, then), self._if_open(context, self.trouble))

    def fetch(
        self,
        owner: QObject,
        name: str,
        then: Callable[[R], object],
        use_case: Callable[[Any], R],
        failed: Callable[[object], object] | None = None,
    ) -> None:
        """Like `read`, for rows of long tables: on a lane of its own, where nothing waits for figures.

        Args:
            use_case: Takes a session and nothing else.
            failed: None: the trouble is told in the message line.
        """
        context = self.context
        told = self._if_open(context, failed or self.trouble)
        self.rows.run(owner, name, lambda _progress: context.read(use_case), self._if_open(context, then), told)

    def _if_open(self, context: Context, then: Callable[[Any], object]) -> Callable[[object], object]:
        """What was read of a workspace is nothing to one that was opened since."""
        return lambda result: then(result) if context is self.context else None

    def write(
        self,
        owner: QObject,
        use_case: Callable[..., R],
        *args: object,
        label: Labelled = NO_LABEL,
        then: Callable[[R], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        **kwargs: object,
    ) -> None:
        """Do a use case as one transaction off the GUI thread; it can be undone, and `changed` follows.

        Args:
            label: Message id and params of what the person did, for Undo and the audit trail.
            failed: Gets a `ScoreError` instead of the message line, to show it beside its field.
        """
        context = self.context

        def task(_progress: Progress) -> object:
            return context.write(use_case, *args, label=label, meanwhile=None, **kwargs)

        def on_success(result: object) -> None:
            if then is not None:
                then(result)  # type: ignore[arg-type]

        def on_failure(error: object) -> None:
            if failed is not None and isinstance(error, Exception):
                failed(error)
            else:
                self.trouble(error)

        self.writes.run(owner, "", task, on_success, on_failure)

    def do(
        self,
        what: Doing,
        task: Task,
        then: Callable[[Any], object],
        *,
        failed: Callable[[Any], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Long work with progress and Cancel in the line at the bottom.

        Args:
            what: What is done, for the person ("Writing report.pdf").
            task: Gets a `Progress`; calls `context.read` and `context.write` itself.
            then: Gets the result on the GUI thread.
            failed: None: the trouble is told in the message line.
            owner: Whose methods `then`, `failed` and `cancelled` are. The work goes on without it; once it has gone
                (another page, another language) only trouble is told, in the message line.
        """
        assert self.work is not None

        def gone() -> bool:
            return owner is not None and not shiboken6.isValid(owner)

        self.work.start(
            what,
            task,
            lambda result: None if gone() else then(result),
            lambda error: self.trouble(error) if failed is None or gone() else failed(error),
            lambda: None if cancelled is None or gone() else cancelled(),
        )

    def draw(
        self,
        owner: QObject,
        name: str,
        then: Callable[[Any], object],
        task: Callable[[Progress], object],
        failed: Callable[[object], object] | None = None,
    ) -> None:
        """Draw a chart or a page off the GUI thread (matplotlib and pdfium live on this one lane).

        Args:
            failed: Gets the exception instead of the message line.
        """
        self.drawings.run(owner, name, task, then, failed or self.trouble)

    def building(self) -> AbstractContextManager[None]:
        """Let nothing begin to be read or drawn until what is built meanwhile stands there, and is painted."""
        return held(self, self.reads, self.rows, self.drawings)

    def _listen_to(self, context: Context) -> Callable[[], None]:
        return context.listen(lambda change: self._heard.emit(context, change))

    def _on_change(self, context: Context, change: ChangeSet) -> None:
        if context is not self.context or context.is_closed:  # said by another thread while the program ended
            return
        own = change.actor == self.context.actor and change.label not in NOT_A_STEP
        if change.kind == "do" and change.can_undo and own and change.label:
            uid = change.uid
            step = Step(change.label, change.params, lambda c, _: c.undo(uid), lambda c, _: c.redo(uid), uid=uid)
            self.undo.push(step)
        if self._views is not None:
            self._views.hear(change)
        self.changed.emit(change)

    def turn(
        self,
        owner: QObject,
        step: Step,
        turn: Callable[[Context, Progress], object],
        then: Callable[[object], object],
        failed: Callable[[object], object],
        *,
        undo: bool,
    ) -> None:
        """Carry out one turn of Undo or Redo; for `UndoList`."""
        context = self.context
        if step.long:
            message = N_("Undoing: {what}") if undo else N_("Redoing: {what}")
            what = Doing(message, label=step.label, label_params=step.params)
            self.do(what, lambda p: turn(context, p), then, failed=failed, cancelled=self.undo.cancelled)
        else:
            self.writes.run(owner, "", lambda p: turn(context, p), then, failed)

    # -- telling and going ---------------------------------------------------------------------------------------

    def tell(
        self,
        text: str,
        *,
        kind: str = "done",
        details: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
        other: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Say something in the line under the top bar; `kind` "done", "look" or "wrong"."""
        self.told.emit(Message(text, kind, details, action, other))

    def trouble(self, error: object) -> None:
        """Say what went wrong: known trouble in its own words, anything else as a crash that loses nothing."""
        if isinstance(error, ScoreError):
            self.told.emit(Message(self.texts.error(error), "wrong"))
        else:
            self.crashed.emit(error)

    def go(self, page: str, audit: str | None = None, **details: object) -> None:
        """Go to a page; `audit` opens another audit first ("" closes it)."""
        self.asked.emit(Place(page, audit, details))

    def command(self, name: str, *arguments: object) -> None:
        """Do what the window can do (`Commands`), such as "new_audit"."""
        self.command_asked.emit(name, arguments)

    def ask_import(self, files: list[Path] | None = None) -> None:
        """Begin an import into the open audit."""
        self.import_asked.emit(files or [])

    # -- the workspace -------------------------------------------------------------------------------------------

    def use_workspace(self, context: Context) -> None:
        """Work with another workspace from now on; the one before is closed off the GUI thread."""
        self._unlisten()
        before, self.context = self.context, context
        self._unlisten = self._listen_to(context)
        self.audit = ""
        self._periods.clear()
        self.undo.clear()
        folder = self.config.settings.backups
        self.writes.run(self, "", lambda _progress: _let_go(before, folder), self._say_copy, self.trouble)
        self._forget_views()
        self.workspace_changed.emit()

    @property
    def idle(self) -> bool:
        """True while nothing is read, written, drawn or worked on."""
        lanes = all(lane.idle for lane in (self.reads, self.rows, self.writes, self.drawings))
        return lanes and (self.work is None or not self.work.busy)

    def _say_copy(self, trouble: object) -> None:
        if isinstance(trouble, ScoreError):
            self.tell(self.texts.error(trouble), kind="look")

    def close(self) -> None:
        """Cancel what reads, store what was entered, close; a copy that fails is told at the next start."""
        self._unlisten()
        for lane in (self.reads, self.rows, self.drawings):
            lane.close()
        self.writes.close(finish=True)  # a figure that was just typed is an edit, whether its turn has come or not
        with ThreadPoolExecutor(1, thread_name_prefix="score-close") as closer:
            closing = closer.submit(_let_go, self.context, self.config.settings.backups)
            while not wait([closing], timeout=CLOSE_STEP_S).done:  # the system may ask the hidden window if it lives
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        trouble = closing.result()
        self.config.change(backup_trouble=kept_trouble(trouble))


def _let_go(context: Context, folder: str) -> ScoreError | None:
    """Close a workspace; if something was stored and the person wants copies elsewhere, write one first.

    Returns:
        Why no copy was written. It never keeps the workspace from being closed.
    """
    from score_desktop.services.workspace import keep_copy

    trouble: ScoreError | None = None
    try:
        if folder and context.wrote:
            keep_copy(context.path, Path(folder), dt.datetime.now().astimezone())
    except ScoreError as error:
        trouble = error
    finally:
        context.close()
    return trouble
