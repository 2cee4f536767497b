from __future__ import annotations

import errno

import pytest

from score_desktop.errors import Cancelled, StorageTrouble
from score_desktop.reporting.target import write_whole


def test_the_document_replaces_the_old_one_whole(tmp_path):
    out = tmp_path / "informe ñ.pdf"
    out.write_bytes(b"old")
    write_whole(out, lambda stream: stream.write(b"new") and None)
    assert out.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), Cancelled(), ValueError()])
def test_trouble_while_writing_leaves_the_old_document_and_nothing_else(tmp_path, error):
    out = tmp_path / "report.pdf"
    out.write_bytes(b"old")

    def write(stream):
        stream.write(b"half of it")
        raise error

    expected = StorageTrouble if isinstance(error, OSError) else type(error)
    with pytest.raises(expected) as raised:
        write_whole(out, write)
    if expected is StorageTrouble:  # to close other programs would not help
        assert raised.value.message_id == "storage.full" and raised.value.params["file"] == str(out)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StorageTrouble) as missing:
        write_whole(tmp_path / "no folder" / "a.pdf", lambda stream: None)
    assert missing.value.message_id == "report.cannot_write"
    folder = tmp_path / "a folder.pdf"
    folder.mkdir()
    with pytest.raises(StorageTrouble):
        write_whole(folder, lambda stream: None)
    assert [path.name for path in tmp_path.iterdir()] == ["a folder.pdf"]
