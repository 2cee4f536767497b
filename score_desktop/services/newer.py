"""Newer installers that somebody has put into a folder or onto a stick. Nothing is asked of the internet."""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from score_desktop import __version__

_NAME = re.compile(
    r"(?:score-desktop-(?P<setup>\d+\.\d+\.\d+)-setup\.exe|score-desktop_(?P<deb>\d+\.\d+\.\d+)_amd64\.deb"
    r"|score-desktop-(?P<zip>\d+\.\d+\.\d+)-windows-portable\.zip)",
    re.IGNORECASE,
)
REMOVABLE = 2
"""What Windows calls a drive that can be pulled out."""


@dataclass(frozen=True, slots=True)
class Installer:
    """An installer by its file name; what is inside is not looked at."""

    file: Path
    version: str


def find(folders: Iterable[Path], current: str = __version__) -> Installer | None:
    """The newest installer in these folders that is newer than a version; folders inside them are not searched."""
    best: Installer | None = None
    for folder in folders:
        for found in _installers(folder):
            if number(found.version) > number(best.version if best is not None else current):
                best = found
    return best


def _installers(folder: Path) -> Iterator[Installer]:
    try:
        files = sorted(folder.iterdir())
    except OSError:  # no such folder, or a stick that was pulled out
        return
    for file in files:
        match = _NAME.fullmatch(file.name)
        version = (match["setup"] or match["zip"] if sys.platform == "win32" else match["deb"]) if match else None
        if version:
            yield Installer(file, version)


def number(version: str) -> tuple[int, ...]:
    """A version for comparing: "0.10.0" is newer than "0.9.1"."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def usual_folders() -> list[Path]:
    """Where such a file may lie: downloads, desktop, sticks."""
    import platformdirs

    folders = [Path(platformdirs.user_downloads_dir()), Path(platformdirs.user_desktop_dir())]
    return folders + _sticks()


if sys.platform == "win32":

    def _sticks() -> list[Path]:
        import ctypes

        kernel = ctypes.windll.kernel32
        present = kernel.GetLogicalDrives()
        roots = [f"{letter}:\\" for at, letter in enumerate(string.ascii_uppercase) if present >> at & 1]
        return [Path(root) for root in roots if kernel.GetDriveTypeW(root) == REMOVABLE]
else:

    def _sticks() -> list[Path]:
        places = [Path("/media"), Path("/run/media"), Path("/Volumes")]
        levels = [found for place in places for found in (*place.glob("*"), *place.glob("*/*"))]
        return sorted(found for found in levels if found.is_dir())
