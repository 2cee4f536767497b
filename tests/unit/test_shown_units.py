"""Nothing that people read says "m3": what is stored so is shown as "m³"."""

from __future__ import annotations

import re

import pytest

from score_desktop import reference, units
from score_desktop.i18n import Texts
from score_desktop.messages import MESSAGES
from score_desktop.paths import resources

RAW = re.compile(r"(?<![\w.])(m3|m2|ft3|ft2)(?!\w)")


def test_no_text_says_it_raw() -> None:
    said = [text for text in MESSAGES.values() if RAW.search(text)]
    catalogue = (resources() / "i18n" / "es" / "LC_MESSAGES" / "score.po").read_text("utf-8")
    said += [line for line in catalogue.splitlines() if line[:1] in 'm"' and RAW.search(line)]
    assert said == []


def test_names_of_factors_say_it_as_people_read_it() -> None:
    names = [name for one in reference.factors().factors for name in (one.activity_en, one.activity_es)]
    assert [name for name in names if RAW.search(name)] == []
    assert any("m³" in name for name in names)


@pytest.mark.parametrize(
    ("message", "unit", "told"),
    [
        ("finding.consumption", "m3", "160 m³"),
        ("finding.unit_price", "m3", "per m³"),
        ("process.other_dimension", "kg/m3", "kg/m³"),
        ("unit.dimension", "m3", "“m³”"),
    ],
)
def test_messages_show_the_sign_of_a_unit(message: str, unit: str, told: str) -> None:
    names = re.findall(r"{(\w+)}", MESSAGES[message])
    shown = Texts("en").message(message, {**dict.fromkeys(names, "x"), "amount": 160, "unit": unit, "other": "kWh"})
    assert told in shown


def test_sentences_of_the_data() -> None:
    assert units.in_words("Natural gas, per m3 (20 m3)") == "Natural gas, per m³ (20 m³)"
    assert units.in_words("NOM3 m3x") == "NOM3 m3x"
