"""Runs Windows programs through Wine, in a Windows of its own under build/.

Debian's Wine lacks functions that every Windows 10 has. Four stand-ins are put into Wine's own system folder, made here
from installer/windows/shims: they make our programs start under Wine, and never ship (`tools.shipped` looks for them).
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.environment import digest
from tools.pe import PE
from tools.processes import ROOT, MissingError, must, words

SHIMS = ROOT / "installer" / "windows" / "shims"
COMPILER = "x86_64-w64-mingw32-gcc"
SHIM_NAMES = ("bcryptprimitives.dll", "icuuc.dll", "mscms.dll", "ucrtbase.dll")
PACKAGES = ("wine", "wine64", "gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64", "xvfb", "xauth", "xdotool")
BUILTIN = b"Wine builtin DLL"
OF_ONE_NUMBER: tuple[str, ...] = (
    "cacos",
    "cacosh",
    "casin",
    "casinh",
    "catan",
    "catanh",
    "ccos",
    "ccosh",
    "cexp",
    "clog",
    "conj",
    "cproj",
)
OF_ONE_NUMBER += ("csin", "csinh", "csqrt", "ctan", "ctanh")


class Wine:
    """One Windows: a folder with drive C, a home, and a user.

    Attributes:
        drive: Its drive C.
        user: Folder of the user in it.
    """

    def __init__(self, folder: Path, user: str = "gerente") -> None:
        self.folder = folder
        self.name = user
        self.drive = folder / "prefix" / "drive_c"
        self.user = self.drive / "users" / user

    @property
    def local(self) -> Path:
        """Folder of the user's local data, %LOCALAPPDATA%."""
        return self.user / "AppData" / "Local"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Nothing of the surroundings but where programs are, the screen and the time limit's language."""
        kept = {name: os.environ[name] for name in ("PATH", "DISPLAY", "XAUTHORITY") if name in os.environ}
        own = {
            "HOME": str(self.folder / "home"),
            "USER": self.name,
            "LOGNAME": self.name,
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winedbg.exe,winemenubuilder.exe=d;ucrtbase,mscms=n,b",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        return {**kept, **own, **(extra or {})}

    def start(
        self, command: Sequence[str], extra: Mapping[str, str] | None = None, **more: object
    ) -> subprocess.Popen[bytes]:
        """Start a program. Its standard streams are pipes: Wine cannot make files or /dev/null such (WinError 6)."""
        process: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
            ["wine", *command], env=self.environment(extra), stdin=subprocess.PIPE, **{"cwd": self.drive, **more}
        )
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        process.stdin.write(b"\n")
        process.stdin.close()
        process.stdin = None
        return process

    def run(
        self,
        command: Sequence[str],
        extra: Mapping[str, str] | None = None,
        *,
        timeout: float = 600,
        cwd: Path | None = None,
        encoding: str = "utf-8",
    ) -> tuple[int, str]:
        """Run a program to its end; its exit code and what it wrote. 124 when the time was over."""
        process = self.start(command, extra, cwd=cwd or self.drive, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        written = bytearray()
        reader = threading.Thread(target=_read, args=(process, written), daemon=True)
        reader.start()
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.stop()
            process.wait(30)
            code = 124
        # Wine's own services inherit the pipe and may hold it open after the program has ended.
        reader.join(2)
        return code, bytes(written).decode(encoding, "replace").replace("\r\n", "\n")

    def windows_path(self, path: Path) -> str:
        """A path as programs in this Windows name it."""
        inside = path.absolute()
        if inside.is_relative_to(self.drive):
            return "C:\\" + str(inside.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(inside).replace("/", "\\")

    def wait(self) -> None:
        """Until every program of this Windows has ended."""
        subprocess.run(["wineserver", "-w"], env=self.environment(), check=False, timeout=120)

    def stop(self) -> None:
        """End every program of this Windows."""
        subprocess.run(["wineserver", "-k"], env=self.environment(), check=False, timeout=60)

    def make(self) -> None:
        """Make it, with the stand-ins, unless exactly it stands."""
        wanted = digest(Path(__file__), *sorted(SHIMS.glob("*.c")), *system_libraries(), self.name)
        stamp = self.folder / "made.txt"
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "home").mkdir(parents=True)
        code, told = self.run(["wineboot", "--init"], cwd=self.folder)
        if code:
            raise MissingError(f"wineboot failed: {told}")
        self.run(["winecfg", "-v", "win10"])
        # Windows writes its windows in Segoe UI, which Wine has not; this font is as wide.
        metrics = "HKCU\\Control Panel\\Desktop\\WindowMetrics"
        self.run(["reg", "add", metrics, "/v", "MessageFont", "/t", "REG_BINARY", "/d", font_of("Open Sans"), "/f"])
        self.wait()
        for link in [path for path in self.user.iterdir() if path.is_symlink()]:
            # Wine shows the home of Linux as desktop and documents; here they are folders of drive C, as in Windows.
            link.unlink()
            link.mkdir()
        make_shims(self.drive / "windows" / "system32")
        stamp.write_text(wanted, encoding="ascii")


def font_of(family: str) -> str:
    """A LOGFONT of 9 points in hexadecimal digits, as the registry keeps it."""
    sizes = struct.pack("<5i", -12, 0, 0, 0, 400)
    return (sizes + bytes([0, 0, 0, 1, 0, 0, 0, 0]) + family.encode("utf-16-le").ljust(64, b"\0")).hex()


def _read(process: subprocess.Popen[bytes], written: bytearray) -> None:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    with process.stdout as stream:
        while chunk := stream.read1(65536):  # type: ignore[attr-defined]
            written += chunk


def system_libraries() -> list[Path]:
    """Wine's own ucrtbase.dll and mscms.dll, on which two of the stand-ins rest."""
    folder = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
    if not (folder / "ucrtbase.dll").exists():
        raise MissingError(f"Wine's libraries are not in {folder}.")
    return [folder / "ucrtbase.dll", folder / "mscms.dll"]


def make_shims(target: Path) -> None:
    """The four stand-ins into the system folder of a Wine."""
    ucrtbase, mscms = system_libraries()
    whole = ["-shared", "-s", "-nostdlib", "-e", "DllMain"]
    # Wine's own files may be write-protected or links: each is replaced, not written into.
    for name in SHIM_NAMES:
        (target / name).unlink(missing_ok=True)
    must(words(COMPILER, *whole, SHIMS / "icuuc.c", "-o", target / "icuuc.dll"), "icuuc.dll")
    must(
        words(COMPILER, *whole, SHIMS / "bcryptprimitives.c", "-ladvapi32", "-o", target / "bcryptprimitives.dll"),
        "bcryptprimitives.dll",
    )
    forward(mscms, target, SHIMS / "mscms.c", ["WcsCreateIccProfile"], whole)
    source = target / "ucrtbase_shim.c"
    own = write_complex(source)
    static = [
        "-shared",
        "-s",
        "-O2",
        "-fno-builtin-malloc",
        "-Wl,-e,DllMain",
        "-nostartfiles",
        "-static-libgcc",
        "-static",
    ]
    forward(ucrtbase, target, source, own, static)
    source.unlink()


def forward(library: Path, target: Path, source: Path, own: Sequence[str], flags: Sequence[str]) -> None:
    """A library that has what a library of Wine has, and our own functions besides (in the source as x_NAME)."""
    stem = library.stem
    data = bytearray(library.read_bytes())
    mark = data.find(BUILTIN)
    # Without this mark Wine takes the copy as a native library.
    data[mark : mark + len(BUILTIN)] = bytes(len(BUILTIN))
    (target / f"{stem}_wine.dll").write_bytes(data)
    exports = [name for name in PE(library).exports if name not in own and not {"?", "@"} & set(name)]
    lines = [f'  "{name}" = "{stem}_wine.{name}"' for name in exports] + [f'  "{name}" = x_{name}' for name in own]
    definition = target / f"{stem}.def"
    definition.write_text("\n".join([f"LIBRARY {library.name}", "EXPORTS", *sorted(lines), ""]), encoding="ascii")
    must(words(COMPILER, *flags[:2], source, definition, "-o", target / library.name, *flags[2:]), library.name)
    definition.unlink()


def write_complex(source: Path) -> list[str]:
    """C source of the functions for complex numbers that Wine's ucrtbase lacks; returns their names.

    Windows passes a complex double by reference as a struct; GCC does not, hence the copies.
    """
    double, single = "D", "F"
    names: list[str] = []
    code = [
        "#include <complex.h>",
        "#include <string.h>",
        "typedef struct{double v[2];}D; typedef struct{float v[2];}F;",
        "typedef double _Complex dc; typedef float _Complex fc;",
        "static dc tD(D d){dc r;memcpy(&r,&d,16);return r;} static D fD(dc d){D r;memcpy(&r,&d,16);return r;}",
        "static fc tF(F d){fc r;memcpy(&r,&d,8);return r;} static F fF(fc d){F r;memcpy(&r,&d,8);return r;}",
    ]

    def add(name: str, kind: str, suffix: str, arguments: int, *, number: bool = False) -> None:
        # The long forms are doubles, as for Microsoft's compiler.
        called = name + ("f" if kind == single else "")
        names.append(name + suffix)
        result = {double: "double", single: "float"}[kind] if number else kind
        given = ",".join(f"{kind} {letter}" for letter in "ab"[:arguments])
        call = f"{called}({','.join(f't{kind}({letter})' for letter in 'ab'[:arguments])})"
        code.append(f"{result} x_{name}{suffix}({given}){{return {call if number else f'f{kind}({call})'};}}")

    for kind, suffix in ((double, ""), (double, "l"), (single, "f")):
        for name in OF_ONE_NUMBER:
            add(name, kind, suffix, 1)
        add("cpow", kind, suffix, 2)
        for name in ("cabs", "carg", "creal", "cimag"):
            add(name, kind, suffix, 1, number=True)
    code.append("int __stdcall DllMain(void*a,unsigned b,void*d){return 1;}")
    source.write_text("\n".join(code) + "\n", encoding="ascii")
    return names
