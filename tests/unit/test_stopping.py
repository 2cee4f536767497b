"""Cancel inside calculations and copies, which are handed no `Progress`."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest

from score_desktop.errors import Cancelled
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress, stop_point
from score_desktop.services import audits, demo, workspace
from score_desktop.services.context import Context
from score_desktop.services.report_content import report_content

TODAY = dt.date(2026, 3, 18)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    demo.make_sample(folder, Progress())
    return folder / demo.WORKSPACE


@pytest.fixture
def unwanted() -> Progress:
    progress = Progress()
    progress.cancel()
    return progress


def test_only_what_is_heeded_stops(unwanted: Progress) -> None:
    stop_point()
    with unwanted.heeded():
        with pytest.raises(Cancelled):
            stop_point()
        with Progress().heeded():
            stop_point()
        with pytest.raises(Cancelled):
            stop_point()
    stop_point()


def test_another_thread_is_not_stopped(unwanted: Progress) -> None:
    done: list[bool] = []

    def work() -> None:
        stop_point()
        done.append(True)

    with unwanted.heeded():
        other = threading.Thread(target=work)
        other.start()
        other.join()
    assert done == [True]


def test_a_calculation_stops(sample: Path, unwanted: Progress) -> None:
    with Context.open(sample, read_only=True) as context:
        audit = context.read(audits.list_audits, TODAY)[0].audits[0].uid
        with unwanted.heeded(), pytest.raises(Cancelled):
            context.read(report_content, audit, Texts("es"), TODAY)
        assert context.read(report_content, audit, Texts("es"), TODAY).resources


def test_a_backup_stops_and_leaves_nothing(sample: Path, tmp_path: Path, unwanted: Progress) -> None:
    with unwanted.heeded(), pytest.raises(Cancelled):
        workspace.backup(sample, tmp_path / "copy.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_is_wanted_is_whole(sample: Path, tmp_path: Path) -> None:
    with Progress().heeded():
        workspace.backup(sample, tmp_path / "copy.sqlite")
    assert workspace.check(tmp_path / "copy.sqlite").ok
