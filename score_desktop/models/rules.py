"""Rules of a bill, written once: `BillIn` asks them of one record, `models.bulk` of columns.

Order of complaints is the order of this file; one record has at most one.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from score_desktop import units
from score_desktop.models.named import CURRENCY, NOTE_LIMIT, TEXT_LIMIT

BILL_AMOUNTS = (
    "quantity",
    "quantity_base",
    "cost",
    "reading_previous",
    "reading_current",
    "multiplier",
    "quantity_high",
    "quantity_medium",
    "quantity_low",
    "demand_kw",
    "contracted_kw",
    "reactive_kvarh",
    "power_factor",
    "unit_price",
    "cost_energy",
    "cost_power",
    "cost_penalty",
    "cost_fixed",
    "cost_sewer",
    "tax_lighting",
    "tax_cleaning",
    "other_fees",
    "adjustments",
    "arrears",
    "tax_base",
)
"""Columns with exact amounts: whole millionths in columns and in the database, Decimal in rows."""

BILL_TEXTS: Mapping[str, int] = {
    "unit": 32,
    "currency": 3,
    "invoice_number": TEXT_LIMIT,
    "cuf": TEXT_LIMIT,
    "category": TEXT_LIMIT,
    "period_label": TEXT_LIMIT,
    "note": NOTE_LIMIT,
    "source_file": 255,
    "source_sheet": 255,
    "source_column": 8,
}
"""Columns with text, and the most characters that each takes."""

BILL_DAYS = ("period_start", "period_end")
BILL_OPTIONAL_DAYS = ("date_previous", "date_current")

DATE_LOW = dt.date(1980, 1, 1)
DATE_HIGH = dt.date(2100, 1, 1)
LONGEST_BILL_DAYS = 400
MOST = Decimal(10) ** 10
"""Largest amount either way: 900 of them still add up in 64 bits of millionths."""
MOST_MICRO = int(MOST) * 1_000_000

Complaint = tuple[str, str, dict[str, object]]
"""Field, message id, parameters."""


@functools.cache
def unit_symbols() -> frozenset[str]:
    """All symbols that may be stored."""
    return frozenset(unit.symbol for unit in units.known_units())


def is_unit(symbol: str) -> bool:
    """True for the symbols of units.csv; other spellings are for `units.find_unit`, before storing."""
    return symbol in unit_symbols()


def bill_complaint(bill: Mapping[str, Any]) -> Complaint | None:
    """What is wrong with a bill whose fields have their types already; None if it may be stored.

    Args:
        bill: Field → value as `BillIn` holds it (amounts are Decimals).
    """
    return _period(bill) or _amounts(bill) or _meaning(bill)


def _period(bill: Mapping[str, Any]) -> Complaint | None:
    for field in (*BILL_DAYS, *BILL_OPTIONAL_DAYS):
        day = bill[field]
        if day is not None and not DATE_LOW <= day <= DATE_HIGH:
            return field, "bill.date_range", {"low": DATE_LOW, "high": DATE_HIGH}
    start, end = bill["period_start"], bill["period_end"]
    if end <= start:
        return "period_end", "bill.period_order", {"start": start, "end": end}
    if (end - start).days > LONGEST_BILL_DAYS:
        return "period_end", "bill.period_long", {"days": LONGEST_BILL_DAYS}
    return None


def _amounts(bill: Mapping[str, Any]) -> Complaint | None:
    for field in BILL_AMOUNTS:
        amount = bill[field]
        if amount is not None and abs(amount) > MOST:
            return field, "bill.amount_range", {}
    row = bill["source_row"]
    if row is not None and row < 1:
        return "source_row", "bill.source_row", {}
    return None


def _meaning(bill: Mapping[str, Any]) -> Complaint | None:
    if bill["quantity"] is None and bill["cost"] is None:
        return "quantity", "bill.empty", {}
    unit, currency = bill["unit"], bill["currency"]
    if unit and not is_unit(unit):
        return "unit", "bill.unit_unknown", {"value": unit}
    if bill["quantity"] is not None and not unit:
        return "unit", "bill.unit_missing", {}
    if currency and not CURRENCY.match(currency):
        return "currency", "input.currency", {"value": currency}
    if bill["cost"] is not None and not currency:
        return "currency", "bill.currency_missing", {}
    return None
