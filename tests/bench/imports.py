"""A whole import against the bare libraries: reading the cells, and writing the same columns with the same indices."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

from tests.bench.harness import Ratio, Work, compare, linear
from tests.bench.workbooks import import_workbook, new_workspace, write_workbook

GOAL = 2.5
SMALL, LARGE = 20_000, 200_000


def measure(*, large: bool) -> list[Ratio]:
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        folder = Path(name)
        found = [_one(folder, SMALL, 5)]
        if large:
            found.append(_one(folder, LARGE, 1))
            found.append(linear(found[0], found[1], LARGE // SMALL))
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
    place = folder / "work.sqlite"

    def fresh(source: Path) -> None:
        for path in folder.glob("work.sqlite*"):
            path.unlink()
        shutil.copy(source, place)

    ours = Work(lambda _: import_workbook(place, audit, workbook, bills), lambda: fresh(empty))
    floor = Work(lambda _: _bare(workbook, place, columns, rows), lambda: fresh(bare))
    name = f"import of {bills:,} bills"
    return compare(name, "calamine reading + sqlite3 executemany of the same columns", ours, floor, GOAL, rounds=rounds)


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
