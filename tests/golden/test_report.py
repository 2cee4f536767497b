"""The report reads and looks as it was approved. After a change that is meant: see `tests.golden.renew`."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from score_desktop import paths
from tests.golden import report_pages as golden
from tests.unit.reporting.pages import texts_of

_CATALOGUE = paths.resources() / "i18n" / "es" / "LC_MESSAGES" / "score.mo"
_SPANISH = pytest.param(
    "es", marks=pytest.mark.skipif(not _CATALOGUE.exists(), reason="the Spanish catalogue is not compiled")
)


@pytest.fixture(scope="module", params=["en", _SPANISH])
def report(request, tmp_path_factory):
    language = request.param
    return language, golden.make(language, tmp_path_factory.mktemp(language) / "report.pdf")


def test_every_page_says_what_was_approved(report):
    language, pdf = report
    approved = sorted((golden.FOLDER / language).glob("page_*.txt"))
    pages = texts_of(pdf)
    assert len(pages) == len(approved)
    for text, path in zip(pages, approved, strict=True):
        assert text + "\n" == path.read_text(encoding="utf-8"), path.name


def test_structure_is_as_approved(report):
    language, pdf = report
    approved = json.loads((golden.FOLDER / language / "structure.json").read_text(encoding="utf-8"))
    assert golden.structure(pdf) == approved


def test_pages_look_as_approved(report):
    language, pdf = report
    approved = sorted((golden.FOLDER / language).glob("page_*.png"))
    for picture, path in zip(golden.pictures(pdf), approved, strict=True):
        with Image.open(path) as known:
            mean, changed = golden.difference(picture, known.convert("L"))
        assert mean < golden.MOST_MEAN, path.name
        assert changed < golden.MOST_CHANGED, path.name
