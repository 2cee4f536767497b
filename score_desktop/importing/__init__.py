"""Any workbook → records and problems. Knows no database, no Qt.

`read_file` (in a child process with limits) gives the sheets as they look; `understand` finds tables, meanings and
records; `identity` says which records are known already. The parts are loaded when first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # of our own: `typing` would take a tenth of the time in which the child starts
if TYPE_CHECKING:
    from typing import Any

    from score_desktop.importing.context import ImportContext as ImportContext
    from score_desktop.importing.read import Reader as Reader
    from score_desktop.importing.read import read_file as read_file
    from score_desktop.importing.read import start_reader as start_reader
    from score_desktop.importing.understanding import understand as understand
    from score_desktop.importing.workbook import Limits as Limits
    from score_desktop.importing.workbook import Workbook as Workbook

_HOMES = {
    "ImportContext": "context",
    "Limits": "workbook",
    "Reader": "read",
    "Workbook": "workbook",
    "read_file": "read",
    "start_reader": "read",
    "understand": "understanding",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
