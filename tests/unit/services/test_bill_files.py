"""Photos and PDFs of bills: kept once, stored with the bill, gone and back with it, carried along."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from score_desktop.enums import OnEdited
from score_desktop.errors import InvalidInput, Refused, StorageTrouble
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.services import audits, bill_edits, bill_files, change_labels, import_undo, imports, pack, removal
from score_desktop.services.bill_files import BillFile, attach_to_bill, files_of_bill, open_bill_file
from score_desktop.services.bills import BillFilter, bill_ids, bill_origin, bill_page
from score_desktop.services.context import Context
from score_desktop.services.edits import CellEdit
from score_desktop.services.history import change_details, change_sentence, history
from score_desktop.services.workspace import backup, check

TODAY = dt.date(2026, 3, 18)
PDF = BillFile("factura.pdf", "application/pdf", b"%PDF-1.4 a bill")
PHOTO = BillFile("foto.jpg", "image/jpeg", b"\xff\xd8\xff a photo", rotation=90)
LABEL = ("change.bills_added", {"n": 1})


class Desk:
    """One enterprise with one typed bill that has a PDF and a photo."""

    def __init__(self, context: Context) -> None:
        self.context = context
        made = context.write(audits.new_audit, audits.NewAudit("Panadería", "BO"), TODAY)
        self.audit, self.enterprise = made.audit, made.enterprise
        self.bill = self.type_bill(1, PDF, PHOTO)

    def type_bill(self, month: int, *files: BillFile) -> int:
        values = {"meter": "M-1", "resource": "water", "period_start": dt.date(2025, month, 1), "cost": Decimal(5)}
        new = bill_edits.NewBill(values, files=files)  # type: ignore[arg-type]
        outcome = self.context.write(bill_edits.add_bills, self.enterprise, [new], label=LABEL)
        assert not outcome.refused
        return int(outcome.made[0])

    def names(self, bill: int | None = None) -> list[tuple[str, int]]:
        rows = self.context.read(files_of_bill, self.bill if bill is None else bill)
        return [(row.name, row.rotation) for row in rows]

    def count(self, table: str) -> int:
        connection = sqlite3.connect(self.context.path)
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
        connection.close()
        return int(found)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "w.sqlite"
    with Context.open(path, create=True, actor="test") as context:
        yield Desk(context)
    assert check(path).ok and not check(path).problems


def test_files_are_stored_with_the_bill_and_opened_later(desk: Desk) -> None:
    assert desk.names() == [("factura.pdf", 0), ("foto.jpg", 90)]
    rows = desk.context.read(files_of_bill, desk.bill)
    assert desk.context.read(open_bill_file, rows[1].uid) == PHOTO
    assert [row.size for row in rows] == [len(PDF.content), len(PHOTO.content)]


def test_a_bill_and_its_files_are_one_step_of_undo(desk: Desk) -> None:
    desk.context.undo_last()
    assert (desk.count("bill"), desk.count("bill_attachment"), desk.count("attachment")) == (0, 0, 2)
    desk.context.redo_last()
    assert desk.names() == [("factura.pdf", 0), ("foto.jpg", 90)]


def test_the_audit_trail_holds_no_photos(desk: Desk) -> None:
    big = BillFile("grande.pdf", "application/pdf", b"%PDF-" + b"x" * 300_000)
    desk.context.write(attach_to_bill, desk.bill, [big], label=LABEL)
    connection = sqlite3.connect(desk.context.path)
    largest = connection.execute("SELECT max(length(changes)) FROM change_log").fetchone()[0]
    connection.close()
    assert largest < 20_000


def test_one_content_is_kept_once_and_attached_once(desk: Desk) -> None:
    other = desk.type_bill(2, PDF)
    assert desk.count("attachment") == 2 and desk.names(other) == [("factura.pdf", 0)]
    again = BillFile("otro nombre.pdf", PDF.media_type, PDF.content)
    assert desk.context.write(attach_to_bill, other, [again], label=LABEL) == 0
    assert desk.names(other) == [("factura.pdf", 0)]


def test_one_photo_of_two_bills_has_on_each_the_name_it_came_with(desk: Desk, tmp_path: Path) -> None:
    other = desk.type_bill(2, BillFile("febrero.pdf", PDF.media_type, PDF.content))
    assert (desk.names(other), desk.names()[0]) == ([("febrero.pdf", 0)], ("factura.pdf", 0))
    desk.context.read(pack.pack, desk.audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True) as elsewhere:
        pack.unpack(elsewhere, tmp_path / "a.score")
        bills = elsewhere.read(bill_ids, BillFilter(desk.enterprise))
        assert [row.name for row in elsewhere.read(files_of_bill, bills[0])] == ["febrero.pdf"]
        assert [row.name for row in elsewhere.read(files_of_bill, bills[1])] == ["factura.pdf", "foto.jpg"]


def test_rows_of_the_table_say_whether_there_is_a_file(desk: Desk) -> None:
    without = desk.type_bill(2)
    rows = desk.context.read(bill_page, [desk.bill, without])
    assert [row.has_file for row in rows] == [True, False]


def test_take_off_turn_and_their_undo(desk: Desk) -> None:
    pdf, photo = desk.context.read(files_of_bill, desk.bill)
    assert desk.context.write(bill_files.detach_file, pdf.uid, label=LABEL) == "factura.pdf"
    desk.context.write(bill_files.turn_file, photo.uid, 180, label=LABEL)
    assert desk.names() == [("foto.jpg", 180)]
    with pytest.raises(InvalidInput, match=r"input\.choice"):
        desk.context.write(bill_files.turn_file, photo.uid, 45)
    with pytest.raises(Refused, match=r"bill_file\.gone"):
        desk.context.read(open_bill_file, pdf.uid)
    desk.context.undo_last()
    desk.context.undo_last()
    assert desk.names() == [("factura.pdf", 0), ("foto.jpg", 90)]
    assert desk.context.read(open_bill_file, pdf.uid).content == PDF.content


@pytest.mark.parametrize("packed", [False, True])
def test_files_go_with_their_bill_and_come_back(desk: Desk, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if packed:
        monkeypatch.setattr(bill_edits, "PACK_FROM", 1)
    assert desk.context.write(bill_edits.delete_bills, [desk.bill], label=LABEL) == 1
    assert (desk.count("bill"), desk.count("bill_attachment")) == (0, 0)
    desk.context.undo_last()
    assert desk.names() == [("factura.pdf", 0), ("foto.jpg", 90)]
    desk.context.redo_last()
    assert desk.count("bill_attachment") == 0
    desk.context.undo_last()
    desk.context.write(removal.delete_enterprise, desk.enterprise, label=LABEL)
    assert (desk.count("bill_attachment"), desk.count("attachment")) == (0, 0)
    desk.context.undo_last()
    assert desk.context.read(open_bill_file, desk.context.read(files_of_bill, desk.bill)[0].uid) == PDF


def test_they_travel_with_the_audit(desk: Desk, tmp_path: Path) -> None:
    desk.context.write(
        bill_files.detach_file, desk.context.read(files_of_bill, desk.type_bill(2, _other()))[0].uid, label=LABEL
    )
    desk.context.read(pack.pack, desk.audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True) as other:
        pack.unpack(other, tmp_path / "a.score")
        assert pack.unpack(other, tmp_path / "a.score").added == 0
        first = other.read(bill_ids, BillFilter(desk.enterprise))[-1]
        rows = other.read(files_of_bill, first)
        assert [other.read(open_bill_file, row.uid) for row in rows] == [PDF, PHOTO]
        kept = sqlite3.connect(other.path).execute("SELECT file_name FROM attachment ORDER BY file_name").fetchall()
        assert kept == [("factura.pdf",), ("foto.jpg",)], "what was taken off its bill stays here"
        other.undo_last()
        assert sqlite3.connect(other.path).execute("SELECT count(*) FROM bill_attachment").fetchone() == (0,)
    assert check(tmp_path / "other.sqlite").ok


def _other() -> BillFile:
    return BillFile("equivocada.pdf", "application/pdf", b"%PDF-1.4 of somebody else")


def test_they_find_a_bill_that_was_typed_separately(desk: Desk, tmp_path: Path) -> None:
    """The same bill has another portable id there: its files go to it."""
    desk.context.read(pack.pack, desk.audit, tmp_path / "a.score")
    with sqlite3.connect(desk.context.path) as connection:
        connection.execute("DELETE FROM bill_attachment")
        connection.execute("UPDATE bill SET uid = ?", ("f" * 32,))
    connection.close()
    pack.unpack(desk.context, tmp_path / "a.score")
    assert desk.count("bill") == 1 and desk.names() == [("factura.pdf", 0), ("foto.jpg", 90)]


def test_one_photo_attached_on_two_computers_is_shown_once(desk: Desk, tmp_path: Path) -> None:
    desk.context.read(pack.pack, desk.audit, tmp_path / "a.score")
    with Context.open(tmp_path / "other.sqlite", create=True) as other:
        pack.unpack(other, tmp_path / "a.score")
        (bill,) = other.read(bill_ids, BillFilter(desk.enterprise))
        here, there = (BillFile(name, PDF.media_type, b"%PDF-1.4 sent to both") for name in ("aquí.pdf", "allá.pdf"))
        desk.context.write(attach_to_bill, desk.bill, [here], label=LABEL)
        other.write(attach_to_bill, bill, [there], label=LABEL)
        desk.context.read(pack.pack, desk.audit, tmp_path / "b.score")
        pack.unpack(other, tmp_path / "b.score")
        assert [row.name for row in other.read(files_of_bill, bill)] == ["factura.pdf", "foto.jpg", "allá.pdf"]
        other.read(pack.pack, desk.audit, tmp_path / "c.score")
    pack.unpack(desk.context, tmp_path / "c.score")
    assert [name for name, _ in desk.names()] == ["factura.pdf", "foto.jpg", "aquí.pdf"]
    assert desk.count("attachment") == desk.count("attachment_content") == 3
    assert check(tmp_path / "other.sqlite").ok


@pytest.mark.parametrize(("on_edited", "left"), [(OnEdited.KEEP, 1), (OnEdited.REMOVE, 0)])
def test_an_import_with_a_photo_is_taken_back_as_decided(
    desk: Desk, tmp_path: Path, on_edited: OnEdited, left: int
) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text(
        "Medidor;Periodo;Factura;Consumo (kWh);Importe Bs\nL-1;Enero 2025;F1;9;8\nL-1;Febrero 2025;F2;9;8\n"
    )
    batch = imports.import_file(desk.context, sheet, desk.audit, imports.ImportOptions(), Progress(), TODAY).batch or ""
    wanted = BillFilter(desk.enterprise, text="L-1")
    bills = list(desk.context.read(bill_ids, wanted))
    assert len(bills) == 2
    desk.context.write(attach_to_bill, bills[0], [PHOTO], label=LABEL)
    with pytest.raises(Refused, match=r"import\.edited_since"):
        import_undo.undo_import(desk.context, batch)
    (one,) = desk.context.read(import_undo.edited_since, batch, Texts("en"))
    assert (one.record.lines, one.files) == ((), ("foto.jpg",)), "no field differs: something was attached"
    assert not desk.context.read(bill_origin, bills[0]).edited, "its values are as imported"
    import_undo.undo_import(desk.context, batch, on_edited)
    assert len(desk.context.read(bill_ids, wanted)) == left
    assert desk.count("bill_attachment") == 2 + left and desk.count("attachment") == 2


def test_a_photo_that_was_taken_off_again_is_nothing_to_ask_about(desk: Desk, tmp_path: Path) -> None:
    """Nor is a value that was changed back; what is left is as the import made it."""
    sheet = tmp_path / "a.csv"
    sheet.write_text("Medidor;Periodo;Factura;Consumo (kWh);Importe Bs\nL-1;Enero 2025;F1;9;8\n")
    batch = imports.import_file(desk.context, sheet, desk.audit, imports.ImportOptions(), Progress(), TODAY).batch or ""
    (bill,) = desk.context.read(bill_ids, BillFilter(desk.enterprise, text="L-1"))
    for note in ("revisada", ""):
        assert desk.context.write(bill_edits.edit_cells, [CellEdit(bill, "note", note)], label=LABEL).stored == 1
    desk.context.write(attach_to_bill, bill, [PHOTO], label=LABEL)
    (file,) = desk.context.read(files_of_bill, bill)
    desk.context.write(bill_files.detach_file, file.uid, label=LABEL)
    assert desk.context.read(import_undo.edited_since, batch, Texts("en")) == ()
    assert import_undo.undo_import(desk.context, batch).removed == 1


def test_files_do_not_come_back_with_an_import_that_is_done_again(desk: Desk, tmp_path: Path) -> None:
    """As the question says before: the import makes its bills anew. What a file holds stays in the workspace."""
    sheet = tmp_path / "a.csv"
    sheet.write_text("Medidor;Periodo;Factura;Consumo (kWh);Importe Bs\nL-1;Enero 2025;F1;9;8\n")
    options, wanted = imports.ImportOptions(), BillFilter(desk.enterprise, text="L-1")
    batch = imports.import_file(desk.context, sheet, desk.audit, options, Progress(), TODAY).batch or ""
    (bill,) = desk.context.read(bill_ids, wanted)
    desk.context.write(attach_to_bill, bill, [_other()], label=LABEL)
    import_undo.undo_import(desk.context, batch, OnEdited.REMOVE)
    imports.import_file(desk.context, sheet, desk.audit, options, Progress(), TODAY)
    (bill,) = desk.context.read(bill_ids, wanted)
    assert desk.names(bill) == [] and desk.count("attachment") == 3
    assert desk.context.write(attach_to_bill, bill, [_other()], label=LABEL) == 1
    assert desk.count("attachment") == 3, "attached anew it is not kept twice"


HEIC = b"\x00\x00\x00\x18ftypheic"


def test_only_photos_and_pdfs_that_are_not_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in (("a.pdf", b"\n\n%PDF-1.7 x"), ("b.JPG", PHOTO.content), ("c.png", b"\x89PNG\r\n\x1a\n x")):
        (tmp_path / name).write_bytes(content)
        assert bill_files.read_bill_file(tmp_path / name).content == content
    wrong = {"d.pdf": (b"<html>", "format"), "e.jpg": (b"", "empty"), "f.heic": (HEIC, "heic"), "g.jpg": (HEIC, "heic")}
    for name, (content, reason) in wrong.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InvalidInput) as told:
            bill_files.read_bill_file(tmp_path / name)
        assert (told.value.message_id, told.value.params["file"]) == (f"bill_file.{reason}", name)
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(InvalidInput, match=r"bill_file\.format"):
        bill_files.read_bill_file(tmp_path / "folder.pdf")
    with pytest.raises(StorageTrouble):
        bill_files.read_bill_file(tmp_path / "gone.pdf")
    monkeypatch.setattr(bill_files, "MOST_BYTES", 5)
    with pytest.raises(InvalidInput, match=r"bill_file\.large"):
        bill_files.read_bill_file(tmp_path / "a.pdf")


def test_a_bill_has_a_limit_of_files(desk: Desk) -> None:
    more = [BillFile(f"{n}.pdf", PDF.media_type, b"%PDF-" + bytes([n])) for n in range(bill_files.MOST_FILES - 1)]
    with pytest.raises(Refused, match=r"bill_file\.many"):
        desk.context.write(attach_to_bill, desk.bill, more, label=LABEL)
    assert len(desk.names()) == 2
    assert desk.context.write(attach_to_bill, desk.bill, more[1:], label=LABEL) == bill_files.MOST_FILES - 2


def test_photos_without_room_in_an_audit_file_are_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = BillFile("grande.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(2 << 20))
    desk.context.write(attach_to_bill, desk.bill, [big], label=LABEL)
    monkeypatch.setattr(pack, "LIMIT_MB", 65)
    notes = desk.context.read(pack.pack, desk.audit, tmp_path / "a.score")
    assert notes == (("pack.photos_left", {"n": 1, "limit": 65}),)
    with Context.open(tmp_path / "other.sqlite", create=True) as other:
        pack.unpack(other, tmp_path / "a.score")
        bill = other.read(bill_ids, BillFilter(desk.enterprise))[0]
        assert [row.name for row in other.read(files_of_bill, bill)] == ["factura.pdf", "foto.jpg"]
    assert check(tmp_path / "other.sqlite").ok


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE bill_attachment SET rotation = 45", "check.values"),
        ("UPDATE bill_attachment SET bill_id = 999", "check.reference"),
        ("UPDATE attachment_content SET content = x'00'", "check.content"),
    ],
)
def test_check_sees_what_is_wrong_with_files_of_bills(desk: Desk, tmp_path: Path, statement: str, message: str) -> None:
    damaged = tmp_path / "damaged.sqlite"
    backup(desk.context.path, damaged)
    connection = sqlite3.connect(damaged)
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert [name for name, _ in check(damaged).problems] == [message]
    assert check(desk.context.path).rows["bill_attachment"] == 2


TRAIL = {
    "en": (
        "File of a bill",
        ["One file attached to a bill", "File factura.pdf taken off its bill", "Photo of a bill turned"],
    ),
    "es": (
        "Archivo de una factura",
        [
            "Un archivo adjuntado a una factura",
            "Archivo factura.pdf quitado de su factura",
            "Foto de una factura girada",
        ],
    ),
}


@pytest.mark.parametrize("language", TRAIL)
def test_the_audit_trail_says_what_was_done_with_files(desk: Desk, language: str) -> None:
    what, sentences = TRAIL[language]
    texts, pdf = Texts(language), desk.context.read(files_of_bill, desk.bill)[0]
    desk.context.write(bill_files.turn_file, pdf.uid, 90, label=("change.file_turned", {}))
    desk.context.write(bill_files.detach_file, pdf.uid, label=change_labels.file_detached)
    desk.context.write(attach_to_bill, desk.bill, [PDF], label=change_labels.files_attached)
    rows = desk.context.read(history, enterprise=desk.enterprise).rows[:3]
    assert [change_sentence(row, texts) for row in rows] == sentences
    details = [desk.context.read(change_details, row.uid, texts) for row in rows]
    told = [(record.kind, record.name) for one in details for record in one.records if record.what == what]
    assert told == [("added", "factura.pdf"), ("removed", "factura.pdf"), ("edited", "factura.pdf")]
    (line,) = next(record.lines for record in details[2].records if record.what == what)
    assert (line.before, line.after) == ("0", "90")


def test_a_bill_that_is_refused_keeps_nothing(desk: Desk) -> None:
    new = bill_edits.NewBill({"meter": "M-1", "resource": "water"}, files=(_other(),))
    assert desk.context.write(bill_edits.add_bills, desk.enterprise, [new], label=LABEL).refused
    assert desk.count("attachment") == 2
    with pytest.raises(Refused, match=r"bill\.gone"):
        desk.context.write(attach_to_bill, 999, [PDF])
