"""Where things live: shipped resources, the user's data folder, the default workspace.

The same code runs from a checkout, from an installed wheel and from the frozen program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP_NAME = "SCORE Desktop"
WORKSPACE_NAME = "workspace.sqlite"

_PACKAGE = Path(__file__).resolve().parent


def is_frozen() -> bool:
    """True inside the program that PyInstaller made."""
    return bool(getattr(sys, "frozen", False))


def resources() -> Path:
    """Folder of what ships with the program (read only)."""
    if is_frozen():
        return Path(str(getattr(sys, "_MEIPASS", _PACKAGE.parent))) / "resources"
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def guide() -> Path:
    """Folder of the guide with its pictures (docs/guide of the checkout; it travels with the program)."""
    if is_frozen():
        return Path(str(getattr(sys, "_MEIPASS", _PACKAGE.parent))) / "guide"
    inside = _PACKAGE / "guide"
    return inside if inside.is_dir() else _PACKAGE.parent / "docs" / "guide"


def notice(name: str = "NOTICE") -> Path | None:
    """The file that tells whose works are inside, or LICENSE; None where an installation left it out."""
    if is_frozen():
        file = Path(str(getattr(sys, "_MEIPASS", _PACKAGE.parent))) / name
        return file if file.is_file() else None
    beside = _PACKAGE.parent / name
    if beside.is_file() and (_PACKAGE.parent / "resources").is_dir():
        return beside
    from importlib import metadata

    try:
        files = metadata.files("score-desktop") or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.name == name), None)


def child_command(option: str, module: str) -> list[str]:
    """How a process of our own is started: the frozen program with an option, else `main` of a module.

    -P: nothing is imported from the work folder. -S and no -m: what they look up takes longer than reading a small
    workbook; the folders of installed packages are named instead, behind those of the standard library as always.
    """
    if is_frozen():
        return [sys.executable, option]
    work = Path.cwd()
    places = [place for place in sys.path if Path(place).is_absolute() and Path(place) != work]
    code = f"import sys; sys.path.extend({places!r}); from {module} import main; sys.exit(main())"
    return [sys.executable, "-P", "-S", "-c", code]


def child_environment() -> dict[str, str]:
    """The environment of such a process: it finds the package where we found it."""
    if is_frozen():
        return dict(os.environ)
    root, others = str(_PACKAGE.parent), os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{others}" if others else root}


def user_data() -> Path:
    """The user's own data folder; not made here."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False))


def user_config() -> Path:
    """Folder of the person's settings; not made here."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False, roaming=False))


def keep_caches() -> None:
    """Let matplotlib keep what it found out about fonts in the user's data folder, not in a place of its own.

    For the built programs, before matplotlib is loaded. The folder is made by matplotlib.
    """
    import os

    from score_desktop import __version__

    os.environ.setdefault("MPLCONFIGDIR", str(user_data() / "cache" / f"charts-{__version__}"))


def default_workspace() -> Path:
    """The database that is used when none is named."""
    return user_data() / WORKSPACE_NAME
