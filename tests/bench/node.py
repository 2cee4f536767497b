"""Packages of npm that ours is held against: installed into the build folder, run by node."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUILD = Path(__file__).resolve().parents[2] / "build" / "bench"


class NotThere(Exception):
    """Node is missing, or a package cannot be installed; says which."""


@dataclass(frozen=True, slots=True)
class NodePackage:
    """One package in one version, with the script of ours that works it.

    Attributes:
        name: As npm calls it.
        title: As people call it.
        script: Gets the folder of the package as its first word; prints JSON.
    """

    name: str
    version: str
    title: str
    script: Path

    @property
    def folder(self) -> Path:
        """Where it is installed."""
        return BUILD / self.name

    def install(self) -> None:
        """Put it into the build folder, once.

        Raises:
            NotThere: Without node or npm, or if npm fails.
        """
        missing = [name for name in ("node", "npm") if shutil.which(name) is None]
        if missing:
            raise NotThere(f"{' and '.join(missing)} not found: install Node.js to compare with {self.title}")
        if (self.folder / "node_modules" / self.name).is_dir():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        plain = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund")
        done = _run([shutil.which("npm") or "npm", "install", *plain, f"{self.name}@{self.version}"], cwd=self.folder)
        if done.returncode:
            raise NotThere(f"npm could not install {self.name} {self.version}: {done.stderr.strip()[-400:]}")

    def run(self, *words: str, given: str | None = None) -> Any:
        """What the script prints.

        Args:
            words: After the folder.
            given: Its standard input.

        Raises:
            RuntimeError: It failed.
        """
        done = _run([shutil.which("node") or "node", str(self.script), str(self.folder), *words], given=given)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout)


def _run(command: list[str], cwd: Path | None = None, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, input=given, capture_output=True, text=True, encoding="utf-8", check=False)
