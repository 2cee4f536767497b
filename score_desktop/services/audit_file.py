"""The .score file: a zip of a manifest, one table per member, and attachments. Knows its form, not its meaning.

``manifest.json`` names format, schema, program and audit, and gives size and SHA-256 of every other member.
``tables/<table>.jsonl``: the first line is the list of columns, each further line one row as a list of raw values
(amounts in whole millionths, days as ISO text); local ids are left out, a reference stands as ``<name>_uid``.
``attachments/<sha256>``: bytes. The same rows give the same file: no clock, no random order.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from score_desktop import __version__
from score_desktop.db.schema import REVISIONS
from score_desktop.db.storage import appears_whole, told
from score_desktop.errors import Refused, UnreadableFile

FORMAT = 1
PRODUCT = "score-desktop audit"
LIMIT_MB = 512
"""What a file may unpack to, photos included."""
TABLES_LIMIT_MB = 64
"""What its tables may unpack to: 20,000 bills take 9 MB. As rows they take ten times the memory."""
MOST_ROWS = 500_000

_MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 4 * 1024 * 1024
_MEMBER = re.compile(r"tables/[a-z_]{1,40}\.jsonl|attachments/[0-9a-f]{64}")
_STORED_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    OSError,
    struct.error,
)

Table = tuple[list[str], list[list[Any]]]
"""Names of columns, and rows."""


@dataclass(frozen=True, slots=True)
class AuditFile:
    """What stands in a .score file.

    Attributes:
        tables: Table → columns and rows.
        attachments: SHA-256 → bytes.
    """

    audit: str
    tables: Mapping[str, Table]
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def write_file(out: Path, content: AuditFile) -> None:
    """Write a file; it appears whole or not at all.

    Raises:
        StorageTrouble: As `db.storage.told`.
    """
    members = dict(_members(content))
    manifest = {
        "product": PRODUCT,
        "format": FORMAT,
        "schema": REVISIONS[-1],
        "program": __version__,
        "audit": content.audit,
        "members": {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in members.items()
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
    with appears_whole(out) as draft, zipfile.ZipFile(draft, "w") as archive:
        for name, data in ((_MANIFEST, text), *sorted(members.items())):
            entry = zipfile.ZipInfo(name, _STORED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same bytes on every system
            archive.writestr(entry, data)


def _members(content: AuditFile) -> Iterator[tuple[str, bytes]]:
    for table, (columns, rows) in content.tables.items():
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
        lines = "\n".join(encode(row) for row in ([*columns], *rows))
        yield f"tables/{table}.jsonl", f"{lines}\n".encode()
    for digest, data in content.attachments.items():
        yield f"attachments/{digest}", data


def read_file(path: Path) -> AuditFile:
    """Read a file whose checksums hold. Nothing is written to disk, whatever names stand in it.

    Raises:
        UnreadableFile: "pack.missing", "pack.not_ours", "pack.damaged", "pack.too_large".
        Refused: "pack.newer".
        StorageTrouble: As `db.storage.told`.
    """
    with told(path):
        if not path.is_file():
            raise UnreadableFile("pack.missing", file=str(path))
        if path.stat().st_size > LIMIT_MB << 20:
            raise UnreadableFile("pack.too_large", file=str(path), limit=LIMIT_MB)
        # In memory: what goes wrong from here on is the file's fault, not the disk's.
        data = io.BytesIO(path.read_bytes())
    try:
        with zipfile.ZipFile(data) as archive:
            return _read(archive, path)
    except _UNZIP_ERRORS as error:
        if not zipfile.is_zipfile(data):
            raise UnreadableFile("pack.not_ours", file=str(path)) from error
        raise _damaged(path, type(error).__name__) from error


def _damaged(path: Path, detail: str) -> UnreadableFile:
    return UnreadableFile("pack.damaged", file=str(path), detail=detail)


def _read(archive: zipfile.ZipFile, path: Path) -> AuditFile:
    names = archive.namelist()
    if any(entry.compress_type not in _METHODS for entry in archive.infolist()):
        raise _damaged(path, "compression")
    if _MANIFEST not in names:
        raise UnreadableFile("pack.not_ours", file=str(path))
    manifest = _manifest(_bytes(archive, _MANIFEST, _MANIFEST_LIMIT, path), path)
    listed: dict[str, dict[str, Any]] = manifest["members"]
    if len(set(names)) != len(names) or set(names) != {_MANIFEST, *listed}:
        raise _damaged(path, _MANIFEST)
    left, left_for_tables = LIMIT_MB << 20, TABLES_LIMIT_MB << 20
    rows_left = MOST_ROWS
    tables: dict[str, Table] = {}
    attachments: dict[str, bytes] = {}
    for name, facts in listed.items():
        if not _MEMBER.fullmatch(name):
            raise _damaged(path, name[:60])
        folder, _, last = name.partition("/")
        is_table = folder == "tables"
        data = _bytes(archive, name, min(left, left_for_tables) if is_table else left, path)
        left -= len(data)
        digest = hashlib.sha256(data).hexdigest()
        if digest != facts["sha256"]:
            raise _damaged(path, name)
        if is_table:
            left_for_tables -= len(data)
            rows_left -= data.count(b"\n")
            if rows_left < 0:
                raise UnreadableFile("pack.too_large", file=str(path), limit=TABLES_LIMIT_MB)
            tables[last.removesuffix(".jsonl")] = _rows(data, name, path)
        elif last != digest:
            raise _damaged(path, name)
        else:
            attachments[digest] = data
    return AuditFile(manifest["audit"], tables, attachments)


def _manifest(data: bytes, path: Path) -> dict[str, Any]:
    """The manifest, of a format and a schema that this program knows.

    Versions are looked at before anything else: a newer file may be made otherwise in all the rest.
    """
    manifest = json.loads(data)
    if not isinstance(manifest, dict) or manifest.get("product") != PRODUCT:
        raise UnreadableFile("pack.not_ours", file=str(path))
    version, schema = manifest.get("format"), manifest.get("schema")
    if not isinstance(version, int) or not isinstance(schema, str):
        raise _damaged(path, _MANIFEST)
    if version > FORMAT or schema not in REVISIONS:
        raise Refused("pack.newer", file=str(path), version=str(manifest.get("program"))[:20])
    members = manifest.get("members")
    if not isinstance(manifest.get("audit"), str) or not isinstance(members, dict):
        raise _damaged(path, _MANIFEST)
    if not all(isinstance(facts, dict) and "sha256" in facts for facts in members.values()):
        raise _damaged(path, _MANIFEST)
    return manifest


def _bytes(archive: zipfile.ZipFile, name: str, limit: int, path: Path) -> bytes:
    """One member, never more than `limit` whatever its header says."""
    parts, size = [], 0
    with archive.open(name) as member:
        for part in iter(lambda: _part(member), b""):
            size += len(part)
            if size > limit:
                limit_mb = LIMIT_MB if name.startswith("attachments/") else TABLES_LIMIT_MB
                raise UnreadableFile("pack.too_large", file=str(path), limit=limit_mb)
            parts.append(part)
    return b"".join(parts)


def _part(member: IO[bytes]) -> bytes:
    return member.read(_CHUNK)


def _rows(data: bytes, name: str, path: Path) -> Table:
    head, _, body = data.decode("utf-8").partition("\n")
    columns = json.loads(head)
    if not _is_list_of_text(columns) or len(set(columns)) != len(columns):
        raise _damaged(path, name)
    rows = []
    for line in body.removesuffix("\n").split("\n") if body else ():
        row = json.loads(line)
        if not isinstance(row, list) or len(row) != len(columns):
            raise _damaged(path, name)
        rows.append(row)
    return columns, rows


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(item, str) for item in value)
