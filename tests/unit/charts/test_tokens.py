from __future__ import annotations

import colorsys
import subprocess
import sys

import pytest

from score_desktop import tokens
from score_desktop.enums import Resource


@pytest.mark.parametrize("mode", tokens.MODES)
@pytest.mark.parametrize("name", ["text", "muted", "wrong", "look", "loss", "production_text", "accent"])
def test_text_colours_stand_out_from_the_background(mode, name):
    palette = tokens.palette(mode)
    assert tokens.contrast(getattr(palette, name), palette.background) >= 4.5


@pytest.mark.parametrize("mode", tokens.MODES)
def test_text_stands_out_on_every_ribbon_and_panel(mode):
    palette = tokens.palette(mode)
    grounds = [tokens.mixed(colour, palette.background, palette.tint) for colour in palette.resources.values()]
    grounds += [tokens.mixed(palette.product, palette.background, palette.tint), palette.surface, palette.selected]
    assert min(tokens.contrast(palette.text, ground) for ground in grounds) >= 4.5
    assert tokens.contrast(palette.on_accent, palette.accent) >= 4.5


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
@pytest.mark.parametrize("name", ["text", "muted", "wrong", "look", "accent", "production_text"])
def test_text_of_every_colour_stands_on_what_is_selected(mode, name):
    palette = tokens.palette(mode)
    for ground in (palette.selected, tokens.row_ground(mode)):
        assert tokens.contrast(getattr(palette, name), ground) >= tokens.LEGIBLE


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
def test_the_row_of_the_cursor_is_plain_to_see(mode):
    """Its lines as WCAG asks of marks; its ground as much as text in grey and red on it lets it be."""
    palette, row = tokens.palette(mode), tokens.row_ground(mode)
    least = {"light": 1.12, "dark": 1.4, "contrast": 1.8}[mode]
    assert min(tokens.contrast(palette.accent, ground) for ground in (palette.background, row, palette.selected)) >= 3
    assert tokens.contrast(row, palette.background) >= least
    assert tokens.contrast(palette.selected, palette.background) > tokens.contrast(row, palette.background)


@pytest.mark.parametrize("mode", tokens.WINDOW_MODES)
def test_what_can_be_pressed_is_no_amber(mode):
    """Hues a sixth of the circle apart at least: one says "press here", the other "look here"."""
    palette = tokens.palette(mode)
    one, two = (colorsys.rgb_to_hsv(*bytes.fromhex(colour[1:]))[0] for colour in (palette.accent, palette.look))
    assert min(abs(one - two), 1 - abs(one - two)) > 1 / 6


def test_what_is_off_in_high_contrast_can_be_read():
    palette = tokens.palette("contrast")
    assert tokens.contrast(palette.off, palette.background) >= 7


@pytest.mark.parametrize("mode", tokens.MODES)
def test_every_resource_has_one_colour_of_its_own(mode):
    colours = [tokens.resource_colour(resource, mode) for resource in Resource]
    assert len(set(colours)) == len(Resource)


def test_contrast_of_known_pairs():
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_data_titles_and_layout_live_without_matplotlib():
    drawing = [
        "data",
        "titles",
        "names",
        "hover",
        "export",
        "monthly",
        "pareto",
        "emissions",
        "sankey",
        "sankey_layout",
    ]
    names = ["tokens", *(f"charts.{name}" for name in drawing)]
    code = "import sys\n" + "".join(f"import score_desktop.{name}\n" for name in names)
    code += "assert not {'matplotlib', 'numpy', 'babel'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
