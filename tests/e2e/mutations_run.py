"""A share of the changed files, imported one after another by a process of its own; prints what it saw as JSON.

In a process of its own because of memory: Linux counts for a child process what the parent held when the child was
started, and a worker that has run hundreds of other tests holds much.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from pathlib import Path

from score_desktop.errors import ScoreError, UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services import audits, import_undo, imports, workspace
from score_desktop.services.context import Context
from tests.e2e.mutations import mutated

TODAY = dt.date(2026, 3, 18)
LIMIT_S = 10.0
STORED = ("bill", "activity_value", "meter", "product")


def run_share(folder: Path, seeds: range) -> dict[str, object]:
    """Import the file of each seed and take back what came in.

    Returns:
        `files`: how many were tried; `slow`, `bad`: names with seconds or words; `left`: rows that stayed, by table;
        `sound`: whether the workspace passes its check; `child_mb`: most memory of a reading child, None on Windows.
    """
    slow: list[str] = []
    bad: list[str] = []
    with Context.open(folder / "w.sqlite", create=True, actor="test") as context:
        made = context.write(audits.new_audit, audits.NewAudit("Firma", "BO"), TODAY)
        for seed in seeds:
            path = mutated(folder, seed)
            started, used = time.monotonic(), time.process_time()
            told = _import(context, made.audit, path)
            seconds = time.monotonic() - started
            # On a machine that others use too, what counts is what this process and the reader were given.
            if seconds > LIMIT_S and time.process_time() - used > LIMIT_S / 2:
                slow.append(f"{path.name}: {seconds:.1f} s")
            if told and (len(told) >= 1_000 or "{" in told):
                bad.append(f"{path.name}: {told}")
            path.unlink()
        rows = workspace.check(context.path).rows
    return {
        "files": len(seeds),
        "slow": slow,
        "bad": bad,
        "left": {name: rows[name] for name in STORED if rows[name]},
        "sound": workspace.check(folder / "w.sqlite").ok,
        "child_mb": _most_memory(),
    }


def _import(context: Context, audit: str, path: Path) -> str:
    """Import a file and take back what came in; what was said, "" if it was read."""
    try:
        done = imports.import_file(context, path, audit, imports.ImportOptions(), Progress(), TODAY)
    except UnreadableFile as error:
        said = Texts("es").error(error)
        # A message that does not name the file is a bad one.
        return said if path.name in said or path.stem in said else "{file}: " + said
    except ScoreError as error:
        return Texts("es").error(error)
    if done.batch:
        import_undo.undo_import(context, done.batch)
    return ""


def _most_memory() -> float | None:
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    place, first, end, step = sys.argv[1:]
    print(json.dumps(run_share(Path(place), range(int(first), int(end), int(step)))))
