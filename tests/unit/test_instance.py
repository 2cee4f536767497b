from __future__ import annotations

import json
import os
import sys
import threading
import time
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from score_desktop import instance, paths


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "datos")


def test_a_second_start_is_heard_once_somebody_takes_it() -> None:
    name = instance.key(None)
    heard: list[instance.Request] = []
    taken = threading.Event()

    def take(request: instance.Request) -> None:
        heard.append(request)
        if len(heard) == 2:
            taken.set()

    listening = instance.Listening(name)
    try:
        assert instance.say(name, {"open": "año.score"})
        listening.give_to(take)
        assert instance.say(name, {"open": None})
        assert taken.wait(10)
    finally:
        listening.close()
    assert heard == [{"open": "año.score"}, {"open": None}]
    assert not instance.say(name, {"open": None})


def test_other_workspaces_have_windows_of_their_own(tmp_path: Path) -> None:
    listening = instance.Listening(instance.key(None))
    try:
        assert not instance.say(instance.key(tmp_path / "other.sqlite"), {"open": None})
    finally:
        listening.close()


def test_a_stranger_without_the_secret_is_not_heard() -> None:
    heard: list[instance.Request] = []
    listening = instance.Listening(instance.key(None))
    listening.give_to(heard.append)
    try:
        found = next(iter(instance.listening()))
        with pytest.raises(Exception, match="digest"):
            Client(found.address, instance.FAMILY, authkey=b"guess").close()
        assert instance.say(instance.key(None), {"open": None}), "and others still are"
    finally:
        listening.close()
    assert heard == [{"open": None}]


def test_closing_right_after_an_answer_never_waits() -> None:
    for _ in range(40):
        listening = instance.Listening(instance.key(None))
        assert instance.say(instance.key(None), {"open": None})
        began = time.monotonic()
        listening.close()
        assert time.monotonic() - began < instance.ANSWER_S


def test_program_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "ANSWER_S", 0.2)
    listening = instance.Listening(instance.key(None))
    stuck = threading.Event()

    def hang(_request: instance.Request) -> None:
        stuck.wait(20)

    listening.give_to(hang)
    try:
        began = time.monotonic()
        assert not instance.say(instance.key(None), {"open": None})
        assert time.monotonic() - began < 5
    finally:
        stuck.set()
        listening.close()


def test_what_is_no_request_hurts_nobody() -> None:
    heard: list[instance.Request] = []
    listening = instance.Listening(instance.key(None))
    listening.give_to(heard.append)
    try:
        found = next(iter(instance.listening()))
        for words in (b"\xff", b"[1]", b"{"):
            with Client(found.address, instance.FAMILY, authkey=found.secret) as connection:
                connection.send_bytes(words)
        assert instance.say(instance.key(None), {"close": True})
    finally:
        listening.close()
    assert heard == [{"close": True}]


def test_a_program_that_died_is_forgotten() -> None:
    name = instance.key(None)
    file = instance.folder() / f"{name}.json"
    file.parent.mkdir(parents=True)
    address = r"\\.\pipe\score-desktop-dead" if sys.platform == "win32" else "/nonexistent/score"
    file.write_text(json.dumps({"address": address, "secret": "00", "process": os.getpid()}), encoding="utf-8")
    assert not instance.say(name, {"open": None})
    assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_only_the_person_reads_the_secret() -> None:
    listening = instance.Listening(instance.key(None))
    try:
        file = next(instance.folder().glob("*.json"))
        assert file.stat().st_mode & 0o077 == 0
    finally:
        listening.close()


def test_close_all_waits_until_the_window_is_closed() -> None:
    listening = instance.Listening(instance.key(None))
    timer = threading.Timer(0.3, listening.close)
    listening.give_to(lambda request: timer.start() if request == {"close": True} else None)
    assert instance.close_all(10)
    timer.join()
    assert instance.close_all(0), "nothing listens"


def test_close_all_tells_when_a_window_stays() -> None:
    listening = instance.Listening(instance.key(None))
    listening.give_to(lambda _request: None)
    try:
        assert not instance.close_all(0.2)
    finally:
        listening.close()
