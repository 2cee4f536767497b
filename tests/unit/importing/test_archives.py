"""Zip archives of electronic invoices: many at once; what is no box of files is refused."""

from __future__ import annotations

import dataclasses
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from score_desktop.errors import UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.importing import Limits, archive, read_file, sniff, understand
from score_desktop.importing.wire import Told
from score_desktop.services.import_folder import spread
from tests.unit.importing.test_layouts import BO, SIAT, by_meter

INVOICE = SIAT.format(total="100.50")


def invoice(number: int, meter: str = "2-114583", month: str = "Marzo") -> str:
    numbered = INVOICE.replace("<numeroFactura>771", f"<numeroFactura>{number}").replace("ABC9", f"ABC{number}")
    return numbered.replace("2-114583", meter).replace("Marzo", month)


def box(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path, **options: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, **options)
    text = Texts("en").error(caught.value)
    assert path.name in text
    assert "{" not in text
    return caught.value


def test_invoices_of_an_archive_are_read_with_the_file_each_came_from(tmp_path):
    files = {"2025/b.xml": invoice(2, month="Abril"), "2025/a.xml": invoice(1), "2025/c.XML": invoice(3, "9-1")}
    book = read_file(box(tmp_path / "facturas.zip", files))
    found = understand(book, BO)
    assert not found.questions
    assert sorted(found.bills["invoice_number"]) == ["1", "2", "3"]
    assert {name: len(bills) for name, bills in by_meter(found).items()} == {"2-114583": 2, "9-1": 1}
    assert [row[-1] for row in book.sheets[0].rows] == ["archivo", "2025/a.xml", "2025/b.xml", "2025/c.XML"]


def test_invoices_of_several_drafts_of_the_scheme_keep_their_units(tmp_path):
    water = invoice(4, "W-1").replace("consumoPeriodo", "consumoMetrosCubicos").replace("DELAPAZ", "EPSAS")
    light = invoice(5).replace("consumoPeriodo", "consumoKwh")
    found = understand(read_file(box(tmp_path / "f.zip", {"1.xml": water, "2.xml": light, "3.xml": invoice(6)})), BO)
    assert not found.questions
    units = {(meter.name, meter.resource.value): meter.unit for meter in found.meters}
    assert units == {("W-1", "water"): "m3", ("2-114583", "electricity"): "kWh"}
    assert found.bills["quantity"] == [120_500_000] * 3


def test_sums_are_checked_in_every_invoice_of_an_archive(tmp_path):
    files = {"a.xml": INVOICE, "b.xml": SIAT.format(total="99").replace("771", "772")}
    found = understand(read_file(box(tmp_path / "f.zip", files)), BO)
    told = [params["invoice"] for message_id, params in found.notes if message_id == "import.note_siat_sum"]
    assert told == ["772"]


def test_what_is_no_invoice_is_left_out_and_named(tmp_path):
    files = {"a.xml": INVOICE, "a.pdf": b"%PDF-1.4", "broken.xml": INVOICE[:200], "other.xml": "<rss/>"}
    found = understand(read_file(box(tmp_path / "f.zip", files)), BO)
    notes = dict(found.notes)
    assert notes["import.note_zip_left_out"] == {"count": 3, "names": "broken.xml, other.xml, a.pdf"}
    assert found.bill_count == 1


def test_files_that_other_systems_put_beside_are_not_counted_as_invoices(tmp_path):
    found = understand(read_file(box(tmp_path / "f.zip", {"a.xml": INVOICE, "__MACOSX/._a.xml": b"\x00\x05"})), BO)
    assert found.bill_count == 1


@pytest.mark.parametrize(
    "name", ["../a.xml", "x/../../a.xml", "/etc/a.xml", "C:\\a.xml", "x\\..\\a.xml", "\\\\server\\a.xml"]
)
def test_paths_that_lead_out_are_refused(tmp_path, name):
    error = refusal(box(tmp_path / "f.zip", {"good.xml": INVOICE, name: INVOICE}))
    assert error.message_id == "import.zip_unsafe"


def test_links_are_refused(tmp_path):
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.xml", INVOICE)
        link = zipfile.ZipInfo("passwd.xml")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(path).message_id == "import.zip_unsafe"


def test_bombs_are_refused(tmp_path):
    many = box(tmp_path / "one.zip", {"a.xml": INVOICE, "b.xml": b" " * 9_000_000})
    assert many.stat().st_size < 100_000
    assert refusal(many).message_id == "import.zip_bomb"
    sums = box(tmp_path / "sum.zip", {f"{n}.xml": b" " * 4_000_000 for n in range(6)})
    assert refusal(sums, limits=Limits(unpacked_bytes=20_000_000)).message_id == "import.zip_bomb"


def test_a_size_that_is_a_lie_is_damage(tmp_path):
    path = box(tmp_path / "f.zip", {"a.xml": INVOICE + " " * 4_000_000})
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02") + 24
    path.write_bytes(data[:at] + struct.pack("<I", 2_000) + data[at + 4 :])
    assert refusal(path).message_id in ("import.damaged", "import.xml_broken")


def test_passwords_and_entities_are_told(tmp_path):
    path = box(tmp_path / "f.zip", {"a.xml": INVOICE})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path).message_id == "import.password"
    laugh = '<!DOCTYPE l [<!ENTITY a "ha">]><facturaElectronicaServicioBasico>&a;</facturaElectronicaServicioBasico>'
    assert refusal(box(tmp_path / "g.zip", {"a.xml": laugh})).message_id == "import.entities"


def test_archives_of_other_things_are_refused(tmp_path):
    assert refusal(box(tmp_path / "f.zip", {"a.txt": "x"})).message_id == "import.not_workbook"
    assert refusal(box(tmp_path / "g.zip", {"a.xml": "<rss/>"})).message_id == "import.xml_unknown"
    cut = box(tmp_path / "h.zip", {f"{n}.xml": invoice(n) for n in range(40)})
    cut.write_bytes(cut.read_bytes()[:-200])
    assert refusal(cut).message_id == "import.damaged"


def test_flipped_and_cut_archives_end_in_a_message_or_are_read(tmp_path):
    whole = box(tmp_path / "f.zip", {f"{n}.xml": invoice(n) for n in range(4)}).read_bytes()
    chance = random.Random(7)  # noqa: S311 - the same mutations each time
    ends = {"read": 0, "told": 0}
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        data = data[: chance.choice((len(data), len(data), chance.randrange(4, len(data))))]
        try:
            if sniff.kind_of(bytes(data), "f.zip") == "zip":
                archive.send_archive(bytes(data), {"unpacked_bytes": 10_000_000}, lambda *_: None)
            ends["read"] += 1
        except Told:
            ends["told"] += 1
    assert min(ends.values()) > 0


# -- folders -----------------------------------------------------------------------------------------------------------


def folder(path: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_folder_is_read_like_an_archive_of_it(tmp_path):
    files = {"2025/b.xml": invoice(2, month="Abril"), "a.XML": invoice(1), "nota.pdf": b"%PDF-1.4", "x.xml": "<rss/>"}
    there = folder(tmp_path / "facturas", files)
    (tmp_path / "secret.xml").write_text(invoice(9), encoding="utf-8")
    (there / "link.xml").symlink_to(tmp_path / "secret.xml")
    folder(there / ".hidden", {"c.xml": invoice(8)})
    book = read_file(there)
    found = understand(book, BO)
    assert book.file == "facturas" and sorted(found.bills["invoice_number"]) == ["1", "2"]
    assert [row[-1] for row in book.sheets[0].rows] == ["archivo", "2025/b.xml", "a.XML"]
    assert dict(found.notes)["import.note_zip_left_out"] == {"count": 3, "names": "x.xml, link.xml, nota.pdf"}


def test_invoices_of_two_issuers_are_asked_about_apart(tmp_path):
    """The issuer alone tells what its consumption is: an answer about one must not count for another."""
    water = invoice(1, "W-1").replace("DELAPAZ", "COOPERATIVA UNO").replace("<nitEmisor>1020", "<nitEmisor>111")
    power = invoice(2, "E-1").replace("DELAPAZ", "COOPERATIVA DOS").replace("<nitEmisor>1020", "<nitEmisor>222")
    assert water != power
    book = read_file(folder(tmp_path / "f", {"1.xml": water, "2.xml": power, "3.xml": invoice(3)}))
    asked = understand(book, BO).questions
    issuers = {name: [q.question for q in asked if q.sheet == name] for name in {q.sheet for q in asked}}
    assert set(issuers) == {"SIAT COOPERATIVA UNO", "SIAT COOPERATIVA DOS"}
    column = asked[0].column
    answers = {f"SIAT COOPERATIVA UNO!{column}": "water", f"SIAT COOPERATIVA DOS!{column}": "electricity"}
    found = understand(book, dataclasses.replace(BO, answers=answers))
    assert not found.questions
    said = {meter.name: (str(meter.resource), meter.unit) for meter in found.meters}
    assert said == {"W-1": ("water", "m3"), "E-1": ("electricity", "kWh"), "2-114583": ("electricity", "kWh")}


def test_a_folder_without_invoices_says_so(tmp_path):
    there = folder(tmp_path / "libros", {"a.xlsx": b"PK", "b.txt": "x"})
    assert refusal(there).message_id == "import.is_folder"


def test_a_whole_disk_is_not_walked(tmp_path, monkeypatch):
    there = folder(tmp_path / "disco", {f"{number}.txt": "x" for number in range(30)})
    monkeypatch.setattr(archive, "MOST_ENTRIES", 20)
    with pytest.raises(Told) as told:
        archive.folder_files(there)
    assert told.value.message_id == "import.folder_too_many"


def test_what_is_read_of_a_folder(tmp_path):
    there = folder(
        tmp_path / "todo", {"a.xml": invoice(1), "b.xlsx": b"x", "sub/c.csv": "x", "~$b.xlsx": b"x", "d.pdf": b"x"}
    )
    books = folder(tmp_path / "libros", {"e.ods": b"x"})
    loose = tmp_path / "f.csv"
    assert spread([there, loose, books], [".xml", ".xlsx", ".csv", ".ods"]) == [
        there, there / "b.xlsx", there / "sub" / "c.csv", loose, books / "e.ods",
    ]  # fmt: skip
