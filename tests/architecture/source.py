"""The source as syntax trees and the checkout as files."""

from __future__ import annotations

import ast
import functools
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "score_desktop"


@functools.cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules(*rooms: str) -> list[Path]:
    """Python files of the package, or of some of its rooms (folders or single files)."""
    found = sorted(PACKAGE.rglob("*.py"))
    if not rooms:
        return found
    return [path for path in found if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in rooms]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a file with the last part of what is called: `a.b.open(…)` gives "open"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def where(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Files that are, or would be, in the repository."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return tuple(path for path in ROOT.rglob("*") if path.is_file() and not _is_made(path))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def _is_made(path: Path) -> bool:
    """True for what tools make, where git cannot tell (an unpacked archive)."""
    parts = path.relative_to(ROOT).parts
    made = parts[0] in ("build", "dist", "demo") or any(
        part == "__pycache__" or part.endswith(".egg-info") for part in parts
    )
    return (
        made or path.suffix == ".mo" or (parts[0].startswith(".") and parts[0] not in (".ci", ".github", ".gitignore"))
    )


def text_of(path: Path) -> str | None:
    """A tracked file's text; None if it is no text."""
    data = path.read_bytes()
    return None if b"\0" in data[:8192] else data.decode("utf-8", errors="replace")
