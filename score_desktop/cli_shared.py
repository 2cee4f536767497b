"""What all commands share: the workspace, JSON on standard output, days and files that were named."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from score_desktop import paths
from score_desktop.errors import InvalidInput, StorageTrouble

if TYPE_CHECKING:
    import argparse

    from score_desktop.i18n import Texts
    from score_desktop.services.context import Context


def workspace_path(options: argparse.Namespace) -> Path:
    """The database that is meant: the one named, else that of the person."""
    return Path(options.data) if options.data else paths.default_workspace()


def open_workspace(options: argparse.Namespace, *, create: bool = False) -> Context:
    """Open it to write, or as it lets itself be opened."""
    from score_desktop.services.context import Context

    return Context.open(workspace_path(options), create=create, actor="cli")


def open_to_read(options: argparse.Namespace) -> Context:
    """Without the writer's lock: commands that only read run beside an open window."""
    from score_desktop.services.context import Context

    return Context.open(workspace_path(options), actor="cli", read_only=True)


def print_json(value: Mapping[str, Any]) -> None:
    """One object, UTF-8 whatever the console, nothing else on standard output."""
    data = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8") + b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def tell(options: argparse.Namespace, value: Mapping[str, Any], sentence: str) -> int:
    """The outcome: one JSON object if that was asked for, else a sentence. Returns the exit code."""
    if getattr(options, "json", False):
        print_json(value)
    else:
        print(sentence)
    return 0


def day(text: str | None, option: str) -> dt.date | None:
    """A day that was typed.

    Raises:
        InvalidInput: "cli.bad_date".
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput("cli.bad_date", field=option, value=text) from None


def ending(path: str, *allowed: str) -> Path:
    """The file to write, refused before any work if its ending or its place is not one for it."""
    from score_desktop.db.storage import told

    out = Path(path)
    with told(out):
        is_folder, has_folder = out.is_dir(), out.parent.is_dir()
    if is_folder:
        raise StorageTrouble("storage.folder", file=str(out))
    if out.suffix.casefold() not in allowed:
        raise InvalidInput("cli.bad_ending", file=str(out), endings=", ".join(allowed))
    if not has_folder:
        raise StorageTrouble("storage.missing", file=str(out))
    return out


def written(out: Path, notes: tuple[tuple[str, dict[str, object]], ...], texts: Texts) -> int:
    """Say what was written, and what to know about it; returns the exit code."""
    print(texts.t("Written: {file}", file=str(out)))
    for message_id, params in notes:
        print(texts.message(message_id, params), file=sys.stderr)
    return 0
