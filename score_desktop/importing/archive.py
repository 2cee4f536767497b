"""XML files, alone or many in a zip: electronic invoices and Green Button data. Runs in the child process.

Nothing is ever unpacked to the disk. An archive that tries to be more than a box of files is refused as a whole; a file
in it that is no invoice is left out and named.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib

from score_desktop.importing import espixml, siatxml
from score_desktop.importing.wire import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any
    from xml.etree.ElementTree import Element

    from score_desktop.importing.siatxml import Fields
    from score_desktop.importing.wire import Send

LARGEST_XML = 8_000_000
MOST_FILES = 20_000
_ENCRYPTED = 0x1
_SHOWN = 5
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


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
    invoices: list[tuple[Fields, str]] = []
    feeds: list[tuple[str, Element]] = []
    refused: list[tuple[str, Told]] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            entries = _checked(box, request["unpacked_bytes"])
            for name, content in _contents(box, entries):
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
    except _BROKEN as error:
        raise Told("import.damaged", detail=str(error)[:300]) from error
    if not invoices and not feeds:
        raise refused[0][1] if refused else Told("import.not_workbook")
    others = [entry.filename for entry in entries if not _is_xml(entry.filename)]
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
    if total > limit or largest > LARGEST_XML:
        bound = limit if total > limit else LARGEST_XML
        raise Told("import.zip_bomb", megabytes=round(max(total, largest) / 1e6), limit=round(bound / 1e6))
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Told("import.password")
        if stat.S_ISLNK(entry.external_attr >> 16) or _leads_out(entry.orig_filename):
            raise Told("import.zip_unsafe", entry=entry.orig_filename[:80])
    return entries


def _leads_out(name: str) -> bool:
    """Whether a name would lead out of the folder that an archive is unpacked to."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name


def _contents(box: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        if _is_xml(entry.filename):
            with box.open(entry) as file:  # gives no more than was declared, and that is bounded
                yield entry.filename, file.read(LARGEST_XML + 1)
