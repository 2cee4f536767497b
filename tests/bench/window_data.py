"""Workspaces for the benches of the window, and a home of its own for the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.bench.workbooks import import_workbook, new_workspace, write_workbook

LANGUAGE = "es"
LARGE = 200_000


@dataclass(frozen=True, slots=True)
class Case:
    """A way in which one enterprise comes to very many bills."""

    name: str
    months: int
    first_year: int


CASES = (Case("long", 500, 1984), Case("wide", 36, 2022))
"""Few meters with bills of forty years; thousands of meters with three years, most of it in an audit's reach."""


def own_home(folder: Path) -> dict[str, str]:
    """Environment of a program with a home of its own, on a screen in memory.

    Modules are compiled on the first start and kept in the folder, as in an installed program, wherever the checkout
    or the environment forbids it.
    """
    home = folder / "home"
    home.mkdir(exist_ok=True)
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA")
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {**dict.fromkeys(names, str(home)), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    return {**kept, **own, "QT_QPA_PLATFORM": "offscreen"}


def portfolio_workspace(path: Path, audits: int, bills: int) -> None:
    """Enterprises with one audit each, the bills shared evenly."""
    each = bills // audits
    for number in range(audits):
        workbook = path.with_suffix(f".{number}.xlsx")
        write_workbook(workbook, each)
        audit = new_workspace(path, f"Empresa {number + 1:02}")
        import_workbook(path, audit, workbook, each)
        workbook.unlink()


def large_workspace(path: Path, bills: int, *, months: int, first_year: int) -> int:
    """One enterprise with about so many bills: whole meters; returns how many there are."""
    workbook = path.with_suffix(".xlsx")
    whole = bills // months * months
    write_workbook(workbook, whole, months=months, first_year=first_year)
    import_workbook(path, new_workspace(path), workbook, whole)
    workbook.unlink()
    return whole
