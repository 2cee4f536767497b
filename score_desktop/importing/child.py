"""The child process that reads a file of others: it may abort, and only the child dies.

A 1.4 KB workbook with two far cells, or one flipped byte, makes the reader abort the whole process; so it runs here,
with limits on memory and time, and sends plain values back. Only what reading needs is imported: the start counts.

A workbook is read at once, while a thread looks beside the reader whether it is sound; nothing is sent before that is
known. Where it is not sound this process ends without a word, and the parent asks a second one, which looks first and
tells what it is; so it does when the reader aborts before the look is done. The frames "at_once" and "sound" tell the
parent how far it came.

Protocol: standard input carries one request, standard output frames. Each is a length of 8 bytes and a payload; the
request is marshalled, frames are pickled tuples of plain values (the parent refuses every other class). The first frame
is "started": from then on the time counts.
"""

from __future__ import annotations

import gc
import marshal
import sys
import threading

from score_desktop.importing.wire import ROWS_PER_FRAME, Told, pack_rows, read_exactly, sender

_NOT_SOUND = 3
"""Exit code of a process that read a file at once and found anything wrong with it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from score_desktop.importing.wire import Send


def main(argv: Sequence[str] | None = None) -> int:  # noqa: ARG001 - the entry's signature in the frozen program
    """Read one request, answer it, end. Returns the exit code."""
    gc.disable()  # short-lived, and millions of cells make no cycles
    if sys.platform == "win32":
        import msvcrt
        import os

        for descriptor in (0, 1):
            msvcrt.setmode(descriptor, os.O_BINARY)
    request = _request()
    if request is None:  # the parent went away without asking
        return 0
    send = sender()
    send("started")
    try:
        limit_memory(request["memory_bytes"])
        _answer(request, send)
    except Told as told:
        send("told", told.message_id, told.params)
    except MemoryError:
        send("told", "import.too_much_memory", {})
    except BaseException as error:  # noqa: BLE001 - also the reader's PanicException, which is no Exception
        send("told", "import.damaged", {"detail": f"{type(error).__name__}: {error}"[:300]})
    return 0


def _request() -> Mapping[str, Any] | None:
    head = read_exactly(8)
    if len(head) < 8:
        return None
    loaded: Mapping[str, Any] = marshal.loads(read_exactly(int.from_bytes(head, "little")))  # noqa: S302 - from our parent
    return loaded


def _answer(request: Mapping[str, Any], send: Send) -> None:
    import os

    from score_desktop.importing import sniff

    path = request["path"]  # no Path: loading what it needs takes as long as a small workbook
    name = os.path.basename(path)
    if os.path.isdir(path):
        from pathlib import Path

        from score_desktop.importing import archive

        archive.send_folder(Path(path), request, send)
        send("end")
        return
    data = sniff.load(path, request["file_bytes"])
    if request["at_once"] and sniff.may_be_xlsx(data):
        _send_at_once(data, name, request, send)
        send("end")
        return
    kind = sniff.kind_of(data, name)
    if kind == "csv":
        from score_desktop.importing import textfile

        send("kind", "csv", ())
        textfile.send_table(data, os.path.splitext(name)[0], request["cells"], send)
    elif kind == "xml":
        from score_desktop.importing import archive

        archive.send_xml(data, send)
    elif kind == "zip":
        from score_desktop.importing import archive

        archive.send_archive(data, request, send)
    else:
        _send_workbook(data, kind, request, send)
    send("end")


def _send_at_once(data: bytes, name: str, request: Mapping[str, Any], send: Send) -> None:
    """Read a workbook while a thread looks at it; end the process where that finds anything wrong."""
    import os

    def look() -> Mapping[str, Mapping[str, Any]]:
        try:
            from score_desktop.importing import scan, sniff

            if sniff.kind_of(data, name) != "xlsx":
                raise ValueError(name)
            found = scan.looks(data, scan.guard(data, "xlsx", request["unpacked_bytes"], request["cells"]))
        except BaseException:  # noqa: BLE001 - whatever it is, a careful process tells it
            os._exit(_NOT_SOUND)
        send("sound")  # nothing else is sent before this thread has ended
        return found

    send("at_once")
    beside = _Beside(look)
    beside.start()
    try:
        _send_read(data, "xlsx", request, send, beside)
    except BaseException:
        beside.result()  # where it is not sound, that is what is told
        raise


def _send_workbook(data: bytes, kind: str, request: Mapping[str, Any], send: Send) -> None:
    look = None
    if kind != "xls":
        from score_desktop.importing import scan

        kept = scan.guard(data, kind, request["unpacked_bytes"], request["cells"])
        if kind == "xlsx":
            look = _Beside(lambda: scan.looks(data, kept))
            look.start()
    _send_read(data, kind, request, send, look)


def _send_read(data: bytes, kind: str, request: Mapping[str, Any], send: Send, look: _Beside | None) -> None:
    """Read a workbook, and send it once it is known how it looks."""
    import io

    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Told("import.password") from error
    metadata = book.sheets_metadata
    charts = tuple(m.name for m in metadata if "WorkSheet" not in str(m.typ))
    sheets = [m for m in metadata if m.name not in charts]
    if not sheets:
        raise Told("import.no_worksheet", sheets=", ".join(charts))
    cells_left = request["cells"]
    looks: Mapping[str, Mapping[str, Any]] = {}
    for number, entry in enumerate(sheets):
        sheet = book.get_sheet_by_name(entry.name)
        cells_left -= sheet.height * sheet.width
        if cells_left < 0:
            raise Told("import.too_many_cells", sheet=entry.name, rows=sheet.height, columns=sheet.width)
        if number == 0:
            looks = {} if look is None else look.result()
            send("kind", kind, charts)
        _send_sheet(sheet, str(entry.visible).endswith(".Visible"), looks.get(entry.name, {}), send)


class _Beside(threading.Thread):
    """Work beside the reader, which lets go of the interpreter while it reads a sheet."""

    def __init__(self, work: Callable[[], Mapping[str, Mapping[str, Any]]]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._answer: Mapping[str, Mapping[str, Any]] = {}
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._answer = self._work()
        except BaseException as error:  # noqa: BLE001 - raised where the answer is asked for
            self._error = error

    def result(self) -> Mapping[str, Mapping[str, Any]]:
        """Wait for the answer, or for what went wrong."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._answer


def _send_sheet(sheet: Any, visible: bool, look: Mapping[str, Any], send: Send) -> None:
    start = sheet.start or (0, 0)
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    shown = {name: value for name, value in look.items() if name != "errors"}
    send("sheet", sheet.name, visible, start[0] + 1, start[1], sheet.width, merged[:20_000], shown)
    if not sheet.height:
        return
    width = sheet.width
    rows = sheet.to_python(skip_empty_area=True)
    for (row, column), error in look.get("errors", {}).items():  # the reader gives them as empty
        if 0 <= row - start[0] < len(rows) and 0 <= column - start[1] < width:
            rows[row - start[0]][column - start[1]] = error
    for at in range(0, len(rows), ROWS_PER_FRAME):
        send("columns", *pack_rows(rows[at : at + ROWS_PER_FRAME], width))


def limit_memory(limit: int) -> None:
    """Let this process have no more than `limit` bytes; beyond, allocation fails and the process ends."""
    if sys.platform == "win32":
        from score_desktop.importing import winjob

        winjob.limit_own_memory(limit)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an abort writes no core file
        for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
            _, hard = resource.getrlimit(kind)
            bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(kind, (bound, hard))


if __name__ == "__main__":
    sys.exit(main())
