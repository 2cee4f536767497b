"""Months, dates and numbers as people of several countries write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def _list(text: str) -> list[str]:
    return text.split()


MONTHS = {
    "es": _list("Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre"),
    "en": _list("January February March April May June July August September October November December"),
    "pt": _list("Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro"),
    "fr": _list("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "de": _list("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
}
SHORT = {
    "es": _list("ene feb mar abr may jun jul ago sep oct nov dic"),
    "en": _list("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "pt": _list("jan fev mar abr mai jun jul ago set out nov dez"),
    "fr": _list("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    "de": _list("Jan. Feb. Mrz. Apr. Mai Jun. Jul. Aug. Sep. Okt. Nov. Dez."),
}


def long_month(day: date, lang: str = "es") -> str:
    """Enero 2024."""
    return f"{MONTHS[lang][day.month - 1]} {day.year}"


def short_month(day: date, lang: str = "es", sign: str = "-") -> str:
    """ene-24."""
    return f"{SHORT[lang][day.month - 1]}{sign}{day:%y}"


def dmy(day: date) -> str:
    """31/01/2024."""
    return f"{day:%d/%m/%Y}"


def mdy(day: date) -> str:
    """01/31/2024."""
    return f"{day:%m/%d/%Y}"


def serial(day: date) -> int:
    """The number by which Excel knows a day."""
    return (day - date(1899, 12, 30)).days


def number(value: Decimal, places: int, group: str, point: str) -> str:
    """A number as text with the given signs for thousands and decimals."""
    text = f"{value:,.{places}f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", group)


def es(value: Decimal, places: int = 2) -> str:
    """1.234,50."""
    return number(value, places, ".", ",")


def en(value: Decimal, places: int = 2) -> str:
    """1,234.50."""
    return number(value, places, ",", ".")


def fr(value: Decimal, places: int = 2) -> str:
    """1 234,50 with a space that does not break."""
    return number(value, places, "\u00a0", ",")
