"""Makes what the commands of `dev.py` need: system packages, `.venv` from hashed locks, message catalogues."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.processes import PYTHON, ROOT, VENV, MissingError, has_screen, module, must, program, words

STAMP = VENV / "score-desktop.json"

QT_PACKAGES = (
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "fonts-dejavu-core",
    # As wide as the font of Windows: what is not clipped with it is not clipped there.
    "fonts-open-sans",
)
# Qt on an X11 screen.
X11_PACKAGES = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
# A screen in memory with a window manager and real key presses for tests, and objdump, which PyInstaller calls.
WORK_PACKAGES = ("xvfb", "xauth", "xdotool", "openbox", "binutils")


@functools.cache
def is_debian() -> bool:
    """True on Debian, Ubuntu and their children."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    fields = dict(line.split("=", 1) for line in release.splitlines() if "=" in line)
    family = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".replace('"', "").split()
    return bool({"debian", "ubuntu"} & set(family)) and shutil.which("dpkg-query") is not None


def missing_packages(names: Sequence[str]) -> list[str]:
    """Those of the Debian packages that are not installed."""
    # Since Ubuntu 24.04 some libraries carry the suffix t64.
    both = [name for package in names for name in (package, f"{package}t64")]
    listed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *both],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    there = {line.split()[0].removesuffix("t64") for line in listed.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in there]


def system_packages(names: Sequence[str], purpose: str) -> bool:
    """Install missing Debian packages as root; elsewhere print the command. True when all stand."""
    if not is_debian():
        return True
    missing = missing_packages(names)
    if not missing:
        return True
    # Without recommendations: a library must not bring a desktop along.
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        print(f"Missing for {purpose}. Run:\n    sudo apt-get update && sudo {' '.join(install)}", file=sys.stderr)
        return False
    print(f"Installing for {purpose}: {' '.join(missing)}", flush=True)
    must(["apt-get", "update", "-qq"], "apt-get update", DEBIAN_FRONTEND="noninteractive")
    must([*install, "-qq"], "apt-get install", DEBIAN_FRONTEND="noninteractive")
    return True


# -- the environment ---------------------------------------------------------------------------------------------------


def is_python_of_debian() -> bool:
    """True when Debian's own Python runs this."""
    return is_debian() and sys.executable.startswith("/usr/bin/")


def work_packages() -> tuple[str, ...]:
    """What tests and builds need of the system."""
    # PyInstaller ships Python as a shared library, which Debian packs apart.
    own = (f"libpython3.{sys.version_info[1]}",) if is_python_of_debian() else ()
    return (*QT_PACKAGES, *X11_PACKAGES, *WORK_PACKAGES, *own)


def need_venv_module() -> None:
    """Debian ships Python without what makes environments; get it."""
    if all(importlib.util.find_spec(name) for name in ("ensurepip", "venv")):
        return
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    packages = ["python3-venv", f"python{version}-venv"]
    if is_python_of_debian():
        if system_packages(packages, "making an environment"):
            return
        raise MissingError("Then run this command again.")
    raise MissingError(
        f"Python {version} at {sys.executable} lacks the module venv or ensurepip; install them and run again."
    )


def venv_stands() -> bool:
    """True when .venv was made by this version of Python, and still starts."""
    try:
        settings = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    made_by = [line.split("=", 1)[1].strip() for line in settings.splitlines() if line.startswith("version")]
    same = bool(made_by) and made_by[0].split(".")[:2] == [str(part) for part in sys.version_info[:2]]
    return same and PYTHON.exists()


def stamp() -> dict[str, str]:
    """What was installed into the environment: name of the lock → its digest."""
    try:
        noted: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def digest(*parts: Path | str) -> str:
    """Short digest of files and words."""
    total = hashlib.sha256()
    for part in parts:
        # Line ends differ between checkouts on Windows and Linux; the locks are the same.
        total.update(part.read_bytes().replace(b"\r\n", b"\n") if isinstance(part, Path) else part.encode())
    return total.hexdigest()[:20]


def install_lock(name: str, noted: dict[str, str]) -> None:
    """Install one hashed lock unless exactly it is installed."""
    lock = ROOT / "requirements" / f"{name}.lock"
    wanted = digest(lock)
    if noted.get(name) == wanted:
        return
    print(f"Installing requirements/{name}.lock into .venv …", flush=True)
    pip = module("pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:")
    if "\nodfpy==" in lock.read_text(encoding="utf-8"):
        # Published as source only: pure Python, built with the setuptools of the run lock, used by tests alone.
        pip += ["--no-binary", "odfpy", "--no-build-isolation", "--use-pep517"]
    must([*pip, "--requirement", str(lock)], "pip")
    noted[name] = wanted
    STAMP.write_text(json.dumps(noted, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def install_checkout(noted: dict[str, str]) -> None:
    """Install the checkout itself, so that score-desktop-cli stands in .venv and follows the source."""
    # The programs carry the folder's absolute path, so a moved checkout installs again.
    wanted = digest(ROOT / "pyproject.toml", str(ROOT))
    made = all(Path(program(name)).exists() for name in ("score-desktop", "score-desktop-cli"))
    if noted.get("checkout") == wanted and made:
        return
    print("Installing the checkout into .venv …", flush=True)
    # "compat" puts the checkout on the path; the other mode hooks into every import and slows each start.
    mode = ["--config-settings", "editable_mode=compat"]
    pip = module("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", *mode)
    must([*pip, "--editable", str(ROOT)], "pip")
    noted["checkout"] = wanted
    STAMP.write_text(json.dumps(noted, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def compile_catalogues() -> None:
    """Make score.mo where it is older than its score.po."""
    for source in sorted((ROOT / "resources" / "i18n").glob("*/LC_MESSAGES/*.po")):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            must(words(PYTHON, ROOT / "tools" / "translations.py", "compile"), "Compiling the message catalogues")
            return


def prepare(*locks: str, work: bool = False) -> None:
    """Environment with these locks, the checkout, and the libraries of the system.

    Args:
        locks: Beside "run": "test", "build".
        work: For tests and builds too, which cannot do without their system packages; a demonstration can do without
            a window.
    """
    need_venv_module()
    if work:
        complete = system_packages(work_packages(), "windows, tests and the build")
    else:
        complete = system_packages((*QT_PACKAGES, *(X11_PACKAGES if has_screen() else ())), "windows")
    if not venv_stands():
        print("Making .venv …", flush=True)
        must(words(sys.executable, "-m", "venv", "--clear", VENV), "Making the environment")
    noted = stamp()
    for name in ("run", *locks):
        install_lock(name, noted)
    install_checkout(noted)
    compile_catalogues()
    if work and not complete:
        raise MissingError("Then run this command again.")
