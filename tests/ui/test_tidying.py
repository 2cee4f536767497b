"""Garbage is looked for in steps that nobody notices: what is new, and everything when the person is elsewhere."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from score_desktop.ui import tidying
from score_desktop.ui.tidying import Tidying
from tests.ui.conftest import MakeWindow, open_audit


class Figure:
    """Holds itself, as matplotlib's do."""

    def __init__(self, size: int) -> None:
        self.me = self
        self.parts = [[number] for number in range(size)]


class Sizes:
    """How many objects each look of the collector walked."""

    def __init__(self) -> None:
        self.walked: list[int] = []

    def __call__(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self.walked.append(len(gc.get_objects()))


@pytest.fixture
def looks() -> Iterator[Sizes]:
    gc.disable()
    gc.freeze()
    seen = Sizes()
    gc.callbacks.append(seen)
    yield seen
    gc.callbacks.remove(seen)
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> list[Qt.ApplicationState]:
    """Whether the program is in front, as the system says; the last one counts."""
    told = [Qt.ApplicationState.ApplicationActive]
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: told[-1])
    return told


def garbage(size: int) -> weakref.ref[Figure]:
    return weakref.ref(Figure(size))


def frozen_garbage(size: int) -> weakref.ref[Figure]:
    figure = Figure(size)
    gc.freeze()
    gone = weakref.ref(figure)
    del figure
    gc.collect()
    assert gone() is not None, "what is frozen, the collector does not see"
    return gone


def test_python_looks_no_more_by_itself(qtbot: QtBot, looks: Sizes) -> None:
    gc.enable()
    owner = QObject()
    Tidying(lambda: True, owner)
    assert not gc.isenabled()


def test_what_is_new_is_freed_while_the_person_works(
    qtbot: QtBot, looks: Sizes, state: list[Qt.ApplicationState]
) -> None:
    owner = QObject()
    made = Tidying(lambda: True, owner)
    gone = garbage(tidying.FEW + 1_000)
    made.look()
    assert gone() is None
    assert max(looks.walked) <= tidying.MOST


def test_very_much_at_once_is_not_walked_while_the_person_works(
    qtbot: QtBot, looks: Sizes, state: list[Qt.ApplicationState]
) -> None:
    owner = QObject()
    made = Tidying(lambda: True, owner)
    kept = Figure(3 * tidying.MOST)
    made.look()
    made.look()
    assert looks.walked == []
    assert gc.get_freeze_count() > len(kept.parts)


def test_many_new_objects_are_not_walked_though_as_many_frozen_ones_went(
    qtbot: QtBot, looks: Sizes, state: list[Qt.ApplicationState]
) -> None:
    owner = QObject()
    made = Tidying(lambda: True, owner)
    before = [[number] for number in range(3 * tidying.MOST)]
    made.look()
    after = [[number] for number in range(3 * tidying.MOST)]
    before.clear()  # as the figures of an audit that are calculated anew
    assert gc.get_count()[0] < tidying.MOST < len(gc.get_objects())
    more = [[number] for number in range(tidying.FEW + 1)]
    made.look()
    assert looks.walked == []
    assert len(after) + len(more) < gc.get_freeze_count()


def test_what_outlives_a_look_is_not_walked_again(qtbot: QtBot, looks: Sizes, state: list[Qt.ApplicationState]) -> None:
    owner = QObject()
    made = Tidying(lambda: True, owner)
    kept = Figure(tidying.KEPT + 1_000)
    made.look()
    assert len(looks.walked) == 1
    assert len(gc.get_objects()) < len(kept.parts)


def test_frozen_garbage_is_freed_once_the_person_is_elsewhere_and_nothing_is_read(
    qtbot: QtBot, looks: Sizes, state: list[Qt.ApplicationState]
) -> None:
    owner = QObject()
    busy = [False]
    made = Tidying(lambda: not busy[-1], owner)
    gone = frozen_garbage(tidying.AWAY_KEPT + 1_000)
    for _ in range(tidying.AWAY_LOOKS + 1):
        made.look()
    assert gone() is not None, "the person is here"
    state.append(Qt.ApplicationState.ApplicationInactive)
    for _ in range(tidying.AWAY_LOOKS - 1):
        made.look()
    assert gone() is not None, "perhaps for a moment"
    busy.append(True)
    made.look()
    assert gone() is not None, "somebody waits for what is read"
    busy.append(False)
    made.look()
    assert gone() is None


def test_coming_back_begins_the_waiting_anew(qtbot: QtBot, looks: Sizes, state: list[Qt.ApplicationState]) -> None:
    owner = QObject()
    made = Tidying(lambda: True, owner)
    gone = frozen_garbage(tidying.AWAY_KEPT + 1_000)
    for _ in range(tidying.AWAY_LOOKS - 1):
        state.append(Qt.ApplicationState.ApplicationInactive)
        made.look()
    state.append(Qt.ApplicationState.ApplicationActive)
    made.look()
    state.append(Qt.ApplicationState.ApplicationInactive)
    made.look()
    assert gone() is not None


def test_no_timer_runs_once_the_window_has_closed(make_window: MakeWindow, qtbot: QtBot, looks: Sizes) -> None:
    window = make_window()
    window.tidying = Tidying(lambda: window.desk.idle, window)
    open_audit(window, qtbot, "Panadería", "consumption")
    window.close()
    QTest.qWait(300)  # longer than what waits for the next look
    parts = [*QApplication.allWidgets(), window.desk]
    running = [timer for part in parts for timer in part.findChildren(QTimer) if timer.isActive()]
    assert [(type(timer.parent()).__name__, timer.interval()) for timer in running] == []
