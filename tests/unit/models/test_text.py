from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from score_desktop.models import search_key


def test_spanish_order() -> None:
    names = ["Zeta", "Ñandú", "Ángel", "nube", "Nzeta", "Oruro", "ángela", "N"]
    assert sorted(names, key=search_key) == ["Ángel", "ángela", "N", "nube", "Nzeta", "Ñandú", "Oruro", "Zeta"]


def test_what_is_typed_finds_what_is_stored() -> None:
    assert search_key("  panaderia   ILLIMANI ") == search_key("Panadería Illimani")
    assert search_key("Nandu") != search_key("Ñandú")
    assert search_key("n\u0303andu") == search_key("ÑANDÚ")


@given(st.text())
def test_key_is_stable_and_folded(text: str) -> None:
    key = search_key(text)
    assert key == key.strip() and "  " not in key
    assert search_key(text) == key
    assert "\x7f" not in search_key(text.replace("ñ", "").replace("Ñ", "").replace("n", "").replace("N", ""))
