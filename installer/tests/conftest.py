from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from installer.tests.desk import ROOT, Desk
from tools import windows


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    made = Desk(ROOT / "build" / "windows" / "test-wine")
    yield made
    made.end()


@pytest.fixture(scope="session", autouse=True)
def floor(request: pytest.FixtureRequest) -> Iterator[Future[Path] | None]:
    """The installer of the libraries alone, made beside the other tests: they use one core."""
    if not any(item.path.name == "test_size.py" for item in request.session.items):
        yield None
        return
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(_make_floor)


def _make_floor() -> Path:
    assert windows.freeze("minimal") == 0
    target = windows.WORK / "minimal-setup.exe"
    assert windows.pack(windows.WORK / "dist" / "minimal", windows.version(), target) == 0
    return target
