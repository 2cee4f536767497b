"""What the program remembers of the person: language, region, looks, and where they were. A small JSON file.

Settings are no data of clients: losing them costs a minute. So a file that cannot be read is put aside and the program
starts with what it would have chosen itself.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from score_desktop import paths
from score_desktop.errors import ScoreError

FILE_NAME = "settings.json"
MOST_PAGES = 200
SCALES = (100, 125, 150, 175, 200)
THEMES = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person chose.

    Attributes:
        language: "es" or "en"; "" until the first start has asked.
        country: ISO alpha-2 of new enterprises, and of the number region unless `region` says another.
        region: CLDR locale of numbers and dates ("es_BO"); "" to follow language and country.
        theme: "system", "light", "dark" or "contrast".
        scale: Size of text in per cent.
        workspace: File that was open last; "" for the usual one.
        audit: Portable id of the audit that was open; "" for the list of enterprises.
        page: Key of the page that was open.
        place: What that page wants to remember (JSON).
        pages: Audit → page that was open in it last.
        unstored: Workspace → page → what was typed there and could not be stored (JSON).
        geometry: Place and state of the window, base64.
        backups: Folder that gets a further copy when the program closes; "" for none.
        backup_trouble: Why that copy was not written at the last close (`kept_trouble`); told at the next start.
        stopped: What was being done when the program was closed, and was left (`ui.doing`); told at the next start.
        version: Of the program that was used last; another one first keeps a copy of the workspace.
        folder: Where files were chosen last.
        columns: Table → widths of its columns in pixels at 100 %.
        splits: Border between two parts of a page → pixels of both at 100 %.
        keep_files: Imported files are kept in the workspace as evidence.
    """

    language: str = ""
    country: str = "BO"
    region: str = ""
    theme: str = "system"
    scale: int = 100
    workspace: str = ""
    audit: str = ""
    page: str = ""
    place: Mapping[str, Any] = field(default_factory=dict)
    pages: Mapping[str, Any] = field(default_factory=dict)
    unstored: Mapping[str, Any] = field(default_factory=dict)
    geometry: str = ""
    backups: str = ""
    backup_trouble: Mapping[str, Any] = field(default_factory=dict)
    stopped: Sequence[Any] = field(default_factory=list)
    version: str = ""
    folder: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)
    splits: Mapping[str, Any] = field(default_factory=dict)
    keep_files: bool = True


def kept_trouble(trouble: ScoreError | None) -> dict[str, Any]:
    """For `backup_trouble`: the next start may speak another language."""
    if trouble is None:
        return {}
    params = {key: value if isinstance(value, int) else str(value) for key, value in trouble.params.items()}
    return {"id": trouble.message_id, "params": params}


class Config:
    """Settings with the file they live in.

    Args:
        path: None: the usual place.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.user_config() / FILE_NAME
        self.settings = _read(self.path)

    def change(self, **values: object) -> None:
        """Take new values and store them; a disk that refuses costs only the memory of them."""
        changed = replace(self.settings, **values)  # type: ignore[arg-type]
        if changed == self.settings:
            return
        self.settings = changed
        with contextlib.suppress(OSError):
            _write(self.path, asdict(changed))

    def remember_page(self, audit: str, page: str) -> None:
        """Remember what is open, and where in its audit; "" for no audit."""
        pages = dict(self.settings.pages)
        if audit:
            pages.pop(audit, None)  # the newest stand last
            pages[audit] = page
        self.change(audit=audit, page=page, pages=dict(list(pages.items())[-MOST_PAGES:]))

    def page_of(self, audit: str) -> str:
        """Page that was open in an audit last; "" if it was never open."""
        page = self.settings.pages.get(audit, "")
        return page if isinstance(page, str) else ""


def _read(path: Path) -> Settings:
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, ValueError):
        _put_aside(path)
        return Settings()
    if not isinstance(given, dict):
        _put_aside(path)
        return Settings()
    fallback = Settings()
    known = {one.name: given[one.name] for one in fields(Settings) if one.name in given}
    sound = {name: value for name, value in known.items() if _fits(name, value, getattr(fallback, name))}
    return replace(fallback, **sound)


def _fits(name: str, value: object, usual: object) -> bool:
    if name == "scale":
        return value in SCALES
    if name == "theme":
        return value in THEMES
    if name == "language":
        return value in ("", "es", "en")
    return isinstance(value, dict) if isinstance(usual, Mapping) else type(value) is type(usual)


def _put_aside(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(".unreadable"))


def _write(path: Path, values: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(path)
