"""The channel between parent and child while a file is read: frames of plain values, and foreseen trouble as one.

Imported by the child: as little as possible stands here.
"""

from __future__ import annotations

import os
import pickle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Send = Callable[..., None]

ROWS_PER_FRAME = 4_000


class Told(Exception):
    """Trouble with the file that is foreseen: message id and parameters, for the parent to raise."""

    def __init__(self, message_id: str, **params: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.params = params


def read_exactly(count: int) -> bytes:
    """Bytes from standard input; fewer only at its end."""
    parts = []
    while count:
        part = os.read(0, count)
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def sender() -> Send:
    """A function that sends its arguments as one frame on standard output."""

    # The raw descriptor, not sys.stdout: a windowed program has none, and a stray print must not break the frames.
    def send(*frame: object) -> None:
        payload = pickle.dumps(frame, protocol=5)
        data = memoryview(len(payload).to_bytes(8, "little") + payload)
        while data:
            data = data[os.write(1, data) :]

    return send


class _Shared(dict[str, "str | None"]):
    """Text → the same text as one object; texts of spaces become None."""

    def __missing__(self, text: str) -> str | None:
        self[text] = value = text if text.strip() else None
        return value


def pack_rows(rows: list[list[Any]], width: int) -> tuple[list[list[Any]], list[tuple[int, int]]]:
    """Rows for the wire: "" becomes None, equal texts one object, runs of blank rows a count.

    Returns:
        The rows that hold something, and (place in the result, number of blank rows there) of the runs left out.
    """
    shared = _Shared()
    blank = [""] * width
    packed: list[list[Any]] = []
    runs: list[tuple[int, int]] = []
    for place, row in enumerate(rows):
        if row == blank:
            if runs and runs[-1][0] + runs[-1][1] == place:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((place, 1))
        else:
            packed.append([shared[v] if type(v) is str else v for v in row])
    return packed, runs
