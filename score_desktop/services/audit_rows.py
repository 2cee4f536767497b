"""Rows of a .score file, checked like anything that a person types: the file may come from anywhere."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer
from sqlmodel import AutoString

from score_desktop import models
from score_desktop.db.bulk import defaults
from score_desktop.db.images import Image, table
from score_desktop.errors import InvalidInput, UnreadableFile
from score_desktop.models import METADATA, search_key
from score_desktop.models.bulk import check_bill_columns
from score_desktop.models.text import without_controls
from score_desktop.models.types import JsonText, Micro, Vocabulary, from_micro
from score_desktop.services.audit_file import Table

ID = "id"

REFERENCES: Mapping[str, Mapping[str, str]] = {
    item.name: {key.parent.name: key.column.table.name for key in item.foreign_keys} for item in METADATA.sorted_tables
}
"""Table → its columns that refer to other tables → those tables."""

_INPUTS: Mapping[str, type[models.Input]] = {
    "enterprise": models.EnterpriseIn,
    "site": models.SiteIn,
    "contact": models.ContactIn,
    "attachment": models.AttachmentIn,
    "brand": models.BrandIn,
    "audit": models.AuditIn,
    "audit_factor": models.AuditFactorIn,
    "finding_review": models.FindingReviewIn,
    "bill_attachment": models.BillAttachmentIn,
    "process_settings": models.ProcessSettingsIn,
    "process_step": models.ProcessStepIn,
    "resource_flow": models.ResourceFlowIn,
    "product": models.ProductIn,
    "meter": models.MeterIn,
    "import_batch": models.ImportBatchIn,
    "activity_value": models.ActivityValueIn,
}
_UID = re.compile(r"[0-9a-f]{32}")
_STAMP = re.compile(
    r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z", re.ASCII
)
_STAMPS = frozenset({"updated_at", "imported_at", "reviewed_at"})
_INT64 = 1 << 63
_MADE_BY_IMPORTS = frozenset({"meter", "product"})
_REPLACED_BY_IMPORTS = frozenset({"bill", "activity_value"})


def reference_name(column: str) -> str:
    """Name in files of a column that refers to another row ("meter_id" → "meter_uid")."""
    return f"{column.removesuffix('_id')}_uid"


def decode_rows(name: str, content: Table | None, path: Path) -> list[Image]:
    """Rows of one table as images, with portable ids where references stand.

    Columns that the file lacks (it is of an older program) get their defaults.

    Raises:
        UnreadableFile: "pack.damaged", naming table, line and column.
    """
    if content is None or not content[1]:
        return []
    names, rows = content
    columns = {_file_name(name, column): column for column in table(name).columns if column.name != ID}
    unknown = set(names) - set(columns)
    needed = {column.name for column in columns.values() if not column.nullable} - set(defaults(name))
    missing = {column for key, column in columns.items() if key not in names and column.name in needed}
    if unknown or missing:
        raise _damaged(path, name, 1, ", ".join(sorted([*unknown, *(column.name for column in missing)]))[:80])
    by_column: dict[str, Sequence[Any]] = {}
    for place, key in enumerate(names):
        values = [row[place] for row in rows]
        _require_type(columns[key], key, values, lambda line, key=key: _damaged(path, name, line, key))  # type: ignore[misc]
        by_column[columns[key].name] = values
    uids = by_column["uid"]
    if len(set(uids)) != len(uids):
        raise _damaged(path, name, 1, "uid")
    if "name" in by_column:
        by_column["name"] = [without_controls(text).strip() for text in by_column["name"]]
    if "name_key" in by_column:
        by_column["name_key"] = [search_key(text) for text in by_column["name"]]
    _require_rules(name, by_column, path)
    for line, inverse in enumerate(by_column.get("inverse", ()), start=2):
        if not _inverse(json.loads(inverse)):
            raise _damaged(path, name, line, "inverse")
    fallback = defaults(name)
    for column in columns.values():
        by_column.setdefault(column.name, [fallback.get(column.name)] * len(rows))
    order = list(by_column)
    return [dict(zip(order, row, strict=True)) for row in zip(*by_column.values(), strict=True)]


def _damaged(path: Path, name: str, line: int, column: str) -> UnreadableFile:
    return UnreadableFile("pack.damaged", file=str(path), detail=f"{name}, {line}, {column}")


def _file_name(name: str, column: Column[Any]) -> str:
    return reference_name(column.name) if column.name in REFERENCES[name] else column.name


def _require_type(
    column: Column[Any], key: str, values: Sequence[Any], damaged: Callable[[int], UnreadableFile]
) -> None:
    """See that every value is one that the database itself would have given."""
    sound = _uid if key.endswith("uid") else _stamp if column.name in _STAMPS else _test(column)
    known: set[Any] = set()
    for line, value in enumerate(values, start=2):
        if value is None:
            if not column.nullable:
                raise damaged(line)
            continue
        # 1, 1.0 and True are equal: only texts may be looked up.
        if type(value) is str and value in known:
            continue
        if not sound(value):
            raise damaged(line)
        if type(value) is str and len(value) < 64:
            known.add(value)


def _uid(value: Any) -> bool:
    return type(value) is str and _UID.fullmatch(value) is not None


def _stamp(value: Any) -> bool:
    return type(value) is str and _STAMP.fullmatch(value) is not None


def _test(column: Column[Any]) -> Callable[[Any], bool]:
    kind = column.type
    if isinstance(kind, Vocabulary):
        words = {member.value for member in kind.members}
        return lambda value: type(value) is str and value in words
    if isinstance(kind, AutoString):  # SQLModel's type of texts
        limit = int(kind.length)
        return lambda value: type(value) is str and len(value) <= limit and (value.isascii() or _is_unicode(value))
    return next(test for known, test in _TESTS if isinstance(kind, known))


def _is_unicode(text: str) -> bool:
    """False for half of a surrogate pair, which JSON can write and no database can store."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _inverse(value: Mapping[str, Any]) -> bool:
    """True for what an import stores to be taken back by: undoing it must neither fail nor reach anything else."""
    made, replaced, stamps = value.get("made", []), value.get("replaced", []), value.get("stamps", [])
    return (
        isinstance(made, list)
        and isinstance(replaced, list)
        and isinstance(stamps, list)
        and all(_stamp(stamp) for stamp in stamps)
        and all(isinstance(row, list) and len(row) == 2 and row[0] in _MADE_BY_IMPORTS and _uid(row[1]) for row in made)
        and all(isinstance(change, dict) and _replacement(change) for change in replaced)
    )


def _replacement(change: Mapping[str, Any]) -> bool:
    name = change.get("table")
    if name not in _REPLACED_BY_IMPORTS:
        return False
    columns = table(name).columns
    return all(
        isinstance(image, dict)
        and set(image) == set(columns.keys())
        and all(
            column.nullable if image[column.name] is None else _test(column)(image[column.name]) for column in columns
        )
        for image in (change.get("before"), change.get("after"))
    )


def _day(value: Any) -> bool:
    try:
        return type(value) is str and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _json(value: Any) -> bool:
    try:
        return type(value) is str and isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return False


def _integer(value: Any) -> bool:
    return type(value) is int and -_INT64 <= value < _INT64


def _number(value: Any) -> bool:
    return _integer(value) or (type(value) is float and math.isfinite(value))


def _flag(value: Any) -> bool:
    return type(value) is int and value in (0, 1)


_TESTS: tuple[tuple[type, Callable[[Any], bool]], ...] = (
    (Micro, _integer),
    (JsonText, _json),
    (Date, _day),
    (Boolean, _flag),
    (Float, _number),
    (Integer, _integer),
)


def _require_rules(name: str, columns: Mapping[str, Sequence[Any]], path: Path) -> None:
    """The rules of the records: bills by column, the few others one by one."""
    if name == "bill":
        found = check_bill_columns({key: _typed(name, key, values) for key, values in columns.items()})
        if found:
            row, field, _ = found[0]
            raise _damaged(path, name, row + 2, field)
        return
    form = _INPUTS[name]
    wanted = [key for key in columns if key in form.model_fields and key not in form.derived()]
    typed = [_typed(name, key, columns[key], decimals=True) for key in wanted]
    for line, values in enumerate(zip(*typed, strict=True), start=2):
        try:
            form(**dict(zip(wanted, values, strict=True)))
        except InvalidInput as error:
            raise _damaged(path, name, line, str(error.params.get("field"))) from error


def _typed(name: str, key: str, values: Sequence[Any], *, decimals: bool = False) -> Sequence[Any]:
    """Raw values as Python has them; amounts stay whole millionths unless `decimals`."""
    kind = table(name).columns[key].type
    if isinstance(kind, Date):
        days = {value: None if value is None else dt.date.fromisoformat(value) for value in set(values)}
        return [days[value] for value in values]
    if isinstance(kind, Boolean):
        return [bool(value) for value in values]
    if isinstance(kind, Micro) and decimals:
        return [None if value is None else from_micro(value) for value in values]
    if isinstance(kind, JsonText):
        return [json.loads(value) for value in values]
    return values
