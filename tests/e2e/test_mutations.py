"""Files changed at random: no crash, no hang, bounded memory, a message for each that is refused, nothing half stored.

The share of the tests runs in this process, with a child process for each file as in the program; `dev.py soak` runs
thousands.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path

import pytest

from score_desktop.errors import ScoreError, UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services import audits, import_undo, imports, workspace
from score_desktop.services.context import Context
from tests.e2e.mutations import MUTATIONS, mutated

MUTANTS = int(os.environ.get("SCORE_MUTANTS", "200"))
TODAY = dt.date(2026, 3, 18)
LIMIT_S = 10.0
LIMIT_MB = 500
STORED = ("bill", "activity_value", "meter", "product")
_SHARES = 8
"""Parts into which the files are shared out, so that a report names the one that failed."""


@pytest.mark.parametrize("share", range(_SHARES))
def test_mutated_files_end_in_a_message_or_are_read(tmp_path: Path, share: int) -> None:
    slow: list[str] = []
    with Context.open(tmp_path / "w.sqlite", create=True, actor="test") as context:
        made = context.write(audits.new_audit, audits.NewAudit("Firma", "BO"), TODAY)
        for seed in range(share, MUTANTS, _SHARES):
            path = mutated(tmp_path, seed)
            started, used = time.monotonic(), time.process_time()
            told = _import(context, made.audit, path)
            seconds = time.monotonic() - started
            # On a machine that others use too, what counts is what this process and the reader were given.
            if seconds > LIMIT_S and time.process_time() - used > LIMIT_S / 2:
                slow.append(f"{path.name}: {seconds:.1f} s")
            assert told == "" or (len(told) < 1_000 and "{" not in told), (path.name, told)
            path.unlink()
        left = workspace.check(context.path).rows
        assert {name: left[name] for name in STORED if left[name]} == {}
    assert not slow
    assert workspace.check(tmp_path / "w.sqlite").ok
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        assert peak < LIMIT_MB, f"a child took {peak:.0f} MB"


def _import(context: Context, audit: str, path: Path) -> str:
    """Import a file and take back what came in; what was said, "" if it was read."""
    try:
        done = imports.import_file(context, path, audit, imports.ImportOptions(), Progress(), TODAY)
    except UnreadableFile as error:
        said = Texts("es").error(error)
        assert path.name in said or path.stem in said, said
        return said
    except ScoreError as error:
        return Texts("es").error(error)
    if done.batch:
        import_undo.undo_import(context, done.batch)
    return ""


def test_every_kind_of_change_is_made_and_always_the_same(tmp_path: Path) -> None:
    made = [mutated(tmp_path, seed) for seed in range(len(MUTATIONS))]
    assert len({path.stem for path in made}) == len(MUTATIONS) and all(path.stat().st_size for path in made)
    other = tmp_path / "again"
    other.mkdir()
    for path, again in zip(made, (mutated(other, seed) for seed in range(len(MUTATIONS))), strict=True):
        if "locked" not in path.stem and path.suffix == again.suffix:
            assert path.name == again.name
