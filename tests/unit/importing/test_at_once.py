"""A sound workbook is read once, while it is looked at; one with anything wrong by a second child, which tells what."""

from __future__ import annotations

import marshal
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from score_desktop import paths
from score_desktop.errors import Cancelled, UnreadableFile
from score_desktop.importing import Limits, read, read_file
from score_desktop.importing.sniff import may_be_xlsx
from score_desktop.jobs import Progress
from tests.unit.importing.books import HEAD, TAIL, raw_sheet, xlsx

SAMPLES = sorted((paths.resources() / "samples").glob("*.xls*"))
FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
DOCTYPE = HEAD.replace(b"?><", b"?><!DOCTYPE x><")
SOUND = b'<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each child that was asked whether it was to read at once."""
    found: list[bool] = []
    ask = read.Reader.ask

    def noted(self: read.Reader, path: Path, limits: Limits, *, at_once: bool) -> None:
        found.append(at_once)
        ask(self, path, limits, at_once=at_once)

    monkeypatch.setattr(read.Reader, "ask", noted)
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sound_workbook_takes_one_child(sample: Path, asked: list[bool]) -> None:
    assert may_be_xlsx(sample.read_bytes()) == (sample.suffix != ".xls")
    assert read_file(sample).sheets
    assert asked == [True]


def test_both_ways_of_reading_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, ask = [read_file(sample) for sample in SAMPLES], read.Reader.ask
    monkeypatch.setattr(read.Reader, "ask", lambda self, path, limits, at_once: ask(self, path, limits, at_once=False))
    assert [read_file(sample) for sample in SAMPLES] == at_once


@pytest.mark.parametrize(
    ("rows", "limits", "message"),
    [
        (FAR, Limits(), "import.too_many_cells"),
        (SOUND, Limits(unpacked_bytes=100), "import.zip_bomb"),
        (DOCTYPE, Limits(), "import.entities"),
    ],
    ids=["far", "bomb", "entities"],
)
def test_a_second_child_tells_what_is_wrong(
    rows: bytes, limits: Limits, message: str, tmp_path: Path, asked: list[bool]
) -> None:
    path = raw_sheet(tmp_path / "bad.xlsx", [rows if rows is DOCTYPE else HEAD + rows, TAIL])
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, limits=limits)
    assert caught.value.message_id == message
    assert asked == [True, False]


def test_nothing_is_sent_before_the_look_is_done(tmp_path: Path) -> None:
    """A look that finds something wrong late ends the child, though all was read long before."""
    path = raw_sheet(tmp_path / "a.xlsx", [HEAD, SOUND, TAIL])
    code = (
        "import sys, time; from score_desktop.importing import child, scan\n"
        "def late(*_): time.sleep(1.0); raise ValueError\n"
        "scan.looks = late; sys.exit(child.main())"
    )
    request = marshal.dumps({"path": str(path), "at_once": True, **asdict(Limits())})
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=len(request).to_bytes(8, "little") + request,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert [frame[0] for frame in _frames(done.stdout)] == ["started", "at_once"]


def _frames(data: bytes) -> Iterator[tuple[object, ...]]:
    while data:
        size = int.from_bytes(data[:8], "little")
        yield pickle.loads(data[8 : 8 + size])
        data = data[8 + size :]


def test_cancel_is_heard_between_the_children(tmp_path: Path, asked: list[bool]) -> None:
    progress = Progress()
    path = raw_sheet(tmp_path / "far.xlsx", [HEAD, FAR, TAIL])
    collect, calls = read._collect, []

    def cancelled_after_the_first(*given: object) -> object:
        calls.append(1)
        try:
            return collect(*given)  # type: ignore[arg-type]
        finally:
            progress.cancel()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "_collect", cancelled_after_the_first)
        with pytest.raises(Cancelled):
            read_file(path, progress=progress)
    assert asked == [True]


def test_a_protected_workbook_says_so(tmp_path: Path, asked: list[bool]) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["Medidor", 1]])
    data = bytearray(path.read_bytes())
    for place in range(len(data) - 4):
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(UnreadableFile, match=r"import\.password"):
        read_file(path)
    assert asked == [True, False]


def _killed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let each child die where it calls a function."""
    code = (
        "import os, sys; from score_desktop.importing import child, scan, textfile\n"
        "looked = child._Beside.result\n"
        "def sound(beside): looked(beside); os._exit(9)\n"
        f"{name} = sound if '{name}'.endswith('result') else lambda *_: os._exit(9)\n"
        "sys.exit(child.main())"
    )
    monkeypatch.setattr(read, "_command", lambda: [sys.executable, "-c", code])


def test_a_reader_that_aborts_early_gets_a_second_child(monkeypatch: pytest.MonkeyPatch, asked: list[bool]) -> None:
    _killed(monkeypatch, "scan.guard")
    with pytest.raises(UnreadableFile, match=r"import\.crashed"):
        read_file(next(path for path in SAMPLES if path.suffix == ".xlsx"))
    assert asked == [True, False]


def test_a_reader_that_aborts_with_a_sound_file_gets_none(monkeypatch: pytest.MonkeyPatch, asked: list[bool]) -> None:
    """A second one would abort as well, after as long a time."""
    _killed(monkeypatch, "child._Beside.result")
    with pytest.raises(UnreadableFile, match=r"import\.crashed"):
        read_file(next(path for path in SAMPLES if path.suffix == ".xlsx"))
    assert asked == [True]


def test_a_text_file_gets_no_second_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: list[bool]) -> None:
    _killed(monkeypatch, "textfile.send_table")
    (tmp_path / "a.csv").write_text("Mes;kWh\nEnero 2024;5\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"import\.crashed"):
        read_file(tmp_path / "a.csv")
    assert asked == [True]


def test_errors_in_long_formulas_are_seen_wherever_they_stand(tmp_path: Path) -> None:
    """A cell of several kilobytes lies over the border of two pieces of the part sooner or later."""
    formula = b"IF(A1=1," * 500 + b"1"
    cell = b'<c r="B%d" t="e"><f>' + formula + b"</f><v>#N/A</v></c>"
    rows = [
        b'<row r="%d"><c r="A%d"><v>1</v></c>' % (n, n) + cell.replace(b"%d", b"%d" % n) + b"</row>"
        for n in range(1, 120)
    ]
    book = read_file(raw_sheet(tmp_path / "errors.xlsx", [HEAD, *rows, TAIL]))
    assert [row[1] for row in book.sheets[0].rows] == ["#N/A"] * 119


def test_a_row_longer_than_a_piece_is_looked_through_whole(tmp_path: Path) -> None:
    cell = b'<c r="%s1" t="e"><f>' + b"IF(A1=1," * 900 + b"1</f><v>#N/A</v></c>"
    names = [chr(65 + a) + chr(65 + b) for a in range(20) for b in range(26)]
    row = b'<row r="1">' + b"".join(cell.replace(b"%s", name.encode()) for name in names) + b"</row>"
    book = read_file(raw_sheet(tmp_path / "wide.xlsx", [HEAD, row, TAIL]))
    assert book.sheets[0].rows[0].count("#N/A") == len(names)
