"""Every visible text, number, date and amount, in the reader's language and number region.

`Texts(language, region)` is passed around, never global: a window in English prints a report in Spanish.
English source strings are the message ids; Spanish stands in resources/i18n (gettext). Formats come from CLDR (Babel).
"""

from __future__ import annotations

import datetime as dt
import functools
import gettext
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from score_desktop import msgid, paths
from score_desktop.errors import ScoreError

if TYPE_CHECKING:
    from babel import Locale

N_ = msgid.N_
_MONTHS_OF_A_RUN = 3
_GROUPED = 1000
"""From here on a region may group digits."""
LANGUAGES = ("es", "en")
DOMAIN = "score"
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
# Symbols as people of the country write them, where CLDR's differ or depend on the reader's own country.
_SYMBOLS = {"BOB": "Bs"}
# Regions whose dates are known without asking Babel, which a start does without.
_DAY_FIRST = frozenset({"es_BO", "en_001"})
# Where nothing is said of the country.
_FALLBACK_REGION = {"es": "es_BO", "en": "en_US"}
# Where the country has no locale of that language: English in Bolivia writes 1,234.5 and 31/08/2025 (CLDR's "World").
_ABROAD = {"es": "es_BO", "en": "en_001"}


@functools.cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = paths.resources() / "i18n"
    return gettext.translation(DOMAIN, str(folder), languages=[language])


@functools.cache
def _locale(name: str) -> Locale:
    from babel import Locale

    return Locale.parse(name)


@functools.cache
def region_for(language: str, country: str | None) -> str:
    """Number region (a CLDR locale such as "es_BO") for a reader's language and an enterprise's country."""
    if not country:
        return _FALLBACK_REGION[language]
    if _FALLBACK_REGION[language] == f"{language}_{country}":
        return _FALLBACK_REGION[language]  # known without asking Babel, which a start does without
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        Locale.parse(f"{language}_{country}")
    except (UnknownLocaleError, ValueError):
        return _ABROAD[language]
    return f"{language}_{country}"


def system_language() -> str:
    """The language that the system is set to, if it is one of ours; else English."""
    import locale
    import os

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "es" if os.environ[name].casefold().startswith("es") else "en"
    named = (locale.getlocale()[0] or "").casefold()
    return "es" if named.startswith(("es_", "spanish")) else "en"


class Texts:
    """Texts in one language with the number formats of one region.

    Args:
        language: "es" or "en".
        region: CLDR locale whose separators and date order are used; None: the usual one of the language.
    """

    def __init__(self, language: str, region: str | None = None) -> None:
        if language not in LANGUAGES:
            raise ScoreError("language.unknown", language=language)
        self.language = language
        self.region = region or _FALLBACK_REGION[language]
        self._catalog = _translations(language)

    # -- words ---------------------------------------------------------------------------------------------------

    def t(self, message: str, **params: object) -> str:
        """The message in this language; ``{name}`` in it is replaced by the parameter, which is never interpreted."""
        text = self._catalog.gettext(message) if message else ""  # the empty id is the catalogue's own header
        return text.format_map(params) if params else text

    def tn(self, singular: str, plural: str, n: int, **params: object) -> str:
        """Like `t`, in the grammatical number that goes with n; ``{n}`` is the number, formatted."""
        text = self._catalog.ngettext(singular, plural, n)
        return text.format_map({"n": self.number(n), **params})

    def error(self, error: ScoreError) -> str:
        """What a person reads about known trouble: what happened, where, what to do."""
        return self.message(error.message_id, error.params)

    def message(self, message_id: str, params: Mapping[str, object]) -> str:
        """The text of a message id of `score_desktop.messages`; where `n` is 1, that of "id.one" if there is one."""
        from score_desktop.field_names import FIELDS, SYSTEM_WORDS, UNIT_SIGNS
        from score_desktop.messages import MESSAGES

        shown = {key: self._shown(value) for key, value in params.items()}
        shown |= {key: self.t(said) for key in ("reason", "detail") if (said := str(params.get(key))) in SYSTEM_WORDS}
        for key in shown.keys() & {"unit", "other"}:  # "kg/m3" is shown as "kg/m³"
            shown[key] = "/".join(UNIT_SIGNS.get(part, part) for part in str(shown[key]).split("/"))
        count = params.get("n")
        if isinstance(count, int):
            shown["n"] = self.number(count)
            message_id = f"{message_id}.one" if count == 1 and f"{message_id}.one" in MESSAGES else message_id
        if "holder" in shown:
            shown["holder"] = self._holder(str(params["holder"]))
        if "field" in shown:
            shown["field"] = self.t(FIELDS.get(str(params["field"]), str(params["field"])))
        return self.t(MESSAGES[message_id]).format_map(shown)

    def _holder(self, holder: str) -> str:
        """Who holds a workspace, "person@computer, program, process", in words."""
        from score_desktop.field_names import PROGRAMS

        *who, program, process = ["", "", *holder.split(", ")]
        if program not in PROGRAMS:
            return holder
        return ", ".join(filter(None, (*who, self.t(PROGRAMS[program]), self.t("process {number}", number=process))))

    def _shown(self, value: object) -> object:
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, tuple):  # first days of months
            return self._month_list(value)
        if isinstance(value, float):
            return self.number(value, 6, trim=True)
        return value

    def _month_list(self, months: Sequence[dt.date]) -> str:
        """Months in words; three and more that follow one another as "ene–ago 2026"."""
        runs: list[list[dt.date]] = []
        for month in months:
            last = runs[-1][-1] if runs else None
            follows = last is not None and (month.year - last.year) * 12 + month.month - last.month == 1
            if follows:
                runs[-1].append(month)
            else:
                runs.append([month])
        parts: list[str] = []
        for run in runs:
            if len(run) < _MONTHS_OF_A_RUN:
                parts += [self.month(month, year=True) for month in run]
            else:
                first = self.month(run[0], year=run[0].year != run[-1].year)
                parts.append(f"{first}–{self.month(run[-1], year=True)}")
        return ", ".join(parts)

    # -- numbers -------------------------------------------------------------------------------------------------

    def number(self, value: float, digits: int = 0, *, trim: bool = False) -> str:
        """A number with this region's separators.

        Args:
            value: Finite number; a negative one gets a true minus sign.
            digits: Digits after the decimal sign.
            trim: Drop zeros at the end of the decimals.
        """
        if not digits and isinstance(value, int) and 0 <= value < _GROUPED:
            return str(value)
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + ("#" if trim else "0") * digits if digits else "")
        # Babel rounds half to even on binary floats; what a person expects of 0.125 is decided on the shortest text.
        from decimal import ROUND_HALF_UP, Decimal

        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        text = format_decimal(rounded if rounded else abs(rounded), format=pattern, locale=_locale(self.region))
        return text.replace("-", MINUS)

    def significant(self, value: float, digits: int = 3) -> str:
        """A number rounded to what it is worth in running text (visual.md: three significant figures)."""
        if value == 0 or not math.isfinite(value):
            return self.number(0)
        places = digits - 1 - math.floor(math.log10(abs(value)))
        return self.number(value, max(places, 0))

    def percent(self, share: float, digits: int = 0, *, trim: bool = False) -> str:
        """A share (0.032) as per cent: "3,2 %" in Spanish (RAE, with a no-break space), "3.2%" in English."""
        gap = NBSP if self.language == "es" else ""
        return f"{self.number(share * 100, digits, trim=trim)}{gap}%"

    def money(self, amount: float, currency: str, digits: int = 2) -> str:
        """An amount with its currency: "Bs 1.234,50" (no-break space), "$1,234.50"."""
        symbol = self.currency(currency)
        gap = NBSP if symbol[-1].isalpha() or symbol[-1] == "." else ""
        text = self.number(abs(amount), digits)
        negative = amount < 0 and any(c in "123456789" for c in text)
        return f"{MINUS if negative else ''}{symbol}{gap}{text}"

    def currency(self, currency: str) -> str:
        """Symbol of a currency for this reader."""
        from babel.numbers import get_currency_symbol

        return _SYMBOLS.get(currency) or get_currency_symbol(currency, _locale(self.region))

    # -- dates ---------------------------------------------------------------------------------------------------

    def date(self, day: dt.date) -> str:
        """A day in figures: 05/03/2025 in the region's order, with four-digit year."""
        if self.region in _DAY_FIRST:
            return f"{day.day:02}/{day.month:02}/{day.year:04}"
        from babel.dates import format_date

        order = format_date(dt.date(2001, 11, 22), format="short", locale=_locale(self.region))
        pattern = "dd/MM/yyyy" if order.startswith("22") else "MM/dd/yyyy" if order.startswith("11") else "yyyy-MM-dd"
        return format_date(day, format=pattern, locale=_locale(self.region))

    def long_date(self, day: dt.date) -> str:
        """A day in words: "18 de marzo de 2026", "March 18, 2026"."""
        from babel.dates import format_date

        return format_date(day, format="long", locale=_locale(self.language))

    def month(self, day: dt.date, *, year: bool = False) -> str:
        """A month's short name as on charts: "ene", "Jan"; with year "ene 2025"."""
        from babel.dates import format_date

        name = format_date(day, format="LLL", locale=_locale(self.language)).rstrip(".")
        if self.language == "es":
            name = {"sept": "sep"}.get(name, name)
        return f"{name} {day.year}" if year else name

    def month_name(self, day: dt.date) -> str:
        """A month's full name: "enero", "January"."""
        from babel.dates import format_date

        return format_date(day, format="LLLL", locale=_locale(self.language))

    def period(self, start: dt.date, end: dt.date) -> str:
        """A period in words, from its first day and its first day outside.

        Whole years: "2025"; whole months: "enero a diciembre de 2025"; else "03/01/2025 – 02/01/2026".
        """
        last = end - dt.timedelta(days=1)
        if start.day == 1 and end.day == 1 and last >= start:
            return self._months(start, last)
        return f"{self.date(start)} – {self.date(last)}"

    def _months(self, start: dt.date, last: dt.date) -> str:
        first, final = self.month_name(start), self.month_name(last)
        if (start.year, start.month) == (last.year, last.month):
            return self.t("{month} {year}", month=first, year=start.year)
        if start.year == last.year:
            return self.t("{first} to {last} {year}", first=first, last=final, year=last.year)
        return self.t(
            "{first} {first_year} to {last} {last_year}",
            first=first,
            first_year=start.year,
            last=final,
            last_year=last.year,
        )
