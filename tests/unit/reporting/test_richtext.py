from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.reporting.richtext import bare, readable, runs, shortened, strong


def test_a_strong_part_keeps_its_letters_and_nothing_else_is_markup():
    text = f"paid {strong('<b>Bs 5</b> & more')} today"
    assert list(runs(text)) == [(False, "paid "), (True, "<b>Bs 5</b> & more"), (False, " today")]
    assert bare(text) == "paid <b>Bs 5</b> & more today"


@given(st.text())
def test_runs_lose_no_letter(text):
    assert "".join(piece for _, piece in runs(text)) == bare(text)


@given(st.text(st.characters(codec=None)))
def test_readable_text_can_be_written_and_shown(text):
    shown = readable(text)
    shown.encode("utf-8")
    assert not any(ord(letter) < 32 and letter != "\n" for letter in shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Pan\u0303", "Pa\u00f1"),
        ("a\x07b", "a\N{REPLACEMENT CHARACTER}b"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\there", "tab here"),
        ("ag\u00adua\u200b", "agua"),
    ],
)
def test_readable_examples(typed, shown):
    assert readable(typed) == shown


@given(st.text(max_size=400), st.integers(2, 80))
def test_a_shortened_text_is_one_line_within_its_limit(text, longest):
    line = shortened(text, longest)
    assert len(line) <= longest
    assert "\n" not in line


def test_a_cut_is_seen():
    assert shortened("x" * 50, 10) == "x" * 9 + "…"
