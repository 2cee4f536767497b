"""Message catalogues of resources/i18n: extract from the source, update, check, compile (`dev.py translations`).

Runs inside the environment, because Babel lives there. English texts in the source are the message ids; a catalogue
keeps its translations when texts move, gets new ones empty, and drops those that the source no longer has.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import io
import json
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "score_desktop"
CATALOGUES = ROOT / "resources" / "i18n"
LANGUAGES = ("es",)
KEYWORDS = {"t": None, "tn": (1, 2), "counted": (1, 2), "N_": None}
# A catalogue changes when texts change, not with the clock.
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HEADER = "# Texts of SCORE Desktop. Made by `python3 dev.py translations`; edit the msgstr lines."


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language stands."""
    return CATALOGUES / language / "LC_MESSAGES" / "score.po"


def extract(package: Path = PACKAGE) -> Catalog:
    """Every text of the source that is shown to people."""
    template = Catalog(project="SCORE Desktop", charset="utf-8", creation_date=EPOCH)
    for path in sorted(package.rglob("*.py")):
        where = path.relative_to(package.parent).as_posix()
        for _line, message, comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            template.add(message, locations=[(where, 0)], auto_comments=comments)
    return template


def load(language: str) -> Catalog:
    """The stored catalogue of a language; an empty one if there is none."""
    path = catalogue_path(language)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return read_po(io.StringIO(text), locale=language, domain="score")


def save(catalogue: Catalog, language: str) -> None:
    """Write a catalogue: sorted, without line numbers and clocks, so that differences mean something."""
    catalogue.header_comment = HEADER
    catalogue.project, catalogue.version = "SCORE Desktop", "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "SCORE Desktop"
    catalogue.creation_date = catalogue.revision_date = EPOCH
    catalogue.fuzzy = False
    target = io.BytesIO()
    write_po(target, catalogue, width=120, no_location=True, sort_output=True, ignore_obsolete=True)
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(target.getvalue())


def update(language: str, merge: dict[str, object]) -> None:
    """Bring a catalogue up to date with the source and take new translations in.

    Args:
        language: "es".
        merge: English → translation, or [singular, plural] keyed by the English singular.
    """
    catalogue = load(language)
    catalogue.update(extract(), no_fuzzy_matching=True)
    unknown = []
    for english, translation in merge.items():
        message = catalogue.get(english)
        if message is None:
            unknown.append(english)
        elif message.pluralizable == isinstance(translation, list):
            message.string = tuple(translation) if isinstance(translation, list) else str(translation)
        else:
            raise SystemExit(f"One form or two? {english!r} → {translation!r}")
    save(catalogue, language)
    for english in unknown:
        print(f"not in the source, left out: {english!r}")


def compile_all() -> None:
    """Write score.mo beside each score.po."""
    for language in LANGUAGES:
        with catalogue_path(language).with_suffix(".mo").open("wb") as target:
            write_mo(target, load(language))


def unseen(package: Path) -> list[str]:
    """Texts marked in the source that the extraction misses: its tokenizer does not look into f-strings."""
    template = extract(package)
    found = []
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            text = node.args[0]
            if name in KEYWORDS and isinstance(text, ast.Constant) and isinstance(text.value, str):
                found += [text.value] if text.value and template.get(text.value) is None else []
    return found


def check(language: str, package: Path = PACKAGE) -> list[str]:
    """What is wrong with a catalogue, one line for each trouble; empty when all is well."""
    template, catalogue = extract(package), load(language)
    troubles = [f"the extraction does not see it, perhaps inside an f-string: {text!r}" for text in unseen(package)]
    troubles += [f"not in the source any more: {message.id!r}" for message in catalogue if _gone(message, template)]
    for wanted in template:
        if not wanted.id:
            continue
        found = catalogue.get(_key(wanted))
        if found is None or _key(found) != _key(wanted) or not _complete(found):
            troubles.append(f"not translated: {wanted.id!r}")
        elif found.fuzzy:
            troubles.append(f"fuzzy: {wanted.id!r}")
        elif found.pluralizable != wanted.pluralizable:
            troubles.append(f"one form or two: {wanted.id!r}")
        else:
            troubles += [f"{trouble}: {wanted.id!r}" for trouble in _differences(found)]
            if language == "es" and any(mark in form for form in _forms(found) for mark in "“”"):
                troubles.append(f"Spanish quotes with « and »: {wanted.id!r}")
    return troubles


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def _gone(message: Message, template: Catalog) -> bool:
    return bool(message.id) and template.get(_key(message)) is None


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _complete(message: Message) -> bool:
    forms = _forms(message)
    return bool(forms) and all(forms)


def _differences(message: Message) -> list[str]:
    """How a translation differs where it must not: placeholders, spaces and line ends at its borders."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    troubles = []
    wanted = set().union(*(placeholders(form) for form in english))
    for form in _forms(message):
        if placeholders(form) != wanted and not (message.pluralizable and placeholders(form) == wanted - {"{n}"}):
            troubles.append(f"placeholders {sorted(placeholders(form))} for {sorted(wanted)}")
        if (form[:1].isspace(), form[-1:].isspace()) != (english[0][:1].isspace(), english[0][-1:].isspace()):
            troubles.append("spaces at the ends differ")
    return troubles


def placeholders(text: str) -> set[str]:
    """Names in braces and printf conversions of a text, such as {"{name}", "%(value)r"}."""
    found = set()
    for position in range(len(text)):
        if text[position] == "%" and text[position + 1 : position + 2] in ("s", "d", "("):
            end = text.index(")", position) + 1 if text[position + 1] == "(" else position + 1
            found.add(text[position : end + 1])
    return found | {
        f"{{{name}}}" for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
    }


def main() -> int:
    """Entry: update [--merge FILE.json]…, check, compile."""
    parser = argparse.ArgumentParser(description="Message catalogues; called by dev.py.")
    parser.add_argument("command", choices=("update", "check", "compile"))
    parser.add_argument("--merge", action="append", default=[], type=Path)
    options = parser.parse_args()
    if options.command == "compile":
        compile_all()
        return 0
    if options.command == "update":
        merge: dict[str, object] = {}
        for path in options.merge:
            merge |= json.loads(path.read_text(encoding="utf-8"))
        for language in LANGUAGES:
            update(language, merge)
        compile_all()
    troubles = [f"{language}: {trouble}" for language in LANGUAGES for trouble in check(language)]
    print("\n".join(troubles) or "Every text is translated.")
    # After an update, texts that wait for their translation are news and not a failure.
    return 1 if troubles and options.command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
