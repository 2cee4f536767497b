"""The figure of the corpus, held: every file right, nothing asked without need, no wrong value stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from score_desktop.services.context import Context
from tests.corpus.judge import Judgement, summary
from tests.corpus.run import expectations, figure_lines, judged, published, workspace

SHARES = 4
"""The files are dealt to so many tests, that several processes may share them."""


@pytest.fixture(scope="module")
def context() -> Iterator[Context]:
    with workspace() as opened:
        yield opened


_found: dict[int, list[Judgement]] = {}


@pytest.mark.parametrize("share", range(SHARES))
def test_every_file_becomes_what_was_written_down(context: Context, share: int) -> None:
    entries = dict(list(expectations().items())[share::SHARES])

    results: list[Judgement] = [one for name, entry in entries.items() for one in judged(context, name, entry)]

    _found[share] = results

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


def test_the_published_figure_is_that_of_a_run() -> None:
    told = " ".join(published())
    assert "| 85 | 85 |" in told and "Wrong values stored: **0**" in told and "without need: 0" in told
    if len(_found) == SHARES:  # in one process with the others; alone, the numbers above are held by them
        assert published() == figure_lines(summary([one for share in range(SHARES) for one in _found[share]]))
