"""Which balances must close at a step, as a person says it: read, told, and kept with what is followed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from score_desktop.enums import BalanceKind
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.models.named import TEXT_LIMIT
from score_desktop.models.process import NONE_CLOSES
from score_desktop.models.text import search_key
from score_desktop.msgid import N_
from score_desktop.services.process_rows import Followed
from score_desktop.services.process_words import BALANCES

AS_USUAL, NONE = N_("as usual"), N_("none of them")
_KINDS: Mapping[str, str] = {
    kind.value: BALANCES[kind] for kind in (BalanceKind.MASS, BalanceKind.WATER, BalanceKind.ENERGY)
}
_BETWEEN = re.compile(r"\s*(?:[,;+/]|\band\b|\by\b|\be\b)\s*", re.IGNORECASE)


def names_of(followed: Sequence[Followed], texts: Texts) -> dict[str, str]:
    """What each balance is called, by its key, in the order to show."""
    named = {f"substance.{one.key}": one.name for one in followed}
    return {**{key: texts.t(words) for key, words in _KINDS.items()}, **named}


def usual(followed: Sequence[Followed]) -> tuple[str, ...]:
    """Keys of the balances that must close where nobody said otherwise, if both sides have some."""
    return (BalanceKind.MASS.value, *(f"substance.{one.key}" for one in followed))


def chosen(closes: str, followed: Sequence[Followed]) -> tuple[str, ...]:
    """Keys of the balances that must close by what a step holds, in the order to show."""
    if not closes:
        return usual(followed)
    said = () if closes == NONE_CLOSES else closes.split(",")
    return tuple(key for key in (*_KINDS, *usual(followed)[1:]) if key in said)


def of_keys(keys: Collection[str], followed: Sequence[Followed]) -> str:
    """What a step holds for these balances; "" where they are the usual ones."""
    listed = [key for key in (*_KINDS, *usual(followed)[1:]) if key in keys]
    if set(listed) == set(usual(followed)):
        return ""
    return ",".join(listed) or NONE_CLOSES


def words(closes: str, texts: Texts, followed: Sequence[Followed]) -> str:
    """As a cell shows it: "Mass, Energy"; "" as usual."""
    if not closes:
        return ""
    names = names_of(followed, texts)
    return ", ".join(names[key] for key in chosen(closes, followed)) or texts.t(NONE)


def read(text: str, texts: Texts, followed: Sequence[Followed]) -> str:
    """What a typed text means: names of balances, none of them, or "" as usual.

    Raises:
        InvalidInput: "process.closes".
    """
    plain = search_key(text.strip())
    if plain in ("", search_key(texts.t(AS_USUAL))):
        return ""
    if plain in _NOTHING or plain == search_key(texts.t(NONE)):
        return NONE_CLOSES
    known = {search_key(name): key for key, name in names_of(followed, texts).items()}
    known |= {search_key(words): key for key, words in _KINDS.items()}
    keys = _keys_in(text.strip(), known)
    if not keys:
        raise InvalidInput(
            "process.closes", field="closes", value=text[:40], known=", ".join(known_names(followed, texts))
        )
    return of_keys(keys, followed)


def _keys_in(text: str, known: Mapping[str, str]) -> frozenset[str]:
    """Keys of the balances that a text lists; none where it names another. A name may hold what stands between two."""
    between = list(_BETWEEN.finditer(text))
    starts, ends = [0, *(one.end() for one in between)], [*(one.start() for one in between), len(text)]
    longest = 1 + max(len(_BETWEEN.findall(name)) for name in known)
    listed = {0: frozenset[str]()}
    for first, start in enumerate(starts):
        for last in range(first, min(first + longest, len(ends)) if first in listed else first):
            name = search_key(text[start : ends[last]])
            if not name or name in known:
                listed.setdefault(last + 1, listed[first] | ({known[name]} if name else frozenset()))
    return listed.get(len(ends), frozenset())


def known_names(followed: Sequence[Followed], texts: Texts) -> tuple[str, ...]:
    """Names of the balances that can be chosen."""
    return tuple(names_of(followed, texts).values())


def after_following(closes: str, before: Collection[str], now: Collection[str]) -> str:
    """What a step holds once other substances are followed: a new one closes where mass does, others go.

    Args:
        before, now: Keys of the substances that are followed.
    """
    if closes in ("", NONE_CLOSES):
        return closes
    gone, new = ({f"substance.{key}" for key in keys} for keys in (set(before) - set(now), set(now) - set(before)))
    kept = [key for key in closes.split(",") if key not in gone]
    more = [*kept, *sorted(new - set(kept))] if BalanceKind.MASS.value in kept else kept
    whole = ",".join(more)
    return (whole if len(whole) <= TEXT_LIMIT else ",".join(kept)) or NONE_CLOSES


_NOTHING = frozenset({"none", "nothing", "no", "ninguno", "ninguna", "nada"})
