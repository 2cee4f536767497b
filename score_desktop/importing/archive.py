"""XML files, alone or many in a zip or a folder: electronic invoices and Green Button data. Runs in the child process.

Nothing is ever unpacked to the disk. An archive that tries to be more than a box of files is refused as a whole; a file
in it that is no invoice is left out and named.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile

from score_desktop.importing import espixml, siatxml
from score_desktop.importing.scan import BROKEN_ZIP
from score_desktop.importing.wire import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any
    from xml.etree.ElementTree import Element

    from score_desktop.importing.siatxml import Fields
    from score_desktop.importing.wire import Send

LARGEST_XML = 8_000_000
MOST_FILES = 20_000
MOST_ENTRIES = 200_000
"""Of a folder, all kinds together: whoever drops a whole disk gets a message, and soon."""
_ENCRYPTED = 0x1
_SHOWN = 5


def _is_xml(name: str) -> bool:
    parts = name.split("/")
    return name.lower().endswith(".xml") and "__MACOSX" not in parts and not parts[-1].startswith(".")


def send_xml(data: bytes, send: Send) -> None:
    """Send what one XML file holds.

    Raises:
        Told: import.entities, import.xml_broken, import.xml_unknown, import.espi_empty.
    """
    root = siatxml.parse(data)
    if espixml.is_feed(root):
        espixml.send_feeds([root], send)
    else:
        siatxml.send_rows([(invoice, "") for invoice in siatxml.invoices_of(root)], send)


def send_archive(data: bytes, request: Mapping[str, Any], send: Send) -> None:
    """Send the invoices of an archive, in the order of the names of their files; without any its Green Button data.

    Raises:
        Told: import.zip_unsafe, import.zip_bomb, import.zip_too_many, import.password, import.damaged; and what is
            wrong with its first XML when there is no invoice at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            entries = _checked(box, request["unpacked_bytes"])
            others = [entry.filename for entry in entries if not _is_xml(entry.filename)]
            _send_documents(_contents(box, entries), others, send)
    except BROKEN_ZIP as error:
        raise Told("import.damaged", detail=str(error)[:300]) from error


def send_folder(folder: Path, request: Mapping[str, Any], send: Send) -> None:
    """Send the invoices of a folder and those below it, as if they came in an archive. Links are not followed.

    Raises:
        Told: import.is_folder (it holds no XML), import.folder_too_many, import.zip_bomb, import.not_allowed; and what
            is wrong with its first XML when there is no invoice at all.
    """
    names, others = folder_files(folder)
    if not names:
        raise Told("import.is_folder")
    sizes = [(folder / name).stat().st_size for name in names]
    _require_small(sum(sizes), max(sizes), request["unpacked_bytes"])

    def contents() -> Iterator[tuple[str, bytes]]:
        for name in names:
            with (folder / name).open("rb") as file:
                yield name, file.read(LARGEST_XML + 1)

    try:
        _send_documents(contents(), others, send)
    except OSError as error:
        raise Told("import.not_allowed", detail=str(error.strerror or error)) from error


def folder_files(folder: Path) -> tuple[list[str], list[str]]:
    """Names of the XML files in a folder and below it, in order, and of what else it holds; links count as else.

    Raises:
        Told: import.folder_too_many.
    """
    names: list[str] = []
    others: list[str] = []
    seen = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        seen += len(folders) + len(files)
        if seen > MOST_ENTRIES or len(names) > MOST_FILES:
            raise Told("import.folder_too_many", limit=MOST_FILES)
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        for file in files:
            name = file if inside == "." else f"{inside}/{file}"
            is_file = _is_xml(name) and not (folder / name).is_symlink()
            (names if is_file else others).append(name)
    if len(names) > MOST_FILES:
        raise Told("import.folder_too_many", limit=MOST_FILES)
    return sorted(names), sorted(others)


def _send_documents(contents: Iterator[tuple[str, bytes]], others: list[str], send: Send) -> None:
    """Send the invoices among documents; without any their Green Button data. What is neither is left out and named."""
    invoices: list[tuple[Fields, str]] = []
    feeds: list[tuple[str, Element]] = []
    refused: list[tuple[str, Told]] = []
    for name, content in contents:
        try:
            root = siatxml.parse(content)
            if espixml.is_feed(root):
                feeds.append((name, root))
                continue
            found = siatxml.invoices_of(root)
        except Told as told:
            refused.append((name, told))
            continue
        invoices += [(invoice, name) for invoice in found]
    if not invoices and not feeds:
        raise refused[0][1] if refused else Told("import.not_workbook")
    left_out = [*(name for name, _ in refused), *(name for name, _ in feeds if invoices), *others]
    if invoices:
        siatxml.send_rows(invoices, send)
    else:
        espixml.send_feeds([root for _, root in feeds], send)
    if left_out:
        more = ["…"] if len(left_out) > _SHOWN else []
        send("note", "import.note_zip_left_out", {"count": len(left_out), "names": ", ".join(left_out[:_SHOWN] + more)})


def _checked(box: zipfile.ZipFile, limit: int) -> list[zipfile.ZipInfo]:
    """The files of an archive in the order of their names, when nothing about it is suspicious."""
    entries = sorted((entry for entry in box.infolist() if not entry.is_dir()), key=lambda entry: entry.filename)
    if len(entries) > MOST_FILES:
        raise Told("import.zip_too_many", count=len(entries), limit=MOST_FILES)
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries if _is_xml(entry.filename)), default=0)
    _require_small(total, largest, limit)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Told("import.password")
        if stat.S_ISLNK(entry.external_attr >> 16) or _leads_out(entry.orig_filename):
            raise Told("import.zip_unsafe", entry=entry.orig_filename[:80])
    return entries


def _require_small(total: int, largest: int, limit: int) -> None:
    if total > limit or largest > LARGEST_XML:
        bound = limit if total > limit else LARGEST_XML
        raise Told("import.zip_bomb", megabytes=round(max(total, largest) / 1e6), limit=round(bound / 1e6))


def _leads_out(name: str) -> bool:
    """Whether a name would lead out of the folder that an archive is unpacked to."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _contents(box: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        if _is_xml(entry.filename):
            with box.open(entry) as file:  # gives no more than was declared, and that is bounded
                yield entry.filename, file.read(LARGEST_XML + 1)
