"""A Windows under Wine on a screen in memory, with a person whose name has spaces and accents."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

from tools import windows, windows_python
from tools.wine import Wine

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "windows" / "pictures"
USER = "José Ñandú Pérez"
KEY = r"Software\SCORE Desktop"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\SCORE Desktop"
CLASS, EXTENSION = r"Software\Classes\SCOREDesktop.Audit", r"Software\Classes\.score"
NAMED_KEYS = (KEY, UNINSTALL, CLASS, EXTENSION)
# Wine and its Explorer write these when any program is started; none is ours.
SURROUNDINGS = re.compile(
    r"^(Software\\(Wine|Classes\\Local Settings)|Volatile Environment|Control Panel|Console|Network"
    r"|Software\\Microsoft\\Windows\\CurrentVersion\\(Explorer|Internet Settings|ThemeManager|Run|Uninstall$)"
    r"|Software\\Microsoft\\(Windows NT|Internet Explorer|Multimedia|Protected Storage))",
    re.IGNORECASE,
)
# Wine's own devices, which it finds again at each start.
SYSTEM_SURROUNDINGS = re.compile(
    r"^(System\\CurrentControlSet\\(Control\\(Class|DeviceClasses|Video)|Enum|Hardware Profiles)\\|Hardware\\"
    r"|Software\\Microsoft\\Windows NT\\CurrentVersion\\NetworkCards)",
    re.IGNORECASE,
)
WAIT_S = 60.0


class Desk:
    """Wine, screen and what a person does with them."""

    def __init__(self, folder: Path) -> None:
        self.wine = Wine(folder, USER)
        self._started: list[subprocess.Popen[bytes]] = []
        read, write = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = f":{pipe.readline().strip()}"
        os.environ["DISPLAY"] = self.display
        os.environ.pop("XAUTHORITY", None)
        self._manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
        self.wine.make()
        self.wine.wait()

    def end(self) -> None:
        """End everything that was started."""
        self.wine.stop()
        for process in (self._manager, self._server):
            process.terminate()
        for process in (self._manager, self._server, *self._started):
            process.wait(30)

    # -- places --------------------------------------------------------------------------------------------------

    @property
    def usual(self) -> Path:
        """Where the program is installed if nobody says otherwise."""
        return self.wine.local / "Programs" / "SCORE Desktop"

    @property
    def data(self) -> Path:
        """The person's data."""
        return self.wine.local / "SCORE Desktop"

    @property
    def shortcuts(self) -> list[str]:
        """Entries of the start menu and the desktop."""
        found = [*self.wine.user.rglob("SCORE Desktop.lnk"), *self.wine.drive.glob("users/Public/**/SCORE Desktop.lnk")]
        return sorted(path.relative_to(self.wine.drive / "users").as_posix() for path in found)

    def files(self) -> set[str]:
        """All files of drive C."""
        return {
            path.relative_to(self.wine.drive).as_posix()
            for path in self.wine.drive.rglob("*")
            # The uninstaller runs as a copy of itself, which Windows removes at the next start.
            if path.is_file() and "/Temp/~nsu" not in path.as_posix()
        }

    # -- registry ------------------------------------------------------------------------------------------------

    def value(self, key: str, name: str = "") -> str:
        """A value of the person's registry; "" if there is none."""
        which = ["/v", name] if name else ["/ve"]
        code, told = self.wine.run(["reg", "query", f"HKCU\\{key}", *which], encoding="cp850")
        found = re.search(r"REG_\w+\s+(.*)", told)
        return found.group(1).strip() if code == 0 and found else ""

    def keys(self, hive: str) -> dict[str, str]:
        """Key → values as text, of "user" or "system", when no program runs."""
        self.wine.wait()
        text = (self.wine.folder / "prefix" / f"{hive}.reg").read_text(encoding="utf-8", errors="replace")
        found = {}
        for block in text.split("\n\n"):
            head, _, values = block.strip().partition("\n")
            if head.startswith("["):
                name = head[1 : head.rindex("]")].replace("\\\\", "\\")
                name = re.sub(r"\\x([0-9a-f]{2,4})", lambda code: chr(int(code.group(1), 16)), name)
                found[name] = "\n".join(line for line in values.splitlines() if not line.startswith("#time"))
        return found

    # -- doing ---------------------------------------------------------------------------------------------------

    def raw(self, line: str, *, timeout: float = 300) -> int:
        """Run a command line as it stands: NSIS reads /D= without quotes, which no list of words can say."""
        python = str(windows_python.HOME / "python.exe")
        call = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1]))"
        return self.wine.run([python, "-c", call, line], timeout=timeout)[0]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a program and leave it; what it writes is thrown away."""
        process = self.wine.start(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=_drain, args=(process,), daemon=True).start()
        self._started.append(process)
        return process

    def double_click(self, file: Path) -> None:
        """Open a file by the command that the registry names for its kind.

        Wine 8 itself looks for it in HKLM alone, so its ShellExecute does not find what belongs to one person.
        """
        kind = self.value(f"Software\\Classes\\{file.suffix}")
        command = self.value(f"Software\\Classes\\{kind}\\shell\\open\\command")
        python = str(windows_python.HOME / "python.exe")
        call = "import subprocess, sys; subprocess.Popen(sys.argv[1])"
        code, told = self.wine.run([python, "-c", call, command.replace("%1", self.wine.windows_path(file))])
        assert code == 0, told

    def install(self, setup: Path, *options: str, folder: str = "") -> int:
        """Install silently."""
        last = f" /D={folder}" if folder else ""
        return self.raw(f'"{self.wine.windows_path(setup)}" /S {" ".join(options)}{last}')

    def uninstall(self, home: Path, *options: str) -> int:
        """Uninstall silently; waits for the copy of itself that the uninstaller starts."""
        code = self.wine.run([str(home / "uninstall.exe"), "/S", *options])[0]
        self.until(lambda: not self.running("~nsu"), "the uninstaller does not end")
        return code

    def running(self, word: str) -> list[str]:
        """Programs of this Windows whose command line has a word."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                home = (process / "environ").read_bytes()
            except OSError:
                continue
            ours = f"WINEPREFIX={self.wine.folder}".encode() in home
            if ours and word in line and "start.exe" not in line and "python" not in line and "--import" not in line:
                found.append(line.strip())
        return found

    def cli(self, home: Path, *words: str) -> Any:
        """What the installed command line answers as JSON."""
        code, told = self.wine.run([str(home / "score-desktop-cli.exe"), *words, "--json"], timeout=120)
        assert code == 0, told
        return json.loads(told)

    def self_test(self, home: Path, program: str) -> dict[str, Any]:
        """The self-test of an installed program."""
        result = self.wine.drive / "result.json"
        result.unlink(missing_ok=True)
        code, told = self.wine.run([str(home / program), "--self-test", self.wine.windows_path(result)], timeout=360)
        answer: dict[str, Any] = {"code": code, "told": told}
        if result.exists():
            answer |= json.loads(result.read_text(encoding="utf-8"))
            result.unlink()
        return answer

    def windows(self, title: str) -> list[str]:
        """Windows on the screen by their title."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True, text=True, check=False
        )
        return found.stdout.split()

    def wait_window(self, title: str, seconds: float = WAIT_S) -> str:
        """The first window of a title, as soon as it is there."""
        self.until(lambda: self.windows(title), f"no window is called {title}", seconds)
        return self.windows(title)[0]

    def key(self, *keys: str) -> None:
        """Press keys."""
        subprocess.run(["xdotool", "key", "--delay", "80", *keys], check=True, timeout=30)

    def type(self, text: str) -> None:
        """Type letters."""
        subprocess.run(["xdotool", "type", "--delay", "80", text], check=True, timeout=30)

    def click(self, window: str, x: int, y: int) -> None:
        """Press the mouse at a place inside a window."""
        move = ["xdotool", "mousemove", "--sync", "--window", window, str(x), str(y), "click", "1"]
        subprocess.run(move, check=True, timeout=30)

    def close_window(self, title: str) -> None:
        """Close a window as a person does."""
        window = self.wait_window(title)
        subprocess.run(["xdotool", "windowactivate", "--sync", window], check=False, timeout=30)
        self.key("alt+F4")

    def steady(self, seconds: float = WAIT_S) -> None:
        """Until the screen stands still."""
        end = time.monotonic() + seconds
        before: bytes = b""
        same = 0
        while same < 4 and time.monotonic() < end:
            now = ImageGrab.grab(xdisplay=self.display).tobytes()
            same = same + 1 if now == before else 0
            before = now
            time.sleep(0.25)

    def picture(self, name: str) -> Image.Image:
        """The whole screen, kept under build/windows/pictures."""
        self.steady(20)
        image = ImageGrab.grab(xdisplay=self.display)
        PICTURES.mkdir(parents=True, exist_ok=True)
        image.save(PICTURES / f"{name}.png")
        return image

    def shades(self, box: tuple[int, int, int, int]) -> list[int]:
        """How many points of a part of the screen have each of 256 shades of grey."""
        return ImageGrab.grab(box, xdisplay=self.display).convert("L").histogram()

    def until(self, look: Callable[[], object], why: str, seconds: float = WAIT_S) -> None:
        """Wait for something."""
        end = time.monotonic() + seconds
        while not look():
            if time.monotonic() > end:
                self.picture("failure")
                raise AssertionError(why)
            time.sleep(0.2)


def _drain(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        while stream.read(4096):
            pass


def current() -> Path:
    """The installer that was built."""
    made = windows.DIST / windows.installer_name(windows.version())
    assert made.exists(), "python3 dev.py build windows --no-tests makes it"
    return made


def earlier() -> Path:
    """An installer of an earlier version: the same folder with one file more, which the new version has not."""
    made = ROOT / "build" / "windows" / "earlier" / windows.installer_name("0.0.9")
    if made.exists() and made.stat().st_mtime > current().stat().st_mtime:
        return made
    folder = ROOT / "build" / "windows" / "earlier" / "folder"
    shutil.rmtree(folder.parent, ignore_errors=True)
    shutil.copytree(windows.FOLDER, folder)
    (folder / "_internal" / "only in 0.0.9" / "ñ").mkdir(parents=True)
    (folder / "_internal" / "only in 0.0.9" / "ñ" / "old.txt").write_text("old", encoding="utf-8")
    assert windows.pack(folder, "0.0.9", made, quick=True) == 0
    return made
