"""The vocabulary (resources/vocabulary/*.toml) and what a text means by it: headers, resources, months, totals."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from score_desktop import paths, units
from score_desktop.enums import FuelUse, Resource

_SHORTEST_COMPOUND = 8
_WORDS_BEFORE_CODE = 2
_WORD = re.compile(r"[a-z0-9%]+")
_TOKENS = re.compile(r"[^\s()\[\]{},;:_]+")
_DOTLESS = re.compile(r"([aou])e")

MULTIPLES = {
    **dict.fromkeys(("hl", "hectolitro", "hectolitros", "hectolitre", "hectolitres", "hectoliter"), ("l", 100)),
    **{"dam3": ("m3", 1_000), "hm3": ("m3", 1_000_000)},
    **{"mcal": ("kcal", 1_000), "gcal": ("kcal", 1_000_000)},
}
"""Units that the table lacks → the one whose multiple they are, and how many of it."""


@functools.cache
def vocabulary(name: str) -> Mapping[str, Any]:
    """One of the vocabulary files: "headers" or "words"."""
    import tomllib

    with (paths.resources() / "vocabulary" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def fold(text: str) -> str:
    """Lower case without accents, ³ as 3, spaces one; signs stay."""
    plain = (
        text
        if text.isascii()
        else "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    )
    return " ".join(plain.lower().split())


def without_places(folded: str) -> str:
    """A folded text in which names of places are no words of tariffs: El Alto is a city."""
    return folded.replace("el alto", "elalto")


def words_of(text: str) -> list[str]:
    """The words of a text in the vocabulary's spelling, without those that carry no meaning."""
    aliases, stop, ends = _aliases()
    found = _WORD.findall(without_places(fold(text)).replace("n°", " numero ").replace("#", " numero "))
    if found and found[-1] in ends:
        found[-1] = ends[found[-1]]  # "Service To", "Zeitraum von"; inside of a header these say nothing
    known: list[str] = []
    for word in found:
        if word in stop:
            continue
        own = _without_e(word) if "e" in word and word not in aliases else word
        parts = (own,) if own in aliases or len(own) < _SHORTEST_COMPOUND else _parts_of_compound(own)
        known += [aliases.get(part, part) for part in parts]
    return known


@functools.cache
def _aliases() -> tuple[Mapping[str, str], frozenset[str], Mapping[str, str]]:
    book = vocabulary("headers")
    return book["words"], frozenset(book["stop"]["words"]), book["last"]


@functools.lru_cache(maxsize=4096)
def _without_e(word: str) -> str:
    """A German word that is written without its dots ("zaehlerstand") as the vocabulary has it; any other as it is."""
    bare = _DOTLESS.sub(r"\1", word)
    return bare if bare != word and (bare in _aliases()[0] or len(_parts_of_compound(bare)) > 1) else word


@functools.cache
def _compound() -> re.Pattern[str]:
    stems = "|".join(_stems())
    return re.compile(rf"(?:{stems})(?:s|n|en|es)??(?=(?:{stems})|$)")


@functools.lru_cache(maxsize=4096)
def _parts_of_compound(word: str) -> tuple[str, ...]:
    """The words that a German compound is made of ("Stromverbrauch"), or the word itself."""
    parts = []
    at = 0
    while at < len(word):
        found = _compound().match(word, at)
        if found is None:
            return (word,)
        stem = found.group()
        parts.append(next(one for one in _stems() if stem.startswith(one)))
        at = found.end()
    return tuple(parts)


@functools.cache
def _stems() -> tuple[str, ...]:
    return tuple(sorted(vocabulary("headers")["compounds"]["stems"], key=len, reverse=True))


class _Phrases:
    """Phrases → values: the phrase with the most words that are all in the text wins, then the one in its order."""

    def __init__(self, groups: Mapping[Any, list[str]]) -> None:
        self.by_word: dict[str, list[tuple[frozenset[str], str, Any]]] = {}
        for value, phrases in groups.items():
            for phrase in phrases:
                words = words_of(phrase)
                for word in frozenset(words):
                    self.by_word.setdefault(word, []).append((frozenset(words), words[0], value))

    def find(self, words: list[str]) -> tuple[Any, int] | None:
        """Value of the best phrase and its number of words; "periodo de consumo" is not "consumo del periodo"."""
        present = frozenset(words)
        best: tuple[Any, int] | None = None
        rank = (0, False)
        for word in dict.fromkeys(words):
            for phrase, first, value in self.by_word.get(word, ()):
                own = (len(phrase), first == word)
                if own > rank and phrase <= present:
                    best, rank = (value, len(phrase)), own
        return best


@functools.cache
def columns() -> _Phrases:
    """The phrases of headers and what column each means."""
    return _Phrases(vocabulary("headers")["columns"])


@functools.cache
def _resources(strength: str) -> _Phrases:
    return _Phrases(vocabulary("words")["resources"][strength])


@functools.cache
def _uses() -> _Phrases:
    return _Phrases(vocabulary("words")["fuel_use"])


@functools.lru_cache(maxsize=4096)
def resource_of(text: str, *, weak: bool = True) -> Resource | None:
    """The resource that a text names: first by words of the thing itself, then (`weak`) by names of suppliers."""
    words = words_of(text)
    words += [word[:-1] for word in words if word.endswith("s") and len(word) > 4]
    found = _resources("strong").find(words) or (_resources("weak").find(words) if weak else None)
    return Resource(found[0]) if found else None


@functools.cache
def _heat_values() -> _Phrases:
    return _Phrases({True: vocabulary("words")["heat_values"]["words"]})


def is_heat_value(title: str) -> bool:
    """Whether a header is of the heat in a volume, which only bills of gas tell ("Brennwert", "poder calorífico")."""
    return _heat_values().find(words_of(title)) is not None


@functools.cache
def _load_curves() -> _Phrases:
    return _Phrases({True: vocabulary("words")["load_curves"]["words"]})


def is_load_curve(text: str) -> bool:
    """Whether words name the power of a connection from moment to moment."""
    return _load_curves().find(words_of(text)) is not None


@functools.lru_cache(maxsize=4096)
def fuel_use_of(text: str) -> FuelUse:
    """What a fuel drives, by the words of a vehicle or use."""
    found = _uses().find(words_of(text))
    return FuelUse(found[0]) if found else FuelUse.UNKNOWN


@functools.lru_cache(maxsize=4096)
def find_unit(text: str) -> units.Unit | None:
    """The unit that words name, in the languages of the vocabulary too ("mètres cubes", "Smc"); None if none is."""
    found = units.find_unit(text)
    if found is None and (symbol := vocabulary("words")["unit_words"].get(fold(text).strip(" ."))):
        found = units.get(symbol)
    return found


def multiple_of(word: str) -> tuple[str, int] | None:
    """The unit whose multiple a word names and how many of it ("hl": 100 l); None where the table has the unit."""
    return MULTIPLES.get(fold(word).strip(" .")) if find_unit(word) is None else None


def names_unit(word: str) -> bool:
    """Whether a word is a unit, or a multiple of one that the table lacks."""
    return find_unit(word) is not None or multiple_of(word) is not None


@functools.cache
def currencies() -> Mapping[str, str]:
    """Words and signs of amounts → ISO code ("$" stays)."""
    found: Mapping[str, str] = vocabulary("words")["currencies"]
    return found


def dollar_currencies() -> frozenset[str]:
    """Currencies that "$" means in their own country."""
    return frozenset(vocabulary("words")["dollar"]["countries"])


def whole_currencies() -> frozenset[str]:
    """Currencies whose amounts have no cents."""
    return frozenset(vocabulary("words")["whole"]["currencies"])


def currency_of(text: str) -> str:
    """ISO code (or "$") of the currency a short text names, "" if none: "(Bs)", "USD", "Importe $us"."""
    table = currencies()
    for token in _TOKENS.findall(fold(text)):
        for part in (token, token.strip("./"), *token.split("/")[:1]):
            if part in table and (part != "gs" or token == text.strip().lower()):
                return table[part]
    return "$" if "$" in text else ""


def is_plain_value(text: str) -> bool:
    """Whether a header says that values stand below, and not of what ("Valeur")."""
    return fold(text).strip(" .:") in vocabulary("words")["plain_values"]["words"]


def accumulates(text: str) -> bool:
    """Whether a header stands over sums that go on growing."""
    return any(word.startswith(("acumul", "cumul", "accumul", "kumul")) for word in words_of(text))


_TIME = re.compile(
    r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?|(?:h|hh|hora|hour|stunde|heure)[ _]?0?\d{1,2}", re.IGNORECASE
)


def is_time_of_day(text: str) -> bool:
    """Whether a header is a time of the day: "00:30", "H7"."""
    return _TIME.fullmatch(text) is not None


def is_hour_head(text: str) -> bool:
    """Whether a header stands over hours of the day."""
    return fold(text).strip(" .:") in vocabulary("words")["hours"]["heads"]


@functools.cache
def _row_pattern() -> re.Pattern[str]:
    """One pattern for all words that begin a row, in groups named by what they say; longer words first."""
    kinds = vocabulary("words")["rows"]
    groups = (
        f"(?P<{kind}>{'|'.join(re.escape(word) for word in sorted(kinds[kind], key=len, reverse=True))})"
        for kind in ("subtotal", "total", "note")
    )
    return re.compile(f"(?:{'|'.join(groups)})(?![^\\W_])")


_NO_WORD = re.compile(r"[\s*(-]*+\w{0,2}[\W\d_]")
"""A text whose first word has less than three letters says nothing of the row; most are numbers and codes."""


def may_begin_rows(texts: Iterable[str]) -> list[str]:
    """Those of some texts for which `row_word` may say something: it is asked of each text of a file."""
    return list(itertools.filterfalse(_NO_WORD.match, texts))


def row_word(text: str) -> str:
    """Whether a row begins so: "subtotal", "total" or "note"; else ""."""
    if _NO_WORD.match(text):
        return ""
    found = _row_pattern().match(fold(text).lstrip(" *-("))
    return found.lastgroup or "" if found else ""


def is_empty_word(text: str) -> bool:
    """Whether a text only says that there is no value ("-", "n/a")."""
    return fold(text) in _empty_words()


@functools.cache
def _empty_words() -> frozenset[str]:
    return frozenset(vocabulary("words")["answers"]["empty"])


@functools.cache
def _yes_words() -> frozenset[str]:
    return frozenset(vocabulary("words")["answers"]["yes"])


def is_yes(text: str) -> bool:
    """Whether a text says yes ("sí", "Y", "x", "estimada")."""
    return fold(text).strip(".") in _yes_words()


@functools.lru_cache(maxsize=1024)
def speaks_of_purchase(title: str) -> bool:
    """Whether a header is of what was taken from the grid, beside what was used in all ("Netzbezug")."""
    folded = f" {fold(title)} "
    return any(f" {word} " in folded for word in vocabulary("words")["apart"]["bought"])


@functools.lru_cache(maxsize=1024)
def says_any(title: str, kind: str) -> bool:
    """Whether a header holds a word of a list of `[apart]`: "billed", "measured"."""
    return not frozenset(vocabulary("words")["apart"][kind]).isdisjoint(fold(title).replace("(", " ").split())


@functools.lru_cache(maxsize=1024)
def tells_estimate(note: str) -> bool:
    """Whether a note says that the reading was estimated ("Lectura estimada")."""
    low = fold(note)
    return bool(low) and any(word in low for word in vocabulary("words")["answers"]["estimate_notes"])


@functools.lru_cache(maxsize=1024)
def tells_discount(title: str) -> bool:
    """Whether a header is that of amounts that are taken off ("Descuento Ley 1886 (Bs)")."""
    return not frozenset(vocabulary("words")["discounts"]["words"]).isdisjoint(words_of(title))


@functools.cache
def _meter_code() -> re.Pattern[str]:
    words = "|".join(vocabulary("words")["meter_code"]["words"])
    return re.compile(
        rf"\b(?:{words})\b(?: (?:numero|number|no|nro|num|n|nr|nummer))?[\s.:#°º-]*([a-z]{{0,4}}[-/. ]?\d[\w./-]*)",
        re.IGNORECASE,
    )


def meter_code_of(text: str) -> str:
    """The code of a meter or account in a title ("YPFB - cuenta 30-448812" → "30-448812"), "" if there is none."""
    found = _meter_code().search(text if text.isascii() else _without_accents(text))
    return text[found.start(1) : found.end(1)].strip(".,;") if found else ""


def names_meter(text: str) -> bool:
    """Whether a text is the name of a meter or account with its code, and no remark that speaks of one."""
    found = _meter_code().search(_without_accents(text))
    return found is not None and len(text[: found.start()].split()) <= _WORDS_BEFORE_CODE


def _without_accents(text: str) -> str:
    """The text letter by letter, each without its accent."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def is_title(text: str) -> bool:
    """Whether all words of a text are of the vocabulary, or numbers: "Agua potable 2024" is, "Fuga de agua" is not."""
    words = words_of(text)
    known = _known_words()
    return bool(words) and all(word.isdigit() or word in known for word in words)


@functools.cache
def _known_words() -> frozenset[str]:
    """The words by which resources, meters, periods and what is counted are told."""
    resources = vocabulary("words")["resources"]
    columns = vocabulary("headers")["columns"]
    phrases = [phrase for kind in ("strong", "weak") for group in resources[kind].values() for phrase in group]
    phrases += [phrase for kind in ("meter", "account", "period", "resource", "quantity") for phrase in columns[kind]]
    words = {word for phrase in phrases for word in words_of(phrase)}
    return frozenset(words | {f"{word}s" for word in words} | months().keys())


def is_generic_sheet(name: str) -> bool:
    """Whether a sheet's name says nothing ("Hoja1", "Utility Data")."""
    return fold(name).rstrip("0123456789 ()-_") in vocabulary("words")["generic_sheets"]["words"]


@functools.lru_cache(maxsize=1024)
def speaks_of_summary(text: str) -> bool:
    """Whether a name is that of a summary ("Resumen anual", "Consolidado")."""
    return not frozenset(vocabulary("words")["summary"]["words"]).isdisjoint(words_of(text))


def takes_sheet_out(text: str) -> bool:
    """Whether a line says that its sheet is not to be imported: the examples of a template."""
    folded = fold(text)
    return any(words in folded for words in vocabulary("words")["not_imported"]["words"])


@functools.cache
def months() -> Mapping[str, int]:
    """Names of months, long and short, es en pt fr de → 1 to 12."""
    return {word: int(number) for number, names in vocabulary("words")["months"].items() for word in names}
