from __future__ import annotations

from pathlib import Path

import pytest

from score_desktop.i18n import Texts
from score_desktop.reporting.pdf import write_pdf
from tests.unit.reporting import fixture


@pytest.fixture(scope="session")
def english() -> Texts:
    return Texts("en", "en_US")


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="session")
def bakery_pdf(folder, english) -> Path:
    return write_pdf(fixture.bakery(), english, folder / "bakery.pdf").path


@pytest.fixture(scope="session")
def nasty_pdf(folder, english) -> Path:
    return write_pdf(fixture.nasty(rows=4), english, folder / "nasty.pdf").path
