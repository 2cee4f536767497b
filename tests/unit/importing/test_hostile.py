"""Files that would stop or blow up a program end in a message, soon and within bounded memory."""

from __future__ import annotations

import datetime as dt
import io
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import openpyxl
import pytest
import xlwt

from score_desktop import paths
from score_desktop.errors import Cancelled, UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.importing import ImportContext, Limits, read, read_file, start_reader, understand
from score_desktop.jobs import Progress
from tests.peak import measured
from tests.unit.importing.books import HEAD, TAIL, raw_sheet, xlsx

SAMPLES = paths.resources() / "samples"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def refusal(path: Path, **options) -> UnreadableFile:
    """The message a file ends in; fails when it takes over ten seconds or is read."""
    begin = time.monotonic()
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, **options)
    assert time.monotonic() - begin < 10
    text = Texts("en").error(caught.value)
    assert path.name in text
    assert "{" not in text
    return caught.value


def message_of(path: Path, **options) -> str:
    return refusal(path, **options).message_id


def filled(*references: str) -> bytes:
    """Rows without numbers of their own, one for each cell."""
    return b"".join(b'<row><c t="n" r="%b"><v>1</v></c></row>' % reference.encode() for reference in references)


FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("cells", "rows", "columns"),
    [
        (FAR, 1048576, 16384),
        (filled("A1", "Z1048576"), 1048576, 26),
        (filled("AB1", "XFD1", "A900"), 900, 16384),
    ],
)
def test_two_far_cells(tmp_path, cells, rows, columns):
    error = refusal(raw_sheet(tmp_path / "far.xlsx", [HEAD, cells, TAIL]))
    assert error.message_id == "import.too_many_cells"
    assert (error.params["rows"], error.params["columns"]) == (rows, columns)


def test_formatted_empty_cells_far_away_do_not_count(tmp_path):
    cells = (
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    workbook = read_file(raw_sheet(tmp_path / "far.xlsx", [HEAD, cells, TAIL]))
    assert workbook.sheets[0].rows == [[1.0]]


def test_zip_bomb(tmp_path):
    blank = b" " * (1 << 20)
    path = raw_sheet(tmp_path / "bomb.xlsx", [HEAD, *[blank] * 520, TAIL])
    assert path.stat().st_size < 2_000_000
    assert message_of(path) == "import.zip_bomb"


def test_million_empty_rows_are_read_in_bounded_time(tmp_path):
    rows = (b'<row r="%d" ht="12"/>' % number for number in range(2, 1_000_001))
    path = raw_sheet(tmp_path / "long.xlsx", [HEAD, b'<row r="1"><c r="A1"><v>1</v></c></row>', *rows, TAIL])
    begin = time.monotonic()
    assert read_file(path).sheets[0].rows == [[1.0]]
    assert time.monotonic() - begin < 10


def test_million_rows_with_one_far_cell_share_their_blank_row(tmp_path):
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="B1000000"><v>1</v></c></row>'
    rows = read_file(raw_sheet(tmp_path / "long.xlsx", [HEAD, cells, TAIL])).sheets[0].rows
    assert len(rows) == 1_000_000
    assert rows[1] is rows[500_000]
    assert (rows[0], rows[-1]) == ([1.0, None], [None, 1.0])


def test_declared_entities(tmp_path):
    laugh = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert message_of(raw_sheet(tmp_path / "laugh.xlsx", [laugh, HEAD[21:], TAIL])) == "import.entities"
    invoice = tmp_path / "laugh.xml"
    invoice.write_bytes(laugh + b"<facturaElectronicaServicioBasico>&b;</facturaElectronicaServicioBasico>")
    assert message_of(invoice) == "import.entities"


def test_password(tmp_path):
    from msoffcrypto.format.ooxml import OOXMLFile

    path = tmp_path / "locked.xlsx"
    with (SAMPLES / "05_produccion.xlsx").open("rb") as plain, path.open("wb") as locked:
        OOXMLFile(plain).encrypt("secret", locked)
    assert message_of(path) == "import.password"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("picture.xlsx", PNG, "import.picture"),
        ("picture.csv", PNG, "import.picture"),
        ("empty.xlsx", b"", "import.empty"),
        ("blank.csv", b"\xef\xbb\xbf \r\n", "import.empty"),
        ("paper.xls", b"%PDF-1.7\n...", "import.pdf"),
        ("portal.xls", b"<html><table><tr><td>Medidor</td></tr></table></html>", "import.web_page"),
        ("noise.xls", bytes(range(256)) * 40, "import.damaged"),
        ("other.zip", b"PK\x05\x06" + bytes(18), "import.not_workbook"),
        ("broken.xml", b"<facturaElectronicaServicioBasico><cabecera>", "import.xml_broken"),
        ("other.xml", b"<rss><channel/></rss>", "import.xml_unknown"),
    ],
)
def test_files_that_are_something_else(tmp_path, name, data, expected):
    path = tmp_path / name
    path.write_bytes(data)
    assert message_of(path) == expected


def test_folder_and_missing(tmp_path):
    assert message_of(tmp_path) == "import.is_folder"
    assert message_of(tmp_path / "gone.xlsx") == "import.missing"


def test_chart_sheet_only(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet("Gráfico")
    book.remove(book.active)
    book.save(tmp_path / "chart.xlsx")
    assert message_of(tmp_path / "chart.xlsx") == "import.no_worksheet"


def test_truncated_and_overwritten(tmp_path):
    data = (SAMPLES / "01_electricidad_larga.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(data[: len(data) // 2])
    assert message_of(tmp_path / "cut.xlsx") == "import.damaged"
    holed = bytearray(data)
    holed[2000:2200] = bytes(200)
    (tmp_path / "holed.xlsx").write_bytes(holed)
    assert message_of(tmp_path / "holed.xlsx") == "import.damaged"


def test_too_large(tmp_path):
    path = tmp_path / "large.csv"
    path.write_bytes(b"a;b\n" * 1000)
    assert message_of(path, limits=Limits(file_bytes=1000)) == "import.too_large"
    assert message_of(path, limits=Limits(cells=50)) == "import.too_many_cells"


def test_time_limit_kills_the_child(tmp_path):
    assert message_of(SAMPLES / "01_electricidad_larga.xlsx", limits=Limits(seconds=0.0, seconds_per_megabyte=0)) == (
        "import.timeout"
    )


def test_time_counts_from_the_start_of_the_child(monkeypatch):
    slow = "import sys, time; time.sleep(4); from score_desktop.importing import child; sys.exit(child.main())"
    monkeypatch.setattr(read, "_command", lambda: [sys.executable, "-c", slow])
    book = read_file(SAMPLES / "01_electricidad_larga.xlsx", limits=Limits(seconds=3.0, seconds_per_megabyte=0))
    assert book.sheets
    monkeypatch.setattr(read, "START_S", 0.2)
    assert message_of(SAMPLES / "01_electricidad_larga.xlsx") == "import.timeout"


@pytest.mark.skipif(sys.platform == "win32", reason="the job object is tried by the packaged program's own test")
def test_memory_limit_ends_in_a_message(tmp_path):
    path = raw_sheet(tmp_path / "far.xlsx", [HEAD, FAR, TAIL])
    # With the check of cells out of the way the reader itself asks for terabytes and aborts.
    assert message_of(path, limits=Limits(cells=1 << 60)) in ("import.crashed", "import.too_much_memory")


def test_cancel_ends_within_200_ms(tmp_path):
    rows = (b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number) for number in range(1, 1_000_001))
    path = raw_sheet(tmp_path / "slow.xlsx", [HEAD, *rows, TAIL])
    progress = Progress()
    pressed = []
    timer = threading.Timer(0.3, lambda: (pressed.append(time.monotonic()), progress.cancel()))
    timer.start()
    with pytest.raises(Cancelled):
        read_file(path, progress=progress)
    assert time.monotonic() - pressed[0] < 0.4  # 200 ms, and the machine may be busy
    timer.join()


def test_unused_reader_leaves_nothing_behind():
    with start_reader() as reader:
        process = reader._process
    assert process.poll() is not None
    assert not [thread for thread in threading.enumerate() if thread.name == "import-reader"]


def test_a_child_that_sends_other_classes_is_refused(tmp_path):
    import pickle
    import queue

    from score_desktop.importing.read import _receive

    payload = pickle.dumps(("sheet", Path("x")))
    frames: queue.SimpleQueue = queue.SimpleQueue()
    _receive(io.BytesIO(len(payload).to_bytes(8, "little") + payload), frames, 1_000)
    assert frames.get() == ("closed",)


def flipped_xls(path: Path, count: int, seed: int = 7) -> dict[str, int]:
    """Read `count` variants of an xls with some bytes flipped; how often each outcome came."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Facturas")
    for row in range(6):
        for column, value in enumerate(("Medidor", "Enero 2024", 12.5 * row, "Bs 10,50")):
            sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    data, chance, outcomes = stream.getvalue(), random.Random(seed), {}
    for _ in range(count):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        begin = time.monotonic()
        try:
            read_file(path)
            outcome = "read"
        except UnreadableFile as error:
            outcome = error.message_id
        assert time.monotonic() - begin < 10
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


def test_flipped_bytes_in_an_xls_end_in_a_message_or_are_read(tmp_path):
    outcomes = flipped_xls(tmp_path / "flipped.xls", 100)
    assert sum(outcomes.values()) == 100


def test_memory_stays_bounded(tmp_path):
    """The largest child and the parent stay below 500 MB while hostile files are read."""
    if sys.platform == "win32":
        pytest.skip("getrusage is POSIX")
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="B1000000"><v>1</v></c></row>'
    files = [
        raw_sheet(tmp_path / "long.xlsx", [HEAD, cells, TAIL]),
        raw_sheet(tmp_path / "bomb.xlsx", [HEAD, *[b" " * (1 << 20)] * 520, TAIL]),
    ]
    program = (
        "import sys, pathlib\n"
        "from score_desktop.errors import UnreadableFile\n"
        "from score_desktop.importing import read_file\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n        read_file(pathlib.Path(name))\n"
        "    except UnreadableFile:\n        pass\n"
    )
    root = paths.resources().parent
    peak = tmp_path / "peak"
    subprocess.run(measured([sys.executable, "-c", program, *map(str, files)], peak), check=True, cwd=root)
    assert int(peak.read_text()) < 500_000


def test_time_and_memory_of_twenty_thousand_rows_stay_near_the_reader(tmp_path):
    """A guard against the pathological: reading and understanding take few times what the bare reader takes."""
    import python_calamine

    from score_desktop.importing import ImportContext, understand

    heads = ("Medidor", "Mes", "Consumo (kWh)", "Importe (Bs)")
    first = b"".join(b'<c t="str" r="%c1"><v>%b</v></c>' % (65 + n, head.encode()) for n, head in enumerate(heads))
    row = b'<row r="%d"><c r="A%d" t="str"><v>M%d</v></c><c r="B%d"><v>%d</v></c>'
    row += b'<c r="C%d"><v>5.5</v></c><c r="D%d"><v>7</v></c></row>'
    lines = (row % (n, n, n % 100, n, 30000 + 31 * (n // 100), n, n) for n in range(2, 20_002))
    path = raw_sheet(tmp_path / "large.xlsx", [HEAD, b'<row r="1">', first, b"</row>", *lines, TAIL])
    begin = time.perf_counter()
    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    bare = time.perf_counter() - begin
    begin = time.perf_counter()
    found = understand(read_file(path), ImportContext("BO", "BOB"))
    assert found.bill_count == 20_000
    assert time.perf_counter() - begin < 15 * bare + 1


def test_importing_the_contract_loads_no_reader():
    program = (
        "import sys, score_desktop.importing.result, score_desktop.importing\n"
        "print([m for m in sys.modules if m.startswith(('python_calamine', 'defusedxml', 'openpyxl', 'numpy'))])\n"
    )
    root = paths.resources().parent
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"


def test_reading_is_the_same_with_a_reader_started_ahead(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [["Mes", "kWh"], ["Enero 2024", 5]])
    reader = start_reader()
    assert read_file(path, reader=reader) == read_file(path)


def test_every_message_that_is_told_stands_in_the_book():
    import re

    from score_desktop import importing
    from score_desktop.messages import MESSAGES

    told = set()
    for file in Path(importing.__file__).parent.glob("*.py"):
        told |= set(re.findall(r'"(import\.[a-z_]+)"', file.read_text(encoding="utf-8")))
    assert len(told) > 30
    assert told <= MESSAGES.keys()


NEVER = dt.date(9999, 12, 31)
NO_DAY = frozenset({"import.not_a_date", "import.not_a_period"})


@pytest.mark.parametrize("head", ["Desde", "Hasta", "Mes", "Fecha", "Trimestre", "Fecha de lectura"])
def test_the_last_day_that_there_is_is_told_as_no_date(tmp_path: Path, head: str) -> None:
    days = [[dt.date(2024, month, 1)] for month in (1, 4, 7)]
    more = [[dt.date(2023, month, 1)] for month in (1, 4, 7)] if head == "Hasta" else [[]] * 3
    rows = [[*one, *day, 5.0] for one, day in zip([*more, more[-1]], [*days, [NEVER]], strict=True)]
    heads = ["Desde", "Hasta"] if head == "Hasta" else [head]
    path = xlsx(tmp_path / "a.xlsx", [["Electricidad"], [*heads, "Consumo (kWh)"], *rows])
    found = understand(read_file(path), ImportContext("BO", "BOB"))
    assert {one.message_id for one in found.problems} <= NO_DAY
    assert [one.row for one in found.problems] == [6]
    assert found.bill_count == 3
