"""What a choice of language and country means for the program: shown at the first start, before there is any audit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from score_desktop import reference
from score_desktop.calc.factors import FactorRequest, propose
from score_desktop.enums import Resource
from score_desktop.errors import InvalidInput
from score_desktop.i18n import NBSP, Texts, region_for

_NUMBER = 1234.56


@dataclass(frozen=True, slots=True)
class CountryEffects:
    """What follows from language and country, in words.

    Attributes:
        currency: Symbol and name ("Bs (boliviano)"); "" for a country without one.
        number, date: How one of each is written.
        grid: The factor of the country's electricity ("0.481 kg CO₂e/kWh, 2025"); "" if none is published.
    """

    currency: str
    number: str
    date: str
    grid: str


def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (ISO code, name), by name as the language sorts."""
    named = [(code, country.name(language)) for code, country in reference.countries().items()]
    return tuple(sorted(named, key=lambda pair: _plain(pair[1])))


def _plain(name: str) -> str:
    """Without accents, so that "Åland" and "Afganistán" stand where people look for them."""
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))


def country_effects(language: str, country: str, today: dt.date) -> CountryEffects:
    """What the program will use for a person of this language whose firms are in this country.

    Raises:
        InvalidInput: "audit.country_unknown".
    """
    known = reference.countries().get(country)
    if known is None:
        raise InvalidInput("audit.country_unknown", field="country", value=country)
    texts = Texts(language, region_for(language, country))
    return CountryEffects(
        currency=_currency(texts, known.currency),
        number=texts.number(_NUMBER, 2),
        date=texts.date(dt.date(today.year - 1, 12, 31)),
        grid=_grid(texts, country, today),
    )


def _currency(texts: Texts, currency: str) -> str:
    if not currency:
        return ""
    from babel import Locale
    from babel.numbers import get_currency_name

    symbol = texts.currency(currency)
    name = get_currency_name(currency, locale=Locale.parse(texts.language))
    return f"{symbol} ({name})" if name and name != symbol else symbol


def _grid(texts: Texts, country: str, today: dt.date) -> str:
    """The factor that an audit of last year would propose; a factor of the world is not the country's own."""
    request = FactorRequest(Resource.ELECTRICITY, "kWh", country, today.year - 1)
    proposal = propose(request, reference.factors())
    if proposal is None or proposal.factor.region != country:
        return ""
    factor = proposal.factor
    value = f"{texts.number(factor.kg_co2e_ar5, 3)}{NBSP}kg{NBSP}CO₂e/kWh"
    return f"{value}, {factor.year}" if factor.year else value
