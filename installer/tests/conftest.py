from __future__ import annotations

from collections.abc import Iterator

import pytest

from installer.tests.desk import ROOT, Desk


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    made = Desk(ROOT / "build" / "windows" / "test-wine")
    yield made
    made.end()
