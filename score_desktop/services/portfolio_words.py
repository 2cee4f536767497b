"""Words and sums of the list of audits; no SQL."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from score_desktop.msgid import N_
from score_desktop.services.portfolio import STEPS, Attention, PortfolioFigures, PortfolioRow

if TYPE_CHECKING:
    from score_desktop.i18n import Texts

_STEP_NAMES = {
    "enterprise": N_("Enterprise"),
    "consumption": N_("Consumption"),
    "flows": N_("Flows"),
    "footprint": N_("Footprint"),
    "report": N_("Report"),
}
_MARK_NAMES = {"done": N_("done"), "partly": N_("begun"), "empty": N_("empty")}
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of the newest audit of each enterprise: an earlier one is the same firm once more.

    Attributes:
        cost: Currency and amount, largest first.
        kg_co2e: None until any is known.
        enterprises: How many have figures.
    """

    cost: tuple[tuple[str, float], ...]
    kg_co2e: float | None
    enterprises: int


def totals(rows: Sequence[PortfolioRow], figures: Mapping[str, PortfolioFigures]) -> Totals:
    """Sum what is known so far."""
    newest: dict[str, PortfolioRow] = {}
    for row in rows:
        held = newest.get(row.enterprise)
        if row.period is not None and (held is None or held.period is None or row.period > held.period):
            newest[row.enterprise] = row
    cost: dict[str, float] = {}
    emitted: list[float] = []
    counted = 0
    for row in newest.values():
        known = figures.get(row.audit)
        if known is None or (not known.cost and known.kg_co2e is None):
            continue
        counted += 1
        for currency, amount in known.cost:
            cost[currency] = cost.get(currency, 0.0) + amount
        if known.kg_co2e is not None:
            emitted.append(known.kg_co2e)
    ordered = sorted(cost.items(), key=lambda pair: (-pair[1], pair[0]))
    return Totals(tuple(ordered), sum(emitted) if emitted else None, counted)


def place_words(row: PortfolioRow) -> str:
    """City and sector of an enterprise, as far as they are known."""
    return " · ".join(part for part in (row.city, row.sector) if part)


def changed_words(texts: Texts, moment: dt.datetime, now: dt.datetime) -> str:
    """When an audit was changed: "changed 5 min ago", "changed yesterday", "changed on 6 mar".

    Args:
        moment: With its zone.
        now: With the zone of the reader.
    """
    then = moment.astimezone(now.tzinfo)
    minutes = max(int((now - then).total_seconds() // 60), 0)
    days = (now.date() - then.date()).days
    if minutes < 1:
        return texts.t("changed just now")
    if minutes < _HOUR:
        return texts.t("changed {n} min ago", n=minutes)
    if days <= 0:
        return texts.t("changed today at {time}", time=f"{then:%H:%M}")
    if days == 1:
        return texts.t("changed yesterday")
    if then.year == now.year:
        return texts.t("changed on {day} {month}", day=then.day, month=texts.month(then.date()))
    return texts.t("changed on {date}", date=texts.date(then.date()))


def step_words(texts: Texts, row: PortfolioRow) -> tuple[str, ...]:
    """Each step with how far it is: "Consumption: begun"."""
    return tuple(f"{texts.t(_STEP_NAMES[step])}: {texts.t(_MARK_NAMES[row.steps[step]])}" for step in STEPS)


def attention_words(texts: Texts, attention: Attention) -> str:
    """What to look at."""
    return texts.message(attention.message_id, dict(attention.params))


def fits(row: PortfolioRow, text: str) -> bool:
    """Whether every word of a search stands in the names, city or sector of a row; accents do not matter."""
    held = _plain(" ".join((row.enterprise_name, row.city, row.sector, row.audit_name)))
    return all(word in held for word in _plain(text).split())


def by_name(rows: Sequence[PortfolioRow]) -> list[PortfolioRow]:
    """Rows by enterprise, its newest audit first."""
    newest = sorted(rows, key=lambda row: row.period or (dt.date.min, dt.date.min), reverse=True)
    return sorted(newest, key=lambda row: (_plain(row.enterprise_name), row.enterprise))


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in split if not unicodedata.combining(c))
