"""Fields and rules that several records share: names with their sort key, countries, currencies, checked addresses."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import Field

from score_desktop.errors import InvalidInput
from score_desktop.i18n import LANGUAGES
from score_desktop.models.base import Input, ScoreModel
from score_desktop.models.text import KEY_LIMIT, search_key

NAME_LIMIT = 4000  # nobody types so much, but a pasted paragraph must not be lost
TEXT_LIMIT = 200
NOTE_LIMIT = 4000

CURRENCY = re.compile(r"[A-Z]{3}\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")


class Named(ScoreModel):
    """A record with a name that lists are sorted and searched by.

    Attributes:
        name: As the person wrote it, without control characters.
        name_key: `search_key` of it; computed by the input.
    """

    name: str = Field(min_length=1, max_length=NAME_LIMIT)
    name_key: str = Field(default="", max_length=KEY_LIMIT, index=True)


class NamedInput(Input, Named):
    """Computes the key of the name."""

    @model_validator(mode="after")
    def _key(self) -> Self:
        self.name_key = search_key(self.name)
        return self


def _country(value: str) -> str:
    if not _COUNTRY.match(value):
        raise InvalidInput("input.country", field="country", value=value)
    return value


def _currency(value: str) -> str:
    if not CURRENCY.match(value):
        raise InvalidInput("input.currency", field="currency", value=value)
    return value


def _colour(value: str) -> str:
    if value and not _COLOUR.match(value):
        raise InvalidInput("input.colour", field="colour", value=value)
    return value


def _email(value: str) -> str:
    if value and not _EMAIL.match(value):
        raise InvalidInput("input.email", field="email", value=value)
    return value


def _contact_kind(value: str) -> str:
    if value not in ("client", "trainer"):
        raise InvalidInput("input.choice", field="kind", value=value)
    return value


def _language(value: str) -> str:
    if value and value not in LANGUAGES:
        raise InvalidInput("input.choice", field="language", value=value)
    return value


Country = Annotated[str, AfterValidator(_country)]
"""ISO 3166 code of two capitals."""
Currency = Annotated[str, AfterValidator(_currency)]
"""ISO 4217 code of three capitals."""
Colour = Annotated[str, AfterValidator(_colour)]
""""#RRGGBB" or ""."""
ContactKind = Annotated[str, AfterValidator(_contact_kind)]
""""client" or "trainer"."""
Language = Annotated[str, AfterValidator(_language)]
""""es", "en" or ""."""
Email = Annotated[str, AfterValidator(_email)]
"""An address with one @ and a dot after it, or ""."""
