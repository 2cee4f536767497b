"""The layout of a table, and what a person confirmed about it: read off one file, put into the next one.

A layout is known by the words over its columns, whatever their order: months, years and other digits in them do not
count, so that the sheet of the next year is the same. An electronic invoice has the same fields at every issuer; there
the issuer's tax number makes the layout.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from score_desktop.enums import Resource
from score_desktop.importing import Workbook
from score_desktop.importing.across import month_of
from score_desktop.importing.result import FoundTable, Understanding
from score_desktop.importing.wordbook import fold
from score_desktop.importing.workbook import Sheet, column_index
from score_desktop.services.import_meanings import MEANINGS
from score_desktop.services.import_outcome import ImportOptions

_DIGITS = re.compile(r"\d+")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}\Z")
_ISSUER = "nitEmisor"
_PERIODS = "<periods>"
_CHOICES = {
    "date_order": frozenset({"dmy", "mdy", "ymd"}),
    "decimal": frozenset({"comma", "point"}),
    "fiscal_year": frozenset({"first", "last"}),
    "resource": frozenset(map(str, Resource)),
}
_QUESTIONS = frozenset({*_CHOICES, "currency", "unit"})
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_YEAR = re.compile(r"[12]\d{3}\Z")
_MOST = 500
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class LayoutReading:
    """What was confirmed about one layout.

    Attributes:
        sheet: Name of the sheet it was seen on last.
        headers: Words over its columns, as they were seen last.
        answers: Column (`_keys`) → question → choice.
        meanings: Column → meaning; "" leaves it out.
        resource: What the table is about; "" if its own words decide.
    """

    sheet: str
    headers: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    resource: str = ""

    @property
    def says_something(self) -> bool:
        """False when everything was as the file itself says."""
        return bool(self.answers or self.meanings or self.resource)

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shared."""
        return {
            "sheet": self.sheet,
            "headers": list(self.headers),
            "answers": {column: dict(said) for column, said in self.answers.items()},
            "meanings": dict(self.meanings),
            "resource": self.resource,
        }


def layout_of(table: FoundTable, workbook: Workbook) -> str:
    """Fingerprint of a table's layout."""
    issuer = _issuer(table, workbook)
    words = [issuer] if issuer else sorted(f"{_plain(title)}" for title in _titles(table).values())
    told = json.dumps([table.across, *words], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _issuer(table: FoundTable, workbook: Workbook) -> str:
    """Tax number of the issuer of electronic invoices; "" of anything else."""
    if workbook.kind != "siat":
        return ""
    sheet = _sheet(table, workbook)
    names = [str(cell) for cell in sheet.rows[0]]
    if _ISSUER not in names or len(sheet.rows) < 2:
        return "siat"
    return f"siat {sheet.rows[1][names.index(_ISSUER)]} {_field(names)}"


def _field(names: Sequence[str]) -> str:
    """Under which name the consumption stands: drafts of the scheme had others."""
    return next((name for name in names if name.startswith("Consumo (")), "")


def _sheet(table: FoundTable, workbook: Workbook) -> Sheet:
    return next(sheet for sheet in workbook.sheets if sheet.name == table.sheet)


def _titles(table: FoundTable) -> dict[str, str]:
    """Letters → words over the column, without columns that stand for a period."""
    return {letters: title for letters, title in table.titles.items() if month_of(title) is None}


def _plain(title: str) -> str:
    return _DIGITS.sub("#", fold(title))


def _keys(table: FoundTable) -> dict[str, str]:
    """Letters of each column → what names it in other files of the layout: its words, and which one of several."""
    seen: Counter[str] = Counter()
    keys: dict[str, str] = {}
    for letters in sorted(table.titles, key=column_index):
        title = table.titles[letters]
        word = _plain(title) if month_of(title) is None else _PERIODS
        keys[letters] = word if not seen[word] else f"{word} [{seen[word] + 1}]"
        seen[word] += 1
    return keys


# -- out of a file -----------------------------------------------------------------------------------------------------


def readings_of(found: Understanding, workbook: Workbook, options: ImportOptions) -> dict[str, LayoutReading]:
    """What a person said about the tables of a file, by layout; tables with nothing said are there too, empty."""
    readings: dict[str, LayoutReading] = {}
    for table in found.tables:
        keys = _keys(table)
        answers: dict[str, dict[str, str]] = {}
        meanings: dict[str, str] = {}
        for letters, key in keys.items():
            place = f"{table.sheet}!{letters}"
            said = {
                asked.removeprefix(f"{place}:"): choice
                for asked, choice in options.answers.items()
                if asked.startswith(f"{place}:")
            }
            if place in options.answers:
                said.setdefault(question_of(options.answers[place]), options.answers[place])
            said.pop("year", None)  # that of this file: the next one has its own
            if said:
                answers[key] = said
            if place in options.meanings:
                meanings[key] = options.meanings[place]
        resource = options.resources.get(f"{table.sheet}!{table.range}", "")
        reading = LayoutReading(table.sheet, tuple(_titles(table).values()), answers, meanings, resource)
        fingerprint = layout_of(table, workbook)
        if fingerprint not in readings or reading.says_something:
            readings[fingerprint] = reading
    return readings


def question_of(choice: str) -> str:
    """Which question a choice answers, where only the column was named."""
    known = next((question for question, choices in _CHOICES.items() if choice in choices), "")
    known = known or ("year" if _YEAR.match(choice) else "")
    return known or ("currency" if _CURRENCY.match(choice) else "unit")


# -- into a file -------------------------------------------------------------------------------------------------------


def options_with(
    found: Understanding, workbook: Workbook, options: ImportOptions, readings: Mapping[str, LayoutReading]
) -> ImportOptions:
    """The options with what was confirmed before; what the person says now wins."""
    answers: dict[str, str] = {}
    meanings: dict[str, str] = {}
    resources: dict[str, str] = {}
    for table in found.tables:
        reading = readings.get(layout_of(table, workbook))
        if reading is None:
            continue
        for letters, key in _keys(table).items():
            place = f"{table.sheet}!{letters}"
            for question, choice in reading.answers.get(key, {}).items():
                if place not in options.answers:
                    answers[f"{place}:{question}"] = choice
            if key in reading.meanings:
                meanings[place] = reading.meanings[key]
        if reading.resource:
            resources[f"{table.sheet}!{table.range}"] = reading.resource
    return dataclasses.replace(
        options,
        answers={**answers, **options.answers},
        meanings={**meanings, **options.meanings},
        resources={**resources, **options.resources},
    )


# -- stored and shared -------------------------------------------------------------------------------------------------


def reading_from(said: object) -> LayoutReading:
    """A reading out of JSON that may come from anywhere.

    Raises:
        ValueError, TypeError: It is none.
    """
    if not isinstance(said, dict):
        raise TypeError("not a profile")
    headers, answers = said.get("headers", []), said.get("answers", {})
    if not isinstance(headers, list) or len(headers) > _MOST or not isinstance(answers, dict) or len(answers) > _MOST:
        raise ValueError("not a profile")
    meanings = _texts(said.get("meanings", {}))
    told = {_text(column): _texts(choices) for column, choices in answers.items()}
    resource = _text(said.get("resource", ""))
    if any(meaning and meaning not in MEANINGS for meaning in meanings.values()):
        raise ValueError("not a profile")
    if resource and resource not in _CHOICES["resource"]:
        raise ValueError("not a profile")
    for choices in told.values():
        if any(question not in _QUESTIONS for question in choices):
            raise ValueError("not a profile")
        if any(choice not in _CHOICES[question] for question, choice in choices.items() if question in _CHOICES):
            raise ValueError("not a profile")
    return LayoutReading(_text(said.get("sheet", "")), tuple(map(_text, headers)), told, meanings, resource)


def readings_from(said: object) -> dict[str, LayoutReading]:
    """Readings by layout out of JSON that may come from anywhere.

    Raises:
        ValueError, TypeError: It is none.
    """
    if not isinstance(said, dict) or len(said) > _MOST or not all(map(_FINGERPRINT.match, map(str, said))):
        raise ValueError("not a profile")
    return {str(layout): reading_from(reading) for layout, reading in said.items()}


def _texts(said: object) -> dict[str, str]:
    if not isinstance(said, dict) or len(said) > _MOST:
        raise ValueError("not a profile")
    return {_text(name): _text(value) for name, value in said.items()}


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError("not a profile")
    return said[:_LONGEST]
