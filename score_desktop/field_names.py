"""Names of fields as people read them in messages and in the list of changes."""

from __future__ import annotations

from score_desktop.msgid import N_

FIELDS: dict[str, str] = {
    "name": N_("name"),
    "country": N_("country"),
    "currency": N_("currency"),
    "period": N_("period"),
    "period_start": N_("first day"),
    "period_end": N_("last day"),
    "quantity": N_("quantity"),
    "quantity_base": N_("quantity"),
    "unit": N_("unit"),
    "unit_base": N_("unit"),
    "cost": N_("cost"),
    "value": N_("value"),
    "invoice_number": N_("invoice number"),
    "reading_previous": N_("previous reading"),
    "reading_current": N_("current reading"),
    "multiplier": N_("multiplier"),
    "note": N_("note"),
    "email": N_("e-mail"),
    "colour": N_("colour"),
    "area_m2": N_("area"),
    "altitude_m": N_("altitude"),
    "tax_id": N_("tax number"),
    "address": N_("address"),
    "city": N_("city"),
    "meter": N_("meter"),
    "resource": N_("resource"),
    "site": N_("site"),
    "demand_kw": N_("demand"),
    "estimated": N_("estimated"),
    "quality": N_("quality"),
    "kind": N_("kind"),
    "role": N_("position"),
    "phone": N_("telephone"),
    "organisation": N_("organisation"),
    "supplier": N_("supplier"),
    "account": N_("account"),
    "product": N_("fuel or material"),
    "use": N_("use"),
    "fuel_use": N_("what the fuel drives"),
    "sector": N_("sector"),
    "trainer": N_("trainer"),
    "source": N_("origin of the flow"),
    "target": N_("end of the flow"),
    "stock_change": N_("increase of stock"),
    "stock_unit": N_("unit of the stock"),
    "price": N_("price"),
    "disposal_cost": N_("cost of disposal"),
    "income": N_("income from scrap"),
    "processing_cost": N_("cost of processing"),
    "price_unit": N_("unit of the price"),
    "kg_per_unit": N_("kg per unit"),
    "uncertainty_percent": N_("uncertainty"),
    "shares": N_("shares"),
    "contents": N_("contents"),
}
"""Names of fields as people read them in messages; a field that is not here is shown by its own name."""

SYSTEM_WORDS = frozenset(
    {
        N_("Permission denied"),
        N_("Operation not permitted"),
        N_("No space left on device"),
        N_("Disk quota exceeded"),
        N_("File too large"),
        N_("Read-only file system"),
        N_("No such file or directory"),
        N_("Not a directory"),
        N_("Is a directory"),
        N_("File name too long"),
        N_("Input/output error"),
        N_("Device or resource busy"),
        N_("Too many open files"),
        N_("disk I/O error"),
        N_("database or disk is full"),
        N_("file is not a database"),
        N_("database disk image is malformed"),
    }
)
"""What Linux and SQLite say of files, in English wherever the program runs; said in the person's language."""

PROGRAMS: dict[str, str] = {
    "window": N_("window of SCORE Desktop"),
    "cli": N_("command line of SCORE Desktop"),
    "demo": N_("sample of SCORE Desktop"),
}
"""Who holds a workspace, as its lock names it; said in the person's language."""

UNIT_SIGNS: dict[str, str] = {
    "m3": "m³",
    "m2": "m²",
    "ft3": "ft³",
    "ft2": "ft²",
    "l": "L",
    "ml": "mL",
    "kg CO2e": "kg CO₂e",
    "kgCO2e": "kg CO₂e",
    "CO2e": "CO₂e",
}
"""Symbols of units as people read them, in every language."""
