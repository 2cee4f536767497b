"""A whole import against the bare libraries and against SheetJS, and how soon it answers to Cancel."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import statistics
import tempfile
from pathlib import Path

from tests.bench import cancel, sheetjs
from tests.bench.compiled import compiled_modules
from tests.bench.harness import Figure, Ratio, Work, compare, linear
from tests.bench.node import NotThere
from tests.bench.workbooks import FIRST_YEAR, import_workbook, new_workspace, write_workbook

GOAL = 2.0
SHEETJS_GOAL = 0.7
SMALL, LARGE = 20_000, 200_000
STORED = 20_000
"""Bills of the same enterprise that stand in the workspace before the import."""
YEARS = 9
"""Of bills that each meter has in a workbook where both have the same meters."""


def measure(*, large: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name, compiled_modules(Path(name)):
        folder = Path(name)
        one = _one(folder, SMALL, 5)
        found: list[Figure] = [one, _one(folder, SMALL, 5, known=True), *_beside_sheetjs(folder, SMALL, 5)]
        if large:
            other = _one(folder, LARGE, 1)
            found += [other, linear(one, other, LARGE // SMALL), *_beside_sheetjs(folder, LARGE, 1)]
        for bills in (SMALL, LARGE) if large else (SMALL,):
            found += cancel.measure(folder, bills)
        return found


def _one(folder: Path, bills: int, rounds: int, *, known: bool = False) -> Ratio:
    workbook, audit, before = _prepared(folder, bills, known=known)
    full, bare = folder / "full.sqlite", folder / "bare.sqlite"
    shutil.copy(before, full)
    import_workbook(full, audit, workbook, bills)
    columns, rows = _imported(full, before)
    _without_imported(full, before, bare)
    floor = Work(lambda place: _bare(workbook, place, columns, rows), lambda: _fresh(folder, bare))
    whose = "of the same meters" if known else "of others"
    name = f"import of {bills:,} bills beside {STORED:,} stored {whose}"
    ours = _ours(folder, workbook, audit, bills)
    told = f"calamine reading + sqlite3 executemany of the same {len(columns)} columns"
    return compare(name, told, ours, floor, GOAL, rounds=rounds)


def _prepared(folder: Path, bills: int, *, known: bool = False) -> tuple[Path, str, Path]:
    """A workbook, an audit, and its workspace that holds bills already.

    Args:
        known: They are those of the same meters in the years before; else those of other meters.
    """
    workbook, before, first = folder / f"{bills}.xlsx", folder / "before.sqlite", folder / "stored.xlsx"
    if known:
        months = 12 * YEARS
        write_workbook(workbook, bills, months=months, first_number=STORED)
        write_workbook(first, STORED, months=months, first_year=FIRST_YEAR - YEARS)
    else:
        write_workbook(workbook, bills, first_bill=STORED)
        write_workbook(first, STORED)
    for path in folder.glob("before.sqlite*"):
        path.unlink()
    audit = new_workspace(before)
    import_workbook(before, audit, first, STORED)
    _compact(before)
    return workbook, audit, before


def _ours(folder: Path, workbook: Path, audit: str, bills: int) -> Work:
    """The whole import, into the workspace that was prepared."""
    before = folder / "before.sqlite"
    return Work(lambda place: import_workbook(place, audit, workbook, bills), lambda: _fresh(folder, before))


def _fresh(folder: Path, source: Path) -> Path:
    for path in folder.glob("work.sqlite*"):
        path.unlink()
    place = folder / "work.sqlite"
    shutil.copy(source, place)
    return place


def _beside_sheetjs(folder: Path, bills: int, rounds: int) -> list[Ratio]:
    """The whole import against SheetJS, which only parses the same workbook; where it cannot be had, that is told."""
    try:
        sheetjs.SHEETJS.install()
    except NotThere as error:
        print(error)
        return []
    workbook, audit, _ = _prepared(folder, bills)
    ours = _ours(folder, workbook, audit, bills)
    ours.seconds()
    pairs = [(ours.seconds(), sheetjs.seconds(workbook, bills + 1)) for _ in range(rounds)]
    mine, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    name = f"import of {bills:,} bills with {STORED:,} stored, beside SheetJS"
    return [Ratio(name, f"xlsx {sheetjs.SHEETJS.version} merely parsing the workbook", mine, theirs, SHEETJS_GOAL)]


def _imported(full: Path, before: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """The bills that came with the import: the columns that hold anything in any of them, and their values."""
    with contextlib.closing(sqlite3.connect(full)) as connection:
        connection.execute("ATTACH ? AS before", (str(before),))
        cursor = connection.execute("SELECT * FROM bill WHERE id NOT IN (SELECT id FROM before.bill)")
        names, rows = [column[0] for column in cursor.description], cursor.fetchall()
    written = [place for place in range(len(names)) if any(row[place] is not None for row in rows)]
    return [names[place] for place in written], [tuple(row[place] for place in written) for row in rows]


def _without_imported(full: Path, before: Path, target: Path) -> None:
    """The workspace with everything that the imported bills refer to, without them."""
    target.unlink(missing_ok=True)
    shutil.copy(full, target)
    with contextlib.closing(sqlite3.connect(target)) as connection:
        connection.execute("ATTACH ? AS before", (str(before),))
        connection.execute("DELETE FROM main.bill WHERE id NOT IN (SELECT id FROM before.bill)")
        connection.commit()
    _compact(target)


def _compact(workspace: Path) -> None:
    """Both sides begin with a file of the same order and without free pages."""
    with contextlib.closing(sqlite3.connect(workspace)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bare(workbook: Path, workspace: Path, columns: list[str], rows: list[tuple[object, ...]]) -> None:
    import python_calamine

    python_calamine.CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()
    with contextlib.closing(sqlite3.connect(workspace)) as connection:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        marks = ",".join("?" * len(columns))
        connection.executemany(f"INSERT INTO bill ({','.join(columns)}) VALUES ({marks})", rows)
        connection.commit()
