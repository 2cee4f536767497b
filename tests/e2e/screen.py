"""A screen in memory with the real program on it, driven by the X server's own mouse and keyboard events."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from score_desktop.i18n import Texts

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 60.0
LOOK_EVERY_S = 0.03
STEADY_LOOKS = 12


def can_drive() -> bool:
    """Whether the machine has what it takes."""
    return sys.platform == "linux" and all(shutil.which(name) for name in ("Xvfb", "xdotool", "openbox"))


@dataclass(frozen=True)
class Part:
    """A part of the window as it stands on the screen."""

    kind: str
    name: str
    text: str
    enabled: bool
    focus: bool
    checked: bool
    place: tuple[int, int, int, int]

    @property
    def centre(self) -> tuple[int, int]:
        x, y, width, height = self.place
        return x + width // 2, y + height // 2


class Screen:
    """One program on one screen.

    Args:
        texts: What the person reads.
    """

    def __init__(self, program: subprocess.Popen[str], display: str, texts: Texts) -> None:
        self._program = program
        self.texts = texts
        self._env = {**os.environ, "DISPLAY": display}

    def t(self, english: str, **params: object) -> str:
        """Words of the window."""
        return self.texts.t(english, **params)

    # -- looking -------------------------------------------------------------------------------------------------

    def ask(self, **question: Any) -> Any:
        """What the observer answers."""
        assert self._program.stdin is not None and self._program.stdout is not None
        self._program.stdin.write(json.dumps(question) + "\n")
        self._program.stdin.flush()
        line = self._program.stdout.readline()
        if not line:
            raise AssertionError("the program has ended")
        return json.loads(line)

    def find(self, **wanted: str) -> list[Part]:
        """All parts that match: `name` (accessible), `text`, `part` (of the text), `kind` (class)."""
        return [Part(**{**found, "place": tuple(found["place"])}) for found in self.ask(find=wanted)]

    def wait(self, **wanted: str) -> Part:
        """The first part that matches, as soon as it is seen."""
        return self.until(lambda: next(iter(self.find(**wanted)), None), f"nothing on the screen is {wanted}")

    def until(self, look: Any, why: str, seconds: float = WAIT_S) -> Any:
        """What `look` gives, as soon as it gives something."""
        end = time.monotonic() + seconds
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                if os.environ.get("SCORE_PICTURES"):
                    self.picture(Path(os.environ["SCORE_PICTURES"]) / "e2e_failure.png")
                raise AssertionError(f"{why}; on the screen: {self._seen()}")
            time.sleep(LOOK_EVERY_S)

    def _seen(self) -> list[str]:
        return [part.text for part in self.find(kind="QLabel") if part.text][:60]

    def settle(self) -> None:
        """Wait until the program has done everything it was asked."""
        self.until(lambda: self.ask(idle=True), "the program is still at work")
        time.sleep(LOOK_EVERY_S)
        self.until(lambda: self.ask(idle=True), "the program is still at work")

    def steady(self) -> None:
        """Wait until the window manager has put the window where it stays."""
        seen: list[list[Part]] = []

        def still() -> bool:
            seen.append(self.find(kind="MainWindow"))
            return (
                len(seen) > STEADY_LOOKS and bool(seen[-1]) and all(look == seen[-1] for look in seen[-STEADY_LOOKS:])
            )

        self.until(still, "the window does not stand still")

    def table(self, name: str) -> dict[str, Any]:
        """What a table shows."""
        found: dict[str, Any] = self.ask(table=name)
        return found

    # -- doing ---------------------------------------------------------------------------------------------------

    def x(self, *words: str) -> None:
        """One call of xdotool."""
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=30)

    def click_at(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Press the mouse at a place of the screen."""
        self.x("mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "60", str(button))

    def click(self, *, times: int = 1, button: int = 1, **wanted: str) -> Part:
        """Wait for a part and press the mouse on it."""
        seen: list[Part | None] = [None]

        def stands() -> Part | None:
            """The part, once it is where it was a moment ago."""
            seen.append(next((p for p in self.find(**wanted) if p.enabled), None))
            return (
                seen[-1] if seen[-1] is not None and seen[-2] is not None and seen[-1].place == seen[-2].place else None
            )

        part = self.until(stands, f"nothing to press is {wanted}")
        self.click_at(*part.centre, button=button, times=times)
        return part  # type: ignore[no-any-return]

    def menu(self, words: str) -> None:
        """Choose an entry of the open menu."""
        x, y, width, height = self.until(lambda: self.ask(menu=words), f"no menu has {words!r}")
        self.click_at(x + width // 2, y + height // 2)

    def cell(self, table: str, row: int, column: int, *, times: int = 1) -> None:
        """Press the mouse on a cell."""
        x, y, width, height = self.ask(cell={"name": table, "row": row, "column": column})
        self.click_at(x + width // 2, y + height // 2, times=times)

    def key(self, *keys: str) -> None:
        """Press keys by X's names: "Return", "ctrl+z"."""
        self.x("key", "--delay", "25", *keys)

    def type(self, text: str) -> None:
        """Type a text.

        A letter that the keyboard lacks gets a key for a moment; on a busy machine the program must have seen the press
        before the key is taken back.
        """
        for run in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]", text):
            self.x("type", "--delay", "12" if run.isascii() else "400", run)

    def choose_file(self, path: Path) -> None:
        """Type a path into the open file dialog and accept."""
        self.wait(kind="QFileDialog")
        field = self.wait(kind="QLineEdit", object="fileNameEdit")
        self.click_at(*field.centre, times=3)
        self.type(str(path))
        self.key("Return")
        self.until(lambda: not self.find(kind="QFileDialog"), "the file dialog stays open")

    def picture(self, path: Path) -> None:
        """The whole screen as a picture."""
        self.ask(picture=str(path))

    def end(self) -> int:
        """Close the window as a person does and wait for the program's end; returns its exit code.

        The keys are pressed again where the window manager had not given them to the window yet.
        """
        for _ in range(3):
            self.key("alt+F4")
            with suppress(subprocess.TimeoutExpired):
                return self._program.wait(timeout=10)
        return self._program.wait(timeout=10)


@contextmanager
def program_on_screen(
    home: Path, *arguments: str, size: str = "1366x768", data: Path | None = None, language: str = "es"
) -> Iterator[Screen]:
    """Start a screen and the program on it, in a home of its own; both are ended."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    folders = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    env = {**os.environ, **folders, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
    env.pop("SCORE_WATCHDOG", None)
    # A keyboard that has the letters of Spanish: else xdotool changes keys while it types, and some get lost.
    subprocess.run(["setxkbmap", "-layout", "us", "-variant", "altgr-intl"], env=env, check=True, timeout=30)
    # Without a window manager nobody gives the keyboard back when a dialog closes.
    manager = subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL)
    command = [sys.executable, "-m", "tests.e2e.driven", *arguments, *(["--data", str(data)] if data else [])]
    program = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        screen = Screen(program, display, Texts(language))
        screen.steady()
        yield screen
    finally:
        if program.poll() is None:
            program.terminate()
            try:
                program.wait(timeout=20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        for stream in (program.stdin, program.stdout):
            if stream is not None:
                stream.close()
        for helper in (manager, server):
            helper.terminate()
            helper.wait()
