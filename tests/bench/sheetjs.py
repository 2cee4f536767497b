"""SheetJS beside ours: installed into the build folder, run by node, merely parsing the workbook that we import."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

VERSION = "0.18.5"
FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench" / "sheetjs"


class NotThere(Exception):
    """Node is missing, or the package cannot be installed; says which."""


def install() -> None:
    """Put the package into the build folder, once.

    Raises:
        NotThere: Without node or npm, or if npm fails.
    """
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if missing:
        raise NotThere(f"{' and '.join(missing)} not found: install Node.js to compare with SheetJS")
    if (FOLDER / "node_modules" / "xlsx").is_dir():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    npm = shutil.which("npm") or "npm"
    command = [npm, "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", f"xlsx@{VERSION}"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise NotThere(f"npm could not install xlsx {VERSION}: {done.stderr.strip()[-400:]}")


def seconds(workbook: Path, rows: int) -> float:
    """Time in which the package parses a workbook; the start of its process does not count.

    Raises:
        RuntimeError: It failed, or found another number of rows.
    """
    command = [shutil.which("node") or "node", str(Path(__file__).with_suffix(".cjs")), str(FOLDER), str(workbook)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answer = json.loads(done.stdout)
    if answer["rows"] != rows:
        raise RuntimeError(f"SheetJS found {answer['rows']} rows, not {rows}")
    return float(answer["seconds"])
