"""A bounded look at the bytes of a zipped workbook before the reader takes it. Runs in the child process.

It finds what would blow the reader up (a zip bomb, two far cells, declared entities), and for xlsx what the reader does
not tell: hidden rows and columns, number formats, formulas without a stored value. A real XML parser would take five
times as long as the reading itself, so this scans for tags; nothing is expanded and everything is counted.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib

from score_desktop.importing.wire import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    Pieces = Mapping[str, Sequence[bytes]]

BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
"""What reading a damaged zip raises."""
_CHUNK = 1 << 16
"""So much stays in the processor's cache while it is looked through again and again."""
_OVERLAP = 1 << 16
"""More than the longest formula (8,192 characters, each up to six bytes)."""
_LONGEST_ROW = 1 << 20
_MOST_KEPT = 1 << 24
_SMALL_PART = 8_000_000
_MOST_PARTS = 5_000
_FORMAT_SAMPLE = 1 << 18
# Patterns are compiled by `re` where a file first needs them: compiling all takes as long as a small workbook.
_ROW_TAG = rb"<(?:x:)?row [^>]*>"
_ROW_NUMBER = rb'row [^>]*?r="(\d{1,8})"'
_FAR = rb' r="(?:([A-Z]{2,3})\d|[A-Z](\d{6,8})")'
_FAR_ROW = rb' r="[A-Z]{2,3}(\d{6,8})"'
_FILLED_CELL = rb'<(?:x:)?c (?:[^>]*? )?r="([A-Z]{1,3})(\d{1,8})"(?:[^>]*[^/>])?>'
_VALUELESS = rb"</(?:x:)?f>(?:<v ?/>|<v></v>)?</(?:x:)?c>|<(?:x:)?f [^>]*/>(?:<v ?/>|<v></v>)?</(?:x:)?c>"
_ERROR = (
    rb'<(?:x:)?c r="([A-Z]{1,3})(\d{1,8})"[^>]*? t="e"[^>]*>(?:<(?:x:)?f[^>]*/>|<(?:x:)?f[^>]*>[^<]*</(?:x:)?f>)?'
    rb"<(?:x:)?v>(#[^<]{1,20})</(?:x:)?v>"
)
_MOST_ERRORS = 20_000
_LAST_REF = rb'<(?:x:)?c r="([A-Z]{1,3}\d{1,8})"'
_STYLED = rb'<(?:x:)?c r="([A-Z]{1,3})\d+"[^>]*? s="(\d+)"'
_COLUMN = rb"<(?:x:)?col [^>]*>"
_SHEET = rb"<(?:x:)?sheet [^>]*>"
_RELATION = rb"<(?:\w+:)?Relationship [^>]*>"
_FROM_1904 = rb'<(?:x:)?workbookPr [^>]*?date1904="(?:1|true)"'
_FORMAT = rb"<(?:x:)?numFmt [^>]*>"
_CELL_FORMATS = rb"(?s:<(?:x:)?cellXfs.*?</(?:x:)?cellXfs>)"
_FORMAT_ID = rb'<(?:x:)?xf [^>]*?numFmtId="(\d+)"'


def guard(data: bytes, kind: str, unpacked_limit: int, cells: int) -> Pieces:
    """Refuse a zipped workbook that would blow the reader up.

    Returns:
        Small sheets as they were unpacked, for `looks`.

    Raises:
        Told: import.zip_bomb, import.too_many_cells, import.entities, import.damaged.
    """
    with _opened(data) as archive:
        _check_sizes(archive, unpacked_limit)
        _check_entities(archive)
        kept: dict[str, list[bytes]] = {}
        left = _MOST_KEPT
        for name, part in _sheet_parts(archive).items() if kind == "xlsx" else ():
            left -= archive.getinfo(part).file_size
            if left > 0:
                kept[part] = list(_chunks(archive, part))
            _check_room(archive, part, name, cells, kept)
        return kept


def looks(data: bytes, kept: Pieces) -> Mapping[str, Mapping[str, Any]]:
    """What the reader does not tell about the sheets of an xlsx; ods and xlsb do not show it cheaply.

    Args:
        kept: What `guard` unpacked.

    Returns:
        By sheet name: `hidden_rows` (int), `hidden_cols` (column numbers from 0), `formats` (column number → format
        code), `errors` ((row, column) from 0 → what the cell shows), `valueless` (cells), and `counts_from_1904` (True)
        where days do.

    Raises:
        Told: import.damaged.
    """
    with _opened(data) as archive:
        formats = _formats_by_style(archive)
        epoch = {"counts_from_1904": True} if re.search(_FROM_1904, _small(archive, "xl/workbook.xml")) else {}
        return {name: {**_look(archive, part, formats, kept), **epoch} for name, part in _sheet_parts(archive).items()}


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except BROKEN_ZIP as error:
        raise Told("import.damaged", detail=str(error)[:300]) from error


def _check_sizes(archive: zipfile.ZipFile, limit: int) -> None:
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    if total > limit or len(parts) > _MOST_PARTS:
        raise Told("import.zip_bomb", megabytes=round(total / 1e6), limit=round(limit / 1e6))
    if any(part.flag_bits & 1 for part in parts):
        raise Told("import.password")


def _check_entities(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                head = file.read(4_096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Told("import.entities", part=part.filename)


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as file:
        return file.read(_SMALL_PART)


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"[\s:]" + name + rb'="([^"]*)"', tag)
    text = found.group(1).decode("utf-8", errors="replace") if found else ""
    for entity, letter in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {}
    for tag in re.findall(_RELATION, _small(archive, "xl/_rels/workbook.xml.rels")):
        target = _attribute(tag, b"Target")
        targets[_attribute(tag, b"Id")] = target[1:] if target.startswith("/") else f"xl/{target}"
    names = set(archive.namelist())
    parts = {}
    for tag in re.findall(_SHEET, _small(archive, "xl/workbook.xml")):
        part = targets.get(_attribute(tag, b"id"), "")
        if part in names and "chartsheet" not in part:
            parts[_attribute(tag, b"name")] = part
    return parts


def _formats_by_style(archive: zipfile.ZipFile) -> list[str]:
    """Format code of each cell style, "" where it is one of the built-in ones."""
    styles = _small(archive, "xl/styles.xml")
    codes = {_attribute(tag, b"numFmtId"): _attribute(tag, b"formatCode") for tag in re.findall(_FORMAT, styles)}
    block = re.search(_CELL_FORMATS, styles)
    return [codes.get(number.decode(), "") for number in re.findall(_FORMAT_ID, block.group(0))] if block else []


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The bytes of a part in pieces of whole rows; those of a very long row overlap, so that no cell is cut in all."""
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            rest += chunk
            begin = max(rest.rfind(b"<row"), rest.rfind(b"<x:row"))
            if begin > 0:
                yield rest[:begin]
                rest = rest[begin:]
            elif len(rest) >= _LONGEST_ROW:
                yield rest
                rest = rest[-_OVERLAP:]
    yield rest


def _check_room(archive: zipfile.ZipFile, part: str, name: str, cells: int, kept: Pieces) -> None:
    """Refuse a sheet whose cells stand so far apart that the room between them is too much."""
    rows, far = 0, {b"Z"}
    unnumbered, placed = False, False
    for chunk in kept.get(part) or _chunks(archive, part):
        place = max(chunk.rfind(b"row "), 0)
        last = re.compile(_ROW_NUMBER).search(chunk, place)
        unnumbered = unnumbered or (last is None and b"<row" in chunk and chunk.find(b">", place) >= 0)
        rows = max(rows, int(last.group(1)) if last else 0)
        placed = placed or b' r="' in chunk
        found = set(re.findall(_FAR, chunk)) if placed else set()
        far.update(letters for letters, _ in found if letters)
        rows = max(rows, *(int(number) for _, number in found if number), 0)
        if any(len(letters) > 1 for letters, _ in found):
            rows = max(rows, *map(int, re.findall(_FAR_ROW, chunk)), 0)
    width = max(map(_column, far)) + 1
    # Cells that do not say where they stand follow one another: no blank room is between them.
    if placed and (unnumbered or rows * width > cells):
        _check_extent(archive, part, name, cells)


def _look(archive: zipfile.ZipFile, part: str, formats: list[str], kept: Pieces) -> dict[str, Any]:
    hidden: set[bytes] = set()
    valueless: list[str] = []
    errors: dict[tuple[int, int], str] = {}
    head = b""
    for chunk in kept.get(part) or _chunks(archive, part):
        if len(head) < _FORMAT_SAMPLE:
            head += chunk
        if b"hidden=" in chunk:
            tags = re.findall(_ROW_TAG, chunk)
            hidden.update(tag for tag in tags if b' hidden="1"' in tag or b' hidden="true"' in tag)
        if b't="e"' in chunk and len(errors) < _MOST_ERRORS:
            for letters, number, error in re.findall(_ERROR, chunk):
                errors[int(number) - 1, _column(letters)] = error.decode("ascii", errors="replace")
        if b"<f" in chunk and len(valueless) < 20:
            valueless += [_reference_before(chunk, found.start()) for found in re.finditer(_VALUELESS, chunk)]
    return {
        "hidden_rows": len(hidden),
        "hidden_cols": _hidden_columns(head),
        "formats": _column_formats(head, formats),
        "errors": errors,
        "valueless": tuple(sorted(set(valueless) - {""})[:20]),
    }


def _reference_before(chunk: bytes, place: int) -> str:
    found = re.findall(_LAST_REF, chunk[max(0, place - 2_000) : place])
    return found[-1].decode() if found else ""


def _check_extent(archive: zipfile.ZipFile, part: str, name: str, cells: int) -> None:
    """Rectangle of the cells that hold something, exactly: formatted empty cells do not count."""
    low_row, high_row, low_column, high_column = 1 << 40, 0, 1 << 40, 0
    for chunk in _chunks(archive, part):
        if b"<v" not in chunk and b"<is" not in chunk and b":v" not in chunk:
            continue
        found = re.findall(_FILLED_CELL, chunk)
        if not found:
            continue
        columns = [_column(letters) for letters in {letters for letters, _ in found}]
        numbers = [int(number) for _, number in found]
        low_row, high_row = min(low_row, *numbers), max(high_row, *numbers)
        low_column, high_column = min(low_column, *columns), max(high_column, *columns)
    height, width = high_row - low_row + 1, high_column - low_column + 1
    if high_row and height * width > cells:
        raise Told("import.too_many_cells", sheet=name, rows=height, columns=width)


def _column(letters: bytes) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value - 1


def _hidden_columns(head: bytes) -> tuple[int, ...]:
    hidden: list[int] = []
    for tag in re.findall(_COLUMN, head):
        if b' hidden="1"' in tag or b' hidden="true"' in tag:
            low, high = _attribute(tag, b"min"), _attribute(tag, b"max")
            if low.isdigit() and high.isdigit():
                hidden.extend(range(int(low) - 1, min(int(high), int(low) + 200)))
    return tuple(hidden[:1_000])


def _column_formats(head: bytes, formats: list[str]) -> dict[int, str]:
    counts: dict[tuple[int, str], int] = {}
    for letters, style in re.findall(_STYLED, head):
        number = int(style)
        if number < len(formats) and formats[number]:
            key = (_column(letters), formats[number])
            counts[key] = counts.get(key, 0) + 1
    return {column: code for (column, code), _ in sorted(counts.items(), key=lambda item: item[1])}
