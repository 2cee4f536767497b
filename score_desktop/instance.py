"""One window for each person and workspace: a second start hands its file to the first and ends.

The first program listens on a pipe of this computer (Windows) or a socket in a folder of the person's own (elsewhere),
and leaves a small file in the user's data folder with its address and a secret, which only the person can read. Who
does not know the secret is not heard. What is said is JSON: {"open": path or null}, {"close": true}.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from score_desktop import paths

Request = dict[str, Any]
MOST_BYTES = 64 * 1024
ANSWER_S = 10.0
FAMILY = "AF_PIPE" if sys.platform == "win32" else "AF_UNIX"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a program listens, as its file tells."""

    file: Path
    address: str
    secret: bytes
    process: int


def folder() -> Path:
    """Where the files of listening programs are; not made here."""
    return paths.user_data() / "windows"


def key(workspace: Path | None) -> str:
    """What one program listens under.

    Args:
        workspace: The one that was named at the start; None: the person's usual one, whichever that is now.
    """
    named = os.path.normcase(workspace.absolute()) if workspace is not None else ""
    return hashlib.sha256(f"{paths.user_data()}\0{named}".encode()).hexdigest()[:20]


class Listening:
    """This program listens; what it hears waits until somebody takes it. Close it before the program ends."""

    def __init__(self, name: str) -> None:
        self._waiting: list[Request] = []
        self._heard: Callable[[Request], None] = self._waiting.append
        self._lane = threading.Lock()
        self._secret = secrets.token_bytes(32)
        self._address = _free_address(name)
        self._listener = Listener(self._address, FAMILY, authkey=self._secret)
        self._closing = False
        self._file = folder() / f"{name}.json"
        _write(self._file, {"address": self._address, "secret": self._secret.hex(), "process": os.getpid()})
        self._thread = threading.Thread(target=self._listen, name="second-starts", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._closing:
            try:
                with self._listener.accept() as connection:
                    self._answer(connection)
            except (OSError, EOFError, ValueError, AuthenticationError) as trouble:
                # A stranger, or one that went away. `close` ends the loop by such a call.
                if not self._closing:
                    _log.info("a call was not heard: %s", trouble)

    def _answer(self, connection: Connection[Any, Any]) -> None:
        if not connection.poll(ANSWER_S):
            return
        request = json.loads(connection.recv_bytes(MOST_BYTES))
        if isinstance(request, dict) and not self._closing:
            with self._lane:
                self._heard(request)
            connection.send_bytes(b"heard")

    def give_to(self, heard: Callable[[Request], None]) -> None:
        """Give what was heard so far, and from now on, to a function; it is called in the listening thread."""
        with self._lane:
            for request in self._waiting:
                heard(request)
            self._waiting.clear()
            self._heard = heard

    def close(self) -> None:
        """Listen no more."""
        self._closing = True
        self._file.unlink(missing_ok=True)
        # accept() can only be woken by a call: one that says nothing, for the thread may have stopped listening just
        # now, and then nobody would answer a greeting.
        with contextlib.suppress(OSError, EOFError):
            Client(self._address, FAMILY).close()
        self._thread.join(ANSWER_S)
        self._listener.close()


def say(name: str, request: Request) -> bool:
    """Tell a listening program something; False when none listens under this name."""
    found = _read(folder() / f"{name}.json")
    return found is not None and _say(found, request)


def listening() -> Iterator[Address]:
    """All programs of this person that say they listen."""
    for file in sorted(folder().glob("*.json")):
        found = _read(file)
        if found is not None:
            yield found


def close_all(seconds: float) -> bool:
    """Ask every window of this person to close; True when none listens any more after so many seconds."""
    import time

    end = time.monotonic() + seconds
    asked = [found for found in listening() if _say(found, {"close": True})]
    while any(found.file.exists() for found in asked) and time.monotonic() < end:
        time.sleep(0.1)
    return not any(found.file.exists() for found in asked)


def _say(found: Address, request: Request) -> bool:
    """Call a program that says it listens; one that does not answer in time has hung, and is left alone."""
    _let_come_forward(found.process)
    heard: list[bool] = []
    call = threading.Thread(target=lambda: heard.append(_call(found, request)), name="second-start", daemon=True)
    call.start()
    call.join(2 * ANSWER_S)
    return heard == [True]


def _call(found: Address, request: Request) -> bool:
    try:
        with Client(found.address, FAMILY, authkey=found.secret) as connection:
            connection.send_bytes(json.dumps(request).encode("utf-8"))
            return connection.poll(ANSWER_S) and connection.recv_bytes(MOST_BYTES) == b"heard"
    except (OSError, EOFError, AuthenticationError):
        # It died without tidying up.
        found.file.unlink(missing_ok=True)
        if FAMILY == "AF_UNIX":
            with contextlib.suppress(OSError):
                Path(found.address).unlink(missing_ok=True)
        return False


def _let_come_forward(process: int) -> None:
    """Windows lets only the program that the person just started give the foreground away."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)


def _free_address(name: str) -> str:
    if sys.platform == "win32":
        return rf"\\.\pipe\score-desktop-{name}-{os.getpid()}"
    # Not in the data folder: the path of a socket has at most 107 bytes.
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    base = Path(runtime) if runtime and len(runtime) < 60 else Path(tempfile.gettempdir())
    place = base / f"score-desktop-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.stat().st_uid != os.getuid() or place.stat().st_mode & 0o077:
        place = Path(tempfile.mkdtemp(prefix="score-desktop-"))
    socket = place / f"{name}-{os.getpid()}"
    socket.unlink(missing_ok=True)
    return str(socket)


def _write(file: Path, words: dict[str, object]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        json.dump(words, target)
    draft.replace(file)


def _read(file: Path) -> Address | None:
    try:
        words = json.loads(file.read_text(encoding="utf-8"))
        return Address(file, str(words["address"]), bytes.fromhex(words["secret"]), int(words["process"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
