"""An audit as a file and back: nothing lost, nothing twice, nothing half, whatever the file holds."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import io
import json
import random
import sqlite3
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from score_desktop.enums import OnNewer
from score_desktop.errors import Refused, ScoreError, UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.models import (
    Attachment,
    AttachmentContent,
    Audit,
    AuditFactor,
    AuditIn,
    Bill,
    BillIn,
    Enterprise,
    ImportBatch,
    Meter,
    MeterIn,
    assign,
    make,
)
from score_desktop.services import audit_file
from score_desktop.services.context import Context
from score_desktop.services.pack import UnpackResult, pack, unpack
from score_desktop.services.workspace import check
from tests.unit.db.build import LOGO, bill_input, firm, workspace

LOCAL = {"id"}


def packed(folder: Path, name: str = "a", bills: int = 5) -> tuple[Path, Path, str]:
    """A workspace, its audit as a file, and the audit's uid."""
    path, audit = workspace(folder, f"{name}.sqlite", bills=bills)
    out = folder / f"{name}.score"
    out.write_bytes(_packed(name, bills))
    return path, out, audit


@functools.cache
def _packed(name: str, bills: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="score-test-") as folder:
        path, audit = workspace(Path(folder), f"{name}.sqlite", bills=bills)
        with Context.open(path, read_only=True) as context:
            context.read(pack, audit, Path(folder) / "a.score")
        return (Path(folder) / "a.score").read_bytes()


def take(path: Path, file: Path, on_newer: OnNewer = OnNewer.REFUSE) -> UnpackResult:
    with Context.open(path, create=True) as context:
        return unpack(context, file, on_newer)


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Rows without local ids and references; contents of attachments are their bytes alone."""
    connection = sqlite3.connect(path)
    found = {}
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name in ("change_log", "alembic_version"):
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        if name == "attachment_content":
            columns = ["content"]
        kept = [c for c in columns if c != "id" and not c.endswith("_id")]
        found[name] = sorted(connection.execute(f"SELECT {', '.join(kept)} FROM {name}").fetchall(), key=repr)
    connection.close()
    return found


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(file: Path, parts: dict[str, bytes], *, honest: bool = True) -> None:
    """Write changed parts; `honest` brings the manifest's checksums along, as a forger would."""
    manifest = json.loads(parts.pop("manifest.json"))
    if honest:
        manifest["members"] = {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
        }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, data in parts.items():
            archive.writestr(name, data)


def test_all_of_it_travels(tmp_path: Path) -> None:
    path, file, audit = packed(tmp_path, bills=300)
    with Context.open(tmp_path / "b.sqlite", create=True) as other:
        other.write(firm, "Otra")  # so that local ids differ
    result = take(tmp_path / "b.sqlite", file)
    assert result.audit == audit and result.added == sum(sum(c.values()) for c in result.tables.values())
    assert result.tables["bill"] == {"added": 301, "same": 0, "replaced": 0, "kept": 0}
    ours, theirs = content(path), content(tmp_path / "b.sqlite")
    for name, rows in ours.items():
        assert set(map(repr, rows)) <= set(map(repr, theirs[name])), name
    assert check(tmp_path / "b.sqlite").ok
    with Context.open(tmp_path / "b.sqlite") as other:
        other.read(pack, audit, tmp_path / "again.score")
    assert (tmp_path / "again.score").read_bytes() == file.read_bytes()


def test_twice_is_once(tmp_path: Path) -> None:
    path, file, _ = packed(tmp_path)
    before = content(path)
    result = take(path, file)
    assert (result.added, result.replaced, result.kept) == (0, 0, 0) and result.same > 10
    assert content(path) == before
    first = take(tmp_path / "b.sqlite", file)
    second = take(tmp_path / "b.sqlite", file)
    assert (second.added, second.same) == (0, first.added)
    assert result.as_json()["same"] == result.same


def test_the_same_state_gives_the_same_bytes(tmp_path: Path) -> None:
    path, file, audit = packed(tmp_path)
    with Context.open(path) as context:
        context.read(pack, audit, tmp_path / "again.score")
    assert (tmp_path / "again.score").read_bytes() == file.read_bytes()


def edit(path: Path, quantity: int) -> None:
    def change(session: Session) -> None:
        bill = session.exec(select(Bill).order_by(Bill.id)).first()  # type: ignore[arg-type]
        assert bill is not None
        assign(bill, BillIn.from_row(bill, quantity=Decimal(quantity)))

    with Context.open(path) as context:
        context.write(change)


def quantity(path: Path) -> Decimal | None:
    with Context.open(path, read_only=True) as context:
        return context.read(lambda session: session.exec(select(Bill).order_by(Bill.id)).first().quantity)  # type: ignore[arg-type, union-attr]


@pytest.mark.parametrize(
    ("on_newer", "left"), [(OnNewer.KEEP, "120.5"), (OnNewer.REPLACE, "77"), (OnNewer.REFUSE, "120.5")]
)
def test_a_newer_record_in_the_file(tmp_path: Path, on_newer: OnNewer, left: str) -> None:
    path, file, audit = packed(tmp_path)
    take(tmp_path / "b.sqlite", file)
    edit(path, 77)
    with Context.open(path) as context:
        context.read(pack, audit, file)
    before = content(tmp_path / "b.sqlite")
    if on_newer is OnNewer.REFUSE:
        with pytest.raises(Refused) as refused:
            take(tmp_path / "b.sqlite", file, on_newer)
        assert refused.value.message_id == "pack.newer_record" and refused.value.params["count"] == 1
        assert content(tmp_path / "b.sqlite") == before
    else:
        result = take(tmp_path / "b.sqlite", file, on_newer)
        assert (result.replaced, result.kept) == ((1, 0) if on_newer is OnNewer.REPLACE else (0, 1))
    assert quantity(tmp_path / "b.sqlite") == Decimal(left)
    if on_newer is OnNewer.REPLACE:
        assert content(tmp_path / "b.sqlite") == content(path)


@pytest.mark.parametrize("on_newer", list(OnNewer))
def test_a_newer_stored_record_stays(tmp_path: Path, on_newer: OnNewer) -> None:
    path, file, _ = packed(tmp_path)
    edit(path, 88)
    result = take(path, file, on_newer)
    assert (result.kept, result.replaced) == (1, 0) and quantity(path) == 88


def test_both_entered_the_same_bills(tmp_path: Path) -> None:
    """Trainer and client each typed the same month, at a meter that each had made: one of it stays."""
    path, file, audit = packed(tmp_path)
    take(tmp_path / "b.sqlite", file)

    def more(session: Session) -> None:
        site = session.exec(select(Meter)).one().site_id
        meter = make(Meter, MeterIn(name="Agua 7", resource="water", unit="m3", unit_base="m3"), site_id=site)
        session.add(meter)
        session.flush()
        for cost in (1, 1, 2):
            session.add(make(Bill, bill_input(unit="m3", cost=Decimal(cost)), meter_id=meter.key))

    for each in (path, tmp_path / "b.sqlite"):
        with Context.open(each) as context:
            context.write(more)
    with Context.open(path) as context:
        context.write(lambda session: session.add(make(Bill, bill_input(unit="m3", cost=Decimal(1)), meter_id=2)))
        context.read(pack, audit, file)
    result = take(tmp_path / "b.sqlite", file)
    assert result.tables["meter"]["added"] == 0 and result.tables["bill"]["added"] == 1
    assert take(tmp_path / "b.sqlite", file).tables["bill"] == {"added": 0, "same": 10, "replaced": 0, "kept": 0}


def test_equal_purchases_of_one_side_are_two(tmp_path: Path) -> None:
    """A stored bill that the file holds itself is nobody else's twin."""
    path, file, audit = packed(tmp_path)
    take(tmp_path / "b.sqlite", file)

    def same_again(session: Session) -> None:
        first = session.exec(select(Bill).order_by(Bill.id)).first()  # type: ignore[arg-type]
        assert first is not None
        session.add(make(Bill, BillIn.from_row(first), meter_id=first.meter_id))

    with Context.open(path) as context:
        context.write(same_again)
        context.read(pack, audit, file)
    assert take(tmp_path / "b.sqlite", file).tables["bill"] == {"added": 1, "same": 6, "replaced": 0, "kept": 0}


def test_a_factor_chosen_on_both_sides_is_one_choice(tmp_path: Path) -> None:
    path, file, _ = packed(tmp_path)
    parts = members(file)
    put(parts, "audit_factor", "chosen", 1)
    rebuilt(file, parts)

    def remake(session: Session) -> None:
        old = session.exec(select(AuditFactor)).one()
        fresh = AuditFactor(audit_id=old.audit_id, subject=old.subject, factor_key="y", chosen=True, snapshot={})
        session.delete(old)
        session.add(fresh)

    with Context.open(path) as context:
        context.write(remake)
    result = take(path, file)
    assert result.tables["audit_factor"] == {"added": 0, "same": 0, "replaced": 0, "kept": 1}
    with Context.open(path) as context:
        assert context.read(lambda session: session.exec(select(AuditFactor)).one().factor_key) == "y"


def test_copies_of_the_factors_of_two_years_stand_side_by_side(tmp_path: Path) -> None:
    """A meter has one copy for each year of use; another year's is no newer version of it."""
    path, file, audit = packed(tmp_path)
    take(tmp_path / "b.sqlite", file)

    def next_year(session: Session) -> None:
        old = session.exec(select(AuditFactor)).one()
        session.add(AuditFactor(audit_id=old.audit_id, subject=old.subject, factor_key="y", snapshot={}))

    with Context.open(path) as context:
        context.write(next_year)
        context.read(pack, audit, file)
    result = take(tmp_path / "b.sqlite", file)
    assert result.tables["audit_factor"] == {"added": 1, "same": 1, "replaced": 0, "kept": 0}


def test_attachments_follow_their_record(tmp_path: Path) -> None:
    path, file, audit = packed(tmp_path)
    take(tmp_path / "b.sqlite", file)
    data = b"another logo"

    def change(session: Session) -> None:
        logo = session.exec(select(Attachment)).one()
        logo.sha256, logo.size = hashlib.sha256(data).hexdigest(), len(data)
        session.exec(select(AttachmentContent)).one().content = data

    with Context.open(path) as context:
        context.write(change)
        context.read(pack, audit, file)
    take(tmp_path / "b.sqlite", file, OnNewer.REPLACE)
    with Context.open(tmp_path / "b.sqlite") as context:
        assert context.read(lambda session: session.exec(select(AttachmentContent)).one().content) == data
    assert check(tmp_path / "b.sqlite").ok


def whole(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows as they are stored, the audit trail aside."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if name != "change_log"]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in kept}


def test_taking_a_file_in_is_undone_and_done_again(tmp_path: Path) -> None:
    """New records leave, replaced ones are what they were; the same again forwards."""
    path, file, audit = packed(tmp_path, bills=2500)
    here = tmp_path / "b.sqlite"
    take(here, file)
    edit(path, 77)
    data = b"another logo"

    def change(session: Session) -> None:
        logo = session.exec(select(Attachment)).one()
        logo.sha256, logo.size = hashlib.sha256(data).hexdigest(), len(data)
        session.exec(select(AttachmentContent)).one().content = data
        meter = session.exec(select(Meter).order_by(Meter.id)).first()  # type: ignore[arg-type]
        assert meter is not None
        for day in (1, 2):
            values = bill_input(period_start=dt.date(2019, 1, day), period_end=dt.date(2019, 1, day + 1))
            session.add(make(Bill, values, meter_id=meter.key))

    with Context.open(path) as context:
        context.write(change)
        context.read(pack, audit, file)
    before = whole(here)
    result = take(here, file, OnNewer.REPLACE)
    assert result.added == 2 and result.replaced == 2
    after = whole(here)
    with Context.open(here) as context:
        assert context.undo_last().label == "change.unpacked"
        assert whole(here) == before
        context.redo_last()
    assert whole(here) == after
    assert check(here).ok


def test_a_whole_audit_that_was_taken_in_is_undone(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    here = tmp_path / "b.sqlite"
    with Context.open(here, create=True) as context:
        context.write(firm, "Otra")
        before = whole(here)
        unpack(context, file)
        after = whole(here)
        context.undo_last()
        assert whole(here) == before
        context.redo_last()
        assert whole(here) == after


def test_what_was_edited_since_keeps_a_file_from_being_undone(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    here = tmp_path / "b.sqlite"
    with Context.open(here, create=True) as context:
        told: list[str] = []
        context.listen(lambda change: told.append(change.uid))
        unpack(context, file)
    edit(here, 9)
    with Context.open(here) as context:
        with pytest.raises(Refused) as refused:
            context.undo(told[0])
        assert refused.value.message_id == "undo.changed_since"
        context.undo_last()
        context.undo(told[0])
        assert context.read(lambda session: session.exec(select(Bill)).all()) == []


def test_an_import_seen_from_another_audit(tmp_path: Path) -> None:
    path, _, audit = packed(tmp_path)

    def second(session: Session) -> str:
        first = session.exec(select(Audit)).one()
        other = make(Audit, AuditIn.from_row(first, name="Segunda"), enterprise_id=first.enterprise_id)
        session.add(other)
        session.flush()
        session.exec(select(ImportBatch)).one().audit_id = other.key
        return other.uid

    with Context.open(path) as context:
        other = context.write(second)
        for uid in (audit, other):
            context.read(pack, uid, tmp_path / f"{uid}.score")
    take(tmp_path / "b.sqlite", tmp_path / f"{audit}.score")
    take(tmp_path / "b.sqlite", tmp_path / f"{other}.score")
    with Context.open(tmp_path / "b.sqlite") as context:
        assert context.read(lambda session: len(session.exec(select(Audit)).all())) == 2
        assert context.read(lambda session: len(session.exec(select(Enterprise)).all())) == 1
    assert take(tmp_path / "c.sqlite", tmp_path / f"{other}.score").added > 0


def test_unknown_audit(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    with Context.open(path) as context, pytest.raises(Refused) as unknown:
        context.read(pack, "0" * 32, tmp_path / "x.score")
    assert unknown.value.message_id == "pack.audit_unknown" and not (tmp_path / "x.score").exists()


# -- files from anywhere ----------------------------------------------------------------------------------------------


def refused_and_unchanged(path: Path, file: Path) -> ScoreError:
    before = content(path)
    with pytest.raises(ScoreError) as refused:
        take(path, file, OnNewer.REPLACE)
    assert content(path) == before
    assert file.name in Texts("en").error(refused.value)
    return refused.value


def replace_line(parts: dict[str, bytes], table: str, line: int, change: Callable[[list[Any]], None]) -> None:
    name = f"tables/{table}.jsonl"
    lines = parts[name].decode().splitlines()
    row = json.loads(lines[line])
    change(row)
    lines[line] = json.dumps(row)
    parts[name] = ("\n".join(lines) + "\n").encode()


def put(parts: dict[str, bytes], table: str, column: str, value: Any) -> None:
    columns = json.loads(parts[f"tables/{table}.jsonl"].splitlines()[0])
    replace_line(parts, table, 1, lambda row: row.__setitem__(columns.index(column), value))


FORGED = [
    ("bill", "quantity", "1e9"),
    ("bill", "quantity", 1.5),
    ("bill", "quantity", True),
    ("bill", "quantity", 2**70),
    ("bill", "quantity", 10**17),
    ("bill", "period_end", "2025-02-30"),
    ("bill", "period_end", "2024-01-01"),
    ("bill", "period_end", "20250201"),
    ("bill", "unit", "furlong"),
    ("bill", "estimated", 2),
    ("bill", "estimated", 1.0),
    ("bill", "uid", "'; DROP TABLE bill; --"),
    ("bill", "uid", None),
    ("bill", "updated_at", "tomorrow"),
    ("bill", "meter_uid", "0" * 32),
    ("bill", "meter_uid", None),
    ("bill", "note", "x" * 5000),
    ("bill", "note", ["x"]),
    ("bill", "quality", "E"),
    ("meter", "resource", "plutonium"),
    ("meter", "name", "   "),
    ("site", "area_m2", -4.0),
    ("site", "area_m2", float("inf")),
    ("import_batch", "report", "[1, 2"),
    ("import_batch", "report", "7"),
    ("activity_value", "period_end", "2000-01-01"),
    ("enterprise", "country", "Bolivia"),
    ("attachment", "sha256", "0" * 64),
    ("attachment", "size", -1),
    ("audit", "uid", "0" * 32),
    ("audit", "report_date", "9999-12-31"),
    ("site", "area_m2", 10**400),
    ("enterprise", "language", "zz"),
    ("bill", "note", "\ud800"),
    ("bill", "updated_at", "9999-99-99T99:99:99.999999Z"),
    ("bill", "updated_at", "٢٠٢٥-01-01T00:00:00.000000Z"),
    ("import_batch", "imported_at", "tomorrow"),
    ("import_batch", "inverse", '{"made":' + "[" * 100_000 + "]" * 100_000 + "}"),
    ("import_batch", "inverse", '{"made":[["meter"]]}'),
    ("import_batch", "inverse", '{"made":[["enterprise","' + "0" * 32 + '"]]}'),
    ("import_batch", "inverse", '{"replaced":[7]}'),
    ("import_batch", "inverse", '{"replaced":[{"table":"enterprise","before":{"id":1},"after":{"id":1}}]}'),
    ("import_batch", "inverse", '{"replaced":[{"table":"bill","before":{"id":1},"after":{"id":1}}]}'),
]


@pytest.mark.parametrize(("table", "column", "value"), FORGED)
def test_a_forged_value_is_refused(tmp_path: Path, table: str, column: str, value: Any) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    put(parts, table, column, value)
    rebuilt(file, parts)
    target, _ = workspace(tmp_path, "b.sqlite")
    assert refused_and_unchanged(target, file).message_id == "pack.damaged"


def test_the_sort_key_is_never_taken_from_a_file(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    put(parts, "enterprise", "name_key", "aaa")
    rebuilt(file, parts)
    take(tmp_path / "b.sqlite", file)
    assert check(tmp_path / "b.sqlite").ok


def test_a_file_of_an_older_program_gets_defaults(tmp_path: Path) -> None:
    """A column that was added since is filled with its default."""
    _, file, _ = packed(tmp_path)
    parts = members(file)
    place = json.loads(parts["tables/bill.jsonl"].splitlines()[0]).index("category")
    for line in range(len(parts["tables/bill.jsonl"].splitlines())):
        replace_line(parts, "bill", line, lambda row: row.pop(place))
    rebuilt(file, parts)
    assert take(tmp_path / "b.sqlite", file).tables["bill"]["added"] == 6


@pytest.mark.parametrize(
    ("change", "message_id"),
    [
        (lambda m: m.update(format=2), "pack.newer"),
        (lambda m: m.update(schema="9999"), "pack.newer"),
        (lambda m: m.update(format="1"), "pack.damaged"),
        (lambda m: m.update(product="other"), "pack.not_ours"),
        (lambda m: m.update(members=[]), "pack.damaged"),
        (lambda m: m["members"].pop("tables/bill.jsonl"), "pack.damaged"),
        (lambda m: m["members"]["tables/bill.jsonl"].update(sha256="0"), "pack.damaged"),
        (lambda m: m["members"].update({"tables/bill.jsonl": 3}), "pack.damaged"),
    ],
)
def test_the_manifest_is_believed_only_if_it_holds(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], message_id: str
) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    manifest = json.loads(parts["manifest.json"])
    change(manifest)
    parts["manifest.json"] = json.dumps(manifest).encode()
    rebuilt(file, parts, honest=False)
    target, _ = workspace(tmp_path, "b.sqlite")
    assert refused_and_unchanged(target, file).message_id == message_id


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "tables/../../evil.jsonl", "tables/BILL.jsonl", "attachments/x", "extra"]
)
def test_names_lead_nowhere(tmp_path: Path, name: str) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    parts[name] = b"[]\n"
    rebuilt(file, parts)
    target, _ = workspace(tmp_path, "b.sqlite")
    before = {path.name for path in tmp_path.rglob("*")}
    assert refused_and_unchanged(target, file).message_id == "pack.damaged"
    assert {path.name for path in tmp_path.rglob("*")} <= {*before, "b.sqlite.lock"}


@pytest.mark.parametrize("column", ["surprise", "id", "meter_id"])
def test_unknown_columns_are_refused(tmp_path: Path, column: str) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    for line in range(len(parts["tables/bill.jsonl"].splitlines())):
        replace_line(parts, "bill", line, lambda row, line=line: row.append(1 if line else column))  # type: ignore[misc]
    rebuilt(file, parts)
    target, _ = workspace(tmp_path, "b.sqlite")
    assert refused_and_unchanged(target, file).message_id == "pack.damaged"


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_file, "LIMIT_MB", 4)
    _, file, _ = packed(tmp_path)
    parts = members(file)
    parts["tables/contact.jsonl"] = b"[" + b" " * (20 << 20) + b"]\n"
    rebuilt(file, parts)
    assert file.stat().st_size < 1 << 20
    target, _ = workspace(tmp_path, "b.sqlite")
    assert refused_and_unchanged(target, file).message_id == "pack.too_large"


@pytest.mark.parametrize("line", [b"[0]\n", b'["' + b"x" * 4000 + b'"]\n'])
def test_a_bomb_of_rows_is_stopped_before_it_fills_the_memory(tmp_path: Path, line: bytes) -> None:
    """What is small as a file and large as text is ten times as large as rows."""
    _, file, _ = packed(tmp_path)
    parts = members(file)
    parts["tables/contact.jsonl"] = b'["uid"]\n' + line * ((100 << 20) // max(len(line), 100))
    rebuilt(file, parts)
    target, _ = workspace(tmp_path, "b.sqlite")
    tracemalloc.start()
    assert refused_and_unchanged(target, file).message_id == "pack.too_large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 350 << 20


def test_names_from_files_are_cleaned_like_typed_ones(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    put(parts, "meter", "name", " 7\x1b[31m\n8 ")
    put(parts, "activity_value", "name", "Pan\x00")
    rebuilt(file, parts)
    for _ in range(2):
        result = take(tmp_path / "b.sqlite", file)
    assert result.added == 0 and result.kept == 0
    with Context.open(tmp_path / "b.sqlite") as context:
        assert context.read(lambda session: session.exec(select(Meter)).one().name) == "7 [31m 8"
    assert check(tmp_path / "b.sqlite").ok


def test_deep_nesting_is_damage(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    parts["tables/contact.jsonl"] = b"[" * 200_000 + b"\n"
    rebuilt(file, parts)
    target, _ = workspace(tmp_path, "b.sqlite")
    assert refused_and_unchanged(target, file).message_id == "pack.damaged"


def test_what_is_no_audit_file(tmp_path: Path) -> None:
    target, _ = workspace(tmp_path, "b.sqlite")
    (tmp_path / "text.score").write_text("hola", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "zip.score", "w") as archive:
        archive.writestr("a.txt", "hola")
    (tmp_path / "empty.score").touch()
    for name in ("text", "zip", "empty"):
        assert refused_and_unchanged(target, tmp_path / f"{name}.score").message_id == "pack.not_ours"
    assert refused_and_unchanged(target, tmp_path / "none.score").message_id == "pack.missing"
    assert refused_and_unchanged(target, tmp_path / f"{'n' * 300}.score").message_id == "storage.failed"


def test_flipped_bytes_are_noticed(tmp_path: Path) -> None:
    """Every damaged file is refused, or holds exactly what was packed (a bit that nothing depends on)."""
    _, file, _ = packed(tmp_path)
    whole = audit_file.read_file(file)
    data = file.read_bytes()
    lottery = random.Random(2026)
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(lottery.choice([1, 1, 8])):
            broken[lottery.randrange(len(broken))] ^= 1 << lottery.randrange(8)
        if lottery.random() < 0.1:
            broken = broken[: lottery.randrange(len(broken))]
        file.write_bytes(bytes(broken))
        try:
            assert audit_file.read_file(file) == whole
        except (UnreadableFile, Refused):
            continue


def test_lzma_and_encryption_are_not_ours(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    target, _ = workspace(tmp_path, "b.sqlite")
    assert refused_and_unchanged(target, file).message_id == "pack.damaged"


def test_the_logo_stands_in_the_file_once(tmp_path: Path) -> None:
    _, file, _ = packed(tmp_path)
    parts = members(file)
    assert parts[f"attachments/{hashlib.sha256(LOGO).hexdigest()}"] == LOGO
    assert all(
        info.date_time == (1980, 1, 1, 0, 0, 0) for info in zipfile.ZipFile(io.BytesIO(file.read_bytes())).infolist()
    )
