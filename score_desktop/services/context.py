"""The open workspace: `Context.read` and `Context.write` are the only begin and commit of the program."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from score_desktop.db import backup, schema
from score_desktop.db.engine import Database, connect, copy_to_read, is_read_only_place, open_copy, open_database
from score_desktop.db.lock import WorkspaceLock, read_holder
from score_desktop.db.recorder import ChangeSet, Recorder, guard
from score_desktop.db.storage import clear_drafts, told
from score_desktop.errors import Refused, ScoreError, StorageTrouble
from score_desktop.jobs import Beside
from score_desktop.models import new_uid, utc_now
from score_desktop.services import undo

P = ParamSpec("P")
R = TypeVar("R")
Label = tuple[str, Mapping[str, object]]
"""Message id and parameters of what a person did."""
Notice = tuple[str, Mapping[str, object]]
"""Message id and parameters of what a person should know about how the workspace was opened."""

_log = logging.getLogger(__name__)


class Context:
    """One workspace, open. Made by `Context.open`; close it, or use it in a with statement.

    Attributes:
        path: The database as the person named it.
        notices: "workspace.held_notice" (another program writes: we only read), "workspace.read_only_copy" (the place
            is read only: a temporary copy is open), "workspace.no_wal" (slower journal), "workspace.migrated".
    """

    def __init__(self, database: Database, lock: WorkspaceLock | None, actor: str, notices: tuple[Notice, ...]) -> None:
        self.path = database.path
        self.notices = notices
        self._database = database
        self._lock = lock
        self._actor = actor
        self._lane = threading.Lock()
        self._door = threading.Condition()
        self._inside: Counter[int] = Counter()
        self._is_closed = False
        self._writing_thread: int | None = None
        self._listeners: list[Callable[[ChangeSet], None]] = []
        self._wrote = False
        self._writes = 0
        if database.writer is not None:
            guard(database.writer)

    # -- open and close ------------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls, path: Path | str, *, create: bool = False, actor: str = "cli", read_only: bool | None = None
    ) -> Context:
        """Open a workspace; one of an older program is migrated on a copy first.

        Args:
            path: The database file.
            create: Make it if it does not exist, with its folder.
            actor: Who acts, for the lock and the audit trail: "cli", "window".
            read_only: True: never write, take no lock. False: refuse if writing is impossible. None: write if the
                place allows it and no other program holds the file, else read, which `notices` tell.

        Raises:
            Refused: "workspace.missing", "workspace.held", "workspace.newer", "workspace.busy".
            UnreadableFile: "workspace.damaged", "workspace.foreign".
            StorageTrouble: As `db.storage.told`.
        """
        file = Path(path).expanduser().absolute()
        with told(file):
            is_folder, is_there = file.is_dir(), file.exists()
        if is_folder:
            raise StorageTrouble("storage.folder", file=str(file), reason="")
        if not is_there:
            _create(file, actor, create=create)
        if is_read_only_place(file):
            if read_only is False:
                raise StorageTrouble("storage.readonly", file=str(file), reason="")
            return cls._open_copy(file, actor)
        return cls._open_in_place(file, actor, read_only)

    @classmethod
    def _open_in_place(cls, file: Path, actor: str, read_only: bool | None) -> Context:
        lock = WorkspaceLock(file, actor)
        notices: list[Notice] = []
        holder = None if read_only else lock.try_acquire()
        if holder is not None:
            if read_only is False:
                raise Refused("workspace.held", file=str(file), holder=str(holder))
            notices.append(("workspace.held_notice", {"file": str(file), "holder": str(holder)}))
        try:
            if lock.held:
                clear_drafts(file)
            if _migrate_if_behind(file, lock, actor):
                notices.append(("workspace.migrated", {"file": str(file), "folder": str(backup.folder(file))}))
            database = open_database(file, writable=lock.held)
        except BaseException:
            lock.release()
            raise
        if lock.held and database.journal != "wal":
            notices.append(("workspace.no_wal", {"file": str(file)}))
        return cls(database, lock if lock.held else None, actor, tuple(notices))

    @classmethod
    def _open_copy(cls, file: Path, actor: str) -> Context:
        target, folder = copy_to_read(file)
        try:
            _migrate_if_behind(target, WorkspaceLock(target, actor), actor)
            database = open_copy(file, target, folder)
        except BaseException:
            folder.cleanup()
            raise
        return cls(database, None, actor, (("workspace.read_only_copy", {"file": str(file)}),))

    def close(self) -> None:
        """Let go of the file; if something was written, a backup of the day is kept beside it.

        Waits for what other threads read or write just now; whoever comes later is refused. Not from inside a use case.
        """
        with self._door:
            if self._is_closed:
                return
            self._is_closed = True
            self._door.wait_for(lambda: not self._inside.total())
        try:
            if self._wrote:
                self._wrote = False
                self._back_up()
        finally:
            self._database.close()
            if self._lock is not None:
                self._lock.release()

    @contextlib.contextmanager
    def _kept_open(self) -> Iterator[None]:
        """Nothing is closed meanwhile: a pool that was let go would open the file again, without the lock."""
        me = threading.get_ident()
        with self._door:
            if self._is_closed and not self._inside[me]:
                raise Refused("workspace.closed", file=str(self.path))
            self._inside[me] += 1
        try:
            yield
        finally:
            with self._door:
                self._inside[me] -= 1
                if not self._inside[me]:
                    del self._inside[me]
                self._door.notify_all()

    def _back_up(self) -> None:
        # The work itself is committed: a backup that fails (full disk) must not make a success look like a failure.
        try:
            backup.rotate(self.path)
        except ScoreError as error:
            _log.warning("no backup was made: %s", error)

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- facts ---------------------------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        """True when `write` would refuse."""
        return self._database.writer is None

    @property
    def is_closed(self) -> bool:
        """True once `close` was called: whoever comes now is refused."""
        return self._is_closed

    @property
    def wrote(self) -> bool:
        """True if something was stored since it was opened."""
        return self._wrote

    @property
    def writes(self) -> int:
        """How many transactions were stored since it was opened: nothing has changed as long as it is the same."""
        return self._writes

    @property
    def actor(self) -> str:
        """Who acts."""
        return self._actor

    # -- reading and writing -------------------------------------------------------------------------------------

    def read(self, use_case: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a use case on one consistent state of the workspace; it cannot write. From any thread.

        Raises:
            Refused: "workspace.closed".
            ScoreError: Those of the use case, and those of `db.storage.told`.
        """
        with self._kept_open(), told(self.path), Session(self._database.reader, autoflush=False) as session:
            result = use_case(session, *args, **kwargs)
            if session.new or session.dirty or session.deleted:
                raise RuntimeError("a use case that only reads has changed rows")
            return result

    def write(
        self,
        use_case: Callable[..., R],
        /,
        *args: object,
        label: Label | Callable[[R], Label] = ("", {}),
        meanwhile: Callable[[], object] | None = None,
        **kwargs: object,
    ) -> R:
        """Run a use case as one transaction: all of it is stored, or nothing. From any thread, one at a time.

        Listeners are told after the commit, on this thread. A second `write` inside a use case is a bug.

        Args:
            use_case: Takes a session first; flushes if it likes, never commits.
            label: Message id and parameters of what the person did, for undo and the audit trail; or a function that
                makes them of the result, where only that tells how many rows were written.
            meanwhile: Done on a thread of its own while what was written goes to the disk, and waited for; it must not
                use the session, and what it raises comes when all is stored.

        Raises:
            Refused: "workspace.held" or "workspace.read_only" when we only read, "workspace.busy", "workspace.closed".
            ScoreError: Those of the use case, and those of `db.storage.told`.
        """
        job = Beside(meanwhile or _nothing)
        try:
            with self._transaction() as (session, recorder):
                result = use_case(session, *args, **kwargs)
                rows, bulk = recorder.finish()
                packed = recorder.packed
                told_id, told_params = label(result) if callable(label) else label
                words = {key: _plain(value) for key, value in told_params.items()}
                change = ChangeSet(new_uid(), utc_now(), self._actor, "do", told_id, words, rows, bulk, packed)
                if rows or bulk or packed:
                    undo.store_change(session, change)
                if meanwhile is not None:
                    job.start()
                self._commit(session)
            if change.tables:
                self._tell(change)
        finally:
            job.wait()  # outside: whoever writes next need not wait for it
        return result

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[tuple[Session, Recorder]]:
        writer = self._database.writer
        if writer is None:
            raise self._refusal()
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a write inside a write")
        with self._kept_open(), self._lane, told(self.path), Session(writer, expire_on_commit=False) as session:
            self._writing_thread = threading.get_ident()
            recorder = Recorder(session)
            try:
                session.connection()  # takes the write lock now, before anything is read
                yield session, recorder
            except BaseException:
                session.rollback()
                raise
            finally:
                recorder.close()
                self._writing_thread = None

    def _commit(self, session: Session) -> None:
        session.commit()
        self._wrote = True
        self._writes += 1

    def _refusal(self) -> Refused:
        if self._database.is_copy:
            return Refused("workspace.read_only", file=str(self.path))
        return Refused("workspace.held", file=str(self.path), holder=str(read_holder(self.path)))

    # -- undo ----------------------------------------------------------------------------------------------------

    def undo(self, change: str) -> ChangeSet:
        """Take a change back.

        Args:
            change: Uid of a `ChangeSet`.

        Raises:
            Refused: "undo.unknown", "undo.already", "undo.bulk", "undo.changed_since", "undo.in_use".
        """
        return self._turn(undo.revert, change)

    def redo(self, change: str) -> ChangeSet:
        """Do a change again that was taken back.

        Raises:
            Refused: "undo.unknown", "undo.not_undone", "undo.bulk", "undo.changed_since", "undo.in_use".
        """
        return self._turn(undo.repeat, change)

    def undo_last(self) -> ChangeSet:
        """Take the newest change back that stands.

        A change that wrote in bulk (an import) is refused, never passed over: undoing an older one instead would
        change what nobody looks at.

        Raises:
            Refused: "undo.nothing", and those of `undo`.
        """
        return self._turn_next(undone=False)

    def redo_last(self) -> ChangeSet:
        """Do the change again that was taken back last; nothing is left to redo after a new change.

        Raises:
            Refused: "undo.nothing", and those of `redo`.
        """
        return self._turn_next(undone=True)

    def _turn_next(self, *, undone: bool) -> ChangeSet:
        change = self.read(undo.last_change, undone=undone)
        if change is None:
            raise Refused("undo.nothing")
        return self.redo(change) if undone else self.undo(change)

    def _turn(self, turn: Callable[[Session, str, str], ChangeSet], change: str) -> ChangeSet:
        with self._transaction() as (session, _):
            done = turn(session, change, self._actor)
            self._commit(session)
        self._tell(done)
        return done

    # -- listeners -----------------------------------------------------------------------------------------------

    def listen(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Call a function after each commit, on the thread that wrote; returns how to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, change: ChangeSet) -> None:
        for listener in tuple(self._listeners):
            listener(change)


def _create(file: Path, actor: str, *, create: bool) -> None:
    if not create:
        raise Refused("workspace.missing", file=str(file))
    with told(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    with WorkspaceLock(file, actor):
        if not file.exists():  # another program may have made it while we waited
            schema.create_file(file)


def _migrate_if_behind(file: Path, lock: WorkspaceLock, actor: str) -> bool:
    """Bring an older file up to date, under the lock; True if it was behind."""
    with told(file), contextlib.closing(connect(file, read_only=True)) as connection:
        revision = schema.stored_revision(connection, file)
    if not schema.require_known(revision, file):
        return False
    from score_desktop.db.migrate import migrate

    with contextlib.nullcontext() if lock.held else WorkspaceLock(file, actor):
        migrate(file)
    return True


def _nothing() -> None:
    """What is done beside a commit, mostly."""


def _plain(value: object) -> object:
    """Parameters of a label as JSON has them."""
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
