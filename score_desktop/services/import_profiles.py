"""Profiles: how files of a layout were read, remembered for the next one, kept in order, and shared as files.

A profile is used by itself only where it cannot surprise: for the enterprise for which it was confirmed, or for sheets
of the same supplier. Elsewhere it is offered. What a file decides by itself is never overruled by a remembered answer:
answers count only where a question is open.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db.storage import appears_whole, told
from score_desktop.errors import InvalidInput, Refused, UnreadableFile
from score_desktop.importing import Workbook
from score_desktop.importing.result import Understanding
from score_desktop.importing.understanding import sighted
from score_desktop.importing.wordbook import fold
from score_desktop.models import ImportProfile, ImportProfileIn, search_key, utc_now
from score_desktop.models.base import assign, make
from score_desktop.services.import_layouts import (
    LayoutReading,
    layout_of,
    options_with,
    readings_from,
    readings_of,
)
from score_desktop.services.import_outcome import ImportOptions

ENDING = ".score-profile"
_FORMAT = "score_desktop_profile"
_LARGEST = 1_000_000
_NAME_LIMIT, _SUPPLIER_LIMIT = 120, 200


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile.

    Attributes:
        uid: Portable id.
        readings: What was confirmed, by layout.
        enterprises: Portable ids of those for which it was confirmed.
    """

    uid: str
    name: str
    supplier: str
    used_at: str
    readings: Mapping[str, LayoutReading]
    enterprises: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recall:
    """What is remembered about the layouts of one file.

    Attributes:
        options: What the person says, and below it what was confirmed before.
        used: Profiles of which something was taken.
        offered: Profiles that fit the layout but were confirmed for others.
        owners: Layout → portable id of the profile that knows it.
        name: Under which the reading shall be kept; "" for the usual one.
    """

    options: ImportOptions
    used: tuple[ProfileRow, ...] = ()
    offered: tuple[ProfileRow, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What an import leaves to be remembered when it is stored."""

    readings: Mapping[str, LayoutReading]
    owners: Mapping[str, str]
    used: tuple[str, ...]
    name: str
    supplier: str
    enterprise: str


# -- reading files -----------------------------------------------------------------------------------------------------


def recall(
    profiles: Sequence[ProfileRow], found: Understanding, workbook: Workbook, enterprise: str, options: ImportOptions
) -> Recall:
    """What of the profiles counts for a file.

    Args:
        profiles: All there are, the one used last first.
        enterprise: Portable id of the one that the file goes to.

    Raises:
        Refused: "profile.unknown" (a name nobody gave, and nothing said that could be kept under it),
            "profile.does_not_fit".
    """
    if options.profile:
        return _named(profiles, found, workbook, options)
    if not options.remembers:
        return Recall(options)
    suppliers = {fold(meter.supplier) for meter in found.meters if meter.supplier}
    taken: dict[str, ProfileRow] = {}
    offered: dict[str, ProfileRow] = {}
    for layout in dict.fromkeys(layout_of(table, workbook) for table in found.tables):
        for profile in profiles:
            if layout not in profile.readings:
                continue
            if _counts_here(profile, suppliers, enterprise, is_invoice=workbook.kind == "siat"):
                taken.setdefault(layout, profile)
            else:
                offered.setdefault(profile.uid, profile)
    return _taken(taken, [row for row in offered.values() if row not in taken.values()], found, workbook, options)


def _counts_here(profile: ProfileRow, suppliers: set[str], enterprise: str, *, is_invoice: bool) -> bool:
    """Whether a profile of the layout holds without asking: same supplier, or same enterprise and no other supplier."""
    if is_invoice:  # the layout holds the issuer's tax number
        return True
    supplier = fold(profile.supplier)
    if supplier and suppliers:
        return supplier in suppliers
    return enterprise in profile.enterprises


def _named(profiles: Sequence[ProfileRow], found: Understanding, workbook: Workbook, options: ImportOptions) -> Recall:
    key = search_key(options.profile)
    row = next((row for row in profiles if search_key(row.name) == key), None)
    if row is None:
        if options.answers or options.meanings or options.resources:
            return Recall(options, name=options.profile)
        names = ", ".join(sorted(row.name for row in profiles)) or "–"
        raise Refused("profile.unknown", name=options.profile, names=names)
    layouts = {layout_of(table, workbook) for table in found.tables}
    taken = {layout: row for layout in layouts if layout in row.readings}
    if not taken and not (options.answers or options.meanings or options.resources):
        raise Refused("profile.does_not_fit", name=row.name, file=found.file)
    return dataclasses.replace(_taken(taken, (), found, workbook, options), name=row.name)


def _taken(
    taken: Mapping[str, ProfileRow],
    offered: Sequence[ProfileRow],
    found: Understanding,
    workbook: Workbook,
    options: ImportOptions,
) -> Recall:
    readings = {layout: profile.readings[layout] for layout, profile in taken.items()}
    used = {profile.uid: profile for profile in taken.values()}
    owners = {layout: profile.uid for layout, profile in taken.items()}
    merged = options_with(found, workbook, options, readings)
    return Recall(merged, tuple(used.values()), tuple(offered), owners)


def memory_of(found: Understanding, workbook: Workbook, recalled: Recall, enterprise: str) -> Memory:
    """What storing the import shall remember: only what the file did not say by itself."""
    readings = {
        layout: reading
        for layout, reading in readings_of(found, workbook, recalled.options).items()
        if reading.says_something
    }
    supplier = next((meter.supplier for meter in found.meters if meter.supplier), "")
    name = recalled.name or supplier or found.file.rpartition(".")[0] or found.file
    return Memory(
        readings,
        recalled.owners,
        tuple(row.uid for row in recalled.used),
        name[:_NAME_LIMIT],
        supplier[:_SUPPLIER_LIMIT],
        enterprise,
    )


def remember(session: Session, memory: Memory) -> None:
    """Keep what was confirmed; runs in the transaction that stores the import."""
    now = utc_now()
    rows = {row.uid: row for row in session.scalars(select(ImportProfile)).all()}
    for uid in memory.used:
        if uid in rows:
            _keep(rows[uid], {}, memory.enterprise, now)
    new: dict[str, LayoutReading] = {}
    for layout, reading in memory.readings.items():
        owner = rows.get(memory.owners.get(layout, ""))
        if owner is None:
            new[layout] = reading
        else:
            _keep(owner, {layout: reading}, memory.enterprise, now)
    if new:
        _keep_new(session, list(rows.values()), memory, new, now)
    session.flush()


def _keep_new(
    session: Session, rows: list[ImportProfile], memory: Memory, new: Mapping[str, LayoutReading], now: str
) -> None:
    """Layouts that no used profile knows: into the one of that name and supplier, else into a new one."""
    key = search_key(memory.name)
    same = next((row for row in rows if row.name_key == key and fold(row.supplier) == fold(memory.supplier)), None)
    if same is not None:
        _keep(same, new, memory.enterprise, now)
        return
    reading = _stored(new, [memory.enterprise])
    name = _free_name(memory.name, {row.name_key for row in rows})
    wanted = ImportProfileIn(name=name, supplier=memory.supplier, used_at=now, reading=reading)
    session.add(make(ImportProfile, wanted))


def _keep(row: ImportProfile, readings: Mapping[str, LayoutReading], enterprise: str, now: str) -> None:
    known = _row(row)
    row.reading = _stored({**known.readings, **readings}, sorted({*known.enterprises, enterprise}))
    row.used_at = now


def _stored(readings: Mapping[str, LayoutReading], enterprises: Sequence[str]) -> dict[str, object]:
    layouts = {layout: reading.as_json() for layout, reading in readings.items()}
    return {"layouts": layouts, "enterprises": list(enterprises)}


def _free_name(name: str, taken: set[str]) -> str:
    number, wanted = 1, name
    while search_key(wanted) in taken:
        number += 1
        wanted = f"{name} {number}"
    return wanted


# -- the list ----------------------------------------------------------------------------------------------------------


def list_profiles(session: Session) -> tuple[ProfileRow, ...]:
    """All profiles, the one used last first."""
    rows = session.scalars(select(ImportProfile).order_by(col(ImportProfile.used_at).desc(), col(ImportProfile.id)))
    return tuple(_row(row) for row in rows)


def _row(row: ImportProfile) -> ProfileRow:
    said = row.reading
    try:
        readings = readings_from(said.get("layouts", {}))
    except (ValueError, TypeError):  # of a program that knows more: it stays as it is, and is not used
        readings = {}
    return ProfileRow(row.uid, row.name, row.supplier, row.used_at, readings, frozenset(said.get("enterprises", ())))


def find_profile(session: Session, name: str) -> ImportProfile:
    """A profile by its name (or portable id).

    Raises:
        Refused: "profile.unknown".
    """
    rows = session.scalars(select(ImportProfile).order_by(col(ImportProfile.name_key))).all()
    key = search_key(name)
    for row in rows:
        if row.uid == name or row.name_key == key:
            return row
    raise Refused("profile.unknown", name=name, names=", ".join(row.name for row in rows) or "–")


def rename_profile(session: Session, name: str, new: str) -> str:
    """Give a profile another name; returns it.

    Raises:
        Refused: "profile.unknown". InvalidInput: "profile.name_taken", those of a name.
    """
    row = find_profile(session, name)
    wanted = ImportProfileIn.from_row(row, name=new)
    for other in session.scalars(select(ImportProfile)).all():
        if other.uid != row.uid and other.name_key == wanted.name_key:
            raise InvalidInput("profile.name_taken", field="name", name=wanted.name)
    assign(row, wanted)
    return wanted.name


def delete_profile(session: Session, name: str) -> str:
    """Forget a profile; what was imported with it stays. Returns its name.

    Raises:
        Refused: "profile.unknown".
    """
    row = find_profile(session, name)
    session.delete(row)
    return row.name


# -- files -------------------------------------------------------------------------------------------------------------


def write_profile(session: Session, name: str, file: Path) -> None:
    """Write a profile as a file for others; it names no enterprise.

    Raises:
        Refused: "profile.unknown". StorageTrouble: as `db.storage.told`.
    """
    row = _row(find_profile(session, name))
    layouts = {layout: reading.as_json() for layout, reading in row.readings.items()}
    content = {_FORMAT: 1, "name": row.name, "supplier": row.supplier, "layouts": layouts}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with appears_whole(file) as draft:
        draft.write_text(text, encoding="utf-8")


def read_profile_file(file: Path) -> ProfileRow:
    """A profile out of a file of others.

    Raises:
        UnreadableFile: "profile.bad_file", with the file. StorageTrouble: as `db.storage.told`.
    """
    with told(file), file.open("rb") as opened:
        data = opened.read(_LARGEST + 1)
    try:
        said = json.loads(data.decode("utf-8-sig")) if len(data) <= _LARGEST else None
        if not isinstance(said, dict) or said.get(_FORMAT) != 1:
            raise ValueError("not a profile")
        name, supplier = said.get("name"), said.get("supplier", "")
        if not isinstance(name, str) or not name.strip() or not isinstance(supplier, str):
            raise ValueError("not a profile")
        readings = readings_from(said.get("layouts", {}))
    except (ValueError, TypeError, RecursionError):
        raise UnreadableFile("profile.bad_file", file=file.name) from None
    return ProfileRow("", name.strip()[:_NAME_LIMIT], supplier.strip()[:_SUPPLIER_LIMIT], "", readings)


def take_profile(session: Session, profile: ProfileRow) -> str:
    """Add a profile that came as a file; returns its name here. The same one again is not added twice."""
    rows = session.scalars(select(ImportProfile)).all()
    key = search_key(profile.name)
    for row in rows:
        if row.name_key == key and _row(row).readings == profile.readings:
            return row.name
    name = _free_name(profile.name, {row.name_key for row in rows})
    reading = _stored(profile.readings, ())
    session.add(make(ImportProfile, ImportProfileIn(name=name, supplier=profile.supplier, reading=reading)))
    return name


def understood(
    understand: Callable[[ImportOptions], Understanding],
    profiles: Sequence[ProfileRow],
    workbook: Workbook,
    enterprise: str,
    options: ImportOptions,
) -> tuple[Understanding, Recall]:
    """Understand a file as last time: once, and again when something is remembered about its layouts.

    Raises:
        Refused: As `recall`.
    """
    found: Understanding | None = None
    try:
        found = understand(options)
    except UnreadableFile as error:
        if error.message_id != "import.no_bills" or not profiles:
            raise
        recalled = recall(profiles, sighted(workbook), workbook, enterprise, options)
        if recalled.options == options:
            raise
    else:
        recalled = recall(profiles, found, workbook, enterprise, options)
    if found is None or recalled.options != options:
        found = understand(recalled.options)
    if recalled.used:
        note = ("import.note_profile", {"name": ", ".join(row.name for row in recalled.used)})
        found = dataclasses.replace(found, notes=(*found.notes, note))
    return found, recalled
