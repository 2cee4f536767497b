"""A whole import against the bare libraries and against SheetJS, and how soon it answers to Cancel."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import statistics
import tempfile
from pathlib import Path

from tests.bench import cancel, sheetjs
from tests.bench.harness import Figure, Ratio, Work, compare, linear
from tests.bench.node import NotThere
from tests.bench.workbooks import import_workbook, new_workspace, write_workbook

GOAL = 2.0
SHEETJS_GOAL = 0.7
SMALL, LARGE = 20_000, 200_000


def measure(*, large: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        folder = Path(name)
        one = _one(folder, SMALL, 5)
        found: list[Figure] = [one, *_beside_sheetjs(folder, SMALL, 5)]
        if large:
            other = _one(folder, LARGE, 1)
            found += [other, linear(one, other, LARGE // SMALL), *_beside_sheetjs(folder, LARGE, 1)]
        for bills in (SMALL, LARGE) if large else (SMALL,):
            found += cancel.measure(folder, bills)
        return found


def _one(folder: Path, bills: int, rounds: int) -> Ratio:
    workbook, empty, full = folder / f"{bills}.xlsx", folder / "empty.sqlite", folder / "full.sqlite"
    write_workbook(workbook, bills)
    empty.unlink(missing_ok=True)
    audit = new_workspace(empty)
    shutil.copy(empty, full)
    import_workbook(full, audit, workbook, bills)
    columns, rows = _stored(full)
    bare = folder / "bare.sqlite"
    _emptied(full, bare)
    floor = Work(lambda place: _bare(workbook, place, columns, rows), lambda: _fresh(folder, bare))
    name = f"import of {bills:,} bills"
    ours = _ours(folder, workbook, audit, bills)
    return compare(name, "calamine reading + sqlite3 executemany of the same columns", ours, floor, GOAL, rounds=rounds)


def _ours(folder: Path, workbook: Path, audit: str, bills: int) -> Work:
    """The whole import, into a workspace without bills."""
    empty = folder / "empty.sqlite"
    return Work(lambda place: import_workbook(place, audit, workbook, bills), lambda: _fresh(folder, empty))


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
    workbook, empty = folder / f"{bills}.xlsx", folder / "empty.sqlite"
    empty.unlink(missing_ok=True)
    ours = _ours(folder, workbook, new_workspace(empty), bills)
    ours.seconds()
    pairs = [(ours.seconds(), sheetjs.seconds(workbook, bills + 1)) for _ in range(rounds)]
    mine, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    name = f"import of {bills:,} bills beside SheetJS"
    return [Ratio(name, f"xlsx {sheetjs.SHEETJS.version} merely parsing the workbook", mine, theirs, SHEETJS_GOAL)]


def _stored(workspace: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    with contextlib.closing(sqlite3.connect(workspace)) as connection:
        cursor = connection.execute("SELECT * FROM bill")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _emptied(workspace: Path, target: Path) -> None:
    """The workspace with everything that bills refer to, and no bills."""
    target.unlink(missing_ok=True)
    shutil.copy(workspace, target)
    with contextlib.closing(sqlite3.connect(target)) as connection:
        connection.execute("DELETE FROM bill")
        connection.commit()
        connection.execute("VACUUM")


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
