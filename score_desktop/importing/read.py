"""Files of others → sheets of raw values, read in a child process with limits (child.py says why)."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import marshal
import pickle
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from score_desktop import paths
from score_desktop.errors import UnreadableFile
from score_desktop.importing.wire import unpack_rows
from score_desktop.importing.workbook import DEFAULT, Cell, FileKind, Limits, Sheet, Workbook
from score_desktop.jobs import Progress

START_S = 60.0
"""So long a child may take to start: on a slow disk, with a virus scanner that looks at a new program, it is no fault
of the file."""
_POLL_S = 0.05
_log = logging.getLogger(__name__)
_FRUGAL = {"MALLOC_ARENA_MAX": "1"}
"""The child has a bounded address space, of which glibc would set 64 MB aside for its second thread."""
_PLAIN = {("datetime", name): getattr(dt, name) for name in ("date", "datetime", "time", "timedelta")}
_END: tuple[str, ...] = ("closed",)


class Reader:
    """A started child process, waiting for one file. Close it if it is not used; reading closes it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**paths.child_environment(), **_FRUGAL},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._frames: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._has_answered = False
        self.is_worth_a_second = False
        """Whether another child, which looks first, may find out what made this one end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child, at once, and let go of its pipes.

        One that has answered is waited for in a thread: the system takes as long to clear its memory away as we take
        to read some thousand rows.
        """
        self._process.kill()
        if self._has_answered:
            threading.Thread(target=self._let_go, name="import-reader-end", daemon=True).start()
        else:
            self._let_go()

    def _let_go(self) -> None:
        self._process.wait()
        if self._thread is not None:
            self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # the child died before it took the request
                    pipe.close()

    def ask(self, path: Path, limits: Limits, *, at_once: bool) -> None:
        """Send the request; frames are then received in a thread.

        Args:
            at_once: Whether a workbook is read while it is looked at (child.py says why).
        """
        request = marshal.dumps({"path": str(path.absolute()), "at_once": at_once, **asdict(limits)})
        with contextlib.suppress(BrokenPipeError, OSError):  # a dead child shows as the end of its frames
            stdin = self._pipe(self._process.stdin)
            stdin.write(len(request).to_bytes(8, "little") + request)
            stdin.flush()
        arguments = (self._pipe(self._process.stdout), self._frames, limits.answer_bytes)
        self._thread = threading.Thread(target=_receive, args=arguments, name="import-reader", daemon=True)
        self._thread.start()

    def frames(self, seconds: float, progress: Progress) -> Iterator[tuple[Any, ...]]:
        """What the child sends, until it says "end".

        Args:
            seconds: Most that it may take once it has started.

        Raises:
            UnreadableFile: import.timeout, import.crashed, import.too_much_memory.
            Cancelled: Cancel was asked for; the child is dead when this comes out of `read_file`.
        """
        allowed = START_S
        until = time.monotonic() + allowed
        while True:
            progress.check_cancelled()
            if time.monotonic() > until:
                raise UnreadableFile("import.timeout", seconds=round(allowed))
            try:
                frame = self._frames.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if frame[0] == "started":
                allowed = seconds
                until = time.monotonic() + allowed
                continue
            if frame[0] == "end":
                self._has_answered = True
                return
            if frame[0] in ("at_once", "sound"):
                self.is_worth_a_second = frame[0] == "at_once"
                continue
            if frame is _END:
                raise UnreadableFile("import.crashed")
            if frame[0] == "overflow":
                raise UnreadableFile("import.too_much_memory")
            yield frame

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise UnreadableFile("import.crashed")
        return pipe


def start_reader() -> Reader:
    """Start the child process ahead, so that its start runs beside other work; give it to `read_file` or close it."""
    return Reader()


def read_file(
    path: Path,
    *,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
    reader: Reader | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Workbook:
    """Read a workbook, a text table or an invoice XML, or a folder of those.

    Args:
        path: The file; what it is is found from its content.
        limits: Bounds of size, memory and time.
        progress: Asked for Cancel every 50 ms; told shares up to 1.
        reader: A child started ahead; closed here in any case.
        meanwhile: Done while the child reads.

    Raises:
        UnreadableFile: import.* with `file`: what is wrong with it and what to do.
        Cancelled: Cancel was asked for; the child is dead by then.
    """
    path = Path(path)
    name = path.name if path.name not in ("", "..") else path.resolve().name  # of the folder we are in
    progress = progress or Progress()
    seconds = limits.seconds + limits.seconds_per_megabyte * _megabytes(path)
    try:
        with reader or Reader() as child:
            child.ask(path, limits, at_once=True)
            meanwhile()
            try:
                return _collect(name, child.frames(seconds, progress), progress)
            except UnreadableFile as error:
                if error.message_id != "import.crashed" or not child.is_worth_a_second:
                    raise
        progress.check_cancelled()
        with Reader() as child:
            child.ask(path, limits, at_once=False)
            book = _collect(name, child.frames(seconds, progress), progress)
            _log.warning("a workbook of %d sheets was read by a second child only", len(book.sheets))
            return book
    except UnreadableFile as error:
        raise UnreadableFile(error.message_id, **{**error.params, "file": name}) from error


def _megabytes(path: Path) -> float:
    try:
        if path.is_dir():
            from score_desktop.importing import archive
            from score_desktop.importing.wire import Told

            try:
                return sum((path / name).stat().st_size for name in archive.folder_files(path)[0]) / 1e6
            except Told:  # the child tells it
                return 0.0
        return path.stat().st_size / 1e6
    except OSError:  # the child tells what is wrong with it
        return 0.0


def _command() -> list[str]:
    return paths.child_command("--import-child", "score_desktop.importing.child")


class _Plain(pickle.Unpickler):
    """Takes numbers, texts, lists, dates; refuses every other class, whatever a broken child sends."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _PLAIN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name}") from None


def _receive(pipe: IO[bytes], frames: queue.SimpleQueue[tuple[Any, ...]], limit: int) -> None:
    """Frames from the child into the queue, until it closes; what cannot be taken ends like a crash."""
    try:
        while len(head := pipe.read(8)) == 8:
            size = int.from_bytes(head, "little")
            limit -= size
            if limit < 0:
                frames.put(("overflow",))
                return
            frame = _Plain(io.BytesIO(pipe.read(size))).load()
            frames.put(("rows", unpack_rows(frame[1]), frame[2]) if frame[0] == "columns" else frame)
    except (OSError, ValueError, EOFError, TypeError, IndexError, KeyError, AttributeError, pickle.UnpicklingError):
        pass  # told below: the answer broke off
    frames.put(_END)


def _collect(file: str, frames: Iterator[tuple[Any, ...]], progress: Progress) -> Workbook:
    kind: FileKind = "xlsx"
    charts: tuple[str, ...] = ()
    notes: list[tuple[str, dict[str, object]]] = []
    sheets: list[Sheet] = []
    blank: list[Cell] = []
    for frame in frames:
        match frame:
            case ("told", str(message_id), dict(params)):
                raise UnreadableFile(message_id, **params)
            case ("kind", found, names):
                kind, charts = found, tuple(names)
            case ("note", str(message_id), dict(params)):
                notes.append((message_id, params))
            case ("sheet", name, visible, first_row, first_col, int(width), merged, look):
                blank = [None] * width
                sheets.append(Sheet(name, [], visible, first_row, first_col, tuple(merged), **look))
                progress.report(min(0.9, 0.1 * len(sheets)))
            case ("rows", rows, blanks):
                _append(sheets[-1].rows, rows, blanks, blank)
            case _:
                raise UnreadableFile("import.crashed")
    if kind in ("xls", "xlsb", "ods"):
        notes.append(("import.note_formats_unseen", {"kind": kind}))
    return Workbook(file, kind, tuple(sheets), charts, tuple(notes))


def _append(rows: list[list[Cell]], part: list[list[Cell]], blanks: list[tuple[int, int]], blank: list[Cell]) -> None:
    """Put the rows of a frame behind the others, blank rows as one shared list."""
    begin, used = len(rows), 0
    for place, count in blanks:
        take = place - (len(rows) - begin)
        rows.extend(part[used : used + take])
        used += take
        rows.extend([blank] * count)
    rows.extend(part[used:])
