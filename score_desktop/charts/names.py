"""Names of resources and amounts as charts and their titles say them."""

from __future__ import annotations

import math

from score_desktop import units
from score_desktop.calc.ledger import RESOURCE_NAMES
from score_desktop.enums import Resource
from score_desktop.i18n import NBSP, Texts


def resource_name(texts: Texts, resource: Resource) -> str:
    """Name of a resource, with a capital."""
    return texts.t(RESOURCE_NAMES[resource])


def quantity(texts: Texts, value: float, unit: str, *, exact: bool = False, money: bool = False) -> str:
    """A value with its unit, rounded to what it is worth.

    Args:
        texts: Language and number region.
        value: In `unit`; finite.
        unit: Symbol, or a currency code if `money`.
        exact: Up to two decimals instead of three significant figures.
        money: Write it as an amount of money.
    """
    if money:
        return texts.money(value, unit, 2 if exact or abs(value) < 10 else 0)
    digits = 2 if exact and abs(value) >= 1 else _digits(value)
    number = texts.number(value, digits, trim=True)
    return f"{number}{NBSP}{units.label(unit, texts.language)}" if unit else number


def _digits(value: float) -> int:
    """Digits after the decimal sign that make three significant figures."""
    return max(2 - math.floor(math.log10(abs(value))), 0) if value and math.isfinite(value) else 0


def emitted(texts: Texts, kg: float) -> tuple[str, str]:
    """Emissions with three significant figures, and their unit: ("149", "tCO₂e"); below one tonne in kilograms."""
    if 0 < abs(kg) < 1000:
        return texts.significant(kg), f"kg{NBSP}CO₂e"
    return texts.significant(kg / 1000), "tCO₂e"


def emissions(texts: Texts, kg: float) -> str:
    """The same as one text: "149 tCO₂e", "503 kg CO₂e"."""
    return NBSP.join(emitted(texts, kg))


def share(texts: Texts, part: float) -> str:
    """The size of a share as people say it: "69%", "3.2%", and never "0%" of something that is there; no sign."""
    part = abs(part)
    size = part * 100
    if size >= 9.95 or size == 0:
        return texts.percent(part)
    if size < 0.05:
        return texts.t("< {share}", share=texts.percent(0.001, 1))
    return texts.percent(part, 1)
