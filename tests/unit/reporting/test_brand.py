from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from score_desktop import tokens
from score_desktop.reporting import brand
from tests.unit.reporting.fixture import logo


@given(st.integers(0, 0xFFFFFF))
def test_any_brand_colour_gives_text_that_can_be_read(number):
    colours = brand.colours(f"#{number:06x}")
    assert tokens.contrast(colours.text, "#FFFFFF") >= 4.5
    assert tokens.contrast(colours.line, "#FFFFFF") >= 2
    assert colours.band == f"#{number:06X}"


@pytest.mark.parametrize("colour", ["", "red", "#12345", "#GGGGGG", "javascript:", "#0F766E;"])
def test_what_is_no_colour_gives_the_programs_own(colour):
    assert brand.colours(colour).band == tokens.palette("print").accent


@pytest.mark.parametrize("fmt", ["PNG", "JPEG"])
def test_a_logo_keeps_its_proportions_and_becomes_small_enough(fmt):
    picture = brand.logo(logo((3000, 1000), fmt))
    assert picture is not None
    assert picture.size == (900, 300)


def _gif() -> bytes:
    buffer = io.BytesIO()
    Image.new("P", (4, 4)).save(buffer, format="GIF")
    return buffer.getvalue()


def _bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"no picture", logo()[:200], logo(fmt="JPEG")[:300], _gif(), _bomb(), b"\x00" * (brand.MOST_BYTES + 1)],
    ids=["text", "cut png", "cut jpeg", "gif", "400 megapixels", "too many bytes"],
)
def test_a_logo_that_cannot_be_used_is_left_out(data):
    assert brand.logo(data) is None
    assert brand.is_broken(data)


@given(st.integers(8, len(logo()) - 1), st.integers(0, 255))
def test_a_damaged_logo_never_raises(place, value):
    data = bytearray(logo())
    data[place] = value
    brand.logo(bytes(data))


def test_no_logo_is_not_a_broken_one():
    assert not brand.is_broken(None)
    assert not brand.is_broken(b"")
    assert not brand.is_broken(logo())
