"""What a file is, by its content: the name may say anything. Runs in the child process: only light imports."""

from __future__ import annotations

import io
import os

from score_desktop.importing.wire import Told

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_BARE = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_FARTHEST_END = (1 << 16) + 22  # the end record of a zip and the longest remark behind it
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def load(path: str, limit: int) -> bytes:
    """The bytes of a file.

    Raises:
        Told: import.is_folder, import.missing, import.not_allowed, import.empty, import.too_large.
    """
    if os.path.isdir(path):
        raise Told("import.is_folder")
    try:
        size = os.stat(path).st_size
        if size > limit:
            raise Told("import.too_large", megabytes=round(size / 1e6), limit=round(limit / 1e6))
        with open(path, "rb") as file:  # a pipe or device has no size: never read more than the limit
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise Told("import.missing") from error
    except OSError as error:
        raise Told("import.not_allowed", detail=str(error.strerror or error)) from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Told("import.empty")
    if len(data) > limit:
        raise Told("import.too_large", megabytes=round(len(data) / 1e6), limit=round(limit / 1e6))
    return data


def kind_of(data: bytes, name: str) -> str:
    """One of xlsx, xlsb, ods, xls, csv, xml, zip (of XML files).

    Raises:
        Told: import.password, import.picture, import.pdf, import.web_page, import.not_workbook, import.damaged.
    """
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_PICTURES):
        raise Told("import.picture")
    if data.lstrip()[:5] == b"%PDF-":
        raise Told("import.pdf")
    if data.startswith(_XLS_BARE):
        return "xls"
    return _text_kind(data, name)


def may_be_xlsx(data: bytes) -> bool:
    """Whether a file looks like a workbook at first sight, for which nothing is loaded; `kind_of` decides."""
    end = data.rfind(b"PK\x05\x06", -_FARTHEST_END)
    parts = data[int.from_bytes(data[end + 16 : end + 20], "little") : end] if end >= 0 else b""
    return data.startswith(b"PK") and b"xl/workbook.xml" in parts and b"mimetype" not in parts


def _zip_kind(data: bytes) -> str:
    import zipfile

    from score_desktop.importing.scan import BROKEN_ZIP

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except BROKEN_ZIP as error:
        raise Told("import.damaged", detail=str(error)[:300]) from error
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.lower().endswith(".xml") for name in names) and "[Content_Types].xml" not in names:
        return "zip"
    raise Told("import.not_workbook")


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Told("import.password")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return "xls"
    raise Told("import.not_workbook")


def _text_kind(data: bytes, name: str) -> str:
    head = data[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = head.lower()
    if low.startswith((b"<!doctype html", b"<html")) or b"<table" in low:
        raise Told("import.web_page")
    if head.startswith(b"<"):
        return "xml"
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and any(data[:4_000].count(code) for code in range(9)):
        raise Told(
            "import.damaged" if name.lower().endswith((".xls", ".xlsx", ".xlsm", ".ods")) else "import.not_workbook"
        )
    return "csv"


def decoded(data: bytes) -> tuple[str, str]:
    """Text of a file and the encoding it was found in: a byte order mark, UTF-8, else Windows-1252."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "windows-1252"
