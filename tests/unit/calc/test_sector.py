from __future__ import annotations

import pytest

from score_desktop.calc.sector import sector_of


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("Panadería", "ind"),
        ("PANADERIA Y PASTELERIA", "ind"),
        ("Textile factory", "ind"),
        ("1071", "ind"),
        ("CAEB 10710", "ind"),
        ("CAEB-2011 15410", "ind"),
        ("CIIU Rev. 4: 5610", "com"),
        ("C10", "ind"),
        ("10.71", "ind"),
        ("I5510 Hoteles", "com"),
        ("Tienda de muebles", "com"),
        ("Muebles de madera", "ind"),
        ("Restaurante", "com"),
        ("F-41", "ind"),
        ("", ""),
        ("Sociedad de responsabilidad limitada", ""),
    ],
)
def test_what_codes_and_words_say(words: str, sector: str) -> None:
    assert sector_of(words) == sector
