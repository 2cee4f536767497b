"""The file behind a bill: kept as evidence if wanted, and shown again where the bill was read from."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db.files import content_of, keep_file, kept_file
from score_desktop.db.storage import told
from score_desktop.errors import Refused, StorageTrouble
from score_desktop.importing import read_file
from score_desktop.importing.workbook import Sheet, column_index
from score_desktop.jobs import Progress
from score_desktop.models import Bill, ChangeLog, ImportBatch, Meter, Site
from score_desktop.services.context import Context

KIND = "source"
"""Kind of attachment."""
MOST_BYTES = 50_000_000
"""Larger files are not kept; workbooks of bills have a hundredth of that."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that is imported.

    Attributes:
        path: Where it lies, in full; remembered on this computer only.
        content: Its bytes if they are to be kept; None: not.
    """

    path: Path
    content: bytes | None = None


def source_file(path: Path, sha256: str, *, keep: bool) -> SourceFile:
    """A file as it was read; folders, files that are too large and those that changed meanwhile are not kept.

    Raises:
        StorageTrouble: As `db.storage.told`.
    """
    full = path.absolute()
    if not keep:
        return SourceFile(full)
    with told(path):
        if path.is_dir() or path.stat().st_size > MOST_BYTES:
            return SourceFile(full)
        content = path.read_bytes()
    return SourceFile(full, content if hashlib.sha256(content).hexdigest() == sha256 else None)


def keep_source(session: Session, enterprise_id: int, name: str, source: SourceFile) -> bool:
    """Keep the bytes of a file that is imported, once for each content; False: there is nothing to keep."""
    if source.content is None:
        return False
    keep_file(session, enterprise_id, KIND, name, "", source.content)
    return True


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a bill was read.

    Attributes:
        column: Letters of its column where periods run across, else "".
        sha256: Of the file; "" if the import is not known any more.
        attachment: Id of the kept file; None: it was not kept.
        path: Where the file lay when it was imported; None: not known on this computer.
        tables: Those of the import, as `import --json` prints them.
    """

    file: str
    sheet: str
    row: int
    column: str
    sha256: str
    attachment: int | None
    path: Path | None
    tables: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """The sheet from which a bill was read.

    Attributes:
        cells: (row number of the sheet, column from 0 of the sheet) of the cells that the bill was read from.
        kept: It is the kept file; False: it lies where it was imported from, unchanged.
    """

    place: SourcePlace
    sheet: Sheet
    cells: frozenset[tuple[int, int]]
    kept: bool


def source_place(session: Session, bill_id: int) -> SourcePlace:
    """Where a bill was read.

    Raises:
        Refused: "bill.gone", "source.typed".
    """
    bill = session.get(Bill, bill_id)
    if bill is None:
        raise Refused("bill.gone")
    if not bill.source_file or bill.source_row is None:
        raise Refused("source.typed")
    enterprise = _enterprise_of(session, bill)
    batch = _batch_of(session, bill, enterprise)
    sha256 = "" if batch is None else batch.sha256
    return SourcePlace(
        bill.source_file,
        bill.source_sheet,
        bill.source_row,
        bill.source_column,
        sha256,
        kept_file(session, enterprise, KIND, sha256) if sha256 else None,
        None if batch is None else _path_of(session, batch.uid),
        () if batch is None else tuple(batch.report.get("tables", ())),
    )


def _enterprise_of(session: Session, bill: Bill) -> int:
    query = select(col(Site.enterprise_id)).join(Meter, col(Meter.site_id) == col(Site.id))
    return session.scalars(query.where(col(Meter.id) == bill.meter_id)).one()


def _batch_of(session: Session, bill: Bill, enterprise_id: int) -> ImportBatch | None:
    """The import that gave a bill its values: its own, or the latest of that file where a later one replaced them."""
    own = None if bill.batch_id is None else session.get(ImportBatch, bill.batch_id)
    if own is not None and own.file_name == bill.source_file:
        return own
    same = select(ImportBatch).where(
        col(ImportBatch.enterprise_id) == enterprise_id, col(ImportBatch.file_name) == bill.source_file
    )
    for batch in session.scalars(same.order_by(col(ImportBatch.imported_at).desc(), col(ImportBatch.id).desc())):
        if any(change["after"]["uid"] == bill.uid for change in batch.inverse.get("replaced", ())):
            return batch
    return None


def _path_of(session: Session, batch_uid: str) -> Path | None:
    logs = select(col(ChangeLog.params)).where(col(ChangeLog.label) == "change.imported")
    for params in session.scalars(logs.order_by(col(ChangeLog.id).desc())):
        if params.get("batch") == batch_uid and params.get("path"):
            return Path(params["path"])
    return None


def open_source(context: Context, bill_id: int, progress: Progress) -> SourceSheet:
    """Read the sheet from which a bill came: from the kept file, else from where it lay if it is unchanged.

    Raises:
        Refused: "bill.gone", "source.typed"; "source.not_kept", "source.changed" with file, sheet and row.
        UnreadableFile: It can no longer be read.
        Cancelled: Cancel was asked for.
    """
    place = context.read(source_place, bill_id)
    where = {"file": place.file, "sheet": place.sheet, "row": place.row}
    content = None if place.attachment is None else context.read(content_of, place.attachment)
    if content is not None:
        with tempfile.TemporaryDirectory(prefix="score-source-") as folder:
            copy = Path(folder) / f"file{Path(place.file).suffix}"
            copy.write_bytes(content)
            sheets = read_file(copy, progress=progress).sheets
    elif place.path is None or not _exists(place.path):
        raise Refused("source.not_kept", **where)
    elif _sha256(place.path) != place.sha256:
        raise Refused("source.changed", **where)
    else:
        sheets = read_file(place.path, progress=progress).sheets
    named = [sheet for sheet in sheets if sheet.name == place.sheet] or (list(sheets) if len(sheets) == 1 else [])
    if not named or not named[0].rows:
        raise Refused("source.not_kept", **where)
    return SourceSheet(place, named[0], frozenset(_cells(place, named[0])), content is not None)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a drive that is not there any more
        return False


def _sha256(path: Path) -> str:
    from score_desktop.services.imports import sha256_of

    try:
        return sha256_of(path)
    except StorageTrouble:
        return ""


def _cells(place: SourcePlace, sheet: Sheet) -> Iterable[tuple[int, int]]:
    """The cell of the amount where periods run across; else the row's cells under the columns of its table."""
    if place.column:
        return ((place.row, column_index(place.column)),)
    first, end = sheet.first_col, sheet.first_col + sheet.width
    columns: Iterable[int] = range(first, end)
    for table in place.tables:
        if table.get("sheet") == place.sheet and _covers(str(table.get("range", "")), place.row):
            columns = (column_index(letters) for letters in table.get("columns", ()))
            break
    return ((place.row, column) for column in columns if first <= column < end)


def _covers(span: str, row: int) -> bool:
    numbers = [int("".join(filter(str.isdigit, part)) or 0) for part in span.split(":")]
    return len(numbers) == 2 and numbers[0] <= row <= numbers[1]
