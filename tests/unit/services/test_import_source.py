"""The file behind a bill: kept once for its content, shown again at its row, or said to be missing."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.db.files import content_of, keep_file, kept_file
from score_desktop.db.recorder import ChangeSet
from score_desktop.enums import OnConflict, Resource
from score_desktop.errors import Refused, UnreadableFile
from score_desktop.jobs import Progress
from score_desktop.paths import resources
from score_desktop.services import audits, bill_edits, import_source, import_undo, imports, pack, removal
from score_desktop.services.bills import BillFilter, bill_ids, bill_page
from score_desktop.services.context import Context
from score_desktop.services.enterprises import find_enterprise
from score_desktop.services.import_session import commit, prepare, read_workbook
from score_desktop.services.import_source import SourceSheet, open_source, source_place
from score_desktop.services.workspace import check

TODAY = dt.date(2026, 3, 18)
SAMPLES = resources() / "samples"


class Desk:
    """One enterprise with its audit."""

    def __init__(self, context: Context, folder: Path) -> None:
        self.context, self.folder = context, folder
        made = context.write(audits.new_audit, audits.NewAudit("Panadería", "BO"), TODAY)
        self.audit, self.enterprise = made.audit, made.enterprise

    def copy(self, number: str) -> Path:
        path = next(SAMPLES.glob(f"{number}_*"))
        return Path(shutil.copy(path, self.folder / path.name))

    def take(self, path: Path, *, keep: bool = True, **options: object) -> imports.ImportOutcome:
        wanted = imports.ImportOptions(keep=keep, **options)  # type: ignore[arg-type]
        return imports.import_file(self.context, path, self.audit, wanted, Progress(), TODAY)

    def bills(self, resource: Resource | None = None) -> list[int]:
        return list(self.context.read(bill_ids, BillFilter(self.enterprise, resource)))

    def open(self, bill: int) -> SourceSheet:
        return open_source(self.context, bill, Progress())

    def attachments(self) -> list[tuple[str, int]]:
        connection = sqlite3.connect(self.context.path)
        rows = connection.execute("SELECT file_name, size FROM attachment WHERE kind = 'source' ORDER BY id").fetchall()
        connection.close()
        return rows


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "w.sqlite"
    with Context.open(path, create=True, actor="test") as context:
        yield Desk(context, tmp_path)
    assert check(path).ok and not check(path).problems


def framed(source: SourceSheet) -> list[object]:
    """Values of the framed cells, from left to right."""
    sheet = source.sheet
    return [sheet.rows[row - sheet.first_row][column - sheet.first_col] for row, column in sorted(source.cells)]


def test_every_bill_shows_the_row_it_was_read_from(desk: Desk) -> None:
    file = desk.copy("01")
    assert desk.take(file).kept
    file.unlink()
    bills = desk.bills(Resource.ELECTRICITY)
    rows = {row.id: row for row in desk.context.read(bill_page, bills)}
    for bill in (bills[0], bills[len(bills) // 2], bills[-1]):
        source = desk.open(bill)
        row = rows[bill]
        assert source.kept and source.place.row == row.source_row
        assert {number for number, _ in source.cells} == {row.source_row}
        values = framed(source)
        assert float(row.quantity or 0) in values and float(row.cost or 0) in values
        assert len(values) < source.sheet.width + 1


def test_where_periods_run_across_one_cell_is_framed(desk: Desk) -> None:
    desk.take(desk.copy("02"))
    bill = desk.bills(Resource.WATER)[0]
    (row,) = desk.context.read(bill_page, [bill])
    source = desk.open(bill)
    assert row.source_column and len(source.cells) == 1
    assert framed(source) == [float(row.quantity or 0)]


@pytest.mark.parametrize("keep", [True, False])
def test_a_file_that_is_not_kept_is_shown_from_where_it_lies(desk: Desk, keep: bool) -> None:
    file = desk.copy("01")
    outcome = desk.take(file, keep=keep)
    assert (outcome.kept, len(desk.attachments())) == (keep, int(keep))
    bill = desk.bills()[0]
    assert desk.open(bill).kept is keep
    content = file.read_bytes()
    file.write_bytes(content + b" ")
    if keep:
        assert desk.open(bill).kept
        return
    with pytest.raises(Refused, match=r"source\.changed") as changed:
        desk.open(bill)
    assert changed.value.params["file"] == file.name and changed.value.params["row"] > 0
    file.write_bytes(content)
    assert not desk.open(bill).kept
    file.unlink()
    with pytest.raises(Refused, match=r"source\.not_kept"):
        desk.open(bill)


def test_the_same_content_is_kept_once_also_under_another_name(desk: Desk) -> None:
    file = desk.copy("01")
    first = desk.take(file)
    other = Path(shutil.copy(file, desk.folder / "otra vez.xlsx"))
    desk.take(other)
    assert len(desk.attachments()) == 1
    import_undo.undo_import(desk.context, first.batch or "")
    assert len(desk.attachments()) == 1, "what was kept stays"
    desk.take(file)
    assert len(desk.attachments()) == 1
    assert desk.open(desk.bills()[0]).kept


def test_what_is_kept_is_what_was_read(desk: Desk) -> None:
    file = desk.copy("01")
    preview = prepare(desk.context, read_workbook(file, Progress()), desk.audit, imports.ImportOptions(), Progress())
    file.write_bytes(b"another one by now")
    outcome = commit(desk.context, preview, {}, Progress(), TODAY, keep=True)
    assert outcome.records.imported == 73 and not outcome.kept and desk.attachments() == []
    file.unlink()
    again = prepare(desk.context, preview.file, desk.audit, imports.ImportOptions(), Progress())
    assert not commit(desk.context, again, {}, Progress(), TODAY, keep=True).kept


def test_a_file_of_any_size_is_imported_but_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_source, "MOST_BYTES", 1000)
    outcome = desk.take(desk.copy("01"))
    assert outcome.records.imported == 73 and not outcome.kept


def test_a_dry_run_and_a_typed_bill_have_nothing_to_show(desk: Desk) -> None:
    file = desk.copy("01")
    assert not desk.take(file, dry_run=True).kept and desk.attachments() == []
    new = bill_edits.NewBill(
        {"meter": "M", "resource": "water", "period_start": dt.date(2025, 1, 1), "cost": Decimal(5)}
    )
    made = desk.context.write(bill_edits.add_bills, desk.enterprise, [new]).made
    with pytest.raises(Refused, match=r"source\.typed"):
        desk.open(int(made[0]))
    with pytest.raises(Refused, match=r"bill\.gone"):
        desk.open(999_999)


def test_a_replaced_bill_shows_the_file_of_its_values(desk: Desk) -> None:
    sheet = "Medidor;Periodo;Factura;Consumo (kWh);Importe Bs\nM-1;Enero 2025;F1;1200;{cost}\n"
    for name, cost in (("a.csv", 100), ("b.csv", 200)):
        (desk.folder / name).write_text(sheet.format(cost=cost), encoding="utf-8")
        desk.take(desk.folder / name, on_conflict=OnConflict.REPLACE)
    (bill,) = desk.bills()
    source = desk.open(bill)
    assert source.place.file == "b.csv" and source.kept and 200.0 in [float(str(v)) for v in framed(source)[-1:]]


def test_it_travels_with_the_audit_but_not_where_it_lay(desk: Desk) -> None:
    file = desk.copy("01")
    desk.take(file)
    second = desk.copy("02")
    desk.take(second, keep=False)
    desk.context.read(pack.pack, desk.audit, desk.folder / "a.score")
    with Context.open(desk.folder / "other.sqlite", create=True) as other:
        pack.unpack(other, desk.folder / "a.score")
        assert pack.unpack(other, desk.folder / "a.score").added == 0
        wanted = BillFilter(desk.enterprise, Resource.ELECTRICITY)
        assert open_source(other, other.read(bill_ids, wanted)[0], Progress()).kept
        water = other.read(bill_ids, BillFilter(desk.enterprise, Resource.WATER))[0]
        assert other.read(source_place, water).path is None
        with pytest.raises(Refused, match=r"source\.not_kept"):
            open_source(other, water, Progress())
        other.write(removal.delete_enterprise, desk.enterprise, label=("change.enterprise_deleted", {"name": "x"}))
        other.undo_last()
        assert open_source(other, other.read(bill_ids, wanted)[0], Progress()).kept
    assert str(desk.folder).encode() not in (desk.folder / "a.score").read_bytes()
    assert check(desk.folder / "other.sqlite").ok


def test_more_files_than_an_audit_file_takes_leaves_the_oldest_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = desk.copy("01"), desk.copy("02")
    desk.take(first)
    desk.take(second)
    monkeypatch.setattr(pack, "TABLES_LIMIT_MB", 0)
    monkeypatch.setattr(pack, "LIMIT_MB", 0)
    desk.context.read(pack.pack, desk.audit, desk.folder / "none.score")
    with Context.open(desk.folder / "other.sqlite", create=True) as other:
        pack.unpack(other, desk.folder / "none.score")
        assert sqlite3.connect(other.path).execute("SELECT count(*) FROM attachment").fetchone()[0] == 0


def test_a_kept_file_that_cannot_be_read_any_more_says_so(desk: Desk) -> None:
    desk.take(desk.copy("01"))
    connection = sqlite3.connect(desk.context.path)
    was = connection.execute("SELECT content FROM attachment_content").fetchone()[0]
    connection.execute("UPDATE attachment_content SET content = ?", (b"PK\x03\x04 broken",))
    connection.commit()
    with pytest.raises(UnreadableFile):
        desk.open(desk.bills()[0])
    connection.execute("UPDATE attachment_content SET content = ?", (was,))
    connection.commit()
    connection.close()


def test_the_command_line_keeps_it_when_asked(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    import json

    from score_desktop import cli

    file = desk.copy("01")
    desk.context.close()
    data = ["--data", str(desk.context.path), "import", str(file), "--audit", desk.audit, "--json"]
    assert cli.main([*data, "--keep-file"]) == 0
    assert json.loads(capfd.readouterr().out)["kept"] is True
    assert [name for name, _ in desk.attachments()] == [file.name]


def test_an_enterprise_with_a_kept_file_can_be_undone_and_comes_again_with_it(desk: Desk) -> None:
    context = desk.context
    seen: list[ChangeSet] = []
    context.listen(seen.append)
    made = context.write(audits.new_audit, audits.NewAudit("Lavandería", "BO"), TODAY)
    outcome = imports.import_file(
        context, desk.copy("01"), made.audit, imports.ImportOptions(keep=True), Progress(), TODAY
    )
    before = desk.attachments()
    with pytest.raises(Refused, match=r"undo\.in_use"):
        context.undo(seen[0].uid)
    assert desk.attachments() == before, "a refusal takes nothing away"
    import_undo.undo_import(context, outcome.batch or "")
    gone = context.undo(seen[0].uid)
    assert {"attachment", "attachment_content", "import_batch", "enterprise"} <= gone.tables
    assert desk.attachments() == []
    context.redo(seen[0].uid)
    assert desk.attachments() == before
    assert check(context.path).ok
    file = next(desk.folder.glob("01_*"))
    content = file.read_bytes()
    again = imports.import_file(context, file, made.audit, imports.ImportOptions(keep=True), Progress(), TODAY)
    file.unlink()
    connection = sqlite3.connect(context.path)
    stored = connection.execute("SELECT content FROM attachment_content").fetchall()
    connection.close()
    assert stored == [(content,)]
    import_undo.undo_import(context, again.batch or "")
    context.undo(seen[0].uid)
    assert desk.attachments() == []


def test_a_file_that_an_undone_picture_left_goes_with_the_enterprise(desk: Desk) -> None:
    context = desk.context
    seen: list[ChangeSet] = []
    context.listen(seen.append)
    made = context.write(audits.new_audit, audits.NewAudit("Lavandería", "BO"), TODAY)
    enterprise = context.read(lambda session: find_enterprise(session, made.enterprise).key)
    context.write(keep_file, enterprise, "bill", "foto.png", "image/png", b"photo")
    context.undo(seen[0].uid)
    context.redo(seen[0].uid)
    kept = context.read(lambda session: kept_file(session, enterprise, "bill", hashlib.sha256(b"photo").hexdigest()))
    assert kept is not None
    assert context.read(content_of, kept) == b"photo"
