"""csv and tsv files: encoding and separator are found, values stay text. Runs in the child process."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from score_desktop.importing.sniff import decoded
from score_desktop.importing.wire import ROWS_PER_FRAME, Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from score_desktop.importing.wire import Send

SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_LINES = 60
_LONGEST_CELL = 100_000
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "windows-1252": "Windows-1252"}
"""Encodings as people write them."""


def separator_of(text: str) -> str:
    """The separator that cuts most lines into the same number (over one) of cells."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    best, best_score = ",", 0.0
    sample = f"{first}\n{rest}".splitlines(keepends=True)[:_SAMPLE_LINES]
    for separator in SEPARATORS:
        counts = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if len(row) > 1)
        if not counts:
            continue
        width, lines = counts.most_common(1)[0]
        # Decimal commas cut lines too, but not all of them alike: steady lines first, then the earlier separator.
        score = lines / len(sample) + 0.01 * min(width, 20)
        if score > best_score * 1.02:
            best, best_score = separator, score
    return best


def send_table(data: bytes, name: str, cells: int, send: Send) -> None:
    """Send the one sheet of a text file.

    Raises:
        Told: import.too_many_cells, import.damaged.
    """
    text, encoding = decoded(data)
    separator = separator_of(text)
    csv.field_size_limit(_LONGEST_CELL)
    first_row = 1
    if text[:4].lower() == "sep=":
        text, first_row = text.partition("\n")[2], 2
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), cells + 1))
    except csv.Error as error:
        raise Told("import.damaged", detail=str(error)) from error
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    width = max(map(len, rows), default=0)
    if len(rows) * width > cells:
        raise Told("import.too_many_cells", sheet=name, rows=len(rows), columns=width)
    said = {"encoding": _NAMES.get(encoding, encoding), "separator": repr(separator)[1:-1]}
    send("note", "import.note_text_file", said)
    send("sheet", name, True, first_row, 0, width, (), {})
    memo: dict[str, str | None] = {}
    for at in range(0, len(rows), ROWS_PER_FRAME):
        part = []
        for row in rows[at : at + ROWS_PER_FRAME]:
            shared = [memo.setdefault(value, value.strip() or None) for value in row]
            part.append(shared + [None] * (width - len(shared)))
        send("rows", part, [])
