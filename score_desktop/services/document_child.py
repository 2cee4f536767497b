"""The other side of `documents`: one report or workbook, in a process that then ends.

Reads one JSON line from standard input, and prints JSON lines: ``{"share": 0.5}`` while it works, then either
``{"notes": [[message id, params], …]}`` or ``{"error": message id, "kind": class, "params": {…}}``. Before a report it
prints ``{"factors": […]}``, those in use that the audit has no copy of, and waits for a line that says they are stored.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import IO, Any

from score_desktop.errors import ScoreError
from score_desktop.jobs import Progress


def main() -> int:
    """Entry of the process; returns the exit code."""
    out = sys.stdout.buffer
    request = json.loads(sys.stdin.buffer.readline())
    try:
        notes = _write(request, Progress(lambda share, _message: _tell(out, share=share)))
    except ScoreError as error:
        params = {name: value if isinstance(value, int | float) else str(value) for name, value in error.params.items()}
        _tell(out, error=error.message_id, kind=type(error).__name__, params=params)
        return 1
    _tell(out, notes=[[name, {key: str(value) for key, value in params.items()}] for name, params in notes])
    return 0


def _write(request: dict[str, Any], progress: Progress) -> Any:
    from score_desktop.services import report
    from score_desktop.services.context import Context

    today, out = dt.date.fromisoformat(request["today"]), Path(request["out"])
    # Only to read: the program that asks holds the workspace, and what has to be stored it has stored.
    with Context.open(request["workspace"], read_only=True, actor="document") as context:
        if request["factors"]:
            found = context.read(report.new_factors, request["audit"], today)
            _tell(sys.stdout.buffer, factors=[one.model_dump(mode="json") for one in found])
            sys.stdin.buffer.readline()
        if request["what"] == "report":
            return report.write_report(context, request["audit"], request["language"], out, progress, today)
        return report.write_export(context, request["audit"], request["language"], out, progress, today)


def _tell(out: IO[bytes], **line: object) -> None:
    out.write(json.dumps(line).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
