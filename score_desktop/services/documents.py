"""Documents written beside the window, in a process of their own.

Laying out pages and filling sheets is Python at work for seconds: on a thread it shares the interpreter with the
window, which then stutters, and the memory that a workbook of 200,000 bills takes stays taken. The child does what the
command line does (`services.report`), so the bytes are the same; Cancel ends it at once, and its half-written file
goes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import queue
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Literal

from score_desktop import errors, paths
from score_desktop.jobs import Progress, collector_paused
from score_desktop.reporting.target import Note, draft_prefix
from score_desktop.services.context import Context

CHILD = "--document-child"
_POLL_S = 0.05
_END: dict[str, Any] = {}


def write_document(
    context: Context,
    what: Literal["report", "workbook"],
    audit_uid: str,
    language: str | None,
    out: Path,
    progress: Progress,
    today: dt.date,
) -> tuple[Note, ...]:
    """Write a report (PDF) or workbook as `services.report` does, without holding this process.

    Args:
        language: "es" or "en"; None: that of the report's options (reports only).

    Raises:
        ScoreError: Those of `services.report`; "document.ended" if the other process failed.
        Cancelled: Nothing is left of the file.
    """
    request = {
        "what": what,
        "workspace": str(context.path),
        "audit": audit_uid,
        "language": language,
        "out": str(out.absolute()),
        "today": today.isoformat(),
        "factors": what == "report" and not context.read_only,
    }
    child = subprocess.Popen(  # noqa: S603 - our own program
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=paths.child_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(child.stdout, lines), name="score-document", daemon=True)
    listener.start()
    try:
        _ask(child, request)
        return _follow(lines, progress, out, lambda found: _keep_factors(context, audit_uid, found, child))
    finally:
        child.kill()
        child.wait()
        listener.join()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # it died before it took the request
                    pipe.close()
        _clear(out, child.pid)


def _ask(child: subprocess.Popen[bytes], request: dict[str, Any]) -> None:
    assert child.stdin is not None
    with contextlib.suppress(OSError):  # a dead child shows as the end of its lines
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.flush()


def _keep_factors(
    context: Context, audit_uid: str, found: list[dict[str, Any]], child: subprocess.Popen[bytes]
) -> None:
    """Store the factors that the child has found to be used, because only we may write; then it goes on."""
    from score_desktop.models import AuditFactorIn
    from score_desktop.services.report import store_factors

    with collector_paused():
        store_factors(context, audit_uid, [AuditFactorIn(**one) for one in found])
    _ask(child, {"stored": len(found)})


def _listen(pipe: IO[bytes] | None, lines: queue.SimpleQueue[dict[str, Any]]) -> None:
    if pipe is not None:
        for line in pipe:
            with contextlib.suppress(ValueError):  # half a line of a child that was ended
                lines.put(json.loads(line))
    lines.put(_END)


def _follow(
    lines: queue.SimpleQueue[dict[str, Any]],
    progress: Progress,
    out: Path,
    keep: Callable[[list[dict[str, Any]]], None],
) -> tuple[Note, ...]:
    while True:
        progress.check_cancelled()
        try:
            line = lines.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        if "share" in line:
            progress.report(float(line["share"]))
        elif "factors" in line:
            keep(line["factors"])
        elif "notes" in line:
            return tuple((name, params) for name, params in line["notes"])
        elif "error" in line:
            raise getattr(errors, line["kind"])(line["error"], **line["params"])
        elif line is _END:
            raise errors.StorageTrouble("document.ended", file=out.name)


def _clear(out: Path, pid: int) -> None:
    """Remove what an ended child has left beside the file."""
    for leftover in out.absolute().parent.glob(f"{draft_prefix(pid)}*"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def _command() -> list[str]:
    return paths.child_command(CHILD, "score_desktop.services.document_child")
