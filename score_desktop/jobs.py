"""Long work without Qt: a task gets a `Progress`, reports to it and asks it whether to stop.

The command line and the window run the same tasks; only what listens differs.
"""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterator

from score_desktop.errors import Cancelled

MIN_INTERVAL_S = 0.1


class Progress:
    """Channel from a running task to whoever waits for it.

    Args:
        listener: Called with the share done (0 to 1) and a message already in the listener's language,
            at most ten times a second, on the thread of the task. None: nobody listens.
    """

    def __init__(self, listener: Callable[[float, str], None] | None = None) -> None:
        self._listener = listener
        self._cancel = threading.Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the task to stop at its next check; safe from any thread."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """True once Cancel was asked for."""
        return self._cancel.is_set()

    def check_cancelled(self) -> None:
        """Stop here if Cancel was asked for.

        Raises:
            Cancelled: When it was.
        """
        if self._cancel.is_set():
            raise Cancelled

    def report(self, share: float, message: str = "") -> None:
        """Tell how far the task is; checks for Cancel too.

        Raises:
            Cancelled: When Cancel was asked for.
        """
        self.check_cancelled()
        now = time.monotonic()
        if self._listener is not None and (share >= 1.0 or now - self._last >= MIN_INTERVAL_S):
            self._last = now
            self._listener(min(max(share, 0.0), 1.0), message)

    @contextlib.contextmanager
    def heeded(self) -> Iterator[None]:
        """Let each `stop_point` on this thread ask for Cancel meanwhile: calculations are not handed a `Progress`.

        Around work that only reads. Not where something stands already: there a task says itself until when it can be
        stopped.
        """
        before = getattr(_heeding, "progress", None)
        _heeding.progress = self
        try:
            yield
        finally:
            _heeding.progress = before

    def finish(self, message: str = "") -> None:
        """Tell that all is done. The work stands by now, so Cancel is not asked for any more."""
        if self._listener is not None:
            self._listener(1.0, message)


_heeding = threading.local()


def stop_point() -> None:
    """Stop here if the work of this thread is no longer wanted; costs nothing where nobody asked for that.

    Raises:
        Cancelled: When Cancel was asked for, inside `Progress.heeded` only.
    """
    if is_unwanted():
        raise Cancelled


def is_unwanted() -> bool:
    """True where `stop_point` would stop."""
    progress: Progress | None = getattr(_heeding, "progress", None)
    return progress is not None and progress.cancelled


class Beside:
    """Some work on a thread of its own."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._raised: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, name="beside", daemon=True)

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - the thread that waits raises it
            self._raised.append(error)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self) -> None:
        """Until it is done, if it was begun; raises what it raised. Ctrl+C comes too late for what is waited for."""
        while self._thread.is_alive():
            with contextlib.suppress(KeyboardInterrupt):
                self._thread.join()
        for error in self._raised:
            raise error


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector of reference cycles while very many small records are made.

    They hold no cycles, and walking them again and again takes a fifth of an import of 20,000 bills. Nested use and use
    on several threads only pauses it longer.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # Else the first look at all that was made would hold every thread for a quarter of a second, and so would
            # each later one while it is kept.
            gc.freeze()
            gc.enable()
