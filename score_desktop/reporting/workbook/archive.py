"""A zip without a clock, so that the same audit gives the same bytes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


class TimelessZip(ZipFile):
    """Writes every entry with one date, and the same date as the time of the last change.

    Args:
        stream: Where the zip goes.
        day: The report's date.
    """

    def __init__(self, stream: IO[bytes], day: dt.date) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED, allowZip64=True)
        self._stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
        self._modified = f"{day.isoformat()}T00:00:00Z".encode()

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, self._stamp)
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        entry.create_system = 0
        return entry

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_args: Any, **_kwargs: Any) -> None:
        """Add an entry from memory."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        body = data.encode() if isinstance(data, str) else bytes(data)
        if name == _CORE:
            body = _MODIFIED.sub(rb"\g<1>" + self._modified + rb"\g<2>", body)
        super().writestr(self._entry(name), body)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_kwargs: Any) -> None:
        """Add an entry from a file."""
        with Path(filename).open("rb") as source, self.open(self._entry(str(arcname or filename)), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)
