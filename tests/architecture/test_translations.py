"""Spanish has every text, and the check of it notices."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools import translations

SOURCE = 'def show(texts):\n    texts.t("Hello {name}", name="Ana")\n    texts.tn("{n} bill", "{n} bills", 2)\n'
GOOD = (
    'msgid "Hello {name}"\nmsgstr "Hola, {name}"\n\n'
    'msgid "{n} bill"\nmsgid_plural "{n} bills"\nmsgstr[0] "{n} factura"\nmsgstr[1] "{n} facturas"\n'
)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    assert translations.check(language) == []


@pytest.mark.parametrize(
    ("before", "after", "trouble"),
    [
        ("", "", ""),
        ("Hola, {name}", "Hola", "placeholders"),
        ("Hola, {name}", "Hola, {nombre}", "placeholders"),
        ("Hola, {name}", "", "not translated"),
        ('msgid "Hello', '#, fuzzy\nmsgid "Hello', "fuzzy"),
        ("{n} facturas", "", "not translated"),
        ("{n} facturas", "{m} facturas", "placeholders"),
        ('msgid "Hello {name}"', 'msgid "Hello"', "not translated"),
        ('msgid "Hello {name}"', 'msgid "Bye"\nmsgstr "Adiós"\n\nmsgid "Hello {name}"', "not in the source"),
        ("Hola, {name}", "Hola, {name} ", "spaces"),
        ("Hola, {name}", "Hola, “{name}”", "quotes"),
    ],
)
def test_check_notices(before: str, after: str, trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "score_desktop"
    package.mkdir()
    (package / "page.py").write_text(SOURCE, encoding="utf-8")
    catalogue = read_po(io.StringIO(GOOD.replace(before, after) if before else GOOD), locale="es")
    monkeypatch.setattr(translations, "load", lambda _language: catalogue)
    troubles = translations.check("es", package)
    assert bool(troubles) == bool(trouble)
    assert all(trouble in line or "not in the source" in line for line in troubles), troubles


def test_update_keeps_adds_and_drops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "score_desktop"
    package.mkdir()
    (package / "page.py").write_text(SOURCE, encoding="utf-8")
    template = translations.extract(package)
    monkeypatch.setattr(translations, "extract", lambda *_: template)
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path / "i18n")
    path = translations.catalogue_path("es")
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Hello {name}"\nmsgstr "Hola, {name}"\n\nmsgid "Bye"\nmsgstr "Adiós"\n', encoding="utf-8")
    translations.update("es", {"{n} bill": ["{n} factura", "{n} facturas"]})
    first = path.read_bytes()
    assert b"Hola, {name}" in first
    assert b"{n} facturas" in first
    assert b"Bye" not in first
    translations.update("es", {})
    assert path.read_bytes() == first


def test_compiled_catalogues_are_newer_than_their_source() -> None:
    for language in translations.LANGUAGES:
        path = translations.catalogue_path(language)
        assert path.with_suffix(".mo").stat().st_mtime >= path.stat().st_mtime, "run python3 dev.py setup"


def test_a_text_inside_an_f_string_is_noticed(tmp_path: Path) -> None:
    package = tmp_path / "planted"
    package.mkdir()
    (package / "page.py").write_text("""title = f"{texts.t('Lost words')} {share}"\n""", encoding="utf-8")
    assert translations.unseen(package) == ["Lost words"]
    assert translations.unseen(translations.PACKAGE) == []
