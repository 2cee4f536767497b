"""Where things live: shipped resources, the user's data folder, the default workspace.

The same code runs from a checkout, from an installed wheel and from the frozen program.
"""

from __future__ import annotations

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


def user_data() -> Path:
    """The user's own data folder; not made here."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False, roaming=False))


def user_config() -> Path:
    """Folder of the person's settings; not made here."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False, roaming=False))


def default_workspace() -> Path:
    """The database that is used when none is named."""
    return user_data() / WORKSPACE_NAME
