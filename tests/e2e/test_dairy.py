"""A process of forty flows as a page and as pictures, with steps moved by hand, and as a file on another computer."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pypdfium2
import pytest

from score_desktop.services import process_steps
from score_desktop.services.context import Context
from tests.e2e.dairy import FLOWS, STEPS, draw_up
from tests.e2e.program import Program
from tests.unit.reporting.pages import flat, texts_of

MOVED = {"Incubación de yogur": 0.1, "Descremado": 0.92}
_LEAST_PT = 4.8  # what PDFium measures of the ink of letters of 6.4 pt, the smallest that are set


@pytest.fixture(scope="module")
def dairy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, str, dict[str, str]]:
    program = Program(tmp_path_factory.mktemp("dairy") / "w.sqlite", "es")
    audit = program.audit("Lácteos Andinos", "BO", "2025-01-01", "2026-01-01")
    with Context.open(program.data) as context:
        return program, audit, draw_up(context, audit)


def words_on(file: Path, number: int) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Pieces of text of a page with left, bottom, right and top, in points from its bottom left."""
    document = pypdfium2.PdfDocument(file)
    try:
        read = document[number].get_textpage()
        boxes = [read.get_rect(place) for place in range(read.count_rects())]
        return [(read.get_text_bounded(*box).strip(), box) for box in boxes]
    finally:
        document.close()


def page_of(file: Path) -> int:
    return next(number for number, text in enumerate(texts_of(file)) if "Materiales y producto" in text)


def heights(svg: Path) -> dict[str, float]:
    """How far from above each label of a picture stands, by its first word."""
    found = re.findall(r'<text [^>]* y="([\d.]+)"[^>]*>([^<]+)</text>', svg.read_text(encoding="utf-8"))
    return {words.split(" ")[0]: float(y) for y, words in reversed(found)}


def test_forty_flows_are_legible_on_a_page(dairy: tuple[Program, str, dict[str, str]], tmp_path: Path) -> None:
    program, audit, _ = dairy
    assert len(FLOWS) == 40
    program("report", audit, "--out", tmp_path / "r.pdf")
    number = page_of(tmp_path / "r.pdf")
    text = flat(texts_of(tmp_path / "r.pdf")[number])
    assert [step for step in STEPS if step not in text] == [] and "…" not in text
    words = [(word, box) for word, box in words_on(tmp_path / "r.pdf", number) if word]
    assert min(top - bottom for word, (_, bottom, _, top) in words if len(word) > 3) >= _LEAST_PT
    for (one, first), (other, second) in itertools.combinations(words, 2):
        wide = min(first[2], second[2]) - max(first[0], second[0])
        high = min(first[3], second[3]) - max(first[1], second[1])
        assert wide <= 1 or high <= 2, (one, other)


def test_steps_that_were_moved_stand_there_in_pictures_report_and_on_another_computer(
    dairy: tuple[Program, str, dict[str, str]], tmp_path: Path
) -> None:
    program, audit, steps = dairy
    draw = ("flows", audit, "--process", "--unit", "kg", "--out")
    program(*draw, tmp_path / "before.svg")
    before = heights(tmp_path / "before.svg")
    with Context.open(program.data) as context:
        for name, height in MOVED.items():
            context.write(process_steps.drag_step, steps[name], None, height)
    program(*draw, tmp_path / "after.svg")
    after = heights(tmp_path / "after.svg")
    assert after["Incubación"] < before["Incubación"] and after["Incubación"] < after["Descremado"]
    assert before["Descremado"] < before["Incubación"]
    program("report", audit, "--out", tmp_path / "r.pdf")
    number = page_of(tmp_path / "r.pdf")
    tops = {word.split(" ")[0]: box[3] for word, box in words_on(tmp_path / "r.pdf", number)}
    assert tops["Incubación"] > tops["Descremado"]
    for ending in ("svg", "png", "pdf"):
        program(*draw, tmp_path / f"here.{ending}")
    program("pack", audit, "--out", tmp_path / "dairy.score")
    other = Program(tmp_path / "other.sqlite", "es")
    other("unpack", tmp_path / "dairy.score")
    for ending in ("svg", "png", "pdf"):
        other(*draw, tmp_path / f"there.{ending}")
        assert (tmp_path / f"there.{ending}").read_bytes() == (tmp_path / f"here.{ending}").read_bytes()
