"""`python3 dev.py build windows`: the installer for Windows, made on Linux (docs/decisions/0010-installer.md).

On Debian and Ubuntu: CPython for Windows under Wine runs the same PyInstaller with the same spec as everywhere. On
Windows the steps after it are the same with the Python of .venv (untested until somebody has run it).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from tools import shipped, windows_python
from tools.environment import is_debian, system_packages
from tools.processes import PYTHON, ROOT, MissingError, environment, module, must, run, steps, words
from tools.sbom import write as write_sbom
from tools.wine import PACKAGES as WINE_PACKAGES
from tools.wine import Wine

WORK = ROOT / "build" / "windows"
INSTALLER = ROOT / "installer"
DIST = ROOT / "dist"
FOLDER = WORK / "dist" / "score-desktop"
CONTENTS = WORK / "work" / "score-desktop" / "score-desktop" / "contents.json"
PACKAGES = (*WINE_PACKAGES, "nsis", "osslsigncode")
BUILT_TESTS = ("test_built.py", "test_start.py")
LIMIT_S = 1500


def version() -> str:
    """Version of the program, without importing it."""
    source = (ROOT / "score_desktop" / "__init__.py").read_text(encoding="utf-8")
    return source.split('__version__ = "')[1].split('"')[0]


def installer_name(number: str) -> str:
    """File name of the installer of a version; `services.newer` recognises it by this."""
    return f"score-desktop-{number}-setup.exe"


def moment() -> int:
    """Seconds since 1970 of the commit, so that two builds of it are the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        told = ""
    return int(told) if told.isdigit() else 1_767_225_600


def build() -> int:
    """The whole way; returns the exit code."""
    if sys.platform == "linux":
        if not is_debian():
            raise MissingError(
                "The Windows installer is made on Debian, Ubuntu or Windows; see docs/decisions/0010-installer.md."
            )
        if not system_packages(PACKAGES, "the Windows installer"):
            raise MissingError("Then run this command again.")
    start = time.monotonic()
    work = [
        ("Windows folder", freeze),
        ("checks of the folder", check),
        ("installer", lambda: pack(FOLDER, version(), DIST / installer_name(version()))),
        ("portable folder, list of materials, digests", surroundings),
    ]
    code = steps(work, keep_going=False)
    if not code:
        print(f"dev.py build windows: {time.monotonic() - start:.0f} s")
    return code


def freeze(name: str = "score-desktop") -> int:
    """PyInstaller with our spec, in Wine or in Windows.

    Args:
        name: "minimal": the libraries alone, to measure against.
    """
    made = WORK / "dist" / name
    shutil.rmtree(made, ignore_errors=True)
    work = WORK / "work" / name
    shutil.rmtree(work, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    fixed = {
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(moment()),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    fixed |= {"SCORE_MINIMAL": "1"} if name == "minimal" else {}
    options = ["--noconfirm", "--log-level", "ERROR"]
    spec = INSTALLER / "score-desktop.spec"
    if sys.platform == "win32":
        where = words("--distpath", made.parent, "--workpath", work)
        return run(module("PyInstaller", *options, *where, spec), fixed)
    windows_python.make()
    wine = Wine(WORK / "wine")
    wine.make()
    where = ["--distpath", wine.windows_path(made.parent), "--workpath", wine.windows_path(work)]
    python = str(windows_python.HOME / "python.exe")
    code, told = wine.run(
        [python, "-m", "PyInstaller", *options, *where, wine.windows_path(spec)], fixed, timeout=LIMIT_S, cwd=ROOT
    )
    wine.stop()
    if code or not made.is_dir():
        print(told[-5000:])
        return code or 1
    return 0


def check() -> int:
    """Everything that can be told from the files."""
    found = shipped.troubles(FOLDER)
    print("\n".join(found) or f"The folder is whole: {shipped.told(FOLDER)}.")
    return 1 if found else 0


def pack(folder: Path, number: str, target: Path, *, quick: bool = False) -> int:
    """Run makensis with our script; what runs is signed where a certificate is given."""
    for program in sorted(folder.glob("*.exe")):
        sign(program)
    files = WORK / f"{target.stem}.nsh"
    files.write_text(deletions(folder), encoding="utf-8-sig")
    size = sum((folder / name).stat().st_size for name in shipped.names(folder)) // 1024
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    given = {
        "VERSION": number,
        "FOLDER": folder,
        "FILES": files,
        "SIZE_KB": size,
        "OUT": target,
        "PICTURES": INSTALLER / "pictures",
    }
    defines = [f"-D{name}={value}" for name, value in given.items()] + (["-DQUICK"] if quick else [])
    code = run(
        ["makensis", "-V2", "-NOCD", *defines, str(INSTALLER / "setup.nsi")], {"SOURCE_DATE_EPOCH": str(moment())}
    )
    if not code:
        sign(target)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB")
    return code


def deletions(folder: Path) -> str:
    """What the uninstaller removes: each file of the folder by its name, then the folders that are empty then."""
    lines = [f'Delete "$INSTDIR\\{windows_name(name)}"' for name in shipped.names(folder)]
    inside = [path for path in folder.rglob("*") if path.is_dir()]
    for path in sorted(inside, key=lambda one: (-len(one.parts), one.as_posix())):
        lines.append(f'RMDir "$INSTDIR\\{windows_name(path.relative_to(folder).as_posix())}"')
    return "\n".join(lines) + "\n"


def windows_name(name: str) -> str:
    """A name as NSIS writes it."""
    return name.replace("$", "$$").replace("/", "\\")


def sign(file: Path) -> None:
    """Sign a file if SCORE_SIGN_PFX names a certificate; else do nothing.

    SCORE_SIGN_PASSWORD_FILE holds its password, SCORE_SIGN_TIME is the address of a server of time stamps.
    """
    certificate = os.environ.get("SCORE_SIGN_PFX")
    if not certificate:
        return
    signed = file.with_suffix(".signed")
    command = ["osslsigncode", "sign", "-pkcs12", certificate, "-h", "sha256", "-n", "SCORE Desktop"]
    if password := os.environ.get("SCORE_SIGN_PASSWORD_FILE"):
        command += ["-readpass", password]
    if server := os.environ.get("SCORE_SIGN_TIME"):
        command += ["-ts", server]
    must([*command, "-in", str(file), "-out", str(signed)], "Signing")
    signed.replace(file)


def surroundings() -> int:
    """Portable folder, list of materials, and the digests of all that is handed out."""
    number = version()
    portable = DIST / f"score-desktop-{number}-windows-portable.zip"
    write_zip(FOLDER, portable, f"SCORE Desktop {number}")
    sbom = DIST / f"score-desktop-{number}-windows.cdx.json"
    count = write_sbom(CONTENTS, FOLDER, sbom, "windows")
    given = [DIST / installer_name(number), portable, sbom]
    digests = "".join(f"{sha256(path)}  {path.name}\n" for path in given)
    (DIST / f"score-desktop-{number}-windows.sha256").write_text(digests, encoding="ascii")
    print(f"{digests}{count} components inside; the portable folder packed: {portable.stat().st_size / 1e6:.1f} MB")
    return 0


def write_zip(folder: Path, target: Path, top: str) -> None:
    """The folder as a zip whose bytes depend on its contents alone."""
    stamp = time.gmtime(moment())[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in shipped.names(folder):
            entry = zipfile.ZipInfo(f"{top}/{name}", stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / name).read_bytes())


def sha256(path: Path) -> str:
    """Digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_installer(names: list[str]) -> int:
    """The tests of the installer; they need a screen in memory."""
    # Figures are printed, and building the program to measure against takes minutes.
    options = ["-q", "-s", "-p", "no:cacheprovider", "-o", "faulthandler_timeout=1500"]
    # Those of the folder for Linux belong to `dev.py build`.
    others = [f"--ignore=installer/tests/{name}" for name in BUILT_TESTS]
    pytest = words(PYTHON, "-m", "pytest", *options, *others, *(names or ["installer/tests"]))
    return run(pytest, dict(environment()))
