"""Garbage that was frozen with the rest is freed, but only where nobody waits."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from score_desktop.jobs import collector_paused
from score_desktop.ui import tidying
from score_desktop.ui.tidying import Tidying


class Figure:
    """Holds itself, as matplotlib's do."""

    def __init__(self, size: int) -> None:
        self.me = self
        self.parts = [[number] for number in range(size)]


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def frozen_garbage(size: int) -> weakref.ref[Figure]:
    figure = Figure(size)
    gone = weakref.ref(figure)
    del figure
    with collector_paused():
        pass
    gc.collect()
    assert gone() is not None, "what is frozen, the collector does not see"
    return gone


def test_frozen_garbage_is_freed_once_there_is_much_of_it(qtbot: QtBot) -> None:
    owner = QObject()
    made = Tidying(lambda: True, owner)
    gone = frozen_garbage(tidying.MOST + 1_000)
    made.look()
    assert gone() is None


def test_a_little_waits_and_so_does_much_while_something_is_read(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = QObject()
    gc.freeze()
    busy = Tidying(lambda: False, owner)
    idle = Tidying(lambda: True, owner)
    gone = frozen_garbage(100)
    idle.look()
    monkeypatch.setattr(tidying, "MOST", 0)
    monkeypatch.setattr(tidying, "AWAY", 0)
    busy.look()
    assert gone() is not None
    idle.look()
    assert gone() is None
