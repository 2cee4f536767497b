from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_desktop.models import search_key
from score_desktop.models.text import without_controls


def test_spanish_order() -> None:
    names = ["Zeta", "Ñandú", "Ángel", "nube", "Nzeta", "Oruro", "ángela", "N"]
    assert sorted(names, key=search_key) == ["Ángel", "ángela", "N", "nube", "Nzeta", "Ñandú", "Oruro", "Zeta"]


def test_what_is_typed_finds_what_is_stored() -> None:
    assert search_key("  panaderia   ILLIMANI ") == search_key("Panadería Illimani")
    assert search_key("Nandu") != search_key("Ñandú")
    assert search_key("n\u0303andu") == search_key("ÑANDÚ")


def test_names_of_signs_alone_differ() -> None:
    assert len({search_key(name) for name in ("\u0301", "\u0300", "¡", "🥖", "")}) == 5


def test_the_key_of_a_cleaned_name_is_that_of_the_name() -> None:
    for name in ("7\x018", "7\x1b[8", "Pan\n dulce", "a\x7fb", "a\x85b"):
        assert search_key(without_controls(name)) == search_key(name)
    assert search_key("7\x018") == search_key("7 8")


@given(st.text())
def test_key_is_stable_and_folded(text: str) -> None:
    key = search_key(text)
    assert key == key.strip() and "  " not in key
    assert search_key(text) == key
    assert "\x7f" not in search_key(text.replace("ñ", "").replace("Ñ", "").replace("n", "").replace("N", ""))
