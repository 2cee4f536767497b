"""What a column can mean, in words: what the wizard offers over each column."""

from __future__ import annotations

from score_desktop.i18n import N_, Texts
from score_desktop.importing.result import FoundTable
from score_desktop.importing.wide import LABEL_MEANINGS

LEFT_OUT = ""
"""The meaning of a column that is not to be read."""

MEANINGS: dict[str, str] = {
    "meter": N_("Meter"),
    "account": N_("Account"),
    "site": N_("Site"),
    "supplier": N_("Supplier"),
    "resource": N_("Energy or resource"),
    "product": N_("Product or fuel"),
    "use": N_("Vehicle or use"),
    "concept": N_("Concept"),
    "period": N_("Period"),
    "month": N_("Month"),
    "year": N_("Year"),
    "period_start": N_("First day"),
    "period_end": N_("Last day"),
    "date": N_("Date"),
    "date_invoice": N_("Invoice date"),
    "date_due": N_("Due date"),
    "date_previous": N_("Previous reading date"),
    "date_current": N_("Reading date"),
    "days": N_("Days"),
    "invoice_number": N_("Invoice"),
    "cuf": N_("Invoice code (CUF)"),
    "category": N_("Tariff"),
    "reading_previous": N_("Previous reading"),
    "reading_current": N_("Current reading"),
    "reading": N_("Reading"),
    "multiplier": N_("Multiplier"),
    "quantity": N_("Consumption"),
    "unit": N_("Unit"),
    "quantity_high": N_("Energy, peak"),
    "quantity_medium": N_("Energy, middle"),
    "quantity_low": N_("Energy, off-peak"),
    "demand_kw": N_("Demand"),
    "contracted_kw": N_("Contracted power"),
    "reactive_kvarh": N_("Reactive energy"),
    "power_factor": N_("Power factor"),
    "unit_price": N_("Unit price"),
    "cost": N_("Total"),
    "currency": N_("Currency"),
    "cost_energy": N_("Energy charge"),
    "cost_power": N_("Power charge"),
    "cost_fixed": N_("Fixed charge"),
    "cost_penalty": N_("Surcharge"),
    "cost_sewer": N_("Sewer charge"),
    "tax_lighting": N_("Street lighting"),
    "tax_cleaning": N_("Refuse collection"),
    "tax": N_("Tax (VAT)"),
    "other_fees": N_("Other charges"),
    "adjustments": N_("Adjustments"),
    "arrears": N_("Arrears"),
    "tax_base": N_("Tax credit base"),
    "estimated": N_("Estimated?"),
    "note": N_("Note"),
    "production": N_("Production"),
    "hours": N_("Hours worked"),
    "workers_f": N_("Women"),
    "workers_m": N_("Men"),
    "workers": N_("Workers"),
}
"""Meanings of columns, in the order in which they are offered."""

AMOUNTS = frozenset(
    (
        *("days", "reading_previous", "reading_current", "reading", "multiplier", "quantity", "quantity_high"),
        *("quantity_medium", "quantity_low", "demand_kw", "contracted_kw", "reactive_kvarh", "power_factor"),
        *("unit_price", "cost", "cost_energy", "cost_power", "cost_fixed", "cost_penalty", "cost_sewer"),
        *("tax", "tax_lighting", "tax_cleaning", "other_fees", "adjustments", "arrears", "tax_base", "production"),
        *("hours", "workers_f", "workers_m", "workers"),
    )
)
"""Meanings whose values are amounts: they stand at the right even where a file of text holds them."""

_ORDERS = {"dmy": N_("day/month/year"), "mdy": N_("month/day/year"), "ymd": N_("year/month/day")}


def meanings_for(table: FoundTable) -> tuple[str, ...]:
    """What the columns of a table can mean; `LEFT_OUT`, for any column, comes last."""
    if table.across:
        return (*(meaning for meaning in MEANINGS if meaning in LABEL_MEANINGS or meaning == "period"), LEFT_OUT)
    return (*MEANINGS, LEFT_OUT)


def meaning_text(meaning: str, texts: Texts) -> str:
    """A meaning as it stands over a column."""
    return texts.t(MEANINGS[meaning]) if meaning else texts.t("Do not read")


def hint_text(hint: str, texts: Texts) -> str:
    """What the numbers or days of a column are in: a unit, a currency, the order of day and month."""
    if hint in _ORDERS:
        return texts.t(_ORDERS[hint])
    from score_desktop import units

    if len(hint) == 3 and hint.isupper():
        return texts.currency(hint)
    return units.label(hint, texts.language)
