"""Every figure of an audit over many bills, against the least that could be done: fetch the bills and add them up."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections import defaultdict
from pathlib import Path

from score_desktop.services import figures
from score_desktop.services.context import Context
from tests.bench.harness import Ratio, Work, compare, linear
from tests.bench.workbooks import MONTHS, TODAY, import_workbook, new_workspace, write_workbook

SMALL, LARGE = 20_000, 200_000
START, END = "2024-01-01", "2025-01-01"


def measure(*, large: bool) -> list[Ratio]:
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        folder = Path(name)
        found = [_one(folder, SMALL, 5)]
        if large:
            found.append(_one(folder, LARGE, 1))
            found.append(linear(found[0], found[1], LARGE // SMALL))
        return found


def _one(folder: Path, bills: int, rounds: int) -> Ratio:
    workbook, workspace = folder / f"{bills}.xlsx", folder / f"{bills}.sqlite"
    write_workbook(workbook, bills)
    audit = new_workspace(workspace)
    import_workbook(workspace, audit, workbook, bills)
    with Context.open(workspace, actor="bench") as context:
        meters = bills // MONTHS
        counted = sum("meter" in one.dims for one in context.read(figures.calculate, audit, TODAY).figures)
        if counted < meters:
            raise RuntimeError(f"figures of {counted} meters for {meters}")
        return compare(
            f"figures of an audit in {bills:,} bills",
            "sqlite3 fetch of the period's bills + sums by meter and month",
            Work(lambda _: context.read(figures.calculate, audit, TODAY)),
            Work(lambda _: _bare(workspace)),
            rounds=rounds,
        )


def _bare(workspace: Path) -> dict[tuple[int, str], int]:
    query = (
        "SELECT meter_id, period_start, period_end, quantity, cost, uid, unit, currency, invoice_number FROM bill "
        "WHERE period_start < ? AND period_end > ? ORDER BY meter_id, period_start"
    )
    sums: defaultdict[tuple[int, str], int] = defaultdict(int)
    with contextlib.closing(sqlite3.connect(workspace)) as connection:
        for meter, start, _end, quantity, _cost, *_ in connection.execute(query, (END, START)):
            sums[meter, start[:7]] += quantity
    return sums
