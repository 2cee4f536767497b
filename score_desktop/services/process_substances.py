"""The substance of a flow: what a person wrote or a pack's word for it; where nothing is said, the flow's name.

Flows of one substance share colour and purchase price. Packs say it by a key ("flour"), so that a chart that was begun
in Spanish has English words too; a person writes words. Both are one substance, as is the followed one of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from score_desktop.models.text import search_key
from score_desktop.reference.packs import substance_names
from score_desktop.services.process_rows import FlowRow, Followed


def substance_words(stored: str, language: str) -> str:
    """What is stored as a person reads it: the words of a pack's key, else as it was written."""
    known = substance_names().get(stored)
    return stored if known is None else known.text(language)


def substance_of(row: FlowRow, followed: Mapping[str, str]) -> str:
    """What tells the substance of a flow from others, whatever its capitals, accents and language.

    Args:
        followed: As `followed_keys`.
    """
    key = _key(row.substance) if row.substance else row.name_key
    return followed.get(key) or _pack_key(key)


def followed_keys(followed: Iterable[Followed]) -> dict[str, str]:
    """Keys of followed substances by what their names are searched by."""
    return {search_key(one.name): one.key for one in followed}


def known_substances(flows: Iterable[FlowRow], followed: Iterable[Followed], language: str) -> tuple[str, ...]:
    """Words to offer where a substance is typed: what is followed, what flows are of, what they are called."""
    rows = tuple(flows)
    said = (substance_words(row.substance, language) for row in rows if row.substance)
    named = (row.name for row in rows if row.name and not row.substance)
    first: dict[str, str] = {}
    for words in (*(one.name for one in followed), *said, *named):
        first.setdefault(search_key(words), words)
    return tuple(first[key] for key in sorted(first))


@lru_cache(maxsize=4096)
def _key(stored: str) -> str:
    return search_key(stored)


def _pack_key(key: str) -> str:
    return _by_words().get(key, key)


@lru_cache(maxsize=1)
def _by_words() -> Mapping[str, str]:
    return {search_key(words): key for key, both in substance_names().items() for words in (both.en, both.es)}
