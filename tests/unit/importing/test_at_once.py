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
    assert [frame[0] for frame in _frames(done.stdout)] == ["started"]


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
    assert asked == [True, False]


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
