"""Messages told by id: each id that is used exists, each that exists is used, its parameters fit, Spanish has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from score_desktop.messages import MESSAGES
from tests.architecture.source import PACKAGE, calls, modules, tree, where
from tools import translations

ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ERRORS = {"ScoreError", "InvalidInput", "Refused", "UnreadableFile", "StorageTrouble"}
# Words of calls that carry an id: Problem(message_id="…"), Missing(why="…").
WORDS = {"message_id", "why"}


def _told(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Ids that are certainly told: raised, or given by the word that carries an id."""
    for name, node in calls(path):
        first = node.args[0] if node.args else None
        if (name in ERRORS or name == "message") and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, node
        for word in node.keywords:
            if word.arg in WORDS and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str):
                yield word.value.value, node


def _written(path: Path) -> Iterator[str]:
    """Every literal that has the form of an id, and beginnings of ids that are put together (f"finding.{kind}")."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
            yield node.value
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if re.fullmatch(r"[a-z][a-z0-9_]*\.([a-z0-9_.]*)", start):
                yield start + "*"


def _sources() -> list[Path]:
    return [path for path in modules() if path != PACKAGE / "messages.py"]


def test_each_id_that_is_told_exists() -> None:
    missing = [f"{where(path, node)}: {key}" for path in _sources() for key, node in _told(path) if key not in MESSAGES]
    assert missing == []


def test_each_message_is_used() -> None:
    written = {key for path in _sources() for key in _written(path)}
    starts = tuple(key[:-1] for key in written if key.endswith("*"))
    used = {key for key in MESSAGES if key.removesuffix(".one") in written or key.startswith(starts)}
    assert [key for key in MESSAGES if key not in used] == []


def test_each_error_gives_what_its_message_names() -> None:
    wrong = []
    for path in _sources():
        for key, node in _told(path):
            names = {word.arg for word in node.keywords}
            raised = isinstance(node.func, ast.Name) and node.func.id in ERRORS
            if not raised or None in names or key not in MESSAGES:
                continue
            wanted = {name[1:-1] for name in translations.placeholders(MESSAGES[key])}
            if path.is_relative_to(PACKAGE / "importing"):
                wanted -= {"file"}  # `read_file` adds it to all that comes out of reading
            if not wanted <= names:
                wrong.append(f"{where(path, node)}: {key} needs {sorted(wanted - names)}")
    assert wrong == []


def test_messages_do_not_shout() -> None:
    # "SHEET!COLUMN" is the name of a place.
    assert [key for key, text in MESSAGES.items() if re.search(r"!(?![A-Z{])", text)] == []
