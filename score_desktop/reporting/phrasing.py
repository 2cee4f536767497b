"""Figures of the content as the report writes them: amounts, changes, units, periods, names of resources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Protocol

from score_desktop import units
from score_desktop.calc.comparison import Cover
from score_desktop.charts.names import emissions, resource_name
from score_desktop.charts.names import share as share_words
from score_desktop.enums import Resource
from score_desktop.i18n import MINUS, N_, NBSP, Texts
from score_desktop.reporting.content import Money, ProductRow, ResourceRow
from score_desktop.reporting.richtext import shortened

_ROUNDING = 1e-5
_TOTALS = {"kWh": N_("Total energy"), "m3": N_("Total water"), "kg": N_("Total mass")}
NOTHING = "–"
"""Stands where a figure is not known: never a zero."""

_STATUS_MARKS = {"verified": "●", "derived": "◐", "recalled": "◌", "expert_estimate": "○"}
_BASES = {
    "life_cycle": N_("life cycle"),
    "life_cycle_other_vintage": N_("life cycle, earlier edition"),
    "combustion": N_("combustion only"),
    "ifi_operating_margin": N_("operating margin (IFI)"),
    "ifi_combined_margin_solar_wind": N_("combined margin, solar and wind (IFI)"),
    "ifi_combined_margin_efficiency": N_("combined margin, efficiency (IFI)"),
    "national_official": N_("official national factor"),
    "NCV": N_("net calorific value"),
    "GCV": N_("gross calorific value"),
}
_ENERGY = frozenset(Resource) - {Resource.WATER, Resource.WASTEWATER, Resource.WASTE, Resource.MATERIAL, Resource.OTHER}
_KINDS = (
    (N_("energy"), _ENERGY),
    (N_("water"), frozenset({Resource.WATER, Resource.WASTEWATER})),
    (N_("materials"), frozenset({Resource.MATERIAL})),
    (N_("waste"), frozenset({Resource.WASTE})),
    (N_("other purchases"), frozenset({Resource.OTHER})),
)
_STILL = 0.0005
"""Changes below 0.05 % are told as no change."""


def in_sentence(texts: Texts, resource: Resource) -> str:
    """The resource inside a sentence: "natural gas", but "LPG"."""
    return uncapitalised(resource_name(texts, resource))


def uncapitalised(name: str) -> str:
    """A common name inside a sentence: "Pan producido" becomes "pan producido", "PET" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def capitalised(words: str) -> str:
    """Words at the beginning: "Energy and water"."""
    return words[:1].upper() + words[1:]


def source_name(texts: Texts, resource: Resource, label: str) -> str:
    """A source of emissions: the resource, and the person's own name of what burns it."""
    name = resource_name(texts, resource)
    return f"{name}, {label}" if label and label != name else name


def unit(texts: Texts, symbol: str, *, one: bool = False) -> str:
    """A unit as people read it."""
    return units.label(symbol, texts.language, one=one)


def whole(texts: Texts, value: float) -> str:
    """A figure of a table: whole when it is large, with more digits the smaller it is."""
    size = abs(value)
    digits = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 0.1 else 4
    return texts.number(value, digits)


def total(texts: Texts, symbol: str) -> str:
    """What the sum in a unit of balances is called: "Total energy"."""
    return texts.t(_TOTALS.get(symbol, "Total"))


def cost_total(texts: Texts, *, is_input: bool) -> str:
    """What the sum of cost of one side of the eco-balance sheet is called."""
    return texts.t("Total cost of inputs") if is_input else texts.t("Total cost of losses that leave")


def difference(value: float, one: float, other: float) -> float:
    """A difference of two figures as people read it: 0 where it is only what rounding leaves beside them."""
    return 0.0 if abs(value) < _ROUNDING * max(abs(one), abs(other)) else value


def use(texts: Texts, quantity: float | None, symbol: str) -> str:
    """What was used, with its unit; a dash when it is not known."""
    return NOTHING if quantity is None else f"{whole(texts, quantity)} {unit(texts, symbol)}"


def ratio(texts: Texts, value: float) -> str:
    """A figure per unit of product: four significant digits where it is below a thousand."""
    size = abs(value)
    if size == 0:
        return texts.number(0)
    if size < 0.01:
        return texts.significant(value, 2)
    return texts.number(value, 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 0.1 else 3)


def factor_value(texts: Texts, value: float) -> str:
    """A factor with five decimals at most, fewer the larger it is."""
    size = abs(value)
    return texts.number(value, 0 if size >= 1000 else 2 if size >= 100 else 4 if size >= 10 else 5, trim=True)


def per(texts: Texts, symbol: str, product_unit: str) -> str:
    """A quotient of units: "kWh/t"."""
    return f"{unit(texts, symbol)}/{unit(texts, product_unit, one=True)}"


def rounded_money(texts: Texts, amount: float, currency: str) -> str:
    """An amount in running text and tables: without cents from 100 on."""
    return texts.money(amount, currency, 0 if abs(amount) >= 100 or amount == 0 else 2)


def lost(texts: Texts, cost: float, loss: float, income: float, currency: str, words: str) -> str:
    """What a year's losses cost of all that the process costs; `words` say `loss`, `income` is taken off it already."""
    said = {"cost": rounded_money(texts, cost, currency), "loss": words, "share": share_words(texts, loss / cost)}
    if income > 0:
        return texts.t(
            "Of {cost} that the process costs in a year, {loss} goes into what is lost, after income from it: {share}.",
            **said,
        )
    return texts.t("Of {cost} that the process costs in a year, {loss} goes into what is lost: {share}.", **said)


def amounts(texts: Texts, money: Money) -> str:
    """Amounts of several currencies in one sentence: "Bs 100 and US$ 20"."""
    return listed(texts, [rounded_money(texts, amount, currency) for currency, amount in money])


def listed(texts: Texts, words: Sequence[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    head, last = ", ".join(words[:-1]), words[-1]
    if texts.language == "es" and last.lower().startswith(("i", "hi")) and not last.lower().startswith(("hie", "ia")):
        return f"{head} e {last}"
    return texts.t("{head} and {last}", head=head, last=last)


def held_back(texts: Texts, cover: Cover, start: dt.date, end: dt.date) -> str:
    """Why no change is told: "2 months are missing in 2024"; "" if one may be, or there is nothing to compare with."""
    if cover.even or cover.now.everything or cover.before.everything:
        return ""
    year = is_calendar_year(start, end)
    before = str(start.year - 1) if year else texts.t("the year before")
    now = str(start.year) if year else texts.t("the period")
    if cover.now.any and cover.before.any:
        return texts.t("data are missing in {before} and in {now}", before=before, now=now)
    when, lacks = (now, cover.now) if cover.now.any else (before, cover.before)
    if not lacks.months:
        return texts.t("data are missing in {period}", period=when)
    return texts.tn(
        "{n} month is missing in {period}", "{n} months are missing in {period}", len(lacks.months), period=when
    )


def changes_held_back(texts: Texts, parts: Sequence[tuple[str, Cover]], period: tuple[dt.date, dt.date]) -> str:
    """Below a table: which of its lines tell no change, and why; those of one reason together; "" for none."""
    named: dict[str, list[str]] = {}
    for name, cover in parts:
        why = held_back(texts, cover, *period)
        if why:
            named.setdefault(why, []).append(name)
    told = [texts.t("{names} ({why})", names=listed(texts, names), why=why) for why, names in named.items()]
    return texts.t("No change is given for {names}.", names=listed(texts, told)) if told else ""


def uses_held_back(texts: Texts, rows: Sequence[ResourceRow], period: tuple[dt.date, dt.date]) -> str:
    """`changes_held_back` of the use of resources."""
    return changes_held_back(texts, [(in_sentence(texts, row.resource), row.cover) for row in rows], period)


def signed_percent(texts: Texts, share: float | None) -> str:
    """A change: "−3,2 %", "+12 %", "0 %", as `charts.names.share` rounds; a dash when it is not known."""
    if share is None:
        return NOTHING
    if abs(share) < _STILL:
        return texts.percent(0)
    return f"{MINUS if share < 0 else '+'}{share_words(texts, share)}"


def went(texts: Texts, share: float) -> str:
    """A change in words: "fell 3.3 %", "rose 4.0 %", "did not change"."""
    if abs(share) < _STILL:
        return texts.t("did not change")
    size = share_words(texts, share)
    return texts.t("fell {size}", size=size) if share < 0 else texts.t("rose {size}", size=size)


def tonnes(texts: Texts, kg: float) -> str:
    """Emissions as a text: "149 tCO₂e", three significant figures; below one tonne in kilograms."""
    return emissions(texts, kg)


def single(money: Money | None) -> tuple[str, float] | None:
    """The currency and amount when there is exactly one."""
    return money[0] if money is not None and len(money) == 1 else None


class Used(Protocol):
    """A resource of an audit, wherever it is shown."""

    @property
    def resource(self) -> Resource:
        """Which one."""

    @property
    def cost(self) -> Money:
        """What was paid for it."""


def subject(texts: Texts, rows: Sequence[Used]) -> str:
    """What an audit is about: what was paid for, else what was used: "energy and water"; "" without resources."""
    paid = [row.resource for row in rows if row.cost]
    return kinds(texts, paid or [row.resource for row in rows])


def kinds(texts: Texts, resources: Sequence[Resource]) -> str:
    """What resources are, in common words: "energy and water"."""
    return listed(texts, [texts.t(word) for word, members in _KINDS if members & set(resources)])


def status_mark(status: str) -> str:
    """The mark of a factor's status."""
    return _STATUS_MARKS.get(status, "○")


def status_word(texts: Texts, status: str) -> str:
    """A factor's status in a word or two."""
    words = {
        "verified": texts.t("verified"),
        "derived": texts.t("calculated"),
        "recalled": texts.t("from memory"),
        "expert_estimate": texts.t("estimated"),
    }
    return words.get(status, status)


def status_meanings(texts: Texts, statuses: Sequence[str]) -> str:
    """What the marks in use mean: "● verified in the source · ○ expert estimate …"; "" without any."""
    words = {
        "verified": texts.t("verified in the source"),
        "derived": texts.t("calculated from verified figures"),
        "recalled": texts.t("quoted from memory, to be checked"),
        "expert_estimate": texts.t("expert estimate, the trainer may change it"),
    }
    return " · ".join(f"{_STATUS_MARKS[status]} {words[status]}" for status in words if status in statuses)


def status_legend(texts: Texts, statuses: Sequence[str]) -> str:
    """The line below a table that shows marks."""
    meanings = status_meanings(texts, statuses)
    return texts.t("Mark of the factor: {marks}.", marks=meanings) if meanings else ""


_HEATING_VALUE = re.compile(r"NCV (?P<value>[\d.]+) MJ/(?P<per>m3|kg|l)")


def basis(texts: Texts, code: str) -> str:
    """What a factor includes, in words; a basis that is a text already stays as it is."""
    if code in _BASES:
        return texts.t(_BASES[code])
    heat = _HEATING_VALUE.fullmatch(code)
    if heat is None:
        return code
    value, per = texts.number(float(heat["value"]), 1), unit(texts, heat["per"], one=True)
    return texts.t("NCV {value} MJ/{unit}", value=value, unit=per)


def is_calendar_year(start: dt.date, end: dt.date) -> bool:
    """True for 1 January to 1 January of the next year."""
    return (start.month, start.day, end.month, end.day) == (1, 1, 1, 1) and end.year == start.year + 1


def short_period(texts: Texts, start: dt.date, end: dt.date) -> str:
    """The period in few words: "2025", else its months or days."""
    return str(start.year) if is_calendar_year(start, end) else texts.period(start, end)


def head_periods(texts: Texts, start: dt.date, end: dt.date) -> tuple[str, str]:
    """Heads of the columns "the year before" and "now"."""
    if is_calendar_year(start, end):
        return str(start.year - 1), str(start.year)
    return texts.t("year before"), texts.t("period")


def in_period(texts: Texts, start: dt.date, end: dt.date) -> str:
    """The period inside a sentence: "in 2025", "from march 2025 to february 2026"."""
    if is_calendar_year(start, end):
        return texts.t("in {year}", year=start.year)
    return texts.t("in the period ({period})", period=texts.period(start, end))


def product_quantity(texts: Texts, product: ProductRow) -> str:
    """Production with its unit: "490.85 t"."""
    return f"{texts.number(product.quantity, 2, trim=True)}{NBSP}{unit(texts, product.unit)}"


def product_unit(texts: Texts, product: ProductRow) -> str:
    """One unit of the product in words: "t of bread"; only the unit when the name is the unit or too long."""
    symbol = unit(texts, product.unit, one=True)
    name = uncapitalised(shortened(product.name, 28))
    if not name or name.endswith("…"):
        return symbol
    return texts.t("{unit} of {product}", unit=symbol, product=name)
