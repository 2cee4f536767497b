"""The figure of the corpus, held: every file right, nothing asked without need, no wrong value stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from score_desktop.services.context import Context
from tests.corpus.judge import Judgement, summary
from tests.corpus.run import expectations, judged, workspace

SHARES = 4
"""The files are dealt to so many tests, that several processes may share them."""


@pytest.fixture(scope="module")
def context() -> Iterator[Context]:
    with workspace() as opened:
        yield opened


@pytest.mark.parametrize("share", range(SHARES))
def test_every_file_becomes_what_was_written_down(context: Context, share: int) -> None:
    entries = dict(list(expectations().items())[share::SHARES])

    results: list[Judgement] = [one for name, entry in entries.items() for one in judged(context, name, entry)]

    remarks = {result.file: result.remarks[:3] for result in results if not result.right}
    figures = summary(results)
    assert remarks == {}
    assert figures["files_right"] == figures["files"] == len(entries)
    assert figures["wrong_values"] == 0
    assert figures["questions_needless"] == 0
    assert figures["questions_asked"] == figures["questions_expected"]
    assert figures["records_right"] == figures["records_total"]
    assert figures["notes_missing"] == 0


def test_the_corpus_is_whole() -> None:
    assert len(expectations()) == 85
