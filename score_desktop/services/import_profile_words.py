"""What a profile says, in words for a person."""

from __future__ import annotations

from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.i18n import Texts
from score_desktop.services.import_meanings import meaning_text
from score_desktop.services.import_profiles import ProfileRow
from score_desktop.services.import_words import choice_text


def reading_lines(profile: ProfileRow, texts: Texts) -> list[str]:
    """What a profile says, a line each: columns with their answers and meanings."""
    lines = [texts.t("Supplier: {name}", name=profile.supplier)] if profile.supplier else []
    for reading in profile.readings.values():
        lines.append(texts.t("Sheet “{sheet}”", sheet=reading.sheet))
        if reading.resource:
            lines.append(f"  {resource_name(texts, Resource(reading.resource))}")
        for column, choices in reading.answers.items():
            lines += [f"  {column}: {choice_text(choice, texts) or choice}" for choice in choices.values()]
        lines += [f"  {column}: {meaning_text(meaning, texts)}" for column, meaning in reading.meanings.items()]
    return lines
