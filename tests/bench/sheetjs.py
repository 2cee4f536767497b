"""SheetJS beside ours: merely parsing the workbook that we import."""

from __future__ import annotations

from pathlib import Path

from tests.bench.node import NodePackage

SHEETJS = NodePackage("xlsx", "0.18.5", "SheetJS", Path(__file__).with_suffix(".cjs"))


def seconds(workbook: Path, rows: int) -> float:
    """Time in which the package parses a workbook; the start of its process does not count.

    Raises:
        RuntimeError: It failed, or found another number of rows.
    """
    answer = SHEETJS.run(str(workbook))
    if answer["rows"] != rows:
        raise RuntimeError(f"SheetJS found {answer['rows']} rows, not {rows}")
    return float(answer["seconds"])
